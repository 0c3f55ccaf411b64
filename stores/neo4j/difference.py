"""What changed between graphs: the increment that a loaded database needs to hold a new one.

A database may hold the graph of the last complete load, parts of loads that broke off, and what was
left in place when it was no longer stated. All three count as ``old``; a row is unchanged only when
every old graph has it in the same words: a load that broke off may have taken away what its graph lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.statements.parquet import connect
from govgraph.ontology.model import ontology

_ENDS = ("id", "start_id", "end_id")

_GONE = """SELECT grp, id, EXISTS (FROM retired r WHERE r.grp = b.grp AND r.id = b.id) AS retired FROM before b
    WHERE NOT EXISTS (FROM now n WHERE n.grp = b.grp AND n.id = b.id)"""
# One row for every node or edge of a graph: where it is found, a hash of all it says, and its keys.
_SHAPE = "grp VARCHAR, id VARCHAR, digest VARCHAR, labels VARCHAR[], keys VARCHAR[]"


class Difference:
    """The changes from ``old`` graphs (none: everything is new) to ``new``.

    ``sure`` tells that the first old graph is complete in the database; ``left`` is a file of ids
    that earlier loads left in place. Rows come in batches, from files: memory stays flat.
    """

    def __init__(
        self, new: Graph, old: Sequence[Graph] = (), *, sure: bool = False, left: Path | None = None
    ) -> None:
        self._database = connect(scratch=new.folder)
        self._new, self._first = new, not old
        self._database.execute(f"CREATE TABLE old (place INTEGER, {_SHAPE})")
        for place, graph in enumerate(old):
            for table in graph.tables:
                self._database.execute(f"INSERT INTO old SELECT {place}, * FROM ({_shape(graph, table)})")
        if left is not None and left.is_file():
            self._database.execute(
                "INSERT INTO old SELECT 99, grp, id, '', [], [] FROM read_parquet(?)", [str(left)]
            )
        self._note_retired(old)
        # without a complete old graph even equal rows may not have arrived
        known = f"count(DISTINCT place) = {len(old)} AND count(DISTINCT digest) = 1" if sure else "false"
        self._database.execute(
            f"""CREATE TABLE before AS SELECT grp, id, any_value(digest) AS digest, {known} AS known,
                list_distinct(flatten(array_agg(labels))) AS labels, list_distinct(flatten(array_agg(keys))) AS keys
                FROM old GROUP BY grp, id"""
        )
        self._database.execute("CREATE TABLE now (grp VARCHAR, id VARCHAR)")
        if not self._first:
            for table in new.tables:
                self._database.execute(f"INSERT INTO now SELECT '{group(table)}', id FROM {new.scan(table)}")

    def _note_retired(self, old: Sequence[Graph]) -> None:
        """Table ``retired``: what only told how a fact is known, and what led a path through a source or a claim."""
        known = {p.relationship_type for p in ontology().properties.values()}
        self._database.execute("CREATE TABLE retired (grp VARCHAR, id VARCHAR)")
        for graph in old:
            for table in graph.tables:
                at_source = isinstance(table, EdgeTable) and "Source" in (table.start_label, table.end_label)
                if at_source or (isinstance(table, NodeTable) and table.labels[0] == "Evidence"):
                    self._database.execute(
                        f"INSERT INTO retired SELECT '{group(table)}', id FROM {graph.scan(table)}"
                    )
        types = "[" + ", ".join(f"'-{name}'" for name in sorted(known)) + "]"
        self._database.execute(
            f"""INSERT INTO retired SELECT grp, id FROM old
                WHERE grp = ':Evidence' OR (grp LIKE '-%' AND NOT list_contains({types}, grp))"""
        )

    def changed(self, table: NodeTable | EdgeTable, batch: int) -> Iterator[list[dict[str, Any]]]:
        """Batches of new or changed rows: ``id``, the ends of an edge, ``values`` and ``gone`` keys."""
        own = [c for c in table.columns if c.name not in _ENDS]
        ends = ["id", *(["start_id", "end_id"] if isinstance(table, EdgeTable) else [])]
        selected = ", ".join([*(f"n.{e}" for e in ends), *(f"n.{as_cypher_type(c)}" for c in own)])
        keys = "[" + ", ".join(f"CASE WHEN n.{_name(c)} IS NOT NULL THEN '{c.name}' END" for c in own) + "]"
        gone = "[]" if self._first else f"list_filter(b.keys, lambda k: NOT list_contains({keys}, k))"
        cursor = self._database.cursor().execute(f"SELECT {selected}, {gone} FROM {self._rows(table)}")
        names = [c.name for c in own]
        first = len(ends)
        while rows := cursor.fetchmany(batch):
            yield [
                dict(zip(ends, row, strict=False))
                | {
                    "values": {k: v for k, v in zip(names, row[first:-1], strict=True) if v is not None},
                    "gone": row[-1] or [],
                }
                for row in rows
            ]

    def count(self, table: NodeTable | EdgeTable) -> tuple[int, int]:
        """How many rows of a table are new, and how many changed."""
        if self._first:
            return table.count, 0
        row = self._database.execute(
            f"SELECT count(*) FILTER (b.id IS NULL), count(*) FILTER (b.id IS NOT NULL) FROM {self._rows(table)}"
        ).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def lost_labels(self, table: NodeTable, batch: int) -> Iterator[tuple[str, list[str]]]:
        """Labels that nodes of a table had and no longer have, with the nodes' ids."""
        if self._first:
            return
        cursor = self._database.cursor().execute(
            f"""SELECT label, id FROM (SELECT n.id, unnest(b.labels) AS label FROM {self._rows(table)})
                WHERE NOT list_contains({_list(table.labels)}, label) ORDER BY ALL"""
        )
        yield from _grouped(cursor, batch)

    def gone(
        self, kind: type[NodeTable] | type[EdgeTable], batch: int, *, retired: bool = False
    ) -> Iterator[tuple[str, list[str]]]:
        """Groups (key label or relationship type) with ids that the new graph no longer has, all or the retired ones."""
        mark = "-%" if kind is EdgeTable else ":%"
        cursor = self._database.cursor().execute(
            f"SELECT substr(grp, 2), id FROM ({_GONE}) WHERE grp LIKE ? AND (retired OR NOT ?) ORDER BY ALL",
            [mark, retired],
        )
        yield from _grouped(cursor, batch)

    def count_gone(self, *, retired: bool | None = None) -> dict[str, int]:
        """How many ids of each group the new graph no longer has: all, the retired ones or the others."""
        return dict(
            self._database.execute(
                f"SELECT substr(grp, 2), count(*) FROM ({_GONE}) WHERE ? IS NULL OR retired = ? GROUP BY ALL ORDER BY ALL",
                [retired, retired],
            ).fetchall()
        )

    def keep_gone(self, path: Path, except_: Sequence[tuple[str, str]] | None = None) -> None:
        """Write the ids no longer stated to ``path``, but those retired; given a list, only these nodes of them."""
        only = "WHERE NOT retired"
        if except_ is not None:
            self._database.execute("CREATE OR REPLACE TABLE stays (grp VARCHAR, id VARCHAR)")
            if except_:
                self._database.executemany("INSERT INTO stays VALUES (':' || ?, ?)", list(except_))
            only = "WHERE (grp, id) IN (FROM stays)"
        target = str(path).replace("'", "''")
        self._database.execute(
            f"COPY (SELECT grp, id FROM ({_GONE}) {only} ORDER BY ALL) TO '{target}' (FORMAT parquet)"
        )

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()

    def _rows(self, table: NodeTable | EdgeTable) -> str:
        if self._first:
            return f"{self._new.scan(table)} n"
        return f"""{self._new.scan(table)} n JOIN ({_shape(self._new, table)}) s ON s.id = n.id
            LEFT JOIN before b ON b.grp = '{group(table)}' AND b.id = n.id
            WHERE NOT coalesce(b.known AND b.digest = s.digest, false)"""


