"""A workspace: a folder with statements, and the graph and stores built from them.

    loaded/SOURCE.parquet        what a loader read (see govgraph.graph.identity.resolve)
    statements/SOURCE.parquet    what each source says, after identities are resolved
    builds/NAME/                 graph tables, embedded.kgl and rdf/ of one build
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
from govgraph.graph.identity.resolve import MERGED, resolve_workspace
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

    @property
    def statement_files(self) -> list[Path]:
        """One Parquet file per loaded source, in order of name."""
        return sorted((self.root / "statements").glob("*.parquet"))

    def replace_statements(self, sources: Mapping[str, Iterable[Statement]]) -> dict[str, int]:
        """Write each source's statements over what it said before; returns counts by source."""
        folder = self.root / "statements"
        with self.lock(), closing(connect()) as database:
            return {
                source: write_statements(statements, folder / f"{source}.parquet", database)
                for source, statements in sorted(sources.items())
            }

    def keep_only(self, sources: set[str]) -> None:
        """Forget what other sources said."""
        with self.lock():
            for path in self.statement_files:
                if path.stem not in sources:
                    path.unlink()
            for folder in ("loaded", "versions"):
                for path in (self.root / folder).glob("*.parquet"):
                    path.unlink()

    def build(self, *, inference: bool = True) -> Graph:
        """Check the statements, then build graph and stores and put them into use.

        Raises InvalidGraph with all violations; the build in use is then left as it is.
        """
        with self.lock():
            violations = self._check()
            if violations:
                raise InvalidGraph(violations)
            return self._build(inference)

    def check(self) -> list[Violation]:
        """What breaks the ontology in the statements as they would be built from, loaded ones too."""
        with self.lock():
            return self._check()

    def _check(self) -> list[Violation]:
        resolve_workspace(self.root)
        if not self.statement_files:
            raise StoreError(f"{self.root} holds no statements yet; run: govgraph load FILE…")
        loaded = [path.stem for path in (self.root / "loaded").glob("*.parquet")]
        return check(self.statement_files, loaded=loaded)

    def _build(self, inference: bool) -> Graph:
        builds = self.root / "builds"
        name = self._fingerprint(inference)
        draft = builds / f".draft-{os.getpid()}"
        for leftover in builds.glob(".draft-*"):
            shutil.rmtree(leftover)
        graph = build(self.statement_files, draft, inference=inference)
        write_embedded(graph, draft / "embedded.kgl")
        write_rdf(graph, draft / "rdf")
        if (self.root / MERGED).exists():
            shutil.copyfile(self.root / MERGED, draft / MERGED)
        shutil.rmtree(builds / name, ignore_errors=True)
        os.replace(draft, builds / name)
        self._use(name)
        return Graph.open(builds / name)

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
        for path in self.statement_files:
            content.update(path.name.encode() + b"\0")
            content.update(hashlib.sha256(path.read_bytes()).digest())
        return content.hexdigest()[:16]

    def is_fresh(self) -> bool:
        """Whether the statements are still those that the graph in use was built from."""
        return self.current.name in {self._fingerprint(inference) for inference in (True, False)}

    def decide(self, one: str, other: str, verdict: str, reason: str) -> None:
        """Write down whether two ids are one organisation; it holds from the next build on."""
        first, second = sorted((one, other))
        with self.lock():
            decide(self.root / "identity.tsv", Decision(first, second, verdict, " ".join(reason.split())))

    @property
    def current(self) -> Path:
        """The folder of the build in use; raises StoreError where there is none."""
        try:
            name = (self.root / "CURRENT").read_text("utf-8").strip()
        except OSError as error:
            raise StoreError(
                f"no graph in {self.root}; run: govgraph demo, or govgraph load FILE… and govgraph build"
            ) from error
        return self.root / "builds" / name

    def graph(self) -> Graph:
        """The graph in use."""
        return Graph.open(self.current)

    def names(self) -> Names:
        """All names in the workspace's statements."""
        return Names(self.statement_files)

    def why(self, name: str, other: str | None, texts: Path | None) -> Answer:
        """Evidence for a node, or for what ties two; names are resolved."""
        return explain(self.statement_files, self.graph(), self.names(), name, other, texts)

    def open(self, engine: str) -> Store:
        """The store in use for ``embedded``, ``sparql`` or ``neo4j``."""
        if engine == "embedded":
            return EmbeddedStore(self.current / "embedded.kgl")
        if engine == "sparql":
            return RdfStore(self.current / "rdf")
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
