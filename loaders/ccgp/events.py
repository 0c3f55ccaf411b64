"""Lines and tables of a page to a stream of what they say: fields, lots, sections, rows of tables.

A long line is cut at the labels in it; a two-column table is fields; a table with a head is rows. A field
knows the lot and the section that it stands in. What is personal by its label never gets further.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from govgraph.loaders.ccgp.flat import flat_table
from govgraph.loaders.ccgp.labels import core_of, is_section, key_of
from govgraph.loaders.ccgp.lines import cut, is_prose, split, without_lot
from govgraph.loaders.notices.html import Table
from govgraph.loaders.notices.notice import lot_number

_LOT_NAME = re.compile(r"[（(]([^（）()]{2,80})[）)]\s*[:：]?\s*$|[:：]\s*([^:：]{2,120})$")
_MOST_EVENTS, _MOST_LINES = 50_000, 400


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a page says. ``kind``: ``field`` (``key``, ``label``, ``value``), ``line``, ``section``,
    ``lot`` (a change of lot) or ``rows`` (a table's rows, each by key with its head)."""

    kind: str
    value: str
    place: str
    key: str = ""
    label: str = ""
    lot: str = ""
    section: str = ""
    rows: tuple[Row, ...] = ()
    head: str = ""

    @property
    def label_with_head(self) -> str:
        """The label as printed, with its brackets: they may name the unit."""
        return self.head or self.label


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row: values by key of the column, with the column's head; ``keys`` is the whole head."""

    values: dict[str, tuple[str, str]]
    place: str
    keys: frozenset[str]


