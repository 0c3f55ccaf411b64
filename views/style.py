"""How classes, relationships and modalities look, on paper and on a dark screen.

A class has a shape and a colour, so the colour is never the only channel; relationships are
coloured by family, and how firmly something is known is the dash of its line. One table serves
the page and the SVG; a name that is not in it gets a look that depends on the name alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Colour on light, colour on dark, and (for nodes) a shape."""

    light: str
    dark: str
    shape: str = "dot"


NAVY = ("#1f4e79", "#5b8fe8")
BLUE = ("#3b8bc2", "#8fdcf5")
TEAL = ("#1b8a7a", "#4fd0b8")
GREEN = ("#5c8f2d", "#a6d36f")
OCHRE = ("#c08a12", "#f0c04f")
RED = ("#b5402c", "#ff8f73")
PLUM = ("#8a4f8f", "#d79bdc")
SLATE = ("#6b7480", "#a7b2bf")
SAND = ("#a39a86", "#8d8674")
ORANGE = ("#d9712b", "#ffa968")
PINK = ("#b5568f", "#f09ccb")
BROWN = ("#8d6e4f", "#c9a98a")
GREY = ("#9aa0a6", "#7d858e")

CLASS_LOOKS: dict[str, Look] = {
    "CorporateGroup": Look(*NAVY, "dot"),
    "Company": Look(*BLUE, "dot"),
    "JointVenture": Look(*TEAL, "diamond"),
    "Consortium": Look(*PLUM, "diamond"),
    "Branch": Look(*SLATE, "dot"),
    "Vendor": Look(*BLUE, "dot"),
    "Organization": Look(*BLUE, "dot"),
    "Government": Look(*RED, "square"),
    "Agency": Look(*OCHRE, "square"),
    "PublicBody": Look(*OCHRE, "square"),
    "Region": Look(*SLATE, "hexagon"),
    "Project": Look(*RED, "triangle"),
    "Lot": Look(*OCHRE, "triangle"),
    "Programme": Look(*PLUM, "triangle"),
    "Award": Look(*TEAL, "star"),
    "Bid": Look(*SLATE, "star"),
    "Platform": Look(*GREEN, "triangleDown"),
    "OperationCentre": Look(*TEAL, "triangleDown"),
    "Capability": Look(*PLUM, "triangleDown"),
    "Person": Look(*PLUM, "dot"),
    "Document": Look(*SAND, "square"),
    "Source": Look(*SAND, "square"),
    "OperatingModel": Look(*PLUM, "hexagon"),
}
SHAPES = ("dot", "diamond", "square", "triangle", "triangleDown", "hexagon", "star")
HUES = (NAVY, TEAL, OCHRE, RED, PLUM, GREEN, SLATE)

_FAMILIES: dict[tuple[str, str], tuple[str, ...]] = {
    NAVY: ("HOLDS_SHARES_IN", "joint-venture", "jointVenture"),
    BLUE: ("MEMBER_OF_GROUP", "AFFILIATED_WITH"),
    PLUM: ("STRATEGIC_PARTNER_OF", "CO_OCCURS_WITH", "partner"),
    PINK: ("MEMBER_OF_CONSORTIUM", "NAMES_SUPPLIER"),
    RED: ("TAKES_PART_IN", "direct"),
    ORANGE: ("AWARDED_TO", "HAS_BIDDER"),
    OCHRE: ("HAS_BUYER", "CONCERNS", "LOT_OF", "FOR_LOT", "HAS_JUSTIFICATION", "competing"),
    GREEN: ("OPERATES", "TAKES_OVER_SYSTEMS_OF"),
    TEAL: ("DEVELOPS", "PROVIDES", "SUPPORTS", "DELIVERS", "INTERFACES_WITH"),
    BROWN: ("AGENCY_OF", "PUBLISHED_BY"),
    SLATE: ("IN_REGION", "JURISDICTION", "SERVES", "expected"),
    GREY: ("PART_OF", "COMPONENT_OF", "FOLLOWS_MODEL", "UNDER_PROGRAMME"),
}
EDGE_LOOKS = {name: Look(*hue) for hue, names in _FAMILIES.items() for name in names}

# Ties that say the same from either end carry no arrow.
UNDIRECTED = frozenset({"CO_OCCURS_WITH", "STRATEGIC_PARTNER_OF", "INTERFACES_WITH"})

# Dash patterns in pixels; an empty one is a solid line.
DASHES: dict[str, tuple[int, ...]] = {
    "asserted": (),
    "reported": (),
    "background": (),
    "inferred": (11, 3, 2, 3),
    "planned": (9, 5),
    "assessed": (4, 4),
    "speculated": (2, 4),
    "denied": (2, 7),
}


def _pick(name: str, salt: str, count: int) -> int:
    digest = hashlib.sha256(f"{salt}:{name}".encode("utf-8", "surrogatepass")).digest()
    return digest[0] % count


def class_look(name: str) -> Look:
    """The look of a class; of an unknown one, always the same for the same name."""
    known = CLASS_LOOKS.get(name)
    return known or Look(*HUES[_pick(name, "hue", len(HUES))], SHAPES[_pick(name, "shape", len(SHAPES))])


def edge_look(name: str) -> Look:
    """The look of a relationship type or of a kind of tie."""
    return EDGE_LOOKS.get(name) or Look(*HUES[_pick(name, "edge", len(HUES))])
