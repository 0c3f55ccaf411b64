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

# In the order in which a legend tells the story: who, with whom, for whom, what, where, how.
CLASS_LOOKS: dict[str, Look] = {
    "CorporateGroup": Look(*NAVY, "dot"),
    "Company": Look(*BLUE, "dot"),
    "JointVenture": Look(*TEAL, "diamond"),
    "Consortium": Look(*PLUM, "diamond"),
    "Agreement": Look(*SAND, "diamond"),
    "Government": Look(*RED, "square"),
    "Agency": Look(*OCHRE, "square"),
    "Project": Look(*RED, "triangle"),
    "Lot": Look(*OCHRE, "triangle"),
    "Award": Look(*TEAL, "star"),
    "Contract": Look(*GREEN, "star"),
    "Bid": Look(*SLATE, "star"),
    "Platform": Look(*GREEN, "triangleDown"),
    "OperationCentre": Look(*TEAL, "triangleDown"),
    "Region": Look(*SLATE, "hexagon"),
    "Programme": Look(*PLUM, "triangle"),
    "OperatingModel": Look(*PLUM, "hexagon"),
    "Capability": Look(*PLUM, "triangleDown"),
    "CallForTenders": Look(*ORANGE, "hexagon"),
    "SingleSourcePublicity": Look(*ORANGE, "diamond"),
    "ProcurementPlan": Look(*OCHRE, "hexagon"),
    "ProcurementStep": Look(*GREY, "hexagon"),
    "Justification": Look(*PINK, "triangleDown"),
    "Amendment": Look(*GREY, "star"),
    "Correction": Look(*PINK, "star"),
    "Person": Look(*ORANGE, "dot"),
    "ProcurementAgent": Look(*PLUM, "dot"),
    "Branch": Look(*SLATE, "dot"),
    "Vendor": Look(*TEAL, "dot"),
    "Organization": Look(*GREEN, "dot"),
    "LegalEntity": Look(*GREY, "dot"),
    "MediaOutlet": Look(*PINK, "dot"),
    "ResearchInstitute": Look(*BROWN, "dot"),
    "PublicBody": Look(*ORANGE, "square"),
    "PublicInstitution": Look(*PINK, "square"),
    "Document": Look(*SAND, "square"),
    "Source": Look(*BROWN, "square"),
    "Inference": Look(*GREY, "diamond"),
    "Claim": Look(*PINK, "diamond"),
}
SHAPES = ("dot", "diamond", "square", "triangle", "triangleDown", "hexagon", "star")
HUES = (NAVY, TEAL, OCHRE, RED, PLUM, GREEN, SLATE)
_FREE = [look for shape in SHAPES for hue in HUES if (look := Look(*hue, shape)) not in CLASS_LOOKS.values()]

_FAMILIES: dict[tuple[str, str], tuple[str, ...]] = {
    NAVY: ("HOLDS_SHARES_IN", "joint-venture", "jointVenture"),
    BLUE: (
        "MEMBER_OF_GROUP",
        "HAS_GROUP_MEMBER",
        "AFFILIATED_WITH",
        "HAS_OTHER_INTEREST_IN",
        "TIED_TO",
        "BRANCH_OF",
        "SUCCESSOR_OF",
    ),
    PLUM: (
        "STRATEGIC_PARTNER_OF",
        "COOPERATES_WITH",
        "CO_OCCURS_WITH",
        "CONTROLS",
        "AGREEMENT_PARTY",
        "partner",
    ),
    PINK: ("MEMBER_OF_CONSORTIUM", "SUPPLIES_IN_CONSORTIUM", "NAMES_SUPPLIER", "COMPLAINS_ABOUT"),
    RED: ("TAKES_PART_IN", "SUPPLIES_PROJECT", "SUPPLIES_TO", "direct"),
    ORANGE: ("AWARDED_TO", "HAS_BIDDER", "STANDS_BEHIND_BID", "ANSWERS_CALL", "RESULT_OF"),
    OCHRE: ("HAS_BUYER", "CONCERNS", "LOT_OF", "FOR_LOT", "HAS_JUSTIFICATION", "competing"),
    GREEN: ("OPERATES", "TAKES_OVER_SYSTEMS_OF"),
    TEAL: ("DEVELOPS", "PROVIDES", "SUPPORTS", "DELIVERS", "INTERFACES_WITH"),
    BROWN: ("AGENCY_OF", "SUBORDINATE_TO", "UNIT_OF", "PUBLISHED_BY"),
    SLATE: ("IN_REGION", "JURISDICTION", "SERVES", "LOCATED_IN", "expected"),
    GREY: ("PART_OF", "WITHIN", "COMPONENT_OF", "HAS_INTEREST_IN", "CONTRIBUTED_TO"),
    SAND: (
        "PROMOTES",
        "FOLLOWS_MODEL",
        "UNDER_PROGRAMME",
        "HAS_CAPABILITY",
        "REQUIRES_CAPABILITY",
    ),
}
EDGE_LOOKS = {name: Look(*hue) for hue, names in _FAMILIES.items() for name in names}

# Ties that say the same from either end carry no arrow.
UNDIRECTED = frozenset({"CO_OCCURS_WITH", "STRATEGIC_PARTNER_OF", "COOPERATES_WITH", "INTERFACES_WITH"})

# Dash patterns in pixels; an empty one is a solid line.
DASHES: dict[str, tuple[int, ...]] = {
    "asserted": (),
    "reported": (),
    "background": (),
    "inferred": (14, 3),
    "planned": (9, 5),
    "assessed": (4, 4),
    "speculated": (2, 4),
    "denied": (2, 7),
}


# Each on light and on dark; the page has the same in its style sheet.
PAPER, INK, SOFT, WARN = (
    ("#faf9f5", "#14171b"),
    ("#1b1e22", "#ebe8e1"),
    ("#575e67", "#aeb5bd"),
    ("#9c3a1f", "#ff9c80"),
)
MODALITY_WORDS = {
    "inferred": ("按规则推断", "Inferred by a rule"),
    "planned": ("计划中", "Planned"),
    "assessed": ("作者评价", "Author's judgement"),
    "speculated": ("推测", "Speculated"),
    "denied": ("被否认", "Denied"),
}


def _pick(name: str, salt: str, count: int) -> int:
    digest = hashlib.sha256(f"{salt}:{name}".encode("utf-8", "surrogatepass")).digest()
    return digest[0] % count


def class_look(name: str) -> Look:
    """The look of a class; an unknown one gets one that no known class has, always the same."""
    return CLASS_LOOKS.get(name) or _FREE[_pick(name, "class", len(_FREE))]


def edge_look(name: str) -> Look:
    """The look of a relationship type or of a kind of tie."""
    return EDGE_LOOKS.get(name) or Look(*HUES[_pick(name, "edge", len(HUES))])
