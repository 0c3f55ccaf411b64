"""Bids, awards and contracts of a release: who offered, who won, who signed, for how much."""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.ocds.steps import STATUS, Steps
from govgraph.loaders.ocds.values import Json, text
from govgraph.messages import _

#: How firm it is that an award went to its suppliers: one that failed names who did not get it.
_MODALITY = {"planned": "planned", "cancelled": "denied", "unsuccessful": "denied"}


class Results(Steps):
    """The steps that follow a call."""

    # ── bids ──────────────────────────────────────────────────────────────────────────────

    def bids(self, tender: Json, call: Entity | None) -> None:
        """The bids; where none are listed, one without a price for everybody who is said to have bid."""
        given = self.release.get("bids")
        details = self.many(given.get("details") if isinstance(given, dict) else given, "/bids/details")
        for number, bid in enumerate(details):
            place = f"/bids/details/{number}"
            local = text(bid.get("id")) or f"#{number}"
            self.bid(bid, local, place, self.named(bid.get("tenderers") or bid.get("tenderer")), call)
        if not details:
            place = "/tender/tenderers"
            bidders = [*self.named(tender.get("tenderers")), *self.with_role("tenderer")]
            for bidder in bidders:
                name = self.party_name(bidder)
                if name and self.id_of("bid", f"of {name}") not in self.steps:
                    self.bid({}, f"of {name}", place, [bidder], call)

    def bid(self, bid: Json, local: str, place: str, bidders: list[Json], call: Entity | None) -> None:
        """One bid, of one firm or of several together."""
        made = self.step("Bid", "bid", local, place, bid)
        if made is None:
            return
        self.date(made, "date", bid.get("date"), f"{place}/date")
        self.money(made, bid.get("value"), "bid", f"{place}/value")
        ids = self.organisations(bidders, "Vendor", f"{place}/tenderers")
        if ids:
            made.add("hasBidder", ids[0] if len(ids) == 1 else self.together(ids, place))
        if call:
            made.add("answersCall", call.id)

    # ── awards ────────────────────────────────────────────────────────────────────────────

    def award(self, award: Json, number: int, call: Entity | None, tender: Json) -> None:
        """An award, whose amount stands once, however many have won it."""
        place, local = f"/awards/{number}", text(award.get("id")) or f"#{number}"
        made = self.step("Award", "award", local, place, award)
        if made is None:
            return
        self.date(made, "date", award.get("date"), f"{place}/date")
        self.money(made, award.get("value"), "award", f"{place}/value")
        self.period(made, award.get("contractPeriod"), f"{place}/contractPeriod")
        if call:
            made.add("resultOf", call.id)
        for bid in _references(award, "relatedBids", "relatedBid"):
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
        winners = self.organisations(suppliers, "Vendor", f"{place}/suppliers")
        modality = _MODALITY.get(STATUS.get(text(award.get("status")).lower(), ""), "")
        if len(winners) > 1 and not (
            apart or modality or _is_framework(tender) or self.signs_apart(local, winners)
        ):
            winners = [self.together(winners, place)]
        for winner in winners:
            if modality:
                made.add("awardedTo", winner, modality=modality)
            else:
                made.add("awardedTo", winner)

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
        self.money(made, contract.get("value"), "contract", f"{place}/value")
        self.period(made, contract.get("period"), f"{place}/period")
        for award in _references(contract, "awardID", "awardIDs"):
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


def _references(given: Json, *fields: str) -> Iterator[str]:
    for field in fields:
        value = given.get(field)
        for one in value if isinstance(value, list) else [value]:
            if local := text(one):
                yield local


def _is_framework(tender: Json) -> bool:
    technique = tender.get("techniques")
    return isinstance(technique, dict) and technique.get("hasFrameworkAgreement") is True
