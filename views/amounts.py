"""Amounts as people write them: 27.41亿元 in Chinese, CNY 2.74 bn in English, and the full value of each."""

from __future__ import annotations

_UNITS = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, " tn"), (1e9, " bn"), (1e6, " m")),
}


def short(value: float, currency: str, language: str) -> str:
    """An amount in currency units with two decimals at most, so that a list can be read: 27.41亿元."""
    for unit, word in _UNITS[language]:
        if round(abs(value) / unit, 2) >= 1:  # 99,999,999 is 1亿 and not 10000万
            return _with_currency(f"{value / unit:,.2f}".rstrip("0").rstrip(".") + word, currency, language)
    return full(value, currency, language)


def full(value: float, currency: str, language: str) -> str:
    """The same to the last cent: 2,741,000,000元, CNY 2,741,000,000."""
    return _with_currency(f"{value:,.2f}".removesuffix(".00"), currency, language)


def _with_currency(number: str, currency: str, language: str) -> str:
    if language == "zh":
        return f"{number}元" if currency == "CNY" else f"{number} {currency}"
    return f"{currency} {number}"