@dataclass(slots=True)
class Events:
    """Reads the blocks of a page; keeps the section and lot that it is in."""

    section: str = ""
    lot: str = ""
    made: list[Event] = field(default_factory=list)

    def read(self, blocks: Sequence[str | Table]) -> list[Event]:
        """All events of the blocks, in order."""
        lines: list[str] = []
        for block in blocks:
            if isinstance(block, Table):
                self._lines(lines)
                lines = []
                self._table(block)
            else:
                lines += block.splitlines()
        self._lines(lines)
        return self.made

    def _add(
        self,
        kind: str,
        value: str,
        key: str = "",
        label: str = "",
        place: str = "",
        rows: tuple[Row, ...] = (),
    ) -> None:
        name = core_of(label) if key and key != "lot" else label
        where = place or (f"包{self.lot} / {name}" if self.lot and name else name)
        self.made.append(Event(kind, value, where, key, name, self.lot, self.section, rows, label))

    # ── lines ─────────────────────────────────────────────────────────────────────────────────

    def _lines(self, lines: Sequence[str]) -> None:
        place = 0
        while place < len(lines) and len(self.made) < _MOST_EVENTS:
            head, rows, taken, rest = flat_table(lines[place : place + _MOST_LINES])
            if rows:
                columns = {n: (key_of(cell), cell) for n, cell in enumerate(head)}
                self._line(lines[place].split(head[0])[0])
                where = [f"{head[0]}…行{number}" for number, _ in enumerate(rows, 1)]
                self._rows([_row(columns, row, at) for row, at in zip(rows, where, strict=True)])
                self._line(rest)
                place += taken
            else:
                self._line(lines[place])
                place += 1

    def _line(self, line: str) -> None:
        for part in cut(line):
            if part:
                self._part(part)

    def _part(self, part: str) -> None:
        if is_section(part):
            self.section, self.lot = core_of(re.split("[:：]", part, maxsplit=1)[0]), ""
        label, colon, value = split(part)
        number = lot_number(label) if len(label) < 60 else ""
        key = key_of(label)
        if not key and number and colon:
            key = key_of(without_lot(label))
        if key == "lot" and value.strip() and len(value) < 60:
            self.lot = lot_number(f"包{value}") or self.lot
            self._add("lot", value, "lot", label)
            return
        if number and (colon or len(part) < 80) and not is_prose(part):
            self.lot = number
            if not key:
                named = _LOT_NAME.search(part)
                self._add("lot", (named[1] or named[2] or "") if named else "", "lot", part[:40])
                if re.search("废标|流标|采购失败|终止|不足三家|不足3家", part):
                    self._add("field", value or part, "failure", "废标")
                return
        if key and (colon or is_section(part) or (len(part) < 16 and key != "failure")):
            self._add("field", value.strip(), key, label)
            return
        self._add("section" if is_section(part) else "line", part)

    # ── tables ────────────────────────────────────────────────────────────────────────────────

    def _table(self, table: Table) -> None:
        head: dict[int, tuple[str, str]] = {}
        rows: list[Row] = []
        for number, (cells, own) in enumerate(zip(table.rows, table.own, strict=True), 1):
            texts = [cell for cell, is_own in zip(cells, own, strict=True) if is_own]
            if not any(texts):
                continue
            if len(set(cells)) == 1 or (len(texts) == 1 and not head):
                self._rows(rows)
                rows, head = [], {}
                for line in texts[0].splitlines():
                    self._line(line)
            elif columns := _head_of(cells, own):
                if set(columns) != set(head) or rows:
                    self._rows(rows)
                    rows = []
                head = {**columns} if not head or rows or len(columns) > 2 else head | columns
            elif head:
                rows.append(_row(head, cells, f"表{table.number}行{number}"))
            else:
                self._pairs(cells, own, table.number)
        self._rows(rows)

    def _rows(self, rows: list[Row]) -> None:
        if rows:
            self._add("rows", "", place=rows[0].place, rows=tuple(rows))

    def _pairs(self, cells: Sequence[str], own: Sequence[bool], number: int) -> None:
        """A row of labels and values side by side; what is neither is lines."""
        texts = [(cell, is_own) for cell, is_own in zip(cells, own, strict=True) if is_own]
        place = 0
        while place < len(texts):
            label = texts[place][0].split("\n")[0]
            key = key_of(label) if len(label) < 40 else ""
            number_ = lot_number(label) if not key and len(label) < 40 else ""
            if key and place + 1 < len(texts):
                value = texts[place + 1][0]
                if key == "lot":
                    self.lot = lot_number(f"包{value}") or self.lot
                    self._add("lot", "", "lot", label)
                else:
                    self._add("field", value, key, label, f"表{number} / {core_of(label)}")
                place += 2
                continue
            if number_ and place == 0:
                self.lot = number_
                self._add("lot", "", "lot", label)
            else:
                for line in texts[place][0].splitlines():
                    self._line(line)
            place += 1


def _row(head: Mapping[int, tuple[str, str]], cells: Sequence[str], place: str) -> Row:
    values = {key: (cells[n], label) for n, (key, label) in head.items() if n < len(cells)}
    return Row(values, place, frozenset(key for key, _ in head.values()))


def _head_of(cells: Sequence[str], own: Sequence[bool]) -> dict[int, tuple[str, str]]:
    """The columns of a head row by place, empty for any other row: labels stand side by side in it."""
    keys = [key_of(cell) if own_ and len(cell) < 60 else "" for cell, own_ in zip(cells, own, strict=True)]
    here = [place for place, is_own in enumerate(own) if is_own and cells[place]]
    beside = any(keys[a] and keys[b] for a, b in pairwise(here))
    known = [place for place in here if keys[place]]
    if not beside or len(known) < 2 or len(known) * 2 < len(here) or any("：" in cells[p] and cells[p][-1] != "：" for p in known):  # fmt: skip
        return {}
    columns: dict[int, tuple[str, str]] = {}
    for place in known:
        if keys[place] not in [key for key, _ in columns.values()] or keys[place] in ("goods", "drop"):
            columns[place] = (keys[place], " ".join(cells[place].split()))
    return columns
