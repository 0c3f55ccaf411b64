"""One release through the OCDS loader, and its facts asked for."""

from __future__ import annotations

from typing import Any

from govgraph.graph.statements.entity import Entity
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.base import Record, Rejected
from govgraph.loaders.ocds import _read_value
from govgraph.loaders.ocds.stake_claims import StakeClaims
from tests.loaders.releases import Json, release

SUPPLIERS = [{"id": "S1", "name": "虚构甲有限公司"}, {"id": "S2", "name": "虚构乙有限公司"}]


class Read:
    """The facts that reading one release yields."""

    def __init__(self, given: Json) -> None:
        items = list(_read_value("/0", given, "made", StakeClaims()))
        self.aside = sorted(item.reason for item in items if isinstance(item, Rejected))
        records = [item for item in items if isinstance(item, Record)]
        self.entities: list[Entity] = [entity for record in records for entity in record.entities]
        self.statements: list[Statement] = [s for entity in self.entities for s in entity.statements()]

    def of(self, type_: str, predicate: str) -> list[str]:
        """The values of a property of all entities of a class."""
        ids = {s.subject for s in self.statements if (s.predicate, s.object) == ("type", type_)}
        return sorted(s.object for s in self.statements if s.subject in ids and s.predicate == predicate)

    def named(self, type_: str, predicate: str, modality: str = "asserted") -> list[str]:
        """The names of what a link leads to."""
        names = {s.subject: s.object for s in self.statements if s.predicate == "name"}
        ids = {s.subject for s in self.statements if (s.predicate, s.object) == ("type", type_)}
        found = [s for s in self.statements if s.subject in ids and s.predicate == predicate]
        return sorted(names[s.object] for s in found if s.modality == modality)


def read(**changes: Any) -> Read:
    """A made-up release with changes, read."""
    return Read(release(1, **changes))


def award(**changes: Any) -> list[Json]:
    """The awards of such a release: one, with changes."""
    return [{"id": "a1", "suppliers": SUPPLIERS[:1], "value": {"amount": 5, "currency": "CNY"}, **changes}]
