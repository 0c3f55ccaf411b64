"""Text of which each line was a cell or a part of a sentence: mended lines, and its tables put together again.

A copied page loses the borders of its tables. A run of labels without values is a head; what follows it in
the order of its columns, row after row, are its cells. Cells that were empty leave no line, so rows that are
numbered or ranked are fitted to the columns by what each cell can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from govgraph.loaders.io.grid import Table
from govgraph.loaders.io.html import tidy
from govgraph.loaders.notices.pieces import is_section, split
from govgraph.loaders.notices.table_shapes import is_label, is_rank, rank_of
from govgraph.loaders.notices.vocabulary import fits, group, key_of, pattern, says

_GAPS = re.compile(r"[ \t\u3000\u00a0]{4,}")
_MOST_JOINED, _LONGEST = 14, 400
_WIDEST, _MOST_ROWS = 20, 500


Block = TypeVar("Block", str, str | Table)


def mended(blocks: Sequence[Block]) -> list[Block]:
    """Lines that were cut within a word, a date, a bracket or before a colon, joined again."""
    made: list[Block] = []
    joined = 0
    for block in blocks:
        before = made[-1] if made and joined < _MOST_JOINED else None
        if isinstance(block, str) and isinstance(before, str) and _belongs(before, block):
            made[-1] = before + block
            joined += 1
        else:
            made.append(block)
            joined = 0
    return made


def _belongs(before: str, line: str) -> bool:
    opened, closed = (sum(map(before.count, signs)) for signs in ("（(〔[【", "）)〕]】"))
    if len(before) >= _LONGEST:
        return False
    if opened > closed and len(before) < 120 and not is_section(line):
        return True
    ending = before if len(before) < 24 else f"…{before[-24:]}"
    return says("joins", f"{ending}\n{line}") or (line == "信息" and bool(key_of(before)))


def blocks_of(lines: Sequence[str]) -> list[str | Table]:
    """Lines as blocks: tables where a head and its rows are found, all else as it stands."""
    plain = mended([line for raw in lines for part in _parts(raw) if (line := _line(part))])
    blocks: list[str | Table] = []
    at = number = 0
    while at < len(plain):
        found = _table_at(plain, at)
        if found is None:
            blocks.append(plain[at])
            at += 1
            continue
        number += 1
        blocks += plain[at : found.start]
        grid = (tuple(found.head), *(tuple(row) for row in found.rows))
        blocks.append(Table(grid, tuple(tuple(True for _ in row) for row in grid), number))
        at = found.end
    return blocks


def _parts(raw: str) -> list[str]:
    """A line of which many blanks are what is left of a table's borders, in its cells."""
    if len(_GAPS.findall(raw)) < 4:
        return [raw]
    parts = _GAPS.split(raw)
    if found := re.match(r"(.*[:：])\s*(序号)$", parts[0]):
        parts[:1] = found.groups()
    return parts


def _line(raw: str) -> str:
    """A line as it stands; in one of many labels the blanks stay, since they part the fields."""
    if len(raw) < 60 or raw.count("：") + raw.count(":") < 2:
        return tidy(raw)
    return pattern("label-blanks").sub(r"\1\2", " ".join(raw.split()))


@dataclass(slots=True)
class _Found:
    """A table among lines: its head's first line, the line behind its end, and its rows."""

    start: int
    end: int
    head: list[str]
    rows: list[list[str]]


def _table_at(lines: Sequence[str], at: int) -> _Found | None:
    """The table whose head is in the run of labels that begins here."""
    if not _can_head(lines[at]):
        return None
    end = at
    while end < len(lines) and end - at < _WIDEST and _can_head(lines[end]):
        end += 1
    if end - at < 2 or end == len(lines) or not any(key_of(line) in group("MAKES") for line in lines[at:end]):
        return None
    heads = [(start, stop) for stop in range(end, max(at + 1, end - 3), -1) for start in range(at, stop - 1)]
    best, most = None, (0.0, 0)
    for start, stop in heads:
        head = list(lines[start:stop])  # the first cells may look like labels: A, B, C
        known = [key_of(one) for one in head]
        if not set(known) & group("MAKES") or sum(map(bool, known)) * 2 < len(head) - 1 or "seq" in known[1:]:
            continue
        found = _rows(lines, start, stop, head)
        if found and (worth := _worth(found, known)) > most:
            best, most = found, worth
    if best:
        return best
    if end - at > 2 and is_section(lines[end]) and all(key_of(one) for one in lines[at : at + 2]):
        return _Found(at, end, list(lines[at:end]), [])  # a head without rows
    return None


def _worth(found: _Found, keys: Sequence[str]) -> tuple[float, int]:
    """How much of a table's cells is what its head says, then how wide the head is."""
    cells = ((cell, key) for row in found.rows for cell, key in zip(row, keys, strict=True))
    fits = (_can_be(cell, key) if cell else -1 for cell, key in cells)
    return sum(fit for fit in fits if abs(fit) >= 1), len(keys)


def _can_head(line: str) -> bool:
    known = key_of(line) if len(line) > 45 else ""
    return (bool(known) or (len(line) <= 45 and is_label(line))) and not is_section(line) and not re.search("[：:]", line)  # fmt: skip


def _stops(line: str) -> bool:
    """Whether a line is no cell: it opens a section, or is a label with its colon."""
    label, colon, _ = split(line)
    named = (
        colon and not re.match("[0-9.]{2}", label) and key_of(label) not in ("", "price", "amount", "rate")
    )
    return bool(named or pattern("item").match(line)) or is_section(line)


