"""What OCP's Cardinal flags, our questions flag: processes of the shapes that its documentation describes.

The outcomes are worked out from Cardinal's definitions of R018, R024, R028 and R048, with the bounds that its
fences give on these processes set by hand where ours takes a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.queries.library import read_query
from govgraph.queries.run import run_query
from govgraph.stores.base import Store
from govgraph.workspace import Workspace
from tests.once import once

Json = dict[str, Any]


def bid(who: str, amount: float = 1, status: str = "valid", currency: str = "USD") -> Json:
    tenderers = [{"id": f"{who[:1]}-{one}"} for one in who.split("+")] if who else []
    return {"status": status, "tenderers": tenderers, "value": {"amount": amount, "currency": currency}}


def award(who: str = "W", status: str = "active", **more: Any) -> Json:
    suppliers = {"suppliers": [{"id": f"{who[:1]}-{one}"} for one in who.split("+")]} if who else {}
    return {"status": status, **suppliers, **more}


def items(*codes: str) -> Json:
    return {"items": [{"classification": {"id": code}} for code in codes]}


def counted(number: object, method: str = "") -> Json:
    return {"tender": {"numberOfTenderers": number, **({"procurementMethod": method} if method else {})}}


def lost(*bids: Json, awards: list[Json] | None = None) -> Json:
    return {"bids": {"details": list(bids)}, "awards": awards or [award()]}


EVEN = (bid("W"), bid("L"))
#: By question the processes, and those that Cardinal flags.
PROCESSES: dict[str, tuple[dict[str, Json], set[str]]] = {
    "single-bidder": ({
        "open": counted(1, "open"), "selective": counted(1, "selective"), "limited": counted(1, "limited"),
        "direct": counted(1, "direct"), "no method": counted(1), "two": counted(2, "open"), "below nought": counted(-1, "open"),
    }, {"open", "selective"}),
    "close-prices": ({
        "even": lost(*EVEN), "far": lost(bid("W"), bid("L", 101)),
        "others failed": lost(bid("W"), bid("L", 101), awards=[award(), award("C", "cancelled"), award("U", "unsuccessful")]),
        "another pends": lost(*EVEN, awards=[award(), award("", "pending")]),
        "another is void": lost(*EVEN, awards=[award(), award("", "invalid")]),
        "the winner was invited": lost(bid("W", status="invited"), bid("L")),
        "the winner pends": lost(bid("W", status="pending"), bid("L")),
        "the winner withdrew": lost(bid("W", status="withdrawn"), bid("L")),
        "the winner was ruled out": lost(bid("W", status="disqualified"), bid("L")),
        "a cheaper one lost": lost(bid("W", 2), bid("L", 1)),
        "two awards": lost(*EVEN, awards=[award(), award()]),
        "a consortium lost": lost(bid("W"), bid("L+M")), "a consortium won": lost(*EVEN, awards=[award("W+X")]),
    }, {"even"}),
    "identical-prices": ({
        "the same": {"bids": {"details": [bid("V"), bid("D", status="disqualified")]}},
        "nobody": {"bids": {"details": [bid("V"), bid("", status="disqualified"), bid("", status="disqualified")]}},
        "one": {"bids": {"details": [bid("T"), bid("T", status="disqualified")]}},
        "shuffled": {"bids": {"details": [bid("A+Z"), {**bid("A+Z"), "tenderers": bid("A+Z")["tenderers"][::-1]}]}},
        "decimals": {"bids": {"details": [bid("V", 1.0), bid("D", 1.1)]}},
        "currencies": {"bids": {"details": [bid("V"), bid("D", currency="CAD")]}},
        "invited": {"bids": {"details": [bid("V"), bid("I", status="invited")]}},
        "pending": {"bids": {"details": [bid("V"), bid("P", status="pending")]}},
        "withdrawn": {"bids": {"details": [bid("V"), bid("Q", status="withdrawn")]}},
        "cancelled": {"bids": {"details": [bid("V"), bid("D")]}, "tender": {"status": "cancelled"}},
    }, {"the same"}),
    "unrelated-categories": ({
        "F": {"awards": [award("F", **items("10000000", "11000000"))]},
        **{str(n): {"awards": [award(str(n), **items("10000000"))]} for n in range(4)},
        **{status: {"awards": [award("S", status, **items("10000000", "11000000"))]}
           for status in ("pending", "cancelled", "unsuccessful", "invalid")},
        "two suppliers": {"awards": [award("S+T", **items("10000000", "11000000"))]},
    }, {"F-F"}),
}  # fmt: skip
GIVEN = {"unrelated-categories": {"minimum": "2"}}


def build_cardinal(folder: Path) -> None:
    """A workspace folder with a file for each question."""
    for question, (processes, _) in PROCESSES.items():
        path = folder / f"{question}.json"
        path.write_text("\n".join(json.dumps({"ocid": f"{question} {name}", "date": "2024-01-01T00:00:00Z", **process})
                                  for name, process in processes.items()), "utf-8")  # fmt: skip
        assert not load_into(folder, find([path]), jobs=1)[0].problem
        path.unlink()
    Workspace(folder).build()


@pytest.fixture(scope="module", params=["embedded", "sparql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Workspace(once(tmp_path_factory, "cardinal", build_cardinal)).open(request.param)
    yield opened
    opened.close()


@pytest.mark.parametrize("question", PROCESSES)
def test_cardinals_outcome(question: str, store: Store) -> None:
    processes, flagged = PROCESSES[question]
    query = read_query(question)
    rows = run_query(query, store, GIVEN.get(question, {}), str).rows
    first = {str(row[0]).removeprefix(f"{question} ") for row in rows}
    ours = {name for name in first if name in processes} if question != "unrelated-categories" else first
    assert ours == flagged
