"""Fields of BODS statements, whatever the version that they follow.

0.2 and 0.3 have flat statements that replace each other (``statementID``, ``replacesStatements``); since 0.4
a statement is about a record, which stays the same (``recordId``, ``recordDetails``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from govgraph.graph.statements.lexical import is_date

Json = Mapping[str, Any]

_INTERESTS = {
    "shareholding": "shareholding",
    "votingrights": "voting-rights",
    "appointmentofboard": "appointment",
    "boardmember": "appointment",
    "boardchair": "appointment",
    "beneficiaryoflegalarrangement": "beneficial",
    "beneficiaryoftrust": "beneficial",
    "enjoymentandusefassets": "beneficial",
    "enjoymentanduseofassets": "beneficial",
    "righttoprofitorincomefromassets": "beneficial",
    "rightstoprofitorincome": "beneficial",
    "rightssurplusassetsondissolution": "beneficial",
    "rightstosurplusassetsondissolution": "beneficial",
}
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


def unspecified(value: object) -> str:
    """Why an interested party or person is not named, as the source words it; empty where it says nothing."""
    if not isinstance(value, Mapping):
        return ""
    inner = (
        value.get("unspecified")
        or value.get("unspecifiedPersonDetails")
        or value.get("unspecifiedEntityDetails")
    )
    why = inner if isinstance(inner, Mapping) else value
    reasons = (why.get("reason"), why.get("missingInfoReason"), value.get("missingInfoReason"))
    return next(filter(None, map(text, reasons)), "")


def is_nobody(why: str) -> bool:
    """Whether a reason for not naming somebody says that there is nobody."""
    return re.sub(r"[^a-z]", "", why.lower()).startswith("nobeneficialowner")


def is_somebody(why: str) -> bool:
    """Whether it says that there is somebody: one who is exempt, or has told nothing."""
    return re.sub(r"[^a-z]", "", why.lower()).startswith("interestedparty")


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


def interest_code(interest: Json) -> str:
    """Our code for an interest. Shares held through others are no shareholding, but what comes of one."""
    stated = re.sub(r"[^a-z]", "", text(interest.get("type")).lower())
    code = _INTERESTS.get(stated, "control")
    indirect = "indirect" in (interest.get("directOrIndirect"), interest.get("interestLevel"))
    return "beneficial" if indirect and code in ("shareholding", "voting-rights") else code


def share(interest: Json) -> dict[str, str]:
    """``stake``, ``stakeMin`` and ``stakeMax`` in per cent, with bounds that are meant exclusively as bounds."""
    value = interest.get("share")
    value = value if isinstance(value, Mapping) else {}
    fields = {
        "stake": ("exact",),
        "stakeMin": ("minimum", "exclusiveMinimum"),
        "stakeMax": ("maximum", "exclusiveMaximum"),
    }
    found = {
        name: next((p for p in map(percent, map(value.get, keys)) if p), "") for name, keys in fields.items()
    }
    return {name: text for name, text in found.items() if text}


def percent(value: object) -> str:
    """A number from 0 to 100 as plain text; empty for what is none (``exclusiveMinimum: true``)."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return ""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    if not number.is_finite() or not 0 <= number <= 100:
        return ""
    return f"{round(number, 6).normalize():f}"


def about(s: Json) -> dict[str, str]:
    """What a statement says of its publication."""
    found = s.get("publicationDetails")
    if not isinstance(found, Mapping):
        return {}
    publisher = found.get("publisher")
    name = publisher.get("name") if isinstance(publisher, Mapping) else ""
    dated = {"date": stated} if (stated := day(found.get("publicationDate"))) else {}
    return {"publisherName": text(name), "licence": text(found.get("license"))} | dated
