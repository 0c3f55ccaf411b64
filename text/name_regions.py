"""The places in an organisation's name: where they stand, and which division they mean."""

from __future__ import annotations

import re
from functools import lru_cache

from govgraph.text import vocabulary as words
from govgraph.text.places import Division, all_names, divisions_named

__all__ = ["branch_division", "chain", "district_office", "division", "regions"]

_LONGEST_REGION = 15


def regions(head: str) -> tuple[tuple[str, ...], str]:
    """The regions of a name (省市区 in a row are one), and the name without them.

    They stand at the beginning, in brackets, or right before the legal form
    (中国移动通信集团|广东|有限公司); a region elsewhere belongs to the name itself (数字广东).
    """
    found: list[str] = []
    opening, core = chain(head)
    if opening:
        found.append("".join(opening))
    for inner in re.findall(r"\(([^()]{2,20})\)", core):
        inside, rest = chain(inner)
        if (inside and not rest) or inner == "中国":
            found.append(inner)
            core = core.replace(f"({inner})", "", 1)
    for size in range(min(_LONGEST_REGION, len(core) - 2), 1, -1):
        if _is_region(core[-size:]) and not words.BRANDED.search(core[:-size]):
            found.append(core[-size:])
            core = core[:-size]
            break
    return tuple(dict.fromkeys(found)), core


def chain(text: str) -> tuple[list[str], str]:
    """The divisions' names that open a text, from large to small, and the rest."""
    found: list[str] = []
    if text.startswith("中国"):
        return ["中国"], text.removeprefix("中国")
    while True:
        for size in range(min(_LONGEST_REGION, len(text)), 1, -1):
            if _is_region(text[:size]):
                found.append(text[:size])
                text = text[size:]
                break
        else:
            return found, text


def _is_region(text: str) -> bool:
    """A full name of any division, or a short one of a province or prefecture."""
    if text not in all_names():
        return False
    return any(item.name == text or item.level != "county" for item in divisions_named(text))


def division(name: str) -> str:
    """The one division that a name opens with: a prefecture by its code, a county by its prefecture and name.

    Counties pass their codes on to others, prefectures only to themselves under a new name.
    """
    above = ""
    last = ""
    for place, part in enumerate(chain(name)[0]):
        items = [item for item in divisions_named(part) if item.code.startswith(above)]
        full = [item for item in items if item.name == part]
        # a short name is certain of a province alone: 广东公安厅, but 长沙 may be 长沙县
        known = full or [
            item for item in items if place == 0 and item.level == "province" and len(items) == 1
        ]
        now = [item for item in known if not item.until] or known
        if len({item.code for item in now}) != 1 or (not full and _short_of_several(part)):
            return ""
        above = re.sub("(00)+$", "", now[0].code)
        last = now[0].name if now[0].level == "county" else ""
    return f"{above[:4]}{last}" if above else ""


def _short_of_several(part: str) -> bool:
    return len({item.code[:2] for item in divisions_named(part) if item.level != "county"}) > 1


@lru_cache(maxsize=10_000)
def branch_division(place: str) -> str:
    """The code of the one division that a branch's place means, cut to its level; empty where it may be two.

    东莞分公司 is 东莞市分公司, since a branch of a county says 县; but 吉林 may be the province or the city,
    and 朝阳 a city or a district elsewhere.
    """
    parts, rest = chain(place)
    if rest:
        parts.append(rest)
    above = ""
    for part in parts:
        items = [item for item in divisions_named(part) if item.code.startswith(above)]
        meant = _meant(part, items)
        if meant is None:
            return ""
        above = _cut(meant.code)
    return above


def _meant(part: str, items: list[Division]) -> Division | None:
    full = [item for item in items if item.name == part]
    now = [item for item in full or items if not item.until] or full or items
    if not full:
        wide = [item for item in now if item.level != "county"]
        if not wide and any(item.name.endswith("区") for item in now):
            return None  # 和平 and 解放 are words before they are districts
        if wide and wide[0].level == "prefecture" and any(_rival(i, wide[0]) for i in now):
            return None
        now = wide or now
    return now[0] if len({item.code for item in now}) == 1 else None


def _rival(item: Division, prefecture: Division) -> bool:
    """Whether a namesake may be meant as well: one elsewhere, or a city of its own inside, as 恩施市 in 恩施州."""
    return item.code[:4] != prefecture.code[:4] or (item != prefecture and item.name.endswith("市"))


def _cut(code: str) -> str:
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def district_office(core: str, above: str) -> str:
    """A bureau's office of a district with the word 区 in it: 公安局天河分局 of 广州 is 公安局天河区分局."""
    match = _DISTRICT_OFFICE.fullmatch(core)
    if not match or not above.isdigit():
        return core
    name = f"{match[2]}区"
    there = any(item.code.startswith(above) and not item.until for item in divisions_named(name))
    return f"{match[1]}{name}分局" if there else core


_DISTRICT_OFFICE = re.compile("(.*局)([^局区]{2,5})区?分局")
