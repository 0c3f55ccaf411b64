"""Who owns the organisations of a release: beneficial owners (persons) and shareholders (organisations)."""

from __future__ import annotations

from decimal import Decimal

from govgraph.graph.statements.entity import Edge, Entity
from govgraph.loaders.ocds.parties import Parties
from govgraph.loaders.ocds.values import Json, amount, day, text
from govgraph.loaders.undisclosed import KEPT, undisclosed
from govgraph.messages import _
from govgraph.ontology.model import ontology


def state_all_owners(parties: Parties) -> None:
    """State the owners of all organisations that are stated, and theirs in turn."""
    while parties.owned_ones:
        state_owners(parties, *parties.owned_ones.pop(0))


def state_owners(parties: Parties, held: Entity, party: Json, place: str) -> None:
    """State the owners of an organisation that is stated already, and that it can be owned."""
    if any(ontology().is_a(name, "PublicBody") or name == "Consortium" for name in held.types):
        parties.set_aside(place, _("owners of what has none"), text(party.get("name")))
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
        id_ = parties.id_of("person", f"{held.id} {text(owner.get('id'))} {name}")
        if name:
            parties.new("Person", id_, place).add("name", name)
        else:
            _unnamed(parties, "Person", id_, f"{place}/beneficialOwners")
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
        stake = f"{(Decimal(share) * whole).normalize():f}" if share else ""
        if Decimal(stake or 0) > 100:
            parties.set_aside(place, _("a share of more than all"), share)
            continue
        if not (name := parties.party(reference)[2]):
            id_ = parties.id_of("holder", f"{held.id} {text(reference.get('id')) or len(edges)}")
            _unnamed(parties, "Agent", id_, place)
        elif not (id_ := parties.organisation(reference, "Organization", place, persons=True)):
            continue
        edges.append(_edge(parties, held, id_, name or id_, "shareholding", stake, place))
    return edges


def _unnamed(parties: Parties, type_: str, id_: str, place: str) -> None:
    """State a holder whom the release does not name."""
    parties.set_aside(place, KEPT, "")
    parties.made.append(undisclosed(type_, id_, parties.source, parties.at(place)))


def _edge(
    parties: Parties, held: Entity, holder: str, named: str, interest: str, stake: str, place: str
) -> Edge | None:
    said = held.values()
    whom = said.get("creditCode") or said.get("identifier") or held.id
    when = day(parties.released)
    flaw = (
        _("a company that holds itself")
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
        edge.add("asOf", when, locator=parties.at("/date"))
    return edge
