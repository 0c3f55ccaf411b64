"""Measures of who holds whom: rings, and the last holders with what their ways come to.

The network is one row for each stated holding. Holdings of one pair that were reported at different times, or
by sources that disagree, are one step with a lowest and a highest share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import igraph

from govgraph.queries.table import Column

Row = Mapping[str, Any]
HOLDINGS = (
    Column("holderId", "text"), Column("holder", "text"), Column("heldId", "text"), Column("held", "text"),
    Column("stake", "number"), Column("stakeMin", "number"), Column("stakeMax", "number"),
    Column("since", "date"), Column("until", "date"),
)  # fmt: skip


@dataclass(slots=True)
class Step:
    """All that is stated of one holder's shares in one company; shares are parts of 1."""

    shares: list[tuple[float, float]] = field(default_factory=list)
    since: list[str | None] = field(default_factory=list)
    until: list[str | None] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """One more statement of it."""
        self.since.append(row["since"])
        self.until.append(row["until"])
        if row["stake"] is not None:
            self.shares.append((row["stake"] / 100, row["stake"] / 100))
        elif row["stakeMin"] is not None or row["stakeMax"] is not None:
            most = 100 if row["stakeMax"] is None else row["stakeMax"]
            self.shares.append(((row["stakeMin"] or 0) / 100, most / 100))

    @property
    def least(self) -> float | None:
        """The lowest share that is stated, None where none is."""
        return min((low for low, _ in self.shares), default=None)

    @property
    def most(self) -> float | None:
        """The highest share that is stated, None where none is."""
        return max((high for _, high in self.shares), default=None)

    @property
    def began(self) -> str | None:
        """When it began, where every statement of it says so."""
        return None if None in self.since else min(filter(None, self.since))

    @property
    def ended(self) -> str | None:
        """When it ended, where every statement of it says so."""
        return None if None in self.until else max(filter(None, self.until))


def _steps(rows: Sequence[Row]) -> dict[tuple[str, str], Step]:
    """The steps of the network, each from its holder to what is held, in the order of their ids."""
    found: dict[tuple[str, str], Step] = defaultdict(Step)
    for row in rows:
        if row["holderId"] != row["heldId"]:
            found[row["holderId"], row["heldId"]].add(row)
    return dict(sorted(found.items()))


def _names(rows: Sequence[Row]) -> dict[str, str]:
    return {row[f"{end}Id"]: row[end] or row[f"{end}Id"] for row in rows for end in ("holder", "held")}


def _all(values: Sequence[float | None]) -> float | None:
    """The product in per cent, None where a factor is not known."""
    known = [value for value in values if value is not None]
    return 100 * prod(known) if len(known) == len(values) else None


def rings(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Companies that hold each other in a ring of at most so many steps; each ring once."""
    steps, names = _steps(rows), _names(rows)
    asked = set(parameters["company"] or ())
    ids = sorted(names)
    place = {id_: number for number, id_ in enumerate(ids)}
    network = igraph.Graph(n=len(ids), edges=[(place[a], place[b]) for a, b in steps], directed=True)
    for circle in network.simple_cycles(max=max(2, parameters["length"] or 0), output="vpath"):
        first = circle.index(min(circle))
        around = [ids[number] for number in [*circle[first:], *circle[:first]]]
        if asked and asked.isdisjoint(around):
            continue
        links = [steps[pair] for pair in zip(around, [*around[1:], around[0]], strict=True)]
        yield {
            "ring": " → ".join(names[id_] for id_ in [*around, around[0]]), "length": len(around),
            "shareMin": _all([link.least for link in links]), "shareMax": _all([link.most for link in links]),
            "unknown": sum(link.least is None for link in links),
            "since": max(filter(None, (link.began for link in links)), default=None),
            "until": min(filter(None, (link.ended for link in links)), default=None),
        }  # fmt: skip


@dataclass(slots=True)
class Found:
    """What was found of one holder over all ways to it."""

    final: bool
    level: int
    ways: int = 0
    unknown: int = 0
    least: float = 0
    most: float = 0

    def add(self, least: float | None, most: float | None) -> None:
        """One more way, and the share that it comes to."""
        self.ways += 1
        if least is None or most is None:
            self.unknown += 1
        else:
            self.least, self.most = self.least + least, self.most + most


def final_shares(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each company's last holders, over ways of at most so many steps that pass no company twice."""
    steps, names = _steps(rows), _names(rows)
    above: dict[str, list[tuple[str, Step]]] = defaultdict(list)
    for (holder, held), step in steps.items():
        above[held].append((holder, step))
    depth = max(1, parameters["depth"] or 0)
    for company in sorted(set(parameters["company"] or above) & above.keys()):
        found: dict[str, Found] = {}
        _walk(above, [company], 1.0, 1.0, depth, found)
        rest = max(0.0, 100 - 100 * sum(one.least for one in found.values()))
        for holder, one in found.items() or [("", Found(final=False, level=0))]:
            known = one.ways > one.unknown
            yield {
                "company": names[company], "holder": names.get(holder), "final": one.final if holder else None,
                "level": one.level or None, "ways": one.ways, "shareMin": 100 * one.least if known else None,
                "shareMax": min(100.0, 100 * one.most) if known and not one.unknown else None,
                "unknown": one.unknown, "untraced": rest,
            }  # fmt: skip


def _walk(
    above: Mapping[str, list[tuple[str, Step]]],
    way: list[str],
    least: float | None,
    most: float | None,
    depth: int,
    found: dict[str, Found],
) -> None:
    """Go on from the end of a way to those who hold it; add to ``found`` where a way ends."""
    for holder, step in above[way[-1]]:
        if holder in way:
            continue
        low = None if least is None or step.least is None else least * step.least
        high = None if most is None or step.most is None else most * step.most
        if holder in above and len(way) < depth:
            _walk(above, [*way, holder], low, high, depth, found)
        else:
            one = found.setdefault(holder, Found(holder not in above, len(way)))
            one.level = min(one.level, len(way))
            one.add(low, high)
