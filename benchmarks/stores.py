"""How fast the stores fill, each beside its floor: python -m benchmarks.stores 20000 [FOLDER] [--only STEP,…]

Every step runs in a process of its own, so its peak memory is its own (what a server or the importer takes
is not in it); the rate counts nodes and relationships per second of CPU in that process, for Neo4j also of
the CPU of the server or importer. The floors are the engine's own bulk call on ready rows: the importer on
ready files, kglite's bulk calls on ready frames, Oxigraph's bulk_load on a ready file, a bare driver loop
on ready rows. Statements and a graph that FOLDER holds already are used again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import kglite
import pyoxigraph as ox
from neo4j import GraphDatabase

from benchmarks.generate import write
from govgraph.graph.builder.build import build
from govgraph.graph.graph import EdgeTable, Graph
from govgraph.neo4j_local.server import LocalServer
from govgraph.stores.embedded import write_embedded
from govgraph.stores.exports import export
from govgraph.stores.neo4j.difference import as_cypher_type, key_label
from govgraph.stores.neo4j.import_files import write_import_files
from govgraph.stores.neo4j.load import load, prepare
from govgraph.stores.rdf.store import write_rdf


def graph_step(folder: Path) -> None:
    """Statements to graph."""
    shutil.rmtree(folder / "graph", ignore_errors=True)
    build(sorted((folder / "statements").glob("*.parquet")), folder / "graph")


def files_step(folder: Path) -> None:
    """Graph to files for neo4j-admin."""
    write_import_files(Graph.open(folder / "graph"), folder / "files")


def full_floor(folder: Path) -> None:
    """neo4j-admin alone on ready files."""
    files = write_import_files(Graph.open(folder / "graph"), folder / "files")
    server, started = LocalServer(folder / "import"), _cpu()
    server.import_full(files.nodes, files.relationships, overwrite=True, options=files.options)
    print(f"seconds {_cpu() - started}")
    shutil.rmtree(folder / "import")
    shutil.rmtree(folder / "files")


def full_step(folder: Path) -> None:
    """Files written and imported."""
    server, started = LocalServer(folder / "import"), _cpu()
    files = write_import_files(Graph.open(folder / "graph"), folder / "files2")
    server.import_full(files.nodes, files.relationships, overwrite=True, options=files.options)
    print(f"seconds {_cpu() - started}")
    shutil.rmtree(folder / "import")
    shutil.rmtree(folder / "files2")


def _cpu() -> float:
    """CPU seconds of this process and of those it has waited for, such as the importer."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def incremental_step(folder: Path) -> None:
    """Graph to an empty Neo4j by MERGE."""
    with LocalServer(folder / "merge", heap="1g").running() as address:
        started = time.perf_counter()
        load(Graph.open(folder / "graph"), address, folder / "loads")
        print(f"seconds {time.perf_counter() - started}")


def incremental_floor(folder: Path) -> None:
    """The same rows and statements in a bare driver loop, with nothing else around them."""
    graph = Graph.open(folder / "graph")
    keys = {t.labels[0]: key_label(t.labels) for t in graph.nodes}
    with (
        LocalServer(folder / "bare", heap="1g").running() as address,
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session() as session,
    ):
        prepare(session, graph)
        spent = 0.0
        for table in graph.tables:
            if isinstance(table, EdgeTable):
                ends = f"MATCH (a:{keys[table.start_label]} {{id: row.start_id}}), (b:{keys[table.end_label]} {{id: row.end_id}})"
                text = f"UNWIND $rows AS row {ends} MERGE (a)-[r:{table.type} {{id: row.id}}]->(b) SET r += row.values"
            else:
                labels = ":".join(table.labels)
                text = f"UNWIND $rows AS row MERGE (n:{key_label(table.labels)} {{id: row.id}}) SET n:{labels}, n += row.values"
            columns = ", ".join(as_cypher_type(c) for c in table.columns)
            cursor = duckdb.connect().execute(f"SELECT {columns} FROM {graph.scan(table)}")
            names = [c.name for c in table.columns]
            while rows := cursor.fetchmany(10_000):
                ready = [_row(dict(zip(names, row, strict=True))) for row in rows]
                started = time.perf_counter()
                session.run(text, rows=ready).consume()
                spent += time.perf_counter() - started
    print(f"seconds {spent}")


