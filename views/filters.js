// The legend, which is also the filter: each row shows what it stands for and turns it off.

function checkRow(key, label, sample, number, on, toggle, title) {
  const box = h("input", { type: "checkbox", checked: on, "data-k": key, onchange: toggle });
  return h("li", {}, h("label", { class: on ? "row" : "row off", title: title || null }, box, sample,
    h("span", { class: "name" }, label), h("span", { class: "count" }, count(number))));
}

function flip(set, item) {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

const LONG = 12, unfolded = new Set();
/** A list of rows; the tail of a long one is folded away, but for rows that are turned off. */
function group(title, rows) {
  if (!rows.length) return null;
  const all = rows.length <= LONG + 2 || unfolded.has(title);
  const shown = all ? rows : rows.filter((row, i) => i < LONG || row.firstChild.classList.contains("off"));
  const more = all ? null : h("button", { type: "button", class: "link", "data-k": `more-${title}`, onclick: () => { unfolded.add(title); drawFilters(); } }, t("moreRows", rows.length - shown.length));
  return h("fieldset", {}, h("legend", {}, h("h2", {}, title)), h("ul", {}, shown), more);
}

function tally(items, keyOf) {
  const found = new Map();
  items.forEach((item) => found.set(keyOf(item), (found.get(keyOf(item)) || 0) + 1));
  return found;
}

function classRows() {
  const sums = tally(NODES, (n) => n.c);
  return DATA.classes.map((row, i) => checkRow(`c${i}`, row[1 + tongue()], glyph(row[7], row[5 + dark()]), sums.get(i) || 0,
    !state.offC.has(i), () => change({ offC: flip(state.offC, i) }), row[3 + tongue()]));
}

function typeRows() {
  const sums = tally(EDGES, (e) => e.t), plainTies = new Set(EDGES.filter((e) => !e.k).map((e) => e.t)), grey = ["#6b7480", "#a7b2bf"][dark()];
  return DATA.types.map((row, i) => checkRow(`t${i}`, row[1 + tongue()], lineSample(plainTies.has(i) ? row[5 + dark()] : grey, []), sums.get(i) || 0,
    !state.offT.has(i), () => change({ offT: flip(state.offT, i) }), row[3 + tongue()]));
}

/** The dash that all ties of a row share; solid where they differ. */
function commonDash(edges) {
  const mods = new Set(edges.map((e) => e.mod));
  return mods.size === 1 ? DASH.get(edges[0].mod) || [] : [];
}

function kindRows() {
  const sums = tally(EDGES, (e) => e.k - 1);
  return DATA.kinds.map((row, i) => checkRow(`k${i}`, row[1 + tongue()], lineSample(row[5 + dark()], commonDash(EDGES.filter((e) => e.k === i + 1))), sums.get(i) || 0,
    !state.offK.has(i), () => change({ offK: flip(state.offK, i) }), row[3 + tongue()]));
}

function modalityRows() {
  const sums = tally(EDGES, (e) => e.mod), ink = INK[dark()];
  return DATA.modalities.filter(([name]) => sums.get(name)).map(([name]) => checkRow(`m${name}`, t("mod")[name] || name,
    lineSample(ink, DASH.get(name), 1.6), sums.get(name), !state.offM.has(name), () => change({ offM: flip(state.offM, name) })));
}

function pick(key, label, value, options, chosen) {
  const select = h("select", { "data-k": key, onchange: (event) => chosen(event.target.value) });
  options.forEach(([name, word]) => select.appendChild(h("option", { value: name, selected: String(name) === String(value) }, word)));
  return h("label", { class: "field" }, h("span", {}, label), select);
}

function regionPick() {
  const sums = tally(NODES.filter((n) => n.r), (n) => n.r);
  if (sums.size < 2) return null;
  const rows = Array.from(sums).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (state.region && !sums.has(state.region)) rows.push([state.region, 0]);
  return pick("region", t("region"), state.region, [["", t("allRegions")], ...rows.map(([name, n]) => [name, `${plain(name, 24)} (${n})`])],
    (value) => change({ region: value }));
}

function amountPick() {
  const sums = [...NODES.map((n) => n.m), ...EDGES.map((e) => e.a)].filter((x) => x > 0);
  if (sums.length < 2) return null;
  const most = sums.reduce((a, b) => Math.max(a, b), 0), steps = [];
  for (let step = 1e4; step <= most; step *= 10) steps.push(step);
  if (state.least && !steps.includes(state.least)) steps.push(state.least);
  return pick("least", t("least"), state.least, [[0, t("anyAmount")], ...steps.map((step) => [step, t("atLeast", money(step))])],
    (value) => change({ least: Number(value) }));
}

function sizePick() {
  const words = { same: "bySame", degree: "byDegree", count: "byCount", amount: "byAmount" };
  const offered = SIZES.filter((name) => name !== "amount" || NODES.some((n) => n.m > 0));
  return pick("size", t("sizeBy"), state.size, offered.map((name) => [name, t(words[name])]), (value) => change({ size: value }));
}

function drawFilters() {
  const disputed = EDGES.some((e) => e.d)
    ? h("p", { class: "key" }, s("svg", { width: 18, height: 18, "aria-hidden": "true" },
      s("circle", { cx: 9, cy: 9, r: 7, fill: "none", stroke: ["#9c3a1f", "#ff9c80"][dark()], "stroke-width": 1.5 }),
      s("text", { x: 9, y: 13, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: ["#9c3a1f", "#ff9c80"][dark()] }, "≠")), t("disputedKey"))
    : null;
  refill($("filters"), group(t("classes"), classRows()), group(t("types"), typeRows()), group(t("kinds"), kindRows()),
    h("div", {}, group(t("mods"), modalityRows()), disputed),
    h("div", {}, sizePick(), regionPick(), amountPick(),
      h("button", { type: "button", class: "btn", "data-k": "reset", onclick: reset }, t("reset"))));
}

function reset() {
  change(fresh());
  fit();
}

function drawStatus() {
  const parts = [t("shownNodes", count(view.nodes.length), count(NODES.length)), " · ", t("shownEdges", count(view.edges.length), count(EDGES.length))];
  if (view.beyond) parts.push(" · ", t("beyond", count(view.beyond)));
  const offer = (label, off) => h("button", { type: "button", class: "link", "data-k": "claims", onclick: () => change({ offM: new Set(off) }) }, label);
  if (view.claims) parts.push(" · ", t("claimsOff", count(view.claims)), " ", offer(t("showClaims"), []));
  else if (DEFAULT_OFF.length) parts.push(" · ", offer(t("hideClaims"), DEFAULT_OFF));
  refill($("status"), parts);
}

/** What is in force beyond the filters: a focus, a path being picked, nothing to show. */
function drawBanner() {
  const box = $("banner"), parts = [];
  const button = (key, label, action) => h("button", { type: "button", class: "btn", "data-k": key, onclick: action }, label);
  if (state.path.length === 1) parts.push(h("span", {}, t("pathFrom", plain(nameOf(NODES[state.path[0]]), 40))), button("nopath", t("cancel"), () => change({ path: [] })));
  if (state.focus >= 0) {
    parts.push(h("span", {}, t("focusOn", plain(nameOf(NODES[state.focus]), 30), state.depth)),
      state.depth < 4 ? button("wider", t("wider"), () => { change({ depth: state.depth + 1 }); fit(); }) : null,
      button("unfocus", t("unfocus"), () => { change({ focus: -1 }); fit(); }));
  }
  if (!view.nodes.length && NODES.length) parts.push(h("span", {}, t("nothing")), button("reset2", t("reset"), reset));
  refill(box, parts);
  box.hidden = !parts.length;
}
