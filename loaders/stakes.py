"""Holdings that contradict themselves, or each other: more than all of a company at one time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from govgraph.graph.statements.entity import Edge, Entity, edge_id
from govgraph.messages import _
from govgraph.ontology.model import ontology

_MOST = Decimal("100.05")


def interest_class(code: str) -> str:
    """The edge class of an interest: of what is neither ownership nor control a class of its own."""
    return "OtherInterest" if code in ontology().codes["other-interest"] else "Shareholding"


def flaw(edge: Edge) -> str:
    """Why an edge cannot be as it is stated, empty where it can."""
    values, kind = edge.values(), ontology().classes[edge.types[0]]
    if kind.name not in ("Shareholding", "OtherInterest"):
        return ""
    if values[kind.edge_from] == values[kind.edge_to]:
        return _("a company that holds itself")
    if _ends_first(values):
        return _("a period that ends before it starts")
    return _bounds(values)


def _ends_first(values: Mapping[str, str]) -> bool:
    """Whether a period surely ends before it starts; a year may end after each of its days."""
    since, until = values.get("since", ""), values.get("until", "")
    known = min(len(since), len(until))
    return until[:known] < since[:known]


def _bounds(values: Mapping[str, str]) -> str:
    """Why a share and its bounds cannot all be right."""
    least, most = Decimal(values.get("stakeMin", 0)), Decimal(values.get("stakeMax", 100))
    open_ = "stakeMinExclusive" in values or "stakeMaxExclusive" in values
    if least > most or (least == most and open_):
        return _("a least share that is above the greatest")
    if "stake" in values and not least <= Decimal(values["stake"]) <= most:
        return _("a share outside its own bounds")
    return ""


class StakeLedger:
    """Remembers the stakes of one file and says what is wrong with the next ones.

    Two stakes for one holder at one time are a dispute that the graph shows; the larger one counts here.
    """

    def __init__(self) -> None:
        self.stakes: dict[str, Decimal] = {}
        self.sums: dict[tuple[str, ...], Decimal] = {}

    def wrong(self, entities: Iterable[Entity]) -> str:
        """Why these entities' edges contradict themselves or earlier ones, empty where they do not."""
        for edge in entities:
            if isinstance(edge, Edge) and (found := flaw(edge) or self._wrong(edge)):
                return found
        return ""

    def _wrong(self, edge: Edge) -> str:
        values = edge.values()
        if edge.types[0] != "Shareholding" or "stake" not in values:
            return ""
        id_ = edge_id(ontology().classes["Shareholding"], values)
        stake, known = Decimal(values["stake"]), self.stakes.get(id_, Decimal(0))
        moment = values.get("asOf") or values.get("since", "")
        place = (values["held"], moment, values.get("interest", ""))
        total = self.sums.get(place, Decimal(0)) + max(stake - known, Decimal(0))
        if total > _MOST:
            return _("the holdings of one company add up to more than 100")
        self.sums[place], self.stakes[id_] = total, max(stake, known)
        return ""
