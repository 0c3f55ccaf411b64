"""How names are compared when somebody looks for one: the keys of a name, whoever asks for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from govgraph.text.names import normalise
from govgraph.text.script import simplified

__all__ = ["fold", "keys", "pinyin", "spelled"]

_DROPPED = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069·・,.()\[\]{}“”\"'‘’《》〈〉、。-]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST = 120  # signs of a name that are put in pinyin: nobody types more


def spelled(text: str) -> str:
    """A name as it is written; only width, case and surrounding space do not matter."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def fold(text: str) -> str:
    """The key by which two ways to write a name are one: script, legal form, spaces and punctuation too."""
    return _bare(normalise(text)) or spelled(text)


def keys(text: str) -> list[str]:
    """What a search compares: the name as it is written, of which a part may be typed, and its key."""
    return sorted({_bare(simplified(text)), fold(text)} - {""})


def pinyin(names: Iterable[str]) -> list[str]:
    """Pinyin of every name that has Chinese characters, in full and by initials: ``huawei``, ``hw``."""
    from pypinyin import lazy_pinyin  # its dictionary is slow to read

    found: dict[str, None] = {}
    for name in names:
        short = name[:LONGEST]
        if _HAN.search(short):
            syllables = lazy_pinyin(short)
            for key in ("".join(syllables), "".join(_initials(short, syllables))):
                found[_bare(key)[:LONGEST]] = None
    return [key for key in found if key]


def _initials(name: str, syllables: Iterable[str]) -> Iterator[str]:
    """The first letter of each syllable; what is no Chinese stands among them as it is."""
    at = 0
    for syllable in syllables:
        same = name.startswith(syllable, at)
        yield syllable if same else syllable[0]
        at += len(syllable) if same else 1


def _bare(text: str) -> str:
    """Without case, width, spaces and punctuation, as the network page's own search has it."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())
