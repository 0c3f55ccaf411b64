"""Within a publisher an id is an id: parties of one id and one name are one organisation, across its files.

The ids that a publisher gives its parties (OCDS: ``parties[].id``) mean nothing elsewhere, so they stand as
identifiers of the scheme ``party`` and count within what the publisher says; a file that names no publisher is
one by itself. One id under several names is one organisation with aliases, unless the names contradict each
other: then those of one name are one, and the rest is for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import duckdb

from govgraph.graph.identity.tables import derive
from govgraph.messages import _
from govgraph.text.keys import PARTY
from govgraph.text.names import compare, parse
from govgraph.text.successions import succession

#: An id of more names than this is a number within a process (supplier 1, supplier 2), not one of the publisher.
_NAMES = 8
_NOBODY = ("none", "placeholder", "several", "text", "person")
CONTRADICT = _("one id of one publisher, but their names contradict each other")

_PARTIES = f"""
CREATE TABLE publisher AS
    SELECT subject AS source, CASE WHEN count(DISTINCT object) = 1 AND min(object) <> 'unknown' THEN 'p|' || min(object)
                                   ELSE 's|' || subject END AS publisher
    FROM every_statement WHERE predicate = 'publisherName' GROUP BY subject;
CREATE TABLE party AS
    SELECT DISTINCT s.subject AS id, coalesce(p.publisher, 's|' || s.source) AS publisher,
           substr(s.object, {len(PARTY) + 2}) AS local, n.normal, c.name
    FROM read s JOIN organisation o ON o.id = s.subject AND NOT o.curated
    JOIN called c ON c.id = s.subject AND NOT c.is_alias JOIN name_read n USING (name) LEFT JOIN publisher p ON p.source = s.source
    WHERE s.predicate = 'identifier' AND starts_with(s.object, '{PARTY}:');
"""
_GROUPS = f"""SELECT publisher, local, list(name ORDER BY name), list(normal ORDER BY name), count(*) FROM (
        SELECT publisher, local, normal, min(name) AS name FROM party GROUP BY ALL ORDER BY ALL)
    GROUP BY publisher, local HAVING count(*) BETWEEN 2 AND {_NAMES}"""
_TOKENS = f"""
INSERT INTO token
    SELECT DISTINCT p.id, 'i|' || p.publisher || '|' || p.local || CASE WHEN g.verdict = 'one' THEN '' ELSE '|' || p.normal END, false
    FROM party p LEFT JOIN party_group g USING (publisher, local) JOIN nameable n ON n.name = p.name;
INSERT INTO kept_apart
    SELECT 'i|' || p.publisher || '|' || p.local, min(p.id), '{CONTRADICT}' FROM party p
    JOIN party_group g ON g.publisher = p.publisher AND g.local = p.local AND g.verdict = 'several' GROUP BY p.publisher, p.local, p.normal;
"""


def add_publisher_tokens(database: duckdb.DuckDBPyConnection) -> None:
    """Add to ``token`` what joins parties of one publisher, and to ``kept_apart`` those of one id that contradict."""
    database.execute(_PARTIES)

    def verdict(row: tuple[str, str, list[str]]) -> Iterator[tuple[object, ...]]:
        yield row[0], row[1], "several" if _contradict(row[2]) else "one"

    def nameable(row: tuple[str]) -> Iterator[tuple[object, ...]]:
        if parse(row[0]).kind not in _NOBODY:
            yield row

    derive(database, _GROUPS, "party_group", ("publisher", "local", "verdict"), verdict)
    derive(database, "SELECT DISTINCT name FROM party", "nameable", ("name",), nameable)
    database.execute(_TOKENS)


def _contradict(names: list[str]) -> bool:
    """Whether any two names cannot be one organisation's: too little in common, two places, before and after a reform."""
    return any(
        compare(one, other).verdict == "different"
        or succession(parse(one), parse(other))
        or succession(parse(other), parse(one))
        for one, other in combinations(names, 2)
    )
