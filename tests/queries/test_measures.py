"""The measures against plain Python that shares nothing with them: all partitions, all shortest ways.

The networks are read from the YAML of the made-up world itself, not through the loader.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Pair = tuple[str, str]


def world() -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """Entities of the world by id, and the members of each consortium."""
    read = yaml.load((HERE / "world.yml").read_text("utf-8"), yaml.BaseLoader)
    members: dict[str, list[str]] = {}
    for edge in read["edges"]:
        if edge["type"] == "ConsortiumMembership":
            members.setdefault(edge["to"], []).append(edge["from"])
    return read["entities"], members


def contests() -> dict[str, list[list[str]]]:
    """Per lot or project the bids that were not withdrawn, each as its list of firms."""
    entities, members = world()
    found: dict[str, list[list[str]]] = {}
    for entity in entities.values():
        if entity["type"] == "Bid" and entity.get("status") != "withdrawn":
            key = entity.get("forLot") or entity["concerns"]
            found.setdefault(key, []).append(members.get(entity["hasBidder"], [entity["hasBidder"]]))
    return {key: bids for key, bids in found.items() if len(bids) > 1}


def meetings() -> Counter[Pair]:
    met: Counter[Pair] = Counter()
    for bids in contests().values():
        for one, other in combinations(bids, 2):
            for pair in {(min(a, b), max(a, b)) for a in one for b in other}:
                met[pair] += 1
    return met


def expected(name: str) -> list[list[str]]:
    lines = (HERE / f"{name}.expected.csv").read_text("utf-8").splitlines()
    return [line.split(",") for line in lines[1:]]


def name_of(id_: str) -> str:
    return str(world()[0][id_]["name"])


def partitions(items: list[str]) -> Iterator[list[list[str]]]:
    if not items:
        yield []
        return
    first, *rest = items
    for smaller in partitions(rest):
        for i, group in enumerate(smaller):
            yield [*smaller[:i], [first, *group], *smaller[i + 1 :]]
        yield [[first], *smaller]


def modularity(groups: list[list[str]], met: Counter[Pair]) -> float:
    total = sum(met.values())
    degree = Counter[str]()
    for (a, b), count in met.items():
        degree[a] += count
        degree[b] += count
    return sum(
        sum(count for (a, b), count in met.items() if a in group and b in group) / total
        - (sum(degree[firm] for firm in group) / (2 * total)) ** 2
        for group in groups
    )


def test_communities_are_the_partition_of_greatest_modularity() -> None:
    met = meetings()
    firms = sorted({firm for pair in met for firm in pair})
    best = max(partitions(firms), key=lambda groups: modularity(groups, met))
    given: dict[str, set[str]] = {}
    for community, _, firm, inside, outside in expected("co-bidding-communities"):
        given.setdefault(community, set()).add(firm)
        id_ = next(f for f in firms if name_of(f) == firm)
        home = next(group for group in best if id_ in group)
        partners = [(b if a == id_ else a, n) for (a, b), n in met.items() if id_ in (a, b)]
        assert int(inside) == sum(n for other, n in partners if other in home)
        assert int(outside) == sum(n for other, n in partners if other not in home)
    assert {frozenset(map(name_of, group)) for group in best} == {frozenset(g) for g in given.values()}


def test_rivals_are_those_that_meet_oftener_than_expected() -> None:
    met, all_ = meetings(), contests()
    bids = Counter(firm for lots in all_.values() for firm in {f for bid in lots for f in bid})
    wanted = {
        (name_of(a), name_of(b), n, bids[a], bids[b], len(all_), round(n * len(all_) / bids[a] / bids[b], 4))
        for (a, b), n in met.items()
        if n >= 2 and n * len(all_) / bids[a] / bids[b] >= 1.2
    }
    assert wanted == {
        (a, b, int(n), int(x), int(y), int(c), float(ratio))
        for a, b, n, x, y, c, _, ratio in expected("frequent-rivals")
    }


def wins() -> dict[str, set[str]]:
    """Neighbours in the network of buyers and winners."""
    entities, members = world()
    near: dict[str, set[str]] = {}
    for entity in entities.values():
        if entity["type"] == "Award":
            buyer = entities[entity["concerns"]]["hasBuyer"]
            for firm in members.get(entity["awardedTo"], [entity["awardedTo"]]):
                near.setdefault(buyer, set()).add(firm)
                near.setdefault(firm, set()).add(buyer)
    return near


def ways(near: dict[str, set[str]], start: str, end: str) -> list[list[str]]:
    """All shortest ways between two nodes."""
    found: list[list[str]] = []
    queue = deque([[start]])
    while queue:
        way = queue.popleft()
        if found and len(way) > len(found[0]):
            break
        if way[-1] == end:
            found.append(way)
            continue
        queue.extend([*way, node] for node in near[way[-1]] if node not in way)
    return found


def reached(near: dict[str, set[str]], start: str, without: str) -> set[str]:
    seen, queue = {start}, [start]
    while queue:
        for node in near[queue.pop()] - seen - {without}:
            seen.add(node)
            queue.append(node)
    return seen


def test_bridges_lie_on_the_shortest_ways() -> None:
    near = wins()
    between: dict[str, float] = dict.fromkeys(near, 0.0)
    for start, end in combinations(near, 2):
        found = ways(near, start, end)
        for way in found:
            for node in way[1:-1]:
                between[node] += 1 / len(found)
    rows = {row[0]: row for row in expected("bridging-vendors")}
    firms = [id_ for id_ in near if world()[0][id_]["type"] != "Agency" and len(near[id_]) > 1]
    assert {name_of(id_) for id_ in firms} == set(rows)
    for id_ in firms:
        _, buyers, value, cut, names = rows[name_of(id_)]
        assert (int(buyers), float(value)) == (len(near[id_]), round(between[id_], 4))
        others = set(near) - {id_}
        assert (cut == "true") == (reached(near, min(others), id_) != others)
        assert set(names.split("; ")) == {name_of(buyer) for buyer in near[id_]}
