"""Numbers in Chinese and Arabic signs: read exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgraph.text.numerals import chinese_integer, read_number


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("二十七点四亿", "2740000000", "10000000"),
        ("两亿三千万", "230000000", "10000000"),
        ("一万亿", "1000000000000", "1000000000000"),
        ("三千五", "3500", "1"),
        ("三千零五", "3005", "1"),
        ("廿三", "23", "1"),
        ("二〇一九", "2019", "1"),
        ("2,742,462,000.00", "2742462000", "0.01"),
        ("2.742462E+09", "2742462000", "1000"),
    ],
)
def test_numbers_and_the_worth_of_their_last_sign(text: str, value: str, step: str) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.step) == (Decimal(value), Decimal(step))


@given(st.integers(min_value=1, max_value=10**12))
def test_formal_numerals_are_read_back(number: int) -> None:
    assert chinese_integer(_formal(number)) == number


@pytest.mark.parametrize(
    "text", ["一百百", "一十百", "一二十", "百", "万", "一点", "点五", "零百", "一万万亿万", ""]
)
def test_what_is_no_numeral(text: str) -> None:
    assert read_number(text) is None


def _formal(number: int) -> str:
    """A writer of numerals, made for the test and by another method than the reader."""
    digits, text, gap = str(number), "", False
    for place, sign in enumerate(digits):
        power = len(digits) - 1 - place
        if sign != "0":
            text += ("零" if gap and text else "") + "零壹贰叁肆伍陆柒捌玖"[int(sign)]
            text += ("", "拾", "佰", "仟")[power % 4]
            gap = False
        else:
            gap = True
        if power in (4, 8, 12) and int(digits[: place + 1]) % (10000 if power < 12 else 10**9):
            text += {4: "万", 8: "亿", 12: "万"}[power]
            gap = False
    return text + ("亿" if number >= 10**12 else "")
