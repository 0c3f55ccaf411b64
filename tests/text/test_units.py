"""What a column's head says of the numbers under it."""

from __future__ import annotations

import pytest

from govgraph.text.units import unit_of


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("合同金额（万元）", "万元"),
        ("中标价(元):", "元"),
        ("投标报价(元/%)", "元/%"),
        ("单位：万元", "万元"),
        ("金额/万元", "万元"),
        ("中标价(%):", "%"),
        ("中标价(报价承诺):", ""),
        ("总中标金额", ""),
    ],
)
def test_units_in_heads(head: str, unit: str) -> None:
    assert unit_of(head) == unit
