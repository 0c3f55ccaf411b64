"""Holdings of one file that cannot stand beside each other: they would break the whole graph later."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from govgraph.graph.entity import Edge, Entity, edge_id
from govgraph.ontology.model import ontology

_MOST = Decimal("100.05")


class Holdings:
    """Remembers the edges of one file and says what is wrong with the next ones."""

    def __init__(self) -> None:
        self.edges: dict[str, dict[str, str]] = {}
        self.sums: dict[tuple[str, ...], Decimal] = {}

    def wrong(self, entities: Iterable[Entity]) -> str:
        """Why these entities' edges contradict earlier ones, empty where they do not."""
        for edge in entities:
            if isinstance(edge, Edge):
                values = edge.values()
                if flaw := self._wrong(edge_id(ontology().classes[edge.types[0]], values), values):
                    return flaw
        return ""

    def _wrong(self, id_: str, values: dict[str, str]) -> str:
        known = self.edges.get(id_)
        if known is not None:
            return "" if known == values else "another value for an edge that the file has stated already"
        if "stake" in values:
            moment = values.get("asOf") or values.get("since", "")
            place = (values["held"], moment, values.get("interest", ""))
            total = self.sums.get(place, Decimal(0)) + Decimal(values["stake"])
            if total > _MOST:
                return "the holdings of one company add up to more than 100"
            self.sums[place] = total
        self.edges[id_] = values
        return ""
