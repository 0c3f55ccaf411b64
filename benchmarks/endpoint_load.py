"""The endpoint under load: 50 clients for a minute, one query in twenty a runaway.

    python -m benchmarks.endpoint_load [--clients 50] [--seconds 60] [--triples 1000000] [--time-limit 10]

The same mix is first asked without runaways. Every answer of a small query is compared with what the data
must give. Half of the runaways are one and the same text, half are new each time. Reported: answers by
status, wrong ones, the latency of small queries with and without runaways, how long runaways took to be
ended, and the memory of all its processes together.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, Popen
from urllib.parse import quote

from benchmarks.endpoint import E, write_data

PORT = 8933
SHARE = 20  # one query in so many is a runaway


@dataclass
class Seen:
    """What clients saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


def choose(chance: random.Random, things: int, runaways: bool) -> tuple[str, str, str | None]:
    """A kind of query, its text, and its whole answer in CSV where that is known."""
    number = chance.randrange(things)
    if runaways and chance.randrange(SHARE) == 0:
        mark = chance.randrange(10**9) if chance.random() < 0.5 else 0
        return "runaway", f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER(?a != <{E}{mark}>) }}", None
    if chance.random() < 0.03:
        return (
            "long",
            f"SELECT ?t (COUNT(*) AS ?k) {{ ?s a ?t FILTER(?s != <{E}n{number}>) }} GROUP BY ?t",
            None,
        )
    if chance.random() < 0.3:
        return (
            "small",
            f"SELECT (COUNT(?b) AS ?n) {{ <{E}n{number}> <{E}knows> ?a . ?a <{E}label> ?b }}",
            "n\r\n",
        )
    return "small", f"SELECT ?l {{ <{E}n{number}> <{E}label> ?l }}", f"l\r\nthing number {number}\r\n"


def client(seed: int, things: int, end: float, runaways: bool, seen: Seen) -> None:
    """One client: a query, its answer, the next."""
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", PORT, 120)
    while time.perf_counter() < end:
        kind, query, expected = choose(chance, things, runaways)
        began = time.perf_counter()
        connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": "text/csv"})
        response = connection.getresponse()
        body = response.read().decode()
        seen.took[kind].append(time.perf_counter() - began)
        seen.statuses[f"{kind} {response.status} {response.getheader('X-Problem') or ''}".strip()] += 1
        if response.status == 200 and expected and not body.startswith(expected):
            seen.wrong.append(query)


def processes(server: int) -> dict[int, tuple[float, float]]:
    """Processor seconds and megabytes by process: the server and its workers."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    found = {}
    for process in (server, *map(int, children)):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # just ended
            continue
        found[process] = (int(fields[11]) + int(fields[12])) / 100, int(fields[21]) * 4096 / 2**20
    return found


def run(server: int, clients: int, seconds: float, things: int, runaways: bool) -> tuple[Seen, float]:
    """One minute of load; what the clients saw, and the most memory that all processes had together."""
    seen, end = Seen(), time.perf_counter() + seconds
    threads = [threading.Thread(target=client, args=(n, things, end, runaways, seen)) for n in range(clients)]
    for thread in threads:
        thread.start()
    most = 0.0
    while any(thread.is_alive() for thread in threads):
        most = max(most, sum(size for _, size in processes(server).values()))
        time.sleep(0.5)
    return seen, most


def at(times: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    return sorted(times)[int(len(times) * share)] * 1000 if times else 0.0


def report(name: str, seen: Seen, most: float, seconds: float) -> None:
    """Print one run."""
    small = seen.took["small"]
    print(
        f"{name}: {sum(seen.statuses.values())} answers, {sum(seen.statuses.values()) / seconds:.0f} per s, {len(seen.wrong)} wrong"
    )
    print("  " + ", ".join(f"{status}: {count}" for status, count in sorted(seen.statuses.items())))
    print(
        f"  small p50 {at(small, 0.5):.0f} ms, p95 {at(small, 0.95):.0f} ms, p99 {at(small, 0.99):.0f} ms; memory at most {most:.0f} MB"
    )
    for kind in ("long", "runaway"):
        if seen.took[kind]:
            print(
                f"  {kind} p50 {at(seen.took[kind], 0.5) / 1000:.2f} s, longest {max(seen.took[kind]):.2f} s"
            )


def main() -> None:
    """Make the data, start the server, load it twice."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--time-limit", type=float, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.nt"
        things = write_data(data, given.triples)
        command = [
            sys.executable,
            "-m",
            "govgraph.cli",
            "-q",
            "serve",
            "--rdf",
            str(data),
            "--port",
            str(PORT),
        ]
        server = Popen([*command, "--time-limit", str(given.time_limit)], stdout=DEVNULL, stderr=DEVNULL)
        try:
            _wait()
            for name, runaways in (("without runaways", False), ("with runaways", True)):
                seen, most = run(server.pid, given.clients, given.seconds, things, runaways)
                report(name, seen, most, given.seconds)
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, 10)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)


if __name__ == "__main__":
    main()
