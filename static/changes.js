// Marks for a moment which lines of the files a choice changed, without touching their text, and counts those shown.
const MOMENT = 2500;
const SHOWN = ".tabs > :checked + label + .panel"; // in a drawer that is closed, too
const heard = document.getElementById("heard");
let end = 0;

// Which lines of a text are new, and how many changed in all, those that went included.
function compared(old, now) {
  const left = old.split("\n");
  const fresh = new Set();
  for (const [number, line] of now.split("\n").entries()) {
    const at = left.indexOf(line);
    if (at < 0) fresh.add(number);
    else left.splice(at, 1);
  }
  return { fresh, count: Math.max(fresh.size, left.length) };
}

// A line is highlighted text: one range for each of its pieces.
function* ranges(code, lines) {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let line = 0;
  while (walker.nextNode()) {
    let from = 0;
    for (const [nth, piece] of walker.currentNode.data.split("\n").entries()) {
      if (nth) line += 1;
      if (piece && lines.has(line)) yield rangeOver(walker.currentNode, from, from + piece.length);
      from += piece.length + 1;
    }
  }
}

function rangeOver(node, start, stop) {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, stop);
  return range;
}

function say(code, count) {
  const words = count ? heard.dataset.changed : heard.dataset.same;
  const file = code.closest(".panel").querySelector("[data-copy]").dataset.name;
  heard.textContent = words.replace("{file}", file).replace("{count}", count);
}

// Where the browser cannot highlight ranges, nothing is marked.
function mark(lines) {
  if (!globalThis.Highlight) return;
  clearTimeout(end);
  CSS.highlights.set("changed", new Highlight(...lines));
  end = setTimeout(() => CSS.highlights.delete("changed"), MOMENT);
}

export function tell(before) {
  const marked = [];
  for (const code of document.querySelectorAll("code[id^='text-']")) {
    const { fresh, count } = compared(before.get(code.id) ?? "", code.textContent);
    if (before.has(code.id)) marked.push(...ranges(code, fresh));
    if (code.closest(SHOWN)) say(code, count);
  }
  mark(marked);
}
