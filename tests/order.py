"""Which tests run together: one process asks the one Neo4j, and what takes longest begins first."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

#: Files whose tests share a server or its seed; those that read the bundled graph in it come first.
NEO4J = (
    "tests/queries/test_pages.py",
    "tests/stores/test_contract.py",
    "tests/test_question.py",
    "tests/queries/test_questions.py",
    "tests/ontology/test_derive.py",
    "tests/stores/test_paths.py",
    "tests/stores/test_neo4j_older.py",
    "tests/stores/test_neo4j_load.py",
    "tests/test_cli_neo4j.py",
    "tests/stores/test_neo4j_faults.py",
    "tests/stores/test_server_refusals.py",
    "tests/stores/test_server_import.py",
)
#: The longest others, longest first.
HEAVY = (
    "tests/views/test_reader.py",
    "tests/web/test_pages_browser.py",
    "tests/stores/test_server.py",
    "tests/views/test_select.py",
    "tests/test_rebuild.py",
    "tests/views/test_unfriendly.py",
    "tests/web/test_pages_crawl.py",
    "tests/test_docs.py",
    "tests/graph/test_identity.py",
)
_RANK = {path: rank for rank, path in enumerate((*NEO4J, *HEAVY))}


def in_order(items: list[pytest.Item]) -> None:
    """Sort tests by their file's rank, all else as it was."""
    items.sort(key=lambda item: _RANK.get(item.nodeid.partition("::")[0], len(_RANK)))


class ByFile(LoadScopeScheduling):
    """Each file to one process, in the order of collection; those that share a server to one together."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "neo4j" if path in NEO4J else path
