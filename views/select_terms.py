"""Words for a picture: terms of the ontology and sources as they are cited."""

from __future__ import annotations

from collections.abc import Iterable

from govgraph.graph.reader.reader import GraphReader
from govgraph.ontology.model import Term as OntologyTerm
from govgraph.ontology.model import ontology
from govgraph.views.picture import PictureEdge, PictureNode, SourceRef, Term

#: What views name that is no class or property of the ontology.
CO_OCCURS = "CO_OCCURS_WITH"
SHARED = "sharedProject"
#: Kinds of tie from the closest, which is also their order in a legend.
_KINDS = ("direct", "joint-venture", "partner", "expected", "competing")
_OWN = {
    CO_OCCURS: Term(
        "同项目相遇", "meets on projects", "两个集团与同一项目相连；线宽为项目数。",
        "Two groups are tied to the same project; the line is as wide as the projects are many.",
    ),
    SHARED: Term(
        "共同项目", "shared project", "两个集团都与之相连的项目，及其关联类别。",
        "A project that both groups are tied to, and how.",
    ),
}  # fmt: skip


def class_terms(nodes: Iterable[PictureNode]) -> dict[str, Term]:
    """Terms of all classes that nodes are labelled with."""
    used = {label for node in nodes for label in (node.cls, *node.labels)}
    return {name: _term(c) for name, c in ontology().classes.items() if name in used}


def relationship_terms(nodes: Iterable[PictureNode], edges: Iterable[PictureEdge]) -> dict[str, Term]:
    """Terms of relationship types, of properties in evidence, and of kinds of tie."""
    drawn = list(edges)
    items: list[PictureNode | PictureEdge] = [*nodes, *drawn]
    used = {e.type for e in drawn} | {f.property for item in items for f in item.facts}
    found = {p.relationship_type: _term(p) for p in ontology().properties.values()}
    found |= {p.name: _term(p) for p in ontology().properties.values()} | _OWN
    codes = ontology().codes["tie"]
    kinds = {kind: Term(codes[kind].label_zh, codes[kind].label_en) for kind in _KINDS if kind in codes}
    ordered = {name: term for name, term in sorted(found.items()) if name in used}
    return ordered | {name: term for name, term in kinds.items() if name in {e.kind for e in drawn}}


def source_refs(
    links: GraphReader, nodes: Iterable[PictureNode], edges: Iterable[PictureEdge]
) -> dict[str, SourceRef]:
    """The sources that evidence cites: what a source says of itself before what others say."""
    items: list[PictureNode | PictureEdge] = [*nodes, *edges]
    cited = links.sources(f.source for item in items for f in item.facts)
    return {s.id: SourceRef(s.title, s.publisher, s.url, s.date) for s in cited.values()}


def _term(term: OntologyTerm) -> Term:
    return Term(term.label_zh, term.label_en, term.definition_zh, term.definition_en)
