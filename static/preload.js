// The answer to a choice is asked for while the pointer rests on it or a finger goes down; the click that follows uses it.
const RESTS = 60;
let early = null;
let resting = 0;

// Where we are (undoing leads there) and the choices asked for, in whatever order they are named.
const keyOf = (address) => [location.href, ...[...new URL(address, location.href).searchParams].map(String).sort()].join(" ");

// What the form would ask for with this box ticked or unticked, or this one of several chosen.
function addressAfter({ form, name, value, type, checked }) {
  const words = [...new FormData(form)].filter(([key, word]) => key !== name || (type === "checkbox" && word !== value));
  if (!checked) words.push([name, value]);
  return `${form.action}?${new URLSearchParams(words)}`;
}

function addressOf(spot) {
  const link = spot.closest("#choices a[href^='?']");
  if (link) return link.href;
  const field = spot.closest("label")?.control ?? spot;
  const changes = field.type === "checkbox" || (field.type === "radio" && !field.checked);
  return changes && field.form?.id === "choices" ? addressAfter(field) : "";
}

// What htmx reads of an answer, all of it there: a click need not wait for the browser to hand it over. A refusal is none.
async function read(response) {
  if (!response.ok) return null;
  const text = await response.text();
  return { status: response.status, headers: response.headers, text: () => text };
}

function ask(address) {
  const key = keyOf(address);
  if (early?.key === key) return;
  early?.stop.abort();
  const stop = new AbortController();
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href, Accept: "text/html" };
  const answer = fetch(address, { headers, signal: stop.signal }).then(read).catch(() => null);
  early = { key, answer, stop };
}

// htmx is given the answer that is there or on its way; where it failed, htmx asks as ever.
function hand({ detail: { ctx } }) {
  clearTimeout(resting);
  if (ctx.target?.id !== "wizard" || early?.key !== keyOf(ctx.request.action)) return;
  const { answer } = early;
  early = null;
  ctx.fetch = async (address, request) => {
    const response = await answer;
    request.signal.throwIfAborted();
    return response ?? fetch(address, request);
  };
}

export function meet({ target, type, pointerType }) {
  clearTimeout(resting);
  const address = navigator.connection?.saveData ? "" : addressOf(target);
  if (!address) return;
  if (type === "pointerdown") ask(address);
  else if (pointerType && pointerType !== "touch") resting = setTimeout(ask, RESTS, address);
}

document.addEventListener("pointerover", meet);
document.addEventListener("pointerdown", meet);
document.addEventListener("htmx:before:request", hand);
