"""The made-up pictures that the page tests look at, and their pages opened in the browser."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from govgraph.views.page import render_page
from govgraph.views.picture import Picture
from tests.waiting import PATIENCE


@pytest.fixture(scope="session")
def pictures() -> ModuleType:
    """The module beside this file that makes pictures up."""
    name = "govgraph_test_pictures"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("pictures.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a picture from a file; at the end no error, no request outside, nothing run by data."""
    opened: list[tuple[Any, list[str]]] = []

    def open_(picture: Picture, fragment: str = "", max_nodes: int = 2_000, **context: Any) -> Any:
        file = tmp_path / f"page-{len(opened)}.html"
        file.write_text(render_page(picture, max_nodes), encoding="utf-8", newline="\n")
        context.setdefault("viewport", {"width": 1440, "height": 900})
        context.setdefault("locale", "zh-CN")
        page = browser.new_context(accept_downloads=True, **context).new_page()
        page.set_default_timeout(PATIENCE * 1_000)
        wrong: list[str] = []
        opened.append((page, wrong))
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append("dialog"), dialog.dismiss()))
        page.on("request", lambda r: None if _local(r.url, file) else wrong.append(f"asks {r.url}"))
        page.add_init_script("window.boom = () => { console.error('data ran as script'); };")
        page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_
    found = [line for _, wrong in opened for line in wrong]
    for page, _ in opened:
        page.context.close()
    assert found == []


def _local(url: str, file: Path) -> bool:
    return url.split("#")[0] == file.as_uri() or url.startswith(("data:", "blob:"))
