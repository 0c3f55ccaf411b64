// The data of the page, its small helpers, and the one way text becomes DOM: text nodes.
const DATA = JSON.parse(document.getElementById("picture-data").textContent);
const NODES = DATA.nodes, EDGES = DATA.edges;
const CLAIMS = new Set(["planned", "assessed", "speculated", "denied"]);
const SVG_NS = "http://www.w3.org/2000/svg";

NODES.forEach((node, i) => { node.i = i; node.ties = []; node.f = node.f || []; });
EDGES.forEach((edge, i) => {
  edge.i = i; edge.f = edge.f || []; edge.mod = edge.m || "asserted"; edge.k = edge.k || 0;
  NODES[edge.s].ties.push(edge);
  if (edge.o !== edge.s) NODES[edge.o].ties.push(edge);
});
const BY_ID = new Map(NODES.map((node) => [node.id, node]));
const EDGE_BY_ID = new Map(EDGES.map((edge) => [edge.id, edge]));
const TERMS = new Map(DATA.terms.map((row) => [row[0], row]));
const DASH = new Map(DATA.modalities);
const RANKED = NODES.slice().sort((a, b) => (b.w || 0) - (a.w || 0) || a.i - b.i);

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g;
/** For the canvas and files: no control or direction marks, no more than `most` characters. */
function plain(text, most = 400) {
  const letters = Array.from(String(text).slice(0, most * 4).replace(CONTROL, ""));
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : letters.join("");
}

/** For the page: marks that turn or hide a text are shown as their codes, as the server's pages have it. */
const seen = (text) => String(text).replace(CONTROL, (mark) => (mark === "\n" ? mark : `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`));

// Words of the ontology stand in every list; they are labels, however long the data makes them.
[DATA.classes, DATA.types, DATA.kinds, DATA.terms].forEach((rows) => rows.forEach((row) => {
  for (let i = 1; i < 5; i += 1) row[i] = plain(row[i], i < 3 ? 60 : 300);
}));

// A narrow, high screen gets the picture on its side; the address keeps the upright one.
let turned = false;
/** Lay the picture as the screen is now: a phone may be turned. */
function turn() {
  const wanted = !DATA.layered && window.innerWidth < 700 && window.innerHeight > window.innerWidth * 1.15;
  if (wanted === turned) return;
  turned = wanted;
  NODES.forEach((node) => { [node.x, node.z] = [node.z, node.x]; });
}
turn();

const $ = (id) => document.getElementById(id);
const tongue = () => (state.lang === "zh" ? 0 : 1);
const other = (edge, node) => NODES[edge.s === node.i ? edge.o : edge.s];

/** Make an element; strings become text nodes, functions listeners, never markup. */
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    node.appendChild(child.nodeType ? child : document.createTextNode(seen(child)));
  }
  return node;
}

function s(tag, props, ...children) {
  const node = document.createElementNS(SVG_NS, tag);
  for (const [key, value] of Object.entries(props || {})) node.setAttribute(key, String(value));
  return add(node, children);
}

/** Replace what stands in a container, and give the keyboard's place back where it was. */
function refill(container, ...children) {
  const active = document.activeElement;
  const key = container.contains(active) ? active.getAttribute("data-k") : null;
  container.textContent = "";
  add(container, children);
  if (!key) return;
  const same = Array.from(container.querySelectorAll("[data-k]")).find((n) => n.getAttribute("data-k") === key);
  if (same) same.focus({ preventScroll: true });
}

/** Text from data in its own direction, so that a right-to-left name cannot turn the line. */
const bdi = (text) => h("bdi", {}, text);

const nameOf = (node) => (state.lang === "en" && node.e ? node.e : node.n) || classOf(node);
const classOf = (node) => DATA.classes[node.c][1 + tongue()];
const typeOf = (edge) => DATA.types[edge.t][1 + tongue()];
const kindOf = (edge) => (edge.k ? DATA.kinds[edge.k - 1][1 + tongue()] : "");
const dark = () => (state.theme === "dark" ? 1 : 0);
const colourOf = (node) => DATA.classes[node.c][5 + dark()];
const shapeOf = (node) => DATA.classes[node.c][7];
/** Where there are kinds of tie they carry the colour, else the relationship does. */
const lineRow = (edge) => (edge.k ? DATA.kinds[edge.k - 1] : DATA.types[edge.t]);
const lineColour = (edge) => lineRow(edge)[5 + dark()];
const directed = (edge) => DATA.types[edge.t][7] === 1;

