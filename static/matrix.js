// What a cell says about itself goes away with Escape, until it is pointed at anew (WCAG 1.4.13).
(() => {
  "use strict";

  const hush = (cell) => cell.classList.add("hushed");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll(".matrix td:is(:hover, :focus-within)").forEach(hush);
  });
  for (const leaving of ["mouseout", "focusout"]) {
    document.addEventListener(leaving, (event) => {
      const cell = event.target.closest(".hushed");
      if (cell && !cell.contains(event.relatedTarget)) cell.classList.remove("hushed");
    });
  }
})();
