"""What is read out of a Cypher text: tokens, names, what is refused and what is warned of. No engine is asked."""

from __future__ import annotations

import random

import pytest

from govgraph.errors import QueryError
from govgraph.stores.cypher.parts import parts
from govgraph.stores.cypher.reading import only_reads
from govgraph.stores.cypher.refused import way_round
from govgraph.stores.cypher.remarks import remarks
from govgraph.stores.cypher.rewrite import rewritten
from govgraph.stores.cypher.terms import missing_parameters, unknown_terms
from govgraph.stores.cypher.tokens import tokens
from govgraph.stores.cypher.vocabulary import everything, vocabulary
from govgraph.stores.rdf.terms import unknown_sparql_terms
from govgraph.workspace import Workspace


def test_tokens_keep_strings_comments_and_quoted_names_whole() -> None:
    text = "MATCH (n:`a b` {x: 'it\\'s // no'}) // SET\nRETURN /* DELETE */ n.x <> $p + 1.5e3..2"
    assert [(one.kind, one.text) for one in tokens(text)] == [
        ("name", "MATCH"), ("sign", "("), ("name", "n"), ("sign", ":"), ("name", "a b"), ("sign", "{"), ("name", "x"),
        ("sign", ":"), ("string", "it\\'s // no"), ("sign", "}"), ("sign", ")"), ("name", "RETURN"), ("name", "n"),
        ("sign", "."), ("name", "x"), ("sign", "<>"), ("parameter", "p"), ("sign", "+"), ("number", "1.5e3"),
        ("sign", ".."), ("number", "2"),
    ]  # fmt: skip


def test_every_name_is_told_for_what_it_is() -> None:
    found = parts(
        "MATCH (n:(A|B)&!C {id: $x})-[r:T|U*1..3 {k: 1}]->(m:D) WHERE m:E OR (m:F AND NOT n:G) "
        "CALL (n) { MATCH (n)--(o:H) RETURN count(o) AS c } "
        "RETURN n {.name, own: m.date}, {type: type(r)} AS map, date.truncate('month', n.date), [x IN xs WHERE x:I | x.j]"
    )
    assert [name.text for name in found.labels] == ["A", "B", "C", "D", "E", "F", "G", "H", "I"]
    assert [(name.text, name.variable) for name in found.types] == [("T", "r"), ("U", "r")]
    assert [(name.text, name.variable) for name in found.properties] == [
        ("id", "n"), ("k", "r"), ("name", "n"), ("date", "m"), ("date", "n"), ("j", "x")
    ]  # fmt: skip
    assert (found.keys, found.projected) == ({"own", "type"}, {"name"})
    assert found.nodes["m"] == {"D", "F"}, "all that it may be"
    assert found.nodes["n"] == set(), "what is only known not to be has any property"
    assert list(found.parameters) == ["x"]


def warned(text: str, workspace: Workspace, **parameters: object) -> list[str]:
    return [*unknown_terms(parts(text), parameters, vocabulary(workspace.graph()))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MATCH (a:Awrad) RETURN a", "no label Awrad; did you mean Award?"),
        ("MATCH (a) WHERE a:award RETURN a", "no label award; did you mean Award?"),
        ("MATCH (a)-[:CONCERN]->(b) RETURN a", "no relationship type CONCERN; did you mean CONCERNS?"),
        ("MATCH (a:Award) RETURN a.datte", "no property datte; did you mean date?"),
        ("MATCH (a:Award {naem: 'x'}) RETURN a", "no property naem; did you mean name?"),
        ("MATCH (a:Award) RETURN a {.amonut}", "no property amonut; did you mean amount?"),
        ("MATCH (p:Project) RETURN p.amount", "no Project has amount; it belongs to Award"),
        ("MATCH ()-[r:HAS_BUYER]->() RETURN r.stake", "no HAS_BUYER has stake; it belongs to HOLDS_SHARES_IN"),
        ("MATCH (n:Award) RETURN n.type", "no property type"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_told_with_the_nearest(text: str, words: str, bundled: Workspace) -> None:
    assert any(words in one for one in warned(text, bundled)), warned(text, bundled)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:Award)-[:CONCERNS]->(p:Project {id: 'x'}) WHERE a.date.year > 2019 RETURN a.amount, p.name",
        "MATCH (o:Organization) WHERE o:Company RETURN o.registeredCapital, o.founded",
        "WITH {typ: 1, inner: {deep: 2}} AS m RETURN m.typ, m.inner.deep",
        "UNWIND $rows AS row RETURN row.anything",
        "RETURN 'a:Awrad .datte' AS `n.datte`, duration('P1D').days",
        "MATCH (c:Company|CorporateGroup) RETURN c.name",
    ],
)
def test_what_is_known_gets_no_word(text: str, bundled: Workspace) -> None:
    assert warned(text, bundled, **({"rows": [{"anything": 1}]} if "$rows" in text else {})) == []


