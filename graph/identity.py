"""Which loaded organisations are one, by the rules of ``govgraph.text``, and what a person must decide.

A merge happens on two grounds only: equal valid keys, or equal full legal names in one jurisdiction
without differing keys. Persons and consortia are never merged. A group with two curated entities, or
with a pair that a person has rejected, is not merged at all. Nothing is lost by a merge: it is made
anew at every build from the statements as loaded and from the decisions, and so can be undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import duckdb

from govgraph.errors import SourceError
from govgraph.text.groups import Record, group
from govgraph.text.names import compare, parse

_PAIRS = 200  # pairs for review out of one block of like names

_ORGANISATIONS = """
CREATE TABLE organisation AS
    WITH kind AS (
        SELECT subject, bool_or(list_contains(ancestors, 'Organization')) AS is_org,
               bool_or(list_contains(ancestors, 'Consortium') OR list_contains(ancestors, 'Person')) AS apart
        FROM every_statement s JOIN (SELECT name, array_agg(ancestor) AS ancestors FROM lineage GROUP BY name) l ON l.name = s.object
        WHERE predicate = 'type' GROUP BY subject)
    SELECT s.subject AS id, min(object) FILTER (predicate = 'name') AS name,
           coalesce(min('uscc:' || object) FILTER (predicate = 'creditCode'), min(object) FILTER (predicate = 'identifier'), '') AS "key",
           bool_or(curated) AS curated
    FROM every_statement s JOIN kind USING (subject) WHERE is_org AND NOT apart AND predicate IN ('name', 'creditCode', 'identifier')
    GROUP BY s.subject HAVING min(object) FILTER (predicate = 'name') IS NOT NULL;
"""
_DISTINCT = """
SELECT name, "key", array_agg(id ORDER BY id), bool_or(curated) FROM organisation GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """What a person decided of two ids: one organisation (``accept``) or two (``reject``), and why."""

    one: str
    other: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Two organisations that look alike, for a person to decide."""

    one: str
    other: str
    one_name: str
    other_name: str
    reasons: str


def read_decisions(path: Path) -> list[Decision]:
    """The decisions of a file: ``accept|reject <tab> id <tab> id <tab> reason``, ``#`` for remarks."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) != 4 or parts[0] not in ("accept", "reject"):
            raise SourceError(
                "is no decision (accept or reject, id, id, reason, with tabs)", str(path), number
            )
        one, other = sorted(parts[1:3])
        found.append(Decision(one, other, parts[0], parts[3]))
    return found


def decide(path: Path, decision: Decision) -> None:
    """Write a decision; one of the same pair is replaced."""
    kept = [d for d in read_decisions(path) if (d.one, d.other) != (decision.one, decision.other)]
    lines = [f"{d.verdict}\t{d.one}\t{d.other}\t{d.reason}\n" for d in sorted([*kept, decision])]
    path.write_text("# verdict, id, id, reason; one line for each decision\n" + "".join(lines), "utf-8")


def resolve(database: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]) -> list[Doubt]:
    """Make the table ``same`` (id, canonical) from ``every_statement``; returns what is in doubt."""
    database.execute(_ORGANISATIONS)
    database.execute("CREATE TABLE same (id VARCHAR, canonical VARCHAR)")
    found = database.execute(_DISTINCT).fetchall()
    curated = {row[0] for row in database.execute("SELECT id FROM organisation WHERE curated").fetchall()}
    known = list(decisions)
    pairs = dict(_merges(found, curated, known))
    if pairs:
        database.executemany("INSERT INTO same VALUES (?, ?)", sorted(pairs.items()))
    return sorted(_doubts(found, pairs, known))


_Found = tuple[str, str, list[str], bool]


def _merges(found: list[_Found], curated: set[str], decisions: list[Decision]) -> Iterator[tuple[str, str]]:
    """Ids and what they become; records of one name and key are looked at once."""
    groups = [
        sorted({id_ for place in part for id_ in _mergeable(found[place], len(part) > 1)})
        for part in group([Record(name, key or None) for name, key, _, _ in found])
    ]
    apart = [{d.one, d.other} for d in decisions if d.verdict == "reject"]
    for ids in _joined(groups, [(d.one, d.other) for d in decisions if d.verdict == "accept"]):
        if len(curated.intersection(ids)) > 1 or any(pair <= set(ids) for pair in apart):
            continue
        canonical = next(iter(curated.intersection(ids)), min(ids))
        yield from ((id_, canonical) for id_ in ids if id_ != canonical)


def _mergeable(found: _Found, joined: bool) -> list[str]:
    """Of ids that share name and key: all where the rules would merge two such records, else one by one."""
    name, key, ids, _ = found
    if len(ids) == 1 or joined:
        return ids
    return ids if compare(name, name, key or None, key or None).verdict == "merge" else []


def _joined(groups: list[list[str]], accepted: list[tuple[str, str]]) -> list[list[str]]:
    """Groups of ids with accepted pairs joined in."""
    root: dict[str, str] = {}

    def top(id_: str) -> str:
        while root.setdefault(id_, id_) != id_:
            id_ = root[id_]
        return id_

    for ids in [*groups, *map(list, accepted)]:
        for id_ in ids[1:]:
            low, high = sorted((top(ids[0]), top(id_)))
            root[high] = low
    parts = defaultdict(list)
    for id_ in root:
        parts[top(id_)].append(id_)
    return [sorted(ids) for ids in parts.values() if len(ids) > 1]


def _doubts(found: list[_Found], pairs: dict[str, str], decisions: list[Decision]) -> Iterator[Doubt]:
    """Pairs of like names that no rule merges, with a reason; curated pairs are their editors' affair."""
    blocks: defaultdict[str, list[_Found]] = defaultdict(list)
    for one in found:
        parsed = parse(one[0])
        blocks[parsed.core or parsed.name].append(one)
    decided = {(d.one, d.other) for d in decisions}
    for block in blocks.values():
        for number, (a, b) in enumerate(combinations(block, 2)):
            if number >= _PAIRS:
                break
            ids = tuple(sorted((pairs.get(a[2][0], a[2][0]), pairs.get(b[2][0], b[2][0]))))
            if ids[0] == ids[1] or ids in decided or (a[3] and b[3]):
                continue
            verdict = compare(a[0], b[0], a[1] or None, b[1] or None)
            if verdict.verdict == "review":
                names = (a[0], b[0]) if ids[0] == pairs.get(a[2][0], a[2][0]) else (b[0], a[0])
                yield Doubt(ids[0], ids[1], *names, "; ".join(verdict.reasons))
