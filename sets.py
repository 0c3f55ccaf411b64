"""The bundled sets of facts, put into a workspace: curated files, and tables with their column maps."""

from __future__ import annotations

from govgraph.data import SETS, bundled_files, bundled_tables
from govgraph.errors import SourceError
from govgraph.graph.inputs import slug as source_id
from govgraph.loaders.run import LoadReport
from govgraph.workspace import Workspace


def load_set(workspace: Workspace, name: str = "curated") -> LoadReport:
    """Put a bundled set into a workspace in place of the other sets; other sources stay.

    Raises SourceError where a file of the set cannot be read.
    """
    known = {one.id for one in workspace.sources()}
    workspace.forget(*sorted((set().union(*map(sources, SETS)) - sources(name)) & known))
    report = workspace.load(*bundled_files(name), *bundled_tables(name), jobs=1, replace=True)
    for refused in report.refused:
        raise SourceError(refused.message())
    return report


def sources(name: str) -> set[str]:
    """The ids of a set's sources."""
    return {
        *(source_id(path.stem) for path in bundled_files(name)),
        *(source_id(path.name) for path in bundled_tables(name)),
    }
