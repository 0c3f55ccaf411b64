// The present view as a drawing of its own, with its title, legend and source note.
const SHEET = { w: 1600, h: 1000, top: 96, foot: 92, side: 40 };

function sheetSpots() {
  const e = view.nodes.length ? extent(view.nodes) : { x0: 0, x1: 1, y0: 0, y1: 1 };
  const w = SHEET.w - 2 * SHEET.side - (DATA.layered ? 360 : 160), tall = SHEET.h - SHEET.top - SHEET.foot - 60;
  const k = Math.min(w / Math.max(60, e.x1 - e.x0), tall / Math.max(60, e.y1 - e.y0), 1.7);
  const dx = SHEET.w / 2 - ((e.x0 + e.x1) / 2) * k, dy = SHEET.top + 26 + tall / 2 - ((e.y0 + e.y1) / 2) * k;
  const grow = Math.min(3, Math.max(0.8, 0.92 / k)) / boost;
  return { k: k * grow, at: (n) => ({ x: n.x * k + dx, y: n.z * k + dy, r: radius(n) * k * grow }) };
}

function tiePath(e, at) {
  const a = at(NODES[e.s]), b = at(NODES[e.o]);
  if (e.s === e.o) return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}m0 ${-a.r}a${a.r} ${a.r} 0 1 1 1 ${a.r * 0.4}`;
  const long = Math.hypot(b.x - a.x, b.y - a.y) || 1, cut = b.r / long;
  const end = { x: b.x - (b.x - a.x) * cut, y: b.y - (b.y - a.y) * cut };
  if (!e.b) return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
  const c = bow(a, b, e.b);
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${c.x.toFixed(1)} ${c.y.toFixed(1)} ${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
}

function drawnTie(e, sheet) {
  const faint = bright && !bright.edges.has(e.i), dash = DASH.get(e.mod) || [];
  return s("path", { d: tiePath(e, sheet.at), fill: "none", stroke: lineColour(e), "stroke-width": (thickness(e) * sheet.k).toFixed(2),
    "stroke-opacity": faint ? 0.08 : bright ? 0.95 : ink(e), ...(dash.length ? { "stroke-dasharray": dash.join(" ") } : {}) });
}

function drawnNode(n, sheet) {
  const p = sheet.at(n);
  return mark(shapeOf(n), bright && !bright.nodes.has(n.i) ? pale(colourOf(n)) : colourOf(n), p.x, p.y, p.r, { stroke: PAPER[dark()], "stroke-width": 1.2, "stroke-linejoin": "round" });
}

const write = (text, x, y, size, extra) => s("text", { x, y, "font-size": size, fill: INK[dark()], ...extra }, plain(text, 200));

function drawnLabels(sheet) {
  const items = labelItems(view.nodes, sheet.at, bright, -1, 200);
  const { placed, taken } = placeLabels(items, view.nodes.map(sheet.at), SHEET.w, SHEET.h - SHEET.foot, 200);
  const ties = tieLabels(sheet.at, taken).map(({ text, x, y }) => s("text", { x: x.toFixed(1), y: (y + 4).toFixed(1), "text-anchor": "middle", "font-size": 11,
    fill: INK[dark()], "fill-opacity": 0.8, stroke: PAPER[dark()], "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" }, text));
  return [...ties, ...placed.map((label) =>
    s("g", { "text-anchor": { center: "middle", left: "start", right: "end" }[label.align], "font-size": label.item.size, "font-weight": label.item.bold ? 600 : 400,
      fill: INK[dark()], stroke: PAPER[dark()], "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" },
    label.item.rows.map((row, i) => s("text", { x: label.x.toFixed(1), y: (label.y + label.line * (i + 0.78)).toFixed(1) }, row))))];
}

/** Classes and lines that are drawn, set in rows; sets how high the foot and so the sheet must be. */
function legendRows() {
  const items = [], classes = new Set(view.nodes.map((n) => n.c)), lines = new Map(), mods = new Set(view.edges.map((e) => e.mod));
  view.edges.forEach((e) => lines.set(lineRow(e), lineColour(e)));
  const stroke = (colour, dash) => (x, y) => s("line", { x1: x, x2: x + 24, y1: y - 4, y2: y - 4, stroke: colour, "stroke-width": 2.4, ...(dash.length ? { "stroke-dasharray": dash.join(" ") } : {}) });
  DATA.classes.forEach((row, i) => { if (classes.has(i)) items.push([row[1 + tongue()], 20, (x, y) => mark(row[7], row[5 + dark()], x + 8, y - 4, 5.5, {})]); });
  lines.forEach((colour, row) => items.push([row[1 + tongue()], 31, stroke(colour, [])]));
  DATA.modalities.forEach(([name]) => { if (mods.has(name) && DASH.get(name).length) items.push([t("mod")[name], 31, stroke(INK[dark()], DASH.get(name))]); });
  let x = SHEET.side, row = 0;
  const placed = items.map(([label, gap, draw]) => {
    const short = plain(label, 40), wide = gap + 22 + ems(short) * 13;
    if (x + wide > SHEET.w - SHEET.side && x > SHEET.side) { x = SHEET.side; row += 1; }
    x += wide;
    return { short, gap, draw, x: x - wide, row };
  });
  SHEET.foot = 48 + 22 * Math.max(2, row + 1);
  SHEET.h = 1000 + 22 * Math.max(0, row - 1);
  return placed;
}

const drawnLegend = (placed) => placed.map(({ short, gap, draw, x, row }) => {
  const y = SHEET.h - SHEET.foot + 26 + row * 22;
  return [draw(x, y), write(short, x + gap, y, 13, {})];
});

function drawing() {
  const legend = legendRows(), sheet = sheetSpots(), note = DATA.note[tongue()] || "";
  return s("svg", { xmlns: SVG_NS, width: SHEET.w, height: SHEET.h, viewBox: `0 0 ${SHEET.w} ${SHEET.h}`, "font-family": FONT },
    s("rect", { width: SHEET.w, height: SHEET.h, fill: PAPER[dark()] }),
    s("g", {}, view.edges.map((e) => drawnTie(e, sheet))), s("g", {}, view.nodes.map((n) => drawnNode(n, sheet))), s("g", {}, drawnLabels(sheet)),
    write(DATA.title[tongue()], SHEET.side, 46, 27, { "font-weight": 700 }), write(plain(note, 110), SHEET.side, 74, 15, { "fill-opacity": 0.75 }),
    drawnLegend(legend),
    write(`${t("shownNodes", count(view.nodes.length), count(NODES.length))} · ${t("shownEdges", count(view.edges.length), count(EDGES.length))}`, SHEET.side, SHEET.h - 16, 12, { "fill-opacity": 0.75 }));
}

const svgText = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing())}\n`;

/** The printed sheet: the drawing, and below it every source that something in it rests on. */
function printSheet() {
  const used = new Set([...view.nodes, ...view.edges].flatMap((item) => item.f.map((row) => row[2])).filter((source) => typeof source === "number"));
  const drawn = drawing();
  drawn.setAttribute("width", "100%");
  drawn.removeAttribute("height");
  return [drawn, h("h2", {}, `${t("sourceCol")} (${count(used.size)})`),
    h("ol", { class: "cited" }, Array.from(used).sort((a, b) => a - b).map((i) => {
      const [id, title, publisher, url, published] = DATA.sources[i];
      return h("li", {}, [title || id, publisher, published, url].filter(Boolean).join(" · "));
    }))];
}
