"""The schema of a built graph: what labels, relationships and properties it has, how many, and what they mean."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from govgraph.errors import QueryError
from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.graph.statements.lexical import short
from govgraph.messages import _
from govgraph.ontology.model import ontology
from govgraph.ontology.terms import Property, Term

_EXAMPLES = 5  # rows of an example query
#: Properties that every node or relationship may have and the ontology does not declare.
_ADDED = {
    "id": ("图中唯一的标识。", "The id, unique in the graph."),
    "sources": ("陈述它的来源的标识。", "The ids of the sources that state it."),
    "locators": ("在各来源中的位置，与sources逐项对应。", "Where in each source, item by item with sources."),
    "disputed": ("来源之间是否有争议。", "Whether a source disputes it."),
    "premises": ("推断所依据的关系的标识。", "The ids of the relationships that it is inferred from."),
    "rule": ("推断所用的规则。", "The rule that inferred it."),
    "modality": ("断言的方式；缺省为断言。", "How it is stated; left out where it is asserted."),
}


@dataclass(frozen=True, slots=True)
class PropertySchema:
    """A property of one label or relationship type: how many things have it, and a value that one has."""

    name: str
    type: str
    unit: str
    count: int
    definition_zh: str
    definition_en: str
    example: Any
    query: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A label or relationship type; ``ends`` of a relationship are (label, label, count)."""

    name: str
    kind: str
    count: int
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    ends: tuple[tuple[str, str, int], ...]
    properties: tuple[PropertySchema, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Schema:
    """All labels and relationship types of a graph, by name."""

    labels: tuple[Kind, ...]
    relationships: tuple[Kind, ...]

    def find(self, name: str) -> list[Kind]:
        """The label or relationship of a name, or all that have a property of this name, with it alone.

        Raises QueryError with the nearest name where nothing is called so.
        """
        kinds = [*self.labels, *self.relationships]
        if found := [kind for kind in kinds if kind.name == name]:
            return found
        if found := [only for kind in kinds if (only := _only(kind, name))]:
            return found
        known = {kind.name for kind in kinds} | {p.name for kind in kinds for p in kind.properties}
        by_small = {one.lower(): one for one in sorted(known)}
        near = difflib.get_close_matches(name.lower(), by_small, 1, 0.5)
        hint = _("; did you mean '{near}'?").format(near=by_small[near[0]]) if near else ""
        raise QueryError(
            _("the graph has no label, relationship or property '{name}'{hint}").format(
                name=short(name), hint=hint
            )
        )

    def to_json(self) -> dict[str, Any]:
        """The schema as JSON can hold it."""
        return {
            "labels": [asdict(one) for one in self.labels],
            "relationships": [asdict(one) for one in self.relationships],
        }


def schema(graph: Graph) -> Schema:
    """The schema of a graph; every query in it finds something there."""
    database = duckdb.connect()
    by_label: dict[str, list[NodeTable]] = {}
    by_type: dict[str, list[EdgeTable]] = {}
    for table in graph.nodes:
        for label in table.labels:
            by_label.setdefault(label, []).append(table)
    for edges in graph.edges:
        by_type.setdefault(edges.type, []).append(edges)
    seen = {table.file: _values(graph, table, database) for table in graph.tables}
    model = ontology()
    links = {p.relationship_type: p for p in model.properties.values() if p.is_link}
    return Schema(
        tuple(_kind(name, by_label[name], model.classes.get(name), seen) for name in sorted(by_label)),
        tuple(_kind(name, by_type[name], links.get(name), seen) for name in sorted(by_type)),
    )


_Values = dict[str, tuple[int, Any]]


def _values(graph: Graph, table: NodeTable | EdgeTable, database: duckdb.DuckDBPyConnection) -> _Values:
    """For each column of a table how many rows have it, and the first value by order."""
    columns = [c for c in table.columns if c.name not in ("start_id", "end_id")]
    asked = ", ".join(f'count("{c.name}"), min("{c.name}")' for c in columns)
    row = database.execute(f"SELECT {asked} FROM {graph.scan(table)}").fetchone() or ()
    return {c.name: (row[2 * i], row[2 * i + 1]) for i, c in enumerate(columns)}


def _kind(name: str, tables: list[Any], term: Term | None, seen: dict[str, _Values]) -> Kind:
    is_label = isinstance(tables[0], NodeTable)
    ends = () if is_label else tuple(sorted((t.start_label, t.end_label, t.count) for t in tables))
    pattern = f"(n:{name})" if is_label else f"(a:{_most(ends)[0]})-[n:{name}]->(b:{_most(ends)[1]})"
    shown = "n.id AS id, n.name AS name" if is_label else "a.id AS start, b.id AS finish"
    if name in ("Claim", "Evidence", "Inference", "SourceRelation"):
        shown = "n.id AS id, n.predicate AS predicate"
    order = "id" if is_label else "start, finish, n.id"
    words = term or Term(name, name, name, "", "", "")
    return Kind(
        name, "label" if is_label else "relationship", sum(t.count for t in tables), words.label_zh, words.label_en,
        words.definition_zh, words.definition_en, ends, tuple(_properties(pattern, tables, seen)),
        f"MATCH {pattern} RETURN {shown} ORDER BY {order} LIMIT {_EXAMPLES}",
    )  # fmt: skip


def _most(ends: tuple[tuple[str, str, int], ...]) -> tuple[str, str, int]:
    return max(ends, key=lambda end: end[2])


def _properties(pattern: str, tables: list[Any], seen: dict[str, _Values]) -> Iterator[PropertySchema]:
    model = ontology()
    companions = {p.companion: p for p in model.properties.values() if p.companion}
    columns = {c.name: c for t in tables for c in t.columns if seen[t.file].get(c.name, (0, None))[0]}
    for name, column in sorted(columns.items()):
        counts = [seen[t.file][name] for t in tables if name in seen[t.file]]
        term = model.properties.get(name)
        definition = (term.definition_zh, term.definition_en) if term else _ADDED.get(name, ("", ""))
        if term is None and name in companions:
            of = companions[name]
            definition = (
                f"{of.label_zh}（{of.name}）的精度或原文。",
                f"The precision or the text of {of.name}.",
            )
        yield PropertySchema(
            name, f"list of {column.kind}" if column.many else column.kind, _unit(term, column.kind),
            sum(count for count, _value in counts), *definition, next(_plain(v) for _count, v in counts if v is not None),
            f"MATCH {pattern} WHERE n.{name} IS NOT NULL RETURN n.id AS id, n.{name} AS {name} ORDER BY id LIMIT {_EXAMPLES}"
            if name != "id" else f"MATCH {pattern} RETURN n.id AS id ORDER BY id LIMIT {_EXAMPLES}",
        )  # fmt: skip


def _unit(term: Property | None, kind: str) -> str:
    """What a number counts, as the ontology says; empty for what has no unit."""
    if kind != "decimal" or term is None:
        return ""
    if term.companion.endswith("Text"):
        return "currency units"
    return "percent" if term.sum_at_most or "percent" in term.definition_en.lower() else ""


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return (
        value
        if isinstance(value, str | bool | int)
        else float(value)
        if hasattr(value, "as_tuple")
        else str(value)
    )


def _only(kind: Kind, property_: str) -> Kind | None:
    """A kind with one of its properties; None where it has none of this name."""
    found = [p for p in kind.properties if p.name == property_]
    if not found:
        return None
    return Kind(
        kind.name, kind.kind, kind.count, kind.label_zh, kind.label_en, kind.definition_zh, kind.definition_en, kind.ends,
        tuple(found), found[0].query,
    )  # fmt: skip
