"""The schema for people: as text for a terminal, and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence

from govgraph.messages import _, told
from govgraph.queries.render import amount, to_text
from govgraph.queries.schema import Kind, PropertySchema, Schema
from govgraph.queries.table import Column, Table

_MOST = 60  # signs of an example value


def schema_text(schema: Schema, kinds: Sequence[Kind], language: str) -> str:
    """The labels and relationships of a graph, or some kinds with all that is known of them."""
    if kinds:
        return "\n".join(_kind_text(kind, language) for kind in kinds)
    heads = [
        Column(name, type_) for name, type_ in (("name", "text"), ("count", "integer"), ("meaning", "text"))
    ]
    labels = Table(tuple(heads), tuple((k.name, k.count, _label(k, language)) for k in schema.labels))
    heads.append(Column("ends", "text"))
    types = Table(
        tuple(heads), tuple((k.name, k.count, _label(k, language), _ends(k)) for k in schema.relationships)
    )
    more = told(_("Properties, definitions and an example query: govgraph schema NAME"))
    return f"{to_text(labels)}\n{to_text(types)}\n{more}\n"


def _kind_text(kind: Kind, language: str) -> str:
    columns = tuple(
        Column(name, "integer" if name == "count" else "text")
        for name in ("property", "type", "count", "example", "meaning")
    )
    rows = [
        (p.name, f"{p.type} ({p.unit})" if p.unit else p.type, p.count, _example(p), _definition(p, language))
        for p in kind.properties
    ]
    lines = [f"{kind.name} · {_label(kind, language)} · {kind.count}", _definition(kind, language)]
    lines += [f"  {one} → {other}  {count}" for one, other, count in kind.ends]
    return "\n".join([*filter(None, lines), "", to_text(Table(columns, tuple(rows))), kind.query, ""])


def schema_markdown(kinds: Sequence[Kind], language: str) -> str:
    """A chapter for each kind, with a table of its properties and an example query."""
    chapters = []
    for kind in kinds:
        ends = "".join(f"- `{one}` → `{other}`: {count}\n" for one, other, count in kind.ends)
        rows = "".join(
            f"| `{p.name}` | {p.type} | {p.unit} | {p.count} | {_cell(_example(p))} | {_cell(_definition(p, language))} |\n"
            for p in kind.properties
        )
        chapters.append(
            f"## {kind.name} · {_label(kind, language)}\n\n{kind.count}. {_definition(kind, language)}\n\n{ends and ends + chr(10)}"
            f"| property | type | unit | count | example | meaning |\n| --- | --- | --- | ---: | --- | --- |\n{rows}\n"
            f"```cypher\n{kind.query}\n```\n"
        )
    return "\n".join(chapters)


def _label(kind: Kind, language: str) -> str:
    return kind.label_zh if language == "zh" else kind.label_en


def _definition(term: Kind | PropertySchema, language: str) -> str:
    return term.definition_zh if language == "zh" else term.definition_en


def _ends(kind: Kind) -> str:
    most = sorted(kind.ends, key=lambda end: -end[2])
    shown = ", ".join(f"{one} → {other} {count}" for one, other, count in most[:2])
    return shown + (f", … +{len(most) - 2}" if len(most) > 2 else "")


def _example(p: PropertySchema) -> str:
    if isinstance(p.example, float) and p.unit == "currency units":
        return f"{p.example:.0f} ({amount(p.example)})"
    text = p.example if isinstance(p.example, str) else json.dumps(p.example, ensure_ascii=False)
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
