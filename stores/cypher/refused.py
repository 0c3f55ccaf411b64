"""What the embedded engine refuses and Neo4j takes, with what to write instead; docs/cypher.md shows each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from govgraph.messages import Message, _
from govgraph.stores.cypher.parts import Parts
from govgraph.stores.cypher.tokens import Token

_COMPARED = ("=", "<>", "<", ">", "<=", ">=")


def way_round(text: Parts) -> Message | None:
    """What to write instead of the first thing in a text that the engine refuses; None where nothing known is in it."""
    return next((words for _place, words in ways_round(text)), None)


def ways_round(text: Parts) -> Iterator[tuple[Token, Message]]:
    """All things in a text that the engine refuses, each with what to write instead."""
    for i, token in enumerate(text.tokens):
        yield from ((token, words) for is_it, words in _FORMS if is_it(text, i))
    for bracket in text.brackets.values():
        name = bracket.name if bracket.kind == "call" else ""
        plugin = name.startswith(("apoc.", "gds."))
        if plugin or name in _FUNCTIONS:
            instead = _("plugins are not everywhere") if plugin else _FUNCTIONS[name]
            token = text.before(bracket.start)
            yield token, _("{word}() is not in it: {instead}").format(word=token.text, instead=instead)


def _in_pattern(text: Parts, i: int) -> bool:
    holder = text.brackets.get(text.inside[i])
    return holder is not None and holder.kind in ("node", "relationship")


def _is_label_sign(text: Parts, i: int) -> bool:
    token, before = text.tokens[i], text.before(i)
    return token.is_sign("!", "%", "&") and (
        _in_pattern(text, i) or before.is_sign(":") or text.before(i, 2).is_sign(":")
    )


def _is_quantifier(text: Parts, i: int) -> bool:
    token, before = text.tokens[i], text.before(i)
    braces = token.is_sign("{") and (text.after(i).kind == "number" or text.after(i).is_sign(","))
    return (braces and before.is_sign(">", "-", ")")) or (
        token.is_sign("+") and before.is_sign(">") and text.after(i).is_sign("(")
    )


def _is_chain(text: Parts, i: int) -> bool:
    following = 4 if text.after(i, 2).is_sign(".") else 2  # a value in between may be x.name
    compared = text.tokens[i].is_sign(*_COMPARED) and text.after(i, following).is_sign(*_COMPARED)
    return compared and text.after(i).kind != "sign"


_FORMS: Sequence[tuple[Callable[[Parts, int], bool], Message]] = (
    (
        lambda text, i: text.tokens[i].is_word("COLLECT") and text.after(i).is_sign("{"),
        _("COLLECT { } is not in it: write CALL (n) { MATCH … WITH … ORDER BY … RETURN collect(…) AS list }"),
    ),
    (
        lambda text, i: text.tokens[i].is_word("WHERE") and _in_pattern(text, i),
        _("a WHERE inside a pattern is not in it: put it after the pattern"),
    ),
    (_is_label_sign, _("label expressions are not in it: write WHERE n:A AND NOT n:B")),
    (_is_quantifier, _("quantified paths are not in it: write [:TYPE*1..3]")),
    (
        lambda text, i: text.tokens[i].is_word("SHORTEST"),
        _("SHORTEST is not in it: write shortestPath((a)-[*1..4]-(b)) or allShortestPaths(…)"),
    ),
    (_is_chain, _("a chain of comparisons is not in it: write a <= x AND x < b")),
)
_SORTED = _("sort and take one by its place: WITH x ORDER BY x WITH collect(x) AS xs RETURN xs[size(xs) / 2]")
_FUNCTIONS: Mapping[str, Message] = {
    "percentilecont": _SORTED,
    "percentiledisc": _SORTED,
    "stdev": _("write sqrt((sum(x * x) - count(x) * avg(x) ^ 2) / (count(x) - 1))"),
    "stdevp": _("write sqrt(avg(x * x) - avg(x) ^ 2)"),
    "tostringlist": _("write [one IN list | toString(one)]"),
    "tointegerlist": _("write [one IN list | toInteger(one)]"),
    "tofloatlist": _("write [one IN list | toFloat(one)]"),
    "timestamp": _("give the moment as a parameter"),
    "point": _("the graph has no places"),
}
