"""What readers look up: an index made whole, of the very statements that the graph was built from."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from govgraph.errors import StoreError
from govgraph.graph.reader.index import FILE, index_path, make_index
from govgraph.graph.reader.reader import GraphReader
from govgraph.workspace import Workspace
from tests.bundled import govgraph

ROOT = Path(__file__).parents[2]
FACTS = """source: {id: a-gazette, title: 虚构公报, publisher: 虚构}
entities:
  alpha: {type: Company, name: 甲有限公司}
  beta: {type: Company, name: 乙有限公司}
edges:
- {type: Shareholding, from: alpha, to: beta, stake: 60, asOf: 2020}
- {type: Shareholding, from: alpha, to: beta, stake: 55, asOf: 2021}
- {type: Shareholding, from: beta, to: alpha, stake: 5, modality: speculated}
"""


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A workspace of one file, built."""
    (tmp_path / "facts.yml").write_text(FACTS, "utf-8")
    workspace = Workspace(tmp_path / "ws")
    assert govgraph(workspace, "load", str(tmp_path / "facts.yml")).exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    return workspace


def test_what_is_said_of_each_tie(small: Workspace) -> None:
    reader = GraphReader(small.current)
    assert reader.groups("beta") == [("HOLDS_SHARES_IN", False, 2)], "a guess is no link"
    links = reader.links_of("beta", "HOLDS_SHARES_IN", False, 10)
    found = reader.findings([link.id for link in links])
    assert sorted(dict(f.details)["stake"] for f in found) == ["55", "60"]
    assert [f.is_claim for f in found] == [False, False]
    (about,) = reader.claimed("beta", 10)
    (claim,) = reader.findings([about])
    assert (claim.subject, claim.object, claim.is_claim) == ("beta", "alpha", True)
    assert reader.named(["甲有限公司", "beta", "丙"]) == {"甲有限公司": "alpha", "beta": "beta"}
    reader.close()


def test_a_reader_shows_its_build_whatever_was_loaded_since(small: Workspace, tmp_path: Path) -> None:
    (tmp_path / "facts.yml").write_text(FACTS.replace("stake: 60", "stake: 61"), "utf-8")
    assert govgraph(small, "load", str(tmp_path / "facts.yml")).exit_code == 0
    reader = GraphReader(small.current)
    links = reader.links_of("beta", "HOLDS_SHARES_IN", False, 10)
    found = reader.findings([link.id for link in links])
    reader.close()
    assert sorted(dict(f.details)["stake"] for f in found) == ["55", "60"]


def test_an_index_appears_whole_or_not_at_all(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    path = index_path(small.current)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(StoreError, match="cannot be written"):
            make_index(small.current, path)
    assert not [path for path in small.current.folder.iterdir() if "duckdb" in path.name]
    (small.current.folder / FILE).write_bytes(b"not a database")
    with pytest.raises(StoreError, match="delete it"):
        GraphReader(small.current)


def test_readers_know_a_build_and_nothing_above_them() -> None:
    """By their imports: the reader stands below everything that shows what it reads, and who reads it never sees the workspace."""
    above = re.compile(
        r"^\s*(?:from|import) govgraph\.(loaders|stores|queries|views|web|commands|workspace)\b", re.M
    )
    workspace = re.compile(r"^\s*(?:from|import) govgraph\.workspace\b", re.M)
    for folder, banned in (("graph/reader", above), ("views", workspace), ("web/pages", workspace)):
        files = sorted((ROOT / folder).rglob("*.py"))
        assert files
        assert [str(path) for path in files if banned.search(path.read_text("utf-8"))] == []
