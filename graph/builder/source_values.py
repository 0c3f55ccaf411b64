"""What each source states of things' classes and values: the part of its named graph that no table has.

A table's row has one value per property, whoever says so; here every source's own word stands, in the
form that the tables have (whole dates with their precision, exact decimals with their text).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from govgraph.graph.statements.parquet import copy_sorted
from govgraph.ontology.model import Ontology

FILE = "said.parquet"

# Only of things and of edges that are facts: what is said of a mere claim stands in the claim.
SAID = """
WITH own AS (
    SELECT s.source, s.subject, s.predicate, s.object, s.kind, c.companion FROM stated s
    LEFT JOIN companion c ON c.property = s.predicate
    WHERE s.is_fact AND s.kind <> 'entity'
      AND (s.subject NOT IN (SELECT id FROM is_edge) OR s.subject IN (SELECT id FROM edge)))
SELECT DISTINCT source, subject, predicate, object, kind FROM (
    SELECT source, subject, predicate, kind,
           CASE kind WHEN 'date' THEN object || substr('-01-01', 1 + greatest(0, length(object) - 4)) ELSE object END AS object
    FROM own
    UNION ALL
    SELECT source, subject, companion, 'string',
           CASE kind WHEN 'date' THEN CASE length(object) WHEN 4 THEN 'year' WHEN 7 THEN 'month' ELSE 'day' END ELSE object END
    FROM own WHERE companion IS NOT NULL
    UNION ALL
    SELECT s.source, s.subject, 'type', 'class', s.object FROM part s
    WHERE s.predicate = 'type' AND s.modality IN (SELECT modality FROM fact) AND s.subject NOT IN (SELECT id FROM is_edge))
"""


def open_companions(database: duckdb.DuckDBPyConnection, model: Ontology) -> None:
    """Table ``companion``: the key that holds the precision or exact text of a property's value."""
    database.execute("CREATE TABLE companion (property VARCHAR, companion VARCHAR)")
    pairs = [(p.name, p.companion) for p in model.properties.values() if p.companion]
    if pairs:
        database.executemany("INSERT INTO companion VALUES (?, ?)", pairs)


def write_source_values(database: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Write ``said.parquet`` from the staged table of a build; returns how many rows."""
    return copy_sorted(
        database,
        "SELECT source, subject, predicate, object, kind FROM said",
        "source, subject, predicate, object",
        folder / FILE,
    )
