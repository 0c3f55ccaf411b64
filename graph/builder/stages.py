"""The staged tables of a build: what can be told of a subject from the statements about it alone.

Statements are taken in parts, each with all that is said of some subjects, so that memory does not grow
with them: a part is grouped and joined by itself, and its rows are added to the staged tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb

from govgraph.graph.builder.evidence import EVIDENCE
from govgraph.graph.builder.source_values import SAID
from govgraph.graph.statements.parquet import open_statements

PART = 250_000  # statements that are grouped and joined at once where memory is short
_SORTED = 12  # parts that are sorted at once

_FACT = "modality IN (SELECT modality FROM fact)"
_LINK_ID = "'l-' || left(md5(concat_ws(chr(31), predicate, subject, object)), 20)"
_BY_SOURCE = "array_agg(source ORDER BY source) AS sources, array_agg(locator ORDER BY source) AS locators"
_FIRST_PLACE = "coalesce(min(locator) FILTER (locator <> ''), '')"  # empty where a source gives none


def _by_id(table: str) -> str:
    """SQL for the sources and places of an id as lists; where there is one source nothing needs to be sorted."""
    several = f"(SELECT id FROM {table} GROUP BY id HAVING count(*) > 1)"
    return f"""
        SELECT id, [source] AS sources, [locator] AS locators FROM {table} WHERE id NOT IN {several}
        UNION ALL SELECT id, {_BY_SOURCE} FROM {table} WHERE id IN {several} GROUP BY id"""


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
               p.datatype AS kind, p.single, p.is_end, e.id IS NOT NULL AS of_edge,
               CASE WHEN p.datatype = 'entity' AND e.id IS NULL THEN {_LINK_ID} ELSE s.subject END AS about
        FROM part s JOIN property p ON p.name = s.predicate LEFT JOIN is_edge e ON e.id = s.subject""",
    "chosen": """
        WITH votes AS (
            SELECT subject, predicate, object, single, count(DISTINCT source) AS n FROM stated
            WHERE is_fact AND kind <> 'entity' GROUP BY ALL)
        SELECT subject, predicate, object, single,
               row_number() OVER (PARTITION BY subject, predicate ORDER BY n DESC, object) AS place,
               count(*) OVER (PARTITION BY subject, predicate) AS rivals
        FROM votes""",
    "dispute": "SELECT DISTINCT subject, predicate FROM chosen WHERE single AND rivals > 1",
    # where each source states a relationship, and a thing: there it says what the thing is, or else anything of it
    "tie_at": f"""
        SELECT about AS id, source, {_FIRST_PLACE} AS locator, min(modality) AS least, max(modality) AS most FROM stated
        WHERE kind = 'entity' AND is_fact AND (is_end OR NOT of_edge) GROUP BY about, source""",
    "thing_at": f"""
        SELECT subject AS id, source,
               coalesce(arg_min(locator, (predicate <> 'type', predicate <> 'name', locator)) FILTER (locator <> ''), '') AS locator
        FROM part WHERE (predicate = 'type' OR {_FACT}) AND subject NOT IN (SELECT id FROM is_edge) GROUP BY subject, source""",
    "tie_place": _by_id("tie_at"),
    "thing_place": _by_id("thing_at"),
    # how firmly all say so alike, where they do not simply assert it
    "tie_modality": """
        SELECT id, min(least) AS modality FROM tie_at GROUP BY id
        HAVING min(least) = max(most) AND min(least) IN ('reported', 'background')""",
    "edge_value": """
        FROM chosen WHERE subject IN (SELECT id FROM is_edge)
        UNION ALL SELECT id, 'modality', modality, true, 1, 1 FROM tie_modality""",
    "edge": """
        WITH tie AS (
            SELECT subject AS id, direct.property AS predicate, any_value(object) FILTER (predicate = direct.start_end) AS start_id,
                   any_value(object) FILTER (predicate = direct.end_end) AS end_id, subject IN (SELECT subject FROM dispute) AS disputed
            FROM stated JOIN direct ON predicate IN (direct.start_end, direct.end_end)
            WHERE of_edge AND is_end AND is_fact GROUP BY subject, direct.property
            UNION ALL
            SELECT DISTINCT about, predicate, subject, object, false FROM stated WHERE kind = 'entity' AND is_fact AND NOT of_edge)
        SELECT id, predicate, start_id, end_id, sources, locators, disputed FROM tie JOIN tie_place USING (id)""",
    # claims on whole edges (predicate: the direct property), on links, and on values
    "claim": f"""
        WITH said AS (
            SELECT c.subject AS claimed, direct.property AS predicate, '' AS value, modality, source, {_FIRST_PLACE} AS locator,
                   any_value(object) FILTER (predicate = direct.start_end) AS start_id,
                   any_value(object) FILTER (predicate = direct.end_end) AS end_id
            FROM stated c JOIN direct ON predicate IN (direct.start_end, direct.end_end)
            WHERE NOT is_fact GROUP BY ALL
            UNION ALL
            SELECT about, predicate, '', modality, source, {_FIRST_PLACE}, subject, object
            FROM stated WHERE NOT is_fact AND kind = 'entity' AND NOT is_end GROUP BY ALL
            UNION ALL
            SELECT s.subject, s.predicate, s.object, s.modality, s.source, {_FIRST_PLACE}, coalesce(e.start_id, s.subject), e.end_id
            FROM stated s LEFT JOIN edge e ON e.id = s.subject
            WHERE NOT is_fact AND kind <> 'entity' AND (NOT of_edge OR e.id IS NOT NULL) GROUP BY ALL),
        place AS (SELECT * EXCLUDE (locator), min(locator) AS locator FROM said GROUP BY ALL)
        SELECT 'c-' || left(md5(concat_ws(chr(31), claimed, predicate, value, modality)), 20) AS id, claimed AS about, predicate, value, modality,
               start_id, end_id, {_BY_SOURCE}
        FROM place GROUP BY ALL""",
    "claimed": "SELECT DISTINCT subject, predicate, object, modality, single FROM stated WHERE NOT is_fact AND kind <> 'entity'",
    "evidence": EVIDENCE,
    "said": SAID,
}  # fmt: skip
_OF_A_PART = ("part", "stated", "tie_at", "thing_at", "tie_place", "tie_modality")


