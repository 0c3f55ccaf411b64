"""Every saved question, found by its files: complete, portable, the same on every engine, and right.

There are two made-up worlds, ``world*.yml`` and ``second/world.yml``; what a question must answer in one of them
stands beside it in NAME.expected.csv (and NAME.CASE.expected.csv, whose first line gives parameters).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from govgraph.graph.reader.names import Names
from govgraph.loaders.registry import load
from govgraph.neo4j_local.server import Address
from govgraph.queries.check import check_query
from govgraph.queries.library import FOLDER, Parameter, Query, query_names, read_query
from govgraph.queries.render import to_json
from govgraph.queries.run import run_query
from govgraph.queries.table import Table
from govgraph.stores.base import Store
from govgraph.stores.neo4j.load import load as load_neo4j
from govgraph.stores.neo4j.store import Neo4jStore
from govgraph.workspace import Workspace
from tests.conftest import empty

HERE = Path(__file__).parent
NAMES = query_names()
EXPECTED = sorted(HERE.rglob("*.expected.csv"))
IDS = [path.name.removesuffix(".expected.csv") for path in EXPECTED]
HOSTILE = "x' OR 1=1 }) DETACH DELETE n // \" } ; DROP ALL ; # \\ \n $buyer"


@pytest.fixture(scope="module", params=["embedded", "sparql"])
def store(world: Workspace, request: pytest.FixtureRequest) -> Iterator[Store]:
    opened = world.open(request.param)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def worlds(world: Workspace, second_world: Workspace) -> dict[Path, Workspace]:
    """The made-up worlds by the folder that their expected answers stand in."""
    return {HERE: world, HERE / "second": second_world}


@pytest.fixture(scope="module", params=["embedded", "sparql"])
def stores(worlds: dict[Path, Workspace], request: pytest.FixtureRequest) -> Iterator[dict[Path, Store]]:
    opened = {folder: workspace.open(request.param) for folder, workspace in worlds.items()}
    yield opened
    for store in opened.values():
        store.close()


def read_expected(path: Path) -> tuple[str, dict[str, str], list[list[str]]]:
    """The question's name, its parameters, and the rows with their heading."""
    lines = path.read_text("utf-8").splitlines()
    given = dict(p.split("=", 1) for p in lines.pop(0)[2:].split()) if lines[0].startswith("#") else {}
    return path.name.split(".")[0], given, list(csv.reader(lines))


def typed(rows: list[list[str]], query: Query) -> list[tuple[Any, ...]]:
    """Cells of a file as the values of a table."""
    as_: dict[str, Callable[[str], Any]] = {
        "integer": int, "number": float, "money": float, "boolean": lambda text: text == "true",
        "list": lambda text: sorted(text.split("; ")) if text else [],
    }  # fmt: skip
    return [
        tuple(
            as_.get(column.type, str)(cell) if cell or column.type == "list" else None
            for cell, column in zip(row, query.columns, strict=True)
        )
        for row in rows
    ]


@cache
def names(workspace: Workspace) -> Names:
    """A workspace's names, read once: that takes longer than most questions."""
    return workspace.names()


def answer(query: Query, store: Store, world: Workspace, **given: str) -> Table:
    return run_query(query, store, given, names(world).resolve)


def blank(rows: Any) -> list[tuple[Any, ...]]:
    """Rows in which an empty text is as good as none: a file cannot tell the two apart."""
    return [tuple(None if cell == "" else cell for cell in row) for row in rows]


