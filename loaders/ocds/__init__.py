"""Open Contracting Data Standard 1.0 and 1.1: packages, records, releases, JSON lines, packed or not.

Every release (or compiled release of a record) becomes one record, stated by its ocid. Releases of one
ocid, in one file or several, are versions of one process: they are merged by the standard's rules when
the graph is built (``govgraph.loaders.ocds.merging``), from the payload kept here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from govgraph.loaders.base import About, Item, Record, Rejected, Version
from govgraph.loaders.io.json_stream import Package, read_json
from govgraph.loaders.ocds.owners import StakeClaims
from govgraph.loaders.ocds.parties import is_person
from govgraph.loaders.ocds.release import ReleaseReader
from govgraph.loaders.ocds.values import Json, moment, objects, printed_date, text
from govgraph.loaders.ocds.versions import releases_in
from govgraph.loaders.personal import drop_personal

NAME = "ocds"
LEAST: Mapping[str, int] = {"Project": 1}
_LISTS = frozenset({"releases", "records"})
_WORDS = (b'"ocid"', b'"releases"', b'"records"', b'"compiledRelease"')


def detect(path: Path, head: bytes) -> bool:
    """JSON that speaks of an ocid, or of releases or records near its beginning."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in (b"{", b"[") and any(word in head for word in _WORDS)


def read(path: Path, source: str) -> Iterator[Item]:
    """One record for each release; a record that holds none is rejected."""
    owned = StakeClaims()
    for piece in read_json(path, _LISTS):
        if isinstance(piece, Package):
            yield About(_about(piece.values))
            if piece.values.get("compiledRelease"):  # a record so long that it was read as a package
                yield from _read_value(piece.position, piece.values, source, owned)
        elif piece.flaw:
            yield Rejected.of(piece.position, piece.flaw, piece.text)
        else:
            yield from _read_value(piece.position, piece.value, source, owned)


def _read_value(position: str, value: object, source: str, owned: StakeClaims) -> Iterator[Item]:
    found = False
    for place, release in releases_in(value):
        found = True
        yield from _read_release(f"{position}{place}", release, source, owned)
    if not found:
        linked = isinstance(value, dict) and value.get("releases")
        reason = "its releases are links, and nothing is fetched" if linked else "holds no release"
        yield Rejected.of(position, reason, value)


def _read_release(position: str, given: object, source: str, owned: StakeClaims) -> Iterator[Item]:
    if not isinstance(given, dict):
        yield Rejected.of(position, "a release is no object", given)
        return
    ocid = given.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip():
        yield Rejected.of(position, "a release without ocid", given)
        return
    drop_personal(given)
    _drop_persons(given)
    ocid = ocid.strip()
    reader = ReleaseReader(given, ocid, source, position, owned)
    entities = reader.entities()
    yield from reader.rejected
    payload = orjson.dumps(given).decode()
    version = Version(ocid, moment(printed_date(given.get("date"))), text(given.get("id")), payload)
    yield Record(position, entities, key=payload, version=version)


def _drop_persons(release: Json) -> None:
    """Take the identifiers of natural persons from a release."""
    for party in objects(release.get("parties")):
        if not isinstance(party, dict) or not ("details" in party or "beneficialOwners" in party):
            continue
        owners = [one for one in objects(party.get("beneficialOwners")) if isinstance(one, dict)]
        for person in (*owners, *((party,) if is_person(party) else ())):
            for field in ("identifier", "additionalIdentifiers", "address"):
                person.pop(field, None)


def _about(package: Mapping[str, object]) -> dict[str, str]:
    """What a package says of itself."""
    publisher = package.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    date = str(package.get("publishedDate") or "")[:10]
    values = {"publisherName": name, "url": package.get("uri"), "licence": package.get("license")}
    if len(date) == 10 and date[4] == date[7] == "-":
        values["date"] = date
    return {key: text.strip() for key, text in values.items() if isinstance(text, str) and text.strip()}
