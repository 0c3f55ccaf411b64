"""The lots of a procurement: 包, 标段, 标项, 分标 by their numbers, in one form however they are printed."""

from __future__ import annotations

import re
import unicodedata

_PACKS = "采购包|标包|标段|分包|合同包|包组|包件|包号|标项|合同段|分标"
_SIGNS = "[0-9]{1,3}|[IVX]{1,4}|[A-Za-z]{1,2}[0-9]{0,3}|[一二三四五六七八九十]{1,3}"
_SIGN = "[0-9]{1,3}|[IVX]{1,4}|[A-Za-z]|[一二三四五六七八九十]{1,3}"
#: 包1, 第1包 or 二标段; not in 承包二级资质, 统一包装 or 3包括.
_LOT = re.compile(
    rf"(?:{_PACKS}|(?<![承总外打面书钱])包|标的)\s*(?:编?号)?\s*[:：]?\s*第?\s*({_SIGNS})(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])({_SIGN})\s*号?\s*(?:{_PACKS})"
    rf"|(?:第\s*|(?<![0-9A-Za-z])(?<![\u4e00-\u9fff](?=[一二三四五六七八九十])))({_SIGN})\s*号?\s*包(?![装括含干裹容办揽工赔保销子]|车(?![载辆间]))"
)
_LOT_IN_HEADING = re.compile(rf"[(（]([^（()）]{{2,8}})[)）]|(第[^包段标]{{1,3}}(?:{_PACKS}|包))")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}


def lot_number(text: str) -> str:
    """A lot's number in one form: 采购包1, 第一包, 包01 are 1, 标包A is A; empty where there is none.

    >>> lot_number("采购包1"), lot_number("第二标段"), lot_number("标包：A"), lot_number("无")
    ('1', '2', 'A', '')
    """
    found = _LOT.search(unicodedata.normalize("NFKC", text))
    return plain_lot(next(filter(None, found.groups()))) if found else ""


def lot_of_heading(heading: str) -> str:
    """The one lot that a heading says the notice is about: 某项目（第二包）中标公告; else empty."""
    words = " ".join(one or other for one, other in _LOT_IN_HEADING.findall(heading))
    found = {lot_number(match[0]) for match in _LOT.finditer(words)}
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
    return {plain_lot(next(filter(None, found.groups()))) for found in _LOT.finditer(unicodedata.normalize("NFKC", text))}  # fmt: skip
