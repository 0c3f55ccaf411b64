"""Statements to graph: grouped and joined by DuckDB, one Parquet file per table of the result.

1. Every entity gets its labels, and every single-valued property one value: the one that most
   sources give, then the first by code point. Where sources differ the owner is ``disputed``.
2. Edge entities and simple links become relationships with one id each, whoever states them.
3. What is no fact (planned, assessed, speculated, denied) becomes ``Claim`` nodes.
4. Each source's word on a relationship, a claim or a disputed value becomes an ``Evidence`` node.
5. What rules infer (see govgraph.graph.rules) is marked so: a relationship on itself, a type or value
   by an ``Inference`` node.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.graph.rules import infer
from govgraph.graph.tables import connect, copy_sorted, open_ontology, open_statements
from govgraph.ontology.model import Ontology, Property, ontology

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
_EVIDENCE = tuple(Column(name, "text") for name in ("id", "about", *_TEXT[1:4], *_TEXT[5:]))
_INFERENCE = (
    *(Column(name, "text") for name in ("id", "about", "predicate", "value", "modality", "rule")),
    *(Column(name, "text", True) for name in ("premises", "sources")),
)
_FACT = "modality IN (SELECT modality FROM fact)"

# Views and tables that the three kinds of tables are cut from. `typed` has one row per entity.
_STAGES = f"""
CREATE TABLE typed AS
    SELECT subject AS id, array_agg(DISTINCT object ORDER BY object) AS types FROM statement
    WHERE predicate = 'type' AND object IN (SELECT name FROM class) GROUP BY subject;
CREATE TABLE is_edge AS
    SELECT DISTINCT subject AS id FROM statement JOIN class ON class.name = object WHERE predicate = 'type' AND class.is_edge;
-- an edge that anybody denies is no fact, whoever else states it
CREATE TABLE denied AS
    SELECT DISTINCT subject, predicate, object FROM statement WHERE modality = 'denied';
CREATE VIEW stated AS
    SELECT s.*, {_FACT} AND NOT EXISTS (FROM denied d WHERE d.subject = s.subject AND d.predicate = s.predicate AND d.object = s.object) AS is_fact,
           p.datatype AS kind, p.single, p.is_end
    FROM statement s JOIN property p ON p.name = s.predicate;

CREATE TABLE chosen AS
    WITH votes AS (
        SELECT subject, predicate, object, single, count(DISTINCT source) AS n FROM stated
        WHERE is_fact AND kind <> 'entity' GROUP BY ALL)
    SELECT subject, predicate, object, single,
           row_number() OVER (PARTITION BY subject, predicate ORDER BY n DESC, object) AS place,
           count(*) OVER (PARTITION BY subject, predicate) AS rivals
    FROM votes;
CREATE TABLE dispute AS SELECT DISTINCT subject, predicate FROM chosen WHERE single AND rivals > 1;

CREATE TABLE edge AS
    SELECT subject AS id, direct.property AS predicate, any_value(object) FILTER (predicate = direct.start_end) AS start_id,
           any_value(object) FILTER (predicate = direct.end_end) AS end_id,
           array_sort(array_agg(DISTINCT source)) AS sources,
           subject IN (SELECT subject FROM dispute) AS disputed
    FROM stated JOIN is_edge ON is_edge.id = subject
    JOIN direct ON predicate IN (direct.start_end, direct.end_end)
    WHERE is_end AND is_fact GROUP BY subject, direct.property
    UNION ALL
    SELECT 'l-' || left(md5(concat_ws(chr(31), predicate, subject, object)), 20), predicate, subject, object,
           array_sort(array_agg(DISTINCT source)), false
    FROM stated WHERE kind = 'entity' AND is_fact AND subject NOT IN (SELECT id FROM is_edge)
    GROUP BY subject, predicate, object;

