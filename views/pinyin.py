"""What a reader may type to find a node: its names, and their pinyin in full and by initials."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

from govgraph.views.picture import PictureNode

_DROPPED = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069·・,.()\[\]{}“”\"'‘’《》〈〉、。-]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST = 120  # nobody types more, and a hostile name must not swell the page


def folded(text: str) -> str:
    """Case, width, spaces and punctuation do not matter in a search (the page does the same)."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())[:LONGEST]


def search_keys(node: PictureNode) -> list[str]:
    """Pinyin of every name that has Chinese characters: ``huawei`` and ``hw``."""
    keys: dict[str, None] = {}
    for name in (node.name, *node.aliases):
        short = name[:LONGEST]
        if _HAN.search(short):
            keys[folded("".join(lazy_pinyin(short)))] = None
            keys[folded("".join(lazy_pinyin(short, style=Style.FIRST_LETTER)))] = None
    return [key for key in keys if key]
