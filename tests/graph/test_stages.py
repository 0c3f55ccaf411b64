"""A build in parts is the build of the whole; rules stop at their bound and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from govgraph.errors import StoreError
from govgraph.graph.builder import build as build_module
from govgraph.graph.builder import stages
from govgraph.graph.builder.build import build
from govgraph.graph.builder.rules.infer import STEPS
from govgraph.graph.graph import Graph
from govgraph.report import count_lines
from govgraph.workspace import Workspace
from tests.ontology.world import built, links, statements


def test_parts_give_the_same_bytes(
    bundled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand statements at a time, in a file as for large builds, against all at once in memory."""
    monkeypatch.setattr(stages, "PART", 2_000)
    monkeypatch.setattr(build_module, "_LARGE", 0)
    build(bundled.current.statement_files, tmp_path / "graph")
    whole = {p.name: p.read_bytes() for p in bundled.current.folder.glob("*.parquet")}
    parts = {p.name: p.read_bytes() for p in (tmp_path / "graph").glob("*.parquet")}
    assert parts.keys() == whole.keys()
    assert not [name for name in whole if parts[name] != whole[name]]
    assert not [p for p in (tmp_path / "graph").iterdir() if p.name.startswith(".")]


def test_a_build_for_which_memory_does_not_suffice_takes_more(
    bundled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "_MEMORY", 1)  # MB, less than one block of a sort
    build(bundled.current.statement_files, tmp_path / "graph")
    whole = {p.name: p.read_bytes() for p in bundled.current.folder.glob("*.parquet")}
    assert {p.name: p.read_bytes() for p in (tmp_path / "graph").glob("*.parquet")} == whole
    monkeypatch.setattr(build_module, "_MOST", 1)
    with pytest.raises(StoreError, match="cannot be built in 1 MB of memory"):
        build(bundled.current.statement_files, tmp_path / "small")


def chain(length: int) -> str:
    lines = [f"c{i} type Company" for i in range(length + 1)]
    for i in range(length):
        lines += [f"h{i} type Shareholding", f"h{i} holder c{i}", f"h{i} held c{i + 1}"]
    return "\n".join(lines)


def interests(graph: Graph) -> set[tuple[int, int]]:
    return {(int(a[1:]), int(b[1:])) for a, type_, b in links(graph) if type_ == "HAS_INTEREST_IN"}


def test_a_chain_is_followed_over_so_many_links(tmp_path: Path) -> None:
    graph = built(tmp_path, statements(chain(STEPS + 2)))
    expected = {(a, b) for a in range(STEPS + 3) for b in range(a + 1, STEPS + 3) if b - a <= STEPS}
    assert interests(graph) == expected
    # from 0 to 6 and from 1 to 7 there is more; from 2 to 8 there is not
    assert f"2 inferred HAS_INTEREST_IN lead over {STEPS} links and are followed no further" in count_lines(
        graph
    )
    assert Graph.open(graph.folder) == graph


def test_a_short_chain_ends_by_itself(tmp_path: Path) -> None:
    graph = built(tmp_path, statements(chain(STEPS)))
    assert (0, STEPS) in interests(graph)
    assert len(count_lines(graph)) == 1


def test_a_shorter_way_counts(tmp_path: Path) -> None:
    """A detour does not use up the length: 0 reaches 7 by a shortcut past 1."""
    text = chain(STEPS + 1) + "\nx type Shareholding\nx holder c0\nx held c2"
    assert (0, STEPS + 1) in interests(built(tmp_path, statements(text)))
