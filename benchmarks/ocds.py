"""OCDS releases per CPU second and peak memory, at 20,000 and 200,000, beside the JSON parser alone.

python benchmarks/ocds.py [releases …]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into


def write_package(path: Path, number: int) -> None:
    """One package in one line, as portals export it."""
    text = json.dumps(_release(7_654_321), ensure_ascii=False)
    with path.open("w", encoding="utf-8") as out:
        out.write('{"publisher": {"name": "p"}, "releases": [')
        for n in range(number):
            out.write((", " if n else "") + text.replace("7654321", str(n)))
        out.write("]}")


def _release(n: int) -> dict[str, object]:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.loaders.releases import release

    return release(n)


def measure(kind: str, path: Path) -> None:
    """Print CPU seconds and peak memory of one way to read the file, in this process."""
    start = time.process_time()
    if kind == "parser":
        orjson.loads(path.read_bytes())
    else:
        with tempfile.TemporaryDirectory() as folder:
            load_into(Path(folder), find([path]), jobs=1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{time.process_time() - start:.2f} {peak}")


def main() -> None:
    """Every size and way in a process of its own."""
    sizes = [int(a) for a in sys.argv[1:]] or [20_000, 200_000]
    print(f"{'releases':>9} {'way':>8} {'CPU s':>7} {'per CPU s':>10} {'peak MiB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.json"
            write_package(path, size)
            for kind in ("parser", "loader"):
                done = subprocess.run(
                    [sys.executable, __file__, "--measure", kind, str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                seconds, peak = done.stdout.split()
                print(
                    f"{size:>9} {kind:>8} {seconds:>7} {size / max(float(seconds), 0.01):>10,.0f} {peak:>9}"
                )
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
