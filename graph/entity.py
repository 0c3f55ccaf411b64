"""The loaders' whole vocabulary: an entity that collects statements about itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from govgraph.graph.statement import Statement, digest
from govgraph.ontology.model import Class, ontology


@dataclass(slots=True)
class Entity:
    """Something with an id, of one or more classes; ``add`` states a value of a property.

    ``base`` holds what all its statements share (source, locator, modality, …); arguments of
    ``add`` override it for one value. Unknown properties raise KeyError: a loader that misspells
    one is our failure, not the data's.
    """

    types: tuple[str, ...]
    id: str
    base: Statement
    _statements: list[Statement] = field(default_factory=list)

    @classmethod
    def of(cls, type_: str, id_: str, source: str, **shared: str) -> Entity:
        """An entity of one class whose statements come from ``source``."""
        entity = cls((type_,), id_, Statement(id_, "", "", "", source, **shared))
        entity.state_types()
        return entity

    def state_types(self) -> None:
        """State the classes; what an entity is called and is stays a fact even in a claim."""
        modality = self.base.modality if self.base.modality in ("reported", "background") else "asserted"
        for name in self.types:
            stated = replace(self.base, predicate="type", object=name, datatype="class")
            self._statements.append(replace(stated, modality=modality))

    def add(self, property_: str, value: str, **override: str) -> None:
        """State a value: an entity id for links, else the lexical form of the datatype."""
        datatype = ontology().properties[property_].datatype
        stated = replace(self.base, predicate=property_, object=value, datatype=datatype)
        self._statements.append(replace(stated, **override))

    def statements(self) -> Iterator[Statement]:
        """All statements made so far."""
        yield from self._statements


class Edge(Entity):
    """An entity of an edge class; its id follows from its type, ends and key."""

    __slots__ = ()

    @classmethod
    def between(cls, type_: str, start: str, end: str, source: str, **shared: str) -> Edge:
        """An edge of class ``type_`` from one entity id to another."""
        edge = cls((type_,), "", Statement("", "", "", "", source, **shared))
        kind = ontology().classes[type_]
        edge.add_type(type_)
        edge.add(kind.edge_from, start)
        edge.add(kind.edge_to, end)
        return edge

    def add_type(self, name: str) -> None:
        """State the edge class with the edge's own modality: a guessed edge is a guess."""
        self._statements.append(replace(self.base, predicate="type", object=name, datatype="class"))

    def statements(self) -> Iterator[Statement]:
        """All statements, now that the key is known and with it the id."""
        id_ = edge_id(ontology().classes[self.types[0]], {s.predicate: s.object for s in self._statements})
        for stated in self._statements:
            yield replace(stated, subject=id_)


def edge_id(kind: Class, values: dict[str, str]) -> str:
    """The id of an edge, from its type, ends and key, never from its source.

    A date 'as of' tells two edges apart only where no start is known: stakes seen at two times
    are two observations, while one with a start is one period, however often it is reported.
    """
    keys = [k for k in kind.edge_keys if k in values and not (k == "asOf" and "since" in values)]
    parts = [f"{key}={values[key]}" for key in keys]
    return "e-" + digest(kind.name, values[kind.edge_from], values[kind.edge_to], *parts)[:20]


def link_id(predicate: str, start: str, end: str) -> str:
    """The id of a simple link's relationship, the same whoever states it."""
    return "l-" + digest(predicate, start, end)[:20]
