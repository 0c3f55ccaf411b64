"""The texts that sources name: passages from the folder that was given, and from nowhere else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from govgraph.errors import SourceError
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.statement import Statement
from tests.bundled import govgraph

TEXT = "虚构甲公司持有虚构乙公司的股份。\n第二段。\n"
HASH = hashlib.sha256(TEXT.encode()).hexdigest()


def named(file: str, hash_: str = HASH) -> list[Statement]:
    """What a source says of its text."""
    return [
        Statement("s", "textFile", file, "string", "s"),
        Statement("s", "sha256", hash_, "string", "s"),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of texts, the same text beside it, and a link from the one to the other."""
    made = tmp_path / "texts"
    made.mkdir()
    for path in (made / "inside.txt", tmp_path / "outside.txt", tmp_path / "texts-too.txt"):
        path.write_text(TEXT, "utf-8")
    (made / "link.txt").symlink_to(tmp_path / "outside.txt")
    return made


def test_passages_by_their_places(folder: Path) -> None:
    texts = Texts(folder, named("inside.txt"))
    assert texts.passages("s", "1:0-5,2:0-3") == ["虚构甲公司", "第二段"]
    assert texts.passages("another", "1:0-5") == []


@pytest.mark.parametrize("place", ["4:0-1", "1:0-99", "1:5-5", "2:3-1"])
def test_a_place_outside_the_text_is_an_error(folder: Path, place: str) -> None:
    with pytest.raises(SourceError):
        Texts(folder, named("inside.txt")).passages("s", place)


def test_another_text_than_the_one_that_was_read(folder: Path) -> None:
    with pytest.raises(SourceError, match="is not the text that the facts point into"):
        Texts(folder, named("inside.txt", "0" * 64)).passages("s", "1:0-5")


@pytest.mark.parametrize(
    "file", ["../outside.txt", "../texts-too.txt", "link.txt", "x/../../outside.txt", "ABSOLUTE"]
)
def test_no_text_outside_the_folder_is_read(folder: Path, file: str) -> None:
    """Its hash is right and the file is there, so that nothing but the folder keeps it shut."""
    (folder / "x").mkdir()
    file = str(folder.parent / "outside.txt") if file == "ABSOLUTE" else file
    assert (folder / file).read_text("utf-8") == TEXT
    texts = Texts(folder, named(file))
    assert texts.passages("s", "1:0-5") == []
    wrong = Statement("a", "name", "无", "string", "s", "1:0-5", "不在其中")
    assert list(texts.check([wrong])) == []


def test_no_text_outside_the_folder_is_shown(folder: Path, tmp_path: Path) -> None:
    """As a user meets it: a file of facts that names another's text shows nothing of it."""
    facts = tmp_path / "facts.yml"
    for file, shown in (("inside.txt", True), ("../outside.txt", False)):
        facts.write_text(
            f"source: {{id: s, title: t, publisher: p, text: {file}, sha256: {HASH}}}\n"
            'entities:\n  one: {type: CorporateGroup, name: 虚构甲集团, at: "1:0-5"}\n',
            "utf-8",
        )
        workspace = tmp_path / f"ws-{shown}"
        assert govgraph(workspace, "load", str(facts)).exit_code == 0
        assert govgraph(workspace, "build").exit_code == 0
        answer = govgraph(workspace, "why", "虚构甲集团", "--texts", str(folder))
        assert answer.exit_code == 0, answer.stderr
        assert ("│" in answer.stdout and "虚构甲公司" in answer.stdout) is shown
