"""The legend of a drawing: what it explains, set in rows like words in lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govgraph.views.labels import ems, plain

ROW, SIZE = 22.0, 13.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign and its word; ``sort`` is class, line or dash, ``name`` what it stands for."""

    word: str
    sort: str
    name: str

    @property
    def label(self) -> str:
        """The word as it is set, short enough for a row."""
        return plain(self.word, 40)

    @property
    def gap(self) -> float:
        """From the sign's left edge to the word's."""
        return 20.0 if self.sort == "class" else 31.0

    @property
    def wide(self) -> float:
        """All the room it takes, with the air after it."""
        return self.gap + 22 + ems(self.label) * SIZE


def in_rows(entries: Iterable[Entry], left: float, right: float) -> list[tuple[Entry, float, int]]:
    """Each entry with its left edge and the number of its row."""
    placed, x, row = [], left, 0
    for entry in entries:
        if x + entry.wide > right and x > left:
            x, row = left, row + 1
        placed.append((entry, x, row))
        x += entry.wide
    return placed
