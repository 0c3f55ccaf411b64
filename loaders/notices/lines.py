"""Lines of a notice to fields: label and value on a line, a label and its value below, headings, lots."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from govgraph.loaders.notices.lots import lot_number, lots_in
from govgraph.loaders.notices.pieces import cut, is_section, opens_lot, split, without_lot
from govgraph.loaders.notices.stream import Field, Stream
from govgraph.loaders.notices.vocabulary import core_of, group, key_of, pattern, says, scope_of

_NUMBERED = re.compile(r"^\s*(?:[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}(?:\.[0-9]{1,2})*[、.．)）](?![0-9]))")  # fmt: skip
_ENTRY = re.compile(rf"{_NUMBERED.pattern}([^，,。；;:：]{{4,40}})(?:$|[，,；;][^。]*$)")
_CAPTION = re.compile(r"[^。；;！？!?]{2,40}")
_SHORT = 16  # signs of a label that stands alone on its line


@dataclass(slots=True)
class Lines(Stream):
    """Reads lines; a label without a value waits for it."""

    waiting: Field | None = None
    before: str = ""  # the caption before the label that waits
    listed: Field | None = None  # the label of numbered names: 中标候选人： / 1、甲公司 / 2、乙公司

    def lines(self, text: str, place: str = "") -> None:
        """Lines, each of which may hold several fields."""
        for line in text.splitlines():
            for piece in filter(None, cut(line)):
                self.piece(piece, place)

    def piece(self, piece: str, place: str) -> None:
        label, colon, value = split(piece)
        key = key_of(label) if len(label) <= 60 else ""
        number = lot_number(label) if len(label) < 60 and (not key or key.startswith("lot")) else ""
        section = is_section(piece)
        if section:
            self.section, self.part, self.waiting, self.listed = label, "", None, None
            self.under("")
            if key not in group("OF_OFFER") and not number:
                self.in_lot("")
        if key and (colon or section or (len(piece) <= _SHORT and not self.is_value(piece, key))):
            self.labelled(key, label, value, place, bool(colon))
        elif number and self.opens(piece, label, colon, value, number, place):
            return
        elif not key and (named := self.listed or self.waiting) and self.is_entry(piece, named):
            self.listed, self.waiting = named, None
            self.note(named.key, named.label, _NUMBERED.sub("", piece), place)
        elif not colon and _NUMBERED.match(piece) and _CAPTION.fullmatch(piece):
            self.part, self.waiting = piece, None
            self.under("")
            self.party(piece)
        elif section:
            self.party(label)
            if value:
                self.text(value, place)
        elif self.waiting:
            self.below(self.waiting, piece, place)
        elif not value and _CAPTION.fullmatch(label) and not re.search("[，,]", label):
            self.under(label)
            self.party(label)
            if len(label) > _SHORT:  # 现将某局2026年7月采购意向公开如下：
                self.text(piece, place)
        else:
            self.text(piece, place)

    def is_value(self, piece: str, key: str) -> bool:
        """Whether a lone label is rather the value of the label before it: 采购方式 / 竞价."""
        waits = self.waiting.key if self.waiting else ""
        ended = waits in group("NAMES") and pattern("lot-ended").search(piece)
        return waits == "method" or (waits == "title" and key == "plain") or bool(ended)

    @staticmethod
    def is_entry(piece: str, label: Field) -> bool:
        """Whether a line is one of the numbered names below a label: 2、乙公司，投标报价：3万元."""
        found = _ENTRY.match(piece)
        return label.key in group("NAMES") and bool(found and pattern("organisation").search(found[1]))

    def labelled(self, key: str, label: str, value: str, place: str, colon: bool) -> None:
        """A label and its value; or a label that waits for it, which may be a caption as well."""
        if key in group("OF_OFFER") | {"budget", "ceiling"} and without_lot(label) != label:
            self.lot = lot_number(label) or self.lot
        self.name_lot(key, value)
        waits = Field(key, label, "", place or core_of(label), self.scope)
        if value:
            self.note(key, label, value, place)
            self.waiting = replace(waits, value="more") if key in group("LONG") else None
            return
        self.party(label)
        topic = pattern("topic").search(core_of(label))  # 中标人信息 is no label of a name
        self.before = self.caption
        self.waiting = waits if key == "drop" or (key in group("WAITS") and not topic) else None
        if not colon or scope_of(label):  # what follows may be a table, or lines of their own
            self.under(label)

    def name_lot(self, key: str, value: str) -> None:
        """The lot that a value of 包号 or 标段名称 names."""
        if key in ("lot", "lot_name"):
            number = lot_number(value if key == "lot_name" else f"包{value}")
            if key == "lot" and not number and len(value) < 4:
                number = value.strip().upper()
            if number:
                self.in_lot(number, named_lot(value) if key == "lot_name" else "")

    def opens(self, piece: str, label: str, colon: str, value: str, number: str, place: str) -> bool:
        """A line that opens a lot (采购包1：平台), or says something of one (第1包中标供应商：…)."""
        waits = self.waiting.key if self.waiting else ""
        if self.waiting and waits in ("budget", "ceiling") and re.search("[0-9]{3}", piece):
            self.below(self.waiting, piece, place)
            return True
        if colon and (rest := key_of(without_lot(label))):
            self.in_lot(number)
            self.labelled(rest, label, value, place, True)
            return True
        if not opens_lot(piece) or (not colon and len(piece) > 80) or len(lots_in(label)) > 1:
            return False
        self.under("")
        self.in_lot(number)
        if self.waiting and not self.waiting.value and waits in group("OF_OFFER") and value:
            self.note(waits, self.waiting.label, value, place)
            return True
        self.lot_name = named_lot(piece)
        self.note("lot", piece[:40], self.lot_name)
        for found in pattern("limit-in-line").finditer(piece):  # 包1：平台，预算金额：3万元
            self.note(key_of(found[1]), found[1], found[2], place)
        if pattern("lot-ended").search(piece):
            self.note("failure", "废标", value or piece)
        return True

    def below(self, waiting: Field, piece: str, place: str) -> None:
        """A line below a label without a value is its value; long values and names go on."""
        key, long = waiting.key, waiting.key in group("LONG")
        if key == "drop":
            return
        self.waiting = None
        ended = waiting.value and (not says("organisation", piece) or re.search("[：:。]", piece))
        if not long and (ended or len(piece) >= 300):
            self.text(piece, place)
            return
        if self.caption == waiting.label:
            self.caption = self.before
        self.name_lot(key, piece)
        self.note(key, waiting.label, piece, place)
        if long or (key in group("NAMES") and piece.endswith(("公司", "、", "；", ";"))):
            self.waiting = replace(waiting, value="more")


def named_lot(text: str) -> str:
    """The name behind a lot's number: 包1（平台）, 标段一：平台."""
    found = pattern("lot-name").search(text)
    return next(filter(None, found.groups()), "") if found else ""
