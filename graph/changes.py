"""What a build added, removed and changed: the difference of its graph and the one before it.

Things (nodes) and ties (relationships) are compared by id, with all their properties; evidence and
inference records are told by the ties and things that they stand for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import duckdb

from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.graph.statements.parquet import connect
from govgraph.graph.statements.sql import quoted

_NOT_TOLD = ("Evidence", "Inference")
_ENDS = ("id", "start_id", "end_id")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing or tie that differs; ``values`` are property, value before and value after ("" is none).

    ``what`` is added, removed or changed; ``start`` and ``end`` are empty for things.
    """

    what: str
    type: str
    id: str
    name: str
    start: str
    end: str
    values: tuple[tuple[str, str, str], ...] = ()


def changes(new: Graph, old: Graph | None) -> Iterator[Change]:
    """Every difference between two graphs, in a stable order; against none, everything is added."""
    with closing(connect()) as database:
        _open(database, "new", new)
        _open(database, "old", old)
        yield from _whole(database, "added", "new", "old")
        yield from _whole(database, "removed", "old", "new")
        yield from _changed(database)


def _open(database: duckdb.DuckDBPyConnection, name: str, graph: Graph | None) -> None:
    """Tables ``NAME_item`` (id, type, ends, title) and ``NAME_value`` (id, property, value)."""
    database.execute(
        f'CREATE TABLE {name}_item (id VARCHAR, type VARCHAR, "start" VARCHAR, "end" VARCHAR, name VARCHAR)'
    )
    database.execute(f"CREATE TABLE {name}_value (id VARCHAR, property VARCHAR, value VARCHAR)")
    for table in graph.tables if graph else ():
        if isinstance(table, NodeTable) and table.labels[0] in _NOT_TOLD:
            continue
        scan = graph.scan(table) if graph else ""
        database.execute(f"INSERT INTO {name}_item SELECT {_item(table)} FROM {scan}")
        for column in table.columns:
            if column.name not in _ENDS:
                value = f"to_json({quoted(column.name)})" if column.many else quoted(column.name)
                database.execute(
                    f"INSERT INTO {name}_value SELECT id, '{column.name}', {value}::VARCHAR FROM {scan}"
                    f" WHERE {quoted(column.name)} IS NOT NULL"
                )


def _item(table: NodeTable | EdgeTable) -> str:
    if isinstance(table, EdgeTable):
        return f"id, '{table.type}', start_id, end_id, ''"
    named = "coalesce(name, '')" if any(column.name == "name" for column in table.columns) else "''"
    return f"id, '{table.labels[0]}', '', '', {named}"


def _whole(database: duckdb.DuckDBPyConnection, what: str, here: str, there: str) -> Iterator[Change]:
    cursor = database.cursor().execute(
        f"""SELECT type, id, name, "start", "end" FROM {here}_item
            WHERE id NOT IN (SELECT id FROM {there}_item) ORDER BY type, id"""
    )
    while rows := cursor.fetchmany(10_000):
        for type_, id_, name, start, end in rows:
            yield Change(what, type_, id_, name, start, end)


def _changed(database: duckdb.DuckDBPyConnection) -> Iterator[Change]:
    cursor = database.cursor().execute(
        """WITH differs AS (
            SELECT id, property, coalesce(o.value, '') AS before, coalesce(n.value, '') AS after
            FROM new_value n FULL JOIN old_value o USING (id, property) WHERE n.value IS DISTINCT FROM o.value
            UNION ALL SELECT id, 'type', o.type, n.type FROM new_item n JOIN old_item o USING (id) WHERE n.type <> o.type)
        SELECT n.type, id, n.name, n."start", n."end",
               list({'p': property, 'b': before, 'a': after} ORDER BY property)
        FROM differs JOIN new_item n USING (id) WHERE id IN (SELECT id FROM old_item) GROUP BY ALL ORDER BY n.type, id"""
    )
    while rows := cursor.fetchmany(10_000):
        for type_, id_, name, start, end, values in rows:
            yield Change(
                "changed", type_, id_, name, start, end, tuple((v["p"], v["b"], v["a"]) for v in values)
            )
