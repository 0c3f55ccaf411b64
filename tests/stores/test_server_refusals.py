"""A local Neo4j that can't start says why, and leaves no process behind."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govgraph.errors import StoreError
from govgraph.neo4j_local.server import LocalServer

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("neo4j_program")]

JavaOf = Callable[[Path], dict[int, bytes]]


@pytest.fixture(autouse=True)
def nothing_is_left(home: Path, java_of: JavaOf) -> Iterator[None]:
    """Whatever a test here does to ``home``, no Java runs in it afterwards."""
    yield
    assert java_of(home) == {}


def test_a_taken_port_is_named_with_its_holder(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        with pytest.raises(StoreError, match=rf"port {port} is taken by .*\(pid {os.getpid()}\)"):
            LocalServer(home, bolt_port=port).start()


@pytest.mark.parametrize("database", ["neo4j", pytest.param("system", marks=pytest.mark.long)])
def test_damaged_data_are_said_to_be_damaged(neo4j_seed: Path, home: Path, database: str) -> None:
    shutil.copytree(neo4j_seed, home)
    (home / f"data/databases/{database}/neostore").write_bytes(os.urandom(8192))
    with pytest.raises(StoreError, match=f"are damaged, Neo4j can't open the database {database}"):
        LocalServer(home).start()


def test_a_password_that_does_not_fit(neo4j_seed: Path, home: Path) -> None:
    shutil.copytree(neo4j_seed, home)
    (home / "password").write_text("another-one\n")
    with pytest.raises(StoreError, match=r"refuses the password in .*password"):
        LocalServer(home).start()
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


def test_a_full_disk_is_said_before_a_start(small_disk: Callable[[str], Path]) -> None:
    home = small_disk("20m") / "neo4j"
    with pytest.raises(StoreError, match=r"disk is full: \d+ MB left"):
        LocalServer(home).start()
