"""The check of questions catches what it is there for: each fault is planted in a good question."""

from __future__ import annotations

from pathlib import Path

import pytest

from govgraph.errors import QueryError
from govgraph.queries.check import check_query, portability
from govgraph.queries.library import parse_query, read_query
from tests.bundled import govgraph

GOOD = read_query("never-winning")

FAULTS = {
    "there is no label Firm": ("(f:Agent)", "(f:Firm)"),
    "there is no relationship type WON_BY": ("AWARDED_TO", "WON_BY"),
    "there is no property dat": ("a.date", "a.dat"),
    "references": ("// references:", "// excludes:"),
    "$minimum is not used": ("$minimum", "3"),
    "$least is not declared": ("$minimum", "$least"),
    "has no AS": ("last AS last", "toString(last)"),
    "a query only reads": ("\nRETURN f.name", "\nSET f.name = 'x'\nRETURN f.name"),
    "must say: An indicator": ("An indicator is", "It is"),
    "no heading in both languages": ("| Lost to", "|"),
    "no help in both languages": ("| Contests, at least", "|"),
    "names no column: nobody": ("// order: contests desc", "// order: nobody"),
}
OUTSIDE = [
    "MATCH (n:Award WHERE n.amount > 1) RETURN n.id AS id",
    "MATCH (n:Award&!Contract) RETURN n.id AS id",
    "MATCH ((a)-[:PART_OF]->(b)){1,3} RETURN a.id AS id",
    "MATCH p = SHORTEST 1 (a)-[:PART_OF]->(b) RETURN a.id AS id",
    "RETURN COLLECT { MATCH (n) RETURN n.id } AS ids",
    "MATCH (n:Award) RETURN percentileCont(n.amount, 0.5) AS m",
    "RETURN duration.between(date('2020-01-01'), date('2021-01-01')).months AS m",
    "MATCH (a)-[:PART_OF*]->(b) RETURN a.id AS id",
    "MATCH (a) RETURN a.id",
    "MATCH (n) RETURN apoc.text.join(n.alias, ',') AS names",
    "MATCH (a:Award) WHERE a.date > '2020-01-01' RETURN a.id AS id",
    "CALL gds.louvain.stream('x') YIELD nodeId RETURN nodeId AS n",
    "MATCH (a) DETACH DELETE a RETURN 1 AS one",
]


@pytest.mark.parametrize("message", FAULTS)
def test_a_planted_fault_is_found(message: str) -> None:
    old, new = FAULTS[message]
    assert old in GOOD.cypher
    query = parse_query("planted", GOOD.cypher.replace(old, new), GOOD.sparql)
    assert any(message in problem for problem in check_query(query)), check_query(query)


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_is_outside_the_subset_is_named(text: str) -> None:
    assert portability(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH ()-[t:TIED_TO]->(), (v:Thing) WHERE v.id = t.via RETURN v.id AS id",
        "MATCH (a)-[r:PART_OF]->(b) MATCH (v:Evidence {about: r.id}) RETURN v.id AS id",
        "MATCH (n) /* note */ RETURN labels(n)[0] AS label",
    ],
)
def test_what_is_mended_is_no_fault(text: str) -> None:
    assert portability(text) == []


def test_strings_and_comments_are_not_read() -> None:
    assert portability("// DELETE it\nMATCH (a {name: 'SET x'}) RETURN a.id AS id") == []


def test_sparql_terms_and_clashes() -> None:
    wrong = GOOD.sparql.replace("gg:hasBidder", "gg:bidBy").replace("?contest)", "?minimum)")
    problems = check_query(parse_query("planted", GOOD.cypher, wrong))
    assert any("has no bidBy" in problem for problem in problems)
    assert any("?minimum is the parameter" in problem for problem in problems)


def test_header_lines_that_are_none() -> None:
    for line, message in (
        ("// colum x: text | 甲 | A", "unknown header"),
        ("// param x: word", "should read"),
    ):
        with pytest.raises(QueryError, match=message):
            parse_query("planted", f"{line}\n{GOOD.cypher}")


def test_command(tmp_path: Path) -> None:
    assert govgraph(tmp_path, "query", "check").exit_code == 0
    path = tmp_path / "mine.cypher"
    path.write_text(GOOD.cypher.replace("(f:Agent)", "(f:Firm)"), "utf-8")
    result = govgraph(tmp_path, "query", "check", str(path))
    assert result.exit_code == 3
    assert "there is no label Firm" in result.stderr
