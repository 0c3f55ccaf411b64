"""What the commands print that is no table: question pages, counts."""

from __future__ import annotations

from collections.abc import Sequence

from govgraph.graph.builder.rules.infer import STEPS
from govgraph.graph.graph import Graph
from govgraph.ontology.model import ontology
from govgraph.queries.library import Query, query_names, read_query

_WORDS = {"zh": {"param": "参数", "column": "列"}, "en": {"param": "parameters", "column": "columns"}}


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
    words, zh = _WORDS[language], language == "zh"
    lines = [
        query.name,
        f"{query.title_zh} · {query.title_en}",
        "",
        query.answers,
        query.why,
        query.excludes,
        query.references,
        "",
    ]
    lines.append(words["param"])
    for p in query.parameters:
        kind = p.type + (" list" if p.many else "")
        lines.append(
            f"  --{p.name:<12} {kind:<12} {p.help_zh if zh else p.help_en} [{p.default if p.default is not None else '-'}]"
        )
    lines += ["", words["column"]]
    lines += [f"  {c.name:<14} {c.type:<9} {c.label_zh if zh else c.label_en}" for c in query.columns]
    return "\n".join([*lines, "", query.body, ""])


def count_lines(graph: Graph) -> Sequence[str]:
    """How many nodes per label and relationships per type a graph has, and where rules went no further."""
    nodes = sum(t.count for t in graph.nodes)
    edges = sum(t.count for t in graph.edges)
    counts = sorted(graph.counts().items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} {count}" for name, count in counts[:12])
    lines = [f"{nodes} nodes and {edges} relationships: {shown}{', …' if len(counts) > 12 else ''}"]
    for name, count in graph.ended:
        type_ = ontology().properties[name].relationship_type
        lines.append(f"{count} inferred {type_} lead over {STEPS} links and are followed no further")
    return lines
