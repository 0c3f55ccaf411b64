"""What a database holds as far as this workspace knows, so that a load is an increment and can be resumed.

    FOLDER/current/      the graph of the last complete load
    FOLDER/attempt-N/    graphs whose load began after it and did not end: parts may have arrived
    FOLDER/left.parquet  ids that delta loads left in place though no graph has them any more

One folder per database, by the id that the database itself has: a database that was dropped and made
anew is another one. Graphs are kept as hard links to the tables that were loaded, which cost no space.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from govgraph.graph.graph import Graph


@dataclass(frozen=True, slots=True)
class Ledger:
    """The graphs that a database may hold, wholly or in part."""

    folder: Path

    @property
    def current(self) -> Graph | None:
        """The graph of the last complete load."""
        path = self.folder / "current"
        return Graph.open(path) if path.is_dir() else None

    @property
    def attempts(self) -> list[Graph]:
        """Graphs whose load broke off."""
        return [Graph.open(path) for path in sorted(self.folder.glob("attempt-*"))]

    @property
    def left(self) -> Path:
        """The file of ids left in place."""
        return self.folder / "left.parquet"

    def untold(self) -> int:
        """How many facts were left in place by the last load, the first time that somebody asks; 0 from then on."""
        told = self.folder / "left.told"
        try:
            of_load = str(self.left.stat().st_mtime_ns)
            if told.is_file() and told.read_text("ascii") == of_load:
                return 0
            with duckdb.connect() as database:
                (count,) = database.execute(
                    "SELECT count(*) FROM read_parquet(?)", [str(self.left)]
                ).fetchall()[0]
            told.write_text(of_load, "ascii")
        except OSError:  # nothing was loaded from here, or nothing can be noted
            return 0
        return int(count)

    def begin(self, graph: Graph) -> None:
        """Note, before anything is written, that this graph's rows may be in the database from now on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for draft in self.folder.glob(".draft*"):
            shutil.rmtree(draft)
        if any(_same(graph, attempt) for attempt in self.attempts):
            return
        draft = self.folder / f".draft-{os.getpid()}"
        draft.mkdir()
        for name in ("graph.json", *(t.file for t in graph.tables)):
            _link(graph.folder / name, draft / name)
        os.replace(draft, self._next_attempt())

    def finish(self, graph: Graph) -> None:
        """Note that the database holds this graph; killed in between, all is sent again next time."""
        done = next(a.folder for a in self.attempts if _same(graph, a))
        if (former := self.folder / "current").is_dir():
            os.replace(former, self._next_attempt())
        os.replace(done, self.folder / "current")
        for attempt in self.attempts:
            shutil.rmtree(attempt.folder)

    def _next_attempt(self) -> Path:
        """A name after all that are there: where a load broke off numbers may be missing."""
        last = max((int(attempt.folder.name[-4:]) for attempt in self.attempts), default=-1)
        return self.folder / f"attempt-{last + 1:04d}"


def _same(one: Graph, other: Graph) -> bool:
    names = ["graph.json", *(t.file for t in one.tables)]
    pairs = [(one.folder / name, other.folder / name) for name in names]
    return all(b.is_file() and _equal(a, b) for a, b in pairs)


def _equal(one: Path, other: Path) -> bool:
    if os.path.samefile(one, other):
        return True
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)