def _rows(lines: Sequence[str], start: int, at: int, head: list[str]) -> _Found | None:
    keys = [key_of(one) for one in head]
    ordered = _order(lines[at]) == 1 and keys[0] in ("seq", "rank", "lot", "candidate", "")
    rows: list[list[str]] = []
    while at < len(lines) and len(rows) < _MOST_ROWS:
        if ordered:
            stop = _next(lines, at, len(rows) + 2, 2 * len(head) + 6)
            cells = list(lines[at:stop])
            if _order(lines[at]) != len(rows) + 1:
                break
            last = stop == len(lines) or _order(lines[stop]) != len(rows) + 2
            row = cells[: len(head)] if last and len(cells) > len(head) and _fits(cells[: len(head)], keys) else _fitted(cells, keys)  # fmt: skip
            taken = len(head) if last and len(cells) > len(head) else len(cells)
        else:
            cells = list(lines[at : at + len(head)])
            if len(cells) < len(head) or any(_stops(cell) for cell in cells) or not _fits(cells, keys):
                break
            row, taken = cells, len(head)
        if row is None:
            break
        rows.append(row)
        at += taken
    return _Found(start, at, head, rows) if rows and _tells(rows, keys) else None


def _order(line: str) -> int:
    """The number that a row begins with: 1, 001, 第一名; 0 for what is none."""
    if re.fullmatch(r"0{0,2}[0-9]{1,2}", line):
        return int(line)
    return (rank_of(line) or 0) if is_rank(line) else 0


def _next(lines: Sequence[str], at: int, wanted: int, most: int) -> int:
    """Where the next numbered row begins, or what is no cell."""
    for place in range(at + 1, min(at + most, len(lines))):
        if _order(lines[place]) == wanted and (place - at > 1):
            return place
        if _stops(lines[place]) or _new_head(lines, place):
            return place
    return min(at + most, len(lines))


def _new_head(lines: Sequence[str], at: int) -> bool:
    """Whether another head begins: two labels that are known, one below the other."""
    keys = {key_of(one) if len(one) <= 30 else "" for one in lines[at : at + 2]}
    return at + 1 < len(lines) and "" not in keys and bool(keys & (group("MAKES") | {"seq", "title"}))


def _tells(rows: list[list[str]], keys: Sequence[str]) -> bool:
    """Whether a column of names, sums or lots holds what it should in the first row."""
    return any(key in group("MAKES") and cell and _can_be(cell, key) > 0 for cell, key in zip(rows[0], keys, strict=True))  # fmt: skip


def _fits(cells: Sequence[str], keys: Sequence[str]) -> bool:
    if len([cell for cell in cells if not fits("empty-cell", cell)]) == 1 and len(cells) > 2:
        return False  # a row of nothing and what stands below it
    return len(cells) == len(keys) and all(_can_be(cell, key) > 0 for cell, key in zip(cells, keys, strict=True))  # fmt: skip


def _can_be(cell: str, key: str) -> float:
    """How well a cell fits a column; 0 where it cannot stand there."""
    if key_of(cell) in group("LABELS"):
        return 0
    number = fits("number-cell", cell)
    if fits("empty-cell", cell):
        return 0.1
    if key == "lot":
        return 2 if fits("lot-cell", cell) else 0.5 if says("lot-part", cell) else 0
    if key in group("NAMES"):
        if number or fits("sum-start", cell) or (is_rank(cell) and key != "candidate"):
            return 0
        unlikely = len(cell) < 3 or fits("verdict", cell) or key_of(cell)
        return 3 if fits("body-cell", cell) else 0 if unlikely else 0.5
    if key in group("PRICES"):
        return 0 if fits("body-cell", cell) or not fits("sum-cell", cell) else 3 if number else 1
    if key in ("score", "seq"):
        return 2 if fits("score-cell", cell) else 0
    if key == "rank":
        return 2 if is_rank(cell) or fits("rank-cell", cell) else 0
    if key == "code":
        return 3 if fits("code-cell", cell) else 0
    return 0.2 if number and key in ("drop", "registered", "period") else 0.5


def _fitted(cells: Sequence[str], keys: Sequence[str]) -> list[str] | None:
    """The cells of a row in their columns, some of which were empty or stand on several lines; ``None``: not."""
    if len(cells) == len(keys) and _fits(cells, keys):
        return list(cells)
    if len(cells) > 3 * len(keys) + 4 or len(cells) < 2:
        return None
    wide = len(keys)
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(-1e9, ())] * wide]  # by the last column filled
    for cell in cells:
        after: list[tuple[float, tuple[int, ...]]] = [(-1e9, ()) for _ in range(wide + 1)]
        for column in range(1, wide + 1):
            fit = _can_be(cell, keys[column - 1])
            on = (best[column][0] - 0.6, (*best[column][1], column)) if best[column][1] else (-1e9, ())
            new = max(((best[c][0] - 0.3 * (column - c - 1), best[c][1]) for c in range(column)), key=lambda one: one[0])  # fmt: skip
            opened = (new[0] + fit, (*new[1], column)) if fit else (-1e9, ())
            after[column] = max(on, opened, key=lambda one: one[0])
        best = after
    score, places = max(best, key=lambda one: one[0])
    if score < 2:
        return None
    row = [""] * wide
    for cell, place in zip(cells, places, strict=True):
        row[place - 1] += cell
    return row
