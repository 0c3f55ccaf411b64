"""The index of a build: one DuckDB file with all that readers look up, in the order in which they need it.

    statement              every source's word, with its ``owner``: the fact that it is about
    node, link             the graph's things and relationships; ``derived`` links restate others
    claim, inference       what is no fact, and what rules find a thing to be
    source                 sources as they are cited
    key                    what things are found by (govgraph.graph.reader.names)

It is made when a build is first read, and stands beside the build's other files.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from govgraph.errors import StoreError
from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.graph.opened import Build
from govgraph.graph.statements.parquet import connect, open_ontology, open_statements
from govgraph.graph.statements.sql import quoted_path
from govgraph.messages import _
from govgraph.ontology.model import ontology
from govgraph.text.fold import keys, pinyin
from govgraph.text.script import simplified

FILE = "index.duckdb"
TABLES = ("statement", "node", "link", "claim", "inference", "source", "key")
#: Kinds of keys, the best first: an id or main name, a foreign one, another one, and how names sound.
NAME, FOREIGN, ALIAS, SOUND, OTHER_SOUND, INITIALS = range(6)
_KINDS = {"name": NAME, "englishName": FOREIGN, "alias": ALIAS, "creditCode": ALIAS, "identifier": ALIAS}
_MAKING = Lock()  # of several threads one makes it, the others wait

# What is taken of the graph's tables; what a build does not have is NULL.
_TAKEN = """
CREATE TABLE no_node (id VARCHAR, labels VARCHAR[], name VARCHAR, "englishName" VARCHAR, alias VARCHAR[], date DATE, founded DATE,
    launched DATE, "projectDate" DATE, "regionLevel" VARCHAR, amount DOUBLE, currency VARCHAR);
CREATE TABLE no_link (id VARCHAR, type VARCHAR, start_id VARCHAR, end_id VARCHAR, sources VARCHAR[], disputed BOOLEAN, since DATE,
    "asOf" DATE, "tieKind" VARCHAR, stage VARCHAR, via VARCHAR, undated BOOLEAN, rule VARCHAR, premises VARCHAR[]);
CREATE TABLE no_inference (id VARCHAR, about VARCHAR, predicate VARCHAR, value VARCHAR, rule VARCHAR, premises VARCHAR[]);
CREATE TABLE no_claim (id VARCHAR, about VARCHAR, predicate VARCHAR, value VARCHAR, modality VARCHAR, sources VARCHAR[],
    "subjectId" VARCHAR, "objectId" VARCHAR);
"""

# A link has the id that the build gives it; statements on an edge entity and on a value belong to their
# subject. Links that follow from axioms (a part of a part) restate ways that are there anyway.
_MADE = """
CREATE TABLE made.statement AS
    WITH edge AS (SELECT DISTINCT subject FROM statement JOIN class c ON c.name = object
                  WHERE predicate = 'type' AND c.is_edge)
    SELECT CASE WHEN datatype = 'entity' AND e.subject IS NULL
                THEN 'l-' || left(md5(concat_ws(chr(31), predicate, s.subject, object)), 20) ELSE s.subject END AS owner,
           e.subject IS NOT NULL AS of_edge, s.*
    FROM statement s LEFT JOIN edge e USING (subject) ORDER BY owner, predicate, object, source, locator;
CREATE TABLE made.link AS
    WITH weight AS (SELECT owner, max(TRY_CAST(object AS DOUBLE)) AS weight FROM made.statement
                    WHERE predicate IN ('stake', 'amount') GROUP BY owner)
    SELECT l.*, coalesce(contains(rule, ' <- '), false) AS derived, w.weight
    FROM link l LEFT JOIN weight w ON w.owner = l.id ORDER BY start_id, type, id;
CREATE TABLE made.claim AS
    SELECT * EXCLUDE ("subjectId", "objectId"), "subjectId" AS start_id, "objectId" AS end_id FROM claim ORDER BY id;
CREATE TABLE made.inference AS FROM inference ORDER BY about, id;
CREATE TABLE made.node AS
    WITH degree AS (SELECT id, count(*) AS n FROM (SELECT start_id AS id FROM made.link WHERE NOT derived
                    UNION ALL SELECT end_id FROM made.link WHERE NOT derived) GROUP BY id)
    SELECT v.*, coalesce(v.name, v."englishName", list_min(v.alias), v.id) AS title, labels[1] AS cls, coalesce(d.n, 0) AS degree
    FROM node v LEFT JOIN degree d USING (id) ORDER BY id;
CREATE TABLE made.source AS
    WITH own AS (
        SELECT subject AS id, predicate, arg_min(object, (source <> subject, source, object)) AS value FROM statement
        WHERE predicate IN ('name', 'publisherName', 'url', 'date') AND subject IN (SELECT DISTINCT source FROM statement)
        GROUP BY ALL),
    used AS (SELECT source AS id, count(DISTINCT owner) AS facts FROM made.statement
             WHERE predicate <> 'type' AND subject <> source GROUP BY source)
    SELECT id, coalesce(any_value(value) FILTER (predicate = 'name'), id) AS title,
           coalesce(any_value(value) FILTER (predicate = 'publisherName'), '') AS publisher,
           coalesce(any_value(value) FILTER (predicate = 'url'), '') AS url,
           coalesce(any_value(value) FILTER (predicate = 'date'), '') AS date, coalesce(any_value(facts), 0) AS facts
    FROM (SELECT DISTINCT source AS id FROM statement) LEFT JOIN own USING (id) LEFT JOIN used USING (id) GROUP BY id ORDER BY id;
