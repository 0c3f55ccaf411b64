"""What README and docs show is what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from govgraph.workspace import Workspace
from tests.bundled import govgraph

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def examples(page: Path) -> list[tuple[str, list[str]]]:
    """Commands in ``console`` blocks, each with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.strip() and found:
                found[-1][1].append(line.strip())
    return found


CASES = [
    (page, command, shown)
    for page in PAGES
    for command, shown in examples(page)
    if command.startswith("govgraph ") and page.name != "tables.md"
]


@pytest.mark.parametrize(("page", "command", "shown"), CASES, ids=[f"{p.name}:{c}" for p, c, _ in CASES])
def test_example(
    page: Path,
    command: str,
    shown: list[str],
    bundled: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every shown line is printed, in order; a lone … stands for lines left out."""
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(command, comments=True)[1:]
    workspace: Workspace | Path = tmp_path / "ws" if arguments[0] in ("demo", "load", "build") else bundled
    if arguments[0] == "load":
        pytest.skip("needs a reader's own file")
    run(workspace, command, shown)


def run(workspace: Workspace | Path, command: str, shown: list[str]) -> None:
    """Run a command and compare what it prints."""
    arguments = shlex.split(command, comments=True)[1:]
    result = govgraph(workspace, *arguments, env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.stderr
    printed = [" ".join(line.split()) for line in (result.stdout + result.stderr).splitlines()]
    for line in shown:
        if line == "…":
            continue
        wanted = " ".join(line.split())
        assert wanted in printed, f"{command} does not print: {line}"
        printed = printed[printed.index(wanted) + 1 :]


def test_a_page_that_brings_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that the page on tables shows are loaded as it says, one command after the other."""
    page = ROOT / "docs" / "tables.md"
    for name, text in re.findall(r"^`([\w.-]+)`\n\n```\w+\n(.*?)```", page.read_text("utf-8"), re.S | re.M):
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    for command, shown in examples(page):
        run(tmp_path / "ws", command, shown)


def test_there_are_examples() -> None:
    assert len([c for p, c, _ in CASES if p.name == "README.md"]) >= 5


def test_links_lead_somewhere() -> None:
    for page in (*PAGES, *(ROOT / "docs" / "decisions").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_decisions_are_two_paragraphs() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        title, *paragraphs = [part for part in page.read_text("utf-8").split("\n\n") if part.strip()]
        assert title.startswith("# "), page.name
        assert len(paragraphs) == 2, f"{page.name} has {len(paragraphs)} paragraphs"
