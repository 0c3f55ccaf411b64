"""The style sheet and the icon, under names that change with their content."""

from __future__ import annotations

from importlib.resources import files

from starlette.responses import Response

from govgraph.web.pages.rendering import SECURITY, style, style_name

_FOR_EVER = "public, max-age=31536000, immutable"


def asset(name: str) -> Response | None:
    """A file by name, None where there is none."""
    if f"/assets/{name}" == style_name():
        return Response(style(), 200, {"cache-control": _FOR_EVER, **SECURITY}, "text/css; charset=utf-8")
    if name == "icon.svg":
        icon = files("govgraph.web.pages").joinpath("icon.svg").read_bytes()
        return Response(icon, 200, {"cache-control": "public, max-age=86400", **SECURITY}, "image/svg+xml")
    return None
