"""Inline SVG for the data dictionary: the tree of classes, and each class among its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from govgraph.ontology.terms import Class, Ontology, Property

_LINE, _INDENT, _ROW = 26, 22, 32
_SIDE, _MIDDLE, _GAP = 190, 200, 170
_MOST = 9  # links shown on each side; the table beside the picture has them all


def tree(model: Ontology) -> str:
    """All classes as an indented tree, each a link to its entry."""
    rows = list(_tree_rows(model))
    height = len(rows) * _LINE + 8
    parts = [_open(560, height, "类的层次 · Class hierarchy")]
    for i, (kind, depth, parent) in enumerate(rows):
        x, y = 10 + depth * _INDENT, 4 + i * _LINE
        if parent is not None:
            top = 4 + parent * _LINE + 20
            parts.append(f'<path class="wire" d="M{x - 12} {top}V{y + 11}H{x}"/>')
        parts.append(
            f'<a href="#{kind.name}"><rect class="box{" edge" if kind.is_edge else ""}" x="{x}" y="{y}" width="{_width(kind)}" height="21" rx="4"/>'
            f'<text x="{x + 8}" y="{y + 15}">{kind.name} <tspan class="soft">{escape(kind.label_zh)}</tspan></text></a>'
        )
    return "".join(parts) + "</svg>"


def _tree_rows(model: Ontology) -> Iterator[tuple[Class, int, int | None]]:
    count = 0

    def walk(kind: Class, depth: int, parent: int | None) -> Iterator[tuple[Class, int, int | None]]:
        nonlocal count
        row, count = count, count + 1
        yield kind, depth, parent
        for _, child in sorted(model.classes.items()):
            if child.parents[:1] == (kind.name,):
                yield from walk(child, depth + 1, row)

    for _, root in sorted(model.classes.items(), key=lambda item: (item[0] != "Thing", item[0])):
        if not root.parents:
            yield from walk(root, 0, None)


def _width(kind: Class) -> int:
    return 24 + round(7.2 * len(kind.name)) + 13 * len(kind.label_zh)


def neighbours(kind: Class, into: Sequence[Property], out: Sequence[Property]) -> str:
    """A class with the links that lead to it on the left and those that leave it on the right."""
    left = [(p, " · ".join(p.domain)) for p in into[:_MOST]]
    right = [(p, " · ".join(p.range)) for p in out[:_MOST]]
    if kind.is_edge:  # read from start to end, although both ends are properties of the edge
        left = [(p, name) for p, name in right if p.name == kind.edge_from]
        right = [(p, name) for p, name in right if p.name != kind.edge_from]
    rows = max(len(left), len(right), 1)
    height = rows * _ROW + 10
    middle = _SIDE + _GAP if left else 0
    width = middle + _MIDDLE + (_GAP + _SIDE if right else 0)
    centre = height / 2
    parts = [
        _open(width, height, f"{kind.label_zh} · {kind.label_en}"),
        f'<rect class="box own" x="{middle}" y="{centre - 18:g}" width="{_MIDDLE}" height="36" rx="6"/>',
        f'<text class="mid" x="{middle + _MIDDLE / 2:g}" y="{centre + 5:g}">{kind.name} <tspan class="soft">{escape(kind.label_zh)}</tspan></text>',
    ]
    parts += [_link(p, name, i, rows, len(left), centre, middle, False) for i, (p, name) in enumerate(left)]
    parts += [_link(p, name, i, rows, len(right), centre, middle, True) for i, (p, name) in enumerate(right)]
    return "".join(parts) + "</svg>"


def _link(
    p: Property, other: str, i: int, rows: int, count: int, centre: float, middle: int, outward: bool
) -> str:
    y = 5 + (rows - count) * _ROW / 2 + i * _ROW + 12
    box = middle + _MIDDLE + _GAP if outward else 0
    near, far = (middle + _MIDDLE, box) if outward else (middle, box + _SIDE)
    bend = (near + far) / 2
    start, end = ((near, centre), (far, y)) if outward else ((far, y), (near, centre))
    label = far - 8 if outward else far + 8
    return (
        f'<path class="wire" marker-end="url(#tip)" d="M{start[0]} {start[1]:g}C{bend:g} {start[1]:g} {bend:g} {end[1]:g} {end[0]} {end[1]:g}"/>'
        f'<a href="#{p.name}"><text class="rel {"end" if outward else ""}" x="{label}" y="{y - 4:g}">{p.name}</text></a>'
        f'<rect class="box" x="{box}" y="{y - 12:g}" width="{_SIDE}" height="24" rx="4"/>'
        f'<text class="mid" x="{box + _SIDE / 2:g}" y="{y + 4:g}">{escape(_short(other))}</text>'
    )


def _short(text: str) -> str:
    return text if len(text) <= 27 else text[:26] + "…"


def _open(width: int, height: float, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height:g}" width="{width}" role="group" aria-label="{escape(title)}">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
    )
