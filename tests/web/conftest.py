"""The servers of a test session: one over RDF files with narrow limits, one over the bundled graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from govgraph.workspace import Workspace
from tests.web.server import Server, running

#: What the tests of the protocol ask of: documents that describe themselves, each in a graph of its own.
DOCUMENTS = """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix d: <http://data.example/> .
d:here a foaf:Document ; foaf:name "default" .
d:one { d:one a foaf:Document ; foaf:name "一"@zh . }
d:two { d:two a foaf:Document ; foaf:name "two" . }
d:three { d:three a foaf:Document ; foaf:name "three, \\"quoted\\"\\n,{}" . }
"""
NUMBERS = 40_000
TIME_LIMIT, ROW_LIMIT, QUEUE_LIMIT = 5, 30_000, 12
AGES = 900  # seconds
OPTIONS = [
    "--row-limit", f"{ROW_LIMIT}", "--result-limit", "8",
    "--memory-limit", "200", "--queue-limit", f"{QUEUE_LIMIT}", "--workers", "2",
]  # fmt: skip


def write_numbers(path: Path) -> None:
    """A graph of numbered things in N-Quads, large enough to be too large."""
    with path.open("w", encoding="utf-8") as out:
        for n in range(NUMBERS):
            out.write(
                f"<http://n.example/{n}> <http://n.example/next> <http://n.example/{n + 1}> <http://n.example/all> .\n"
            )
            out.write(
                f'<http://n.example/{n}> <http://n.example/label> "number {n}" <http://n.example/all> .\n'
            )


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """RDF files: the documents, and the numbers."""
    folder = tmp_path_factory.mktemp("rdf")
    (folder / "documents.trig").write_text(DOCUMENTS, "utf-8")
    write_numbers(folder / "numbers.nq")
    return [folder / "documents.trig", folder / "numbers.nq"]


@pytest.fixture(scope="session")
def served(documents: list[Path]) -> Iterator[Server]:
    """A server over RDF files with narrow limits, but for time: no answer is late on a busy machine."""
    with running("serve", "--port", "0", *files(documents), *OPTIONS, "--time-limit", f"{AGES}") as server:
        yield server


@pytest.fixture(scope="session")
def hasty(documents: list[Path]) -> Iterator[Server]:
    """The same with little time, for what never comes to an end."""
    with running(
        "serve", "--port", "0", *files(documents), *OPTIONS, "--time-limit", f"{TIME_LIMIT}"
    ) as server:
        yield server


def files(documents: list[Path]) -> list[str | Path]:
    """The options that name the RDF files."""
    return [word for path in documents for word in ("--rdf", path)]


@pytest.fixture(scope="session")
def service(bundled: Workspace) -> Iterator[Server]:
    """A server over the bundled graph."""
    with running("--workspace", bundled.root, "serve", "--port", "0", "--workers", "2") as server:
        yield server
