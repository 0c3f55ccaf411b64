"""Loading into a real Neo4j: increments, kills, and everybody else's data."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.generate import write
from govgraph.errors import StoreError
from govgraph.graph.builder.build import build
from govgraph.graph.graph import Graph
from govgraph.neo4j_local.server import Address, LocalServer
from govgraph.stores.neo4j.load import expected_counts, ledger_of, load
from govgraph.stores.neo4j.load_full import load_full
from govgraph.stores.neo4j.store import load_full as neo4j_full
from tests.stores.worlds import HOSTILE, cypher, everything, world

pytestmark = pytest.mark.neo4j

# Loads the graph in argv[1] as the environment says, in batches so small that a kill falls between two.
FULL_LOADER = """
import sys
from pathlib import Path
from govgraph.graph.graph import Graph
from govgraph.stores.neo4j.load_full import load_full
from govgraph.neo4j_local.server import LocalServer
graph, home, ledgers = map(Path, sys.argv[1:])
print("ready", flush=True)
load_full(Graph.open(graph), LocalServer(home), ledgers)
"""
LOADER = """
import sys
from pathlib import Path
from govgraph.graph.graph import Graph
from govgraph.stores.neo4j.connect import find_address
from govgraph.stores.neo4j.load import load
graph, ledgers = map(Path, sys.argv[1:])
print("ready", flush=True)
load(Graph.open(graph), find_address(Path()), ledgers, snapshot=True, batch=50)
"""


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of made-up contracts."""
    folder = tmp_path_factory.mktemp("market")
    return build(write(60, folder), folder / "graph")


def test_types_arrive_as_types(neo4j_empty: Address, tmp_path: Path) -> None:
    graph = world(tmp_path)
    report = load(graph, neo4j_empty, tmp_path / "loads")
    assert {k: v for k, v in report.after.items() if v} == expected_counts(graph)
    (company,) = cypher(
        neo4j_empty,
        "MATCH (c:Company {id: 'c0'}) RETURN valueType(c.founded) AS d, toString(c.founded) AS day, "
        "valueType(c.listed) AS b, valueType(c.registeredCapital) AS f, c.registeredCapital AS money, labels(c) AS labels",
    )
    assert company["d"].startswith("DATE")
    assert company["day"] == "1999-05-01"
    assert company["b"].startswith("BOOLEAN")
    assert company["f"].startswith("FLOAT")
    assert company["money"] == 12345678901.1
    assert {"Company", "LegalEntity", "Organization", "Agent", "Thing"} <= set(company["labels"])
    aliases = cypher(neo4j_empty, "MATCH (g:CorporateGroup) RETURN g.alias AS alias")[0]["alias"]
    assert sorted(aliases) == sorted(HOSTILE)


def test_parallel_relationships_and_hostile_names_survive(neo4j_empty: Address, tmp_path: Path) -> None:
    load(world(tmp_path), neo4j_empty, tmp_path / "loads")
    stakes = cypher(
        neo4j_empty, "MATCH ({id: 'c0'})-[r:HOLDS_SHARES_IN]->({id: 'c1'}) RETURN r.stake AS s ORDER BY s"
    )
    assert [row["s"] for row in stakes] == [30.5, 40.0]
    names = cypher(neo4j_empty, "MATCH (c:Company) WHERE c.id STARTS WITH 'c' RETURN c.name AS name")
    assert {row["name"] for row in names} == set(HOSTILE)


def test_again_changes_nothing(neo4j_empty: Address, tmp_path: Path) -> None:
    graph = world(tmp_path)
    load(graph, neo4j_empty, tmp_path / "loads")
    before = everything(neo4j_empty)
    again = load(graph, neo4j_empty, tmp_path / "loads")
    assert not any(c.added or c.changed or c.removed for c in again.changes.values())
    # a workspace that never loaded sends all again, to the same end
    load(graph, neo4j_empty, tmp_path / "other loads")
    assert everything(neo4j_empty) == before


