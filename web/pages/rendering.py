"""How a page is made and sent: its template, its style, and the headers that it goes out with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from govgraph import __version__
from govgraph.web.pages.icons import hues, icon
from govgraph.web.pages.negotiate import preferred
from govgraph.web.pages.page import TAGS, Page

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def render(page: Page, template: str, status: int = 200, **values: Any) -> Response:
    """A page of a template. What is not found or failed is not kept by caches."""
    text = (
        _environment()
        .get_template(template)
        .render(page=page, t=page.t, href=page.href, icon=icon, style=style_name(), **values)
    )
    headers = page_headers(page) if status == 200 else {"cache-control": "no-store"}
    return Response(text, status, {**headers, **SECURITY}, "text/html; charset=utf-8")


SECURITY: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


def page_headers(page: Page) -> dict[str, str]:
    """What caches may do with a page: keep it, and ask each time whether the build is still the same."""
    return {
        "etag": etag(page),
        "last-modified": format_datetime(page.services.site.built, usegmt=True),
        "cache-control": "no-cache",
        "vary": "Accept, Accept-Language",
        "content-language": TAGS[page.language],
    }


def etag(page: Page) -> str:
    """Weak, since a compressed page is the same page."""
    form = preferred(page.request.headers.get("accept", ""))
    parts = "|".join(
        (page.services.site.fingerprint, _version(), page.language, str(page.chosen), page.origin, form)
    )
    return f'W/"{hashlib.sha256(parts.encode()).hexdigest()[:20]}"'


def unchanged(page: Page) -> bool:
    """Whether the client holds this very page."""
    asked = page.request.headers.get("if-none-match", "")
    return etag(page).removeprefix("W/") in {part.strip().removeprefix("W/") for part in asked.split(",")}


def not_modified(page: Page) -> Response:
    """304: the client's copy is still right."""
    return Response(status_code=304, headers=page_headers(page))


@cache
def style() -> str:
    """The one style sheet."""
    return files("govgraph.web.pages").joinpath("style.css").read_text("utf-8") + hues()


@cache
def style_name() -> str:
    """The style sheet's path, which changes with its content, so that it can be kept for ever."""
    return f"/assets/{hashlib.sha256(style().encode()).hexdigest()[:12]}.css"


@cache
def _version() -> str:
    """What makes pages of one build differ: the software, its templates and style."""
    content = hashlib.sha256(f"{__version__}{style()}".encode())
    folder = files("govgraph.web.pages").joinpath("templates")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        content.update(file.read_bytes())
    return content.hexdigest()[:12]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("govgraph.web.pages"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
