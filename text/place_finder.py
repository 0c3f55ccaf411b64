"""Places that a text names; a region inside a company's name is not one of them.

数字广东网络建设有限公司 does not stand in 广东 by its name alone, 云上贵州 is a platform, and 北京路
is a street in Guangzhou. When in doubt no place is found: a missing region can be added, a wrong
one spreads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from govgraph.text.chars import flatten
from govgraph.text.places import Division, all_names, division, divisions_named

__all__ = ["Place", "find_places", "read_place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place as printed, and the divisions that can be meant on the date: none, one or more."""

    text: str
    span: tuple[int, int]
    candidates: tuple[Division, ...]

    @property
    def code(self) -> str:
        """The division's code when only one can be meant, else empty."""
        return self.candidates[0].code if len(self.candidates) == 1 else ""


_ORGANISATION = re.compile(
    r"公司|集团|银行|大学|学院|研究院|研究所|事务所|合作社|出版社|报社|日报|晚报|基金|协会|学会|商会|电视台|厂(?!房)"
)
# Words and signs at which the name of an organisation cannot reach further back.
_BREAK = re.compile(r"[\s,，。;；:：、!?！？“”\"'《》<>|/]|与|(?<!美)的|由|委托|采购|是|及")
_BRAND = re.compile(r"(?:数字|智慧|云上|平安|数智|数据|书香|健康|美丽|法治)$")
_STREET = re.compile(r"(?:[东西南北中]?[一二三四五]?[路街]|大道|大街|大桥|话|菜|人|站|港|新闻|时间|交易所)")
_LONGEST = 15


def find_places(text: str, on: date | str | None = None) -> list[Place]:
    """All places in ``text`` with what they can mean on a date; 广东省东莞市 is one place."""
    flat = flatten(text)
    found: list[Place] = []
    masked = _masks(flat.text)
    for start, end in _names(flat.text):
        if any(first <= start < last for first, last in masked):
            continue
        candidates = _meant(flat.text[start:end], on)
        last = found[-1] if found else None
        if last and not flat.text[last.span[1] : start].strip():
            under = tuple(c for c in candidates if any(_within(c, up) for up in last.candidates))
            if under:
                found[-1] = Place(flat.text[last.span[0] : end], (last.span[0], end), under)
                continue
        found.append(Place(flat.text[start:end], (start, end), candidates))
    return [Place(flat.quote(*p.span), flat.span(*p.span), p.candidates) for p in found]


def read_place(text: str | None, on: date | str | None = None) -> Place | None:
    """The one place that a field (行政区域) holds as a name or a code, or ``None``."""
    words = (text or "").strip()
    if re.fullmatch("[0-9]{6}(?:[0-9]{6})?", words):
        item = division(words[:6], on)
        return Place(words, (0, len(words)), (item,)) if item else None
    found = find_places(text or "", on)
    return found[0] if len(found) == 1 else None


def _masks(text: str) -> list[tuple[int, int]]:
    """The spans of organisations' names, from their last break to their kind's word."""
    spans = []
    for match in _ORGANISATION.finditer(text):
        window = max(0, match.start() - 40)
        breaks = [found.end() for found in _BREAK.finditer(text, window, match.start())]
        spans.append((max(breaks, default=window), match.end()))
    return spans


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    return frozenset(name[:2] for name in all_names())


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of divisions' names, the longest at each place; short names of counties are left."""
    names, openings = all_names(), _openings()
    position = 0
    while position < len(text) - 1:
        if text[position : position + 2] in openings:
            for size in range(min(_LONGEST, len(text) - position), 1, -1):
                end = position + size
                if text[position:end] in names and _stands_alone(text, position, end):
                    yield position, end
                    position = end - 1
                    break
        position += 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if any(item.name == name for item in divisions_named(name)):
        return True
    if _STREET.match(text, end) or _BRAND.search(text[max(0, start - 2) : start]):
        return False
    return any(item.level != "county" for item in divisions_named(name))


def _meant(name: str, on: date | str | None) -> tuple[Division, ...]:
    """What a name means on a date. A province goes before its namesakes, a city before its own
    county (长沙 is the city, not 长沙县)."""
    items = divisions_named(name, on)
    exact = tuple(item for item in items if item.name == name)
    if exact:
        return exact
    provinces = tuple(item for item in items if item.level == "province")
    if provinces:
        return provinces
    return tuple(i for i in items if not any(i != up and _within(i, up) for up in items))


def _within(item: Division, upper: Division) -> bool:
    return item.code != upper.code and item.code.startswith(
        upper.code[: {"province": 2, "prefecture": 4, "county": 6}[upper.level]]
    )
