"""Measures of what lies far above the rest: beyond the upper fence, Q3 + 1.5 (Q3 − Q1), of like values.

Quartiles are estimated as OCP Cardinal does (R-8, median-unbiased). What is no more than the third quartile is
no outlier, and of fewer than four values none can be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy

from govgraph.queries.table import Column

Row = Mapping[str, Any]
DISQUALIFIED = (
    Column("role", "text"), Column("party", "text"), Column("bids", "integer"), Column("disqualified", "integer"),
    Column("processes", "integer"),
)  # fmt: skip
DISCOUNTS = (
    Column("project", "text"), Column("lot", "text"), Column("buyer", "text"), Column("winner", "text"),
    Column("price", "money"), Column("nextPrice", "money"), Column("currency", "text"),
)  # fmt: skip
_LEAST, _PATTERN = 4, 2  # values of which an outlier can be told, and bids that are more than a chance


def _beyond(values: Sequence[float], fence: float | None) -> tuple[list[bool], float | None]:
    """Which values lie beyond the fence, which is that of the values where none is given."""
    if fence is not None:
        return [value >= fence for value in values], fence
    if len(values) < _LEAST:
        return [False] * len(values), None
    first, third = (float(q) for q in numpy.quantile(values, (0.25, 0.75), method="median_unbiased"))
    own = third + 1.5 * (third - first)
    return [value >= own - 1e-9 and value > third + 1e-9 for value in values], own


def disqualified(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Buyers, agents and bidders with so large a share of disqualified bids that few have the like."""
    least = parameters["minimum"] or 0
    for role in sorted({row["role"] for row in rows}):
        enough = "bids" if role == "bidder" else "processes"
        those = [row for row in rows if row["role"] == role and row[enough] >= least]
        shares = [100 * row["disqualified"] / row["bids"] for row in those]
        flags, fence = _beyond(shares, parameters["fence"])
        for row, share, flag in zip(those, shares, flags, strict=True):
            if flag and row["disqualified"] >= _PATTERN:
                yield {
                    "role": role, "party": row["party"], "bids": row["bids"], "disqualified": row["disqualified"],
                    "share": share, "limit": fence,
                }  # fmt: skip


def discounts(rows: Sequence[Row], parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Contests in which the next valid bid was so much dearer than the winning one that few have the like."""
    gaps = [100 * (row["nextPrice"] - row["price"]) / row["price"] for row in rows]
    flags, fence = _beyond(gaps, parameters["fence"])
    for row, gap, flag in zip(rows, gaps, flags, strict=True):
        if flag and gap > 0:
            yield {**row, "gap": gap, "limit": fence}
