"""The ontology, read from the Turtle files beside this module.

Reading uses pyoxigraph, which parses the files in milliseconds, so that every command can
afford it. Names are local names throughout the code; the IRI base appears only here, in the
derived files and in the RDF store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from govgraph.ontology.terms import Class, Code, Ontology, Property, Term

__all__ = [
    "FACTS", "FOLDER", "ID_BASE", "NAMESPACE", "Class", "Code", "Ontology", "Property", "Term", "ontology",
    "read_ontology",
]  # fmt: skip

NAMESPACE = "https://w3id.org/govgraph/ontology#"
ID_BASE = "https://w3id.org/govgraph/id/"
FOLDER = Path(__file__).parent

_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"

#: Modalities whose statements become nodes' values and relationships; all others become claims.
FACTS = ("asserted", "reported", "background", "inferred")


@cache
def ontology() -> Ontology:
    """The ontology that ships with the package."""
    return read_ontology([FOLDER / "govgraph.ttl", FOLDER / "codes.ttl"])


def read_ontology(paths: Iterable[Path]) -> Ontology:
    """Read classes, properties and code lists from Turtle files.

    Raises SyntaxError (from the parser) when a file is not Turtle.
    """
    triples = _Triples(paths)
    own = [iri for iri in triples.of_type(_OWL + "Class") if iri.startswith(NAMESPACE)]
    parents = {_local(iri): triples.names(iri, _RDFS + "subClassOf") for iri in own}
    properties = {
        _local(iri): _read_property(triples, iri, kind == "ObjectProperty")
        for kind in ("ObjectProperty", "DatatypeProperty")
        for iri in triples.of_type(_OWL + kind)
    }
    ends = _edge_ends(properties)
    classes = {_local(iri): _read_class(triples, iri, parents, ends) for iri in own}
    disjoint = tuple(_read_disjoint(triples, own))
    return Ontology(classes, properties, _read_codes(triples), disjoint, _read_about(triples))


class _Triples:
    """A small index over parsed triples: values by subject and predicate."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.index: dict[str, dict[str, list[_Node]]] = {}
        for path in paths:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                predicates = self.index.setdefault(_key(quad.subject), {})
                predicates.setdefault(quad.predicate.value, []).append(quad.object)

    def objects(self, subject: str, predicate: str) -> list[_Node]:
        return self.index.get(subject, {}).get(predicate, [])

    def names(self, subject: str, predicate: str) -> list[str]:
        found = self.objects(subject, predicate)
        return sorted(_local(v.value) for v in found if isinstance(v, ox.NamedNode))

    def name(self, subject: str, predicate: str) -> str:
        return next(iter(self.names(subject, predicate)), "")

    def text(self, subject: str, predicate: str, language: str | None = None) -> str:
        found = (v for v in self.objects(subject, predicate) if isinstance(v, ox.Literal))
        return next((v.value for v in found if language in (None, v.language)), "")

    def members(self, subject: str, predicate: str) -> list[str]:
        """Names given plainly, as a list, or as an owl:unionOf list."""
        found: list[str] = self.names(subject, predicate)
        for value in self.objects(subject, predicate):
            if isinstance(value, ox.BlankNode):
                union = next(iter(self.objects(_key(value), _OWL + "unionOf")), value)
                found += [_local(item.value) for item in self.items(union) if isinstance(item, ox.NamedNode)]
        return found

    def items(self, head: _Node) -> Iterator[_Node]:
        while node := self.index.get(_key(head)):
            yield node[_RDF + "first"][0]
            head = node[_RDF + "rest"][0]

    def of_type(self, iri: str) -> list[str]:
        kind = ox.NamedNode(iri)
        return sorted(s for s, predicates in self.index.items() if kind in predicates.get(_RDF + "type", []))


def _read_class(
    triples: _Triples, iri: str, parents: Mapping[str, list[str]], ends: Mapping[str, tuple[str, str, str]]
) -> Class:
    name = _local(iri)
    edge_from, edge_to, direct = ends.get(name, ("", "", ""))
    return Class(
        *_words(triples, iri),
        parents=tuple(parents[name]),
        lineage=_lineage(name, parents),
        required=tuple(_required(triples, iri)),
        keys=tuple(triples.members(iri, _OWL + "hasKey")),
        edge_from=edge_from,
        edge_to=edge_to,
        direct=direct,
        edge_keys=tuple(triples.names(iri, NAMESPACE + "edgeKey")),
    )


