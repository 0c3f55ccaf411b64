"""The pyvis container, filled in constant time per item and never asked for its own page.

pyvis looks through all earlier edges at each ``add_edge`` and its templates fetch from elsewhere
and print data as markup; so only its graph, and the vis-network that it ships, are used.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from govgraph.views.layout import layout
from govgraph.views.picture import FACT_MODALITIES, Picture, PictureEdge
from govgraph.views.style import class_look

SMALL, TOUCH, PAST = 60, 28.0, 0.3  # nodes; world units; bend
VIS_SCRIPT = "lib/vis-9.1.2/vis-network.min.js"


@lru_cache(maxsize=1)
def vis_script() -> str:
    """The vis-network that comes with pyvis, without the pointer to its source map."""
    text = files("pyvis").joinpath("templates").joinpath(VIS_SCRIPT).read_text(encoding="utf-8")
    return text.split("//# sourceMappingURL=")[0]


class PictureNetwork(Network):  # type: ignore[misc]  # pyvis is untyped
    """A pyvis network of a picture: positions, shapes and the bend of parallel edges."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(directed=True)
        self.places = layout(picture)
        self.numbers = {node.id: i for i, node in enumerate(picture.nodes)}
        self.weights = importance(picture)
        for node in picture.nodes:
            x, y = self.places[node.id]
            shape = class_look(node.cls).shape
            self.add_node(self.numbers[node.id], label=node.name, shape=shape, x=x, y=y)
        for edge, bend in zip(picture.edges, bends(picture, self.places), strict=True):
            start, end = self.numbers[edge.start], self.numbers[edge.end]
            self.add_edge(start, end, bend=bend, width=edge.weight)

    def add_node(
        self, n_id: int, label: str = "", shape: str = "dot", color: str = "", **options: Any
    ) -> None:
        """Add a node; the caller has seen to it that the number is new."""
        if n_id in self.node_map:
            return
        node = Node(n_id, shape, label, font_color=self.font_color, **options)
        self.nodes.append(node.options)
        self.node_ids.append(n_id)
        self.node_map[n_id] = node.options

    def add_edge(self, source: int, to: int, **options: Any) -> None:
        """Add an edge without looking for an equal one: parallel edges are wanted."""
        self.edges.append(Edge(source, to, self.directed, **options).options)


def importance(picture: Picture) -> dict[str, float]:
    """Whose label comes first: the weight of the ties, those that are facts above all."""
    found = {node.id: 0.0 for node in picture.nodes}
    for edge in picture.edges:
        worth = math.sqrt(max(edge.weight, 0.0)) if math.isfinite(edge.weight) else 1.0
        worth *= 1.0 if edge.modality in FACT_MODALITIES else 0.3
        found[edge.start] += worth
        found[edge.end] += worth
    return found


def bends(picture: Picture, places: Mapping[str, tuple[float, float]]) -> list[float]:
    """How far each edge bows out, so that parallel edges are seen side by side; 0 is straight.

    Positive bends to the left of the way from ``start`` to ``end``. In a layered view a tie that
    passes over a layer bows as well, and in a small picture one that would run through a third
    node: a line that seems to end there would say what nobody says.
    """
    edges = picture.edges
    layer = {node.id: node.layer or 0 for node in picture.nodes}
    small = len(picture.nodes) <= SMALL and not picture.is_layered()
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, edge in enumerate(edges):
        together[min(edge.start, edge.end), max(edge.start, edge.end)].append(i)
    found = [0.0] * len(edges)
    for (low, high), group in together.items():
        shift = 0.0
        if low != high and picture.is_layered():
            shift = _layer_bow(layer[low] - layer[high])
        elif low != high and small:
            shift = _around(low, high, places)
        for place, i in enumerate(group):
            offset = shift + (place - (len(group) - 1) / 2) * min(0.22, 0.9 / len(group))
            found[i] = round(offset if edges[i].start == low else -offset, 3)
    return found


def _around(low: str, high: str, places: Mapping[str, tuple[float, float]]) -> float:
    """The bend that takes a tie past the node its straight way would touch; 0 if there is none."""
    (ax, ay), (bx, by) = places[low], places[high]
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy or 1.0
    for name, (x, y) in places.items():
        along = ((x - ax) * dx + (y - ay) * dy) / square
        if name in (low, high) or not 0 < along < 1:
            continue
        aside_x, aside_y = x - ax - along * dx, y - ay - along * dy
        if math.hypot(aside_x, aside_y) < TOUCH:
            return -PAST if aside_x * dy - aside_y * dx > 0 else PAST
    return 0.0


def _layer_bow(step: int) -> float:
    """A tie inside a layer bows out of its column, one over a layer past the nodes there."""
    return 0.0 if abs(step) == 1 else 0.16 if step else 0.34


def backbone(picture: Picture, weights: dict[str, float], limit: int) -> set[str]:
    """The ends of the strongest edges, up to ``limit`` nodes; then the most important others."""
    if len(picture.nodes) <= limit:
        return {node.id for node in picture.nodes}
    kept: set[str] = set()

    def strength(edge: PictureEdge) -> tuple[bool, float, str]:
        both = edge.weight * min(weights[edge.start], weights[edge.end])
        return edge.modality not in FACT_MODALITIES, -both, edge.id

    for edge in sorted(picture.edges, key=strength):
        if len(kept | {edge.start, edge.end}) <= limit:
            kept |= {edge.start, edge.end}
        if len(kept) >= limit:
            break
    for name in sorted(weights, key=lambda n: (-weights[n], n)):
        if len(kept) >= limit:
            break
        kept.add(name)
    return kept
