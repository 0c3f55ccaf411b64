"""Lines and tables of a page to a stream of what they say: fields, lots, sections, rows of tables.

A long line is cut at the labels in it; a two-column table is fields; a table with a head is rows. A field
knows the lot and the section that it stands in. What is personal by its label never gets further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govgraph.loaders.ccgp_labels import core_of, is_section, key_of
from govgraph.loaders.notice import lot_number
from govgraph.loaders.notice_html import Table, tidy

#: Labels that end the value before them even where nothing stands between.
_STRONG = (
    "原公告的采购项目编号|原公告的采购项目名称|原公告项目名称|原公告地址|采购项目编号|采购项目名称|项目编号|项目名称|招标编号|首次公告日期"
    "|本次变更日期|更正日期|采购人名称|采购人地址|采购人联系方式|采购单位名称|采购单位地址|采购单位联系方式|采购代理机构全称|采购代理机构名称"
    "|采购代理机构地址|采购代理机构联系方式|采购代理机构|代理机构名称|项目联系人|项目联系电话|项目联系方式|联系人及电话|联系人|联系电话|联系方式"
    "|中标供应商名称|成交供应商名称|供应商名称|供应商地址|总中标金额|中标（成交）金额|中标金额|成交金额|预算金额|最高限价|采购方式|合同履行期限"
)
_LABEL = re.compile(
    rf"(?:(?:^|(?<=[\s。；;，,、）):：]))([^\s:：。；;，,]{{2,40}}?(?:[（(][^（()）]{{0,40}}[）)])?)|(?P<strong>{_STRONG}))\s*[:：]"
)
_TRAIL = re.compile(
    r"[\s；;，,（(]*(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[、.．])?\s*$"
)
_HINT = re.compile(r"^[（(](?:可填写|如有|注|含税)[^（()）]*[）)]\s*[:：]?\s*")
_LOT_LINE = re.compile(
    r"^[\s\d.、（）()]*(?:.{0,6}?)(?:采购包|标包|标段|分包|合同包|标项|包组|包|合同段|分标)"
)
_LOT_NAME = re.compile(r"[（(]([^（）()]{2,80})[）)]\s*[:：]?\s*$|[:：]\s*([^:：]{2,120})$")
_MOST_EVENTS = 50_000


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
        for block in blocks:
            if len(self.made) > _MOST_EVENTS:
                break
            if isinstance(block, Table):
                self._table(block)
            else:
                for line in block.splitlines():
                    self._line(line)
        return self.made

    def _add(self, kind: str, value: str, key: str = "", label: str = "", place: str = "", rows: tuple[Row, ...] = (), head: str = "") -> None:  # fmt: skip
        where = place or (f"包{self.lot} / {label}" if self.lot and label else label)
        self.made.append(Event(kind, value, where, key, label, self.lot, self.section, rows, head))

    # ── lines ─────────────────────────────────────────────────────────────────────────────────

    def _line(self, line: str) -> None:
        for part in _cut(line):
            if part:
                self._part(part)

    def _part(self, part: str) -> None:
        if is_section(part):
            self.section, self.lot = core_of(re.split("[:：]", part, maxsplit=1)[0]), ""
        label, colon, value = _split(part)
        number = lot_number(label) if len(label) < 60 else ""
        key = key_of(label)
        if not key and number and colon:
            key = key_of(_without_lot(label))
        if key == "lot" and value.strip() and len(value) < 60:
            self.lot = lot_number(f"包{value}") or self.lot
            self._add("lot", value, "lot", label)
            return
        if number and (colon or len(part) < 80) and not _is_prose(part):
            self.lot = number
            if not key:
                named = _LOT_NAME.search(part)
                self._add("lot", (named[1] or named[2] or "") if named else "", "lot", part[:40])
                if re.search("废标|流标|采购失败|终止|不足三家|不足3家", part):
                    self._add("field", value or part, "failure", "废标")
                return
        if key and (colon or is_section(part) or (len(part) < 16 and key != "failure")):
            self._add("field", value.strip(), key, core_of(label), head=label)
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
                values = {key: (cells[place], label) for place, (key, label) in head.items() if place < len(cells)}  # fmt: skip
                rows.append(
                    Row(values, f"表{table.number}行{number}", frozenset(k for k, _ in head.values()))
                )
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
                    self._add(
                        "field", value, key, core_of(label), f"表{number} / {core_of(label)}", head=label
                    )
                place += 2
                continue
            if number_ and place == 0:
                self.lot = number_
                self._add("lot", "", "lot", label)
            else:
                for line in texts[place][0].splitlines():
                    self._line(line)
            place += 1


def _head_of(cells: Sequence[str], own: Sequence[bool]) -> dict[int, tuple[str, str]]:
    """The columns of a head row by place, empty for any other row: labels stand side by side in it."""
    keys = [key_of(cell) if own_ and len(cell) < 60 else "" for cell, own_ in zip(cells, own, strict=True)]
    here = [place for place, is_own in enumerate(own) if is_own and cells[place]]
    beside = any(keys[a] and keys[b] for a, b in zip(here, here[1:], strict=False))
    known = [place for place in here if keys[place]]
    if not beside or len(known) < 2 or len(known) * 2 < len(here) or any("：" in cells[p] and cells[p][-1] != "：" for p in known):  # fmt: skip
        return {}
    columns: dict[int, tuple[str, str]] = {}
    for place in known:
        if keys[place] not in [key for key, _ in columns.values()] or keys[place] in ("goods", "drop"):
            columns[place] = (keys[place], " ".join(cells[place].split()))
    return columns


def _cut(line: str) -> Iterator[str]:
    """A line in pieces, each beginning with a label that is known or a numbered section."""
    if len(line) < 12 or len(re.findall("[:：]", line)) < 2:
        yield line
        return
    start, place = 0, 0
    while match := _LABEL.search(line, place):
        label, here = match["strong"] or match[1], match.start("strong" if match["strong"] else 1)
        opened = max(label.rfind("（"), label.rfind("("))
        if opened >= 0 and not re.search(
            "[）)]", label[opened:]
        ):  # X（招标文件编号: the label begins in the bracket
            label, here = label[opened + 1 :], here + opened + 1
        if not (match["strong"] or key_of(label) or is_section(label) or _lot_label(label)):
            place = here + 1  # a label may begin within what looks like one
            continue
        place = match.end()
        if here > start:
            if piece := _TRAIL.sub("", line[start:here]).strip():
                yield tidy(piece)
            start = here
    yield tidy(line[start:])


def _lot_label(label: str) -> bool:
    number = lot_number(label)
    return bool(number) and (not _without_lot(label) or bool(key_of(_without_lot(label))))


def _without_lot(label: str) -> str:
    """A label without the lot in it: 第1包中标供应商 is 中标供应商."""
    return re.sub(
        r"^.{0,3}?(?:第?\s*[0-9A-Za-z一二三四五六七八九十]{1,4}\s*号?(?:采购包|标包|标段|分包|合同包|标项|包组|包)"
        r"|(?:采购包|标包|标段|分包|合同包|标项|包组|包)\s*[0-9A-Za-z一二三四五六七八九十]{1,4})(?:[（(][^（）()]*[）)])?[的\s]*", "", label,
    )  # fmt: skip


def _split(part: str) -> tuple[str, str, str]:
    """Label, colon and value; a hint in brackets after the colon belongs to the label."""
    match = re.match(r"([^:：]{1,80}?)\s*([:：])\s*(.*)$", part, re.DOTALL)
    if not match:
        return part, "", ""
    label, value = match[1], match[3]
    if hint := _HINT.match(value):
        label, value = label + hint[0].rstrip(":： "), value[hint.end() :]
    return label, match[2], value


def _is_prose(part: str) -> bool:
    """Whether a part only speaks of lots (本项目分为2包, 详见第二包…) instead of opening one."""
    return not _LOT_LINE.match(part) or bool(
        re.search("。.|本项目|投标人|详见|每个?包|各包|兼投|共分|划分|可以", part[:80])
    )
