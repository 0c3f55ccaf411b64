// The picture: vis-network draws nodes and ties where Python has put them; labels are ours.
const visNodes = new vis.DataSet(), visEdges = new vis.DataSet();
let network = null, view = null, bright = null, hovered = -1, boost = 1, base = 1, baseBoost = 1, restyling = 0, sizes = [], drawnOnce = false;
const lastStyle = new Map();
const PAPER = ["#faf9f5", "#14171b"], INK = ["#1b1e22", "#ebe8e1"];
const topWeight = EDGES.reduce((most, edge) => Math.max(most, edge.w), 1);

const radius = (n) => (DATA.layered ? 6 + 9 * sizes[n.i] : 4.5 + 18 * sizes[n.i]) * boost;
const thickness = (e) => (topWeight > 1 ? 0.9 + 5 * Math.sqrt(Math.max(0, e.w) / topWeight) : 1.15) * boost;

/** A colour faded into the paper; unlike see-through ink it still hides the ties behind a node. */
function pale(colour) {
  const part = (text, i) => parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16), paper = PAPER[dark()];
  return `#${[0, 1, 2].map((i) => Math.round(part(colour, i) * 0.2 + part(paper, i) * 0.8).toString(16).padStart(2, "0")).join("")}`;
}

function nodeStyle(n) {
  const faint = bright && !bright.nodes.has(n.i), chosen = n.i === state.node;
  return {
    id: n.i, x: n.x, y: n.z, shape: shapeOf(n), size: radius(n),
    color: { background: faint ? pale(colourOf(n)) : colourOf(n), border: chosen ? INK[dark()] : PAPER[dark()] },
    // vis-network draws a border this many pixels wide at any zoom; a wide one in the paper's colour wipes out lines
    borderWidth: chosen ? 2.5 : view.nodes.length > 600 ? 0 : 0.8,
  };
}

const HAS_STATED = EDGES.some((e) => !CLAIMS.has(e.mod) && e.mod !== "inferred");
if (!HAS_STATED) DASH.set("inferred", []);
/** Claims are dotted and dark enough to be seen, what a rule adds stays behind what is stated. */
const ink = (e) => (CLAIMS.has(e.mod) ? 0.8 : e.mod === "inferred" && HAS_STATED ? 0.26 : topWeight > 1 ? 0.6 : 0.48);

function edgeStyle(e) {
  const faint = bright && !bright.edges.has(e.i), strong = bright && !faint;
  const bend = e.b || 0, dash = DASH.get(e.mod) || [];
  return {
    id: e.i, from: e.s, to: e.o, width: thickness(e) * (strong ? 1.5 : 1),
    color: { color: lineColour(e), opacity: faint ? 0.07 : strong ? 0.95 : ink(e) },
    dashes: dash.length ? dash.map((n) => n * boost * Math.max(1, thickness(e) / boost / 3)) : false,
    arrows: directed(e) && view.edges.length < 2500 && !faint ? { to: { enabled: true, scaleFactor: 0.36 } } : "",
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
  };
}

/** Bring a data set to the wanted items with as few changes as may be. */
function sync(set, items, kind) {
  const wanted = new Set(items.map((item) => item.id));
  const gone = set.getIds().filter((id) => !wanted.has(id));
  gone.forEach((id) => lastStyle.delete(kind + id));
  if (gone.length) set.remove(gone);
  const changed = items.filter((item) => {
    const text = JSON.stringify(item);
    if (lastStyle.get(kind + item.id) === text) return false;
    lastStyle.set(kind + item.id, text);
    return true;
  });
  if (changed.length) set.update(changed);
}

function drawGraph() {
  view = visible();
  bright = lit(view);
  sizes = measures();
  const gone = visEdges.getIds().filter((id) => !view.lines.has(id));
  if (gone.length) { gone.forEach((id) => lastStyle.delete("e" + id)); visEdges.remove(gone); }
  restyle();
  $("canvas").setAttribute("aria-label", t("canvasLabel", count(view.nodes.length), count(view.edges.length)));
  if (network) network.redraw();
}

/** The camera that shows these nodes with room for their labels. */
function cameraFor(nodes) {
  const box = $("canvas"), w = box.clientWidth, tall = box.clientHeight;
  if (!nodes.length) return [0, 0, 1];
  const e = extent(nodes), [left, right] = DATA.layered ? margins(nodes, w) : w < 560 ? [26, 26] : [52, 52];
  const head = $("banner").hidden ? 0 : $("banner").offsetHeight + 8;  // what stands over the canvas covers no node
  const scale = Math.min((w - left - right) / Math.max(60, e.x1 - e.x0), Math.max(40, tall - 96 - head) / Math.max(60, e.y1 - e.y0), 1.7);
  const least = Math.max(scale, 0.002);  // of a hidden canvas nothing is known
  return [(e.x0 + e.x1) / 2 + (right - left) / 2 / least, (e.y0 + e.y1) / 2 - head / 2 / least, least];
}

