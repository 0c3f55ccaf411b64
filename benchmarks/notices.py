"""What the reader of notices gets right, by field and portal, and how many notices it reads a CPU second.

python -m benchmarks.notices [copies of each page]

The figures are those over the answers worked out by hand (``tests/loaders/notices/answers``) on the real
notices beside this checkout, where they are; the speed is measured on the made-up pages of the tests: parsing
alone, the reader alone, reader and entities, and the whole load. Each way runs in a process of its own; what
is imported or opened once for all pages does not count.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
from selectolax.lexbor import LexborHTMLParser

from govgraph.loaders.notices import notices_of
from govgraph.loaders.registry import find, loader
from govgraph.loaders.run import load_into

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent.parent / "shared" / "data"
SETS = ("ccgp", "portals", "ggzy-text", "ggzy")


def print_figures(differences: bool) -> None:
    """Precision and recall by field and folder."""
    from tests.loaders.notice_answers import lines, score, total

    data = next((one for one in (ROOT.parent / "shared" / "data", DATA) if one.exists()), None)
    if data is None:
        print("the real notices are not beside this checkout: no figures")
        return
    scores = {name: score(name, data / name) for name in SETS}
    print("\n".join(lines(scores | {"all": total(scores.values())})))
    if differences:
        print(
            "\n".join(
                f"{name} {line}" for name, one in scores.items() for line in (*one.refused, *one.differences)
            )
        )


def write_pages(folder: Path, copies: int) -> int:
    """Pages as HTML, a file for each."""
    pages = sorted((ROOT / "tests" / "loaders" / "notices").glob("pages/*.html"))
    for path in pages:
        for number in range(copies):
            (folder / f"{number}_{path.name}").write_bytes(path.read_bytes())
    return len(pages) * copies


def write_records(folder: Path, copies: int) -> int:
    """Portals' records, all in one file; each copy is about another city."""
    from tests.loaders.portal_pages import ALL

    text = json.dumps(ALL, ensure_ascii=False)
    records = [one for n in range(copies) for one in json.loads(text.replace("虚城", f"虚{n}城"))]
    (folder / "notices.json").write_text(json.dumps(records, ensure_ascii=False), "utf-8")
    return len(records)


def write_real(folder: Path, copies: int) -> int:
    """The portal's real records, where they are beside this checkout: long pages, each read once."""
    found = [
        path
        for data in (ROOT.parent / "shared" / "data", DATA)
        for path in sorted((data / "ggzy").glob("*.json"))
    ][:2]
    for path in found:
        (folder / path.name).write_bytes(path.read_bytes())
    return sum(len(list(_contents(orjson.loads(path.read_bytes())))) for path in found)


def _contents(value: object) -> Iterator[str]:
    """The pages in a portal's JSON."""
    for name, one in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        if name == "infocontent" and isinstance(one, str):
            yield one
        else:
            yield from _contents(one)


KINDS = {"html": write_pages, "json": write_records, "real": write_real}


def parse(kind: str, paths: list[Path], folder: Path) -> None:
    """Parse JSON and HTML and do nothing with it."""
    for path in paths:
        if kind != "html":
            for content in _contents(orjson.loads(path.read_bytes())):
                LexborHTMLParser(content)
        else:
            LexborHTMLParser(path.read_bytes())


def read(kind: str, paths: list[Path], folder: Path) -> None:
    """The reader alone: from a file's bytes to notices."""
    for path in paths:
        for _ in notices_of(io.BytesIO(path.read_bytes()), path.name):
            pass


def state(kind: str, paths: list[Path], folder: Path) -> None:
    """Read the pages to entities and their statements."""
    for path in paths:
        for item in loader("notice").read(io.BytesIO(path.read_bytes()), str(path), path.stem):
            for entity in getattr(item, "entities", ()):
                for _ in entity.rows():
                    pass


def load(kind: str, paths: list[Path], folder: Path) -> None:
    """Load the pages as ``govgraph load`` does, in one process."""
    load_into(folder / "workspace", find([folder / "pages"], "notice"), jobs=1)


WAYS: dict[str, Callable[[str, list[Path], Path], None]] = {
    "parse": parse,
    "read": read,
    "state": state,
    "load": load,
}


def measure(kind: str, way: str, copies: int) -> None:
    """Print how many pages were taken and the CPU seconds, in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        pages = KINDS[kind](folder / "pages", copies)
        paths = sorted((folder / "pages").iterdir())
        if not pages:
            print("0 0")
            return
        WAYS[way](kind, paths[:1], folder)  # what is loaded once
        start = time.process_time()
        WAYS[way](kind, paths, folder)
        print(f"{pages} {time.process_time() - start:.3f}")


def print_speed(copies: str) -> None:
    """Every kind and way in a process of its own."""
    print(f"{'kind':>6} {'way':>6} {'notices':>8} {'CPU s':>7} {'per CPU s':>10}")
    for kind in KINDS:
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.notices", "--measure", kind, way, copies]
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
            pages, seconds = done.stdout.split()
            if pages == "0":
                continue
            print(
                f"{kind:>6} {way:>6} {pages:>8} {seconds:>7} {int(pages) / max(float(seconds), 0.001):>10,.0f}"
            )


def main() -> None:
    """The figures, then the speed."""
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], sys.argv[3], int(sys.argv[4]))
        return
    given = [one for one in sys.argv[1:] if one.isdigit()]
    print_figures("--differences" in sys.argv)
    print()
    print_speed(given[0] if given else "20")


if __name__ == "__main__":
    main()