def _row(values: dict[str, object]) -> dict[str, object]:
    ends = {k: values.pop(k) for k in ("id", "start_id", "end_id") if k in values}
    return ends | {"values": {k: v for k, v in values.items() if v is not None}}


def embedded_step(folder: Path) -> None:
    """Graph to kglite."""
    write_embedded(Graph.open(folder / "graph"), folder / "embedded.kgl")


def embedded_floor(folder: Path) -> None:
    """kglite's bulk calls on ready frames, and its save."""
    graph, database = Graph.open(folder / "graph"), duckdb.connect()
    frames = []
    for table in graph.tables:
        columns = ", ".join(f'{as_cypher_type(c)} AS "{c.name}"' for c in table.columns)
        frames.append(
            (table, database.execute(f"SELECT {columns} FROM {graph.scan(table)} ORDER BY id").df())
        )
    started, engine = time.process_time(), kglite.KnowledgeGraph()
    for table, frame in frames:
        if isinstance(table, EdgeTable):
            engine.add_relationships(
                frame, table.type, table.start_label, "start_id", table.end_label, "end_id"
            )
        else:
            engine.add_nodes(frame, table.labels[0], "id", "id", labels=list(table.labels[1:]))
    engine.save(str(folder / "floor.kgl"))
    print(f"seconds {time.process_time() - started}")


def rdf_step(folder: Path) -> None:
    """Graph to Oxigraph."""
    write_rdf(Graph.open(folder / "graph"), folder / "rdf")


def rdf_floor(folder: Path) -> None:
    """Oxigraph's bulk_load of a ready N-Quads file."""
    export(Graph.open(folder / "graph"), "nquads", folder / "graph.nq")
    started = time.process_time()
    store = ox.Store(str(folder / "floor"))
    store.bulk_load(path=str(folder / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    store.optimize()  # which write_rdf does, too
    print(f"seconds {time.process_time() - started}")
    shutil.rmtree(folder / "floor")
    (folder / "graph.nq").unlink()


STEPS: dict[str, Callable[[Path], None]] = {
    "graph": graph_step, "files": files_step, "full": full_step, "full floor": full_floor,
    "incremental": incremental_step, "incremental floor": incremental_floor,
    "embedded": embedded_step, "embedded floor": embedded_floor, "rdf": rdf_step, "rdf floor": rdf_floor,
}  # fmt: skip


def measure(step: str, folder: Path) -> str:
    """Run a step in its own process and describe what it took, as a row of a Markdown table."""
    command = [sys.executable, "-m", "benchmarks.stores", "0", str(folder), "--step", step]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    if done.returncode:
        return f"| {step} | failed: {done.stderr.strip().splitlines()[-1]} | | |"
    said = dict(
        line.split() for line in done.stdout.splitlines() if line.startswith(("seconds", "cpu", "peak"))
    )
    wall, cpu, size = time.perf_counter() - started, float(said["cpu"]), _size(folder)
    seconds = float(said.get("seconds", cpu))
    return f"| {step} | {seconds:.1f} | {wall:.1f} | {size / seconds:,.0f} | {float(said['peak']):.0f} |"


def main() -> None:
    """Measure all steps, or run one of them for that."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--only", default=",".join(STEPS))
    given = parser.parse_args()
    if given.step:
        STEPS[given.step](given.folder)
        print(f"cpu {time.process_time()}")
        print(f"peak {_peak()}")
        return
    folder = given.folder or Path(tempfile.mkdtemp())
    if not (folder / "statements").is_dir():
        write(given.count, folder / "statements")
    if not (folder / "graph").is_dir() and "graph" not in given.only.split(","):
        graph_step(folder)
    print(f"{given.count} contracts\n")
    print("| step | seconds | by the clock | per second | peak MB |\n|---|--:|--:|--:|--:|")
    for step in STEPS:
        if step in given.only.split(","):
            print(measure(step, folder), flush=True)
    print(f"\n{_size(folder)} nodes and relationships")


def _size(folder: Path) -> int:
    return sum(t.count for t in Graph.open(folder / "graph").tables)


def _peak() -> float:
    """Peak memory of this process in MB; unlike getrusage's it starts anew with the program."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
