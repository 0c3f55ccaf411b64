"""Rules on a made-up market: inferences per second, and HermiT's time on the ontology itself.

    python benchmarks/reasoning.py [statements ...]

Each size is built twice, without and with inference; the difference is what the rules cost (named
rules, derived rules and the links they add to the tables). Rules alone are timed inside the build.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from made_up import write_market

from govgraph.graph.builder import build as build_module
from govgraph.graph.builder.rules import infer as rules
from govgraph.ontology.model import FOLDER
from govgraph.ontology.reason import OwlApi, triples, unsatisfiable

SIZES = (100_000, 1_000_000)


def measure(folder: Path, size: int) -> None:
    """Build one market and print its row."""
    path = folder / f"{size}.parquet"
    count = write_market(path, size)
    spent: list[float] = []

    def timed(database, model):  # type: ignore[no-untyped-def]
        start = time.perf_counter()
        ended = rules.infer(database, model)
        spent.append(time.perf_counter() - start)
        return ended

    build_module.infer = timed
    start = time.perf_counter()
    plain = build_module.build([path], folder / f"{size}-plain", inference=False)
    without = time.perf_counter() - start
    start = time.perf_counter()
    whole = build_module.build([path], folder / f"{size}-whole")
    with_rules = time.perf_counter() - start
    found = sum(t.count for t in (*whole.nodes, *whole.edges)) - sum(
        t.count for t in (*plain.nodes, *plain.edges)
    )
    print(
        f"{count:>10,} statements {found:>9,} inferences {spent[0]:>6.2f} s rules {found / spent[0]:>9,.0f} per s"
        f"   build {without:.1f} s without, {with_rules:.1f} s with"
    )


def hermit() -> None:
    """Time the verdict and the profile on the published ontology."""
    text = triples([FOLDER / "govgraph.ttl"])
    start = time.perf_counter()
    wrong = unsatisfiable(text)
    verdict = time.perf_counter() - start
    start = time.perf_counter()
    broken = OwlApi(text).profile()
    print(
        f"HermiT {verdict:.2f} s, {wrong} unsatisfiable; OWL 2 DL profile {time.perf_counter() - start:.2f} s, {len(broken)} violations"
    )


def main(sizes: list[int]) -> None:
    """HermiT, then a row a size."""
    hermit()
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            measure(Path(folder), size)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
