"""Those who use no mouse and those who see no picture reach the same data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def _rules(found: Any) -> list[str]:
    """Rule and first place of each violation."""
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]]


LOOKS = [
    ("n=g0&v=edges", (1440, 900), "light"),
    ("n=g0&v=nodes&l=en", (1440, 900), "dark"),
    ("e=e60&m=-", (1440, 900), "light"),
    ("p=g0,r7", (1440, 900), "dark"),
    ("f=g0,1&n=g0", (390, 844), "dark"),
]
OTHER_LOOKS = [(fragment, size, "dark" if theme == "light" else "light") for fragment, size, theme in LOOKS]


@pytest.mark.parametrize(
    ("fragment", "size", "theme"),
    [*LOOKS, *(pytest.param(*look, marks=pytest.mark.long) for look in OTHER_LOOKS)],
)
def test_axe_finds_nothing(
    open_page: Open, pictures: ModuleType, fragment: str, size: tuple[int, int], theme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    viewport = {"width": size[0], "height": size[1]}
    page = open_page(pictures.sample(), f"{fragment}&d={theme}", viewport=viewport)
    page.wait_for_timeout(150)
    found = axe.Axe().run(page)
    assert _rules(found) == []


def test_axe_finds_nothing_with_menu_and_search_open(open_page: Open, pictures: ModuleType) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page(pictures.sample())
    page.click("[data-k=export]")
    page.fill("#q", "云")
    found = axe.Axe().run(page)
    assert _rules(found) == []


def _tab_to(page: Any, key: str, most: int = 60) -> None:
    for _ in range(most):
        if page.evaluate("document.activeElement.getAttribute('data-k')") == key:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the Tab key never reaches {key}")


def test_keyboard_alone_from_search_to_evidence_to_export(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    keys = page.keyboard
    keys.press("/")
    keys.type("xhj")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "星河集团"
    assert "已选中" in page.inner_text("#live")
    _tab_to(page, "focus")
    for _ in range(12):
        if page.evaluate("document.activeElement.tagName") == "A":
            break
        keys.press("Tab")
    assert page.evaluate("document.activeElement.href").startswith("https://example.org/")
    for _ in range(30):
        if (page.evaluate("document.activeElement.getAttribute('data-k')") or "").startswith("e"):
            break
        keys.press("Tab")
    keys.press("Enter")
    assert "第三节第二段" in page.inner_text("#panel")
    keys.press("/")
    _tab_to(page, "export")
    keys.press("Enter")
    _tab_to(page, "csvE")
    with page.expect_download() as waiting:
        keys.press("Enter")
    assert "星河" in Path(waiting.value.path()).read_text(encoding="utf-8-sig")


def test_keyboard_walks_the_picture(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    page.locator("#canvas").focus()
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(page.inner_text("#panel h2"))
    assert len(set(seen)) >= 3
    page.keyboard.press("]")
    assert "已选中关系" in page.inner_text("#live")
    first = page.inner_text("#panel .way")
    page.keyboard.press("]")
    assert page.inner_text("#panel .way") != first
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#panel').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "canvas"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("f")
    assert "周边" in page.inner_text("#banner")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert not page.is_visible("#banner")
    for key in ("+", "-", "0", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("t")
    assert page.is_visible("#tables table")


def test_the_table_holds_what_the_picture_holds(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample(), "v=edges")
    assert page.locator("#tables tbody tr").count() == 128
    page.click("[data-k=nodes]")
    assert page.locator("#tables tbody tr").count() == 81
    page.click("[data-k=h0]")
    assert page.locator("#tables th[aria-sort=ascending]").count() == 1
    names = page.locator("#tables tbody td:first-child").all_inner_texts()
    page.click("[data-k=h0]")
    assert page.locator("#tables tbody td:first-child").all_inner_texts() == names[::-1]
    page.locator("#tables tbody .link").first.click()
    assert page.inner_text("#panel h2") == names[-1]


def test_the_keyboards_place_is_kept_when_a_filter_changes(open_page: Open, pictures: ModuleType) -> None:
    page = open_page(pictures.sample())
    page.locator("[data-k=c2]").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.getAttribute('data-k')") == "c2"
    assert not page.is_checked("[data-k=c2]")
