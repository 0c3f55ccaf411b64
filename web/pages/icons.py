"""The signs of classes on pages, in colours that the style sheet turns for dark screens."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree as Tree

from markupsafe import Markup

from govgraph.views.style import CLASS_LOOKS, EDGE_LOOKS, HUES, Look, class_look
from govgraph.views.svg_shapes import shape


@cache
def icon(cls: str, size: float = 13.0) -> Markup:
    """The sign of a class beside its name; for the eye only, since the class is written there too."""
    root = Tree.Element("svg", {"viewBox": "-8 -8 16 16", "width": f"{size:g}", "height": f"{size:g}",
                                "class": "mark", "aria-hidden": "true"})  # fmt: skip
    look = class_look(cls)
    shape(root, look.shape, 0, 0, 6, colour(look), "none")
    return Markup(Tree.tostring(root, "unicode"))


def colour(look: Look) -> str:
    """A look's colour as the style sheet knows it."""
    return f"var(--h{look.light[1:]})"


def hues() -> str:
    """The style sheet's part with all colours of classes and relationships, on light and on dark."""
    looks = (*CLASS_LOOKS.values(), *EDGE_LOOKS.values())
    pairs = sorted({(look.light, look.dark) for look in looks} | set(HUES))
    light = "".join(f"--h{light[1:]}: {light};" for light, _ in pairs)
    dark = "".join(f"--h{light[1:]}: {dark};" for light, dark in pairs)
    return f":root {{ {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
