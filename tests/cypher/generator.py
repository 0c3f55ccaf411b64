"""Draws Cypher queries over the labels, properties and relationships that a graph really has.

Each has one answer: what is cut is ordered by ids first, what is collected too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable

_HIDDEN = {"sources", "locators", "id"}


@dataclass
class Query:
    """A query under way: its pattern's nodes with their labels, its relationships with their tables."""

    nodes: dict[str, str] = field(default_factory=dict)
    edges: dict[str, EdgeTable] = field(default_factory=dict)
    text: str = ""


class Generator:
    """Queries by a seed; the same seed gives the same ones."""

    def __init__(self, graph: Graph, seed: int) -> None:
        self.dice = random.Random(seed)
        self.edges = list(graph.edges)
        self.tables: dict[str, list[NodeTable]] = {}
        for table in graph.nodes:
            for label in table.labels:
                self.tables.setdefault(label, []).append(table)
        self.samples = {label: self._sample(graph, tables) for label, tables in self.tables.items()}

    def _sample(self, graph: Graph, tables: list[NodeTable]) -> dict[str, list[object]]:
        """Values that properties really have, so that conditions are met."""
        found: dict[str, list[object]] = {}
        for table in tables:
            for row in next(graph.rows(table), [])[:40]:
                for key, value in row.items():
                    if value is not None:
                        found.setdefault(key, []).append(value)
        return found

    def draw(self) -> str:
        """One query."""
        shape = self.dice.choice(self._SHAPES)
        return shape(self)

    # ── patterns ───────────────────────────────────────────────────────────────────────────

    def _pattern(self, most: int = 3) -> Query:
        query, table = Query(), self.dice.choice(self.edges)
        steps, forward = self.dice.randint(1, most), self.dice.random() < 0.5
        label = table.start_label if forward else table.end_label
        parts = [self._node(query, label)]
        joined = self.dice.random() < 0.35
        for i in range(1, steps + 1):
            label = table.end_label if forward else table.start_label
            left, right = ("-", "->") if forward else ("<-", "-")
            if self.dice.random() < 0.1:
                left, right = "-", "-"
            query.edges[f"r{i}"] = table
            parts.append(f"{left}[r{i}:{table.type}]{right}")
            if joined and i < steps:
                parts.append(f"{self._node(query, label)}, (n{i})")
            else:
                parts.append(self._node(query, label))
            following = [(e, True) for e in self.edges if e.start_label == label]
            following += [(e, False) for e in self.edges if e.end_label == label]
            table, forward = self.dice.choice(following)
        query.text = "MATCH " + "".join(parts)
        return query

    def _node(self, query: Query, label: str) -> str:
        name = f"n{len(query.nodes)}"
        shown = self.dice.choice((label, label, "", *self.tables[label][0].labels[1:3]))
        query.nodes[name] = label
        return f"({name}:{shown})" if shown else f"({name})"

    def _columns(self, label: str) -> list[Column]:
        return [c for t in self.tables[label] for c in t.columns if c.name not in _HIDDEN]

    # ── conditions and values ──────────────────────────────────────────────────────────────

    def _condition(self, query: Query) -> str:
        made = [self._one(query) for _ in range(self.dice.choice((0, 1, 1, 2)))]
        made = [f"NOT ({one})" if self.dice.random() < 0.2 else one for one in made]
        joined = self.dice.choice((" AND ", " OR ", " AND ")).join(made)
        return f" WHERE {joined}" if joined else ""

    def _one(self, query: Query) -> str:
        name = self.dice.choice([*query.nodes])
        other = self.dice.choice([*query.nodes])
        edge = self.dice.choice(self.edges)
        arrow = self.dice.choice(("->", "-"))
        column = self.dice.choice(self._columns(query.nodes[name]) or [Column("name", "text")])
        return self.dice.choice(
            (
                lambda: self._compared(name, query.nodes[name], column),
                lambda: self._compared(name, query.nodes[name], column),
                lambda: f"{name}.{column.name} IS {self.dice.choice(('', 'NOT '))}NULL",
                lambda: f"{name}.id {self.dice.choice(('<', '>=', '<>'))} {other}.id",
                lambda: f"{name}:{self.dice.choice([*self.tables])}",
                lambda: f"EXISTS {{ ({name})-[:{edge.type}]{arrow}() }}",
                lambda: f"EXISTS {{ MATCH ({name})-[:{edge.type}]{arrow}(e) WHERE e.id <> {other}.id }}",
                lambda: (
                    f"COUNT {{ ({name})-[:{edge.type}]{arrow}() }} {self.dice.choice(('>', '=', '<'))} {self.dice.randint(0, 3)}"
                ),
                lambda: f"any(s IN {name}.sources WHERE s STARTS WITH '{self.dice.choice('abcdhst')}')",
                lambda: f"size({name}.sources) {self.dice.choice(('>', '='))} {self.dice.randint(1, 3)}",
            )
        )()

    def _compared(self, name: str, label: str, column: Column) -> str:
        value = self.dice.choice(self.samples[label].get(column.name) or [None])
        if value is None:
            return f"{name}.{column.name} = null"
        sign = self.dice.choice(("=", "<>", "<", ">=", ">"))
        if column.many:
            items = value if isinstance(value, list) and value else ["x"]
            return f"'{_text(items[0])}' IN {name}.{column.name}"
        if column.kind == "date":
            return self.dice.choice(
                (
                    f"{name}.{column.name} {sign} date('{value}')",
                    f"{name}.{column.name}.year {sign} {str(value)[:4]}",
                )
            )
        if column.kind == "text":
            part = _text(str(value)[: self.dice.randint(1, 4)])
            return self.dice.choice(
                (
                    f"{name}.{column.name} {sign} '{_text(str(value))}'",
                    f"{name}.{column.name} {self.dice.choice(('STARTS WITH', 'CONTAINS', 'ENDS WITH'))} '{part}'",
                    f"{name}.{column.name} IN ['{_text(str(value))}', 'other']",
                )
            )
        return f"{name}.{column.name} {sign} {str(value).lower() if column.kind == 'boolean' else value}"

    def _value(self, query: Query, plain: bool = False) -> str:
        """An expression; a ``plain`` one is no map, node or relationship, which engines order each in its own way."""
        name = self.dice.choice([*query.nodes])
        relation = self.dice.choice([*query.edges])
        column = self.dice.choice(self._columns(query.nodes[name]) or [Column("name", "text")])
        dates = [
            f"{n}.{c.name}"
            for n, label in query.nodes.items()
            for c in self._columns(label)
            if c.kind == "date"
        ]
        numbers = [
            f"{n}.{c.name}"
            for n, label in query.nodes.items()
            for c in self._columns(label)
            if c.kind in ("decimal", "integer")
        ]
        texts = (
            f"{name}.id", f"{name}.{column.name}", f"{name}.name", f"type({relation})", f"{relation}.id",
            f"labels({name})", f"keys({relation})", f"size({name}.sources)", f"{name}.sources[0]", f"{relation}.locators[-1]",
            f"coalesce({name}.{column.name}, 'none')", f"{name} {{.id, .name}}", f"{name}", f"{relation}",
            f"[s IN {name}.sources WHERE s CONTAINS 'a' | toUpper(s)]", f"reduce(k = 0, s IN {name}.sources | k + size(s))",
            f"CASE WHEN {name}.{column.name} IS NULL THEN 0 ELSE 1 END", f"startNode({relation}).id", f"substring({name}.id, 1, 3)",
            f"properties({relation})", f"COUNT {{ ({name})--() }}", f"{name}:{self.dice.choice([*self.tables])}",
            *(f"{date}.{self.dice.choice(('year', 'month', 'day', 'quarter'))}" for date in dates[:2]),
            *(f"{date} + duration({{months: 1}})" for date in dates[:1]),
            *(f"date.truncate('month', coalesce({date}, date('2000-02-03')))" for date in dates[:1]),
            *(f"duration.inDays({date}, date('2024-01-31')).days" for date in dates[:1]),
            *(f"round({number} / 7, 2)" for number in numbers[:1]), *(f"{number} * 2" for number in numbers[:1]),
        )  # fmt: skip
        whole = (f"{name} {{", "properties(", name, relation)
        return self.dice.choice(
            [text for text in texts if not (plain and (text in whole or text.startswith(whole[:2])))]
        )

    def _aggregate(self, query: Query) -> str:
        name = self.dice.choice([*query.nodes])
        numbers = [
            f"{n}.{c.name}"
            for n, label in query.nodes.items()
            for c in self._columns(label)
            if c.kind in ("decimal", "integer")
        ]
        dates = [
            f"{n}.{c.name}"
            for n, label in query.nodes.items()
            for c in self._columns(label)
            if c.kind == "date"
        ]
        return self.dice.choice(
            (
                "count(*)", f"count(DISTINCT {name})", f"min({name}.id)", f"max({name}.name)", f"count({name}.name)",
                f"size(collect(DISTINCT {name}.id))",
                *(f"{f}({number})" for number in numbers[:2] for f in ("sum", "avg", "max")),
                *(f"min({date})" for date in dates[:2]),
            )
        )  # fmt: skip

    # ── shapes ─────────────────────────────────────────────────────────────────────────────

    def _rows(self) -> str:
        query = self._pattern()
        values = ", ".join(f"{self._value(query)} AS c{i}" for i in range(self.dice.randint(1, 4)))
        return f"{query.text}{self._condition(query)}{self._optional(query)} RETURN {self.dice.choice(('', 'DISTINCT '))}{values}"

    def _optional(self, query: Query) -> str:
        if self.dice.random() > 0.25:
            return ""
        name, edge = self.dice.choice([*query.nodes]), self.dice.choice(self.edges)
        condition = self.dice.choice(("", " WHERE o.name IS NOT NULL", f" WHERE o.id <> {name}.id"))
        return f" OPTIONAL MATCH ({name})-[q:{edge.type}]-(o){condition}"

    def _groups(self) -> str:
        query = self._pattern()
        keys = ", ".join(f"{self._value(query)} AS k{i}" for i in range(self.dice.randint(0, 2)))
        sums = ", ".join(f"{self._aggregate(query)} AS a{i}" for i in range(self.dice.randint(1, 3)))
        return f"{query.text}{self._condition(query)} RETURN {', '.join(filter(None, (keys, sums)))}"

    def _having(self) -> str:
        query = self._pattern()
        name = self.dice.choice([*query.nodes])
        edge = self.dice.choice(self.edges)
        following = self.dice.choice(
            ("", f" MATCH ({name})-[:{edge.type}]-(x)", f" OPTIONAL MATCH ({name})-[:{edge.type}]-(x)")
        )
        return (
            f"{query.text}{self._condition(query)} WITH {name}, {self._aggregate(query)} AS a, count(*) AS n WHERE n > {self.dice.randint(0, 2)}"
            f"{following} RETURN {name}.id AS id, a, n{', count(x) AS x' if following else ''}"
        )

    def _ordered(self) -> str:
        query = self._pattern()
        ids = ", ".join(f"{name}.id" for name in (*query.nodes, *query.edges))
        first = self._value(query, plain=True)
        shown = ", ".join(f"{name}.id AS {name}" for name in query.nodes)
        skip = self.dice.choice(("", "SKIP 2 "))
        return (
            f"{query.text}{self._condition(query)} WITH *, {first} AS v ORDER BY v{self.dice.choice((' DESC', ''))}, {ids} "
            f"{skip}LIMIT {self.dice.randint(1, 9)} RETURN {shown}, v"
        )

    def _top(self) -> str:
        query, edge = self._pattern(1), self.dice.choice(self.edges)
        name = self.dice.choice([*query.nodes])
        falling, result = self.dice.choice((" DESC", "")), "RETURN x.id AS x, q.id AS q"
        inner = self.dice.choice(
            (
                f"MATCH ({name})-[q:{edge.type}]-(x) {result} ORDER BY x{falling}, q LIMIT {self.dice.randint(1, 3)}",
                f"OPTIONAL MATCH ({name})-[q:{edge.type}]-(x) {result} ORDER BY x, q LIMIT 1",
                f"MATCH ({name})-[q]-(x) RETURN count(DISTINCT x) AS x, max(q.id) AS q",
                f"MATCH ({name})-[q:{edge.type}]->(x) {result} UNION MATCH ({name})<-[q:{edge.type}]-(x) {result}",
            )
        )
        return f"{query.text}{self._condition(query)} WITH DISTINCT {name} CALL ({name}) {{ {inner} }} RETURN {name}.id AS id, x, q"

    def _collected(self) -> str:
        query = self._pattern(2)
        one, other = self.dice.choice([*query.nodes]), self.dice.choice([*query.nodes])
        ids = ", ".join(f"{name}.id" for name in (*query.nodes, *query.edges))
        cut = self.dice.choice(("", "[..2]", "[0]", "[-1]"))
        return (
            f"{query.text}{self._condition(query)} WITH {one} AS k, {other} AS x ORDER BY {ids} "
            f"RETURN k.id AS k, collect({self.dice.choice(('', 'DISTINCT '))}x.id){cut} AS xs, count(*) AS n"
        ).replace(f"WITH {one} AS k, {other} AS x", f"WITH *, {one} AS k, {other} AS x")

    def _paths(self) -> str:
        table = self.dice.choice(self.edges)
        most = self.dice.randint(1, 3)
        arrow = self.dice.choice((("-", "->"), ("<-", "-"), ("-", "-")))
        result = self.dice.choice(
            (
                "a.id AS a, b.id AS b, length(p) AS l", "count(*) AS n, max(length(p)) AS l",
                "[n IN nodes(p) | n.id] AS ns", "a.id AS a, count(DISTINCT b) AS n", "[r IN relationships(p) | type(r)] AS ts, b.name AS b",
            )
        )  # fmt: skip
        least = self.dice.choice(("0", "1", "1"))
        return f"MATCH p = (a:{table.start_label}){arrow[0]}[:{table.type}*{least}..{most}]{arrow[1]}(b) RETURN {result}"

    def _shortest(self) -> str:
        one, other = self.dice.choice(self.edges), self.dice.choice(self.edges)
        label = self.dice.choice([*self.tables])
        kinds = "|".join(sorted({one.type, other.type}))
        return (
            f"MATCH (a:{one.start_label}), (b:{label}) WHERE a.id < b.id WITH a, b ORDER BY a.id, b.id LIMIT 40 "
            f"MATCH p = shortestPath((a)-[:{kinds}*1..3]-(b)) RETURN a.id AS a, b.id AS b, length(p) AS l"
        )

    def _union(self) -> str:
        halves = []
        for _ in range(2):
            query = self._pattern(2)
            name = self.dice.choice([*query.nodes])
            halves.append(f"{query.text}{self._condition(query)} RETURN {name}.id AS id, {name}.name AS name")
        return self.dice.choice((" UNION ", " UNION ALL ")).join(halves)

    _SHAPES: tuple[Callable[[Generator], str], ...] = (
        _rows, _rows, _rows, _groups, _groups, _having, _ordered, _top, _collected, _paths, _shortest, _union
    )  # fmt: skip


def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")


def queries(graph: Graph, seed: int, count: int) -> Iterator[str]:
    """So many queries of a seed."""
    generator = Generator(graph, seed)
    for _ in range(count):
        yield generator.draw()
