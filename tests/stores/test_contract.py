"""One contract for all stores."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from govgraph.errors import QueryError
from govgraph.ontology.model import NAMESPACE, ontology
from govgraph.stores.base import Store
from govgraph.stores.neo4j.load import expected_counts
from govgraph.workspace import Workspace

COUNT = {
    "cypher": "MATCH (n:{0}) RETURN count(n) AS n",
    "sparql": "SELECT (COUNT(DISTINCT ?n) AS ?n) {{ {{ ?n a gg:{0} }} UNION {{ GRAPH ?g {{ ?n a gg:{0} }} }} }}",
}
COUNT_EDGES = {
    "cypher": "MATCH ()-[r:{0}]->() RETURN count(r) AS n",
    "sparql": "SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?a ?b {{ {{ ?a gg:{1} ?b }} UNION {{ GRAPH ?g {{ ?a gg:{1} ?b }} }} }} }}",
}
NAMES = {
    "cypher": "MATCH (g:CorporateGroup) RETURN g.id AS id, g.name AS name",
    "sparql": "SELECT ?id ?name { ?id a gg:CorporateGroup ; gg:name ?name }",
}
RECORDS = ("Claim", "Source", "SourceRelation", "Evidence", "Inference")
PREFIXES = f"PREFIX gg: <{NAMESPACE}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
SLOW = {
    "cypher": "MATCH (a:Thing), (b:Thing), (c:Thing) WHERE a.id + b.id = c.id RETURN count(*) AS n",
    "sparql": "SELECT ?a { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }",
}


@pytest.fixture(params=["embedded", "sparql", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(bundled: Workspace, request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "neo4j":
        request.getfixturevalue("neo4j_bundled")
    opened = bundled.open(request.param)
    yield opened
    opened.close()


def ask(store: Store, texts: dict[str, str], *words: str, **limits: Any) -> Any:
    text = texts[store.language]
    if words:
        text = text.format(*words)
    head = f"PREFIX gg: <{NAMESPACE}>\n" if store.language == "sparql" else ""
    return store.run(head + text, {}, **limits)


def test_counts_agree_with_the_graph(bundled: Workspace, store: Store) -> None:
    graph = bundled.graph()
    labels = {label for table in graph.nodes for label in table.labels}
    expected = {name: count for name, count in expected_counts(graph).items() if name in labels}
    found = {name: ask(store, COUNT, name).rows[0][0] for name in expected}
    assert found == expected


def test_relationships_agree_with_the_graph(bundled: Workspace, store: Store) -> None:
    """RDF's direct triple stands once for parallel relationships; the pairs are counted there."""
    graph = bundled.graph()
    names = {p.relationship_type: p.name for p in ontology().properties.values()}
    for type_ in {t.type for t in graph.edges}:
        rows = [r for t in graph.edges if t.type == type_ for batch in graph.rows(t) for r in batch]
        pairs = {(r["start_id"], r["end_id"]) for r in rows}
        found = ask(store, COUNT_EDGES, type_, names[type_]).rows[0][0]
        assert found == (len(pairs) if store.language == "sparql" else len(rows)), type_


def test_rows_and_their_limit(store: Store) -> None:
    found = ask(store, NAMES)
    assert found.columns == ("id", "name")
    assert ("tencent", "腾讯") in found.rows
    assert not found.cut
    cut = ask(store, NAMES, row_limit=3)
    assert (len(cut.rows), cut.cut) == (3, True)


def test_a_bad_query_is_a_query_error(store: Store) -> None:
    with pytest.raises(QueryError):
        store.run("THIS IS NO QUERY", {})


def test_queries_only_read(store: Store) -> None:
    text = {
        "cypher": "CREATE (n:Thing {id: 'new'}) RETURN n.id AS id",
        "sparql": "INSERT DATA { <a:a> <a:b> <a:c> }",
    }
    with pytest.raises(QueryError):
        store.run(text[store.language], {})
    assert ask(store, NAMES).rows


def test_parameters_are_values_never_text(store: Store) -> None:
    evil = "x' OR 1=1 //\"} UNION {"
    text = {
        "cypher": "MATCH (n:Thing) WHERE n.name = $name RETURN n.id AS id",
        "sparql": f"PREFIX gg: <{NAMESPACE}> SELECT ?id {{ ?id gg:name $name }}",
    }
    assert len(store.run(text[store.language], {"name": "腾讯"}).rows) == 1
    assert not store.run(text[store.language], {"name": evil}).rows


def test_the_time_limit_ends_a_query(store: Store) -> None:
    with pytest.raises(QueryError, match="longer than"):
        ask(store, SLOW, time_limit=0.5, row_limit=10**9)


def test_nothing_is_linked_to_what_is_no_fact(store: Store) -> None:
    """A path of any length through one would need such a link; and between random things some are walked."""
    for kind in RECORDS:
        linked = {
            "cypher": f"MATCH (n:{kind})-[r]-() RETURN count(r) AS n",
            "sparql": f"""{PREFIXES} SELECT (COUNT(*) AS ?n) {{ {{ ?x a gg:{kind} }} UNION {{ GRAPH ?g {{ ?x a gg:{kind} }} }}
                {{ ?x ?p ?o }} UNION {{ ?o ?p ?x }} UNION {{ GRAPH ?h {{ ?x ?p ?o }} }} UNION {{ GRAPH ?h {{ ?o ?p ?x }} }}
                FILTER(isIRI(?o) && ?p != rdf:type) }}""",
        }[store.language]
        assert store.run(linked, {}).rows[0][0] == 0, kind
    if store.language == "cypher":
        dice = random.Random(3)
        ids = sorted(row[0] for row in store.run("MATCH (n:Organization) RETURN n.id AS id", {}).rows)
        walk = """MATCH (a:Thing {id: $a}), (b:Thing {id: $b}) MATCH p = shortestPath((a)-[*..6]-(b))
            RETURN size([n IN nodes(p) WHERE NOT n:Thing OR n:Source]) AS others, length(p) AS length"""
        found = [store.run(walk, dict(zip("ab", dice.sample(ids, 2), strict=True))).rows for _ in range(60)]
        walked = [row for rows in found for row in rows]
        assert sum(length > 2 for _, length in walked) > 10
        assert not any(others for others, _ in walked)
