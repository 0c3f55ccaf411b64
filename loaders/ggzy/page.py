"""A notice's page to what it says, in order: labelled values, and the rows of tables.

Tables come in four shapes: label and value side by side, a head with rows below, a column of labels with a
column for each bidder, and a group's name beside the rows of the group. Tables of people, past works and
awards are left out. Long lines are cut at the labels in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from govgraph.loaders.ggzy.labels import core_of, is_rank, key_of
from govgraph.loaders.ggzy.lines import joined, pieces
from govgraph.loaders.notices.html import Page, Table
from govgraph.loaders.notices.notice import lot_number

__all__ = ["Said", "Sheet", "read_sheet"]

#: Keys that say something of one bidder: a row that opens with one may hold a value for each.
_BIDDERS = frozenset(("candidate", "winner", "bidder", "supplier"))
_OF_BIDDER = _BIDDERS | {
    "price",
    "amount",
    "rate",
    "evaluated",
    "period",
    "rank",
    "score",
    "leader",
    "members",
    "code",
}
_PAST = re.compile("业绩|奖项|获奖|荣誉|类似项目|在建工程|颁奖|项目班子|人员情况|资格审查|否决")
_LOT_LINE = re.compile(
    r"^[\d.、（）()一二三四五六七八九十\s]*(?:第?[0-9A-Za-z一二三四五六七八九十]{1,3}(?:标段|标包|包|合同段)|(?:标段|标包|包|合同段)[0-9A-Za-z一二三四五六七八九十]{1,3})"
)
_UNKNOWN = re.compile(r"[^\s,，。;；0-9]{2,16}")
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Said:
    """A labelled value: what it is about (``key``), its label, its place and the lot that it stands in."""

    key: str
    label: str
    value: str
    place: str
    lot: str = ""


@dataclass(slots=True)
class Sheet:
    """What a page says: ``stream`` has single values, and rows (of one bidder each) as mappings by key."""

    stream: list[Said | Mapping[str, Said]] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    text: str = ""
    lot: str = ""

    def first(self, *keys: str) -> Said | None:
        """The first single value of one of the keys that says anything."""
        return next((s for s in self.all(*keys)), None)

    def all(self, *keys: str) -> Iterator[Said]:
        """All single values of one of the keys that say anything, in the order of the page."""
        return (s for s in self.stream if isinstance(s, Said) and s.key in keys and s.value.strip(" /\\-—无"))


def read_sheet(page: Page) -> Sheet:
    """The labelled values and rows of a page."""
    reader = _Reader()
    heading = ""
    for block in joined(page.blocks):
        if len(reader.sheet.stream) > _MOST:
            break
        if isinstance(block, Table):
            reader.table(block, heading)
        else:
            reader.line(block)
            heading = block if len(block) < 40 else ""
    reader.sheet.text = page.text()
    return reader.sheet


class _Reader:
    def __init__(self) -> None:
        self.sheet = Sheet()

    def take(self, key: str, label: str, value: str, place: str) -> None:
        if key not in ("drop", "plain", "seq", "goods", "name"):
            self.sheet.stream.append(Said(key, label, value, place, self.sheet.lot))

    # ── lines ─────────────────────────────────────────────────────────────────────────────────

    def line(self, line: str, place: str = "") -> None:
        if _LOT_LINE.match(line) and len(line) < 60 and (number := lot_number(line[:30])):
            self.sheet.lot = number
        for label, value in pieces(line):
            if key := key_of(label):
                self.take(key, label, value, place or core_of(label))

    # ── tables ────────────────────────────────────────────────────────────────────────────────

    def table(self, table: Table, heading: str) -> None:
        rows = [_own(cells, own) for cells, own in zip(table.rows, table.own, strict=True)]
        if _PAST.search(heading) or (rows and any(_PAST.search(t) for _, t in rows[0] if len(t) < 12)):
            return
        head: dict[int, tuple[str, str]] = {}
        headed = False  # whether the row before was a head: then the next may be its second line
        columns: dict[int, dict[str, Said]] = {}
        for number, (cells, row) in enumerate(zip(table.rows, rows, strict=True), 1):
            place = f"表{table.number}行{number}"
            if not any(text for _, text in row):
                continue
            if (at := _across(row)) is not None and not (head and is_rank(cells[at])):
                self.column(columns, cells, at, place)
            elif len(set(cells)) == 1 or (len(row) == 1 and not head):
                head = {}
                if is_rank(row[0][1]):  # what follows is of this candidate
                    self.take("candidate", row[0][1], "", place)
                for line in row[0][1].splitlines():
                    self.line(line, place)
            elif found := _head(row):
                head = head | found if headed else found
                headed = True
                continue
            elif head and not _opens_pair(row):
                self.row(head, cells, place)
            else:
                self.pairs(row, place)
            headed = False
        self.sheet.stream += [columns[at] for at in sorted(columns) if _BIDDERS & columns[at].keys()]

    def column(self, columns: dict[int, dict[str, Said]], cells: Sequence[str], at: int, place: str) -> None:
        """One label and a value for each bidder: the values join the columns of the rows before."""
        label = cells[at]
        key = "rank" if is_rank(cells[at + 1]) else key_of(label)
        if key in ("drop", "plain"):
            return
        for place_, text in enumerate(cells[at + 1 :], at + 1):
            if text and key:
                said = Said(key, label, text, f"{place}列{place_ + 1}", self.sheet.lot)
                columns.setdefault(place_, {}).setdefault(key, said)

    def row(self, head: Mapping[int, tuple[str, str]], cells: Sequence[str], place: str) -> None:
        values: dict[str, Said] = {}
        for at, (key, label) in head.items():
            if at < len(cells) and cells[at] and key not in ("drop", "plain", "seq", "goods"):
                values.setdefault(key, Said(key, label, cells[at], place, self.sheet.lot))
        if values:
            self.sheet.stream.append(values)

    def pairs(self, row: list[tuple[int, str]], place: str) -> None:
        """Labels and values side by side, after the name of a group where one opens the row."""
        texts = [text for _, text in row]
        if (
            len(texts) > 2
            and len(texts) % 2
            and key_of(texts[1])
            and (is_rank(texts[0]) or not key_of(texts[0]))
        ):
            if is_rank(texts[0]):
                self.take("candidate", texts[0], "", place)
            texts = texts[1:]
        at = 0
        while at < len(texts):
            label = texts[at]
            key = key_of(label) if len(label) < 40 else ""
            if key and at + 1 < len(texts):
                self.take(key, label, texts[at + 1], f"{place} {core_of(label)}")
                if key == "plain" and "\n" in texts[at + 1]:
                    for line in texts[at + 1].splitlines():
                        self.line(line, place)
                if key == "candidate" and not texts[at + 1]:
                    at += 1
            elif at + 1 < len(texts) and _UNKNOWN.fullmatch(core_of(label)) and texts[at + 1]:
                self.sheet.unknown[core_of(label)] = texts[at + 1][:200]
            else:
                for line in label.splitlines():
                    self.line(line, place)
                at -= 1
            at += 2


def _own(cells: Sequence[str], own: Sequence[bool]) -> list[tuple[int, str]]:
    """The cells that begin in a row, with their columns."""
    return [(at, text) for at, (text, here) in enumerate(zip(cells, own, strict=True)) if here]


def _across(row: list[tuple[int, str]]) -> int | None:
    """The column of the label where a row says one thing of each of several bidders, else ``None``.

    Counted from the last label, so that a group's name and a label over two columns are passed.
    """
    first = next((at for at, (_, text) in enumerate(row) if text), 0)
    if first and is_rank(row[first][1]):
        first -= 1  # an empty corner over the labels
    if (
        len(row) > first + 3
        and key_of(row[first][1]) not in _OF_BIDDER
        and key_of(row[first + 1][1])
        and not is_rank(row[first + 1][1])
    ):
        first += 1  # the name of a group of rows
    label = row[first][1]
    values = [text for _, text in row[first + 1 :]]
    if len(values) < 2 or len(label) > 30:
        return None
    ranks = [text for text in values if is_rank(text)]
    last = row[first + 1][0] - 1
    if len(ranks) == len(values) or (not label and len(ranks) > 1):
        return last if not key_of(label) or key_of(label) in ("rank", "candidate", "seq") else None
    if key_of(label) not in _OF_BIDDER | {"drop", "plain"} or any(
        key_of(text) for text in values if len(text) < 30
    ):
        return None
    return last


def _head(row: list[tuple[int, str]]) -> dict[int, tuple[str, str]]:
    """The columns of a head row by place, empty for any other row: labels stand side by side in it."""
    keys = {at: key_of(text) for at, text in row if text and len(text) < 40 and not re.search("[:：].", text)}
    known = [at for at, key in keys.items() if key]
    beside = any(keys.get(a) and keys.get(b) for (a, _), (b, _) in pairwise(row))
    filled = sum(bool(text) for _, text in row)
    told = [at for at in known if keys[at] not in ("drop", "plain", "seq", "goods")]
    if (
        not beside
        or not told
        or len(told) + len(known) < 4
        or len(known) * 2 < filled
        or any(is_rank(text) for _, text in row)
    ):
        return {}
    return {at: (keys[at], text) for at, text in row if keys.get(at)}


def _opens_pair(row: list[tuple[int, str]]) -> bool:
    """Whether a row below a head is label and value again: 招标人 | 某局."""
    texts = [text for _, text in row]
    key = key_of(texts[0]) if len(texts[0]) < 30 else ""
    return (
        len(texts) % 2 == 0
        and len(texts) <= 4
        and key in ("buyer", "agent", "publicity", "published", "region")
    )
