"""Bids of a release: who offered, for how much; how many bid where nobody lists them; what a winner had bid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.ocds.steps import Steps, references, texts
from govgraph.loaders.ocds.values import Json, text
from govgraph.messages import _

#: What is listed among bids and is none, or is none any more.
_NO_BIDS = {
    "invited": _("an invitation, no bid"),
    "pending": _("a bid that is pending"),
    "withdrawn": _("a bid that was withdrawn"),
}
#: Words for a bid that was ruled out, beside the standard's.
_RULED_OUT = (
    "rejected",
    "invalid",
    "excluded",
    "inadmissible",
    "rechazado",
    "rechazada",
    "descalificado",
    "descalificada",
)
#: How many bid, by the measures of the bid statistics, the best first.
_MEASURES = ("bids", "validbids", "finalstagebids", "tenders")


class Offer(NamedTuple):
    """A bid that can have won: its id, who made it, its lots, its value and where that stands."""

    id: str
    bidders: frozenset[str]
    lots: frozenset[str]
    value: object
    place: str


class Bids(Steps):
    """The step that follows a call."""

    def bids(self, tender: Json, call: Entity | None) -> None:
        """The bids; where none are listed, one without a price for everybody who is said to have bid."""
        self.offers: list[Offer] = []
        given = self.release.get("bids")
        details = self.many(given.get("details") if isinstance(given, dict) else given, "/bids/details")
        related = {bid for award in self.awards for bid in references(award, "relatedBids", "relatedBid")}
        for number, bid in enumerate(details):
            place = f"/bids/details/{number}"
            local = text(bid.get("id")) or f"#{number}"
            no_bid = _NO_BIDS.get(text(bid.get("status")).lower())
            if (
                no_bid and local not in related
            ):  # what an award is for was a bid, whatever became of its status
                self.set_aside(place, no_bid, bid)
            else:
                self.bid(bid, local, place, self.named(bid.get("tenderers") or bid.get("tenderer")), call)
        if not details:
            self._bidders(tender, call)
            if isinstance(given, dict):
                self._count(given.get("statistics"), tender, call)

    def _bidders(self, tender: Json, call: Entity | None) -> None:
        for bidder in [*self.named(tender.get("tenderers")), *self.with_role("tenderer")]:
            name = self.party_name(bidder)
            if name and self.id_of("bid", f"of {name}") not in self.steps:
                self.bid({}, f"of {name}", "/tender/tenderers", [bidder], call)

    def bid(self, bid: Json, local: str, place: str, bidders: list[Json], call: Entity | None) -> None:
        """One bid, of one firm or of several together."""
        status = text(bid.get("status")).lower()
        status = "disqualified" if status in _RULED_OUT else "" if status in _NO_BIDS else status
        made = self.step("Bid", "bid", local, place, {**bid, "status": status})
        if made is None:
            return
        self.date(made, "date", bid.get("date"), f"{place}/date")
        self.worth(made, bid, {"value": "bid"}, place)
        field = next((f"/{name}" for name in ("tenderers", "tenderer") if name in bid), "")
        ids = self.organisations(bidders, "Vendor", place + field)
        if ids:
            made.add("hasBidder", ids[0] if len(ids) == 1 else self.together(ids, place))
        if call:
            made.add("answersCall", call.id)
        if bid.get("value") and status != "disqualified":
            names = frozenset(self.party_name(one) for one in bidders)
            lots = frozenset(texts(bid.get("relatedLots")) + texts(bid.get("relatedLot")))
            self.offers.append(Offer(made.id, names, lots, bid["value"], f"{place}/value"))

    # ── how many ──────────────────────────────────────────────────────────────────────────

    def _count(self, statistics: object, tender: Json, call: Entity | None) -> None:
        """How many bid for a lot or for all, where the bid statistics say so."""
        counts: dict[str, tuple[int, str, str]] = {}
        for number, one in enumerate(self.many(statistics, "/bids/statistics")):
            measure, value = text(one.get("measure")).lower(), text(one.get("value"))
            place = f"/bids/statistics/{number}"
            if measure not in _MEASURES or not value.isdecimal():
                continue
            lots = texts(one.get("relatedLots")) + texts(one.get("relatedLot"))
            for lot in lots or [""]:
                best = _MEASURES.index(measure), str(int(value)), place
                counts[lot] = min(counts.get(lot, best), best)
        for lot, (_rank, value, place) in counts.items():
            whole = not lot or (len(self.lots) == 1 and lot in self.lots)
            made = call if whole else self.lot_call(lot, place, tender)
            if made is not None and "bidderCount" not in made.values():
                made.add("bidderCount", value, locator=self.at(place))

    def lot_call(self, lot: str, place: str, tender: Json) -> Entity | None:
        """The call for one lot, with the method of the whole; None (and set aside) where there is no such lot."""
        if lot not in self.lots:
            self.set_aside(place, _("an unknown lot"), lot)
            return None
        id_ = self.id_of("call", f"lot {lot}")
        made = self.steps.get(id_) or self.make_step("CallForTenders", id_, place, {"relatedLots": [lot]})
        self.method(made, tender, far=True)
        return made

    # ── what the winner had bid ───────────────────────────────────────────────────────────

    def winning_offers(self) -> dict[int, Offer]:
        """For awards (by their place) that have no value of their own, the one bid that won each.

        It is the bid that the award names, else the only one of its suppliers for its lots. A bid that
        several awards could be for is none's: nobody says how its price divides.
        """
        found = {}
        claims = Counter[str]()
        for number, award in enumerate(self.awards):
            if text(award.get("status")).lower() in ("", "active", "complete"):
                offers = list(self._offers_of(award))
                claims.update(offer.id for offer in offers)
                if len(offers) == 1 and not award.get("value"):
                    found[number] = offers[0]
        return {number: offer for number, offer in found.items() if claims[offer.id] == 1}

    def _offers_of(self, award: Json) -> Iterator[Offer]:
        named = {self.id_of("bid", bid) for bid in references(award, "relatedBids", "relatedBid")}
        lots = frozenset(texts(award.get("relatedLots")) + texts(award.get("relatedLot")))
        suppliers = frozenset(self.party_name(one) for one in self.named(award.get("suppliers")))
        for offer in self.offers:
            if offer.id in named if named else (
                offer.bidders == suppliers and suppliers and (not lots or not offer.lots or lots == offer.lots)
            ):  # fmt: skip
                yield offer
