"""The steps of a procedure as a notice states them: lots, calls with budgets, bids, awards.

``Steps`` is what the kinds of notices have in common; ``govgraph.loaders.notices.entities`` says which
kind of notice states which of them.
"""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity, entity_id
from govgraph.loaders.notices.amounts import Amounts
from govgraph.loaders.notices.notice import Day, Notice, Offer, Part, Said
from govgraph.loaders.notices.parties import Parties
from govgraph.loaders.notices.said import Writer
from govgraph.loaders.personal import scrub_text
from govgraph.text.methods import read_method
from govgraph.text.names import normalise

LONGEST = 300  # characters of a reason, change or term that are kept


class Steps:
    """Makes the steps of one notice after the other (``notice``, of the procedure ``project``)."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.writer = Writer(source)
        self.parties = Parties(self.writer)
        self.amounts = Amounts(self.writer)
        self.notice = Notice("")
        self.project = ""

    def _lot(self, part: Part) -> str:
        """The lot's id, empty for the whole of a project without lots."""
        if not part.number:
            return ""
        id_ = entity_id("lot", self.project, part.number)
        lot = self.writer.new("Lot", id_, part.place)
        self.writer.say(lot, "name", Said(part.name or f"包{part.number}", part.place))
        self.writer.say(lot, "lotNumber", Said(part.number, part.place))
        lot.add("lotOf", self.project)
        if part.status:
            self.writer.say(lot, "status", Said(part.status, part.place))
        return id_

    def _step(self, type_: str, id_: str, place: str, day: Day | None, lot: str = "") -> Entity:
        """A step with what all have: the project, the lot, a date and the method."""
        step = self.writer.new(type_, id_, place)
        step.add("concerns", self.project)
        if lot:
            step.add("forLot", lot)
        self._day(step, "date", day)
        return step

    def _day(self, step: Entity, property_: str, day: Day | None) -> None:
        if day:
            self.writer.say(step, property_, Said(day.text, day.place), day.printed)

    def _method(self, step: Entity) -> None:
        said = self.notice.method
        if not said:
            return
        if method := read_method(said.text):
            self.writer.say(step, "method", Said(method.code, said.place), said.text)
        self.writer.say(step, "methodText", Said(said.text[:100], said.place))

    def _name(self, step: Entity, part: Part | None = None) -> None:
        lot = f" 包{part.number}" if part and part.number else ""
        if self.notice.heading:
            self.writer.say(step, "name", Said(scrub_text(self.notice.heading[:200]) + lot))

    def _text(self, step: Entity, property_: str, said: Said | None) -> None:
        if said and (text := scrub_text(said.text).strip()):
            self.writer.say(step, property_, Said(text[:LONGEST], said.place))

    def _call(self, day: Day | None) -> Entity:
        call = self._step("CallForTenders", entity_id("call", self.project), day.place if day else "", day)
        self._method(call)
        if self.notice.bidders is not None:
            self.writer.say(call, "bidderCount", Said(str(self.notice.bidders)))
        return call

    def _referred_call(self) -> Entity | None:
        """The call that a result notice gives the date of; nothing is made up where it does not."""
        method = read_method(self.notice.method.text) if self.notice.method else None
        if not self.notice.first_published or (method and method.code == "single-source"):
            return None
        return self._call(self.notice.first_published)

    def _ceilings(self, step: Entity, kind: str, type_: str) -> None:
        """Budgets: of the whole on the step, or, where lots have their own, on a step for each lot."""
        parts = [part for part in self.notice.parts if part.number]
        split = len(parts) > 1 and any(part.budget or part.ceiling for part in parts)
        for part in parts:
            lot = self._lot(part)
            if not split:
                step.add("forLot", lot)
                continue
            one = self._step(type_, entity_id(kind, self.project, part.number), part.place, self.notice.published, lot)  # fmt: skip
            self._method(one)
            self._name(one, part)
            self.amounts.budget(one, part.budget, part.ceiling)
        if not split:
            only = parts[0] if len(parts) == 1 else Part()
            self.amounts.budget(step, self.notice.budget or only.budget, self.notice.ceiling or only.ceiling)

    def _bids(self, part: Part, lot: str) -> dict[str, str]:
        """The bids of a lot, candidates among them: their ids by the bidders' names."""
        found: dict[str, str] = {}
        for offer in (*part.candidates, *part.bids):
            bidder = self.parties.bidder(offer)
            if not bidder:
                continue
            id_ = entity_id("bid", self.project, part.number, bidders_key(offer))
            day = self.notice.decided or self.notice.published
            bid = self._step("Bid", id_, offer.place, day, lot)
            bid.add("hasBidder", bidder, locator=self.writer.at(offer.place))
            self.amounts.price(bid, offer.price, "bid")
            self.amounts.price(bid, offer.rate, "bid")
            status = "disqualified" if offer.status == "rejected" else ""
            for property_, value in (("rank", str(offer.rank or "")), ("score", offer.score), ("status", status)):  # fmt: skip
                if value:
                    self.writer.say(bid, property_, Said(value, offer.place))
            if offer.reason:
                self._text(bid, "description", Said(offer.reason, offer.place))
            self._text(bid, "periodText", offer.period)
            found[bidders_key(offer)] = id_
        return found

    def _award_of(self, part: Part, lot: str, offer: Offer, *, priced: bool = True) -> Entity | None:
        winner = self.parties.bidder(offer)
        if not winner:
            return None
        id_ = entity_id("award", self.project, part.number, bidders_key(offer))
        day = (self.notice.decided or self.notice.published) if priced else None
        award = self._step("Award", id_, offer.place or part.place, day, lot)
        words = " / ".join(firm.name for firm in offer.firms)
        award.add("awardedTo", winner, locator=self.writer.at(offer.place), surface=words[:20])
        if priced:
            self._name(award, part)
            self._method(award)
            self.amounts.price(award, offer.price, "award")
            self.amounts.price(award, offer.rate, "award")
            self._text(award, "periodText", offer.period)
        return award


def bidders_key(offer: Offer) -> str:
    """Who bids, in one form: the same for one firm or one set of members."""
    return "\x1f".join(sorted(normalise(firm.name) for firm in offer.firms))
