"""Records that are versions of one thing, from whatever files: which there are, and what is made of them.

What one thing's versions amount to only their format knows: its loader offers a merger, which the caller
hands in. Only things of which several different versions were read are touched: their versions' own
statements give way to those that the merger makes. Versions that cannot be merged are left out of the
graph, and told in ``unmerged.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias

import duckdb

from govgraph.errors import GovgraphError, SourceError
from govgraph.graph.statements.entity import Row
from govgraph.messages import _

UNMERGED = "unmerged.jsonl"


class StoredVersion(NamedTuple):
    """A version as it lies on disk: of which thing (``group``) and when, where it was read, and the record."""

    format: str
    group: str
    moment: str
    id: str
    source: str
    position: str
    payload: str


VERSION_FIELDS = StoredVersion._fields

#: Makes the statements of one thing of its versions, oldest first; raises SourceError where they cannot be merged.
Merger: TypeAlias = Callable[[Sequence[StoredVersion]], Iterable[Row]]
#: The merger of a format; raises GovgraphError where there is none.
MergerOf: TypeAlias = Callable[[str], Merger]

_NAMES = ", ".join(f'"{name}"' for name in VERSION_FIELDS)
_OTHERS = _NAMES.removeprefix('"format", ')
_SEVERAL = """
CREATE TABLE several AS SELECT format, "group" FROM version GROUP BY ALL HAVING count(DISTINCT payload) > 1;
CREATE VIEW superseded AS SELECT DISTINCT source, position FROM version SEMI JOIN several USING (format, "group");
"""
# Of versions of one moment the one with the later id counts; ids are mostly numbers with something before them.
_VERSIONS = f"""
SELECT {_NAMES} FROM version SEMI JOIN several USING (format, "group")
ORDER BY format, "group", moment, length(id), id, source, length(position), position, payload"""


def open_versions(database: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Make ``version`` (all of them), ``several`` (things to merge) and ``superseded`` (their versions' places)."""
    if files:
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
        rows = f"read_parquet([{listed}], union_by_name=true)"
        columns = {name for name, *_ in database.execute(f"DESCRIBE FROM {rows}").fetchall()}
        # until formats were written down there was one that has versions
        format_ = "coalesce(format, 'ocds')" if "format" in columns else "'ocds'"
        query = f"SELECT {format_} AS format, {_OTHERS} FROM {rows}"
    else:
        query = "SELECT '' AS " + _NAMES.replace(", ", ", '' AS ") + " LIMIT 0"
    database.execute(f"CREATE VIEW version AS {query}")
    database.execute(_SEVERAL)


def merged_rows(database: duckdb.DuckDBPyConnection, merger_of: MergerOf, unmerged: Path) -> Iterator[Row]:
    """The statements of what was merged, one thing after the other; ``unmerged`` gets what cannot be."""
    cursor = database.cursor().execute(_VERSIONS)
    for format_, of_format in groupby(_stream(cursor), attrgetter("format")):
        merge, flaw = _merger(merger_of, format_)
        for _group, versions in groupby(of_format, attrgetter("group")):
            same = list(versions)
            try:
                if flaw:
                    raise flaw
                yield from list(merge(same))
            except SourceError as error:
                with unmerged.open("a", encoding="utf-8") as out:
                    out.writelines(_told(version, error) for version in same)


def unmerged_line(folder: Path) -> str:
    """How many things a build left out, empty where none."""
    text = _("left out: {groups} processes whose releases cannot be merged; see {path}")
    return text.format(groups=count, path=folder / UNMERGED) if (count := count_unmerged(folder)) else ""


def count_unmerged(folder: Path) -> int:
    """How many things a build left out because their versions cannot be merged."""
    path = folder / UNMERGED
    if not path.exists():
        return 0
    return len({json.loads(line)["group"] for line in path.read_text("utf-8").splitlines()})


def _stream(cursor: duckdb.DuckDBPyConnection) -> Iterator[StoredVersion]:
    while rows := cursor.fetchmany(1_000):
        yield from map(StoredVersion._make, rows)


def _merger(merger_of: MergerOf, format_: str) -> tuple[Merger, SourceError | None]:
    """The merger of a format, or why there is none: its loader may be that of a package that is gone."""
    try:
        return merger_of(format_), None
    except GovgraphError as error:
        return lambda _: (), SourceError(str(error))


def _told(version: StoredVersion, error: SourceError) -> str:
    """A line of the shape of the quarantine's, so that a correction can be loaded."""
    reason = _("cannot be merged with the other versions of {group}: {message}").format(
        group=version.group, message=error.message
    )
    line = {"format": version.format, "source": version.source, "file": "", "position": version.position,
            "reason": reason, "whole": True, "group": version.group, "record": version.payload}  # fmt: skip
    return json.dumps(line, ensure_ascii=False) + "\n"
