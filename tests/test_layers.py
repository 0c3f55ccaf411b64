"""Imports go down: what a folder may import, and no circle among modules. An import inside a function counts too."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

BOTTOM = {"errors", "text", "ontology"}
ENGINES = {*BOTTOM, "graph", "neo4j_local", "stores"}
BELOW_FACADE = {*ENGINES, "data", "loaders", "queries", "views"}
#: What each folder or module of the root may import beside itself.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "text": {"errors"},
    "ontology": {"errors", "text"},
    "data": set(),
    "neo4j_local": {"errors"},
    "graph": BOTTOM,
    "loaders": {*BOTTOM, "graph"},
    "stores": {*BOTTOM, "graph", "neo4j_local"},
    "queries": ENGINES,
    "report": {*ENGINES, "queries"},
    "views": {*ENGINES, "queries"},
    "web": {*ENGINES, "queries", "views"},
    "workspace": {*BELOW_FACADE, "report", "web"},
    "checking": {*BELOW_FACADE, "workspace"},
    "demo": {*BELOW_FACADE, "report", "workspace"},
    "commands": {*BELOW_FACADE, "report", "web", "workspace", "checking", "demo"},
    "cli": {*BELOW_FACADE, "report", "web", "workspace", "checking", "demo", "commands"},
    "tools": {*BELOW_FACADE, "report", "web", "workspace", "checking", "demo", "commands", "cli"},
}
#: Imports that still go up or close a circle: importing module, imported module. Nothing is added here.
EXPECTED: dict[tuple[str, str], str] = {
    ("graph.identity.resolve", "loaders.ocds.merging"): "merging is to be handed to resolve",
    ("loaders.run", "workspace"): "a load is to be a method of the workspace",
    ("views.select", "workspace"): "views are to take a build",
    ("views.select_links", "workspace"): "views are to take a build",
    ("views.select_views", "workspace"): "views are to take a build",
    ("views.write", "workspace"): "views are to take a build",
    ("web.pages.catalogue_make", "workspace"): "pages are to take a build",
    ("web.pages.services", "workspace"): "pages are to take a build",
    ("web.reload", "workspace"): "the server is to be told which build is in use",
    ("web.serve", "workspace"): "the server is to be told which build is in use",
    ("web.site", "workspace"): "pages are to take a build",
    ("web.pages.questions", "tools.question_pages"): "the headings of questions are to stand in queries/",
    ("loaders.ocds.owners", "loaders.ocds.parties"): "a circle, by the name of a type: they call each other",
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
            if name == "govgraph" or name.startswith("govgraph."):
                inside = name.removeprefix("govgraph").removeprefix(".")
                yield inside if inside in known else inside.rpartition(".")[0]


@cache
def imports(root: Path) -> dict[str, set[str]]:
    """For each module those that it imports. The root package is left out: from it comes ``__version__``."""
    known = modules(root)
    return {name: {*imported(path, known)} - {"", name} for name, path in known.items() if name}


def upward(graph: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Imports from one folder into another that it must not know."""
    return {
        (module, other)
        for module, others in graph.items()
        for other in others
        if (here := module.split(".")[0]) != (there := other.split(".")[0]) and there not in MAY_IMPORT[here]
    }


def circle(graph: dict[str, set[str]], without: Iterable[tuple[str, str]] = ()) -> list[str]:
    """The modules of one circle, none where there is no circle; ``without`` are imports that do not count."""
    left = {
        name: {other for other in others if (name, other) not in without} for name, others in graph.items()
    }
    try:
        TopologicalSorter(left).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_folder_has_its_place() -> None:
    outside = {"tests", "benchmarks", "docs", "docker"}
    folders = {p.parent.name for p in ROOT.glob("[!.]*/__init__.py")} - outside
    assert folders | {p.stem for p in ROOT.glob("*.py")} - {"__init__"} == set(MAY_IMPORT)


def test_imports_go_down() -> None:
    assert upward(imports(ROOT)) - set(EXPECTED) == set()


@pytest.mark.parametrize("exception", EXPECTED, ids=" -> ".join)
def test_no_exception_outlives_its_need(exception: tuple[str, str]) -> None:
    graph = imports(ROOT)
    needed = exception in upward(graph) or circle(graph, EXPECTED.keys() - {exception})
    assert needed, "take it out of EXPECTED"


def test_there_is_no_circle_among_modules() -> None:
    graph = imports(ROOT)
    assert len(graph) > 200
    assert circle(graph, EXPECTED) == []


def test_loaders_do_not_know_who_runs_them() -> None:
    """The registry imports loaders by their names, which ``circle`` cannot see."""
    known = imports(ROOT)
    runners = {"loaders.run", "loaders.run_file"}
    assert [m for m in known if m.startswith("loaders.") and m not in runners and known[m] & runners] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("from govgraph.graph.graph import Graph", set()),
        ("from govgraph import __version__", set()),
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
