"""Rebuilding: the same bytes, whatever the order; and an interrupted build leaves old or new, never half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govgraph.data import bundled_files
from govgraph.graph.statements.parquet import connect, open_statements
from govgraph.graph.statements.statement import digest
from govgraph.loaders.registry import load
from govgraph.workspace import Workspace
from tests.bundled import build_bundled, govgraph

SEEDS_IN_CI = 3
SEEDS_LONG = 20


def contents(folder: Path, pattern: str) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob(pattern))}


def answers(workspace: Workspace) -> list[str]:
    """What a user sees of a graph, in both engines."""
    options = ("query", "run", "co-occurring-giants", "--expected", "--competing", "--format", "json", "--on")
    return [govgraph(workspace, *options, engine).stdout for engine in ("embedded", "sparql")]


def test_rebuilding_gives_the_same_bytes(tmp_path: Path, bundled: Workspace) -> None:
    again = build_bundled(tmp_path / "again")
    assert contents(again.current.folder / "resolved", "*.parquet") == contents(
        bundled.current.folder / "resolved", "*.parquet"
    )
    assert again.current.name == bundled.current.name
    assert contents(again.current.folder, "*.parquet") == contents(bundled.current.folder, "*.parquet")
    assert answers(again) == answers(bundled)


def test_order_changes_nothing(tmp_path: Path, bundled: Workspace) -> None:
    paths = bundled_files()
    random.Random(7).shuffle(paths)
    loaded = load(paths)
    workspace = Workspace(tmp_path)
    for source in random.Random(8).sample(sorted(loaded.statements), len(loaded.statements)):
        said = list(loaded.statements[source])
        random.Random(9).shuffle(said)
        workspace.replace_statements({source: [*said, *said[:5]]})
    workspace.build()
    assert contents(workspace.current.folder / "resolved", "*.parquet") == contents(
        bundled.current.folder / "resolved", "*.parquet"
    )
    assert contents(workspace.current.folder, "*.parquet") == contents(bundled.current.folder, "*.parquet")


def test_loading_twice_changes_nothing(tmp_path: Path, bundled: Workspace) -> None:
    workspace = build_bundled(tmp_path)
    loaded = load(bundled_files())
    workspace.replace_statements(loaded.statements)
    workspace.build()
    assert workspace.current.name == bundled.current.name


def test_statement_ids_are_those_of_sql(bundled: Workspace) -> None:
    """Links' and statements' ids are computed in Python and in SQL; both must agree."""
    database = connect()
    open_statements(database, bundled.current.statement_files)
    rows = database.execute(
        "SELECT predicate, subject, object, md5(concat_ws(chr(31), predicate, subject, object)) FROM statement"
    ).fetchall()
    assert len(rows) > 1000
    assert all(digest(*parts) == id_ for *parts, id_ in rows)


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    workspace = build_bundled(tmp_path)
    with workspace.lock():
        result = govgraph(workspace, "build")
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


def killed_build(workspace: Workspace, delay: float) -> bool:
    """Start a build and kill it after a while; returns whether it was still running."""
    command = [sys.executable, "-m", "govgraph.cli", "--workspace", str(workspace.root), "build"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    running = process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return running


def count_groups(workspace: Workspace) -> int:
    return len(workspace.open("embedded").run("MATCH (g:CorporateGroup) RETURN g.id AS id", {}).rows)


def kill_and_compare(tmp_path: Path, seed: int) -> bool:
    workspace = build_bundled(tmp_path / "ws")
    old, before = workspace.current.name, answers(workspace)
    known = count_groups(workspace)
    add_facts(workspace, tmp_path)
    hit = killed_build(workspace, random.Random(seed).uniform(0.1, 3.0))
    assert answers(workspace) == before  # the extra groups meet nobody, so old and new answer alike
    is_old = workspace.current.name == old
    assert count_groups(workspace) == known + (0 if is_old else 50)
    assert govgraph(workspace, "build").exit_code == 0
    assert workspace.current.name != old
    assert count_groups(workspace) == known + 50
    assert [p.name for p in (workspace.root / "builds").iterdir()] == [workspace.current.name]
    return hit


@pytest.mark.parametrize("seed", range(SEEDS_IN_CI))
def test_a_killed_build_leaves_old_or_new(tmp_path: Path, seed: int) -> None:
    kill_and_compare(tmp_path, seed)


@pytest.mark.long
def test_many_killed_builds(tmp_path: Path) -> None:
    hits = sum(kill_and_compare(tmp_path / str(seed), 100 + seed) for seed in range(SEEDS_LONG))
    print(f"{SEEDS_LONG} builds killed, {hits} of them while running; all left the old graph or the new one")
    assert hits > SEEDS_LONG // 2
