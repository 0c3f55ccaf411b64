"""One Cypher and one SPARQL example per class, made from what the ontology says of it."""

from __future__ import annotations

from dataclasses import dataclass

from govgraph.ontology.model import NAMESPACE
from govgraph.ontology.terms import Class, Ontology, Property

_PREFIX = f"PREFIX gg: <{NAMESPACE}>\n"


@dataclass(frozen=True, slots=True)
class Example:
    """The same question in both languages."""

    cypher: str
    sparql: str


def example(model: Ontology, kind: Class) -> Example:
    """A question about entities of a class: its ends for edges, a link or a value for nodes."""
    if kind.is_edge:
        return _edge(model, kind)
    if kind.name in ("Claim", "SourceRelation"):
        return _named_ends(kind.name)
    if kind.name in ("Evidence", "Inference"):
        return _record(kind.name)
    if kind.name == "EdgeClass":
        return _any_edge()
    return _node(kind, link_of(model, kind), value_of(model, kind))


def link_of(model: Ontology, kind: Class) -> Property | None:
    """The stored link that says most about a class: one declared on it, else on the nearest class above."""
    for ancestor in kind.lineage:
        found = [
            p
            for _, p in sorted(model.properties.items())
            if p.is_link and p.stored and ancestor in p.domain and p.name not in model.end_properties
        ]
        if found:
            return min(found, key=lambda p: (bool(p.chains or p.transitive or p.symmetric), p.name))
    return None


def value_of(model: Ontology, kind: Class) -> Property | None:
    """The value that says most about a class, beside its name."""
    for ancestor in kind.lineage:
        found = [
            p
            for _, p in sorted(model.properties.items())
            if not p.is_link and p.single and ancestor in p.domain
        ]
        if found:
            return min(found, key=lambda p: (not p.companion, not p.code_list, p.name))
    return None


def _node(kind: Class, link: Property | None, value: Property | None) -> Example:
    columns, cypher, sparql = (
        ["n.name AS name"],
        f"MATCH (n:{kind.name})\n",
        f"  ?n a gg:{kind.name} .\n  OPTIONAL {{ ?n gg:name ?name }}\n",
    )
    chosen = ["?name"]
    if value:
        columns.append(f"n.{value.name} AS {value.name}")
        sparql += f"  OPTIONAL {{ ?n gg:{value.name} ?{value.name} }}\n"
        chosen.append(f"?{value.name}")
    if link:
        cypher += f"OPTIONAL MATCH (n)-[:{link.relationship_type}]->(m)\n"
        columns.append(f"m.name AS {link.name}")
        sparql += f"  OPTIONAL {{ ?n gg:{link.name}/gg:name ?{link.name} }}\n"
        chosen.append(f"?{link.name}")
    return Example(
        f"{cypher}RETURN {', '.join(columns)}\nORDER BY name LIMIT 10",
        f"{_PREFIX}SELECT {' '.join(chosen)} WHERE {{\n{sparql}}} ORDER BY ?name LIMIT 10",
    )


def _edge(model: Ontology, kind: Class) -> Example:
    type_ = model.properties[kind.direct].relationship_type
    value = value_of(model, kind)
    extra = f", e.{value.name} AS {value.name}" if value else ""
    optional = f"  OPTIONAL {{ ?e gg:{value.name} ?{value.name} }}\n" if value else ""
    return Example(
        f"MATCH (a)-[e:{type_}]->(b)\n"
        f"RETURN a.name AS {kind.edge_from}, b.name AS {kind.edge_to}{extra}, e.sources AS sources\n"
        f"ORDER BY {kind.edge_from}, {kind.edge_to} LIMIT 10",
        f"{_PREFIX}SELECT ?{kind.edge_from} ?{kind.edge_to}{f' ?{value.name}' if value else ''} ?source WHERE {{\n"
        f"  ?e a gg:{kind.name} ; gg:{kind.edge_from}/gg:name ?{kind.edge_from} ; gg:{kind.edge_to}/gg:name ?{kind.edge_to} ; gg:sources ?source .\n"
        f"{optional}}} ORDER BY ?{kind.edge_from} ?{kind.edge_to} LIMIT 10",
    )


def _any_edge() -> Example:
    return Example(
        "MATCH (a)-[e]->(b) WHERE e.since IS NOT NULL\n"
        "RETURN a.name AS start, type(e) AS relation, b.name AS end, e.since AS since\nORDER BY since, start LIMIT 10",
        f"{_PREFIX}SELECT ?edge ?kind ?since WHERE {{\n  ?edge a gg:EdgeClass, ?kind ; gg:since ?since .\n"
        "  FILTER(?kind != gg:EdgeClass)\n} ORDER BY ?since ?edge LIMIT 10",
    )


def _named_ends(name: str) -> Example:
    body = f"?n a gg:{name} ; gg:predicate ?predicate . OPTIONAL {{ ?n gg:subjectName ?subject }} OPTIONAL {{ ?n gg:objectName ?object }}"
    return Example(
        f"MATCH (n:{name})\nRETURN n.subjectName AS subject, n.predicate AS predicate, n.objectName AS object\n"
        "ORDER BY subject, predicate, object LIMIT 10",
        f"{_PREFIX}SELECT DISTINCT ?subject ?predicate ?object WHERE {{\n  "
        + (f"GRAPH ?source {{ {body} }}" if name == "Claim" else body)
        + "\n} ORDER BY ?subject ?predicate ?object LIMIT 10",
    )


def _record(name: str) -> Example:
    body = f"?n a gg:{name} ; gg:about ?about ; gg:predicate ?predicate ; gg:modality ?modality"
    return Example(
        f"MATCH (n:{name})\nRETURN n.about AS about, n.predicate AS predicate, n.modality AS modality\n"
        "ORDER BY about, predicate, modality LIMIT 10",
        f"{_PREFIX}SELECT DISTINCT ?about ?predicate ?modality WHERE {{\n  "
        + (f"GRAPH ?source {{ {body} }}" if name == "Evidence" else body)
        + "\n} ORDER BY ?about ?predicate ?modality LIMIT 10",
    )
