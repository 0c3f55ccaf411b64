"""A graph as N-Quads, put in words by DuckDB: one row of a table becomes one text with all its lines.

The default graph holds the merged facts, each once. Each source has a named graph (its own IRI) with what it
says, its own class and values of things included, and where: ``gg:locator`` on things and on the ids of edges, and
on the id of a link that stands elsewhere than the thing that it starts from. Evidence and claims are in the graphs
of their sources. What is only planned, assessed, speculated or denied is a ``gg:Claim`` resource everywhere and a
plain triple nowhere; claims name their ends, so that no path leads through one.

What repeats is left out: ids, which are in the address; ``disputed false``; the text of a decimal, which is exact here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import IO, Any

from govgraph.graph.builder.source_values import FILE as SAID
from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.statements.parquet import connect
from govgraph.ontology.model import ID_BASE, NAMESPACE, Ontology, ontology

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_MEMORY = "256MB"

# In every text written: `s` is the subject's IRI and `e` the graph's with the end of the line.
_MACROS = f"""
CREATE MACRO lit(x) AS
    '"' || replace(replace(replace(replace(x, '\\', '\\\\'), '"', '\\"'), chr(10), '\\n'), chr(13), '\\r') || '"';
CREATE MACRO typed(x, kind) AS '"' || x || '"^^<{_XSD}' || kind || '>';
CREATE MACRO plain(x) AS CASE WHEN contains(x, '.') THEN rtrim(rtrim(x, '0'), '.') ELSE x END;
CREATE MACRO fin(g) AS ' <' || g || '> .' || chr(10);
"""
# SQL for the graphs that a node stands in, where they are not the default graph, and for its place in each
_GRAPHS = {
    "Claim": ("unnest(sources)", "unnest(locators)"),
    "SourceRelation": (
        "unnest(list_prepend('', sources))",
        "unnest(list_prepend('', coalesce(locators, [])))",
    ),
    "Evidence": ("source", "NULL::VARCHAR"),
}
_ROWS = 2_000
_DEFAULT_END = "' .' || chr(10)"


class QuadWriter:
    """Puts the tables of a graph in words; ``base`` is put before every entity id."""

    def __init__(self, graph: Graph, base: str = ID_BASE, model: Ontology | None = None) -> None:
        self.graph, self.base, self.model = graph, base.replace("'", "''"), model or ontology()
        self.by_type = {p.relationship_type: p for p in self.model.properties.values() if p.is_link}
        self.texts = {
            p.companion for p in self.model.properties.values() if p.companion and p.datatype == "decimal"
        }
        self.edge_class = {c.direct: c for c in self.model.classes.values() if c.is_edge}
        self.database = connect(_MEMORY, graph.folder / ".scratch")
        self.database.execute("SET threads=1")  # rows stay in order, and few are in memory
        self.database.execute(_MACROS)

    def blocks(self) -> Iterator[bytes]:
        """The lines, some thousand rows at a time, in the order of the tables."""
        for query in self.queries():
            cursor = self.database.cursor().execute(query)
            while rows := cursor.fetchmany(_ROWS):
                yield "".join([row[0] for row in rows]).encode()

    def queries(self) -> Iterator[str]:
        """One query a table, with one column: the lines of each row."""
        for table in self.graph.nodes:
            yield self.nodes(table)
        for edges in self.graph.edges:
            yield self.edges(edges)
        if (self.graph.folder / SAID).is_file():
            yield self.said()

    def nodes(self, table: NodeTable) -> str:
        """Types and values, in the default graph, or for evidence and claims in their sources' graphs."""
        types = [f"s || ' <{RDF}type> <{NAMESPACE}{label}>' || e" for label in table.labels]
        label = [f"s || ' <{RDFS_LABEL}> ' || lit(name) || e" for c in table.columns if c.name == "name"]
        graphs, places = _GRAPHS.get(table.labels[0], ("''", "NULL::VARCHAR"))
        place = f"s || ' <{NAMESPACE}locator> ' || lit(nullif(place, '')) || e"
        lines = concat([*types, *label, *self.values(table), *self.reified(table), place])
        rows = f"SELECT *, {graphs} AS g, {places} AS place FROM {self.rows(table)}"
        return f"SELECT {lines} FROM (SELECT *, {self.node('id')} AS s, {self.end()} AS e FROM ({rows}))"

    def edges(self, table: EdgeTable) -> str:
        """The direct triple, an edge's own node, and what was inferred how."""
        property_ = self.by_type[table.type]
        kind = self.edge_class.get(property_.name)
        lines = [f"a || ' <{NAMESPACE}{property_.name}> ' || b || e"]
        if kind:
            lines += [
                f"s || ' <{RDF}type> <{NAMESPACE}{kind.name}>' || e",
                f"s || ' <{NAMESPACE}{kind.edge_from}> ' || a || e",
                f"s || ' <{NAMESPACE}{kind.edge_to}> ' || b || e",
            ]
        inferred = "rule IS NOT NULL" if any(c.name == "rule" for c in table.columns) else "false"
        once = self.once(table, inferred)
        # what a rule infers is nobody's word, so it stands in no source's graph
        sources = f"CASE WHEN {inferred} THEN [''] ELSE list_prepend('', sources) END"
        rows = f"SELECT *, unnest({sources}) AS g FROM {self.graph.scan(table)}"
        return f"""SELECT {concat(lines)} || CASE WHEN g = '' THEN coalesce({once}, '') ELSE '' END FROM (
            SELECT *, {self.node("id")} AS s, {self.node("start_id")} AS a, {self.node("end_id")} AS b, {self.end()} AS e FROM ({rows}))"""

    def end(self) -> str:
        """SQL for the end of a line in the graph ``g``, the default one where that is empty."""
        return f"CASE WHEN g = '' THEN {_DEFAULT_END} ELSE fin({self.iri('g')}) END"

    def rows(self, table: NodeTable) -> str:
        """SQL for the rows that nodes are written from."""
        return self.graph.scan(table)

    def reified(self, table: NodeTable) -> list[str]:
        """Lines on what a claim or evidence speaks of; in RDF 1.1 there are none."""
        return []

    def once(self, table: EdgeTable, inferred: str) -> str:
        """What is said of a relationship in the default graph alone."""
        property_ = self.by_type[table.type]
        values = concat(self.values(table))
        if kind := self.edge_class.get(property_.name):
            above = [f"s || ' <{RDF}type> <{NAMESPACE}{name}>' || e" for name in kind.lineage[1:]]
            return concat([*above, values])
        return f"CASE WHEN {inferred} THEN {concat([self.statement(property_.name), values])} END"

    def values(self, table: NodeTable | EdgeTable) -> list[str]:
        """SQL for the lines of a row's values, without those that RDF has in another form."""
        left_out = {"id", "start_id", "end_id", "locators", "disputed", *self.texts}
        # a thing's and a claim's sources are the graphs that they stand in
        left_out |= {"sources"} if isinstance(table, NodeTable) and table.labels[0] != "Inference" else set()
        disputed = [c for c in table.columns if c.name == "disputed"]
        said = [
            f"CASE WHEN disputed THEN s || ' <{NAMESPACE}disputed> ' || typed('true', 'boolean') || e END"
            for _ in disputed
        ]
        return [*values_of([c for c in table.columns if c.name not in left_out]), *said]

    def statement(self, predicate: str) -> str:
        """A statement node for an inferred link: a plain triple cannot say by which rule it came."""
        return concat(
            [
                f"s || ' <{RDF}type> <{RDF}Statement>' || e",
                f"s || ' <{RDF}subject> ' || a || e",
                f"s || ' <{RDF}predicate> <{NAMESPACE}{predicate}>' || e",
                f"s || ' <{RDF}object> ' || b || e",
            ]
        )

    def said(self) -> str:
        """Each source's own word on classes and values, and its places, in its named graph."""
        path = str(self.graph.folder / SAID).replace("'", "''")
        value = "CASE kind WHEN 'string' THEN lit(object) WHEN 'decimal' THEN typed(plain(object), kind) ELSE typed(object, kind) END"
        return f"""SELECT CASE WHEN kind = 'class' THEN s || ' <{RDF}type> <{NAMESPACE}' || object || '>' || e
            ELSE s || ' <{NAMESPACE}' || predicate || '> ' || {value} || e END
            FROM (SELECT *, {self.node("subject")} AS s, fin({self.iri("source")}) AS e FROM read_parquet('{path}'))"""

    def iri(self, column: str) -> str:
        """SQL for the IRI of an id."""
        return f"'{self.base}' || {column}"

    def node(self, column: str) -> str:
        """SQL for the IRI of an id as a term."""
        return f"'<' || {self.iri(column)} || '>'"


