"""Statements against the ontology: every rule is one set-based query, so that size hardly matters.

The world of terms is closed: a class, property or code that the ontology does not declare is an
error, not an extension. Each violation names subject, rule, source and place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from govgraph.graph.tables import connect, open_ontology, open_statements
from govgraph.ontology.model import Ontology, ontology


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One statement or entity that breaks one rule; ``predicate`` is empty for whole entities."""

    source: str
    subject: str
    predicate: str
    rule: str
    detail: str
    locator: str = ""


# Each query yields subject, predicate, detail, source, locator.
_RULES = {
    "unknown-class": """
        SELECT subject, 'type', 'unknown class ' || object, source, locator FROM statement
        WHERE predicate = 'type' AND object NOT IN (SELECT name FROM class)""",
    "unknown-property": """
        SELECT subject, predicate, 'unknown property ' || predicate, source, locator FROM statement
        WHERE predicate <> 'type' AND predicate NOT IN (SELECT name FROM property)""",
    "unknown-modality": """
        SELECT subject, predicate, 'unknown modality ' || modality, source, locator FROM statement
        WHERE modality NOT IN (SELECT notation FROM code WHERE list = 'modality')""",
    "inferred-without-rule": """
        SELECT subject, predicate, 'an inferred statement names no rule', source, locator FROM statement
        WHERE modality = 'inferred' AND rule = ''""",
    "wrong-datatype": """
        SELECT subject, predicate, 'should be ' || p.datatype || ', not ' || s.datatype, source, locator
        FROM statement s JOIN property p ON p.name = s.predicate WHERE p.datatype <> s.datatype""",
    "bad-value": """
        SELECT subject, predicate, '''' || left(object, 60) || ''' is no ' || datatype, source, locator
        FROM statement WHERE NOT CASE datatype
            WHEN 'date' THEN regexp_full_match(object, '\\d{4}(-\\d{2}(-\\d{2})?)?') AND left(object, 4) <> '0000'
                AND try_cast(object || substr('-01-01', 1 + greatest(0, length(object) - 4)) AS DATE) IS NOT NULL
            WHEN 'decimal' THEN regexp_full_match(object, '-?\\d{1,24}(\\.\\d{1,12})?')
            WHEN 'integer' THEN regexp_full_match(object, '-?\\d{1,18}')
            WHEN 'boolean' THEN object IN ('true', 'false')
            ELSE object <> '' END""",
    "unknown-code": """
        SELECT subject, predicate, '''' || left(object, 60) || ''' is not in the code list ' || p.code_list, source, locator
        FROM statement s JOIN property p ON p.name = s.predicate
        WHERE p.code_list <> '' AND object NOT IN (SELECT notation FROM code WHERE list = p.code_list)""",
    "untyped": """
        SELECT subject, '', 'no source says what ''' || subject || ''' is', min(source), min(locator) FROM statement
        WHERE subject NOT IN (SELECT subject FROM typed) GROUP BY subject""",
    "dangling": """
        SELECT subject, predicate, 'points at unknown id ''' || left(object, 100) || '''', source, locator FROM statement
        WHERE datatype = 'entity' AND object NOT IN (SELECT subject FROM typed)""",
    "domain": """
        SELECT subject, predicate, 'a ' || types || ' has no ' || predicate || ' (only ' || classes || ')', source, locator
        FROM statement JOIN domains ON property = predicate JOIN typed USING (subject)
        WHERE NOT list_has_any(lineages, list_of) AND predicate <> 'type'""",
    "range": """
        SELECT s.subject, predicate, '''' || object || ''' is a ' || types || ', not a ' || classes, source, locator
        FROM statement s JOIN ranges ON property = predicate JOIN typed t ON t.subject = s.object
        WHERE datatype = 'entity' AND NOT list_has_any(lineages, list_of)""",
    "disjoint": """
        SELECT t.subject, 'type', 'cannot be ' || d.one || ' and ' || d.other || ' at once', min(s.source), min(s.locator)
        FROM typed t JOIN disjoint d ON list_contains(lineages, d.one) AND list_contains(lineages, d.other)
        JOIN statement s ON s.subject = t.subject AND s.predicate = 'type' GROUP BY ALL""",
    "missing": """
        SELECT t.subject, r.property, 'a ' || r.class || ' must have ' || r.property, min(s.source), min(s.locator)
        FROM typed t JOIN required r ON list_contains(lineages, r.class)
        JOIN property p ON p.name = r.property AND NOT p.is_end
        JOIN statement s ON s.subject = t.subject AND s.predicate = 'type'
        WHERE NOT EXISTS (FROM statement v WHERE v.subject = t.subject AND v.predicate = r.property) GROUP BY ALL""",
    "half-edge": """
        SELECT subject, '', 'an edge needs both ends', min(source), min(locator) FROM statement s
        WHERE subject IN (SELECT subject FROM typed WHERE list_contains(lineages, 'EdgeClass'))
        GROUP BY subject HAVING count(DISTINCT predicate) FILTER (predicate IN (SELECT name FROM property WHERE is_end)) <> 2""",
    "several-values": """
        SELECT subject, predicate, 'one source gives several values: ' || array_to_string(array_sort(array_agg(DISTINCT left(object, 60))), ', '),
               source, min(locator)
        FROM statement s JOIN property p ON p.name = s.predicate
        WHERE p.single AND modality IN (SELECT modality FROM fact)
        GROUP BY subject, predicate, source HAVING count(DISTINCT object) > 1""",
    "stakes-over-100": """
        SELECT held, 'stake', 'its holders have ' || sum(stake)::VARCHAR || '% at one time (' || moment || ')', source, min(locator)
        FROM stakes GROUP BY held, source, moment HAVING sum(stake) > 100.05""",
}

