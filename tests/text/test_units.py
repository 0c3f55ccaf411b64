"""Currencies, and what a column's head says of the numbers under it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govgraph.text.money import Money, NoAmount, read_money
from govgraph.text.units import unit_of


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("合同金额（万元）", "万元"),
        ("中标价(元):", "元"),
        ("投标报价(元/%)", "元/%"),
        ("单位：万元", "万元"),
        ("金额/万元", "万元"),
        ("中标价(%):", "%"),
        ("中标价(报价承诺):", ""),
        ("总中标金额", ""),
    ],
)
def test_units_in_heads(head: str, unit: str) -> None:
    assert unit_of(head) == unit


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("8500万美元", "85000000", "USD"),
        ("US$8.5 million", "8500000", "USD"),
        ("USD100,000", "100000", "USD"),
        ("100,000 USD", "100000", "USD"),
        ("HK$12,000", "12000", "HKD"),
        ("3亿港元", "300000000", "HKD"),
        ("EUR 1234.56", "1234.56", "EUR"),
        ("200万欧元", "2000000", "EUR"),
        ("5000万日元", "50000000", "JPY"),
    ],
)
def test_other_currencies(text: str, amount: str, currency: str) -> None:
    found = read_money(text)
    assert isinstance(found, Money)
    assert (found.amount, found.currency) == (Decimal(amount), currency)


def test_a_dollar_sign_alone_is_a_dollar_only_where_the_document_has_one() -> None:
    assert isinstance(read_money("$100"), NoAmount)
    found = read_money("$1,000,000", currency="COP")
    assert isinstance(found, Money)
    assert found.currency == "COP"
