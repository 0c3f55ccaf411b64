"""Text of which each line was a cell or a part of a sentence: mended lines, and its tables put together again.

A copied page loses the borders of its tables. A run of labels without values is a head; what follows it in
the order of its columns, row after row, are its cells. Cells that were empty leave no line, so rows that are
numbered or ranked are fitted to the columns by what each cell can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from govgraph.loaders.io.grid import Table, grid_of
from govgraph.loaders.io.html import tidy
from govgraph.loaders.notices.pieces import is_section, split
from govgraph.loaders.notices.table_shapes import is_label, is_rank, rank_of
from govgraph.loaders.notices.vocabulary import cell_forms, fits, group, key_of, pattern, remembered, says

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
    blocks: list[str | Table] = []
    for parted, run in groupby(lines, lambda line: "\t" in line.strip() or line.startswith("|")):
        lines = list(run)
        if parted and len(lines) > 1:
            rows = [[tidy(cell) for cell in re.split(r"\t|\|", line.strip("|"))] for line in lines]
            blocks.append(_table(rows[:1] + [row for row in rows[1:] if not fits("rule", "".join(row))]))
            continue
        plain = mended([line for raw in lines for part in _parts(raw) if (line := _line(part))])
        at = 0
        while at < len(plain):
            start, end, rows = _table_at(plain, at) or (at + 1, at + 1, [])
            blocks += [*plain[at:start], _table(rows)] if rows else plain[at:start]
            at = end
    tables = (block for block in blocks if isinstance(block, Table))
    numbers = {id(table): number for number, table in enumerate(tables, 1)}
    return [replace(one, number=numbers[id(one)]) if isinstance(one, Table) else one for one in blocks]


def _table(rows: list[list[str]]) -> Table:
    return Table(*grid_of([[(cell, 1, 1) for cell in row] for row in rows]), 0)


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


def _table_at(lines: Sequence[str], at: int) -> tuple[int, int, list[list[str]]] | None:
    """The table whose head is in the run of labels that begins here: its first line, the line behind it, its rows."""
    end = at
    while end < len(lines) and end - at < _WIDEST and _can_head(lines[end]):
        end += 1
    if end - at < 2 or end == len(lines) or not any(key_of(line) in group("MAKES") for line in lines[at:end]):
        return None
    best, most = None, (0.0, 0)
    for stop in range(end, max(at + 1, end - 3), -1):  # the first cells may look like labels: A, B, C
        for start in range(at, stop - 1):
            keys = [key_of(line) for line in lines[start:stop]]
            known = len(keys) - keys.count("")
            if not set(keys) & group("MAKES") or known * 2 < len(keys) - 1 or "seq" in keys[1:]:
                continue
            rows, behind = _rows(lines, stop, keys)
            # how much of its cells is what the head says, then how wide the head is
            cells = [(cell, key) for row in rows for cell, key in zip(row, keys, strict=True)]
            fit = [_can_be(cell, key) if cell else -1 for cell, key in cells]
            if rows and (worth := (sum(one for one in fit if abs(one) >= 1), len(keys))) > most:
                best, most = (start, behind, [list(lines[start:stop]), *rows]), worth
    if not best and end - at > 2 and is_section(lines[end]) and all(map(key_of, lines[at : at + 2])):
        return at, end, [list(lines[at:end])]  # a head without rows
    return best


def _can_head(line: str) -> bool:
    known = key_of(line) if len(line) > 45 else is_label(line)
    return bool(known) and not is_section(line) and not re.search("[：:]", line)


def _stops(line: str) -> bool:
    """Whether a line is no cell: it opens a section, or is a label with its colon."""
    label, colon, _ = split(line)
    price = re.match("[0-9.]{2}", label) or key_of(label) in ("", "price", "amount", "rate")
    return bool((colon and not price) or pattern("item").match(line)) or is_section(line)


def _rows(lines: Sequence[str], at: int, keys: Sequence[str]) -> tuple[list[list[str]], int]:
    """The rows below a head, none where their first says nothing that makes a table; and the line behind them."""
    ordered = _order(lines[at]) == 1 and keys[0] in ("seq", "rank", "lot", "candidate", "")
    rows: list[list[str]] = []
    wide = len(keys)
    while at < len(lines) and len(rows) < _MOST_ROWS:
        row: list[str] | None = list(lines[at : at + wide])
        taken, whole = wide, _fits(lines[at : at + wide], keys)
        if ordered:
            stop, wanted = _next(lines, at, len(rows) + 2, 2 * wide + 6), len(rows) + 1
            if _order(lines[at]) != wanted:
                break
            last = stop == len(lines) or _order(lines[stop]) != wanted + 1
            if not (last and stop - at > wide and whole):
                row = _fitted(lines[at:stop], keys)
                taken = wide if last and stop - at > wide else stop - at
        elif not whole or any(map(_stops, lines[at : at + wide])):
            break
        if row is None:
            break
        rows.append(row)
        at += taken
    first = zip(rows[0], keys, strict=True) if rows else ()
    telling = any(key in group("MAKES") and cell and _can_be(cell, key) for cell, key in first)
    return (rows if telling else []), at


def _order(line: str) -> int:
    """The number that a row begins with: 1, 001, 第一名; 0 for what is none."""
    if re.fullmatch(r"0{0,2}[0-9]{1,2}", line):
        return int(line)
    return (rank_of(line) or 0) if is_rank(line) else 0


def _next(lines: Sequence[str], at: int, wanted: int, most: int) -> int:
    """Where the next numbered row begins, or what is no cell: a section, two labels one below the other."""
    end = min(at + most, len(lines))
    for place in range(at + 1, end):
        if (_order(lines[place]) == wanted and place - at > 1) or _stops(lines[place]):
            return place
        keys = {key_of(one) if len(one) <= 30 else "" for one in lines[place : place + 2]}
        if place + 1 < len(lines) and "" not in keys and keys & (group("MAKES") | {"seq", "title"}):
            return place
    return end


def _fits(cells: Sequence[str], keys: Sequence[str]) -> bool:
    if len(cells) > 2 and sum(not fits("empty-cell", cell) for cell in cells) == 1:
        return False  # a row of nothing and what stands below it
    return len(cells) == len(keys) and all(map(_can_be, cells, keys))


@remembered
def _can_be(cell: str, key: str) -> float:
    """How well a cell fits a column; 0 where it cannot stand there."""
    if key_of(cell) in group("LABELS"):
        return 0
    other = 0 if key in group("NAMES") and key_of(cell) else 0.5
    return next((weight for weight, form in cell_forms(key) if form.fullmatch(cell)), other)


def _fitted(cells: Sequence[str], keys: Sequence[str]) -> list[str] | None:
    """The cells of a row in their columns, some of which were empty or stand on several lines; ``None``: not."""
    wide = len(keys)
    if len(cells) == wide and _fits(cells, keys):
        return list(cells)
    if len(cells) > 3 * wide + 4 or len(cells) < 2:
        return None
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(-1e9, ())] * wide]  # by the last column filled
    for cell in cells:
        after: list[tuple[float, tuple[int, ...]]] = [(-1e9, ())]
        for column in range(1, wide + 1):
            fit, (score, places) = _can_be(cell, keys[column - 1]), best[column]
            on = (score - 0.6, (*places, column)) if places else (-1e9, ())
            before = ((best[c][0] - 0.3 * (column - c - 1), best[c][1]) for c in range(column))
            score, places = max(before, key=_score)
            opened = (score + fit, (*places, column)) if fit else (-1e9, ())
            after.append(max(on, opened, key=_score))
        best = after
    score, places = max(best, key=_score)
    row = [""] * wide
    for cell, place in zip(cells, places, strict=score >= 2):
        row[place - 1] += cell
    return row if score >= 2 else None


_score = itemgetter(0)