_HELPERS = """
    CREATE TABLE typed AS
        SELECT subject, array_to_string(array_sort(array_agg(DISTINCT object)), '+') AS types,
               array_agg(DISTINCT ancestor) AS lineages
        FROM statement JOIN lineage ON lineage.name = object WHERE predicate = 'type' GROUP BY subject;
    CREATE TABLE domains AS SELECT property, array_agg(class) AS list_of, array_to_string(array_sort(array_agg(class)), ', ') AS classes
        FROM domain GROUP BY property;
    CREATE TABLE ranges AS SELECT property, array_agg(class) AS list_of, array_to_string(array_sort(array_agg(class)), ', ') AS classes
        FROM range GROUP BY property;
    CREATE VIEW stakes AS
        SELECT h.object AS held, s.source, s.locator, try_cast(s.object AS DECIMAL(18, 6)) AS stake, coalesce(d.moment, '') AS moment
        FROM statement s JOIN statement h ON h.subject = s.subject AND h.predicate = 'held' AND h.source = s.source
        LEFT JOIN (SELECT subject, max(object) FILTER (predicate IN ('since', 'asOf')) AS moment FROM statement GROUP BY subject) d
            ON d.subject = s.subject
        WHERE s.predicate = 'stake' AND s.modality IN (SELECT modality FROM fact);
"""


def check(paths: Sequence[Path], model: Ontology | None = None) -> list[Violation]:
    """All violations of Parquet files of statements, sorted."""
    model = model or ontology()
    database = connect()
    open_statements(database, paths)
    open_ontology(database, model)
    database.execute("CREATE TABLE disjoint (one VARCHAR, other VARCHAR)")
    if model.disjoint:
        database.executemany("INSERT INTO disjoint VALUES (?, ?)", list(model.disjoint))
    database.execute(_HELPERS)
    return sorted(violation for rule in _RULES for violation in _broken(database, rule))


def _broken(database: duckdb.DuckDBPyConnection, rule: str) -> Iterator[Violation]:
    cursor = database.execute(_RULES[rule])
    while rows := cursor.fetchmany(10_000):
        for subject, predicate, detail, source, locator in rows:
            yield Violation(source, subject, predicate, rule, detail, locator)
