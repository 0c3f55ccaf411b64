"""Notices against answers worked out by reading: our own in the shapes of real ones, and the real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from govgraph.loaders.notices.amounts import sum_of
from govgraph.loaders.notices.pages import paper_of_text
from govgraph.loaders.notices.reader import read_paper
from tests.bundled import SHARED
from tests.loaders.notice_answers import Score, compare, score, total

OWN: dict[str, Any] = yaml.load((Path(__file__).parent / "notices" / "own.yml").read_text("utf-8"), yaml.BaseLoader)  # fmt: skip
NOTICES = Path(__file__).parent / "notices"
DATA = SHARED / "data"
#: What must hold over the real notices: precision and recall.
LEAST = {
    "winners": (1.0, 0.97), "amounts": (0.97, 0.97), "event": (0.97, 0.97), "number": (0.97, 0.97), "date": (0.97, 0.97),
    "buyer": (0.97, 0.97), "agent": (0.97, 0.97), "method": (0.97, 0.97), "lots": (0.95, 0.95), "bidders": (0.95, 0.95),
    "prices": (0.95, 0.95),
}  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_our_own_notices(name: str) -> None:
    made = Score()
    found = read_paper(paper_of_text(OWN[name]["text"], "notice.txt", ""))
    assert not isinstance(found, str), found
    compare(made, name, found, OWN[name])
    assert made.differences == []


@pytest.mark.parametrize("folder", ["unseen", "practice"])
def test_notices_written_from_practice(folder: str) -> None:
    """Pages, texts and JSON in the portals' forms, each answered before the reader was asked."""
    made = score(folder, NOTICES / folder)
    assert made.refused == []
    assert made.differences == []


@pytest.mark.parametrize("name", [name for name in OWN if "currency" in str(OWN[name].get("lots"))])
def test_the_currency_of_an_award(name: str) -> None:
    found = read_paper(paper_of_text(OWN[name]["text"], "notice.txt", ""))
    assert not isinstance(found, str)
    winners = [offer for part in found[0].parts for offer in part.winners]
    given = {o.firms[0].name: money.currency for o in winners if o.price and (money := sum_of(o.price))}
    wanted = {one["names"][0]: one["currency"] for lot in OWN[name]["lots"] for one in lot["winners"] if "currency" in one}  # fmt: skip
    assert given == wanted


@pytest.mark.skipif(not DATA.exists(), reason="the real notices are not beside this checkout; our own above have their shapes")  # fmt: skip
def test_real_notices() -> None:
    scores = {name: score(name, DATA / name) for name in ("ccgp", "portals", "ggzy-text", "ggzy")}
    assert [line for one in scores.values() for line in one.refused] == []
    everything = total(scores.values())
    short = {name: (tally.precision, tally.recall) for name, tally in everything.tallies.items()
             if name in LEAST and (tally.precision < LEAST[name][0] or tally.recall < LEAST[name][1])}  # fmt: skip
    assert short == {}, "\n".join(line for one in scores.values() for line in one.differences)