def group(table: NodeTable | EdgeTable) -> str:
    """What finds a row in a database: a node by its key label, a relationship by its type."""
    return f"-{table.type}" if isinstance(table, EdgeTable) else f":{key_label(table.labels)}"


def key_label(labels: Sequence[str]) -> str:
    """The label under which a node's id is unique: ``Thing``, or its own for claims and evidence."""
    return "Thing" if "Thing" in labels else labels[0]


def as_cypher_type(column: Column) -> str:
    """A column as Cypher has it: exact decimals become floats in currency units."""
    return _name(column) + ("::DOUBLE" if column.kind == "decimal" else "")


def _shape(graph: Graph, table: NodeTable | EdgeTable) -> str:
    own = sorted((c for c in table.columns if c.name != "id"), key=lambda c: c.name)
    words = ", ".join(f"'{c.name}=' || to_json({_name(c)})" for c in own)
    keys = ", ".join(
        f"CASE WHEN {_name(c)} IS NOT NULL THEN '{c.name}' END" for c in own if c.name not in _ENDS
    )
    labels = _list(table.labels) if isinstance(table, NodeTable) else "[]::VARCHAR[]"
    return f"""SELECT '{group(table)}' AS grp, id, md5(concat_ws(chr(31), {labels}::VARCHAR, {words})) AS digest, {labels} AS labels,
        list_filter([{keys}], lambda k: k IS NOT NULL)::VARCHAR[] AS keys FROM {graph.scan(table)}"""


def _grouped(cursor: duckdb.DuckDBPyConnection, batch: int) -> Iterator[tuple[str, list[str]]]:
    while rows := cursor.fetchmany(batch):
        found: dict[str, list[str]] = {}
        for name, id_ in rows:
            found.setdefault(name, []).append(id_)
        yield from found.items()


def _name(column: Column) -> str:
    return f'"{column.name}"'


def _list(labels: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{label}'" for label in labels) + "]"
