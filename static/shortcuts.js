// Single keys: fetched with the first key pressed, or the button that explains them. What they do, the page can do, too.
const OFF = "shortcuts-off";
const STEPS = "#choices > fieldset, #result";
const TYPED = "textarea, select, [contenteditable], input:not([type='checkbox'], [type='radio'])";
const dialog = document.getElementById("shortcuts");
const wanted = document.getElementById("shortcuts-on");

const DO = {
  c: () => document.querySelector(".tabs > :checked + label + .panel [data-copy]")?.click(),
  n: () => go(1),
  p: () => go(-1),
  t: search,
  "?": explain,
};

// On one column the result is a drawer, closed by the focus that leaves it.
function enter(step, spot) {
  if (!step.checkVisibility()) step.showPopover();
  const place = step.matches("[tabindex]") ? step : step.querySelector(spot) ?? step.querySelector("input, summary");
  place.focus({ preventScroll: true });
  step.scrollIntoView({ block: "nearest" });
}

// What is typed among the versions, until a pause, is the beginning of the one to go to.
const PAUSE = 1500;
const VERSIONS = ":is(#torches, #fold-torches) :is(input, summary)";
let typed = "";
let pause = 0;

function search() {
  typed = "";
  enter(document.getElementById("step-torch"), "#torches :checked");
}

function version(spot) {
  return (spot.value || spot.textContent).trim().split(/\s/)[0];
}

function seek(key) {
  clearTimeout(pause);
  pause = setTimeout(() => { typed = ""; }, PAUSE);
  typed += key;
  const spot = [...document.querySelectorAll(VERSIONS)].find((one) => version(one).startsWith(typed));
  document.getElementById("heard").textContent = spot ? version(spot) : dialog.dataset.missing.replace("{typed}", typed);
  if (!spot) return;
  spot.closest("#fold-torches")?.setAttribute("open", "");
  spot.focus({ preventScroll: true });
  spot.closest("li").scrollIntoView({ block: "nearest" });
}

function go(way) {
  const steps = [...document.querySelectorAll(STEPS)];
  const here = steps.findIndex((step) => step.contains(document.activeElement));
  const next = steps[here < 0 ? 0 : Math.min(Math.max(here + way, 0), steps.length - 1)];
  enter(next, "input:checked");
}

// Browsers that keep nothing, as in some frames, throw: then the keys are on.
function kept(off) {
  try {
    if (off !== undefined) localStorage.setItem(OFF, off ? "yes" : "");
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
}

export function explain() {
  wanted.checked = !kept();
  if (!dialog.open) dialog.showModal();
}

export function press(event) {
  const elsewhere = event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat;
  const sought = /^[\d.]$/.test(event.key) && event.target.closest?.(VERSIONS) && (() => seek(event.key));
  const doing = sought || (Object.hasOwn(DO, event.key) && DO[event.key]);
  if (!doing || elsewhere || event.defaultPrevented || dialog.open || kept()) return;
  if (event.target.closest?.(TYPED)) return;
  event.preventDefault();
  doing();
}

document.addEventListener("keydown", press);
wanted.addEventListener("change", () => kept(!wanted.checked));
