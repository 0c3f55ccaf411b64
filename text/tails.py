"""What is written around an organisation's name without naming anybody else: roles, codes, its short name.

A tail in brackets is dropped only where it cannot tell two organisations apart. A branch, an office, a site,
or a place that the name does not have stays.
"""

from __future__ import annotations

import re

from govgraph.text.keys import read_key
from govgraph.text.places import all_names, divisions_named
from govgraph.text.vocabulary import TRADES

__all__ = ["bare"]

_TAIL = re.compile(r"(.{4,}?)\(([^()]+)\)$")
_ROLE = re.compile(
    r"(?:单位)?(?:盖章|公章)|(?:联合体)?(?:牵头|主办|成员)(?:人|方|单位|企业)?|联合体|主体|法人"
    r"|(?:拟)?(?:中标|成交)(?:人|方|单位|供应商)?|(?:大型|中型|小型|微型|小微|中小)企业|残疾人福利性单位|监狱企业"
)
_EXCHANGE = "(?:sz|sh|bj|hk|ss|szse|sse|hkex|nyse|nasdaq)"
_CODE = rf"(?:{_EXCHANGE}[.: ]?[0-9]{{4,6}}|[0-9]{{4,6}}\.{_EXCHANGE})"
_NUMBER = r"(?:股票|证券|a股|h股|股份)(?:代码|编码)?[::]?(?:[0-9]{5,6}|" + _CODE + ")"
_STOCK = re.compile(rf"{_CODE}|(?:(?:股票|证券)(?:简称|名称)[::]?[^,;]+[,;])?{_NUMBER}")
_BARE_STOCK = re.compile("[03468][0-9]{5}")
_CALLED = re.compile("(?:以下|下文|下)?(?:简称|称)[:为]?[^,;]{1,20}")
_FORMERLY = re.compile("(?:曾用名|原名称?|更名前)[:为]?.{4,}|原.{4,}(?:公司|厂|局|院|所|中心|委员会)")
_KEY = re.compile("(?:统一社会信用代码|信用代码|代码)?:?([0-9a-z]{18})")
_LABEL = re.compile(
    "^(?:供应商|单位|企业|公司|机构|投标人|投标单位|中标人|中标单位|中标供应商|成交供应商)(?:名称|全称)?:(?=.{4})"
)
_BRANCH = re.compile(r"(公司)\(([^()]{2,20}分(?:公司|行))\)$")
_PLACE_SIGNS = 15


def bare(name: str) -> str:
    """A normalised Chinese name without label and tails that name nobody else.

    >>> bare("太极计算机股份有限公司(股票代码:002368)")
    '太极计算机股份有限公司'
    """
    name = _LABEL.sub("", name)
    while (match := _TAIL.fullmatch(name)) and _idle(match[1], match[2]):
        name = match[1]
    return _BRANCH.sub(r"\1\2", name)


def _idle(name: str, inner: str) -> bool:
    """Whether what stands in brackets behind a name says nothing of who it is."""
    if _ROLE.fullmatch(inner) or inner == name:
        return True
    if not name.endswith("公司"):
        return False
    if _STOCK.fullmatch(inner) or _CALLED.fullmatch(inner) or _FORMERLY.fullmatch(inner):
        return True
    if _BARE_STOCK.fullmatch(inner):
        return name.endswith("股份有限公司")
    if key := _KEY.fullmatch(inner):
        found = read_key(key[1])
        return bool(found and found.valid and found.scheme == "uscc")
    return _is_seat(name, inner) or _is_short(name, inner)


def _is_short(name: str, inner: str) -> bool:
    """Whether it is the company's own short name: some of its signs in their order, and no mere trade or place."""
    if not 2 <= len(inner) <= 8 or inner in all_names() or TRADES.fullmatch(inner):
        return False
    if inner.endswith(("公司", "部", "处", "室", "院", "所", "店", "厂", "中心", "集团", "控股", "项目")):
        return False
    signs = iter(name.removesuffix("有限公司"))
    return all(sign in signs for sign in inner)


def _is_seat(name: str, inner: str) -> bool:
    """Whether it is a place that the name opens with, or one inside that."""
    seat = _codes(inner.replace("·", ""))
    own = _codes(_opening(name))
    return bool(seat and own) and all(any(code.startswith(up) for up in own) for code in seat)


def _opening(name: str) -> str:
    sizes = range(min(_PLACE_SIGNS, len(name)), 1, -1)
    return next((name[:size] for size in sizes if name[:size] in all_names()), "")


def _codes(text: str) -> set[str]:
    """The codes that the divisions named one after the other come down to; empty where there is anything else."""
    found = {""}
    while text:
        part = _opening(text)
        codes = {item.code for item in divisions_named(part)} if part else set()
        cut = {code.rstrip("0") if code.endswith("0000") else re.sub("00$", "", code) for code in codes}
        # 10, 20 … lose their own nought to rstrip
        cut = {code + "0" * (len(code) % 2) for code in cut}
        found = {code for code in cut for up in found if code.startswith(up)}
        if not found:
            return set()
        text = text[len(part) :]
    return found - {""}
