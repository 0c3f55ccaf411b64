"""Asking the engine's own parser what a query is: whether it calls a service, and where it goes wrong.

Oxigraph's parser is not offered to Python, and a grammar of our own could read a query otherwise than
the engine does; that gap is what tricks go through. So the questions are put to the engine itself, as
variants of the text, against an empty store.
"""

from __future__ import annotations

import re
from itertools import product

import pyoxigraph as ox

_EMPTY = ox.Store()
_WORD = "service"
_PAD = " " * 24  # longer than any keyword, see _failure
_STOP = "\x01"  # no grammar rule admits it
_LONGEST = 20_000  # characters of a query whose error is worth a closer look

# Tokens as far as white space matters: within one of these none may be put. `<` of a comparison is told
# from that of an address by what follows, as in the SPARQL grammar.
_TOKEN = re.compile(
    r"""\#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>|"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^|&&|\|\||[!<>]=
    |[?$][\w·]+|[\w.·%\\-]*:[\w.·%:\\-]*|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\w+|\S""",
    re.S | re.X,
)
_EXPECTED = (
    ("?v", "a variable"), ("<i:i>", "an IRI"), ('"l"', "a literal"), ("{", "{"), ("}", "}"), ("(", "("), (")", ")"),
    (".", "."), (";", ";"), (",", ","), ("*", "*"), ("=", "an operator"), ("SELECT", "SELECT"), ("ASK", "ASK"),
    ("CONSTRUCT", "CONSTRUCT"), ("DESCRIBE", "DESCRIBE"), ("PREFIX", "PREFIX"), ("WHERE", "WHERE"), ("AS", "AS"),
    ("BY", "BY"), ("FILTER", "FILTER"), ("OPTIONAL", "OPTIONAL"), ("GROUP", "GROUP BY"), ("ORDER", "ORDER BY"),
    ("LIMIT", "LIMIT"), ("1", "a number"),
    ("p:", "a prefix with its colon"),
)  # fmt: skip
_NOTE = re.compile(
    r"Prefix not found|IRI parsing failed|The SELECT|The variable|[Aa]ggregate|[Bb]lank node|already|scope"
)


def calls_service(query: str) -> bool:
    """Whether a query has a SERVICE clause, however it is spelt or hidden.

    Every occurrence of the word is replaced by another of the same length that means nothing. Where it
    stood in a string, an IRI, a name or a comment, the text still parses; where it was the keyword it
    cannot, since a bare word that is no keyword has no place in the grammar. Raises SyntaxError where
    the query does not parse with the word in its place either.
    """
    if _WORD not in query.lower() or _parses(re.sub(_WORD, _unused(query), query, flags=re.I)):
        return False
    if not _parses(query):
        raise SyntaxError(_error(f"{query}\n{_STOP}"))
    return True


def _parses(query: str) -> bool:
    """Whether the parser gets to a stop put behind the query; nothing can be run that way."""
    text = f"{query}\n{_PAD}"
    return _failure(text + _STOP) >= len(text)


def syntax_error(query: str, message: str) -> str:
    """Where and why a query does not parse, in a sentence; ``message`` is what the engine said."""
    if len(query) > _LONGEST:
        return message
    tokens = list(_TOKEN.finditer(query))
    for token in tokens:
        if token[0] in "'\"":
            return f"{_place(query, token.start())}: a string begins here and is never closed"
    wide, starts = _widened(query, tokens)
    failure = _failure(wide)
    number = max(n for n, start in enumerate(starts) if start <= failure or n == 0)
    found = tokens[number][0] if number < len(tokens) else ""
    place = _place(query, tokens[number].start() if found else len(query))
    note = _note(message)
    if note:
        return f"{place}: {f'the prefix of {found} is not declared' if note.startswith('Prefix') else note}"
    what = f"unexpected '{found[:40]}'" if found else "the query ends too early"
    return f"{place}: {what}; {_expected(wide[: starts[number]])}"


def _place(query: str, offset: int) -> str:
    line = query.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - query.rfind(chr(10), 0, offset)}"


def _note(message: str) -> str:
    """What the engine says in words, among the tokens that it lists."""
    parts = re.split(r"expected (?:one of )?|, (?=[\[A-Z])", message)
    return next((part for part in parts if _NOTE.search(part)), "")


def _expected(before: str) -> str:
    fits = [name for text, name in _EXPECTED if _fits(before, text)]
    if not fits:
        return "nothing can follow what stands before it"
    return "expected " + (f"{', '.join(fits[:-1])} or {fits[-1]}" if len(fits) > 1 else fits[0])


def _fits(before: str, word: str) -> bool:
    """Whether the parser takes a word at this place, and gets to the stop behind it."""
    text = before + word + _PAD
    return _failure(text + _STOP) >= len(text)


def _widened(query: str, tokens: list[re.Match[str]]) -> tuple[str, list[int]]:
    """The query with wide gaps between tokens and a stop at its end, and where each token starts in it."""
    text, starts, end = "", [], 0
    for token in tokens:
        text += query[end : token.start()] + _PAD
        starts.append(len(text))
        text, end = text + token[0], token.end()
        text += "\n" if token[0].startswith("#") else ""
    starts.append(len(text) + len(_PAD))
    return text + _PAD + _STOP, starts


def _failure(text: str) -> int:
    """Offset of the furthest failure. The engine counts a keyword that did not match as read, by its
    length; gaps wider than any keyword keep the offset within its token's gap."""
    message = _error(text) or ""
    match = re.search(r"error at (\d+):(\d+)", message)
    if not match:
        return len(text)
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1


def _error(text: str) -> str | None:
    try:
        _EMPTY.query(text, base_iri="http://localhost/")
    except SyntaxError as error:
        return str(error)
    except (RuntimeError, OSError, ValueError):  # it parses, and fails later
        return None
    return None


def _unused(query: str) -> str:
    """A word as long as SERVICE that does not occur in the query."""
    low = query.lower()
    words = ("".join(letters) for letters in product("xqzjvkw", repeat=len(_WORD)))
    return next(word for word in words if word not in low)
