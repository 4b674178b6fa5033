// Which accelerator fits a machine: reads what nvidia-smi, rocminfo, clinfo, sycl-ls or xpu-smi printed, here and nowhere
// else, and holds it against the facts. Loaded when its part of the page is opened.

const CARD_LINE = /^\|\s+\d+\s+(\S.*?)\s{2,}.*\b[0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F]\b/i;
const GPU_LINE = /^GPU \d+: (.+?) \(UUID/;
const PRODUCT_LINE = /^\s*Product Name\s*:\s*(.+)$/;
const CSV_LINE = /^\s*([^,|]+?)\s*,\s*(\d{3,}(?:\.\d+)+)\s*,\s*(\d+\.\d)\s*$/;
const INTEL_LINE = /(?:level_zero:gpu.*?,|Device #\d+:|Device Name:?)\s+(Intel\(R\) (?!Core|Xeon|Pentium|Celeron|FPGA|CPU).+?)(?:\s+\d+\.\d\S* \[.*|[\s|]*)$/;
const COLUMNS_AFTER_THE_NAME = /\s+(?:On|Off|WDDM|TCC|MCDM|N\/A)$/;
const WINDOWS = /\b(?:WDDM|TCC|MCDM)\b/;

// By the labels of drivers before and since 610. On WSL, a Linux machine, the driver is that of Windows, and nvidia-smi has
// a version of its own. NVIDIA's drivers have three digits before the first point, Intel's two at most. Intel's tools may
// name a card several times.
export function read(text) {
  const driver = text.match(/(?:Driver|KMD) Version\s*:\s*(\d{3,}(?:\.\d+)+)/)?.[1] ?? "";
  const cuda = text.match(/CUDA (?:UMD )?Version\s*:\s*(\d+\.\d+)/)?.[1] ?? "";
  const tool = text.match(/NVIDIA-SMI\s+(\d+(?:\.\d+)+)/)?.[1] ?? driver;
  const windows = WINDOWS.test(text);
  const found = { driver, cuda, windows, wsl: Boolean(driver) && !windows && tool !== driver, cards: [] };
  const intels = new Set();
  for (const line of text.split(/\r?\n/)) {
    const row = line.match(CSV_LINE);
    if (row) {
      found.driver ||= row[2];
      found.cards.push({ name: row[1], arch: row[3] });
      continue;
    }
    const name = (line.match(CARD_LINE) ?? line.match(GPU_LINE) ?? line.match(PRODUCT_LINE))?.[1];
    if (name) found.cards.push({ name: name.replace(COLUMNS_AFTER_THE_NAME, "").trim(), arch: "" });
    const intel = line.match(INTEL_LINE)?.[1];
    if (intel) intels.add(intel);
  }
  for (const name of intels) found.cards.push({ name, arch: "" });
  const targets = [...text.matchAll(/^\s*Name:\s+(gfx[1-9][0-9a-f]+)\s*$/gm)].map((match) => match[1]);
  for (const arch of new Set(targets)) found.cards.push({ name: arch, arch });
  return found;
}

const words = (name) => name.toLowerCase().replace(/\.\.\.$|\((?:r|tm)\)/g, "").replace(/^(?:nvidia|tesla|intel)\s+/, "").replace(/^tesla\s+/, "").split(/[\s-]+/).filter(Boolean).join(" ");

// The architecture of a card by its name: of the longest name in the list it begins with. A name that nvidia-smi cut
// off is taken for one of the list where all it may stand for agree.
export function known(name, rows) {
  const said = words(name);
  const all = rows.flatMap((row) => row.names.map((one) => ({ name: one, words: words(one), arch: row.arch })));
  const begun = all.filter((one) => `${said} `.startsWith(`${one.words} `)).sort((a, b) => b.words.length - a.words.length);
  if (begun.length) return begun[0];
  const meant = name.endsWith("...") ? all.filter((one) => one.words.startsWith(said)) : [];
  return new Set(meant.map((one) => one.arch)).size === 1 ? meant[0] : undefined;
}

export function compare(one, other) {
  const [mine, theirs] = [one, other].map((version) => version.split(".").map(Number));
  for (let place = 0; place < Math.max(mine.length, theirs.length); place += 1) {
    const difference = (mine[place] ?? 0) - (theirs[place] ?? 0);
    if (difference) return difference;
  }
  return 0;
}

// The kind of accelerator for an architecture: NVIDIA's are numbers, AMD's targets, Intel's names.
export function kindOf(arch) {
  if (/^\d/.test(arch)) return "cuda";
  return arch.startsWith("gfx") ? "rocm" : "xpu";
}

// Code for a capability X.y runs on X.z from y on; AMD's targets have to be the very same. Of Intel's the facts say which
// are validated, not which are not.
function runs(arch, built) {
  if (kindOf(arch) === "rocm") return built.includes(arch);
  if (kindOf(arch) === "xpu") return built.includes(arch) || undefined;
  const [major, minor] = arch.split(".").map(Number);
  return built.some((one) => {
    const [x, y] = one.split(".").map(Number);
    return x === major && y <= minor;
  });
}

// Whether wheels run on an architecture: true, false, or undefined where it is not written down.
export function built(arch, slug, platform, torch, rows) {
  const row = rows.find((one) => one.accelerators.includes(slug) && one.platforms.includes(platform)
    && torch && compare(one.since, torch) <= 0 && compare(torch, one.until) <= 0);
  return row ? runs(arch, row.archs.split(" ")) : undefined;
}

export function enough(driver, needed) {
  return !driver || !needed ? undefined : compare(driver, needed) >= 0;
}

// What the grid says of an accelerator on a machine: there now, with another torch, or not at all.
function offered(slug, platform) {
  const place = document.getElementById(`${slug}-on-${platform}`);
  const current = document.querySelector("#choices [name=torch]:checked")?.value ?? "";
  if (place?.matches("input")) return { place, torch: current, now: true };
  const link = place?.querySelector("p a");
  const query = link && new URLSearchParams(link.search);
  return link && query.getAll(platform).includes(slug) ? { place: link, torch: query.get("torch") ?? current, now: false } : undefined;
}

function judged(need, machine, found, facts) {
  const there = offered(need.slug, machine);
  const windows = found.windows || found.wsl || machine.startsWith("windows");
  const driver = windows ? need.windows : need.linux;
  const archs = found.cards.map((card) => card.arch).filter((arch) => arch && kindOf(arch) === need.kind);
  const code = there && archs.map((arch) => built(arch, need.slug, machine, there.torch, facts.kernels));
  return {
    ...need,
    there,
    driver,
    drives: need.kind === "cuda" ? enough(found.driver, driver) : undefined,
    missed: code ? archs.filter((_, at) => code[at] === false) : [],
    untold: code ? code.some((one) => one === undefined) : false,
    serves: code ? code.filter(Boolean).length : 0,
  };
}

// The newest that is sure to fit; of several cards, for as many as can be; without changing torch, if that is possible.
export function best(verdicts) {
  const sure = verdicts.filter((one) => one.there && one.serves && !one.untold && one.drives !== false);
  const most = Math.max(0, ...sure.map((one) => one.serves));
  const served = sure.filter((one) => one.serves === most);
  return served.filter((one) => one.there.now).at(-1) ?? served.at(-1);
}

function filled(text, facts) {
  return text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

function element(tag, text, ...children) {
  const made = document.createElement(tag);
  made.append(text, ...children);
  return made;
}

class Helper {
  constructor(root, facts) {
    this.root = root;
    this.facts = facts;
    this.say = (name, words = {}) => filled(facts.words[name], words);
    [this.machine, this.card, this.text] = ["machine", "card", "text"].map((name) => root.querySelector(`#fitting-${name}`));
    this.answer = root.querySelector("[data-part=answer]");
    for (const { arch, names } of facts.cards) {
      const group = document.createElement("optgroup");
      group.label = arch;
      group.append(...names.map((name) => new Option(name, name)));
      this.card.append(group);
    }
    root.querySelector("[data-part=form]").hidden = false;
    // The form around this sends itself when something in it changes; nothing in here is its business.
    for (const happening of ["input", "change"]) {
      root.addEventListener(happening, (event) => {
        event.stopPropagation();
        if (event.target === this.machine) this.chosen = this.machine.value;
        if (happening === "input") this.show();
      });
    }
    document.addEventListener("htmx:after:swap", this);
    this.show();
  }

  // Going back puts another form in the place of this one.
  handleEvent({ detail: { ctx } }) {
    if (!this.root.isConnected) document.removeEventListener("htmx:after:swap", this);
    else if (!ctx.rest?.size) this.show();
  }

  get found() {
    const found = read(this.text.value);
    if (this.card.value) found.cards = [{ name: this.card.value, arch: "" }];
    found.cards = found.cards.map((card) => {
      const arch = card.arch || known(card.name, this.facts.cards)?.arch || "";
      return { name: card.name, arch, elsewhere: this.facts.cards.some((row) => row.elsewhere && row.arch === arch) };
    });
    return found;
  }

  machines(found) {
    const columns = [...document.querySelectorAll("#choices [name=platform]:checked")].filter((field) => !field.value.startsWith("macos"));
    this.machine.replaceChildren(...columns.map((field) => new Option(field.labels[0].textContent.trim(), field.value)));
    const wanted = columns.find((field) => field.value === this.chosen)
      ?? columns.find((field) => field.value.startsWith("windows") === found.windows);
    if (wanted) this.machine.value = wanted.value;
    return this.machine.value;
  }

  show() {
    const found = this.found;
    const machine = this.machines(found);
    this.answer.replaceChildren(...(machine ? this.lines(found, machine) : [element("p", this.say("noMachine"))]));
  }

  lines(found, machine) {
    if (!found.driver && !found.cards.length) return this.text.value.trim() ? [element("p", this.say("nothing"))] : [];
    const lines = [element("p", this.say("read", { found: this.told(found) }))];
    for (const card of found.cards) if (!card.arch) lines.push(element("p", this.unlisted(card)));
    if (!found.cards.length) return [...lines, element("p", this.say("which")), this.list(this.verdicts(found, machine, "cuda"))];
    const away = found.cards.find((card) => card.elsewhere);
    if (away) return [...lines, element("p", this.say("elsewhere", away))];
    const first = found.cards.find((card) => card.arch);
    if (!first) return lines;
    const kind = kindOf(first.arch);
    const verdicts = this.verdicts(found, machine, kind);
    const pick = best(verdicts);
    lines.push(pick ? this.button(pick, machine) : element("p", this.say("none", { machine: this.label })));
    const old = machine.startsWith("linux") && !found.wsl && verdicts.some((one) => one.there && one.drives === false);
    return [...lines, this.list(verdicts), ...this.notes(kind, old)];
  }

  unlisted(card) {
    const intel = card.name.startsWith("Intel");
    return this.say(intel ? "unknownIntel" : "unknownCard", card);
  }

  notes(kind, old) {
    if (kind === "rocm") return [element("p", this.say("amd"))];
    if (kind === "xpu") return [element("p", this.say("intel"))];
    return old ? [element("p", this.say("compat"))] : [];
  }

  get label() {
    return this.machine.selectedOptions[0].textContent;
  }

  told(found) {
    const parts = found.cards.filter((card) => card.arch).map((card) => (card.name === card.arch ? card.name : this.say("card", card)));
    if (found.driver) parts.unshift(this.say("driver", found));
    if (found.cuda) parts.push(this.say("cuda", found));
    const listed = parts.length ? parts : found.cards.map((card) => card.name);
    return listed.join(this.say("apart"));
  }

  verdicts(found, machine, kind) {
    return this.facts.accelerators.filter((need) => need.kind === kind).map((need) => judged(need, machine, found, this.facts));
  }

  // Those that fit first; what is said of several is said once.
  list(verdicts) {
    const pick = best(verdicts);
    const fits = (one) => one.drives !== false && !one.missed.length && !one.untold;
    const shown = verdicts.filter((one) => one.there).reverse();
    const said = Map.groupBy([...shown.filter(fits), ...shown.filter((one) => !fits(one))], (one) => this.verdict(one));
    return element("ul", "", ...[...said].map(([verdict, ones]) => {
      const line = element("li", this.say("verdict", { verdict }));
      ones.forEach((one, at) => line.append(at ? this.say("also") : "", element("b", one.label), " ", element("code", one.slug)));
      line.className = ones.includes(pick) ? "best" : "";
      return line;
    }));
  }

  verdict(one) {
    if (one.drives === false) return this.say("old", one);
    if (one.missed.length) return this.say("notBuilt", { archs: one.missed.join(this.say("also")) });
    if (one.untold) return this.say("untold", one.there);
    const words = { driver: one.driver, torch: one.there.torch };
    if (one.drives === undefined && one.driver) return this.say(one.there.now ? "fitsDriver" : "fitsBoth", words);
    return this.say(one.there.now ? "fits" : "fitsWith", words);
  }

  button(pick, machine) {
    const { place, torch, now } = pick.there;
    const words = { label: pick.label, machine: this.label, torch };
    if (now && place.checked) return element("p", this.say("picked", words));
    const button = element("button", this.say(now ? "pick" : "pickWith", words));
    button.type = "button";
    button.className = "button main";
    button.addEventListener("click", () => {
      if (!now) {
        place.click();
        return;
      }
      for (const field of document.querySelectorAll(`#choices [name="${machine}"]`)) field.checked = field === place;
      place.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return button;
  }
}

export async function start(root) {
  try {
    const answer = await fetch(root.dataset.facts);
    if (!answer.ok) throw new Error(answer.statusText);
    return new Helper(root, await answer.json());
  } catch (error) {
    root.querySelector("[data-part=answer]").textContent = root.dataset.failed;
    throw error;
  }
}
