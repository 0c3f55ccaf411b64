"""One self-contained HTML page from a picture: opens from a file, asks nothing of a network."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from govgraph.text.chars import visible
from govgraph.views.network import vis_script
from govgraph.views.payload import clean, payload, script_json
from govgraph.views.picture import Picture
from govgraph.views.table import table

MAX_NODES = 2_000

STYLES = ("theme.css", "page.css", "panel.css", "small.css")
SCRIPTS = (
    "words.js",
    "model.js",
    "state.js",
    "visible.js",
    "labels.js",
    "draw.js",
    "filters.js",
    "panel.js",
    "facts.js",
    "search.js",
    "path.js",
    "timeline.js",
    "table.js",
    "svgout.js",
    "export.js",
    "keys.js",
    "main.js",
)


def render_page(picture: Picture, max_nodes: int = MAX_NODES, language: str = "") -> str:
    """The page as text (write it as UTF-8); above ``max_nodes`` it opens on a backbone.

    It opens in ``language`` (``zh`` or ``en``), without one in the browser's; without a script it is a table.
    """
    data = payload(picture, max(1, max_nodes), language)
    style, vis, app = _bundle(STYLES), vis_script(), _script()
    return _template().render(
        picture=_Titles(picture, language),
        language=language,
        table=Markup(clean(table(picture, language or "zh"))),
        csp=_policy(style, vis, app),
        style=Markup(style),
        vis=Markup(vis),
        app=Markup(app),
        data=Markup(script_json(data)),
    )


class _Titles:
    """The only data that the template prints as HTML, cleaned and escaped by Jinja."""

    def __init__(self, picture: Picture, language: str) -> None:
        english = language == "en"
        self.title = clean(visible((english and picture.title_en) or picture.title_zh))
        self.note = clean(visible((english and picture.note_en) or picture.note_zh))


@lru_cache(maxsize=1)
def _template() -> Template:
    env = Environment(autoescape=select_autoescape(default=True), undefined=StrictUndefined)
    return env.from_string(_text("page.html"))


@lru_cache(maxsize=64)
def _text(name: str) -> str:
    return files("govgraph.views").joinpath(name).read_text(encoding="utf-8")


def _bundle(names: tuple[str, ...]) -> str:
    return "\n".join(_text(name).strip() for name in names)


def _script() -> str:
    """All our files in one scope of its own; they share names, the page's globals do not."""
    return '(() => {\n"use strict";\n' + _bundle(SCRIPTS) + "\n})();"


def _policy(style: str, *scripts: str) -> str:
    """Only these very scripts and this style may run; nothing may be fetched, sent or framed."""
    allowed = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{_sha256(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
