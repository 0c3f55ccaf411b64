"""A made-up market that gives every saved question something to find.

It is the contracts of benchmarks/generate.py and more about each: where, by which method and through which
agent they were bought, bid prices, a second lot that a consortium or a joint venture wins, amendments,
single-source publicities, deadlines, bids that came late or were ruled out; and beside them agreements, joint
ventures, operating models, guesses and denials.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.generate import GROUPS, Market, _skewed
from govgraph.graph.statements.entity import Edge, Entity
from govgraph.graph.statements.statement import Statement

_METHODS = ("open-tender",) * 6 + ("competitive-consultation", "inquiry")
AGREEMENTS = 100
_DIVISIONS = ("72", "48", "32", "79", "39", "30", "45", "50")


class RichMarket(Market):
    """Contracts about which every question has something to ask."""

    def __init__(self, contracts: int, seed: int) -> None:
        super().__init__(contracts, seed)
        self.agents = max(3, contracts // 400)
        self.ventures = max(4, contracts // 200)

    def parties(self, source: str) -> Iterator[Statement]:
        """Agents, ventures with their shareholders, models, agreements, and what is only guessed or denied."""
        yield from super().parties(source)
        dice = random.Random(self.seed + 1)
        for i in range(self.agents):
            yield from self._thing("ProcurementAgent", f"t-{i}", f"虚构代理{i}", source)
        for i in range(3):
            yield from self._thing("OperatingModel", f"m-{i}", f"虚构模式{i}", source)
        for i in range(31):
            yield from self._thing("Region", f"r-{i}", f"虚构省{i}", source, followsModel=f"m-{i % 3}")
        for i in range(20):
            yield from self._thing("Justification", f"j-{i}", f"虚构理由{i}", source)
        for i in range(self.ventures):
            yield from self._venture(i, dice, source)
        for i in range(AGREEMENTS):
            day = date(2016, 1, 1) + timedelta(dice.randrange(3000))
            agreement = Entity.of("Agreement", f"x-{i}", source, locator=f"#x-{i}")
            for key, value in (
                ("name", f"虚构协议{i}"),
                ("date", day.isoformat()),
                ("agreementParty", f"b-{_skewed(dice, self.buyers)}"),
                ("agreementParty", f"g-{_skewed(dice, GROUPS)}"),
            ):
                agreement.add(key, value)
            yield from agreement.statements()

    def _venture(self, i: int, dice: random.Random, source: str) -> Iterator[Statement]:
        yield from self._thing("JointVenture", f"v-{i}", f"虚构合资{i}有限公司", source, founded="2018-03-01")
        holders = sorted({_skewed(dice, self.suppliers) for _ in range(3)})
        for holder in holders:
            stake = str(dice.randrange(5, 34))
            yield from self._edge("Shareholding", f"s-{holder}", f"v-{i}", source, stake=stake)
        if i % 10 == 0:
            denied = Edge.between(
                "Shareholding", f"s-{holders[0]}", f"v-{i}", f"{source}", modality="denied", locator=f"#v-{i}"
            )
            yield from denied.statements()

    def contract(self, n: int, source: str) -> Iterator[Statement]:
        """One contract and all that belongs to it."""
        dice = random.Random(self.seed * 2_000_003 + n)
        said = list(super().contract(n, source))
        yield from said
        values = {(s.subject, s.predicate): s.object for s in said}
        buyer, price = values[f"p-{n}", "hasBuyer"], float(values[f"a-{n}", "amount"])
        category = f"CPV:{dice.choice(_DIVISIONS)}{dice.randrange(100, 999)}000"
        yield from self._add(
            f"p-{n}", "Project", source, inRegion=f"r-{int(buyer[2:]) % 31}", categoryCode=category
        )
        if dice.random() < 0.7:
            agent = f"t-{_skewed(dice, self.agents)}"
            yield from self._add(f"p-{n}", "Project", source, hasAgent=agent)
        other = random.Random(self.seed * 3_000_017 + n)
        due = date.fromisoformat(values[f"c-{n}", "date"]) + timedelta(other.randrange(8, 40))
        called = {"method": dice.choice(_METHODS), "amountKind": "budget", "deadline": due.isoformat()}
        yield from self._add(f"c-{n}", "CallForTenders", source, **called)
        for place in range(sum(1 for s in said if s.predicate == "hasBidder")):
            bid = round(price * (1 if place == 0 or dice.random() < 0.01 else dice.uniform(1, 1.3)), 2)
            withdrawn, out = dice.random() < 0.05 if place else False, other.random() < 0.04
            status = (
                {"status": "withdrawn" if withdrawn else "disqualified"}
                if place and (withdrawn or out)
                else {}
            )
            came = due + timedelta(1 if other.random() < 0.01 else -other.randrange(8))
            made = {"amount": f"{bid:.2f}", "amountKind": "bid", "date": came.isoformat(), **status}
            yield from self._add(f"d-{n}-{place}", "Bid", source, **made)
        yield from self._amendments(n, price, dice, source)
        if dice.random() < 0.08:
            yield from self._second_lot(n, dice, source)
        if dice.random() < 0.05:
            yield from self._publicity(n, values[f"a-{n}", "awardedTo"], dice, source)
        if dice.random() < 0.005:
            guess = Edge.between(
                "Participation", f"g-{_skewed(dice, GROUPS)}", f"p-{n}", source, modality="speculated", locator=f"#p-{n}"
            )  # fmt: skip
            yield from guess.statements()

    def _amendments(self, n: int, price: float, dice: random.Random, source: str) -> Iterator[Statement]:
        for i in range(dice.choice((0,) * 16 + (1, 1, 2, 3))):
            price *= dice.uniform(1, 1.1)
            day = date(2021, 1, 1) + timedelta(dice.randrange(1000))
            values = {"date": day.isoformat(), "amount": f"{price:.2f}", "amountKind": "contract"}
            yield from self._thing("Amendment", f"n-{n}-{i}", "", source, amends=f"k-{n}", **values)

    def _second_lot(self, n: int, dice: random.Random, source: str) -> Iterator[Statement]:
        """Won by a consortium of two, or by a joint venture; a third firm bids too."""
        lot = {"concerns": f"p-{n}", "forLot": f"l-{n}-2"}
        yield from self._thing("Lot", f"l-{n}-2", f"包2 {n}", source, lotOf=f"p-{n}")
        winner = f"u-{n}" if dice.random() < 0.6 else f"v-{_skewed(dice, self.ventures)}"
        if winner.startswith("u"):
            yield from self._thing("Consortium", winner, f"虚构联合体{n}", source)
            for i, member in enumerate(
                sorted({_skewed(dice, self.suppliers), dice.randrange(self.suppliers)})
            ):
                role = "member" if i else "leader"
                yield from self._edge("ConsortiumMembership", f"s-{member}", winner, source, role=role)
        price = round(10 ** dice.uniform(5, 8), 2)
        for i, bidder in enumerate((winner, f"s-{_skewed(dice, self.suppliers)}")):
            values = {"amount": f"{price * (1 + i / 20):.2f}", "amountKind": "bid", "hasBidder": bidder}
            yield from self._thing("Bid", f"e-{n}-{i}", "", source, **lot, **values)
        won = {"awardedTo": winner, "amount": f"{price:.2f}", "date": "2020-06-01"}
        yield from self._thing("Award", f"b2-{n}", "", source, **lot, **won)

    def _publicity(self, n: int, supplier: str, dice: random.Random, source: str) -> Iterator[Statement]:
        """A single source is asked in a project of its own; most publicities end in an award."""
        buyer, day = f"b-{_skewed(dice, self.buyers)}", date(2016, 1, 1) + timedelta(dice.randrange(3000))
        yield from self._thing("Project", f"q-{n}", f"虚构独家项目{n}", source, hasBuyer=buyer)
        reason = {
            "hasJustification": f"j-{_skewed(dice, 20)}",
            "namesSupplier": supplier,
            "date": day.isoformat(),
        }
        yield from self._thing("SingleSourcePublicity", f"y-{n}", "", source, concerns=f"q-{n}", **reason)
        if dice.random() < 0.8:
            won = {"date": (day + timedelta(30)).isoformat(), "amount": f"{10 ** dice.uniform(5, 8):.2f}"}
            yield from self._thing(
                "Award", f"z-{n}", "", source, concerns=f"q-{n}", resultOf=f"y-{n}", awardedTo=supplier, **won
            )

    def _add(self, id_: str, type_: str, source: str, **values: str) -> Iterator[Statement]:
        """More about something that the plain market has named already."""
        return (s for s in self._thing(type_, id_, "", source, **values) if s.predicate != "type")
