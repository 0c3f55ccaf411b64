"""What makes a thing of one row the same as one of another row: the ids of a table's entities.

An organisation is one by name and code within its table, a person only beside the same others, a project
by the rule that holds for notices too; anything else is its row's alone, told by its number where it has one.

Tables of one register (``scope`` of the map) share their ids: there a project is its number, else its buyer
and name, else its name in the notice at the row's address; a lot is its project's,
and a bid or an award is told by project, lot and bidders. So an award meets the bids that a second table tells of,
and a fact that stands in two tables of a register counts once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govgraph.graph.identity.project_ids import project_id
from govgraph.graph.statements.entity import entity_id
from govgraph.loaders.tables.paths import Path_
from govgraph.loaders.tables.values import Value
from govgraph.ontology.model import ontology
from govgraph.text.names import normalise
from govgraph.text.procedures import title_key


@dataclass(slots=True)
class Thing:
    """What a row says of one entity: its class and values.

    ``together``: it stands among several that bid as one. ``within``: it is a region to be read from a
    name, in the division of this code.
    """

    type: str
    values: list[Value] = field(default_factory=list)
    together: bool = False
    within: str = ""

    def get(self, name: str) -> str:
        """The first value of a property, empty where it has none."""
        return next((value for property_, value, _ in self.values if property_ == name), "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as far as ids depend on it: its register, source, the digest of its cells, first date and address."""

    scope: str
    source: str
    digest: str
    day: str
    address: str = ""

    @property
    def register(self) -> str:
        """Within what names and numbers are unique: the map's scope, else the table itself."""
        return self.scope or self.source


def id_of(
    owner: Path_, thing: Thing, things: Mapping[Path_, list[Thing]], ids: Mapping[Path_, list[str]], row: Row
) -> str:
    """The id of a thing at a place of the row; ``ids`` are those of what stands behind it."""
    is_a, name = ontology().is_a, thing.get("name")
    if is_a(thing.type, "Organization"):
        return entity_id("agent", row.register, name, thing.get("creditCode"))
    if is_a(thing.type, "Agent"):
        others = sorted(
            t.get("name") for path, here in things.items() if path != owner and path for t in here
        )
        return entity_id("agent", row.source, name, "person", *(others or [row.digest]))
    if thing.type == "Project":
        return _project(owner, thing, things, row)
    own = thing.get("identifier") or thing.get("noticeNumber")
    if own and not owner:
        return entity_id(thing.type.lower(), row.register, own)
    if row.scope and (shared := _in_register(owner, thing, things, ids)):
        return shared
    return entity_id(thing.type.lower(), row.source, *owner, row.digest)


def _project(owner: Path_, thing: Thing, things: Mapping[Path_, list[Thing]], row: Row) -> str:
    buyers = [t.get("name") for t in things.get((*owner, "hasBuyer"), ())]
    buyer, number, name = buyers[0] if buyers else "", thing.get("projectNumber"), thing.get("name")
    if row.scope and number:
        return entity_id("project", row.scope, "".join(number.split()))
    if row.scope and buyer:
        return entity_id("project", row.scope, normalise(buyer), title_key(name))
    if row.scope and row.address and name:
        return entity_id("project", row.scope, row.address, normalise(name))
    return project_id(buyer, number, name, row.day[:4], f"{row.source}/{row.digest}")


def _in_register(
    owner: Path_, thing: Thing, things: Mapping[Path_, list[Thing]], ids: Mapping[Path_, list[str]]
) -> str:
    """The id of a lot, bid or award of a project that is known; empty for all else."""
    project = ids.get(("concerns",), [""])[0]
    if not project:
        return ""
    if owner == ("forLot",):
        return entity_id("lot", project, thing.get("lotNumber") or thing.get("name"))
    bidders = things.get(("hasBidder" if thing.type == "Bid" else "awardedTo",), ())
    if owner or thing.type not in ("Bid", "Award") or not bidders:
        return ""
    lot = ids.get(("forLot",), [""])[0]
    return entity_id(thing.type.lower(), project, lot, *sorted(normalise(t.get("name")) for t in bidders))
