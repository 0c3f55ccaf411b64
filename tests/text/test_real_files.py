"""Whole notices, our own and, where they are at hand, real ones: no crash, and sums that agree with the plain numbers."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from govgraph.text.dates import PartialDate, find_dates, read_date
from govgraph.text.money import Money, NoAmount, find_money, read_money, unit_of
from govgraph.text.names import normalise, parse
from govgraph.text.place_finder import find_places, read_place
from tests.loaders.portal_pages import AWARD, CONTRADICTED, OTHER_WINNER, RANKED, UNRANKED

DATA = Path(__file__).parents[3] / "shared" / "data" / "ggzy"
OWN = [AWARD, OTHER_WINNER, RANKED, UNRANKED, CONTRADICTED]
CELL = re.compile(r"\|([^|]*价\([^|]*\):?)\|([^|]+)\|")


@pytest.fixture(scope="module", params=["our own", "real"])
def notices(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    if request.param == "our own":
        return OWN
    if not DATA.is_dir():
        pytest.skip("the real notices are not beside this checkout")
    return [row for path in sorted(DATA.glob("*.json")) for row in json.loads(path.read_text("utf-8"))]


def _text(row: dict[str, str]) -> str:
    return re.sub(r"\s*(?:\||&nbsp;)[\s|]*(?:&nbsp;)*", "|", re.sub("<[^>]+>", "|", row["infocontent"]))


def test_prices_in_cells(notices: list[dict[str, str]]) -> None:
    cells = [cell for row in notices for cell in CELL.findall(_text(row))]
    real = notices is not OWN
    assert len(cells) > (150 if real else 1)
    sums = 0
    for head, cell in cells:
        found = read_money(cell, unit_of(head))
        if re.fullmatch(r"[0-9.]+", cell) and unit_of(head) == "元":
            assert isinstance(found, Money)
            assert found.amount == Decimal(cell)
            sums += 1
        elif "%" in cell and "元" not in cell:
            assert not isinstance(found, Money)
        elif isinstance(found, NoAmount):
            assert found.reason != "no amount in it", cell
    assert sums > (100 if real else 0)


def test_whole_notices(notices: list[dict[str, str]]) -> None:
    for row in notices:
        text = _text(row)
        for item in (*find_money(text), *find_places(text, row["infodate"])):
            assert text[slice(*item.span)] == item.text
        assert find_dates(text, row["infodate"][:4])
        published = read_date(row["infodate"])
        assert isinstance(published, PartialDate)
        place = read_place(row["xiaqucode"], published.text)
        assert place is not None or row["xiaqucode"].endswith("01")
        winner = re.search(r"中标人:\|([^|]+)\|", text)
        if winner:
            parsed = parse(winner[1])
            assert parsed.kind in ("company", "several", "institution") or "(" in parsed.name, parsed
            assert normalise(parsed.name) == parsed.name
