// Files made in the page: the present view as a picture, a drawing, tables or data.

function save(blob, ending) {
  const name = `${plain(DATA.name, 60).replace(/[^\p{L}\p{N}_-]+/gu, "-") || "network"}.${ending}`;
  const anchor = h("a", { href: URL.createObjectURL(blob), download: name });
  document.body.appendChild(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 4000);
  say(t("exported", name));
}

/** A cell; what a spreadsheet would take for a formula is marked as text. */
function cell(value) {
  const text = value === undefined || value === null ? "" : String(value);
  const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

const csv = (rows) => new Blob(["\ufeff", rows.map((row) => row.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
const sourceId = (row) => (typeof row[2] === "number" ? DATA.sources[row[2]][0] : row[2]);
const sourceIds = (facts) => Array.from(new Set(facts.map(sourceId))).join(" ");

function edgesCsv() {
  const head = ["id", "start", "start_name", "type", "kind", "end", "end_name", "modality", "disputed", "weight", "year", "amount", "currency", "sources"];
  return csv([head, ...view.edges.map((e) => [e.id, NODES[e.s].id, NODES[e.s].n, DATA.types[e.t][0], e.k ? DATA.kinds[e.k - 1][0] : "", NODES[e.o].id, NODES[e.o].n,
    e.mod, e.d ? "true" : "false", e.w, e.y, e.a, e.a === undefined ? "" : e.cur || "CNY", sourceIds(e.f)])]);
}

function nodesCsv() {
  const head = ["id", "class", "name", "english_name", "aliases", "region", "year", "amount", "currency", "ties", "sources"];
  return csv([head, ...view.nodes.map((n) => [n.id, DATA.classes[n.c][0], n.n, n.e, (n.a || []).join("|"), n.r, n.y, n.m, n.m === undefined ? "" : n.cur || "CNY", n.ties.length, sourceIds(n.f)])]);
}

function factData(row) {
  const [property, value, , modality = "asserted", locator = "", date = "", quoted = "", surface = "", passage = ""] = row;
  return { property, value, source: sourceId(row), modality, locator, date, quoted, surface, passage };
}

function dataJson() {
  const nodes = view.nodes.map((n) => ({ id: n.id, class: DATA.classes[n.c][0], name: n.n, english_name: n.e, aliases: n.a, region: n.r, year: n.y, amount: n.m, x: n.x, y: n.z, facts: n.f.map(factData) }));
  const edges = view.edges.map((e) => ({ id: e.id, type: DATA.types[e.t][0], kind: e.k ? DATA.kinds[e.k - 1][0] : undefined, start: NODES[e.s].id, end: NODES[e.o].id, modality: e.mod,
    disputed: Boolean(e.d), weight: e.w, year: e.y, amount: e.a, facts: e.f.map(factData) }));
  const sources = DATA.sources.map(([id, title, publisher, url, published]) => ({ id, title, publisher, url, published }));
  return new Blob([JSON.stringify({ name: DATA.name, title_zh: DATA.title[0], title_en: DATA.title[1], nodes, edges, sources }, null, 1)], { type: "application/json" });
}

function savePng() {
  const image = new Image(), canvas = document.createElement("canvas");
  image.onload = () => {
    canvas.width = SHEET.w * 2;
    canvas.height = SHEET.h * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "png"), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText())}`;
}

const EXPORTS = [
  ["png", savePng], ["svg", () => save(new Blob([svgText()], { type: "image/svg+xml;charset=utf-8" }), "svg")],
  ["csvE", () => save(edgesCsv(), "edges.csv")], ["csvN", () => save(nodesCsv(), "nodes.csv")],
  ["json", () => save(dataJson(), "json")], ["print", () => window.print()],
];
