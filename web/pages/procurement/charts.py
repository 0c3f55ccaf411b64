"""Bars by year as a drawing made on the server; every bar leads to its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

from markupsafe import Markup

from govgraph.views.labels import ems
from govgraph.views.svg_shapes import put

HIGH, TOP, FOOT = 132.0, 20.0, 20.0
_SIZES = (("wide", 520.0), ("narrow", 340.0))
_WIDEST = 54.0
_SMALL = 11.5


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what stands below it, how high it is, what it says in words, and where it leads."""

    label: str
    value: float
    words: str
    href: str
    chosen: bool = False


def chart(title: str, bars: Sequence[Bar]) -> Markup:
    """The drawing for wide and for narrow screens; empty where there are no two bars to compare."""
    if len(bars) < 2:
        return Markup("")
    return Markup("").join(Markup(Tree.tostring(_draw(title, bars, *size), "unicode")) for size in _SIZES)


def _draw(title: str, bars: Sequence[Bar], kind: str, width: float) -> Tree.Element:
    root = Tree.Element(
        "svg", {"viewBox": f"0 0 {width:g} {HIGH:g}", "class": f"sketch chart {kind}", "role": "group"}
    )
    put(root, "title").text = title
    step = min(_WIDEST * 1.4, width / len(bars))
    most = max(bar.value for bar in bars) or 1.0
    every = -(-max(ems(bar.label) for bar in bars) * _SMALL // step) if step else 1
    for place, bar in enumerate(bars):
        x, tall = place * step, max(1.0 if bar.value else 0.0, (HIGH - TOP - FOOT) * bar.value / most)
        link = put(root, "a", href=bar.href)
        link.attrib["aria-label"] = f"{bar.label}: {bar.words}"
        put(link, "title").text = f"{bar.label}: {bar.words}"
        put(
            link,
            "rect",
            x=f"{x:.1f}",
            y=f"{TOP:g}",
            width=f"{step:.1f}",
            height=f"{HIGH - TOP:g}",
            fill="transparent",
        )
        drawn = put(
            link,
            "rect",
            x=f"{x + step * 0.1:.1f}",
            y=f"{HIGH - FOOT - tall:.1f}",
            width=f"{step * 0.8:.1f}",
            height=f"{tall:.1f}",
        )
        drawn.attrib["class"] = "bar chosen" if bar.chosen else "bar"
        if ems(bar.words) * _SMALL <= step * 1.05 and bar.value:
            _text(link, bar.words, x + step / 2, HIGH - FOOT - tall - 5)
        if place % every == 0:
            _text(link, bar.label, x + step / 2, HIGH - 5)
    return root


def _text(root: Tree.Element, words: str, x: float, y: float) -> None:
    text = put(root, "text", x=f"{x:.1f}", y=f"{y:.1f}")
    text.attrib.update({"text-anchor": "middle", "class": "over"})
    text.text = words
