"""Dates: as exact as printed, a year that is not printed is marked, what cannot be is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgraph.text.dates import DateRange, NoDate, PartialDate, find_dates, read_date


@pytest.mark.parametrize(
    ("value", "text", "precision"),
    [
        ("2019年8月30日", "2019-08-30", "day"),
        ("2019-08-30", "2019-08-30", "day"),
        ("2019/8/30", "2019-08-30", "day"),
        ("2019.08.30", "2019-08-30", "day"),
        ("２０１９年８月３０日", "2019-08-30", "day"),
        ("2019 年 8 月 30 日", "2019-08-30", "day"),
        ("二〇一九年", "2019", "year"),
        ("二○一九年八月三十日", "2019-08-30", "day"),
        ("二零一九年十二月", "2019-12", "month"),
        ("2019年5月份", "2019-05", "month"),
        ("2019-05", "2019-05", "month"),
        ("2019年度", "2019", "year"),
        ("20190830", "2019-08-30", "day"),
        (20190830, "2019-08-30", "day"),
        (2019, "2019", "year"),
        ("30/08/2019", "2019-08-30", "day"),
        ("2020年2月29日", "2020-02-29", "day"),
        ("2019年8月30号楼", "2019-08", "month"),
    ],
)
def test_dates_as_printed(value: object, text: str, precision: str) -> None:
    found = read_date(value)
    assert isinstance(found, PartialDate), found
    assert (found.text, found.precision, found.year_inferred) == (text, precision, False)


@pytest.mark.parametrize(
    ("value", "text", "time"),
    [
        ("2025年08月15日 15:57", "2025-08-15", "15:57"),
        ("2025年06月13日 09时00分", "2025-06-13", "09:00"),
        ("2018年5月21日下午3点", "2018-05-21", "15:00"),
        ("2019-08-30T09:00:00+08:00", "2019-08-30", "09:00:00+08:00"),
        ("2019-08-30T17:00:00.000Z", "2019-08-30", "17:00:00Z"),
        (1499702400000, "2017-07-11", "00:00:00+08:00"),
        ("1499702400", "2017-07-11", "00:00:00+08:00"),
    ],
)
def test_times_and_epochs_keep_the_printed_day(value: object, text: str, time: str) -> None:
    found = read_date(value)
    assert isinstance(found, PartialDate)
    assert (found.text, found.time) == (text, time)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8月30日", "2019-08-30"),
        ("5月份", "2019-05"),
        ("去年8月", "2018-08"),
        ("今年", "2019"),
        ("19年8月", "2019-08"),
    ],
)
def test_a_year_comes_from_the_context_or_not_at_all(value: str, text: str) -> None:
    assert isinstance(read_date(value), NoDate)
    for context in ("2019-09-02", date(2019, 9, 2), 2019, PartialDate("2019", "year")):
        found = read_date(value, context)
        assert isinstance(found, PartialDate)
        assert (found.text, found.year_inferred) == (text, True)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2019年2月30日", "there is no day 30 in 2019-02"),
        ("2019年2月29日", "there is no day 29 in 2019-02"),
        ("2019-13-01", "there is no month 13"),
        ("1601年", "year 1601 cannot be meant"),
        ("03/08/2019", "which is the day and which the month is not said"),
        ("8月30日", "the year is not stated"),
        ("", "not stated"),
        (None, "not stated"),
        ("长期", "not stated"),
        (43707, "a number that is no date"),
        (True, "no date in it"),
        ("3个月", "no date in it"),
        ("90日历天", "no date in it"),
        ("XSA070002-202402-01(2)", "no date in it"),
        ("2019-08-123", "no date in it"),
        ("计价格[2002]10 号", "no date in it"),
        ("2019年8月30日、2019年9月1日", "several dates"),
    ],
)
def test_what_is_no_date_says_why(value: object, reason: str) -> None:
    found = read_date(value)
    assert isinstance(found, NoDate), found
    assert found.reason == reason


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2019年8月30日至9月5日", "2019-08-30", "2019-09-05"),
        ("2019年8月30日-31日", "2019-08-30", "2019-08-31"),
        ("2019-08-30 至 2019-09-05", "2019-08-30", "2019-09-05"),
        ("2019.08.30-2019.09.05", "2019-08-30", "2019-09-05"),
        ("自2019年8月30日起至2020年8月29日止", "2019-08-30", "2020-08-29"),
        ("2019年12月30日至1月5日", "2019-12-30", "2020-01-05"),
        ("2018-2020年", "2018", "2020"),
        ("2019年1-6月", "2019-01", "2019-06"),
        ("2019-08-30 09:00:00 - 2019-09-05 17:00:00", "2019-08-30", "2019-09-05"),
    ],
)
def test_ranges(value: str, start: str, end: str) -> None:
    found = read_date(value)
    assert isinstance(found, DateRange), found
    assert (found.start.text, found.end.text) == (start, end)
    assert value[slice(*found.span)] == found.printed


def test_a_range_that_runs_into_the_next_year_says_so() -> None:
    within, over = read_date("2019年8月30日至9月5日"), read_date("2019年12月30日至1月5日")
    assert isinstance(within, DateRange)
    assert isinstance(over, DateRange)
    assert not within.end.year_inferred
    assert over.end.year_inferred
    backwards = read_date("2019年9月5日至2019年8月30日")
    assert isinstance(backwards, NoDate)


def test_all_dates_of_a_text() -> None:
    text = "首次公告日期：2017年07月11日 本次变更日期：2017年07月26日，9月1日9时30分前递交，合同期3年"
    found = find_dates(text, 2017)
    assert [item.text for item in found if isinstance(item, PartialDate)] == [
        "2017-07-11",
        "2017-07-26",
        "2017-09-01",
    ]
    assert [text[slice(*item.span)] for item in found] == [item.printed for item in found]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["年月日", "---", "///", "..."]))
def test_every_day_is_read_back(day: date, signs: str) -> None:
    text = f"{day.year}{signs[0]}{day.month}{signs[1]}{day.day}{signs[2] if signs == '年月日' else ''}"
    found = read_date(text)
    assert isinstance(found, PartialDate)
    assert found.text == day.isoformat()


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    for item in find_dates(text, 2019):
        assert text[slice(*item.span)] == item.printed
    read_date(text)


def test_bad_values() -> None:
    for value in (float("nan"), float("inf"), 1e20, -5, "1" * 10_000, object(), [], "\u202e\u202c"):
        assert isinstance(read_date(value), NoDate)
