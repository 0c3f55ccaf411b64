"""Amounts, currencies, dates and methods of releases, in whatever spelling they come."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loaders.ocds_facts import award, read

AMOUNTS: dict[str, tuple[Any, list[str], list[str]]] = {
    "a whole number": ({"amount": 12, "currency": "EUR"}, ["12"], []),
    "a float": ({"amount": 626953300.0, "currency": "PYG"}, ["626953300"], []),
    "cents": ({"amount": 37930.71, "currency": "MXN"}, ["37930.71"], []),
    "noise of a float": ({"amount": 0.1 + 0.2, "currency": "EUR"}, ["0.3"], []),
    "a text": ({"amount": "1234.50", "currency": "EUR"}, ["1234.5"], []),
    "thousands": ({"amount": "1,234,567.5", "currency": "USD"}, ["1234567.5"], []),
    "thousands as on the continent": ({"amount": "1.234.567,50", "currency": "EUR"}, ["1234567.5"], []),
    "thousands with blanks": ({"amount": "1 234 567,5", "currency": "UAH"}, ["1234567.5"], []),
    "Chinese": ({"amount": "总价:569800.00(元)"}, ["569800"], []),
    "MongoDB": ({"amount": {"$numberLong": "24978479879"}, "currency": "COP"}, ["24978479879"], []),
    "a bare number": (17, ["17"], []),
    "nothing": ({"amount": None, "currency": "PYG"}, [], []),
    "zero": ({"amount": 0, "currency": "EUR"}, ["0"], []),
    "negative": ({"amount": -5, "currency": "EUR"}, [], ["a negative amount"]),
    "no number": ({"amount": "viel", "currency": "EUR"}, [], ["an amount that is no number"]),
    "a truth": ({"amount": True, "currency": "EUR"}, [], ["an amount that is no number"]),
    "absurd": ({"amount": 1e30, "currency": "EUR"}, [], ["an amount that cannot be"]),
    "huge on purpose": ({"amount": "1e999999999", "currency": "EUR"}, [], ["an amount that cannot be"]),
    "a misprint": ({"amount": 493643000000, "currency": "CNY"}, [], ["an amount that cannot be"]),
}  # fmt: skip


@pytest.mark.parametrize("case", AMOUNTS)
def test_amounts(case: str) -> None:
    value, amounts, aside = AMOUNTS[case]
    found = read(awards=award(value=value), contracts=[])
    assert (found.of("Award", "amount"), found.aside) == (amounts, aside)


@pytest.mark.parametrize(
    ("printed", "known"),
    [("mdl", ["MDL"]), ("RMB", ["CNY"]), (" EUR ", ["EUR"]), ("MNX", ["XXX"]), (None, ["XXX"]), (7, ["XXX"])],
)
def test_currencies(printed: Any, known: list[str]) -> None:
    found = read(awards=award(value={"amount": 5, "currency": printed}), contracts=[])
    assert found.of("Award", "currency") == known
    assert found.of("Award", "amount") == ["5"]
    assert found.aside == (["an unknown currency"] if printed in ("MNX", 7) else [])


DATES: dict[str, tuple[Any, list[str]]] = {
    "a day": ("2020-02-10", ["2020-02-10"]),
    "late in the evening, far from UTC": ("2020-02-10T23:30:00-06:00", ["2020-02-10"]),
    "a month": ("2020-02", ["2020-02"]),
    "a year": ("2020", ["2020"]),
    "slashes": ("2020/02/10", ["2020-02-10"]),
    "MongoDB": ({"$date": "2020-02-10T00:00:00Z"}, ["2020-02-10"]),
    "epoch milliseconds": ({"$date": 1581292800000}, ["2020-02-10"]),
    "nothing": (None, []),
    "no such day": ("2020-02-31", []),
    "a placeholder": ("0001-01-01T00:00:00", []),
}


@pytest.mark.parametrize("case", DATES)
def test_dates(case: str) -> None:
    printed, days = DATES[case]
    found = read(awards=award(date=printed), contracts=[])
    assert found.of("Award", "date") == days
    assert found.aside == (["a date that cannot be"] if printed and not days else [])


METHODS = [
    ("open", "", "open-tender"), ("selective", "", "invited-tender"), ("limited", "", "limited"), ("direct", "", "single-source"),
    ("OPEN", "", "open-tender"), ("limited", "竞争性谈判", "competitive-negotiation"), ("direct", "直接采购", "direct-purchase"),
    ("open", "竞争性谈判", "open-tender"), ("abierta", "", "open-tender"), ("", "Contratación directa", "single-source"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "details", "code"), METHODS)
def test_methods(given: str, details: str, code: str) -> None:
    found = read(tender={"id": "t", "procurementMethod": given, "procurementMethodDetails": details})
    assert found.of("CallForTenders", "method") == [code]
    assert found.of("CallForTenders", "methodText") == [details or given]
