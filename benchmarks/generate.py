"""Made-up contracts, as many as asked for: python benchmarks/generate.py 20000 FOLDER [--seed 7]

Markets are skewed as real ones are: a few buyers buy and a few suppliers win most of it, by Pareto's
law. Every contract has its project, lot, call, bids, award and contract notice; suppliers own one another
and belong to groups. The same number and seed give the same statements, written one file per source.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from govgraph.graph.statements.entity import Edge, Entity
from govgraph.graph.statements.parquet import write_statements
from govgraph.graph.statements.statement import Statement

GROUPS = 40
PER_FILE = 20_000  # contracts


def write(count: int, folder: Path, seed: int = 7, market_type: type[Market] | None = None) -> list[Path]:
    """Write the statements on ``count`` contracts, one Parquet file for each 20,000."""
    market = (market_type or Market)(count, seed)
    paths = []
    for start in range(0, count, PER_FILE):
        source = f"made-up-{start // PER_FILE:04d}"
        path = folder / f"{source}.parquet"
        write_statements(_chunk(market, source, start, min(PER_FILE, count - start)), path)
        paths.append(path)
    return paths


def _chunk(market: Market, source: str, start: int, count: int) -> Iterator[Statement]:
    yield from _source(source)
    if start == 0:
        yield from market.parties(source)
    for number in range(start, start + count):
        yield from market.contract(number, source)


def _source(source: str) -> Iterator[Statement]:
    entity = Entity.of("Source", source, source)
    entity.add("name", f"虚构公告 {source}")
    entity.add("publisherName", "虚构采购网")
    yield from entity.statements()


class Market:
    """Parties and contracts; a kind of market may add to what each says."""

    def __init__(self, contracts: int, seed: int) -> None:
        self.seed = seed
        self.buyers = max(5, contracts // 60)
        self.suppliers = max(12, contracts // 12)

    def parties(self, source: str) -> Iterator[Statement]:
        """Regions, buyers, groups, suppliers and who owns whom."""
        dice = random.Random(self.seed)
        for i in range(31):
            yield from self._thing("Region", f"r-{i}", f"虚构省{i}", source, regionLevel="province")
        for i in range(self.buyers):
            yield from self._thing("Agency", f"b-{i}", f"虚构采购单位{i}", source, jurisdiction=f"r-{i % 31}")
        for i in range(GROUPS):
            yield from self._thing("CorporateGroup", f"g-{i}", f"虚构集团{i}", source)
        for i in range(self.suppliers):
            day = date(1995, 1, 1) + timedelta(dice.randrange(9000))
            yield from self._thing(
                "Company", f"s-{i}", f"虚构科技{i}有限公司", source, founded=day.isoformat()
            )
            if dice.random() < 0.1:
                yield from self._edge("GroupMembership", f"s-{i}", f"g-{_skewed(dice, GROUPS)}", source)
            if i and dice.random() < 0.4:
                stake = f"{dice.randrange(1, 49)}.{dice.randrange(1, 10)}"
                yield from self._edge("Shareholding", f"s-{_skewed(dice, i)}", f"s-{i}", source, stake=stake)

    def contract(self, n: int, source: str) -> Iterator[Statement]:
        """One contract from call to signature."""
        dice = random.Random(self.seed * 1_000_003 + n)
        buyer, day = f"b-{_skewed(dice, self.buyers)}", date(2016, 1, 1) + timedelta(dice.randrange(3000))
        budget = round(10 ** dice.uniform(5, 8), 2)
        bidders = sorted({_skewed(dice, self.suppliers) for _ in range(dice.choice((1, 2, 3, 3, 4, 5)))})
        yield from self._thing("Project", f"p-{n}", f"虚构项目{n}", source, hasBuyer=buyer)
        yield from self._thing("Lot", f"l-{n}-1", f"包1 {n}", source, lotOf=f"p-{n}")
        step = {"concerns": f"p-{n}", "forLot": f"l-{n}-1"}
        called = step | {"date": day.isoformat(), "amount": f"{budget:.2f}", "noticeNumber": f"ZB{n}"}
        yield from self._thing("CallForTenders", f"c-{n}", "", source, **called)
        for place, bidder in enumerate(bidders):
            bid = step | {"hasBidder": f"s-{bidder}", "answersCall": f"c-{n}", "rank": str(place + 1)}
            yield from self._thing("Bid", f"d-{n}-{place}", "", source, **bid)
        won = {"date": (day + timedelta(30)).isoformat(), "amount": f"{budget * dice.uniform(0.8, 1):.2f}"}
        winner = f"s-{bidders[0]}"
        yield from self._thing(
            "Award", f"a-{n}", "", source, awardedTo=winner, resultOf=f"c-{n}", **step, **won
        )
        signed = {"followsAward": f"a-{n}", "signedByBuyer": buyer, "signedBySupplier": winner}
        yield from self._thing("Contract", f"k-{n}", "", source, **signed, **step, **won)

    def _thing(self, type_: str, id_: str, name: str, source: str, **values: str) -> Iterator[Statement]:
        entity = Entity.of(type_, id_, source, locator=f"#{id_}")
        if name:
            entity.add("name", name)
        for key, value in values.items():
            entity.add(key, value)
        return entity.statements()

    def _edge(self, type_: str, start: str, end: str, source: str, **values: str) -> Iterator[Statement]:
        edge = Edge.between(type_, start, end, source, locator=f"#{start}")
        for key, value in values.items():
            edge.add(key, value)
        return edge.statements()


def _skewed(dice: random.Random, count: int) -> int:
    """A number below ``count``, small ones much more often."""
    return min(int(dice.paretovariate(0.6)) - 1, 1 << 40) % count


def main() -> None:
    """Write statements and say how many files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    paths = write(given.count, given.folder, given.seed)
    print(f"{len(paths)} files in {given.folder}")


if __name__ == "__main__":
    main()
