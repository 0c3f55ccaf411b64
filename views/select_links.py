"""The built graph as views draw it: nodes, links and claims, joined and walked by DuckDB.

Views ``node``, ``link``, ``claim`` and ``inference`` stand over the graph's Parquet files, whichever of
them a build has; what a file does not have is NULL. Evidence comes from the statements. GraphReader that
follow from the ontology's axioms (a part of a part, an interest through a holding) restate ways that
are drawn anyway; ``DERIVED`` tells them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd

from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.graph.statements.parquet import connect, open_ontology, open_statements
from govgraph.ontology.model import ontology
from govgraph.workspace import Workspace

Row = dict[str, Any]

#: Whether a link follows from axioms; the ties that named rules find are no such links.
DERIVED = "coalesce(contains(rule, ' <- '), false)"

_NODE = {
    "name": "VARCHAR",
    "englishName": "VARCHAR",
    "alias": "VARCHAR[]",
    "date": "DATE",
    "founded": "DATE",
    "launched": "DATE",
    "projectDate": "DATE",
    "regionLevel": "VARCHAR",
    "amount": "DOUBLE",
    "currency": "VARCHAR",
}
_LINK = {
    "sources": "VARCHAR[]",
    "disputed": "BOOLEAN",
    "since": "DATE",
    "asOf": "DATE",
    "tieKind": "VARCHAR",
    "stage": "VARCHAR",
    "via": "VARCHAR",
    "undated": "BOOLEAN",
    "rule": "VARCHAR",
    "premises": "VARCHAR[]",
}
_INFERENCE = {
    "about": "VARCHAR",
    "predicate": "VARCHAR",
    "value": "VARCHAR",
    "rule": "VARCHAR",
    "premises": "VARCHAR[]",
}
_CLAIM = ("about", "predicate", "value", "modality")
_CLAIM_ENDS = {"CLAIM_SUBJECT": "start_id", "CLAIM_OBJECT": "end_id"}


class GraphReader:
    """Nodes, links and claims of a workspace, all or those that some of its sources state.

    With ``sources`` a link stands when one of them states it, an inferred one when they state all
    its premises; a node stands when one of them speaks of it.
    """

    def __init__(self, workspace: Workspace, sources: Sequence[str] = ()) -> None:
        self.database = connect()
        open_statements(self.database, workspace.current.statement_files)
        open_ontology(self.database, ontology())
        graph = workspace.graph()
        nodes = [t for t in graph.nodes if "Thing" in t.labels]
        links = [t for t in graph.edges if t.type not in _CLAIM_ENDS]
        self._view("every_node", [_node_select(graph, t) for t in nodes], {"labels": "VARCHAR[]"} | _NODE)
        self._view(
            "every_link", [_link_select(graph, t) for t in links],
            {"type": "VARCHAR", "start_id": "VARCHAR", "end_id": "VARCHAR"} | _LINK,
        )  # fmt: skip
        self._claims(graph)
        columns = ", ".join(f'"{name}"' for name in _INFERENCE)
        inferences = [t for t in graph.nodes if t.labels[0] == "Inference"]
        selects = [f"SELECT id, {columns} FROM {graph.scan(t)}" for t in inferences]
        self._view("every_inference", selects, _INFERENCE)
        self._keep(sorted(sources))

    def _view(self, name: str, selects: Iterable[str], columns: dict[str, str]) -> None:
        none = ", ".join(
            f'NULL::{kind} AS "{column}"' for column, kind in {"id": "VARCHAR", **columns}.items()
        )
        parts = [f"SELECT {none} WHERE false", *selects]
        self.database.execute(f"CREATE VIEW {name} AS " + " UNION ALL ".join(parts))

    def _claims(self, graph: Graph) -> None:
        tables = [t for t in graph.nodes if t.labels[0] == "Claim"]
        columns = dict.fromkeys(_CLAIM, "VARCHAR") | {"sources": "VARCHAR[]"}
        self._view(
            "claim_node", [f"SELECT id, {', '.join(columns)} FROM {graph.scan(t)}" for t in tables], columns
        )
        for type_, end in _CLAIM_ENDS.items():
            ends = [t for t in graph.edges if t.type == type_]
            self._view(
                f"claim_{end}",
                [f"SELECT start_id, end_id FROM {graph.scan(t)}" for t in ends],
                {"other": "VARCHAR"},
            )
        self.database.execute("""CREATE VIEW every_claim AS SELECT c.*, s.other AS start_id, o.other AS end_id
            FROM claim_node c JOIN claim_start_id s USING (id) LEFT JOIN claim_end_id o USING (id)""")

    def _keep(self, sources: Sequence[str]) -> None:
        """Views without ``every_``: what the chosen sources state."""
        if not sources:
            for name in ("node", "link", "claim", "inference"):
                self.database.execute(f"CREATE VIEW {name} AS FROM every_{name}")
            self.database.execute("CREATE VIEW said AS FROM statement")
            return
        self.table("kept_source", sources)
        self.database.execute("""
            CREATE VIEW said AS FROM statement WHERE source IN (SELECT id FROM kept_source);
            CREATE TABLE stated_link AS SELECT id FROM every_link
                WHERE rule IS NULL AND list_has_any(sources, (SELECT array_agg(id) FROM kept_source));
            CREATE VIEW link AS FROM every_link WHERE id IN (FROM stated_link)
                OR (rule IS NOT NULL AND NOT EXISTS (FROM (SELECT unnest(premises) AS p) WHERE p NOT IN (FROM stated_link)));
            CREATE VIEW inference AS FROM every_inference
                WHERE NOT EXISTS (FROM (SELECT unnest(premises) AS p) WHERE p NOT IN (FROM stated_link));
            CREATE VIEW claim AS FROM every_claim WHERE list_has_any(sources, (SELECT array_agg(id) FROM kept_source));
            CREATE VIEW node AS FROM every_node WHERE id IN (SELECT subject FROM said UNION SELECT object FROM said
                UNION SELECT start_id FROM link UNION SELECT end_id FROM link);""")

    def table(self, name: str, ids: Iterable[str]) -> None:
        """Put ids into a table of one column ``id``, in the place of what it held."""
        frame = pd.DataFrame({"id": sorted(set(ids))}, dtype=object)
        self.database.register("new_ids", frame)
        self.database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT id::VARCHAR AS id FROM new_ids")
        self.database.unregister("new_ids")

    def rows(self, query: str) -> list[Row]:
        """Rows of a query as dictionaries."""
        cursor = self.database.execute(query)
        names = [d[0] for d in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def ids(self, query: str) -> set[str]:
        """The first column of a query."""
        return {str(row[0]) for row in self.database.execute(query).fetchall()}

    def reach(self, ids: Collection[str], types: Collection[str], *, forward: bool) -> set[str]:
        """What links of some types lead to from ``ids``; with ``forward`` off, what leads to them."""
        self.table("wanted", ids)
        near, far = ("start_id", "end_id") if forward else ("end_id", "start_id")
        listed = ", ".join(f"'{name}'" for name in types)
        return self.ids(
            f"SELECT {far} FROM link WHERE type IN ({listed}) AND {near} IN (SELECT id FROM wanted)"
        )

    def steps(self, ids: Collection[str], *, inferred: bool) -> list[tuple[str, str, str]]:
        """Links from ``ids`` either way, as link, near end, far end, in a stable order."""
        self.table("wanted", ids)
        which = f" AND NOT {DERIVED}" if inferred else " AND rule IS NULL"
        found = self.database.execute(f"""
            SELECT id, start_id, end_id FROM link WHERE start_id IN (SELECT id FROM wanted){which}
            UNION SELECT id, end_id, start_id FROM link WHERE end_id IN (SELECT id FROM wanted){which} ORDER BY ALL
        """).fetchall()
        return [(link, near, far) for link, near, far in found]

    def title(self, id_: str) -> tuple[str, str, str]:
        """A node's main name, its English name (the main one where it has none) and its class."""
        named = 'SELECT name, "englishName", labels[1] FROM every_node WHERE id = ?'
        rows = self.database.execute(named, [id_]).fetchall() or [(None, None, "")]
        name, english, cls = rows[0]
        return name or english or id_, english or name or id_, cls

    def claimed(self, id_: str) -> set[str]:
        """What a claim that is no fact ties to a node."""
        self.table("wanted", [id_])
        return self.ids("""
            SELECT end_id FROM claim WHERE value = '' AND end_id IS NOT NULL AND start_id IN (SELECT id FROM wanted)
            UNION SELECT start_id FROM claim WHERE value = '' AND end_id IN (SELECT id FROM wanted)""")

    def named(self, texts: Iterable[str]) -> set[str]:
        """Nodes whose id, main name or other name is one of the texts; a name of several is nobody's."""
        self.table("wanted", texts)
        return self.ids("""
            WITH name AS (
                SELECT id AS text, id, 0 AS kind FROM node UNION SELECT name, id, 1 FROM node
                UNION SELECT "englishName", id, 2 FROM node UNION SELECT unnest(alias), id, 2 FROM node),
            best AS (SELECT text, min(kind) AS kind FROM name WHERE text IN (SELECT id FROM wanted) GROUP BY text)
            SELECT min(id) FROM name JOIN best USING (text, kind) GROUP BY text HAVING count(DISTINCT id) = 1""")

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def _node_select(graph: Graph, table: NodeTable) -> str:
    labels = ", ".join(f"'{label}'" for label in table.labels)
    return f"SELECT id, [{labels}], {_columns(table, _NODE)} FROM {graph.scan(table)}"


def _link_select(graph: Graph, table: EdgeTable) -> str:
    return f"SELECT id, '{table.type}', start_id, end_id, {_columns(table, _LINK)} FROM {graph.scan(table)}"


def _columns(table: NodeTable | EdgeTable, wanted: dict[str, str]) -> str:
    present = {column.name for column in table.columns}
    return ", ".join(
        f'"{name}"::{kind}' if name in present else f"NULL::{kind}" for name, kind in wanted.items()
    )
