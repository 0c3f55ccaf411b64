// Start, and the one function that shows the state.

function refresh() {
  const root = document.documentElement;
  root.setAttribute("data-theme", state.theme);
  root.lang = state.lang === "zh" ? "zh-CN" : "en";
  drawGraph();
  drawFilters();
  drawStatus();
  drawBanner();
  drawPanel();
  drawTimeline();
  drawTable();
  drawButtons();
  drawWords();
  writeHash();
}

let wordsFor = "";
function drawWords() {
  if (wordsFor === state.lang) return;
  wordsFor = state.lang;
  const k = tongue(), title = DATA.title[k] || DATA.title[0] || DATA.name;
  document.title = plain(title, 200);
  $("title").textContent = title;
  $("note").textContent = DATA.note[k] || DATA.note[0];
  document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.getAttribute("data-t")); });
  document.querySelectorAll("[data-label]").forEach((node) => node.setAttribute("aria-label", t(node.getAttribute("data-label"))));
  $("q").setAttribute("placeholder", t("searchHint"));
  refill($("zoom"), [["+", "zoomIn", () => zoomBy(1.3)], ["−", "zoomOut", () => zoomBy(1 / 1.3)], ["⤢", "fit", () => fit()]].map(([sign, key, act]) =>
    h("button", { type: "button", "data-k": key, "aria-label": t(key), title: t(key), onclick: act }, sign)));
  $("foot").textContent = t("foot", count(NODES.length), count(EDGES.length), count(DATA.sources.length));
}

let menuOpen = false, buttonsKey = "";
function drawButtons() {
  const key = JSON.stringify([state.lang, state.theme, state.table, menuOpen, $("filters").classList.contains("open")]);
  if (key === buttonsKey) return;
  buttonsKey = key;
  const button = (k, label, act, extra) => h("button", { type: "button", "data-k": k, onclick: act, ...extra }, label);
  const menu = h("div", { id: "menu", hidden: !menuOpen }, EXPORTS.map(([k, act]) => button(k, t(k), () => { menuOpen = false; act(); drawButtons(); })));
  refill($("buttons"),
    button("filters", t("filtersBtn"), toggleFilters, { class: "only-small", "aria-expanded": String($("filters").classList.contains("open")), "aria-controls": "filters" }),
    button("table", state.table ? t("graphBtn") : t("tableBtn"), toggleTable),
    button("share", t("shareBtn"), share),
    h("div", { class: "menu" }, button("export", t("exportBtn"), () => { menuOpen = !menuOpen; drawButtons(); }, { "aria-expanded": String(menuOpen), "aria-controls": "menu" }), menu),
    button("theme", state.theme === "dark" ? t("light") : t("dark"), () => change({ theme: state.theme === "dark" ? "light" : "dark", themeSet: true })),
    button("lang", t("other"), () => change({ lang: state.lang === "zh" ? "en" : "zh", langSet: true }), { lang: state.lang === "zh" ? "en" : "zh-CN" }));
}

function toggleFilters() {
  $("filters").classList.toggle("open");
  drawButtons();
}

function toggleTable() {
  change({ table: !state.table });
  if (!state.table) { network.redraw(); fit(); }
  else $("tables").focus({ preventScroll: true });
}

/** The address of this view; where the clipboard is closed to us, it stands in the address bar. */
function share() {
  const address = `${location.href.split("#")[0]}#${toHash()}`;
  try { history.replaceState(null, "", address); } catch (error) { location.hash = toHash(); }
  if (navigator.clipboard) navigator.clipboard.writeText(address).then(() => say(t("copied")), () => {});
}

function startPrint() {
  let theme = null;
  window.addEventListener("beforeprint", () => { theme = state.theme; state.theme = "light"; refresh(); network.redraw(); });
  window.addEventListener("afterprint", () => { if (theme) { state.theme = theme; refresh(); } });
}

function startSize() {
  let last = $("canvas").clientWidth;
  window.addEventListener("resize", () => {
    if (Math.abs($("canvas").clientWidth - last) < 30) return;
    last = $("canvas").clientWidth;
    setBase();
    refresh();
    if (!state.camera) setTimeout(() => fit(), 60);
  });
}

const kept = () => (state.camera && TURNED ? [state.camera[1], state.camera[0], state.camera[2]] : state.camera);

function start() {
  fromHash(location.hash);
  written = toHash();
  document.documentElement.setAttribute("data-theme", state.theme);
  setBase();
  refresh();
  const camera = kept();
  startNetwork();
  if (camera) look(camera, true); else fit(state.path.length === 2 && view.route ? view.route.nodes.map((i) => NODES[i]) : null);
  if (!camera && small()) bringIn(state.edge >= 0 ? [NODES[EDGES[state.edge].s], NODES[EDGES[state.edge].o]] : state.node >= 0 ? [NODES[state.node]] : view.nodes.slice(0, 0));
  if (state.table) document.documentElement.setAttribute("data-ready", "table");
  startSearch();
  startKeys();
  startPrint();
  startSize();
  document.addEventListener("mousedown", (event) => { if (menuOpen && !event.target.closest(".menu")) { menuOpen = false; drawButtons(); } });
  $("skip").addEventListener("click", () => { if (!state.table) toggleTable(); $("tables").focus(); });
  window.addEventListener("hashchange", () => { if (location.hash.slice(1) !== toHash()) { fromHash(location.hash); refresh(); if (state.camera) look(kept()); else fit(); } });
}

start();
