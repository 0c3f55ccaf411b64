"""What goes wrong outside: killed processes, clients that vanish or dawdle, a new build under way."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from govgraph.web.job import Job
from govgraph.web.process import Worker
from govgraph.web.settings import Settings
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.once import copied
from tests.waiting import PATIENCE, until
from tests.web.conftest import AGES
from tests.web.server import Server, running
from tests.web.test_limits import RUNAWAY, SMALL, G

LARGE = f"SELECT ?s ?o {{ {G} {{ ?s <http://n.example/next> ?o }} }} LIMIT 25000"


def raw(server: Server, text: str, timeout: float = PATIENCE) -> socket.socket:
    """A connection on which something was said."""
    host, port = server.url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout)
    connection.sendall(text.encode())
    return connection


def request(query: str) -> str:
    return f"GET /sparql?{httpx.QueryParams(query=query)} HTTP/1.1\r\nHost: x\r\n\r\n"


def busy(server: Server) -> list[int]:
    """Workers that are running now."""
    return [
        pid
        for pid in server.workers()
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "R"
    ]


def test_a_client_that_leaves_frees_its_worker(served: Server) -> None:
    clients = [raw(served, request(f"{RUNAWAY}left {number}")) for number in range(4)]
    until(lambda: busy(served))
    for client in clients:
        client.close()
    until(lambda: not busy(served))  # long before their limit
    assert served.values(SMALL % 4) == [("number 4",)]


def test_slow_readers_cost_no_worker(served: Server) -> None:
    """Twenty clients ask for much and read nothing; their results lie on disk, and others are served."""
    dawdlers = []
    for _ in range(8):  # one after another, for on a busy machine eight at once would not be done in time
        dawdlers.append(raw(served, request(LARGE)))
        assert dawdlers[-1].recv(15, socket.MSG_WAITALL) == b"HTTP/1.1 200 OK"
    assert served.values(SMALL % 5) == [("number 5",)]
    answer = b""
    while piece := dawdlers[0].recv(1 << 20):  # the one who reads after all gets everything
        answer += piece
        if answer.endswith(b"]}}"):
            break
    assert answer.count(b'"s":') == 25_000
    for dawdler in dawdlers:
        dawdler.close()


POST = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: application/sparql-query\r\n\r\nASK"


@pytest.mark.parametrize("broken", ["GET /sparql?query=ASK", POST, "\r\n\r\n\r\n", "\x00\xff" * 99])
def test_broken_requests(served: Server, broken: str) -> None:
    for _ in range(5):
        raw(served, broken).close()
    assert served.values(SMALL % 6) == [("number 6",)]
    assert not [line for line in served.log() if line["event"] == "error"]


@pytest.fixture(scope="class")
def first(documents: list[Path]) -> Iterator[Server]:
    """A server with time enough for queries that are begun again."""
    with running(
        "serve", "--port", "0", "--rdf", documents[1], "--workers", "2", "--time-limit", f"{AGES}"
    ) as server:
        yield server


@pytest.fixture(scope="class")
def second(first: Server, documents: list[Path]) -> Iterator[tuple[Server, Path, list[int]]]:
    """A server that starts after the first was killed at the same port; what that one left; its workers."""
    workers, scratch = first.workers(), scratch_of(first)
    port = first.url.rsplit(":", 1)[1]
    first.stop(signal.SIGKILL)
    assert scratch.exists()
    more = ("--rdf", documents[1], "--workers", "1", "--time-limit", "5", "--client-limit", "1")
    with running("serve", "--port", port, *more) as server:
        yield server, scratch, workers


def scratch_of(server: Server) -> Path:
    (found,) = Path(tempfile.gettempdir()).glob(f"govgraph-serve-{server.process.pid}-*")
    return found


def spooled(server: Server) -> list[str]:
    """Results on the disk that the server holds open."""
    links = []
    for file in Path(f"/proc/{server.process.pid}/fd").iterdir():
        with suppress(OSError):
            links.append(file.readlink().name)
    return [name for name in links if "govgraph-serve" in name]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class TestTwoLives:
    """One server after another, in this order."""

    def test_a_killed_worker_loses_nothing(self, first: Server) -> None:
        """The query is run again by another worker, and its client only waits longer."""
        path = "/".join(f"<http://n.example/{name}>" for name in ("next", "next", "label"))
        slow = f"SELECT (COUNT(*) AS ?n) {{ {G} {{ ?a {path} ?d }} FILTER(REGEX(?d, '9$')) }}"
        expected, hits = first.values(slow), 0
        with ThreadPoolExecutor(1) as pool:
            for killed in range(3):
                asked = pool.submit(first.values, f"{slow} # {killed}")
                until(lambda: busy(first) or asked.done())  # noqa: B023
                for worker in busy(first)[:1]:
                    os.kill(worker, signal.SIGKILL)
                    hits += 1
                assert asked.result() == expected
        assert hits
        for worker in first.workers():
            os.kill(worker, signal.SIGKILL)  # all of them, idle
        assert first.values(SMALL % 3) == [("number 3",)]
        until(lambda: len(first.workers()) == 7)

    def test_kill_9_leaves_no_worker_and_the_next_start_is_clean(
        self, second: tuple[Server, Path, list[int]]
    ) -> None:
        server, scratch, workers = second
        until(lambda: not any(map(alive, workers)))
        assert not scratch.exists()
        assert server.values(SMALL % 2) == [("number 2",)]

    def test_dawdlers_are_cut_off(self, second: tuple[Server, Path, list[int]]) -> None:
        """Half a request, half a body, and an answer that nobody takes."""
        server, *_ = second
        half, body = raw(server, "GET /spa"), raw(server, POST)
        deaf = raw(server, request(f"SELECT * {{ {G} {{ ?s ?p ?o }} }}"))
        assert half.recv(100) == b""
        assert b" 408 " in body.recv(1000)
        until(lambda: [line for line in server.log() if line.get("bytes", 0) > 100_000])
        (cut,) = [line["bytes"] for line in server.log() if line.get("bytes", 0) > 100_000]
        assert cut < 8_000_000  # of some 12 MB
        until(lambda: not spooled(server))
        deaf.close()

    def test_sigterm_drains(self, second: tuple[Server, Path, list[int]]) -> None:
        """Who has asked is answered; then the server ends with 0 and leaves nothing behind."""
        server, *_ = second
        scratch, workers = scratch_of(server), server.workers()
        with ThreadPoolExecutor(2) as pool:
            asked = pool.submit(server.get, RUNAWAY + "drain")
            until(lambda: busy(server))
            server.process.send_signal(signal.SIGTERM)
            assert asked.result().status_code == 503
            assert "no answer within 5 s" in asked.result().text
        assert server.process.wait(PATIENCE) == 0
        assert not scratch.exists()
        assert not any(map(alive, workers))
        assert not [line for line in server.lines if "Traceback" in line]


def test_a_new_build_takes_over(bundled: Workspace, tmp_path: Path) -> None:
    """Nobody is turned away while it does, and validators of the old build hold no longer."""
    root = tmp_path / "ws"
    copied(bundled.root, root)
    with running("--workspace", root, "serve", "--port", "0", "--workers", "1") as server:
        query = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/govgraph/ontology#Project> }"
        first, before = server.get(query), server.values(query)
        Workspace(root).build(inference=False)
        statuses = set()

        def taken_over() -> bool:
            answer = server.get(query, headers={"If-None-Match": first.headers["etag"]})
            statuses.add(answer.status_code)
            return answer.status_code == 200

        until(taken_over)
        assert statuses <= {200, 304}
        assert server.values(query) == before
        assert server.http.get("/healthz").json()["build"] == Workspace(root).current.name
        assert server.stop() == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--rdf", "bad.ttl"], 3, "bad.ttl"),
        (["--rdf", "bad.pdf"], 3, "not RDF by its name"),
        (["--rdf", "missing.ttl"], 2, "missing.ttl"),
        ([], 1, "no graph in"),
        (["--rdf", "good.ttl", "--port", "PORT"], 1, "cannot be listened on"),
        (["--rdf", "good.ttl", "--host", "no.such.host.invalid"], 1, "cannot be listened on"),
    ],
)
def test_starts_that_fail_say_why(
    tmp_path: Path,
    served: Server,
    arguments: list[str],
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("bad.ttl", "<http://a> <http://b> .\n"), ("good.ttl", ""), ("bad.pdf", "")):
        (tmp_path / name).write_text(text, "utf-8")
    port = served.url.rsplit(":", 1)[1]
    result = govgraph(tmp_path / "none", "serve", *(port if word == "PORT" else word for word in arguments))
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr


def test_a_query_for_a_worker_that_has_just_ended_is_asked_again(tmp_path: Path) -> None:
    """Between a worker's end and the collection of its exit code it may still be given a query."""

    async def ask() -> None:
        ended = asyncio.Event()
        worker = Worker(tmp_path, tmp_path, Settings(), lambda _, reply: reply is None and ended.set())
        worker.process.kill()
        worker._close()
        worker.send(Job("ASK {}"))  # says nothing: whoever waits is told of the end
        worker._reap(lambda: ended.set())
        await asyncio.wait_for(ended.wait(), PATIENCE)

    with ThreadPoolExecutor(1) as apart:  # the loop of another test's browser runs in this thread
        apart.submit(asyncio.run, ask()).result()
