"""Releases in what holds them: packages, records with compiled, embedded, linked or versioned releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_DEEPEST = 8  # packages in packages
_VERSION = {"releaseDate", "value"}
_HOLDERS = {"compiledRelease", "versionedRelease", "releases", "records"}
_LINK = {"url", "date", "tag"}  # a linked release has nothing else: its content would have to be fetched


def releases_in(value: object, depth: int = 0) -> Iterator[tuple[str, object]]:
    """The releases in a value, each with its place: itself, or those of the records and packages in it."""
    if depth > _DEEPEST:
        return
    if not isinstance(value, dict):
        yield "", value
        return
    if "id" in value and "date" in value and not value.keys() & _HOLDERS:  # what is versioned has neither
        yield "", value
        return
    records, embedded = value.get("records"), value.get("releases")
    if isinstance(records, list):
        for number, record in enumerate(records):
            yield from ((f"/records/{number}{place}", one) for place, one in releases_in(record, depth + 1))
        return
    known = {"ocid": value["ocid"]} if value.get("ocid") else {}
    compiled, versioned = value.get("compiledRelease"), value.get("versionedRelease")
    if isinstance(compiled, dict) and compiled:
        yield "/compiledRelease", {**known, **compiled}
    elif isinstance(embedded, list) and any(not _is_link(one) for one in embedded):
        for number, one in enumerate(embedded):
            yield f"/releases/{number}", {**known, **one} if isinstance(one, dict) else one
    elif isinstance(versioned, dict) and versioned:
        yield "/versionedRelease", {**known, **_object(latest(versioned))}
    elif not value.keys() & _HOLDERS:
        yield "", latest(value) if is_versioned(value) else value


def _is_link(value: object) -> bool:
    return isinstance(value, dict) and not value.keys() - _LINK


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def is_versioned(value: Mapping[str, object]) -> bool:
    """Whether this is a versioned release: its fields are lists of values with release dates."""
    return any(
        _is_history(value.get(name)) for name in ("initiationType", "language", "buyer", "tag", "date")
    ) or any(
        _is_history(inner)
        for name in ("tender", "buyer", "planning")
        for inner in _object(value.get(name)).values()
    )


def _is_history(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(v, dict) and v.keys() >= _VERSION for v in value)
    )


def latest(value: object, depth: int = 0) -> object:
    """A versioned release as it last stood: each field's last value."""
    if depth > 60:
        return None
    if isinstance(value, list):
        if _is_history(value):
            return max(value, key=lambda v: str(v["releaseDate"]))["value"]
        return [latest(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: latest(item, depth + 1) for key, item in value.items()}
    return value
