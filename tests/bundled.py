"""The bundled facts as tests need them, and a way to run commands as a user does."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from govgraph.cli import main
from govgraph.loaders.registry import load
from govgraph.workspace import Workspace

ARTICLE = "bjnews-smart-city-2019-09"
SHARED = Path(__file__).parents[2] / "shared"


def build_bundled(folder: Path) -> None:
    """What `govgraph demo` makes: a workspace with all curated facts, built, and beside it what it printed."""
    with contextlib.chdir(folder):
        result = govgraph(folder / "ws", "demo", env={"COLUMNS": "100", "GOVGRAPH_LANG": "zh"})
    assert result.exit_code == 0, result.stderr
    (folder / "stdout").write_text(result.stdout, "utf-8")
    (folder / "stderr").write_text(result.stderr, "utf-8")


def build_files(files: Sequence[Path], folder: Path) -> Workspace:
    """A workspace with the facts of some files, built."""
    loaded = load(files)
    assert not loaded.problems
    workspace = Workspace(folder)
    workspace.replace_statements(loaded.statements)
    workspace.build()
    return workspace


def world_files() -> list[Path]:
    """The files of the made-up world that the questions are asked of."""
    return sorted(Path(__file__).parent.glob("queries/world*.yml"))


def second_world_files() -> list[Path]:
    """The file of the second made-up world."""
    return [Path(__file__).parent / "queries" / "second" / "world.yml"]


def govgraph(workspace: Workspace | Path, *arguments: str, env: Mapping[str, str] | None = None) -> Result:
    """Run a command in this process, in English; its output and exit code are in the result."""
    root = workspace.root if isinstance(workspace, Workspace) else workspace
    return CliRunner().invoke(
        main,
        ["--workspace", str(root), *arguments],
        env={"GOVGRAPH_LANG": "en", **(env or {})},
        catch_exceptions=False,
    )


def rows(workspace: Workspace, *arguments: str) -> list[dict[str, Any]]:
    """The rows of a saved question as JSON records."""
    result = govgraph(workspace, "query", "run", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found