function wordFor(name) {
  const row = TERMS.get(name);
  return row ? row[1 + tongue()] : name;
}

const count = (n) => Number(n).toLocaleString("en-US");

// A tie is what a source states; what a rule infers and what is only claimed are lines too, counted apart.
const SOURCE = DATA.classes.findIndex((row) => row[0] === "Source");
const isTie = (edge) => !CLAIMS.has(edge.mod) && edge.mod !== "inferred";
/** How many of these lines are ties, inferred, mere claims. */
function kinds(edges) {
  const inferred = edges.filter((e) => e.mod === "inferred").length, claims = edges.filter((e) => CLAIMS.has(e.mod)).length;
  return [edges.length - inferred - claims, inferred, claims];
}

const decimals = (x) => x.toLocaleString("en-US", { maximumFractionDigits: 2 });
/** A number of currency units with its currency. */
function withCurrency(number, currency) {
  const sign = currency ? plain(currency, 8) : "CNY";
  return state.lang === "en" ? `${sign} ${number}` : sign === "CNY" ? `${number}元` : `${number} ${sign}`;
}

/** An amount as a reader writes it: 27.41亿元, CNY 2.74 bn. */
function money(value, currency) {
  const units = state.lang === "zh" ? [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]] : [[1e12, " tn"], [1e9, " bn"], [1e6, " m"]];
  const unit = units.find(([step]) => Math.round((Math.abs(value) / step) * 100) >= 100);
  return withCurrency(unit ? decimals(value / unit[0]) + unit[1] : decimals(value), currency);
}

/** The same, with its full value for who points at it. */
const sum = (value, currency) => h("span", { title: withCurrency(decimals(value), currency) }, money(value, currency));

/** Corner points of a shape of radius r; null for the round one. */
function corners(shape, r) {
  const ring = (n, turn, size) => Array.from({ length: n }, (_, i) => {
    const a = turn + (i * 2 * Math.PI) / n;
    return [size * Math.cos(a), size * Math.sin(a)];
  });
  if (shape === "square") return [[-r, -r], [r, -r], [r, r], [-r, r]].map(([x, y]) => [x * 0.9, y * 0.9]);
  if (shape === "diamond") return ring(4, 0, r * 1.2);
  if (shape === "triangle") return ring(3, -Math.PI / 2, r * 1.25).map(([x, y]) => [x, y + r * 0.2]);
  if (shape === "triangleDown") return ring(3, Math.PI / 2, r * 1.25).map(([x, y]) => [x, y - r * 0.2]);
  if (shape === "hexagon") return ring(6, 0, r * 1.08);
  if (shape === "star") return Array.from({ length: 10 }, (_, i) => {
    const a = -Math.PI / 2 + (i * Math.PI) / 5, q = i % 2 ? r * 0.55 : r * 1.3;
    return [q * Math.cos(a), q * Math.sin(a)];
  });
  return null;
}

function mark(shape, colour, x, y, r, extra) {
  const points = corners(shape, r);
  return points
    ? s("polygon", { points: points.map(([a, b]) => `${(x + a).toFixed(1)},${(y + b).toFixed(1)}`).join(" "), fill: colour, ...extra })
    : s("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), fill: colour, ...extra });
}

/** The small picture of a class in legends and lists. */
const glyph = (shape, colour) => s("svg", { width: 16, height: 16, "aria-hidden": "true" }, mark(shape, colour, 8, 8, 5.4));

/** A sample of a line as it is drawn. */
function lineSample(colour, dash, width = 2) {
  return s("svg", { width: 26, height: 12, "aria-hidden": "true" },
    s("line", { x1: 1, y1: 6, x2: 25, y2: 6, stroke: colour, "stroke-width": width, "stroke-dasharray": dash.join(" ") }));
}

function say(text) { $("live").textContent = text; }

/** The box around nodes. */
function extent(nodes) {
  const xs = nodes.map((n) => n.x), zs = nodes.map((n) => n.z);
  const least = (list) => list.reduce((a, b) => Math.min(a, b), Infinity), most = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  return { x0: least(xs), x1: most(xs), y0: least(zs), y1: most(zs) };
}
