"""What has not changed is not done again; and whatever was done before, the end is that of a build from nothing."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.loaders.releases import package, release

SEEDS, MANY, STEPS = 2, 40, 6
MAP = "source: {title: 虚构名单, publisher: 虚构局}\nrow: Company\ncolumns:\n  名称: name\n"


def write(path: Path, *numbers: int, title: str = "") -> Path:
    releases = [release(n, **({"tender": {"id": "t", "title": title}} if title else {})) for n in numbers]
    path.write_text(json.dumps(package(*releases), ensure_ascii=False), "utf-8")
    return path


def unchanged(workspace: Workspace, *paths: Path, again: bool = False) -> list[bool]:
    files = workspace.load(*paths, again=again).files
    assert not [one.problem for one in files if one.problem]
    return [one.unchanged for one in files]


def test_a_file_that_has_not_changed_is_not_read(tmp_path: Path) -> None:
    workspace, path = Workspace(tmp_path / "ws"), write(tmp_path / "a.json", 1, 2)
    first = workspace.load(path).files[0]
    stored = tmp_path / "ws/loaded/a-json.parquet"
    written = stored.stat().st_mtime_ns
    second = workspace.load(path).files[0]
    assert (first.unchanged, second.unchanged) == (False, True)
    assert stored.stat().st_mtime_ns == written
    told = [
        {k: v for k, v in one.to_json().items() if k not in ("unchanged", "updated", "added")}
        for one in (first, second)
    ]
    assert told[0] == told[1]
    assert "1 files have not changed" in govgraph(workspace, "load", str(path)).stderr
    assert unchanged(workspace, path, again=True) == [False]
    write(path, 1, 2, 3)
    assert unchanged(workspace, path) == [False]
    assert unchanged(workspace, path) == [True]
    workspace.forget("a-json")
    assert unchanged(workspace, path) == [False]
    assert stored.exists()


def test_a_table_is_read_again_when_its_map_or_the_words_change(tmp_path: Path) -> None:
    table, map_ = tmp_path / "t.csv", tmp_path / "t.map.yml"
    table.write_text("名称\n虚构甲有限公司\n", "utf-8")
    map_.write_text(MAP, "utf-8")
    workspace = Workspace(tmp_path / "ws")
    assert unchanged(workspace, table) == [False]
    assert unchanged(workspace, table) == [True]
    map_.write_text(MAP + "# seen\n", "utf-8")
    assert unchanged(workspace, table) == [False]
    (workspace.root / "notices.tsv").write_text("", "utf-8")
    assert unchanged(workspace, table) == [False]
    assert unchanged(workspace, table) == [True]


def test_a_build_of_the_same_stays_in_use(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    workspace.load(write(tmp_path / "a.json", 1))
    graph = workspace.build().folder / "graph.json"
    made = graph.stat().st_mtime_ns
    workspace.build()
    assert graph.stat().st_mtime_ns == made
    workspace.build(fresh=True)
    assert graph.stat().st_mtime_ns > made
    made = graph.stat().st_mtime_ns
    (workspace.current.folder / "embedded.kgl").unlink()  # half a build is none
    workspace.build()
    assert graph.stat().st_mtime_ns > made
    workspace.load(write(tmp_path / "b.json", 2))
    old = workspace.current.name
    assert workspace.build().name != old


def contents(folder: Path) -> dict[str, bytes]:
    """All that a build is made of, byte by byte, but for the embedded engine's own file."""
    kept = [path for path in folder.rglob("*") if path.suffix in (".parquet", ".tsv", ".jsonl")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(kept)}


def sequence(folder: Path, seed: int) -> None:
    """Some steps at random, then the same sources and decisions in a workspace of their own."""
    dice, workspace = random.Random(seed), Workspace(folder / "ws")
    inputs = folder / "in"
    inputs.mkdir(parents=True)
    for step in range(STEPS):
        kind = dice.choice(("load", "load", "change", "forget", "decide")) if step else "load"
        files = sorted(inputs.iterdir())
        if kind == "load":
            path = write(inputs / f"{dice.randrange(6)}.json", *dice.sample(range(30), dice.randrange(1, 5)))
            workspace.load(inputs if dice.random() < 0.5 else path)
        elif kind == "change":
            workspace.load(write(dice.choice(files), *dice.sample(range(30), 2), title=f"虚构{step}"))
        elif kind == "forget" and len(workspace.sources()) > 1:
            gone = dice.choice(workspace.sources())
            workspace.forget(gone.id)
            Path(gone.path).unlink()
        elif kind == "decide" and (workspace.root / "CURRENT").exists():
            names = workspace.cypher(
                "MATCH (o:Organization) RETURN DISTINCT o.id AS id ORDER BY id"
            ).records()
            one, other = dice.sample([row["id"] for row in names], 2)
            workspace.decide(one, other, "reject", "two firms")
        if dice.random() < 0.5 or kind == "decide" or not step:
            workspace.build()
    workspace.build()
    fresh = Workspace(folder / "fresh")
    # what stands in the workspace, as one load of all of it
    paths = [Path(one.path) for one in workspace.sources()]
    load_into(fresh.root, [one for path in paths for one in find([path])], jobs=1)
    if (workspace.root / "identity.tsv").exists():
        shutil.copy(workspace.root / "identity.tsv", fresh.root)
    fresh.build(fresh=True)
    assert contents(workspace.current.folder) == contents(fresh.current.folder), seed


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_came_before_the_end_is_that_of_a_build_from_nothing(tmp_path: Path, seed: int) -> None:
    sequence(tmp_path, seed)


@pytest.mark.long
def test_many_sequences(tmp_path: Path) -> None:
    for seed in range(100, 100 + MANY):
        sequence(tmp_path / str(seed), seed)
