"""From statements as loaded to statements to build from: releases merged, identities applied.

Of a workspace are read, and never changed:

    curated/SOURCE.parquet      what people wrote down
    loaded/SOURCE.parquet       what a loader read
    versions/SOURCE.parquet     records that are versions of one thing (OCDS releases)
    identity.tsv                what people decided

In the folder of a build are made:

    resolved/SOURCE.parquet     what each source says in the end; curated ones stay as they are, and small loaded
                                ones share a file that is called by the first of them
    review.tsv                  pairs that a person must decide
    merged.tsv                  ids that became another one
    merges.tsv                  the same with names, ground and place, for people
    unmerged.jsonl              releases that cannot be merged, where there are any
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from govgraph.graph.identity.candidates import find_candidates
from govgraph.graph.identity.decisions import read_decisions
from govgraph.graph.identity.merges import MERGED, MERGES, write_merged, write_merges
from govgraph.graph.identity.review_list import Review, write_review
from govgraph.graph.identity.rules import find_same
from govgraph.graph.identity.successors import successor_rows
from govgraph.graph.identity.versions import UNMERGED, MergerOf, merged_rows, open_versions
from govgraph.graph.statements.entity import Row, edge_id
from govgraph.graph.statements.parquet import connect, copy_sorted, open_ontology, row_counts
from govgraph.graph.statements.sql import quoted_path, scan
from govgraph.graph.statements.statement import FIELDS
from govgraph.graph.statements.writer import RowWriter
from govgraph.ontology.model import ontology

_NAMES = ", ".join(FIELDS)

_TOGETHER = (
    200_000  # statements of small sources that share a file: each file costs some 20 ms, whatever is in it
)
#: What identity is told by: organisations, regions and projects, and the edges that speak against a merge.
_TELLING = (
    "name", "alias", "creditCode", "identifier", "divisionCode", "regionLevel", "registeredIn", "ocid", "hasBuyer", "projectNumber",
    "publisherName", "held", "holder", "stake", "interest", "asOf", "since",
)  # fmt: skip
_MANY = 64  # files that each cost a millisecond or more whenever they are read: more are put into one first
_BRIEF = "subject, predicate, object, source, locator"
_OF_THINGS = f"""predicate IN {_TELLING} OR (predicate = 'type' AND object IN
    (SELECT name FROM lineage WHERE ancestor IN ('Organization', 'Region', 'Project')))"""

# A merged entity keeps one name; what else it is called in its sources are aliases.
_APPLY = """
CREATE TABLE one_name AS
    SELECT canonical AS id, arg_max(object, (curated, n, object)) AS name FROM (
        SELECT m.canonical, object, bool_or(curated AND subject = m.canonical) AS curated, count(*) AS n
        FROM every_statement s JOIN (SELECT id, canonical FROM same UNION SELECT canonical, canonical FROM same) m ON m.id = s.subject
        WHERE predicate = 'name' GROUP BY ALL) GROUP BY canonical;
-- a code of several organisations that are not one is no key: it stays with the one it fits, and is an identifier of the others
CREATE TABLE withheld AS
    WITH bearer AS (
        SELECT DISTINCT coalesce(m.canonical, s.subject) AS id, s.object, bool_or(s.curated) AS curated, bool_or(n.sort = 'an organisation') AS fits
        FROM every_statement s LEFT JOIN same m ON m.id = s.subject LEFT JOIN called c ON c.id = s.subject AND NOT c.is_alias
        LEFT JOIN name_read n USING (name) WHERE s.predicate = 'creditCode' GROUP BY ALL),
    shared AS (SELECT object, count(*) FILTER (curated) AS curated, count(*) FILTER (fits) AS fitting
               FROM bearer GROUP BY object HAVING count(*) > 1)
    SELECT id, object FROM bearer JOIN shared USING (object)
    WHERE NOT bearer.curated AND (shared.curated > 0 OR fitting <> 1 OR NOT coalesce(fits, false));
CREATE TABLE turned AS
    SELECT DISTINCT subject FROM whole WHERE starts_with(subject, 'e-') AND datatype = 'entity' AND object IN (SELECT id FROM same);
