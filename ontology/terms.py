"""Classes, properties and code lists as plain objects, by local name (``Shareholding``, ``holdsSharesIn``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Term:
    """What classes and properties share: a name, its words in Chinese and English, an example."""

    name: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    example: str


@dataclass(frozen=True, slots=True)
class Class(Term):
    """A class; ``lineage`` is itself and its ancestors, nearest first (the Cypher labels).

    An edge class has two ends, a direct property between them, and keys that tell two edges between
    the same ends apart. ``keys`` are values that two entities of the class cannot share.
    """

    parents: tuple[str, ...]
    lineage: tuple[str, ...]
    required: tuple[str, ...]
    keys: tuple[str, ...] = ()
    edge_from: str = ""
    edge_to: str = ""
    direct: str = ""
    edge_keys: tuple[str, ...] = ()

    @property
    def is_edge(self) -> bool:
        """Whether entities of this class are relationships with facts of their own."""
        return bool(self.direct)


@dataclass(frozen=True, slots=True)
class Property(Term):
    """A property; ``range`` holds class names for links, one XSD type name for values.

    ``above`` are its super-properties, ``chains`` the paths that imply it (``^`` before a step that
    is walked backwards). One that is not ``stored`` is the inverse of one that is.
    """

    is_link: bool
    domain: tuple[str, ...]
    range: tuple[str, ...]
    single: bool
    code_list: str = ""
    companion: str = ""
    above: tuple[str, ...] = ()
    inverse: str = ""
    chains: tuple[tuple[str, ...], ...] = ()
    disjoint: tuple[str, ...] = ()
    symmetric: bool = False
    transitive: bool = False
    asymmetric: bool = False
    irreflexive: bool = False
    stored: bool = True
    sum_at_most: str = ""

    @property
    def relationship_type(self) -> str:
        """The Cypher relationship type: ``holdsSharesIn`` is ``HOLDS_SHARES_IN``."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.name).upper()

    @property
    def datatype(self) -> str:
        """``entity`` for links, else the XSD type's local name."""
        return "entity" if self.is_link else self.range[0]


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list."""

    notation: str
    label_zh: str
    label_en: str


@dataclass(frozen=True)
class Ontology:
    """All classes, properties and code lists, by name; ``about`` has version, title, licence and so on."""

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    codes: Mapping[str, Mapping[str, Code]]
    disjoint: tuple[tuple[str, str], ...]
    about: Mapping[str, str]

    @cached_property
    def end_properties(self) -> frozenset[str]:
        """Properties that point from an edge entity at its two ends."""
        edges = [c for c in self.classes.values() if c.is_edge]
        return frozenset(end for c in edges for end in (c.edge_from, c.edge_to))

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether class ``name`` is ``ancestor`` or below it."""
        return name in self.classes and ancestor in self.classes[name].lineage

    def labels(self, types: Iterable[str]) -> tuple[str, ...]:
        """Cypher labels of an entity with these types: the most specific first."""
        chosen: dict[str, None] = {}
        for name in sorted(types, key=lambda t: (-len(self.classes[t].lineage), t)):
            chosen.update(dict.fromkeys(self.classes[name].lineage))
        return tuple(chosen)

    def edge_class(self, direct: str) -> Class | None:
        """The edge class whose direct property this is, if any."""
        return next((c for c in self.classes.values() if c.direct == direct), None)
