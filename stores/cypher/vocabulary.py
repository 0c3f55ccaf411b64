"""What a graph has: its labels, relationship types and properties, for queries to be checked against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from govgraph.graph.graph import Column, Graph
from govgraph.ontology.model import ontology

Properties = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Properties by label and by relationship type, as a graph has them; ``more`` are names that an engine knows beside."""

    labels: Mapping[str, Properties]
    types: Mapping[str, Properties]
    more: frozenset[str] = frozenset()

    @property
    def properties(self) -> dict[str, Column]:
        """All properties of nodes and relationships."""
        return {
            name: column
            for known in (self.types, self.labels)
            for of in known.values()
            for name, column in of.items()
        }

    def of(self, names: Iterable[str]) -> dict[str, Column]:
        """Properties of things of any of these labels or types; of all where none is given."""
        known = {**self.types, **self.labels}
        chosen = [known[name] for name in names if name in known]
        return {name: column for of in chosen for name, column in of.items()} if chosen else self.properties


def vocabulary(graph: Graph) -> Vocabulary:
    """The vocabulary of a built graph."""
    labels: dict[str, dict[str, Column]] = {}
    types: dict[str, dict[str, Column]] = {}
    for table in graph.nodes:
        for label in table.labels:
            labels.setdefault(label, {}).update({c.name: c for c in table.columns})
    for edges in graph.edges:
        own = {c.name: c for c in edges.columns if c.name not in ("start_id", "end_id")}
        types.setdefault(edges.type, {}).update(own)
    return Vocabulary(labels, types)


@cache
def everything() -> Vocabulary:
    """What any graph may have: any class and relationship with any property of the ontology."""
    kinds = {"date": "date", "decimal": "decimal", "integer": "integer", "boolean": "boolean"}
    values = [p for p in ontology().properties.values() if not p.is_link]
    columns = {p.name: Column(p.name, kinds.get(p.datatype, "text"), not p.single) for p in values}
    columns |= {name: Column(name, "text") for name in declared()[2] if name not in columns}
    columns |= {name: Column(name, "text", True) for name in ("sources", "locators")}
    labels, links, _values = declared()
    return Vocabulary(dict.fromkeys(labels, columns), dict.fromkeys(links, columns))


def declared() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Labels, types and properties that the ontology declares, whether a graph has them or not."""
    model = ontology()
    links = {p.relationship_type for p in model.properties.values() if p.is_link}
    values = {
        name for p in model.properties.values() for name in (p.name, p.companion) if name and not p.is_link
    }
    return (
        frozenset(model.classes),
        frozenset(links),
        frozenset({*values, "id", "sources", "locators", "disputed"}),
    )
