"""A package that is not ours adds a loader, a store and an export form: the one that docs/extending.md shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from govgraph import extensions
from govgraph.errors import GovgraphError, UnknownName
from govgraph.extensions import Registry
from govgraph.loaders.registry import LOADERS
from govgraph.stores.exports import EXPORTS
from govgraph.stores.registry import STORES
from tests.test_docs import examples

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "extending.md"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs Python with the page's package installed, in a folder with the page's file."""
    folder = tmp_path_factory.mktemp("extending")
    source, site, here = folder / "source", folder / "site", folder / "here"
    for name, text in re.findall(r"^`([\w./-]+)`\n\n```\w+\n(.*?)```", PAGE.read_text("utf-8"), re.S | re.M):
        path = (here if name.endswith(".txt") else source) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    _install(source, site)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(site), str(ROOT / ".pkg"))),
        "COLUMNS": "100",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def _install(source: Path, site: Path) -> None:
    """What an installer makes of a package: its modules, and its entry points beside them."""
    project = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
    shutil.copytree(source, site, ignore=shutil.ignore_patterns("*.toml"))
    about = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8"
    )
    lines = (
        line
        for group, points in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in points.items()))
    )
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n", "utf-8")


def command(shell: Run, *arguments: str) -> subprocess.CompletedProcess[str]:
    return shell("-m", "govgraph.cli", *arguments)


def test_the_page_runs(shell: Run) -> None:
    for words, shown in examples(PAGE):
        result = command(shell, *shlex.split(words)[1:])
        assert result.returncode == 0, result.stderr
        printed = [" ".join(line.split()) for line in (result.stdout + result.stderr).splitlines()]
        assert [line for line in shown if " ".join(line.split()) not in printed] == [], (words, printed)
    assert command(shell, "export", "--format", "names", "-o", "again.txt").returncode == 0
    ask = """
import govgraph
ws = govgraph.open(".govgraph")
print(open("again.txt", encoding="utf-8").read().split())
print(ws.open("loud").run("MATCH (n:Award) RETURN n.id AS id", {}).rows[0][0])
print(ws.open("embedded").run("MATCH (n:Award) RETURN n.id AS id", {}).rows[0][0].upper())
"""
    names, loud, quiet = shell("-c", ask).stdout.splitlines()
    assert names == "['awards.txt', '虚构数据中心一期', '虚构软件有限公司']"
    assert loud == quiet != ""


def test_it_reads_by_name_too_and_in_other_processes(shell: Run) -> None:
    assert shell("-c", "import shutil; shutil.copy('awards.txt', 'more.txt')").returncode == 0
    for jobs in ("1", "2"):
        files = ["awards.txt", "more.txt", "awards.txt"]  # one twice
        result = command(
            shell, "--workspace", f"ws{jobs}", "load", "--as", "made-up-portal", "--jobs", jobs, *files
        )
        assert len(re.findall(r"\.txt +made-up-portal ", result.stderr)) == 2, result.stderr


def test_what_is_not_asked_for_is_not_imported(shell: Run) -> None:
    asked = "import sys, govgraph.cli, govgraph.loaders.registry as r; r.formats(); print('made_up_portal' in sys.modules, r.formats()[-1])"
    assert shell("-c", asked).stdout.split() == ["False", "made-up-portal"]


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["query", "run", "co-occurring-giants", "--on", "embeded"], "unknown engine 'embeded'; did you mean 'embedded'?"),
        (["export", "--format", "graphlm", "-o", "x"], "unknown export form 'graphlm'; did you mean 'graphml'?"),
        (["load", "--as", "made-up-portl", "awards.txt"], "unknown format 'made-up-portl'; did you mean 'made-up-portal'?"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_told_the_nearest(shell: Run, arguments: list[str], near: str) -> None:
    assert command(shell, "build").returncode in (0, 1)
    result = command(shell, "--lang", "en", *arguments)
    assert result.returncode == 2, result.stderr
    assert near in result.stderr


def test_a_loader_that_fails_costs_its_file_alone(shell: Run) -> None:
    spoil = """
import made_up_portal.loader as loader
from govgraph.errors import GovgraphError
from pathlib import Path
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
def read(stream, name, source):
    raise ZeroDivisionError("by nought")
loader.read = read
Path("good.csv").write_text("holder,held,percent\\n虚构甲有限公司,虚构乙有限公司,51%\\n", "utf-8")
print([one.problem for one in load_into(Path("ws-bad"), find([Path("awards.txt"), Path("good.csv")]), 1)])
loader.detect = read
print([one.problem for one in load_into(Path("ws-bad"), find([Path("awards.txt"), Path("good.csv")]), 1)][0])
"""
    first, second = shell("-c", spoil).stdout.splitlines()
    assert first == "[\"the loader 'made-up-portal' fails on it (ZeroDivisionError: by nought)\", '']"
    assert second.startswith("cannot be told: the loader 'made-up-portal' fails on it (TypeError:")


def test_names_that_two_claim_and_what_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def entries(*points: EntryPoint) -> Registry[object]:
        monkeypatch.setattr(extensions, "entry_points", lambda group: points)
        extensions._installed.cache_clear()
        return Registry("x", "thing", {"ours": "json:loads"})

    try:
        twice = entries(EntryPoint("a", "json:loads", "x"), EntryPoint("a", "json:dumps", "x"))
        with pytest.raises(GovgraphError, match="two packages offer 'a' in x: json:dumps and json:loads"):
            twice.names()
        with pytest.raises(GovgraphError, match="two packages offer 'ours' in x: govgraph and json:dumps"):
            entries(EntryPoint("ours", "json:dumps", "x")).names()
        gone = entries(EntryPoint("gone", "no_such_module:it", "x"))
        with pytest.raises(
            GovgraphError, match=r"the thing 'gone' .* cannot be imported: ModuleNotFoundError"
        ):
            gone.get("gone")
        with pytest.raises(
            UnknownName, match=r"unknown thing 'gon'; did you mean 'gone'\? \(known: ours, gone\)"
        ):
            gone.get("gon")
    finally:
        extensions._installed.cache_clear()


@pytest.mark.parametrize("registry", [LOADERS, STORES, EXPORTS], ids=["loaders", "stores", "exports"])
def test_all_of_ours_can_be_imported_and_stand_in_help(registry: Registry[object]) -> None:
    for name in registry.own:
        assert registry.get(name)
    text = (
        ROOT
        / "docs"
        / ("loaders.md" if registry is LOADERS else "exports.md" if registry is EXPORTS else "extending.md")
    ).read_text("utf-8")
    assert registry is STORES or [name for name in registry.own if f"`{name}`" not in text] == []
