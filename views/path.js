// The shortest way between two nodes, over the ties that pass the filters.

/** Breadth first from one end; of equally short ways the one over the heavier ties. */
function shortest(from, to, edgeOk) {
  const came = new Map([[from, null]]);
  let edge = [from];
  while (edge.length && !came.has(to)) {
    const next = [];
    for (const i of edge) {
      const ties = NODES[i].ties.filter((tie) => edgeOk[tie.i]).sort((a, b) => b.w - a.w || a.i - b.i);
      for (const tie of ties) {
        const far = other(tie, NODES[i]).i;
        if (!came.has(far)) { came.set(far, tie); next.push(far); }
      }
    }
    edge = next;
  }
  if (!came.has(to)) return null;
  const nodes = [to], edges = [];
  for (let tie = came.get(to); tie; tie = came.get(nodes[0])) {
    edges.unshift(tie.i);
    nodes.unshift(other(tie, NODES[nodes[0]]).i);
  }
  return { nodes, edges };
}

function startPath(i) {
  change({ path: [i], node: i, edge: -1 });
  say(t("pathFrom", plain(nameOf(NODES[i]), 60)));
}

function pathPanel() {
  const [a, b] = state.path.map((i) => NODES[i]);
  const head = [h("p", { class: "kind" }, t("pathTitle"), closeButton()),
    h("h2", { tabindex: -1, "data-k": "head" }, bdi(nameOf(a)), " — ", bdi(nameOf(b)))];
  if (!view.route) return [head, h("p", { class: "disputed" }, t("pathNone"))];
  const rows = [];
  view.route.nodes.forEach((i, step) => {
    const n = NODES[i];
    rows.push(h("li", {}, h("button", { type: "button", "data-k": `n${step}`, onclick: () => chooseNode(i, true) }, glyph(shapeOf(n), colourOf(n)), h("span", { class: "who" }, bdi(nameOf(n))))));
    if (step < view.route.edges.length) {
      const e = EDGES[view.route.edges[step]], arrow = directed(e) ? (e.s === i ? "↓" : "↑") : "↕";
      rows.push(h("li", {}, h("button", { type: "button", "data-k": `e${step}`, onclick: () => chooseEdge(e.i, true) }, h("span", { class: "sub" }, `${arrow} ${typeOf(e)} `, kindOf(e)))));
    }
  });
  return [head, h("p", { class: "lead" }, t("pathLen", view.route.edges.length)), h("ol", { class: "steps" }, rows)];
}
