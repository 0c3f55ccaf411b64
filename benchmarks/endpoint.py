"""The endpoint beside Oxigraph's own server on the same million triples, in the same run.

    python -m benchmarks.endpoint --oxigraph .oxigraph/bin/oxigraph [--triples 1000000] [--seconds 4] [--only KIND …]

Oxigraph's server comes from the package `oxigraph` (`python -m venv .oxigraph; .oxigraph/bin/pip install
oxigraph`). Both serve the same store, read-only. Each kind of query is asked over one connection (p50 and
p99 of the latency), then over four at once (requests per second); the servers take turns in short rounds, so
that whatever else the machine does hits both. No request repeats the one before it. The processor time for one
request, of the server and all its processes, is what a busy machine does not change.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

E = "http://bench.example/"
PER_THING = 8
ROUNDS, CLIENTS = 4, 4
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

QUERIES: dict[str, Callable[[random.Random, int], str]] = {
    "lookup": lambda r, n: f"SELECT ?p ?o {{ <{E}n{r.randrange(n)}> ?p ?o }}",
    "two-hop join": lambda r, n: f"SELECT ?b ?l {{ <{E}n{r.randrange(n)}> <{E}knows> ?a . ?a <{E}knows> ?b . ?b <{E}label> ?l }}",
    "join of many": lambda r, n: (
        f"SELECT ?a ?v {{ ?a <{E}knows> ?b . ?b a <{E}C{r.randrange(10)}> ; <{E}size> {900 + r.randrange(99)} ; <{E}code> ?v }}"
    ),
    "GROUP BY": lambda r, n: f"SELECT ?c (COUNT(*) AS ?k) {{ ?s a ?c FILTER(?s != <{E}n{r.randrange(n)}>) }} GROUP BY ?c",
    "property path": lambda r, n: f"SELECT (COUNT(?x) AS ?k) {{ <{E}n{r.randrange(n * 9 // 10, n)}> <{E}before>+ ?x }}",
    "10,000 rows": lambda r, n: f"SELECT ?s ?l {{ ?s <{E}label> ?l }} OFFSET {r.randrange(1000)} LIMIT 10000",
}  # fmt: skip


def write_data(path: Path, triples: int) -> int:
    """Things that know, precede and measure; returns how many."""
    chance, count = random.Random(7), triples // PER_THING
    with path.open("w", encoding="utf-8") as out:
        for i in range(count):
            s = f"<{E}n{i}>"
            lines = [f"{s} {_TYPE} <{E}C{chance.randrange(10)}> .", f'{s} <{E}label> "thing number {i}" .']
            lines += [f"{s} <{E}knows> <{E}n{chance.randrange(count)}> ." for _ in range(3)]
            lines += [f"{s} <{E}before> <{E}n{max(0, i - chance.randrange(1, 200))}> ."]
            lines += [
                f'{s} <{E}size> "{chance.randrange(1000)}"^^<{_XSD}integer> .',
                f'{s} <{E}code> "c{chance.random()}" .',
            ]
            out.write("\n".join(lines) + "\n")
    return count


@contextmanager
def serving(command: list[str], port: int) -> Iterator[int]:
    """A server process; its id when it answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            try:
                ask(http.client.HTTPConnection("127.0.0.1", port, 30), "ASK {}", PATHS[port])
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def processor(server: int) -> float:
    """Processor seconds of a server and its processes, ended threads with them (in steps of 10 ms)."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    fields = [
        Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split() for process in (server, *children)
    ]
    return sum(int(one[11]) + int(one[12]) for one in fields) / 100


OURS, THEIRS = 8931, 8932
PATHS = {OURS: "/sparql", THEIRS: "/query"}


def ask(connection: http.client.HTTPConnection, query: str, path: str) -> bytes:
    """One query over a kept connection."""
    connection.request(
        "GET", f"{path}?query={quote(query)}", headers={"Accept": "application/sparql-results+json"}
    )
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{response.status}: {body[:200]!r}")
    return body


def latencies(port: int, kind: str, count: int, seconds: float, seed: int) -> list[float]:
    """Seconds that single requests took, one after another."""
    chance, connection = random.Random(seed), http.client.HTTPConnection("127.0.0.1", port, 120)
    found, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or not found:
        query = QUERIES[kind](chance, count)
        began = time.perf_counter()
        ask(connection, query, PATHS[port])
        found.append(time.perf_counter() - began)
    connection.close()
    return found


def throughput(port: int, kind: str, count: int, seconds: float, seed: int) -> float:
    """Requests per second of several clients."""
    done: list[int] = []
    threads = [
        threading.Thread(
            target=lambda k=k: done.append(len(latencies(port, kind, count, seconds, seed * 100 + k)))
        )  # type: ignore[misc]
        for k in range(CLIENTS)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def same_answers(count: int) -> None:
    """Both servers give the same rows, so that the comparison means something."""
    for kind, make in QUERIES.items():
        if kind == "10,000 rows":
            continue  # which ones is up to the engine
        query = make(random.Random(1), count)
        rows = []
        for port in (OURS, THEIRS):
            body = ask(http.client.HTTPConnection("127.0.0.1", port, 120), query, PATHS[port])
            found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            rows.append(sorted(str(list(row)) for row in found))  # type: ignore[union-attr]
        assert rows[0] == rows[1], kind
        assert rows[0], kind


def compare(count: int, seconds: float, kinds: list[str], servers: dict[int, int]) -> None:
    """Print a line for each kind of query."""
    print(
        "| query | ours p50 ms | p99 | per s | CPU ms | oxigraph p50 ms | p99 | per s | CPU ms | CPU ratio | p50 more ms |"
    )
    print("|---|" + "--:|" * 10)
    for kind in kinds:
        took: dict[int, list[float]] = {OURS: [], THEIRS: []}
        rate: dict[int, list[float]] = {OURS: [], THEIRS: []}
        spent = {OURS: 0.0, THEIRS: 0.0}
        for round_ in range(ROUNDS):
            for port in (OURS, THEIRS) if round_ % 2 else (THEIRS, OURS):
                before = processor(servers[port])
                took[port] += latencies(port, kind, count, seconds / ROUNDS, round_)
                spent[port] += processor(servers[port]) - before
                rate[port].append(throughput(port, kind, count, seconds / ROUNDS, round_ + 50))
        cells, medians, costs = [], {}, {}
        for port in (OURS, THEIRS):
            ordered = sorted(took[port])
            medians[port], costs[port] = statistics.median(ordered) * 1e3, spent[port] / len(ordered) * 1e3
            last = ordered[int(len(ordered) * 0.99)] * 1e3
            cells += [
                f"{medians[port]:.2f}",
                f"{last:.2f}",
                f"{statistics.mean(rate[port]):.0f}",
                f"{costs[port]:.2f}",
            ]
        ratio, more = costs[OURS] / max(costs[THEIRS], 1e-9), medians[OURS] - medians[THEIRS]
        print(f"| {kind} | {' | '.join(cells)} | {ratio:.2f} | {more:.2f} |", flush=True)


def main() -> None:
    """Make the data, start both servers, compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--oxigraph", required=True)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", nargs="*", default=list(QUERIES), choices=list(QUERIES))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, store = Path(folder) / "data.nt", Path(folder) / "store"
        count = write_data(data, given.triples)
        made = ox.Store(str(store))
        made.bulk_load(path=str(data), format=ox.RdfFormat.N_TRIPLES)
        made.flush()
        made.optimize()
        del made
        ours = [
            sys.executable,
            "-m",
            "govgraph.cli",
            "-q",
            "serve",
            "--rdf",
            str(data),
            "--port",
            str(OURS),
            "--time-limit",
            "120",
        ]
        theirs = [
            given.oxigraph,
            "serve-read-only",
            "--location",
            str(store),
            "--bind",
            f"127.0.0.1:{THEIRS}",
        ]
        with serving(ours, OURS) as our, serving(theirs, THEIRS) as their:
            same_answers(count)
            compare(count, given.seconds, given.only, {OURS: our, THEIRS: their})


if __name__ == "__main__":
    main()
