"""Which texts are values of which datatype, and of which form a date or number has."""

from __future__ import annotations

import calendar
import re
from decimal import Decimal, InvalidOperation

from govgraph.messages import _
from govgraph.text.chars import CONTROL

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DECIMAL = re.compile(r"-?\d{1,24}(\.\d{1,12})?")
_INTEGER = re.compile(r"-?\d{1,18}")


def problem(datatype: str, value: str) -> str:
    """Why ``value`` is no value of ``datatype``; empty when it is one."""
    if datatype == "date":
        return (
            ""
            if is_date(value)
            else _("'{value}' is no date (2019, 2019-05 or 2019-05-02)").format(value=short(value))
        )
    if datatype == "decimal":
        return (
            ""
            if _DECIMAL.fullmatch(value)
            else _("'{value}' is no plain decimal number").format(value=short(value))
        )
    if datatype == "integer":
        return (
            "" if _INTEGER.fullmatch(value) else _("'{value}' is no whole number").format(value=short(value))
        )
    if datatype == "boolean":
        return (
            ""
            if value in ("true", "false")
            else _("'{value}' is neither true nor false").format(value=short(value))
        )
    if not value:
        return _("is empty")
    return _("has control signs") if CONTROL.search(value) else ""


def is_date(value: str) -> bool:
    """Whether this is a year, month or day that exists: ``2019``, ``2019-05``, ``2019-05-02``."""
    match = _DATE.fullmatch(value)
    if not match or not value.isascii():
        return False
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not year >= 1 or (match[2] and not 1 <= month <= 12):
        return False
    return not match[3] or 1 <= day <= calendar.monthrange(year, month)[1]


def plain_decimal(value: str) -> str:
    """One spelling per number: no exponent, no trailing zeros, no leading plus.

    Raises ValueError when it is no number.
    """
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(_("'{value}' is no number").format(value=short(value))) from error
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def short(value: str, limit: int = 60) -> str:
    """A value fit for a message: control characters shown, length bounded."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in value[: limit + 1])
    return shown if len(value) <= limit else f"{shown[:limit]}… ({len(value)} characters)"
