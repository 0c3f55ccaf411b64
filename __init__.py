"""The knowledge graph of the smart-government (数字政府) vendor ecosystem.

    import govgraph

    ws = govgraph.open(".govgraph")
    ws.load("awards.json")
    ws.build()
    for row in ws.query("co-occurring-giants", among=["腾讯", "华为"]):
        print(row)

What is listed in ``__all__`` is the public interface; docs/python.md tells it with examples.
"""

from __future__ import annotations

from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: Where each public name stands; they are imported when they are first used, so that `--help` is instant.
_HOME = {
    "Build": "govgraph.graph.opened",
    "Change": "govgraph.graph.changes",
    "GovgraphError": "govgraph.errors",
    "InvalidGraph": "govgraph.errors",
    "LoadReport": "govgraph.loaders.run",
    "QueryError": "govgraph.errors",
    "SourceError": "govgraph.errors",
    "SourceRecord": "govgraph.graph.inputs",
    "Statement": "govgraph.graph.statements.statement",
    "StoreError": "govgraph.errors",
    "Table": "govgraph.queries.table",
    "Violation": "govgraph.errors",
    "Workspace": "govgraph.workspace",
}

if TYPE_CHECKING:
    from govgraph.errors import GovgraphError, InvalidGraph, QueryError, SourceError, StoreError, Violation
    from govgraph.graph.changes import Change
    from govgraph.graph.inputs import SourceRecord
    from govgraph.graph.opened import Build
    from govgraph.graph.statements.statement import Statement
    from govgraph.loaders.run import LoadReport
    from govgraph.queries.table import Table
    from govgraph.workspace import Workspace

__all__ = [
    "Build", "Change", "GovgraphError", "InvalidGraph", "LoadReport", "QueryError", "SourceError", "SourceRecord",
    "Statement", "StoreError", "Table", "Violation", "Workspace", "__version__", "open",
]  # fmt: skip


def open(folder: str | PathLike[str] = ".govgraph", *, wait: float = 0) -> Workspace:
    """The workspace in a folder, which is made where it is not there.

    ``wait`` is how many seconds a change may wait for another process that is writing to it. Raises
    StoreError where the folder cannot be made.
    """
    from govgraph.errors import StoreError
    from govgraph.messages import _, reason_of
    from govgraph.workspace import Workspace

    workspace = Workspace(Path(folder), wait)
    try:
        workspace.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            _("{folder} cannot be made: {reason}").format(folder=folder, reason=reason_of(error))
        ) from error
    workspace.carry_over()
    return workspace


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'govgraph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