-- claims on whole edges (predicate: the direct property), on links, and on values
CREATE TABLE claim AS
    WITH said AS (
        SELECT c.subject AS about, direct.property AS predicate, '' AS value, modality, source,
               any_value(object) FILTER (predicate = direct.start_end) AS start_id,
               any_value(object) FILTER (predicate = direct.end_end) AS end_id
        FROM stated c JOIN direct ON predicate IN (direct.start_end, direct.end_end)
        WHERE NOT is_fact GROUP BY ALL
        UNION ALL
        SELECT 'l-' || left(md5(concat_ws(chr(31), predicate, subject, object)), 20), predicate, '', modality, source, subject, object
        FROM stated WHERE NOT is_fact AND kind = 'entity' AND NOT is_end
        UNION ALL
        SELECT s.subject, s.predicate, s.object, s.modality, s.source, coalesce(e.start_id, s.subject), e.end_id
        FROM stated s LEFT JOIN edge e ON e.id = s.subject
        WHERE NOT is_fact AND kind <> 'entity'
          AND (s.subject NOT IN (SELECT id FROM is_edge) OR e.id IS NOT NULL))
    SELECT 'c-' || left(md5(concat_ws(chr(31), about, predicate, value, modality)), 20) AS id, about, predicate, value, modality,
           start_id, end_id, array_sort(array_agg(DISTINCT source)) AS sources
    FROM said GROUP BY ALL;

CREATE TABLE evidence AS
    WITH said AS (
        SELECT CASE WHEN kind = 'entity' AND subject NOT IN (SELECT id FROM is_edge)
                    THEN 'l-' || left(md5(concat_ws(chr(31), predicate, subject, object)), 20) ELSE subject END AS about,
               CASE WHEN is_end THEN 'ends' ELSE predicate END AS predicate,
               CASE WHEN kind = 'entity' THEN '' ELSE object END AS value,
               modality, source, locator, surface, quoted, rule
        FROM stated s
        WHERE kind = 'entity' OR NOT is_fact OR subject IN (SELECT id FROM is_edge)
           OR EXISTS (FROM dispute d WHERE d.subject = s.subject AND d.predicate = s.predicate))
    SELECT 'v-' || left(md5(concat_ws(chr(31), about, predicate, value, modality, source, locator, quoted, rule)), 20) AS id,
           about, predicate, modality, value, source, locator,
           array_to_string(array_sort(array_agg(DISTINCT surface) FILTER (surface <> '')), ' · ') AS surface, quoted, rule
    FROM said GROUP BY ALL;
