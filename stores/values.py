"""The one form in which values come from every engine: what JSON can hold, and nothing that is an engine's own.

    node           {"labels": [the most specific first], "properties": {…}}
    relationship   {"type": …, "start": id, "end": id, "properties": {…}}
    path           {"nodes": […], "relationships": […]}
    dates, times and durations are ISO texts; keys stand in the order of the alphabet; what is no number
    (Infinity, NaN) is null, as one engine gives it and JSON cannot hold it

Ends are ids of things; a node that has none (another's, in a Neo4j that is shared) has the engine's id.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeGuard

from govgraph.ontology.model import ontology

Value = Any
#: Finds the ids of nodes by the engine's own ids.
Find = Callable[[Collection[Any]], Mapping[Any, str]]

_DURATION = ({"months", "days", "seconds"}, {"months", "days", "seconds", "nanoseconds"})
_PLAIN = frozenset({str, int, bool, type(None)})
_DIGITS = 15  # of a float: sums that were added up in another order are the same


def node(labels: Iterable[str], properties: Mapping[str, Any]) -> dict[str, Any]:
    """A node in the one form."""
    return {
        "labels": sorted(labels, key=lambda label: (-_depth(label), label)),
        "properties": dict(sorted(properties.items())),
    }


def relationship(type_: str, start: str, end: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A relationship in the one form."""
    return {"type": type_, "start": start, "end": end, "properties": dict(sorted(properties.items()))}


def is_node(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value in the one form is a node."""
    return isinstance(value, Mapping) and set(value) == {"labels", "properties"}


def is_relationship(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value in the one form is a relationship."""
    return isinstance(value, Mapping) and set(value) == {"type", "start", "end", "properties"}


def is_path(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value in the one form is a path."""
    return isinstance(value, Mapping) and set(value) == {"nodes", "relationships"}


def embedded_rows(
    rows: Iterable[Sequence[Any]], find: Find, hidden: Collection[str]
) -> list[tuple[Value, ...]]:
    """The embedded engine's rows in the one form; maps lose the keys that are ``hidden``, the engine's own additions."""
    found = [tuple(row) for row in rows]
    ids = _ends(found, _embedded_ends, find)

    def plain(value: Any) -> Value:
        if isinstance(value, dict):
            if set(value) == {"id", "labels", "properties"}:
                return node(value["labels"], _without(value["properties"], hidden, plain))
            if set(value) == {"id", "start", "end", "type", "properties"}:
                start, end = (ids.get(value[key], str(value[key])) for key in ("start", "end"))
                return relationship(value["type"], start, end, _without(value["properties"], hidden, plain))
            if set(value) in _DURATION:
                return duration(**value)
            return _without(value, hidden, plain)
        return [plain(item) for item in value] if isinstance(value, list | tuple) else scalar(value)

    return [_row(row, plain) for row in found]


def neo4j_rows(rows: Iterable[Sequence[Any]], find: Find) -> list[tuple[Value, ...]]:
    """Neo4j's rows in the one form."""
    found = [tuple(row) for row in rows]
    ids = _ends(found, _neo4j_ends, find)

    def plain(value: Any) -> Value:
        if isinstance(value, dict):
            return {key: plain(value[key]) for key in sorted(value)}
        if hasattr(value, "iso_format"):
            parts = ("months", "days", "seconds", "nanoseconds")
            if hasattr(value, "months"):
                return duration(*(getattr(value, part) for part in parts))
            return _iso(value.iso_format())
        if hasattr(value, "relationships"):  # a path; it also is an iterable
            return {
                "nodes": [plain(n) for n in value.nodes],
                "relationships": [plain(r) for r in value.relationships],
            }
        if _is_neo4j(value, "start_node"):
            start, end = (ids.get(n.element_id, n.element_id) for n in value.nodes)
            return relationship(value.type, start, end, {key: plain(one) for key, one in value.items()})
        if _is_neo4j(value, "labels"):
            return node(value.labels, {key: plain(one) for key, one in value.items()})
        return [plain(item) for item in value] if isinstance(value, list | tuple) else scalar(value)

    return [_row(row, plain) for row in found]


def scalar(value: Any) -> Value:
    """A value that holds no others."""
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    return _iso(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def duration(months: int = 0, days: int = 0, seconds: int = 0, nanoseconds: int = 0) -> str:
    """A duration as ISO text: P1M2DT3.5S."""
    of_time = f"{seconds + nanoseconds / 1e9:.9f}".rstrip("0").rstrip(".") if nanoseconds else str(seconds)
    text = "".join(f"{number}{unit}" for number, unit in ((months, "M"), (days, "D")) if number)
    text += f"T{of_time}S" if seconds or nanoseconds else ""
    return f"P{text}" if text else "PT0S"


def order(value: Value) -> tuple[Any, ...]:
    """A key that sorts values of all kinds, nulls last."""
    if value is None:
        return (9,)
    if isinstance(value, bool):
        return (1, value)
    if isinstance(value, int | float):
        return (2, value)
    if isinstance(value, str):
        return (3, value)
    if isinstance(value, Mapping):
        return (5, [(key, order(one)) for key, one in value.items()])
    return (4, [order(one) for one in value])


def _iso(text: str) -> str:
    """A time without empty parts of a second, UTC as Z."""
    text = text.replace("+00:00", "Z")
    whole, dot, rest = text.partition(".")
    if not dot:
        return text
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    kept = digits.rstrip("0")
    return whole + (f".{kept}" if kept else "") + rest[len(digits) :]


def _without(
    value: Mapping[str, Any], hidden: Collection[str], plain: Callable[[Any], Value]
) -> dict[str, Value]:
    return {key: plain(value[key]) for key in sorted(value) if key not in hidden}


def _embedded_ends(value: Any) -> set[Any]:
    whole = isinstance(value, dict) and set(value) == {"id", "start", "end", "type", "properties"}
    return {value["start"], value["end"]} if whole else set()


def _neo4j_ends(value: Any) -> set[Any]:
    return {n.element_id for n in value.nodes} if _is_neo4j(value, "start_node") else set()


def _is_neo4j(value: Any, part: str) -> bool:
    return hasattr(value, "element_id") and hasattr(value, part)


def _row(row: tuple[Any, ...], plain: Callable[[Any], Value]) -> tuple[Value, ...]:
    return row if _PLAIN.issuperset(map(type, row)) else tuple(map(plain, row))


def _ends(rows: Iterable[tuple[Any, ...]], of: Callable[[Any], set[Any]], find: Find) -> Mapping[Any, str]:
    """Ids of the nodes at the ends of all relationships in rows."""
    ends: set[Any] = set()

    def collect(value: Any) -> None:
        ends.update(of(value))
        inner = value.relationships if hasattr(value, "relationships") else value
        if isinstance(inner, Mapping):
            inner = list(inner.values())
        for one in inner if isinstance(inner, list | tuple) else ():
            if type(one) not in _PLAIN:
                collect(one)

    for row in rows:
        if not _PLAIN.issuperset(map(type, row)):
            collect(row)
    return find(ends) if ends else {}


@cache
def _depth(label: str) -> int:
    kind = ontology().classes.get(label)
    return len(kind.lineage) if kind else 0