def _edge_ends(properties: Mapping[str, Property]) -> dict[str, tuple[str, str, str]]:
    """The ends and direct property of each edge class: the chain from one end back to it, and on to the other."""
    found = {}
    for p in properties.values():
        for chain in p.chains:
            if len(chain) == 2 and chain[0].startswith("^"):
                start, end = properties[chain[0][1:]], properties[chain[1]]
                if start.domain == end.domain and start.single and end.single:
                    found[start.domain[0]] = (start.name, end.name, p.name)
    return found


def _required(triples: _Triples, iri: str) -> Iterator[str]:
    """Properties of which the class says that each of its entities has some value."""
    for value in triples.objects(iri, _RDFS + "subClassOf"):
        if triples.objects(_key(value), _OWL + "someValuesFrom"):
            yield triples.name(_key(value), _OWL + "onProperty")


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
    value_type = triples.names(iri, NAMESPACE + "valueType")
    inverse = triples.name(iri, _OWL + "inverseOf")
    back = NAMESPACE + inverse
    return Property(
        *_words(triples, iri),
        is_link=is_link,
        domain=tuple(triples.members(iri, _RDFS + "domain") or triples.members(back, _RDFS + "range")),
        range=tuple(
            value_type or triples.members(iri, _RDFS + "range") or triples.members(back, _RDFS + "domain")
        ),
        single="FunctionalProperty" in types,
        code_list=triples.name(iri, NAMESPACE + "codeList"),
        companion=triples.name(iri, NAMESPACE + "companion"),
        above=tuple(triples.names(iri, _RDFS + "subPropertyOf")),
        inverse=inverse,
        chains=tuple(_chains(triples, iri)),
        disjoint=tuple(triples.names(iri, _OWL + "propertyDisjointWith")),
        symmetric="SymmetricProperty" in types,
        transitive="TransitiveProperty" in types,
        asymmetric="AsymmetricProperty" in types,
        irreflexive="IrreflexiveProperty" in types,
        stored=triples.text(iri, NAMESPACE + "readBackwards") != "true",
        sum_at_most=triples.text(iri, NAMESPACE + "sumAtMost"),
    )


def _chains(triples: _Triples, iri: str) -> Iterator[tuple[str, ...]]:
    for head in triples.objects(iri, _OWL + "propertyChainAxiom"):
        yield tuple(
            _local(step.value)
            if isinstance(step, ox.NamedNode)
            else "^" + triples.name(_key(step), _OWL + "inverseOf")
            for step in triples.items(head)
        )


def _read_codes(triples: _Triples) -> dict[str, dict[str, Code]]:
    lists: dict[str, dict[str, Code]] = {_local(iri): {} for iri in triples.of_type(_SKOS + "ConceptScheme")}
    for iri in triples.of_type(_SKOS + "Concept"):
        notation = triples.text(iri, _SKOS + "notation")
        words = [triples.text(iri, _SKOS + "prefLabel", lang) for lang in ("zh", "en")]
        for scheme in triples.names(iri, _SKOS + "inScheme"):
            lists[scheme][notation] = Code(notation, *words)
    return lists


def _read_disjoint(triples: _Triples, own: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of classes that no entity can be both of, in either spelling that OWL has."""
    for iri in own:
        yield from ((_local(iri), other) for other in triples.names(iri, _OWL + "disjointWith"))
    for node in triples.of_type(_OWL + "AllDisjointClasses"):
        yield from combinations(sorted(triples.members(node, _OWL + "members")), 2)


def _read_about(triples: _Triples) -> dict[str, str]:
    """What the ontology says of itself: by name, with ``_zh`` and ``_en`` where it has both."""
    found = {}
    for iri in triples.of_type(_OWL + "Ontology")[:1]:
        for predicate, values in triples.index[iri].items():
            for value in values:
                language = f"_{value.language}" if isinstance(value, ox.Literal) and value.language else ""
                found[_local(predicate) + language] = str(getattr(value, "value", value))
    return found


def _words(triples: _Triples, iri: str) -> tuple[str, str, str, str, str, str]:
    label, definition = _RDFS + "label", _SKOS + "definition"
    return (
        _local(iri),
        triples.text(iri, label, "zh"),
        triples.text(iri, label, "en"),
        triples.text(iri, definition, "zh"),
        triples.text(iri, definition, "en"),
        triples.text(iri, _SKOS + "example"),
    )


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def _key(term: _Node) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))
