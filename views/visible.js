// Which nodes and ties the present state lets through, and why the others are not drawn.

/** Ties that pass the filters, whether or not the size limit lets them be drawn. */
function passing() {
  const dated = (year) => {
    if (!state.from && !state.to) return true;
    if (!year) return state.undated;
    return (!state.from || year >= state.from) && (!state.to || year <= state.to);
  };
  const rich = (amount) => !state.least || amount === undefined || amount >= state.least;
  const nodeOk = NODES.map((n) => !state.offC.has(n.c) && rich(n.m) && (!n.y || dated(n.y)));
  let edgeOk = EDGES.map((e) => nodeOk[e.s] && nodeOk[e.o] && !state.offT.has(e.t) &&
    !(e.k && state.offK.has(e.k - 1)) && !state.offM.has(e.mod) && dated(e.y) && rich(e.a));
  if (state.region) {
    const here = NODES.map((n, i) => nodeOk[i] && Boolean(n.r) && n.r.startsWith(state.region));
    edgeOk = edgeOk.map((ok, i) => ok && (here[EDGES[i].s] || here[EDGES[i].o]));
    const near = here.slice();
    EDGES.forEach((e, i) => { if (edgeOk[i]) near[e.s] = near[e.o] = true; });
    nodeOk.forEach((ok, i) => { nodeOk[i] = ok && near[i]; });
  }
  return { nodeOk, edgeOk };
}

/** Nodes within `depth` steps over passing ties. */
function around(start, depth, edgeOk) {
  const seen = new Set([start]);
  let edge = [start];
  for (let step = 0; step < depth && edge.length; step += 1) {
    const next = [];
    for (const i of edge) {
      for (const tie of NODES[i].ties) {
        const far = other(tie, NODES[i]).i;
        if (edgeOk[tie.i] && !seen.has(far)) { seen.add(far); next.push(far); }
      }
    }
    edge = next;
  }
  return seen;
}

/** Neighbours that hang on a folded node alone are put away. */
function putAway(edgeOk) {
  const away = new Set();
  for (const hub of state.folded) {
    for (const tie of NODES[hub].ties) {
      const leaf = other(tie, NODES[hub]);
      if (edgeOk[tie.i] && leaf.i !== hub && leaf.i !== state.node &&
        leaf.ties.every((t) => !edgeOk[t.i] || other(t, leaf).i === hub || other(t, leaf).i === leaf.i)) away.add(leaf.i);
    }
  }
  return away;
}

function visible() {
  const { nodeOk, edgeOk } = passing();
  const route = state.path.length === 2 ? shortest(state.path[0], state.path[1], edgeOk) : null;
  const wanted = new Set([...state.shown, ...state.path, state.node, state.focus]);
  if (route) route.nodes.forEach((i) => wanted.add(i));
  if (state.edge >= 0) { wanted.add(EDGES[state.edge].s); wanted.add(EDGES[state.edge].o); }
  const near = state.focus >= 0 ? around(state.focus, state.depth, edgeOk) : null;
  const away = putAway(edgeOk);
  let beyond = 0;
  const on = NODES.map((n, i) => {
    if (!nodeOk[i] || away.has(i)) return false;
    if (near) return near.has(i) || wanted.has(i);
    if (n.h && !wanted.has(i)) { beyond += 1; return false; }
    return true;
  });
  const lines = EDGES.filter((e) => edgeOk[e.i] && on[e.s] && on[e.o]);
  const tied = new Set();
  lines.forEach((e) => { tied.add(e.s); tied.add(e.o); });
  // A node whose ties are all filtered away would float about; one that never had any stays.
  const drawn = NODES.filter((n, i) => on[i] && (tied.has(i) || !n.ties.length || wanted.has(i)));
  const claims = EDGES.filter((e) => CLAIMS.has(e.mod) && state.offM.has(e.mod)).length;
  return {
    nodes: drawn, edges: lines, nodeOk, edgeOk, on, beyond, claims, route,
    drawn: new Set(drawn.map((n) => n.i)), lines: new Set(lines.map((e) => e.i)),
  };
}

/** What stands out while something is selected; null when all stands alike. */
function lit(view) {
  if (view.route) return { nodes: new Set(view.route.nodes), edges: new Set(view.route.edges) };
  if (state.edge >= 0) {
    const edge = EDGES[state.edge];
    return { nodes: new Set([edge.s, edge.o]), edges: new Set([edge.i]) };
  }
  if (state.node < 0 || !view.drawn.has(state.node)) return null;
  const nodes = new Set([state.node]), edges = new Set();
  for (const tie of NODES[state.node].ties) {
    if (!view.lines.has(tie.i)) continue;
    edges.add(tie.i);
    nodes.add(other(tie, NODES[state.node]).i);
  }
  return { nodes, edges };
}

/** The measure behind a node's size, 0 to 1. */
function measures() {
  const raw = NODES.map((n) => {
    if (state.size === "same") return 0.12;
    if (state.size === "amount") return n.m ? n.m : 0;
    if (state.size === "count") return n.f.length + n.ties.reduce((sum, tie) => sum + tie.f.length, 0);
    return new Set(n.ties.filter((tie) => !CLAIMS.has(tie.mod)).map((tie) => other(tie, n).i)).size;
  });
  const top = state.size === "same" ? 1 : raw.reduce((a, b) => Math.max(a, b), state.size === "amount" ? 1 : 10);
  return raw.map((value) => (Math.max(0, value) / top) ** 0.7);
}
