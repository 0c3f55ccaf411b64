"""Rebuilding: the same bytes, whatever the order; and an interrupted build leaves old or new, never half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from govgraph.data import bundled_files
from govgraph.graph.statements.parquet import connect, open_statements
from govgraph.graph.statements.statement import digest
from govgraph.loaders.registry import load
from govgraph.workspace import Workspace
from tests.bundled import govgraph, world_files
from tests.once import copied
from tests.waiting import until

SEEDS = 20


def contents(folder: Path, pattern: str) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob(pattern))}


def answers(workspace: Workspace) -> list[str]:
    """What a user sees of a graph, in both engines."""
    options = ("query", "run", "co-occurring-giants", "--expected", "--competing", "--format", "json", "--on")
    return [govgraph(workspace, *options, engine).stdout for engine in ("embedded", "sparql")]


def test_rebuilding_gives_the_same_bytes_in_any_order(tmp_path: Path, bundled: Workspace) -> None:
    paths = bundled_files()
    random.Random(7).shuffle(paths)
    loaded = load(paths)
    again = Workspace(copied(bundled.root, tmp_path / "again"))
    for folder in ("curated", "builds"):  # the tables stay as they were loaded
        shutil.rmtree(again.root / folder)
    order = random.Random(8).sample(sorted(loaded.statements), len(loaded.statements))
    for part in (order[0::3], order[1::3], order[2::3]):
        shuffled = {
            source: random.Random(9).sample(said := list(loaded.statements[source]), len(said))
            for source in part
        }
        again.replace_statements({source: [*said, *said[:5]] for source, said in shuffled.items()})
    again.build()
    assert contents(again.current.folder / "resolved", "*.parquet") == contents(
        bundled.current.folder / "resolved", "*.parquet"
    )
    assert again.current.name == bundled.current.name
    assert contents(again.current.folder, "*.parquet") == contents(bundled.current.folder, "*.parquet")
    assert answers(again) == answers(bundled)


def test_loading_twice_changes_nothing(world: Workspace, tmp_path: Path) -> None:
    again = Workspace(copied(world.root, tmp_path / "world"))
    again.replace_statements(load(world_files()).statements)
    again.build()
    assert again.current.name == world.current.name
    assert contents(again.current.folder, "*.parquet") == contents(world.current.folder, "*.parquet")


def test_statement_ids_are_those_of_sql(bundled: Workspace) -> None:
    """Links' and statements' ids are computed in Python and in SQL; both must agree."""
    database = connect()
    open_statements(database, bundled.current.statement_files)
    rows = database.execute(
        "SELECT predicate, subject, object, md5(concat_ws(chr(31), predicate, subject, object)) FROM statement"
    ).fetchall()
    assert len(rows) > 1000
    assert all(digest(*parts) == id_ for *parts, id_ in rows)


def test_a_second_writer_is_told(bundled_copy: Workspace) -> None:
    with bundled_copy.lock():
        result = govgraph(bundled_copy, "build")
    assert result.exit_code == 1
    assert "another govgraph is writing" in result.stderr


def add_facts(workspace: Workspace, folder: Path) -> None:
    """New statements, so that the next build differs from the one in use."""
    extra = folder / "extra.yml"
    extra.write_text(
        "source: {id: extra, title: 补充, publisher: 测试}\nentities:\n"
        + "".join(f"  extra-group-{n}: {{type: CorporateGroup, name: 补充集团{n}}}\n" for n in range(50)),
        "utf-8",
    )
    assert govgraph(workspace, "load", str(extra)).exit_code == 0


def killed_build(workspace: Workspace, files: int) -> bool:
    """Start a build and kill it when its draft holds so many files; returns whether it was still running."""
    command = [sys.executable, "-m", "govgraph.cli", "--workspace", str(workspace.root), "build"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: process.poll() is not None or len(drafted(workspace)) >= files)
    process.kill()
    return process.wait() == -signal.SIGKILL


def drafted(workspace: Workspace) -> list[str]:
    """The files of a build that is not complete; they come and go while one looks."""
    return [
        name
        for folder in workspace.root.glob("builds/.draft-*")
        for *_, names in os.walk(folder)
        for name in names
    ]


def count_groups(workspace: Workspace) -> int:
    return len(workspace.open("embedded").run("MATCH (g:CorporateGroup) RETURN g.id AS id", {}).rows)


def kill_and_compare(former: Workspace, folder: Path, seed: int) -> bool:
    """Kill a build after at most half of its files, of which it has about as many as the one before.

    The last ones come so close together that a busy machine sees the end before the kill.
    """
    workspace = Workspace(copied(former.root, folder / "ws"))
    old, before = workspace.current.name, answers(workspace)
    known, files = (
        count_groups(workspace),
        sum(path.is_file() for path in workspace.current.folder.rglob("*")),
    )
    add_facts(workspace, folder)
    hit = killed_build(workspace, random.Random(seed).randint(1, files // 2))
    assert answers(workspace) == before  # the extra groups meet nobody, so old and new answer alike
    is_old = workspace.current.name == old
    assert count_groups(workspace) == known + (0 if is_old else 50)
    assert govgraph(workspace, "build").exit_code == 0
    assert workspace.current.name != old
    assert count_groups(workspace) == known + 50
    before_it = (
        (workspace.root / "BEFORE").read_text("utf-8").strip()
    )  # the tables of one, to tell what changed
    assert {p.name for p in (workspace.root / "builds").iterdir()} == {workspace.current.name, before_it}
    return hit


def test_a_killed_build_leaves_old_or_new(world: Workspace, tmp_path: Path) -> None:
    assert kill_and_compare(world, tmp_path, 0)


@pytest.mark.long
def test_many_killed_builds(bundled: Workspace, tmp_path: Path) -> None:
    hits = 0
    for seed in range(SEEDS):
        (tmp_path / str(seed)).mkdir()
        hits += kill_and_compare(bundled, tmp_path / str(seed), 100 + seed)
    print(f"{SEEDS} builds killed, {hits} of them while running; all left the old graph or the new one")
    assert hits > SEEDS // 2
