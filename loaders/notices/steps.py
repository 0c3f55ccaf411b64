"""The steps of a procedure as a notice states them: lots, calls with budgets, bids, awards.

``Steps`` is what the kinds of notices have in common; ``govgraph.loaders.notices.entities`` says which
kind of notice states which of them.
"""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity, entity_id
from govgraph.loaders.notices.amounts import Amounts
from govgraph.loaders.notices.notice import Day, Firm, Notice, Offer, Part, Said
from govgraph.loaders.notices.parties import Parties
from govgraph.loaders.notices.said import Writer
from govgraph.loaders.personal import scrub_text
from govgraph.text.methods import read_method
from govgraph.text.names import normalise


class Steps:
    """Makes the steps of one notice after the other (``notice``, of the procedure ``project``)."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.writer = Writer(source)
        self.parties = Parties(self.writer)
        self.amounts = Amounts(self.writer)
        self.notice = Notice("")
        self.project = ""

    def tie(self, thing: Entity, property_: str, firm: Firm, type_: str, role: str) -> None:
        """Tie an organisation to what it takes part in."""
        id_ = self.parties.organisation(firm, type_, role)
        self.writer.link(thing, property_, id_, Said(firm.name, firm.place))

    def lot(self, part: Part) -> str:
        """The lot's id, empty for the whole of a project without lots."""
        if not part.number:
            return ""
        lot = self.writer.new("Lot", entity_id("lot", self.project, part.number), part.place)
        name = part.name or f"包{part.number}"
        self.writer.state(lot, part.place, name=name, lotNumber=part.number, status=part.status)
        lot.add("lotOf", self.project)
        return lot.id

    def step(self, type_: str, id_: str, place: str, day: Day | None, lot: str = "") -> Entity:
        """A step with what all have: the project, the lot and a date."""
        step = self.writer.new(type_, id_, place)
        step.add("concerns", self.project)
        if lot:
            step.add("forLot", lot)
        self.day(step, "date", day)
        return step

    def day(self, step: Entity, property_: str, day: Day | None) -> None:
        if day:
            self.writer.say(step, property_, Said(day.text, day.place), day.printed)

    def method(self, step: Entity) -> None:
        if said := self.notice.method:
            if method := read_method(said.text):
                self.writer.say(step, "method", Said(method.code, said.place), said.text)
            self.writer.say(step, "methodText", Said(said.text[:100], said.place))

    def name(self, step: Entity, part: Part | None = None) -> None:
        if self.notice.heading:
            lot = f" 包{part.number}" if part and part.number else ""
            self.writer.say(step, "name", Said(scrub_text(self.notice.heading[:200]) + lot))

    def call(self, day: Day | None) -> Entity:
        call = self.step("CallForTenders", entity_id("call", self.project), day.place if day else "", day)
        self.method(call)
        if self.notice.bidders is not None:
            self.writer.say(call, "bidderCount", Said(str(self.notice.bidders)))
        return call

    def referred_call(self) -> Entity | None:
        """The call that a result notice gives the date of; nothing is made up where it does not."""
        method = read_method(self.notice.method.text) if self.notice.method else None
        if not self.notice.first_published or (method and method.code == "single-source"):
            return None
        return self.call(self.notice.first_published)

    def ceilings(self, step: Entity, kind: str, type_: str) -> None:
        """Budgets: of the whole on the step, or, where lots have their own, on a step for each lot."""
        parts = [part for part in self.notice.parts if part.number]
        split = len(parts) > 1 and any(part.budget or part.ceiling for part in parts)
        for part in parts:
            lot = self.lot(part)
            if not split:
                step.add("forLot", lot)
                continue
            one = self.step(type_, entity_id(kind, self.project, part.number), part.place, self.notice.published, lot)  # fmt: skip
            self.method(one)
            self.name(one, part)
            self.amounts.budget(one, part.budget, part.ceiling)
        if not split:
            only = parts[0] if len(parts) == 1 else Part()
            self.amounts.budget(step, self.notice.budget or only.budget, self.notice.ceiling or only.ceiling)

    def bids(self, part: Part, lot: str) -> dict[str, str]:
        """The bids of a lot, candidates among them: their ids by the bidders' names."""
        found: dict[str, str] = {}
        for offer in (*part.candidates, *part.bids):
            if not (bidder := self.parties.bidder(offer)):
                continue
            id_ = found[bidders_key(offer)] = entity_id("bid", self.project, part.number, bidders_key(offer))
            bid = self.step("Bid", id_, offer.place, self.notice.decided or self.notice.published, lot)
            bid.add("hasBidder", bidder, locator=self.writer.at(offer.place))
            self.offered(bid, offer, "bid")
            status = "disqualified" if offer.status == "rejected" else ""
            self.writer.state(bid, offer.place, rank=str(offer.rank or ""), score=offer.score, status=status)
            self.writer.text(bid, "description", Said(offer.reason, offer.place))
        return found

    def offered(self, step: Entity, offer: Offer, kind: str) -> None:
        """Price, rate and term."""
        self.amounts.price(step, offer.price, kind)
        self.amounts.price(step, offer.rate, kind)
        self.writer.text(step, "periodText", offer.period)

    def award(self, part: Part, lot: str, offer: Offer, *, priced: bool = True) -> Entity | None:
        """The award to one bidder; with ``priced`` off only that there is one."""
        if not (winner := self.parties.bidder(offer)):
            return None
        id_ = entity_id("award", self.project, part.number, bidders_key(offer))
        day = (self.notice.decided or self.notice.published) if priced else None
        award = self.step("Award", id_, offer.place or part.place, day, lot)
        names = " / ".join(one.name for one in offer.firms)
        self.writer.link(award, "awardedTo", winner, Said(names, offer.place))
        if priced:
            self.name(award, part)
            self.method(award)
            self.offered(award, offer, "award")
        return award


def bidders_key(offer: Offer) -> str:
    """Who bids, in one form: the same for one firm or one set of members."""
    return "\x1f".join(sorted(normalise(firm.name) for firm in offer.firms))
