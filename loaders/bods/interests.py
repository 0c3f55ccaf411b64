"""Interests of a relationship: what kind each says that it is, and how large."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from govgraph.messages import _

Json = Mapping[str, Any]

#: Every type of 0.2 to 0.4 in our codes, written without case and hyphens.
_CODES = {
    "shareholding": "shareholding",
    "votingrights": "voting-rights",
    "appointmentofboard": "appointment",
    "influenceorcontrol": "control",
    "otherinfluenceorcontrol": "control",
    "otherinfluenceorcontroloftrust": "control",
    "controlviacompanyrulesorarticles": "control",
    "controlbylegalframework": "control",
    "boardmember": "board-member",
    "boardchair": "board-chair",
    "seniormanagingofficial": "senior-managing-official",
    "settlor": "settlor",
    "settloroftrust": "settlor",
    "trustee": "trustee",
    "trusteeoftrust": "trustee",
    "protector": "protector",
    "protectoroftrust": "protector",
    "beneficiaryoflegalarrangement": "beneficiary",
    "beneficiaryoftrust": "beneficiary",
    "rightstosurplusassets": "surplus-assets",
    "rightstosurplusassetsondissolution": "surplus-assets",
    "rightssurplusassetsondissolution": "surplus-assets",
    "rightstoprofitorincome": "profit-or-income",
    "righttoprofitorincomefromassets": "profit-or-income",
    "enjoymentandusefassets": "use-of-assets",
    "enjoymentanduseofassets": "use-of-assets",
    "rightsgrantedbycontract": "contract-rights",
    "conditionalrightsgrantedbycontract": "conditional-contract-rights",
    "nominee": "nominee",
    "nominator": "nominator",
    "unpublishedinterest": "unpublished",
    "unknowninterest": "unknown",
    "": "unknown",
}
NO_SHARE = _("a share that is no part of a hundred")


def _key(interest: Json) -> str:
    stated = interest.get("type")
    return re.sub(r"[^a-z]", "", stated.lower()) if isinstance(stated, str) else ""


def code(interest: Json) -> str:
    """Our code for an interest. Shares held through others are no shareholding, but what comes of one."""
    found = _CODES.get(_key(interest), "unknown")
    indirect = "indirect" in (interest.get("directOrIndirect"), interest.get("interestLevel"))
    return "beneficial" if indirect and found in ("shareholding", "voting-rights") else found


def is_known(interest: Json) -> bool:
    """Whether the type is one of the standard's, or none is stated."""
    return _key(interest) in _CODES


def share(interest: Json) -> dict[str, str]:
    """``stake``, ``stakeMin`` and ``stakeMax`` in per cent; a bound that is not itself meant is marked so.

    An exclusive bound is a number since 0.4 (``exclusiveMinimum: 25``), before that a mark on the bound.
    """
    value = _object(interest)
    found = {"stake": percent(value.get("exact"))}
    for name, plain, exclusive, narrower in (
        ("stakeMin", "minimum", "exclusiveMinimum", max),
        ("stakeMax", "maximum", "exclusiveMaximum", min),
    ):
        bound, beyond = percent(value.get(plain)), percent(value.get(exclusive))
        found[name] = narrower((bound, beyond), key=Decimal) if bound and beyond else bound or beyond
        if found[name] and (value.get(exclusive) is True or found[name] == beyond):
            found[f"{name}Exclusive"] = "true"
    return {name: text for name, text in found.items() if text}


def unread(interest: Json) -> bool:
    """Whether a share is stated in numbers that can be none: above 100, below 0, or words."""
    value = _object(interest)
    names = ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    stated = [value[name] for name in names if name in value]
    return any(one not in (None, "") and not isinstance(one, bool) and not percent(one) for one in stated)


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


def _object(interest: Json) -> Json:
    value = interest.get("share")
    return value if isinstance(value, Mapping) else {}
