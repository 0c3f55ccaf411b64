// Labels: the important first, none over another or over a node, more of them as one zooms in.
const FONT = '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const CELL = 4;

/** A raster of the screen in which taken places are marked. */
class Taken {
  constructor(width, height) {
    this.w = Math.ceil(width / CELL); this.h = Math.ceil(height / CELL);
    this.cells = new Uint8Array(this.w * this.h);
  }
  /** Calls back for each cell of a box; false stops. */
  each(x0, y0, x1, y1, visit) {
    const left = Math.max(0, Math.floor(x0 / CELL)), right = Math.min(this.w - 1, Math.floor(x1 / CELL));
    const top = Math.max(0, Math.floor(y0 / CELL)), bottom = Math.min(this.h - 1, Math.floor(y1 / CELL));
    for (let y = top; y <= bottom; y += 1) {
      for (let x = left; x <= right; x += 1) if (visit(y * this.w + x) === false) return false;
    }
    return true;
  }
  take(x0, y0, x1, y1, rank) { this.each(x0, y0, x1, y1, (i) => { if (this.cells[i] < rank) this.cells[i] = rank; }); }
  /** How many cells of a box hold a large node. */
  covered(x0, y0, x1, y1) {
    let sum = 0;
    this.each(x0, y0, x1, y1, (i) => { if (this.cells[i] === 2) sum += 1; });
    return sum;
  }
  /** Whether nothing above `floor` is in the box: 1 is a small node, 2 a large one, 3 a label. */
  free(x0, y0, x1, y1, floor) {
    if (x0 < 2 || y0 < 2 || x1 > this.w * CELL - 4 || y1 > this.h * CELL - 4) return false;
    return this.each(x0, y0, x1, y1, (i) => this.cells[i] <= floor);
  }
}

/** Width of a text in units of the font size, near enough and the same everywhere. */
function ems(text) {
  let sum = 0;
  for (const letter of text) sum += letter > "\u2e7f" || (letter >= "\u2010" && letter <= "\u2027") || letter === "·" ? 1 : 0.56;
  return sum;
}

const HANGING = /^[)\]）」』》】、，。；：”’！？%]$/;
/** A name in one or two lines of at most `most` em. */
function wrapped(text, most = 11, lines = 2) {
  const words = /[\u2e80-\uffff]/.test(text) ? Array.from(text) : text.split(/(?<= )/);
  const rows = [""];
  for (const word of words) {
    if (ems(rows[rows.length - 1] + word) <= most || !rows[rows.length - 1] || HANGING.test(word)) rows[rows.length - 1] += word;
    else if (rows.length < lines) rows.push(word);
    else { rows[rows.length - 1] = rows[rows.length - 1].trimEnd() + "…"; break; }
  }
  // A last line of one or two characters looks like an accident; share the text out evenly.
  if (rows.length === 2 && ems(rows[1]) < 4 && !rows[1].endsWith("…") && words.length > 6) return wrapped(text, Math.ceil(ems(text) / 2), 2);
  return rows.map((row) => (ems(row) > most * 1.6 ? `${Array.from(row).slice(0, Math.floor(most * 1.4)).join("")}…` : row.trim()));
}

