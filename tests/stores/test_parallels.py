"""Two relationships of one type between the same two nodes are two in the embedded engine."""

from __future__ import annotations

from collections import Counter

from govgraph.workspace import Workspace


def test_no_relationship_is_merged_into_another(bundled: Workspace) -> None:
    graph = bundled.graph()
    stated: Counter[str] = Counter()
    for table in graph.edges:
        stated[table.type] += table.count
    store = bundled.open("embedded")
    held = {
        name: store.run(f"MATCH ()-[r:{name}]->() RETURN count(DISTINCT r.id) AS n", {}).rows[0][0]
        for name in stated
    }
    store.close()
    assert held == dict(stated)
