"""What README and docs show is what the commands print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from govgraph.workspace import Workspace
from tests.bundled import govgraph

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OUTSIDE = [ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
INDEX, DECISIONS = ROOT / "docs" / "README.md", ROOT / "docs" / "decisions"


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
    if command.startswith("govgraph ") and page.name not in ("tables.md", "corrections.md", "extending.md")
]


@pytest.mark.parametrize(("page", "command", "shown"), CASES, ids=[f"{p.name}:{c}" for p, c, _ in CASES])
def test_example(
    page: Path,
    command: str,
    shown: list[str],
    bundled: Workspace,
    demo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every shown line is printed, in order; a lone … stands for lines left out."""
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(command, comments=True)[1:]
    workspace: Workspace | Path = tmp_path / "ws" if arguments[0] in ("demo", "load", "build") else bundled
    if arguments[0] == "load":
        pytest.skip("needs a reader's own file")
    if arguments == ["demo"]:
        compare(command, shown, "".join((demo / name).read_text("utf-8") for name in ("stdout", "stderr")))
    else:
        run(workspace, command, shown)


def run(workspace: Workspace | Path, command: str, shown: list[str]) -> None:
    """Run a command of ours, or Python, and compare what it prints."""
    program, *arguments = shlex.split(command, comments=True)
    if program == "python":
        ran = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
        code, out, err = ran.returncode, ran.stdout, ran.stderr
    else:
        result = govgraph(workspace, *arguments, env={"COLUMNS": "100", "GOVGRAPH_LANG": "zh"})
        code, out, err = result.exit_code, result.stdout, result.stderr
    assert code == 0, err
    compare(command, shown, out + err)


def compare(command: str, shown: list[str], text: str) -> None:
    """Shown lines stand in a printed text, in order."""
    printed = [" ".join(line.split()) for line in text.splitlines()]
    for line in shown:
        if line == "…":
            continue
        wanted = " ".join(line.split())
        assert wanted in printed, f"{command} does not print: {line}"
        printed = printed[printed.index(wanted) + 1 :]


@pytest.mark.parametrize("name", ["docs/tables.md", "docs/corrections.md", "CONTRIBUTING.md"])
def test_a_page_that_brings_its_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that the page shows are loaded as it says, one command after the other."""
    page = ROOT / name
    for file, text in re.findall(r"^`([\w.-]+)`\n\n```\w+\n(.*?)```", page.read_text("utf-8"), re.S | re.M):
        (tmp_path / file).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert examples(page)
    for command, shown in examples(page):
        run(tmp_path / ".govgraph", command, shown)


def test_there_are_examples() -> None:
    assert len([c for p, c, _ in CASES if p.name == "README.md"]) >= 5


def links(page: Path) -> list[str]:
    """What a page links to in this repository."""
    return re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))


def decisions() -> list[Path]:
    """The decisions, in order of their numbers."""
    return sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")


def test_links_lead_somewhere() -> None:
    for page in (*PAGES, *OUTSIDE, *DECISIONS.glob("*.md")):
        for target in links(page):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("index", [ROOT / "README.md", INDEX], ids=["README.md", "docs/README.md"])
def test_every_page_is_linked(index: Path) -> None:
    """All of docs/, the index of each of its folders, and what outsiders look for first."""
    docs = ROOT / "docs"
    wanted = {
        *docs.glob("*.md"),
        *docs.glob("*.html"),
        *docs.glob("*.ipynb"),
        *docs.glob("*/README.md"),
        *OUTSIDE,
    }
    found = {(index.parent / target).resolve() for target in links(index)}
    assert {str(path.relative_to(ROOT)) for path in wanted - found - {index}} == set()


def test_a_line_of_the_index_says_what_is_there() -> None:
    lines = [line for line in INDEX.read_text("utf-8").splitlines() if line.startswith("- ")]
    assert [line for line in lines if not re.fullmatch(r"- \[[^]]+\]\([^)]+\): .{15,}\.", line)] == []


def test_every_decision_is_listed_with_its_number_title_date_and_status() -> None:
    rows = re.findall(r"^\| (\d+) \| \[(.+)\]\((.+)\) \| (.+) \| (.+) \|$", (DECISIONS / "README.md").read_text("utf-8"), re.M)  # fmt: skip
    titles = [path.read_text("utf-8").split("\n")[0] for path in decisions()]
    assert [(f"# {number}. {title}", file) for number, title, file, _, _ in rows] == [
        (title, path.name) for title, path in zip(titles, decisions(), strict=True)
    ]
    numbers = {number for number, *_ in rows}
    for number, _, file, day, status in rows:
        assert file.startswith(f"{int(number):04}-")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        assert status == "in force" or re.fullmatch(r"replaced by (\d+)", status)[1] in numbers, status


def test_files_that_contributing_names_are_there() -> None:
    text = re.sub(r"```.*?```", "", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), flags=re.S)
    named = [name for name in re.findall(r"`([\w/.-]+/[\w.-]*|\w+\.py)`", text) if "NAME" not in name]
    assert len(named) > 30
    assert [
        name for name in named if not (ROOT / name).exists() and name not in ("../shared", ".venv/bin")
    ] == []


def test_pictures_stand_above_the_fold() -> None:
    """Before the first heading of the README stand two, each with words for those who do not see it."""
    fold = (ROOT / "README.md").read_text("utf-8").split("\n## ")[0]
    assert len(re.findall(r"!\[[^]]{20,}\]\(docs/screenshots/[\w-]+\.png\)", fold)) == 2


def test_the_changelog_keeps_to_its_convention() -> None:
    """Keep a Changelog: Unreleased first, then versions with their day, each change under one of six headings."""
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    first, *versions = [line for line in lines if line.startswith("## ")]
    assert first == "## [Unreleased]"
    assert [
        line for line in versions if not re.fullmatch(r"## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", line)
    ] == []
    kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
    headings = [line[4:] for line in lines if line.startswith("### ")]
    assert headings
    assert set(headings) <= set(kinds)


def test_decisions_are_two_paragraphs() -> None:
    for page in decisions():
        title, *paragraphs = [part for part in page.read_text("utf-8").split("\n\n") if part.strip()]
        assert title.startswith("# "), page.name
        assert len(paragraphs) == 2, f"{page.name} has {len(paragraphs)} paragraphs"
