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
from govgraph.text.successions import related

__all__ = ["contrast"]

Verdict = tuple[str, tuple[str, ...]]

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
    if related(one.core, two.core):
        return "review", (_("an agency may have been renamed"),)
    if one.core in two.core or two.core in one.core:
        return "review", (_("one name holds the other"),)
    if _shortened(one.core, two.core) or _shortened(two.core, one.core):
        return "review", (_("one name may be short for the other"),)
    if _close(one.core, two.core):
        return "review", (_("their names differ in few signs"),)
    return "different", (_("their names share too little"),)


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
