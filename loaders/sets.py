"""The bundled sets of facts, put into a workspace: curated files, and tables with their column maps."""

from __future__ import annotations

from collections.abc import Iterable

from govgraph.data import SETS, bundled_files, bundled_tables
from govgraph.errors import SourceError
from govgraph.loaders.base import source_id
from govgraph.loaders.registry import find, load
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace


def load_set(workspace: Workspace, name: str = "curated") -> list[Counts]:
    """Put a bundled set into a workspace in place of the other sets; other sources stay.

    Returns the counts of its tables. Raises SourceError where a file of the set cannot be read.
    """
    loaded = load(bundled_files(name))
    if loaded.problems:
        raise loaded.problems[0]
    workspace.forget(set().union(*map(sources, SETS)) - sources(name))
    workspace.replace_statements(loaded.statements)
    tables = bundled_tables(name)
    with workspace.lock():
        counts = load_into(workspace.root, find(tables), jobs=1) if tables else []
    for one in counts:
        if one.problem:
            raise SourceError(one.problem, one.file)
    return counts


def sources(name: str) -> set[str]:
    """The ids of a set's sources."""
    return {*_ids(path.stem for path in bundled_files(name)), *_ids(t.name for t in bundled_tables(name))}


def _ids(names: Iterable[str]) -> list[str]:
    return [source_id(name) for name in names]
