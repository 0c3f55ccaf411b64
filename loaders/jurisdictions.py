"""Jurisdictions that registers name by ISO 3166 codes: regions with the same id wherever they are read."""

from __future__ import annotations

import re

from govgraph.graph.statements.entity import Entity

_CODE = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z0-9]{1,3}))?")
_CHINA = "CN"


def jurisdiction(code: object, name: object, source: str, locator: str) -> Entity | None:
    """The region of a code (``gb``, ``US-DE``), or nothing where it is none; ``name`` is what is printed."""
    found = _CODE.fullmatch(code.strip() if isinstance(code, str) else "")
    if not found:
        return None
    plain = "-".join(part.upper() for part in found.groups() if part)
    made = Entity.of("Region", f"region-iso-{plain.lower()}", source, locator=locator)
    made.add("name", "中国" if plain == _CHINA else plain)
    made.add("regionLevel", "province" if found[2] else "country")
    made.add("identifier", f"iso3166:{plain}")
    printed = " ".join(name.split()) if isinstance(name, str) else ""
    if printed and printed not in (plain, "中国"):
        made.add("alias", printed[:200])
    return made
