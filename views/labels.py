"""Labels of a drawing: the important first, none over another or over a large node.

The page does the same in its own script for whatever part of the picture is on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_WIDE = re.compile("[\u2010-\u2027\u00b7\u2e80-\U0010ffff]")
CELL = 4
HANGING = frozenset(")]）」』》】、，。；：”’！？%")  # never first on a line


def plain(text: str, most: int = 400) -> str:
    """Without control and direction marks, and no longer than ``most`` characters."""
    text = _UNSEEN.sub("", text[: most * 4])
    return text if len(text) <= most else text[: most - 1] + "…"


def ems(text: str) -> float:
    """The width of a text in units of the font size, near enough; “…” are wide in Chinese fonts."""
    return sum(1.0 if _WIDE.match(letter) else 0.56 for letter in text)


def wrapped(text: str, most: float = 11) -> list[str]:
    """A name in one or two lines of at most ``most`` em; an ellipsis says there is more."""
    han = re.search("[\u2e80-\uffff]", text) is not None
    words = list(text) if han else re.split("(?<= )", text)
    rows = [""]
    for word in words:
        if not rows[-1] or ems(rows[-1] + word) <= most or word in HANGING:
            rows[-1] += word
        elif len(rows) < 2:
            rows.append(word)
        else:
            rows[-1] = rows[-1].rstrip() + "…"
            break
    if len(rows) == 2 and ems(rows[1]) < 4 and not rows[1].endswith("…") and len(words) > 6:
        return wrapped(text, -(-ems(text) // 2))
    limit = int(most * 1.4)
    return [f"{row[:limit]}…" if ems(row) > most * 1.6 else row.strip() for row in rows]


@dataclass(frozen=True, slots=True)
class Item:
    """A label looking for a place: its node's place and radius, its lines and size."""

    x: float
    y: float
    r: float
    rows: tuple[str, ...]
    size: float
    bold: bool
    side: str = "middle"


@dataclass(frozen=True, slots=True)
class Placed:
    """A label that found one; ``anchor`` is the SVG text-anchor, ``y`` the top."""

    item: Item
    x: float
    y: float
    anchor: str


class _Taken:
    """A raster in which places are taken: 1 by a small node, 2 by a large one, 3 by a label."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.columns, self.rows = int(width // CELL) + 1, int(height // CELL) + 1
        self.cells = [bytearray(self.columns) for _ in range(self.rows)]

    def _range(self, low: float, high: float, end: int) -> range:
        return range(max(0, int(low // CELL)), min(end - 1, int(high // CELL)) + 1)

    def take(self, box: tuple[float, float, float, float], rank: int) -> None:
        for y in self._range(box[1], box[3], self.rows):
            row = self.cells[y]
            for x in self._range(box[0], box[2], self.columns):
                row[x] = max(row[x], rank)

    def covered(self, spot: tuple[float, float, str], wide: float, tall: float) -> int:
        """How many cells of a label's box hold a large node."""
        columns = self._range(spot[0] - 1, spot[0] + wide + 1, self.columns)
        rows = self._range(spot[1], spot[1] + tall - 1, self.rows)
        return sum(self.cells[y][x] == 2 for y in rows for x in columns)

    def free(self, box: tuple[float, float, float, float], floor: int) -> bool:
        if box[0] < 2 or box[1] < 2 or box[2] > self.width - 4 or box[3] > self.height - 4:
            return False
        columns = self._range(box[0], box[2], self.columns)
        return all(self.cells[y][x] <= floor for y in self._range(box[1], box[3], self.rows) for x in columns)


def _places(item: Item, wide: float, tall: float) -> list[tuple[float, float, str]]:
    """Where a label may stand, best first: left edge, top edge, anchor."""
    below = (item.x - wide / 2, item.y + item.r + 3, "middle")
    above = (item.x - wide / 2, item.y - item.r - 3 - tall, "middle")
    right = (item.x + item.r + 5, item.y - tall / 2, "start")
    left = (item.x - item.r - 5 - wide, item.y - tall / 2, "end")
    near = item.r * 0.7 + 4
    slanted = [
        (x, y, anchor)
        for y in (item.y + near, item.y - near - tall)
        for x, anchor in ((item.x + near, "start"), (item.x - near - wide, "end"))
    ]
    straight = {
        "middle": [below, above, right, left],
        "left": [left, below, above, right],
        "right": [right, left, below, above],
    }[item.side]
    return straight + slanted


def place(
    items: Sequence[Item], discs: Sequence[tuple[float, float, float]], width: float, height: float
) -> list[Placed]:
    """Give each item a free place, in order; one that finds none is left out."""
    taken, placed = _Taken(width, height), []
    for x, y, r in discs:
        taken.take((x - r * 0.72, y - r * 0.72, x + r * 0.72, y + r * 0.72), 2 if r > 6.5 else 1)
    for rank, item in enumerate(items):
        wide, tall = max(map(ems, item.rows)) * item.size, len(item.rows) * item.size * 1.25
        floors = (0, 1, 2) if rank < 8 else (0, 1) if rank < 32 else (0,)
        for floor in floors:
            fits = [
                spot
                for spot in _places(item, wide, tall)
                if taken.free((spot[0] - 1, spot[1], spot[0] + wide + 1, spot[1] + tall - 1), floor)
            ]
            if fits:
                x, y, anchor = min(fits, key=lambda spot: taken.covered(spot, wide, tall))
                taken.take((x - 3, y - 1, x + wide + 3, y + tall), 3)
                shift = {"middle": wide / 2, "start": 0.0, "end": wide}[anchor]
                placed.append(Placed(item, x + shift, y, anchor))
                break
    return placed
