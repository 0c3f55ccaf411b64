"""The picture as a still drawing for papers and slides, from the same layout as the page."""

from __future__ import annotations

import math
from xml.etree import ElementTree as Tree

from govgraph.views import style
from govgraph.views.labels import Item, place, plain, wrapped
from govgraph.views.layout import layout
from govgraph.views.legend import ROW, Entry, in_rows
from govgraph.views.network import backbone, bends, importance
from govgraph.views.picture import CLAIM_MODALITIES, Picture, PictureEdge, PictureNode, Term
from govgraph.views.style import Look, class_look, edge_look
from govgraph.views.svg_shapes import bow, put, shape

FONT = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
TOP, SIDE = 96.0, 40.0


def render_svg(
    picture: Picture,
    *,
    width: int = 1600,
    height: int = 1000,
    english: bool = False,
    dark: bool = False,
    claims: bool = False,
    max_nodes: int = 2_000,
) -> str:
    """The drawing as text; ``claims`` adds what is planned, assessed, speculated or denied."""
    return _Sheet(picture, width, height, english, dark, claims, max_nodes).drawn()


class _Sheet:
    """One drawing in the making."""

    def __init__(
        self, picture: Picture, width: int, height: int, english: bool, dark: bool, claims: bool,
        max_nodes: int,
    ) -> None:  # fmt: skip
        self.picture, self.width = picture, width
        self.tongue, self.theme = int(english), int(dark)
        self.weights = importance(picture)
        kept = backbone(picture, self.weights, max_nodes)
        self.places = layout(picture)
        bent = zip(picture.edges, bends(picture, self.places), strict=True)
        self.edges = [
            (edge, bend)
            for edge, bend in bent
            if edge.start in kept and edge.end in kept and (claims or edge.modality not in CLAIM_MODALITIES)
        ]
        tied = {end for edge, _ in self.edges for end in (edge.start, edge.end)}
        ever = {end for edge in picture.edges for end in (edge.start, edge.end)}
        self.nodes = [
            node for node in picture.nodes if node.id in kept and (node.id in tied or node.id not in ever)
        ]
        self.stated = any(e.modality not in (*CLAIM_MODALITIES, "inferred") for e in picture.edges)
        self.key = in_rows(self._key(), SIDE, width - SIDE)
        rows = max((row for _, _, row in self.key), default=0) + 1
        self.foot = 48.0 + ROW * max(rows, 2)  # a long legend makes the sheet higher, not the picture lower
        self.height = height + int(ROW) * max(0, rows - 2)
        self.degree = self._degrees()
        self.spots = self._spots()
        self.heaviest = max((edge.weight for edge, _ in self.edges), default=1.0)
        self.root = Tree.Element("svg")

    def _degrees(self) -> dict[str, int]:
        around: dict[str, set[str]] = {node.id: set() for node in self.picture.nodes}
        for edge in self.picture.edges:
            if edge.modality not in CLAIM_MODALITIES:
                around[edge.start].add(edge.end)
                around[edge.end].add(edge.start)
        return {name: len(others) for name, others in around.items()}

    def _spots(self) -> dict[str, tuple[float, float, float]]:
        """Place and radius on the sheet by node id."""
        places = self.places
        shown = [places[node.id] for node in self.nodes] or [(0.0, 0.0)]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        layered = self.picture.is_layered()
        wide = self.width - 2 * SIDE - (360 if layered else 160)
        tall = self.height - TOP - self.foot - 60
        scale = min(wide / max(60, max(xs) - min(xs)), tall / max(60, max(ys) - min(ys)), 1.7)
        self.grown = min(3.0, max(1.15 if len(self.picture.nodes) < 30 else 0.8, 0.92 / scale)) * scale
        top = max([10, *self.degree.values()])
        left = self.width / 2 - (max(xs) + min(xs)) / 2 * scale
        upper = TOP + 26 + tall / 2 - (max(ys) + min(ys)) / 2 * scale
        found = {}
        for node in self.nodes:
            share = (self.degree[node.id] / top) ** 0.7
            radius = 6 + 9 * share if layered else 4.5 + 18 * share
            x, y = places[node.id]
            found[node.id] = (x * scale + left, y * scale + upper, radius * self.grown)
        self.outer = (min(xs) * scale + left, max(xs) * scale + left)
        return found

    def colour(self, look: Look) -> str:
        return look.dark if self.theme else look.light

    def drawn(self) -> str:
        box = f"0 0 {self.width} {self.height}"
        self.root.attrib.update(
            {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "font-family": FONT, "role": "img",
             "width": str(self.width), "height": str(self.height)}
        )  # fmt: skip
        titles = (self.picture.title_zh, self.picture.title_en or self.picture.title_zh)
        notes = (self.picture.note_zh, self.picture.note_en or self.picture.note_zh)
        put(self.root, "title").text = plain(titles[self.tongue])
        put(self.root, "rect", width=self.width, height=self.height, fill=style.PAPER[self.theme])
        for edge, bend in self.edges:
            self._edge(edge, bend)
        for node in sorted(self.nodes, key=lambda n: (-self.spots[n.id][2], n.id)):
            x, y, r = self.spots[node.id]
            look = class_look(node.cls)
            shape(self.root, look.shape, x, y, r, self.colour(look), style.PAPER[self.theme])
        for edge, bend in self.edges:
            if edge.disputed:
                self._disputed(edge, bend)
        self._labels()
        self._text(titles[self.tongue], SIDE, 46, 27, style.INK, weight=700)
        self._text(plain(notes[self.tongue], 110), SIDE, 74, 15, style.SOFT)
        self._legend()
        self._counts()
        Tree.indent(self.root, space="")
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(self.root, "unicode") + "\n"

    def _edge(self, edge: PictureEdge, bend: float) -> None:
        ax, ay, ar = self.spots[edge.start]
        bx, by, br = self.spots[edge.end]
        colour = self.colour(edge_look(edge.kind or edge.type))
        heavy = math.sqrt(max(edge.weight, 0.0) / self.heaviest) if self.heaviest > 1 else 0.05
        width = (0.9 + 5 * heavy) * self.grown
        dash = () if edge.modality == "inferred" and not self.stated else style.DASHES.get(edge.modality, ())
        if edge.start == edge.end:
            way = f"M{ax:.1f} {ay - ar:.1f}a{ar:.1f} {ar:.1f} 0 1 1 {ar:.1f} {ar:.1f}"
        else:
            cx, cy = bow(ax, ay, bx, by, bend)
            far = math.hypot(bx - cx, by - cy) or 1.0
            ex, ey = bx - (bx - cx) / far * br, by - (by - cy) / far * br
            way = f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}"
            if edge.type not in style.UNDIRECTED:
                self._arrow(ex, ey, (bx - cx) / far, (by - cy) / far, 4 + 2.2 * width, colour)
        line = put(self.root, "path", d=way, fill="none", stroke=colour)
        line.attrib["stroke-width"] = f"{width:.2f}"
        line.attrib["stroke-opacity"] = self._strength(edge)
        if dash:
            line.attrib["stroke-dasharray"] = " ".join(map(str, dash))

    def _strength(self, edge: PictureEdge) -> str:
        """Claims are dotted and seen; what a rule adds stays behind what is stated."""
        if edge.modality in CLAIM_MODALITIES:
            return "0.8"
        added = edge.modality == "inferred" and self.stated
        return "0.26" if added else "0.6" if self.heaviest > 1 else "0.45"

    def _arrow(self, x: float, y: float, dx: float, dy: float, size: float, colour: str) -> None:
        back, side = (x - dx * size, y - dy * size), size * 0.36
        points = (
            (x, y),
            (back[0] - dy * side, back[1] + dx * side),
            (back[0] + dy * side, back[1] - dx * side),
        )
        text = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        put(self.root, "polygon", points=text, fill=colour).attrib["fill-opacity"] = "0.7"

    def _disputed(self, edge: PictureEdge, bend: float) -> None:
        ax, ay, _ = self.spots[edge.start]
        bx, by, _ = self.spots[edge.end]
        cx, cy = bow(ax, ay, bx, by, bend)
        x, y = 0.36 * ax + 0.48 * cx + 0.16 * bx, 0.36 * ay + 0.48 * cy + 0.16 * by
        mark = {"fill": style.PAPER[self.theme], "stroke": style.WARN[self.theme]}
        put(self.root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=7, **mark)
        self._text("≠", x, y + 4, 11, style.WARN, anchor="middle", weight=700)

    def _name(self, node: PictureNode) -> str:
        named = (node.english_name if self.tongue else "") or node.name
        return named or self._word(self.picture.classes, node.cls)

    def _labels(self) -> None:
        top = max(self.weights.values(), default=1.0) or 1.0
        first = sorted(self.nodes, key=lambda n: -self.weights[n.id])[:320]
        items = []
        for node in first:
            x, y, r = self.spots[node.id]
            share = self.weights[node.id] / top
            size = 14.0 if share > 0.55 else 12.5 if share > 0.3 else 11.5
            layered = self.picture.is_layered()
            rows = tuple(wrapped(plain(self._name(node), 48), 14 if layered else 10))
            side = "middle"
            if layered and self.outer[0] != self.outer[1]:
                side = {self.outer[0]: "left", self.outer[1]: "right"}.get(x, "middle")
            items.append(Item(x, y, r, rows, size, share > 0.55, side))
        for label in place(items, list(self.spots.values()), self.width, self.height - self.foot):
            for i, row in enumerate(label.item.rows):
                y = label.y + label.item.size * 1.25 * (i + 0.78)
                weight = 600 if label.item.bold else 400
                text = self._text(row, label.x, y, label.item.size, style.INK, label.anchor, weight)
                text.attrib.update({"stroke": style.PAPER[self.theme], "stroke-width": "3",
                                    "stroke-linejoin": "round", "paint-order": "stroke"})  # fmt: skip

    def _text(
        self, words: str, x: float, y: float, size: float, ink: tuple[str, str],
        anchor: str = "start", weight: int = 400,
    ) -> Tree.Element:  # fmt: skip
        text = put(self.root, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=ink[self.theme])
        text.attrib.update({"font-size": f"{size:g}", "font-weight": str(weight), "text-anchor": anchor})
        text.text = plain(words, 200)
        return text

    def _key(self) -> list[Entry]:
        """What the legend explains: classes, lines, and how firmly they are known."""
        present = {node.cls for node in self.nodes}
        known = [name for name in style.CLASS_LOOKS if name in present]
        classes = known + sorted(present - style.CLASS_LOOKS.keys())
        lines = dict.fromkeys(edge.kind or edge.type for edge, _ in self.edges)
        drawn = {edge.modality for edge, _ in self.edges} - (set() if self.stated else {"inferred"})
        found = [Entry(self._word(self.picture.classes, name), "class", name) for name in classes]
        found += [Entry(self._word(self.picture.relationships, name), "line", name) for name in lines]
        words = style.MODALITY_WORDS.items()
        return found + [Entry(word[self.tongue], "dash", name) for name, word in words if name in drawn]

    def _legend(self) -> None:
        for entry, x, row in self.key:
            y = self.height - self.foot + 26 + row * ROW
            if entry.sort == "class":
                look = class_look(entry.name)
                shape(self.root, look.shape, x + 8, y - 4, 5.5, self.colour(look), style.PAPER[self.theme])
            else:
                known = entry.sort == "line"
                colour = self.colour(edge_look(entry.name)) if known else style.INK[self.theme]
                line = put(self.root, "path", d=f"M{x:.1f} {y - 4:.1f}h24", stroke=colour)
                line.attrib["stroke-width"] = "2.4"
                if not known:
                    line.attrib["stroke-dasharray"] = " ".join(map(str, style.DASHES[entry.name]))
            self._text(entry.label, x + entry.gap, y, 13, style.INK)

    def _word(self, terms: object, name: str) -> str:
        term = terms.get(name, Term(name, name)) if hasattr(terms, "get") else Term(name, name)
        return str((term.label_zh, term.label_en)[self.tongue])

    def _counts(self) -> None:
        shown, hidden = len(self.nodes), len(self.picture.nodes) - len(self.nodes)
        words = (
            f"{shown} 个节点，{len(self.edges)} 条关系" + (f"；另有 {hidden} 个节点未画出" if hidden else ""),
            f"{shown} nodes, {len(self.edges)} ties" + (f"; {hidden} nodes not drawn" if hidden else ""),
        )
        self._text(words[self.tongue], SIDE, self.height - 16, 12, style.SOFT)
