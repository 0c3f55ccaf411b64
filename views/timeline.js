// Ties (or, where these bear no year, nodes) by year; a year or a span can be picked or played.
const DATED = EDGES.some((e) => e.y) ? EDGES : NODES;
const YEARS = DATED.map((item) => item.y).filter(Boolean);
const FIRST = YEARS.reduce((a, b) => Math.min(a, b), Infinity), LAST = YEARS.reduce((a, b) => Math.max(a, b), -Infinity);
let playing = 0;

function yearPick(key, label, value, chosen) {
  const select = h("select", { "data-k": key, "aria-label": `${t("years")} ${label}`, onchange: (event) => chosen(Number(event.target.value)) });
  for (let y = FIRST; y <= LAST; y += 1) select.appendChild(h("option", { value: y, selected: y === value }, y));
  return select;
}

/** A span of years; the whole span is no filter at all. */
function setYears(from, to) {
  const low = Math.min(from, to), high = Math.max(from, to);
  change(low <= FIRST && high >= LAST && state.undated ? { from: 0, to: 0 } : { from: low, to: high });
}

function drawTimeline() {
  const box = $("timeline"), span = LAST - FIRST;
  box.hidden = YEARS.length < 2 || span < 1 || span > 120 || state.table;
  if (box.hidden) return;
  const from = state.from || FIRST, to = state.to || LAST, whole = !state.from && !state.to;
  const sums = new Map();
  const passes = (item) => (DATED === NODES ? view.nodeOk[item.i] || !whole : !state.offT.has(item.t) && !state.offM.has(item.mod));
  DATED.forEach((item) => { if (item.y && passes(item)) sums.set(item.y, (sums.get(item.y) || 0) + 1); });
  const most = Math.max(1, ...sums.values());
  const every = Math.ceil((span + 1) / (box.clientWidth / 44 || 10)), bars = [];
  for (let y = FIRST; y <= LAST; y += 1) {
    const n = sums.get(y) || 0, bar = h("i", {});
    bar.style.height = n ? `${Math.max(2, Math.round((n / most) * 42))}px` : "1px";
    bars.push(h("button", { type: "button", class: y >= from && y <= to ? "in" : "", "data-k": `y${y}`, title: t("bar", y, n), "aria-label": t("bar", y, n), "aria-pressed": String(!whole && y >= from && y <= to),
      onclick: (event) => (event.shiftKey ? setYears(Math.min(from, y), Math.max(to, y)) : state.from === y && state.to === y ? setYears(FIRST, LAST) : setYears(y, y)) },
    bar, h("span", {}, (y - FIRST) % every ? "\u00a0" : y)));
  }
  refill(box, h("div", { class: "head" }, h("b", {}, whole ? `${FIRST}–${LAST}` : from === to ? from : `${from}–${to}`),
    h("span", {}, t("fromYear"), " ", yearPick("yf", t("fromYear"), from, (y) => setYears(y, Math.max(y, to)))),
    h("span", {}, t("toYear"), " ", yearPick("yt", t("toYear"), to, (y) => setYears(Math.min(from, y), y))),
    h("label", { class: "row" }, h("input", { type: "checkbox", checked: state.undated, "data-k": "undated", onchange: () => change({ undated: !state.undated }) }), t("undated")),
    h("button", { type: "button", class: "link", "data-k": "play", onclick: play }, playing ? t("stop") : t("play")),
    whole ? null : h("button", { type: "button", class: "link", "data-k": "all", onclick: () => change({ from: 0, to: 0, undated: true }) }, t("allYears"))),
  h("div", { class: "bars" }, bars));
}

/** Years add up one after another; a second press stops. */
function play() {
  if (playing) { clearInterval(playing); playing = 0; drawTimeline(); return; }
  let y = FIRST;
  const step = () => {
    if (y > LAST) { clearInterval(playing); playing = 0; change({ from: 0, to: 0 }); return; }
    change({ from: FIRST, to: y });
    say(String(y));
    y += 1;
  };
  playing = setInterval(step, 900);
  step();
}
