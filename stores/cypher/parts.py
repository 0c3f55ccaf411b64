"""What a Cypher text is made of: brackets and what they are, labels, types, properties and parameters that it names.

This is no parser: the engines have theirs. It tells brackets of patterns, maps, calls and subqueries apart, which
is enough to know what a name names, and passes over what it cannot make out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from govgraph.stores.cypher.tokens import Token, tokens

_OPEN, _CLOSE = "([{", ")]}"
#: Words after which a bracket opens no call of a function.
WORDS = frozenset({
    "MATCH", "OPTIONAL", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "RETURN", "WITH", "AS", "CALL", "EXISTS", "CASE", "WHEN",
    "THEN", "ELSE", "END", "BY", "DISTINCT", "UNWIND", "ON", "UNION", "CONTAINS", "STARTS", "ENDS", "IS", "ORDER", "SKIP",
    "LIMIT", "YIELD", "SHORTEST", "GROUPS", "MERGE", "CREATE", "SET", "DELETE", "REMOVE", "DETACH", "DESC", "ASC",
})  # fmt: skip
_SUBQUERY = ("EXISTS", "COUNT", "COLLECT", "CALL")


@dataclass(frozen=True, slots=True)
class Name:
    """A label, type or property that a text names, of the variable that it is said of ("" where that has no name)."""

    text: str
    token: Token
    variable: str = ""


@dataclass(slots=True)
class Bracket:
    """A pair of brackets by the places of its tokens; ``kind`` is call, node, relationship, map, pattern map (of a node or
    relationship), projection, subquery, list, index or other."""

    kind: str
    start: int
    end: int
    #: the variable of a pattern or projection, the function of a call in small letters
    name: str = ""


@dataclass(slots=True)
class Parts:
    """The parts of a Cypher text."""

    text: str
    tokens: list[Token]
    brackets: dict[int, Bracket] = field(default_factory=dict)
    #: for each closing bracket the one that it closes
    opening: dict[int, int] = field(default_factory=dict)
    #: for each token the opening bracket that it stands in, -1 for none
    inside: list[int] = field(default_factory=list)
    labels: list[Name] = field(default_factory=list)
    types: list[Name] = field(default_factory=list)
    properties: list[Name] = field(default_factory=list)
    #: keys of maps that the text itself makes, and those that it takes over from a thing (``n {.key}``)
    keys: set[str] = field(default_factory=set)
    projected: set[str] = field(default_factory=set)
    #: variables of patterns, with the labels or types that patterns give them
    nodes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    relationships: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def parameters(self) -> dict[str, Token]:
        """Parameters that the text asks for, each where it stands first."""
        found: dict[str, Token] = {}
        for token in self.tokens:
            if token.kind == "parameter":
                found.setdefault(token.text, token)
        return found

    def calls(self, *functions: str) -> Iterator[Bracket]:
        """Brackets of calls of these functions, in small letters."""
        return (b for b in self.brackets.values() if b.kind == "call" and b.name in functions)

    def source(self, first: int, last: int) -> str:
        """The text from one token up to before another."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def split(self, bracket: Bracket) -> list[tuple[int, int]]:
        """The places of a bracket's parts between its commas, as (first token, token after the last)."""
        found, first = [], bracket.start + 1
        for i in range(bracket.start + 1, bracket.end):
            if self.tokens[i].is_sign(",") and self.inside[i] == bracket.start:
                found.append((first, i))
                first = i + 1
        return [*found, (first, bracket.end)] if first < bracket.end else found

    def before(self, i: int, offset: int = 1) -> Token:
        """The token before another; an empty sign where there is none."""
        return self.tokens[i - offset] if i >= offset else _NONE

    def after(self, i: int, offset: int = 1) -> Token:
        """The token after another; an empty sign where there is none."""
        return self.tokens[i + offset] if i + offset < len(self.tokens) else _NONE


_NONE = Token("sign", "", 0, 0)


@lru_cache(maxsize=4)  # what checks, mends and explains a query asks for its parts one after the other
def parts(text: str) -> Parts:
    """Take a text apart; what cannot be made out is passed over. Whoever gets the parts only reads them."""
    found = Parts(text, tokens(text))
    _brackets(found)
    for i, token in enumerate(found.tokens):
        if token.is_sign(":"):
            _colon(found, i)
        elif token.is_sign(".") and found.after(i).kind == "name":
            _property(found, i)
    return found


def _brackets(found: Parts) -> None:
    open_: list[int] = []
    for i, token in enumerate(found.tokens):
        closing = token.kind == "sign" and token.text in _CLOSE and token.text
        if closing and open_ and found.tokens[open_[-1]].text == _OPEN[_CLOSE.index(token.text)]:
            found.opening[i] = open_.pop()
            found.brackets[found.opening[i]].end = i
        found.inside.append(open_[-1] if open_ else -1)
        if token.kind == "sign" and token.text in _OPEN and token.text:
            found.brackets[i] = _bracket(found, i)
            open_.append(i)


