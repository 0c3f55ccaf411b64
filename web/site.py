"""What one build (or one set of RDF files) is to the service: data, engine and how to name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from govgraph.graph.opened import Build
from govgraph.web.cypher import Cypher
from govgraph.web.engine import Engine


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that pages and endpoint need to answer.

    ``build`` and ``cypher`` are None where RDF files are served. ``base`` stands before every entity
    id in IRIs. ``fingerprint`` changes whenever the data do; ``built`` is when they were made (UTC).
    """

    engine: Engine
    build: Build | None
    base: str
    language: str
    fingerprint: str
    built: datetime
    cypher: Cypher | None = None
