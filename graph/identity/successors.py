"""Ties between a body of the state and the one that a reform put in its place (``govgraph.text.successions``).

They are inferred: of the division and the two names, by a rule that carries the year of the reform. Nothing is
said where people have curated both bodies.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from govgraph.graph.identity.tables import derive, make
from govgraph.graph.statements.entity import Row
from govgraph.text.names import parse
from govgraph.text.successions import successions

RULE = "institutional-reform"

_PAIRS = """
WITH body AS (
    SELECT DISTINCT coalesce(m.canonical, c.id) AS id, c.curated, b.division, b.body, c.name
    FROM called c JOIN body_read b USING (name) LEFT JOIN same m ON m.id = c.id WHERE NOT c.is_alias),
stated AS (
    SELECT coalesce(m.canonical, s.subject) AS id, s.object AS name, min((s.source, s.locator)) AS place
    FROM read s LEFT JOIN same m ON m.id = s.subject WHERE s.predicate = 'name' GROUP BY ALL)
SELECT n.id, o.id, any_value(h.year), min(coalesce(sn.place, so.place)), min(o.name || ' → ' || n.name)
FROM body o JOIN body n ON n.division = o.division AND n.id <> o.id JOIN heir h ON h.old = o.body AND h.new = n.body
LEFT JOIN stated sn ON sn.id = n.id AND sn.name = n.name LEFT JOIN stated so ON so.id = o.id AND so.name = o.name
WHERE coalesce(sn.place, so.place) IS NOT NULL GROUP BY n.id, o.id ORDER BY ALL
"""


def successor_rows(database: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Statements of successions, from the tables of ``govgraph.graph.identity.rules``; each of a loaded source."""

    def read(row: tuple[str]) -> Iterator[tuple[object, ...]]:
        parsed = parse(row[0])
        if parsed.kind == "agency" and not parsed.lack:
            yield row[0], parsed.division, parsed.core

    derive(
        database,
        "SELECT DISTINCT name FROM called WHERE NOT is_alias",
        "body_read",
        ("name", "division", "body"),
        read,
    )
    make(database, "heir", ("old", "new", "year"), ((*pair, year) for pair, year in successions().items()))
    for new, old, year, place, names in database.execute(_PAIRS).fetchall():
        source, locator = place.values() if isinstance(place, dict) else place
        yield (
            new,
            "successorOf",
            old,
            "entity",
            source,
            locator,
            "",
            "inferred",
            "",
            f"{RULE}-{year}",
            f"{names} ({year})",
        )
