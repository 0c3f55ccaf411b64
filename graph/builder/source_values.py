"""What each source states of things' classes and values, and where: the part of its named graph that no table has.

A table's row has one value per property, whoever says so; here every source's own word stands, in the
form that the tables have (whole dates with their precision). A source has one place for each thing and each
edge; a link has one under its own id where it stands elsewhere than the thing that it starts from. What is
reported, or taken from background, says so under the id of the link or edge.
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
      AND (NOT s.of_edge OR s.subject IN (SELECT id FROM edge))),
tie AS (SELECT id, start_id, source, locator FROM edge JOIN tie_at USING (id))
SELECT DISTINCT source, subject, predicate, object, kind FROM (
    SELECT source, subject, predicate, kind,
           CASE kind WHEN 'date' THEN object || substr('-01-01', 1 + greatest(0, length(object) - 4)) ELSE object END AS object
    FROM own
    UNION ALL
    SELECT source, subject, companion, 'string', CASE length(object) WHEN 4 THEN 'year' WHEN 7 THEN 'month' ELSE 'day' END
    FROM own WHERE companion IS NOT NULL AND kind = 'date'
    UNION ALL
    SELECT s.source, s.subject, 'type', 'class', s.object FROM part s
    WHERE s.predicate = 'type' AND s.modality IN (SELECT modality FROM fact) AND s.subject NOT IN (SELECT id FROM is_edge)
    UNION ALL
    SELECT source, id, 'locator', 'string', locator FROM thing_at WHERE locator <> ''
    UNION ALL
    SELECT t.source, t.id, 'locator', 'string', t.locator FROM tie t
    LEFT JOIN thing_at thing ON thing.id = t.start_id AND thing.source = t.source AND t.id NOT IN (SELECT id FROM is_edge)
    WHERE t.locator <> coalesce(thing.locator, '')
    UNION ALL
    SELECT source, id, 'modality', 'string', modality FROM tie_at JOIN tie_modality USING (id))
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
