"""RDF: the graph as N-Quads, and an Oxigraph store over them that answers SPARQL.

The default graph holds what is fact. Each source has a named graph (its own IRI) with the facts
that it states, its evidence and its claims. What is only planned, assessed, speculated or denied
is a ``gg:Claim`` resource everywhere and a plain triple nowhere.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyoxigraph as ox

from govgraph.errors import QueryError, StoreError
from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.said import FILE as SAID
from govgraph.ontology.model import ID_BASE, NAMESPACE, Ontology, ontology
from govgraph.stores.base import ROW_LIMIT, TIME_LIMIT, Rows

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = ox.NamedNode(_RDF + "type")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DEFAULT = ox.DefaultGraph()


def quads(graph: Graph, model: Ontology | None = None, base: str = ID_BASE) -> Iterator[ox.Quad]:
    """The graph as RDF quads; ``base`` is put before every entity id."""
    writer = _Writer(graph, model or ontology(), base)
    for table in graph.nodes:
        yield from writer.nodes(table)
    for edges in graph.edges:
        yield from writer.edges(edges)
    yield from writer.said()


class _Writer:
    def __init__(self, graph: Graph, model: Ontology, base: str) -> None:
        self.graph, self.model, self.base = graph, model, base
        self.by_type = {p.relationship_type: p for p in model.properties.values() if p.is_link}
        self.edge_class = {c.direct: c for c in model.classes.values() if c.is_edge}

    def nodes(self, table: NodeTable) -> Iterator[ox.Quad]:
        types = [ox.NamedNode(NAMESPACE + label) for label in table.labels]
        said = table.labels[0] in ("Claim", "Evidence")
        for batch in self.graph.rows(table):
            for row in batch:
                subject = self.entity(row["id"])
                graphs = self.graphs(row) if said else [_DEFAULT]
                yield from (ox.Quad(subject, _TYPE, kind, graph) for graph in graphs for kind in types)
                yield from self.values(subject, table.columns, row, graphs)

    def edges(self, table: EdgeTable) -> Iterator[ox.Quad]:
        property_ = self.by_type[table.type]
        node = self.edge_class.get(property_.name)
        own = [c for c in table.columns if c.name not in ("start_id", "end_id")]
        claims = property_.name in ("claimSubject", "claimObject")
        for batch in self.graph.rows(table):
            for row in batch:
                start, end = self.entity(row["start_id"]), self.entity(row["end_id"])
                # what a rule infers is nobody's word, so it stands in no source's graph
                inferred = row.get("rule") is not None
                graphs = (
                    self.graphs(row) if claims else [_DEFAULT] if inferred else [_DEFAULT, *self.graphs(row)]
                )
                for graph in graphs:
                    yield ox.Quad(start, ox.NamedNode(NAMESPACE + property_.name), end, graph)
                    if node:
                        edge = self.entity(row["id"])
                        for name in node.lineage:
                            yield ox.Quad(edge, _TYPE, ox.NamedNode(NAMESPACE + name), graph)
                        yield ox.Quad(edge, ox.NamedNode(NAMESPACE + node.edge_from), start, graph)
                        yield ox.Quad(edge, ox.NamedNode(NAMESPACE + node.edge_to), end, graph)
                if inferred and not node:
                    yield from self.inferred(row, ox.NamedNode(NAMESPACE + property_.name), start, end)
                if node or inferred:
                    yield from self.values(self.entity(row["id"]), own, row, [_DEFAULT])

    def said(self) -> Iterator[ox.Quad]:
        """Each source's own word on classes and values, in its named graph."""
        path = self.graph.folder / SAID
        if not path.is_file():
            return
        cursor = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
        while rows := cursor.fetchmany(10_000):
            for source, subject, predicate, value, kind in rows:
                node, graph = self.entity(subject), self.entity(source)
                if kind == "class":
                    for label in self.model.classes[value].lineage:
                        yield ox.Quad(node, _TYPE, ox.NamedNode(NAMESPACE + label), graph)
                    continue
                literal = ox.Literal(value) if kind == "string" else _typed(value, kind)
                yield ox.Quad(node, ox.NamedNode(NAMESPACE + predicate), literal, graph)

    def inferred(
        self, row: Mapping[str, Any], predicate: ox.NamedNode, start: ox.NamedNode, end: ox.NamedNode
    ) -> Iterator[ox.Quad]:
        """A statement node for an inferred link: a plain triple cannot say by which rule it came."""
        link = self.entity(row["id"])
        for name, value in (
            ("type", ox.NamedNode(_RDF + "Statement")), ("subject", start), ("predicate", predicate), ("object", end),
        ):  # fmt: skip
            yield ox.Quad(link, ox.NamedNode(_RDF + name), value, _DEFAULT)

    def values(
        self, subject: ox.NamedNode, columns: Any, row: Mapping[str, Any], graphs: list[Any]
    ) -> Iterator[ox.Quad]:
        for column in columns:
            value = row[column.name]
            if value is None:
                continue
            predicate = ox.NamedNode(NAMESPACE + column.name)
            for item in value if column.many else (value,):
                literal = _literal(item, column)
                yield from (ox.Quad(subject, predicate, literal, graph) for graph in graphs)

    def graphs(self, row: Mapping[str, Any]) -> list[Any]:
        sources = row["sources"] if "sources" in row else [row["source"]]
        return [self.entity(source) for source in sources]

    def entity(self, id_: str) -> ox.NamedNode:
        return ox.NamedNode(self.base + id_)


