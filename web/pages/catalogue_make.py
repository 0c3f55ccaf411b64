"""Makes the catalogue: one DuckDB file for each build, with all that pages look up, in the order they need it.

It is made when the first page of a build is asked for, from the build and the statements that it was
built from, and stands beside the build's other files.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pandas as pd

from govgraph.errors import StoreError
from govgraph.text.script import simplified
from govgraph.views.picture import PictureNode
from govgraph.views.pinyin import folded, search_keys
from govgraph.views.select_links import DERIVED, GraphReader
from govgraph.workspace import Workspace

FILE = "pages.duckdb"
#: Kinds of search keys, the best first; pinyin last.
NAME, FOREIGN, ALIAS, PINYIN = range(4)

# The owner of a statement is the fact that it is about: a link has the id that the build gives it, the
# statements of an edge entity and of a value belong to their subject.
_TABLES = f"""
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
    SELECT l.*, {DERIVED} AS derived, w.weight FROM every_link l LEFT JOIN weight w ON w.owner = l.id ORDER BY start_id, type, id;
CREATE TABLE made.claim AS FROM every_claim ORDER BY id;
CREATE TABLE made.inference AS FROM every_inference ORDER BY about, id;
CREATE TABLE made.node AS
    WITH degree AS (SELECT id, count(*) AS n FROM (SELECT start_id AS id FROM made.link WHERE NOT derived
                    UNION ALL SELECT end_id FROM made.link WHERE NOT derived) GROUP BY id)
    SELECT v.*, coalesce(v.name, v."englishName", v.id) AS title, labels[1] AS cls, coalesce(d.n, 0) AS degree
    FROM every_node v LEFT JOIN degree d USING (id) ORDER BY id;
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
CREATE TABLE made.key (id VARCHAR, text VARCHAR, kind INTEGER);
"""
_NUMBERS = "SELECT DISTINCT subject, object FROM statement WHERE predicate IN ('creditCode', 'identifier')"


def make_catalogue(workspace: Workspace, path: Path) -> None:
    """Write the catalogue of the build in use; it appears whole or not at all.

    Raises StoreError where there is no build.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    links = GraphReader(workspace)
    try:
        draft.unlink(missing_ok=True)
        links.database.execute(f"ATTACH '{str(draft).replace(chr(39), chr(39) * 2)}' AS made")
        links.database.execute(_TABLES)
        _add_keys(links.database)
        links.database.execute("DETACH made")
        os.replace(draft, path)
    except (OSError, duckdb.Error) as error:
        raise StoreError(f"{path} cannot be written: {error}") from error
    finally:
        links.close()
        draft.unlink(missing_ok=True)


def place(build: Path) -> Path:
    """Where a build's catalogue stands: in the build's folder, or elsewhere if that cannot be written."""
    path = build / FILE
    if path.exists() or os.access(build, os.W_OK):
        return path
    folder = Path(tempfile.gettempdir()) / f"govgraph-{os.getuid() if hasattr(os, 'getuid') else 0}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{build.name}.duckdb"


def search_text(text: str) -> str:
    """A name as it is searched: case, width, spaces, punctuation and traditional signs do not matter."""
    return folded(simplified(text))


def _add_keys(database: duckdb.DuckDBPyConnection) -> None:
    """Everything that an entity is found by: its id, names, numbers, and its names' pinyin."""
    rows = database.execute(
        'SELECT id, cls, labels, name, "englishName", alias FROM made.node ORDER BY id'
    ).fetchall()
    found = [key for row in rows for key in _keys(*row)]
    found += [(id_, search_text(number), ALIAS) for id_, number in database.execute(_NUMBERS).fetchall()]
    frame = pd.DataFrame(sorted(set(found)), columns=["id", "text", "kind"])
    database.register("keys", frame)
    database.execute("INSERT INTO made.key SELECT id, text, kind FROM keys WHERE text <> ''")
    database.unregister("keys")


def _keys(
    id_: str, cls: str, labels: list[str], name: str | None, english: str | None, alias: list[str] | None
) -> Iterator[tuple[str, str, int]]:
    yield id_, search_text(id_), NAME
    yield id_, search_text(name or ""), NAME
    yield id_, search_text(english or ""), FOREIGN
    others = tuple(simplified(other) for other in alias or ())
    for other in others:
        yield id_, search_text(other), ALIAS
    for key in search_keys(PictureNode(id_, cls, tuple(labels), simplified(name or ""), aliases=others)):
        yield id_, key, PINYIN
