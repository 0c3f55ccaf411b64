"""A parsed notice to entities: project, lots, call, bids, awards, contract, correction, publicity.

What cannot be used (an amount that is a range, a winner that is no name) is set aside with its reason and
the rest goes on. One source never states two values of a single-valued property: the second is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.entity import Entity
from govgraph.loaders.base import Item, Record, Rejected, entity_id
from govgraph.loaders.notice import Day, Notice, Offer, Part, Said, project_id
from govgraph.loaders.notice_amounts import Amounts, sum_of
from govgraph.loaders.notice_parties import Parties
from govgraph.loaders.notice_said import Writer
from govgraph.loaders.personal import scrub_text
from govgraph.text.methods import read_method
from govgraph.text.names import normalise

_KINDS = {"货物": "goods", "工程": "works", "服务": "services"}
_LONGEST = 300  # characters of a reason or change that are kept


class NoticeEntities:
    """Turns the notices of one file into entities; keeps what the file has stated so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.writer = Writer(source)
        self.parties = Parties(self.writer)
        self.amounts = Amounts(self.writer)

    def items(self, notice: Notice, key: str = "") -> Iterator[Item]:
        """What was set aside, then the notice's record; or, where it says too little, one reject."""
        writer = self.writer
        writer.begin(notice.position)
        buyer = notice.buyers[0].name if notice.buyers else ""
        number, title = (said.text if said else "" for said in (notice.number, notice.title))
        name = title or number
        if not name:
            yield Rejected.of(notice.position, "neither project name nor number", notice.heading)
            return
        self.notice, self.project = notice, project_id(
            buyer, number, title, notice.year, f"{self.source}#{notice.position}"
        )  # fmt: skip
        self.parties.project, self.parties.published = self.project, notice.published
        self._project(name)
        getattr(self, f"_{notice.kind}")()
        yield from writer.rejected
        yield Record(notice.position, writer.made, key=key)

    # ── the project and its lots ──────────────────────────────────────────────────────────────

    def _project(self, name: str) -> None:
        notice, writer = self.notice, self.writer
        project = writer.new("Project", self.project, notice.title.place if notice.title else "")
        writer.say(project, "name", notice.title or Said(name))
        if notice.number:
            writer.say(project, "projectNumber", notice.number)
        for buyer in notice.buyers:
            if id_ := self.parties.organisation(buyer, "Organization", "buyer"):
                project.add("hasBuyer", id_, locator=writer.at(buyer.place), surface=buyer.name[:20])
        for agent in notice.agents:
            if id_ := self.parties.organisation(agent, "ProcurementAgent", "agent"):
                project.add("hasAgent", id_, locator=writer.at(agent.place), surface=agent.name[:20])
        if notice.region and (region := self.parties.region(notice.region.text, notice.published)):
            project.add("inRegion", region, locator=writer.at(notice.region.place), surface=notice.region.text[:20])  # fmt: skip
        kinds = set()
        for category in notice.categories:
            writer.say(project, "category", category)
            kinds.add(_KINDS.get(category.text[:2], ""))
        if len(kinds) == 1 and (kind := kinds.pop()):
            writer.say(project, "procurementKind", Said(kind, notice.categories[0].place))

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
        if day:
            self.writer.say(step, "date", Said(day.text, day.place), day.printed)
        return step

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
            self.writer.say(step, property_, Said(text[:_LONGEST], said.place))

    # ── kinds of notices ──────────────────────────────────────────────────────────────────────

    def _plan(self) -> None:
        notice = self.notice
        plan = self._step("ProcurementPlan", entity_id("plan", self.project), "", notice.published)
        self._name(plan)
        self._method(plan)
        self.amounts.sum(plan, notice.budget, "budget")

    def _tender(self) -> None:
        call = self._call(self.notice.published)
        self._name(call)
        if self.notice.deadline:
            day = self.notice.deadline
            self.writer.say(call, "deadline", Said(day.text, day.place), day.printed)
        self._ceilings(call, "call", "CallForTenders")

    def _failure(self) -> None:
        call = self._call(self.notice.first_published)
        whole = [part for part in self.notice.parts if not part.number]
        status = whole[0].status if whole else ""
        for part in self.notice.parts:
            self._lot(part)
        if status:
            self.writer.say(call, "status", Said(status, whole[0].place))
        self._text(call, "description", self.notice.change)

    def _publicity(self) -> None:
        notice = self.notice
        step = self._step("SingleSourcePublicity", entity_id("publicity", self.project), "", notice.published)
        self._name(step)
        self.writer.say(step, "method", Said("single-source"))
        if notice.method:
            self.writer.say(step, "methodText", notice.method)
        for firm in notice.suppliers:
            if id_ := self.parties.organisation(firm, "Vendor", "supplier"):
                step.add("namesSupplier", id_, locator=self.writer.at(firm.place), surface=firm.name[:20])
        if not notice.suppliers:
            self.writer.set_aside("", "a publicity that names no supplier", notice.heading)
        for reason in notice.reasons:
            text = scrub_text(reason.text).strip()[:_LONGEST]
            why = self.writer.new("Justification", entity_id("reason", self.project, text), reason.place)
            why.add("name", text)
            step.add("hasJustification", why.id, locator=self.writer.at(reason.place), surface=text[:20])
        if notice.deadline:
            self.writer.say(step, "deadline", Said(notice.deadline.text, notice.deadline.place), notice.deadline.printed)  # fmt: skip
        self._ceilings(step, "publicity", "SingleSourcePublicity")

    def _candidates(self) -> None:
        self._referred_call()
        for part in self.notice.parts:
            self._bids(part, self._lot(part))

    def _award(self) -> None:
        call, made = self._referred_call(), []
        for part in self.notice.parts:
            lot, bids = self._lot(part), {}
            if part.bids:
                bids = self._bids(part, lot)
            for offer in part.winners:
                if (award := self._award_of(part, lot, offer)) is None:
                    continue
                made.append((award, offer.price))
                if bid := bids.get(_bidders(offer)):
                    award.add("awardsBid", bid)
                if call:
                    award.add("resultOf", call.id)
            if part.number and not part.winners and not part.status:
                elsewhere = any(other.winners and not other.number for other in self.notice.parts)
                reason = "a lot whose winner is not said" if elsewhere else "a lot without winner"
                self.writer.set_aside(part.place, reason, part.number)
        if made:
            self.amounts.total(self.notice.total, made)
        elif not any(part.status for part in self.notice.parts):
            self._nameless()

    def _nameless(self) -> None:
        """An award whose winner the notice does not name: only what it is worth is known."""
        self.writer.set_aside("", "an award that names no winner", self.notice.heading)
        if self.notice.total and sum_of(self.notice.total):
            day = self.notice.decided or self.notice.published
            award = self._step("Award", entity_id("award", self.project, ""), "", day)
            self._name(award)
            self._method(award)
            self.amounts.sum(award, self.notice.total, "award")

    def _contract(self) -> None:
        notice, writer = self.notice, self.writer
        for part in notice.parts or [Part()]:
            lot = self._lot(part)
            for offer in part.winners or [Offer([])]:
                number = notice.notice_number.text if notice.notice_number else ""
                id_ = entity_id("contract", self.project, number or part.number, "" if number else _bidders(offer))  # fmt: skip
                contract = self._step("Contract", id_, part.place, notice.decided or notice.published, lot)
                writer.say(contract, "name", notice.contract_name or Said(scrub_text(notice.heading[:200]) or number))  # fmt: skip
                if notice.notice_number:
                    writer.say(contract, "noticeNumber", notice.notice_number)
                self._method(contract)
                self.amounts.price(contract, offer.price, "contract")
                self._text(contract, "periodText", offer.period)
                for buyer in notice.buyers:
                    if id_ := self.parties.organisation(buyer, "Organization", "buyer"):
                        contract.add("signedByBuyer", id_, locator=writer.at(buyer.place), surface=buyer.name[:20])  # fmt: skip
                if supplier := self.parties.bidder(offer):
                    contract.add("signedBySupplier", supplier, locator=writer.at(offer.place))

    def _correction(self) -> None:
        notice, writer = self.notice, self.writer
        day = notice.published or notice.decided
        local = notice.notice_number.text if notice.notice_number else day.text if day else notice.heading
        step = self._step(
            "Correction", entity_id("correction", self.project, notice.corrects, local), "", day
        )
        self._name(step)
        if notice.notice_number:
            writer.say(step, "noticeNumber", notice.notice_number)
        self._text(step, "description", notice.change)
        for id_ in self._corrected():
            step.add("corrects", id_, locator=writer.at(notice.change.place if notice.change else ""))

    def _corrected(self) -> Iterator[str]:
        """The steps that a correction is about, each stated as far as the correction speaks of it."""
        notice = self.notice
        if notice.corrects == "award":
            for part in notice.parts:
                lot = self._lot(part)
                for offer in part.winners:
                    if award := self._award_of(part, lot, offer, priced=False):
                        yield award.id
        elif notice.corrects in ("publicity", "tender"):
            kind = "SingleSourcePublicity" if notice.corrects == "publicity" else "CallForTenders"
            local = "publicity" if notice.corrects == "publicity" else "call"
            step = self._step(kind, entity_id(local, self.project), "", notice.first_published)
            if notice.deadline:
                self.writer.say(step, "deadline", Said(notice.deadline.text, notice.deadline.place), notice.deadline.printed)  # fmt: skip
            yield step.id

    # ── steps ─────────────────────────────────────────────────────────────────────────────────

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
        """The bids of a lot: their ids by the bidders' names."""
        found: dict[str, str] = {}
        for offer in part.bids:
            bidder = self.parties.bidder(offer)
            if not bidder:
                continue
            id_ = entity_id("bid", self.project, part.number, _bidders(offer))
            bid = self._step("Bid", id_, offer.place, self.notice.decided or self.notice.published, lot)
            bid.add("hasBidder", bidder, locator=self.writer.at(offer.place))
            self.amounts.price(bid, offer.price, "bid")
            self.amounts.price(bid, offer.rate, "bid")
            for property_, value in (("rank", str(offer.rank or "")), ("score", offer.score), ("status", offer.status)):  # fmt: skip
                if value:
                    self.writer.say(bid, property_, Said(value, offer.place))
            self._text(bid, "periodText", offer.period)
            found[_bidders(offer)] = id_
        return found

    def _award_of(self, part: Part, lot: str, offer: Offer, *, priced: bool = True) -> Entity | None:
        winner = self.parties.bidder(offer)
        if not winner:
            return None
        id_ = entity_id("award", self.project, part.number, _bidders(offer))
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


def _bidders(offer: Offer) -> str:
    return "\x1f".join(sorted(normalise(firm.name) for firm in offer.firms))