def _typed(value: str, kind: str) -> ox.Literal:
    if kind == "decimal" and "." in value:
        value = value.rstrip("0").rstrip(".")
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + kind))


def _literal(value: Any, column: Column) -> ox.Literal:
    if column.kind == "text":
        return ox.Literal(value)
    if column.kind == "decimal":
        text = f"{value:f}"
        return ox.Literal(
            text.rstrip("0").rstrip(".") if "." in text else text,
            datatype=ox.NamedNode(_XSD + "decimal"),
        )
    if column.kind == "boolean":
        return ox.Literal("true" if value else "false", datatype=ox.NamedNode(_XSD + "boolean"))
    return ox.Literal(str(value), datatype=ox.NamedNode(_XSD + column.kind))


def write_rdf(graph: Graph, folder: Path, base: str = ID_BASE) -> None:
    """Write a built graph to an Oxigraph store in ``folder`` (made anew)."""
    shutil.rmtree(folder, ignore_errors=True)
    store = ox.Store(str(folder))
    store.bulk_extend(quads(graph, base=base))
    store.flush()
    store.optimize()
    del store


# Strings, IRIs and comments are stepped over, so that a `$name` inside them stays what it is.
_TOKEN = re.compile(
    r"""("{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*)|\$(\w+)""",
    re.S,
)
LIST_MARK = "\n"


def bind(text: str, parameters: Mapping[str, Any]) -> str:
    """Put parameter values in place of ``$name``; one that is None stays an unbound variable.

    A list becomes one text in which every item stands between newlines, for
    ``CONTAINS($list, CONCAT("\\n", ?item, "\\n"))``.
    """

    def replace(match: re.Match[str]) -> str:
        name = match[2]
        if not name or parameters.get(name) is None:
            return match[0]
        return str(_term(parameters[name]))

    return _TOKEN.sub(replace, text)


def _term(value: Any) -> ox.Literal:
    if isinstance(value, bool):
        return ox.Literal(value)
    if isinstance(value, int):
        return ox.Literal(value)
    if isinstance(value, float):
        return ox.Literal(repr(value), datatype=ox.NamedNode(_XSD + "double"))
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "date"))
    if isinstance(value, list | tuple):
        return ox.Literal(LIST_MARK + "".join(f"{item}{LIST_MARK}" for item in value))
    return ox.Literal(str(value))


class RdfStore:
    """An Oxigraph store open for reading.

    A time limit cannot interrupt the engine inside this process; it is checked between rows. The
    web service runs queries in workers that are killed instead.
    """

    language = "sparql"

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise StoreError(f"{folder} does not exist; run: govgraph build")
        try:
            self._store = ox.Store.read_only(str(folder))
        except OSError as error:
            raise StoreError(f"{folder} cannot be opened ({error}); run: govgraph build") from error

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any],
        time_limit: float = TIME_LIMIT,
        row_limit: int = ROW_LIMIT,
    ) -> Rows:
        """Run one SPARQL SELECT query; see Store.run."""
        end = time.monotonic() + time_limit
        try:
            solutions = self._store.query(bind(text, parameters))
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the SPARQL engine refused the query: {error}") from error
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError("only SELECT queries give rows")
        names = tuple(v.value for v in solutions.variables)
        rows: list[tuple[Any, ...]] = []
        for number, solution in enumerate(solutions):
            if number % 1000 == 0 and time.monotonic() > end:
                raise QueryError(f"the query took longer than {time_limit:g} s")
            if len(rows) == row_limit:
                return Rows(names, rows, True)
            rows.append(tuple(as_python(solution[i]) for i in range(len(names))))
        return Rows(names, rows)

    def close(self) -> None:
        """Let go of the store."""
        del self._store


_PARSERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "boolean": lambda text: text == "true",
}


def as_python(term: Any) -> Any:
    """A term as Python has it; addresses become ids, dates stay ISO text."""
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return _PARSERS.get(term.datatype.value.rsplit("#", 1)[-1], str)(term.value)
    return re.sub(r"^.*[/#]", "", str(term.value))
