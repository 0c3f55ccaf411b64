"""Lines and tables of a notice to a stream of what they say: fields and rows, each with what it stands under.

A field or row knows its sections and caption (``Scope``), from the outside in, and its lot. Tables come in
four shapes: a head with rows, labels and values side by side, a column for each bidder, and the name of a
group beside the rows of the group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from govgraph.loaders.notices.lines import cut, is_section, opens_lot, split, without_lot
from govgraph.loaders.notices.lots import lot_number, lots_in
from govgraph.loaders.notices.table import Table
from govgraph.loaders.notices.table_shapes import (  # fmt: skip
    Head,
    across,
    head_of,
    is_rank,
    opens_pair,
    own_cells,
)
from govgraph.loaders.notices.vocabulary import core_of, group, key_of, pattern, scope_of

_NUMBERED = re.compile(r"^\s*(?:[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}(?:\.[0-9]{1,2})*[、.．)）](?![0-9]))")  # fmt: skip
_ENTRY = re.compile(rf"{_NUMBERED.pattern}([^，,。；;:：]{{4,40}})(?:$|[，,；;][^。]*$)")
_CAPTION = re.compile(r"[^。；;！？!?]{2,40}")
_SHORT = 16  # signs of a label that stands alone on its line
_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Scope:
    """What a field or table stands under: sections from the outside in, the last a caption, and the lot.

    ``fresh``: no other table stands between the innermost words and this one.
    """

    words: tuple[str, ...] = ()
    lot: str = ""
    lot_name: str = ""
    fresh: bool = True

    @property
    def about(self) -> tuple[str, bool]:
        """What the innermost words that tell it are about, and whether they are the innermost of all."""
        for depth, words in enumerate(reversed(self.words)):
            if kind := scope_of(words):
                return kind, depth == 0
        return "", False


@dataclass(slots=True)
class Seen:
    """A table or run of rows as met: where, its head, what it stands under; ``used`` once it gave anything."""

    place: str
    head: str
    caption: str
    used: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value, or a line of running text (``key`` empty)."""

    key: str
    label: str
    value: str
    place: str
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of one thing, by key, with all heads of the table as printed."""

    cells: Mapping[str, Field]
    heads: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    scope: Scope
    seen: Seen


@dataclass(slots=True)
class Blocks:
    """Reads the blocks of a notice into ``stream``; keeps the sections and the lot that it is in."""

    stream: list[Field | Row] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    section: str = ""
    part: str = ""
    caption: str = ""
    lot: str = ""
    lot_name: str = ""
    fresh: bool = True
    before: str = ""  # the caption before the label that waits
    waiting: Field | None = None
    listed: Field | None = (
        None  # the label of numbered names: 中标候选人： / 1、甲公司，报价：… / 2、乙公司 …
    )

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
                self.line(block)
        return self

    @property
    def scope(self) -> Scope:
        """What the next field or table stands under."""
        words = tuple(word for word in (self.section, self.part, self.caption) if word)
        return Scope(words, self.lot, self.lot_name, self.fresh)

    def note_field(self, key: str, label: str, value: str, place: str = "") -> None:
        where = place or core_of(label)
        if self.lot and not place:
            where = f"包{self.lot} / {where}" if where else f"包{self.lot}"
        self.stream.append(Field(key, label, value.strip(), where, self.scope))

    # ── lines ─────────────────────────────────────────────────────────────────────────────────

    def line(self, line: str, place: str = "") -> None:
        for piece in cut(line):
            if piece:
                self.piece(piece, place)

    def piece(self, piece: str, place: str = "") -> None:
        label, colon, value = split(piece)
        key = key_of(label) if len(label) <= 60 else ""
        number = lot_number(label) if len(label) < 60 and (not key or key.startswith("lot")) else ""
        if is_section(piece):
            self.open_section(label, key, number)
        if key and (colon or is_section(piece) or (len(piece) <= _SHORT and not self.is_value(piece))):
            self.labelled(key, label, value, place, bool(colon))
        elif number and self.opens(piece, label, colon, value, number, place):
            return
        elif not key and (named := self.listed or self.waiting) and self.is_entry(piece, named):
            self.listed, self.waiting = named, None
            self.note_field(named.key, named.label, _NUMBERED.sub("", piece), place)
        elif not colon and _NUMBERED.match(piece) and _CAPTION.fullmatch(piece):
            self.part, self.caption, self.waiting, self.fresh = piece, "", None, True
            self.party(piece)
        elif is_section(piece):
            self.party(label)
            if value:
                self.text(value, place)
        elif self.waiting:
            self.below(piece, place)
        elif self.is_caption(piece, label, value):
            self.caption, self.fresh = label, True
            self.party(label)
            if len(label) > _SHORT:  # 现将某局2026年7月采购意向公开如下：
                self.text(piece, place)
        else:
            self.text(piece, place)

    def text(self, line: str, place: str) -> None:
        self.stream.append(Field("", "", line, place or "text", self.scope))

    def is_value(self, piece: str) -> bool:
        """Whether a lone label is rather the value of the label before it: 采购方式 / 竞价."""
        waits = self.waiting.key if self.waiting else ""
        return (
            waits == "method"
            or (waits == "title" and key_of(piece) == "plain")
            or (waits in group("NAMES") and bool(pattern("lot-ended").search(piece)))
        )

    @staticmethod
    def is_entry(piece: str, label: Field) -> bool:
        """Whether a line is one of the numbered names below a label: 2、乙公司，投标报价：3万元."""
        found = _ENTRY.match(piece)
        return label.key in group("NAMES") and bool(found and pattern("organisation").search(found[1]))

    def is_caption(self, piece: str, label: str, value: str) -> bool:
        return not value and bool(_CAPTION.fullmatch(label)) and "，" not in label and "," not in label

    def open_section(self, label: str, key: str, number: str) -> None:
        self.section, self.part, self.caption, self.waiting, self.fresh = label, "", "", None, True
        self.listed = None
        if key not in group("OF_OFFER") and not number:
            self.lot = self.lot_name = ""

    def party(self, label: str) -> None:
        """A heading that names a role (采购人信息) says whose the next 名称 is."""
        key = key_of(label.rstrip(":：").removesuffix("信息"))
        if key in ("buyer", "agent", "winner", "single", "supplier", "candidate", "party_b"):
            self.stream.append(Field("party", label, key, "", self.scope))
            if key in ("buyer", "agent"):
                self.lot = self.lot_name = ""

    def labelled(self, key: str, label: str, value: str, place: str, colon: bool) -> None:
        if key in ("lot", "lot_name", "lot_code") and value:
            self.name_lot(key, label, value)
        found = lot_number(label) if key in group("OF_OFFER") or key in ("budget", "ceiling") else ""
        if found and without_lot(label) != label:
            self.lot = found
        if value:
            self.note_field(key, label, value, place)
            self.waiting = (
                Field(key, label, "", place or core_of(label), self.scope) if key in group("LONG") else None
            )
            return
        self.party(label)
        self.before, self.waiting = self.caption, None
        topic = core_of(label).endswith(("信息", "情况", "如下"))  # 中标人信息 is no label of a name
        if (key in group("WAITS") and not topic) or key == "drop":
            self.waiting = Field(key, label, "", place or core_of(label), self.scope)
        if not colon or scope_of(label):  # what follows may be a table, or lines of their own
            self.caption, self.fresh = label, True

    def name_lot(self, key: str, label: str, value: str) -> None:
        number = lot_number(value if key == "lot_name" else f"包{value}")
        if key == "lot" and not number and len(value) < 4:
            number = value.strip().upper()
        if number and (key != "lot_code"):
            self.lot, self.lot_name = number, ""
            if key == "lot":
                return
            name = pattern("lot-name").search(value) if key == "lot_name" else None
            if name:
                self.lot_name = name[1] or name[2] or name[3] or ""

    def opens(self, piece: str, label: str, colon: str, value: str, number: str, place: str) -> bool:
        """A line that opens a lot (采购包1：平台), or says something of one (第1包中标供应商：…)."""
        if self.waiting and self.waiting.key in ("budget", "ceiling") and re.search("[0-9]{3}", piece):
            self.below(piece, place)
            return True
        rest = key_of(without_lot(label))
        if rest and colon:
            self.lot, self.lot_name = number, ""
            self.labelled(rest, label, value, place, True)
            return True
        if not opens_lot(piece) or (not colon and len(piece) > 80) or len(lots_in(label)) > 1:
            return False
        self.caption, self.fresh = "", True
        self.lot, self.lot_name = number, ""
        if self.waiting and self.waiting.key in group("OF_OFFER") and value:
            self.note_field(self.waiting.key, self.waiting.label, value, place)
            return True
        named = pattern("lot-name").search(piece)
        self.lot_name = ((named[1] or named[2] or named[3]) if named else "") or ""
        self.note_field("lot", piece[:40], self.lot_name)
        if pattern("lot-ended").search(piece):
            self.note_field("failure", "废标", value or piece)
        return True

    def below(self, piece: str, place: str) -> None:
        """A line below a label without a value is its value; long values and names go on."""
        waiting = self.waiting
        if waiting is None or waiting.key == "drop":
            return
        if waiting.value and (not pattern("organisation").search(piece) or re.search("[：:。]", piece)):
            self.waiting = None
            self.text(piece, place)
        elif waiting.key in group("LONG") or len(piece) < 300:
            self.waiting = None
            if self.caption == waiting.label:
                self.caption = self.before
            if waiting.key in ("lot", "lot_name", "lot_code"):
                self.name_lot(waiting.key, waiting.label, piece)
            self.note_field(waiting.key, waiting.label, piece, place)
            if waiting.key in group("LONG") or (
                waiting.key in group("NAMES") and piece.endswith(("公司", "、", "；", ";"))
            ):
                self.waiting = replace(waiting, value="" if waiting.key in group("LONG") else "named")
        else:
            self.waiting = None
            self.text(piece, place)

    # ── tables ────────────────────────────────────────────────────────────────────────────────

    def table(self, table: Table) -> None:
        rows = [own_cells(cells, own) for cells, own in zip(table.rows, table.own, strict=True)]
        head: Head | None = None
        columns: dict[int, dict[str, Field]] = {}
        seen: Seen | None = None
        headed, wide = False, 0
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
                self.column(columns, cells, label_at, place)
                wide = len(row) if label_at == 0 and row[0][0] == 0 else 0
            elif columns and not head and len(row) == wide and len(row[0][1]) < 30:
                self.column(columns, cells, 0, place)
            elif len(set(cells)) == 1 or (len(row) == 1 and not head):
                self.title(row[0][1], place)
                seen = None
            elif found := head_of(row, below, cells, head if headed else None):
                head, headed, seen = found, True, self.meet(place, found.text)
                continue
            elif head and seen is None and not opens_pair(row, head):
                seen = self.meet(place, head.text)
                self.row(head, cells, starts, place, seen)
            elif head and seen and not opens_pair(row, head):
                self.row(head, cells, starts, place, seen)
            else:
                self.pairs(row, place)
            headed = False
        self.columns(columns, table)

    def meet(self, place: str, head: str) -> Seen:
        seen = Seen(place, head[:120], " / ".join(self.scope.words)[-80:])
        self.seen.append(seen)
        return seen

    def title(self, text: str, place: str) -> None:
        """A row over the whole table: a caption, a lot, or lines."""
        for line in text.splitlines():
            if is_rank(line):
                self.note_field("candidate", line, "", place)
                self.caption = line
            else:
                self.line(line, place)
        self.fresh = True

    def row(self, head: Head, cells: Sequence[str], starts: Sequence[str], place: str, seen: Seen) -> None:
        values: dict[str, Field] = {}
        others: list[tuple[str, str]] = []
        for at, (key, label) in head.columns.items():
            text = cells[at] if at < len(cells) else ""
            if not text or text == label:
                continue
            if key == "unit" and pattern("organisation").search(text):
                key = "name"
            if not key or key in ("plain", "remark", "won", "lost"):
                others.append((label, text))
            if key and key not in ("drop", "seq") and head.best(key, at, values):
                start = starts[at] if at < len(starts) else place
                values[key] = Field(key, label, text, f"{start} / {label[:40]}", self.scope)
        if values:
            heads = tuple(label for _, label in head.columns.values())
            self.stream.append(Row(values, heads, tuple(others), self.scope, seen))

    def column(self, columns: dict[int, dict[str, Field]], cells: Sequence[str], at: int, place: str) -> None:
        """One label and a value for each bidder: the values join the columns of the rows before."""
        label = cells[at]
        key = "rank" if is_rank(cells[at + 1]) else key_of(label)
        if not key and all(pattern("organisation").search(text) for text in cells[at + 1 :] if text):
            key = "bidder"
        elif not key and core_of(label) in ("合计", "总计") and self.scope.about[0] == "bid":
            key = "score"
        for across_, text in enumerate(cells[at + 1 :], at + 1):
            if text and key and key not in ("drop", "plain"):
                said = Field(key, label, text, f"{place}列{across_ + 1}", self.scope)
                columns.setdefault(across_, {}).setdefault(key, said)

    def columns(self, columns: dict[int, dict[str, Field]], table: Table) -> None:
        kept = [columns[at] for at in sorted(columns) if group("NAMES") & columns[at].keys()]
        if not kept:
            return
        heads = tuple(dict.fromkeys(said.label for column in kept for said in column.values()))
        first = next(iter(kept[0].values()))
        seen = self.meet(first.place, " | ".join(heads))
        self.stream += [Row(column, heads, (), first.scope, seen) for column in kept]

    def pairs(self, row: list[tuple[int, str]], place: str) -> None:
        """Labels and values side by side, after the name of a group where one opens the row."""
        texts = [text for _, text in row]
        if len(texts) > 2 and len(texts) % 2 and key_of(texts[1]) and texts[0]:
            if is_rank(texts[0]):
                self.note_field("candidate", texts[0], "", place)
                self.caption, self.fresh = texts[0], True
                texts = texts[1:]
            elif not key_of(texts[0]) or scope_of(texts[0]) or texts[0].endswith("信息"):
                self.caption, self.fresh = texts[0], True
                self.party(texts[0])
                texts = texts[1:]
        at = 0
        while at < len(texts):
            label = texts[at]
            short = len(label) < 40 and "\n" not in label
            key = key_of(label) if short else ""
            if key and at + 1 < len(texts):
                self.waiting = None
                self.pair(key, label, texts[at + 1], f"{place} / {core_of(label)}")
                at += 2
            elif short and at + 1 < len(texts) and label and not lot_number(label) and not split(label)[1]:
                for line in texts[at + 1].splitlines():  # a label that is not known: its value may hold one
                    if key_of(split(line)[0]) and split(line)[1]:
                        self.line(line, place)
                at += 2
            else:
                for line in label.splitlines():
                    self.line(line, place)
                at += 1
        self.waiting = None

    def pair(self, key: str, label: str, value: str, place: str) -> None:
        if key in ("drop", "seq"):
            return
        if key in ("plain", "goods", "remark", "won") and "\n" in value:
            self.caption, self.fresh = label, True
            for line in value.splitlines():
                self.line(line, place)
        elif value:
            self.labelled(
                key, label, " ".join(value.split("\n")) if key not in group("NAMES") else value, place, True
            )
        elif key == "candidate":
            self.note_field(key, label, "", place)


def fields(stream: Sequence[Field | Row], *keys: str) -> Iterator[Field]:
    """The single values of some keys, in the order of the notice."""
    return (item for item in stream if isinstance(item, Field) and item.key in keys)
