"""Rows to Parquet in flat memory: batches are sorted to parts on disk, the parts merged at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

import pandas as pd

from govgraph.graph.tables import connect, copy_sorted

BATCH = 100_000


class Sink:
    """Collects rows of texts and writes them, sorted and distinct, to one Parquet file."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.columns = path, tuple(columns)
        self.names = ", ".join(f'"{name}"' for name in columns)
        self.scratch = path.with_name(f".{path.name}.parts")
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        self.database = connect("512MB", self.scratch)
        self.database.execute("SET threads=1")
        self.rows: list[tuple[str, ...]] = []
        self.parts = 0

    def extend(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Take rows; a full batch goes to disk."""
        self.rows.extend(rows)
        if len(self.rows) >= BATCH:
            self._flush()

    def close(self) -> int:
        """Write the file; returns how many distinct rows it has."""
        if self.rows or not self.parts:
            self._flush()
        parts = f"read_parquet('{self._part('*')}')"
        return copy_sorted(self.database, f"SELECT DISTINCT {self.names} FROM {parts}", self.names, self.path)

    def _flush(self) -> None:
        values = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        frame = pd.DataFrame({n: list(v) for n, v in zip(self.columns, values, strict=True)}, dtype=object)
        self.database.register("batch", frame)
        typed = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in self.columns)
        self.database.execute(
            f"COPY (SELECT {typed} FROM batch) TO '{self._part(self.parts)}' (FORMAT parquet)"
        )
        self.database.unregister("batch")
        self.parts += 1
        self.rows.clear()

    def _part(self, number: int | str) -> str:
        name = f"{number:06}" if isinstance(number, int) else number
        return f"{self.scratch}/{name}.parquet".replace("'", "''")

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
