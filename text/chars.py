"""One alphabet for scanning: full-width and look-alike signs folded, positions kept.

The scanners match on folded text, yet every result must quote what was printed. So the folding
maps sign to sign, and where invisible signs have to go a table leads back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["CONTROL", "Flat", "flatten", "is_invisible", "visible", "without_controls"]

_BLANKS = "\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
_DASHES = "‐‑‒–—―−─"
_WAVES = "〜∼"
_SIGNS: dict[int, int | str | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C},
    **{ord(sign): " " for sign in _BLANKS},
    **{ord(sign): "-" for sign in _DASHES},
    **{ord(sign): "~" for sign in _WAVES},
    **str.maketrans("￥￡％萬億圓點貳陸參兩幣歐鎊關亞貨價", "¥£%万亿圆点贰陆叁两币欧镑关亚货价"),
}

#: Signs that stand for nothing and that XML and its like refuse: controls but for tabs and line ends, what is
#: no character, and halves of one.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without control signs; those that part words (a vertical tab, a form feed) are a blank.

    >>> without_controls("Made\\x01 Up\\x0bLtd")
    'Made Up Ltd'
    """
    return CONTROL.sub(lambda found: " " if found[0].isspace() else "", text)


def is_invisible(sign: str) -> bool:
    """Whether a sign leaves no mark: a format sign (zero width, direction) or a control sign."""
    return unicodedata.category(sign) in ("Cf", "Cc") and sign not in "\t\n\r"


def visible(text: str) -> str:
    """Control characters and text direction marks shown as codes, so that no name can play tricks."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


@dataclass(frozen=True, slots=True)
class Flat:
    """Folded text that knows where each of its signs stood in the original."""

    text: str
    original: str
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a span of the folded text."""
        if self.places is None:
            return start, end
        if start >= end:
            return (self.places[start],) * 2 if start < len(self.places) else (len(self.original),) * 2
        return self.places[start], self.places[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """What the original prints there."""
        first, last = self.span(start, end)
        return self.original[first:last]


def flatten(text: str) -> Flat:
    """Fold ``text``; the full-width comma stays, since between numbers it may divide or group."""
    folded = text.translate(_SIGNS)
    # ASCII and CJK text without format signs is by far the commonest: leave it alone.
    if folded.isprintable():
        return Flat(folded, text)
    kept = [i for i, sign in enumerate(folded) if not is_invisible(sign)]
    if len(kept) == len(folded):
        return Flat(folded, text)
    return Flat("".join(folded[i] for i in kept), text, tuple(kept))