CREATE TABLE made.key AS SELECT id, text, kind FROM keys;
"""


def open_index(build: Build, memory: str) -> duckdb.DuckDBPyConnection:
    """A database with a build's index as ``built``, made now if it is not there; raises StoreError."""
    path = index_path(build)
    with _MAKING:
        if not path.exists():
            make_index(build, path)
    database = connect(memory)
    database.execute("SET threads = 2")  # lookups are short, and many may ask at once
    try:
        database.execute(f"ATTACH '{quoted_path(path)}' AS built (READ_ONLY)")
    except duckdb.Error as error:
        raise StoreError(
            _("{path} cannot be read ({error}); delete it").format(path=path, error=error)
        ) from error
    return database


def index_path(build: Build) -> Path:
    """Where a build's index stands: in the build's folder, or elsewhere if that cannot be written."""
    path = build.folder / FILE
    if path.exists() or os.access(build.folder, os.W_OK):
        return path
    folder = Path(tempfile.gettempdir()) / f"govgraph-{os.getuid() if hasattr(os, 'getuid') else 0}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{build.name}.duckdb"


def make_index(build: Build, path: Path) -> None:
    """Write a build's index; it appears whole or not at all. Raises StoreError where it cannot be written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    graph, merged = build.graph, build.merged()
    with closing(connect()) as database:
        try:
            draft.unlink(missing_ok=True)
            open_statements(database, build.statement_files)
            open_ontology(database, ontology())
            _open_graph(database, graph)
            database.execute("CREATE TABLE keys (id VARCHAR, text VARCHAR, kind INTEGER)")
            if columns := _keys(database, merged):  # none where the graph is empty
                database.execute("INSERT INTO keys SELECT unnest(?), unnest(?), unnest(?)", columns)
            database.execute(f"ATTACH '{quoted_path(draft)}' AS made; {_MADE} DETACH made")
            os.replace(draft, path)
        except (OSError, duckdb.Error) as error:
            raise StoreError(_("{path} cannot be written: {error}").format(path=path, error=error)) from error
        finally:
            draft.unlink(missing_ok=True)


def _open_graph(database: duckdb.DuckDBPyConnection, graph: Graph) -> None:
    """Views ``node``, ``link``, ``claim`` and ``inference`` over the graph's tables."""
    database.execute(_TAKEN)
    tables: dict[str, list[NodeTable | EdgeTable]] = {
        "node": [t for t in graph.nodes if "Thing" in t.labels],
        "link": [*graph.edges, *(t for t in graph.nodes if t.labels[0] == "SourceRelation")],
        "claim": [t for t in graph.nodes if t.labels[0] == "Claim"],
        "inference": [t for t in graph.nodes if t.labels[0] == "Inference"],
    }
    for name, found in tables.items():
        taken = ", ".join(f'"{column[0]}"' for column in database.execute(f"DESCRIBE no_{name}").fetchall())
        parts = [f"FROM no_{name}", *(f"SELECT *, {_kind(t)} FROM {graph.scan(t)}" for t in found)]
        database.execute(f"CREATE VIEW {name} AS SELECT {taken} FROM ({' UNION ALL BY NAME '.join(parts)})")


def _kind(table: NodeTable | EdgeTable) -> str:
    """What a table's rows are; what is said of sources is drawn like any other link."""
    if isinstance(table, EdgeTable):
        return f"'{table.type}' AS type"
    if table.labels[0] != "SourceRelation":
        return f"{list(table.labels)} AS labels"
    types = {p.name: p.relationship_type for p in ontology().properties.values() if p.is_link and p.stored}
    whens = " ".join(f"WHEN '{name}' THEN '{type_}'" for name, type_ in types.items())
    return f'CASE predicate {whens} END AS type, "subjectId" AS start_id, "objectId" AS end_id'


def _keys(database: duckdb.DuckDBPyConnection, merged: Mapping[str, str]) -> list[list[Any]]:
    """Everything that things are found by: ids, also absorbed ones, names, numbers, and the names' pinyin."""
    names = database.execute(
        f"SELECT DISTINCT subject, predicate, object FROM statement SEMI JOIN node ON id = subject WHERE predicate IN {tuple(_KINDS)}"
    ).fetchall()
    texts = [(id_, id_, NAME) for (id_,) in database.execute("SELECT id FROM node").fetchall()]
    texts += [(id_, absorbed, NAME) for absorbed, id_ in merged.items()]
    texts += [(id_, text, _KINDS[predicate]) for id_, predicate, text in names]
    found = {(id_, key, kind) for id_, text, kind in texts for key in keys(text)}
    for id_, predicate, text in names:
        if kinds := {"name": (SOUND, INITIALS), "alias": (OTHER_SOUND, INITIALS)}.get(predicate):
            found |= {(id_, *key) for key in zip(pinyin([simplified(text)]), kinds, strict=False)}
    return [list(column) for column in zip(*sorted(found), strict=True)]
