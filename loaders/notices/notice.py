"""A procurement notice as parsed from any portal's page, and which procedure it belongs to.

Parsers fill a ``Notice``; ``govgraph.loaders.notices.entities`` turns it into entities. All words keep
the place where they stand, so that every fact can be traced to its row or offset.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from govgraph.loaders.base import entity_id
from govgraph.text.names import normalise, parse

#: What a notice can be. ``candidates`` ranks bids without awarding; ``failure`` ends without a winner.
KINDS = (
    "plan", "intention", "call", "clarification", "correction", "single-source", "candidates", "award", "failure",
    "contract", "change", "acceptance", "opening", "other",
)  # fmt: skip


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

    ``rate`` stands beside a price. ``score`` is a plain decimal, ``rank`` counts from 1, ``status`` is
    ``losing``, ``rejected`` or empty, ``reason`` says why in the notice's words.
    """

    firms: list[Firm]
    leader: str = ""
    price: Price | None = None
    rate: Price | None = None
    rank: int | None = None
    score: str = ""
    period: Said | None = None
    status: str = ""
    reason: str = ""
    place: str = ""


@dataclass(slots=True)
class Part:
    """One lot, or the whole of a procurement that has none (``number`` empty).

    ``status`` is a code: ``unsuccessful`` where nobody won, ``cancelled`` where the buyer ended it.
    ``suppliers`` are those of a single-source publicity or a contract; none of them has won here.
    """

    number: str = ""
    name: str = ""
    place: str = ""
    budget: Price | None = None
    ceiling: Price | None = None
    winners: list[Offer] = field(default_factory=list)
    candidates: list[Offer] = field(default_factory=list)
    bids: list[Offer] = field(default_factory=list)
    suppliers: list[Offer] = field(default_factory=list)
    invited: list[Firm] = field(default_factory=list)
    subcontractors: list[Firm] = field(default_factory=list)
    status: str = ""
    reason: str = ""

    @property
    def offers(self) -> list[Offer]:
        """All who stand in it with an offer of their own, in whatever role."""
        return [*self.winners, *self.candidates, *self.bids, *self.suppliers]


@dataclass(frozen=True, slots=True)
class Aside:
    """What a notice says and is not used: where it stands, why, and its words."""

    place: str
    reason: str
    value: object


@dataclass(slots=True)
class Notice:
    """One notice. ``position`` is its place in the file, ``title`` the project's name, ``heading`` its own.

    ``first_published`` is the date of the call or notice that it refers to, ``corrects`` the kind of what a
    correction corrects (``call``, ``award`` …), ``reasons`` why a single source. ``total`` is the printed sum
    of all awards, compared with the lots and never added to them. ``portal`` is where it was published,
    as its address, title or stated origin says.
    """

    kind: str
    position: str = ""
    heading: str = ""
    url: str = ""
    portal: str = ""
    title: Said | None = None
    number: Said | None = None
    plan_number: Said | None = None
    notice_number: Said | None = None
    contract_number: Said | None = None
    published: Day | None = None
    decided: Day | None = None
    signed: Day | None = None
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
    reasons: list[Said] = field(default_factory=list)
    contract_name: Said | None = None
    aside: list[Aside] = field(default_factory=list)

    @property
    def year(self) -> str:
        """The year that the document's own dates give, empty where it has none."""
        day = self.published or self.decided
        return day.text[:4] if day else ""

    @property
    def party(self) -> bool:
        """Whether anybody is named: a buyer, an agent, or one who has to do with a lot."""
        return bool(self.buyers or self.agents or any(p.offers or p.invited for p in self.parts))


# ── Which procedure a notice belongs to ───────────────────────────────────────────────────────

_BRACKETS = str.maketrans("〔【[{（〕】]}）", "((((()))))")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-"))
_BESIDE = re.compile(
    r"\([^()]*(?:计划|备案|预算|原)[^()]*\)|[,，;；、\s]*(?:采购计划|计划|备案)(?:编|文)?号.*$"
)
_METHOD = "公开招标|邀请招标|竞争性谈判|竞争性磋商|询价|单一来源|框架协议|比选|竞价|公开招投标"
_KIND_WORDS = re.compile(
    rf"(?:(?:{_METHOD})(?:采购)?|(?:中标|成交|采购|招标|评标|定标|入围|磋商|谈判)?(?:候选人|结果)|中标\(成交\)|成交\(中标\)|中标|成交"
    r"|更正|变更|澄清|延期|补遗|终止|中止|暂停|废标|流标|失败|资格预审|采购意向|意向|合同|验收|预|中标\(成交\)结果|电子|线上"
    r"|项目采购|采购|招标)?(?:公告|公示|通知书?)$"
)
_ENDING = re.compile(
    rf"(?:(?:{_METHOD})(?:采购)?|中标\(成交\)|(?:中标|成交|结果|招标|采购|更正)?公[告示]|中标|成交|结果|更正|变更|终止|废标|流标|候选人|采购意向|的|-|:)$"
)
_ROUND = re.compile(r"(?:\((?:第?[0-9一二三四五六七八九十]+次?)\)|[0-9]+)$")


def project_title(heading: str) -> str:
    """A notice's heading without what says of it that it is a notice: 某项目中标公告 is about 某项目.

    >>> project_title("关于示例市数据平台采购项目的竞争性磋商公告")
    '示例市数据平台采购项目'
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).removeprefix("关于")
    found = _KIND_WORDS.search(text)
    if found and not found.start():
        return ""
    round_ = _ROUND.search(text) if not found else None
    if round_ and (found := _KIND_WORDS.search(text[: round_.start()])):
        text = text[: round_.start()]
        if not found.start():
            return ""
    if not found or not text[: found.start()]:
        return text
    text = text[: found.start()]
    while (ending := _ENDING.search(text)) and text[: ending.start()]:
        text = text[: ending.start()]
    return text


def title_key(title: str) -> str:
    """A project's title for comparison: no signs, no notice words, no 采购 or 项目 at the end."""
    text = re.sub(r"[\W_]+", "", project_title(title).casefold())
    return re.sub(r"(?:采购|项目)+$", "", text) or text


def number_key(number: str) -> str:
    """A project's number for comparison, empty where it is no number: 无, /, 详见附件.

    >>> number_key("政采〔2019〕001号（采购计划编号：2019-7）"), number_key("无")
    ('政采(2019)001号', '')
    """
    text = unicodedata.normalize("NFKC", number).translate(_BRACKETS).translate(_DASHES)
    text = re.sub(r"\s+", "", _BESIDE.sub("", text)).strip("-/.,:;").upper()
    digits = sum(sign.isdigit() for sign in text)
    return text if digits >= 2 and len(text) >= 4 and len(text) <= 80 else ""


def project_id(buyer: str, number: str, title: str, year: str, scope: str) -> str:
    """The id of the procedure: buyer and number, else buyer, title and year; else of ``scope`` alone.

    A number alone is the agent's affair and may be another's too. So where the buyer is not named in full
    (any 第一人民医院), or not at all, the title must agree as well. ``scope`` is the record's own place: what
    nothing identifies is met by nothing.
    """
    who, which, what = normalise(buyer), number_key(number), title_key(title)
    if which and who and not parse(buyer).lack:
        return entity_id("project", "procedure", who, which)
    if which and what:
        return entity_id("project", "procedure", who, which, what)
    if who and what and year:
        return entity_id("project", "procedure", who, "", what, year)
    return entity_id("project", "notice", scope, who, which, what)
