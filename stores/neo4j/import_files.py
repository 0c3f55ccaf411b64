"""Files for ``neo4j-admin database import full``: one CSV with typed header per table of the graph.

DuckDB writes them, column by column and out of core. Types come from the graph's columns, so from the
ontology. The importer splits lists at one character with no way to escape it: one that no list holds
is looked for first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from govgraph.errors import StoreError
from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.statements.parquet import connect
from govgraph.messages import _
from govgraph.stores.neo4j.difference import as_cypher_type

_TYPES = {"text": "string", "date": "date", "integer": "long", "decimal": "double", "boolean": "boolean"}
# Control characters that no name should hold come first, then others that XML and people never use.
_DELIMITERS = [31, 30, 29, 28, *range(1, 9), *range(14, 28), 11, 12, 127]


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """What to tell the importer: values of ``--nodes`` and ``--relationships``, and more options."""

    nodes: tuple[str, ...]
    relationships: tuple[str, ...]
    options: tuple[str, ...]


def write_import_files(graph: Graph, folder: Path, named: Path | None = None) -> ImportFiles:
    """Write all tables into ``folder`` (made); ``named`` is where they will lie when imported."""
    folder.mkdir(parents=True, exist_ok=True)
    named = named or folder
    database = connect("128MB", scratch=folder)
    database.execute("SET threads=1")  # rows stay in order, and few are in memory
    delimiter, multiline = _survey(database, graph)
    nodes, relationships = [], []
    for table in graph.tables:
        name = Path(table.file).with_suffix(".csv").name
        _write(database, graph, table, folder / name, delimiter)
        if isinstance(table, EdgeTable):
            relationships.append(f"{table.type}={named / name}")
        else:
            nodes.append(f"{':'.join(table.labels)}={named / name}")
    database.close()
    options = (f"--array-delimiter=U+{delimiter:04X}", *(["--multiline-fields=true"] if multiline else []))
    return ImportFiles(tuple(nodes), tuple(relationships), options)


def write_import_folder(graph: Graph, folder: Path) -> None:
    """The files with the arguments to import them by, as ``neo4j-admin`` reads them from ``@import.args``."""
    files = write_import_files(graph, folder, Path("."))
    lines = [f"--nodes={value}" for value in files.nodes]
    lines += [f"--relationships={value}" for value in files.relationships]
    quoted = "".join(f'"{line}"\n' for line in (*lines, *files.options))
    (folder / "import.args").write_text(quoted, "utf-8")


def _write(
    database: duckdb.DuckDBPyConnection,
    graph: Graph,
    table: NodeTable | EdgeTable,
    path: Path,
    delimiter: int,
) -> None:
    selected = ", ".join(_value(c, delimiter) + f' AS "{_heading(c, table)}"' for c in table.columns)
    database.execute(
        f"COPY (SELECT {selected} FROM {graph.scan(table)}) TO '{str(path).replace(chr(39), chr(39) * 2)}' "
        "(FORMAT csv, HEADER true, QUOTE '\"', ESCAPE '\"')"
    )


def _heading(column: Column, table: NodeTable | EdgeTable) -> str:
    if column.name == "id" and isinstance(table, NodeTable):
        return "id:ID"
    special = {"start_id": ":START_ID", "end_id": ":END_ID"}
    if column.name in special:
        return special[column.name]
    return f"{column.name}:{_TYPES[column.kind]}{'[]' if column.many else ''}"


def _value(column: Column, delimiter: int) -> str:
    if column.many:
        return f'array_to_string("{column.name}", chr({delimiter}))'
    return as_cypher_type(column)


def _survey(database: duckdb.DuckDBPyConnection, graph: Graph) -> tuple[int, bool]:
    """A delimiter that no list holds, and whether any text holds a line break."""
    candidates, multiline = list(_DELIMITERS), False
    for table in graph.tables:
        texts = [f'"{c.name}"' for c in table.columns if c.kind == "text" and not c.many]
        lists = [f"array_to_string(\"{c.name}\", '')" for c in table.columns if c.kind == "text" and c.many]
        breaks = " OR ".join(f"regexp_matches({text}, '[\\n\\r]')" for text in (*texts, *lists))
        taken = ", ".join(
            f"bool_or({' OR '.join(f'contains({text}, chr({code}))' for text in lists) or 'false'})"
            for code in candidates
        )
        row = database.execute(f"SELECT bool_or({breaks}), {taken} FROM {graph.scan(table)}").fetchone() or ()
        multiline = multiline or bool(row[0])
        candidates = [code for code, found in zip(candidates, row[1:], strict=True) if not found]
        if not candidates:
            raise StoreError(
                _("the lists in this graph hold every character that could keep their items apart")
            )
    return candidates[0], multiline
