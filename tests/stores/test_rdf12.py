"""RDF 1.2 read back by an engine that knows triple terms; and any text survives as N-Quads."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govgraph.graph.graph import Graph
from govgraph.graph.statements.entity import Entity
from govgraph.ontology.model import ID_BASE, NAMESPACE
from govgraph.stores.exports import export
from govgraph.stores.rdf.store import quads
from govgraph.workspace import Workspace
from tests.stores.test_rdf import two_sources
from tests.stores.worlds import HOSTILE, graph_of, world

PREFIXES = {"gg": NAMESPACE, "id": ID_BASE, "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}


def read_back(graph: Graph, path: Path) -> ox.Store:
    export(graph, "rdf12", path)
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.N_QUADS)
    return store


def ask(store: ox.Store, names: str, pattern: str) -> list[tuple[str, ...]]:
    """Rows of the named variables, by local names and values, sorted."""
    found = store.query(f"SELECT DISTINCT {names} {{ {pattern} }}", prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(re.split("[/#]", str(term.value))[-1] for term in row) for row in found)


def test_a_claim_reifies_what_nobody_states(tmp_path: Path) -> None:
    """s2 only guesses that c holds shares in d, and how many."""
    store = read_back(graph_of(two_sources(), tmp_path), tmp_path / "g.nq")
    pattern = "GRAPH ?g { ?r rdf:reifies <<( id:c gg:holdsSharesIn id:d )>> ; gg:modality ?m ; a ?kind }"
    assert ask(store, "?kind ?g ?m", pattern) == [
        ("Claim", "s2", "speculated"),
        ("Evidence", "s2", "speculated"),
    ]
    assert not ask(store, "?x", "id:c gg:holdsSharesIn ?x")
    assert not ask(store, "?x", "GRAPH ?g { id:c gg:holdsSharesIn ?x }")
    # its evidence for the stake speaks of a stake of that edge
    stake = "GRAPH ?g { ?v rdf:reifies <<( ?edge gg:stake ?percent )>> ; gg:source ?s ; gg:about ?edgeId }"
    ((percent, source, edge, about),) = ask(store, "?percent ?s ?edge ?edgeId", stake)
    assert (percent, source, edge) == ("51", "s2", about)


def test_evidence_reifies_each_of_two_values(tmp_path: Path) -> None:
    store = read_back(graph_of(two_sources(), tmp_path), tmp_path / "g.nq")
    days = "GRAPH ?g { ?v rdf:reifies <<( id:c gg:founded ?day )>> ; gg:source ?s }"
    assert ask(store, "?day ?g ?s", days) == [("1999-01-01", "s1", "s1"), ("1999-05-01", "s2", "s2")]


def test_parallel_relationships_keep_their_own_values(tmp_path: Path) -> None:
    """Two stakes between the same two: one direct triple, two reifiers."""
    store = read_back(world(tmp_path), tmp_path / "g.nq")
    pattern = "?r rdf:reifies <<( id:c0 gg:holdsSharesIn id:c1 )>> ; gg:stake ?stake ; gg:sources ?by"
    assert ask(store, "?stake ?by", pattern) == [("30.5", "s1"), ("40", "s1")]


def test_nothing_else_changes(bundled: Workspace, tmp_path: Path) -> None:
    """Without reifiers, and what stands on those of stated links, the rest is the RDF 1.1 export's."""
    graph = bundled.graph()
    new = set(read_back(graph, tmp_path / "g.nq"))
    old = set(quads(graph))
    reifies = PREFIXES["rdf"] + "reifies"
    reifiers = {q.subject for q in new if q.predicate.value == reifies}
    assert {q.subject for q in new - old} <= reifiers
    gone = old - new
    assert {q.predicate.value.rpartition("#")[2] for q in gone} == {"type", "subject", "predicate", "object"}
    assert {q.subject for q in gone} <= reifiers
    # every relationship, claim and piece of evidence speaks of a triple
    spoken = [t for t in graph.tables if not t.file.startswith(("node-", "inference", "edge-CLAIM"))]
    ids = {ID_BASE + row["id"] for t in spoken for batch in graph.rows(t) for row in batch}
    assert {r.value for r in reifiers} == ids


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
        min_size=1,
        max_size=30,
    )
)
def test_any_text_comes_back(tmp_path_factory: object, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("any")  # type: ignore[attr-defined]
    entity = Entity.of("Company", "c", "s")
    for text in (*texts, *HOSTILE):
        entity.add("alias", text)
    found = quads(graph_of(entity.statements(), folder))
    aliases = {q.object.value for q in found if q.predicate.value == NAMESPACE + "alias"}
    assert aliases == {*texts, *HOSTILE}
