"""Find money in running text. What cannot be read comes back with its reason, never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from govgraph.messages import _
from govgraph.text.chars import Flat, flatten
from govgraph.text.numerals import CHINESE, LATIN, Number, plain, read_number
from govgraph.text.sums import Amount, Money, MoneyRange, NoAmount, Rate, Span, UnitPrice
from govgraph.text.units import CURRENCY, CURRENCY_BEFORE, NAMED, PER, SCALE, currency_of, scale_of

__all__ = ["CEILING", "find_money", "judged"]

#: Ten million 万: a procurement sum above it is far likelier a misprint of 元 as 万.
CEILING = Decimal(10) ** 11

_FIGURE = "[零壹贰叁肆伍陆柒捌玖一二两三四五六七八九]"
_AMOUNT = re.compile(
    rf"(?:(?P<before>{CURRENCY_BEFORE})|(?<![0-9A-Za-z.]))"
    rf"(?:(?P<low>{LATIN})\s*(?:-+|~+|至|到)\s*(?={LATIN}))?"
    rf"(?P<minus>(?<![^\s(:：¥$])-)?(?P<number>{LATIN}|{CHINESE})"
    rf"\s*(?P<open>\(\s*)?(?P<more>[多余])?(?P<scale>{SCALE})?"
    rf"(?:(?P<number2>{LATIN})(?P<scale2>[千百]?万|千))?(?P<more2>[多余])?\s*(?P<currency>{CURRENCY})?"
    rf"(?P<coins>零?{_FIGURE}角(?:零?{_FIGURE}分)?|零?{_FIGURE}分)?(?P<whole>[整正])?"
    rf"(?P<per>{PER})?(?(open)\s*\)(?P<per2>{PER})?)(?:\s*\((?:人民币|(?P<aside>{NAMED}))\)|\s*(?P<after>{NAMED})(?![0-9]))?"
)
_RATE = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<number>{LATIN})\s*(?P<sign>%|‰|个百分点)"
    rf"|百分之(?P<hundredths>[零一二两三四五六七八九十百点]{{1,8}}|{LATIN})"
    rf"|(?<![0-9A-Za-z.])(?P<tenths>{LATIN}|[一二三四五六七八九]{{1,2}})\s*折(?![扣叠旧合算中价])"
)
_RATE_KINDS = (
    ("tax", re.compile(r"税|征收率")),
    ("share", re.compile(r"股|占|出资|权益")),
    ("discount", re.compile(r"下浮|优惠|让利|降|下调|折减")),
    (
        "multiplier",
        re.compile(r"折扣|费率|系数|费用的|标准的?|取费|计取|上浮|报价|文\)?的|号\)?的"),
    ),
)
#: People, square metres and the like after a bare 万 or 亿: it counts something else.
_COUNTED = re.compile(
    r"\s*(?:[人户名家台套辆条次吨亩斤立平米方件部个只株年月天日字股瓦度千kKmM㎡³²]|公[里斤顷]|用户)"
)
_MONEY_WORD = re.compile(r"元|额|价|资|金|款|费|预算|造价|估算|成交|标的|收入|利润|大单|合同|¥")
_TAIL = r"\s*(?:人民币|¥)?\s*$"
_ABOUT = re.compile(rf"(?:约|近|大致|逾|超过?|将近|大约|约合){_TAIL}")
_AT_MOST = re.compile(
    rf"(?:不超过?|不高于|不大于|不多于|不到|不足|将?近|(?<!不)(?:小于|低于|少于)(?:等于)?|≤|<|封顶|不得超过|至多|最多|(?:最高|上)?限价?[为是:：]?|最高){_TAIL}"
)
_AT_LEAST = re.compile(
    rf"(?:不低于|不少于|不小于|(?<!不)(?:大于|高于|多于)(?:等于)?|≥|>|至少|最低|(?<!不)(?<!不得)超过?|逾|下限[为是:：]?){_TAIL}"
)
#: A price for each of something, said before it: 每年200万元, 单价3元.
_EACH_BEFORE = re.compile(
    rf"(?:每(?P<each>[年月日天次人户台套个件只吨米份]|平方米|公里|小时)[^0-9，。；,;]{{0,6}}|(?P<word>(?:综合)?单价|日工价)[^0-9，。；,;]{{0,6}}|年(?:均)?(?:服务费|租金|费用)[^0-9，。；,;]{{0,4}}){_TAIL}"
)
_BIG_DEAL = re.compile(r"\s*[多余]?的?(?:大单|订单|合同|投资|预算|资金)")
#: A full-width comma groups digits where they are full-width too, or decimals follow.
_WIDE_GROUPS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:，[0-9]{3})+(?=\.[0-9])|[０-９]{1,3}(?:，[０-９]{3})+")
_JOINT = re.compile(r"\s*(?:-+|~+|至|到)\s*")


def find_money(text: str, currency: str = "CNY", bare: bool = False) -> list[Amount]:
    """All sums, unit prices, rates, ranges and unreadable amounts in ``text``, in order.

    ``currency`` is what ¥ and 元 mean. A 27.4亿 without 元 counts only where words of money stand
    before it, unless ``bare`` says that the text is about money anyway.
    """
    flat = flatten(_WIDE_GROUPS.sub(lambda match: match[0].replace("，", ","), text))
    flat = replace(flat, original=text)
    found = sorted(_scan(flat, currency, bare), key=lambda item: item.span)
    return list(_join_ranges(flat, found))


def _scan(flat: Flat, currency: str, bare: bool) -> Iterator[Amount]:
    rates = list(_RATE.finditer(flat.text))
    yield from (_rate(flat, match) for match in rates)
    taken = {place for match in rates for place in range(*match.span())}
    for match in _AMOUNT.finditer(flat.text):
        if match.start("number") not in taken:
            item = _amount(flat, match, currency, bare)
            if item is not None:
                yield item


def _rate(flat: Flat, match: re.Match[str]) -> Rate | NoAmount:
    start, end = match.span()
    printed, span = flat.quote(start, end), flat.span(start, end)
    number = read_number(match["number"] or match["hundredths"] or match["tenths"])
    if number is None:
        return NoAmount(_("malformed number"), printed, span)
    about = "rounded" if _ABOUT.search(flat.text[max(0, start - 6) : start]) else "exact"
    if match["tenths"]:
        tenths = number.value if number.value > 10 else number.value * 10
        return Rate(tenths, "multiplier", printed, span, about)
    # The words of the same clause say what the percentage is of.
    before = re.split(r"[,，;；。、%]", flat.text[max(0, start - 14) : start])[-1]
    after = re.split(r"[,，;；。、]", flat.text[end : end + 6])[0]
    kinds = (kind for words in (before, after) for kind, word in _RATE_KINDS if word.search(words))
    value = number.value / 10 if match["sign"] == "‰" else number.value
    return Rate(value, next(kinds, ""), printed, span, about)


def _amount(flat: Flat, match: re.Match[str], currency: str, bare: bool) -> Amount | None:
    """One match as an amount, or ``None`` when nothing says that it is about money."""
    sign = match["currency"] or match["before"] or ""
    if not re.search("[0-9零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]", match["number"]):
        return None  # 百万元级 has no figure
    if not sign and not _about_money(flat.text, match, bare):
        return None
    start = match.start("before" if match["before"] else "low" if match["low"] else "number")
    at = (start - len(match["minus"] or ""), match.start() + len(match[0].rstrip()))
    printed, span = flat.quote(*at), flat.span(*at)
    code = _code(match, currency)
    number = _number(match)
    if code == "?":
        return NoAmount(_("two currencies"), printed, span)
    if not code:
        return NoAmount(_("which currency {sign} is, is not said").format(sign=sign.strip()), printed, span)
    if number is None or match["minus"]:
        reason = _("negative amount") if match["minus"] else _("malformed number")
        return NoAmount(reason, printed, span)
    if match["per"] or match["per2"]:
        per = (match["per"] or match["per2"]).strip(" /每")
        return UnitPrice(number.value, code, per, printed, span)
    if each := _EACH_BEFORE.search(flat.text[max(0, start - 14) : start]):
        return UnitPrice(number.value, code, each["each"] or each["word"] or "年", printed, span)
    high = _money(flat, match, number, code, at)
    return _range_of(match, high) if match["low"] else high


def _code(match: re.Match[str], currency: str) -> str:
    """The currency that is named before or behind the number, else what 元 means; ``?`` for two."""
    named = {currency_of(match[name] or "", "") for name in ("before", "currency", "aside", "after")} - {""}
    if len(named) > 1:
        return "?"
    return named.pop() if named else currency_of(match["currency"] or match["before"] or "", currency)


def _about_money(text: str, match: re.Match[str], bare: bool) -> bool:
    """Whether 27.4亿 without a currency is money, by the words around it."""
    words = match["number"] + (match["scale"] or "")
    if words[-1] not in "万亿" and not match["number2"]:
        return bool(match["scale"] and bare and words[-1].isascii())
    ends = [match.end(name) for name in ("number", "scale", "scale2", "more2")]
    end, before = max(ends), text[max(0, match.start() - 24) : match.start()]
    told = bare or _MONEY_WORD.search(before) or _BIG_DEAL.match(text, end)
    return bool(told) and not _COUNTED.match(text, end)


def _number(match: re.Match[str]) -> Number | None:
    """The number in units of currency: 1亿2000万 and 壹元伍角 are added up exactly."""
    number = read_number(match["number"])
    if number is None:
        return None
    size = scale_of(match["scale"] or "")
    value, step = number.value * size, number.step * size
    if match["number2"]:
        second, lesser = read_number(match["number2"]), scale_of(match["scale2"])
        if second is None or second.value * lesser >= size:
            return None
        value, step = value + second.value * lesser, second.step * lesser
    if match["coins"]:
        jiao, _, fen = match["coins"].rpartition("角")
        for sign, worth in ((jiao[-1:], "0.1"), (fen.strip("零分"), "0.01")):
            part = read_number(sign) if sign else None
            value += part.value * Decimal(worth) if part else 0
        step = Decimal("0.01")
    return Number(plain(value), plain(step))


def _money(flat: Flat, match: re.Match[str], number: Number, code: str, at: Span) -> Money:
    before, after = flat.text[max(0, at[0] - 12) : at[0]], flat.text[at[1] : at[1] + 3]
    vague = bool(match["more"] or match["more2"] or _ABOUT.search(before))
    vague = vague or after.startswith(("左右", "上下"))
    bound = ""
    if _AT_MOST.search(before) or after.startswith(("以下", "以内", "封顶")):
        bound = "at-most"
    elif _AT_LEAST.search(before) or after.startswith("以上"):
        bound = "at-least"
    step = Decimal("0.01") if match["whole"] else number.step
    precision = "rounded" if vague or step > 1 else "exact"
    money = Money(number.value, code, precision, flat.quote(*at), flat.span(*at), step, bound)
    return judged(money)


def judged(money: Money) -> Money:
    """The same sum, with the reason beside it when it is too large to be loaded unseen."""
    if money.amount < CEILING:
        return money
    reason = _("{amount} {currency} is {ceiling} or more: 元 printed as 万 or 亿?").format(
        amount=f"{money.amount:f}", currency=money.currency, ceiling=f"{CEILING:f}"
    )
    return replace(money, implausible=reason)


def _range_of(match: re.Match[str], high: Money) -> MoneyRange | NoAmount:
    """100-200万元: the first number takes scale and currency from the second."""
    low = read_number(match["low"])
    if low is None:
        return NoAmount(_("malformed number"), high.text, high.span)
    size = scale_of(match["scale"] or "")
    amount, step = plain(low.value * size), plain(low.step * size)
    first = replace(high, amount=amount, step=step, implausible="")
    return _range(first, high, high.text, high.span)


def _join_ranges(flat: Flat, found: list[Amount]) -> Iterator[Amount]:
    """Make one of two sums that a dash or 至 joins: 100万元至200万元."""
    waiting: Amount | None = None
    for item in found:
        if isinstance(waiting, Money) and isinstance(item, Money):
            between = flatten(flat.original[waiting.span[1] : item.span[0]]).text
            if _JOINT.fullmatch(between):
                span = (waiting.span[0], item.span[1])
                waiting = _range(waiting, item, flat.original[slice(*span)], span)
                continue
        if waiting is not None:
            yield waiting
        waiting = item
    if waiting is not None:
        yield waiting


def _range(low: Money, high: Money, text: str, span: Span) -> MoneyRange | NoAmount:
    if low.currency != high.currency or low.amount > high.amount:
        return NoAmount(_("not a range: it does not rise in one currency"), text, span, (low, high))
    return MoneyRange(low, high, text, span)
