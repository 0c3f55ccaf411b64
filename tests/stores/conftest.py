"""What the tests of the local Neo4j share: a home, a look at its processes, a small disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

from govgraph.neo4j_local import setup
from govgraph.neo4j_local.server import Address, LocalServer


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder with a name as people have them; whatever runs in it is ended."""
    folder = tmp_path / "我的 图谱" / "neo4j"
    yield folder
    LocalServer(folder).stop()


@pytest.fixture(autouse=True)
def small_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is imported here is little: a Java that compiles fast imports it in two thirds of the time."""
    monkeypatch.setattr(setup, "_BULK", setup._SMALL)


@pytest.fixture(scope="session")
def ask() -> Callable[[Address, str], list[dict[str, Any]]]:
    """Runs a query at an address."""

    def ask(address: Address, cypher: str) -> list[dict[str, Any]]:
        auth = (address.user, address.password)
        with GraphDatabase.driver(address.uri, auth=auth) as driver, driver.session() as session:
            return session.run(cypher).data()

    return ask


@pytest.fixture(scope="session")
def java_of() -> Callable[[Path], dict[int, bytes]]:
    """The Java processes that work in a home, found without the module's own help."""

    def java_of(home: Path) -> dict[int, bytes]:
        found = {}
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                line = path.read_bytes()
                if line.partition(b"\0")[0].endswith(b"java") and bytes(home) in line:
                    found[int(path.parts[2])] = line
        return found

    return java_of


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
