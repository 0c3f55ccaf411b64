"""A cell of a table as the values of a property, or why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from govgraph.graph.statements.lexical import plain_decimal, problem
from govgraph.loaders.personal import scrub_text
from govgraph.loaders.tables.map import MONEY, PERCENT, Column
from govgraph.loaders.tables.sheets import Cell, bare
from govgraph.messages import _
from govgraph.ontology.model import ontology
from govgraph.text.dates import read_date
from govgraph.text.keys import read_key
from govgraph.text.methods import read_method
from govgraph.text.money import read_money, tax_of
from govgraph.text.names import parse
from govgraph.text.partial_date import PartialDate
from govgraph.text.sums import Money, NoAmount, Rate

#: Property, value and what the cell prints.
Value = tuple[str, str, str]

_NOTHING = re.compile(
    r"[\s/\\|_.*—–-]*|\\N|(?i:n/?a|null|none|nil|nan|tbd)|#N/A|无|暂无|没有|不详|未知|未公[开布示]|未提供|待定|空"
)
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet's dates, as they are counted from March 1900 on
_YES = {
    "true": "true",
    "是": "true",
    "yes": "true",
    "1": "true",
    "false": "false",
    "否": "false",
    "no": "false",
    "0": "false",
}
_NO_NAME = {
    "none": _("no name"),
    "placeholder": _("a name that hides its bearer"),
    "text": _("a text, no name"),
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that cannot be read; ``whole`` where its row is worth nothing without it."""

    reason: str
    whole: bool = True


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say: empty, 无, /, N/A, \\N."""
    return bool(_NOTHING.fullmatch(text))


def read_cell(cell: Cell, column: Column, currency: str) -> list[Value] | Unreadable:
    """The values that a cell gives its property and those that go with it."""
    if cell.flaw:
        return Unreadable(cell.flaw)
    text = scrub_text(" ".join(cell.text.split()))
    if column.values:
        meant = column.values.get(bare(text))
        return (
            [(column.property, meant, text[:20])]
            if meant
            else Unreadable(_("a word that the map does not know"))
        )
    if column.property in PERCENT:
        return _percent(text, cell.number, column)
    if column.property in MONEY:
        return _money(text, column, currency)
    reader = {"date": _day, "boolean": _yes_or_no, "integer": _number, "decimal": _number}.get(
        ontology().properties[column.property].datatype, _text
    )
    return reader(text, cell.number, column)


def _money(text: str, column: Column, currency: str) -> list[Value] | Unreadable:
    found = read_money(text, column.unit, currency)
    if isinstance(found, NoAmount):
        return [] if found.reason == "not stated" else Unreadable(f"{found.reason}")
    if isinstance(found, Rate) and column.property == "amount":
        if found.precision == "rounded":  # 约30% is no exact rate
            return [("rateText", text[:200], "")]
        return [("rate", plain_decimal(str(found.percent)), ""), ("rateText", text[:200], "")]
    if not isinstance(found, Money):
        return Unreadable(_("no one amount"))
    if found.bound:
        return Unreadable(_("a bound, no sum"))
    values = [
        (column.property, plain_decimal(str(found.amount)), text[:20]),
        ("currency", found.currency, ""),
    ]
    if column.property == "amount" and (taxed := tax_of(f"{column.head} {text}")):
        values.append(("valueAddedTaxIncluded", taxed, ""))
    if column.property == "amount" and found.precision == "rounded" and not cell_is_exact(text):
        values.append(("amountPrecision", "rounded", ""))
    return values


def cell_is_exact(text: str) -> bool:
    """A bare number in a column of 万元 is no rounding: how many digits it has is how exact it is."""
    return bool(re.fullmatch(r"[0-9,，.\s]+", text))


def _percent(text: str, number: bool, column: Column) -> list[Value] | Unreadable:
    """``51%`` is 51; a bare number needs the map's unit: ``%``, or ``1`` where 0.51 is meant."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})\s*([%％]?)", text.replace("％", "%"))
    if not match:
        return Unreadable(_("no percentage"))
    if not match[2] and column.unit not in ("%", "1"):
        return Unreadable(_("a share without a unit (unit: '%', or unit: 1 for fractions)"))
    if number and column.unit_of_head and 0 < Decimal(match[1]) <= 1:
        return Unreadable(
            _("a share of 1 or less, which a workbook may mean as a fraction (unit: '%' or unit: 1)")
        )
    value = Decimal(match[1]) * (100 if column.unit == "1" and not match[2] else 1)
    if value > 100 and column.property != "rate":
        return Unreadable(_("a share of more than 100 %"))
    return [(column.property, plain_decimal(str(round(value, 8))), text[:20])]


