"""What pages look up of one build: entities, their links and claims, what is said of each, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from govgraph.errors import StoreError
from govgraph.graph.graph import Graph
from govgraph.graph.identity.resolve import MERGED, read_merged
from govgraph.graph.reader.findings import Finding, gather
from govgraph.graph.statements.statement import FIELDS, Statement

MEMORY = "512MB"
_FIELDS = ", ".join(f'"{name}"' for name in FIELDS)
_NODE = 'id, cls, labels, title, "englishName", alias, degree'


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as pages name it; ``title`` is its main name, ``labels`` its classes, the most specific first."""

    id: str
    cls: str
    labels: tuple[str, ...]
    title: str
    english: str
    alias: tuple[str, ...]
    degree: int


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship as the graph has it; one with a rule is inferred from its premises."""

    id: str
    type: str
    start: str
    end: str
    rule: str
    premises: tuple[str, ...]
    kind: str
    via: str
    undated: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is cited, and how many facts and claims it speaks of."""

    id: str
    title: str
    publisher: str
    url: str
    date: str
    facts: int


_LINK = (
    "l.id, type, start_id, end_id, coalesce(rule, ''), coalesce(premises, []), coalesce(\"tieKind\", ''),"
    " coalesce(via, ''), coalesce(undated, false)"
)


