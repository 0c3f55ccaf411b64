"""Answers worked out by hand against what the reader sees: right, wrong and missing, by field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from govgraph.loaders.base import Rejected
from govgraph.loaders.notices import in_file
from govgraph.loaders.notices.amounts import read_price, sum_of
from govgraph.loaders.notices.lots import plain_lot
from govgraph.loaders.notices.notice import Notice, Offer, Part, Price
from govgraph.text.methods import read_method
from govgraph.text.money import Rate
from govgraph.text.names import normalise
from govgraph.text.procedures import number_key, title_key

ANSWERS = Path(__file__).parent / "notices" / "answers"
#: Fields of which the answer holds one value.
SINGLE = ("event", "number", "plan_number", "title", "date", "method", "buyer", "agent")
Names = frozenset[str]


@dataclass(slots=True)
class Tally:
    """How many values of a field are right, how many are given and how many should be."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, given: Iterable[object], wanted: Iterable[object], allowed: Iterable[object] = ()) -> None:
        """Count two multisets; what is ``allowed`` counts for nothing where it is given and not wanted."""
        have, want = Counter(given), Counter(wanted)
        for one in set(allowed):
            if one not in want:
                have.pop(one, None)
        self.right += (have & want).total()
        self.given += have.total()
        self.wanted += want.total()

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


