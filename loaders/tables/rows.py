"""One row of a table to entities: the row's own, those that its columns lead to, and the links between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govgraph.graph.statements.entity import Edge, Entity, entity_id
from govgraph.graph.statements.statement import digest
from govgraph.loaders.base import Item, Record, Rejected
from govgraph.loaders.stakes import StakeLedger
from govgraph.loaders.tables.identity import Row, Thing, id_of
from govgraph.loaders.tables.map import Column, TableMap
from govgraph.loaders.tables.paths import Path_
from govgraph.loaders.tables.regions import IN_NAME, division_in_name, regions
from govgraph.loaders.tables.sheets import Cell
from govgraph.loaders.tables.values import (
    Unreadable,
    are_together,
    is_nothing,
    name_flaw,
    names_in,
    read_cell,
)
from govgraph.messages import _
from govgraph.ontology.model import ontology
from govgraph.text.names import parse

#: Kinds of names that only organisations have.
_ORGANISATION = ("company", "agency", "institution", "association", "business", "fund")
#: Links to those who may bid together.
_SUPPLIERS = frozenset({"awardedTo", "hasBidder", "signedBySupplier"})


class RowReader:
    """Reads the rows of one table by its map."""

    def __init__(self, map_: TableMap, source: str) -> None:
        self.map, self.source = map_, source
        self.is_a = ontology().is_a
        self.edge = ontology().classes[map_.row].is_edge
        self.holdings = StakeLedger()
        self.day = ""
        self.row = Row("", source, "", "")
        self.shared: dict[str, str] = {}
        self.currency = next((value for _, name, value in map_.constants if name == "currency"), "CNY")

    def read(self, position: str, cells: Mapping[str, Cell], shown: Mapping[str, str]) -> Iterator[Item]:
        """The record of a row, or why it is none; a code that cannot be is set aside and the row goes on."""
        things: dict[Path_, list[Thing]] = {}
        self.day = self.day_of(cells)
        self.row = Row(self.map.scope, self.source, digest(*(f"{head}={text}" for head, text in sorted(shown.items()))),
                       self.day, shown.get(self.map.url, ""))  # fmt: skip
        self.shared = {"locator": self.row.address or position, "modality": self.map.modality}
        for column in self.map.columns:
            cell = cells[column.head]
            if is_nothing(cell.text):
                continue
            found = self.take(column, cell, things)
            if isinstance(found, Unreadable):
                flaw = Rejected.of(
                    position, f"{found.reason} ({column.head})", dict(shown), whole=found.whole
                )
                yield flaw
                if found.whole:
                    return
        for owner, name, value in self.map.constants:
            for thing in things.get(owner, ()):
                if (
                    name != "currency"
                    and (name != "amountKind" or thing.get("amount"))
                    and not thing.get(name)
                ):
                    thing.values.append((name, value, ""))
        made = self.entities(things)
        if isinstance(made, str):
            yield Rejected.of(position, made, dict(shown))
        elif wrong := self.holdings.wrong(made):
            yield Rejected.of(position, wrong, dict(shown))
        else:
            yield Record(position, made, key=self.row.digest)

    def day_of(self, cells: Mapping[str, Cell]) -> str:
        """The first date of a row: regions are those of that day."""
        for column in self.map.columns:
            if column.property != "type" and ontology().properties[column.property].datatype == "date":
                found = read_cell(cells[column.head], column, self.currency)
                if not isinstance(found, Unreadable) and found:
                    return found[0][1]
        return ""

    def take(self, column: Column, cell: Cell, things: dict[Path_, list[Thing]]) -> Unreadable | None:
        """Put what a cell says into the things of its row."""
        class_ = self.map.classes[column.owner]
        if class_ == "Region" and not regions(cell.text, self.day, self.source, "", column.within):
            return Unreadable(_("a place that is not known, or in more than one region"), whole=False)
        here = things.setdefault(column.owner, [Thing(class_, within=column.within)])
        if column.property != "name":
            found = read_cell(cell, column, self.currency)
            if isinstance(found, Unreadable):
                return found
            if len(here) > 1:
                return Unreadable(_("a value that belongs to one of several names"))
            for value in found:
                if value[0] == "type":
                    here[0].type = value[1]
                else:
                    here[0].values.append(value)
            return None
        return self.name(column, cell, here)

    def name(self, column: Column, cell: Cell, here: list[Thing]) -> Unreadable | None:
        found = read_cell(cell, column, self.currency)
        if isinstance(found, Unreadable):
            return found
        names = list(names_in(found[0][1], column)) if found else []
        if not names:
            return None
        is_agent = self.is_a(here[0].type, "Agent")
        for name in names:
            if flaw := name_flaw(name, is_agent):
                return Unreadable(flaw)
        if len(names) > 1 and here[0].values:
            return Unreadable(_("a value that belongs to one of several names"))
        if column.within and here[0].values:
            self.better(names[0], here[0])
            return None
        here[0].values += [("name", names[0], "")]
        here[0].together = are_together(found[0][1])
        here += [Thing(here[0].type, [("name", name, "")]) for name in names[1:]]
        return None

    def better(self, name: str, region: Thing) -> None:
        """A region that several columns tell is that of the first that names a part of the division."""
        known = division_in_name(region.get("name"), region.within, self.day)
        if known and known.code == region.within:
            region.values[:] = [("name", name, "")]

    # ── from what was said to entities ────────────────────────────────────────────────────

    def entities(self, things: dict[Path_, list[Thing]]) -> list[Entity] | str:
        """The row's entities, those that are linked to before those that link; or what is missing."""
        things.setdefault((), [Thing(self.map.row)])
        for owner in [path[:end] for path in things for end in range(len(path))]:
            things.setdefault(owner, [Thing(self.map.classes[owner])])
        for owner, here in things.items():
            for thing in here:
                if flaw := self.settle(owner, thing):
                    return flaw
        self.share_codes(things)
        ids: dict[Path_, list[str]] = {}
        made: list[Entity] = []
        for owner in sorted(things, key=lambda path: (-len(path), path)):
            new = self.make(owner, things, ids)
            if isinstance(new, str):
                return new
            made += new
        return made

    def settle(self, owner: Path_, thing: Thing) -> str:
        """Complete what is known of a thing; what it lacks, or what its class cannot have."""
        name = thing.get("name")
        if thing.type == "Agent" and name and parse(name).kind in _ORGANISATION:
            thing.type = "Organization"
        if thing.type == "Project" and not name:
            name = thing.get("projectNumber")
            thing.values += [("name", name, "")] if name else []
        needed = "name" in ontology().classes[thing.type].required or self.is_a(thing.type, "Agent")
        if needed and not name:
            return _("no {value}").format(value=".".join((*owner, "name")))
        for property_, _value, _text in thing.values:
            domain = ontology().properties[property_].domain
            if domain and not any(self.is_a(thing.type, d) for d in domain):
                return _("a {type} has no {property}").format(type=thing.type, property=property_)
        return ""

    def share_codes(self, things: dict[Path_, list[Thing]]) -> None:
        """A code that stands at one mention of an organisation in a row holds for the others."""
        every = [thing for here in things.values() for thing in here]
        codes = {(t.type, t.get("name")): v for t in every for v in t.values if v[0] == "creditCode"}
        for thing in every:
            if (code := codes.get((thing.type, thing.get("name")))) and not thing.get("creditCode"):
                thing.values.append(code)

    def make(
        self, owner: Path_, things: dict[Path_, list[Thing]], ids: dict[Path_, list[str]]
    ) -> list[Entity] | str:
        """The entities of one place in the row, linked to what was made for the places behind it."""
        links = {path[-1]: ids[path] for path in things if path[:-1] == owner and path != owner}
        if not owner and self.edge:
            return self.make_edge(things[()][0], links)
        made: list[Entity] = []
        for thing in things[owner]:
            if thing.type == "Region":
                made += regions(
                    thing.get("name"), self.day, self.source, self.shared["locator"], thing.within
                )
                continue
            entity = Entity.of(
                thing.type, id_of(owner, thing, things, ids, self.row), self.source, **self.shared
            )
            for name, value, surface in thing.values:
                entity.add(name, value, **({"surface": surface} if surface else {}))
            for link, ends in links.items():
                inferred = self.inferred(things[*owner, link][0])
                for end in ends:
                    entity.add(link, end, **inferred)
            if owner == ("forLot",) and ("concerns",) in ids:
                entity.add("lotOf", ids["concerns",][0])
            made.append(entity)
        ids[owner] = [entity.id for entity in made][-len(things[owner]) :]
        if len(made) > 1 and things[owner][0].together and owner[-1] in _SUPPLIERS:
            made += self.consortium(owner, things[owner], ids)
        return made

    def inferred(self, thing: Thing) -> dict[str, str]:
        """What a link to a region says of itself that was only read from a name."""
        if not thing.within:
            return {}
        return {"modality": "inferred", "rule": IN_NAME, "premises": thing.get("name")}

    def make_edge(self, thing: Thing, links: Mapping[str, list[str]]) -> list[Entity] | str:
        kind = ontology().classes[thing.type]
        for end in (kind.edge_from, kind.edge_to):
            if len(links.get(end, ())) != 1:
                return _("no {end}.name").format(end=end)
        edge = Edge.between(
            kind.name, links[kind.edge_from][0], links[kind.edge_to][0], self.source, **self.shared
        )
        for name, value, surface in thing.values:
            edge.add(name, value, **({"surface": surface} if surface else {}))
        return [edge]

    def consortium(self, owner: Path_, members: list[Thing], ids: dict[Path_, list[str]]) -> list[Entity]:
        """Several winners or bidders of one row are one consortium, and it is what the row links to."""
        firms = ids[owner]
        whole = Entity.of(
            "Consortium",
            entity_id("consortium", self.row.register, *sorted(firms)),
            self.source,
            **self.shared,
        )
        whole.add("name", " / ".join(sorted(thing.get("name") for thing in members)))
        ids[owner] = [whole.id]
        return [
            whole,
            *(
                Edge.between("ConsortiumMembership", firm, whole.id, self.source, **self.shared)
                for firm in firms
            ),
        ]
