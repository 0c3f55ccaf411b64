"""Releases of one ocid, from whatever files, merged by the standard's rules (the library ocdsmerge).

Each statement of the compiled release is attributed to the newest release that says it, so a value still
stands in the file and at the place where it was printed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import ocdsmerge
import orjson
from ocdsmerge.exceptions import OCDSMergeError

from govgraph.errors import SourceError
from govgraph.graph.identity.versions import Merger, StoredVersion
from govgraph.graph.statements.entity import Row
from govgraph.loaders.cleaning import clean
from govgraph.loaders.ocds.merging_rules import alike, rules_of, tidy
from govgraph.loaders.ocds.release import ReleaseReader
from govgraph.loaders.ocds.stake_claims import StakeClaims

_MONEY = ("amount", "amountKind", "currency", "valueAddedTaxIncluded")
#: What the library raises on releases whose shapes it did not expect.
_FAULTS = (
    OCDSMergeError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def ocds_merger() -> Merger:
    """What makes one release of several of one ocid; the owners of all that it merges are judged together."""
    owned = StakeClaims()

    def merge(versions: Sequence[StoredVersion]) -> list[Row]:
        try:
            return _merge(versions, owned)
        except _FAULTS as error:
            raise SourceError(str(error)) from error

    return merge


def _merge(versions: Sequence[StoredVersion], owned: StakeClaims) -> list[Row]:
    """The rows of one compiled release, each from the newest release that states it."""
    releases: dict[str, dict[str, Any]] = {}
    said: dict[Row, Row] = {}
    for version in versions:
        release = {**orjson.loads(version.payload), "ocid": version.group}
        for row in _rows(release, version, StakeClaims()):
            said[row[:3]] = row
        releases[version.payload] = {
            **tidy(release),
            "date": version.moment,
        }  # so that it sorts as its moment does
    newest = versions[-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two objects with one id the last counts; reading told of it
        given = alike(list(releases.values()))
        compiled = ocdsmerge.Merger(merge_rules=rules_of(given)).create_compiled_release(given)
    compiled["date"] = orjson.loads(newest.payload).get("date")
    return list(_placed([*_rows(compiled, newest, owned)], said))


def _placed(rows: list[Row], said: dict[Row, Row]) -> Iterator[Row]:
    """Rows as the releases say them; an amount that an award takes from a bid stands where the bid's does."""
    prices = {row[2]: row for row in said.values() if row[1] == "amount"}
    new = [row for row in rows if row[:3] not in said]
    taken = {row[0]: prices[row[2]] for row in new if row[1] == "amount" and row[2] in prices}
    for row in rows:
        found = said.get(row[:3], row)
        if found is row and row[1] in _MONEY and row[0] in taken:
            source, locator = taken[row[0]][4:6]
            found = (*row[:4], source, locator, *row[6:])
        yield found


def _rows(release: dict[str, Any], version: StoredVersion, owned: StakeClaims) -> Iterator[Row]:
    reader = ReleaseReader(release, version.group, version.source, version.position, owned)
    for entity in reader.entities():
        clean(entity)  # reading told of it
        yield from entity.rows()
