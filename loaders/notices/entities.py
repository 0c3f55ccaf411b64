"""A parsed notice to entities: project, lots, call, bids, awards, contract, correction, publicity.

What cannot be used (an amount that is a range, a winner that is no name) is set aside with its reason and
the rest goes on. One source never states two values of a single-valued property: the second is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.identity.project_ids import project_id
from govgraph.graph.statements.entity import Edge, entity_id
from govgraph.loaders.base import Item, Record, Rejected
from govgraph.loaders.notices.amounts import sum_of
from govgraph.loaders.notices.notice import Notice, Offer, Part, Said
from govgraph.loaders.notices.steps import LONGEST, Steps, bidders_key
from govgraph.loaders.personal import scrub_text
from govgraph.messages import _

_KINDS = {"货物": "goods", "工程": "works", "服务": "services"}


_STATES = {
    "plan": "_plan", "intention": "_plan", "call": "_call_notice", "single-source": "_publicity", "candidates": "_bids_only",
    "opening": "_bids_only", "award": "_award", "failure": "_failure", "contract": "_contract", "change": "_contract",
    "correction": "_correction", "clarification": "_correction",
}  # fmt: skip
#: The steps that a notice of each kind publishes, and that bear its number; others have theirs already.
_PUBLISHES = {"award": "Award", "candidates": "Bid", "call": "CallForTenders", "single-source": "SingleSourcePublicity"}  # fmt: skip


class NoticeEntities(Steps):
    """Turns the notices of one file into entities; keeps what the file has stated so far."""

    def items(self, notice: Notice, key: str = "") -> Iterator[Item]:
        """What was set aside, then the notice's record; or, where it says too little, one reject."""
        writer = self.writer
        writer.begin(notice.position)
        buyer = notice.buyers[0].name if notice.buyers else ""
        number, title = (said.text if said else "" for said in (notice.number, notice.title))
        name = title or number
        if not name:
            yield Rejected.of(notice.position, _("neither project name nor number"), notice.heading)
            return
        self.notice, self.project = notice, project_id(
            buyer, number, title, notice.year, f"{self.source}#{notice.position}"
        )  # fmt: skip
        self.parties.project, self.parties.published = self.project, notice.published
        self._project(name)
        getattr(self, _STATES.get(notice.kind, "_lots_only"))()
        self._others()
        for entity in writer.made:
            if notice.notice_number and _PUBLISHES.get(notice.kind) in entity.types:
                writer.say(entity, "noticeNumber", notice.notice_number)
        for aside in notice.aside:
            writer.set_aside(aside.place, aside.reason, aside.value)
        yield from writer.rejected
        yield Record(notice.position, writer.made, key=key)

    # ── the project and its lots ──────────────────────────────────────────────────────────────

    def _project(self, name: str) -> None:
        notice, writer = self.notice, self.writer
        project = writer.new("Project", self.project, notice.title.place if notice.title else "")
        writer.say(project, "name", notice.title or Said(name))
        if notice.number:
            writer.say(project, "projectNumber", notice.number)
        if notice.plan_number:
            writer.say(project, "identifier", notice.plan_number)
        for buyer in notice.buyers:
            if id_ := self.parties.organisation(buyer, "Organization", "buyer"):
                project.add("hasBuyer", id_, locator=writer.at(buyer.place), surface=buyer.name[:20])
        for agent in notice.agents:
            if id_ := self.parties.organisation(agent, "ProcurementAgent", "agent"):
                project.add("hasAgent", id_, locator=writer.at(agent.place), surface=agent.name[:20])
        if notice.region:
            if region := self.parties.region(notice.region.text, notice.published):
                project.add("inRegion", region, locator=writer.at(notice.region.place), surface=notice.region.text[:20])  # fmt: skip
            else:
                writer.set_aside(notice.region.place, _("an area that is not one known division"), notice.region.text)  # fmt: skip
        kinds = set()
        for category in notice.categories:
            writer.say(project, "category", category)
            kinds.add(_KINDS.get(category.text[:2], ""))
        if len(kinds) == 1 and (kind := kinds.pop()):
            writer.say(project, "procurementKind", Said(kind, notice.categories[0].place))

    # ── kinds of notices ──────────────────────────────────────────────────────────────────────

    def _plan(self) -> None:
        notice = self.notice
        plan = self._step("ProcurementPlan", entity_id("plan", self.project), "", notice.published)
        self._name(plan)
        self._method(plan)
        self.amounts.sum(plan, notice.budget, "budget")

    def _call_notice(self) -> None:
        call = self._call(self.notice.published)
        self._name(call)
        self._day(call, "deadline", self.notice.deadline)
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
        suppliers = [firm for part in notice.parts for offer in part.suppliers for firm in offer.firms]
        for firm in suppliers:
            if id_ := self.parties.organisation(firm, "Vendor", "supplier"):
                step.add("namesSupplier", id_, locator=self.writer.at(firm.place), surface=firm.name[:20])
        if not suppliers:
            self.writer.set_aside("", _("a publicity that names no supplier"), notice.heading)
        for reason in notice.reasons:
            text = scrub_text(reason.text).strip()[:LONGEST]
            why = self.writer.new("Justification", entity_id("reason", self.project, text), reason.place)
            why.add("name", text)
            step.add("hasJustification", why.id, locator=self.writer.at(reason.place), surface=text[:20])
        self._day(step, "deadline", notice.deadline)
        self._ceilings(step, "publicity", "SingleSourcePublicity")

    def _bids_only(self) -> None:
        self._referred_call()
        self._lots_only()
        if self.notice.kind == "candidates" and not any(
            p.candidates or p.bids or p.status for p in self.notice.parts
        ):
            self.writer.set_aside(
                "", _("a list of candidates in which none was recognised"), self.notice.heading
            )

    def _lots_only(self) -> None:
        """The lots and the bids of a notice that awards nothing."""
        for part in self.notice.parts:
            self._bids(part, self._lot(part))

    def _others(self) -> None:
        """Subcontractors take part; who was invited or fetched the documents has not bid, and is named aside."""
        for part in self.notice.parts:
            for firm in part.subcontractors:
                if id_ := self.parties.organisation(firm, "Vendor", "subcontractor"):
                    where = {"locator": self.writer.at(firm.place), "surface": firm.name[:20]}
                    edge = Edge.between("Participation", id_, self.project, self.writer.source, **where)
                    edge.add("role", "subcontractor")
                    self.writer.made.append(edge)
            if part.invited:
                names = [firm.name for firm in part.invited]
                self.writer.set_aside(part.invited[0].place, _("firms that were invited or fetched the documents, no bids"), names)  # fmt: skip
        if not self.notice.buyers:
            self.writer.set_aside("", _("no buyer was recognised"), self.notice.heading)

    def _award(self) -> None:
        call, made = self._referred_call(), []
        for part in self.notice.parts:
            lot, bids = self._lot(part), {}
            if part.bids or part.candidates:
                bids = self._bids(part, lot)
            for offer in part.winners:
                if (award := self._award_of(part, lot, offer)) is None:
                    continue
                made.append((award, offer.price))
                if bid := bids.get(bidders_key(offer)):
                    award.add("awardsBid", bid)
                if call:
                    award.add("resultOf", call.id)
            if part.number and not part.winners and not part.status:
                elsewhere = any(other.winners and not other.number for other in self.notice.parts)
                reason = _("a lot whose winner is not said") if elsewhere else _("a lot without winner")
                self.writer.set_aside(part.place, reason, part.number)
        if made:
            self.amounts.total(self.notice.total, made)
        elif not any(part.status for part in self.notice.parts):
            self._nameless()

    def _nameless(self) -> None:
        """An award whose winner the notice does not name: only what it is worth is known."""
        self.writer.set_aside("", _("an award that names no winner"), self.notice.heading)
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
            for offer in part.suppliers or part.winners or [Offer([])]:
                number = notice.contract_number.text if notice.contract_number else ""
                id_ = entity_id("contract", self.project, number or part.number, "" if number else bidders_key(offer))  # fmt: skip
                contract = self._step("Contract", id_, part.place, notice.decided or notice.published, lot)
                writer.say(contract, "name", notice.contract_name or Said(scrub_text(notice.heading[:200]) or number))  # fmt: skip
                if notice.contract_number:
                    writer.say(contract, "noticeNumber", notice.contract_number)
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
        elif notice.corrects in ("publicity", "call"):
            kind = "SingleSourcePublicity" if notice.corrects == "publicity" else "CallForTenders"
            local = "publicity" if notice.corrects == "publicity" else "call"
            step = self._step(kind, entity_id(local, self.project), "", notice.first_published)
            self._day(step, "deadline", notice.deadline)
            yield step.id
