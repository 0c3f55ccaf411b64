"""Statements on disk and in DuckDB: one Parquet file per source, sorted, without duplicates.

DuckDB is the one columnar engine here: it groups and joins out of core, so that neither a load nor
a build holds all statements in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import duckdb

from govgraph.errors import SourceError
from govgraph.graph.statements.sql import quoted, quoted_path
from govgraph.graph.statements.statement import FIELDS, Statement
from govgraph.messages import _
from govgraph.ontology.model import FACTS, Ontology

_BATCH, _FEW = 200_000, 1_000
_COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
_UNNESTED = ", ".join(["unnest(?)"] * len(FIELDS))


def connect(
    memory: str = "2GB", scratch: Path | None = None, file: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection whose results do not depend on the number of threads.

    Beyond ``memory`` it writes to ``scratch``; tables that are large from the start go to a ``file``.
    """
    database = duckdb.connect(":memory:")
    if file is not None:
        # nobody reads the file after a crash
        database.execute(f"ATTACH '{quoted_path(file)}' AS staged (RECOVERY_MODE no_wal_writes)")
        database.execute("USE staged")
    database.execute(f"SET memory_limit='{memory}'")
    database.execute("SET preserve_insertion_order=true")
    if scratch is not None:
        database.execute("SET temp_directory=?", [str(scratch)])
    return database


def write_statements(
    statements: Iterable[Statement], path: Path, database: duckdb.DuckDBPyConnection | None = None
) -> int:
    """Write statements to one Parquet file, sorted and distinct; returns how many.

    The file appears whole or not at all, and the same statements give the same bytes. Whoever writes
    many files opens one ``database`` for all, since opening costs more than writing a small file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    own = database is None
    database = database or connect(scratch=path.parent)
    database.execute(
        f"CREATE OR REPLACE TABLE statement ({', '.join(f'{name} VARCHAR' for name in map(quoted, FIELDS))})"
    )
    remaining = iter(statements)
    while batch := list(islice(remaining, _BATCH)):
        _insert(database, {name: [getattr(s, name) for s in batch] for name in FIELDS})
    count = copy_sorted(database, f"SELECT DISTINCT {_COLUMNS} FROM statement", _COLUMNS, path)
    if own:
        database.close()
    return count


def _insert(database: duckdb.DuckDBPyConnection, columns: dict[str, list[str]]) -> None:
    """Add rows to ``statement``: many by a frame, few without one, which then costs more than its rows."""
    if len(columns["subject"]) < _FEW:
        database.execute(f"INSERT INTO statement SELECT {_UNNESTED}", list(columns.values()))
        return
    import pandas as pd  # takes longer to import than most questions to answer

    database.register("batch", pd.DataFrame(columns, dtype=object))
    database.execute(f"INSERT INTO statement SELECT {_COLUMNS} FROM batch")
    database.unregister("batch")


def copy_sorted(database: duckdb.DuckDBPyConnection, query: str, order: str, path: Path) -> int:
    """Write a query's rows, in order, to a Parquet file that appears whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        database.execute("SET threads=1")
        database.execute(
            f"COPY (SELECT * FROM ({query}) ORDER BY {order}) TO '{quoted_path(draft)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        row = database.execute(f"SELECT count(*) FROM read_parquet('{quoted_path(draft)}')").fetchone()
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return int(row[0]) if row else 0


def read_statements(
    paths: Sequence[Path], where: str = "true", values: Sequence[str] = ()
) -> Iterator[Statement]:
    """Statements of Parquet files that satisfy an SQL condition over their fields, in order."""
    database = connect()
    open_statements(database, paths)
    cursor = database.execute(
        f"SELECT {_COLUMNS} FROM statement WHERE {where} ORDER BY {_COLUMNS}", list(values)
    )
    while rows := cursor.fetchmany(10_000):
        for row in rows:
            yield Statement(*row)


def open_statements(database: duckdb.DuckDBPyConnection, paths: Sequence[Path], *, once: bool = True) -> None:
    """Make a view ``statement`` over Parquet files of statements, each statement ``once`` or as often as it stands."""
    if not paths:
        database.execute(f"CREATE TABLE statement ({', '.join(f'{n} VARCHAR' for n in map(quoted, FIELDS))})")
        return
    files = ", ".join(f"'{quoted_path(path)}'" for path in sorted(paths))
    try:
        database.execute(
            f"CREATE VIEW statement AS SELECT {'DISTINCT ' if once else ''}{_COLUMNS} FROM read_parquet([{files}])"
        )
    except duckdb.Error as error:
        raise SourceError(_("statements cannot be read: {error}").format(error=error)) from error


def open_ontology(database: duckdb.DuckDBPyConnection, ontology: Ontology) -> None:
    """Tables ``class``, ``lineage``, ``property``, ``domain``, ``range``, ``code`` and ``fact``."""
    rows: dict[str, tuple[str, list[tuple[object, ...]]]] = {
        "class": (
            "name VARCHAR, depth INTEGER, is_edge BOOLEAN",
            [(c.name, len(c.lineage), c.is_edge) for c in ontology.classes.values()],
        ),
        "lineage": (
            "name VARCHAR, ancestor VARCHAR",
            [(c.name, ancestor) for c in ontology.classes.values() for ancestor in c.lineage],
        ),
        "property": (
            "name VARCHAR, datatype VARCHAR, single BOOLEAN, is_end BOOLEAN, code_list VARCHAR",
            [
                (p.name, p.datatype, p.single, p.name in ontology.end_properties, p.code_list)
                for p in ontology.properties.values()
            ],
        ),
        "domain": (
            "property VARCHAR, class VARCHAR",
            [(p.name, d) for p in ontology.properties.values() for d in p.domain],
        ),
        "range": (
            "property VARCHAR, class VARCHAR",
            [(p.name, r) for p in ontology.properties.values() if p.is_link for r in p.range],
        ),
        "required": (
            "class VARCHAR, property VARCHAR",
            [(c.name, p) for c in ontology.classes.values() for p in c.required],
        ),
        "code": (
            "list VARCHAR, notation VARCHAR",
            [(name, n) for name, codes in ontology.codes.items() for n in codes],
        ),
        "fact": ("modality VARCHAR", [(name,) for name in FACTS]),
    }
    for table, (columns, values) in rows.items():
        database.execute(f"CREATE TABLE {quoted(table)} ({columns})")
        if values:  # a column at a time: row by row, every command would wait a tenth of a second here
            lists = [list(column) for column in zip(*values, strict=True)]
            database.execute(
                f"INSERT INTO {quoted(table)} SELECT {', '.join(['unnest(?)'] * len(lists))}", lists
            )
