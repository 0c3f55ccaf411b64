"""Units of money: currencies by their names and signs, and the scales 万 and 亿."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["CURRENCY", "CURRENCY_BEFORE", "NAMED", "PER", "SCALE", "currency_of", "scale_of", "unit_of"]

# fmt: off
_CODES = [
    "CNY", "USD", "EUR", "GBP", "HKD", "JPY", "MOP", "TWD", "KRW", "SGD", "AUD", "CAD", "CHF",
    "NZD", "RUB", "INR", "BRL", "MXN", "COP", "PYG", "CLP", "PEN", "ARS", "UAH", "MDL", "ZAR",
    "NGN", "KES", "THB", "VND", "MYR", "IDR", "PHP",
]
# fmt: on
_NAMES = {
    **{code: code for code in _CODES},
    **{"RMB": "CNY", "人民币": "CNY", "US$": "USD", "HK$": "HKD", "€": "EUR", "£": "GBP"},
    **{"NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "R$": "BRL"},
    **{"美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP", "港元": "HKD", "港币": "HKD"},
    **{"日元": "JPY", "日圆": "JPY", "澳门元": "MOP", "澳门币": "MOP", "新台币": "TWD"},
    **{"韩元": "KRW", "韩圆": "KRW", "新加坡元": "SGD", "新元": "SGD", "澳元": "AUD"},
    **{"澳大利亚元": "AUD", "加元": "CAD", "加拿大元": "CAD", "瑞士法郎": "CHF", "新西兰元": "NZD"},
    **{"卢布": "RUB", "卢比": "INR"},
}
#: Signs that more than one currency uses: the document's own currency decides.
_LOCAL = ("¥", "元", "圆", "块", "圆整")
_DOLLARS = ("USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN", "COP", "CLP", "ARS", "MOP")


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# 元 opens many words that are no money: 元件, 元旦, 元素 …
_YUAN = "人民币元|元人民币|[元圆块](?![素件器化旦宵首月气老帅勋凶音数组里])"
#: A currency after the number. Codes end at a word's end.
CURRENCY = (
    rf"(?:{_any_of([name for name in _NAMES if not name.isascii()])}|{_YUAN}"
    rf"|(?:{_any_of([*_CODES, 'RMB'])})\b)"
)
#: A currency that is named, and no local sign: 美元, 欧元, USD.
NAMED = rf"(?:{_any_of([name for name, code in _NAMES.items() if code != 'CNY' and not name.isascii()])}|(?:{_any_of(_CODES[1:])})\b)"
#: A currency before the number, with the colon and blank that may follow it.
CURRENCY_BEFORE = rf"(?:(?:(?<![A-Za-z])(?:{_any_of(list(_NAMES))})|[¥$])[:：]?[¥$]?\s*)"
#: The scale between number and currency.
SCALE = r"万亿|[十百千]?[万亿]|[百千](?=元|圆|美元|港元|欧元)|(?i:\s?(?:thousand|million|billion)\b)"
#: What a price is for one of: it makes 6400元/吨 a unit price.
PER = (
    r"\s*(?:/\s*|每)(?:[㎡㎥]|[A-Za-z]{1,5}[23²³]?(?![A-Za-z])|(?:平方|立方)米?|公里|千米|千瓦时?|公斤|小时"
    r"|分钟|人[次月天日年]?|工日|课时|车次|[吨米年月天日次套台个件只户亩页份册座间株辆条张组批班项点包斤度门本路"
    r"位块盒瓶支季周升棵处名家])"
)
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_WORD_SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_HEAD_UNIT = re.compile(rf"(?:{SCALE})?(?:{CURRENCY})|%")
#: What stands beside the unit in a head: 人民币, and whether tax is in it.
_BESIDE = re.compile(
    r"^(?:人民币|币种人民币)(?=[十百千万亿元]|万元)|(?:[,，、]?(?:不?含税|含增值税|税前|税后)[,，、]?)"
)
_HEAD_PLACE = re.compile(r"[(/:\[【]\s*([^()\[\]【】:]*?)\s*(?:[)\]】]|$)")


def scale_of(words: str) -> Decimal:
    """How many units a scale stands for: 百万 is a million, and none is one."""
    word = words.strip().lower()
    if word in _WORD_SIZES:
        return Decimal(_WORD_SIZES[word])
    size = 1
    for sign in word:
        size *= _SIZES[sign]
    return Decimal(size)


def currency_of(words: str, local: str) -> str:
    """The ISO code for a currency's sign or name, empty when the sign alone does not say."""
    name = words.strip(" :：")
    for sign in ("¥", "$"):
        if len(name) > 1 and name.endswith(sign) and name not in _NAMES:
            name = name[:-1].strip(" :：")
    if name in ("元人民币", "人民币元"):
        return "CNY"
    if name == "$":
        return local if local in _DOLLARS else ""
    return local if name in _LOCAL or not name else _NAMES.get(name.upper(), _NAMES.get(name, ""))


def unit_of(head: str) -> str:
    """What a column's head says of the numbers under it: 万元, 元, %, 元/%, or nothing.

    >>> unit_of("合同金额（万元）"), unit_of("中标价(元):"), unit_of("投标报价(元/%)")
    ('万元', '元', '元/%')
    """
    text = head.replace("（", "(").replace("）", ")").replace("：", ":").replace("％", "%")
    places = [*_HEAD_PLACE.findall(text), text, text.rpartition(" ")[2]]
    for place in places:
        bare = _BESIDE.sub("", place.replace(" ", "").removeprefix("单位").lstrip(":"))
        parts = [f"{part}元" if part in ("万", "亿", "百万", "千万") else part for part in bare.split("/")]
        units = [part for part in parts if _HEAD_UNIT.fullmatch(part)]
        if units and len(units) == len(parts):
            return "/".join(units)
    return ""