"""


def build(
    paths: Sequence[Path], folder: Path, model: Ontology | None = None, *, inference: bool = True
) -> Graph:
    """Build the graph of Parquet files of statements into ``folder`` (made, must be empty).

    Without ``inference`` nothing is in it that no source states.
    """
    model = model or ontology()
    folder.mkdir(parents=True, exist_ok=True)
    database = connect(scratch=folder)
    open_statements(database, paths)
    open_ontology(database, model)
    database.execute("CREATE TABLE direct (property VARCHAR, start_end VARCHAR, end_end VARCHAR)")
    database.executemany(
        "INSERT INTO direct VALUES (?, ?, ?)",
        [(c.direct, c.edge_from, c.edge_to) for c in model.classes.values() if c.is_edge],
    )
    database.execute(_STAGES)
    if inference:
        infer(database, model)
    builder = _Builder(database, folder, model, inference)
    graph = Graph(folder, tuple(builder.nodes()), tuple(builder.edges()))
    graph.save()
    return graph


class _Builder:
    """Cuts the staged tables into one file per set of labels and per relationship type and ends."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, folder: Path, model: Ontology, inference: bool
    ) -> None:
        self.database, self.folder, self.model, self.inference = database, folder, model, inference
        database.execute("CREATE TABLE primary_label (id VARCHAR, label VARCHAR)")

    def nodes(self) -> list[NodeTable]:
        kinds = self.database.execute(
            "SELECT DISTINCT types FROM typed WHERE id NOT IN (SELECT id FROM is_edge) ORDER BY 1"
        ).fetchall()
        tables = [self.node_table(types) for (types,) in kinds]
        claim_columns = self.property_columns("subject IN (SELECT about FROM claim)", facts=False)
        tables += [self.claims(claim_columns), self.evidence(), self.inferences()]
        return [table for table in tables if table.count]

    def node_table(self, types: list[str]) -> NodeTable:
        labels = self.model.labels(types)
        members = f"SELECT id FROM typed WHERE types = {_list(types)}"
        self.database.execute(f"INSERT INTO primary_label SELECT id, '{labels[0]}' FROM ({members})")
        columns = self.property_columns(f"subject IN ({members})")
        query = f"""SELECT m.id, {self.pivot(columns)}
            coalesce(bool_or(d.subject IS NOT NULL), false) AS disputed
            FROM ({members}) m LEFT JOIN chosen c ON c.subject = m.id LEFT JOIN dispute d ON d.subject = m.id GROUP BY m.id"""
        name = "node-" + "-".join(types) + ".parquet"
        found = (Column("id", "text"), *self.expand(columns), Column("disputed", "boolean"))
        return NodeTable(labels, found, name, copy_sorted(self.database, query, "id", self.folder / name))

    def claims(self, columns: Sequence[Property]) -> NodeTable:
        # a claim on an edge carries what is claimed of it, under the edge's own keys
        query = f"""SELECT k.id, k.predicate, k.value, k.modality, k.sources, {self.pivot(columns)} k.about
            FROM claim k LEFT JOIN (
                SELECT subject, predicate, object, modality, single,
                       row_number() OVER (PARTITION BY subject, predicate, modality ORDER BY object) AS place
                FROM (SELECT DISTINCT subject, predicate, object, modality, single FROM stated WHERE NOT is_fact AND kind <> 'entity')
            ) c ON c.subject = k.about AND c.modality = k.modality AND k.value = '' GROUP BY ALL"""
        base = [Column(n, "text") for n in ("id", "predicate", "value", "modality")]
        found = (
            *base,
            Column("sources", "text", True),
            *self.expand(columns),
            Column("about", "text"),
        )
        self.database.execute("INSERT INTO primary_label SELECT id, 'Claim' FROM claim")
        return NodeTable(
            ("Claim",),
            found,
            "claim.parquet",
            copy_sorted(self.database, query, "id", self.folder / "claim.parquet"),
        )

    def evidence(self) -> NodeTable:
        self.database.execute("INSERT INTO primary_label SELECT id, 'Evidence' FROM evidence")
        names = ", ".join(c.name for c in _EVIDENCE)
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
        self.database.execute("""CREATE VIEW every_edge AS SELECT id, predicate, start_id, end_id, sources, disputed FROM edge
            UNION ALL SELECT id || '-s', 'claimSubject', id, start_id, sources, false FROM claim
            UNION ALL SELECT id || '-o', 'claimObject', id, end_id, sources, false FROM claim WHERE end_id IS NOT NULL""")
        kinds = self.database.execute("""SELECT DISTINCT predicate, s.label, t.label FROM every_edge
            JOIN primary_label s ON s.id = start_id JOIN primary_label t ON t.id = end_id ORDER BY ALL""").fetchall()
        return [self.edge_table(*kind) for kind in kinds]

    def edge_table(self, predicate: str, start_label: str, end_label: str) -> EdgeTable:
        members = f"""SELECT e.* FROM every_edge e JOIN primary_label s ON s.id = start_id JOIN primary_label t ON t.id = end_id
            WHERE predicate = '{predicate}' AND s.label = '{start_label}' AND t.label = '{end_label}'"""
        columns = self.property_columns(f"subject IN (SELECT id FROM ({members}))")
        query = f"""SELECT m.id, m.start_id, m.end_id, {self.pivot(columns)} m.sources, m.disputed
            FROM ({members}) m LEFT JOIN chosen c ON c.subject = m.id GROUP BY ALL"""
        type_ = self.model.properties[predicate].relationship_type
        name = f"edge-{type_}-{start_label}-{end_label}.parquet"
        found = (
            *(Column(c, "text") for c in ("id", "start_id", "end_id")),
            *self.expand(columns),
            Column("sources", "text", True),
            Column("disputed", "boolean"),
        )
        count = copy_sorted(self.database, query, "id", self.folder / name)
        return EdgeTable(type_, start_label, end_label, found, name, count)

    # ── columns ───────────────────────────────────────────────────────────────────────────

    def property_columns(self, where: str, *, facts: bool = True) -> list[Property]:
        table = "chosen" if facts else "stated"
        condition = "" if facts else "NOT is_fact AND kind <> 'entity' AND "
        found = self.database.execute(
            f"SELECT DISTINCT predicate FROM {table} WHERE {condition}{where}"
        ).fetchall()
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