def _day(text: str, number: bool, column: Column) -> list[Value] | Unreadable:
    if column.format:
        try:
            return [(column.property, datetime.strptime(text, column.format).date().isoformat(), text[:20])]
        except ValueError:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):  # as a workbook's own dates are read
                return Unreadable(_("no date of the form {format}").format(format=column.format))
    if number and re.fullmatch(r"[1-9][0-9]{4}(\.[0-9]+)?", text) and 20_000 <= float(text) < 80_000:
        day = _FIRST_DAY + timedelta(days=int(float(text)))
        return [(column.property, day.isoformat(), text[:20])]
    found = read_date(text)
    if isinstance(found, PartialDate):
        return [(column.property, found.text, text[:20])]
    return Unreadable(getattr(found, "reason", _("several dates")))


def _yes_or_no(text: str, number: bool, column: Column) -> list[Value] | Unreadable:
    meant = _YES.get(text.casefold())
    return [(column.property, meant, "")] if meant else Unreadable(_("neither yes nor no"))


def _number(text: str, number: bool, column: Column) -> list[Value] | Unreadable:
    kind = ontology().properties[column.property].datatype
    try:
        value = plain_decimal(text.replace(",", "").replace("，", ""))
    except (ValueError, InvalidOperation):
        return Unreadable(_("no number"))
    flaw = problem(kind, value)
    return Unreadable(_("no number")) if flaw else [(column.property, value, text[:20])]


def _text(text: str, number: bool, column: Column) -> list[Value] | Unreadable:
    name = column.property
    if name in ("creditCode", "identifier"):
        return _key(text, number, column)
    if name == "method":
        method = read_method(text)
        if not method or method.code not in ontology().codes["method"]:
            return Unreadable(_("an unknown procurement method"), whole=False)
        return [("method", method.code, text[:20]), ("methodText", method.words, "")]
    if not text:
        return []
    if flaw := _list_flaw(text, name):
        return Unreadable(flaw)
    return [(name, text, "")]


def _list_flaw(text: str, name: str) -> str:
    codes = ontology().properties[name].code_list
    return (
        _("no code of the list {codes}").format(codes=codes)
        if codes and text not in ontology().codes[codes]
        else ""
    )


def _key(text: str, number: bool, column: Column) -> list[Value] | Unreadable:
    """An identifier of an organisation only where it can be one; the name goes on without it."""
    if number and len(text) > 15:
        return Unreadable(_("a code kept as a number, which has lost its last digits"), whole=False)
    known = read_key(text, column.scheme or ("uscc" if column.property == "creditCode" else ""))
    if not column.owner and column.property == "identifier":  # of the row itself, a contract's number
        return [("identifier", f"{column.scheme}:{text}" if column.scheme else text, "")]
    if known is None or not known.valid:
        return Unreadable(
            _("a code that cannot be, {value}").format(value=known.flaw if known else _("empty")), whole=False
        )
    return [
        (
            column.property,
            known.value if known.scheme == "uscc" and column.property == "creditCode" else str(known),
            "",
        )
    ]


_TOGETHER = re.compile(r"[(（]?联合体(?:牵头[人方单位]*|成员)?[)）]?[:：]?")


def are_together(text: str) -> bool:
    """Whether a cell says that those it names bid together; several names alone do not say it."""
    return "联合体" in text


def names_in(text: str, column: Column) -> Iterator[str]:
    """The names in a cell, one unless the map splits it."""
    text = _TOGETHER.sub("", text) if column.split else text
    parts = re.split(f"[{re.escape(column.split)}]", text) if column.split else [text]
    yield from dict.fromkeys(part.strip() for part in parts if part.strip())


def name_flaw(name: str, is_agent: bool) -> str:
    """Why a name cannot be that of one organisation or person; empty where it can."""
    if len(name) > 200:
        return _("a text, no name")
    if not is_agent:
        return ""
    kind = parse(name).kind
    if kind == "several" or (kind in ("short", "brand", "person", "unclear") and re.search("[、;；]", name)):
        return _("several names in one cell (split: 、 in the map)")
    return _NO_NAME.get(kind, "")
