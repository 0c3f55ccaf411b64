"""Tables that lost their lines when a page was copied as text: cells after one another, or one to a line.

A row is taken only where its supplier is a name and its price holds a figure: where a cell was empty the
rest has moved, and nothing can be said of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from govgraph.loaders.ccgp.labels import key_of
from govgraph.loaders.notices.parties import clean_name
from govgraph.text.names import parse

_MOST = 2_000  # cells
_GLUED = re.compile(r"[:：]\s*序号\s")
_NAMED = frozenset({"company", "agency", "institution", "association", "business", "several"})


def flat_table(lines: Sequence[str]) -> tuple[list[str], list[list[str]], int, str]:
    """Head, rows and how many lines they take, of a table whose head opens in the first line; and what
    follows it in its last line. No rows where there is no such table."""
    if not any(key_of(cell) in ("supplier", "bidder") for line in lines[:8] for cell in line.split()):
        return [], [], 0, ""
    first = _GLUED.sub("： 序号 ", lines[0])
    parts = first.split()
    opens = [
        n
        for n, cell in enumerate(parts)
        if key_of(cell) and cell[-1] not in ":：" and not (n and key_of(parts[n - 1]))
    ]
    for start in opens[:5]:
        for whole in (True, False):  # a cell to a line, or cells in a line
            if whole and start:
                continue
            cells = _cells(
                lines if whole else [" ".join(parts[start:]) if start else first, *lines[1:]], whole
            )
            head, rows = _rows([cell for cell, _ in cells])
            if rows:
                taken = len(head) * (len(rows) + 1)
                last = cells[taken - 1][1]
                rest = [cell for cell, number in cells[taken:] if number == last]
                return head, rows, last + 1, " ".join(rest)
    return [], [], 0, ""


def _cells(lines: Sequence[str], whole: bool) -> list[tuple[str, int]]:
    """The cells of lines, each with the number of its line."""
    cells: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        parts = [line] if whole else line.split("\t") if "\t" in line else line.split()
        cells += [(part.strip(), number) for part in parts]
        if len(cells) > _MOST:
            break
    return cells


def _rows(cells: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """The head, as long as cells are labels, and the rows that fit under it."""
    size = next((n for n, cell in enumerate(cells) if not key_of(cell)), len(cells))
    head = list(cells[:size])
    keys = [key_of(cell) for cell in head]
    if size < 3 or len(set(keys) & {"amount", "price"}) != 1 or not set(keys) & {"supplier", "bidder"}:
        return head, []
    rows = []
    for place in range(size, len(cells) - size + 1, size):
        row = list(cells[place : place + size])
        if not all(map(_fits, keys, row)):
            break
        rows.append(row)
    return head, rows


def _fits(key: str, cell: str) -> bool:
    if key in ("supplier", "bidder"):
        return parse(clean_name(cell)).kind in _NAMED
    if key in ("amount", "price"):
        return bool(re.search("[0-9]", cell)) and len(cell) < 40
    return key != "seq" or bool(re.fullmatch("[0-9]{1,3}", cell))
