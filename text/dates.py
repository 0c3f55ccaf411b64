"""Dates as printed in Chinese notices, as exact as printed and no more.

A date without a year takes it from a context that the caller names, and says so; without one it
is no date. What cannot be (2019年2月30日, month 13) is returned with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from govgraph.messages import _
from govgraph.text.chars import Flat, flatten
from govgraph.text.numerals import chinese_integer
from govgraph.text.partial_date import DateRange, NoDate, PartialDate, Span, dated

__all__ = ["DateRange", "NoDate", "PartialDate", "find_dates", "read_date"]

Found = PartialDate | DateRange | NoDate
Context = date | PartialDate | str | int | None

#: Epoch numbers in Chinese portals count from midnight in China.
CHINA = timezone(timedelta(hours=8))
_N = "[0-9〇零○一二三四五六七八九十廿]"
_YEAR = rf"[0-9]{{4}}|[0-9〇零○oO一二三四五六七八九]{{4}}|[0-9]{{2}}(?=\s*年\s*{_N}{{1,3}}\s*月)"
_DAY = rf"(?P<day>{_N}{{1,3}})\s*(?:日(?!历)|号(?![楼院路线房]))"
_MONTH_DAY = rf"(?P<month>{_N}{{1,3}})\s*月(?!内)份?(?:\s*{_DAY})?"
_JOINT = r"\s*起?\s*(?:-+|~+|至|到)\s*"
_PATTERNS = (
    re.compile(rf"(?<![0-9〇零○一二三四五六七八九A-Za-z])(?P<year>{_YEAR})\s*年度?\s*(?:{_MONTH_DAY})?"),
    re.compile(
        r"(?:(?<![0-9A-Za-z./-])|(?<=[-./][0-9]{2}-)|(?<=[-./][0-9]-))"
        r"(?P<year>(?:19|20)[0-9]{2})(?P<sign>[-/.])(?P<month>[0-9]{1,2})"
        r"(?:(?P=sign)(?P<day>[0-9]{1,2}))?(?![0-9]|[./][0-9]|-(?!\s*(?:19|20)[0-9]{2})[0-9A-Za-z])"
    ),
    re.compile(rf"(?P<word>今年|本年|当年|去年|上年|明年|前年)度?(?:\s*{_MONTH_DAY})?"),
    re.compile(rf"(?<![0-9〇零○一二三四五六七八九十廿年第.\-/个]){_MONTH_DAY}"),
)
_YEARS_APART = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "明年": 1, "前年": -2}
_TIME = re.compile(
    r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?(?:T|\s*)(?P<half>上午|下午|晚上?|[ap]m)?\s*"
    r"(?P<hour>[0-2]?[0-9])\s*(?:[:：]\s*(?P<minute>[0-5]?[0-9])(?:[:：](?P<second>[0-5][0-9]))?|"
    r"[时点](?:(?P<minute2>[0-5]?[0-9])分)?(?:(?P<second2>[0-5]?[0-9])秒)?)(?:\.[0-9]{1,9})?"
    r"(?P<zone>Z|\s?[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?"
)
#: The short second half of a range: 至9月5日, -31日, -6月, -2020年.
_SECOND = re.compile(
    rf"{_JOINT}(?:(?P<month>{_N}{{1,3}})\s*月份?)?\s*(?:(?P<day>{_N}{{1,3}})\s*[日号](?!历))?"
)
_TWO_YEARS = re.compile(rf"(?<![0-9A-Za-z./-])((?:19|20)[0-9]{{2}})(?={_JOINT}(?:19|20)[0-9]{{2}}\s*年)")
_TWO_MONTHS = re.compile(rf"\s*(?P<month>{_N}{{1,3}})(?={_JOINT}{_N}{{1,3}}\s*月)")
_SHORT = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_NOTHING = re.compile(r"[\s/\\|_.:-]*|\\N|(?i:n/?a|null|none|nil|nan)|无|待定|详见.*|另行.*|长期")


def find_dates(text: str, context: Context = None) -> list[Found]:
    """All dates and ranges in ``text``, in order, with those that cannot be and the reason."""
    flat = flatten(text)
    year = _context_year(context)
    found: list[Found] = []
    end = 0
    for start, match in _matches(flat.text):
        if start < end:
            continue
        item, end = _read_match(flat, match, start, year)
        if isinstance(item, PartialDate):
            item, end = _with_second(flat, item, match, (start, end))
        if item is not None:
            found.append(item)
    return list(_join(flat, found))


def _matches(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """All pattern hits by place; at one place the earlier, fuller pattern goes first."""
    hits = [
        (match.end() - len(match[0].lstrip()), rank, match)
        for rank, pattern in enumerate((*_PATTERNS, _TWO_YEARS))
        for match in pattern.finditer(text)
    ]
    for start, _end, match in sorted(hits, key=lambda hit: hit[:2]):
        yield start, match


def _read_match(
    flat: Flat, match: re.Match[str], start: int, context: int | None
) -> tuple[Found | None, int]:
    """The date at one hit (``None``: no date at all), and where its words end."""
    parts = match.groupdict()
    end = match.end() - (len(match[0]) - len(match[0].rstrip()))
    month, day = parts.get("month"), parts.get("day")
    if match.re is _PATTERNS[1] and not day and not 1 <= int(month or 0) <= 12:
        return None, end  # 2018-19 is no month
    year, inferred = _year_of(match, context)
    time = ""
    clock = _TIME.match(flat.text, end) if day else None
    if clock and (time := _clock(clock)):
        end = clock.end()
    printed, span = flat.quote(start, end), flat.span(start, end)
    if year is None:
        return NoDate(_("the year is not stated"), printed, span), end
    item = dated(year, _integer(month), _integer(day), printed, span)
    if isinstance(item, PartialDate):
        item = replace(item, year_inferred=inferred, time=time)
    return item, end


def _year_of(match: re.Match[str], context: int | None) -> tuple[int | None, bool]:
    parts = match.groupdict()
    if match.re is _TWO_YEARS:
        return int(match[1]), False
    if word := parts.get("word"):
        return (None if context is None else context + _YEARS_APART[word]), True
    printed = parts.get("year")
    if printed is None:
        return context, True
    year = _integer(printed.replace("o", "〇").replace("O", "〇"))
    if len(printed) > 2 or year is None:
        return year, False
    return (None if context is None else context // 100 * 100 + year), True


def _integer(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() else (chinese_integer(text) if text else None) or 0


def _clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    if match["half"] in ("下午", "晚", "晚上", "pm") and hour < 12:
        hour += 12
    minute = int(match["minute"] or match["minute2"] or 0)
    second = match["second"] or match["second2"]
    if hour > 24 or (hour == 24 and minute):
        return ""
    zone = (match["zone"] or "").strip()
    return f"{hour:02}:{minute:02}" + (f":{int(second):02}" if second else "") + zone


def _with_second(flat: Flat, first: PartialDate, match: re.Match[str], at: Span) -> tuple[Found, int]:
    """``first``, or the range whose second half leaves out the year or the month."""
    start, end = at
    year, *rest = (int(part) for part in first.text.split("-"))
    months = _TWO_MONTHS.match(flat.text, end) if match.re is _PATTERNS[0] and not rest else None
    if months:  # 2019年1-6月: both months share one sign
        rest, end = [_integer(months["month"]) or 0], months.end()
        opened = dated(year, rest[0], None, flat.quote(start, end), flat.span(start, end))
        if isinstance(opened, NoDate):
            return opened, end
        first = replace(opened, year_inferred=first.year_inferred)
    second = _SECOND.match(flat.text, end)
    if not second or not (second["month"] or second["day"]) or not rest:
        return first, end
    month = _integer(second["month"]) if second["month"] else rest[0]
    day = _integer(second["day"])
    # 12月30日至1月5日 runs into the next year
    rolls = (month or 0, day or 0) < (rest[0], rest[1] if len(rest) > 1 and day else 0)
    stop = second.end()
    here = second.end() - len(second[0].lstrip(" -~至到起"))
    last = dated(year + rolls, month, day, flat.quote(here, stop), flat.span(here, stop))
    if isinstance(last, NoDate):
        return last, stop
    last = replace(last, year_inferred=first.year_inferred or rolls)
    return DateRange(first, last, flat.quote(start, stop), flat.span(start, stop)), stop


def _join(flat: Flat, found: list[Found]) -> Iterator[Found]:
    """Make one range of two dates with a dash or 至 between them."""
    waiting: Found | None = None
    for item in found:
        if isinstance(waiting, PartialDate) and isinstance(item, PartialDate):
            between = flatten(flat.original[waiting.span[1] : item.span[0]]).text
            if re.fullmatch(_JOINT, between):
                span = (waiting.span[0], item.span[1])
                printed = flat.original[slice(*span)]
                if waiting.text > item.text and not item.text.startswith(waiting.text):
                    waiting = NoDate(_("the range ends before it begins"), printed, span)
                else:
                    waiting = DateRange(waiting, item, printed, span)
                continue
        if waiting is not None:
            yield waiting
        waiting = item
    if waiting is not None:
        yield waiting


def _context_year(context: Context) -> int | None:
    if isinstance(context, int):
        return context
    text = context.text if isinstance(context, PartialDate) else str(context or "")
    match = re.match(r"[0-9]{4}", text)
    return int(match[0]) if match else None


def read_date(value: object, context: Context = None) -> Found:
    """The one date (or range) that a field holds, or the reason why it holds none or several."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value // 1:
        value = int(value)
    printed = "" if value is None else str(value)
    flat = flatten(printed).text.strip()
    span = (0, len(printed))
    if value is None or _NOTHING.fullmatch(flat):
        return NoDate(_("not stated"), printed, span)
    if re.fullmatch("-?[0-9]+", flat):
        return _number(flat, printed, span)
    if short := _SHORT.fullmatch(flat):
        one, two, year = int(short[1]), int(short[3]), int(short[4])
        if one <= 12 and two <= 12 and one != two:
            return NoDate(_("which is the day and which the month is not said"), printed, span)
        return dated(year, min(one, two), max(one, two), printed, span)
    found = find_dates(printed, context)
    if len(found) == 1:
        return found[0]
    return NoDate(_("several dates") if found else _("no date in it"), printed, span)


def _number(digits: str, printed: str, span: Span) -> PartialDate | NoDate:
    """A bare number by its length: a year, a month, a day, or epoch seconds or milliseconds."""
    size = len(digits)
    if size in (4, 6, 8) and digits.isdigit():
        return dated(
            int(digits[:4]),
            int(digits[4:6]) if size > 4 else None,
            int(digits[6:]) if size > 6 else None,
            printed,
            span,
        )
    if size in (10, 13) and digits[0] != "-":
        moment = datetime.fromtimestamp(int(digits[:10]), CHINA)
        item = dated(moment.year, moment.month, moment.day, printed, span)
        clock = f"{moment:%H:%M:%S}+08:00"
        return replace(item, time=clock) if isinstance(item, PartialDate) else item
    return NoDate(_("a number that is no date"), printed, span)
