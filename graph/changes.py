"""What a build added, removed and changed: the difference of its graph and the one before it.

Things (nodes) and ties (relationships) are compared by id, with all their properties; evidence and
inference records are told by the ties and things that they stand for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.statements.parquet import connect
from govgraph.graph.statements.sql import quoted

if TYPE_CHECKING:
    import duckdb

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
    start_name: str
    end_name: str
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
                value = _text(column)
                database.execute(
                    f"INSERT INTO {name}_value SELECT id, '{column.name}', {value} FROM {scan}"
                    f" WHERE {quoted(column.name)} IS NOT NULL"
                )


def _text(column: Column) -> str:
    if column.many:
        return f"to_json({quoted(column.name)})::VARCHAR"
    text = f"{quoted(column.name)}::VARCHAR"
    return f"rtrim(rtrim({text}, '0'), '.')" if column.kind == "decimal" else text


def _item(table: NodeTable | EdgeTable) -> str:
    if isinstance(table, EdgeTable):
        return f"id, '{table.type}', start_id, end_id, ''"
    named = "coalesce(name, '')" if any(column.name == "name" for column in table.columns) else "''"
    return f"id, '{table.labels[0]}', '', '', {named}"


def _whole(database: duckdb.DuckDBPyConnection, what: str, here: str, there: str) -> Iterator[Change]:
    cursor = database.cursor().execute(
        f"""SELECT i.type, i.id, i.name, i."start", i."end", s.name, e.name FROM {here}_item i
            LEFT JOIN {here}_item s ON s.id = i."start" LEFT JOIN {here}_item e ON e.id = i."end"
            WHERE i.id NOT IN (SELECT id FROM {there}_item) ORDER BY i.type, i.id"""
    )
    while rows := cursor.fetchmany(10_000):
        for type_, id_, name, start, end, start_name, end_name in rows:
            yield Change(what, type_, id_, name, start, end, start_name or "", end_name or "")


def _changed(database: duckdb.DuckDBPyConnection) -> Iterator[Change]:
    cursor = database.cursor().execute(
        """WITH differs AS (
            SELECT id, property, coalesce(o.value, '') AS before, coalesce(n.value, '') AS after
            FROM new_value n FULL JOIN old_value o USING (id, property) WHERE n.value IS DISTINCT FROM o.value
            UNION ALL SELECT id, 'type', o.type, n.type FROM new_item n JOIN old_item o USING (id) WHERE n.type <> o.type)
        SELECT n.type, d.id, n.name, n."start", n."end", s.name, e.name,
               list({'p': property, 'b': before, 'a': after} ORDER BY property)
        FROM differs d JOIN new_item n ON n.id = d.id LEFT JOIN new_item s ON s.id = n."start"
        LEFT JOIN new_item e ON e.id = n."end" WHERE d.id IN (SELECT id FROM old_item) GROUP BY ALL ORDER BY n.type, d.id"""
    )
    while rows := cursor.fetchmany(10_000):
        for type_, id_, name, start, end, start_name, end_name, values in rows:
            differs = tuple((v["p"], v["b"], v["a"]) for v in values)
            yield Change("changed", type_, id_, name, start, end, start_name or "", end_name or "", differs)
