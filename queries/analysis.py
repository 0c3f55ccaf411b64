"""Measures that Cypher and SPARQL lack, taken of the rows of a saved query: the same for every engine.

A question names its measure in the header (``analysis: turns``); its texts then return the network that
the measure is taken of, in the columns below. Each measure takes these rows and the question's parameters
and gives rows with the question's declared columns. None depends on the order of the rows, which is each
engine's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import igraph

from govgraph.queries import fences, holdings
from govgraph.queries.table import Column

#: Rows of a network that are read at the most; a measure of a part of it would be wrong.
NETWORK_LIMIT = 5_000_000

Row = Mapping[str, Any]
_BIDS = tuple(Column(name, "text") for name in ("contest", "bid", "firm", "name"))
_DECIDED = (
    Column("contest", "text"), Column("buyerId", "text"), Column("buyer", "text"), Column("date", "date"),
    Column("firm", "text"), Column("name", "text"), Column("won", "boolean"),
)  # fmt: skip
_WINS = tuple(Column(name, "text") for name in ("buyerId", "buyer", "vendorId", "vendor"))


@dataclass(frozen=True, slots=True)
class Measure:
    """Columns of the network, and the function that takes the measure."""

    columns: tuple[Column, ...]
    take: Callable[[Sequence[Row], Mapping[str, Any]], Iterator[dict[str, Any]]]


def _contests(rows: Sequence[Row]) -> dict[str, dict[str, set[str]]]:
    """Firms of each contest that had more than one bid, each with its bids."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        found[row["contest"]][row["firm"]].add(row["bid"])
    return {c: firms for c, firms in found.items() if len(set().union(*firms.values())) > 1}


def _meetings(contests: Mapping[str, Mapping[str, set[str]]]) -> Counter[tuple[str, str]]:
    """In how many contests two firms made different bids; partners in one bid do not meet."""
    met: Counter[tuple[str, str]] = Counter()
    for firms in contests.values():
        for one, other in combinations(sorted(firms), 2):
            if firms[one].isdisjoint(firms[other]):
                met[one, other] += 1
    return met


def _names(rows: Sequence[Row]) -> dict[str, str]:
    return {row["firm"]: row["name"] for row in rows}


def rivals(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Pairs that meet more often than if each chose its contests by lot."""
    contests, names = _contests(rows), _names(rows)
    bids = Counter(firm for firms in contests.values() for firm in firms)
    for (one, other), met in _meetings(contests).items():
        expected = bids[one] * bids[other] / len(contests)
        if met >= (parameters["minimum"] or 0) and met / expected >= (parameters["ratio"] or 0):
            yield {
                "a": names[one], "b": names[other], "met": met, "bidsA": bids[one], "bidsB": bids[other],
                "contests": len(contests), "expected": expected, "ratio": met / expected,
            }  # fmt: skip


def communities(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Communities of greatest modularity (greedy), numbered from the biggest."""
    met, names = _meetings(_contests(rows)), _names(rows)
    firms = sorted({firm for pair in met for firm in pair})
    if not firms:
        return
    place = {firm: i for i, firm in enumerate(firms)}
    pairs = sorted(met)
    network = igraph.Graph(n=len(firms), edges=[(place[one], place[other]) for one, other in pairs])
    found = network.community_fastgreedy(weights=[met[pair] for pair in pairs]).as_clustering()
    groups = sorted(([firms[i] for i in group] for group in found), key=lambda group: (-len(group), group))
    number = {firm: i for i, group in enumerate(groups, 1) for firm in group}
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for pair, count in met.items():
        for firm in pair:
            (inside if number[pair[0]] == number[pair[1]] else outside)[firm] += count
    for firm in firms:
        yield {
            "community": number[firm], "size": len(groups[number[firm] - 1]), "firm": names[firm],
            "inside": inside[firm], "outside": outside[firm],
        }  # fmt: skip


def turns(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Pairs of bidders of one buyer of which one or the other wins, by turns."""
    contests: dict[tuple[str, str, str], dict[str, bool]] = defaultdict(dict)
    for row in rows:
        contests[row["buyerId"], row["date"], row["contest"]][row["firm"]] = row["won"]
    winners: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for (buyer, _, _), firms in sorted(contests.items()):
        for won in sorted(firm for firm in firms if firms[firm]):
            for lost in sorted(firm for firm in firms if not firms[firm]):
                winners[buyer, min(won, lost), max(won, lost)].append(won)
    names, buyers = _names(rows), {row["buyerId"]: row["buyer"] for row in rows}
    for (buyer, one, other), won_by in winners.items():
        changes = sum(before != after for before, after in pairwise(won_by))
        share = 100 * changes / (len(won_by) - 1) if len(won_by) > 1 else 0
        if len(won_by) >= max(2, parameters["minimum"] or 0) and share >= (parameters["share"] or 0):
            yield {
                "buyer": buyers[buyer], "a": names[one], "b": names[other], "contests": len(won_by),
                "winsA": won_by.count(one), "winsB": won_by.count(other), "turns": changes, "share": share,
            }  # fmt: skip


def bridges(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Betweenness of each vendor in the network of buyers and winners, and whether it holds it together."""
    ids = sorted({("b", row["buyerId"]) for row in rows} | {("v", row["vendorId"]) for row in rows})
    place = {id_: i for i, id_ in enumerate(ids)}
    pairs = sorted({(place["b", row["buyerId"]], place["v", row["vendorId"]]) for row in rows})
    network = igraph.Graph(n=len(ids), edges=pairs)
    cut = set(network.articulation_points())
    names = {row["vendorId"]: row["vendor"] for row in rows}
    buyers: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        buyers[row["vendorId"]][row["buyerId"]] = row["buyer"]
    known = [id_ for id_ in sorted(buyers) if len(buyers[id_]) >= (parameters["minimum"] or 0)]
    between = network.betweenness(vertices=[place["v", id_] for id_ in known], directed=False)
    for id_, value in zip(known, between, strict=True):
        yield {
            "vendor": names[id_], "buyers": len(buyers[id_]), "betweenness": value,
            "cut": place["v", id_] in cut, "buyerNames": list(buyers[id_].values()),
        }  # fmt: skip


MEASURES: Mapping[str, Measure] = {
    "rivals": Measure(_BIDS, rivals),
    "communities": Measure(_BIDS, communities),
    "turns": Measure(_DECIDED, turns),
    "bridges": Measure(_WINS, bridges),
    "rings": Measure(holdings.HOLDINGS, holdings.rings),
    "final_shares": Measure(holdings.HOLDINGS, holdings.final_shares),
    "disqualified": Measure(fences.DISQUALIFIED, fences.disqualified),
    "discounts": Measure(fences.DISCOUNTS, fences.discounts),
}