"""

_MOVED = """
    SELECT coalesce(a.canonical, s.subject) AS subject,
           CASE WHEN s.predicate = 'name' AND n.name <> s.object THEN 'alias' WHEN w.id IS NOT NULL THEN 'identifier'
                ELSE s.predicate END AS predicate,
           CASE WHEN s.datatype = 'entity' THEN coalesce(b.canonical, s.object) WHEN w.id IS NOT NULL THEN 'uscc:' || s.object
                ELSE s.object END AS object,
           s.datatype, s.source, s.locator, s.surface, s.modality, s.quoted, s.rule, s.premises
    FROM ({read}) s LEFT JOIN same a ON a.id = s.subject LEFT JOIN same b ON b.id = s.object AND s.datatype = 'entity'
    LEFT JOIN one_name n ON n.id = coalesce(a.canonical, s.subject)
    LEFT JOIN withheld w ON s.predicate = 'creditCode' AND w.id = coalesce(a.canonical, s.subject) AND w.object = s.object
"""


def resolve_workspace(
    root: Path, build: Path, merger_of: MergerOf, left_out: Collection[tuple[str, str]] = ()
) -> Review:
    """Make ``resolved/`` of all sources in a build's folder; returns what is left for a person to decide.

    ``merger_of`` gives for a format what merges the versions of its records; ``left_out`` are the sources and
    positions of records that are not to be in the build.
    """
    resolved = build / "resolved"
    resolved.mkdir(parents=True)
    curated = sorted((root / "curated").glob("*.parquet"))
    for path in curated:
        _share(path, resolved / path.name)
    loaded = sorted((root / "loaded").glob("*.parquet"))
    if not loaded:
        return Review()
    with TemporaryDirectory(dir=build) as scratch:
        database = connect("1GB", Path(scratch))
        database.execute("SET preserve_insertion_order=false")
        open_ontology(database, ontology())
        _leave_out(database, left_out)
        _open(database, root, build, Path(scratch), merger_of)
        decisions = read_decisions(root / "identity.tsv")
        find_same(database, decisions)
        review = find_candidates(database, decisions)
        database.execute(_APPLY)
        with RowWriter(Path(scratch) / "turned.parquet", FIELDS) as writer:
            writer.extend(_turned_edges(database))
            writer.close()
        with RowWriter(Path(scratch) / "successors.parquet", FIELDS) as writer:
            writer.extend(successor_rows(database))
            writer.close()
        database.execute(f"CREATE VIEW successor AS FROM {scan([Path(scratch) / 'successors.parquet'])}")
        database.execute(f"CREATE VIEW turned_edge AS FROM {scan([Path(scratch) / 'turned.parquet'])}")
        for paths in _together(loaded):
            copy_sorted(database, _final(database, paths), _NAMES, resolved / paths[0].name)
        write_merged(
            build / MERGED, database.execute("SELECT id, canonical FROM same ORDER BY ALL").fetchall()
        )
        write_merges(database, build / MERGES)
        database.close()
    write_review(build / "review.tsv", review)
    return review


def _share(path: Path, target: Path) -> None:
    """The same file under another name: input files are replaced, never written into."""
    try:
        os.link(path, target)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(path, target)


def _together(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Files whose sources are written at once, in order of name."""
    group: list[Path] = []
    count = 0
    for path, number in zip(files, row_counts(files), strict=True):
        if group and count + number > _TOGETHER:
            yield group
            group, count = [], 0
        group.append(path)
        count += number
    if group:
        yield group


