"""Who holds a company, and since when: a row for each holder below its group, a column for each date.

Shares of different dates are different pictures of one company: they stand side by side and are added up
only within a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govgraph.graph.reader.findings import Finding
from govgraph.graph.reader.reader import GraphReader

HELD = "HOLDS_SHARES_IN"
DATES = 6  # the latest ones; the list below the table has all


@dataclass(frozen=True, slots=True)
class Holder:
    """A row: who holds, whether below its group, and what is stated of each date (a dash: a share without figure)."""

    id: str
    below: bool
    stakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """The table. ``dates`` are as given, the latest first, "" where none is; ``earlier`` counts those left out."""

    dates: tuple[str, ...]
    rows: tuple[Holder, ...]
    sums: tuple[str, ...]
    earlier: int


def holders(reader: GraphReader, found: Sequence[Finding]) -> Holders | None:
    """The table of all who are said to hold one company; None where no date and one holder make none."""
    cells: dict[str, dict[str, str]] = {}
    for f in found:
        known = dict(f.details)
        date = known.get("asOf") or known.get("since") or ""
        column = cells.setdefault(f.subject, {})
        if column.get(date, "–") == "–":
            column[date] = _stake(known)
    dates = sorted({date for row in cells.values() for date in row}, reverse=True)
    if not dates or (len(cells) < 2 and len(dates) < 2):
        return None
    shown = tuple(dates[:DATES])
    rows = [
        Holder(id_, below, tuple(cells.get(id_, {}).get(date, "") for date in shown))
        for id_, below in _nested(reader, cells)
    ]
    return Holders(
        shown, tuple(rows), tuple(_sum(rows, n) for n in range(len(shown))), len(dates) - len(shown)
    )


def _nested(reader: GraphReader, cells: dict[str, dict[str, str]]) -> list[tuple[str, bool]]:
    """Holders in order, the largest latest share first, each below its group where it has one."""
    groups = dict(
        reader.rows(
            """SELECT start_id, min(end_id) FROM link WHERE type = 'MEMBER_OF_GROUP' AND rule IS NULL
               AND start_id IN (SELECT unnest(?)) GROUP BY 1""",
            [sorted(cells)],
        )
    )
    below: dict[str, list[str]] = {}
    for id_ in sorted(cells, key=lambda id_: (-max(map(_number, cells[id_].values())), id_)):
        below.setdefault(groups.get(id_, id_), []).append(id_)
    found: list[tuple[str, bool]] = []
    for top, ids in below.items():
        found.append((top, False))
        found += [(id_, True) for id_ in ids if id_ != top]
    return found


def _stake(known: dict[str, str]) -> str:
    """A share as it is given, a range where only that is known; a dash for a share without figure."""
    if "stake" in known:
        return f"{known['stake']}%"
    limits = [known[name] for name in ("stakeMin", "stakeMax") if name in known]
    return f"{'–'.join(limits)} %" if limits else "–"


def _number(stake: str) -> float:
    """An exact share as a number, -1 for a range or none."""
    try:
        return float(stake.removesuffix("%"))
    except ValueError:
        return -1.0


def _sum(rows: Iterable[Holder], column: int) -> str:
    """What the shares of one date come to; empty where no figure is given."""
    figures = [figure for row in rows if (figure := _number(row.stakes[column])) >= 0]
    return f"{sum(figures):.4f}".rstrip("0").rstrip(".") + "%" if figures else ""
