"""Statements against the ontology: every rule is one set-based query, so that size hardly matters.

The world of terms is closed: a class, property or code that the ontology does not declare is an
error, not an extension. Each violation names subject, rule, source and place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from govgraph.errors import Violation
from govgraph.graph.statements.parquet import connect, open_ontology, open_statements
from govgraph.messages import _
from govgraph.ontology.model import Ontology, ontology

_MEMORY = "256MB"  # beyond it DuckDB spills to disk
_FEW = 8  # files that every rule may read anew; opening many takes longer than reading them


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
        SELECT subject, predicate, 'a ' || b.types || ' has no ' || predicate || ' (only ' || b.classes || ')', source, locator
        FROM statement s JOIN typed USING (subject) JOIN outside b ON b.types = typed.types AND b.property = predicate
        WHERE b.kind = 'domain'""",
    "range": """
        SELECT s.subject, predicate, '''' || object || ''' is a ' || b.types || ', not a ' || b.classes, source, locator
        FROM statement s JOIN typed t ON t.subject = s.object JOIN outside b ON b.types = t.types AND b.property = predicate
        WHERE b.kind = 'range' AND datatype = 'entity'""",
    "disjoint": """
        SELECT t.subject, 'type', 'cannot be ' || d.one || ' and ' || d.other || ' at once', min(s.source), min(s.locator)
        FROM typed t JOIN combination c USING (types) JOIN disjoint d ON list_contains(c.lineages, d.one) AND list_contains(c.lineages, d.other)
        JOIN statement s ON s.subject = t.subject AND s.predicate = 'type' GROUP BY ALL""",
    "missing": """
        SELECT t.subject, r.property, 'a ' || r.class || ' must have ' || r.property, min(s.source), min(s.locator)
        FROM typed t JOIN combination c USING (types) JOIN required r ON list_contains(c.lineages, r.class)
        JOIN property p ON p.name = r.property AND NOT p.is_end
        JOIN statement s ON s.subject = t.subject AND s.predicate = 'type'
        WHERE NOT EXISTS (FROM statement v WHERE v.subject = t.subject AND v.predicate = r.property) GROUP BY ALL""",
    "half-edge": """
        SELECT subject, '', 'an edge needs both ends', min(source), min(locator) FROM statement s
        WHERE subject IN (SELECT subject FROM typed JOIN combination USING (types) WHERE list_contains(lineages, 'EdgeClass'))
        GROUP BY subject HAVING count(DISTINCT predicate) FILTER (predicate IN (SELECT name FROM property WHERE is_end)) <> 2""",
    "several-values": """
        SELECT subject, predicate, 'one source gives several values: ' || array_to_string(array_sort(array_agg(DISTINCT left(object, 60))), ', '),
               source, min(locator)
        FROM (SELECT subject, predicate, source FROM statement s JOIN property p ON p.name = s.predicate
              WHERE p.single AND modality IN (SELECT modality FROM fact) AND source NOT IN (SELECT source FROM loaded)
              GROUP BY subject, predicate, source HAVING min(object) <> max(object))
        JOIN statement USING (subject, predicate, source) WHERE modality IN (SELECT modality FROM fact)
        GROUP BY subject, predicate, source""",
    "sum-exceeded": """
        SELECT target, predicate, 'its ' || predicate || ' values add up to ' || sum("value")::VARCHAR || ' at one time (' || moment
               || '), more than ' || most, source, min(locator)
        FROM summed GROUP BY target, predicate, source, moment, interest, most HAVING sum("value") > most + 0.05""",
    "key-clash": """
        SELECT a.subject, a.predicate, 'has the same ' || a.predicate || ' as ' || b.subject, a.source, a.locator
        FROM (SELECT s.predicate, object, k.class FROM statement s JOIN "key" k ON k.property = s.predicate
              JOIN typed USING (subject) JOIN combination c ON c.types = typed.types AND list_contains(c.lineages, k.class)
              GROUP BY ALL HAVING min(subject) <> max(subject)) clash
        JOIN statement a USING (predicate, object) JOIN statement b USING (predicate, object) WHERE a.subject <> b.subject""",
    "not-stored": """
        SELECT subject, predicate, predicate || ' is not stored: state ' || t.other || ' the other way round', source, locator
        FROM statement s JOIN trait t ON t.property = s.predicate AND t.kind = 'not-stored'""",
    "points-at-itself": """
        SELECT subject, predicate, predicate || ' leads back to itself', source, locator
        FROM statement s JOIN trait t ON t.property = s.predicate AND t.kind = 'irreflexive' WHERE subject = object""",
    "both-ways": """
        SELECT s.subject, s.predicate, s.predicate || ' goes both ways between it and ' || s.object, s.source, s.locator
        FROM statement s JOIN trait t ON t.property = s.predicate AND t.kind = 'asymmetric'
        JOIN statement o ON o.predicate = s.predicate AND o.subject = s.object AND o.object = s.subject WHERE s.subject <> s.object""",
    "disjoint-properties": """
        SELECT s.subject, s.predicate, 'cannot be both ' || s.predicate || ' and ' || t.other || ' to ' || s.object, s.source, s.locator
        FROM statement s JOIN trait t ON t.property = s.predicate AND t.kind = 'disjoint'
        JOIN statement o ON o.predicate = t.other AND o.subject = s.subject AND o.object = s.object""",
}

