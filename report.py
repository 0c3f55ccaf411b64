"""What the commands print that is no table: question pages, counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govgraph.graph.builder.left_out import count_left_out
from govgraph.graph.builder.rules.infer import STEPS
from govgraph.graph.graph import Graph
from govgraph.graph.identity.review_list import read_review
from govgraph.graph.identity.versions import count_unmerged
from govgraph.graph.opened import Build
from govgraph.messages import _, told
from govgraph.ontology.model import ontology
from govgraph.queries.library import Query, query_names, read_query


def query_list_text(language: str) -> str:
    """All questions by theme."""
    found = [read_query(name) for name in query_names()]
    width = max(len(q.name) for q in found)
    lines: list[str] = []
    for theme in dict.fromkeys(q.theme for q in sorted(found, key=lambda q: (q.theme, q.name))):
        lines.append(theme)
        for q in (q for q in found if q.theme == theme):
            lines.append(f"  {q.name.ljust(width)}  {q.title_zh if language == 'zh' else q.title_en}")
    return "\n".join(lines) + "\n"


def query_page(query: Query, language: str) -> str:
    """What a question answers, its parameters and columns, and its Cypher."""
    zh = language == "zh"

    lines = [
        query.name,
        query.title_zh if zh else query.title_en,
        "",
        *(told(_(text)) for text in (query.answers, query.why, query.excludes, query.references)),
        "",
    ]
    lines.append(told(_("parameters")))
    for p in query.parameters:
        kind = told(_("{type} list").format(type=p.type)) if p.many else p.type
        lines.append(
            f"  --{p.name:<12} {kind:<12} {p.help_zh if zh else p.help_en} [{p.default if p.default is not None else '-'}]"
        )
    lines += ["", told(_("columns"))]
    lines += [f"  {c.name:<14} {c.type:<9} {c.label_zh if zh else c.label_en}" for c in query.columns]
    return "\n".join([*lines, "", query.body, ""])


def build_json(build: Build) -> dict[str, Any]:
    """What a build came to: nodes and relationships by label and type, and what a person should look at."""
    graph = build.graph
    return {
        "name": build.name,
        "nodes": sum(t.count for t in graph.nodes),
        "relationships": sum(t.count for t in graph.edges),
        "counts": graph.counts(),
        "review": len(read_review(build.folder / "review.tsv")[0]),
        "unmerged": count_unmerged(build.folder),
        "leftOut": count_left_out(build.folder),
    }


def count_lines(graph: Graph) -> Sequence[str]:
    """How many nodes per label and relationships per type a graph has, and where rules went no further."""
    nodes = sum(t.count for t in graph.nodes)
    edges = sum(t.count for t in graph.edges)
    counts = sorted(graph.counts().items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} {count}" for name, count in counts[:12])
    lines = [
        _("{nodes} nodes and {edges} relationships: {shown}{value}").format(
            nodes=nodes, edges=edges, shown=shown, value=", …" if len(counts) > 12 else ""
        )
    ]
    for name, count in graph.ended:
        type_ = ontology().properties[name].relationship_type
        lines.append(
            _("{count} inferred {type} lead over {steps} links and are followed no further").format(
                count=count, type=type_, steps=STEPS
            )
        )
    return lines