def stage(database: duckdb.DuckDBPyConnection, paths: Sequence[Path], at_once: int = 0) -> None:
    """Make the staged tables from Parquet files of statements: of all of them, or of so many at once."""
    open_statements(database, paths, once=False)
    if at_once:
        _stage_parts(database, at_once)
        return
    database.execute("CREATE TABLE part AS SELECT DISTINCT * FROM statement")
    for table, query in _STAGES.items():
        database.execute(f"CREATE TABLE {table} AS {query}")
    for table in _OF_A_PART:
        database.execute(f"DROP TABLE {table}")


def _stage_parts(database: duckdb.DuckDBPyConnection, at_once: int) -> None:
    """The staged tables, part by part; a temporary table hides its namesake."""
    (name,) = database.execute("SELECT current_database()").fetchone() or ("",)
    for number, statements in enumerate(_parts(database, at_once)):
        database.execute(f"CREATE OR REPLACE TEMP TABLE part AS {statements}")
        for table, query in _STAGES.items():
            database.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {query}")
        for table in _STAGES.keys() - {*_OF_A_PART}:
            target = f'"{name}".main.{table}'
            into = f"INSERT INTO {target}" if number else f"CREATE TABLE {target} AS"
            database.execute(f"{into} SELECT * FROM temp.main.{table}")
    for table in (*_STAGES, *_OF_A_PART):
        database.execute(f"DROP TABLE IF EXISTS temp.main.{table}")


def _parts(database: duckdb.DuckDBPyConnection, at_once: int) -> Iterator[str]:
    """Queries for the statements, each once, in parts; all of a subject is in one part."""
    row = database.execute("SELECT count(*) FROM statement").fetchone()
    count = row[0] if row else 0
    # What is sorted at once is bounded too. Files of statements are sorted, so little is read in vain.
    sample = "SELECT subject FROM (SELECT subject FROM statement) USING SAMPLE reservoir(10000 ROWS) ORDER BY subject"
    subjects = [subject for (subject,) in database.execute(sample).fetchall()]
    step = max(1, len(subjects) * _SORTED * at_once // count)
    for wide in _ranges(subjects[step::step]):
        database.execute(
            f"CREATE OR REPLACE TABLE sorted AS SELECT * FROM statement WHERE {wide} ORDER BY subject"
        )
        starts = (
            f"SELECT DISTINCT subject FROM sorted WHERE rowid > 0 AND rowid % {at_once} = 0 ORDER BY subject"
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
    database: duckdb.DuckDBPyConnection, table: str, *columns: str, size: int
) -> Iterator[tuple[str, ...]]:
    """Conditions on columns that cut a table, and what is joined with it by equal values, into parts of a size."""
    row = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    count = 1 + (row[0] if row else 0) // size
    for part in range(count):
        yield tuple(f"hash({column}) % {count} = {part}" if count > 1 else "true" for column in columns)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
