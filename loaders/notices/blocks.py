"""Lines and tables of a notice to a stream of what they say.

Tables come in four shapes: a head with rows, labels and values side by side, a column for each bidder, and
the name of a group beside the rows of the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govgraph.loaders.io.grid import Table
from govgraph.loaders.notices.lines import Lines
from govgraph.loaders.notices.lots import lot_number
from govgraph.loaders.notices.pieces import split
from govgraph.loaders.notices.stream import Field, Row, Scope, Seen
from govgraph.loaders.notices.table_shapes import Head, across, head_of, is_rank, opens_pair, own_cells
from govgraph.loaders.notices.vocabulary import core_of, group, key_of, says, scope_of

_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Turned:
    """A row that says one thing of each of several bidders: its label, its cells, and where they begin."""

    key: str
    label: str
    cells: Sequence[str]
    at: int
    place: str


@dataclass(slots=True)
class Blocks(Lines):
    """Reads all blocks of a notice."""

    def read(self, blocks: Sequence[str | Table]) -> Blocks:
        """All fields and rows of the blocks, in their order."""
        for block in blocks:
            if len(self.stream) > _MOST:
                break
            if isinstance(block, Table):
                self.waiting = None
                self.table(block)
                self.fresh = False
            else:
                self.lines(block)
        return self

    def table(self, table: Table) -> None:
        """Each row by its shape; heads hold until another one or a pair of label and value."""
        rows = [own_cells(cells, own) for cells, own in zip(table.rows, table.own, strict=True)]
        head: Head | None = None
        turned: list[Turned] = []
        seen: Seen | None = None
        headed, wide, scope = False, 0, self.scope
        starts: list[str] = []  # the place where the cell of each column begins
        for at, (cells, row) in enumerate(zip(table.rows, rows, strict=True)):
            place = f"表{table.number}行{at + 1}"
            above = table.rows[at - 1] if at else ()
            starts = [
                place if own or not above or above[column] != text else starts[column]
                for column, (text, own) in enumerate(zip(cells, table.own[at], strict=True))
            ]
            if not any(text for _, text in row):
                continue
            below = next((r for r in rows[at + 1 :] if any(text for _, text in r)), [])
            if (label_at := across(row)) is not None and not (head and is_rank(cells[label_at])):
                scope = scope if turned else self.scope
                turned.append(self.turn(cells, label_at, place))
                wide = len(row) if label_at == 0 and row[0][0] == 0 else 0
            elif turned and not head and len(row) == wide and len(row[0][1]) < 30:
                turned.append(self.turn(cells, 0, place))
            elif len(set(cells)) == 1 or (len(row) == 1 and not head):
                self.title(row[0][1], place)
                seen = None
            elif found := head_of(row, below, cells, head if headed else None):
                head, headed, seen = found, True, self.meet(place, found.text)
                continue
            elif head and not opens_pair(row, head):
                seen = seen or self.meet(place, head.text)
                for one in head.groups:
                    self.row(one, cells, starts, self.scope, seen)
            else:
                self.pairs(row, place)
            headed = False
        self.columns(turned, scope)

    def title(self, text: str, place: str) -> None:
        """A row over the whole table: a caption, a lot, or lines."""
        for line in text.splitlines():
            if is_rank(line):
                self.note("candidate", line, "", place)
                self.caption = line
            else:
                self.lines(line, place)
        self.fresh = True

    def row(self, head: Head, cells: Sequence[str], starts: Sequence[str], scope: Scope, seen: Seen) -> None:
        """A row below a head."""
        values: dict[str, Field] = {}
        others: list[tuple[str, str]] = []
        for at, (key, label) in head.columns.items():
            text = cells[at] if at < len(cells) else ""
            if not text or text == label:
                continue
            if key == "unit" and says("organisation", text):
                key = "name"
            if not key or key in ("plain", "remark", "won", "lost"):
                others.append((label, text))
            if key and key not in ("drop", "seq") and head.best(key, at, values):
                values[key] = Field(key, label, text, f"{starts[at]} / {label[:40]}", scope)
        if values:
            heads = tuple(label for _, label in head.columns.values())
            self.stream.append(Row(values, heads, tuple(others), scope, seen))

    def turn(self, cells: Sequence[str], at: int, place: str) -> Turned:
        """A row of which each cell behind the label is about another bidder."""
        label, values = cells[at], [text for text in cells[at + 1 :] if text]
        key = "rank" if is_rank(cells[at + 1]) else key_of(label)
        if not key and all(says("organisation", text) for text in values):
            key = "bidder"
        elif not key and core_of(label) in ("合计", "总计") and self.scope.about[0] == "bid":
            key = "score"
        return Turned(key, label, cells, at, place)

    def columns(self, turned: list[Turned], scope: Scope) -> None:
        """A column for each bidder is a row below the labels."""
        named = [one for one in turned if one.key in group("NAMES")]
        if not named:
            return
        head = Head({number: (one.key, one.label) for number, one in enumerate(turned)})
        seen = self.meet(turned[0].place, head.text)
        for column in range(1, max(len(one.cells) for one in turned)):
            if any(column > one.at and one.cells[column : column + 1] != ("",) for one in named):
                cells = ["" if column <= one.at else one.cells[column] for one in turned]
                self.row(head, cells, [f"{one.place}列{column + 1}" for one in turned], scope, seen)

    def pairs(self, row: list[tuple[int, str]], place: str) -> None:
        """Labels and values side by side, after the name of a group where one opens the row."""
        texts = [text for _, text in row]
        first = texts[0]
        if len(texts) > 2 and len(texts) % 2 and key_of(texts[1]) and first:
            if is_rank(first):
                self.note("candidate", first, "", place)
            if is_rank(first) or not key_of(first) or scope_of(first) or first.endswith("信息"):
                self.under(first)
                self.party(first)
                texts = texts[1:]
        at = 0
        while at < len(texts):
            label, value = texts[at], texts[at + 1] if at + 1 < len(texts) else None
            short = len(label) < 40 and "\n" not in label
            key = key_of(label) if short else ""
            if key and value is not None:
                self.waiting = None
                self.pair(key, label, value, f"{place} / {core_of(label)}")
            elif short and value is not None and label and not lot_number(label) and not split(label)[1]:
                for line in value.splitlines():  # a label that is not known: its value may hold one
                    if key_of(split(line)[0]) and split(line)[1]:
                        self.lines(line, place)
            else:
                self.lines(label, place)
                at -= 1
            at += 2
        self.waiting = None

    def pair(self, key: str, label: str, value: str, place: str) -> None:
        if key in ("plain", "goods", "remark", "won") and "\n" in value:
            self.under(label)
            self.lines(value, place)
        elif value and key not in ("drop", "seq"):
            words = value if key in group("NAMES") else " ".join(value.split("\n"))
            self.labelled(key, label, words, place, True)
        elif key == "candidate":
            self.note(key, label, "", place)
