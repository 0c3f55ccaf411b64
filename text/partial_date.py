"""A date as exact as it was printed, a range of two, or the reason why there is none."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

from govgraph.messages import _

__all__ = ["DateRange", "NoDate", "PartialDate", "Span", "dated"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with its precision: ``2019``, ``2019-05`` or ``2019-05-02``.

    ``year_inferred``: the year is the context's, not the text's. ``time`` is ``HH:MM[:SS]`` with
    the zone as printed; the date is the printed one, never moved to another zone.
    """

    text: str
    precision: str
    year_inferred: bool = False
    time: str = ""
    printed: str = ""
    span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class DateRange:
    """From one date to another, both included, as printed."""

    start: PartialDate
    end: PartialDate
    printed: str
    span: Span


@dataclass(frozen=True, slots=True)
class NoDate:
    """Why there is no date here."""

    reason: str
    printed: str
    span: Span = (0, 0)


def dated(year: int, month: int | None, day: int | None, printed: str, span: Span) -> PartialDate | NoDate:
    """A date that can be, or the reason why it cannot."""
    if not 1900 <= year <= 2100:
        return NoDate(_("year {year} cannot be meant").format(year=year), printed, span)
    if month is None:
        return PartialDate(f"{year}", "year", printed=printed, span=span)
    if not 1 <= month <= 12:
        return NoDate(_("there is no month {month}").format(month=month), printed, span)
    if day is None:
        return PartialDate(f"{year}-{month:02}", "month", printed=printed, span=span)
    if not 1 <= day <= monthrange(year, month)[1]:
        return NoDate(
            _("there is no day {day} in {year}-{month:02}").format(day=day, year=year, month=month),
            printed,
            span,
        )
    return PartialDate(f"{year}-{month:02}-{day:02}", "day", printed=printed, span=span)
