"""Procurement methods: the notice's words, our code and the OCDS code.

The words are kept because the code says less than they do: a 竞争性磋商 may be openly advertised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govgraph.text.chars import flatten

__all__ = ["CODES", "Method", "find_methods", "read_method"]


@dataclass(frozen=True, slots=True)
class Method:
    """``code`` is ours, ``ocds`` one of open, selective, limited, direct, or empty where the
    words do not say; ``words`` are the text's, at ``span``."""

    code: str
    ocds: str
    words: str
    span: tuple[int, int]


#: Words, our code, OCDS code. Longer words go first where one holds another.
_TABLE = (
    ("公开招标|公开投标|公开招投标|公开竞投", "open-tender", "open"),
    ("邀请招标|邀标|选择性招标|有限竞争性招标|有限招标", "invited-tender", "selective"),
    ("竞争性谈判|竞谈", "competitive-negotiation", "limited"),
    ("竞争性磋商|竞磋", "competitive-consultation", "limited"),
    (
        "询价采购|询价|询比采购|询比价|询比|公开取得书面报价|公开取得报价|公开取得企划书|邀请报价",
        "inquiry",
        "limited",
    ),
    ("限制性招标|限制性采购|限制招标|局限性招标|议标", "limited", "limited"),
    ("单一来源采购|单一来源|单源采购|单一供应商", "single-source", "direct"),
    ("封闭式框架协议|开放式框架协议|框架协议采购|框架协议", "framework-agreement", ""),
    ("直接采购|直接委托|直接发包|直接签约|直接订购|直接选定|定向采购|直接磋商", "direct-purchase", "direct"),
    ("网上竞价|电子竞价|反向竞价|竞价采购|竞价", "reverse-auction", "open"),
    ("公开比选|比选|遴选|公开询比", "comparison", "limited"),
    ("网上商城|电子卖场|网上超市|定点采购|协议供货|电子商城", "catalogue", "direct"),
    ("合作创新采购", "innovation-partnership", ""),
)
#: Our codes with their OCDS codes.
CODES = {code: ocds for _, code, ocds in _TABLE}
_WORDS = {word: code for words, code, _ in _TABLE for word in words.split("|")}
_ANY = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
#: 非公开招标, or 达到公开招标数额标准: the words stand there, the method does not.
_DENIED = re.compile(
    r"(?:非|不|未|免于?|无需|不再|未采用|不采用|不适用|不进行|取消|达到|代替|替代|变更前)(?:进行|实行)?$"
)
_ABOUT = re.compile(r"(?:数额|限额|规模|标准|的?条件)")
_TRADITIONAL = str.maketrans(
    "開標請競爭談詢價單來協議採購發簽約訂選電賣場網商貨創較擇侷報書劃",
    "开标请竞争谈询价单来协议采购发签约订选电卖场网商货创较择局报书划",
)


def find_methods(text: str) -> list[Method]:
    """All methods that ``text`` names as such, in order; denied ones are left out."""
    flat = flatten(text)
    plain = flat.text.translate(_TRADITIONAL)
    found = []
    for match in _ANY.finditer(plain):
        start, end = match.span()
        if _DENIED.search(plain[max(0, start - 6) : start]) or _ABOUT.match(plain, end):
            continue
        code = _WORDS[match[0]]
        found.append(Method(code, CODES[code], flat.quote(start, end), flat.span(start, end)))
    return found


def read_method(text: str | None) -> Method | None:
    """The one method that a field names, with the field's whole words; ``None`` if none or two."""
    words = (text or "").strip()
    compact = re.sub(r"\s+", "", words)
    found = find_methods(compact)
    if len({method.code for method in found}) != 1:
        return None
    start = (text or "").find(words)
    return Method(found[0].code, found[0].ocds, words, (start, start + len(words)))
