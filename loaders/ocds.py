"""Open Contracting Data Standard 1.0 and 1.1: packages, records, releases, JSON lines, packed or not.

Every release (or compiled release of a record) becomes one record, stated by its ocid. Releases of one
ocid, in one file or several, are versions of one process: they are merged by the standard's rules when
the graph is built (``govgraph.graph.ocds_merge``), from the payload kept here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from govgraph.loaders.base import About, Item, Record, Rejected, Version
from govgraph.loaders.json_stream import Package, Piece, read_json
from govgraph.loaders.ocds_release import ReleaseReader
from govgraph.loaders.personal import scrub

NAME = "ocds"
LEAST: Mapping[str, int] = {"Project": 1}
_LISTS = frozenset({"releases", "records"})


def detect(path: Path, head: bytes) -> bool:
    """JSON that speaks of an ocid, or of releases or records near its beginning."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in (b"{", b"[") and any(
        word in head for word in (b'"ocid"', b'"releases"', b'"records"', b'"compiledRelease"')
    )


def read(path: Path, source: str) -> Iterator[Item]:
    """One record for each release; a record that holds none is rejected."""
    for piece in read_json(path, _LISTS):
        if isinstance(piece, Package):
            yield About(_about(piece.values))
        elif piece.flaw:
            yield Rejected.of(piece.position, piece.flaw, piece.text)
        else:
            yield from _read_value(piece, source)


def _read_value(piece: Piece, source: str) -> Iterator[Item]:
    found = list(_releases(piece.value))
    if not found:
        yield Rejected.of(piece.position, "holds no release", piece.value)
    for place, release in found:
        yield from _read_release(f"{piece.position}{place}", release, source)


def _releases(value: object) -> Iterator[tuple[str, object]]:
    """The releases in a value: itself, or of a record its compiled, embedded or versioned release."""
    if not isinstance(value, dict):
        yield "", value
        return
    compiled, versioned = value.get("compiledRelease"), value.get("versionedRelease")
    embedded = value.get("releases")
    if not any(key in value for key in ("compiledRelease", "versionedRelease", "releases")):
        yield "", latest(value) if _is_versioned(value) else value
    elif isinstance(compiled, dict) and compiled:
        yield "/compiledRelease", {"ocid": value.get("ocid"), **compiled}
    elif isinstance(embedded, list) and any(
        isinstance(r, dict) and len(r.keys() - {"url", "date", "tag"}) for r in embedded
    ):
        for number, release in enumerate(embedded):
            known = {"ocid": value.get("ocid")} if value.get("ocid") else {}
            yield f"/releases/{number}", {**known, **release} if isinstance(release, dict) else release
    elif isinstance(versioned, dict):
        yield "/versionedRelease", latest(versioned)


def _is_versioned(value: Mapping[str, object]) -> bool:
    first = next(
        (v for k, v in value.items() if k in ("initiationType", "language") and isinstance(v, list)), None
    )
    return bool(first) and isinstance(first, list) and isinstance(first[0], dict) and "value" in first[0]


def latest(value: object, depth: int = 0) -> object:
    """A versioned release as it last stood: each field's last value."""
    if depth > 60:
        return None
    if isinstance(value, list):
        if value and all(isinstance(v, dict) and v.keys() >= {"releaseDate", "value"} for v in value):
            return max(value, key=lambda v: str(v["releaseDate"]))["value"]
        return [latest(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: latest(item, depth + 1) for key, item in value.items()}
    return value


def _read_release(position: str, release: object, source: str) -> Iterator[Item]:
    if not isinstance(release, dict):
        yield Rejected.of(position, "a release is no object", release)
        return
    ocid = release.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip():
        yield Rejected.of(position, "a release without ocid", release)
        return
    reader = ReleaseReader(release, ocid.strip(), source, position)
    entities = reader.entities()
    yield from reader.rejected
    payload = orjson.dumps(scrub(release)).decode()
    version = Version(ocid.strip(), str(release.get("date") or ""), str(release.get("id") or ""), payload)
    yield Record(position, entities, key=payload, version=version)


def _about(package: Mapping[str, object]) -> dict[str, str]:
    """What a package says of itself."""
    publisher = package.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    date = str(package.get("publishedDate") or "")[:10]
    values = {"publisherName": name, "url": package.get("uri"), "licence": package.get("license")}
    if len(date) == 10 and date[4] == date[7] == "-":
        values["date"] = date
    return {key: text.strip() for key, text in values.items() if isinstance(text, str) and text.strip()}
