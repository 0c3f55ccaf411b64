"""The embedded engine: kglite behind one small adapter, so that it can be replaced.

Its traps, and what is done here: its optimiser gave other rows than Neo4j for some patterns and no end for others, so
all its passes are off (docs/decisions/0140-no-optimiser.md has what that costs); what else it answers differently is
mended in ``govgraph.stores.cypher.rewrite`` and ``govgraph.stores.values``; a node without a title column would answer its id for ``name``,
so every table gets a ``name`` column; the first label is the primary one, ids are unique anyway; a
second load of a relationship type from one kind of node merges relationships of the same two ends, so
those are created one by one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import duckdb
import kglite

from govgraph.errors import QueryError, StoreError
from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.opened import Build
from govgraph.messages import _
from govgraph.stores.base import ROW_LIMIT, TIME_LIMIT, Rows, cypher_parameters
from govgraph.stores.cypher.parts import parts
from govgraph.stores.cypher.refused import way_round
from govgraph.stores.cypher.rewrite import hidden_keys, rewritten
from govgraph.stores.values import embedded_rows

# what names its ends, or what it is about, is looked for by them
_INDEXES = (
    ("Evidence", "about"),
    *((label, key) for label in ("Claim", "SourceRelation") for key in ("subjectId", "objectId")),
)
_DISABLED = kglite.cypher_pass_names()


def write_embedded(graph: Graph, path: Path) -> None:
    """Write a built graph to one file, which appears whole or not at all."""
    engine = kglite.KnowledgeGraph()
    database = duckdb.connect()
    for table in graph.nodes:
        names = [c.name for c in table.columns]
        extra = "" if "name" in names else ", NULL::VARCHAR AS name"
        frame = database.execute(f"SELECT {_select(table)}{extra} FROM {graph.scan(table)} ORDER BY id").df()
        engine.add_nodes(frame, table.labels[0], "id", "name", labels=list(table.labels[1:]))
    loaded: set[tuple[str, str]] = set()
    for edges in graph.edges:
        rows = f"SELECT {_select(edges)} FROM {graph.scan(edges)}"
        first = (edges.type, edges.start_label) not in loaded
        loaded.add((edges.type, edges.start_label))
        once = "" if first else " QUALIFY row_number() OVER (PARTITION BY start_id, end_id ORDER BY id) = 1"
        frame = database.execute(f"{rows}{once} ORDER BY id").df()
        engine.add_relationships(frame, edges.type, edges.start_label, "start_id", edges.end_label, "end_id")
        if not first:
            _add_parallels(engine, edges, database, rows)
    have = {table.labels[0] for table in graph.nodes}
    for label, key in _INDEXES:
        if label in have:
            engine.create_index(label, key)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    engine.save(str(draft))
    os.replace(draft, path)


def _add_parallels(engine: Any, edges: EdgeTable, database: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Add what a second load from one kind of node would merge: further relationships of the same two ends."""
    again = f"{rows} QUALIFY row_number() OVER (PARTITION BY start_id, end_id ORDER BY id) > 1 ORDER BY id"
    columns = [c for c in edges.columns if c.name not in ("start_id", "end_id")]
    values = ", ".join(
        f"{c.name}: " + (f"date(row.{c.name})" if c.kind == "date" else f"row.{c.name}") for c in columns
    )
    cursor = database.execute(again)
    names = [column[0] for column in cursor.description or ()]
    for found in cursor.fetchall():
        row = cypher_parameters(dict(zip(names, found, strict=True)))
        engine.cypher(
            f"WITH $row AS row MATCH (a:{edges.start_label} {{id: row.start_id}}), (b:{edges.end_label} {{id: row.end_id}})"
            f" CREATE (a)-[:{edges.type} {{{values}}}]->(b)",
            params={"row": row},
        )


def _select(table: NodeTable | EdgeTable) -> str:
    """Columns as the engine takes them: exact decimals become floats in currency units."""
    return ", ".join(_as_engine_type(column) for column in table.columns)


def _as_engine_type(column: Column) -> str:
    return f'"{column.name}"' + ("::DOUBLE" if column.kind == "decimal" else "") + f' AS "{column.name}"'


class EmbeddedStore:
    """A graph file open for reading."""

    language = "cypher"

    @classmethod
    def open(cls, build: Build) -> EmbeddedStore:
        """The graph file of a build."""
        return cls(build.folder / "embedded.kgl")

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StoreError(_("{path} does not exist; run: govgraph build").format(path=path))
        try:
            self._engine = kglite.load(str(path))
        except Exception as error:  # the engine raises its own kinds for a damaged file
            raise StoreError(
                _("{path} is damaged ({error}); run: govgraph build").format(path=path, error=error)
            ) from error
        self._engine.read_only(True)
        kglite.set_query_warning_policy("silent")

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any],
        time_limit: float = TIME_LIMIT,
        row_limit: int = ROW_LIMIT,
    ) -> Rows:
        """Run one Cypher query; see Store.run."""
        sent, given = rewritten(text, cypher_parameters(parameters), embedded=True)
        try:
            result: Any = self._engine.cypher(
                sent,
                params=given,
                timeout_ms=max(1, int(time_limit * 1000)),
                disabled_passes=_DISABLED,
            )
            columns = tuple(result.columns)
            found = result.to_list()
        except TimeoutError as error:
            raise QueryError(
                _("the query took longer than {time_limit:g} s").format(time_limit=time_limit)
            ) from error
        except Exception as error:
            if "timed out" in str(error).lower() or "timeout" in type(error).__name__.lower():
                raise QueryError(
                    _("the query took longer than {time_limit:g} s").format(time_limit=time_limit)
                ) from error
            raise _refusal(error, text) from error
        rows = [tuple(row[name] for name in columns) for row in found[:row_limit]]
        hidden = hidden_keys(parts(text), parameters)
        return Rows(columns, embedded_rows(rows, self._ids, hidden), len(found) > row_limit)

    def _ids(self, numbers: Collection[int]) -> dict[int, str]:
        """Ids of nodes by the engine's own numbers."""
        found: Any = self._engine.cypher("MATCH (n) RETURN elementId(n) AS number, n.id AS id")
        return {number: row["id"] for row in found.to_list() if (number := int(row["number"])) in numbers}

    def close(self) -> None:
        """Let go of the graph."""
        del self._engine


def _refusal(error: Exception, text: str) -> QueryError:
    """The engine's words, without the text itself, and what it takes instead."""
    words = str(error).split("\n")[0]
    if instead := way_round(parts(text)):
        return QueryError(
            _("the embedded engine refused the query: {instead} ({error})").format(
                instead=instead, error=words
            )
        )
    return QueryError(_("the embedded engine refused the query: {error}").format(error=words))
