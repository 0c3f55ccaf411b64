"""What a reader does with the page, in a real browser."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from govgraph.views.page import render_page

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def _until(page: Any, true: str) -> None:
    """Wait without asking the page to compile text, which its policy forbids."""
    for _ in range(6_000):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never {true}")


def _status(page: Any) -> str:
    return str(page.inner_text("#status"))


def _search(page: Any, text: str) -> list[str]:
    page.fill("#q", text)
    return [str(name) for name in page.locator("#hits .name").all_inner_texts()]


def _select(page: Any, text: str) -> None:
    page.fill("#q", text)
    page.press("#q", "Enter")


def _ink(page: Any) -> int:
    """How many different colours stand on the canvas."""
    return int(
        page.evaluate(
            """() => { const c = document.querySelector('#canvas canvas');
            const o = document.createElement('canvas'); o.width = c.width; o.height = c.height;
            const x = o.getContext('2d', {willReadFrequently: true}); x.drawImage(c, 0, 0);
            const d = x.getImageData(0, 0, c.width, c.height).data, seen = new Set();
            for (let i = 0; i < d.length; i += 4) if (d[i + 3]) seen.add(`${d[i] >> 4},${d[i+1] >> 4},${d[i+2] >> 4}`);
            return seen.size; }"""
        )
    )


def test_ready_means_drawn(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    assert _ink(page) > 20
    assert page.evaluate("document.documentElement.dataset.ready") == "1"


def test_a_blank_canvas_is_never_ready(browser: Any, pictures: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "blank.html"
    file.write_text(render_page(pictures.sample()), encoding="utf-8")
    page = browser.new_page()
    page.add_init_script(
        "for (const f of ['fill', 'stroke', 'fillText', 'strokeText', 'fillRect'])"
        " CanvasRenderingContext2D.prototype[f] = () => {};"
    )
    page.goto(file.as_uri())
    page.wait_for_selector("#panel .ties li")
    page.wait_for_timeout(600)
    assert page.locator("html[data-ready]").count() == 0
    page.close()


def test_claims_are_off_at_first_and_said_to_be(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    assert "134 条连线中的 128 条" in _status(page)
    assert "6 项仅为主张未显示" in _status(page)
    page.click("#status button")
    assert "134 条连线" in _status(page)
    assert "134 条连线中" not in _status(page)
    _until(page, "location.hash.includes('m=-')")


def test_search_in_chinese_english_and_pinyin(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    for typed in ("星河集团", "Xinghe Group", "xinghejituan", "xhjt", "星河系", "ＸＩＮＧＨＥ　ｇｒｏｕｐ"):
        assert _search(page, typed)[0] == "星河集团", typed
        assert _search(page, "") == [], "nothing of the search before is left"


def test_the_panel_cites_each_fact(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    _select(page, "星河集团")
    panel = page.inner_text("#panel")
    assert "星河集团股份" in panel
    assert "原文写作“星河系”" in panel
    assert "在云泽，星河系与地方国资的合作最为深入。" in panel
    assert "第三节第二段" in panel
    link = page.locator("#panel .fact a").first
    assert link.get_attribute("href").startswith("https://example.org/")
    assert "noreferrer" in link.get_attribute("rel")


def test_a_disputed_tie_shows_both_values(open_page: Open, pictures: ModuleType) -> None:
    edge = next(e for e in pictures.sample().edges if e.disputed)
    panel = open_page(pictures.sample(), f"e={edge.id}").inner_text("#panel")
    assert "说法不一" in panel
    assert "49%" in panel
    assert "16.74%" in panel


def test_filters_by_class_relationship_region_amount_and_year(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    page.click("#filters label:has-text('项目') >> nth=0")
    assert "81 个对象中的" in _status(page)
    page.click("[data-k=reset]")
    assert "81 个对象 " in _status(page)
    page.click("#filters label:has-text('采购人为')")
    assert "中的 96 条" in _status(page)
    page.click("[data-k=reset]")
    page.select_option("[data-k=region]", "澄湾市")
    few = int(_status(page).split("中的 ")[1].split(" ")[0])
    assert 5 < few < 30
    page.click("[data-k=reset]")
    page.select_option("[data-k=least]", "100000000")
    assert "81 个对象中的" in _status(page)
    page.click("[data-k=reset]")
    page.click("[data-k=y2019]")
    page.uncheck("[data-k=undated]")
    table = page.evaluate("location.hash")
    page.click("[data-k=table]")
    years = set(page.locator("#tables tbody td:nth-child(5)").all_inner_texts())
    assert years == {"2019"}, table


def test_focus_expand_and_collapse(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    _select(page, "数字云泽网络建设有限公司")
    page.click("[data-k=focus]")
    near = int(_status(page).split("中的 ")[1].split(" ")[0])
    assert 3 < near < 15
    page.click("[data-k=wider]")
    assert int(_status(page).split("中的 ")[1].split(" ")[0]) > near
    page.click("[data-k=unfocus]")
    assert "81 个对象 " in _status(page)
    _select(page, "云泽事通")
    _select(page, "数字云泽网络建设有限公司")
    page.click("[data-k=fold]")
    assert "81 个对象中的" in _status(page)
    page.click("[data-k=expand]")
    assert "81 个对象 " in _status(page)


def test_shortest_path_between_two_picked_nodes(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    _select(page, "星河集团")
    page.click("[data-k=from]")
    assert "路径起点：星河集团" in page.inner_text("#banner")
    _select(page, "云泽事通")
    steps = page.locator("#panel .steps .who").all_inner_texts()
    assert steps[0] == "星河集团"
    assert steps[-1] == "云泽事通"
    assert len(steps) == len(set(steps)) > 2
    _until(page, "location.hash.includes('p=')")


def test_the_address_reopens_the_view(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    _select(page, "磐石集团")
    page.click("#filters label:has-text('采购人为')")
    page.select_option("[data-k=size]", "count")
    page.click("[data-k=theme]")
    page.click("[data-k=lang]")
    _until(page, "location.hash.includes('l=en')")
    fragment = page.evaluate("location.hash").removeprefix("#")
    again = open_page(pictures.sample(), fragment)
    assert again.inner_text("#panel h2") == "Panshi Group"
    assert again.evaluate("document.documentElement.dataset.theme") == "dark"
    assert again.input_value("[data-k=size]") == "count"
    assert _status(again) == _status(page)


def test_nonsense_in_the_address_is_passed_over(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample(), "n=nobody&e=%E0%A4%A&y=9-x&q=1,2&z=huge&f=,,&p=__proto__,g0&c=%00&m")
    assert "81 个对象" in _status(page)


def test_a_large_picture_says_what_it_hides_and_search_reaches_it(
    open_page: Open, pictures: ModuleType
) -> None:
    page = open_page(pictures.generated(400), max_nodes=60)
    assert "另有 340 个对象未画出" in _status(page)
    _select(page, "示例机构第399号")
    assert "另有 339 个对象未画出" in _status(page)
    assert page.inner_text("#panel h2").endswith("示例机构第399号")
    page.click("[data-k=expand]")
    assert "另有 339" not in _status(page)


def test_timeline_plays_and_stops(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    page.click("[data-k=play]")
    _until(page, "document.querySelector('.timeline b').textContent === '2015'")
    _until(page, "document.querySelector('.timeline b').textContent === '2015–2016'")
    page.click("[data-k=play]")
    page.click("[data-k=all]")
    assert page.inner_text(".timeline b") == "2015–2021"


def _download(page: Any, key: str) -> bytes:
    page.click("[data-k=export]")
    with page.expect_download() as waiting:
        page.click(f"[data-k={key}]")
    return Path(waiting.value.path()).read_bytes()


def test_exports(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    png = _download(page, "png")
    assert png.startswith(b"\x89PNG")
    assert len(png) > 60_000
    root = Tree.fromstring(_download(page, "svg"))
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "星河集团" in texts
    assert "企业集团" in texts
    rows = list(csv.DictReader(io.StringIO(_download(page, "csvE").decode("utf-8-sig"))))
    assert len(rows) == 128
    assert {"start_name", "modality", "sources"} <= set(rows[0])
    nodes = list(csv.DictReader(io.StringIO(_download(page, "csvN").decode("utf-8-sig"))))
    assert len(nodes) == 81
    data = json.loads(_download(page, "json"))
    assert len(data["edges"]) == 128
    assert data["nodes"][0]["facts"][0]["source"] == "s3"


def test_kinds_of_tie_and_layers(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.cooccurrence())
    assert "经合资公司" in page.inner_text("#filters")
    before = _status(page)
    page.click("#filters label:has-text('经合资公司')")
    assert _status(page) != before
    assert "29 个对象" in _status(open_page(pictures.ownership()))


def test_dark_follows_the_system_and_english_is_english(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample(), color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("[data-k=lang]")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.inner_text("h1") == "Who builds the digital government of Yunze"
    chrome = page.inner_text("#filters") + page.inner_text("#buttons").replace("中文", "") + _status(page)
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in chrome.split("Region")[0])


def test_hover_tells_and_click_selects(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    _select(page, "云泽省")
    page.click("[data-k=centre]")
    page.keyboard.press("Escape")
    box = page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_selector("#tip:not([hidden])")
    assert "云泽省" in page.inner_text("#tip")
    page.mouse.click(x, y)
    assert page.inner_text("#panel h2") == "云泽省"


def test_print_is_light_and_without_controls(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample(), "n=g0&d=dark")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert not page.is_visible("#buttons")
    assert page.is_visible("#panel h2")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("fragment", ["", "n=j0", "v=edges"])
def test_nothing_sticks_out_at_any_width(open_page: Open, pictures: ModuleType, fragment: str) -> None:
    page = open_page(pictures.sample(), fragment, viewport={"width": 1440, "height": 900})
    for width, height in ((1440, 900), (820, 1180), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        _until(page, f"innerWidth === {width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_empty_picture_is_a_page_too(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(dataclasses.replace(pictures.sample(), nodes=(), edges=()))
    assert "0 个对象" in _status(page)


def test_a_rule_is_named_in_words_and_is_no_source(open_page: Open, pictures: ModuleType) -> None:
    picture = pictures.cooccurrence()
    edge = picture.edges[0]
    found = [
        dataclasses.replace(edge.facts[0], source=f"rule:{rule}", modality="inferred")
        for rule in ("group-tie", "role <- role role")
    ]
    ruled = dataclasses.replace(edge, facts=(*found, edge.facts[0]))
    page = open_page(dataclasses.replace(picture, edges=(ruled, *picture.edges[1:])), f"e={edge.id}")
    shown = page.inner_text("#panel")
    assert "按规则“集团与项目的关联”推断" in shown
    assert "rule:" not in shown
    assert "<-" not in shown
    assert "1 个来源" in shown