@dataclass(slots=True)
class Score:
    """The tallies of one set of notices, those refused, and what differs, in words."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    refused: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def take(
        self,
        where: str,
        name: str,
        given: Iterable[object],
        wanted: Iterable[object],
        allowed: Iterable[object] = (),
    ) -> None:
        given, wanted, allowed = list(given), list(wanted), list(allowed)
        self.tallies[name].add(given, wanted, allowed)
        extra = Counter(given) - Counter(wanted)
        for one in allowed:
            extra.pop(one, None)
        if missing := Counter(wanted) - Counter(given):
            self.differences.append(
                f"{where} {name}: missing {_shown(missing)}; given {_shown(Counter(given))}"
            )
        elif extra:
            self.differences.append(f"{where} {name}: too many {_shown(extra)}")


def _shown(values: Iterable[object]) -> list[object]:
    return [tuple(sorted(one)) if isinstance(one, frozenset) else one for one in values]


def answers(name: str) -> dict[str, Any]:
    """The answers of one folder, by file name or, for portals' JSON, by the record's id."""
    found: dict[str, Any] = yaml.load((ANSWERS / f"{name}.yml").read_text("utf-8"), yaml.BaseLoader)
    return found


def score(name: str, folder: Path) -> Score:
    """All answers of a folder against its files."""
    made, wanted = Score(), answers(name)
    left = set(wanted)
    for path in sorted(one for one in folder.iterdir() if one.is_file()):
        for found in in_file(path):
            if isinstance(found, Rejected):
                continue
            paper, notices = found
            key = next((k for k in (paper.id, path.name) if k in wanted), "")
            if not key:
                continue
            left.discard(key)
            if isinstance(notices, str):
                made.refused.append(f"{key}: {notices}")
                continue
            compare(made, key, notices, wanted[key])
    made.refused += [f"{key}: not found" for key in sorted(left)]
    return made


def compare(made: Score, key: str, notices: list[Notice], answer: Mapping[str, Any]) -> None:
    """One notice against its answer; what the answer is unsure of counts only where it agrees."""
    unsure = {word for one in answer.get("unsure", ()) for word in one.split(".")}
    seen, said = _of_notices(notices), _of_answer(answer)
    for name in SINGLE:
        given, wanted = seen[name], said[name]
        if given != wanted and (name in unsure or (name == "title" and _like(given, wanted))):
            continue
        made.take(key, name, given, wanted)
    lots_unsure = "lots" in unsure or "lot" in unsure
    for name in ("winners", "amounts", "bidders", "prices", "lots"):
        given, wanted = seen[name], said[name]
        if given != wanted and (
            (name == "lots" and lots_unsure)
            or name.rstrip("s") in unsure
            or (name == "prices" and "rate" in unsure)
        ):
            continue
        if name == "amounts":
            given, wanted = ({one for one in some if one[1] not in unsure} for some in (given, wanted))
        allowed = {
            one
            for one in given
            if name in ("bidders", "prices") and (one if name == "bidders" else one[0]) in said["winners"]
        }
        made.take(key, name, given, wanted, allowed)


def _like(given: list[Any], wanted: list[Any]) -> bool:
    return len(given) == len(wanted) == 1 and title_key(given[0]) == title_key(wanted[0])


def _number(text: str) -> str:
    try:
        return f"{Decimal(text.replace(',', '')).normalize():f}"
    except InvalidOperation:
        return text


def _names(names: Iterable[str]) -> Names:
    return frozenset(normalise(name) for name in names)


def _lot(text: str) -> str:
    return plain_lot(text) if len(text) < 4 else text


def _of_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    lots = answer.get("lots", ())
    contract = answer.get("contract", {})
    winners = [(lot, one) for lot in lots for one in lot.get("winners", ())]
    bids = [one for lot in lots for kind in ("candidates", "bids") for one in lot.get(kind, ())]
    bids += [
        {"names": [name]}
        for lot in lots
        for kind in ("suppliers", "invited", "subcontractors")
        for name in _list(lot.get(kind, ()))
    ]
    bids += [
        {"names": [name], "price": contract.get("amount", "")} for name in _list(contract.get("supplier", ()))
    ]
    money = [
        (lot.get("lot", ""), kind, _number(lot[kind]))
        for lot in lots
        for kind in ("budget", "ceiling")
        if kind in lot
    ]
    money += [("", kind, _number(answer[kind])) for kind in ("budget", "ceiling") if kind in answer]
    return {
        "event": [answer["event"]], "number": [number_key(answer["number"])] if "number" in answer else [],
        "plan_number": [number_key(answer["plan_number"])] if "plan_number" in answer else [],
        "title": [normalise(answer["title"])] if "title" in answer else [], "date": [answer["date"][:10]] if "date" in answer else [],
        "method": [answer["method"]] if "method" in answer else [],
        "buyer": sorted(_names(answer.get("buyer", ()))), "agent": sorted(_names(answer.get("agent", ()))),
        "winners": {_names(one["names"]) for _, one in winners},
        "amounts": {(_names(one["names"]), _number(one[k])) for _, one in winners for k in ("amount", "rate") if k in one}
        | {("", kind, value) for _, kind, value in money},
        "bidders": {_names(one["names"]) for one in bids},
        "prices": {(_names(one["names"]), _number(one[k])) for one in bids for k in ("price", "rate") if one.get(k)},
        "lots": {(_lot(lot["lot"]), "failed" if lot.get("failed") else "") for lot in lots if lot.get("lot")}
        | {(_lot(lot["lot"]), _names(one["names"])) for lot, one in winners if lot["lot"]},
    }  # fmt: skip


def _list(value: Any) -> list[str]:
    return (
        [value]
        if isinstance(value, str)
        else [name for one in value for name in (_list(one["names"]) if isinstance(one, dict) else [one])]
    )


def _of_notices(notices: list[Notice]) -> dict[str, Any]:
    first = notices[0]
    parts = [part for notice in notices for part in notice.parts]
    bids = [
        (offer, offer.price) for part in parts for offer in (*part.candidates, *part.bids, *part.suppliers)
    ]
    method = read_method(first.method.text) if first.method else None
    mentioned = {_names([firm.name]) for part in parts for firm in (*part.invited, *part.subcontractors)}
    return {
        "event": [first.kind], "number": [number_key(first.number.text)] if first.number else [],
        "plan_number": [number_key(first.plan_number.text)] if first.plan_number else [],
        "title": [normalise(first.title.text)] if first.title else [], "date": [first.published.text] if first.published else [],
        "method": [method.code] if method else [],
        "buyer": sorted(_names(firm.name for firm in first.buyers)), "agent": sorted(_names(firm.name for firm in first.agents)),
        "winners": {_who(offer) for part in parts for offer in part.winners},
        "amounts": {(_who(offer), value) for part in parts for offer in part.winners for value in _money(offer.price, offer.rate)}
        | {("", kind, value) for one in (*notices, *parts) for kind in ("budget", "ceiling") for value in _money(getattr(one, kind), None)},
        "bidders": {_who(offer) for offer, _ in bids} | mentioned,
        "prices": {(_who(offer), value) for offer, _ in bids for value in _money(offer.price, offer.rate)},
        "lots": {(part.number, "failed" if part.status else "") for part in parts if part.number}
        | {(part.number, _who(offer)) for part in parts if part.number for offer in part.winners},
    }  # fmt: skip


def _who(offer: Offer) -> Names:
    return _names(firm.name for firm in offer.firms)


def _money(price: Price | None, rate: Price | None) -> Iterator[str]:
    for one in (price, rate):
        found = read_price(one) if one else None
        if isinstance(found, Rate):
            yield _number(str(found.percent))
        elif one and (money := sum_of(one)) and money.amount:
            yield _number(str(money.amount))


def lines(scores: Mapping[str, Score]) -> Iterator[str]:
    """The figures of several folders, by field."""
    names = (*SINGLE, "winners", "amounts", "lots", "bidders", "prices")
    yield f"{'field':<12}" + "".join(f"{name:>22}" for name in scores)
    for name in names:
        cells = (one.tallies[name] for one in scores.values())
        yield f"{name:<12}" + "".join(
            f"{f'P {t.precision:.3f} R {t.recall:.3f} /{t.wanted}':>22}" for t in cells
        )
    yield f"{'refused':<12}" + "".join(f"{len(one.refused):>22}" for one in scores.values())


def total(scores: Iterable[Score]) -> Score:
    """All folders together."""
    made = Score()
    for one in scores:
        made.refused += one.refused
        for name, tally in one.tallies.items():
            mine = made.tallies[name]
            mine.right, mine.given, mine.wanted = (
                mine.right + tally.right,
                mine.given + tally.given,
                mine.wanted + tally.wanted,
            )
    return made


def part_of(notice: Notice, lot: str) -> Part:
    """The part of a lot; an empty one where there is none."""
    return next((part for part in notice.parts if part.number == lot), Part(lot))
