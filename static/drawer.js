// On one column the result is a drawer: fetched when it is first opened. The focus goes in, and closes it by leaving.
const said = document.getElementById("said");
const drawer = () => document.querySelector("#result:popover-open");

// What the page says in a moment has to lie on top of it.
export function start(opened) {
  opened.focus({ preventScroll: true });
  said.hidePopover();
  said.showPopover();
}

document.addEventListener("toggle", ({ target, newState }) => {
  if (target.id === "result" && newState === "open") start(target);
}, { capture: true });
document.addEventListener("focusout", ({ target, relatedTarget: next }) => {
  if (next && drawer()?.contains(target) && !next.closest("#result, #drawer")) drawer().hidePopover();
});
matchMedia("(width >= 62rem)").addEventListener("change", () => drawer()?.hidePopover());
