"""Administrative divisions as of a date, and the places that a text names.

``divisions.tsv`` holds every province, prefecture and county with the months it was in force:
until April 2019 by the monthly revisions of GB/T 2260, later by the year-end state published by
the Ministry of Civil Affairs. A code or a name means nothing without a date: 莱芜 was a city, then
a district of 济南; 鼓楼区 is in four cities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

__all__ = [
    "Division",
    "all_names",
    "ambiguous",
    "division",
    "divisions_named",
    "path",
    "short_name",
]

_COUNTRY_WIDE = ("999912", "000000")
_NATION = (
    "(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|裕固|保安|独龙|鄂伦春|各)"
)
_TAIL = re.compile(
    rf"(?:(?:{_NATION}族?)*自治[区州县旗]|特别行政区|林区|特区|新区|矿区|地区|联合旗|[省市区县盟旗州])$"
)
#: Short names that are read as a company far more often than as the place.
_BRANDS = frozenset({"阿里"})


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one code and name, in force from month ``since`` to before ``until``."""

    code: str
    name: str
    since: str
    until: str = ""

    @property
    def level(self) -> str:
        """``province``, ``prefecture`` or ``county``; by the code's zeros."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    def in_force(self, first: str, last: str) -> bool:
        """Whether it was in force in any month from ``first`` to ``last`` (YYYYMM)."""
        return self.since <= last and (not self.until or self.until > first)


@lru_cache(maxsize=1)
def _divisions() -> tuple[Division, ...]:
    table = files("govgraph.text").joinpath("divisions.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(Division(*row) for row in rows if row[0] != "code")


@lru_cache(maxsize=1)
def _by_code() -> dict[str, list[Division]]:
    return _index((item.code, item) for item in _divisions())


@lru_cache(maxsize=1)
def _by_name() -> dict[str, list[Division]]:
    """Full and short names; a short name of one sign names nothing."""
    pairs = [(item.name, item) for item in _divisions()]
    shorts = ((short_name(item.name), item) for item in _divisions())
    return _index(
        pairs + [(short, item) for short, item in shorts if len(short) > 1 and short not in _BRANDS]
    )


def all_names() -> Set[str]:
    """Every full and short name that a division ever bore."""
    return _by_name().keys()


def ambiguous(name: str) -> bool:
    """Whether a full or short name could mean two places at one time: 鼓楼区, 朝阳, 吉林.

    A place that changed its code, kind or province with time (重庆市) is still one place.
    """
    items = divisions_named(name)
    return any(
        one.code != two.code and one.in_force(two.since, _before(two.until))
        for place, one in enumerate(items)
        for two in items[place + 1 :]
    )


def _before(month: str) -> str:
    """The last month before ``month``, or the end of time for none."""
    return str(int(month) - 1) if month else _COUNTRY_WIDE[0]


def _index(pairs: Iterable[tuple[str, Division]]) -> dict[str, list[Division]]:
    table: dict[str, list[Division]] = {}
    for key, item in pairs:
        if item not in (known := table.setdefault(key, [])):
            known.append(item)
    return table


def short_name(name: str) -> str:
    """A division's name without its kind: 广东 for 广东省, 延边 for 延边朝鲜族自治州."""
    # 蒙古 is a nation in every other name, and a part of this one
    return "内蒙古" if name == "内蒙古自治区" else _TAIL.sub("", name)


def _months(on: date | str | None) -> tuple[str, str]:
    """First and last month that a date, 2019-08 or 2019 covers; all of time for ``None``."""
    if on is None:
        return _COUNTRY_WIDE[1], _COUNTRY_WIDE[0]
    digits = re.sub(r"[^0-9]", "", str(on))[:6]
    if len(digits) < 6:
        return digits[:4] + "01", digits[:4] + "12"
    return digits, digits


def division(code: str, on: date | str | None) -> Division | None:
    """The division that bears ``code`` on a date; the last one in the period for a mere year."""
    first, last = _months(on)
    code = code[:6].ljust(6, "0") if code.isdigit() else code
    return next((item for item in reversed(_by_code().get(code, [])) if item.in_force(first, last)), None)


def divisions_named(name: str, on: date | str | None = None) -> tuple[Division, ...]:
    """All divisions that bear a full or short name on a date, or ever when no date is given."""
    first, last = _months(on)
    return tuple(item for item in _by_name().get(name, []) if item.in_force(first, last))


def path(item: Division, on: date | str | None) -> tuple[Division, ...]:
    """The division under those it belongs to: province, prefecture, county."""
    codes = (item.code[:2] + "0000", item.code[:4] + "00")
    above = (division(code, on) for code in codes if code != item.code)
    return (*(upper for upper in above if upper is not None), item)