def test_parameters_that_are_missing_or_not_asked_for(bundled: Workspace) -> None:
    found = parts("MATCH (n {id: $buyer}) RETURN n")
    with pytest.raises(
        QueryError, match=r"\$buyer is not given; add --param buyer=VALUE; did you mean \$buyr\?"
    ):
        missing_parameters(found, {"buyr": 1})
    assert warned(found.text, bundled, buyr=1) == ["the query has no parameter $buyr; did you mean $buyer?"]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Thing)", "MATCH (n) SET n.x = 1", "MATCH (n) DETACH DELETE n", "MERGE (n:Thing {id: 'x'})",
        "MATCH (n) REMOVE n.name", "FOREACH (x IN [1] | CREATE (:A))", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
        "load /* x */ csv from 'http://a' as l return l", "CALL db.labels()", "CALL { CREATE (n:X) RETURN n } RETURN n",
        "CREATE INDEX FOR (n:X) ON (n.y)", "DROP INDEX x", "SHOW INDEXES", "USE system MATCH (n) RETURN n",
        "CALL (x) { MATCH (n) RETURN n } IN TRANSACTIONS RETURN 1", "CALL apoc.load.json('http://a') YIELD value RETURN value",
        "", "// nothing", "PROFILE MATCH (n) RETURN n", "MATCH (n)\nSET\nn.x = 1", "CREATE(n)", "INSERT (n:X)",
    ],
)  # fmt: skip
def test_what_does_more_than_read_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        only_reads(parts(text))


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) WHERE n.name = 'SET x' RETURN n.set, n.delete AS create", "RETURN '// CREATE' AS x // DELETE",
        "MATCH (n:Set)-[:CREATE]->() RETURN {merge: 1} AS m", "CALL (n) { RETURN 1 AS x } RETURN x",
        "CALL () { MATCH (n) RETURN n } RETURN n", "RETURN `SET` AS x", "OPTIONAL MATCH (n) RETURN n",
    ],
)  # fmt: skip
def test_what_only_reads_is_not(text: str) -> None:
    only_reads(parts(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("MATCH (n:Award) RETURN collect(n.id) AS x", 1), ("MATCH (n:Award) WITH n ORDER BY n.id RETURN collect(n.id) AS x", 0),
        ("MATCH (n:Award) RETURN size(collect(DISTINCT n.id)) AS x", 0), ("MATCH (n) RETURN n LIMIT 3", 1),
        ("MATCH (n) RETURN n ORDER BY n.id LIMIT 3", 0), ("MATCH (n) RETURN [(n)--(m) | m.id] AS x", 1),
        ("MATCH (n) RETURN [x IN n.alias | x] AS x", 0), ("MATCH p = shortestPath((a)-[*1..3]-(b)) RETURN length(p) AS x", 0),
        ("MATCH p = shortestPath((a)-[*1..3]-(b)) RETURN nodes(p) AS x", 1), ("MATCH (a)-[:PART_OF*]->(b) RETURN 1 AS x", 1),
        ("MATCH (a)-[:PART_OF*1..]->(b) RETURN 1 AS x", 1), ("MATCH (a)-[:PART_OF*..3]->(b) RETURN 1 AS x", 0),
        ("MATCH (a:Award) WITH a.date AS d WHERE d > $from RETURN d", 1), ("MATCH (a:Award) WHERE a.date > date($from) RETURN a", 0),
        ("MATCH (a:Award) WHERE '2019' < a.date RETURN a", 1), ("MATCH (a:Agent) WHERE a.alias CONTAINS 'x' RETURN a", 1),
        ("MATCH (a:Award) RETURN toString(a.date) AS x, a.name + 'x' AS y", 0),
    ],
)  # fmt: skip
def test_remarks_where_engines_part_and_nowhere_else(text: str, count: int) -> None:
    assert len(remarks(parts(text), {"from": "2019-01-01"}, everything())) == count


def test_the_text_is_the_same_where_nothing_is_to_mend() -> None:
    text = "MATCH  (n:Award)\n WHERE n.id = $x RETURN n.name , count( * ) // end"
    assert rewritten(text, {"x": 1}, embedded=True) == (text, {"x": 1})
    assert rewritten("RETURN lower('A') AS x", {}, embedded=False)[0] == "RETURN lower('A') AS x"


def test_sparql_terms() -> None:
    text = 'SELECT ?n { ?g a gg:CorporateGruop ; gg:name ?n . # gg:nothing\n ?g gg:holds "gg:none" }'
    assert [str(one) for one in unknown_sparql_terms(text, {"x": 1})] == [
        "line 1: the ontology has no CorporateGruop; did you mean CorporateGroup?",
        "line 2: the ontology has no holds; did you mean holder?",
        "the query has no parameter $x",
    ]


def test_no_text_whatever_breaks_the_reading() -> None:
    """Thousands of pieces of queries in any order: every one is read, and what is nested deep is too."""
    dice, known = random.Random(7), everything()
    pieces = [
        "MATCH", "(", ")", "[", "]", "{", "}", "n", ":", "A", "|", "&", "!", ".", "date", "'x'", "'", "`", "$p", "-", ">", "<", "*",
        "..", "1", "RETURN", "AS", "labels(", "keys(", "collect(", "COUNT {", "EXISTS", "CALL", "WHERE", "LIMIT", ",", "type", "\ud800",
        "/*", "//", "\n", "COLLECT", "SHORTEST", "shortestPath(", "toString(", "=", "nullIf(", "round(", "CONTAINS", "ORDER BY",
    ]  # fmt: skip
    texts = [" ".join(dice.choices(pieces, k=dice.randint(1, 40))) for _ in range(3000)]
    texts += [
        "(" * 5000,
        "RETURN " + "round(" * 3000 + "1" + ")" * 3000,
        "[" * 3000 + "]" * 3000,
        "{a:" * 2000,
        "$" * 100,
    ]
    for text in texts:
        found = parts(text)
        for parameters in ({}, {"p": "2019"}):
            list(unknown_terms(found, parameters, known))
            remarks(found, parameters, known)
            assert len(rewritten(text, parameters, embedded=True)[0]) < 100_000
        way_round(found)
        list(unknown_sparql_terms(text, {}))
