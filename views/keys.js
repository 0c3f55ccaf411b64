// The keyboard: everything the pointer can do.

/** The visible node that lies nearest in a direction from the selected one. */
function neighbourTowards(dx, dy) {
  if (state.node < 0 || !view.drawn.has(state.node)) return RANKED.find((n) => view.drawn.has(n.i));
  const here = NODES[state.node];
  let best = null, least = Infinity;
  for (const n of view.nodes) {
    const x = n.x - here.x, y = n.z - here.z, along = x * dx + y * dy, off = Math.abs(x * dy - y * dx);
    if (n.i === here.i || along <= 0 || off > along * 2.2) continue;
    const cost = along + 2 * off;
    if (cost < least) { least = cost; best = n; }
  }
  return best;
}

function stepTies(step) {
  const home = state.node >= 0 ? state.node : tieHome;
  if (home < 0) return;
  const ties = NODES[home].ties.filter((tie) => view.lines.has(tie.i));
  if (!ties.length) return;
  const at = ties.findIndex((tie) => tie.i === state.edge);
  tieHome = home;
  chooseEdge(ties[(at + step + ties.length) % ties.length].i, false);
}
let tieHome = -1;

function pan(dx, dy) {
  const p = network.getViewPosition(), k = network.getScale();
  look([p.x + (dx * 90) / k, p.y + (dy * 90) / k, k], true);
}

function zoomBy(factor) {
  const p = network.getViewPosition();
  look([p.x, p.y, Math.min(8, Math.max(0.002, network.getScale() * factor))], true);
}

function escape() {
  if (state.path.length) change({ path: [] });
  else if (state.node >= 0 || state.edge >= 0) change({ node: -1, edge: -1 });
  else if (state.focus >= 0) { change({ focus: -1 }); fit(); }
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function canvasKey(event) {
  const { key } = event, way = ARROWS[key], i = state.node;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (way && event.shiftKey) pan(...way);
  else if (way) {
    const next = neighbourTowards(...way);
    if (next) { chooseNode(next.i, false); bringIn([next]); }
  } else if (key === "Enter" && (i >= 0 || state.edge >= 0)) enterPanel();
  else if (key === "[" || key === "]") stepTies(key === "]" ? 1 : -1);
  else if (key === "+" || key === "=") zoomBy(1.3);
  else if (key === "-") zoomBy(1 / 1.3);
  else if (key === "0") fit();
  else if (i >= 0 && (key === "f" || key === "F")) focusOn(i);
  else if (i >= 0 && (key === "e" || key === "E")) expand(i);
  else if (i >= 0 && (key === "c" || key === "C")) change({ folded: flip(state.folded, i) });
  else if (i >= 0 && (key === "p" || key === "P")) startPath(i);
  else return;
  event.preventDefault();
}

function pageKey(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") {
    if (menuOpen) { menuOpen = false; drawButtons(); document.querySelector("[data-k=export]").focus(); return; }
    const inPanel = $("panel").contains(document.activeElement);
    escape();
    if (inPanel && !state.table) $("canvas").focus({ preventScroll: true });
  } else if (typing) return;
  else if (event.key === "/") { $("q").focus(); event.preventDefault(); }
  else if (event.key === "t" || event.key === "T") toggleTable();
}

function startKeys() {
  $("canvas").addEventListener("keydown", canvasKey);
  document.addEventListener("keydown", pageKey);
}
