"""Which store answers under which name: ours, and those that other packages install (``govgraph.extensions``)."""

from __future__ import annotations

from collections.abc import Callable

from govgraph.extensions import Registry
from govgraph.graph.opened import Build
from govgraph.messages import _
from govgraph.stores.base import Store

#: What opens a store of a build. One that nobody filled at the build fills itself from ``build.graph``.
STORES: Registry[Callable[[Build], Store]] = Registry(
    "govgraph.stores",
    _("engine"),
    {
        "embedded": "govgraph.stores.embedded:EmbeddedStore.open",
        "sparql": "govgraph.stores.rdf.on_demand:open_rdf",
        "neo4j": "govgraph.stores.neo4j.store:Neo4jStore.open",
    },
)
