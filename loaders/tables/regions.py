"""The divisions that a cell of a table names, by their codes: the same region wherever it is read."""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity
from govgraph.text.place_finder import read_place
from govgraph.text.places import path


def regions(text: str, day: str, source: str, locator: str) -> list[Entity]:
    """The one division that a text names on a date and those above it, the largest first; else nothing."""
    place = read_place(text, day or None)
    if not place or len(place.candidates) != 1:
        return []
    found: list[Entity] = []
    for division in path(place.candidates[0], day or None):
        made = Entity.of("Region", f"region-{division.code}", source, locator=locator)
        made.add("name", division.name)
        made.add("regionLevel", division.level)
        made.add("divisionCode", division.code)
        if found:
            made.add("partOf", found[-1].id, modality="background")
        found.append(made)
    return found
