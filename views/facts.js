// Evidence lines: what is said, by which source, where in it, and how firmly.

const chip = (name) => h("span", { class: CLAIMS.has(name) ? "chip claim" : "chip" }, t("mod")[name] || name);

/** Only a web address becomes a link; anything else stays text. */
function link(address, text) {
  let url = null;
  try { url = new URL(address); } catch (error) { url = null; }
  const web = url && (url.protocol === "https:" || url.protocol === "http:");
  return web ? h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" }, text) : bdi(text);
}

/** A rule is no source: its name in words, or for a rule of the ontology the property that it finds. */
function ruleWords(source) {
  const rule = source.replace("rule:", "");
  return t("byRule", t("rules")[rule] || wordFor(rule.split(" ")[0]));
}

const isRule = (source) => typeof source === "string" && source.startsWith("rule:");

function citation(source, locator, date) {
  if (isRule(source)) return [ruleWords(source)];
  const row = typeof source === "number" ? DATA.sources[source] : null;
  if (!row) return [t("unknownSource", source)];
  const [, title, publisher, url, published] = row;
  const extra = [publisher, published || date].filter(Boolean);
  return [link(url, title || url || row[0]), extra.map((text) => [" · ", bdi(text)]), locator ? [` · ${t("at")} `, /^https?:/.test(locator) ? link(locator, locator) : bdi(locator)] : null];
}

/** One source's word: how firmly, who is quoted, what is printed, where, and the passage. */
function word(row) {
  const [, , source, modality = "asserted", locator = "", date = "", quoted = "", surface = "", passage = ""] = row;
  return [h("p", { class: "cite" }, chip(modality), quoted ? [bdi(t("quoted", quoted)), t("and")] : null,
    surface ? [bdi(t("printed", surface)), t("and")] : null, citation(source, locator, date)),
  passage ? h("blockquote", { dir: "auto" }, passage) : null];
}

const MONEY = new Set(["amount", "investment", "registeredCapital"]);
const valueOf = (row) => (state.lang === "en" && row[9]) || row[1];

/** A value, and below it every source that gives it. */
function factItem(rows, currency) {
  const [property, value] = rows[0], dates = new Set(rows.map((row) => row[5] || ""));
  const date = dates.size === 1 ? rows[0][5] : "";
  return h("li", { class: "fact" }, h("p", { class: "property" }, bdi(wordFor(property)), date ? [" · ", date] : null),
    h("p", { class: "value" }, MONEY.has(property) && value && Number.isFinite(Number(value)) ? sum(Number(value), currency) : bdi(valueOf(rows[0]))), rows.map(word));
}

/** Lines that say the same are put together, in the order of the first. */
function together(facts) {
  const found = new Map();
  facts.forEach((row) => {
    const key = JSON.stringify([row[0], row[1]]);
    if (found.has(key)) found.get(key).push(row); else found.set(key, [row]);
  });
  return Array.from(found.values());
}

/** The first rows of a long list, and a button for the next. */
function growing(tag, cls, items, make, step = 30) {
  const box = h(tag, { class: cls });
  const more = h("button", { type: "button", class: "btn", onclick: () => grow() });
  let done = 0;
  function grow() {
    const first = done;
    items.slice(done, done + step).forEach((item) => box.appendChild(make(item)));
    done = Math.min(items.length, done + step);
    more.hidden = done >= items.length;
    more.textContent = t("more", count(Math.min(step, items.length - done)));
    if (first && box.children[first]) {
      const target = box.children[first].querySelector("button, a");
      if (target) target.focus();
    }
  }
  grow();
  return [box, more];
}

function factList(facts, currency) {
  return [h("h3", {}, `${t("facts")} (${count(facts.length)})`),
    facts.length ? growing("ul", "facts", together(facts), (rows) => factItem(rows, currency)) : h("p", { class: "lead" }, t("noFacts"))];
}

const sourcesOf = (facts) => new Set(facts.map((row) => row[2]).filter((source) => !isRule(source))).size;

/** Facts in the order of how firmly they are held, then of their property. */
function ordered(facts) {
  const rank = new Map(DATA.modalities.map(([name], i) => [name, i]));
  return facts.slice().sort((a, b) => (rank.get(a[3] || "asserted") || 0) - (rank.get(b[3] || "asserted") || 0));
}
