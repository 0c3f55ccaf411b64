"""What can go wrong with a server, each with a real one: a clear word, and nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from govgraph.errors import StoreError
from govgraph.graph.graph import Graph
from govgraph.graph.statements.entity import Entity
from govgraph.neo4j_local.server import Address, LocalServer
from govgraph.stores.neo4j.connect import connected, find_address, require_supported
from govgraph.stores.neo4j.load import expected_counts, load
from govgraph.stores.neo4j.store import Neo4jStore
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.stores.worlds import cypher, graph_of, world

pytestmark = pytest.mark.neo4j
SECRET = "not-the-password-9472"


def test_nothing_known(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"NEO4J_URI.*govgraph neo4j start"):
        find_address(tmp_path, {})
    with pytest.raises(StoreError, match="NEO4J_PASSWORD is not"):
        find_address(tmp_path, {"NEO4J_URI": "bolt://127.0.0.1:1"})


def test_the_environment_names_a_server(tmp_path: Path) -> None:
    words = {
        "NEO4J_URI": "neo4j+s://db.example",
        "NEO4J_USER": "ann",
        "NEO4J_PASSWORD": SECRET,
        "NEO4J_DATABASE": "d",
    }
    assert find_address(tmp_path, words) == Address("neo4j+s://db.example", "ann", SECRET, "d")
    assert SECRET not in repr(find_address(tmp_path, words))


def test_wrong_password(neo4j_server: Address) -> None:
    with (
        pytest.raises(StoreError, match="refuses user or password") as caught,
        connected(replace(neo4j_server, password=SECRET)),
    ):
        pass
    assert SECRET not in str(caught.value)


def test_the_password_is_never_printed(bundled: Workspace, neo4j_server: Address) -> None:
    words = {"NEO4J_URI": neo4j_server.uri, "NEO4J_PASSWORD": SECRET}
    result = govgraph(bundled, "neo4j", "load", env=words)
    assert result.exit_code == 1
    assert "refuses user or password" in result.stderr
    assert SECRET not in result.output


def test_server_down() -> None:
    with pytest.raises(StoreError, match="does not answer"):
        Neo4jStore(Address("bolt://127.0.0.1:9", "neo4j", SECRET))


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7687", "nonsense", "bolt://"])
def test_bad_addresses(uri: str) -> None:
    with pytest.raises(StoreError):
        Neo4jStore(Address(uri, "neo4j", SECRET))


def test_unknown_database(neo4j_server: Address) -> None:
    with pytest.raises(StoreError, match="no database"):
        Neo4jStore(replace(neo4j_server, database="elsewhere"))


def test_nothing_is_told_to_anybody(neo4j_server: Address) -> None:
    expected = {
        "client.allow_telemetry": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.usage_report.enabled": "false",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
    }
    rows = cypher(neo4j_server, "SHOW SETTINGS YIELD name, value")
    assert expected.items() <= {row["name"]: row["value"] for row in rows}.items()


def test_unsupported_version() -> None:
    for version in ("4.4.38", "5.22.0", "unknown"):
        with pytest.raises(StoreError, match="not supported"):
            require_supported(version)
    for version in ("5.23.0", "5.26.30", "2025.01.0"):
        require_supported(version)


def test_routing_and_its_address(neo4j_empty: Address, tmp_path: Path) -> None:
    """The same load over ``neo4j://``, against one server."""
    routed = replace(neo4j_empty, uri=neo4j_empty.uri.replace("bolt://", "neo4j://"))
    graph = world(tmp_path)
    assert {k: v for k, v in load(graph, routed, tmp_path / "loads").after.items() if v} == expected_counts(
        graph
    )


def many(count: int, folder: Path) -> Graph:
    """Many companies with long names, and nothing else: much to write in few kinds of statements."""
    said = [s for n in range(count) for s in company(n).statements()]
    return graph_of([*Entity.of("Source", "s", "s").statements(), *said], folder)


def company(number: int) -> Entity:
    made = Entity.of("Company", f"c{number}", "s")
    made.add("name", f"虚构{number}号" + "云" * 300)
    return made


def test_server_lost_while_loading(neo4j_seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process is killed in the middle; the next load completes what is missing."""
    monkeypatch.setattr("govgraph.stores.neo4j.load._SECONDS", -1)  # each batch is told
    graph = many(2_000, tmp_path)
    server = LocalServer(Path(shutil.copytree(neo4j_seed, tmp_path / "neo4j")))
    address = server.start()
    pid = server.status().pid
    assert pid
    said: list[str] = []

    def hear(text: str) -> None:
        said.append(text)
        if len(said) == 12:
            os.kill(pid, signal.SIGKILL)

    try:
        with pytest.raises(StoreError, match=r"does not answer|refused"):
            load(graph, address, tmp_path / "loads", batch=100, progress=hear)
        address = server.start()
        some = cypher(address, "MATCH (n:Thing) RETURN count(n) AS n")[0]["n"]
        assert 0 < some < expected_counts(graph)["Thing"]
        assert load(graph, address, tmp_path / "loads").after == expected_counts(graph)
    finally:
        server.stop()


def test_read_only_database(neo4j_seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govgraph.neo4j_local import setup as _server_setup

    server = LocalServer(Path(shutil.copytree(neo4j_seed, tmp_path / "neo4j")))
    monkeypatch.setitem(_server_setup._SETTINGS, "server.databases.default_to_read_only", "true")
    try:
        with pytest.raises(StoreError, match="read-only"):
            load(world(tmp_path), server.start(), tmp_path / "loads")
    finally:
        server.stop()


def test_disk_full(neo4j_seed: Path, tmp_path: Path, small_disk: Callable[[str], Path]) -> None:
    """With 1 MB left the load says so; with room again the next one completes it."""
    graph = many(3_000, tmp_path)
    disk = small_disk("300m")
    server = LocalServer(Path(shutil.copytree(neo4j_seed, disk / "neo4j")))
    try:
        address = server.start()
        load(many(5, tmp_path / "first"), address, tmp_path / "loads")
        filler = disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(disk).free - (1 << 20)))
        with pytest.raises(StoreError, match="disk"):
            load(graph, address, tmp_path / "loads")
        filler.unlink()
        os.kill(server.status().pid or 0, signal.SIGKILL)  # on a full disk it takes a minute to end by itself
        assert load(graph, server.start(), tmp_path / "loads", snapshot=True).after == expected_counts(graph)
    finally:
        server.stop()