class _Stream(io.RawIOBase):
    """Blocks of bytes as a file to read from."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def open_quads(graph: Graph, base: str = ID_BASE) -> IO[bytes]:
    """The graph's N-Quads as a file to read from; nothing is kept on disk or in memory."""
    return io.BufferedReader(_Stream(QuadWriter(graph, base).blocks()), 1 << 20)


def values_of(columns: Sequence[Column]) -> list[str]:
    """SQL for the lines of each property; none where it has no value."""
    found = []
    for c in columns:
        start = f"s || ' <{NAMESPACE}{c.name}> '"
        if c.many:
            found.append(
                f"array_to_string(list_transform(\"{c.name}\", lambda x: {start} || {_term(c, 'x')} || e), '')"
            )
        else:
            found.append(f"{start} || {_term(c, _quoted(c))} || e")
    return found


def _quoted(column: Column) -> str:
    return f'"{column.name}"'


def _term(column: Column, value: str) -> str:
    if column.kind == "text":
        return f"lit({value})"
    text = f"{value}::VARCHAR"
    return f"typed({f'plain({text})' if column.kind == 'decimal' else text}, '{column.kind}')"


def concat(parts: Sequence[str]) -> str:
    """Text of the parts that are not null."""
    return f"concat({', '.join(parts)})" if parts else "''"
