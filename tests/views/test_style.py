"""Colours that those who see colours differently can tell apart, or shapes that differ."""

from __future__ import annotations

import itertools
import re

import pytest

from govgraph.ontology.model import ontology
from govgraph.views.browser_style import browser_style
from govgraph.views.style import CLASS_LOOKS, DASHES, SHAPES, class_look

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHTS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
COMMON = ("CorporateGroup", "Company", "JointVenture", "Agency", "Region", "Project", "Platform")


def _linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(1.0, max(0.0, part)) for part in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _seen(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = _linear(colour)
    return _lab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in SIGHTS[sight]])


def _luminance(colour: str) -> float:
    r, g, b = _linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_classes_differ_by_shape_or_by_colour_in_every_sight(sight: str, theme: str) -> None:
    for one, two in itertools.combinations(COMMON, 2):
        a, b = class_look(one), class_look(two)
        if a.shape != b.shape:
            continue
        left, right = _seen(getattr(a, theme), sight), _seen(getattr(b, theme), sight)
        assert sum((p - q) ** 2 for p, q in zip(left, right, strict=True)) ** 0.5 > 15, (one, two)


@pytest.mark.parametrize(("theme", "paper"), [("light", "#faf9f5"), ("dark", "#14171b")])
def test_every_colour_stands_out_from_its_paper(theme: str, paper: str) -> None:
    for name, look in CLASS_LOOKS.items():
        high, low = sorted((_luminance(getattr(look, theme)), _luminance(paper)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 2.5, name


def test_an_unknown_class_always_looks_the_same() -> None:
    assert class_look("Spaceport") == class_look("Spaceport")
    assert class_look("Spaceport").shape in SHAPES


def test_what_is_no_fact_is_never_a_solid_line() -> None:
    assert all(DASHES[name] for name in ("planned", "assessed", "speculated", "denied", "inferred"))


def test_no_two_classes_look_alike() -> None:
    assert len(set(CLASS_LOOKS.values())) == len(CLASS_LOOKS)
    assert class_look("Spaceport") not in CLASS_LOOKS.values()


def test_the_browser_s_style_has_every_label_the_most_specific_last() -> None:
    """The Browser lets later rules win, so that a joint venture looks like one and not like an agent."""
    style = browser_style()
    order = re.findall(r"^node\.(\w+) {", style, re.M)
    model = ontology()
    assert set(order) == {c.name for c in model.classes.values() if "EdgeClass" not in c.lineage}
    for name in order:
        assert all(order.index(above) < order.index(name) for above in model.classes[name].lineage[1:])
    types = {p.relationship_type for p in model.properties.values() if p.is_link and p.stored}
    assert set(re.findall(r"^relationship\.(\w+) {", style, re.M)) == types
    assert style.count("{\n") == style.count("\n}")
    assert f"color: {class_look('JointVenture').light}" in style.split("node.JointVenture {")[1].split("}")[0]
