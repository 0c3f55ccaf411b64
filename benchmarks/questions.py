"""How long each saved question takes: python benchmarks/questions.py 20000 [FOLDER] [--on embedded,sparql]

The market is made up (benchmarks/market.py) so that every question finds something. Every question on every engine
runs in a process of its own, with its default parameters, as often as asked; it is stopped after --limit seconds.
Seconds are the median by the clock and CPU seconds of this process (a Neo4j works in its own); rows are those of the
answer; touched are the rows that the embedded engine's steps handed on to each other. For Neo4j give NEO4J_URI and so
on of a server that holds the same graph.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import kglite

from benchmarks.generate import write
from benchmarks.market import RichMarket
from govgraph.graph.builder.build import build
from govgraph.queries.library import Query, query_names, read_query
from govgraph.queries.run import bind_parameters, run_query
from govgraph.stores.base import Store, cypher_parameters
from govgraph.stores.embedded import EmbeddedStore, write_embedded
from govgraph.stores.neo4j.connect import find_address
from govgraph.stores.neo4j.store import Neo4jStore
from govgraph.stores.rdf.store import RdfStore, write_rdf


def make(count: int, folder: Path) -> None:
    """Statements, graph and stores, where the folder does not hold them yet."""
    if (folder / "rdf").is_dir():
        return
    graph = build(write(count, folder / "statements", market_type=RichMarket), folder / "graph")
    write_embedded(graph, folder / "embedded.kgl")
    write_rdf(graph, folder / "rdf")


def open_store(engine: str, folder: Path) -> Store:
    """The store of an engine."""
    if engine == "neo4j":
        return Neo4jStore(find_address(folder))
    return EmbeddedStore(folder / "embedded.kgl") if engine == "embedded" else RdfStore(folder / "rdf")


def touched(query: Query, folder: Path) -> int:
    """Rows that the steps of the embedded engine's plan gave, all together."""
    engine = kglite.load(str(folder / "embedded.kgl"))
    given = cypher_parameters(bind_parameters(query, {}, str))
    profile = engine.cypher("PROFILE " + query.body, params=given, disabled_passes=kglite.cypher_pass_names())
    return sum(step["rows_out"] for step in profile.profile)


def one(engine: str, name: str, folder: Path, runs: int, limit: float) -> None:
    """Run one question in this process and print its line."""
    store, query = open_store(engine, folder), read_query(name)
    clock, work, rows = [], [], 0
    for _ in range(runs):
        started, used = time.perf_counter(), time.process_time()
        rows = len(run_query(query, store, {}, lambda text: text, limit).rows)
        clock.append(time.perf_counter() - started)
        work.append(time.process_time() - used)
    seen = f"{touched(query, folder):,}" if engine == "embedded" else ""
    print(
        f"| {name} | {engine} | {statistics.median(clock):.2f} | {statistics.median(work):.2f} | {rows:,} | {seen} |"
    )


def main() -> None:
    """Build what is missing, then one process per question and engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--on", default="embedded,sparql")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "QUESTION"))
    given = parser.parse_args()
    if given.one:
        return one(*given.one, given.folder, given.runs, given.limit)
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    make(given.count, folder)
    print(
        "| Question | Engine | Seconds | CPU seconds | Rows | Touched |\n| --- | --- | ---: | ---: | ---: | ---: |",
        flush=True,
    )
    for name in query_names():
        for engine in given.on.split(","):
            command = [sys.executable, "-m", "benchmarks.questions", str(given.count), str(folder)]
            command += ["--runs", str(given.runs), "--limit", str(given.limit), "--one", engine, name]
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=given.limit * 2)
                reason = " ".join(done.stderr.strip().splitlines()[-1:]).partition(": ")[2]
                print(done.stdout.strip() or f"| {name} | {engine} | {reason[:120]} | | | |", flush=True)
            except subprocess.TimeoutExpired:
                print(f"| {name} | {engine} | over {given.limit:g} | | | |", flush=True)


if __name__ == "__main__":
    main()
