"""What pages count: one meaning of a thing and of a tie, and totals that never depend on what is listed.

A thing is whatever has a page of its own and is no source. A tie is a relationship that a source states;
what a rule infers and what is only claimed are counted beside the ties and never among them.
"""

from __future__ import annotations

from collections.abc import Iterable

from govgraph.graph.reader.reader import GraphReader


def ties(reader: GraphReader, ids: Iterable[str]) -> dict[str, int]:
    """How many ties each of some things has, 0 included."""
    wanted = sorted(set(ids))
    found = dict(
        reader.rows(
            """SELECT id, count(*) FROM (SELECT start_id AS id, l.id AS link FROM link l WHERE rule IS NULL AND start_id IN (SELECT unnest($ids))
               UNION SELECT end_id, l.id FROM link l WHERE rule IS NULL AND end_id IN (SELECT unnest($ids))) GROUP BY id""",
            {"ids": wanted},
        )
    )
    return {id_: found.get(id_, 0) for id_ in wanted}


def kinds(reader: GraphReader, id_: str) -> list[tuple[str, bool, int, int]]:
    """What kinds of ties a thing has: type, whether it is the start, how many ties, and how many things at their other end."""
    return reader.rows(
        """SELECT type, start_id = $id, count(*), count(DISTINCT CASE WHEN start_id = $id THEN end_id ELSE start_id END)
           FROM link WHERE (start_id = $id OR end_id = $id) AND rule IS NULL GROUP BY 1, 2 ORDER BY 1, 2""",
        {"id": id_},
    )


def inferred(reader: GraphReader, id_: str) -> dict[str, int]:
    """How many relationships of a thing each rule infers."""
    return dict(
        reader.rows(
            "SELECT rule, count(*) FROM link WHERE (start_id = $id OR end_id = $id) AND rule IS NOT NULL GROUP BY 1",
            {"id": id_},
        )
    )


def claimed(reader: GraphReader, id_: str) -> tuple[int, dict[bool, int]]:
    """How many facts are only claimed of a thing, and to how many things claims tie it, by whether it is the start."""
    sides = reader.rows(
        """SELECT CASE WHEN end_id IS NULL OR about = $id THEN NULL ELSE start_id = $id END AS out, count(DISTINCT about),
           count(DISTINCT CASE WHEN start_id = $id THEN end_id ELSE start_id END)
           FROM claim WHERE start_id = $id OR end_id = $id OR about = $id GROUP BY 1""",
        {"id": id_},
    )
    return sum(facts for _, facts, _ in sides), {out: others for out, _, others in sides if out is not None}
