"""A workspace: a folder with what was loaded, and the builds made of it; all that can be done with both.

    curated/ID.parquet      what people wrote down, loaded/ID.parquet what a loader read: the input, with
                            ID.json beside each (see govgraph.graph.inputs)
    versions/, quarantine/  what belongs to loaded sources: versions of records, records set aside
    orphans/                sources of an older workspace of which nobody knows where they came from
    identity.tsv            what people decided of who is who
    builds/NAME/            the build in use (see govgraph.graph.opened), and the graph of the one before it
    CURRENT, BEFORE         their names

A build happens in a draft folder, is renamed when it is complete, and comes into use when CURRENT is
replaced in one step: whoever kills it at any point leaves the old graph or the new one.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph import __version__
from govgraph.errors import InvalidGraph, QueryError, SourceError, StoreError, Violation
from govgraph.graph.builder.build import build
from govgraph.graph.builder.check import check
from govgraph.graph.builder.left_out import ROUNDS, of_records, place_of, write_left_out
from govgraph.graph.carry_over import carry_over, is_old, orphans
from govgraph.graph.changes import Change, changes
from govgraph.graph.disk import write_text
from govgraph.graph.graph import Graph
from govgraph.graph.identity.decisions import decide
from govgraph.graph.identity.resolve import resolve_workspace
from govgraph.graph.inputs import ORPHANS, Inputs, SourceRecord
from govgraph.graph.opened import Build
from govgraph.graph.reader.explain import explain
from govgraph.graph.reader.names import Names
from govgraph.graph.statements.parquet import connect, write_statements
from govgraph.graph.statements.statement import Statement
from govgraph.messages import Progress, _, reason_of, silent
from govgraph.stores.base import ROW_LIMIT, TIME_LIMIT, Store
from govgraph.stores.embedded import write_embedded
from govgraph.stores.rdf.store import write_rdf
from govgraph.stores.registry import STORES

if TYPE_CHECKING:
    from govgraph.loaders.run import LoadReport
    from govgraph.queries.schema import Schema
    from govgraph.queries.table import Table
    from govgraph.views.shown import ShownAnswer, ShownView

_LOOK = 0.2  # seconds between tries to get the lock


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace; nothing is kept in memory.

    ``patience`` is how many seconds to wait for another process that is writing to it.
    """

    root: Path
    patience: float = 0

    # ── sources ────────────────────────────────────────────────────────────────────────────

    def load(
        self, *paths: Path | str, format: str | None = None, map: Path | str | None = None, jobs: int = 0,
        replace: bool = False, progress: Progress = silent,
    ) -> LoadReport:  # fmt: skip
        """Read files and folders into the workspace; each file is loaded or refused by itself.

        A file that was loaded before updates its source. ``format`` and ``map`` are those of
        ``govgraph load``; ``replace`` lets a file take the id of a source that came from another;
        ``progress`` is called with what is done, how many files are read, and of how many.
        Raises SourceError where nothing can be looked for: an unknown format, a missing map.
        """
        from govgraph.loaders.run import load_files

        with self.lock():
            return load_files(
                self.root, [Path(path) for path in paths], format, map_file=Path(map) if map else None,
                jobs=jobs, replace=replace, progress=progress,
            )  # fmt: skip

    def sources(self) -> list[SourceRecord]:
        """All sources, in order of id."""
        return sorted(Inputs(self.root).records().values(), key=lambda one: one.id)

    def forget(self, *ids: str) -> dict[str, int]:
        """Remove sources for good; returns how many statements each had. All of them, or none."""
        with self.lock():
            inputs = Inputs(self.root)
            for id_ in ids:
                if not inputs.has(id_) and id_ not in self.orphans():
                    raise SourceError(
                        _("there is no source '{id}'{hint}").format(
                            id=id_, hint=_nearest(id_, inputs.records())
                        )
                    )
            return {id_: inputs.forget(id_) for id_ in ids}

    def orphans(self) -> list[str]:
        """Sources of an older workspace of which nobody knows whether people wrote them."""
        return orphans(self.root)

    def adopt(self, *ids: str) -> None:
        """Take orphans for curated sources."""
        with self.lock():
            for id_ in ids:
                if id_ not in self.orphans():
                    raise SourceError(_("there is no orphan '{id}'").format(id=id_))
                (self.root / "curated").mkdir(exist_ok=True)
                os.replace(self.root / ORPHANS / f"{id_}.parquet", self.root / "curated" / f"{id_}.parquet")

    def replace_statements(self, sources: Mapping[str, Iterable[Statement]]) -> dict[str, int]:
        """Write each curated source's statements over what it said before; returns counts by source."""
        inputs, counts = Inputs(self.root), {}
        with self.lock(), closing(connect()) as database:
            for source, statements in sorted(sources.items()):
                path = self.root / f".{source}.parquet"
                counts[source] = write_statements(statements, path, database)
                inputs.put(SourceRecord(source, "curated", "curated", statements=counts[source]), path)
        return counts

    def decide(self, one: str, other: str, verdict: str, reason: str, who: str = "") -> list[tuple[str, str]]:
        """Write down that two (names or ids) are one organisation, ``accept``, or two, ``reject``; from the next build on.

        Returns the ids that it was written of. Raises QueryError for what does not exist, with the nearest names.
        """
        from govgraph.graph.identity.choose import Chooser

        chooser = Chooser(self.current)
        pairs = (chooser.accepted if verdict == "accept" else chooser.rejected)(one, other)
        return self._decide(pairs, verdict, reason, who)

    def split(self, one: str, *others: str, reason: str, who: str = "") -> list[tuple[str, str]]:
        """Write down that what was merged into an organisation is apart from it: all, or the ids or names given."""
        from govgraph.graph.identity.choose import Chooser

        return self._decide(Chooser(self.current).split(one, others), "reject", reason, who)

    def _decide(
        self, pairs: list[tuple[str, str]], verdict: str, reason: str, who: str
    ) -> list[tuple[str, str]]:
        with self.lock():
            decide(self.root / "identity.tsv", pairs, verdict, reason, who)
        return pairs

    # ── builds ─────────────────────────────────────────────────────────────────────────────

    def build(self, *, inference: bool = True, progress: Progress = silent) -> Build:
        """Check the statements, then build graph and stores and put them into use.

        A loaded record that breaks the ontology's rules is left out, and told in the build's ``left-out.jsonl``.
        Raises InvalidGraph with all violations of what people wrote; the build in use is then left as it is.
        """
        with self.lock():
            name = self._fingerprint(inference)
            draft = self._draft()
            left_out, violations = self._resolve_and_check(draft, progress)
            if violations:
                shutil.rmtree(draft)
                raise InvalidGraph(violations)
            write_left_out(left_out, draft)
            progress(_("building the graph"))
            graph = build(Build(draft).statement_files, draft, inference=inference)
            progress(_("writing it for Cypher"))
            write_embedded(graph, draft / "embedded.kgl")
            progress(_("writing it for SPARQL"))
            write_rdf(graph, draft / "rdf")
            self._use(draft, name)
            return self.current

    def check(self) -> list[Violation]:
        """What breaks the ontology in the statements as they would be built from."""
        with self.lock():
            draft = self._draft()
            try:
                left_out, violations = self._resolve_and_check(draft)
                return sorted({*left_out, *violations})
            finally:
                shutil.rmtree(draft)

    @property
    def current(self) -> Build:
        """The build in use; raises StoreError where there is none."""
        name = self._name("CURRENT")
        if not name:
            raise StoreError(
                _("no graph in {root}; run: govgraph demo, or govgraph load FILE… and govgraph build").format(
                    root=self.root
                )
            )
        return Build(self.root / "builds" / name)

    def changes(self) -> Iterator[Change]:
        """What the last build added, removed and changed, things and ties by type and id."""
        before = self._name("BEFORE")
        return changes(self.current.graph, Graph.open(self.root / "builds" / before) if before else None)

    def is_fresh(self) -> bool:
        """Whether the build in use was made of what the workspace holds now."""
        return self.current.name in {self._fingerprint(inference) for inference in (True, False)}

    def inputs(self) -> list[Path]:
        """The Parquet files of all sources, curated ones first, in order of name."""
        return Inputs(self.root).files()

    def _resolve_and_check(
        self, draft: Path, progress: Progress = silent
    ) -> tuple[list[Violation], list[Violation]]:
        """What is wrong with records, which are left out, and what is wrong with the rest: nothing may be."""
        if not self.inputs():
            raise StoreError(
                _("{root} holds no statements yet; run: govgraph load FILE…").format(root=self.root)
            )
        from govgraph.loaders.registry import merger_of  # loaders are slow to import

        loaded = [path.stem for path in (self.root / "loaded").glob("*.parquet")]
        left_out: list[Violation] = []
        for _round in range(ROUNDS):
            progress(_("finding who is who"))
            resolve_workspace(self.root, draft, merger_of, {place_of(one) for one in left_out})
            progress(_("checking the statements"))
            violations = check(Build(draft).statement_files, loaded=loaded)
            found = of_records(violations, loaded)
            if not found:
                break
            left_out += found
            shutil.rmtree(draft)
            draft.mkdir()
        return left_out, violations

    def _draft(self) -> Path:
        """An empty folder for a build; what a killed one left is removed."""
        builds = self.root / "builds"
        for leftover in builds.glob(".draft-*"):
            shutil.rmtree(leftover)
        draft = builds / f".draft-{os.getpid()}"
        draft.mkdir(parents=True)
        return draft

    def _use(self, draft: Path, name: str) -> None:
        """Put a build into use; of the one before only the tables of its graph are kept, to tell what changed."""
        builds, before = self.root / "builds", self._name("CURRENT")
        shutil.rmtree(builds / name, ignore_errors=True)
        os.replace(draft, builds / name)
        write_text(
            self.root / "BEFORE", before + "\n"
        )  # itself, where nothing was new: then nothing has changed
        write_text(self.root / "CURRENT", name + "\n")
        kept = {name, self._name("BEFORE")}
        for old in builds.iterdir():
            if old.name not in kept:
                shutil.rmtree(old, ignore_errors=True)
            elif old.name != name:
                Build(old).keep_tables()

    def _name(self, pointer: str) -> str:
        """The build that a pointer file names, empty where it names none that is there."""
        try:
            name = (self.root / pointer).read_text("utf-8").strip()
        except OSError:
            return ""
        return name if name and (self.root / "builds" / name).is_dir() else ""

    def _fingerprint(self, inference: bool) -> str:
        """The name of a build: what went into it."""
        content = hashlib.sha256(f"{__version__} {inference}".encode())
        versions = sorted((self.root / "versions").glob("*.parquet"))
        for path in [*self.inputs(), *versions, self.root / "identity.tsv"]:
            if path.exists():
                content.update(f"{path.parent.name}/{path.name}".encode() + b"\0")
                content.update(hashlib.sha256(path.read_bytes()).digest())
        return content.hexdigest()[:16]

    # ── reading ────────────────────────────────────────────────────────────────────────────

    def graph(self) -> Graph:
        """The graph in use."""
        return self.current.graph

    def query(self, name: str, *, on: str = "embedded", time_limit: float = TIME_LIMIT, row_limit: int = ROW_LIMIT,
              **parameters: object) -> Table:  # fmt: skip
        """The rows of a saved question (a name, or the path of a file of one's own) on an engine.

        Parameters are those of the question; names of things are resolved, lists may be given as lists.
        Raises QueryError for an unknown question or parameter, or a broken limit.
        """
        from govgraph.queries.library import find_query
        from govgraph.queries.run import as_text, run_query

        with closing(self.open(on)) as store:
            given = {key.rstrip("_"): as_text(value) for key, value in parameters.items()}
            return run_query(find_query(name), store, given, self.names().resolve, time_limit, row_limit)

    def cypher(
        self, text: str, *, on: str = "embedded", time_limit: float = TIME_LIMIT, row_limit: int = ROW_LIMIT,
        strict: bool = False, parameters: Mapping[str, object] | None = None, **more: object,
    ) -> Table:  # fmt: skip
        """The rows of a Cypher text of one's own; ``$name`` takes a parameter as it is, from ``parameters`` or by its name.

        Rows that the text does not put in order come in one that is the same on all engines. ``Table.warnings`` tells
        unknown names and what engines answer differently; with ``strict`` they are a QueryError.
        """
        return self._ask(text, "cypher", on, {**(parameters or {}), **more}, time_limit, row_limit, strict)

    def sparql(
        self, text: str, *, time_limit: float = TIME_LIMIT, row_limit: int = ROW_LIMIT, strict: bool = False,
        parameters: Mapping[str, object] | None = None, **more: object,
    ) -> Table:  # fmt: skip
        """The rows of a SPARQL SELECT text of one's own, in the engine's order; see ``cypher``."""
        return self._ask(
            text, "sparql", "sparql", {**(parameters or {}), **more}, time_limit, row_limit, strict
        )

    def _ask(
        self, text: str, language: str, on: str, parameters: Mapping[str, object], time_limit: float, row_limit: int,
        strict: bool,
    ) -> Table:  # fmt: skip
        from govgraph.queries.ask import ask

        with closing(self.open(on)) as store:
            if store.language != language:
                raise QueryError(
                    _("the engine '{on}' answers {language}, not {language2}").format(
                        on=on, language=store.language, language2=language
                    )
                )
            return ask(
                text,
                store,
                self.graph(),
                parameters,
                time_limit=time_limit,
                row_limit=row_limit,
                strict=strict,
            )

    def schema(self) -> Schema:
        """What the graph in use has: labels, relationship types and properties, with counts and examples."""
        from govgraph.queries.schema import schema

        return schema(self.graph())

    def names(self) -> Names:
        """All names in the build in use."""
        return Names(self.current)

    def why(
        self, name: str, other: str | None = None, *, texts: Path | None = None, language: str = "zh"
    ) -> ShownAnswer:
        """The evidence for a thing, or for what ties two; names are resolved.

        ``texts`` is a folder with the sources' texts, to quote from. Raises QueryError for unknown names.
        """
        from govgraph.views.shown import ShownAnswer

        return ShownAnswer(explain(self.current, name, other, texts), self.current, language)

    def view(
        self, name: str, *arguments: str, depth: int = 1, texts: Path | None = None,
        parameters: Mapping[str, str | Sequence[str] | None] | None = None,
    ) -> ShownView:  # fmt: skip
        """A view: ecosystem, co-occurrence, ownership, ego NAME, region NAME, path A B, query NAME."""
        from govgraph.views.shown import ShownView

        return ShownView(self.current, name, arguments, depth, texts, parameters)

    def view_rows(self, table: Table) -> ShownView:
        """The view of what the rows of an answer name, of ``cypher`` or ``query``."""
        from govgraph.views.shown import ShownRows

        return ShownRows(self.current, "cypher", table=table)

    def export(self, form: str, path: Path | str) -> None:
        """Write the graph for other tools; ``form`` as in ``govgraph export``, a folder for csv and the like."""
        from govgraph.stores.exports import export

        export(self.graph(), form, Path(path))

    def open(self, engine: str) -> Store:
        """The store of the build in use: ``embedded``, ``sparql``, ``neo4j``, or one that a package adds.

        Raises UnknownName for any other.
        """
        return STORES.get(engine)(self.current)

    def serve(
        self, *files: Path, host: str = "127.0.0.1", port: int = 8000, base: str | None = None, language: str = "zh",
        quiet: bool = False, say: Callable[[str], None] = print, workers: int | None = None, **limits: Any,
    ) -> None:  # fmt: skip
        """Serve pages and SPARQL until it is interrupted; with ``files`` these RDF files instead of the graph.

        ``limits`` are those of ``govgraph serve``. Raises StoreError where there is no graph or the address is taken.
        """
        from govgraph.web.serve import serve
        from govgraph.web.settings import settings

        serve(
            lambda: self.current, files, host, port, settings(workers, **limits), base=base, language=language,
            quiet=quiet, say=say,
        )  # fmt: skip

    # ── the folder ─────────────────────────────────────────────────────────────────────────

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other writers of this workspace out; the lock goes with its process."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = (self.root / ".lock").open("w")
        except OSError as error:
            raise StoreError(
                _("{root} cannot be written: {reason}").format(root=self.root, reason=reason_of(error))
            ) from error
        with handle:
            _lock_file(handle.fileno(), self.root, self.patience)
            yield

    def carry_over(self) -> list[str] | None:
        """Make an older workspace one of today; returns its orphans, None where there was nothing to do."""
        if not is_old(self.root):
            return None
        with self.lock():
            return carry_over(self.root)


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return _("; did you mean '{near}'?").format(near=near[0]) if near else _("; see: govgraph sources")


def _lock_file(descriptor: int, root: Path, patience: float) -> None:
    try:
        import fcntl
    except ImportError:  # no such lock on Windows; one writer at a time is then up to the user
        return
    until = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() >= until:
                raise StoreError(
                    _(
                        "another govgraph is writing to {root}; try again when it is done, or wait for it with "
                        "--wait"
                    ).format(root=root)
                ) from error
        time.sleep(_LOOK)
