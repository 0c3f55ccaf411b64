"""Text that wants to be more than text, in every field, looked at and clicked in a real browser."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from govgraph.views.picture import Fact, Picture, PictureEdge, PictureNode, SourceRef, Term

pytestmark = pytest.mark.browser
PAYLOADS = [
    "<script>boom()</script>",
    "</script><script>boom()</script>",
    "<img src=x onerror=boom()>",
    '"><svg onload=boom()>',
    "javascript:boom()",
    "{{ 7*7 }}{% raw %}${boom()}",
    "<!--<script>",
    "]]></title><script>boom()</script>",
    "line\u2028paragraph\u2029end",
    "\u202egpj.exe\u202e\u2066\u2067",
    "&lt;b&gt;&amp;&#x3c;",
    "nul\x00bell\x07esc\x1b",
    "__proto__",
    "constructor",
    '=HYPERLINK("https://example.org","x")',
    "half\ud800",
    "');boom();//",
    '<a href="javascript:boom()">x</a>',
    "<style>*{display:none}</style>",
    "A" * 10_000,
    "长" * 10_000,
    "ﷺ" * 50 + "עברית مرحبا",
    "",
    " ",
]


def _hostile() -> Picture:
    nodes, edges = [], []
    for i, text in enumerate(PAYLOADS):
        fact = Fact(text, text, f"s{i}", text, text, text, text, text, text)
        nodes.append(
            PictureNode(
                f"{text[:200]}#{i}",
                text or "Empty",
                (text,),
                text,
                text,
                (text,),
                (fact,),
                text,
                2000 + i,
                1.0,
                None,
                text,
            )
        )
    for i, text in enumerate(PAYLOADS):
        end = nodes[(i + 1) % len(nodes)].id
        fact = Fact(text, text, text, text, text, text, text, text, text)
        edges.append(
            PictureEdge(
                f"{text[:200]}#{i}",
                text or "EMPTY",
                nodes[i].id,
                end,
                "asserted",
                (fact,),
                1.0,
                True,
                2000 + i,
                1.0,
                text,
                text,
            )
        )
    edges.append(PictureEdge("self", "SELF", nodes[0].id, nodes[0].id))
    terms = {text: Term(text, text, text, text) for text in PAYLOADS}
    urls = (
        "javascript:boom()",
        "data:text/html,<script>boom()</script>",
        "vbscript:x",
        "//x",
        " java\tscript:boom()",
    )
    sources = {f"s{i}": SourceRef(text, text, urls[i % len(urls)], text) for i, text in enumerate(PAYLOADS)}
    title = "</title><script>boom()</script>" + PAYLOADS[9]
    return Picture(title, title, title, tuple(nodes), tuple(edges), terms, terms, sources, title, title)


def test_hostile_text_never_runs_or_breaks_the_page(open_page: Callable[..., Any]) -> None:
    page = open_page(_hostile())
    for i in range(len(PAYLOADS)):
        page.locator("#canvas").focus()
        page.evaluate(
            f"location.hash = 'n=' + encodeURIComponent({PAYLOADS[i][:200].encode('utf-8', 'replace').decode()!r} + '#{i}')"
        )
    page.evaluate("location.hash = ''")
    page.wait_for_selector("#panel .ties li:nth-child(6)")
    for i in range(12):
        page.locator("#panel .ties button").nth(i % 5).click()
        page.locator("#canvas").hover(position={"x": 60 + 50 * i, "y": 80 + 30 * i})
        page.keyboard.press("Escape")
    for language in (1, 2):
        page.click("[data-k=lang]")
        page.click("[data-k=table]")
        page.click("[data-k=nodes]")
        page.locator("#tables tbody .link").nth(language).click()
        page.click("[data-k=edges]")
        page.locator("#tables tbody .link").nth(language).click()
        page.click("[data-k=table]")
    assert page.locator("script").count() == 3
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("a[href^=javascript], a[href^=data], a[href^=vbscript]").count() == 0
    assert page.evaluate("({}).polluted === undefined && Object.keys(Object.prototype).length === 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


@pytest.mark.parametrize(
    "number", [0, 6, 15, *(pytest.param(n, marks=pytest.mark.long) for n in range(24) if n not in (0, 6, 15))]
)
def test_hostile_node_is_hovered_clicked_searched_and_read(
    open_page: Callable[..., Any], number: int
) -> None:
    picture = _hostile()
    node = picture.nodes[number]
    one = dataclasses.replace(picture, nodes=(node,), edges=(PictureEdge("e", node.cls, node.id, node.id),))
    page = open_page(one)
    box = page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y)
    page.wait_for_selector("#tip:not([hidden])")
    page.mouse.click(x, y)
    page.wait_for_selector("#panel .fact")
    assert page.locator("#panel .fact a").count() == 0
    page.mouse.dblclick(x, y)
    page.fill("#q", node.name[:30].encode("utf-8", "replace").decode())
    page.press("#q", "Enter")


def test_exports_of_hostile_text(open_page: Callable[..., Any]) -> None:
    page, texts = open_page(_hostile()), {}
    for key in ("csvE", "csvN", "json", "svg"):
        page.click("[data-k=export]")
        with page.expect_download() as waiting:
            page.click(f"[data-k={key}]")
        texts[key] = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        assert waiting.value.suggested_filename.split(".")[0].isprintable()
    assert len(json.loads(texts["json"])["nodes"]) == len(PAYLOADS)
    assert not [e for e in Tree.fromstring(texts["svg"]).iter() if e.tag.endswith("script")]
    for key in ("csvE", "csvN"):
        cells = [cell for row in csv.reader(io.StringIO(texts[key])) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert any(cell.startswith("'=HYPERLINK") for cell in cells)
