// The panel: what is known of the selected node or tie, and what the reader can do with it.
let panelKey = "";

function drawPanel() {
  const box = $("panel");
  const key = JSON.stringify([state.lang, state.theme, state.node, state.edge, state.path, state.focus, Array.from(state.folded),
    view.route && view.route.edges, view.drawn.has(state.node), view.lines.has(state.edge), state.offM.size]);
  if (key === panelKey) return;
  const same = panelKey && JSON.stringify(JSON.parse(panelKey).slice(2, 5)) === JSON.stringify(JSON.parse(key).slice(2, 5));
  panelKey = key;
  const open = state.node >= 0 || state.edge >= 0 || state.path.length === 2;
  const parts = state.path.length === 2 && state.edge < 0 ? pathPanel() : state.edge >= 0 ? edgePanel(EDGES[state.edge])
    : state.node >= 0 ? nodePanel(NODES[state.node]) : introPanel();
  refill(box, parts);
  box.classList.toggle("open", open);
  document.body.classList.toggle("sheet", open);
  if (!same) box.scrollTop = 0;
}

const closeButton = () => h("button", { type: "button", class: "close", "data-k": "close", "aria-label": t("close"), onclick: closePanel }, "×");
const pair = (label, value) => (value || value === 0 ? [h("dt", {}, label), h("dd", {}, value)] : null);
const joined = (items) => items.map((item, i) => [i ? "、" : null, bdi(item)]);

function closePanel() {
  change({ node: -1, edge: -1, path: [] });
  $("canvas").focus({ preventScroll: true });
}

function introPanel() {
  const tied = (n) => new Set(n.ties.filter((tie) => view.lines.has(tie.i)).map((tie) => other(tie, n).i)).size;
  const top = view.nodes.map((n) => [tied(n), n]).sort(([a, x], [b, y]) => b - a || (y.w || 0) - (x.w || 0) || x.i - y.i).slice(0, 12);
  return [h("h2", { tabindex: -1, "data-k": "head" }, t("introTitle")), [t("intro1"), t("intro2"), t("intro3")].map((text) => h("p", { class: "lead" }, text)),
    top.length ? h("h3", {}, t("most")) : null,
    h("ol", { class: "ties" }, top.map(([number, n]) => h("li", {}, h("button", { type: "button", "data-k": `n${n.i}`, onclick: () => chooseNode(n.i, true) },
      glyph(shapeOf(n), colourOf(n)), h("span", { class: "who" }, bdi(nameOf(n))), h("span", { class: "num" }, count(number))))))];
}

function nodePanel(n) {
  const away = !view.drawn.has(n.i), labels = (n.l || []).map(classWord).filter(Boolean);
  const also = [...new Set([state.lang === "en" && n.e ? n.n : n.e, ...(n.a || [])].filter(Boolean))];
  return [
    h("p", { class: "kind" }, glyph(shapeOf(n), colourOf(n)), classOf(n), closeButton()),
    h("h2", { tabindex: -1, "data-k": "head" }, bdi(nameOf(n))),
    h("dl", { class: "facts-short" }, pair(t("aliases"), also.length ? joined(also) : null), pair(t("labels"), labels.length ? joined(labels) : null),
      pair(t("regionOf"), n.r ? bdi(n.r) : null), pair(t("year"), n.y), pair(t("amount"), n.m !== undefined ? sum(n.m, n.cur) : null)),
    away ? h("p", { class: "disputed" }, t("hiddenNode"), " ", h("button", { type: "button", class: "link", "data-k": "unhide", onclick: () => change({ ...fresh(), node: n.i }) }, t("reset"))) : null,
    nodeActions(n), factList(ordered(n.f), n.cur), tieList(n)];
}

function classWord(name) {
  const row = DATA.classes.find((item) => item[0] === name);
  return row ? row[1 + tongue()] : TERMS.has(name) ? wordFor(name) : "";
}

function nodeActions(n) {
  const act = (key, label, action, pressed) => h("button", { type: "button", "data-k": key, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: action }, label);
  return h("div", { class: "actions" },
    state.focus === n.i ? act("focus", t("unfocus"), () => { change({ focus: -1 }); fit(); }) : act("focus", t("focus"), () => focusOn(n.i)),
    act("expand", t("expand"), () => expand(n.i)),
    act("fold", t("fold"), () => change({ folded: flip(state.folded, n.i) }), state.folded.has(n.i)),
    act("from", t("from"), () => startPath(n.i)),
    act("centre", t("centre"), () => { look([n.x, n.z, Math.max(1, network.getScale())], true); }));
}

function tieList(n) {
  const rank = (e) => (CLAIMS.has(e.mod) ? 1e9 : 0) + e.t * 1e6 - Math.min(e.w, 1e5);
  const ties = n.ties.slice().sort((a, b) => rank(a) - rank(b));
  return [h("h3", {}, tiesOf(n)), growing("ul", "ties", ties, (e) => tieItem(e, n))];
}

/** How many ties a thing has here, and beside them what is inferred and what is only claimed. */
function tiesOf(n) {
  const [stated, inferred, claims] = kinds(n.ties);
  return [t("tiesN", count(stated)), inferred ? t("inferredN", count(inferred)) : "", claims ? t("claimsN", count(claims)) : ""].filter(Boolean).join(" · ");
}

