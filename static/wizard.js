// What HTML cannot do: copy, keep the chosen tab and the focus, and show what the server answered in fields already used.
(() => {
  "use strict";

  const TAB = "tab";
  const TICK = "#i-check";
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

  // The icon of what was copied is a check mark for a moment.
  function tick(icon) {
    const was = icon?.getAttribute("href");
    if (!was || was === TICK) return;
    icon.setAttribute("href", TICK);
    setTimeout(() => icon.setAttribute("href", was), 2000);
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    if (await copied(source.href ?? source.textContent)) {
      tick(button.querySelector("use"));
      say(said.dataset.copied.replace("{}", button.dataset.name));
    } else {
      getSelection().selectAllChildren(source);
      say(said.dataset.forbidden);
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

  // A field a person has used no longer follows its attributes, which is all a morph changes. What is still to come keeps
  // what was chosen meanwhile, and so does what comes while that is asked for.
  function showAnswer({ rest, only, finishing }) {
    const form = document.getElementById("choices");
    if (!form || (finishing && form.matches(".htmx-request, :has(.htmx-request)"))) return;
    const parts = (finishing ? only : [...rest?.keys() ?? []]).map((id) => document.getElementById(id));
    for (const field of form.elements) {
      if (parts.some((part) => part.contains(field)) !== Boolean(finishing)) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked;
      else if (field.type === "text" && field !== document.activeElement) field.value = field.defaultValue;
      else if (field.options) for (const option of field.options) option.selected = option.defaultSelected;
    }
  }

  // While the rest of an answer is still to come, what was used may come with it: nothing else is taken for it yet.
  function keepFocus({ rest }) {
    if (document.activeElement !== document.body) return;
    for (const id of rest?.size ? trail.slice(0, 1) : trail) {
      const place = document.getElementById(id);
      const spot = place?.matches("input, select, [tabindex]") ? place : place?.querySelector("input, summary, a");
      if (spot) {
        spot.focus({ preventScroll: true });
        return;
      }
    }
  }

  // A check with uv, a new short link and a file of somebody's say themselves why there is none.
  function saysItself(event) {
    return event.detail.ctx?.target?.matches?.(".check, .shared, .into");
  }

  // A check that is refused for the moment, with 503, is answered in its place.
  function wentWrong({ response, target }) {
    return response.status === 500 || (response.status > 500 && target.matches(".shared"));
  }

  // The way to another language leads to the choices as they are now.
  function followChoices() {
    const now = document.getElementById("permalink");
    for (const way of now ? document.querySelectorAll(".languages a") : []) {
      const words = new URLSearchParams(now.search);
      words.set("lang", way.hreflang);
      way.search = words;
    }
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (button) copy(button);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.name === TAB) remembered(target.id);
  });
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    if (ctx.finishing) return;
    trail = [];
    for (let place = document.activeElement; place; place = place.parentElement) if (place.id) trail.push(place.id);
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.target?.id === "wizard") {
      showAnswer(ctx);
      showTab();
      followChoices();
    }
    document.getElementById("doctor-status")?.focus();
    keepFocus(ctx);
  });
  for (const failure of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failure, (event) => {
      if (!saysItself(event)) say(said.dataset.behind);
      else if (event.detail.error || wentWrong(event.detail.ctx)) say(said.dataset.silent);
    });
  }
  showTab();
})();

// What not every visit needs is fetched when the pointer or the focus reaches the choices, with the first of them, or a key.
(() => {
  "use strict";

  const heard = document.getElementById("heard");
  const button = document.getElementById("show-shortcuts");
  if (!heard) return;
  const { changes, parts, place, preload } = heard.dataset;
  const shortcuts = () => import(button.dataset.shortcuts);
  const isChoice = (event) => event.detail.ctx?.target?.id === "wizard";
  let before = null;

  document.addEventListener("htmx:before:swap", (event) => {
    if (!isChoice(event) || event.detail.ctx.finishing) return;
    before ??= new Map([...document.querySelectorAll("code[id^='text-']")].map((code) => [code.id, code.textContent]));
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (!isChoice(event) || event.detail.ctx.rest?.size) return;
    const was = before;
    before = null;
    import(changes).then(({ tell }) => tell(was), () => {});
  });

  // What could not be fetched is asked for again when the server has answered something else.
  const reached = (first) => {
    if (!first.target.closest("#choices")) return;
    for (const way of ["pointerover", "focusin"]) document.removeEventListener(way, reached);
    Promise.all([parts, place, preload].map((module) => import(module))).then(([, { use }, { meet }]) => {
      use(first);
      meet(first);
    }, () => document.addEventListener("htmx:after:swap", listen, { once: true }));
  };
  const pressed = (first) => {
    document.removeEventListener("keydown", pressed);
    shortcuts().then(({ press }) => press(first), () => document.addEventListener("keydown", pressed));
  };
  function listen() {
    for (const way of ["pointerover", "focusin"]) document.addEventListener(way, reached);
  }
  listen();
  document.addEventListener("keydown", pressed);
  button.addEventListener("click", async () => (await shortcuts()).explain());
})();

