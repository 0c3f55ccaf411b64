"""What Neo4j and JSON-LD need of the ontology: labels, relationship types, constraints, indexes, context."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from govgraph.ontology.model import ID_BASE, NAMESPACE
from govgraph.ontology.terms import Class, Ontology, Property

#: What a search by name looks at.
NAMES = ("name", "englishName", "alias")


def labels(model: Ontology) -> str:
    """Labels of every node class and the type, ends and keys of every relationship, as JSON."""
    ends = model.end_properties
    nodes = {c.name: list(c.lineage) for c in _nodes(model)}
    types = {
        p.relationship_type: {
            "from": list(p.domain),
            "to": list(p.range),
            "properties": _edge_properties(model, p),
        }
        for _, p in sorted(model.properties.items())
        if p.is_link and p.stored and p.name not in ends
    }
    return f'{{\n "labels": {{\n{_lines(nodes)}\n }},\n "relationships": {{\n{_lines(types)}\n }}\n}}\n'


def _lines(entries: Mapping[str, Any]) -> str:
    return ",\n".join(f'  "{name}": {json.dumps(value)}' for name, value in entries.items())


def _nodes(model: Ontology) -> Iterator[Class]:
    yield from (c for _, c in sorted(model.classes.items()) if "EdgeClass" not in c.lineage)


def _edge_properties(model: Ontology, p: Property) -> list[str]:
    kind = model.edge_class(p.name)
    own = [q for _, q in sorted(model.properties.items()) if kind and set(q.domain) & set(kind.lineage)]
    values = [q.name for q in own if not q.is_link]
    return ["id", *values, *(q.companion for q in own if q.companion), "sources", "locators", "disputed"]


def constraints(model: Ontology) -> str:
    """Cypher that makes the constraints and indexes which Neo4j's Community Edition has."""
    lines = [
        "// Derived from govgraph.ttl by `govgraph ontology derive`; do not edit.",
        "// Run before an incremental load: ids are unique on nodes and on relationships, keys within a class.",
        *(_unique(root, "id") for root in _roots(model)),
        *(_unique(c.name, key) for c in _nodes(model) for key in c.keys),
        *(_unique_link(p) for _, p in sorted(model.properties.items()) if _is_relationship(model, p)),
        *(_index(kind, p.name) for _, p in sorted(model.properties.items()) for kind in _indexed(model, p)),
        "CREATE FULLTEXT INDEX thing_names IF NOT EXISTS FOR (n:Thing) ON EACH ["
        + ", ".join(f"n.{name}" for name in NAMES)
        + "] OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};",
    ]
    return "\n".join(lines) + "\n"


def _roots(model: Ontology) -> list[str]:
    return [c.name for c in _nodes(model) if not c.parents]


def _is_relationship(model: Ontology, p: Property) -> bool:
    return p.is_link and p.stored and p.name not in model.end_properties


def _indexed(model: Ontology, p: Property) -> list[str]:
    """Classes whose nodes are looked up by a property: by name, by what it is about, by date or amount."""
    if p.name in NAMES and p.single:
        return ["Thing"]
    if p.name != "about" and (not p.single or (p.datatype != "date" and not p.companion)):
        return []
    if p.name == "about":
        return list(p.domain)
    return [d for d in p.domain if "EdgeClass" not in model.classes[d].lineage and d != "Claim"]


def _unique(label: str, key: str) -> str:
    return f"CREATE CONSTRAINT {_snake(label)}_{_snake(key)} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE;"


def _unique_link(p: Property) -> str:
    type_ = p.relationship_type
    return f"CREATE CONSTRAINT {type_.lower()}_link_id IF NOT EXISTS FOR ()-[r:{type_}]-() REQUIRE r.id IS UNIQUE;"


def _index(label: str, key: str) -> str:
    return f"CREATE INDEX {_snake(label)}_{_snake(key)}_index IF NOT EXISTS FOR (n:{label}) ON (n.{key});"


def context(model: Ontology) -> str:
    """The JSON-LD context: local names as keys, ids without their base."""
    terms: dict[str, Any] = {
        "@version": 1.1,
        "@base": ID_BASE,
        "gg": NAMESPACE,
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
    for name in sorted(model.classes):
        terms[name] = f"gg:{name}"
    for name, p in sorted(model.properties.items()):
        if not p.stored:
            terms[name] = {"@reverse": f"gg:{p.inverse}", "@type": "@id"}
            continue
        kind = {"@id": f"gg:{name}", "@type": "@id" if p.is_link else f"xsd:{p.datatype}"}
        terms[name] = kind if p.single else {**kind, "@container": "@set"}
    return f'{{\n "@context": {{\n{_lines(terms)}\n }}\n}}\n'


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
