"""Texts put so that every engine gives the same rows.

``labels(n)`` and ``keys(n)`` come in an order of the engine's own, so they are put in order: of labels the most specific
first, of keys that of the alphabet. The embedded engine also has two properties that nobody stated (``title``, the name,
and ``type``, a label), lacks some functions, takes `(COUNT {` for a node, and does not find a node by a relationship's value in its pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from govgraph.ontology.model import ontology
from govgraph.stores.cypher.parts import Bracket, Parts, parts
from govgraph.stores.cypher.tokens import Token

#: Properties that the embedded engine adds to every node and relationship.
GHOSTS = frozenset({"title", "type"})
_NOTHING = "`no such property`"
_LABELS, _KEYS = "govgraph_labels", "govgraph_keys"

_DEPTH = 4  # calls within calls that are put anew: each may stand several times in what is sent

_Call = Callable[[Sequence[str]], str]


def _ordered(function: str, known: str) -> _Call:
    def text(arguments: Sequence[str]) -> str:
        thing, call = arguments[0], f"{function}({arguments[0]})"
        return (
            f"(CASE WHEN {thing} IS NULL THEN null ELSE [l_ IN ${known} WHERE l_ IN {call}]"
            f" + [l_ IN {call} WHERE NOT l_ IN ${known} AND NOT l_ IN $govgraph_hidden] END)"
        )

    return text


_EVERYWHERE: Mapping[tuple[str, int], _Call] = {
    ("labels", 1): _ordered("labels", _LABELS),
    ("keys", 1): _ordered("keys", _KEYS),
}
_EMBEDDED: Mapping[tuple[str, int], _Call] = {
    ("lower", 1): lambda a: f"toLower({a[0]})",
    ("upper", 1): lambda a: f"toUpper({a[0]})",
    ("char_length", 1): lambda a: f"size({a[0]})",
    ("character_length", 1): lambda a: f"size({a[0]})",
    ("isempty", 1): lambda a: f"(size({a[0]}) = 0)",
    ("nullif", 2): lambda a: f"(CASE WHEN {a[0]} = {a[1]} THEN null ELSE {a[0]} END)",
    ("round", 1): lambda a: f"floor(({a[0]}) + 0.5)",  # the engine rounds halves away from nought
}


def rewritten(text: str, parameters: Mapping[str, Any], embedded: bool) -> tuple[str, dict[str, Any]]:
    """The text and parameters to send to an engine; the text is the very same where nothing has to be mended.

    Columns without an alias keep the names that the text as it was would give them.
    """
    found = parts(text)
    writer = _Writer(found, hidden_keys(found, parameters) if embedded else frozenset(), embedded)
    sent = writer.text(0, len(found.tokens))
    if not writer.changes:
        return text, dict(parameters)
    given = dict(parameters)
    if f"${_LABELS}" in sent or f"${_KEYS}" in sent:
        own = {*found.keys, *keys_of(list(parameters.values()))}
        given |= {
            _LABELS: _labels(),
            _KEYS: sorted({*_keys(), *own} - writer.hidden),
            "govgraph_hidden": sorted(writer.hidden),
        }
    return sent, given


def hidden_keys(found: Parts, parameters: Mapping[str, Any]) -> frozenset[str]:
    """Keys that can only be the embedded engine's own additions: no map of the text or of its parameters has them."""
    return GHOSTS - found.keys - found.projected - keys_of(list(parameters.values()))


