"""SHACL shapes from the ontology: they say of RDF what govgraph.graph.builder.check says of statements.

Classes give shapes for what is required, disjoint or a key; properties for domain, range, datatype, codes
and number of values. One shape more closes the world: no other class, no other property.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.ontology.model import NAMESPACE
from govgraph.ontology.schema import NAMES
from govgraph.ontology.terms import Class, Ontology, Property

_HEAD = f"""# Derived from govgraph.ttl and codes.ttl by `govgraph ontology derive`; do not edit.
@prefix gg: <{NAMESPACE}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shape: <https://w3id.org/govgraph/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

shape:prefixes sh:declare [ sh:prefix "gg" ; sh:namespace "{NAMESPACE}"^^xsd:anyURI ] .
"""

# A statement's format rather than the ontology asks for this one.
_INFERRED = """
shape:inferred a sh:NodeShape ;
    sh:targetSubjectsOf gg:modality ;
    sh:message "an inferred statement names no rule"@en, "推断的陈述未写明规则"@zh ;
    sh:or ( [ sh:not [ sh:property [ sh:path gg:modality ; sh:hasValue "inferred" ] ] ]
            [ sh:property [ sh:path gg:rule ; sh:minCount 1 ] ] ) .
"""


def shapes(model: Ontology) -> str:
    """The shapes graph as Turtle."""
    parts = [_HEAD, _closed(model), _INFERRED]
    parts += [_node_shape(name, lines) for name, lines in _class_lines(model) if lines]
    parts += [_property_shape(model, p) for _, p in sorted(model.properties.items()) if p.stored]
    return "".join(parts)


def _closed(model: Ontology) -> str:
    classes = "\n".join(f"        gg:{name}" for name in sorted(model.classes))
    stored = "\n".join(
        f"    sh:property [ sh:path gg:{name} ] ;" for name, p in sorted(model.properties.items()) if p.stored
    )
    return f"""
shape:terms a sh:NodeShape ;
    sh:targetSubjectsOf rdf:type ;
    sh:message "a class or property that the ontology does not declare"@en, "本体未声明的类或属性"@zh ;
    sh:property [ sh:path rdf:type ; sh:in ( rdf:Statement
{classes} ) ] ;
{stored}
    sh:closed true ; sh:ignoredProperties ( rdf:type rdfs:label rdf:subject rdf:predicate rdf:object ) .
"""


def _node_shape(name: str, lines: list[str]) -> str:
    return (
        f"\nshape:{name} a sh:NodeShape ;\n    sh:targetClass gg:{name} ;\n    "
        + " ;\n    ".join(lines)
        + " .\n"
    )


def _class_lines(model: Ontology) -> Iterator[tuple[str, list[str]]]:
    for name, kind in sorted(model.classes.items()):
        others = sorted(other for one, other in model.disjoint if one == name)
        lines = [f"sh:property [ sh:path gg:{p} ; sh:minCount 1 ]" for p in kind.required]
        lines += [f"sh:not [ sh:class gg:{other} ]" for other in others]
        lines += [_key(kind, key) for key in kind.keys]
        yield name, lines


def _key(kind: Class, key: str) -> str:
    return _sparql(
        f"another {kind.label_en} has the same {key}", f"另一{kind.label_zh}有相同的{key}",
        f"SELECT $this ?value WHERE {{ $this gg:{key} ?value . ?other gg:{key} ?value ; a gg:{kind.name} . FILTER(?other != $this) }}",
    )  # fmt: skip


def _property_shape(model: Ontology, p: Property) -> str:
    lines = [
        f"sh:targetSubjectsOf gg:{p.name}",
        _classes(p.domain) or "sh:property [ sh:path rdf:type ; sh:minCount 1 ]",
    ]
    lines.append("sh:property [ " + " ; ".join(_value_lines(model, p)) + " ]")
    if p.irreflexive:
        lines.append(
            _sparql(
                f"{p.name} leads back to itself",
                f"{p.name}指向自身",
                f"SELECT $this WHERE {{ $this gg:{p.name} $this }}",
            )
        )
    if p.asymmetric:
        lines.append(_sparql(
            f"{p.name} goes both ways", f"{p.name}双向成立",
            f"SELECT $this ?value WHERE {{ $this gg:{p.name} ?value . ?value gg:{p.name} $this . FILTER(?value != $this) }}",
        ))  # fmt: skip
    found = f"\nshape:{p.name} a sh:NodeShape ;\n    " + " ;\n    ".join(lines) + " .\n"
    return found + (_sum_shape(model, p) if p.sum_at_most else "")


def _value_lines(model: Ontology, p: Property) -> Iterator[str]:
    yield f"sh:path gg:{p.name}"
    if p.single:
        yield "sh:maxCount 1"
    if p.is_link:
        yield f"sh:nodeKind sh:IRI ; {_classes(p.range)}"
    else:
        yield f"sh:datatype xsd:{p.datatype}"
        if p.domain or p.name in NAMES:  # what evidence does not know stands there as an empty text
            yield 'sh:not [ sh:hasValue "" ]'
    if p.code_list:
        codes = " ".join(f'"{notation}"' for notation in sorted(model.codes[p.code_list]))
        yield f"sh:in ( {codes} )"
    for other in p.disjoint:
        yield f"sh:disjoint gg:{other}"


def _sum_shape(model: Ontology, p: Property) -> str:
    """A node shape over the ends of the edges that carry the property."""
    kind = next(model.classes[d] for d in p.domain if model.classes[d].is_edge)
    select = (
        f"SELECT $this WHERE {{ ?edge gg:{kind.edge_to} $this ; gg:{p.name} ?value ; gg:sources ?source ."
        " OPTIONAL { ?edge gg:since ?since } OPTIONAL { ?edge gg:asOf ?asOf } OPTIONAL { ?edge gg:interest ?interest }"
        " BIND(COALESCE(?asOf, ?since) AS ?moment) }"
        f" GROUP BY $this ?source ?moment ?interest HAVING (SUM(?value) > {p.sum_at_most}.05)"
    )
    message = f"its {p.name} values add up to more than {p.sum_at_most} at one time"
    return (
        f"\nshape:{p.name}Sum a sh:NodeShape ;\n    sh:targetObjectsOf gg:{kind.edge_to} ;\n    "
        + _sparql(message, f"同一时间{p.name}合计超过{p.sum_at_most}", select)
        + " .\n"
    )


def _classes(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f"sh:class gg:{names[0]}"
    classes = [f"[ sh:class gg:{name} ]" for name in names]
    if "EdgeClass" in names:  # an inferred relation is a statement in RDF
        classes.append("[ sh:class rdf:Statement ]")
    return f"sh:or ( {' '.join(classes)} )"


def _sparql(english: str, chinese: str, select: str) -> str:
    return (
        f'sh:sparql [ sh:message "{english}"@en, "{chinese}"@zh ; sh:prefixes shape:prefixes ;\n'
        f'        sh:select """{select}""" ]'
    )
