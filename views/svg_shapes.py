"""The outlines of nodes and the bend of ties, as vis-network draws them."""

from __future__ import annotations

import math
from xml.etree import ElementTree as Tree


def put(parent: Tree.Element, tag: str, **attributes: object) -> Tree.Element:
    """A new element under ``parent``."""
    return Tree.SubElement(parent, tag, {key: str(value) for key, value in attributes.items()})


def bow(ax: float, ay: float, bx: float, by: float, bend: float) -> tuple[float, float]:
    """The control point of a bent tie, as vis-network places it."""
    dx, dy, turn, reach = bx - ax, by - ay, bend * math.pi / 2, 0.5 + abs(bend) / 2
    return (
        ax + reach * (dx * math.cos(turn) + dy * math.sin(turn)),
        ay + reach * (dy * math.cos(turn) - dx * math.sin(turn)),
    )


def _ring(corners: int, turn: float, size: float, lift: float = 0.0) -> list[tuple[float, float]]:
    step = math.tau / corners
    return [
        (size * math.cos(turn + i * step), size * math.sin(turn + i * step) + lift) for i in range(corners)
    ]


def shape(root: Tree.Element, outline: str, x: float, y: float, r: float, fill: str, stroke: str) -> None:
    """A node; the outlines are those of the page's legend."""
    rings = {
        "square": _ring(4, math.pi / 4, r * 1.27),
        "diamond": _ring(4, 0, r * 1.2),
        "triangle": _ring(3, -math.pi / 2, r * 1.25, r * 0.2),
        "triangleDown": _ring(3, math.pi / 2, r * 1.25, -r * 0.2),
        "hexagon": _ring(6, 0, r * 1.08),
    }
    if outline == "star":
        outer, inner = _ring(5, -math.pi / 2, r * 1.3), _ring(5, -math.pi / 2 + math.pi / 5, r * 0.55)
        rings["star"] = [p for pair in zip(outer, inner, strict=True) for p in pair]
    if outline in rings:
        points = " ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in rings[outline])
        mark = put(root, "polygon", points=points, fill=fill, stroke=stroke)
    else:
        mark = put(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{r:.1f}", fill=fill, stroke=stroke)
    mark.attrib["stroke-width"] = "1.2"
