"""Fields of BODS statements, whatever the version that they follow.

0.2 and 0.3 have flat statements that replace each other (``statementID``, ``replacesStatements``); since 0.4
a statement is about a record, which stays the same (``recordId``, ``recordDetails``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from govgraph.graph.statements.lexical import is_date

Json = Mapping[str, Any]

#: Why somebody is not named, in our codes; written without case and hyphens.
_REASONS = {
    "subjectunabletoconfirmoridentifybeneficialowner": "subject-unable",
    "interestedpartyhasnotprovidedinformation": "party-silent",
    "subjectexemptfromdisclosure": "subject-exempt",
    "interestedpartyexemptfromdisclosure": "party-exempt",
    "unknown": "unknown",
    "informationunknowntopublisher": "unknown",
    "": "unstated",
}
_UNNAMED = ("unspecified", "unspecifiedPersonDetails", "unspecifiedEntityDetails", "unspecifiedPartyDetails")
_KINDS = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
}
_LEGAL = ("registeredEntity", "legalEntity")
_PUBLIC = ("state", "stateBody")


def text(value: object) -> str:
    """A text with single blanks, or a whole number as text; empty for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""


def day(value: object) -> str:
    """A date as exact as stated; empty where it is none."""
    stated = text(value)[:10]
    return stated if is_date(stated) else ""


def kind(s: Json) -> str:
    """``entity``, ``person``, ``relationship``, or what else the statement says that it is."""
    stated = text(s.get("recordType")) or text(s.get("statementType"))
    return _KINDS.get(stated, stated)


def statement_id(s: Json) -> str:
    """The statement's own id."""
    return text(s.get("statementId")) or text(s.get("statementID"))


def record_id(s: Json) -> str:
    """The id of what the statement is about."""
    return text(s.get("recordId")) or statement_id(s)


def replaced(s: Json) -> Iterator[str]:
    """The statements that a statement before 0.4 replaces."""
    values = s.get("replacesStatements")
    return filter(None, map(text, values)) if isinstance(values, list) else iter(())


def details(s: Json) -> Json:
    """What is said of the record: since 0.4 an object of its own."""
    found = s.get("recordDetails")
    return found if isinstance(found, Mapping) else s


def end(value: object) -> str:
    """The id at one end of a relationship: a text, or (before 0.4) an object that describes it."""
    if isinstance(value, Mapping):
        return next((text(v) for k, v in value.items() if k.startswith("describedBy") and text(v)), "")
    return text(value)


class Unnamed(NamedTuple):
    """That somebody is not named: the reason as the source words it, and what more it says of it."""

    reason: str
    words: str = ""

    @property
    def code(self) -> str:
        """Our code of the reason."""
        return _REASONS.get(_letters(self.reason), "other")

    @property
    def nobody(self) -> bool:
        """Whether the reason says that there is nobody."""
        return _letters(self.reason).startswith("nobeneficialowner")

    @property
    def text(self) -> str:
        """All that the source says."""
        return ": ".join(filter(None, self))


def unnamed(value: object) -> Unnamed | None:
    """What an interested party, person or entity says of not being named; None where it says nothing of it."""
    if not isinstance(value, Mapping):
        return None
    inner = next((value[name] for name in _UNNAMED if isinstance(value.get(name), Mapping)), None)
    stated = inner if inner is not None else value
    found = (
        stated.get("reason"),
        stated.get("unspecifiedReason"),
        stated.get("missingInfoReason"),
        value.get("missingInfoReason"),
    )
    reason = next(filter(None, map(text, found)), "")
    if inner is None and not reason:
        return None
    return Unnamed(reason, text(stated.get("description")))


def _letters(stated: str) -> str:
    return re.sub(r"[^a-z]", "", stated.lower())


def entity_class(s: Json) -> str:
    """The narrowest class that an entity's type tells."""
    stated = details(s).get("entityType")
    type_ = text(stated.get("type") if isinstance(stated, Mapping) else stated)
    return "LegalEntity" if type_ in _LEGAL else "PublicBody" if type_ in _PUBLIC else "Organization"


def names(found: Json) -> list[str]:
    """The name, and others that the source gives: an entity's alternate names, a person's further ones."""
    listed = found.get("names")
    listed = listed if isinstance(listed, list) else []
    others = found.get("alternateNames")
    every = [found.get("name"), *(n.get("fullName") for n in listed if isinstance(n, Mapping))]
    every += others if isinstance(others, list) else []
    return list(dict.fromkeys(filter(None, map(text, every))))


def place(found: Json) -> tuple[object, object]:
    """Code and name of the jurisdiction."""
    value = found.get("jurisdiction") or found.get("incorporatedInJurisdiction")
    return (value.get("code"), value.get("name")) if isinstance(value, Mapping) else (None, None)


def about(s: Json) -> dict[str, str]:
    """What a statement says of its publication."""
    found = s.get("publicationDetails")
    if not isinstance(found, Mapping):
        return {}
    publisher = found.get("publisher")
    name = publisher.get("name") if isinstance(publisher, Mapping) else ""
    dated = {"date": stated} if (stated := day(found.get("publicationDate"))) else {}
    return {"publisherName": text(name), "licence": text(found.get("license"))} | dated
