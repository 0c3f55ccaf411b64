"""What screens, languages and paper do to a page: whole lines, any size, the browser's language, a sheet in print."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from govgraph.views.page import render_page
from govgraph.views.picture import Picture, PictureEdge, PictureNode

pytestmark = pytest.mark.browser

#: The canvas as a copy that may be read often.
_COPY = """(() => { const from = document.querySelector("#canvas canvas"), copy = document.createElement("canvas");
  copy.width = from.width; copy.height = from.height;
  const ctx = copy.getContext("2d", { willReadFrequently: true }); ctx.drawImage(from, 0, 0); return ctx; })()"""
#: How much is drawn on each edge of the canvas, and on all of it.
_INSIDE = """() => {
  const canvas = document.querySelector("#canvas canvas"), ctx = COPY;
  const { data, width, height } = ctx.getImageData(0, 0, canvas.width, canvas.height), found = [0, 0, 0, 0];
  const inked = (x, y) => data[(y * width + x) * 4 + 3] > 0;
  for (let x = 0; x < width; x += 1) { if (inked(x, 0)) found[0] += 1; if (inked(x, height - 1)) found[1] += 1; }
  for (let y = 0; y < height; y += 1) { if (inked(0, y)) found[2] += 1; if (inked(width - 1, y)) found[3] += 1; }
  let all = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) all += 1;
  return { edges: found, all: all / (width * height) };
}""".replace("COPY", _COPY)


def _pair(**of_edge: Any) -> Picture:
    """Two things at the ends of one tie."""
    nodes = (
        PictureNode("a", "CorporateGroup", ("CorporateGroup",), "腾讯", "Tencent"),
        PictureNode("b", "Company", ("Company",), "数字广东", "Digital Guangdong"),
    )
    return Picture(
        "pair", "一对", "A pair", nodes, (PictureEdge("e", "HOLDS_SHARES_IN", "a", "b", **of_edge),)
    )


@pytest.mark.parametrize(("locale", "title"), [("zh-CN", "一对"), ("en-US", "A pair"), ("fr-FR", "一对")])
def test_a_page_opens_in_the_language_that_the_browser_wants(
    open_page: Callable[..., Any], locale: str, title: str
) -> None:
    page = open_page(_pair(), locale=locale)
    assert page.inner_text("#title") == title
    assert page.get_attribute("html", "lang") == ("en" if title == "A pair" else "zh-CN")


def test_a_page_made_for_a_language_opens_in_it(browser: Any, tmp_path: Any) -> None:
    file = tmp_path / "page.html"
    file.write_text(render_page(_pair(), language="en"), encoding="utf-8")
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    assert page.inner_text("#title") == "A pair"
    context.close()


def test_nothing_leaves_the_canvas_when_its_height_changes_or_a_phone_is_turned(
    open_page: Callable[..., Any], pictures: ModuleType
) -> None:
    page = open_page(pictures.sample())
    for size in ((1440, 520), (900, 700), (390, 844), (844, 390), (1440, 900)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(400)
        seen = page.evaluate(_INSIDE)
        assert seen["edges"] == [0, 0, 0, 0], f"something is cut off at {size}: {seen}"
        assert seen["all"] > 0.005, f"the picture is there at {size}"


def test_a_banner_covers_no_node(open_page: Callable[..., Any], pictures: ModuleType) -> None:
    page = open_page(pictures.sample(), "n=j0&f=j0,1")
    banner = page.locator("#banner > span").first.bounding_box()
    inked = page.evaluate(
        """(low) => { const c = document.querySelector("#canvas canvas"), box = c.getBoundingClientRect(), k = c.width / box.width;
          const tall = Math.max(1, Math.floor((low - box.top) * k));
          return COPY.getImageData(0, 0, c.width, tall).data.some((v, i) => i % 4 === 3 && v > 0); }""".replace(
            "COPY", _COPY
        ),
        banner["y"] + banner["height"],
    )
    assert not inked


def test_lines_are_whole_where_many_things_are_drawn_small(
    open_page: Callable[..., Any], pictures: ModuleType
) -> None:
    """A border in the paper's colour once wiped out whatever lay beside a small node."""
    page = open_page(pictures.generated(500))
    paper = page.evaluate(
        """() => { const c = document.querySelector("#canvas canvas"), d = COPY.getImageData(0, 0, c.width, c.height).data;
          let paper = 0, ink = 0;
          for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200) {
            if (d[i] === 250 && d[i + 1] === 249 && d[i + 2] === 245) paper += 1; else ink += 1; }
          return [paper, ink]; }""".replace("COPY", _COPY)
    )
    assert paper[0] < paper[1], f"more is covered in paper than drawn: {paper}"


def test_a_share_and_its_year_stand_on_the_tie_and_in_its_panel(open_page: Callable[..., Any]) -> None:
    page = open_page(_pair(stake=49.0, year=2017), "e=e")
    assert "49%" in page.inner_text("#panel")
    page.click("text=导出")
    with page.expect_download() as download:
        page.click("#menu >> text=SVG")
    assert "49% (2017)" in download.value.path().read_text("utf-8")


def test_traditional_signs_find_a_simplified_name(open_page: Callable[..., Any]) -> None:
    page = open_page(_pair())
    page.fill("#q", "騰訊")
    assert page.locator("#hits .name").all_inner_texts() == ["腾讯"]


def test_marks_that_turn_a_text_round_are_shown_as_codes(open_page: Callable[..., Any]) -> None:
    picture = _pair()
    turned = dataclasses.replace(picture.nodes[0], name="\u202egpj.exe")
    page = open_page(dataclasses.replace(picture, nodes=(turned, picture.nodes[1])), "n=a")
    assert page.inner_text("#panel h2") == "\\u202egpj.exe"
    assert "\u202e" not in page.inner_text("body")


def test_without_scripts_the_network_is_a_table(browser: Any, tmp_path: Any) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        render_page(_pair(stake=49.0, year=2017, amount=2.741e9), language="en"), encoding="utf-8"
    )
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    row = page.locator("noscript table tbody tr, table tbody tr").first.inner_text().split("\t")
    assert [cell.strip() for cell in row][:6] == [
        "Tencent",
        "HOLDS_SHARES_IN",
        "Digital Guangdong",
        "49%",
        "2017",
        "CNY 2.74 bn",
    ]
    assert not page.locator("#desk").is_visible()
    context.close()


def test_what_is_printed_is_a_sheet_with_title_legend_and_sources(
    open_page: Callable[..., Any], pictures: ModuleType
) -> None:
    page = open_page(pictures.sample())
    page.emulate_media(media="print")
    page.wait_for_selector("#print svg")
    assert page.locator("#print svg text").first.is_visible()
    texts = page.locator("#print svg text").all_text_contents()
    assert page.text_content("#title") in texts
    assert page.locator("#print ol li").count() > 0
    assert not page.locator("#stage").is_visible()
    wide, high = page.evaluate(
        "(() => { const m = document.querySelector('#print svg').getScreenCTM(); return [m.a, m.d]; })()"
    )
    assert wide == pytest.approx(high), "not squashed"
    page.emulate_media(media="screen")
    page.wait_for_selector("#print svg", state="detached")
