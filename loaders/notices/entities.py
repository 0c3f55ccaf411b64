"""A parsed notice to entities: project, lots, call, bids, awards, contract, correction, publicity.

What cannot be used (an amount that is a range, a winner that is no name) is set aside with its reason and
the rest goes on. One source never states two values of a single-valued property: the second is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.identity.project_ids import project_id
from govgraph.graph.statements.entity import entity_id
from govgraph.loaders.base import Item, Record, Rejected
from govgraph.loaders.notices.amounts import sum_of
from govgraph.loaders.notices.notice import Notice, Offer, Part, Said
from govgraph.loaders.notices.steps import Steps, bidders_key
from govgraph.loaders.personal import scrub_text
from govgraph.messages import _

_KINDS = {"货物": "goods", "工程": "works", "服务": "services"}
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
        if not (title or number):
            yield Rejected.of(notice.position, _("neither project name nor number"), notice.heading)
            return
        self.notice = notice
        self.project = project_id(buyer, number, title, notice.year, f"{self.source}#{notice.position}")
        self.parties.project, self.parties.published = self.project, notice.published
        self.procedure(Said(title or number, notice.title.place if notice.title else ""))
        self.kind()
        self.others()
        for entity in writer.made:
            if _PUBLISHES.get(notice.kind) in entity.types:
                writer.say(entity, "noticeNumber", notice.notice_number)
        for aside in notice.aside:
            writer.set_aside(aside.place, aside.reason, aside.value)
        yield from writer.rejected
        yield Record(notice.position, writer.made, key=key)

    def procedure(self, name: Said) -> None:
        """The project and its buyers, agents, region and kind."""
        notice, writer = self.notice, self.writer
        project = writer.new("Project", self.project, name.place)
        writer.say(project, "name", name)
        writer.say(project, "projectNumber", notice.number)
        writer.say(project, "identifier", notice.plan_number)
        for firm in notice.buyers:
            self.tie(project, "hasBuyer", firm, "Organization", "buyer")
        for firm in notice.agents:
            self.tie(project, "hasAgent", firm, "ProcurementAgent", "agent")
        if notice.region:
            region = self.parties.region(notice.region.text)
            writer.link(project, "inRegion", region, notice.region)
            if not region:
                reason = _("an area that is not one known division")
                writer.set_aside(notice.region.place, reason, notice.region.text)
        for category in notice.categories:
            writer.say(project, "category", category)
        kinds = {_KINDS.get(category.text[:2], "") for category in notice.categories}
        if len(kinds) == 1:
            writer.say(project, "procurementKind", Said(kinds.pop(), notice.categories[0].place))

    def kind(self) -> None:
        """What each kind of notice states."""
        notice = self.notice
        if notice.is_plan:
            plan = self.step("ProcurementPlan", entity_id("plan", self.project), "", notice.published)
            self.name(plan)
            self.method(plan)
            self.amounts.sum(plan, notice.budget, "budget")
        elif notice.kind == "call":
            call = self.call(notice.published)
            self.name(call)
            self.day(call, "deadline", notice.deadline)
            self.ceilings(call, "call", "CallForTenders")
        elif notice.kind == "single-source":
            self.publicity()
        elif notice.kind == "award":
            self.awards()
        elif notice.kind == "failure":
            self.failure()
        elif notice.kind in ("contract", "change"):
            for part in notice.parts or [Part()]:
                for offer in part.suppliers or part.winners or [Offer([])]:
                    self.contract(part, offer)
        elif notice.is_correction:
            self.correction()
        else:
            if notice.kind in ("candidates", "opening"):
                self.referred_call()
            for part in notice.parts:
                self.bids(part, self.lot(part))
            listed = any(part.candidates or part.bids or part.status for part in notice.parts)
            if notice.kind == "candidates" and not listed:
                reason = _("a list of candidates in which none was recognised")
                self.writer.set_aside("", reason, notice.heading)

    def failure(self) -> None:
        call = self.call(self.notice.first_published)
        for part in self.notice.parts:
            if not self.lot(part):
                self.writer.say(call, "status", Said(part.status, part.place))
        self.writer.text(call, "description", self.notice.change)

    def publicity(self) -> None:
        notice, writer = self.notice, self.writer
        step = self.step("SingleSourcePublicity", entity_id("publicity", self.project), "", notice.published)
        self.name(step)
        writer.say(step, "method", Said("single-source"))
        writer.say(step, "methodText", notice.method)
        suppliers = [firm for part in notice.parts for offer in part.suppliers for firm in offer.firms]
        for firm in suppliers:
            self.tie(step, "namesSupplier", firm, "Vendor", "supplier")
        if not suppliers:
            writer.set_aside("", _("a publicity that names no supplier"), notice.heading)
        for reason in notice.reasons:
            text = scrub_text(reason.text).strip()[:300]
            why = writer.new("Justification", entity_id("reason", self.project, text), reason.place)
            why.add("name", text)
            writer.link(step, "hasJustification", why.id, Said(text, reason.place))
        self.day(step, "deadline", notice.deadline)
        self.ceilings(step, "publicity", "SingleSourcePublicity")

    def awards(self) -> None:
        """The awards of each lot; where none names its winner, only what it is worth is known."""
        notice, call, made = self.notice, self.referred_call(), []
        for part in notice.parts:
            lot = self.lot(part)
            bids = self.bids(part, lot)
            for offer in part.winners:
                if (award := self.award(part, lot, offer)) is None:
                    continue
                made.append((award, offer.price))
                if bid := bids.get(bidders_key(offer)):
                    award.add("awardsBid", bid)
                if call:
                    award.add("resultOf", call.id)
            if part.number and not part.winners and not part.status:
                elsewhere = any(other.winners and not other.number for other in notice.parts)
                reason = _("a lot whose winner is not said") if elsewhere else _("a lot without winner")
                self.writer.set_aside(part.place, reason, part.number)
        if made or any(part.status for part in notice.parts):
            self.amounts.total(notice.total, made)
            return
        self.writer.set_aside("", _("an award that names no winner"), notice.heading)
        if notice.total and sum_of(notice.total):
            day = notice.decided or notice.published
            award = self.step("Award", entity_id("award", self.project, ""), "", day)
            self.name(award)
            self.method(award)
            self.amounts.sum(award, notice.total, "award")

    def contract(self, part: Part, offer: Offer) -> None:
        notice, writer = self.notice, self.writer
        number = notice.contract_number.text if notice.contract_number else ""
        id_ = entity_id("contract", self.project, number or part.number, "" if number else bidders_key(offer))
        contract = self.step("Contract", id_, part.place, notice.decided or notice.published, self.lot(part))
        writer.say(contract, "name", notice.contract_name or Said(scrub_text(notice.heading[:200]) or number))
        writer.say(contract, "noticeNumber", notice.contract_number)
        self.method(contract)
        self.offered(contract, offer, "contract")
        for buyer in notice.buyers:
            self.tie(contract, "signedByBuyer", buyer, "Organization", "buyer")
        if supplier := self.parties.bidder(offer):
            contract.add("signedBySupplier", supplier, locator=writer.at(offer.place))

    def correction(self) -> None:
        notice, writer = self.notice, self.writer
        day = notice.published or notice.decided
        local = notice.notice_number.text if notice.notice_number else day.text if day else notice.heading
        step = self.step("Correction", entity_id("correction", self.project, notice.corrects, local), "", day)
        self.name(step)
        writer.say(step, "noticeNumber", notice.notice_number)
        writer.text(step, "description", notice.change)
        for id_ in self.corrected():
            step.add("corrects", id_, locator=writer.at(notice.change.place if notice.change else ""))

    def corrected(self) -> Iterator[str]:
        """The steps that a correction is about, each stated as far as the correction speaks of it."""
        notice = self.notice
        if notice.corrects == "award":
            for part in notice.parts:
                made = (self.award(part, self.lot(part), offer, priced=False) for offer in part.winners)
                yield from (award.id for award in made if award)
        elif notice.corrects in ("publicity", "call"):
            kind = "SingleSourcePublicity" if notice.corrects == "publicity" else "CallForTenders"
            step = self.step(kind, entity_id(notice.corrects, self.project), "", notice.first_published)
            self.day(step, "deadline", notice.deadline)
            yield step.id

    def others(self) -> None:
        """Subcontractors take part; who was invited or fetched the documents has not bid, and is named aside."""
        writer = self.writer
        for part in self.notice.parts:
            for firm in part.subcontractors:
                if id_ := self.parties.organisation(firm, "Vendor", "subcontractor"):
                    said = Said(firm.name, firm.place)
                    writer.edge("Participation", id_, self.project, "subcontractor", said)
            if part.invited:
                names = [firm.name for firm in part.invited]
                reason = _("firms that were invited or fetched the documents, no bids")
                writer.set_aside(part.invited[0].place, reason, names)
        if not self.notice.buyers:
            writer.set_aside("", _("no buyer was recognised"), self.notice.heading)
