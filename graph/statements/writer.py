"""Rows to Parquet in flat memory: they wait on disk as JSON lines, which DuckDB turns to Parquet at the end.

That costs a third of handing rows over as frames, and nothing has to be read and written twice. Rows stay
in the order of writing: whoever builds from them sorts all sources anyway.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import orjson

from govgraph.graph.statements.entity import Entity, Row
from govgraph.graph.statements.parquet import connect
from govgraph.graph.statements.sql import quoted_path
from govgraph.graph.statements.statement import FIELDS

_LEAST_LINE = 1 << 20
_GROUP, _GROUP_BYTES = 50_000, 8 << 20  # most rows and text of a Parquet row group, which is made in memory
_WORDS = 1_000  # distinct values up to which a dictionary pays; ids and places are all different


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One connection for all files of a process: opening one costs more than a small file does."""
    database = connect("512MB", Path(tempfile.gettempdir()) / f"govgraph-{os.getpid()}")
    database.execute("SET threads=1")
    return database


class RowWriter:
    """Collects rows of texts and writes them to one Parquet file, which appears whole or not at all."""

    #: What the lines hold, and the SQL that makes rows of them.
    line_columns = "{row: 'VARCHAR[]'}"

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.columns = path, tuple(columns)
        self.rows = 0
        self.scratch = path.with_name(f".{path.name}.{os.getpid()}.draft")
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        self.lines = (self.scratch / "rows.jsonl").open("wb", buffering=1 << 20)
        self.longest, self.lines_size = _LEAST_LINE, 0

    def extend(self, rows: Iterable[Row]) -> None:
        """Take rows."""
        for row in rows:
            self._write(row)
            self.rows += 1

    def close(self) -> int:
        """Write the file; returns how many rows it has."""
        self._copy(self._query(), self.path)
        return self.rows

    def _write(self, value: object) -> None:
        line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
        self.longest = max(self.longest, len(line))
        self.lines.write(line)

    def _query(self) -> str:
        values = ", ".join(f'row[{n}] AS "{name}"' for n, name in enumerate(self.columns, 1))
        return f"SELECT {values} FROM {self._read()}"

    def _read(self) -> str:
        return (
            f"read_json('{quoted_path(self.scratch / 'rows.jsonl')}', format='newline_delimited', compression='none', "
            f"records={self.line_columns != RowWriter.line_columns}, columns={self.line_columns}, "
            f"maximum_object_size={self.longest + 1})"
        )

    def _copy(self, query: str, path: Path) -> None:
        self.lines_size = self.lines.tell()
        self.lines.close()
        draft = self.scratch / "rows.parquet"
        _database().execute(
            f"COPY ({query}) TO '{quoted_path(draft)}' (FORMAT parquet, COMPRESSION zstd, "
            f"ROW_GROUP_SIZE {self._group()}, DICTIONARY_SIZE_LIMIT {_WORDS})"
        )
        os.replace(draft, path)

    def _group(self) -> int:
        """How many rows a row group has, by how long they are."""
        return min(_GROUP, 1 + _GROUP_BYTES * self.rows // max(1, self.lines_size))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lines.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


class StatementWriter(RowWriter):
    """Takes whole entities, a line for each: what their statements share is written once."""

    line_columns = "{n: 'BIGINT', id: 'VARCHAR', base: 'VARCHAR[]', said: 'VARCHAR[][]'}"

    def __init__(self, path: Path) -> None:
        super().__init__(path, FIELDS)
        self.left_out: Sequence[int] = ()

    def write(self, entity: Entity, record: int = 0) -> None:
        """Take an entity of the numbered record of the file."""
        said = entity.said
        self._write({"n": record, "id": entity.subject(), "base": tuple(entity.base), "said": said})
        self.rows += len(said)
        if entity.apart:
            for row in entity.rows_apart():
                self._write({"n": record, "id": row[0], "base": row[4:], "said": [row[1:4]]})
                self.rows += 1

    def leave_out(self, records: Sequence[int]) -> None:
        """Take back what these records stated."""
        self.left_out = records

    def _query(self) -> str:
        names = ["id", *(f"one[{n}]" for n in (1, 2, 3)), *(f"base[{n}]" for n in range(1, len(FIELDS) - 3))]
        values = ", ".join(f'{value} AS "{name}"' for value, name in zip(names, FIELDS, strict=True))
        without = f" WHERE n NOT IN ({', '.join(map(str, self.left_out))})" if self.left_out else ""
        return f"SELECT {values} FROM (SELECT id, base, unnest(said) AS one FROM {self._read()}{without})"
