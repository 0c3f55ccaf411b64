"""A style sheet (GraSS) for the Neo4j Browser: captions, colours and sizes by class and relationship.

The Browser gives a node the look of all rules whose label it has, later ones over earlier ones; so the most specific
class comes last. Without a style it takes the first label of the alphabet, and every organisation is an `Agent`.
"""

from __future__ import annotations

from govgraph.ontology.model import ontology
from govgraph.ontology.terms import Class
from govgraph.views.style import class_look, edge_look

_SIZES = {
    "CorporateGroup": 80,
    "JointVenture": 65,
    "Government": 65,
    "Company": 55,
    "Project": 55,
    "Region": 45,
}
_SIZE, _WIDTH = 50, 1
_CAPTIONS = {
    "Claim": "predicate",
    "Evidence": "predicate",
    "Inference": "predicate",
    "SourceRelation": "predicate",
}
_LABELLED = {
    "HOLDS_SHARES_IN": "stake",
    "MEMBER_OF_CONSORTIUM": "role",
    "TAKES_PART_IN": "role",
    "TIED_TO": "tieKind",
}


def browser_style() -> str:
    """The style sheet, as the Browser takes it by `:style` or dropped on it."""
    model = ontology()
    kinds = sorted(
        (kind for kind in model.classes.values() if "EdgeClass" not in kind.lineage),
        key=lambda kind: (len(kind.lineage), kind.name),
    )
    links = sorted({p.relationship_type for p in model.properties.values() if p.is_link and p.stored})
    return "\n".join([_NODES, *map(_node, kinds), _RELATIONSHIPS, *map(_relationship, links)]) + "\n"


_NODES = 'node {\n  diameter: 50px;\n  font-size: 11px;\n  border-width: 2px;\n  caption: "{id}";\n}'
_RELATIONSHIPS = (
    'relationship {\n  shaft-width: 1px;\n  font-size: 8px;\n  padding: 3px;\n  caption: "<type>";\n}'
)


def _node(kind: Class) -> str:
    colour = class_look(kind.name).light
    size = next((_SIZES[name] for name in kind.lineage if name in _SIZES), _SIZE)
    return (
        f"node.{kind.name} {{\n  diameter: {size}px;\n  color: {colour};\n  border-color: {colour};\n"
        f'  text-color-internal: #ffffff;\n  caption: "{{{_CAPTIONS.get(kind.name, "name")}}}";\n}}'
    )


def _relationship(type_: str) -> str:
    colour = edge_look(type_).light
    caption = f"{{{_LABELLED[type_]}}}" if type_ in _LABELLED else "<type>"
    width = 3 if type_ in _LABELLED else _WIDTH
    return f'relationship.{type_} {{\n  color: {colour};\n  shaft-width: {width}px;\n  text-color-external: {colour};\n  caption: "{caption}";\n}}'
