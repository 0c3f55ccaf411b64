"""A database that is a dictionary: what a store holds after the increments of a ``Difference``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.stores.neo4j.difference import Difference, group, key_label

Key = tuple[str, str]


@dataclass
class Database:
    """Nodes by key label and id, with labels and values; relationships by type and id, with ends and values."""

    nodes: dict[Key, tuple[set[str], dict[str, Any]]] = field(default_factory=dict)
    edges: dict[Key, tuple[str, str, dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph) -> Database:
        """What a database holds that was filled with a graph at once, read from its tables."""
        made = cls()
        for table in graph.tables:
            names = {column.name for column in table.columns} | {"id", "start_id", "end_id"}
            for row in (row for batch in graph.rows(table) for row in batch):
                stated = {key: value for key, value in row.items() if key in names}
                made._put(table, stated.pop("id"), stated, ())
        return made

    def apply(self, difference: Difference, graph: Graph, snapshot: bool, batch: int = 3) -> int:
        """Write an increment; returns how many rows it sent."""
        sent = 0
        for table in graph.tables:
            for rows in difference.changed(table, batch):
                assert 0 < len(rows) <= batch
                sent += len(rows)
                for row in rows:
                    ends = {key: row[key] for key in ("start_id", "end_id") if key in row}
                    gone = row["gone"] if snapshot else ()
                    self._put(table, row["id"], {**ends, **row["values"]}, gone)
        for table in graph.nodes if snapshot else ():
            for label, ids in difference.lost_labels(table, batch):
                for id_ in ids:
                    self.nodes[key_label(table.labels), id_][0].discard(label)
        for kind, kept in ((EdgeTable, self.edges), (NodeTable, self.nodes)) if snapshot else ():
            for name, ids in difference.gone(kind, batch):
                for id_ in ids:
                    kept.pop((name, id_), None)  # type: ignore[attr-defined]
        return sent

    def _put(self, table: NodeTable | EdgeTable, id_: str, row: dict[str, Any], gone: Any) -> None:
        values = {key: plain(value) for key, value in row.items() if value is not None}
        key = (group(table)[1:], id_)
        if isinstance(table, EdgeTable):
            ends = values.pop("start_id"), values.pop("end_id")
            held = self.edges.setdefault(key, (*ends, {}))
            assert held[:2] == ends, "a relationship never moves"
            held[2].update(values)
        else:
            labels, held_values = self.nodes.setdefault(key, (set(), {}))
            labels |= set(table.labels)
            held_values.update(values)
        kept = self.edges[key][2] if isinstance(table, EdgeTable) else self.nodes[key][1]
        for name in gone:
            kept.pop(name, None)


def plain(value: Any) -> Any:
    """Exact decimals as the floats that a database has."""
    return float(value) if type(value).__name__ == "Decimal" else value
