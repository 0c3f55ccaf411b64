"""Open Contracting Data Standard 1.0 and 1.1: packages, records, releases, JSON lines, packed or not.

Every release (or compiled release of a record) becomes one record, stated by its ocid. Releases of one
ocid, in one file or several, are versions of one process: they are merged by the standard's rules when
the graph is built (``govgraph.loaders.ocds.merging``), from the payload kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import orjson

from govgraph.graph.identity.versions import Merger
from govgraph.graph.statements.lexical import is_date
from govgraph.loaders.base import About, Item, Record, Rejected, Version
from govgraph.loaders.io.files import head_of, holds, starts_json
from govgraph.loaders.io.json_stream import Package, read_json
from govgraph.loaders.ocds.persons import drop_persons
from govgraph.loaders.ocds.release import ReleaseReader
from govgraph.loaders.ocds.stake_claims import StakeClaims
from govgraph.loaders.ocds.values import moment, printed_date, text
from govgraph.loaders.ocds.versions import releases_in
from govgraph.loaders.personal import drop_personal
from govgraph.messages import _

LEAST: Mapping[str, int] = {"Project": 1}
_LISTS = frozenset({"releases", "records"})
_AMOUNTS = re.compile(
    r'"(?:maximumValue|estimatedValue|minValue|amountNet|amountGross|valueAddedTaxIncluded)"'
)
_COMPILED = re.compile(rb'"compiledRelease"\s*:')
_MARK = re.compile(rb'"ocid"\s*:')
_WORDS = (b'"ocid"', b'"releases"', b'"records"', b'"compiledRelease"')


def detect(stream: BinaryIO, name: str) -> bool:
    """JSON that has an ocid, or speaks of releases or records near its beginning."""
    head = head_of(stream)
    return starts_json(head) and (any(word in head for word in _WORDS) or holds(stream, _MARK))


def read(stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
    """One record for each release; a record that holds none is rejected."""
    owned, compiled = StakeClaims(), _compiled(stream)
    for piece in read_json(stream, _LISTS):
        if compiled and piece.position.rpartition("/releases/")[0] in compiled:
            continue
        if isinstance(piece, Package):
            yield About(_about(piece.values))
            if piece.values.get("compiledRelease"):  # a record so long that it was read as a package
                yield from _read_value(piece.position, piece.values, source, owned)
        elif piece.flaw:
            yield Rejected.of(piece.position, piece.flaw, piece.text)
        else:
            if isinstance(piece.value, dict) and piece.value.keys() >= {"publisher", "compiledRelease"}:
                yield About(_about(piece.value))
            yield from _read_value(piece.position, piece.value, source, owned)


def _compiled(stream: BinaryIO) -> frozenset[str]:
    """The documents of a file that are so long that they are read as packages, and are records.

    Their releases come before what was compiled of them, so the file is read once more to know it.
    """
    first = next(read_json(stream, _LISTS), None)
    if first is None or "/releases/" not in first.position or not holds(stream, _COMPILED):
        return frozenset()
    pieces = read_json(stream, _LISTS)
    return frozenset(p.position for p in pieces if isinstance(p, Package) and p.values.get("compiledRelease"))


def merger() -> Merger:
    """What makes one release of the releases of one ocid."""
    from govgraph.loaders.ocds.merging import ocds_merger  # it is needed by a build alone

    return ocds_merger()


def _read_value(position: str, value: object, source: str, owned: StakeClaims) -> Iterator[Item]:
    found = False
    for place, release in releases_in(value):
        found = True
        yield from _read_release(f"{position}{place}", release, source, owned)
    if not found:
        linked = isinstance(value, dict) and value.get("releases")
        reason = _("its releases are links, and nothing is fetched") if linked else _("holds no release")
        yield Rejected.of(position, reason, value)


def _read_release(position: str, given: object, source: str, owned: StakeClaims) -> Iterator[Item]:
    if not isinstance(given, dict):
        yield Rejected.of(position, _("a release is no object"), given)
        return
    ocid = given.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip():
        yield Rejected.of(position, _("a release without ocid"), given)
        return
    drop_persons(given)
    drop_personal(given)
    ocid = ocid.strip()
    reader = ReleaseReader(given, ocid, source, position, owned)
    entities = reader.entities()
    payload = orjson.dumps(given).decode()
    if _AMOUNTS.search(payload):
        reader.amounts_not_read(given)
    yield from reader.rejected
    version = Version(ocid, moment(printed_date(given.get("date"))), text(given.get("id")), payload)
    yield Record(position, entities, key=payload, version=version)


def _about(package: Mapping[str, object]) -> dict[str, str]:
    """What a package says of itself."""
    publisher = package.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    date = text(package.get("publishedDate"))[:10]
    values = {"publisherName": name, "url": package.get("uri"), "licence": package.get("license")}
    if is_date(date):
        values["date"] = date
    return {key: stated for key, value in values.items() if (stated := text(value))}