def _final(database: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> str:
    """What some sources say in the end; only their own files are read for it, however many there are."""
    named = ", ".join("'" + path.stem.replace("'", "''") + "'" for path in paths)
    theirs = f"SELECT {_NAMES} FROM {{}} WHERE source IN ({named})"
    read = scan(paths) if len(paths) <= _MANY else f"({theirs.format('raw')})"
    own = f"{_without(database, 'superseded', read)} UNION ALL {theirs.format('compiled')}"
    own = _without(database, "left_out", f"({own})")
    return f"""SELECT DISTINCT {_NAMES} FROM (
        SELECT {_NAMES} FROM ({_MOVED.format(read=own)}) m ANTI JOIN turned t USING (subject)
        UNION ALL {theirs.format("turned_edge")} UNION ALL {theirs.format("successor")})"""


def _in_one(database: duckdb.DuckDBPyConnection, files: list[Path], path: Path) -> list[Path]:
    """Files to read, put into one where they are many."""
    if len(files) <= _MANY:
        return files
    listed = ", ".join(f"'{quoted_path(one)}'" for one in files)
    database.execute(
        f"COPY (FROM read_parquet([{listed}], union_by_name=true)) TO '{quoted_path(path)}' (FORMAT parquet)"
    )
    return [path]


def _without(database: duckdb.DuckDBPyConnection, table: str, rows: str) -> str:
    """Rows whose record is not in a table of sources and positions; where it is empty nothing is compared."""
    if not database.execute(f"FROM {table} LIMIT 1").fetchall():
        return f"SELECT {_NAMES} FROM {rows} r"
    return f"""SELECT {_NAMES} FROM {rows} r WHERE NOT EXISTS (
        FROM {table} v WHERE v.source = r.source AND v.position = split_part(r.locator, '#', 1))"""


def _open(
    database: duckdb.DuckDBPyConnection, root: Path, build: Path, scratch: Path, merger_of: MergerOf
) -> None:
    """View ``whole``, what is loaded with releases merged; of it and of curated sources table ``every_statement``,
    what tells who is who, and of this view ``read``, what is loaded."""
    curated, loaded, versions = (
        sorted((root / kind).glob("*.parquet")) for kind in ("curated", "loaded", "versions")
    )
    loaded = _in_one(database, loaded, scratch / "raw.parquet")
    database.execute(f"CREATE VIEW raw AS SELECT {_NAMES} FROM {scan(loaded)}")
    open_versions(database, _in_one(database, versions, scratch / "versions.parquet"))
    merged = scratch / "merged.parquet"
    with RowWriter(merged, FIELDS) as sink:
        for row in merged_rows(database, merger_of, build / UNMERGED):
            sink.extend([row])
        sink.close()
    database.execute(f"CREATE VIEW compiled AS FROM {scan([merged])}")
    read = f"{_without(database, 'superseded', 'raw')} UNION ALL SELECT {_NAMES} FROM compiled"
    database.execute(f"CREATE VIEW whole AS {_without(database, 'left_out', f'({read})')}")
    others = f"UNION ALL SELECT {_BRIEF}, true FROM {scan(curated)} WHERE {_OF_THINGS}" if curated else ""
    database.execute(f"""CREATE TABLE every_statement AS
        SELECT {_BRIEF}, false AS curated FROM whole WHERE {_OF_THINGS} {others}""")
    database.execute("CREATE VIEW read AS FROM every_statement WHERE NOT curated")


def _leave_out(database: duckdb.DuckDBPyConnection, left_out: Collection[tuple[str, str]]) -> None:
    database.execute("CREATE TABLE left_out (source VARCHAR, position VARCHAR)")
    if left_out:
        database.executemany("INSERT INTO left_out VALUES (?, ?)", sorted(left_out))


def _turned_edges(database: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Edges of which an end was merged, under the ids that follow from their new ends."""
    cursor = database.cursor().execute(f"""SELECT r.subject, r.predicate, coalesce(b.canonical, r.object), r.datatype, r.source,
        r.locator, r.surface, r.modality, r.quoted, r.rule, r.premises FROM whole r LEFT JOIN same b ON b.id = r.object AND r.datatype = 'entity'
        WHERE r.subject IN (FROM turned) ORDER BY {", ".join(f"r.{n}" for n in FIELDS)}""")
    rows = iter(cursor.fetchone, None)
    for _, said in groupby(rows, itemgetter(0)):
        edge = list(said)
        values = {predicate: value for _, predicate, value, *_ in edge}
        id_ = edge_id(ontology().classes[values["type"]], values)
        yield from ((id_, *row[1:]) for row in edge)
