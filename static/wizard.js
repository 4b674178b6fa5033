// What HTML cannot do: copy, keep the chosen tab and the focus, and show what the server answered in fields already used.
(() => {
  "use strict";

  const TAB = "tab";
  const said = document.getElementById("said");
  let silence = 0;
  let trail = [];

  function say(text) {
    clearTimeout(silence);
    said.textContent = text;
    silence = setTimeout(() => { said.textContent = ""; }, 6000);
  }

  async function copied(text) {
    if (window.isSecureContext && navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // refused, as in a frame: the old way may still do
      }
    }
    const focused = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "vh";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    if (await copied(source.href ?? source.textContent)) {
      say(`Copied ${button.dataset.name}`);
    } else {
      getSelection().selectAllChildren(source);
      say("The browser does not allow copying here: press Ctrl+C");
    }
  }

  // In a frame of another site the browser may keep nothing for us, and throws.
  function remembered(id) {
    try {
      if (id) sessionStorage.setItem(TAB, id);
      return sessionStorage.getItem(TAB) ?? "";
    } catch {
      return "";
    }
  }

  function showTab() {
    const tab = document.getElementById(remembered());
    if (tab) tab.checked = true;
  }

  // A field a person has used no longer follows its attributes, which is all a morph changes.
  function showAnswer() {
    for (const field of document.getElementById("choices")?.elements ?? []) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked;
      else if (field.type === "text" && field !== document.activeElement) field.value = field.defaultValue;
      else if (field.options) for (const option of field.options) option.selected = option.defaultSelected;
    }
  }

  function keepFocus() {
    if (document.activeElement !== document.body) return;
    for (const id of trail) {
      const place = document.getElementById(id);
      const spot = place?.matches("input, select, [tabindex]") ? place : place?.querySelector("input, summary, a");
      if (spot) {
        spot.focus({ preventScroll: true });
        return;
      }
    }
  }

  // A check with uv changes no field, and says itself why there is none.
  function ofCheck(event) {
    return event.detail.ctx?.target?.matches?.(".check");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === TAB) remembered(event.target.id);
  });
  document.addEventListener("htmx:before:swap", () => {
    trail = [];
    for (let place = document.activeElement; place; place = place.parentElement) if (place.id) trail.push(place.id);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (!ofCheck(event)) {
      showAnswer();
      showTab();
    }
    document.getElementById("doctor-status")?.focus();
    keepFocus();
  });
  for (const failure of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failure, (event) => {
      if (!ofCheck(event)) say("The server did not answer, so the page may not show your last change");
      else if (event.detail.error || event.detail.ctx.response.status === 500) say("The server did not answer: check again");
    });
  }
  showTab();
})();
