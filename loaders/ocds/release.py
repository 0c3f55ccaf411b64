"""One OCDS release to entities: project, plan, lots, calls, bids, awards, contracts, amendments, parties.

What is not read: items beyond their classification, documents, milestones, and the implementation of
contracts (payments), for which the model has no place.
"""

from __future__ import annotations

from collections import defaultdict

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.ocds.owners import state_all_owners
from govgraph.loaders.ocds.results import Results
from govgraph.loaders.ocds.steps import STATUS, classified, texts
from govgraph.loaders.ocds.values import Json, amount, in_words, text
from govgraph.messages import _

#: Fields that say how much a call or lot may cost, the best first, each with its kind.
_CEILINGS = {
    "value": "ceiling",
    "maximumValue": "ceiling",
    "estimatedValue": "announced",
    "minValue": "announced",
}


class ReleaseReader(Results):
    """Turns one release into entities; ``rejected`` holds the values that could not be used."""

    def entities(self) -> list[Entity]:
        """All entities and edges of the release."""
        tender = self.one(self.release.get("tender"), "/tender")
        planning = self.one(self.release.get("planning"), "/planning")
        self.project(tender, planning)
        self.plan(planning)
        call = self.tender(tender)
        self.bids(tender, call)
        offers = self.winning_offers()
        for number, award in enumerate(self.awards):
            self.award(award, number, call, tender, offers.get(number))
        for number, contract in enumerate(self.contracts):
            self.contract(contract, number)
        state_all_owners(self)
        return self.made

    # ── the whole ─────────────────────────────────────────────────────────────────────────

    def project(self, tender: Json, planning: Json) -> None:
        """The process: what it is called, what is bought, for whom, and who runs it."""
        project = self.new("Project", self.project_id, "")
        budget = self.one(planning.get("budget"), "/planning/budget")
        first = [*self.awards[:1], *self.contracts[:1]]
        titles = [
            (tender, "title"),
            *((one, "title") for one in first),
            (budget, "project"),
            (planning, "rationale"),
        ]
        name = next(filter(None, (in_words(*one) for one in titles)), self.ocid)
        project.add("name", name)
        project.add("ocid", self.ocid)
        words = in_words(tender, "description")
        if words and words != name:
            project.add("description", words[:2000])
        kind = text(tender.get("mainProcurementCategory")).lower()
        if kind in ("goods", "services", "works"):
            project.add("procurementKind", kind)
        self.categories(project, tender, "/tender")
        buyers = self.buyers(tender)
        for buyer in buyers:
            project.add("hasBuyer", buyer)
        for agent in self.agents(tender, buyers):
            project.add("hasAgent", agent)

    def buyers(self, tender: Json) -> list[str]:
        """The buyer; where none is named, the procuring entity buys for itself."""
        named = [*self.named(self.release.get("buyer")), *self.with_role("buyer")]
        if found := self.organisations(named, "Organization", "/buyer"):
            return found
        entity = [*self.named(tender.get("procuringEntity")), *self.with_role("procuringentity")]
        if found := self.organisations(entity, "Organization", "/tender/procuringEntity"):
            return found
        later = [one for step in (*self.awards, *self.contracts)
                 for field in ("buyer", "buyers") for one in self.named(step.get(field))]  # fmt: skip
        return self.organisations(later, "Organization", "/awards")

    def agents(self, tender: Json, buyers: list[str]) -> list[str]:
        """Who runs the procurement and is not the buyer: the procuring entity, and agents by role.

        A procuring entity that is none of the parties, while the parties name another, is set aside:
        publishers put the official in charge there.
        """
        place = "/tender/procuringEntity"
        known = self.with_role("procuringentity")
        named = [one for one in self.named(tender.get("procuringEntity")) if any(one.values())]
        if known and any(self.party(one)[0] is one for one in named):
            self.set_aside(place, _("a procuring entity that is not among the parties"), named)
            named = []
        wanted = [*(named or known), *self.with_role("procurementagent", "centralpurchasingbody")]
        if not wanted:
            return []
        names = {*self.names_of(buyers), ""}
        others = [one for one in wanted if self.party_name(one) not in names]
        return [id_ for id_ in self.organisations(others, "ProcurementAgent", place) if id_ not in buyers]

    def plan(self, planning: Json) -> None:
        budget = planning.get("budget")
        if isinstance(budget, dict) and amount(budget.get("amount"))[0] not in ("", "0"):
            made = self.make_step("ProcurementPlan", self.id_of("plan"), "/planning", {})
            self.money(made, budget["amount"], "budget", "/planning/budget/amount")

    # ── the call ──────────────────────────────────────────────────────────────────────────

    def tender(self, tender: Json) -> Entity | None:
        if not tender:
            return None
        call = self.make_step("CallForTenders", self.id_of("call"), "/tender", tender)
        period = self.one(tender.get("tenderPeriod"), "/tender/tenderPeriod")
        self.date(call, "date", period.get("startDate"), "/tender/tenderPeriod/startDate")
        self.date(call, "deadline", period.get("endDate"), "/tender/tenderPeriod/endDate")
        self.method(call, tender)
        count = text(tender.get("numberOfTenderers"))
        if count and not count.isdecimal():
            self.set_aside("/tender/numberOfTenderers", _("a count that cannot be"), count)
        elif count == "0" and any(award.get("suppliers") for award in self.awards):
            self.set_aside("/tender/numberOfTenderers", _("an award, and yet no bidders"), count)
        elif count.isdecimal():
            call.add("bidderCount", str(int(count)))
        lots = self.many(tender.get("lots"), "/tender/lots") if "lots" in tender else []
        split = bool(lots) and all(any(amount(lot.get(field))[0] for field in _CEILINGS) for lot in lots)
        for number, lot in enumerate(lots):
            self.lot(lot, number, split)
        if split:
            if total := amount(tender.get("value"))[0]:
                call.add("amountText", total)
        else:
            self.worth(call, tender, _CEILINGS, "/tender")
        self.items_of_lots(tender)
        self.changes(tender, call, "", "/tender")
        return call

    def lot(self, lot: Json, number: int, split: bool) -> None:
        """A lot; where all lots have a value, a call for each has it, so that no sum counts it twice."""
        place, local = f"/tender/lots/{number}", text(lot.get("id")) or str(number)
        if local in self.lots:
            self.set_aside(place, _("an id that stands twice"), local)
            return
        self.lots[local], self.lots_given[local] = self.id_of("lot", local), lot
        made = self.new("Lot", self.lots[local], place)
        made.add("name", in_words(lot, "title") or in_words(lot, "description")[:200] or local)
        made.add("lotNumber", local)
        made.add("lotOf", self.project_id)
        if status := STATUS.get(text(lot.get("status")).lower()):
            made.add("status", status)
        if split:
            given = {"title": in_words(lot, "title"), "relatedLots": [local]}
            one = self.make_step("CallForTenders", self.id_of("call", f"lot {local}"), place, given)
            self.worth(one, lot, _CEILINGS, place)
        elif plain := next(filter(None, (amount(lot.get(field))[0] for field in _CEILINGS)), ""):
            made.add("amountText", plain)

    def items_of_lots(self, tender: Json) -> None:
        """What is bought by lot, where items name theirs."""
        if not self.lots or "items" not in tender:
            return
        items = defaultdict[str, list[Json]](list)
        for item in self.many(tender["items"], "/tender/items"):
            for lot in dict.fromkeys(texts(item.get("relatedLot")) + texts(item.get("relatedLots"))):
                items[self.lots.get(lot, "")].append(item)
        for made in self.made:
            if made.types == ("Lot",) and made.id in items:
                classified(made, items[made.id])
