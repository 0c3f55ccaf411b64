"""The values of a release, whatever shape they come in: texts, lists, amounts, dates.

Real files break the schema in every way that parses: a list may be an object, a list in a list or null, a
number a text or MongoDB's ``{"$numberLong": "5"}``. What has a meaning is read; what has none is set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from govgraph.graph.statements.lexical import is_date
from govgraph.messages import _
from govgraph.text.dates import read_date
from govgraph.text.money import CEILING, Money, read_money
from govgraph.text.partial_date import PartialDate

Json = dict[str, Any]

_MOST = 10**16  # what no currency's contract comes near
_BLANK = "[ \u00a0\u202f]"
_GROUPS = tuple(
    (re.compile(pattern), group, point)
    for pattern, group, point in (
        (r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", ",", "."),
        (r"-?\d{1,3}(?:\.\d{3})+,\d+", r"\.", ","),
        (rf"-?\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?", _BLANK, ","),
        (r"-?\d+,\d{1,2}", "$", ","),
    )
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
#: What the fields of an amount with and without tax say of tax.
_TAXED = {"amountGross": "true", "amountNet": "false"}
_TAX_MARK = "valueAddedTaxIncluded"
_OF_TAX = frozenset((*_TAXED, _TAX_MARK))
_ALIASES = {"RMB": "CNY", "CNH": "CNY", "元": "CNY", "人民币": "CNY", "US$": "USD", "€": "EUR", "£": "GBP"}


def text(value: object) -> str:
    """A text with single blanks, or a whole number as text; empty for anything else."""
    if isinstance(value, str):
        if value.isalnum():  # most are codes and ids
            return value
        return " ".join((value.replace("\x00", "") if "\x00" in value else value).split())
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    inner = bare(value)
    return text(inner) if inner is not value else ""


def in_words(given: Json, field: str) -> str:
    """The text of a field, or where it is left out that of a language: ``name_fr``, ``{"fr": …}``."""
    value = given.get(field)
    if found := text(value):
        return found
    return next((words for _, words in _languages(given, field)), "")


def other_names(given: Json, name: str) -> Iterator[tuple[str, str]]:
    """What a party is called in other languages: the property and the name."""
    for language, words in _languages(given, "name"):
        if words != name:
            yield ("englishName" if language == "en" else "alias"), words


def _languages(given: Json, field: str) -> list[tuple[str, str]]:
    """The texts of a field by language, Chinese and English first."""
    value, start = given.get(field), f"{field}_"
    keys = [key for key in given if key.startswith(start)]
    if not keys and not isinstance(value, dict):
        return []
    found = {key[len(start) :]: text(given[key]) for key in keys}
    if isinstance(value, dict):
        found |= {key: text(words) for key, words in value.items()}
    ranks = sorted(found.items(), key=lambda one: (not one[0].startswith("zh"), one[0] != "en", one[0]))
    return [(language.lower(), words) for language, words in ranks if words and _LANGUAGE.fullmatch(language)]


def bare(value: object) -> object:
    """What MongoDB wraps (``{"$date": …}``), else the value itself."""
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        if isinstance(name, str) and name.startswith("$") and not isinstance(inner, dict):
            return inner
    return value


def objects(value: object, depth: int = 0) -> Iterator[Json | object]:
    """The items of a list, however it is nested or left out; what is no object is for the caller to judge."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list) and depth < 3:
        for item in value:
            if isinstance(item, dict):
                yield item
            else:
                yield from objects(item, depth + 1)
    elif value:
        yield value


def amount_of(value: Json) -> tuple[object, str, list[str]]:
    """The amount of a value, whether tax is in it (``true``, ``false`` or empty), and its fields that are not read.

    That with tax goes before that without; which of the two a plain ``amount`` is, is told by them or by a mark.
    """
    if value.keys().isdisjoint(_OF_TAX):  # as nearly all are
        return value.get("amount"), "", []
    given = {name: value[name] for name in ("amount", *_TAXED) if value.get(name) not in (None, "")}
    if not given:
        return None, "", []
    name = next(iter(given))
    marked = _TAXED.get(name) or text(value.get(_TAX_MARK)).lower() or str(value.get(_TAX_MARK)).lower()
    if name == "amount" and marked not in ("true", "false"):
        marked = next((_TAXED[n] for n in _TAXED if n in given and given[n] == given["amount"]), "")
    beside = [n for n in given if n != name and given[n] != given[name]]
    return given[name], marked if marked in ("true", "false") else "", beside


def amount(value: object) -> tuple[str, str, str]:
    """A value's amount as plain decimal and its currency; or why it is none (all empty: not stated)."""
    given, printed = (amount_of(value)[0], value.get("currency")) if isinstance(value, dict) else (value, "")
    if given is None or given == "":
        return "", "", ""
    currency = text(printed).upper() if printed else ""
    if type(given) is int:
        plain = str(given)
    else:
        plain, named = _decimal(bare(given), currency)
        currency = currency or named
    if not plain:
        return "", "", _("an amount that is no number")
    if plain[0] == "-":
        return "", "", _("a negative amount")
    if len(plain) > 11:
        size = int(plain.split(".")[0])
        if size >= _MOST or (size >= CEILING and _ALIASES.get(currency, currency) == "CNY"):
            return "", "", _("an amount that cannot be")
    return plain, _ALIASES.get(currency, currency), ""


def _decimal(given: object, currency: str) -> tuple[str, str]:
    """A number, or a text with one, in plain decimals; and the currency where the text names one."""
    if isinstance(given, float):
        words = repr(given)
        whole, _, part = words.partition(".")
        if whole.isdecimal() and part.isdecimal() and len(part) <= 6:
            return (whole if part == "0" else words), ""
    elif isinstance(given, bool) or not isinstance(given, (int, str)):
        return "", ""
    else:
        words = str(given).strip()
    try:
        number = Decimal(_ungrouped(words))
    except InvalidOperation:
        found = read_money(words, "", currency or "CNY") if words else None
        return (f"{found.amount:f}", found.currency) if isinstance(found, Money) else ("", "")
    if not number.is_finite():
        return "", ""
    if number.adjusted() > 20:
        return str(_MOST), ""
    return f"{number.quantize(Decimal('0.000001')).normalize():f}", ""


def _ungrouped(words: str) -> str:
    """A number without its thousands separators: ``1,234.5``, ``1.234,50`` and ``1 234,50`` are read."""
    for pattern, group, point in _GROUPS:
        if pattern.fullmatch(words):
            return re.sub(group, "", words).replace(point, ".")
    return words


@lru_cache(maxsize=100_000)
def day(printed: str) -> str:
    """The date in a text, as exact as it is printed and never moved to another zone; empty where none can be."""
    head = printed.strip()[:10]
    if not is_date(head):
        found = read_date(printed)
        head = found.text if isinstance(found, PartialDate) else ""
    return head if head and 1900 <= int(head[:4]) <= 2100 else ""


def printed_date(value: object) -> str:
    """What stands where a date should: a text, or epoch seconds or milliseconds as a date in UTC."""
    value = bare(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 10**8:
        seconds = value / 1000 if value > 10**11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
        except (ValueError, OverflowError, OSError):
            return str(value)
    return text(value)


@lru_cache(maxsize=10_000)
def moment(printed: str) -> str:
    """A release's date and time in UTC, so that texts sort as the moments do; as printed where it is neither."""
    try:
        when = datetime.fromisoformat(printed)
    except ValueError:
        return day(printed) or printed
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
