"""Traditional characters to simplified ones, sign by sign, and only where it is safe.

OpenCC's dictionary gives the pairs. Left out are signs that stand for a name of their own among
simplified ones (乾元 is not 干元, 昇腾 is not 升腾), and of several traditional signs with one
simplified form all but the usual one, so that 鐘氏 and 鍾氏 do not become one company. Dictionary
and library are read at first use.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

__all__ = ["simplified", "traditional"]

_UNFOLDED = frozenset(
    "乾榦侖繫箇儘彆彙厤曆蔘嚐噁噹曏甦囌糰埰寀墰罈罎甯瀰彔彫琱鵰複懞濛矇襬昇陞朮檯颱氾汎沖鍊菸穫盪籤縴髒衚鬍讚"
    "鍾鈡鈅鉆閒麯麴鬚吒徵捱摺於榘薹醣麽鉅祇髮範"
)
#: Forms of Hong Kong and old print that the dictionary lacks.
#: 範 is no surname, 范 is; in these words it is what 范 stands for.
_STANDARD = re.compile("(?<=[示师模规典风防])範|範(?=[围例本畴文])")
_VARIANTS = {"衞": "卫", "靑": "青", "淸": "清"}


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    from opencc import OpenCC

    signs = [chr(code) for code in range(0x3400, 0xA000)]
    folded: list[str] = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    pairs: dict[str, str] = _VARIANTS | {
        sign: into for sign, into in zip(signs, folded, strict=True) if sign != into and sign not in _UNFOLDED
    }
    # Two steps in one, or folding twice would fold further.
    return {ord(sign): pairs.get(into, into) for sign, into in pairs.items()}


def simplified(text: str) -> str:
    """``text`` with its traditional characters in their simplified form."""
    if text.isascii():
        return text
    text = text.translate(_table())
    return _STANDARD.sub("范", text) if "範" in text else text


def traditional(signs: Collection[str]) -> list[tuple[str, str]]:
    """Traditional characters whose simplified form is one of ``signs``, each with that form, in order."""
    return sorted((chr(code), into) for code, into in _table().items() if into in signs)