function tieItem(e, n) {
  const far = other(e, n), arrow = directed(e) ? (e.s === n.i ? " →" : " ←") : "";
  const extra = [e.w !== 1 ? `×${count(e.w)}` : "", tieWords(e)].filter(Boolean).join(" ");
  return h("li", {}, h("button", { type: "button", "data-k": `e${e.i}`, onclick: () => chooseEdge(e.i, true) },
    h("span", { class: "type" }, kindOf(e) || typeOf(e), arrow), glyph(shapeOf(far), colourOf(far)),
    h("span", { class: "who" }, bdi(nameOf(far)), CLAIMS.has(e.mod) ? [" ", chip(e.mod)] : null, e.d ? " ≠" : null),
    h("span", { class: "num" }, extra)));
}

function edgePanel(e) {
  const end = (n) => h("button", { type: "button", class: "link", "data-k": `n${n.i}`, onclick: () => chooseNode(n.i, true) }, bdi(nameOf(n)));
  return [
    h("p", { class: "kind" }, lineSample(lineColour(e), DASH.get(e.mod) || []), typeOf(e), closeButton()),
    h("h2", { class: "quiet", tabindex: -1, "data-k": "head" }, bdi(`${plain(nameOf(NODES[e.s]), 60)} ${typeOf(e)} ${plain(nameOf(NODES[e.o]), 60)}`)),
    h("div", { class: "way" }, end(NODES[e.s]), h("span", {}, directed(e) ? "↓ " : "↕ ", typeOf(e)), end(NODES[e.o])),
    h("p", {}, chip(e.mod)),
    h("dl", { class: "facts-short" }, pair(t("kindOf"), kindOf(e)), pair(t("stake"), stakeOf(e)), pair(t("weight"), e.w !== 1 ? count(e.w) : null), pair(t("year"), e.y),
      pair(t("amount"), e.a !== undefined ? sum(e.a, e.cur) : null), pair(t("sourceCol"), e.f.length ? t("sourcesN", sourcesOf(e.f)) : null)),
    e.d ? h("p", { class: "disputed" }, t("disputed")) : null,
    view.lines.has(e.i) ? null : h("p", { class: "disputed" }, t("hiddenEdge")),
    factList(ordered(e.f), e.cur)];
}

/** Select a node; `enter` moves the keyboard into the panel and the camera to the node. */
function chooseNode(i, enter) {
  if (state.path.length === 1 && state.path[0] !== i) {
    change({ path: [state.path[0], i], node: -1, edge: -1 });
    if (view.route) fit(view.route.nodes.map((n) => NODES[n]));
  } else {
    const shown = NODES[i].h ? new Set(state.shown).add(i) : state.shown;
    change({ node: i, edge: -1, shown, path: state.path.length === 2 ? [] : state.path });
    if (enter || small()) bringIn([NODES[i]]);
  }
  say(t("selected", plain(nameOf(NODES[i]), 60), tiesOf(NODES[i])));
  if (enter) enterPanel();
}

function chooseEdge(i, enter) {
  const e = EDGES[i];
  change({ edge: i, node: -1 });
  if (enter) { bringIn([NODES[e.s], NODES[e.o]]); enterPanel(); }
  say(t("selectedEdge", plain(nameOf(NODES[e.s]), 60), typeOf(e), plain(nameOf(NODES[e.o]), 60)));
}

const small = () => getComputedStyle($("panel")).position === "fixed";

function enterPanel() {
  const head = $("panel").querySelector("[data-k=head]");
  if (head) head.focus({ preventScroll: false });
}

/** How much of the canvas is seen above the sheet that holds the panel on a small screen. */
function seenHeight() {
  const box = $("canvas"), sheet = $("panel");
  if (!sheet.classList.contains("open") || getComputedStyle(sheet).position !== "fixed") return box.clientHeight;
  const free = window.innerHeight - sheet.offsetHeight;
  if (free - box.getBoundingClientRect().top < 240) window.scrollBy(0, box.getBoundingClientRect().top - 6);
  return Math.max(120, Math.min(box.clientHeight, free - box.getBoundingClientRect().top));
}

/** Move the camera if a node stands outside of what is seen. */
function bringIn(nodes) {
  if (state.table || !nodes.length) return;
  const tall = seenHeight(), spot = onScreen(), box = $("canvas");
  const inside = nodes.every((n) => { const p = spot(n); return p.x > 50 && p.x < box.clientWidth - 50 && p.y > 40 && p.y < tall - 50; });
  if (inside) return;
  const e = extent(nodes), least = box.clientHeight > tall ? network.getScale() : 0.9;
  const scale = nodes.length > 1 ? Math.min(cameraFor(nodes)[2], 1.2) : Math.max(least, network.getScale());
  look([(e.x0 + e.x1) / 2, (e.y0 + e.y1) / 2 + (box.clientHeight - tall) / 2 / scale, scale], true);
}

function focusOn(i) {
  change({ focus: i, depth: 1, node: i, edge: -1, path: [] });
  fit();
}

/** Bring in all neighbours of a node, also those beyond the size limit or put away. */
function expand(i) {
  const shown = new Set(state.shown).add(i), folded = new Set(state.folded);
  folded.delete(i);
  NODES[i].ties.forEach((tie) => shown.add(other(tie, NODES[i]).i));
  change({ shown, folded });
}
