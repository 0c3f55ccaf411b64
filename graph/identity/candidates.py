"""What no rule merges and a person must decide: organisations of like names, with the reasons.

Pairs are looked for among those whose names share a core or that share a key. A core that very many share
(信息技术) makes more pairs than anybody reads: of those the first are compared, and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field
from itertools import chain, combinations, groupby, islice, product
from operator import itemgetter
from pathlib import Path

import duckdb

from govgraph.graph.identity.decisions import Decision
from govgraph.messages import _
from govgraph.text.names import compare

_PAIRS = 1_000  # pairs compared out of one block of like names
_REMARK = "# "

#: Block, id, name, key, place, curated; a block is a core or a key.
_Row = tuple[str, str, str, str | None, str | None, bool]
_BLOCKS = """
WITH firm_key AS (SELECT id, min(key) AS key FROM bears JOIN key_read USING (text) WHERE key <> '' GROUP BY id),
one AS (
    SELECT DISTINCT coalesce(s.canonical, c.id) AS id, c.name, k.key, p.place, n.core,
           bool_or(c.curated) OVER (PARTITION BY coalesce(s.canonical, c.id)) AS curated
    FROM called c JOIN name_read n USING (name) LEFT JOIN same s ON s.id = c.id
    LEFT JOIN firm_key k ON k.id = c.id LEFT JOIN place p ON p.id = c.id WHERE NOT c.is_alias),
every AS (SELECT 'c|' || core AS block, * FROM one UNION ALL SELECT 'k|' || key, * FROM one WHERE key IS NOT NULL)
SELECT block, id, name, key, place, curated FROM every
WHERE block IN (SELECT block FROM every GROUP BY block HAVING count(DISTINCT id) > 1) ORDER BY ALL
"""
_APART = """
SELECT k.label, k.id, min(c.name), string_agg(DISTINCT why, '; ' ORDER BY why) FROM kept_apart k JOIN called c USING (id)
WHERE NOT c.is_alias AND k.id NOT IN (SELECT id FROM same) GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, order=True)
class MatchCandidate:
    """Two organisations that look alike, for a person to decide."""

    one: str
    other: str
    one_name: str
    other_name: str
    reasons: str


@dataclass(slots=True)
class Review:
    """What a person must decide, and what was too much to compare: pairs by what their names share."""

    doubts: list[MatchCandidate] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)


def find_candidates(database: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]) -> Review:
    """Pairs that look alike, from the tables of ``govgraph.graph.identity.rules``."""
    decided = {(d.one, d.other) for d in decisions}
    review = Review()
    found: dict[tuple[str, str], MatchCandidate] = {}
    for doubt in (*_apart(database), *_alike(database, review)):
        pair = (doubt.one, doubt.other)
        if pair not in decided:
            found.setdefault(pair, doubt)
    review.doubts = sorted(found.values())
    return review


def _apart(database: duckdb.DuckDBPyConnection) -> Iterator[MatchCandidate]:
    """What the rules would have merged if nothing had spoken against it: each with the first of its like."""
    cursor = database.cursor().execute(_APART)
    for _key, rows in groupby(_stream(cursor), itemgetter(0)):
        (_same, first, name, why), *others = rows
        for _same, id_, other, _why in others:
            (a, a_name), (b, b_name) = sorted([(first, name), (id_, other)])
            yield MatchCandidate(
                a, b, a_name, b_name, _("names or keys are equal, but {why}").format(why=why)
            )


def _alike(database: duckdb.DuckDBPyConnection, review: Review) -> Iterator[MatchCandidate]:
    cursor = database.cursor().execute(_BLOCKS)
    for block, rows in groupby(_stream(cursor), itemgetter(0)):
        members: list[_Row] = list(rows)
        fresh = [row for row in members if not row[5]]
        curated = [row for row in members if row[5]]  # how these stand to each other is their editors' affair
        number = len(fresh) * (len(fresh) - 1) // 2 + len(fresh) * len(curated)
        if number > _PAIRS:
            review.left_out[block[2:]] = number - _PAIRS
        for a, b in islice(chain(combinations(fresh, 2), product(fresh, curated)), _PAIRS):
            if a[1] != b[1]:
                yield from _compare(a, b)


def _compare(a: _Row, b: _Row) -> Iterator[MatchCandidate]:
    verdict = compare(a[2], b[2], a[3], b[3], a[4], b[4])
    if verdict.verdict == "review":
        (one, one_name), (other, other_name) = sorted([(a[1], a[2]), (b[1], b[2])])
        yield MatchCandidate(one, other, one_name, other_name, "; ".join(verdict.reasons))


def _stream(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple]:  # type: ignore[type-arg]  # rows of any shape
    while rows := cursor.fetchmany(10_000):
        yield from rows


# ── the list as a file ────────────────────────────────────────────────────────────────────────


def write_review(path: Path, review: Review) -> None:
    """The review list as a table with tabs; what was not compared stands below it, as remarks."""
    lines = ["id\tid\tname\tname\treasons", *("\t".join(astuple(doubt)) for doubt in review.doubts)]
    for shared, number in sorted(review.left_out.items(), key=lambda item: (-item[1], item[0])):
        message = _("{number} more pairs share '{shared}' and were not compared")
        lines.append(_REMARK + message.format(number=number, shared=shared))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read_review(path: Path) -> tuple[list[MatchCandidate], Sequence[str]]:
    """The review list of the last build, and what it says of pairs that were not compared."""
    if not path.exists():
        return [], ()
    lines = path.read_text("utf-8").splitlines()[1:]
    doubts = [MatchCandidate(*line.split("\t")) for line in lines if not line.startswith(_REMARK)]
    return doubts, [line.removeprefix(_REMARK) for line in lines if line.startswith(_REMARK)]
