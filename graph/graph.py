"""The graph that every store is filled from: typed tables of nodes and edges, as Parquet files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph.errors import StoreError
from govgraph.messages import _

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Column:
    """One property key; ``kind`` is text, date, integer, decimal or boolean, ``many`` a list."""

    name: str
    kind: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class NodeTable:
    """Nodes with the same labels, the most specific first; column ``id`` is unique in the graph."""

    labels: tuple[str, ...]
    columns: tuple[Column, ...]
    file: str
    count: int


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """Relationships of one type between nodes of two primary labels: id, start_id, end_id, properties."""

    type: str
    start_label: str
    end_label: str
    columns: tuple[Column, ...]
    file: str
    count: int


@dataclass(frozen=True, slots=True)
class Graph:
    """A built graph: a folder with one Parquet file per table and ``graph.json`` that lists them.

    ``ended`` tells by property how many inferred links lead as far as rules go (govgraph.graph.builder.rules.infer.STEPS)
    although there is more behind them.
    """

    folder: Path
    nodes: tuple[NodeTable, ...]
    edges: tuple[EdgeTable, ...]
    ended: tuple[tuple[str, int], ...] = ()

    @property
    def tables(self) -> tuple[NodeTable | EdgeTable, ...]:
        """All tables, nodes first."""
        return (*self.nodes, *self.edges)

    def rows(self, table: NodeTable | EdgeTable, batch: int = 10_000) -> Iterator[list[dict[str, Any]]]:
        """Batches of rows as dictionaries; keys are the column names, absent values None."""
        cursor = _reader().cursor().execute(f"SELECT * FROM {self.scan(table)}")
        names = [d[0] for d in cursor.description or []]
        while rows := cursor.fetchmany(batch):
            yield [dict(zip(names, row, strict=True)) for row in rows]

    def scan(self, table: NodeTable | EdgeTable) -> str:
        """An SQL expression that reads a table's file."""
        return self.scan_file(self.folder / table.file)

    @staticmethod
    def scan_file(path: Path) -> str:
        """An SQL expression that reads a file of rows."""
        return f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"

    def counts(self) -> dict[str, int]:
        """Nodes per primary label and relationships per type."""
        found: dict[str, int] = {}
        for table in self.nodes:
            found[table.labels[0]] = found.get(table.labels[0], 0) + table.count
        for edge in self.edges:
            found[edge.type] = found.get(edge.type, 0) + edge.count
        return found

    def save(self) -> None:
        """Write ``graph.json``."""
        content = {
            "nodes": [asdict(t) for t in self.nodes],
            "edges": [asdict(t) for t in self.edges],
            "ended": dict(self.ended),
        }
        (self.folder / "graph.json").write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")

    @classmethod
    def open(cls, folder: Path) -> Graph:
        """Read ``graph.json``; raises StoreError where the folder holds no built graph."""
        try:
            content = json.loads((folder / "graph.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(
                _("{folder} holds no built graph; run: govgraph build").format(folder=folder)
            ) from error
        nodes = tuple(
            NodeTable(tuple(t["labels"]), _columns(t["columns"]), t["file"], t["count"])
            for t in content["nodes"]
        )
        edges = tuple(
            EdgeTable(
                t["type"],
                t["start_label"],
                t["end_label"],
                _columns(t["columns"]),
                t["file"],
                t["count"],
            )
            for t in content["edges"]
        )
        return cls(folder, nodes, edges, tuple(content.get("ended", {}).items()))


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    """One database for all reading, since opening one costs more than reading a small table."""
    import duckdb  # slow to import, and who asks an engine needs none

    return duckdb.connect()


def _columns(items: Sequence[dict[str, Any]]) -> tuple[Column, ...]:
    return tuple(Column(item["name"], item["kind"], item["many"]) for item in items)
