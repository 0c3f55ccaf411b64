"""The pages of the questions are fresh, and the cookbook's queries run and find something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govgraph.queries.check import CAUTION, portability
from govgraph.queries.library import query_names, read_query
from govgraph.queries.pages import FOLDER, question_pages
from govgraph.workspace import Workspace

ROOT = Path(__file__).parents[2]
COOKBOOK = re.findall(r"```cypher\n(.*?)```", (ROOT / "docs" / "cookbook.md").read_text("utf-8"), re.S)


def test_committed_pages_are_fresh(bundled: Workspace) -> None:
    pages = question_pages(bundled)
    committed = {FOLDER / path.name: path.read_text("utf-8") for path in (ROOT / FOLDER).glob("*.md")}
    stale = [str(path) for path in pages.keys() | committed.keys() if pages.get(path) != committed.get(path)]
    assert stale == [], "run: govgraph query pages"


def test_every_question_is_in_the_index_with_its_page() -> None:
    index = (ROOT / FOLDER / "README.md").read_text("utf-8")
    assert [name for name in query_names() if f"({name}.md)" not in index] == []


def test_red_flags_say_what_they_are_not() -> None:
    for name in query_names():
        if read_query(name).theme == "red-flags":
            assert CAUTION in (ROOT / FOLDER / f"{name}.md").read_text("utf-8").split("## ")[0]


@pytest.mark.parametrize("number", range(len(COOKBOOK)))
def test_cookbook(number: int, bundled: Workspace) -> None:
    assert len(COOKBOOK) == 10
    assert portability(COOKBOOK[number]) == []
    store = bundled.open("embedded")
    assert store.run(COOKBOOK[number], {}).rows
    store.close()
