"""What is made of one release, and which of its values are set aside, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from govgraph.graph.statements.entity import Entity, Shared
from govgraph.graph.statements.statement import digest
from govgraph.loaders.base import Rejected
from govgraph.loaders.ocds.values import Json, amount, amount_of, day, objects, printed_date
from govgraph.messages import _
from govgraph.ontology.model import ontology

_DICTS = {dict}
_PLAIN = 16  # signs of an id that is kept as it is
#: Amounts that are 0 only where nobody has filled them in.
_ESTIMATES = ("budget", "ceiling", "announced")
#: Amounts that stand in many places, of which few are read.
_AMOUNTS = ("maximumValue", "estimatedValue", "minValue", "amountNet", "amountGross", "valueAddedTaxIncluded")
_NOT_READ = ("items", "documents", "milestones", "implementation")  # as a whole
_UNKNOWN = "XXX"  # the currency of ISO 4217 that is none


class Notes:
    """Entities made and values set aside; places are those in the release, behind its place in the file."""

    def __init__(self, ocid: str, source: str, position: str) -> None:
        self.ocid, self.source, self.position = ocid, source, position
        self.process = digest("ocds", ocid)[:20]
        self.made: list[Entity] = []
        self.rejected: list[Rejected] = []
        self.currencies = ontology().codes["currency"]
        self.amounts_read: set[str] = set()

    def new(self, type_: str, id_: str, place: str) -> Entity:
        """An entity stated at a place."""
        made = Entity((type_,), id_, Shared(self.source, self.at(place)), [("type", type_, "class")])
        self.made.append(made)
        return made

    def id_of(self, kind: str, local: str = "") -> str:
        """The id of something in this process, which a short plain id of its own stays part of."""
        if local and not (len(local) <= _PLAIN and local.isalnum() and local.isascii()):
            local = digest(local)[:20]
        return f"{kind}-{self.process}-{local}" if local else f"{kind}-{self.process}"

    def at(self, place: str) -> str:
        """The locator: the release's place in the file, then the place in the release."""
        return f"{self.position}#{place}" if place else self.position

    def set_aside(self, place: str, reason: str, value: object) -> None:
        """A value that cannot be used; the rest of the release goes on."""
        self.rejected.append(Rejected.of(self.position + place, reason, value, whole=False))

    def one(self, value: object, place: str) -> Json:
        """An object, also as the only item of a list; empty where there is none."""
        if isinstance(value, dict):
            return value
        found = self.many(value, place) if value else []
        if len(found) > 1:
            self.set_aside(place, _("several where one should be"), value)
        return found[0] if found else {}

    def many(self, value: object, place: str) -> list[Json]:
        """The objects of a list, however it is nested."""
        if not value:
            return []
        if _is_plain(value):
            return value
        found: list[Json] = []
        for item in objects(value):
            if isinstance(item, dict):
                found.append(item)
            else:
                self.set_aside(place, _("of the wrong shape"), item)
        return found

    def named(self, value: object) -> list[Json]:
        """References to organisations; a text alone is a name."""
        if not value:
            return []
        if _is_plain(value):
            return value
        return [item if isinstance(item, dict) else {"name": item} for item in objects(value)]

    def worth(self, made: Entity, given: Json, kinds: Mapping[str, str], place: str) -> bool:
        """State the first amount that some fields have, each of its kind; the others are told as not read."""
        return any(
            self.money(made, given.get(field), kind, f"{place}/{field}") for field, kind in kinds.items()
        )

    def money(self, made: Entity, value: object, kind: str, place: str, *, far: bool = False) -> bool:
        """State an amount of a kind; False where none is stated or none can be.

        ``far``: it stands elsewhere than the rest of what is said of it.
        """
        if not value:
            return False
        self.amounts_read.add(place)
        plain, currency, flaw = amount(value)
        if flaw:
            self.set_aside(place, flaw, value)
        if plain == "0" and kind in _ESTIMATES:
            self.set_aside(place, _("an estimate of nothing"), value)
            return False
        if not plain:
            return False
        known = currency if currency in self.currencies else _UNKNOWN
        taxed = self._taxed(value, place) if isinstance(value, dict) else ""
        locator = {"locator": self.at(place)} if far else {}
        made.add("amount", plain, **locator)
        made.add("amountKind", kind, **locator)
        made.add("currency", known, **locator)
        if taxed:
            made.add("valueAddedTaxIncluded", taxed, **locator)
        if currency and known != currency:
            self.set_aside(f"{place}/currency", _("an unknown currency"), currency)
        return True

    def _taxed(self, value: Json, place: str) -> str:
        """Whether tax is in an amount; which of its fields were read is noted for ``amounts_not_read``."""
        _, taxed, beside = amount_of(value)
        if taxed or beside:
            self.amounts_read |= {f"{place}/{name}" for name in _AMOUNTS if name not in beside}
        return taxed

    def amounts_not_read(self, given: object, place: str = "") -> None:
        """Tell the amounts that the standard's extensions add and that nothing was made of."""
        if isinstance(given, dict):
            for name, value in given.items():
                inside = f"{place}/{name}"
                if name in _AMOUNTS and inside not in self.amounts_read and value not in (None, {}, ""):
                    self.set_aside(inside, _("an amount that is not read: {name}").format(name=name), value)
                elif name not in _NOT_READ and isinstance(value, (dict, list)):
                    self.amounts_not_read(value, inside)
        elif isinstance(given, list):
            for number, item in enumerate(given):
                self.amounts_not_read(item, f"{place}/{number}")

    def date(self, made: Entity, property_: str, value: object, place: str) -> None:
        """State a date where there is one."""
        if not value:
            return
        if found := day(value if isinstance(value, str) else printed_date(value)):
            made.add(property_, found)
        elif printed := printed_date(value):
            self.set_aside(place, _("a date that cannot be"), printed[:100])


def _is_plain(value: object) -> TypeGuard[list[Json]]:
    """Whether this is a list of objects and nothing else, as it should be."""
    return isinstance(value, list) and {*map(type, value)} == _DICTS
