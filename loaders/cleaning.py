"""What no loader lets through, whatever it reads: control signs, and the numbers and addresses of persons."""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.base import Record, Rejected
from govgraph.loaders.personal import MAY_BE_PERSONAL, scrub_code, scrub_text
from govgraph.messages import _
from govgraph.text.chars import CONTROL, without_controls
from govgraph.text.person_numbers import is_person_scheme

#: Properties whose digits count or identify something, and so are no phone number.
_DIGITS = (
    "id identifier creditCode ocid url projectNumber noticeNumber lotNumber divisionCode categoryCode amountText"
    " registeredCapitalText textFile sha256 licence source locators"
)
_CODES = frozenset(_DIGITS.split())


def clean(entity: Entity) -> list[tuple[str, str, str]]:
    """Clean an entity's values in place; returns what was found: property, reason and the clean value."""
    found = []
    for place, (property_, value, datatype) in enumerate(entity.said):
        if datatype == "string" and (not value.isprintable() or MAY_BE_PERSONAL.search(value)):
            kept = cleaned(property_, value)
            if kept != value:
                entity.said[place] = (property_, kept or "…", datatype)
                found.append((property_, _reason(value), kept))
    for place, (property_, value, datatype, override) in enumerate(entity.apart):
        kept = cleaned(property_, value) if datatype == "string" else value
        printed = {key: cleaned("", text) for key, text in override.items()}
        if kept != value or printed != override:
            entity.apart[place] = (property_, kept or "…", datatype, printed)
            found.append((property_, _reason(value), kept))
    if entity.base.surface:
        entity.base = entity.base._replace(surface=cleaned("", entity.base.surface))
    return found


def flaws(record: Record) -> Iterator[Rejected]:
    """Clean all entities of a record; what was taken out is told, without being told again."""
    for entity in record.entities:
        for property_, reason, kept in clean(entity):
            yield Rejected.of(record.position, reason, {property_: kept}, whole=False)


def cleaned(property_: str, value: str) -> str:
    """A value of a property without what is personal in it, and without control signs."""
    if property_ == "identifier" and is_person_scheme(value.partition(":")[0]):
        return "…"
    kept = without_controls(value)
    return scrub_code(kept) if property_ in _CODES else scrub_text(kept)


def _reason(value: str) -> str:
    if CONTROL.search(value):
        return _("control signs, taken out")
    return _("a number or address of a person, taken out")
