"""One build of a workspace, as everybody reads it: the statements it was made from, its graph, its stores."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from govgraph.graph.graph import Graph
from govgraph.graph.identity.merges import MERGED, read_merged


@dataclass(frozen=True, slots=True)
class Build:
    """A build's folder; nothing is kept in memory.

        resolved/SOURCE.parquet    what each source says, after identities were resolved
        graph.json, *.parquet      the tables of the graph (govgraph.graph.graph)
        embedded.kgl               the store for Cypher; rdf/, the one for SPARQL, once somebody has asked for it
        merged.tsv                 ids that became another one

    Whoever reads takes a build, never the workspace: what lies in it does not change.
    """

    folder: Path

    @property
    def name(self) -> str:
        """What the build is called: a digest of what went into it."""
        return self.folder.name

    @property
    def workspace(self) -> Path:
        """The folder of the workspace that the build is of."""
        return self.folder.parents[1]

    @property
    def statement_files(self) -> list[Path]:
        """One Parquet file per source, in order of name."""
        return sorted((self.folder / "resolved").glob("*.parquet"))

    @property
    def graph(self) -> Graph:
        """The graph's tables; raises StoreError where the folder holds no built graph."""
        return Graph.open(self.folder)

    def is_complete(self) -> bool:
        """Whether it holds what every build has."""
        return all((self.folder / name).is_file() for name in ("graph.json", "embedded.kgl"))

    def merged(self) -> dict[str, str]:
        """Ids that were merged into another, and that other."""
        return read_merged(self.folder / MERGED)

    def keep_tables(self) -> None:
        """Remove all but the tables of the graph: enough to tell what a later build changed."""
        graph = self.graph
        kept = {"graph.json", *(table.file for table in graph.tables)}
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in kept:
                path.unlink(missing_ok=True)
