"""Whose steps a page shows: a firm's own, a group's companies', a buyer's, those of a project or region; and who stands around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govgraph.graph.reader.reader import GraphReader, Node

MOST = 10
_ROLES = ("alone", "lead", "member")
#: One row a step for some firms: the closest part that any of them has, and which of them have one.
_PARTS = """(SELECT s.*, q.rank, q.via, q.through FROM step s JOIN (
    SELECT step, min(CASE role WHEN 'alone' THEN 0 WHEN 'lead' THEN 1 ELSE 2 END) AS rank, list_sort(list(DISTINCT firm)) AS via,
           max(through) AS through FROM part WHERE firm IN (SELECT unnest($firms)) GROUP BY step) q ON q.step = s.id)"""


@dataclass(frozen=True, slots=True)
class Side:
    """One way a thing has to do with procurement: its name, the SQL of its steps with values, and how many there are."""

    name: str
    table: str
    within: str
    values: dict[str, object]
    steps: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A firm beside others: in how many steps or contests, or what else is told of it."""

    id: str
    number: int
    words: str = ""


def firms_of(reader: GraphReader, node: Node) -> list[str]:
    """The firms whose steps are a thing's own: itself, and of a group all that a source states to belong to it."""
    if "CorporateGroup" not in node.labels:
        return [node.id]
    members = reader.ids(
        "SELECT DISTINCT start_id FROM link WHERE type = 'MEMBER_OF_GROUP' AND end_id = ? AND rule IS NULL ORDER BY 1",
        [node.id],
    )
    return [node.id, *members]


def sides(reader: GraphReader, node: Node) -> list[Side]:
    """The sides that a thing has, the one with most steps first."""
    firms: dict[str, object] = {"firms": firms_of(reader, node)}
    me: dict[str, object] = {"me": node.id}
    asked = [("won", _PARTS, "true", firms)] if "Agent" in node.labels else []
    asked += [("bought", "step", "list_contains(buyers, $me)", me)] if "Agent" in node.labels else []
    asked += [("here", "step", "list_contains(regions, $me)", me)] if "Region" in node.labels else []
    asked += [("project", "step", "project = $me", me)] if "Project" in node.labels else []
    counting = " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM {table} t WHERE {within}" for name, table, within, _ in asked
    )
    given = {key: value for *_, values in asked for key, value in values.items()}
    number = dict(reader.rows(counting, given)) if asked else {}
    found = [Side(*side, number[side[0]]) for side in asked if number[side[0]]]
    return sorted(found, key=lambda side: -side.steps)


def role(rank: int) -> str:
    """The part that a rank stands for: alone, lead or member."""
    return _ROLES[rank]


def partners(reader: GraphReader, firms: Sequence[str]) -> tuple[list[Beside], int]:
    """Firms that were in one consortium with some firms, by the number of steps, and how many such firms there are."""
    return _beside(
        reader,
        """SELECT o.firm, count(DISTINCT o.step) FROM part p JOIN part o ON o.step = p.step AND o.through = p.through AND p.through <> ''
           WHERE p.firm IN (SELECT unnest($firms)) AND o.firm NOT IN (SELECT unnest($firms)) GROUP BY 1 ORDER BY 2 DESC, 1""",
        firms,
    )


def rivals(reader: GraphReader, firms: Sequence[str]) -> tuple[list[Beside], int]:
    """Firms that made another bid in a contest of some firms, by the number of contests; withdrawn bids do not count."""
    return _beside(
        reader,
        """WITH bid AS (SELECT s.id, s.project || ' ' || coalesce(s.lot, '') AS contest, p.firm FROM step s JOIN part p ON p.step = s.id
               WHERE s.stage = 'Bid' AND s.status <> 'withdrawn' AND s.project IS NOT NULL),
           own AS (SELECT DISTINCT contest, id FROM bid WHERE firm IN (SELECT unnest($firms)))
           SELECT b.firm, count(DISTINCT b.contest) FROM bid b JOIN node n ON n.id = b.firm AND n.cls <> 'Consortium'
           WHERE b.contest IN (SELECT contest FROM own) AND b.id NOT IN (SELECT id FROM own) AND b.firm NOT IN (SELECT unnest($firms))
           GROUP BY 1 ORDER BY 2 DESC, 1""",
        firms,
    )


def owners(reader: GraphReader, firms: Sequence[str]) -> tuple[list[Beside], int]:
    """Who is stated to hold shares in the first of some firms, each with the latest known share and its year, and how many do.

    Shares of different years are different pictures of one company and come to no sum.
    """
    found = reader.rows(
        """WITH held AS (SELECT l.start_id, TRY_CAST(s.object AS DOUBLE) AS stake, year(coalesce(l."asOf", l.since)) AS year FROM link l
               LEFT JOIN statement s ON s.owner = l.id AND s.predicate = 'stake' WHERE l.type = 'HOLDS_SHARES_IN' AND l.end_id = ? AND l.rule IS NULL)
           SELECT start_id, arg_max(stake, coalesce(year, 0)) FILTER (stake IS NOT NULL) AS latest, max(year) FILTER (stake IS NOT NULL)
           FROM held GROUP BY 1 ORDER BY 3 DESC NULLS LAST, 2 DESC NULLS LAST, 1""",
        [firms[0]],
    )
    told = [
        Beside(id_, 0, "" if stake is None else f"{stake:g}%" + (f" ({year})" if year else ""))
        for id_, stake, year in found
    ]
    return told[:MOST], len(found)


def suppliers(reader: GraphReader, buyer: str) -> tuple[list[Beside], int]:
    """Who won awards of a buyer (a consortium is one winner), by number, and how many won."""
    return _beside(
        reader,
        """SELECT firm, count(*) FROM (SELECT unnest(suppliers) AS firm FROM step WHERE stage = 'Award' AND list_contains(buyers, $firms[1]))
           GROUP BY 1 ORDER BY 2 DESC, 1""",
        [buyer],
    )


def agents(reader: GraphReader, buyer: str) -> tuple[list[Beside], int]:
    """Which agents ran a buyer's projects, by the number of projects."""
    return _beside(
        reader,
        """SELECT a.end_id, count(DISTINCT a.start_id) FROM link a JOIN link b ON b.start_id = a.start_id AND b.type = 'HAS_BUYER' AND b.rule IS NULL
           WHERE a.type = 'HAS_AGENT' AND a.rule IS NULL AND b.end_id = $firms[1] GROUP BY 1 ORDER BY 2 DESC, 1""",
        [buyer],
    )


def _beside(reader: GraphReader, query: str, firms: Sequence[str]) -> tuple[list[Beside], int]:
    found = reader.rows(query, {"firms": list(firms)})
    return [Beside(id_, number) for id_, number in found[:MOST]], len(found)
