"""A procurement notice as read from any portal's page.

The reader fills a ``Notice``; ``govgraph.loaders.notices.entities`` turns it into entities. All words keep
the place where they stand, so that every fact can be traced to its row or offset.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from govgraph.text.dates import PartialDate, find_dates, read_date


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

    @classmethod
    def first(cls, text: str, place: str, context: str | None = None) -> Day | None:
        """The first whole or partial date in a text; a year taken from the context is said in the place."""
        found = next((one for one in find_dates(text, context) if isinstance(one, PartialDate)), None)
        lone = found or (read_date(text.strip(), context) if text else None)
        if not isinstance(lone, PartialDate):
            return None
        found = lone
        return cls(found.text, f"{place} (year: publication)" if found.year_inferred else place, found.printed.strip())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Price:
    """The words of an amount or rate; ``head`` is the label or column head, which may name the unit."""

    text: str
    head: str = ""
    place: str = ""


@dataclass(slots=True)
class Firm:
    """A named organisation; ``code`` as printed (checked later), ``registered`` its registered address.

    Where the code stands elsewhere than the name, ``code_place`` says where.
    """

    name: str
    place: str = ""
    code: str = ""
    registered: str = ""
    code_place: str = ""


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

    @property
    def holds(self) -> bool:
        """Whether anything is said of it."""
        said = self.number or self.status or self.budget or self.ceiling
        return bool(said or self.offers or self.invited or self.subcontractors)


@dataclass(frozen=True, slots=True)
class Aside:
    """What a notice says and is not used: where it stands, why, and its words."""

    place: str
    reason: str
    value: object


@dataclass(slots=True)
class Notice:
    """One notice. ``kind`` is an event of the table of words: ``candidates`` ranks bids without awarding,
    ``failure`` ends without a winner. ``position`` is its place in the file, ``title`` the project's name, ``heading`` its own.

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
    def is_plan(self) -> bool:
        """Whether it only says what is meant to be bought."""
        return self.kind in ("plan", "intention")

    @property
    def is_correction(self) -> bool:
        """Whether it changes or explains an earlier notice."""
        return self.kind in ("correction", "clarification")

    @property
    def party(self) -> bool:
        """Whether anybody is named: a buyer, an agent, or one who has to do with a lot."""
        return bool(self.buyers or self.agents or any(p.offers or p.invited for p in self.parts))
