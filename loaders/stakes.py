"""Holdings of one file that cannot stand beside each other: more than all of a company at one time."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from govgraph.graph.statements.entity import Edge, Entity, edge_id
from govgraph.messages import _
from govgraph.ontology.model import ontology

_MOST = Decimal("100.05")


class StakeLedger:
    """Remembers the stakes of one file and says what is wrong with the next ones.

    Two stakes for one holder at one time are a dispute that the graph shows; the larger one counts here.
    """

    def __init__(self) -> None:
        self.stakes: dict[str, Decimal] = {}
        self.sums: dict[tuple[str, ...], Decimal] = {}

    def wrong(self, entities: Iterable[Entity]) -> str:
        """Why these entities' edges contradict earlier ones, empty where they do not."""
        for edge in entities:
            if isinstance(edge, Edge):
                values = edge.values()
                if "stake" in values and (flaw := self._wrong(edge.types[0], values)):
                    return flaw
        return ""

    def _wrong(self, type_: str, values: dict[str, str]) -> str:
        id_ = edge_id(ontology().classes[type_], values)
        stake, known = Decimal(values["stake"]), self.stakes.get(id_, Decimal(0))
        moment = values.get("asOf") or values.get("since", "")
        place = (values["held"], moment, values.get("interest", ""))
        total = self.sums.get(place, Decimal(0)) + max(stake - known, Decimal(0))
        if total > _MOST:
            return _("the holdings of one company add up to more than 100")
        self.sums[place], self.stakes[id_] = total, max(stake, known)
        return ""
