"""What follows from what sources state: named rules, then rules derived from the ontology's axioms.

All rules run in DuckDB over the staged tables of a build, before any store is written, so that every
store holds the same inferences. The named rules (ties, ventures) read what sources state. The derived
ones run to a fixpoint, each round joining only with what the round before has found.

An inferred link says ``modality: inferred``, its rule (``suppliesProject <- ^awardedTo concerns``: the
link and the path that implies it, ``^`` for a step walked backwards) and its premises: the stated links
that it rests on in the end. Nothing is linked to itself, and what a source denies is not inferred.

A transitive link leads over at most ``STEPS`` stated ones: in a dense market everybody owns a little of
everybody over enough companies, and such links would be as many as there are pairs.
"""

from __future__ import annotations

import duckdb

from govgraph.graph.builder.rules.endings import end_interests
from govgraph.graph.builder.rules.group_ties import infer_ties
from govgraph.graph.builder.rules.joint_ventures import infer_ventures
from govgraph.graph.builder.stages import parts
from govgraph.ontology.axioms import Rule, derive_rules
from govgraph.ontology.model import Ontology

STEPS = 6  # no chain of divisions, units or platforms is longer; chains of companies seldom are


def infer(database: duckdb.DuckDBPyConnection, model: Ontology) -> dict[str, int]:
    """Add to the staged tables ``edge``, ``edge_value``, ``typed`` and ``inference`` what the rules find.

    Returns by property how many links were found that lead over ``STEPS`` stated ones and could go on.
    """
    database.execute(
        """CREATE TABLE inference (about VARCHAR, predicate VARCHAR, "value" VARCHAR, rule VARCHAR,
            premises VARCHAR[], sources VARCHAR[])"""
    )
    infer_ties(database)
    infer_ventures(database)
    ended = apply_rules(database, derive_rules(model))
    end_interests(database, model)
    return ended


_START = """
CREATE TABLE found (predicate VARCHAR, start_id VARCHAR, end_id VARCHAR, premises VARCHAR[], sources VARCHAR[],
    rule VARCHAR, round INTEGER);
CREATE VIEW link AS
    SELECT predicate, start_id, end_id, [id] AS premises, sources, '' AS rule, 0 AS round FROM edge WHERE predicate IN ({names})
    UNION ALL SELECT predicate, start_id, end_id, premises, sources, rule, round FROM found;
"""

# Of several ways to the same link the shortest is kept, of these one, the same whatever the order of the rows.
_ROUND = """
INSERT INTO found
    SELECT predicate, start_id, end_id, premises, sources, rule, {round} AS round FROM candidate f
    WHERE {part}
      AND NOT EXISTS (FROM link l WHERE l.predicate = f.predicate AND l.start_id = f.start_id AND l.end_id = f.end_id
                                    AND l.predicate IN ({heads}) AND {part_of_links})
      AND NOT EXISTS (FROM denied d WHERE d.predicate = f.predicate AND d.subject = f.start_id AND d.object = f.end_id)
    QUALIFY row_number() OVER (PARTITION BY predicate, start_id, end_id ORDER BY len(premises), rule, premises, sources) = 1;
"""

_ENDED = f"""
SELECT predicate, count(*) FROM found f
WHERE len(premises) = {STEPS} AND rule = predicate || ' <- ' || predicate || ' ' || predicate
  AND EXISTS (FROM link l WHERE l.predicate = f.predicate AND l.start_id = f.end_id)
GROUP BY predicate ORDER BY predicate
"""

_FINISH = """
DROP VIEW link;
CREATE VIEW named AS
    SELECT 'l-' || left(md5(concat_ws(chr(31), predicate, start_id, end_id)), 20) AS id, * FROM found;
INSERT INTO edge SELECT id, predicate, start_id, end_id, sources, NULL, false FROM named;
INSERT INTO edge_value SELECT id, 'rule', rule, true, 1, 1 FROM named;
INSERT INTO edge_value SELECT id, 'modality', 'inferred', true, 1, 1 FROM named;
INSERT INTO edge_value SELECT id, 'premises', unnest(premises), false, 1, 1 FROM named;
"""


def apply_rules(database: duckdb.DuckDBPyConnection, rules: list[Rule]) -> dict[str, int]:
    """Run rules over ``edge`` until nothing new is found, then add what was found; see ``infer``."""
    names = {step.removeprefix("^") for rule in rules for step in (rule.head, *rule.body)}
    heads = _texts({rule.head for rule in rules})
    database.execute(_START.format(names=_texts(names)))
    fresh = {n for (n,) in database.execute("SELECT DISTINCT predicate FROM link").fetchall()}
    number = 0
    while fresh:
        number += 1
        database.execute(
            """CREATE OR REPLACE TEMP TABLE candidate (predicate VARCHAR, start_id VARCHAR, end_id VARCHAR,
                premises VARCHAR[], sources VARCHAR[], rule VARCHAR)"""
        )
        for rule in rules:
            for place, step in enumerate(rule.body):
                if step.removeprefix("^") in fresh:
                    database.execute(f"INSERT INTO candidate {_select(rule, place, number - 1)}")
        for part, part_of_links in parts(database, "candidate", "f.start_id", "l.start_id"):
            database.execute(_ROUND.format(round=number, heads=heads, part=part, part_of_links=part_of_links))
        found = database.execute("SELECT DISTINCT predicate FROM found WHERE round = ?", [number])
        fresh = {n for (n,) in found.fetchall()}
    database.execute("DROP TABLE IF EXISTS candidate")
    ended = dict(database.execute(_ENDED).fetchall())
    database.execute(_FINISH)
    return ended


def _texts(names: set[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


def _select(rule: Rule, position: int, fresh: int) -> str:
    """The links that a rule finds when the step at ``position`` is one that the last round found."""
    tables, conditions = [], [f"s0.one <> s{len(rule.body) - 1}.other"]
    transitive = rule.body == (rule.head, rule.head)
    if transitive:
        conditions.append(f"len({_union('premises', 2)}) <= {STEPS}")
    for i, step in enumerate(rule.body):
        start, end = ("end_id", "start_id") if step.startswith("^") else ("start_id", "end_id")
        rounds = f"round = {fresh}" if i == position else f"round <= {fresh}"
        if transitive and i:  # a chain grows link by link: in halves, each would be found many times over
            rounds += f" AND rule <> '{rule.name}'"
        tables.append(
            f"(SELECT {start} AS one, {end} AS other, premises, sources FROM link"
            f" WHERE predicate = '{step.removeprefix('^')}' AND {rounds}) s{i}"
        )
        conditions += [f"s{i - 1}.other = s{i}.one"] if i else []
    return (
        f"SELECT '{rule.head}' AS predicate, s0.one AS start_id, s{len(tables) - 1}.other AS end_id,"
        f" {_union('premises', len(tables))} AS premises, {_union('sources', len(tables))} AS sources,"
        f" '{rule.name}' AS rule FROM {', '.join(tables)} WHERE {' AND '.join(conditions)}"
    )


def _union(column: str, count: int) -> str:
    if count == 1:
        return f"s0.{column}"
    return f"list_sort(list_distinct(flatten([{', '.join(f's{i}.{column}' for i in range(count))}])))"
