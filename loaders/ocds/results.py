"""Awards and contracts of a release: who won, who signed, for how much."""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.ocds.bids import Bids, Offer
from govgraph.loaders.ocds.steps import STATUS, references, texts
from govgraph.loaders.ocds.values import Json, text
from govgraph.messages import _

#: How firm it is that an award went to its suppliers: one that failed names who did not get it.
_MODALITY = {"planned": "planned", "cancelled": "denied", "unsuccessful": "denied"}


class Results(Bids):
    """The steps that follow the bids."""

    # ── awards ────────────────────────────────────────────────────────────────────────────

    def award(
        self, award: Json, number: int, call: Entity | None, tender: Json, offer: Offer | None = None
    ) -> None:
        """An award, whose amount stands once, however many have won it."""
        place, local = f"/awards/{number}", text(award.get("id")) or f"#{number}"
        made = self.step("Award", "award", local, place, award)
        if made is None:
            return
        self.date(made, "date", award.get("date"), f"{place}/date")
        if not self.money(made, award.get("value"), "award", f"{place}/value") and not (
            offer and self.money(made, offer.value, "award", offer.place, far=True)
        ):
            self.worth(made, award, {"maximumValue": "ceiling", "estimatedValue": "announced"}, place)
        self.categories(made, award, place)
        self.period(made, award.get("contractPeriod"), f"{place}/contractPeriod")
        if call:
            made.add("resultOf", call.id)
        for bid in references(award, "relatedBids", "relatedBid"):
            id_ = self.id_of("bid", bid)
            if id_ in self.steps:
                made.add("awardsBid", id_)
            else:
                self.set_aside(f"{place}/relatedBids", _("an unknown bid"), bid)
        self.winners(made, award, local, place, tender)
        self.changes(award, made, local, place)

    def winners(self, made: Entity, award: Json, local: str, place: str, tender: Json) -> None:
        """Several suppliers of one award are a consortium, unless something says that each won a part.

        They won apart in a framework agreement, where items name their suppliers, and where the award's
        contracts are signed by some of them each.
        """
        suppliers, apart = self.named(award.get("suppliers")), False
        if not suppliers and "items" in award:
            by_item = [self.named(item.get("suppliers")) for item in self.many(award["items"], place)]
            suppliers, apart = [one for item in by_item for one in item], len(by_item) > 1
        if not suppliers and len(self.awards) == 1:
            suppliers = self.with_role("supplier")
        status = text(award.get("status")).lower()
        if status and status not in STATUS:
            self.set_aside(f"{place}/status", _("an award of an unknown status, won by nobody"), status)
            return
        winners = self.organisations(suppliers, "Vendor", f"{place}/suppliers")
        modality = _MODALITY.get(STATUS.get(status, ""), "")
        if len(winners) > 1 and not (
            apart or modality or self.is_framework(award, tender) or self.signs_apart(local, winners)
        ):
            winners = [self.together(winners, place)]
        for winner in winners:
            if modality:
                made.add("awardedTo", winner, modality=modality)
            else:
                made.add("awardedTo", winner)

    def is_framework(self, award: Json, tender: Json) -> bool:
        """Whether an award is one of a framework agreement: the whole is one, or the award's lots are."""
        named = texts(award.get("relatedLots")) + texts(award.get("relatedLot"))
        lots = [self.lots_given[lot] for lot in named if lot in self.lots_given] or [
            *self.lots_given.values()
        ]
        return _has_framework(tender) or (bool(lots) and all(map(_has_framework, lots)))

    def signs_apart(self, award: str, winners: list[str]) -> bool:
        """Whether contracts of an award tell that its suppliers act each for itself."""
        signed = [one for one in self.contracts if text(one.get("awardID")) == award]
        named = [{self.party_name(s) for s in self.named(one.get("suppliers"))} for one in signed]
        return len(signed) >= len(winners) or any(names and len(names) < len(winners) for names in named)

    # ── contracts ─────────────────────────────────────────────────────────────────────────

    def contract(self, contract: Json, number: int) -> None:
        """A contract, with who signed it where the contract itself says so."""
        place, local = f"/contracts/{number}", text(contract.get("id")) or f"#{number}"
        made = self.step("Contract", "contract", local, place, contract)
        if made is None:
            return
        self.date(made, "date", contract.get("dateSigned") or contract.get("date"), f"{place}/dateSigned")
        kinds = {"value": "contract", "maximumValue": "ceiling", "estimatedValue": "announced"}
        self.worth(made, contract, kinds, place)
        self.categories(made, contract, place)
        self.period(made, contract.get("period"), f"{place}/period")
        for award in references(contract, "awardID", "awardIDs"):
            id_ = self.id_of("award", award)
            if id_ in self.steps:
                made.add("followsAward", id_)
            else:
                self.set_aside(f"{place}/awardID", _("a contract of an unknown award"), award)
        suppliers = self.organisations(self.named(contract.get("suppliers")), "Vendor", f"{place}/suppliers")
        if suppliers:
            one = suppliers[0] if len(suppliers) == 1 else self.together(suppliers, place)
            made.add("signedBySupplier", one)
        for buyer in self.organisations(self.named(contract.get("buyer")), "Organization", f"{place}/buyer"):
            if buyer not in suppliers:
                made.add("signedByBuyer", buyer)
        self.changes(contract, made, local, place)

    def period(self, made: Entity, period: object, place: str) -> None:
        """When a contract begins and ends."""
        if isinstance(period, dict):
            self.date(made, "startDate", period.get("startDate"), f"{place}/startDate")
            self.date(made, "endDate", period.get("endDate"), f"{place}/endDate")


def _has_framework(given: Json) -> bool:
    technique = given.get("techniques")
    return isinstance(technique, dict) and technique.get("hasFrameworkAgreement") is True
