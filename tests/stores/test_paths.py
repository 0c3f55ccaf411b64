"""Relationships lead through facts alone: no untyped path meets a claim, a source or a piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from govgraph.graph.graph import Graph
from govgraph.graph.statements.entity import Edge, Entity
from govgraph.graph.statements.statement import Statement
from govgraph.neo4j_local.server import Address
from govgraph.ontology.model import NAMESPACE
from govgraph.stores.base import Store
from govgraph.stores.embedded import EmbeddedStore, write_embedded
from govgraph.stores.neo4j.load import load
from govgraph.stores.neo4j.store import Neo4jStore
from govgraph.stores.rdf.store import RdfStore, write_rdf
from tests.stores.worlds import graph_of

RECORDS = ("Claim", "Source", "SourceRelation", "Evidence", "Inference")
ENGINES = ["embedded", "sparql", pytest.param("neo4j", marks=pytest.mark.neo4j)]
PREFIXES = f"PREFIX gg: <{NAMESPACE}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
THINGS = ("a", "b", "c", "d")


def rumours() -> Iterator[Statement]:
    """a holds shares in b; that c and d do is planned, denied or disputed; all wrote or published the two sources."""
    for source in ("s1", "s2"):
        document = Entity.of("Source", source, source)
        document.add("name", source)
        document.add("publisherName", "虚构日报")
        document.add("publishedBy", "d")
        yield from document.statements()
        for id_ in THINGS:
            thing = Entity.of("Company", id_, source, locator="1")
            thing.add("name", f"公司{id_}")
            yield from thing.statements()
            yield from Edge.between("Contribution", id_, source, source, locator="9").statements()
        stake = Edge.between("Shareholding", "a", "b", source, locator="2")
        stake.add("stake", "30" if source == "s1" else "40")  # they differ, so each has evidence
        yield from stake.statements()
    for start, end in combinations(THINGS, 2):
        for modality in ("planned", "denied"):
            yield from Edge.between("StrategicPartnership", start, end, "s1", modality=modality).statements()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(rumours(), tmp_path_factory.mktemp("rumours"))


def open_store(engine: str, graph: Graph, request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if engine == "neo4j":
        address: Address = request.getfixturevalue("neo4j_empty")
        load(graph, address, tmp_path / "loads")
        return Neo4jStore(address)
    if engine == "sparql":
        write_rdf(graph, tmp_path / "rdf")
        return RdfStore(tmp_path / "rdf")
    write_embedded(graph, tmp_path / "g.kgl")
    return EmbeddedStore(tmp_path / "g.kgl")


def kinds_met(store: Store, start: str) -> set[str]:
    """The records of RECORDS that paths of up to six steps from a thing lead to, whatever the relationships."""
    if store.language == "cypher":
        where = " OR ".join(f"n:{kind}" for kind in RECORDS)
        text = f"MATCH (a:Thing {{id: $start}})-[*1..6]-(n) WHERE {where} RETURN DISTINCT n.id AS id"
        return {str(row[0]) for row in store.run(text, {"start": start}).rows}
    kinds = " ".join(f"gg:{kind}" for kind in RECORDS)
    records = f"SELECT DISTINCT ?n {{ VALUES ?kind {{ {kinds} }} {{ ?n a ?kind }} UNION {{ GRAPH ?h {{ ?n a ?kind }} }} }}"
    steps = (
        "SELECT ?s ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(isIRI(?o) && ?p != rdf:type) }"
    )
    pairs = [(str(s), str(o)) for s, o in store.run(PREFIXES + steps, {}).rows]
    reached = {start}
    for _ in range(6):
        reached |= {o for s, o in pairs if s in reached} | {s for s, o in pairs if o in reached}
    assert len(reached) > 1 or start in "cd"  # which only rumours and reports tie to the others
    return reached & {str(row[0]) for row in store.run(PREFIXES + records, {}).rows}


@pytest.mark.parametrize("engine", ENGINES)
def test_no_path_meets_what_is_no_fact(
    engine: str, small: Graph, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    assert {kind: n for kind, n in small.counts().items() if kind in RECORDS} == {
        "Claim": 12, "Source": 2, "SourceRelation": 10, "Evidence": 14,
    }  # fmt: skip
    store = open_store(engine, small, request, tmp_path)
    for thing in THINGS:
        assert kinds_met(store, thing) == set()
    store.close()
