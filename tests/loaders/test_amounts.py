"""The printed total of a notice against its awards, worked out by hand."""

from __future__ import annotations

import pytest

from govgraph.loaders.notices.amounts import Amounts
from govgraph.loaders.notices.notice import Price
from govgraph.loaders.notices.said import Writer

NOT_THE_SUM = "a total that is not the sum of the awards"
NOT_SPLIT = "a total that is not split among the winners"

#: A printed total, the awards' prices, and why the total is set aside (empty: it is not).
TOTALS = {
    "the sum": ("3000000元", ["1000000元", "2000000元"], ""),
    "the sum in another unit": ("300万元", ["1000000元", "200万元"], ""),
    "rounded as printed": ("300.1万元", ["1000300元", "2000000元"], ""),
    "half a yuan off": ("3000000.5元", ["1000000元", "2000000元"], ""),
    "a yuan off": ("3000001元", ["1000000元", "2000000元"], NOT_THE_SUM),
    "100,000 too much": ("3100000元", ["1000000元", "2000000元"], NOT_THE_SUM),
    "100,000 too little": ("2900000元", ["1000000元", "2000000元"], NOT_THE_SUM),
    "100,000 off in 万元": ("310万元", ["100万元", "200万元"], NOT_THE_SUM),
    "the only award with another price": ("3100000元", ["3000000元"], NOT_THE_SUM),
    "an award without a price": ("3000000元", ["1000000元", ""], NOT_SPLIT),
    "rates cannot be added": ("3000000元", ["下浮率5%", "1000000元"], ""),
    "a total that is none": ("详见附件", ["1000000元", "2000000元"], ""),
}


@pytest.mark.parametrize("case", TOTALS)
def test_a_total_is_checked_against_the_sum(case: str) -> None:
    printed, prices, reason = TOTALS[case]
    writer = Writer("s")
    awards = [
        (writer.new("Award", f"a{n}", ""), Price(text, "中标金额") if text else None)
        for n, text in enumerate(prices)
    ]
    Amounts(writer).total(Price(printed, "总金额", "p1"), awards)
    assert [(found.position, found.reason, found.record) for found in writer.rejected] == (
        [("p1", reason, printed)] if reason else []
    )
    assert not [s for award, _ in awards for s in award.statements() if s.predicate == "amount"]


def test_a_total_is_the_amount_of_the_only_award() -> None:
    writer = Writer("s")
    award = writer.new("Award", "a", "")
    Amounts(writer).total(Price("310万元", "总金额", "p1"), [(award, None)])
    assert [s.object for s in award.statements() if s.predicate == "amount"] == ["3100000"]
    assert writer.rejected == []
