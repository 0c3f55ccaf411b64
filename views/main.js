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
  $("title").textContent = seen(title);
  $("note").textContent = seen(DATA.note[k] || DATA.note[0]);
  document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.getAttribute("data-t")); });
  document.querySelectorAll("[data-label]").forEach((node) => node.setAttribute("aria-label", t(node.getAttribute("data-label"))));
  $("q").setAttribute("placeholder", t("searchHint"));
  refill($("zoom"), [["+", "zoomIn", () => zoomBy(1.3)], ["−", "zoomOut", () => zoomBy(1 / 1.3)], ["⤢", "fit", () => fit()]].map(([sign, key, act]) =>
    h("button", { type: "button", "data-k": key, "aria-label": t(key), title: t(key), onclick: act }, sign)));
  const sources = NODES.filter((n) => n.c === SOURCE).length;
  $("foot").textContent = t("foot", count(NODES.length - sources), kinds(EDGES).map(count), count(DATA.sources.length), sources ? count(sources) : "");
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

/** What is printed is a sheet of its own: the whole drawing with its title and legend, and the sources. */
function startPrint() {
  let theme = null;
  const before = () => {
    if (theme) return;
    theme = state.theme;
    state.theme = "light";
    refresh();
    refill($("print"), state.table ? null : printSheet());
  };
  const after = () => { if (!theme) return; state.theme = theme; theme = null; $("print").textContent = ""; refresh(); };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  window.matchMedia("print").addEventListener("change", (event) => (event.matches ? before() : after()));
}

/** Whatever changes the canvas, a window, a turned phone, a panel below it: the same part of the picture is seen. */
function startSize() {
  const box = $("canvas");
  let last = [box.clientWidth, box.clientHeight];
  const resized = () => {
    const now = [box.clientWidth, box.clientHeight];
    if (!now[0] || !now[1] || (now[0] === last[0] && now[1] === last[1])) return;
    last = now;
    turn();
    setBase();
    refresh();
    network.setSize(`${now[0]}px`, `${now[1]}px`);
    network.redraw();
    if (state.camera) look(kept()); else fit(fitted());
  };
  new ResizeObserver(() => requestAnimationFrame(resized)).observe(box);
}

/** What the camera shows where nobody has moved it: a path where one is asked for, else all. */
const fitted = () => (state.path.length === 2 && view.route ? view.route.nodes.map((i) => NODES[i]) : null);

const kept = () => (state.camera && turned ? [state.camera[1], state.camera[0], state.camera[2]] : state.camera);

function start() {
  fromHash(location.hash);
  written = toHash();
  document.documentElement.setAttribute("data-theme", state.theme);
  setBase();
  refresh();
  const camera = kept();
  startNetwork();
  if (camera) look(camera, true); else fit(fitted());
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
