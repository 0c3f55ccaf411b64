"""The RDF store is written when somebody first asks for it: once, whole, and said."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govgraph.errors import StoreError
from govgraph.stores.rdf.on_demand import fill_rdf
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.once import copied

SAID = "writing the graph for SPARQL"
ASKED = ("query", "run", "co-occurring-giants", "--format", "json", "--on")


@pytest.fixture
def unasked(world: Workspace, tmp_path: Path) -> Workspace:
    """The made-up world as it is after a build."""
    workspace = Workspace(copied(world.root, tmp_path / "world"))
    shutil.rmtree(workspace.current.folder / "rdf", ignore_errors=True)
    return workspace


def test_it_is_written_when_it_is_first_asked_for(unasked: Workspace) -> None:
    cypher = govgraph(unasked, *ASKED, "embedded")
    assert not (unasked.current.folder / "rdf").exists()
    assert SAID not in cypher.stderr
    first = govgraph(unasked, *ASKED, "sparql")
    assert SAID in first.stderr
    again = govgraph(unasked, *ASKED, "sparql")
    assert SAID not in again.stderr
    assert first.stdout == again.stdout == cypher.stdout
    assert len(cypher.stdout) > 10


def test_a_build_writes_it_only_where_that_is_asked(unasked: Workspace) -> None:
    assert govgraph(unasked, "build", "--no-inference").exit_code == 0
    assert not (unasked.current.folder / "rdf").exists()
    assert govgraph(unasked, "build", "--rdf").exit_code == 0
    assert (unasked.current.folder / "rdf").is_dir()
    assert SAID not in govgraph(unasked, *ASKED, "sparql").stderr


def test_of_two_who_ask_at_once_one_writes(unasked: Workspace) -> None:
    """Both get the answer, and what a killed writer left is gone."""
    left = unasked.current.folder / ".rdf-draft-1"
    left.mkdir()
    (left / "half").touch()
    command = [sys.executable, "-m", "govgraph.cli", "--workspace", str(unasked.root), *ASKED, "sparql"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    one, other = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert one == other == govgraph(unasked, *ASKED, "embedded").stdout
    assert not list(unasked.current.folder.glob(".rdf-draft-*"))


def test_a_build_that_is_gone_is_told(unasked: Workspace) -> None:
    """Another build may come into use while somebody still reads this one."""
    build = unasked.current
    shutil.rmtree(build.folder)
    with pytest.raises(StoreError, match=r"no built graph|cannot be written"):
        fill_rdf(build)
