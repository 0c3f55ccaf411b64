"""One build as everybody reads it: things, links, claims, what is said of each, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govgraph.graph.opened import Build
from govgraph.graph.reader.findings import Finding, Said, gather
from govgraph.graph.reader.index import TABLES, open_index
from govgraph.graph.statements.statement import FIELDS, Statement
from govgraph.ontology.model import ontology

Row = dict[str, Any]
Values = Sequence[Any] | Mapping[str, Any]

_FIELDS = ", ".join(f'"{name}"' for name in FIELDS)
_NODE = "n.id, coalesce(cls, ''), labels, title, coalesce(\"englishName\", ''), list_sort(coalesce(alias, [])), degree"
_LINK = (
    "l.id, type, start_id, end_id, coalesce(rule, ''), coalesce(premises, []), coalesce(\"tieKind\", ''),"
    " coalesce(via, ''), coalesce(undated, false)"
)
# The id of a piece of evidence (see govgraph.graph.builder.stages) is a digest of these.
_EVIDENCE_OWNER = """SELECT owner FROM statement WHERE 'v-' || left(md5(concat_ws(chr(31), owner,
    CASE WHEN predicate IN ({ends}) THEN 'ends' ELSE predicate END, CASE WHEN datatype = 'entity' THEN '' ELSE object END,
    modality, source, locator, quoted, rule)), 20) = ? LIMIT 1"""
_SOURCE = "id, title, publisher, url, date, facts"
_NONE_MISSING = "NOT EXISTS (FROM (SELECT unnest(premises) AS p) WHERE p NOT IN (FROM stated_link))"
# What chosen sources state: a link when one of them states it, an inferred one when they state all its
# premises; a thing when one of them speaks of it.
_CHOSEN = f"""
CREATE VIEW statement AS FROM built.statement WHERE source IN (FROM chosen);
CREATE TABLE stated_link AS SELECT id FROM built.link
    WHERE rule IS NULL AND list_has_any(sources, (SELECT array_agg(id) FROM chosen));
