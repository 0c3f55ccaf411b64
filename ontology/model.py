"""The ontology as plain objects, read from the Turtle files beside this module.

Reading uses pyoxigraph, which parses the files in milliseconds, so that every command can
afford it. Names are local names (``Shareholding``, ``holdsSharesIn``) throughout the code; the
IRI base appears only here and in the RDF store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

_T = TypeVar("_T")

NAMESPACE = "https://w3id.org/govgraph/ontology#"
ID_BASE = "https://w3id.org/govgraph/id/"
FOLDER = Path(__file__).parent

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"

#: Modalities whose statements become nodes' values and relationships; all others become claims.
FACTS = ("asserted", "reported", "background", "inferred")


@dataclass(frozen=True, slots=True)
class Term:
    """What classes and properties share: a name and its words in Chinese and English."""

    name: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str


@dataclass(frozen=True, slots=True)
class Class(Term):
    """A class; ``lineage`` is itself and its ancestors, nearest first (the Cypher labels)."""

    lineage: tuple[str, ...]
    required: tuple[str, ...]
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
    """A property; ``range`` holds class names for links, one XSD type name for values."""

    is_link: bool
    domain: tuple[str, ...]
    range: tuple[str, ...]
    single: bool
    code_list: str = ""
    companion: str = ""
    symmetric: bool = False
    transitive: bool = False

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


@dataclass(frozen=True, slots=True)
class Ontology:
    """All classes, properties and code lists, by name."""

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    codes: Mapping[str, Mapping[str, Code]]
    disjoint: tuple[tuple[str, str], ...] = ()

    @property
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


class _Triples:
    """A small index over parsed triples: values by subject and predicate."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.index: dict[str, dict[str, list[ox.Term]]] = {}
        for path in paths:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                predicates = self.index.setdefault(_key(quad.subject), {})
                predicates.setdefault(quad.predicate.value, []).append(quad.object)

    def names(self, subject: str, predicate: str) -> list[str]:
        found = self.index.get(subject, {}).get(predicate, [])
        return sorted(_local(v.value) for v in found if isinstance(v, ox.NamedNode))

    def texts(self, subject: str, predicate: str) -> list[str]:
        found = self.index.get(subject, {}).get(predicate, [])
        return [v.value for v in found if isinstance(v, ox.Literal)]

    def words(self, subject: str, predicate: str, language: str) -> str:
        found = self.index.get(subject, {}).get(predicate, [])
        return next((v.value for v in found if isinstance(v, ox.Literal) and v.language == language), "")

    def members(self, subject: str, predicate: str) -> list[str]:
        """Class names given plainly, as a list, or as an owl:unionOf list."""
        found: list[str] = self.names(subject, predicate)
        for value in self.index.get(subject, {}).get(predicate, []):
            if isinstance(value, ox.BlankNode):
                union = _first(self.index.get(_key(value), {}).get(_OWL + "unionOf"))
                found += self._list(union or value)
        return found

    def _list(self, head: ox.Term | None) -> list[str]:
        items: list[str] = []
        while head is not None and _key(head) in self.index:
            node = self.index[_key(head)]
            item = _first(node.get(_RDF + "first"))
            if isinstance(item, ox.NamedNode):
                items.append(_local(item.value))
            head = _first(node.get(_RDF + "rest"))
        return items

    def of_type(self, iri: str) -> list[str]:
        return sorted(
            subject
            for subject, predicates in self.index.items()
            if any(isinstance(o, ox.NamedNode) and o.value == iri for o in predicates.get(_RDF + "type", []))
        )


def read_ontology(paths: Iterable[Path]) -> Ontology:
    """Read classes, properties and code lists from Turtle files.

    Raises SyntaxError (from the parser) when a file is not Turtle.
    """
    triples = _Triples(paths)
    own = [iri for iri in triples.of_type(_OWL + "Class") if iri.startswith(NAMESPACE)]
    parents = {_local(iri): triples.names(iri, _RDFS + "subClassOf") for iri in own}
    classes = {_local(iri): _read_class(triples, iri, parents) for iri in own}
    properties = {
        _local(iri): _read_property(triples, iri, kind == "ObjectProperty")
        for kind in ("ObjectProperty", "DatatypeProperty")
        for iri in triples.of_type(_OWL + kind)
    }
    return Ontology(classes, properties, _read_codes(triples), tuple(_read_disjoint(triples, own)))


@cache
def ontology() -> Ontology:
    """The ontology that ships with the package."""
    return read_ontology([FOLDER / "govgraph.ttl", FOLDER / "codes.ttl"])


def _read_class(triples: _Triples, iri: str, parents: Mapping[str, list[str]]) -> Class:
    single = {
        field_name: _first(triples.names(iri, NAMESPACE + annotation)) or ""
        for field_name, annotation in (
            ("edge_from", "edgeFrom"),
            ("edge_to", "edgeTo"),
            ("direct", "direct"),
        )
    }
    return Class(
        *_words(triples, iri),
        lineage=_lineage(_local(iri), parents),
        required=tuple(triples.names(iri, NAMESPACE + "required")),
        edge_keys=tuple(triples.names(iri, NAMESPACE + "edgeKey")),
        **single,
    )


def _lineage(name: str, parents: Mapping[str, list[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {name: None}
    queue = [name]
    while queue:
        for parent in parents.get(queue.pop(0), []):
            if parent not in found:
                found[parent] = None
                queue.append(parent)
    return tuple(found)


def _read_property(triples: _Triples, iri: str, is_link: bool) -> Property:
    types = triples.names(iri, _RDF + "type")
    return Property(
        *_words(triples, iri),
        is_link=is_link,
        domain=tuple(triples.members(iri, _RDFS + "domain")),
        range=tuple(triples.members(iri, _RDFS + "range")),
        single="FunctionalProperty" in types,
        code_list=_first(triples.texts(iri, NAMESPACE + "codeList")) or "",
        companion=_first(triples.names(iri, NAMESPACE + "companion")) or "",
        symmetric="SymmetricProperty" in types,
        transitive="TransitiveProperty" in types,
    )


def _read_codes(triples: _Triples) -> dict[str, dict[str, Code]]:
    lists: dict[str, dict[str, Code]] = {_local(iri): {} for iri in triples.of_type(_SKOS + "ConceptScheme")}
    for iri in triples.of_type(_SKOS + "Concept"):
        notation = triples.texts(iri, _SKOS + "notation")[0]
        words = (triples.words(iri, _SKOS + "prefLabel", lang) for lang in ("zh", "en"))
        for scheme in triples.names(iri, _SKOS + "inScheme"):
            lists[scheme][notation] = Code(notation, *words)
    return lists


def _read_disjoint(triples: _Triples, own: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of classes that no entity can be both of, in either spelling that OWL has."""
    for iri in own:
        yield from ((_local(iri), other) for other in triples.names(iri, _OWL + "disjointWith"))
    for node in triples.of_type(_OWL + "AllDisjointClasses"):
        yield from combinations(sorted(triples.members(node, _OWL + "members")), 2)


def _words(triples: _Triples, iri: str) -> tuple[str, str, str, str, str]:
    label, definition = _RDFS + "label", _SKOS + "definition"
    return (
        _local(iri),
        triples.words(iri, label, "zh"),
        triples.words(iri, label, "en"),
        triples.words(iri, definition, "zh"),
        triples.words(iri, definition, "en"),
    )


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def _key(term: ox.Term) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


def _first(values: list[_T] | None) -> _T | None:
    return values[0] if values else None
