"""One OCDS release to entities: project, lots, tender, bids, awards, contracts, amendments, parties.

Real files break the schema in every way that parses. What has the wrong shape is set aside with its
reason and the rest of the release goes on; a list may be an object, a list in a list, or null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from govgraph.graph.entity import Edge, Entity
from govgraph.loaders.base import Rejected, entity_id
from govgraph.ontology.model import ontology
from govgraph.text.keys import read_key

_METHODS = {
    "open": "open-tender",
    "selective": "invited-tender",
    "direct": "single-source",
    "limited": "other",
}
_AGENT_ROLES = {"procurementagent", "centralpurchasingbody"}
_SPACES = re.compile(r"\s+")
Json = Mapping[str, Any]


class ReleaseReader:
    """Turns one release into entities; ``rejected`` holds the values that could not be used."""

    def __init__(self, release: Json, ocid: str, source: str, position: str) -> None:
        self.release, self.ocid, self.source, self.position = release, ocid, source, position
        self.made: list[Entity] = []
        self.rejected: list[Rejected] = []
        self.orgs: dict[str, str] = {}
        self.parties: dict[str, Json] = {}
        self.stated: set[str] = set()

    def entities(self) -> list[Entity]:
        """All entities and edges of the release."""
        release, tender = self.release, self.one(self.release.get("tender"), "/tender")
        for party in self.many(release.get("parties"), "/parties"):
            if self.text(party.get("id")):
                self.parties[self.text(party.get("id"))] = party
        self.project_id = entity_id("project", "ocds", self.ocid)
        title = self.text(tender.get("title")) or self.text(
            self.one(release.get("planning"), "").get("rationale")
        )
        project = self.new("Project", self.project_id, "")
        project.add("name", title or self.ocid)
        project.add("ocid", self.ocid)
        kind = tender.get("mainProcurementCategory")
        if kind in ("goods", "services", "works"):
            project.add("procurementKind", str(kind))
        self.buyers(project, tender)
        self.tender(tender)
        self.awards(release)
        self.contracts(release)
        self.bids(release)
        return self.made

    # ── who ───────────────────────────────────────────────────────────────────────────────

    def buyers(self, project: Entity, tender: Json) -> None:
        buyers = [self.one(self.release.get("buyer"), "/buyer")]
        buyers += [p for p in self.parties.values() if "buyer" in self.roles(p)]
        entity = self.one(tender.get("procuringEntity"), "/tender/procuringEntity")
        found = self.organisations(buyers, "Organization", "/buyer") or self.organisations(
            [entity], "Organization", "/tender"
        )
        for buyer in found:
            project.add("hasBuyer", buyer)
        agents = [p for p in self.parties.values() if _AGENT_ROLES & {r.lower() for r in self.roles(p)}]
        for agent in self.organisations([entity, *agents], "Organization", "/tender/procuringEntity"):
            if agent not in found:
                project.add("hasAgent", agent)

    def roles(self, party: Json) -> list[str]:
        roles = party.get("roles")
        return (
            [r for r in roles if isinstance(r, str)]
            if isinstance(roles, list)
            else [roles]
            if isinstance(roles, str)
            else []
        )

    def organisations(self, references: list[Json], type_: str, place: str) -> list[str]:
        found = dict.fromkeys(
            self.organisation(reference, type_, place) for reference in references if reference
        )
        return [id_ for id_ in found if id_]

    def organisation(self, reference: Json, type_: str, place: str) -> str:
        """The id of the organisation that a reference names, stated once for the release."""
        local = self.text(reference.get("id"))
        party = {**self.parties.get(local, {}), **{k: v for k, v in reference.items() if v}}
        identifier = party.get("identifier")
        identifier = identifier if isinstance(identifier, Mapping) else {}
        name = self.text(party.get("name")) or self.text(identifier.get("legalName"))
        if not name:
            self.set_aside(place, "an organisation without name", reference)
            return ""
        # one id can stand for two names in one release (a person beside the body): they stay apart
        id_ = self.orgs.setdefault(f"{local}\x1f{name}", entity_id("org", "ocds", self.ocid, local, name))
        if id_ not in self.stated:
            self.stated.add(id_)
            org = self.new(type_, id_, place)
            org.add("name", name)
            self.key(org, identifier)
        elif type_ == "Vendor" and f"{id_}/Vendor" not in self.stated:
            self.new("Vendor", id_, place)
        if type_ == "Vendor":
            self.stated.add(f"{id_}/Vendor")
        return id_

    def key(self, org: Entity, identifier: Json) -> None:
        key = read_key(self.text(identifier.get("id")), self.text(identifier.get("scheme")).replace(":", " "))
        if key and key.valid and key.scheme == "uscc":
            org.add("creditCode", key.value)
        elif key and key.valid:
            org.add("identifier", f"{key.scheme}:{key.value}"[:200])

    # ── what ──────────────────────────────────────────────────────────────────────────────

    def tender(self, tender: Json) -> None:
        if not tender:
            return
        call = self.step(
            "CallForTenders", "call", "", "/tender", tender, ("minValue", "ceiling"), ("value", "announced")
        )
        method, details = (
            self.text(tender.get("procurementMethod")),
            self.text(tender.get("procurementMethodDetails")),
        )
        if code := _METHODS.get(method.lower()):
            call.add("method", code)
        elif method:
            self.set_aside("/tender/procurementMethod", "an unknown procurement method", method)
        if details or method:
            call.add("methodText", details or method)
        for number, lot in enumerate(self.many(tender.get("lots"), "/tender/lots")):
            self.lot(lot, number)

    def lot(self, lot: Json, number: int) -> None:
        local = self.text(lot.get("id")) or str(number)
        made = self.new("Lot", self.lot_id(local), f"/tender/lots/{number}")
        made.add("name", self.text(lot.get("title")) or local)
        made.add("lotNumber", local)
        made.add("lotOf", self.project_id)
        self.stated.add(self.lot_id(local))

    def lot_id(self, local: str) -> str:
        return entity_id("lot", "ocds", self.ocid, local)

    def awards(self, release: Json) -> None:
        for number, award in enumerate(self.many(release.get("awards"), "/awards")):
            place = f"/awards/{number}"
            made = self.step("Award", "award", self.local(award, number), place, award, ("value", "award"))
            suppliers = [*self.many(award.get("suppliers"), f"{place}/suppliers")]
            for item in self.many(award.get("items"), place):
                suppliers += self.many(item.get("suppliers"), place)
            winners = self.organisations(suppliers, "Vendor", f"{place}/suppliers")
            self.winners(made, winners, place)

    def winners(self, award: Entity, winners: list[str], place: str) -> None:
        """Several suppliers of one award are a consortium, unless it is a framework with several."""
        tender = self.one(self.release.get("tender"), "")
        technique = tender.get("techniques")
        framework = isinstance(technique, Mapping) and technique.get("hasFrameworkAgreement") is True
        if len(winners) < 2 or framework:
            for winner in winners:
                award.add("awardedTo", winner)
            return
        consortium = self.new("Consortium", entity_id("consortium", "ocds", *sorted(winners)), place)
        consortium.add("name", " / ".join(self.names(winners)))
        award.add("awardedTo", consortium.id)
        for winner in winners:
            self.made.append(
                Edge.between(
                    "ConsortiumMembership", winner, consortium.id, self.source, locator=self.at(place)
                )
            )

    def names(self, ids: list[str]) -> list[str]:
        named = {id_: key.split("\x1f")[1] for key, id_ in self.orgs.items()}
        return sorted(named[id_] for id_ in ids)

    def contracts(self, release: Json) -> None:
        for number, contract in enumerate(self.many(release.get("contracts"), "/contracts")):
            place = f"/contracts/{number}"
            made = self.step(
                "Contract", "contract", self.local(contract, number), place, contract, ("value", "contract")
            )
            if award := self.text(contract.get("awardID")):
                if entity_id("award", "ocds", self.ocid, award) in self.stated:
                    made.add("followsAward", entity_id("award", "ocds", self.ocid, award))
                else:
                    self.set_aside(f"{place}/awardID", "a contract of an unknown award", award)
            amendments = contract.get("amendments") or contract.get("amendment")
            for count, change in enumerate(self.many(amendments, f"{place}/amendments")):
                local = f"{self.local(contract, number)}/{self.local(change, count)}"
                self.step("Amendment", "amendment", local, f"{place}/amendments/{count}", change).add(
                    "amends", made.id
                )

    def bids(self, release: Json) -> None:
        bids = release.get("bids")
        details = bids.get("details") if isinstance(bids, Mapping) else bids
        for number, bid in enumerate(self.many(details, "/bids/details")):
            made = self.step(
                "Bid", "bid", self.local(bid, number), f"/bids/details/{number}", bid, ("value", "bid")
            )
            for bidder in self.organisations(
                self.many(bid.get("tenderers"), "/bids"), "Vendor", "/bids/details"
            ):
                made.add("hasBidder", bidder)

    def step(
        self, type_: str, kind: str, local: str, place: str, what: Json, *amounts: tuple[str, str]
    ) -> Entity:
        """A step with what all steps have: date, status, amount, the project and the lots."""
        id_ = entity_id(kind, "ocds", self.ocid, local)
        if id_ in self.stated:
            self.set_aside(place, "an id that stands twice", local)
            return Entity.of(type_, entity_id(kind, "ocds", self.ocid, local, place), self.source)
        self.stated.add(id_)
        made = self.new(type_, id_, place)
        made.add("concerns", self.project_id)
        if title := self.text(what.get("title")):
            made.add("name", title)
        period = what.get("tenderPeriod")
        when = (
            what.get("dateSigned")
            or what.get("date")
            or (period.get("startDate") if isinstance(period, Mapping) else None)
        )
        if day := self.day(when, place):
            made.add("date", day)
        if (status := self.text(what.get("status")).lower()) in ontology().codes["status"]:
            made.add("status", status)
        for field, kind_of in reversed(amounts):
            if self.money(made, what.get(field), kind_of, f"{place}/{field}"):
                break
        related = what.get("relatedLots")
        for lot in related if isinstance(related, list) else []:
            if self.lot_id(self.text(lot)) in self.stated:
                made.add("forLot", self.lot_id(self.text(lot)))
        return made

    # ── values ────────────────────────────────────────────────────────────────────────────

    def money(self, made: Entity, value: object, kind: str, place: str) -> bool:
        if not isinstance(value, Mapping) or value.get("amount") in (None, ""):
            return False
        try:
            amount = Decimal(str(value["amount"]))
            plain = f"{amount.quantize(Decimal('0.000001')).normalize():f}"
        except (InvalidOperation, ValueError):
            self.set_aside(place, "an amount that is no number", value)
            return False
        if isinstance(value["amount"], bool) or not amount.is_finite() or not 0 <= amount < Decimal("1e16"):
            self.set_aside(place, "an amount that cannot be", value)
            return False
        made.add("amount", plain)
        made.add("amountKind", kind)
        currency = self.text(value.get("currency")).upper()
        if currency in ontology().codes["currency"]:
            made.add("currency", currency)
        elif currency:
            self.set_aside(f"{place}/currency", "an unknown currency", currency)
        return True

    def day(self, value: object, place: str) -> str:
        text = self.text(value)[:10]
        if not text:
            return ""
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            self.set_aside(f"{place}/date", "a date that cannot be", str(value)[:100])
            return ""

    def local(self, what: Json, number: int) -> str:
        return self.text(what.get("id")) or f"#{number}"

    def text(self, value: object) -> str:
        if isinstance(value, str):
            return _SPACES.sub(" ", value.replace("\x00", "")).strip()
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

    def one(self, value: object, place: str) -> Json:
        if isinstance(value, Mapping):
            return value
        if value:
            self.set_aside(place, "of the wrong shape", value)
        return {}

    def many(self, value: object, place: str) -> list[Json]:
        """The objects of a list, however it is nested or left out."""
        return list(self._flat(value, place, 0))

    def _flat(self, value: object, place: str, depth: int) -> Iterator[Json]:
        if isinstance(value, Mapping):
            yield value
        elif isinstance(value, list) and depth < 3:
            for item in value:
                yield from self._flat(item, place, depth + 1)
        elif value:
            self.set_aside(place, "of the wrong shape", value)

    def new(self, type_: str, id_: str, place: str) -> Entity:
        made = Entity.of(type_, id_, self.source, locator=self.at(place))
        self.made.append(made)
        return made

    def at(self, place: str) -> str:
        """The locator: the release's place in the file, then the place in the release."""
        return f"{self.position}#{place}" if place else self.position

    def set_aside(self, place: str, reason: str, value: object) -> None:
        self.rejected.append(Rejected.of(self.position + place, reason, value, whole=False))
