"""The lots of a procurement: 包, 标段, 标项, 分标 by their numbers, in one form however they are printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from govgraph.loaders.notices.vocabulary import pattern

_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}


def lot_number(text: str) -> str:
    """A lot's number in one form: 采购包1, 第一包, 包01 are 1, 标包A is A; empty where there is none.

    >>> lot_number("采购包1"), lot_number("第二标段"), lot_number("标包：A"), lot_number("无")
    ('1', '2', 'A', '')
    """
    return next(_numbers(text), "")


def lot_of_heading(heading: str) -> str:
    """The one lot that a heading says the notice is about: 某项目（第二包）中标公告; else empty."""
    words = " ".join(one or other for one, other in pattern("lot-in-heading").findall(heading))
    found = {lot_number(match[0]) for match in pattern("lot").finditer(words)}
    return found.pop() if len(found) == 1 else ""


def plain_lot(text: str) -> str:
    """A bare lot number in one form: 01, 一 and Ⅰ are 1; letters (A, C) stay."""
    roman = len(text) > 1 or not text.isascii()
    text = unicodedata.normalize("NFKC", text).strip()
    if roman and text in _ROMAN:
        return _ROMAN[text]
    if re.fullmatch("[一二三四五六七八九十]{1,3}", text):
        tens, ten, ones = text.rpartition("十")
        return str((_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0))
    return str(int(text)) if text.isascii() and text.isdigit() else text.upper()


def lots_in(text: str) -> set[str]:
    """The numbers of all lots that a text names."""
    return set(_numbers(text))


def _numbers(text: str) -> Iterator[str]:
    for found in pattern("lot").finditer(unicodedata.normalize("NFKC", text)):
        yield plain_lot(next(filter(None, found.groups())))