def test_delta_keeps_and_snapshot_removes(neo4j_empty: Address, tmp_path: Path) -> None:
    loads = tmp_path / "loads"
    load(world(tmp_path / "1"), neo4j_empty, loads)
    later = world(tmp_path / "2", stake="31", extra=False, companies=HOSTILE[:4])
    before = everything(neo4j_empty)
    foreseen = load(later, neo4j_empty, loads, snapshot=True, dry_run=True)
    assert everything(neo4j_empty) == before
    delta = load(later, neo4j_empty, loads)
    assert delta.left > 0
    assert cypher(neo4j_empty, "MATCH (n:Company {id: 'gone'}) RETURN n.name AS name") == [{"name": "将离开"}]
    done = load(later, neo4j_empty, loads, snapshot=True)
    assert done.changes["Thing"].removed == foreseen.changes["Thing"].removed == 2
    reached = everything(neo4j_empty)
    cypher(neo4j_empty, "MATCH (n) DETACH DELETE n")
    load(later, neo4j_empty, tmp_path / "fresh")
    assert reached == everything(neo4j_empty)


def test_values_and_labels_that_went(neo4j_empty: Address, tmp_path: Path) -> None:
    """A snapshot takes a lost label and a lost key away; a delta leaves both."""
    loads = tmp_path / "loads"
    graph = world(tmp_path / "1")
    load(graph, neo4j_empty, loads)
    (table,) = (t for t in graph.nodes if t.labels[0] == "CorporateGroup")
    fewer = replace(
        table, labels=table.labels[1:], columns=tuple(c for c in table.columns if c.name != "alias")
    )
    later = Graph(tmp_path / "2", tuple(fewer if t is table else t for t in graph.nodes), ())
    later.folder.mkdir()
    for file in graph.folder.iterdir():
        (later.folder / file.name).hardlink_to(file)
    (later.folder / "graph.json").unlink()
    later.save()
    probe = "MATCH (g {id: 'g'}) RETURN g:CorporateGroup AS label, g.alias IS NULL AS bare"
    load(later, neo4j_empty, loads)
    assert cypher(neo4j_empty, probe) == [{"label": True, "bare": False}]
    load(graph, neo4j_empty, loads)
    load(later, neo4j_empty, loads, snapshot=True)
    assert cypher(neo4j_empty, probe) == [{"label": False, "bare": True}]


def test_others_data_stay(neo4j_empty: Address, tmp_path: Path) -> None:
    cypher(neo4j_empty, "CREATE (:Person {name: 'mine'})-[:KNOWS {since: 1}]->(:Company {name: 'theirs'})")
    loads = tmp_path / "loads"
    load(world(tmp_path / "1"), neo4j_empty, loads)
    cypher(neo4j_empty, "MATCH (p:Person {name: 'mine'}), (c {id: 'gone'}) CREATE (p)-[:WATCHES]->(c)")
    cypher(neo4j_empty, "MATCH (c {id: 'c1'}) SET c.myNote = 'keep', c:Watched")
    report = load(world(tmp_path / "2", extra=False), neo4j_empty, loads, snapshot=True)
    assert report.kept == 1
    mine = cypher(neo4j_empty, "MATCH (p:Person)-[r]->(x) RETURN type(r) AS t, x.name AS name ORDER BY t")
    assert mine == [{"t": "KNOWS", "name": "theirs"}, {"t": "WATCHES", "name": "将离开"}]
    assert cypher(neo4j_empty, "MATCH (c:Watched) RETURN c.myNote AS note") == [{"note": "keep"}]


def test_a_loss_in_the_database_is_made_good(neo4j_empty: Address, tmp_path: Path) -> None:
    graph = world(tmp_path)
    load(graph, neo4j_empty, tmp_path / "loads")
    before = everything(neo4j_empty)
    cypher(neo4j_empty, "MATCH (c {id: 'c2'}) DETACH DELETE c")
    load(graph, neo4j_empty, tmp_path / "loads")
    assert everything(neo4j_empty) == before