def _bracket(found: Parts, i: int) -> Bracket:
    token, before, after = found.tokens[i], found.before(i), found.after(i)
    last = len(found.tokens)
    if token.text == "[":
        relationship = before.is_sign("-") and found.before(i, 2).is_sign(")", "<")
        named = relationship and after.kind == "name"
        index = (before.kind in ("name", "parameter") and not before.is_word(*WORDS)) or before.is_sign(
            ")", "]", "}"
        )
        kind = "relationship" if relationship else "index" if index else "list"
        variable = after.text if named else ""
        if relationship:
            found.relationships[variable] |= set()
        return Bracket(kind, i, last, variable)
    if token.text == "(":
        if before.kind == "name" and not before.is_word(*WORDS):
            return Bracket("call", i, last, _called(found, i))
        following = found.after(i, 2 if after.kind == "name" else 1)
        if following.is_sign(":", "{", ")") or following.is_word("WHERE"):
            variable = after.text if after.kind == "name" and not after.is_word("WHERE") else ""
            found.nodes[variable] |= set()
            return Bracket("node", i, last, variable)
        return Bracket("other", i, last)
    return _brace(found, i)


def _called(found: Parts, i: int) -> str:
    name = found.before(i).text.lower()
    while found.before(i, 2).is_sign(".") and found.before(i, 3).kind == "name":
        name, i = f"{found.before(i, 3).text.lower()}.{name}", i - 2
    return name


def _brace(found: Parts, i: int) -> Bracket:
    last, before, holder = len(found.tokens), found.before(i), found.brackets.get(found.inside[i])
    if before.is_word(*_SUBQUERY) or (before.is_sign(")") and _closes_call_scope(found, i - 1)):
        return Bracket("subquery", i, last)
    if (
        holder
        and holder.kind in ("node", "relationship")
        and not any(
            token.is_word("WHERE") or token.is_sign("{") for token in found.tokens[holder.start + 1 : i]
        )
    ):
        return Bracket("pattern map", i, last, holder.name)
    if before.kind == "name" and not before.is_word(*WORDS):
        return Bracket("projection", i, last, before.text)
    return Bracket("map", i, last)


def _closes_call_scope(found: Parts, i: int) -> bool:
    opening = found.opening.get(i, 0)
    return found.before(opening).is_word("CALL")


def _colon(found: Parts, i: int) -> None:
    """A key of a map, or labels or types after it."""
    holder, before = found.brackets.get(found.inside[i]), found.before(i)
    opened = found.before(i, 2)
    is_key = before.kind in ("name", "string") and (opened.is_sign(",", "{"))
    if holder and is_key and holder.kind in ("map", "projection"):
        found.keys.add(before.text)
        return
    if holder and is_key and holder.kind == "pattern map":
        found.properties.append(Name(before.text, before, holder.name))
        return
    if holder and holder.kind == "relationship":
        for token in _names(found, i + 1, ("|", ":", "&", "!", "(")):
            found.types.append(Name(token.text, token, holder.name))
            found.relationships[holder.name].add(token.text)
        return
    in_node = bool(holder and holder.kind == "node" and (before.is_sign("(") or before.text == holder.name))
    variable = before.text if before.kind == "name" else ""
    names = [*_names(found, i + 1, ("|", "&", "!", "(", ":") if in_node else ("&", "!", ":"))]
    found.labels += [Name(token.text, token, variable) for token in names]
    negated = any(found.text[: token.start].rstrip().endswith("!") for token in names)
    if in_node and not negated:  # what is only known not to be has any property
        found.nodes[variable] |= {token.text for token in names}


def _names(found: Parts, i: int, joining: tuple[str, ...]) -> Iterator[Token]:
    """The names of a label expression that begins at a token; its groups only where brackets may join."""
    expected, depth = True, 0
    for token in found.tokens[i:]:
        if expected and token.kind == "name":
            yield token
            expected = False
        elif expected and token.is_sign("!") and "!" in joining:
            continue
        elif expected and token.is_sign("(") and "(" in joining:
            depth += 1
        elif not expected and token.is_sign(")") and depth:
            depth -= 1
        elif not expected and token.is_sign(*joining) and not token.is_sign("!", "("):
            expected = True
        else:
            return


def _property(found: Parts, i: int) -> None:
    """``x.name``, or ``.name`` of a projection; a part of a function's name is none."""
    token, before = found.after(i), found.before(i)
    if found.after(i, 2).is_sign("("):
        return
    holder = found.brackets.get(found.inside[i])
    if before.is_sign("{", ",") and holder and holder.kind == "projection":
        found.properties.append(Name(token.text, token, holder.name))
        found.projected.add(token.text)
        return
    if found.after(i, 2).is_sign(".") and found.after(i, 4).is_sign("("):
        return
    plain = before.kind == "name" and not found.before(i, 2).is_sign(".")
    found.properties.append(Name(token.text, token, before.text if plain else "?"))
