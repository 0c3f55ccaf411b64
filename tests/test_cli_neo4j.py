"""`govgraph neo4j …` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from govgraph.neo4j_local.server import Address
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.stores.worlds import cypher

ENVIRONMENT = ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_DATABASE")


@pytest.fixture(autouse=True)
def no_server_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


def test_without_any_server(bundled: Workspace) -> None:
    result = govgraph(bundled, "neo4j", "load")
    assert result.exit_code == 1
    assert "NEO4J_URI" in result.stderr
    assert "govgraph neo4j start" in result.stderr
    assert govgraph(bundled, "query", "run", "co-occurring-giants", "--on", "neo4j").exit_code == 1
    assert "not running" in govgraph(bundled, "neo4j", "status").stdout
    assert govgraph(bundled, "neo4j", "stop").exit_code == 0


@pytest.mark.neo4j
def test_load_twice(world: Workspace, neo4j_empty: Address) -> None:
    words = {
        "NEO4J_URI": neo4j_empty.uri,
        "NEO4J_USER": neo4j_empty.user,
        "NEO4J_PASSWORD": neo4j_empty.password,
    }
    foreseen = govgraph(world, "neo4j", "load", "--dry-run", env=words)
    assert foreseen.exit_code == 0, foreseen.stderr
    assert "would be added" in foreseen.stdout
    assert cypher(neo4j_empty, "MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    loaded = govgraph(world, "neo4j", "load", env=words)
    assert "in the database, Thing: 0 before" in loaded.stdout
    assert len(loaded.output.splitlines()) <= 12, loaded.output
    again = govgraph(world, "neo4j", "load", "--snapshot", env=words)
    assert again.stdout == "nothing to change\n"
    for result in (foreseen, loaded, again):
        assert neo4j_empty.password not in result.output


@pytest.mark.neo4j
@pytest.mark.usefixtures("neo4j_program")
def test_start_status_stop(tmp_path: Path) -> None:
    started = govgraph(tmp_path, "neo4j", "start")
    try:
        assert started.exit_code == 0, started.stderr
        assert "bolt://127.0.0.1:" in started.stdout
        status = govgraph(tmp_path, "neo4j", "status")
        assert status.stdout.startswith("running: Neo4j 5.26")
        secret = (tmp_path / "neo4j/password").read_text("utf-8").strip()
        assert secret not in started.output + status.output
    finally:
        assert govgraph(tmp_path, "neo4j", "stop").exit_code == 0
    assert "not running" in govgraph(tmp_path, "neo4j", "status").stdout
