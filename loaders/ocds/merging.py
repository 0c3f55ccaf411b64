"""Releases of one ocid, from whatever files, merged by the standard's rules (the library ocdsmerge).

Only ocids of which several different releases were read are touched. Their releases' own statements
give way to those of the compiled release; each is attributed to the newest release that says it, so a
value still stands in the file and at the place where it was printed. Releases that cannot be merged are
left out of the graph, and told in ``unmerged.jsonl`` of the build.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import orjson
from ocdsmerge import Merger
from ocdsmerge.exceptions import OCDSMergeError

from govgraph.graph.statements.entity import Row
from govgraph.loaders.ocds.merging_rules import alike, rules_of, tidy
from govgraph.loaders.ocds.owners import StakeClaims
from govgraph.loaders.ocds.release import ReleaseReader

UNMERGED = "unmerged.jsonl"

#: group, moment, id, source, position, payload
_Version = tuple[str, str, str, str, str, str]

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

_SEVERAL = """
CREATE TABLE several AS SELECT "group" FROM version GROUP BY "group" HAVING count(DISTINCT payload) > 1;
CREATE VIEW superseded AS SELECT DISTINCT source, position FROM version WHERE "group" IN (FROM several);
"""
# Of releases of one moment the one with the later id counts; ids are mostly numbers with something before them.
_VERSIONS = """
SELECT "group", moment, id, source, position, payload FROM version WHERE "group" IN (FROM several)
ORDER BY "group", moment, length(id), id, source, length(position), position, payload"""


def find_several(database: duckdb.DuckDBPyConnection) -> None:
    """From the table ``version`` make ``several`` (ocids to merge) and ``superseded`` (their releases)."""
    database.execute(_SEVERAL)


def merged_rows(database: duckdb.DuckDBPyConnection, unmerged: Path) -> Iterator[Row]:
    """The statements of the compiled releases, one ocid after the other; ``unmerged`` gets the others."""
    owned = StakeClaims()
    for _, versions in groupby(_stream(database.cursor().execute(_VERSIONS)), itemgetter(0)):
        same = list(versions)
        try:
            yield from _merge(same, owned)
        except _FAULTS as error:
            with unmerged.open("a", encoding="utf-8") as out:
                out.writelines(_told(version, error) for version in same)


def unmerged_line(build: Path) -> str:
    """How many processes the last build left out, empty where none."""
    path = build / UNMERGED
    if not path.exists():
        return ""
    ocids = {json.loads(line)["ocid"] for line in path.read_text("utf-8").splitlines()}
    return f"left out: {len(ocids)} processes whose releases cannot be merged; see {path}"


def _told(version: _Version, error: Exception) -> str:
    """A line of the shape of the quarantine's, so that a correction can be loaded."""
    ocid, _, _, source, position, payload = version
    reason = f"cannot be merged with the other releases of its ocid: {error}"
    line = {"format": "ocds", "source": source, "file": "", "position": position, "reason": reason,
            "whole": True, "ocid": ocid, "record": payload}  # fmt: skip
    return json.dumps(line, ensure_ascii=False) + "\n"


def _stream(cursor: duckdb.DuckDBPyConnection) -> Iterator[_Version]:
    while rows := cursor.fetchmany(1_000):
        yield from rows


def _merge(versions: list[_Version], owned: StakeClaims) -> list[Row]:
    """The rows of one compiled release, each from the newest release that states it."""
    releases: dict[str, dict[str, Any]] = {}
    said: dict[Row, Row] = {}
    for version in versions:
        release = {**orjson.loads(version[5]), "ocid": version[0]}
        for row in _rows(release, version, StakeClaims()):
            said[row[:3]] = row
        releases[version[5]] = {**tidy(release), "date": version[1]}  # so that it sorts as its moment does
    newest = versions[-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two objects with one id the last counts; reading told of it
        given = alike(list(releases.values()))
        compiled = Merger(merge_rules=rules_of(given)).create_compiled_release(given)
    compiled["date"] = orjson.loads(newest[5]).get("date")
    return [said.get(row[:3], row) for row in _rows(compiled, newest, owned)]


def _rows(release: dict[str, Any], version: _Version, owned: StakeClaims) -> Iterator[Row]:
    reader = ReleaseReader(release, version[0], version[3], version[4], owned)
    for entity in reader.entities():
        yield from entity.rows()