def kills(
    address: Address, graph: Graph, former: Graph, folder: Path, seed: int, expected: list[str]
) -> bool:
    """Load one graph, then another with a kill at a random moment; a rerun must reach the second."""
    cypher(address, "MATCH (n) DETACH DELETE n")
    loads = folder / "loads"
    load(former, address, loads)
    words = {"NEO4J_URI": address.uri, "NEO4J_USER": address.user, "NEO4J_PASSWORD": address.password}
    command = [sys.executable, "-c", LOADER, str(graph.folder), str(loads)]
    hit = killed(command, seed, 3.5, {"PATH": "/usr/bin:/bin", **words})
    load(graph, address, loads, snapshot=True)
    assert everything(address) == expected, f"seed {seed}"
    return hit


@pytest.mark.parametrize("count", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_while_loading(neo4j_empty: Address, market: Graph, tmp_path: Path, count: int) -> None:
    former = world(tmp_path / "former")
    load(market, neo4j_empty, tmp_path / "once")
    expected = everything(neo4j_empty)
    hits = sum(
        kills(neo4j_empty, market, former, tmp_path / str(seed), seed, expected) for seed in range(count)
    )
    print(f"{hits} of {count} loads were killed before their end; each rerun reached the same graph")
    assert hits


def killed(command: list[str], seed: int, longest: float, env: dict[str, str] | None = None) -> bool:
    """Run a program that says when it is ready, and kill it at a random moment; whether it still ran."""
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        try:
            child.wait(random.Random(seed).uniform(0.1, longest))
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


@pytest.mark.parametrize("count", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_full_loads(
    neo4j_empty: Address, neo4j_program: None, market: Graph, tmp_path: Path, count: int
) -> None:
    """A first load of one graph, then of others in turn, each killed on its way and run again."""
    graphs = [market, world(tmp_path / "other")]
    expected = []
    for graph in graphs:
        cypher(neo4j_empty, "MATCH (n) DETACH DELETE n")
        load(graph, neo4j_empty, tmp_path / f"once-{len(expected)}")
        expected.append(everything(neo4j_empty))
    server, ledgers, hits, longest = LocalServer(tmp_path / "neo4j"), tmp_path / "loads", 0, 12.0
    try:
        for seed in range(count):
            turn = seed % 2
            command = [
                sys.executable,
                "-c",
                FULL_LOADER,
                str(graphs[turn].folder),
                str(server.home),
                str(ledgers),
            ]
            hits += killed(command, seed, longest)
            began = time.monotonic()
            load_full(graphs[turn], server, ledgers)
            longest = 0.9 * (time.monotonic() - began)  # so that most are hit, on any machine
            assert everything(server.start()) == expected[turn], f"seed {seed}"
    finally:
        server.stop()
    print(f"{hits} of {count} full loads were killed before their end; each rerun reached the same graph")
    assert hits


def test_full_load_equals_incremental(
    neo4j_empty: Address,
    neo4j_program: None,
    tmp_path: Path,
    market: Graph,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both ways give the same database, hostile names included; others' data are not replaced."""
    graph = world(tmp_path)
    server = LocalServer(tmp_path / "neo4j")
    try:
        report = load_full(market, server, tmp_path / "full")
        assert report.after == expected_counts(market)
        ledgers_left = [ledger_of]  # it breaks off when the new database is there and not noted yet
        monkeypatch.setattr(neo4j_full, "ledger_of", lambda *given: ledgers_left.pop()(*given))
        with pytest.raises(IndexError):
            load_full(graph, server, tmp_path / "full")
        monkeypatch.undo()
        load_full(graph, server, tmp_path / "full")
        address = server.start()
        load(graph, neo4j_empty, tmp_path / "loads")
        assert everything(address) == everything(neo4j_empty)
        again = load(graph, address, tmp_path / "full")
        assert not any(c.added or c.changed for c in again.changes.values())
        cypher(address, "UNWIND range(1, 500) AS i CREATE (:Mine {i: i})")
        with pytest.raises(StoreError, match="replaces the whole database"):
            load_full(graph, server, tmp_path / "full")
        assert cypher(server.start(), "MATCH (m:Mine) RETURN count(m) AS n") == [{"n": 500}]
    finally:
        server.stop()
