"""How two unequal names stand to each other: surely different, or for a person to judge.

Nothing here merges. ``different`` needs a part that contradicts: another region, branch against
head office, another ordinal, or names that share nothing. The rest is ``review``.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from govgraph.messages import _
from govgraph.text.numerals import chinese_integer
from govgraph.text.place_finder import find_places
from govgraph.text.structure import Parsed

__all__ = ["contrast"]

Verdict = tuple[str, tuple[str, ...]]

#: Agencies that a reform renamed or merged; the old name is review, not another agency.
_RENAMED = (
    (
        "政务服务数据管理局",
        "政务服务和数据管理局",
        "数据局",
        "大数据局",
        "大数据管理局",
        "大数据发展管理局",
        "数据资源管理局",
        "大数据中心",
        "政务服务管理局",
        "数据发展管理局",
        "数据和政务服务局",
    ),
    ("工商行政管理局", "市场监督管理局", "质量技术监督局", "食品药品监督管理局", "市场监督管理委员会"),
    ("卫生局", "卫生和计划生育委员会", "卫生健康委员会", "卫生计生局", "卫生健康局", "卫生厅"),
    ("国土资源局", "自然资源局", "规划局", "规划和自然资源局", "国土资源厅", "自然资源厅"),
    ("环境保护局", "生态环境局", "环境保护厅", "生态环境厅"),
    ("经济和信息化委员会", "工业和信息化局", "工业和信息化厅", "经济和信息化厅", "经济和信息化局"),
    ("旅游局", "文化局", "文化和旅游局", "文化广电旅游局", "文化和旅游厅", "文化广电旅游体育局"),
    ("安全生产监督管理局", "应急管理局", "应急管理厅"),
    ("国家税务局", "地方税务局", "税务局"),
    ("扶贫开发办公室", "乡村振兴局", "农业农村局", "农业局", "农业委员会", "农业农村厅", "农业厅"),
    ("人力资源局", "人力资源和社会保障局", "人事局", "劳动和社会保障局"),
    ("电子政务管理办公室", "电子政务办公室", "信息化管理办公室", "信息中心"),
)
_BRANDS = frozenset({"brand", "group", "short"})
_ORDINAL = re.compile("第?([0-9]+|[一二三四五六七八九十百零]+)")


def contrast(one: Parsed, two: Parsed) -> Verdict:
    """``review`` or ``different`` for two unequal names, the same both ways round."""
    if one.latin != two.latin:
        return "review", (_("names in two scripts say nothing of each other"),)
    if (one.kind in _BRANDS) != (two.kind in _BRANDS):
        return _brand(one, two)
    if _apart(one.region, two.region):
        return "different", (_("their regions differ"),)
    if bool(one.branch) != bool(two.branch):
        return "different", (_("one is a branch, the other is not"),)
    if one.branch and _bare_branch(one.branch) != _bare_branch(two.branch):
        return "different", (_("they are different branches"),)
    return _cores(one, two)


def _brand(one: Parsed, two: Parsed) -> Verdict:
    brand, other = (one, two) if one.kind in _BRANDS else (two, one)
    root = brand.core or brand.name
    if _shortened(root, other.name) or any(root[i : i + 2] in other.name for i in range(len(root) - 1)):
        return "review", (_("a brand or group is no company"),)
    return "different", (_("a brand, and a name that does not hold it"),)


def _cores(one: Parsed, two: Parsed) -> Verdict:
    if one.core == two.core:
        if one.form != two.form:
            return "review", (_("their legal forms differ"),)
        if set(one.region) != set(two.region):
            return "review", (_("the region is given differently"),)
        return "review", (_("the same parts, differently written"),)
    marks = [_ORDINAL.sub("#", part.core) for part in (one, two)]
    if marks[0] == marks[1] and _ordinals(one.core) != _ordinals(two.core):
        return "different", (_("their ordinals differ"),)
    if any(all(_is(names, part) for part in (one, two)) for names in _RENAMED):
        return "review", (_("an agency may have been renamed"),)
    if one.core in two.core or two.core in one.core:
        return "review", (_("one name holds the other"),)
    if _shortened(one.core, two.core) or _shortened(two.core, one.core):
        return "review", (_("one name may be short for the other"),)
    if _close(one.core, two.core):
        return "review", (_("their names differ in few signs"),)
    return "different", (_("their names share too little"),)


def _is(names: tuple[str, ...], part: Parsed) -> bool:
    return part.core in names or any(part.name.endswith(name) for name in names if len(name) > 4)


def _ordinals(core: str) -> list[int | None]:
    found = (match[1] for match in _ORDINAL.finditer(core))
    return [
        int(text[:20]) if text.isdecimal() and text.isascii() else chinese_integer(text) for text in found
    ]


def _bare_branch(branch: str) -> str:
    return re.sub("[省市区县镇]", "", branch)


def _shortened(short: str, long: str) -> bool:
    """Whether a name's signs stand in another's in order: 联通 in 联合网络通信."""
    signs = iter(long)
    return len(short) > 1 and all(sign in signs for sign in short)


def _close(one: str, two: str) -> bool:
    """Whether names are alike enough for a look; never a ground to merge."""
    if not one or not two or max(len(one), len(two)) > 200:
        return False
    first, second = sorted((one, two))  # the matcher is not symmetric by itself
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= 0.6


def _apart(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether both name regions and none of one is, holds or became one of the other's."""
    here, there = (frozenset(region for region in part if region != "中国") for part in (one, two))
    return bool(here and there) and not any(_touch(x, y) for x in here for y in there)


def _touch(here: str, there: str) -> bool:
    if here == there:
        return True
    return any(x.startswith(y) or y.startswith(x) for x in _codes(here) for y in _codes(there))


@lru_cache(maxsize=10_000)
def _codes(region: str) -> frozenset[str]:
    """The codes a region's words can mean at any time, cut to their level: 襄樊 is 襄阳."""
    items = [item for place in find_places(region) for item in place.candidates]
    return frozenset(re.sub("(00)+$", "", item.code) for item in items)
