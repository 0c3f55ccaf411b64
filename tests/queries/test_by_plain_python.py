"""Expected answers computed once more from the YAML, by plain Python that knows no engine and no loader."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
WORLD: dict[str, dict[str, Any]] = yaml.load((HERE / "world.yml").read_text("utf-8"), yaml.BaseLoader)[
    "entities"
]
MEMBERS: dict[str, list[str]] = defaultdict(list)
for _edge in yaml.load((HERE / "world.yml").read_text("utf-8"), yaml.BaseLoader)["edges"]:
    if _edge["type"] == "ConsortiumMembership":
        MEMBERS[_edge["to"]].append(_edge["from"])
AWARDS = {id_: e for id_, e in WORLD.items() if e["type"] == "Award"}
BIDS = {id_: e for id_, e in WORLD.items() if e["type"] == "Bid"}


def expected(name: str) -> list[dict[str, str]]:
    lines = (HERE / f"{name}.expected.csv").read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def name(id_: str) -> str:
    return str(WORLD[id_]["name"])


def project(entity: dict[str, Any]) -> dict[str, Any]:
    return WORLD[entity["concerns"]]


def currency(entity: dict[str, Any]) -> str:
    return str(entity.get("currency", "CNY"))


def contest(entity: dict[str, Any]) -> str:
    return str(entity.get("forLot") or entity["concerns"])


def firms(id_: str) -> list[str]:
    return MEMBERS.get(id_) or [id_]


def single(award: dict[str, Any]) -> bool:
    notice = WORLD.get(award.get("resultOf", ""), {"type": ""})
    return award.get("method") == "single-source" or notice["type"] == "SingleSourcePublicity"


def test_winner_shares() -> None:
    sums: Counter[tuple[str, str, str]] = Counter()
    for award in AWARDS.values():
        sums[project(award)["hasBuyer"], award["awardedTo"], currency(award)] += int(award["amount"])
    totals: Counter[tuple[str, str]] = Counter()
    for (buyer, _, money), amount in sums.items():
        totals[buyer, money] += amount
    assert {
        (name(b), name(w), m, amount, round(100 * amount / totals[b, m], 4))
        for (b, w, m), amount in sums.items()
    } == {
        (r["buyer"], r["winner"], r["currency"], int(r["amount"]), float(r["share"]))
        for r in expected("winner-shares.single")
    }


def test_concentration() -> None:
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for award in AWARDS.values():
        sums[project(award)["inRegion"], currency(award)][award["awardedTo"]] += int(award["amount"])
    wanted = {}
    for (region, money), winners in sums.items():
        total = sum(winners.values())
        top, most = winners.most_common(1)[0]
        hhi = sum((100 * amount / total) ** 2 for amount in winners.values())
        wanted[name(region), money] = (total, round(hhi, 4), name(top), round(100 * most / total, 4))
    assert wanted == {
        (r["region"], r["currency"]): (int(r["amount"]), float(r["hhi"]), r["top"], float(r["topShare"]))
        for r in expected("regional-concentration")
    }


def test_single_source_share() -> None:
    sums: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for award in AWARDS.values():
        row = sums[name(project(award)["hasBuyer"]), int(award["date"][:4]), currency(award)]
        row[0] += 1
        row[1] += single(award)
        row[2] += int(award["amount"])
        row[3] += int(award["amount"]) * single(award)
    assert dict(sums) == {
        (r["buyer"], int(r["year"]), r["currency"]): [
            int(r[key]) for key in ("awards", "singleSource", "amount", "singleSourceAmount")
        ]
        for r in expected("single-source-share.all")
        if r["year"]  # the award of the other source has no date
    }


def test_identical_prices() -> None:
    prices: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for bid in BIDS.values():
        if bid.get("status") != "withdrawn":
            prices[contest(bid), bid["amount"], currency(bid)].add(name(bid["hasBidder"]))
    assert {
        (name(place), amount, frozenset(who)) for (place, amount, _), who in prices.items() if len(who) > 1
    } == {
        (r["lot"] or r["project"], r["price"], frozenset(r["names"].split("; ")))
        for r in expected("identical-prices")
    }


def test_never_winning() -> None:
    decided = {contest(award): award for award in AWARDS.values()}
    winners = {firm for award in AWARDS.values() for firm in firms(award["awardedTo"])}
    lost: dict[str, set[str]] = defaultdict(set)
    for bid in BIDS.values():
        if bid.get("status") != "withdrawn" and contest(bid) in decided:
            for firm in firms(bid["hasBidder"]):
                lost[firm].add(contest(bid))
    assert {name(f): len(lots) for f, lots in lost.items() if f not in winners and len(lots) >= 3} == {
        r["firm"]: int(r["contests"]) for r in expected("never-winning")
    }


def test_single_bidder() -> None:
    bids: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for bid in BIDS.values():
        if bid.get("status") != "withdrawn":
            bids[contest(bid)].append(bid)
    counts = {
        e["concerns"]: e.get("bidderCount", "1") for e in WORLD.values() if e["type"] == "CallForTenders"
    }
    assert {
        name(key) for key, made in bids.items() if len(made) == 1 and counts.get(made[0]["concerns"]) == "1"
    } == {r["project"] for r in expected("single-bidder")}


def test_turns() -> None:
    wins: dict[tuple[str, frozenset[str]], list[tuple[str, str]]] = defaultdict(list)
    for award in AWARDS.values():
        bidders = {f for b in BIDS.values() if contest(b) == contest(award) for f in firms(b["hasBidder"])}
        for winner in firms(award["awardedTo"]):
            for other in bidders - set(firms(award["awardedTo"])):
                wins[project(award)["hasBuyer"], frozenset((winner, other))].append((award["date"], winner))
    wanted = set()
    for (buyer, pair), found in wins.items():
        order = [winner for _, winner in sorted(found)]
        changes = sum(order[i] != order[i - 1] for i in range(1, len(order)))
        if len(order) >= 3 and 100 * changes / (len(order) - 1) >= 60:
            wanted.add((name(buyer), frozenset(map(name, pair)), len(order), changes))
    assert wanted == {
        (r["buyer"], frozenset((r["a"], r["b"])), int(r["contests"]), int(r["turns"]))
        for r in expected("taking-turns")
    }


def test_grown_contracts() -> None:
    changes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entity in WORLD.values():
        if entity["type"] == "Amendment":
            changes[entity["amends"]].append(entity)
    wanted = {}
    for id_, made in changes.items():
        priced = sorted((c["date"], int(c["amount"])) for c in made if "amount" in c)
        signed = int(WORLD[id_]["amount"])
        grown = 100 * (priced[-1][1] - signed) / signed if priced else None
        if len(made) >= 3 or (grown is not None and grown >= 10):
            wanted[name(id_)] = (len(made), grown)
    assert wanted == {
        r["contract"]: (int(r["amendments"]), float(r["grown"]) if r["grown"] else None)
        for r in expected("grown-contracts")
    }


def test_categories() -> None:
    divisions: dict[str, set[str]] = defaultdict(set)
    for award in AWARDS.values():
        code = WORLD.get(award.get("forLot", ""), {}).get("categoryCode") or project(award).get(
            "categoryCode"
        )
        if code and award["awardedTo"] not in MEMBERS:
            divisions[award["awardedTo"]].add(code[:6])
    assert {name(f): "; ".join(sorted(d)) for f, d in divisions.items() if len(d) >= 3} == {
        r["vendor"]: r["codes"] for r in expected("unrelated-categories")
    }
