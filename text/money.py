"""Money in Chinese text: one cell to one answer (``read_money``), or all in a text.

Amounts are exact decimals; the printed words stay beside them. Rates (下浮率 5%), unit prices and
cells with several amounts are never turned into one sum: the answer then says why.
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite

from govgraph.messages import _
from govgraph.text.chars import flatten
from govgraph.text.numerals import LATIN, plain, read_number
from govgraph.text.scan_money import CEILING, find_money, judged
from govgraph.text.sums import Amount, Money, MoneyRange, NoAmount, Rate, UnitPrice
from govgraph.text.units import currency_of, scale_of, unit_of

__all__ = [
    "CEILING",
    "Amount",
    "Money",
    "MoneyRange",
    "NoAmount",
    "Rate",
    "UnitPrice",
    "find_money",
    "read_money",
    "same_sum",
    "tax_of",
    "unit_of",
]

_NOT_STATED = re.compile(
    r"[\s/\\|_.:*-]*|\\N|(?i:n/?a|null|none|nil|nan)|[^0-9]*(?:未明确|未列|未公[开布示]|未提供|详见|"
    r"见附件|待定|面议|另行|按实|不详|未知|保密)[^0-9]*|无|暂无|没有"
)
_BARE = re.compile(rf"\D{{0,30}}?(?<![0-9A-Za-z.\-])(-?{LATIN})\s*")
_TOTAL = re.compile(r"(?:总价|总金额|总额|总报价|合计|总计|共计|总造价|总投标价|价款总)[^0-9,，;；]{0,8}$")
_FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]")


def read_money(value: str | int | float | Decimal | None, unit: str = "", currency: str = "CNY") -> Amount:
    """The one amount that a cell holds, or the reason why it holds none or several.

    ``unit`` is what the column's head says (see ``unit_of``); a number that prints no unit of its
    own is read with it, and without it is no amount.
    """
    if isinstance(value, bool) or (isinstance(value, float) and not isfinite(value)):
        return NoAmount(_("not a number"), str(value), (0, len(str(value))))
    if isinstance(value, (int, float, Decimal)):
        value = f"{Decimal(str(value)):f}" if Decimal(str(value)).is_finite() else str(value)
    text = value or ""
    flat = flatten(text).text.strip()
    whole = (0, len(text))
    if _NOT_STATED.fullmatch(flat):
        return NoAmount(_("not stated"), text, whole)
    bare = _BARE.fullmatch(flat.replace("，", ","))
    if bare and not re.search("[¥$]|人民币|[A-Z]{3}", flat):
        return _bare_number(text, bare[1], unit, currency)
    return _one_of(text, find_money(text, currency, bare=True))


def _bare_number(text: str, digits: str, unit: str, currency: str) -> Amount:
    """A number without a unit: the column's head decides, or nobody does."""
    span = (0, len(text))
    number = read_number(digits.lstrip("-"))
    if number is None or digits.startswith("-"):
        reason = _("malformed number") if number is None else _("negative amount")
        return NoAmount(reason, text, span)
    if unit == "%":
        return Rate(number.value, "", text, span)
    if "%" in unit:
        # 投标报价(元/%): nothing under 1000 can be told from a percentage.
        if number.value < 1000:
            return NoAmount(_("an amount or a rate: the head allows both"), text, span)
        unit = unit.replace("%", "").strip("/")
    match = re.fullmatch(r"(万亿|[十百千]?[万亿]|[百千])?(.*)", unit)
    code = currency_of(match[2], currency) if match and unit else ""
    if not match or not code:
        return NoAmount(_("a number without a unit"), text, span)
    size = scale_of(match[1] or "")
    step = plain(number.step * size)
    precision = "rounded" if step > 1 else "exact"
    return judged(Money(plain(number.value * size), code, precision, text, span, step))


def _one_of(text: str, found: list[Amount]) -> Amount:
    """The answer when the cell is more than a number: one sum, one rate, or a reason."""
    span = (0, len(text))
    part = text.find("其中")
    if part > 0:  # what follows 其中 are parts of what stands before it
        found = [item for item in found if item.span[0] < part] or found
    told = [item for item in found if not isinstance(item, NoAmount)]
    if len(told) < len(found):
        reasons = [item for item in found if isinstance(item, NoAmount)]
        return reasons[0] if not told else NoAmount(reasons[0].reason, text, span, tuple(told))
    sums = [item for item in told if isinstance(item, (Money, MoneyRange))]
    rates = [item for item in told if isinstance(item, Rate) and item.kind not in ("tax", "share")]
    prices = [item for item in told if isinstance(item, UnitPrice)]
    if sums and any(rate.kind for rate in rates):
        return NoAmount(_("an amount and a rate"), text, span, tuple(told))
    if sums:
        return _one_sum(text, sums, bool(prices))
    others: list[Money | UnitPrice | Rate | MoneyRange] = [*rates, *prices] or told
    if not others:
        return NoAmount(_("no amount in it"), text, span)
    if len({getattr(item, "percent", item) for item in others}) > 1:
        return NoAmount(_("several rates or unit prices"), text, span, tuple(told))
    return others[0]


def _one_sum(text: str, sums: list[Money | MoneyRange], priced: bool) -> Money | MoneyRange | NoAmount:
    """The sum that all mean, or the one called a total; ``priced``: unit prices stand beside it."""
    span = (0, len(text))
    plain = [item for item in sums if isinstance(item, Money)]
    if len(sums) == 1 and not priced:
        return sums[0]
    if len(plain) == len(sums) and not priced:
        best = min(plain, key=lambda item: (item.step, bool(_FORMAL.search(item.text))))
        if all(same_sum(best, item) for item in plain):
            figures = [item for item in plain if item.amount == best.amount]
            return min(figures, key=lambda item: bool(_FORMAL.search(item.text)))
        formal = [item for item in plain if _FORMAL.search(item.text)]
        if len(plain) == 2 and len(formal) == 1:
            return NoAmount(_("figures and words differ"), text, span, tuple(sums))
    totals = [item for item in sums if _TOTAL.search(text[: item.span[0]])]
    if len(totals) == 1:
        return totals[0]
    return NoAmount(_("several amounts"), text, span, tuple(sums))


def same_sum(one: Money, other: Money) -> bool:
    """Whether two printed sums can be one: equal, or one is the other rounded (27.4亿)."""
    if one.currency != other.currency:
        return False
    if one.precision == other.precision == "exact":
        return one.amount == other.amount
    step = max(item.step for item in (one, other) if item.precision == "rounded")
    return one.amount == other.amount or abs(one.amount - other.amount) < step


_NET = re.compile(r"(?:不|未)含(?:增值)?税|不含税|税前|未税|除税")
_GROSS = re.compile(r"(?<![不未])含(?:增值)?税|税后|价税合计")


def tax_of(words: str) -> str:
    """Whether words beside an amount say that value added tax is in it: ``true``, ``false``, or empty.

    >>> tax_of("合同金额（不含税）"), tax_of("中标价（含税，万元）"), tax_of("合同金额")
    ('false', 'true', '')
    """
    net, gross = _NET.search(words), _GROSS.search(words)
    return "" if bool(net) == bool(gross) else "false" if net else "true"
