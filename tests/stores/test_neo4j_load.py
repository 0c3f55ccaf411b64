"""Loading into a real Neo4j: increments, kills, and everybody else's data."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.generate import write
from govgraph.errors import StoreError
from govgraph.graph.builder.build import build
from govgraph.graph.graph import Graph
from govgraph.neo4j_local.server import Address, LocalServer
from govgraph.stores.neo4j.ledger import Ledger
from govgraph.stores.neo4j.load import expected_counts, load
from govgraph.stores.neo4j.load_full import _require_ours, load_full
from tests.conftest import empty
from tests.stores.worlds import HOSTILE, cypher, everything, world

pytestmark = pytest.mark.neo4j

# Load the graph in argv[1], say each step and wait to be told to take it.
STEP = """
def step(line):
    print(line, flush=True)
    input()
"""
FULL_LOADER = f"""
import sys
from pathlib import Path
from govgraph.graph.graph import Graph
from govgraph.stores.neo4j.load_full import load_full
from govgraph.neo4j_local.server import LocalServer
{STEP}
graph, home, ledgers = map(Path, sys.argv[1:])
load_full(Graph.open(graph), LocalServer(home), ledgers, progress=step)
"""
LOADER = f"""
import sys
from pathlib import Path
from govgraph.graph.graph import Graph
from govgraph.stores.neo4j.connect import find_address
import govgraph.stores.neo4j.load as told
from govgraph.stores.neo4j.load import load
told._SECONDS = -1  # each batch, not only some
{STEP}
graph, ledgers = map(Path, sys.argv[1:])
load(Graph.open(graph), find_address(Path()), ledgers, snapshot=True, batch=50, progress=step)
"""


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of made-up contracts."""
    folder = tmp_path_factory.mktemp("market")
    return build(write(60, folder), folder / "graph")


def test_types_arrive_as_types(neo4j_empty: Address, tmp_path: Path) -> None:
    empty(neo4j_empty, bare=True)
    graph = world(tmp_path)
    report = load(graph, neo4j_empty, tmp_path / "loads", snapshot=True)  # the first, and nothing to remove
    names = {row["name"] for row in cypher(neo4j_empty, "SHOW CONSTRAINTS YIELD name")}
    assert {"govgraph_Thing_id", "govgraph_HOLDS_SHARES_IN_id"} <= names
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


def killed(program: str, *arguments: Path, steps: int, seed: int, env: dict[str, str] | None = None) -> bool:
    """Run a loader and kill it a moment after one of so many steps, never after the last; whether it still ran."""
    dice = random.Random(seed)
    command = [sys.executable, "-c", program, *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env={**os.environ, **(env or {})}, **pipes) as child:
        assert child.stdin
        assert child.stdout
        for _ in range(dice.randrange(1, steps)):
            child.stdout.readline()
            with suppress(BrokenPipeError):
                child.stdin.write(b"\n")
                child.stdin.flush()
        with suppress(subprocess.TimeoutExpired):
            child.wait(dice.uniform(0, 0.1))
        child.kill()
    assert child.returncode in (0, -signal.SIGKILL)
    return child.returncode != 0


@pytest.mark.parametrize("count", [1, pytest.param(20, marks=pytest.mark.long)])
def test_killed_while_loading(
    neo4j_empty: Address, market: Graph, tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load one graph, then another with a kill on its way; a rerun must reach the second."""
    monkeypatch.setattr("govgraph.stores.neo4j.load._SECONDS", -1)  # each batch is told
    former, said = world(tmp_path / "former"), list[str]()
    load(market, neo4j_empty, tmp_path / "once", batch=50, progress=said.append)
    expected = everything(neo4j_empty)
    words = {
        "NEO4J_URI": neo4j_empty.uri,
        "NEO4J_USER": neo4j_empty.user,
        "NEO4J_PASSWORD": neo4j_empty.password,
    }
    hits = 0
    for seed in range(count):
        cypher(neo4j_empty, "MATCH (n) DETACH DELETE n")
        loads = tmp_path / str(seed)
        load(former, neo4j_empty, loads)
        hits += killed(LOADER, market.folder, loads, steps=len(said), seed=seed, env=words)
        load(market, neo4j_empty, loads, snapshot=True)
        assert everything(neo4j_empty) == expected, f"seed {seed}"
    print(f"{hits} of {count} loads were killed before their end; each rerun reached the same graph")
    assert hits


@pytest.fixture
def local(neo4j_seed: Path, tmp_path: Path) -> Iterator[LocalServer]:
    """A local Neo4j of the test's own."""
    server = LocalServer(Path(shutil.copytree(neo4j_seed, tmp_path / "neo4j")))
    yield server
    server.stop()


def incremental(address: Address, graph: Graph, folder: Path) -> list[str]:
    """What an empty database holds after the other way of loading."""
    cypher(address, "MATCH (n) DETACH DELETE n")
    load(graph, address, folder)
    return everything(address)


def test_full_load_equals_incremental(
    neo4j_empty: Address, local: LocalServer, market: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways give the same database, also after a kill and a break; others' data are not replaced."""
    graph, ledgers, said = world(tmp_path / "world"), tmp_path / "full", list[str]()
    with monkeypatch.context() as patched:  # it breaks off when the new database is there and not noted yet
        patched.delattr(Ledger, "begin")
        with pytest.raises(AttributeError):
            load_full(market, local, ledgers, progress=said.append)
    assert killed(FULL_LOADER, graph.folder, local.home, ledgers, steps=len(said), seed=0)
    report = load_full(graph, local, ledgers)
    assert report.after == expected_counts(graph)
    address = local.start()
    assert _require_ours(graph, address, ledgers, 0) == report.after, "what is noted may be replaced"
    assert everything(address) == incremental(neo4j_empty, graph, tmp_path / "loads")
    again = load(graph, address, ledgers)
    assert not any(c.added or c.changed for c in again.changes.values())
    cypher(address, "UNWIND range(1, 500) AS i CREATE (:Mine {i: i})")
    with pytest.raises(StoreError, match="replaces the whole database"):
        load_full(graph, local, ledgers)
    assert cypher(local.start(), "MATCH (m:Mine) RETURN count(m) AS n") == [{"n": 500}]


@pytest.mark.long
def test_killed_full_loads(neo4j_empty: Address, local: LocalServer, market: Graph, tmp_path: Path) -> None:
    """Two graphs in turn, each load killed on its way and run again."""
    graphs, ledgers, said, hits = [market, world(tmp_path / "world")], tmp_path / "full", list[str](), 0
    expected = [incremental(neo4j_empty, graph, tmp_path / f"{i}") for i, graph in enumerate(graphs)]
    load_full(graphs[1], local, ledgers, progress=said.append)
    for seed in range(20):
        graph = graphs[seed % 2]
        hits += killed(FULL_LOADER, graph.folder, local.home, ledgers, steps=len(said), seed=seed)
        load_full(graph, local, ledgers)
        assert everything(local.start()) == expected[seed % 2], f"seed {seed}"
    print(f"{hits} of 20 full loads were killed before their end; each rerun reached the same graph")
    assert hits > 10