/** Room left and right for the names of the outer layers. */
function margins(nodes, w) {
  const need = (side) => nodes.filter((n) => sideOf(n) === side).reduce((most, n) =>
    Math.max(most, ...wrapped(plain(nameOf(n), 48), layerEms()).map(ems)), 0) * 14.5 + 26;
  return [Math.min(need("left"), w * 0.3), Math.min(need("right"), w * 0.3)];
}

function look(camera, keep) {
  network.moveTo({ position: { x: camera[0], y: camera[1] }, scale: camera[2] });
  zoomStyle();
  if (keep) rememberCamera();
}

function fit(nodes) {
  look(cameraFor(nodes && nodes.length ? nodes : view.nodes));
  state.camera = null;
  writeHash();
}

function rememberCamera() {
  const p = network.getViewPosition();
  state.camera = turned ? [p.y, p.x, network.getScale()] : [p.x, p.y, network.getScale()];
  writeHash();
}

/** On a small screen the whole picture is far away; nodes and lines are drawn larger there. */
function setBase() {
  base = cameraFor(NODES.filter((n) => !n.h))[2];
  const narrow = $("canvas").clientWidth < 560;
  const first = NODES.filter((n) => !n.h).length;
  baseBoost = Math.max(NODES.length < 30 ? 1.15 : 0.8, (narrow ? 0.68 : first > 300 ? 0.7 : 0.92) / base);
  boost = baseBoost;
}

/** As one zooms in, places spread faster than nodes and lines grow, so that things come apart. */
function zoomStyle() {
  const wanted = baseBoost * Math.min(1.4, Math.max(0.12, (base / network.getScale()) ** 0.6));
  if (Math.abs(wanted / boost - 1) < 0.05) return;
  boost = wanted;
  restyle();
}

function restyle() {
  sync(visNodes, view.nodes.map(nodeStyle), "n");
  sync(visEdges, view.edges.map(edgeStyle), "e");
}

/** Place and radius of a node on the screen. */
function onScreen() {
  const p = network.getViewPosition(), k = network.getScale(), box = $("canvas");
  const dx = box.clientWidth / 2 - p.x * k, dy = box.clientHeight / 2 - p.y * k;
  return (n) => ({ x: n.x * k + dx, y: n.z * k + dy, r: radius(n) * k });
}

function drawLabels(ctx) {
  const box = $("canvas"), w = box.clientWidth, tall = box.clientHeight, spot = onScreen();
  const inside = view.nodes.filter((n) => { const p = spot(n); return p.x > -20 && p.x < w + 20 && p.y > -20 && p.y < tall + 20; });
  const most = (w * tall) / 5200, items = labelItems(inside, spot, bright, hovered, most);
  const { placed, taken } = placeLabels(items, inside.map(spot), w, tall, most);
  const ratio = ctx.canvas.width / w;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  view.edges.forEach((e) => { if (e.d) disputedMark(ctx, e); });
  for (const label of placed) {
    ctx.font = `${label.item.bold ? 600 : 400} ${label.item.size}px ${FONT}`;
    ctx.textAlign = label.align;
    ctx.strokeStyle = PAPER[dark()];
    ctx.lineWidth = 3.2;
    ctx.fillStyle = INK[dark()];
    label.item.rows.forEach((row, i) => {
      const y = label.y + label.line * (i + 0.5);
      ctx.strokeText(row, label.x, y);
      ctx.fillText(row, label.x, y);
    });
  }
  tieLabels(spot, taken).forEach((label) => writeTie(ctx, label));
  ctx.restore();
  shownLabels = placed;
  if (!drawnOnce) readyIfDrawn(ctx, inside.map(spot), ratio);
}
let shownLabels = [];

