"""A workspace: a folder with what was loaded, and the builds made of it.

    curated/SOURCE.parquet       what people wrote down, loaded/SOURCE.parquet what a loader read: input,
                                 with SOURCE.json beside each (see govgraph.graph.inputs)
    versions/, quarantine/       what belongs to loaded sources: versions of records, records set aside
    identity.tsv                 what people decided of who is who
    builds/NAME/                 one build (see govgraph.graph.opened)
    CURRENT                      the name of the build in use

A build happens in a draft folder, is renamed when it is complete, and comes into use when CURRENT is
replaced in one step: whoever kills it at any point leaves the old graph or the new one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from govgraph import __version__
from govgraph.errors import InvalidGraph, StoreError, Violation
from govgraph.graph.builder.build import build
from govgraph.graph.builder.check import check
from govgraph.graph.graph import Graph
from govgraph.graph.identity.decisions import Decision, decide
from govgraph.graph.identity.resolve import resolve_workspace
from govgraph.graph.opened import Build
from govgraph.graph.reader.findings import Answer, explain
from govgraph.graph.reader.names import Names
from govgraph.graph.statements.parquet import connect, write_statements
from govgraph.graph.statements.statement import Statement
from govgraph.stores.base import Store
from govgraph.stores.embedded import EmbeddedStore, write_embedded
from govgraph.stores.rdf.store import RdfStore, write_rdf


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths and steps of one workspace; nothing is kept in memory."""

    root: Path

    def replace_statements(self, sources: Mapping[str, Iterable[Statement]]) -> dict[str, int]:
        """Write each curated source's statements over what it said before; returns counts by source."""
        folder = self.root / "curated"
        with self.lock(), closing(connect()) as database:
            return {
                source: write_statements(statements, folder / f"{source}.parquet", database)
                for source, statements in sorted(sources.items())
            }

    def build(self, *, inference: bool = True) -> Build:
        """Check the statements, then build graph and stores and put them into use.

        Raises InvalidGraph with all violations; the build in use is then left as it is.
        """
        with self.lock():
            name = self._fingerprint(inference)
            draft = self._draft()
            violations = self._resolve_and_check(draft)
            if violations:
                shutil.rmtree(draft)
                raise InvalidGraph(violations)
            graph = build(Build(draft).statement_files, draft, inference=inference)
            write_embedded(graph, draft / "embedded.kgl")
            write_rdf(graph, draft / "rdf")
            shutil.rmtree(self.root / "builds" / name, ignore_errors=True)
            os.replace(draft, self.root / "builds" / name)
            self._use(name)
            return self.current

    def check(self) -> list[Violation]:
        """What breaks the ontology in the statements as they would be built from."""
        with self.lock():
            draft = self._draft()
            try:
                return self._resolve_and_check(draft)
            finally:
                shutil.rmtree(draft)

    def _draft(self) -> Path:
        """An empty folder for a build; what a killed one left is removed."""
        builds = self.root / "builds"
        for leftover in builds.glob(".draft-*"):
            shutil.rmtree(leftover)
        draft = builds / f".draft-{os.getpid()}"
        draft.mkdir(parents=True)
        return draft

    def _resolve_and_check(self, draft: Path) -> list[Violation]:
        if not self.inputs():
            raise StoreError(f"{self.root} holds no statements yet; run: govgraph load FILE…")
        resolve_workspace(self.root, draft)
        loaded = [path.stem for path in (self.root / "loaded").glob("*.parquet")]
        return check(Build(draft).statement_files, loaded=loaded)

    def inputs(self) -> list[Path]:
        """The Parquet files of all sources, curated ones first, in order of name."""
        return [
            path for kind in ("curated", "loaded") for path in sorted((self.root / kind).glob("*.parquet"))
        ]

    def _use(self, name: str) -> None:
        draft = self.root / f".CURRENT.{os.getpid()}"
        draft.write_text(name + "\n", "utf-8")
        os.replace(draft, self.root / "CURRENT")
        for old in (self.root / "builds").iterdir():
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def _fingerprint(self, inference: bool) -> str:
        """The name of a build: what went into it."""
        content = hashlib.sha256(f"{__version__} {inference}".encode())
        versions = sorted((self.root / "versions").glob("*.parquet"))
        for path in [*self.inputs(), *versions, self.root / "identity.tsv"]:
            if path.exists():
                content.update(f"{path.parent.name}/{path.name}".encode() + b"\0")
                content.update(hashlib.sha256(path.read_bytes()).digest())
        return content.hexdigest()[:16]

    def is_fresh(self) -> bool:
        """Whether the build in use was made of what the workspace holds now."""
        return self.current.name in {self._fingerprint(inference) for inference in (True, False)}

    def decide(self, one: str, other: str, verdict: str, reason: str) -> None:
        """Write down whether two ids are one organisation; it holds from the next build on."""
        first, second = sorted((one, other))
        with self.lock():
            decide(self.root / "identity.tsv", Decision(first, second, verdict, " ".join(reason.split())))

    @property
    def current(self) -> Build:
        """The build in use; raises StoreError where there is none."""
        try:
            name = (self.root / "CURRENT").read_text("utf-8").strip()
        except OSError as error:
            raise StoreError(
                f"no graph in {self.root}; run: govgraph demo, or govgraph load FILE… and govgraph build"
            ) from error
        return Build(self.root / "builds" / name)

    def graph(self) -> Graph:
        """The graph in use."""
        return self.current.graph

    def names(self) -> Names:
        """All names in the build in use."""
        return Names(self.current.statement_files)

    def why(self, name: str, other: str | None, texts: Path | None) -> Answer:
        """Evidence for a node, or for what ties two; names are resolved."""
        return explain(self.current.statement_files, self.graph(), self.names(), name, other, texts)

    def open(self, engine: str) -> Store:
        """The store in use for ``embedded``, ``sparql`` or ``neo4j``."""
        if engine == "embedded":
            return EmbeddedStore(self.current.folder / "embedded.kgl")
        if engine == "sparql":
            return RdfStore(self.current.folder / "rdf")
        from govgraph.stores.neo4j.store import Neo4jStore  # the driver is slow to import

        return Neo4jStore.open(self.root)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other writers of this workspace out; the lock goes with its process."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = (self.root / ".lock").open("w")
        except OSError as error:
            raise StoreError(f"{self.root} cannot be written: {error.strerror}") from error
        with handle:
            _lock_file(handle.fileno(), self.root)
            yield


def _lock_file(descriptor: int, root: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such lock on Windows; one writer at a time is then up to the user
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise StoreError(f"another govgraph is writing to {root}; try again when it is done") from error
