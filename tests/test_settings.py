"""Settings from a file, JSON of commands, progress: as scripts and people use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bundled import govgraph
from tests.test_messages import FACTS


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of facts, in which commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.yml").write_text(FACTS, "utf-8")
    return tmp_path


def test_the_file_gives_language_and_defaults_of_commands(here: Path) -> None:
    (here / "govgraph.toml").write_text('lang = "zh"\nquiet = true\n[load]\nformat = "json"\n', "utf-8")
    result = govgraph(here / "ws", "load", "facts.yml", env={"GOVGRAPH_LANG": ""})
    assert result.stderr == "", "quiet"
    assert json.loads(result.stdout)["refused"] == 0
    assert "工作区" in govgraph(here / "ws", "status", env={"GOVGRAPH_LANG": ""}).stdout
    assert "Workspace" in govgraph(here / "ws", "status").stdout, "the environment goes before the file"
    assert "工作区" in govgraph(here / "ws", "status", "--lang", "zh").stdout, "the command before both"


def test_a_named_file_and_an_unknown_key(here: Path) -> None:
    (here / "other.toml").write_text("[load]\njob = 2\n", "utf-8")
    result = govgraph(here / "ws", "--config", "other.toml", "status")
    assert result.exit_code == 2
    assert "there is no setting 'load.job'; did you mean 'load.jobs'?" in result.stderr
    assert govgraph(here / "ws", "status", env={"GOVGRAPH_CONFIG": "other.toml"}).exit_code == 2
    assert govgraph(here / "ws", "--config", "none.toml", "status").exit_code == 2


def test_build_and_check_as_json(here: Path) -> None:
    govgraph(here / "ws", "load", "facts.yml")
    built = json.loads(govgraph(here / "ws", "build", "--format", "json").stdout)
    assert (built["counts"]["Company"], built["review"], built["unmerged"]) == (2, 0, 0)
    assert (
        built["name"]
        == json.loads(govgraph(here / "ws", "status", "--format", "json").stdout)["build"]["name"]
    )
    assert json.loads(govgraph(here / "ws", "check", "--format", "json").stdout) == []
    (here / "bad.yml").write_text(
        FACTS.replace("to: firm-1", "to: firm-9").replace("founded: 2015", "founded: soon"), "utf-8"
    )
    for language in ("zh", "en"):
        result = govgraph(here / "ws", "check", "bad.yml", "--format", "json", "--lang", language)
        assert result.exit_code == 3
        found = {(one["file"], one["line"], one["rule"]) for one in json.loads(result.stdout)}
        assert {("bad.yml", 4, ""), ("bad.yml", 7, "dangling")} <= found
        assert all(one["detail"].isascii() for one in json.loads(result.stdout)), "English for programs"


def test_steps_are_lines_in_a_log_and_nothing_when_quiet(here: Path) -> None:
    govgraph(here / "ws", "load", "facts.yml")
    said = govgraph(here / "ws", "build").stderr
    assert "checking the statements\n" in said
    assert "检查陈述\n" in govgraph(here / "ws", "build", "--fresh", "--lang", "zh").stderr
    assert govgraph(here / "ws", "-q", "build", "--fresh").stderr == ""
    for number in range(40):
        (here / f"{number}.csv").write_text(f"holder,held,percent\nA{number} Ltd,B{number} Ltd,5%\n", "utf-8")
    assert (
        "reading files 40/40\n"
        in govgraph(here / "ws", "load", "--jobs", "1", *(f"{n}.csv" for n in range(40))).stderr
    )


def test_a_terminal_shows_a_line_that_moves(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govgraph.commands.progress import Progress

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with Progress(quiet=False) as progress:
        progress("reading files", 1, 40)
        assert progress._live is not None
        assert progress._live.tasks[0].completed == 1
    with Progress(quiet=True) as silent:
        assert silent._live is None
