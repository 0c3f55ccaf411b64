"""What no rule merges and a person must decide: organisations of like names, with the reasons.

Pairs are looked for among those whose names share a core or that share a key, rare cores first. A core that very
many share (信息技术) makes more pairs than anybody reads: of those the first are compared, and so are the first of
all; the rest is counted. So neither time nor memory grows with the market.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, groupby, islice, product
from operator import itemgetter

import duckdb

from govgraph.graph.identity.decisions import Decision
from govgraph.graph.identity.review_list import MatchCandidate, Review, arrange
from govgraph.messages import _
from govgraph.text.names import compare, parse
from govgraph.text.successions import succession

_PAIRS = 1_000  # pairs compared out of one block of like names
_COMPARED = 20_000  # pairs compared in all
_APARTS = 20_000  # pairs read that the rules kept apart

#: Block, id, name, key, place, curated; a block is a core or a key.
_Row = tuple[str, str, str, str | None, str | None, bool]
_BLOCKS = """
CREATE TABLE alike AS
WITH firm_key AS (SELECT id, min(key) AS key FROM bears JOIN key_read USING (text) WHERE key <> '' GROUP BY id),
one AS (
    SELECT DISTINCT coalesce(s.canonical, c.id) AS id, c.name, k.key, p.place, n.core,
           bool_or(c.curated) OVER (PARTITION BY coalesce(s.canonical, c.id)) AS curated
    FROM called c JOIN name_read n USING (name) LEFT JOIN same s ON s.id = c.id
    LEFT JOIN firm_key k ON k.id = c.id LEFT JOIN place p ON p.id = c.id WHERE NOT c.is_alias),
every AS (SELECT 'c|' || core AS block, * FROM one UNION ALL SELECT 'k|' || key, * FROM one WHERE key IS NOT NULL),
-- one name of an organisation stands for all that read the same
lean AS (SELECT block, id, min(name) AS name, key, place, bool_or(curated) AS curated FROM every JOIN name_read USING (name)
         GROUP BY block, id, normal, key, place)
SELECT block, id, name, key, place, curated, count(DISTINCT id) OVER (PARTITION BY block) AS size FROM lean
QUALIFY size > 1;
"""
_SIZES = """SELECT block, sum(fresh * (fresh - 1) // 2 + fresh * curated)::BIGINT FROM (
    SELECT block, count(*) FILTER (NOT curated) AS fresh, count(*) FILTER (curated) AS curated FROM alike GROUP BY block)
    GROUP BY block"""
_APART = """
SELECT k.label, k.id, min(c.name), string_agg(DISTINCT why, '; ' ORDER BY why) FROM kept_apart k JOIN called c USING (id)
WHERE NOT c.is_alias AND k.id NOT IN (SELECT id FROM same) GROUP BY ALL ORDER BY ALL
"""


def find_candidates(database: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]) -> Review:
    """Pairs that look alike, from the tables of ``govgraph.graph.identity.rules``."""
    made = list(decisions)
    decided = {(d.one, d.other) for d in made}
    review = Review(remarks=_pointless(database, made))
    found: dict[tuple[str, str], MatchCandidate] = {}
    for doubt in chain(_apart(database, review), _alike(database, review)):
        pair = (doubt.one, doubt.other)
        if pair not in decided:
            found.setdefault(pair, doubt)
    review.doubts, review.beyond = arrange(found.values())
    return review


def _pointless(database: duckdb.DuckDBPyConnection, decisions: list[Decision]) -> list[str]:
    """Decisions on ids that no source states: a hand misspelt them, or what they meant is loaded no more."""
    known = {id_ for (id_,) in database.execute("SELECT id FROM thing").fetchall()} if decisions else set()
    return [
        _("identity.tsv: to {verdict} {one} and {other} changes nothing, no source states {id}").format(
            verdict=d.verdict, one=d.one, other=d.other, id=id_
        )
        for d in decisions
        for id_ in (d.one, d.other)
        if id_ not in known
    ]


def _apart(database: duckdb.DuckDBPyConnection, review: Review) -> Iterator[MatchCandidate]:
    """What the rules would have merged if nothing had spoken against it: each with the first of its like."""
    cursor = database.cursor().execute(_APART)
    read = 0
    for _label, rows in groupby(_stream(cursor), itemgetter(0)):
        (_same, first, name, why), *others = rows
        for _same, id_, other, _why in others:
            read += 1
            if read > _APARTS:
                review.beyond += 1
                continue
            (a, a_name), (b, b_name) = sorted([(first, name), (id_, other)])
            reasons = (
                why if why.startswith("one id") else _("names or keys are equal, but {why}").format(why=why)
            )
            yield MatchCandidate(a, b, a_name, b_name, reasons)


def _alike(database: duckdb.DuckDBPyConnection, review: Review) -> Iterator[MatchCandidate]:
    database.execute(_BLOCKS)
    sizes = dict(database.execute(_SIZES).fetchall())
    cursor = database.cursor().execute(
        "SELECT block, id, name, key, place, curated FROM alike ORDER BY size, block, id, name, key, place"
    )
    compared = 0
    for block, rows in groupby(_stream(cursor), itemgetter(0)):
        allowed = min(_PAIRS, max(_COMPARED - compared, 0))
        if sizes[block] > allowed:
            review.left_out[block[2:]] += sizes[block] - allowed
        if not allowed:
            continue
        compared += min(sizes[block], allowed)
        members: list[_Row] = list(islice(rows, 2 * _PAIRS))
        fresh = [row for row in members if not row[5]]
        curated = [row for row in members if row[5]]  # how these stand to each other is their editors' affair
        for a, b in islice(chain(combinations(fresh, 2), product(fresh, curated)), allowed):
            if a[1] != b[1]:
                yield from _compare(a, b)


def _compare(a: _Row, b: _Row) -> Iterator[MatchCandidate]:
    verdict = compare(a[2], b[2], a[3], b[3], a[4], b[4])
    reasons = "; ".join(verdict.reasons)
    if verdict.verdict == "merge":
        reasons = _(
            "equal full names, but their addresses are in two provinces, or a contradiction keeps them apart"
        )
    if verdict.verdict != "different" and not _succeeds(a[2], b[2]):
        (one, one_name), (other, other_name) = sorted([(a[1], a[2]), (b[1], b[2])])
        yield MatchCandidate(one, other, one_name, other_name, reasons)


def _succeeds(one: str, other: str) -> bool:
    """Whether a reform put one in the other's place: that is known, and stands in the graph as a tie."""
    return bool(succession(parse(one), parse(other)) or succession(parse(other), parse(one)))


def _stream(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple]:  # type: ignore[type-arg]  # rows of any shape
    while rows := cursor.fetchmany(10_000):
        yield from rows
