"""The loaders' whole vocabulary: an entity that collects statements about itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from govgraph.graph.statements.statement import FIELDS, Statement, digest
from govgraph.ontology.model import Class, ontology

#: A statement's fields in order, without the object around them: what is written by the million.
Row = tuple[str, ...]

_PLACES = {name: place for place, name in enumerate(FIELDS)}


class Shared(NamedTuple):
    """What all statements about an entity share; the fields of a statement after its datatype."""

    source: str
    locator: str = ""
    surface: str = ""
    modality: str = "asserted"
    quoted: str = ""
    rule: str = ""
    premises: str = ""


class _Datatypes(dict[str, str]):
    """The datatypes of properties, looked up once each: ``add`` is called by the million."""

    def __missing__(self, name: str) -> str:
        self[name] = ontology().properties[name].datatype
        return self[name]


_DATATYPES = _Datatypes()


@dataclass(slots=True)
class Entity:
    """Something with an id, of one or more classes; ``add`` states a value of a property.

    ``base`` holds what all its statements share (source, locator, modality, …); arguments of
    ``add`` override it for one value. Unknown properties raise KeyError: a loader that misspells
    one is our failure, not the data's.
    """

    types: tuple[str, ...]
    id: str
    base: Shared
    #: predicate, object and datatype of what shares the base, and of what overrides some of it
    said: list[tuple[str, str, str]] = field(default_factory=list)
    apart: list[tuple[str, str, str, Mapping[str, str]]] = field(default_factory=list)

    @classmethod
    def of(cls, type_: str, id_: str, source: str, **shared: str) -> Entity:
        """An entity of one class whose statements come from ``source``."""
        entity = cls((type_,), id_, Shared(source, **shared))
        entity.state_types()
        return entity

    def state_types(self) -> None:
        """State the classes; what an entity is called and is stays a fact even in a claim."""
        modality = self.base.modality if self.base.modality in ("reported", "background") else "asserted"
        for name in self.types:
            if modality == self.base.modality:
                self.said.append(("type", name, "class"))
            else:
                self.apart.append(("type", name, "class", {"modality": modality}))

    def add(self, property_: str, value: str, **override: str) -> None:
        """State a value: an entity id for links, else the lexical form of the datatype."""
        if override:
            self.apart.append((property_, value, _DATATYPES[property_], override))
        else:
            self.said.append((property_, value, _DATATYPES[property_]))

    def values(self) -> dict[str, str]:
        """What was said so far, by property; of several values the last."""
        return {one[0]: one[1] for one in self.said} | {one[0]: one[1] for one in self.apart}

    def subject(self) -> str:
        """The id that its statements are about."""
        return self.id

    def rows(self) -> Iterator[Row]:
        """All statements made so far, as plain rows."""
        subject = self.subject()
        for predicate, value, datatype in self.said:
            yield (subject, predicate, value, datatype, *self.base)
        yield from self.rows_apart()

    def rows_apart(self) -> Iterator[Row]:
        """Those that override something of the base."""
        subject = self.subject()
        for predicate, value, datatype, override in self.apart:
            changed = [subject, predicate, value, datatype, *self.base]
            for name, text in override.items():
                changed[_PLACES[name]] = text
            yield tuple(changed)

    def statements(self) -> Iterator[Statement]:
        """All statements made so far."""
        for row in self.rows():
            yield Statement(*row)


class Edge(Entity):
    """An entity of an edge class; its id follows from its type, ends and key."""

    __slots__ = ()

    @classmethod
    def between(cls, type_: str, start: str, end: str, source: str, **shared: str) -> Edge:
        """An edge of class ``type_`` from one entity id to another."""
        edge = cls((type_,), "", Shared(source, **shared))
        kind = ontology().classes[type_]
        edge.add_type(type_)
        edge.add(kind.edge_from, start)
        edge.add(kind.edge_to, end)
        return edge

    def add_type(self, name: str) -> None:
        """State the edge class with the edge's own modality: a guessed edge is a guess."""
        self.said.append(("type", name, "class"))

    def subject(self) -> str:
        """Its id, now that the key is known."""
        return edge_id(ontology().classes[self.types[0]], self.values())


def edge_id(kind: Class, values: Mapping[str, str]) -> str:
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


def entity_id(kind: str, *parts: str) -> str:
    """An id for a loaded entity, the same wherever the same parts are read: ``project-0f…``."""
    return f"{kind}-{digest(*parts)[:20]}"
