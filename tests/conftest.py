"""What tests of several folders share. A missing engine fails in CI and skips elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from neo4j import GraphDatabase

from govgraph.errors import StoreError
from govgraph.neo4j_local.server import Address, LocalServer
from govgraph.stores.neo4j.connect import connected
from govgraph.stores.neo4j.load import database_counts, expected_counts, load
from govgraph.workspace import Workspace
from tests.bundled import build_bundled, build_files, second_world_files, world_files
from tests.once import copied, once

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """How tests are shared out between processes."""
    from tests.order import ByFile

    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order that serves all best."""
    from tests.order import in_order

    in_order(items)


def absent(reason: str) -> NoReturn:
    """End a test that lacks a part of its world."""
    if os.environ.get("CI"):
        pytest.fail(f"missing in CI: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `govgraph demo` ran: its workspace ``ws``, ``stdout``, ``stderr`` and its page; tests only read it."""
    return once(tmp_path_factory, "demo", build_bundled)


@pytest.fixture(scope="session")
def bundled(demo: Path) -> Workspace:
    """A workspace built from the bundled facts; tests only read it."""
    return Workspace(demo / "ws")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The made-up world of the questions, built; tests only read it."""
    return Workspace(once(tmp_path_factory, "world", lambda folder: build_files(world_files(), folder)))


@pytest.fixture(scope="session")
def second_world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The second made-up world, built; tests only read it."""
    return Workspace(
        once(tmp_path_factory, "second", lambda folder: build_files(second_world_files(), folder))
    )


@pytest.fixture
def bundled_copy(bundled: Workspace, tmp_path: Path) -> Workspace:
    """The same for a test that writes to it."""
    return Workspace(copied(bundled.root, tmp_path / "bundled"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium with an empty profile: a page nobody opened is not a page that works."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        absent("no Chromium on this machine")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("playwright is not installed")
    with sync_playwright() as driver:  # once a process: a second one would find the first one's loop
        chromium = driver.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def neo4j_program(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neo4j's program files, fetched if need be."""
    try:
        LocalServer(tmp_path_factory.mktemp("fetch")).fetch(print)
    except StoreError as error:
        absent(str(error))


@pytest.fixture(scope="session")
def neo4j_seed(neo4j_program: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an empty Neo4j that was started once; copies of it start in half the time of a new one."""
    home = tmp_path_factory.mktemp("seed") / "neo4j"
    with LocalServer(home).running():
        pass
    return home


@pytest.fixture(scope="session")
def neo4j_server(neo4j_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The one Neo4j of a test session; it ends with the session, however that ends."""
    home = Path(shutil.copytree(neo4j_seed, tmp_path_factory.mktemp("served") / "neo4j"))
    with LocalServer(home).running(print) as address:
        yield address


@pytest.fixture
def neo4j_bundled(
    bundled: Workspace,
    neo4j_server: Address,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Address:
    """The session's Neo4j with the bundled graph and nothing else, named by the environment."""
    graph = bundled.graph()
    with connected(neo4j_server) as driver, driver.session() as session:
        total = session.run("MATCH (n) RETURN count(n) AS n").single(strict=True)["n"]
        loaded = database_counts(session, graph) == expected_counts(graph)
        if not loaded or total != sum(t.count for t in graph.nodes):
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
            load(graph, neo4j_server, tmp_path_factory.mktemp("loads"))
    for name in ("uri", "user", "password", "database"):
        monkeypatch.setenv(f"NEO4J_{name.upper()}", getattr(neo4j_server, name))
    return neo4j_server


@pytest.fixture
def neo4j_empty(neo4j_server: Address) -> Address:
    """The session's Neo4j without data, and without constraints and indexes but those that a load makes anyway."""
    empty(neo4j_server)
    return neo4j_server


def empty(address: Address, *, bare: bool = False) -> None:
    """Take everything out of a Neo4j that belongs to the tests; a ``bare`` one keeps no loads' constraints either."""
    with (
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session(database=address.database) as session,
    ):
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for kind, query in (
            ("CONSTRAINT", "SHOW CONSTRAINTS YIELD name"),
            ("INDEX", "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"),
        ):
            for row in session.run(query).data():
                if bare or not row["name"].startswith("govgraph_"):
                    session.run(f"DROP {kind} `{row['name']}` IF EXISTS").consume()