/** Choose a free place for each item, in order. Items: {x, y, r, rows, size, must}. */
function placeLabels(items, discs, width, height, most) {
  const taken = new Taken(width, height), placed = [];
  for (const d of discs) taken.take(d.x - d.r * 0.72, d.y - d.r * 0.72, d.x + d.r * 0.72, d.y + d.r * 0.72, d.r > 6.5 ? 2 : 1);
  for (const item of items) {
    if (placed.length >= most && !item.must) continue;
    const w = Math.max(...item.rows.map(ems)) * item.size, line = item.size * 1.25, tall = item.rows.length * line;
    const below = [item.x - w / 2, item.y + item.r + 3, "center"], above = [item.x - w / 2, item.y - item.r - 3 - tall, "center"];
    const right = [item.x + item.r + 5, item.y - tall / 2, "left"], left = [item.x - item.r - 5 - w, item.y - tall / 2, "right"];
    const q = item.r * 0.7 + 4, slants = [[item.x + q, item.y + q, "left"], [item.x - q - w, item.y + q, "right"], [item.x + q, item.y - q - tall, "left"], [item.x - q - w, item.y - q - tall, "right"]];
    const places = { left: [left, below, above, right], right: [right, left, below, above], middle: [below, above, right, left] }[item.side || "middle"];
    if (item.lead < 16) places.push(...slants);
    const fits = (floor) => places.find(([x, y]) => taken.free(x - 1, y, x + w + 1, y + tall - 1, floor));
    // The first names are shown in any case, where they cover least of other nodes.
    const least = () => places.filter(([x, y]) => taken.free(x - 1, y, x + w + 1, y + tall - 1, 2))
      .map((spot) => [taken.covered(spot[0] - 1, spot[1], spot[0] + w + 1, spot[1] + tall - 1), spot]).sort((a, b) => a[0] - b[0]).map(([, spot]) => spot)[0];
    const free = fits(0) || (item.lead < 32 ? fits(1) : null) || (item.lead < 8 ? least() : null);
    if (!free && !item.must) continue;
    const [x, y, align] = free || places[0];
    taken.take(x - 3, y - 1, x + w + 3, y + tall, 3);
    placed.push({ item, align, x: align === "center" ? x + w / 2 : align === "left" ? x : x + w, y, line });
  }
  return { placed, taken };
}

const stakeOf = (e) => (e.p === undefined ? "" : `${decimals(e.p)}%`);
/** What is written on a tie: its share and its year; claims say so by their dots. */
const tieWords = (e) => (stakeOf(e) && e.y ? `${stakeOf(e)} (${e.y})` : stakeOf(e) || String(e.y || ""));

/** Words on ties, where there are few enough to be read: on all, or on those of what is selected. */
function tieLabels(at, taken) {
  const ties = bright ? view.edges.filter((e) => bright.edges.has(e.i)) : view.edges, found = [];
  if (ties.length > (DATA.layered ? 90 : 45)) return found;
  for (const e of ties) {
    const text = tieWords(e), w = ems(text) * 11;
    if (!text || e.s === e.o) continue;
    const spot = [0.5, 0.38, 0.62, 0.26, 0.74].map((share) => onTie(e, at, share)).find(({ x, y }) => taken.free(x - w / 2 - 1, y - 7, x + w / 2 + 1, y + 7, 1));
    if (!spot) continue;
    taken.take(spot.x - w / 2 - 2, spot.y - 8, spot.x + w / 2 + 2, spot.y + 8, 3);
    found.push({ text, ...spot });
  }
  return found;
}

/** The items to label, most important first; a leading one may cover small nodes. */
function labelItems(nodes, spots, bright, hovered, most) {
  const top = RANKED.length ? RANKED[0].w || 1 : 1, items = [];
  const rank = (n) => (n.i === hovered || n.i === state.node ? 3e6 : bright && bright.nodes.has(n.i) ? 1e6 : 0) + (n.w || 0);
  const first = nodes.slice().sort((a, b) => rank(b) - rank(a) || a.i - b.i).slice(0, Math.ceil(most * 1.6));
  for (const n of first) {
    if (bright && !bright.nodes.has(n.i) && n.i !== hovered) continue;
    const share = (n.w || 0) / top, chosen = n.i === state.node || n.i === hovered;
    const size = share > 0.55 ? 14 : share > 0.3 ? 12.5 : 11.5;
    items.push({ ...spots(n), node: n, size, bold: share > 0.55 || chosen, must: chosen, lead: items.length, side: sideOf(n), rows: wrapped(plain(nameOf(n), 48), DATA.layered ? layerEms() : chosen ? 14 : 10) });
  }
  return items;
}

const COLUMNS = new Set(NODES.map((n) => n.x)).size;
const layerEms = () => ($("canvas").clientWidth < 640 ? 7 : COLUMNS > 3 ? 9 : 14);
const LAYERS = DATA.layered ? [extent(NODES).x0, extent(NODES).x1] : [0, 0];
/** In a layered view the ties run from left to right, so the outer names stand outside. */
function sideOf(n) {
  if (!DATA.layered || LAYERS[0] === LAYERS[1]) return "middle";
  return n.x === LAYERS[0] ? "left" : n.x === LAYERS[1] ? "right" : "middle";
}
