"""What all steps of a process have in common: project, title, status, lots, changes, method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.ocds.parties import Parties
from govgraph.loaders.ocds.stake_claims import StakeClaims
from govgraph.loaders.ocds.values import Json, in_words, text
from govgraph.messages import _
from govgraph.text.methods import read_method

_METHODS = {
    "open": "open-tender",
    "selective": "invited-tender",
    "limited": "limited",
    "direct": "single-source",
}
#: What publishers write instead of the standard's four codes.
_LOCAL = {
    "abierta": "open", "abierto": "open", "licitación pública": "open", "licitacion publica": "open", "ouvert": "open",
    "selectiva": "selective", "selectivo": "selective", "restricted": "selective", "restringida": "selective",
    "limitada": "limited", "limitado": "limited", "negotiated": "limited", "directa": "direct", "directo": "direct",
    "contratación directa": "direct", "adjudicación directa": "direct", "adjudicacion directa": "direct",
}  # fmt: skip
#: The standard's states of calls, bids, awards and contracts in our codes.
STATUS = {
    "planning": "planned", "planned": "planned", "pending": "planned", "active": "active", "valid": "active",
    "complete": "complete", "cancelled": "cancelled", "canceled": "cancelled", "unsuccessful": "unsuccessful",
    "withdrawn": "withdrawn", "disqualified": "disqualified", "terminated": "terminated",
    "awarded": "active", "adjudicado": "active", "adjudicada": "active", "completed": "complete", "closed": "complete",
    "finalizado": "complete", "finalizada": "complete", "desierto": "unsuccessful", "desierta": "unsuccessful",
    "cancelado": "cancelled", "cancelada": "cancelled", "anulado": "cancelled", "anulada": "cancelled",
}  # fmt: skip


class Steps(Parties):
    """Knows the release and the steps stated so far, by id."""

    def __init__(
        self, release: Json, ocid: str, source: str, position: str, owned: StakeClaims | None = None
    ) -> None:
        super().__init__(release, ocid, source, position, owned)
        self.project_id = self.id_of("project")
        self.awards = self.many(release.get("awards"), "/awards")
        self.contracts = self.many(release.get("contracts"), "/contracts")
        self.steps: dict[str, Entity] = {}
        self.lots: dict[str, str] = {}
        self.lots_given: dict[str, Json] = {}

    def step(self, type_: str, kind: str, local: str, place: str, given: Json) -> Entity | None:
        """A step with what all have; None (and set aside) where its id stands for another one."""
        id_ = self.id_of(kind, local)
        if id_ in self.steps:
            self.set_aside(place, _("an id that stands twice"), local)
            return None
        return self.make_step(type_, id_, place, given)

    def make_step(self, type_: str, id_: str, place: str, given: Json) -> Entity:
        """A step under an id that is no other's."""
        made = self.steps[id_] = self.new(type_, id_, place)
        made.add("concerns", self.project_id)
        if title := in_words(given, "title"):
            made.add("name", title)
        if status := text(given.get("status")).lower():
            if code := STATUS.get(status):
                made.add("status", code)
            else:
                self.set_aside(f"{place}/status", _("an unknown status"), status)
        if self.lots:
            self.related(made, given, place)
        return made

    def related(self, made: Entity, given: Json, place: str) -> None:
        """The lots that a step is about: named by itself, else by its items."""
        named = texts(given.get("relatedLots")) + texts(given.get("relatedLot"))
        if not named and "items" in given:
            items = self.many(given["items"], f"{place}/items")
            named = [
                lot
                for item in items
                for field in ("relatedLot", "relatedLots")
                for lot in texts(item.get(field))
            ]
        for local in dict.fromkeys(named):
            if local in self.lots:
                made.add("forLot", self.lots[local])
            else:
                self.set_aside(f"{place}/relatedLots", _("an unknown lot"), local)

    def categories(self, made: Entity, given: Json, place: str) -> None:
        """What is bought, by the classifications of a step and its items."""
        if "items" in given or "classification" in given:
            classified(made, [given, *self.many(given.get("items"), f"{place}/items")])

    def method(self, call: Entity, tender: Json, *, far: bool = False) -> None:
        """The method by its code, more exact where the words name one of the same kind; the words are kept."""
        given = text(tender.get("procurementMethod"))
        details = in_words(tender, "procurementMethodDetails")
        if (not given and not details) or "methodText" in call.values():
            return
        locator = {"locator": self.at("/tender")} if far else {}
        code = method_code(given, details)
        if code:
            call.add("method", code, **locator)
        elif given:
            self.set_aside("/tender/procurementMethod", _("an unknown procurement method"), given)
        call.add("methodText", (details or given)[:500], **locator)

    def changes(self, given: Json, of: Entity, local: str, place: str) -> None:
        """Amendments of a contract; of a call or an award they are corrections."""
        field = "amendments" if given.get("amendments") else "amendment"  # the single one is from 1.0
        listed = given.get(field)
        if not listed:
            return
        contract = of.types == ("Contract",)
        for number, change in enumerate(self.many(listed, f"{place}/{field}")):
            if not any(change.values()):
                continue
            type_, kind = ("Amendment", "amendment") if contract else ("Correction", "correction")
            id_ = f"{of.id}/{text(change.get('id')) or number}"
            spot = f"{place}/{field}/{number}" if isinstance(listed, list) else f"{place}/{field}"
            if made := self.step(type_, kind, id_, spot, change):
                made.add("amends" if contract else "corrects", of.id)
                self.date(made, "date", change.get("date"), f"{spot}/date")
                if words := in_words(change, "description") or in_words(change, "rationale"):
                    made.add("description", words[:2000])


def texts(value: object) -> list[str]:
    """The texts of a list, or the one that stands in its place."""
    listed = value if isinstance(value, list) else [value]
    return [found for one in listed if (found := text(one))]


def references(given: Json, *fields: str) -> Iterator[str]:
    """The ids that some fields refer to, each a text or a list of them."""
    for field in fields:
        yield from texts(given.get(field))


def classified(made: Entity, items: Iterable[Json]) -> None:
    """State the classifications of items, each once; a scheme that is not given is left empty."""
    found: dict[tuple[str, str], None] = {}
    for item in items:
        kind = item.get("classification")
        if isinstance(kind, dict) and (code := text(kind.get("id"))):
            found["categoryCode", f"{text(kind.get('scheme'))}:{code}"[:200]] = None
            if words := in_words(kind, "description"):
                found["category", words[:200]] = None
    for property_, value in found:
        made.add(property_, value)


@lru_cache(maxsize=10_000)
def method_code(given: str, details: str) -> str:
    """Our code of a method: the words' where they name one of the code's kind, else the code's; "" if neither."""
    known = given.lower()
    known = known if known in _METHODS else _LOCAL.get(known, _LOCAL.get(details.lower(), ""))
    named = read_method(details) or read_method(given)
    if named and (not known or named.ocds in ("", known)):
        return named.code
    return _METHODS.get(known, "")