function writeTie(ctx, { text, x, y }) {
  ctx.font = `400 11px ${FONT}`;
  ctx.textAlign = "center";
  ctx.strokeStyle = PAPER[dark()];
  ctx.lineWidth = 3;
  ctx.fillStyle = ["#575e67", "#aeb5bd"][dark()];
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

/** A place along a tie, also where it bends. */
function onTie(e, at, share) {
  const a = at(NODES[e.s]), b = at(NODES[e.o]), c = bow(a, b, e.b || 0), left = 1 - share;
  const mix = (k) => left * left * a[k] + 2 * left * share * c[k] + share * share * b[k];
  return { x: mix("x"), y: mix("y") };
}

/** The control point of a bent tie, where vis-network has it. */
function bow(a, b, bend) {
  const dx = b.x - a.x, dy = b.y - a.y, turn = (bend * Math.PI) / 2, reach = 0.5 + Math.abs(bend) / 2;
  return { x: a.x + reach * (dx * Math.cos(turn) + dy * Math.sin(turn)), y: a.y + reach * (dy * Math.cos(turn) - dx * Math.sin(turn)) };
}


function disputedMark(ctx, e) {
  if (bright && !bright.edges.has(e.i)) return;
  const { x, y } = onTie(e, onScreen(), 0.4);
  ctx.beginPath();
  ctx.arc(x, y, 7, 0, 2 * Math.PI);
  ctx.fillStyle = PAPER[dark()];
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = ctx.fillStyle = ["#9c3a1f", "#ff9c80"][dark()];
  ctx.stroke();
  ctx.font = `700 11px ${FONT}`;
  ctx.textAlign = "center";
  ctx.fillText("≠", x, y + 0.5);
}

/** Ready means that a node is really on the canvas, not that a script has run. */
function readyIfDrawn(ctx, spots, ratio) {
  const w = ctx.canvas.width, tall = ctx.canvas.height;
  const seen = spots.filter((p) => p.x > 1 && p.y > 1 && p.x * ratio < w - 1 && p.y * ratio < tall - 1).slice(0, 8);
  const inked = seen.some((p) => ctx.getImageData(Math.round(p.x * ratio), Math.round(p.y * ratio), 1, 1).data[3] > 0);
  if (!w || !tall || (view.nodes.length && !inked)) return;
  drawnOnce = true;
  document.documentElement.setAttribute("data-ready", "1");
  if (window.performance && performance.mark) performance.mark("govgraph-ready");
}

function startNetwork() {
  network = new vis.Network($("canvas"), { nodes: visNodes, edges: visEdges }, {
    autoResize: true, physics: false, layout: { improvedLayout: false },
    interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, keyboard: false, zoomSpeed: 0.7 },
    nodes: { chosen: false, labelHighlightBold: false, font: { size: 0 } },
    edges: { chosen: false, selectionWidth: 0, hoverWidth: 0, arrowStrikethrough: false, font: { size: 0 } },
  });
  network.on("afterDrawing", drawLabels);
  network.on("click", (event) => {
    if (event.nodes.length) chooseNode(event.nodes[0], false);
    else if (event.edges.length) chooseEdge(event.edges[0], false);
    else change({ node: -1, edge: -1, path: state.path.length === 2 ? [] : state.path });
  });
  network.on("doubleClick", (event) => { if (event.nodes.length) focusOn(event.nodes[0]); });
  network.on("hoverNode", (event) => { hovered = event.node; tip(event, NODES[event.node], null); network.redraw(); });
  network.on("hoverEdge", (event) => tip(event, null, EDGES[event.edge]));
  network.on("blurNode", () => { hovered = -1; $("tip").hidden = true; network.redraw(); });
  network.on("blurEdge", () => { $("tip").hidden = true; });
  network.on("dragging", (event) => moved(event.nodes));
  network.on("dragEnd", (event) => { moved(event.nodes); rememberCamera(); });
  network.on("zoom", () => {
    $("tip").hidden = true;
    rememberCamera();
    clearTimeout(restyling);
    restyling = setTimeout(zoomStyle, view.nodes.length > 500 ? 140 : 24);
  });
}

function moved(ids) {
  if (!ids.length) return;
  const places = network.getPositions(ids);
  ids.forEach((i) => { NODES[i].x = places[i].x; NODES[i].z = places[i].y; lastStyle.delete("n" + i); });
}

function tip(event, node, edge) {
  const box = $("tip"), at = event.pointer.DOM, wide = $("canvas").clientWidth;
  box.textContent = "";
  if (node) add(box, [h("b", { dir: "auto" }, plain(nameOf(node), 90)), h("span", {}, `${classOf(node)} · ${tiesOf(node)}`)]);
  else {
    const extra = [kindOf(edge), stakeOf(edge), t("mod")[edge.mod] || edge.mod, edge.y].filter(Boolean).join(" · ");
    add(box, [h("b", {}, bdi(plain(nameOf(NODES[edge.s]), 40)), directed(edge) ? " → " : " — ", bdi(plain(nameOf(NODES[edge.o]), 40))), h("span", {}, `${typeOf(edge)} · ${extra}`)]);
  }
  box.hidden = false;
  box.style.left = `${Math.max(6, Math.min(at.x + 14, wide - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(6, at.y + 18 + box.offsetHeight > $("canvas").clientHeight ? at.y - box.offsetHeight - 12 : at.y + 18)}px`;
}
