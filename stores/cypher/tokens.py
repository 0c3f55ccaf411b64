"""The tokens of a Cypher text: strings, comments and quoted names are each one piece, so nothing is searched inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "string", "parameter", "number", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``text`` without quotes (of a parameter without ``$``), and where it stands in the query."""

    kind: Kind
    text: str
    start: int
    end: int
    quoted: bool = False

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in capitals here and in any case there."""
        return self.kind == "name" and not self.quoted and self.text.upper() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind == "sign" and self.text in signs


_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<string>'(?:\\.|[^'\\])*(?:'|\Z)|"(?:\\.|[^"\\])*(?:"|\Z))
    |\$(?P<parameter>\w+|`(?:``|[^`])*(?:`|\Z))
    |(?P<number>0[xX][0-9a-fA-F]+|0o[0-7]+|(?:\d+(?:\.(?=\d)\d+)?|\.(?=\d)\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d]\w*)
    |(?P<quoted>`(?:``|[^`])*(?:`|\Z))
    |(?P<sign><=|>=|<>|=~|\+=|\|\||\.\.|.)""",
    re.S | re.X,
)


def tokens(text: str) -> list[Token]:
    """All tokens but space and comments; a string or quoted name without an end reaches to the end of the text."""
    found = []
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup, match[0]
        if kind == "space":
            continue
        if kind == "quoted":
            found.append(Token("name", _unquoted(value), match.start(), match.end(), quoted=True))
        elif kind == "parameter":
            name = _unquoted(value[1:]) if value[1:2] == "`" else value[1:]
            found.append(Token("parameter", name, match.start(), match.end()))
        elif kind == "string":
            found.append(Token("string", value[1:-1], match.start(), match.end(), quoted=True))
        elif kind in ("number", "name", "sign"):
            found.append(Token(kind, value, match.start(), match.end()))  # type: ignore[arg-type]
    return found


def _unquoted(text: str) -> str:
    return text[1:].removesuffix("`").replace("``", "`")


def line_of(text: str, place: int) -> int:
    """The line, from 1, of a place in a text."""
    return text.count("\n", 0, place) + 1
