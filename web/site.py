"""What one build (or one set of RDF files) is to the service: data, engine and how to name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from govgraph.graph.graph import Graph
from govgraph.web.engine import Engine
from govgraph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that pages and endpoint need to answer.

    ``workspace`` and ``graph`` are None where RDF files are served. ``base`` stands before every entity
    id in IRIs. ``fingerprint`` changes whenever the data do; ``built`` is when they were made (UTC).
    """

    engine: Engine
    workspace: Workspace | None
    graph: Graph | None
    base: str
    language: str
    fingerprint: str
    built: datetime
