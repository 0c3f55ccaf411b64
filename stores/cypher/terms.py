"""Names in a Cypher text that a graph does not have, each with the nearest that it has: they would silently find nothing."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from govgraph.errors import QueryError
from govgraph.messages import _
from govgraph.stores.cypher.parts import Name, Parts
from govgraph.stores.cypher.rewrite import keys_of
from govgraph.stores.cypher.tokens import line_of
from govgraph.stores.cypher.vocabulary import Vocabulary, declared

#: Parts of dates, times, durations and points that are read like properties.
_PARTS = frozenset({
    "year", "quarter", "month", "week", "weekYear", "day", "dayOfWeek", "dayOfQuarter", "dayOfYear", "ordinalDay", "weekDay",
    "hour", "minute", "second", "millisecond", "microsecond", "nanosecond", "timezone", "offset", "epochSeconds", "epochMillis",
    "years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds",
    "x", "y", "z", "latitude", "longitude", "srid", "crs",
})  # fmt: skip


def unknown_terms(found: Parts, parameters: Mapping[str, Any], known: Vocabulary) -> Iterator[str]:
    """What is unknown among the labels, types, properties and given parameters, a line each."""
    classes, links, values = declared()
    yield from _names(found, found.labels, {*known.labels, *known.more}, classes, _LABEL)
    yield from _names(found, found.types, {*known.types, *known.more}, links, _TYPE)
    yield from _properties(found, parameters, known, values)
    for name in sorted(set(parameters) - set(found.parameters)):
        yield _("the query has no parameter ${name}{hint}").format(
            name=name, hint=nearest(name, found.parameters, "$")
        )


def missing_parameters(found: Parts, parameters: Mapping[str, Any]) -> None:
    """Raise QueryError for a parameter that the text asks for and nobody gave."""
    for name, token in found.parameters.items():
        if name not in parameters:
            raise QueryError(
                _("line {line}: ${name} is not given; add --param {name}=VALUE{hint}").format(
                    line=line_of(found.text, token.start), name=name, hint=nearest(name, parameters, "$")
                )
            )


_LABEL = (
    _("line {line}: there is no label {name}{hint}"),
    _("line {line}: nothing in this graph has the label {name}"),
)
_TYPE = (
    _("line {line}: there is no relationship type {name}{hint}"),
    _("line {line}: this graph has no relationship {name}"),
)
_PROPERTY = (
    _("line {line}: there is no property {name}{hint}"),
    _("line {line}: nothing in this graph has the property {name}"),
)


def _names(
    found: Parts, names: Collection[Name], have: Collection[str], may: Collection[str], words: tuple[str, str]
) -> Iterator[str]:
    for name in _once(names):
        if name.text not in have:
            line = line_of(found.text, name.token.start)
            hint = nearest(name.text, {*have, *may})
            yield words[name.text in may].format(line=line, name=name.text, hint=hint)


def _properties(
    found: Parts, parameters: Mapping[str, Any], known: Vocabulary, may: Collection[str]
) -> Iterator[str]:
    have, own = known.properties, {*found.keys, *keys_of(list(parameters.values()))}
    things = {**found.relationships, **found.nodes}
    for name in _once(found.properties):
        kinds = things.get(name.variable)
        if name.text in {*known.more, *own} or (kinds is None and name.text in _PARTS):
            continue
        if name.text not in have:
            yield from _names(found, [name], have, may, _PROPERTY)
        elif (
            kinds
            and any(kind in known.labels or kind in known.types for kind in kinds)
            and name.text not in known.of(kinds)
        ):
            yield _("line {line}: no {kinds} has {name}{who}").format(
                line=line_of(found.text, name.token.start), kinds="|".join(sorted(kinds)), name=name.text,
                who=_who(name.text, known, found, name),
            )  # fmt: skip


def _who(property_: str, known: Vocabulary, found: Parts, name: Name) -> str:
    """Who has a property instead."""
    among = known.labels if name.variable in found.nodes else known.types
    have = sorted(kind for kind, properties in among.items() if property_ in properties)
    shown = ", ".join(have[:4]) + (", …" if len(have) > 4 else "")
    return _("; it belongs to {shown}").format(shown=shown) if have else ""


def _once(names: Collection[Name]) -> Iterator[Name]:
    """Each name of each variable once, where it stands first."""
    seen: set[tuple[str, str]] = set()
    for name in names:
        if (name.text, name.variable) not in seen:
            seen.add((name.text, name.variable))
            yield name


def nearest(name: str, known: Collection[str], sign: str = "") -> str:
    """A hint at the nearest known name, whatever its capitals; empty where none is near."""
    by_small = {one.lower(): one for one in sorted(known)}
    near = difflib.get_close_matches(name.lower(), by_small, 1, 0.6)
    return _("; did you mean {near}?").format(near=sign + by_small[near[0]]) if near else ""