class Catalogue:
    """One build's catalogue, open for reading; any thread may ask."""

    def __init__(self, path: Path, build: Path) -> None:
        try:
            self._database = duckdb.connect(
                str(path), read_only=True, config={"memory_limit": MEMORY, "threads": 2}
            )
        except duckdb.Error as error:
            raise StoreError(f"{path} cannot be read ({error}); delete it") from error
        self.merged = read_merged(build / MERGED)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of one SQL query over the catalogue's tables."""
        return self._database.cursor().execute(query, list(values)).fetchall()

    def named_rows(self, query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Rows of one SQL query with its values by name."""
        return self._database.cursor().execute(query, dict(values)).fetchall()

    def node(self, id_: str) -> Node | None:
        """An entity, None where there is none of that id."""
        return next(iter(self.nodes([id_]).values()), None)

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Entities by id; ids of something else are left out."""
        found = self.rows(f"SELECT {_NODE} FROM node WHERE id IN (SELECT unnest(?))", [sorted(set(ids))])
        return {row[0]: make_node(row) for row in found}

    def links(self, ids: Iterable[str]) -> dict[str, Link]:
        """Links by id."""
        found = self.rows(f"SELECT {_LINK} FROM link l WHERE l.id IN (SELECT unnest(?))", [sorted(set(ids))])
        return {row[0]: make_link(row) for row in found}

    def groups(self, id_: str) -> list[tuple[str, bool, int]]:
        """What kinds of stated links an entity has: type, whether it is the start, how many."""
        return [
            (type_, out, n)
            for type_, out, n in self.rows(
                """SELECT type, start_id = ?, count(*) FROM link WHERE (start_id = ? OR end_id = ?) AND rule IS NULL
                   GROUP BY ALL ORDER BY ALL""",
                [id_, id_, id_],
            )
        ]

    def links_of(self, id_: str, type_: str, out: bool, limit: int, offset: int = 0) -> list[Link]:
        """Stated links of one kind, those with the largest stake or amount first, then by name."""
        near, far = ("start_id", "end_id") if out else ("end_id", "start_id")
        found = self.rows(
            f"""SELECT {_LINK} FROM link l LEFT JOIN node n ON n.id = {far} WHERE {near} = ? AND type = ? AND rule IS NULL
                ORDER BY max(weight) OVER (PARTITION BY {far}) DESC NULLS LAST, n.degree DESC, n.title, {far}, weight DESC NULLS LAST, l.id
                LIMIT ? OFFSET ?""",
            [id_, type_, limit, offset],
        )
        return [make_link(row) for row in found]

    def inferred_of(self, id_: str, limit: int) -> list[Link]:
        """What rules infer between an entity and others, named rules before the ontology's axioms."""
        found = self.rows(
            f"""SELECT {_LINK} FROM link l WHERE (start_id = ? OR end_id = ?) AND rule IS NOT NULL
                ORDER BY derived, type, start_id, end_id, l.id LIMIT ?""",
            [id_, id_, limit],
        )
        return [make_link(row) for row in found]

    def claimed(self, id_: str, limit: int) -> list[str]:
        """Facts that are only claimed, planned, guessed or denied of an entity: the ids of what is claimed."""
        found = self.rows(
            "SELECT about, min(id) FROM claim WHERE start_id = ? OR end_id = ? OR about = ? GROUP BY about ORDER BY 2 LIMIT ?",
            [id_, id_, id_, limit],
        )
        return [row[0] for row in found]

    def is_claimed(self, id_: str) -> bool:
        """Whether a claim is about the fact of this id."""
        return bool(self.rows("SELECT 1 FROM claim WHERE about = ? LIMIT 1", [id_]))

    def findings(self, owners: Iterable[str], *, values_of: str = "") -> list[Finding]:
        """All that is said of links, edges and claims by their ids, and of one entity's own values."""
        found = self.rows(
            f"""SELECT of_edge, {_FIELDS} FROM statement WHERE owner IN (SELECT unnest(?)) AND datatype <> 'class'
                UNION ALL SELECT of_edge, {_FIELDS} FROM statement WHERE owner = ? AND of_edge AND datatype = 'class'
                UNION ALL SELECT of_edge, {_FIELDS} FROM statement WHERE owner IN (SELECT unnest(?)) AND of_edge AND datatype = 'class'
                ORDER BY ALL""",
            [sorted({*owners, values_of}), values_of, sorted(set(owners))],
        )
        said = [(of_edge, Statement(*row)) for of_edge, *row in found]
        return gather([s for of_edge, s in said if not of_edge], [s for of_edge, s in said if of_edge])

    def inferences(self, id_: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
        """What rules find an entity to be: property, value, rule and premises."""
        found = self.rows(
            "SELECT predicate, value, rule, premises FROM inference WHERE about = ? ORDER BY ALL", [id_]
        )
        return [(predicate, value, rule, tuple(premises or ())) for predicate, value, rule, premises in found]

    def sources(self, ids: Iterable[str]) -> dict[str, Source]:
        """Sources by id."""
        found = self.rows("SELECT * FROM source WHERE id IN (SELECT unnest(?))", [sorted(set(ids))])
        return {row[0]: Source(*row) for row in found}

    def about(self, id_: str, graph: Graph) -> str:
        """What a claim, a piece of evidence or an inference is about; empty for the id of anything else."""
        table = {"c-": "claim", "i-": "inference"}.get(id_[:2], "")
        if id_.startswith("v-"):
            table = next((graph.scan(t) for t in graph.nodes if t.labels[0] == "Evidence"), "")
        found = self.rows(f"SELECT about FROM {table} WHERE id = ?", [id_]) if table else []
        return str(found[0][0]) if found else ""

    def spoken(self, source: str) -> int:
        """How many facts, claims and entities a source speaks of."""
        found = self.rows(
            "SELECT count(DISTINCT owner) FROM statement WHERE source = ? AND predicate <> 'type' AND subject <> source",
            [source],
        )
        return int(found[0][0])

    def said_by(self, source: str, limit: int, offset: int) -> list[str]:
        """What a source speaks of, as ids of ties, then of entities with values, in a stable order."""
        found = self.rows(
            """SELECT owner FROM statement WHERE source = ? AND predicate <> 'type' AND subject <> source
               GROUP BY owner ORDER BY bool_or(of_edge OR datatype = 'entity') DESC, owner LIMIT ? OFFSET ?""",
            [source, limit, offset],
        )
        return [row[0] for row in found]

    def named(self, texts: Iterable[str]) -> dict[str, str]:
        """Ids by what a table shows: an id or a main name that only one entity has."""
        found = self.rows(
            """WITH wanted AS (SELECT unnest(?) AS text)
               SELECT text, min(id) FROM (SELECT text, id FROM wanted JOIN node ON id = text
                   UNION SELECT text, id FROM wanted JOIN node ON name = text) GROUP BY text HAVING count(*) = 1""",
            [sorted(set(texts))],
        )
        return {str(text): str(id_) for text, id_ in found}

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def make_node(row: tuple[Any, ...]) -> Node:
    """A node of a row of its columns."""
    id_, cls, labels, title, english, alias, degree = row
    return Node(id_, cls or "", tuple(labels or ()), title, english or "", tuple(sorted(alias or ())), degree)


def make_link(row: tuple[Any, ...]) -> Link:
    """A link of a row of its columns."""
    id_, type_, start, end, rule, premises, kind, via, undated = row
    return Link(id_, type_, start, end, rule, tuple(premises), kind, via, undated)
