"""Money: what is printed is what is read, to the cent, and nothing else passes for a sum."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgraph.text.money import (
    Money,
    MoneyRange,
    NoAmount,
    Rate,
    UnitPrice,
    find_money,
    read_money,
    same_sum,
)
from govgraph.text.numerals import read_number


@pytest.mark.parametrize(
    ("text", "amount", "precision"),
    [
        ("总价形式报价:569800.00(元)", "569800", "exact"),
        ("63.8600000（万元）", "638600", "exact"),
        ("￥517.9175 万元（人民币）", "5179175", "exact"),
        ("27.4128亿元", "2741280000", "rounded"),
        ("2,742,462,000.00  元", "2742462000", "exact"),
        ("人民币壹佰万元整", "1000000", "exact"),
        ("人民币叁万捌仟元整（￥38,000.00）", "38000", "exact"),
        ("叁佰玖拾万零伍仟壹佰壹拾元", "3905110", "rounded"),
        ("捌佰元零伍分", "800.05", "exact"),
        ("壹元伍角", "1.5", "exact"),
        ("二十七点四亿", "2740000000", "rounded"),
        ("一亿二千万元", "120000000", "rounded"),
        ("1亿2000万元", "120000000", "rounded"),
        ("１２３，４５６.７８元", "123456.78", "exact"),
        ("1，234，567.00元", "1234567", "exact"),
        ("１００万圓", "1000000", "rounded"),
        ("8.9万元", "89000", "rounded"),
        ("0.01元", "0.01", "exact"),
        ("约3.5亿元", "350000000", "rounded"),
        ("约350000000元", "350000000", "rounded"),
        ("5千万元", "50000000", "rounded"),
        ("3000余万元", "30000000", "rounded"),
        ("人民币：1000000元", "1000000", "exact"),
        ("RMB 3,500,000", "3500000", "exact"),
        ("10000.000000万元", "100000000", "exact"),
        ("中标价5\u200b69800.00元", "569800", "exact"),
    ],
)
def test_a_cell_with_one_sum(text: str, amount: str, precision: str) -> None:
    found = read_money(text)
    assert isinstance(found, Money), found
    assert (found.amount, found.currency, found.precision) == (Decimal(amount), "CNY", precision)
    assert text[slice(*found.span)] == found.text
    assert not found.implausible


@pytest.mark.parametrize(
    ("text", "percent", "kind"),
    [
        ("下浮率 5%", "5", "discount"),
        ("下浮率20.50%", "20.50", "discount"),
        ("价格系数：92.67%", "92.67", "multiplier"),
        ("73.00%（价格系数）", "73", "multiplier"),
        ("设计费费率99%", "99", "multiplier"),
        ("财政投资评审项目工程费用的3.088%", "3.088", "multiplier"),
        ("按《收费管理规定》（计价格[2002]10 号）文收费标准的50%计取", "50", "multiplier"),
        ("49.23%", "49.23", ""),
        ("八五折", "85", "multiplier"),
        ("8.5折", "85", "multiplier"),
        ("1.5‰", "0.15", ""),
    ],
)
def test_rates_are_no_amounts(text: str, percent: str, kind: str) -> None:
    found = read_money(text)
    assert isinstance(found, Rate), found
    assert (found.percent, found.kind) == (Decimal(percent), kind)


@pytest.mark.parametrize(
    ("text", "per"), [("6400 元/吨", "吨"), ("12元/㎡", "㎡"), ("100元每人", "人"), ("5万元/年", "年")]
)
def test_unit_prices_are_no_amounts(text: str, per: str) -> None:
    found = read_money(text)
    assert isinstance(found, UnitPrice)
    assert found.per == per


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("公告未明确列示", "not stated"),
        ("详见附件", "not stated"),
        ("", "not stated"),
        ("/", "not stated"),
        ("\\N", "not stated"),
        ("无", "not stated"),
        ("569800.00", "a number without a unit"),
        ("1,23元", "malformed number"),
        ("€1.234,56", "malformed number"),
        ("50，178万元", "malformed number"),
        ("-500元", "negative amount"),
        ("5万人", "no amount in it"),
        ("2100612342股", "no amount in it"),
        ("2019年", "no amount in it"),
        ("百万元级", "no amount in it"),
        ("建安费：37350383.10元、设计费：106000.00元", "several amounts"),
        ("设计费27万元，监理费12元/㎡", "several amounts"),
        ("设计费27万元;建安费下浮率为3.04%", "an amount and a rate"),
        ("设计费率55.5%，建安费费率94.74%", "several rates or unit prices"),
        ("￥1000000元（大写：壹佰贰拾万元整）", "figures and words differ"),
        ("200-100万元", "not a range: it does not rise in one currency"),
        ("1" * 30 + "元", "malformed number"),
    ],
)
def test_what_is_no_amount_says_why(text: str, reason: str) -> None:
    found = read_money(text)
    assert isinstance(found, NoAmount), found
    assert found.reason == reason


def test_a_total_is_told_from_its_parts_and_from_unit_prices() -> None:
    parts = "投标总价：88495361.31元（其中建安工程费：87895561.31元、设计费599800.00元）"
    prices = (
        "单价6400 元/吨（355.01 元/米），总价为3905110 元（大写：叁佰玖拾万零伍仟壹佰壹拾元），税率为 13%。"
    )
    unnamed = "90031980.52元(其中建安费89443980.52元，设计费588000.00元）"
    for text, amount in ((parts, "88495361.31"), (unnamed, "90031980.52"), (prices, "3905110")):
        found = read_money(text)
        assert isinstance(found, Money)
        assert found.amount == Decimal(amount)


def test_a_misprint_is_flagged_and_not_silently_loaded() -> None:
    for text, unit in (("49364300万", ""), ("49364300万元", ""), ("49364300", "万元")):
        found = read_money(text, unit)
        assert isinstance(found, Money)
        assert "元 printed as 万" in found.implausible
    whole = read_money("999.9亿元")
    assert isinstance(whole, Money)
    assert not whole.implausible


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [
        ("20797381.58", "元", "20797381.58"),
        ("63.86", "万元", "638600"),
        (63.86, "万元", "638600"),
        (0.1, "元", "0.1"),
        ("1.5", "亿元", "150000000"),
        ("63.86万元", "元", "638600"),
        ("70521002.19", "元/%", "70521002.19"),
        ("2.742462E+09", "元", "2742462000"),
    ],
)
def test_the_head_gives_the_unit_that_a_number_lacks(value: str | float, unit: str, amount: str) -> None:
    found = read_money(value, unit)
    assert isinstance(found, Money)
    assert found.amount == Decimal(amount)


def test_a_head_that_allows_both_leaves_a_small_number_open() -> None:
    assert isinstance(read_money("58.90", "元/%"), NoAmount)
    assert isinstance(read_money("97.95", "%"), Rate)


def test_ranges_and_bounds() -> None:
    for text in ("100-200万元", "100万元至200万元", "100～200 万元"):
        found = read_money(text)
        assert isinstance(found, MoneyRange)
        assert (found.low.amount, found.high.amount) == (Decimal(1000000), Decimal(2000000))
    bounds = {
        "不超过 20 亿元": "at-most",
        "至少5万元": "at-least",
        "超过3亿元": "at-least",
        "5万元以下": "at-most",
    }
    for text, bound in bounds.items():
        money = read_money(text)
        assert isinstance(money, Money)
        assert money.bound == bound


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("美元100万元", "1000000", "USD"),
        ("港币100万元", "1000000", "HKD"),
        ("100万元（美元）", "1000000", "USD"),
        ("3万元欧元", "30000", "EUR"),
        ("港币1000000元", "1000000", "HKD"),
        ("1,234.5万元（人民币）", "12345000", "CNY"),
    ],
)
def test_the_currency_that_is_named_counts(text: str, amount: str, currency: str) -> None:
    found = read_money(text)
    assert isinstance(found, Money), found
    assert (found.amount, found.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        *(
            (f"{word}40万元", "at-most")
            for word in ("小于", "低于", "少于", "不足", "不到", "≤", "近", "封顶", "不超过")
        ),
        *((f"{word}40万元", "at-least") for word in ("大于", "高于", "不低于", "不少于", "≥")),
        ("40万元封顶", "at-most"),
    ],
)
def test_a_bound_is_marked_as_one(text: str, bound: str) -> None:
    found = read_money(text)
    assert isinstance(found, Money), found
    assert found.bound == bound


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每年200万元", "年"),
        ("单价3元", "单价"),
        ("每次300元", "次"),
        ("513360.00元每年", "年"),
        ("年服务费20万元", "年"),
    ],
)
def test_a_price_for_each_is_no_sum(text: str, per: str) -> None:
    found = read_money(text)
    assert isinstance(found, UnitPrice), found
    assert found.per == per


def test_rates_in_words_and_about() -> None:
    found = read_money("百分之四十"), read_money("约30%")
    assert [(f.percent, f.precision) for f in found if isinstance(f, Rate)] == [
        (40, "exact"),
        (30, "rounded"),
    ]


def test_all_sums_in_a_sentence_with_their_places() -> None:
    text = "预算金额分别为 4936 万元、2194 万元，供水人口达99.9万人，占地25.12万平方米，总投资约7亿元，另有10亿大单"
    found = find_money(text)
    assert [text[slice(*item.span)] for item in found] == ["4936 万元", "2194 万元", "7亿元", "10亿"]
    assert [item.text for item in found] == [text[slice(*item.span)] for item in found]
    assert find_money("二元化、单元、三元里、5元件") == []


def test_a_rounding_is_not_a_second_sum() -> None:
    exact, near, other = (read_money(t) for t in ("2,742,462,000元", "27.4亿元", "27.3亿元"))
    assert isinstance(exact, Money)
    assert isinstance(near, Money)
    assert isinstance(other, Money)
    assert same_sum(exact, near)
    assert same_sum(near, exact)
    assert not same_sum(exact, other)
    twice = read_money("中标价34997万元(约3.5亿元)")
    assert isinstance(twice, Money)
    assert twice.amount == Decimal(349970000)


@given(st.decimals(min_value=0, max_value=10**10, places=2), st.sampled_from(["元", "万元", "亿元", ""]))
def test_every_printed_sum_is_read_back_exactly(amount: Decimal, unit: str) -> None:
    scale = {"元": 1, "万元": 10**4, "亿元": 10**8, "": 1}[unit]
    text = f"{amount / scale:f}{unit}" if unit else f"￥{amount:,.2f}"
    if len(text) > 20:
        return
    found = read_money(text)
    assert isinstance(found, Money)
    assert found.amount == amount
    assert found.text == text


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    for item in find_money(text):
        assert text[slice(*item.span)] == item.text
    read_money(text)


def test_bad_values() -> None:
    for value in (None, True, float("nan"), float("inf"), Decimal("NaN")):
        assert isinstance(read_money(value), NoAmount)
    assert find_money("9" * 10_000 + "元")[0].__class__ is NoAmount
    assert read_number("一" * 5000) is None
    assert isinstance(read_money("\u202e1000元\u202c"), Money)
