// The same data as a table, for those who cannot or would rather not use the picture.
const PAGE = 200;
let sortBy = { nodes: [5, -1], edges: [0, 1] }, pageEnd = PAGE, tableKey = "";

const clip = (text) => h("span", { class: "clip", dir: "auto" }, text);

function nodeColumns() {
  const open = (n) => h("button", { type: "button", class: "link", "data-k": `n${n.i}`, onclick: () => chooseNode(n.i, true) }, clip(plain(nameOf(n), 120)));
  return [[t("nameCol"), (n) => nameOf(n), open], [t("classCol"), (n) => classOf(n), null, "tight"], [t("regionOf"), (n) => n.r || "", (n) => clip(plain(n.r || "", 60))],
    [t("year"), (n) => n.y || 0, (n) => n.y || "", "num"], [t("amount"), (n) => (n.m === undefined ? -1 : n.m), (n) => (n.m === undefined ? "" : sum(n.m, n.cur)), "num"],
    [t("degreeCol"), (n) => new Set(n.ties.map((tie) => other(tie, n).i)).size, null, "num"], [t("factsCol"), (n) => n.f.length, null, "num"]];
}

function edgeColumns() {
  const name = (i) => plain(nameOf(NODES[i]), 120);
  const open = (e) => h("button", { type: "button", class: "link", "data-k": `e${e.i}`, onclick: () => chooseEdge(e.i, true) }, clip(name(e.s)));
  const titles = (e) => Array.from(new Set(e.f.map((row) => (typeof row[2] === "number" ? DATA.sources[row[2]][1] : row[2])))).join("；");
  return [[t("start"), (e) => name(e.s), open], [t("rel"), (e) => [typeOf(e), kindOf(e)].filter(Boolean).join(" · "), null, "tight"], [t("end"), (e) => name(e.o), (e) => clip(name(e.o))],
    [t("modCol"), (e) => (t("mod")[e.mod] || e.mod) + (e.d ? " ≠" : ""), null, "tight"], [t("year"), (e) => e.y || 0, (e) => e.y || "", "num"],
    [t("amount"), (e) => (e.a === undefined ? -1 : e.a), (e) => (e.a === undefined ? "" : sum(e.a, e.cur)), "num"],
    [t("stake"), (e) => (e.p === undefined ? -1 : e.p), stakeOf, "num"], [t("sourceCol"), titles, (e) => clip(plain(titles(e), 160))]];
}

/** Everything that passes the filters, whether drawn or beyond the size limit. */
function tableRows() {
  if (state.rows === "edges") return EDGES.filter((e) => view.edgeOk[e.i]);
  return NODES.filter((n) => view.nodeOk[n.i] && (!n.ties.length || n.ties.some((tie) => view.edgeOk[tie.i]) || view.drawn.has(n.i)));
}

function sortedRows(columns) {
  const [column, way] = sortBy[state.rows], value = columns[column][1];
  return tableRows().map((item) => [value(item), item]).sort(([a, x], [b, y]) =>
    way * (typeof a === "number" ? a - b : String(a).localeCompare(String(b), "zh-CN")) || x.i - y.i).map(([, item]) => item);
}

function drawTable() {
  const box = $("tables");
  box.hidden = !state.table;
  $("stage").hidden = state.table;
  const key = JSON.stringify([state.lang, state.rows, sortBy, pageEnd, toHashFilters()]);
  if (!state.table || key === tableKey) return;
  tableKey = key;
  const columns = state.rows === "edges" ? edgeColumns() : nodeColumns(), rows = sortedRows(columns);
  const tab = (name, label) => h("button", { type: "button", class: "btn", "data-k": name, "aria-pressed": String(state.rows === name), onclick: () => { pageEnd = PAGE; change({ rows: name }); } }, label);
  refill(box, h("div", { class: "head" }, h("h2", {}, t("table")), tab("edges", t("edges")), tab("nodes", t("nodes"))),
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("table") },
      h("table", {}, h("caption", {}, t("caption", count(rows.length))), h("thead", {}, h("tr", {}, columns.map(headCell))),
        h("tbody", {}, rows.slice(0, pageEnd).map((item) => h("tr", {}, columns.map(([, value, show, cls]) => h("td", { class: cls || null }, (show || value)(item)))))))),
    rows.length > pageEnd ? h("p", {}, h("button", { type: "button", class: "btn", "data-k": "more", onclick: () => { pageEnd += PAGE; drawTable(); } }, t("more", Math.min(PAGE, rows.length - pageEnd)))) : null);
}

const toHashFilters = () => [Array.from(state.offC), Array.from(state.offT), Array.from(state.offK), Array.from(state.offM), state.region, state.from, state.to, state.undated, state.least];

function headCell(column, i) {
  const [at, way] = sortBy[state.rows], mine = at === i;
  return h("th", { scope: "col", class: column[3] === "num" ? "num" : null, "aria-sort": mine ? (way > 0 ? "ascending" : "descending") : null },
    h("button", { type: "button", "data-k": `h${i}`, onclick: () => { sortBy[state.rows] = [i, mine ? -way : column[3] === "num" ? -1 : 1]; drawTable(); } }, column[0], mine ? (way > 0 ? " ↑" : " ↓") : ""));
}