def keys_of(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return {*map(str, value), *(key for one in value.values() for key in keys_of(one))}
    if isinstance(value, list | tuple):
        return {key for one in value for key in keys_of(one)}
    return set()


@cache
def _labels() -> list[str]:
    """All classes, the most specific first."""
    return [c.name for c in sorted(ontology().classes.values(), key=lambda c: (-len(c.lineage), c.name))]


@cache
def _keys() -> list[str]:
    model = ontology()
    own = {p.name for p in model.properties.values()} | {p.companion for p in model.properties.values()}
    return sorted({*own, "id", "sources", "locators", "disputed"} - {""})


class _Writer:
    """Writes a text anew, bracket by bracket."""

    def __init__(self, found: Parts, hidden: frozenset[str], embedded: bool) -> None:
        self._parts, self.hidden, self._embedded = found, hidden, embedded
        self._calls = {**_EVERYWHERE, **(_EMBEDDED if embedded else {})}
        self._called = {b.start: b for b in found.brackets.values() if b.kind == "call"}
        self._ends = dict(unnamed_columns(found))
        self._named = {name.token.start: name for name in found.properties}
        self.changes = self._depth = 0

    def text(self, first: int, last: int) -> str:
        """The tokens from one up to before another, with the space between them as it was."""
        out, i = "", first
        item = self.changes
        while i < last:
            if i > first:
                out += self._parts.text[self._parts.tokens[i - 1].end : self._parts.tokens[i].start]
            piece, following = self._piece(i, last)
            out, i = out + piece, following
            if i in self._ends and self.changes > item:
                out += f" AS {self._ends[i]}"
            if (
                i in self._ends
                or self._parts.before(i).is_sign(",")
                or self._parts.before(i).is_word("RETURN")
            ):
                item = self.changes
        return out

    def _piece(self, i: int, last: int) -> tuple[str, int]:
        token = self._parts.tokens[i]
        bracket = self._called.get(i + 1)
        if bracket and bracket.end < last and not token.quoted and not self._parts.before(i).is_sign("."):
            arguments = self._parts.split(bracket)
            call = self._calls.get((bracket.name, len(arguments)))
            if call and self._depth < _DEPTH:
                self.changes, self._depth = self.changes + 1, self._depth + 1
                texts = [self.text(*argument) for argument in arguments]
                self._depth -= 1
                return call(texts), bracket.end + 1
        if self._embedded:
            return self._mended(i)
        return self._parts.text[token.start : token.end], i + 1

    def _mended(self, i: int) -> tuple[str, int]:
        """A token as the embedded engine has to read it, and the place of the next."""
        token, holder = self._parts.tokens[i], self._parts.brackets.get(self._parts.inside[i])
        kind = holder.kind if holder else ""
        put = self._ghost(i, token, kind) or self._other_grammar(i, token, kind, holder)
        if put:
            self.changes += 1
            return put
        return self._parts.text[token.start : token.end], i + 1

    def _ghost(self, i: int, token: Token, kind: str) -> tuple[str, int] | None:
        """``n.type``, ``n {.type}`` and ``n['type']`` are null: nobody stated them."""
        found, before = self._parts, self._parts.before(i)
        projected = kind == "projection" and found.before(i, 2 if before.is_sign(".") else 1).is_sign(
            "{", ","
        )
        if projected and token.is_sign(".") and found.after(i).text in GHOSTS:
            return f"{found.after(i).text}: null", i + 2
        if token.text not in self.hidden:
            return None
        if token.start in self._named:
            return _NOTHING, i + 1
        if token.kind == "string" and kind == "index" and before.is_sign("[") and found.after(i).is_sign("]"):
            return "'no such property'", i + 1
        return None

    def _other_grammar(
        self, i: int, token: Token, kind: str, holder: Bracket | None
    ) -> tuple[str, int] | None:
        found, before = self._parts, self._parts.before(i)
        if token.is_sign("&") and holder and kind == "node" and _plain_labels(found, holder):
            return ":", i + 1
        if token.is_word("COUNT") and before.is_sign("(") and found.after(i).is_sign("{"):
            return f"0 + {token.text}", i + 1
        of_relationship = kind == "pattern map" and before.is_sign(":") and token.text in found.relationships
        if of_relationship and found.after(i).is_sign(".") and found.after(i, 3).is_sign(",", "}"):
            return f"coalesce({found.source(i, i + 3)})", i + 3
        return None


def _plain_labels(found: Parts, node: Bracket) -> bool:
    """Whether a node's label expression joins names by ``&`` alone."""
    inner = found.tokens[node.start + 1 : node.end]
    stop = next((k for k, token in enumerate(inner) if token.is_sign("{")), len(inner))
    return not any(token.is_sign("|", "!", "%", "(") for token in inner[:stop])


def unnamed_columns(found: Parts) -> list[tuple[int, str]]:
    """Where items of the outermost RETURN end that have no alias, each with the name that its column then has."""
    ends = []
    for i, token in enumerate(found.tokens):
        if token.is_word("RETURN") and found.inside[i] < 0:
            first = i + (2 if found.after(i).is_word("DISTINCT") else 1)
            for one, end in _items(found, first, found.inside[i]):
                aliased = end - one > 2 and found.tokens[end - 2].is_word("AS")
                if one < end and not aliased and not found.tokens[one].is_sign("*"):
                    ends.append((end, "`" + found.source(one, end).replace("`", "``") + "`"))
    return ends


def _items(found: Parts, first: int, inside: int) -> list[tuple[int, int]]:
    items, start = [], first
    for i in range(first, len(found.tokens) + 1):
        token = found.tokens[i] if i < len(found.tokens) else None
        here = token is not None and found.inside[i] == inside
        ended = (
            token is None
            or (here and token.is_word("ORDER", "SKIP", "LIMIT", "OFFSET", "UNION"))
            or i == _end(found, inside)
        )
        if ended or (here and token is not None and token.is_sign(",", ";")):
            items.append((start, i))
            start = i + 1
        if ended:
            break
    return items


def _end(found: Parts, inside: int) -> int:
    return found.brackets[inside].end if inside >= 0 else len(found.tokens)
