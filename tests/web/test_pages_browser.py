"""The pages in a real browser: for those who see no picture, use no mouse, have no scripts or a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.server import Server
from tests.web.test_pages import KINDS

pytestmark = pytest.mark.browser
PAGES = [
    *KINDS,
    "/nothing",
    "/search",
    "/questions/co-occurring-giants?among=nobody",
    "/query?query=SELECT * { ?s ?p ?o } LIMIT 9",
]
WAYS = [
    ("light", "zh", (1280, 900)),
    ("dark", "en", (1280, 900)),
    ("light", "zh", (390, 844)),
    ("dark", "en", (390, 844)),
]
#: Each page once, in one look after the other; every page in every look by `make test-long`.
IN_TURN = {way: PAGES[number :: len(WAYS)] for number, way in enumerate(WAYS)}


@pytest.fixture(scope="module")
def wrong() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{way[2][0]}")
def tab(request: pytest.FixtureRequest, browser: Any, service: Server, wrong: list[str]) -> Iterator[Any]:
    """A tab of the theme, language and width."""
    theme, language, (width, height) = request.param
    context = browser.new_context(
        base_url=service.url, color_scheme=theme, locale=language, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    page.on(
        "console",
        lambda m: (
            wrong.append(m.text)
            if m.type in ("error", "warning") and "404" not in m.text and "400" not in m.text
            else None
        ),
    )
    page.on("request", lambda r: None if r.url.startswith(service.url) else wrong.append(f"asks {r.url}"))
    yield page
    context.close()


@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.long)], ids=["in turn", "every page"]
)
def test_axe_finds_nothing_on_any_page(
    tab: Any, wrong: list[str], every: bool, request: pytest.FixtureRequest
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = []
    for path in PAGES if every else IN_TURN[request.node.callspec.params["tab"]]:
        tab.goto(path)
        tab.evaluate("document.querySelectorAll('details').forEach((fold, i) => { fold.open ||= i < 12; })")
        result = axe.run(tab)
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in result.response["violations"]]
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{path} is wider than the screen"
        )
    assert found == []
    assert wrong == []


def test_no_page_is_wider_than_a_small_screen(browser: Any, service: Server) -> None:
    context = browser.new_context(base_url=service.url, viewport={"width": 390, "height": 844})
    page, wide = context.new_page(), []
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((fold, i) => { fold.open ||= i < 12; })")
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(path)
    context.close()
    assert wide == []


def test_without_scripts_from_search_to_evidence_to_question(browser: Any, service: Server) -> None:
    context = browser.new_context(base_url=service.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main"), "the first Tab stop skips to the content"
    page.fill("#top-q", "szgd")
    page.keyboard.press("Enter")
    page.click(".hits a >> nth=0")
    assert page.inner_text("h1") == "数字广东网络建设有限公司"
    page.locator("svg.wide a").first.click()
    assert page.inner_text("h1") == "腾讯"
    page.click("nav >> text=问题")
    page.click("text=哪些巨头在项目中相遇")
    page.fill('input[name="among"]', "腾讯，华为")
    page.check('input[name="expected"]')
    page.click("main form button")
    assert page.locator("table tbody tr").count() == 1
    page.click("nav >> text=SPARQL")
    page.click("form[method=post] button.first")
    assert page.locator("table tbody tr >> nth=0").inner_text().split()[:2] == ["腾讯", "49"]
    page.click(".tongue a")
    assert page.inner_text("h1") == "Ask in SPARQL"
    context.close()
