"""Tables of what Python makes of rows that DuckDB holds, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import duckdb

_BATCH = 50_000
#: Columns that hold yes or no; all others hold text.
_FLAGS = ("is_full", "latin", "bare", "placed")


def derive(
    database: duckdb.DuckDBPyConnection,
    query: str,
    table: str,
    columns: tuple[str, ...],
    read: Callable[[tuple[Any, ...]], Iterator[tuple[object, ...]]],
) -> None:
    """A table of what ``read`` makes of each row of a query."""
    make(database, table, columns, ())
    cursor = database.cursor().execute(query)
    while rows := cursor.fetchmany(_BATCH):
        _insert(database, table, columns, [made for row in rows for made in read(row)])


def make(
    database: duckdb.DuckDBPyConnection,
    table: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """A table of rows, however many."""
    typed = ", ".join(f'"{name}" {"BOOLEAN" if name in _FLAGS else "VARCHAR"}' for name in columns)
    database.execute(f"CREATE TABLE {table} ({typed})")
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        _insert(database, table, columns, batch)


def _insert(
    database: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    if rows:
        import pandas as pd  # only builds need it, and it takes longer to import than a question to answer

        frame = pd.DataFrame(rows, columns=list(columns))
        database.register("fresh", frame)
        database.execute(f"INSERT INTO {table} SELECT * FROM fresh")
        database.unregister("fresh")
