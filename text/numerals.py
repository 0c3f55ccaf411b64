"""Numbers as printed in Arabic or Chinese signs, read exactly or not at all.

The step beside each number is the value of its last printed digit: 27.4 has 0.1. It tells a
rounding from a second amount. Chinese numerals are read here and not by a library: those at
hand go through floats or refuse 二十七点四亿, and money must not be off by a cent.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

__all__ = ["CHINESE", "LATIN", "Number", "chinese_integer", "plain", "read_number"]

#: A run of Arabic digits with whatever separators; whether they make sense is judged later.
#: It never begins inside another, and is taken whole or not at all, so a long one costs little.
LATIN = r"(?<![0-9][,，])(?>[0-9]+(?:[.,，][0-9]+)*)(?:[eE][+-]?[0-9]{1,2}(?![0-9]))?"
#: A run of Chinese numerals, formal or plain.
CHINESE = "(?>[零〇○一二两三四五六七八九十百千万亿点壹贰弍叁肆伍陆柒捌玖拾佰仟廿]+)"

_DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("零〇○", "一壹", "二贰两弍", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = (("亿", 10**8), ("万", 10**4))
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
#: More digits than any sum of money has, and few enough for exact decimal arithmetic.
_LONGEST = 20


class Number(NamedTuple):
    """An exact number and the value of its last printed digit."""

    value: Decimal
    step: Decimal


def plain(number: Decimal) -> Decimal:
    """The same number without exponent and without zeros at its end: one form for one value."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def read_number(text: str) -> Number | None:
    """A number in Arabic digits or Chinese numerals, or ``None`` when it is not well formed."""
    if not text or len(text) > 2 * _LONGEST:
        return None
    return _arabic(text) if text[0] in "0123456789" else _chinese(text)


def _arabic(text: str) -> Number | None:
    mantissa, _, exponent = text.lower().partition("e")
    if not (_GROUPED.fullmatch(mantissa) or _PLAIN.fullmatch(mantissa)):
        return None
    digits = mantissa.replace(",", "")
    power = int(exponent) if exponent else 0
    if len(digits) > _LONGEST or abs(power) > _LONGEST:
        return None
    decimals = len(digits.partition(".")[2])
    step = Decimal(1).scaleb(power - decimals)
    return Number(plain(Decimal(digits).scaleb(power)), plain(step))


def _chinese(text: str) -> Number | None:
    scale = 1
    # 二十七点四亿: the myriad after the decimals multiplies all that stands before it.
    while "点" in text and text[-1] in "万亿":
        scale *= 10**8 if text[-1] == "亿" else 10**4
        text = text[:-1]
    whole, dot, part = text.partition("点")
    integer = chinese_integer(whole)
    if integer is None or (dot and not part):
        return None
    if any(sign not in _DIGITS for sign in part) or len(part) > _LONGEST or scale > 10**12:
        return None
    digits = "".join(str(_DIGITS[sign]) for sign in part)
    value = Decimal(f"{integer}.{digits}" if digits else integer) * scale
    step = Decimal(scale).scaleb(-len(part)) if dot else _step(whole)
    return Number(plain(value), plain(step))


def chinese_integer(text: str) -> int | None:
    """A Chinese whole number (一百零五万, 壹佰万, 二〇一九), or ``None``."""
    if not text or len(text) > 2 * _LONGEST:
        return None
    if 1 < len(text) <= _LONGEST and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))  # read digit by digit
    return _section(text, _MYRIADS)


def _section(text: str, myriads: tuple[tuple[str, int], ...]) -> int | None:
    """Split at the last 亿, then at the last 万, then read up to 9999."""
    if not myriads:
        return _below_myriad(text)
    (sign, size), *rest = myriads
    high, found, low = text.rpartition(sign)
    if not found:
        return _section(text, tuple(rest))
    # 万亿 is written with 万 before 亿, so the upper part may hold its own 万.
    upper = _section(high, tuple(rest)) if high else None
    lower = _section(low, tuple(rest)) if low else 0
    if upper is None or lower is None or not upper or lower >= size:
        return None
    if len(low) == 1 and lower < 10 and low not in "零〇○":
        lower *= size // 10  # 一万五 is 15,000
    return upper * size + lower


def _below_myriad(text: str) -> int | None:
    total, digit, last = 0, None, 10**4
    text = text.replace("廿", "二十")
    for position, sign in enumerate(text):
        if sign in _DIGITS:
            value = _DIGITS[sign]
            if digit:  # two digits in a row without a unit between them
                return None
            digit = value
        else:
            unit = _TENS.get(sign)
            if unit is None or unit >= last or (digit is None and (unit != 10 or position)):
                return None
            if digit == 0 and unit != 10:
                return None
            total, digit, last = total + (digit or 1) * unit, None, unit
    return total + (digit or 0) * _elided(text, last) if text else None


def _elided(text: str, last: int) -> int:
    """三千五 is 3500 and 一百二 120, but 三千零五 3005: what the last bare digit counts."""
    short = len(text) > 2 and last > 10 and last < 10**4 and text[-2] in _TENS
    return last // 10 if short else 1


def _step(whole: str) -> Decimal:
    """The unit that the last sign of a whole Chinese number counts: 二十七亿 goes by 亿."""
    size = 1
    for sign in reversed(whole):
        if sign in "万亿":
            size *= 10**8 if sign == "亿" else 10**4
        elif sign in _TENS:
            return Decimal(size * _TENS[sign])
        else:
            break
    return Decimal(size)
