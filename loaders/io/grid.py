"""Tables of pages: cells with spans to a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_CELLS = 100_000
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells, row by row, each row as wide as the table; ``own`` says where a cell begins."""

    rows: tuple[tuple[str, ...], ...]
    own: tuple[tuple[bool, ...], ...]
    number: int


def span_of(value: str | None) -> int:
    """How many rows or columns a cell says that it spans."""
    found = re.match(r"\s*([0-9]{1,4})", value) if value else None
    return min(max(int(found[1]), 1), 1000) if found else 1


def grid_of(
    rows: list[list[tuple[str, int, int]]],
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[bool, ...], ...]]:
    """Cells with spans to a grid; a span never reaches beyond the table's rows or `_WIDEST` columns."""
    wide = len(rows[0]) if rows else 0
    if wide <= _WIDEST and all(len(row) == wide and all(w == h == 1 for _, w, h in row) for row in rows):
        return tuple(tuple(text for text, _, _ in row) for row in rows), ((True,) * wide,) * len(rows)
    cells: dict[tuple[int, int], tuple[str, bool]] = {}
    width = 0
    for down, row in enumerate(rows):
        across = 0
        for text, wide, high in row:
            while (down, across) in cells:
                across += 1
            if across >= _WIDEST or len(cells) > _MOST_CELLS:
                break
            for y, x in _area(down, across, min(high, len(rows) - down), min(wide, _WIDEST - across)):
                cells.setdefault((y, x), (text, (y, x) == (down, across)))
            across += wide
        width = max(width, min(across, _WIDEST))
    empty = ("", True)
    full = [[cells.get((y, x), empty) for x in range(width)] for y in range(len(rows))]
    grid = tuple(tuple(text for text, _ in row) for row in full)
    return grid, tuple(tuple(own for _, own in row) for row in full)


def _area(down: int, across: int, high: int, wide: int) -> Iterator[tuple[int, int]]:
    return ((y, x) for y in range(down, down + high) for x in range(across, across + wide))
