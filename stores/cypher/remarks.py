"""What Cypher engines answer differently and no rewriting mends: it is said, with what to write instead.

docs/cypher.md has the whole list. A text that gets no remark here gives the same rows on the embedded engine and on
Neo4j: tests/cypher holds that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from govgraph.graph.graph import Column
from govgraph.messages import Message, _
from govgraph.stores.cypher.parts import Bracket, Parts
from govgraph.stores.cypher.rewrite import GHOSTS, hidden_keys
from govgraph.stores.cypher.tokens import Token, line_of
from govgraph.stores.cypher.vocabulary import Vocabulary

_SMALL = frozenset({"stake", "stakeMin", "stakeMax", "score"})  # numbers that are never so big
_COMPARED = ("=", "<>", "<", ">", "<=", ">=")
_OWN_NUMBER = _("{word}() is the engine's own number, another on each: use n.id")
_BETWEEN = _("duration.between() is counted differently: use duration.inMonths() or duration.inDays()")
_DATE = _("{word} is a date, compared with a text: write date('2019-01-31')")
_LIST = _("{word} is a list: write 'x' IN n.{word}, or any(one IN n.{word} WHERE one CONTAINS 'x')")
_NUMBER = _(
    "{word} is a number with a fraction, put as text differently from 10,000,000 on: return the number itself"
)
_UNORDERED = _("the items of {word} come in the engine's own order: sort before, WITH … ORDER BY …")
_ANY_ROWS = _("{word} without ORDER BY takes any rows: put ORDER BY before it")
_ONE_OF_MANY = _("of paths of equal length each engine takes one: allShortestPaths() gives them all")
_ENDLESS = _("a path without an upper bound ends after 10 steps on the embedded engine: write *1..8")
_GHOST = _(
    "this query has a key {word} of its own, so the embedded engine shows its own {word} too: name the keys you want"
)


def remarks(
    found: Parts, parameters: Mapping[str, Any], known: Vocabulary, *, lists: bool = True
) -> list[Message]:
    """What engines answer differently in a text, one line each, in the order of the text.

    Without ``lists`` nothing is said of the order of lists: a saved question's are sorted afterwards.
    """
    said = {
        (token.start, words.format(word=token.text))
        for token, words in _differences(found, parameters, known)
        if lists or words is not _UNORDERED
    }
    return [
        _("line {line}: {what}").format(line=line_of(found.text, start), what=what)
        for start, what in sorted(said)
    ]


def _differences(
    found: Parts, parameters: Mapping[str, Any], known: Vocabulary
) -> Iterator[tuple[Token, Message]]:
    for bracket in found.calls("id", "elementid"):
        yield found.before(bracket.start), _OWN_NUMBER
    for bracket in found.calls("duration.between"):
        yield found.before(bracket.start), _BETWEEN
    yield from _values(found, parameters, known)
    yield from _orders(found)
    yield from _paths(found)
    for name in GHOSTS - hidden_keys(found, parameters):
        everything = [found.before(b.start) for b in found.calls("properties")]
        everything += [
            t for i, t in enumerate(found.tokens) if t.is_sign("*") and found.before(i).is_sign(".")
        ]
        read = [
            one.token
            for one in found.properties
            if one.text == name and one.variable in {*found.nodes, *found.relationships}
        ]
        yield from ((Token("name", name, token.start, token.end), _GHOST) for token in [*everything, *read])


def _values(
    found: Parts, parameters: Mapping[str, Any], known: Vocabulary
) -> Iterator[tuple[Token, Message]]:
    """Properties, and variables that only rename one, used as what they are not."""
    for i, token, column in _uses(found, known.properties):
        before, after, following = _before_value(found, i), found.after(i), found.after(i, 2)
        if column.many:
            if after.is_word("CONTAINS", "STARTS", "ENDS"):
                yield token, _LIST
        elif column.kind == "date":
            other = (
                following
                if after.is_sign(*_COMPARED)
                else before[1]
                if before[0].is_sign(*_COMPARED)
                else None
            )
            if other and _is_text(other, parameters):
                yield token, _DATE
        elif column.kind == "decimal" and column.name not in _SMALL:
            holder = found.brackets.get(found.inside[i])
            as_text = holder and holder.kind == "call" and holder.name in ("tostring", "tostringornull")
            added = [two for sign, two in ((after, following), before) if sign.is_sign("+", "||")]
            if as_text or any(one.kind == "string" for one in added):
                yield token, _NUMBER


def _uses(found: Parts, columns: Mapping[str, Column]) -> Iterator[tuple[int, Token, Column]]:
    """Each use of a property, or of a variable that renames one: the place of its last token, and what it holds."""
    places = {name.token.start: columns[name.text] for name in found.properties if name.text in columns}
    renamed: dict[str, Column] = {}
    for i, token in enumerate(found.tokens):
        if token.start in places:
            yield i, token, places[token.start]
            first = found.before(i, 3)
            alone = first.is_sign(",", "{") or first.is_word("WITH", "RETURN", "DISTINCT")
            if alone and found.after(i).is_word("AS"):
                renamed[found.after(i, 2).text] = places[token.start]
        elif token.kind == "name" and token.text in renamed and not found.before(i).is_sign(".", ":"):
            yield i, token, renamed[token.text]


def _before_value(found: Parts, i: int) -> tuple[Token, Token]:
    """The two tokens before a value that ends at a place: ``x . name`` or a variable alone."""
    first = i - 2 if found.before(i).is_sign(".") else i
    return found.before(first), found.before(first, 2)


def _is_text(token: Token, parameters: Mapping[str, Any]) -> bool:
    return token.kind == "string" or (
        token.kind == "parameter" and isinstance(parameters.get(token.text), str | date)
    )


def _orders(found: Parts) -> Iterator[tuple[Token, Message]]:
    """What is cut or collected without having been put in order."""
    ordered_at = clause = matched = -1
    for i, token in enumerate(found.tokens):
        if token.is_word("ORDER") and found.after(i).is_word("BY"):
            ordered_at = i
        elif token.is_word("WITH", "RETURN") and not found.before(i).is_word("STARTS", "ENDS"):
            clause = i
        elif token.is_word("MATCH"):
            matched = i
        elif token.is_word("LIMIT", "SKIP") and not _is_key(found, i) and ordered_at < clause:
            yield token, _ANY_ROWS
        elif (
            token.is_word("COLLECT")
            and found.after(i).is_sign("(")
            and ordered_at < 0 <= matched
            and not _is_counted(found, i)
        ):
            yield token, _UNORDERED
    for bracket in found.brackets.values():
        pattern = [found.brackets.get(bracket.start + offset) for offset in (1, 3)]  # [( … or [path = ( …
        of_pattern = bracket.kind in ("list", "index") and any(one and one.kind == "node" for one in pattern)
        if of_pattern and _has_bar(found, bracket) and not _is_counted(found, bracket.start):
            yield Token("sign", "[(…)--(…) | …]", found.tokens[bracket.start].start, 0), _UNORDERED


def _is_counted(found: Parts, i: int) -> bool:
    holder = found.brackets.get(found.inside[i])
    return holder is not None and holder.kind == "call" and holder.name == "size"


def _has_bar(found: Parts, bracket: Bracket) -> bool:
    start, end = bracket.start, min(bracket.end, len(found.tokens))
    return any(found.tokens[i].is_sign("|") and found.inside[i] == start for i in range(start, end))


def _is_key(found: Parts, i: int) -> bool:
    return found.after(i).is_sign(":") or found.before(i).is_word("AS") or found.before(i).is_sign(".")


def _paths(found: Parts) -> Iterator[tuple[Token, Message]]:
    for bracket in found.calls("shortestpath"):
        named = found.before(bracket.start, 2).is_sign("=") and found.before(bracket.start, 3)
        if named and any(
            _shows_path(found, i)
            for i, t in enumerate(found.tokens)
            if t.kind == "name" and t.text == named.text
        ):
            yield found.before(bracket.start), _ONE_OF_MANY
    for i, token in enumerate(found.tokens):
        holder = found.brackets.get(found.inside[i])
        if token.is_sign("*") and holder and holder.kind == "relationship":
            bounded = found.after(i).kind == "number" and not (
                found.after(i, 2).is_sign("..") and found.after(i, 3).kind != "number"
            )
            bounded = bounded or (found.after(i).is_sign("..") and found.after(i, 2).kind == "number")
            outer = found.brackets.get(found.inside[holder.start])
            if not bounded and not (outer and outer.kind == "call"):
                yield token, _ENDLESS


def _shows_path(found: Parts, i: int) -> bool:
    """Whether more than the length of a path is used."""
    holder = found.brackets.get(found.inside[i])
    harmless = holder is not None and holder.kind == "call" and holder.name == "length"
    return not (harmless or found.after(i).is_sign("=") or found.after(i).is_word("IS"))
