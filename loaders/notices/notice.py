"""A procurement notice as parsed from any portal's page, and which procedure it belongs to.

Parsers fill a ``Notice``; ``govgraph.loaders.notices.entities`` turns it into entities. All words keep
the place where they stand, so that every fact can be traced to its row or offset.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

#: What a notice can be. ``candidates`` ranks bids without awarding; ``failure`` ends without a winner.
KINDS = ("plan", "tender", "publicity", "candidates", "award", "failure", "correction", "contract")


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a notice (``text``) and where they stand (``place``, a locator within the record)."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as exact as known (``2019``, ``2019-05``, ``2019-05-02``), its place and printed words."""

    text: str
    place: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """The words of an amount or rate; ``head`` is the label or column head, which may name the unit."""

    text: str
    head: str = ""
    place: str = ""


@dataclass(slots=True)
class Firm:
    """A named organisation; ``code`` as printed (checked later), ``registered`` its registered address."""

    name: str
    place: str = ""
    code: str = ""
    registered: str = ""


@dataclass(slots=True)
class Offer:
    """What one bidder offers, or wins: several ``firms`` are a consortium, led by ``leader`` if known.

    ``rate`` stands beside a price. ``score`` is a plain decimal, ``rank`` counts from 1, ``status`` is a
    code (``disqualified``).
    """

    firms: list[Firm]
    leader: str = ""
    price: Price | None = None
    rate: Price | None = None
    rank: int | None = None
    score: str = ""
    period: Said | None = None
    status: str = ""
    place: str = ""


@dataclass(slots=True)
class Part:
    """One lot, or the whole of a procurement that has none (``number`` empty).

    ``status`` is a code: ``unsuccessful`` where nobody won, ``cancelled`` where the buyer ended it.
    """

    number: str = ""
    name: str = ""
    place: str = ""
    budget: Price | None = None
    ceiling: Price | None = None
    winners: list[Offer] = field(default_factory=list)
    bids: list[Offer] = field(default_factory=list)
    status: str = ""


@dataclass(slots=True)
class Notice:
    """One notice. ``position`` is its place in the file, ``title`` the project's name, ``heading`` its own.

    ``first_published`` is the date of the call or notice that it refers to, ``corrects`` the kind of what a
    correction corrects (``tender``, ``award`` …), ``supplier`` the one that a publicity names, ``reasons``
    why. ``total`` is the printed sum of all awards, compared with the lots and never added to them.
    """

    kind: str
    position: str = ""
    heading: str = ""
    title: Said | None = None
    number: Said | None = None
    notice_number: Said | None = None
    published: Day | None = None
    decided: Day | None = None
    first_published: Day | None = None
    deadline: Day | None = None
    buyers: list[Firm] = field(default_factory=list)
    agents: list[Firm] = field(default_factory=list)
    method: Said | None = None
    region: Said | None = None
    categories: list[Said] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    budget: Price | None = None
    ceiling: Price | None = None
    total: Price | None = None
    bidders: int | None = None
    corrects: str = ""
    change: Said | None = None
    suppliers: list[Firm] = field(default_factory=list)
    reasons: list[Said] = field(default_factory=list)
    contract_name: Said | None = None

    @property
    def year(self) -> str:
        """The year that the document's own dates give, empty where it has none."""
        day = self.published or self.decided
        return day.text[:4] if day else ""


# ── Lots ──────────────────────────────────────────────────────────────────────────────────────

_PACKS = "采购包|标包|标段|分包|合同包|包组|包件|包号|标项|合同段|分标"
_SIGNS = "[0-9]{1,3}|[IVX]{1,4}|[A-Za-z]{1,2}[0-9]{0,3}|[一二三四五六七八九十]{1,3}"
_SIGN = "[0-9]{1,3}|[IVX]{1,4}|[A-Za-z]|[一二三四五六七八九十]{1,3}"
#: 包1, 第1包 or 二标段; not in 承包二级资质, 统一包装 or 3包括.
_LOT = re.compile(
    rf"(?:{_PACKS}|(?<![承总外打面书钱])包|标的)\s*(?:编?号)?\s*[:：]?\s*第?\s*({_SIGNS})(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])({_SIGN})\s*号?\s*(?:{_PACKS})"
    rf"|(?:第\s*|(?<![0-9A-Za-z])(?<![\u4e00-\u9fff](?=[一二三四五六七八九十])))({_SIGN})\s*号?\s*包(?![装括含干裹容办揽车工赔保销子])"
)
_LOT_IN_HEADING = re.compile(rf"[(（]([^（()）]{{2,8}})[)）]|(第[^包段标]{{1,3}}(?:{_PACKS}|包))")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}


def lot_number(text: str) -> str:
    """A lot's number in one form: 采购包1, 第一包, 包01 are 1, 标包A is A; empty where there is none.

    >>> lot_number("采购包1"), lot_number("第二标段"), lot_number("标包：A"), lot_number("无")
    ('1', '2', 'A', '')
    """
    found = _LOT.search(unicodedata.normalize("NFKC", text))
    return plain_lot(next(filter(None, found.groups()))) if found else ""


def lot_of_heading(heading: str) -> str:
    """The one lot that a heading says the notice is about: 某项目（第二包）中标公告; else empty."""
    words = " ".join(one or other for one, other in _LOT_IN_HEADING.findall(heading))
    found = {lot_number(match[0]) for match in _LOT.finditer(words)}
    return found.pop() if len(found) == 1 else ""


def plain_lot(text: str) -> str:
    """A bare lot number in one form: 01, 一 and Ⅰ are 1; letters (A, C) stay."""
    roman = len(text) > 1 or not text.isascii()
    text = unicodedata.normalize("NFKC", text).strip()
    if roman and text in _ROMAN:
        return _ROMAN[text]
    if re.fullmatch("[一二三四五六七八九十]{1,3}", text):
        tens, ten, ones = text.rpartition("十")
        return str((_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0))
    return str(int(text)) if text.isascii() and text.isdigit() else text.upper()