def test_every_question_has_an_answer_and_a_twin() -> None:
    assert len(NAMES) >= 26
    assert {path.name.split(".")[0] for path in EXPECTED} == set(NAMES)
    assert sorted(path.stem for path in FOLDER.glob("*.rq")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_is_complete_and_portable(name: str) -> None:
    assert check_query(read_query(name)) == []


@pytest.mark.parametrize("path", EXPECTED, ids=IDS)
def test_gives_the_expected_answer(
    path: Path, stores: dict[Path, Store], worlds: dict[Path, Workspace]
) -> None:
    store, world = stores[path.parent], worlds[path.parent]
    name, given, (heading, *rows) = read_expected(path)
    query = read_query(name)
    assert rows, "an empty expected answer proves nothing"
    assert heading == [column.name for column in query.columns]
    assert blank(answer(query, store, world, **given).rows) == typed(rows, query)


@pytest.mark.parametrize("name", NAMES)
def test_engines_give_the_same_bytes(name: str, worlds: dict[Path, Workspace], bundled: Workspace) -> None:
    for workspace in (*worlds.values(), bundled):
        stores = [workspace.open(engine) for engine in ("embedded", "sparql")]
        texts = [to_json(answer(read_query(name), store, workspace)) for store in stores]
        assert texts[0] == texts[1]


@pytest.mark.neo4j
def test_neo4j_gives_the_same_bytes_on_the_bundled_facts(bundled: Workspace, neo4j_bundled: Address) -> None:
    """It stands before the made-up world, since then the server still holds these facts."""
    stores = (Neo4jStore(neo4j_bundled), bundled.open("embedded"))
    differing = [
        name
        for name in NAMES
        if len({to_json(answer(read_query(name), store, bundled)) for store in stores}) > 1
    ]
    stores[0].close()
    assert differing == []


@pytest.fixture(scope="session")
def neo4j_worlds(
    worlds: dict[Path, Workspace], neo4j_server: Address, tmp_path_factory: pytest.TempPathFactory
) -> dict[Path, str]:
    """What Neo4j answers in the made-up worlds, by expected file; asked at once, since tests share a server."""
    found = {}
    for folder, world in worlds.items():
        empty(neo4j_server)
        load_neo4j(world.graph(), neo4j_server, tmp_path_factory.mktemp("loads"))
        store = Neo4jStore(neo4j_server)
        for path in (path for path in EXPECTED if path.parent == folder):
            name, given, _ = read_expected(path)
            found[path] = to_json(answer(read_query(name), store, world, **given))
        store.close()
    return found


@pytest.mark.neo4j
@pytest.mark.parametrize("path", EXPECTED, ids=IDS)
def test_neo4j_gives_the_same_bytes(
    path: Path, neo4j_worlds: dict[Path, str], worlds: dict[Path, Workspace]
) -> None:
    name, given, _ = read_expected(path)
    world = worlds[path.parent]
    store = world.open("embedded")
    assert neo4j_worlds[path] == to_json(answer(read_query(name), store, world, **given))
    store.close()


TEXTS = [(n, p) for n in NAMES for p in read_query(n).parameters if p.type in ("text", "entity")]


@pytest.mark.parametrize(("name", "parameter"), TEXTS, ids=[f"{n}-{p.name}" for n, p in TEXTS])
def test_a_hostile_value_is_a_value(name: str, parameter: Parameter, store: Store, world: Workspace) -> None:
    """It finds nothing (no name contains it), breaks nothing, and the next answer is the same as before."""
    query = read_query(name)
    before = to_json(answer(query, store, world))
    found = run_query(query, store, {parameter.name: [HOSTILE]}, lambda text: text)
    assert found.rows == () or parameter.name == "other"
    assert to_json(answer(query, store, world)) == before


def test_empty_graph_gives_no_rows(tmp_path: Path) -> None:
    """No question invents rows: of a graph with one region there is nothing to tell."""
    (tmp_path / "f.yml").write_text(
        "source: {id: s, title: t, publisher: p}\n"
        "entities:\n  r: {type: Region, name: 某地, regionLevel: county}\n",
        "utf-8",
    )
    loaded = load([tmp_path / "f.yml"])
    workspace = Workspace(tmp_path / "ws")
    workspace.replace_statements(loaded.statements)
    workspace.build()
    for engine in ("embedded", "sparql"):
        store = workspace.open(engine)
        assert [n for n in NAMES if answer(read_query(n), store, workspace).rows] == []
