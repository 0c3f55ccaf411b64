"""Imports go down: what a folder may import, and no circle among modules. An import inside a function counts too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

BOTTOM = {"errors", "extensions", "messages", "text", "ontology"}
ENGINES = {*BOTTOM, "graph", "neo4j_local", "stores"}
BELOW_FACADE = {*ENGINES, "data", "loaders", "queries", "report", "views", "web"}
ON_FACADE = {*BELOW_FACADE, "workspace", "checking", "demo", "inventory", "sets"}
#: What each folder or module of the root may import beside itself.
MAY_IMPORT: dict[str, set[str]] = {
    "messages": set(),
    "errors": {"messages"},
    "extensions": {"errors", "messages"},
    "text": {"errors", "messages"},
    "ontology": {"errors", "messages", "text"},
    "data": set(),
    "neo4j_local": {"errors", "messages"},
    "graph": BOTTOM,
    "loaders": {*BOTTOM, "graph"},
    "stores": {*BOTTOM, "graph", "neo4j_local"},
    "queries": ENGINES,
    "report": {*ENGINES, "queries"},
    "views": {*ENGINES, "queries"},
    "web": {*ENGINES, "queries", "views"},
    "workspace": BELOW_FACADE,
    "inventory": {*BELOW_FACADE, "workspace"},
    "checking": {*BELOW_FACADE, "workspace"},
    "sets": {*BELOW_FACADE, "workspace"},
    "demo": {*BELOW_FACADE, "workspace", "sets"},
    "commands": ON_FACADE,
    "cli": {*ON_FACADE, "commands"},
    "tools": {*ON_FACADE, "commands", "cli"},
}


def modules(root: Path) -> dict[str, Path]:
    """The package's modules by their names without ``govgraph``; the package itself is "".

    Its folders are those of ``MAY_IMPORT``.
    """
    files = [*root.glob("*.py")] + [p for name in MAY_IMPORT for p in (root / name).rglob("*.py")]
    return {".".join(p.relative_to(root).with_suffix("").parts).removesuffix("__init__").rstrip("."): p
            for p in files}  # fmt: skip


def imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The package's modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            whole = f"{node.module}."
            wanted = [whole + alias.name for alias in node.names]
        else:
            continue
        for name in wanted:
            if name == "govgraph" or (name.startswith("govgraph.") and not name.endswith(".__version__")):
                inside = name.removeprefix("govgraph").removeprefix(".")
                yield inside if inside in known else inside.rpartition(".")[0]


@cache
def imports(root: Path) -> dict[str, set[str]]:
    """For each module those that it imports; "" is the public face, from which only ``__version__`` may be taken."""
    known = modules(root)
    return {name: {*imported(path, known)} - {name} for name, path in known.items() if name}


def upward(graph: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Imports from one folder into another that it must not know."""
    return {
        (module, other)
        for module, others in graph.items()
        for other in others
        if (here := module.split(".")[0]) != (there := other.split(".")[0])
        and there not in MAY_IMPORT.get(here, set())
    }


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one circle, none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_folder_has_its_place() -> None:
    outside = {"tests", "benchmarks", "docs", "docker"}
    folders = {p.parent.name for p in ROOT.glob("[!.]*/__init__.py")} - outside
    assert folders | {p.stem for p in ROOT.glob("*.py")} - {"__init__"} == set(MAY_IMPORT)


def test_imports_go_down() -> None:
    assert upward(imports(ROOT)) == set()


def test_there_is_no_circle_among_modules() -> None:
    graph = imports(ROOT)
    assert len(graph) > 200
    assert circle(graph) == []


def test_loaders_do_not_know_who_runs_them() -> None:
    """The registry imports loaders by their names, which ``circle`` cannot see."""
    known = imports(ROOT)
    runners = {"loaders.run", "loaders.run_file", "loaders.unchanged"}
    assert [m for m in known if m.startswith("loaders.") and m not in runners and known[m] & runners] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("from govgraph.graph.graph import Graph", set()),
        ("from govgraph import __version__", set()),
        ("from govgraph import Workspace", {("loaders.one", "")}),
        ("import govgraph", {("loaders.one", "")}),
        ("import govgraph.workspace", {("loaders.one", "workspace")}),
        ("def f():\n    from govgraph import workspace", {("loaders.one", "workspace")}),
        ("def f():\n    from govgraph.workspace import Workspace", {("loaders.one", "workspace")}),
    ],
)
def test_an_arrow_up_is_seen(text: str, wrong: set[tuple[str, str]], tmp_path: Path) -> None:
    for name, content in {
        "loaders/one.py": text,
        "graph/graph.py": "",
        "workspace.py": "",
        "__init__.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    assert upward(imports(tmp_path)) == wrong


def test_a_circle_is_seen(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "one.py").write_text("from govgraph.graph.other import f", "utf-8")
    (tmp_path / "graph" / "other.py").write_text("def f():\n    from govgraph.graph import one", "utf-8")
    assert {*circle(imports(tmp_path))} == {"graph.one", "graph.other"}
