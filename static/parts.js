// An answer to a choice is shown in parts: those in the window at once, the others when these are painted, and what stays
// the same is left alone. Where the page's parts are others than before, or nothing in the window changes, htmx swaps the
// whole answer as ever.
const BOUND = "|";
const inWindow = new Set();
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) inWindow[isIntersecting ? "add" : "delete"](target.id);
});
let shown = standing();
let latest = null; // only its rest is still wanted
watch();

// The parts of a page as it came, whose text nobody has read.
function standing() {
  const comments = document.createTreeWalker(document.getElementById("wizard"), NodeFilter.SHOW_COMMENT);
  const bounds = [];
  while (comments.nextNode()) if (comments.currentNode.data === BOUND) bounds.push(comments.currentNode);
  return new Map(bounds.filter((_, nth) => nth % 2 === 0).map((bound) => [bound.nextElementSibling.id, ""]));
}

function watch() {
  sight.disconnect();
  inWindow.clear();
  for (const id of shown.keys()) sight.observe(document.getElementById(id));
}

function partsOf(text) {
  const parts = text.split(`<!--${BOUND}-->`).filter((_, nth) => nth % 2).map((part) => part.trim());
  return new Map(parts.map((part) => [/ id="([^"]+)"/.exec(part)[1], part]));
}

function changedIn(parts) {
  const alike = String([...parts.keys()]) === String([...shown.keys()]);
  return alike ? [...parts].filter(([id, text]) => text !== shown.get(id)) : [];
}

function written(parts) {
  return [...parts].map(([id, text]) => `<hx-partial hx-target="#${id}" hx-swap="outerMorph">${text}</hx-partial>`).join("");
}

// Whoever listens for a swap finds in its `ctx`, beside what htmx says there: `only`, the parts it shows, where these are
// not all; `rest`, those still to come; `finishing`, where it is these. Going back selects from a whole page, and takes all.
function divide(event) {
  const { ctx } = event.detail;
  if (ctx.target?.id !== "wizard" || ctx.response.status >= 400) return;
  ctx.parts = partsOf(ctx.text);
  const address = new URL(ctx.request.action, location.href);
  if (!ctx.parts.size) { // somebody else's answer, such as a page to log in
    event.preventDefault();
    location.assign(address);
    return;
  }
  if (ctx.select && address.search !== location.search) { // meanwhile we are elsewhere again
    event.preventDefault();
    return;
  }
  latest = ctx;
  const changed = ctx.select ? [] : changedIn(ctx.parts);
  const first = changed.filter(([id]) => inWindow.has(id));
  ctx.rest = new Map(first.length ? changed.filter(([id]) => !inWindow.has(id)) : []);
  if (!first.length) return;
  ctx.only = first.map(([id]) => id);
  ctx.text = written(first);
}

function note({ detail: { ctx } }) {
  if (!ctx.parts) return;
  shown = new Map([...ctx.parts].map(([id, text]) => [id, ctx.rest.has(id) ? shown.get(id) : text]));
  if (!ctx.only) watch();
  if (ctx.rest.size) requestAnimationFrame(() => requestAnimationFrame(() => finish(ctx)));
}

// Unless another choice was answered meanwhile, which knows what is still to be done.
function finish(ctx) {
  if (ctx !== latest) return;
  const { target, parts, rest } = ctx;
  const only = [...rest.keys()];
  htmx.swap({ sourceElement: target, target, text: written(rest), parts, rest: new Map(), only, finishing: true });
}

document.addEventListener("htmx:after:request", divide);
document.addEventListener("htmx:after:swap", note);
