"""The staged tables of a build, cut into one Parquet file per set of labels and per relationship type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from govgraph.graph.builder.stages import parts
from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.statements.parquet import copy_sorted
from govgraph.ontology.model import Ontology, Property

_KINDS = {
    "string": "text",
    "date": "date",
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
}
_TEXT = (
    "id",
    "predicate",
    "modality",
    "value",
    "about",
    "source",
    "locator",
    "surface",
    "quoted",
    "rule",
)
_ENDS = ("subjectId", "subjectName", "objectId", "objectName")
_CLAIM = ("id", "predicate", "value", "modality", *_ENDS)
_EVIDENCE = tuple(Column(name, "text") for name in ("id", "about", *_TEXT[1:4], *_TEXT[5:]))
_PLACES = (Column("sources", "text", True), Column("locators", "text", True))
# where no source gives a place there is no list of them
_SAID = "{0}.sources, CASE WHEN array_to_string({0}.locators, '') <> '' THEN {0}.locators END AS locators"
_INFERENCE = (
    *(Column(name, "text") for name in ("id", "about", "predicate", "value", "modality", "rule")),
    *(Column(name, "text", True) for name in ("premises", "sources")),
)


class TableWriter:
    """Cuts the staged tables into one file per set of labels and per relationship type and ends."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, folder: Path, model: Ontology, inference: bool, at_once: int
    ) -> None:  # fmt: skip
        self.database, self.folder, self.model, self.inference = database, folder, model, inference
        self.joined = 4 * at_once  # rows that others are joined with at once
        self.pivoted = (
            at_once // 5
        )  # edges whose values become columns at once; each has several, some of them lists
        database.execute("CREATE TABLE primary_label (id VARCHAR, label VARCHAR)")
        database.execute(
            "CREATE VIEW main_name AS SELECT subject, object FROM chosen WHERE predicate = 'name' AND place = 1"
        )

    def nodes(self) -> list[NodeTable]:
        kinds = self.database.execute(
            "SELECT DISTINCT types FROM typed WHERE id NOT IN (SELECT id FROM is_edge) ORDER BY 1"
        ).fetchall()
        tables = [self.node_table(types) for (types,) in kinds]
        claim_columns = self.property_columns("subject IN (SELECT about FROM claim)", "claimed")
        tables += [self.claims(claim_columns), self.evidence(), self.inferences()]
        return [table for table in tables if table.count]

    def node_table(self, types: list[str]) -> NodeTable:
        labels = self.model.labels(types)
        members = f"SELECT id FROM typed WHERE types = {_list(types)}"
        self.database.execute(f"INSERT INTO primary_label SELECT id, '{labels[0]}' FROM ({members})")
        columns = self.property_columns(f"subject IN ({members})")
        query = f"""SELECT v.* EXCLUDE (disputed), {_SAID.format("p")}, disputed FROM (
                SELECT m.id, {self.pivot(columns)} coalesce(bool_or(d.subject IS NOT NULL), false) AS disputed
                FROM ({members}) m LEFT JOIN chosen c ON c.subject = m.id LEFT JOIN dispute d ON d.subject = m.id GROUP BY m.id) v
            JOIN thing_place p USING (id)"""
        name = "node-" + "-".join(types) + ".parquet"
        found = (Column("id", "text"), *self.expand(columns), *_PLACES, Column("disputed", "boolean"))
        return NodeTable(labels, found, name, copy_sorted(self.database, query, "id", self.folder / name))

    def claims(self, columns: Sequence[Property]) -> NodeTable:
        # a claim on an edge carries what is claimed of it, under the edge's own keys
        query = f"""SELECT k.id, k.predicate, k.value, k.modality, start_id AS "subjectId", s.object AS "subjectName",
                end_id AS "objectId", o.object AS "objectName", {self.pivot(columns)} k.about, {_SAID.format("k")}
            FROM claim k LEFT JOIN (
                SELECT subject, predicate, object, modality, single,
                       row_number() OVER (PARTITION BY subject, predicate, modality ORDER BY object) AS place
                FROM claimed
            ) c ON c.subject = k.about AND c.modality = k.modality AND k.value = ''
            LEFT JOIN main_name s ON s.subject = start_id LEFT JOIN main_name o ON o.subject = end_id GROUP BY ALL"""
        found = (
            *(Column(n, "text") for n in _CLAIM), *self.expand(columns), Column("about", "text"), *_PLACES,
        )  # fmt: skip
        file = "claim.parquet"
        return NodeTable(("Claim",), found, file, copy_sorted(self.database, query, "id", self.folder / file))

    def evidence(self) -> NodeTable:
        # what is not said is no value
        names = ", ".join(f"nullif({c.name}, '') AS {c.name}" for c in _EVIDENCE)
        count = copy_sorted(
            self.database, f"SELECT {names} FROM evidence", "id", self.folder / "evidence.parquet"
        )
        return NodeTable(("Evidence",), _EVIDENCE, "evidence.parquet", count)

    def inferences(self) -> NodeTable:
        if not self.inference:
            return NodeTable(("Inference",), _INFERENCE, "inference.parquet", 0)
        query = """SELECT 'i-' || left(md5(concat_ws(chr(31), about, predicate, "value", rule)), 20) AS id,
            about, predicate, "value", 'inferred' AS modality, rule, premises, sources FROM inference"""
        count = copy_sorted(self.database, query, "id", self.folder / "inference.parquet")
        return NodeTable(("Inference",), _INFERENCE, "inference.parquet", count)

    def edges(self) -> list[EdgeTable]:
        self.label_ends()
        kinds = self.database.execute(
            "SELECT DISTINCT predicate, start_label, end_label FROM labelled ORDER BY ALL"
        ).fetchall()
        return [self.edge_table(*kind) for kind in kinds]

    def label_ends(self) -> None:
        """Tables ``labelled``, all edges with their ends' labels, and ``edge_property``, what they have values of."""
        execute = self.database.execute
        row = execute("SELECT count(*) FROM edge").fetchone()
        if row and row[0] <= self.joined:
            execute("""CREATE TABLE labelled AS SELECT e.*, s.label AS start_label, t.label AS end_label FROM edge e
                JOIN primary_label s ON s.id = e.start_id JOIN primary_label t ON t.id = e.end_id""")
            execute("""CREATE TABLE edge_property AS SELECT DISTINCT e.predicate, start_label, end_label, v.predicate AS property
                FROM labelled e JOIN edge_value v ON v.subject = e.id""")
            return
        for source, target, end in (("edge", "half", "start"), ("half", "labelled", "end")):
            execute(f"CREATE TABLE {target} AS SELECT *, '' AS {end}_label FROM {source} LIMIT 0")
            for edges, labels in parts(
                self.database, "primary_label", f"e.{end}_id", "l.id", size=self.joined
            ):
                execute(f"""INSERT INTO {target} SELECT e.*, l.label FROM {source} e
                    JOIN primary_label l ON l.id = e.{end}_id WHERE {edges} AND {labels}""")
        execute("DROP TABLE half")
        execute(
            "CREATE TABLE edge_property (predicate VARCHAR, start_label VARCHAR, end_label VARCHAR, property VARCHAR)"
        )
        for edges, values in parts(self.database, "edge_value", "e.id", "v.subject", size=self.joined):
            execute(f"""INSERT INTO edge_property SELECT DISTINCT e.predicate, start_label, end_label, v.predicate
                FROM labelled e JOIN edge_value v ON v.subject = e.id WHERE {edges} AND {values}""")

    def edge_table(self, predicate: str, start_label: str, end_label: str) -> EdgeTable:
        of_kind = f"predicate = '{predicate}' AND start_label = '{start_label}' AND end_label = '{end_label}'"
        members = (
            f"SELECT id, start_id, end_id, {_SAID.format('labelled')}, disputed FROM labelled WHERE {of_kind}"
        )
        columns = self.properties(f"SELECT DISTINCT property FROM edge_property WHERE {of_kind}")
        rows = members
        if columns:
            pivot = f"""SELECT m.id, m.start_id, m.end_id, v.* EXCLUDE (subject), m.sources, m.locators, m.disputed
                FROM (SELECT * FROM ({members}) m WHERE {{edges}}) m LEFT JOIN (
                    SELECT {self.pivot(columns)} subject FROM edge_value c
                    WHERE subject IN (SELECT id FROM ({members}) m WHERE {{edges}}) GROUP BY subject) v ON v.subject = m.id"""
            for number, (edges,) in enumerate(
                parts(self.database, f"({members})", "m.id", size=self.pivoted)
            ):
                into = "INSERT INTO pivoted" if number else "CREATE OR REPLACE TABLE pivoted AS"
                self.database.execute(f"{into} {pivot.format(edges=edges)}")
            rows = "SELECT * FROM pivoted"
        type_ = self.model.properties[predicate].relationship_type
        name = f"edge-{type_}-{start_label}-{end_label}.parquet"
        found = (
            *(Column(c, "text") for c in ("id", "start_id", "end_id")),
            *self.expand(columns),
            *_PLACES,
            Column("disputed", "boolean"),
        )
        count = copy_sorted(self.database, rows, "id", self.folder / name)
        return EdgeTable(type_, start_label, end_label, found, name, count)

    def source_relations(self, tables: Sequence[EdgeTable]) -> NodeTable:
        """What edges at sources say, as nodes that name their ends: no path may lead through a source."""
        direct = {p.relationship_type: p.name for p in self.model.properties.values() if p.is_link}
        rows = [
            f"""SELECT e.* EXCLUDE (start_id, end_id), '{direct[t.type]}' AS predicate, start_id AS "subjectId", s.object AS "subjectName",
                end_id AS "objectId", o.object AS "objectName" FROM {Graph.scan_file(self.folder / t.file)} e
                LEFT JOIN main_name s ON s.subject = start_id LEFT JOIN main_name o ON o.subject = end_id"""
            for t in tables
        ]
        own = {c.name: c for t in tables for c in t.columns if c.name not in ("id", "start_id", "end_id")}
        columns = (*(Column(n, "text") for n in ("id", "predicate", *_ENDS)), *own.values())
        chosen = ", ".join(f'"{c.name}"' for c in columns)
        file = "source-relation.parquet"
        query = f"SELECT {chosen} FROM ({' UNION ALL BY NAME '.join(rows)})"
        count = copy_sorted(self.database, query, "id", self.folder / file)
        for table in tables:
            (self.folder / table.file).unlink()
        return NodeTable(("SourceRelation",), columns, file, count)

    # ── columns ───────────────────────────────────────────────────────────────────────────

    def property_columns(self, where: str, table: str = "chosen") -> list[Property]:
        return self.properties(f"SELECT DISTINCT predicate FROM {table} WHERE {where}")

    def properties(self, query: str) -> list[Property]:
        found = self.database.execute(query).fetchall()
        return [self.model.properties[name] for name in sorted(row[0] for row in found)]

    def expand(self, columns: Sequence[Property]) -> list[Column]:
        found = []
        for p in columns:
            found.append(Column(p.name, _KINDS[p.datatype], not p.single))
            if p.companion:
                found.append(Column(p.companion, "text"))
        return found

    def pivot(self, columns: Sequence[Property]) -> str:
        return "".join(f"{part}, " for p in columns for part in _pivot(p))


def _pivot(p: Property) -> list[str]:
    """SQL that turns rows of values into a column, and into its companion where it has one."""
    first = f"max(c.object) FILTER (c.predicate = '{p.name}' AND c.place = 1)"
    if not p.single:
        return [f"array_sort(array_agg(DISTINCT c.object) FILTER (c.predicate = '{p.name}')) AS \"{p.name}\""]
    if p.datatype == "date":
        padded = f"({first} || substr('-01-01', 1 + greatest(0, length({first}) - 4)))::DATE"
        precision = f"CASE length({first}) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' END"
        return [
            f'{padded} AS "{p.name}"',
            *([f'{precision} AS "{p.companion}"'] if p.companion else []),
        ]
    cast = {"integer": "::BIGINT", "decimal": "::DECIMAL(38, 12)", "boolean": "::BOOLEAN"}.get(p.datatype, "")
    return [
        f'{first}{cast} AS "{p.name}"',
        *([f'{first} AS "{p.companion}"'] if p.companion else []),
    ]


def _list(types: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{name}'" for name in types) + "]"
