"""Layered views: columns from left to right, so that long Chinese names can stand beside nodes."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from govgraph.views.picture import Picture

COLUMN, ROW, WRAP = 330.0, 56.0, 32
SWEEPS = 12


def layered(picture: Picture) -> dict[str, tuple[float, float]]:
    """One column a layer; in a column, a node stands near the mean of its neighbours."""
    columns: dict[int, list[str]] = defaultdict(list)
    for node in picture.nodes:
        columns[node.layer or 0].append(node.id)
    neighbours: dict[str, set[str]] = defaultdict(set)
    for edge in picture.edges:
        if edge.start != edge.end:
            neighbours[edge.start].add(edge.end)
            neighbours[edge.end].add(edge.start)
    height = max(len(column) for column in columns.values())
    rank: dict[str, float] = {}
    for column in columns.values():
        column.sort(key=lambda node: (-len(neighbours[node]), _hash(node)))
        _spread(column, rank, height)
    for sweep in range(SWEEPS):
        for layer in sorted(columns, reverse=bool(sweep % 2)):
            wanted = {n: _mean(n, neighbours, rank) for n in columns[layer]}
            columns[layer].sort(key=lambda node: (wanted[node], _hash(node)))
            _spread(columns[layer], rank, height)
    return _placed(columns)


def _hash(node: str) -> str:
    return hashlib.sha256(node.encode("utf-8", "surrogatepass")).hexdigest()


def _mean(node: str, neighbours: dict[str, set[str]], rank: dict[str, float]) -> float:
    around = neighbours[node]
    if not around:
        return rank[node]
    return sum(rank[other] for other in sorted(around)) / len(around)


def _spread(column: list[str], rank: dict[str, float], height: int) -> None:
    step = height / len(column)
    for place, node in enumerate(column):
        rank[node] = (place + 0.5) * step


def _placed(columns: dict[int, list[str]]) -> dict[str, tuple[float, float]]:
    """Columns longer than ``WRAP`` are broken into several, side by side."""
    places: dict[str, tuple[float, float]] = {}
    left = 0.0
    tallest = min(WRAP, max(len(column) for column in columns.values()))
    steps = max(1, sum(-(-len(column) // WRAP) for column in columns.values()) - 1)
    apart = min(2 * COLUMN, max(COLUMN, 1.5 * tallest * ROW / steps))
    tall = min(2.4 * ROW, max(ROW, apart * steps / 1.7 / tallest))  # few rows get more room
    for layer in sorted(columns):
        column = columns[layer]
        lanes = -(-len(column) // WRAP)
        rows = -(-len(column) // lanes)
        step = tall * max(1.0, min(tallest / rows, 3.0))
        for place, node in enumerate(column):
            lane, row = divmod(place, rows)
            y = (row - (min(rows, len(column) - lane * rows) - 1) / 2) * step
            places[node] = (round(left + lane * apart, 1), round(y, 1))
        left += lanes * apart
    middle = (left - apart) / 2
    return {node: (round(x - middle, 1), y) for node, (x, y) in places.items()}
