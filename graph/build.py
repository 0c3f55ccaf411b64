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

from govgraph.graph.cut import TableCutter
from govgraph.graph.graph import Graph
from govgraph.graph.rules import infer
from govgraph.graph.said import write_said
from govgraph.graph.tables import connect, open_ontology, open_statements
from govgraph.ontology.model import Ontology, ontology

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
    builder = TableCutter(database, folder, model, inference)
    graph = Graph(folder, tuple(builder.nodes()), tuple(builder.edges()))
    write_said(database, folder, model)
    graph.save()
    return graph