// Short links that were made or opened here, and those with a star: in this browser's memory alone, never sent.
(() => {
  "use strict";

  const MOST_RECENT = 8;
  const LONGEST = 120;
  const { shortLinks: base, kept } = document.querySelector("[data-short-links]")?.dataset ?? {};
  if (!base) return;
  const language = kept ? `?${kept}` : "";
  const usable = canRemember(); // where not, nothing is offered that would have to be remembered
  const [LINKS, ANSWERS] = ["short-links", "answers-kept"].map((name) => `${name} ${base}`);

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  }

  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false; // forbidden or full
    }
  }

  function canRemember() {
    const probe = "short-links?";
    if (!write(probe, 1)) return false;
    localStorage.removeItem(probe);
    return true;
  }

  // Anything may stand there: another page of this host wrote it, or a person.
  function links() {
    const { list } = read(LINKS);
    const sound = (link) => /^[0-9a-z]{10,52}$/.test(link?.id) && typeof link.label === "string";
    return Array.isArray(list) ? list.filter(sound) : [];
  }

  function keep(list) {
    let recent = 0;
    write(LINKS, { list: list.filter((link) => link.starred || (recent += 1) <= MOST_RECENT) });
    show();
  }

  function remember({ shortLink: id, label }) {
    const known = links();
    const starred = known.some((link) => link.id === id && link.starred);
    keep([{ id, label: label.slice(0, LONGEST), starred }, ...known.filter((link) => link.id !== id)]);
  }

  function item(template, link) {
    const line = template.content.firstElementChild.cloneNode(true);
    const way = line.querySelector("a");
    way.href = base + link.id + language;
    way.textContent = link.label;
    for (const name of ["star", "forget"]) {
      const button = line.querySelector(`[data-${name}]`);
      button.dataset[name] = link.id;
      button.setAttribute("aria-label", `${button.getAttribute("aria-label")} ${link.label}`);
    }
    return line;
  }

  function show() {
    const known = links();
    const template = document.querySelector("#kept template");
    for (const shelf of document.querySelectorAll("[data-shelf]")) {
      const wanted = known.filter((link) => Boolean(link.starred) === (shelf.dataset.shelf === "starred"));
      shelf.querySelector("ul").replaceChildren(...wanted.map((link) => item(template, link)));
      shelf.hidden = wanted.length === 0;
    }
    if (template) template.parentElement.hidden = known.length === 0;
    for (const star of document.querySelectorAll("[data-star]")) {
      star.hidden = !usable;
      star.setAttribute("aria-pressed", known.some((link) => link.id === star.dataset.star && Boolean(link.starred)));
    }
    for (const button of document.querySelectorAll("[data-keep]")) {
      const told = button.closest("[data-answer]");
      button.hidden = !usable;
      told.hidden = read(ANSWERS)[button.dataset.keep] === told.dataset.answer;
    }
  }

  function star(id) {
    keep(links().map((link) => (link.id === id ? { ...link, starred: !link.starred } : link)));
    document.querySelector(`[data-star="${id}"]`)?.focus();
  }

  function forget(id) {
    keep(links().filter((link) => link.id !== id));
    document.querySelector("#kept a")?.focus();
  }

  function keepAnswer(id, { answer }) {
    write(ANSWERS, { ...read(ANSWERS), [id]: answer });
    show();
    document.getElementById("short-address").focus();
  }

  function rememberWhatIsHere() {
    const here = document.querySelectorAll("[data-short-link]");
    for (const each of here) remember(each.dataset);
    if (!here.length) show();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-star], [data-forget], [data-keep]");
    if (!button) return;
    if (button.dataset.star) star(button.dataset.star);
    else if (button.dataset.forget) forget(button.dataset.forget);
    else keepAnswer(button.dataset.keep, button.closest("[data-answer]").dataset);
  });
  document.addEventListener("htmx:after:swap", rememberWhatIsHere);
  addEventListener("storage", show);
  addEventListener("pageshow", rememberWhatIsHere);
})();

// A part of the page that brings a script of its own: fetched when it is opened, and started once.
(() => {
  "use strict";

  document.addEventListener("toggle", ({ target, newState }) => {
    const { module } = target.dataset ?? {};
    if (!(target.open ?? newState === "open") || !module || target.dataset.started) return;
    target.dataset.started = "yes";
    import(new URL(module, location.href)).then(({ start }) => start(target)).catch(() => { delete target.dataset.started; });
  }, { capture: true });
})();

// Other colours: how they come at once, and nothing that was typed is lost, is fetched when they are chosen.
document.querySelector(".theme")?.addEventListener("submit", async (event) => {
  const { target: form, submitter: chosen } = event;
  event.preventDefault();
  (await import(form.dataset.wear)).wear(form, chosen);
});
