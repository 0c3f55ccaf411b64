// Search over names, aliases and pinyin; hidden nodes are found as well.
const DROPPED = /[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069·・,.()[\]{}“”"'‘’《》〈〉、。-]+/g;
// Traditional signs and their simplified forms, as far as these occur in the names of this page.
const SIMPLE = new Map(Array.from(DATA.signs || "").reduce((pairs, sign, i, all) => (i % 2 ? pairs : [...pairs, [sign, all[i + 1]]]), []));
const folded = (text) => Array.from(String(text).slice(0, 400).normalize("NFKC").toLowerCase().replace(DROPPED, "").slice(0, 120), (sign) => SIMPLE.get(sign) || sign).join("");
const INDEX = NODES.map((n) => ({ names: [n.n, n.e, ...(n.a || []), n.id].filter(Boolean).map(folded), sounds: n.k || [] }));
let hits = [], active = -1;

/** 0 is the best; -1 is no match. */
function score(entry, q) {
  if (entry.names.includes(q)) return 0;
  if (entry.names.some((name) => name.startsWith(q))) return 1;
  if (entry.sounds.includes(q)) return 2;
  if (entry.names.some((name) => name.includes(q))) return 3;
  if (entry.sounds.some((sound) => sound.startsWith(q))) return 4;
  return q.length > 1 && entry.sounds.some((sound) => sound.includes(q)) ? 5 : -1;
}

function find(text) {
  const q = folded(text);
  if (!q) return [];
  return RANKED.map((n, place) => [score(INDEX[n.i], q), place, n]).filter(([mark]) => mark >= 0)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 30).map(([, , n]) => n);
}

/** The alias that matched, where the name itself does not show why. */
function why(n, q) {
  if (folded(nameOf(n)).includes(q)) return "";
  return [n.n, n.e, ...(n.a || [])].filter(Boolean).find((name) => folded(name).includes(q)) || "";
}

function drawHits() {
  const box = $("hits"), text = $("q").value, q = folded(text);
  hits = find(text);
  active = hits.length ? Math.min(Math.max(active, 0), hits.length - 1) : -1;
  box.textContent = "";
  if (q && !hits.length) box.appendChild(h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, h("span", { class: "what" }, t("noHits"))));
  hits.forEach((n, i) => {
    const item = h("li", { role: "option", id: `hit${i}`, "aria-selected": String(i === active), onmousedown: (event) => { event.preventDefault(); takeHit(i); } },
      glyph(shapeOf(n), colourOf(n)), h("span", { class: "name", dir: "auto" }, plain(nameOf(n), 60)), h("span", { class: "what", dir: "auto" }, plain(why(n, q) || classOf(n), 24)));
    box.appendChild(item);
  });
  showHits(Boolean(q));
}

function showHits(open) {
  $("hits").hidden = !open;
  $("q").setAttribute("aria-expanded", String(open));
  if (open && active >= 0) $("q").setAttribute("aria-activedescendant", `hit${active}`);
  else $("q").removeAttribute("aria-activedescendant");
}

function moveHit(step) {
  if (!hits.length) return;
  active = (active + step + hits.length) % hits.length;
  Array.from($("hits").children).forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  $("hits").children[active].scrollIntoView({ block: "nearest" });
  showHits(true);
}

function takeHit(i) {
  const n = hits[i];
  if (!n) return;
  $("q").value = "";
  showHits(false);
  chooseNode(n.i, true);
}

function startSearch() {
  const input = $("q");
  input.addEventListener("input", () => { active = 0; drawHits(); });
  input.addEventListener("focus", () => { if (input.value) drawHits(); });
  input.addEventListener("blur", () => showHits(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") moveHit(1);
    else if (event.key === "ArrowUp") moveHit(-1);
    else if (event.key === "Enter") takeHit(active);
    else if (event.key === "Escape") { input.value = ""; showHits(false); } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
