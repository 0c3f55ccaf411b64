"""How long a network page takes to be built, and to be drawn in headless Chromium.

    python benchmarks/page.py [nodes ...]

Prints a row a size: seconds to build the page in Python, its megabytes, and the milliseconds from
the start of loading until the picture is on the canvas (the median of five openings from a file,
each with an empty profile). The first row is an empty page: what the browser itself costs.
"""

from __future__ import annotations

import importlib.util
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from playwright.sync_api import sync_playwright

from govgraph.views.page import MAX_NODES, render_page

PICTURES = Path(__file__).parent.parent / "tests" / "views" / "pictures.py"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SIZES, OPENINGS = (300, 1_000, 5_000), 5
EMPTY = "<!doctype html><html data-ready='1'><head><title>empty</title></head><body></body></html>"


def pictures() -> ModuleType:
    """The module of the tests that makes pictures up."""
    spec = importlib.util.spec_from_file_location("govgraph_made_up_pictures", PICTURES)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{PICTURES} is missing")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def opened(browser: Any, file: Path) -> float:
    """Milliseconds from the start of the load until the page says it is drawn."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=60_000)
    marked = page.evaluate(
        "(performance.getEntriesByName('govgraph-ready')[0] || {}).startTime"
        " || performance.getEntriesByType('navigation')[0].loadEventEnd"
    )
    context.close()
    return float(marked)


def measure(browser: Any, name: str, file: Path, built: float) -> None:
    """One row of the table."""
    times = [opened(browser, file) for _ in range(OPENINGS)]
    size = file.stat().st_size / 1e6
    print(f"{name:24}{built:9.2f}{size:9.2f}{statistics.median(times):11.0f}{max(times):9.0f}")


def main(sizes: tuple[int, ...]) -> None:
    """Measure the empty page, then each size as it opens and, above the limit, in full."""
    made = pictures()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    print(f"{'nodes':24}{'build s':>9}{'MB':>9}{'median ms':>11}{'max ms':>9}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        file = Path(folder) / "page.html"
        file.write_text(EMPTY, encoding="utf-8")
        measure(browser, "empty page", file, 0.0)
        render_page(made.sample())  # imports and templates are not what is measured
        for count in sizes:
            for limit in sorted({min(MAX_NODES, count), count}):
                start = time.perf_counter()
                text = render_page(made.generated(count), limit)
                built = time.perf_counter() - start
                file.write_text(text, encoding="utf-8")
                measure(browser, f"{count:,} ({limit:,} drawn)", file, built)
        browser.close()


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
