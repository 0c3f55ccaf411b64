"""Notices per CPU second: parsing alone (the floor), read to entities, loaded to statements on disk.

python benchmarks/notices.py [copies of each page]

The pages are those of the tests. Each way runs in a process of its own; what is imported or opened once for
all pages does not count.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from selectolax.lexbor import LexborHTMLParser

from govgraph.loaders.registry import find, loader
from govgraph.loaders.run import load_into

ROOT = Path(__file__).parents[1]


def write_ccgp(folder: Path, copies: int) -> int:
    """The site's pages, a file for each."""
    pages = sorted((ROOT / "tests" / "loaders").glob("ccgp/*.html"))
    for path in pages:
        for number in range(copies):
            (folder / f"{number}_{path.name}").write_bytes(path.read_bytes())
    return len(pages) * copies


def write_ggzy(folder: Path, copies: int) -> int:
    """The portals' records, all in one file; each copy is about another city."""
    sys.path.insert(0, str(ROOT))
    from tests.loaders.ggzy_pages import ALL

    text = json.dumps(ALL, ensure_ascii=False)
    records = [one for n in range(copies) for one in json.loads(text.replace("虚城", f"虚{n}城"))]
    (folder / "notices.json").write_text(json.dumps(records, ensure_ascii=False), "utf-8")
    return len(records)


#: Loader and the pages that it is measured on.
KINDS = {"ccgp": write_ccgp, "ggzy": write_ggzy}


def floor(kind: str, paths: list[Path], folder: Path) -> None:
    """Parse JSON and HTML and do nothing with it."""
    for path in paths:
        if kind == "ggzy":
            for record in orjson.loads(path.read_bytes()):
                LexborHTMLParser(record["infocontent"])
        else:
            LexborHTMLParser(path.read_bytes())


def read(kind: str, paths: list[Path], folder: Path) -> None:
    """Read the pages to entities and their statements."""
    for path in paths:
        for item in loader(kind).read(path, path.stem):
            for entity in getattr(item, "entities", ()):
                for _ in entity.rows():
                    pass


def load(kind: str, paths: list[Path], folder: Path) -> None:
    """Load the pages as ``govgraph load`` does, in one process."""
    load_into(folder / "workspace", find([folder / "pages"], kind), jobs=1)


WAYS: dict[str, Callable[[str, list[Path], Path], None]] = {"floor": floor, "read": read, "load": load}


def measure(kind: str, way: str, copies: int) -> None:
    """Print how many pages were taken and the CPU seconds, in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        pages = KINDS[kind](folder / "pages", copies)
        paths = sorted((folder / "pages").iterdir())
        WAYS[way](kind, paths[:1], folder)  # what is loaded once
        start = time.process_time()
        WAYS[way](kind, paths, folder)
        print(f"{pages} {time.process_time() - start:.3f}")


def main() -> None:
    """Every kind and way in a process of its own."""
    copies = sys.argv[1] if len(sys.argv) > 1 else "20"
    print(f"{'kind':>6} {'way':>6} {'pages':>6} {'CPU s':>7} {'per CPU s':>10}")
    for kind in KINDS:
        for way in WAYS:
            done = subprocess.run(
                [sys.executable, __file__, "--measure", kind, way, copies],
                capture_output=True,
                text=True,
                check=True,
            )
            pages, seconds = done.stdout.split()
            print(
                f"{kind:>6} {way:>6} {pages:>6} {seconds:>7} {int(pages) / max(float(seconds), 0.001):>10,.0f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main()
