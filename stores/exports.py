"""A built graph in files for other tools; ``docs/exports.md`` says what each form loses."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from govgraph.errors import StoreError
from govgraph.extensions import Registry
from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.messages import _, reason_of
from govgraph.ontology.model import ID_BASE, NAMESPACE
from govgraph.stores.neo4j.import_files import write_import_folder
from govgraph.stores.rdf.quads import QuadWriter
from govgraph.stores.rdf.store import quads
from govgraph.stores.rdf.triple_terms import TripleTermWriter

_PREFIXES = {"gg": NAMESPACE, "id": ID_BASE, "xsd": "http://www.w3.org/2001/XMLSchema#"}
_GRAPHML_TYPES = {"decimal": "double", "integer": "long", "boolean": "boolean"}


#: What writes a graph to a file or folder that is not there yet; ``base`` stands before every id in RDF.
Writer: TypeAlias = Callable[[Graph, Path, str], None]
EXPORTS: Registry[Writer] = Registry(
    "govgraph.exports",
    _("export form"),
    {
        "turtle": "govgraph.stores.exports:write_turtle",
        "nquads": "govgraph.stores.exports:write_nquads",
        "rdf12": "govgraph.stores.exports:write_rdf12",
        "csv": "govgraph.stores.exports:write_csv",
        "neo4j-csv": "govgraph.stores.exports:write_neo4j_csv",
        "graphml": "govgraph.stores.exports:write_graphml",
        "parquet": "govgraph.stores.exports:write_parquet",
    },
)


def export(graph: Graph, form: str, path: Path, base: str = ID_BASE) -> None:
    """Write a graph as ``turtle``, ``nquads``, ``rdf12``, ``graphml`` (a file), ``csv``, ``neo4j-csv``, ``parquet``
    (a folder), or in a form that another package adds.

    In RDF, ``base`` stands before every id. The file or folder appears whole or not at all. Raises UnknownName
    for any other form, StoreError where it cannot be written.
    """
    write = EXPORTS.get(form)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(graph, draft, base)
        if path.is_dir():
            raise StoreError(_("{path} is a folder that exists already; name a new one").format(path=path))
        os.replace(draft, path)
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {reason}").format(path=path, reason=reason_of(error))
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True) if draft.is_dir() else draft.unlink(missing_ok=True)


def write_turtle(graph: Graph, path: Path, base: str) -> None:
    """The facts alone."""
    # Turtle has no named graphs: the facts alone, without claims, evidence and who said what
    facts = (quad.triple for quad in quads(graph, base) if isinstance(quad.graph_name, ox.DefaultGraph))
    ox.serialize(sorted(facts, key=str), str(path), ox.RdfFormat.TURTLE, prefixes={**_PREFIXES, "id": base})


def write_nquads(graph: Graph, path: Path, base: str) -> None:
    """Everything, with a named graph for each source."""
    with path.open("wb") as out:
        out.writelines(QuadWriter(graph, base).blocks())


def write_rdf12(graph: Graph, path: Path, base: str) -> None:
    """Everything, with what is said of a triple on the triple itself."""
    with path.open("wb") as out:
        out.writelines(TripleTermWriter(graph, base).blocks())


def write_csv(graph: Graph, folder: Path, base: str) -> None:
    """A table for each kind of node and relationship."""
    folder.mkdir()
    for table in graph.tables:
        name = Path(table.file).with_suffix(".csv").name
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow([column.name for column in table.columns])
            for batch in graph.rows(table):
                writer.writerows([_text(row[c.name]) for c in table.columns] for row in batch)


def write_parquet(graph: Graph, folder: Path, base: str) -> None:
    """The tables as they are."""
    folder.mkdir()
    for table in graph.tables:
        shutil.copyfile(graph.folder / table.file, folder / table.file)


def write_neo4j_csv(graph: Graph, folder: Path, base: str) -> None:
    """What neo4j-admin imports."""
    write_import_folder(graph, folder)


def write_graphml(graph: Graph, path: Path, base: str) -> None:
    """Nodes and edges."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(_graphml_lines(graph))


def _graphml_lines(graph: Graph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for kind, tables in (("node", graph.nodes), ("edge", graph.edges)):
        columns = {
            c.name: c for table in tables for c in table.columns if c.name not in ("id", "start_id", "end_id")
        }
        extra = Column("labels" if kind == "node" else "type", "text")
        for column in (extra, *columns.values()):
            type_ = "string" if column.many else _GRAPHML_TYPES.get(column.kind, "string")
            yield f'<key id="{kind}-{column.name}" for="{kind}" attr.name="{column.name}" attr.type="{type_}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for table in graph.nodes:
        for batch in graph.rows(table):
            for row in batch:
                yield f"<node id={quoteattr(_xml(row['id']))}>{_data('node', 'labels', ':'.join(table.labels))}"
                yield from _attributes("node", table, row)
                yield "</node>\n"
    for edges in graph.edges:
        for batch in graph.rows(edges):
            for row in batch:
                ends = f"source={quoteattr(_xml(row['start_id']))} target={quoteattr(_xml(row['end_id']))}"
                yield f"<edge id={quoteattr(_xml(row['id']))} {ends}>{_data('edge', 'type', edges.type)}"
                yield from _attributes("edge", edges, row)
                yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _attributes(kind: str, table: NodeTable | EdgeTable, row: dict[str, Any]) -> Iterator[str]:
    for column in table.columns:
        if column.name not in ("id", "start_id", "end_id") and row[column.name] is not None:
            yield _data(kind, column.name, _text(row[column.name]))


def _data(kind: str, name: str, text: str) -> str:
    return f'<data key="{kind}-{name}">{escape(_xml(text))}</data>'


def _xml(text: str) -> str:
    """XML has no place for most control characters; they become the replacement character."""
    return "".join(c if c >= " " or c in "\t\n\r" else "\ufffd" for c in text if c not in "\ufffe\uffff")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(value)
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if hasattr(value, "as_tuple") and "." in text else text
