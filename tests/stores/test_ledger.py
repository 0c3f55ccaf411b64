"""What a workspace remembers of its loads, and what the next load sends for it: without any server.

The database is a dictionary here, filled by the same increments that a Neo4j is filled by.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from govgraph.graph.graph import Graph
from govgraph.stores.neo4j.difference import Difference
from govgraph.stores.neo4j.ledger import Ledger
from tests.stores.database import Database
from tests.stores.worlds import HOSTILE, world


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> list[Graph]:
    """Three graphs, each with something that the others lack."""
    folder = tmp_path_factory.mktemp("graphs")
    return [
        world(folder / "1"),
        world(folder / "2", stake="31", extra=False),
        world(folder / "3", companies=HOSTILE[:3]),
    ]


def files(graph: Graph | None) -> dict[str, bytes]:
    assert graph is not None
    return {path.name: path.read_bytes() for path in graph.folder.iterdir() if path.is_file()}


def same(one: Graph | None, other: Graph) -> bool:
    wanted = {"graph.json", *(table.file for table in other.tables)}
    return files(one) == {name: data for name, data in files(other).items() if name in wanted}


def load(database: Database, graph: Graph, ledger: Ledger, snapshot: bool = True) -> None:
    """The steps of a load, in their order."""
    current = ledger.current
    old = [*([current] if current else []), *ledger.attempts]
    difference = Difference(graph, old, sure=current is not None, left=ledger.left)
    ledger.begin(graph)
    database.apply(difference, graph, snapshot)
    difference.keep_gone(ledger.left, [] if snapshot else None)
    difference.close()
    ledger.finish(graph)


def test_a_ledger_of_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "none")
    assert (ledger.current, ledger.attempts) == (None, [])
    assert not ledger.left.exists()


def test_what_was_begun_is_an_attempt_until_it_is_finished(tmp_path: Path, graphs: list[Graph]) -> None:
    ledger = Ledger(tmp_path / "db")
    ledger.begin(graphs[0])
    assert ledger.current is None
    assert [same(attempt, graphs[0]) for attempt in ledger.attempts] == [True]
    ledger.begin(graphs[0])
    assert len(ledger.attempts) == 1, "the same again is one attempt"
    ledger.begin(graphs[1])
    assert [same(a, g) for a, g in zip(ledger.attempts, graphs[:2], strict=True)] == [True, True]
    ledger.finish(graphs[1])
    assert same(ledger.current, graphs[1])
    assert ledger.attempts == [], "a complete load leaves no other"
    ledger.begin(graphs[2])
    ledger.finish(graphs[2])
    assert same(ledger.current, graphs[2])
    assert [path.name for path in ledger.folder.iterdir()] == ["current"]


def test_the_ledger_outlives_the_build_that_was_loaded(tmp_path: Path) -> None:
    graph = world(tmp_path / "world")
    ledger = Ledger(tmp_path / "db")
    ledger.begin(graph)
    ledger.finish(graph)
    kept = files(ledger.current)
    for path in graph.folder.iterdir():
        path.unlink()
    assert files(ledger.current) == kept


def test_a_disk_without_hard_links_keeps_copies(
    tmp_path: Path, graphs: list[Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    ledger = Ledger(tmp_path / "db")
    ledger.begin(graphs[0])
    ledger.begin(graphs[0])
    assert len(ledger.attempts) == 1, "copies are compared by what they hold"
    assert same(ledger.attempts[0], graphs[0])


class Killed(BaseException):
    """A kill at one step; nothing of ours catches it."""


def dying(monkeypatch: pytest.MonkeyPatch, allowed: int) -> Callable[[], int]:
    """Let so many changes to the folder happen, then none; returns how many were let."""
    done = 0

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **words: Any) -> Any:
            nonlocal done
            if done == allowed:
                raise Killed
            done += 1
            return original(*args, **words)

        return step

    monkeypatch.setattr("os.replace", counted(os.replace))
    monkeypatch.setattr("os.link", counted(os.link))
    monkeypatch.setattr("shutil.rmtree", counted(__import__("shutil").rmtree))
    return lambda: done


@pytest.mark.parametrize("following", [1, 2], ids=["the same again", "another graph"])
def test_killed_at_any_step_of_the_ledger_the_next_load_is_right(
    tmp_path: Path, graphs: list[Graph], monkeypatch: pytest.MonkeyPatch, following: int
) -> None:
    """Killed before each of its changes to the folder in turn: the load after it reaches its graph."""
    for allowed in range(1_000):
        ledger, database = Ledger(tmp_path / f"{allowed}"), Database()
        load(database, graphs[0], ledger)
        with monkeypatch.context() as patched:
            steps = dying(patched, allowed)
            try:
                load(database, graphs[1], ledger)
                killed = False
            except Killed:
                killed = True
        load(database, graphs[following], ledger)
        assert database == Database.of(graphs[following]), f"killed at step {allowed}"
        assert same(ledger.current, graphs[following])
        assert [path.name for path in sorted(ledger.folder.iterdir())] == ["current", "left.parquet"]
        if not killed:
            break
    assert not killed
    assert steps() == allowed > 10


def test_what_a_load_left_in_place_is_told_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "loads")
    assert ledger.untold() == 0
    ledger.folder.mkdir()
    for count in (3, 2):  # each load leaves a file of its own
        duckdb.sql(f"SELECT range AS id FROM range({count})").write_parquet(str(ledger.left))
        os.utime(ledger.left, ns=(count, count))
        assert ledger.untold() == count
        assert ledger.untold() == 0
