"""The staged tables of a build: what can be told of a subject from the statements about it alone.

Statements are taken in parts, each with all that is said of some subjects, so that memory does not grow
with them: a part is grouped and joined by itself, and its rows are added to the staged tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb

from govgraph.graph.builder.source_values import SAID
from govgraph.graph.statements.parquet import open_statements

PART = 250_000  # statements that are grouped and joined at once
_SORTED = 12  # parts that are sorted at once

_FACT = "modality IN (SELECT modality FROM fact)"
_LINK_ID = "'l-' || left(md5(concat_ws(chr(31), predicate, subject, object)), 20)"

# In order; each may read those before it. ``typed`` has one row per entity.
_STAGES = {
    "typed": """
        SELECT subject AS id, array_agg(DISTINCT object ORDER BY object) AS types FROM part
        WHERE predicate = 'type' AND object IN (SELECT name FROM class) GROUP BY subject""",
    "is_edge": """
        SELECT DISTINCT subject AS id FROM part JOIN class ON class.name = object WHERE predicate = 'type' AND class.is_edge""",
    # an edge that anybody denies is no fact, whoever else states it
    "denied": "SELECT DISTINCT subject, predicate, object FROM part WHERE modality = 'denied'",
    "stated": f"""
        SELECT s.*,
               {_FACT} AND NOT EXISTS (FROM denied d WHERE d.subject = s.subject AND d.predicate = s.predicate AND d.object = s.object) AS is_fact,
               p.datatype AS kind, p.single, p.is_end
        FROM part s JOIN property p ON p.name = s.predicate""",
    "chosen": """
        WITH votes AS (
            SELECT subject, predicate, object, single, count(DISTINCT source) AS n FROM stated
            WHERE is_fact AND kind <> 'entity' GROUP BY ALL)
        SELECT subject, predicate, object, single,
               row_number() OVER (PARTITION BY subject, predicate ORDER BY n DESC, object) AS place,
               count(*) OVER (PARTITION BY subject, predicate) AS rivals
        FROM votes""",
    "edge_value": "SELECT * FROM chosen WHERE subject IN (SELECT id FROM is_edge)",
    "dispute": "SELECT DISTINCT subject, predicate FROM chosen WHERE single AND rivals > 1",
    "edge": f"""
        SELECT subject AS id, direct.property AS predicate, any_value(object) FILTER (predicate = direct.start_end) AS start_id,
               any_value(object) FILTER (predicate = direct.end_end) AS end_id,
               array_sort(array_agg(DISTINCT source)) AS sources,
               subject IN (SELECT subject FROM dispute) AS disputed
        FROM stated JOIN is_edge ON is_edge.id = subject
        JOIN direct ON predicate IN (direct.start_end, direct.end_end)
        WHERE is_end AND is_fact GROUP BY subject, direct.property
        UNION ALL
        SELECT {_LINK_ID}, predicate, subject, object, array_sort(array_agg(DISTINCT source)), false
        FROM stated WHERE kind = 'entity' AND is_fact AND subject NOT IN (SELECT id FROM is_edge)
        GROUP BY subject, predicate, object""",
    # claims on whole edges (predicate: the direct property), on links, and on values
    "claim": f"""
        WITH said AS (
            SELECT c.subject AS about, direct.property AS predicate, '' AS value, modality, source,
                   any_value(object) FILTER (predicate = direct.start_end) AS start_id,
                   any_value(object) FILTER (predicate = direct.end_end) AS end_id
            FROM stated c JOIN direct ON predicate IN (direct.start_end, direct.end_end)
            WHERE NOT is_fact GROUP BY ALL
            UNION ALL
            SELECT {_LINK_ID}, predicate, '', modality, source, subject, object
            FROM stated WHERE NOT is_fact AND kind = 'entity' AND NOT is_end
            UNION ALL
            SELECT s.subject, s.predicate, s.object, s.modality, s.source, coalesce(e.start_id, s.subject), e.end_id
            FROM stated s LEFT JOIN edge e ON e.id = s.subject
            WHERE NOT is_fact AND kind <> 'entity'
              AND (s.subject NOT IN (SELECT id FROM is_edge) OR e.id IS NOT NULL))
        SELECT 'c-' || left(md5(concat_ws(chr(31), about, predicate, value, modality)), 20) AS id, about, predicate, value, modality,
               start_id, end_id, array_sort(array_agg(DISTINCT source)) AS sources
        FROM said GROUP BY ALL""",
    "claimed": "SELECT DISTINCT subject, predicate, object, modality, single FROM stated WHERE NOT is_fact AND kind <> 'entity'",
    "evidence": f"""
        WITH said AS (
            SELECT CASE WHEN kind = 'entity' AND subject NOT IN (SELECT id FROM is_edge) THEN {_LINK_ID} ELSE subject END AS about,
                   CASE WHEN is_end THEN 'ends' ELSE predicate END AS predicate,
                   CASE WHEN kind = 'entity' THEN '' ELSE object END AS value,
                   modality, source, locator, surface, quoted, rule
            FROM stated s
            WHERE kind = 'entity' OR NOT is_fact OR subject IN (SELECT id FROM is_edge)
               OR EXISTS (FROM dispute d WHERE d.subject = s.subject AND d.predicate = s.predicate))
        SELECT 'v-' || left(md5(concat_ws(chr(31), about, predicate, value, modality, source, locator, quoted, rule)), 20) AS id,
               about, predicate, modality, value, source, locator,
               array_to_string(array_sort(array_agg(DISTINCT surface) FILTER (surface <> '')), ' · ') AS surface, quoted, rule
        FROM said GROUP BY ALL""",
    "said": SAID,
}  # fmt: skip
_OF_A_PART = ("part", "stated")


def stage(database: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> None:
    """Make the staged tables from Parquet files of statements; a temporary table hides its namesake."""
    open_statements(database, paths, once=False)
    (name,) = database.execute("SELECT current_database()").fetchone() or ("",)
    for number, statements in enumerate(_parts(database)):
        database.execute(f"CREATE OR REPLACE TEMP TABLE part AS {statements}")
        for table, query in _STAGES.items():
            database.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {query}")
        for table in _STAGES.keys() - {*_OF_A_PART}:
            target = f'"{name}".main.{table}'
            into = f"INSERT INTO {target}" if number else f"CREATE TABLE {target} AS"
            database.execute(f"{into} SELECT * FROM temp.main.{table}")
    for table in (*_STAGES, *_OF_A_PART):
        database.execute(f"DROP TABLE IF EXISTS temp.main.{table}")


def _parts(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Queries for the statements, each once, in parts; all of a subject is in one part."""
    row = database.execute("SELECT count(*) FROM statement").fetchone()
    count = row[0] if row else 0
    if count <= PART:
        yield "SELECT DISTINCT * FROM statement"
        return
    # What is sorted at once is bounded too. Files of statements are sorted, so little is read in vain.
    sample = "SELECT subject FROM (SELECT subject FROM statement) USING SAMPLE reservoir(10000 ROWS) ORDER BY subject"
    subjects = [subject for (subject,) in database.execute(sample).fetchall()]
    step = max(1, len(subjects) * _SORTED * PART // count)
    for wide in _ranges(subjects[step::step]):
        database.execute(
            f"CREATE OR REPLACE TABLE sorted AS SELECT * FROM statement WHERE {wide} ORDER BY subject"
        )
        starts = (
            f"SELECT DISTINCT subject FROM sorted WHERE rowid > 0 AND rowid % {PART} = 0 ORDER BY subject"
        )
        for narrow in _ranges([subject for (subject,) in database.execute(starts).fetchall()]):
            yield f"SELECT DISTINCT * FROM sorted WHERE {narrow}"
    database.execute("DROP TABLE sorted")


def _ranges(bounds: Sequence[str]) -> Iterator[str]:
    """Conditions on the subject that cut all there is at the bounds."""
    for first, end in pairwise([None, *sorted(set(bounds)), None]):
        conditions = [f"subject >= {_text(first)}"] if first is not None else []
        conditions += [f"subject < {_text(end)}"] if end is not None else []
        yield " AND ".join(conditions) or "true"


def parts(
    database: duckdb.DuckDBPyConnection, table: str, *columns: str, size: int = PART
) -> Iterator[tuple[str, ...]]:
    """Conditions on columns that cut a table, and what is joined with it by equal values, into parts of a size."""
    row = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    count = 1 + (row[0] if row else 0) // size
    for part in range(count):
        yield tuple(f"hash({column}) % {count} = {part}" if count > 1 else "true" for column in columns)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