#: What the queries say, as messages: their texts are found again by these.
DETAILS = (
    _("unknown class {name}"), _("unknown property {name}"), _("unknown modality {name}"), _("an inferred statement names no rule"),
    _("should be {right}, not {wrong}"), _("'{value}' is no {datatype}"), _("'{value}' is not in the code list {list}"),
    _("no source says what '{id}' is"), _("points at unknown id '{id}'"), _("a {kind} has no {property} (only {others})"),
    _("'{id}' is a {kind}, not a {others}"), _("cannot be {one} and {other} at once"), _("a {kind} must have {property}"),
    _("an edge needs both ends"), _("one source gives several values: {values}"),
    _("its {property} values add up to {sum} at one time ({moment}), more than {most}"), _("has the same {property} as {id}"),
    _("{property} is not stored: state {inverse} the other way round"), _("{property} leads back to itself"),
    _("{property} goes both ways between it and {id}"), _("cannot be both {one} and {other} to {id}"),
)  # fmt: skip

_HELPERS = """
    CREATE VIEW stated_type AS SELECT subject, object FROM statement JOIN class ON class.name = object WHERE predicate = 'type';
    CREATE TABLE typed AS SELECT subject, min(object) AS types FROM stated_type GROUP BY subject HAVING min(object) = max(object);
    INSERT INTO typed SELECT subject, array_to_string(array_sort(array_agg(DISTINCT object)), '+') FROM stated_type
        WHERE subject NOT IN (SELECT subject FROM typed) GROUP BY subject;
    CREATE TABLE combination AS
        SELECT types, array_agg(DISTINCT ancestor) AS lineages FROM (SELECT DISTINCT types, unnest(string_split(types, '+')) AS name FROM typed)
        JOIN lineage USING (name) GROUP BY types;
    -- which properties an entity of such types cannot have, or cannot be the value of
    CREATE TABLE outside AS
        SELECT kind, property, types, array_to_string(array_sort(array_agg(class)), ', ') AS classes
        FROM (SELECT 'domain' AS kind, property, class FROM domain UNION ALL SELECT 'range', property, class FROM range) CROSS JOIN combination
        GROUP BY kind, property, types, lineages HAVING NOT list_has_any(lineages, array_agg(class));
    CREATE VIEW summed AS
        SELECT h.object AS target, s.subject, s.predicate, s.source, min(s.locator) AS locator,
               max(try_cast(s.object AS DECIMAL(18, 6))) AS "value", -- of several, the largest: they are a dispute of their own
               coalesce(d.as_of, d.since, '') AS moment, coalesce(d.interest, '') AS interest, l.most
        FROM statement s JOIN limits l ON l.property = s.predicate
        JOIN statement h ON h.subject = s.subject AND h.predicate = l.target AND h.source = s.source
        LEFT JOIN (SELECT subject, max(object) FILTER (predicate = 'asOf') AS as_of, max(object) FILTER (predicate = 'since') AS since,
                          max(object) FILTER (predicate = 'interest') AS interest
                   FROM statement WHERE predicate IN ('asOf', 'since', 'interest') GROUP BY subject) d ON d.subject = s.subject
        WHERE s.modality IN (SELECT modality FROM fact) GROUP BY ALL;
"""


def check(
    paths: Sequence[Path], model: Ontology | None = None, *, loaded: Iterable[str] = ()
) -> list[Violation]:
    """All violations of Parquet files of statements, sorted; memory does not grow with them.

    Where one of the sources in ``loaded`` contradicts itself the graph shows both values as disputed:
    registers and notices do that. In a curated file it is a mistake.
    """
    model = model or ontology()
    with TemporaryDirectory() as scratch:
        database = connect(_MEMORY, Path(scratch))
        open_statements(database, paths, once=False, stored=len(paths) > _FEW)
        open_ontology(database, model)
        sources: list[tuple[object, ...]] = [(source,) for source in loaded]
        for table, (columns, rows) in (_axioms(model) | {"loaded": ("source VARCHAR", sources)}).items():
            database.execute(f'CREATE TABLE "{table}" ({columns})')
            if rows:
                database.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        database.execute(_HELPERS)
        found = sorted({violation for rule in _RULES for violation in _broken(database, rule)})
        database.close()
    return found


def _axioms(model: Ontology) -> dict[str, tuple[str, list[tuple[object, ...]]]]:
    """Tables for what only the checker asks of the ontology."""
    links = [p for p in model.properties.values() if p.is_link]
    traits: list[tuple[object, ...]] = [(p.name, "irreflexive", "") for p in links if p.irreflexive]
    traits += [(p.name, "asymmetric", "") for p in links if p.asymmetric]
    traits += [(p.name, "not-stored", p.inverse) for p in links if not p.stored]
    traits += [(p.name, "disjoint", other) for p in links for other in p.disjoint]
    limits: list[tuple[object, ...]] = [
        (p.name, model.classes[d].edge_to, Decimal(p.sum_at_most))
        for p in model.properties.values()
        for d in p.domain
        if p.sum_at_most and model.classes[d].is_edge
    ]
    return {
        "disjoint": ("one VARCHAR, other VARCHAR", list(model.disjoint)),
        "key": (
            "class VARCHAR, property VARCHAR",
            [(c.name, k) for c in model.classes.values() for k in c.keys],
        ),
        "trait": ("property VARCHAR, kind VARCHAR, other VARCHAR", traits),
        "limits": ("property VARCHAR, target VARCHAR, most DECIMAL(18, 6)", limits),
    }


def _broken(database: duckdb.DuckDBPyConnection, rule: str) -> Iterator[Violation]:
    cursor = database.execute(_RULES[rule])
    while rows := cursor.fetchmany(10_000):
        for subject, predicate, detail, source, locator in rows:
            yield Violation(source, subject, predicate, rule, detail, locator)
