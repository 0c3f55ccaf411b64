"""Who owns the organisations of a release: beneficial owners (persons) and shareholders (organisations)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from govgraph.graph.statements.entity import Edge, Entity
from govgraph.loaders.ocds.values import Json, amount, day, text
from govgraph.ontology.model import ontology

if TYPE_CHECKING:
    from govgraph.loaders.ocds.parties import Parties

_MOST = Decimal("100.05")


class StakeClaims:
    """The stakes of one file. Many processes repeat a supplier's owners, and what contradicts itself would
    break the whole graph once the supplier is known to be one."""

    def __init__(self) -> None:
        self.stakes: dict[tuple[str, ...], str] = {}
        self.sums: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)

    def judge(self, held: str, holder: str, interest: str, moment: str, stake: str) -> str:
        """Why a stake cannot stand beside those before it, "known" for one that stands already, else ""."""
        known = self.stakes.get((held, holder, interest, moment))
        if known is not None:
            return "known" if known == stake else "another stake of one holder at one time"
        total = self.sums[held, interest, moment] + Decimal(stake or 0)
        if total > _MOST:
            return "the holdings of one company add up to more than 100"
        self.sums[held, interest, moment] = total
        self.stakes[held, holder, interest, moment] = stake
        return ""


def state_owners(parties: Parties, held: Entity, party: Json, place: str) -> None:
    """State the owners of an organisation that is stated already, and that it can be owned."""
    if any(ontology().is_a(name, "PublicBody") or name == "Consortium" for name in held.types):
        parties.set_aside(place, "owners of what has none", text(party.get("name")))
        return
    edges = [
        edge
        for edge in (*_persons(parties, held, party, place), *_firms(parties, held, party, place))
        if edge
    ]
    if edges and "LegalEntity" not in held.types:
        held.types += ("LegalEntity",)  # what shares are held in is one
        held.said.append(("type", "LegalEntity", "class"))
    parties.made.extend(edges)


def _persons(parties: Parties, held: Entity, party: Json, place: str) -> list[Edge | None]:
    edges: list[Edge | None] = []
    for owner in parties.named(party.get("beneficialOwners")):
        name = text(owner.get("name"))
        if not name:
            parties.set_aside(f"{place}/beneficialOwners", "an owner without name", "")
            continue
        id_ = parties.id_of("person", f"{held.id} {text(owner.get('id'))} {name}")
        parties.new("Person", id_, place).add("name", name)
        edges.append(_edge(parties, held, id_, id_, "beneficial", "", place))
    return edges


def _firms(parties: Parties, held: Entity, party: Json, place: str) -> list[Edge | None]:
    """Shareholders; their shares are parts of 1 by the extension, of 100 where one is larger than 1."""
    edges: list[Edge | None] = []
    place = f"{place}/shareholders"
    holders = parties.many(party.get("shareholders"), place)
    shares = [amount(holder.get("shareholding"))[0] for holder in holders]
    whole = 100 if all(Decimal(share or 0) <= 1 for share in shares) else 1
    for holder, share in zip(holders, shares, strict=True):
        reference = parties.one(holder.get("shareholder"), place) or holder
        if id_ := parties.organisation(reference, "Organization", place):
            stake = f"{(Decimal(share) * whole).normalize():f}" if share else ""
            edges.append(
                _edge(parties, held, id_, parties.party_name(reference), "shareholding", stake, place)
            )
    return edges


def _edge(
    parties: Parties, held: Entity, holder: str, named: str, interest: str, stake: str, place: str
) -> Edge | None:
    said = held.values()
    whom = said.get("creditCode") or said.get("identifier") or held.id
    when = day(parties.released)
    flaw = (
        "a company that holds itself"
        if holder == held.id
        else parties.owned.judge(whom, named, interest, when, stake)
    )
    if flaw:
        if flaw != "known":
            parties.set_aside(place, flaw, stake)
        return None
    edge = Edge.between("Shareholding", holder, held.id, parties.source, locator=parties.at(place))
    edge.add("interest", interest)
    if stake:
        edge.add("stake", stake)
    if when:
        edge.add("asOf", when)
    return edge