CREATE VIEW link AS FROM built.link WHERE id IN (FROM stated_link) OR (rule IS NOT NULL AND {_NONE_MISSING});
CREATE VIEW inference AS FROM built.inference WHERE {_NONE_MISSING};
CREATE VIEW claim AS FROM built.claim WHERE list_has_any(sources, (SELECT array_agg(id) FROM chosen));
CREATE VIEW node AS FROM built.node WHERE id IN (SELECT subject FROM statement UNION SELECT object FROM statement
    UNION SELECT start_id FROM link UNION SELECT end_id FROM link);
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing as it is named; ``title`` is its main name, ``labels`` its classes, the most specific first."""

    id: str
    cls: str
    labels: tuple[str, ...]
    title: str
    english: str
    alias: tuple[str, ...]
    degree: int

    def name(self, language: str) -> str:
        """Its name in a language, else its main name."""
        return self.english or self.title if language == "en" else self.title


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


class GraphReader:
    """A build, all of it or what some of its ``sources`` state, open for reading; any thread may ask.

    Its tables (govgraph.graph.reader.index) have what the chosen sources state; ``built.node`` and its like have all.
    Raises StoreError where there is no build, or where its index can be neither made nor read.
    """

    def __init__(self, build: Build, sources: Collection[str] = (), memory: str = "2GB") -> None:
        self.build, self.merged = build, build.merged()
        self._database = open_index(build, memory)
        if sources:
            self._database.execute("CREATE TABLE chosen AS SELECT unnest(?) AS id", [sorted(sources)])
            self._database.execute(_CHOSEN)
        for name in TABLES:
            self._database.execute(f"CREATE VIEW IF NOT EXISTS {name} AS FROM built.{name}")

    def rows(self, query: str, values: Values = ()) -> list[Any]:
        """Rows of one SQL query, as tuples; its values in order or by name."""
        found = self._database.cursor().execute(query, values).fetchall()
        return [tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in found]

    def records(self, query: str, values: Values = ()) -> list[Row]:
        """Rows of one SQL query as dictionaries."""
        cursor = self._database.cursor().execute(query, values)
        names = [d[0] for d in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def ids(self, query: str, values: Values = ()) -> list[str]:
        """The first column of a query."""
        return [str(row[0]) for row in self.rows(query, values)]

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    # ── things ──────────────────────────────────────────────────────────────────────────────

    def node(self, id_: str) -> Node | None:
        """A thing, None where there is none of that id."""
        return next(iter(self.nodes([id_]).values()), None)

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Things by id; ids of something else are left out."""
        wanted = sorted(set(ids))
        return {node.id: node for node in self.select_nodes("WHERE id IN (SELECT unnest(?))", [wanted])}

    def select_nodes(self, which: str, values: Values = (), table: str = "built.node") -> list[Node]:
        """Things that an SQL clause on ``n`` chooses."""
        return [Node(*row) for row in self.rows(f"SELECT {_NODE} FROM {table} n {which}", values)]

    def named(self, texts: Iterable[str]) -> dict[str, str]:
        """Ids by what a table shows: an id or a main name that only one thing has."""
        found = self.rows(
            """SELECT text, min(id) FROM (SELECT id AS text, id FROM node UNION SELECT title, id FROM node)
               WHERE text IN (SELECT unnest(?)) GROUP BY text HAVING count(*) = 1""",
            [sorted(set(texts))],
        )
        return dict(found)

    # ── links ───────────────────────────────────────────────────────────────────────────────

    def links(self, ids: Iterable[str]) -> dict[str, Link]:
        """Links by id."""
        return {link.id: link for link in self._links("WHERE l.id IN (SELECT unnest(?))", [sorted(set(ids))])}

    def _links(self, which: str, values: Values) -> list[Link]:
        return [Link(*row) for row in self.rows(f"SELECT {_LINK} FROM link l {which}", values)]

    def groups(self, id_: str) -> list[tuple[str, bool, int]]:
        """What kinds of stated links a thing has: type, whether it is the start, how many."""
        return self.rows(
            """SELECT type, start_id = $id, count(*) FROM link WHERE (start_id = $id OR end_id = $id) AND rule IS NULL
               GROUP BY ALL ORDER BY ALL""",
            {"id": id_},
        )

    def links_of(self, id_: str, type_: str, out: bool, limit: int, offset: int = 0) -> list[Link]:
        """Stated links of one kind, those with the largest stake or amount first, then by name."""
        near, far = ("start_id", "end_id") if out else ("end_id", "start_id")
        return self._links(
            f"""LEFT JOIN node n ON n.id = {far} WHERE {near} = ? AND type = ? AND rule IS NULL
                ORDER BY max(weight) OVER (PARTITION BY {far}) DESC NULLS LAST, n.degree DESC, n.title, {far}, weight DESC NULLS LAST, l.id
                LIMIT ? OFFSET ?""",
            [id_, type_, limit, offset],
        )

    def inferred_of(self, id_: str, limit: int) -> list[Link]:
        """What rules infer between a thing and others, named rules before the ontology's axioms."""
        return self._links(
            "WHERE (start_id = $id OR end_id = $id) AND rule IS NOT NULL ORDER BY derived, type, start_id, end_id, l.id LIMIT $limit",
            {"id": id_, "limit": limit},
        )

    def shared_ties(self, one: str, other: str) -> list[Link]:
        """Ties of two groups to the projects that both are tied to, by project, group and kind."""
        return self._links(
            """WHERE type = 'TIED_TO' AND start_id IN ($one, $other) AND $one <> $other AND end_id IN (
                   SELECT end_id FROM link WHERE type = 'TIED_TO' AND start_id IN ($one, $other)
                   GROUP BY end_id HAVING count(DISTINCT start_id) = 2)
               ORDER BY end_id, start_id, "tieKind", premises""",
            {"one": one, "other": other},
        )

    # ── claims, inferences ──────────────────────────────────────────────────────────────────

    def claimed(self, id_: str, limit: int) -> list[str]:
        """Facts that are only claimed, planned, guessed or denied of a thing: the ids of what is claimed."""
        return self.ids(
            """SELECT about, min(id) FROM claim WHERE start_id = $id OR end_id = $id OR about = $id
               GROUP BY about ORDER BY 2 LIMIT $limit""",
            {"id": id_, "limit": limit},
        )

    def inferences(self, id_: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
        """What rules find a thing to be: property, value, rule and premises."""
        columns = "predicate, value, rule, coalesce(premises, [])"
        return self.rows(f"SELECT {columns} FROM inference WHERE about = ? ORDER BY ALL", [id_])

    def about(self, id_: str) -> str:
        """What a claim, a piece of evidence or an inference is about; empty for the id of anything else.

        Most evidence has no node of its own; its id is made of the statement that it is.
        """
        if id_.startswith("v-"):
            ends = ", ".join(f"'{name}'" for name in sorted(ontology().end_properties))
            return next(iter(self.ids(_EVIDENCE_OWNER.format(ends=ends), [id_])), "")
        table = {"c-": "claim", "i-": "inference"}.get(id_[:2], "")
        return next(iter(self.ids(f"SELECT about FROM {table} WHERE id = ?", [id_]) if table else ()), "")

    def knows(self, id_: str) -> bool:
        """Whether there is a thing, a link, or a claim of this id, or a claim about the fact of this id."""
        places = ("node WHERE id", "link WHERE id", "claim WHERE about")
        known = any(self.ids(f"SELECT id FROM {place} = ? LIMIT 1", [id_]) for place in places)
        return known or bool(self.about(id_))

    # ── who says so ─────────────────────────────────────────────────────────────────────────

    def statements(self, which: str, values: Values = ()) -> list[Said]:
        """Statements that an SQL condition chooses, each with the fact that it is about, in order."""
        query = f"SELECT owner, of_edge, {_FIELDS} FROM statement WHERE {which} ORDER BY of_edge, {_FIELDS}"
        return [(owner, of_edge, Statement(*row)) for owner, of_edge, *row in self.rows(query, values)]

    def findings(self, owners: Iterable[str]) -> list[Finding]:
        """All that is said of links, edges and claims by their ids, and of things' own values."""
        return gather(self.statements("owner IN (SELECT unnest(?))", [sorted(set(owners))]))

    def sources(self, ids: Iterable[str]) -> dict[str, Source]:
        """Sources by id."""
        return {s.id: s for s in self.select_sources("WHERE id IN (SELECT unnest(?))", [sorted(set(ids))])}

    def select_sources(self, which: str, values: Values = ()) -> list[Source]:
        """Sources that an SQL clause chooses."""
        return [Source(*row) for row in self.rows(f"SELECT {_SOURCE} FROM source {which}", values)]

    def said_by(self, source: str, limit: int, offset: int) -> list[str]:
        """What a source speaks of, as ids of ties, then of things with values, in a stable order."""
        return self.ids(
            """SELECT owner FROM statement WHERE source = ? AND predicate <> 'type' AND subject <> source
               GROUP BY owner ORDER BY bool_or(of_edge OR datatype = 'entity') DESC, owner LIMIT ? OFFSET ?""",
            [source, limit, offset],
        )
