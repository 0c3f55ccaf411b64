"""The pages of the questions are fresh, and the cookbook's queries run and find something."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from govgraph.neo4j_local.server import Address
from govgraph.queries.check import portability
from govgraph.queries.library import query_names, read_query
from govgraph.queries.remarks import CAUTION
from govgraph.stores.neo4j.store import Neo4jStore
from govgraph.tools.question_pages import FOLDER, question_pages
from govgraph.workspace import Workspace

ROOT = Path(__file__).parents[2]
COOKBOOK = re.findall(r"```cypher\n(.*?)```", (ROOT / "docs" / "cookbook.md").read_text("utf-8"), re.S)


def test_committed_pages_are_fresh(bundled: Workspace) -> None:
    pages = question_pages(bundled)
    committed = {FOLDER / path.name: path.read_text("utf-8") for path in (ROOT / FOLDER).iterdir()}
    stale = [str(path) for path in pages.keys() | committed.keys() if pages.get(path) != committed.get(path)]
    assert stale == [], "run: make derive"


def test_every_question_is_in_the_index_with_its_page() -> None:
    index = (ROOT / FOLDER / "README.md").read_text("utf-8")
    assert [name for name in query_names() if f"({name}.md)" not in index] == []


def test_red_flags_say_what_they_are_not() -> None:
    for name in query_names():
        if read_query(name).theme == "red-flags":
            assert CAUTION in (ROOT / FOLDER / f"{name}.md").read_text("utf-8").split("## ")[0]


@pytest.mark.parametrize("number", range(len(COOKBOOK)))
def test_cookbook(number: int, bundled: Workspace) -> None:
    assert len(COOKBOOK) == 30
    assert portability(COOKBOOK[number]) == []
    store = bundled.open("embedded")
    assert store.run(COOKBOOK[number], {}).rows
    store.close()


@pytest.mark.neo4j
def test_cookbook_gives_the_same_on_neo4j(bundled: Workspace, neo4j_bundled: Address) -> None:
    """Columns have no declared types, so that rows are compared as text, in no order."""
    neo4j, embedded = Neo4jStore(neo4j_bundled), bundled.open("embedded")
    for text in COOKBOOK:
        found, wanted = neo4j.run(text, {}), embedded.run(text, {})
        assert found.columns == wanted.columns
        assert sorted(map(plain, found.rows)) == sorted(map(plain, wanted.rows)), text
    neo4j.close()


def plain(row: Sequence[Any]) -> str:
    """Values as text, lists sorted."""
    return str([sorted(map(str, v)) if isinstance(v, list) else str(v) for v in row])


def test_the_shell_completes_questions_and_their_options() -> None:
    def completed(words: str) -> str:
        asked = {
            "_GOVGRAPH_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        command = [sys.executable, "-c", "from govgraph.cli import main; main(prog_name='govgraph')"]
        return subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True).stdout

    assert completed("govgraph query run never").split() == ["plain,never-winning"]
    assert "plain,--among" in completed("govgraph query run co-occurring-giants --am").split()
