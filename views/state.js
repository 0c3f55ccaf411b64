// What the reader has chosen. All of it can be written to, and read from, the address.
const has = (name) => EDGES.some((edge) => edge.mod === name);
const DEFAULT_OFF = DATA.modalities.map(([name]) => name).filter((name) => CLAIMS.has(name) && has(name));

const fresh = () => ({
  offC: new Set(), offT: new Set(), offK: new Set(), offM: new Set(DEFAULT_OFF),
  region: "", from: 0, to: 0, undated: true, least: 0, size: "degree",
  node: -1, edge: -1, focus: -1, depth: 1, shown: new Set(), folded: new Set(), path: [],
});
/** The language the page was asked for in, else the first of the browser's that we have. */
function wished() {
  const wanted = [DATA.lang, ...(navigator.languages || [navigator.language])].map((tag) => String(tag || "").slice(0, 2));
  return wanted.find((tag) => tag === "zh" || tag === "en") || "zh";
}
const prefersDark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches;
const state = {
  ...fresh(), lang: wished(), theme: prefersDark ? "dark" : "light", themeSet: false, langSet: false,
  table: false, rows: "edges", camera: null,
};
const SIZES = ["same", "degree", "count", "amount"];

const list = (items) => Array.from(items, (item) => encodeURIComponent(item)).join(",");
const sameSet = (a, b) => a.size === b.length && b.every((item) => a.has(item));
const names = (rows, set) => rows.filter((_, i) => set.has(i)).map((row) => row[0]);

/** The state as a fragment; what is at its default is left out. */
function toHash() {
  const parts = [];
  const put = (key, value) => { if (value) parts.push(`${key}=${value}`); };
  put("c", list(names(DATA.classes, state.offC)));
  put("t", list(names(DATA.types, state.offT)));
  put("k", list(names(DATA.kinds, state.offK)));
  if (!sameSet(state.offM, DEFAULT_OFF)) put("m", list(state.offM) || "-");
  put("r", encodeURIComponent(state.region));
  if (state.from || state.to) put("y", `${state.from}-${state.to}`);
  if (!state.undated) put("u", "0");
  if (state.least) put("a", state.least);
  if (state.size !== "degree") put("z", state.size);
  if (state.node >= 0) put("n", encodeURIComponent(NODES[state.node].id));
  if (state.edge >= 0) put("e", encodeURIComponent(EDGES[state.edge].id));
  if (state.focus >= 0) put("f", `${encodeURIComponent(NODES[state.focus].id)},${state.depth}`);
  put("x", list(Array.from(state.shown, (i) => NODES[i].id)));
  put("o", list(Array.from(state.folded, (i) => NODES[i].id)));
  put("p", list(state.path.map((i) => NODES[i].id)));
  if (state.table) put("v", state.rows);
  if (state.langSet) put("l", state.lang);
  if (state.themeSet) put("d", state.theme);
  if (state.camera) put("q", state.camera.map((n) => Number(n.toFixed(3))).join(","));
  return parts.join("&");
}

function decode(text) {
  try { return decodeURIComponent(text); } catch (error) { return ""; }
}

/** Read a fragment; whatever it says that this picture does not have is passed over. */
function fromHash(text) {
  const raw = new Map(text.replace(/^#/, "").split("&").map((part) => {
    const cut = part.indexOf("=");
    return cut < 0 ? [part, ""] : [part.slice(0, cut), part.slice(cut + 1)];
  }));
  const one = (key) => decode(raw.get(key) || "");
  const many = (key) => (raw.get(key) || "").split(",").filter(Boolean).map(decode);
  const numbers = (key, rows) => new Set(many(key).map((name) => rows.findIndex((row) => row[0] === name)).filter((i) => i >= 0));
  const ids = (key) => many(key).map((id) => BY_ID.get(id)).filter(Boolean).map((node) => node.i);
  const idOf = (map, key) => { const found = map.get(one(key)); return raw.has(key) && found ? found.i : -1; };
  const years = /^(\d{1,4})-(\d{1,4})$/.exec(raw.get("y") || "") || [0, 0, 0];
  const focus = many("f");
  const camera = (raw.get("q") || "").split(",").map(Number);
  Object.assign(state, fresh(), {
    offC: numbers("c", DATA.classes), offT: numbers("t", DATA.types), offK: numbers("k", DATA.kinds),
    region: one("r"), from: Number(years[1]), to: Number(years[2]), undated: raw.get("u") !== "0",
    least: Math.max(0, Number(raw.get("a")) || 0), node: idOf(BY_ID, "n"), edge: idOf(EDGE_BY_ID, "e"),
    shown: new Set(ids("x")), folded: new Set(ids("o")), path: ids("p").slice(0, 2),
    table: raw.has("v"), rows: raw.get("v") === "nodes" ? "nodes" : "edges",
    camera: camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0.001 && camera[2] < 20 ? camera : null,
  });
  if (raw.has("m")) state.offM = new Set(many("m").filter((name) => DASH.has(name)));
  if (SIZES.includes(raw.get("z"))) state.size = raw.get("z");
  if (focus.length && BY_ID.has(focus[0])) {
    state.focus = BY_ID.get(focus[0]).i;
    state.depth = Math.min(4, Math.max(1, Math.round(Number(focus[1])) || 1));
  }
  if (raw.get("l") === "en" || raw.get("l") === "zh") { state.lang = raw.get("l"); state.langSet = true; }
  if (raw.get("d") === "dark" || raw.get("d") === "light") { state.theme = raw.get("d"); state.themeSet = true; }
}

let written = "", writing = 0;
/** Write the address after a moment of rest; browsers limit how often it may change. */
function writeHash() {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const text = toHash();
    if (text === written) return;
    written = text;
    try { history.replaceState(null, "", text ? `#${text}` : "#"); } catch (error) { location.hash = text; }
  }, 120);
}

/** Change the state and show it. */
function change(patch) {
  Object.assign(state, patch);
  refresh();
}
