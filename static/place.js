// What was used stays where it is on the screen, whatever grows or shrinks above it.
let used = "";
let top;
document.documentElement.style.overflowAnchor = "none"; // what browsers do of their own differs

function heightOfUsed() {
  return document.getElementById(used)?.getBoundingClientRect().top;
}

// Before anything has changed, so that measuring costs nothing.
export function use({ target }) {
  const field = target.closest?.("label")?.control ?? target;
  used = field.closest?.("#choices [id]")?.id ?? used;
  top = heightOfUsed();
}

function forget() {
  top = undefined;
}

for (const way of ["pointerdown", "keydown"]) document.addEventListener(way, use);
for (const way of ["scroll", "toggle"]) document.addEventListener(way, forget, { capture: true, passive: true });
addEventListener("resize", forget);
// A voice or a reader presses nothing.
document.addEventListener("change", (event) => { if (event.target.id !== used || top === undefined) use(event); });
document.addEventListener("htmx:before:swap", () => { if (top === undefined) use({ target: document.activeElement }); });
document.addEventListener("htmx:after:swap", () => {
  const moved = heightOfUsed() - top;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
  if (!Number.isNaN(moved)) forget();
});
