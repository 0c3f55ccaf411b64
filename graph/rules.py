"""What follows from what sources state: named rules, then rules derived from the ontology's axioms.

All rules run in DuckDB over the staged tables of a build, before any store is written, so that every
store holds the same inferences. The named rules (ties, ventures) read what sources state. The derived
ones run to a fixpoint, each round joining only with what the round before has found.

An inferred link says ``modality: inferred``, its rule (``suppliesProject <- ^awardedTo concerns``: the
link and the path that implies it, ``^`` for a step walked backwards) and its premises: the stated links
that it rests on in the end. Nothing is linked to itself, and what a source denies is not inferred.
"""

from __future__ import annotations

import duckdb

from govgraph.graph.ties import infer_ties
from govgraph.graph.ventures import infer_ventures
from govgraph.ontology.axioms import Rule, derive_rules
from govgraph.ontology.model import Ontology


def infer(database: duckdb.DuckDBPyConnection, model: Ontology) -> None:
    """Add to the staged tables ``edge``, ``chosen``, ``typed`` and ``inference`` what the rules find."""
    database.execute(
        """CREATE TABLE inference (about VARCHAR, predicate VARCHAR, "value" VARCHAR, rule VARCHAR,
            premises VARCHAR[], sources VARCHAR[])"""
    )
    infer_ties(database)
    infer_ventures(database)
    apply_rules(database, derive_rules(model))


_START = """
CREATE OR REPLACE TABLE link AS
    SELECT predicate, start_id, end_id, [id] AS premises, sources, '' AS rule, 0 AS round
    FROM edge WHERE predicate IN (SELECT unnest(?::VARCHAR[]));
"""

# Of several ways to the same link one is kept, the same whatever the order of the rows.
_ROUND = """
INSERT INTO link BY NAME
    SELECT predicate, start_id, end_id, premises, sources, rule, {round} AS round FROM ({found}) f
    WHERE start_id <> end_id
      AND NOT EXISTS (FROM link l WHERE l.predicate = f.predicate AND l.start_id = f.start_id AND l.end_id = f.end_id)
      AND NOT EXISTS (FROM denied d WHERE d.predicate = f.predicate AND d.subject = f.start_id AND d.object = f.end_id)
    QUALIFY row_number() OVER (PARTITION BY predicate, start_id, end_id ORDER BY rule, premises, sources) = 1;
"""

_FINISH = """
CREATE TABLE found AS
    SELECT 'l-' || left(md5(concat_ws(chr(31), predicate, start_id, end_id)), 20) AS id, * FROM link WHERE round > 0;
INSERT INTO edge SELECT id, predicate, start_id, end_id, sources, false FROM found;
INSERT INTO chosen
    SELECT id, 'rule', rule, true, 1, 1 FROM found
    UNION ALL SELECT id, 'modality', 'inferred', true, 1, 1 FROM found
    UNION ALL SELECT id, 'premises', unnest(premises), false, 1, 1 FROM found;
"""


def apply_rules(database: duckdb.DuckDBPyConnection, rules: list[Rule]) -> None:
    """Run rules over ``edge`` until nothing new is found, then add what was found."""
    names = {step.removeprefix("^") for rule in rules for step in (rule.head, *rule.body)}
    database.execute(_START, [sorted(names)])
    for number in range(1, 1000):
        fresh = {
            name
            for (name,) in database.execute(
                "SELECT DISTINCT predicate FROM link WHERE round = ?", [number - 1]
            ).fetchall()
        }
        found = [
            _select(rule, position, number - 1)
            for rule in rules
            for position, step in enumerate(rule.body)
            if step.removeprefix("^") in fresh
        ]
        if not found:
            break
        database.execute(_ROUND.format(round=number, found=" UNION ALL ".join(found)))
    database.execute(_FINISH)


def _select(rule: Rule, position: int, fresh: int) -> str:
    """The links that a rule finds when the step at ``position`` is one that the last round found."""
    tables, conditions = [], []
    for i, step in enumerate(rule.body):
        start, end = ("end_id", "start_id") if step.startswith("^") else ("start_id", "end_id")
        rounds = f"round = {fresh}" if i == position else f"round <= {fresh}"
        tables.append(
            f"(SELECT {start} AS one, {end} AS other, premises, sources FROM link"
            f" WHERE predicate = '{step.removeprefix('^')}' AND {rounds}) s{i}"
        )
        conditions += [f"s{i - 1}.other = s{i}.one"] if i else []
    return (
        f"SELECT '{rule.head}' AS predicate, s0.one AS start_id, s{len(tables) - 1}.other AS end_id,"
        f" {_union('premises', len(tables))} AS premises, {_union('sources', len(tables))} AS sources,"
        f" '{rule.name}' AS rule FROM {', '.join(tables)}"
        + (f" WHERE {' AND '.join(conditions)}" if conditions else "")
    )


def _union(column: str, count: int) -> str:
    if count == 1:
        return f"s0.{column}"
    return f"list_sort(list_distinct(flatten([{', '.join(f's{i}.{column}' for i in range(count))}])))"
