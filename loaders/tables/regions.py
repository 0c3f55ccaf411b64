"""The divisions that a cell of a table names, by their codes: the same region wherever it is read."""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity
from govgraph.text.place_finder import read_place
from govgraph.text.places import Division, division, divisions_named, path, short_name

#: The rule by which a region is read from the beginning of a name.
IN_NAME = "region-in-name"


def regions(text: str, day: str, source: str, locator: str, within: str = "") -> list[Entity]:
    """The one division that a text names on a date and those above it, the largest first; else nothing.

    With ``within`` it is the one in the name (see ``division_in_name``).
    """
    if within:
        named = division_in_name(text, within, day)
    else:
        place = read_place(text, day or None)
        named = place.candidates[0] if place and len(place.candidates) == 1 else None
    found: list[Entity] = []
    for one in path(named, day or None) if named else ():
        made = Entity.of("Region", f"region-{one.code}", source, locator=locator)
        made.add("name", one.name)
        made.add("regionLevel", one.level)
        made.add("divisionCode", one.code)
        if found:
            made.add("partOf", found[-1].id, modality="background")
        found.append(made)
    return found


def division_in_name(name: str, within: str, day: str) -> Division | None:
    """The division below ``within`` (a code) that a name begins with; ``within`` itself where it names none.

    Short names count, for there is no 东方市 in a table of one prefecture: 枝江金润源集团 is of 枝江市. Further on in
    a name only the full one of a single division counts: 宜昌市公安局伍家岗区分局 is of 伍家岗区.
    """
    upper = division(within, day or None)
    if not upper:
        return None
    for above in path(upper, day or None):
        rest = name.removeprefix(above.name)
        name = rest if rest != name else name.removeprefix(short_name(above.name))
    if found := _lower(name, upper, day):
        return found
    inside = {
        one for at in range(1, len(name)) if (one := _lower(name[at:], upper, day)) and name[at:].startswith(one.name)
    }  # fmt: skip
    return inside.pop() if len(inside) == 1 else upper


def _lower(name: str, upper: Division, day: str) -> Division | None:
    """The division of ``upper`` that a text begins with, the longest name first."""
    for size in range(min(len(name), 15), 1, -1):
        for one in divisions_named(name[:size], day or None):
            if one.code.startswith(upper.code.rstrip("0")) and one.code != upper.code:
                return one
    return None
