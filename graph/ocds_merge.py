"""Releases of one ocid, from whatever files, merged by the standard's rules (the library ocdsmerge).

Only ocids of which several different releases were read are touched. Their releases' own statements
give way to those of the compiled release; each is attributed to the newest release that says it, so a
value still stands in the file and at the place where it was printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import duckdb
import orjson
from ocdsmerge import Merger
from ocdsmerge.exceptions import OCDSMergeError

from govgraph.errors import SourceError
from govgraph.graph.entity import Row
from govgraph.loaders.ocds_release import ReleaseReader

#: group, moment, id, source, position, payload
_Version = tuple[str, str, str, str, str, str]

#: What the release schema (1.1) says beside the rules for objects and lists. Given here, because the
#: library would fetch the schema, and nothing is fetched while data is read.
_OMIT: dict[Row, str] = {(name,): "omitWhenMerged" for name in ("id", "date", "tag")}
_PATHS = """parties/additionalIdentifiers parties/roles buyer/additionalIdentifiers
tender/procuringEntity/additionalIdentifiers tender/tenderers/additionalIdentifiers
awards/suppliers/additionalIdentifiers tender/items/additionalClassifications
awards/items/additionalClassifications contracts/items/additionalClassifications
tender/amendment/changes awards/amendment/changes contracts/amendment/changes"""
_WHOLE = dict.fromkeys((tuple(path.split("/")) for path in _PATHS.split()), "wholeListMerge")

_SEVERAL = """
CREATE TABLE several AS SELECT "group" FROM version GROUP BY "group" HAVING count(DISTINCT payload) > 1;
CREATE VIEW superseded AS SELECT DISTINCT source, position FROM version WHERE "group" IN (FROM several);
"""


def find_several(database: duckdb.DuckDBPyConnection) -> None:
    """From the table ``version`` make ``several`` (ocids to merge) and ``superseded`` (their releases)."""
    database.execute(_SEVERAL)


def merged_rows(database: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """The statements of the compiled releases, one ocid after the other."""
    cursor = database.cursor().execute(
        'SELECT "group", moment, id, source, position, payload FROM version WHERE "group" IN (FROM several) ORDER BY ALL'
    )
    rules: dict[Row, str] = {**_OMIT, **_WHOLE}
    merger = Merger(merge_rules=rules)
    for ocid, versions in groupby(_stream(cursor), itemgetter(0)):
        yield from _merge(merger, ocid, list(versions))


def _stream(cursor: duckdb.DuckDBPyConnection) -> Iterator[_Version]:
    while rows := cursor.fetchmany(1_000):
        yield from rows


def _merge(merger: Merger, ocid: str, versions: list[_Version]) -> Iterator[Row]:
    """The rows of one compiled release, each from the newest release that states it."""
    releases: dict[str, dict[str, object]] = {}
    said: dict[Row, Row] = {}
    newest: _Version = versions[-1]
    for version in versions:
        release = {**orjson.loads(version[5]), "ocid": ocid, "date": version[1]}
        releases.setdefault(version[5], release)
        for row in _rows(release, ocid, version):
            said[row[:3]] = row
    try:
        compiled = merger.create_compiled_release(list(releases.values()))
    except (OCDSMergeError, RecursionError, TypeError, AttributeError) as error:
        raise SourceError(f"the releases of {ocid} cannot be merged: {error}", newest[3]) from error
    for row in _rows(compiled, ocid, newest):
        yield said.get(row[:3], row)


def _rows(release: dict[str, object], ocid: str, version: _Version) -> Iterator[Row]:
    reader = ReleaseReader(release, ocid, version[3], version[4])
    for entity in reader.entities():
        yield from entity.rows()
