"""Loading many files: each read by itself, in parallel processes, then put into place one after the other."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from govgraph.errors import GovgraphError, SourceError, StoreError
from govgraph.graph.inputs import Inputs, Names, SourceRecord
from govgraph.graph.statements.parquet import connect, write_statements
from govgraph.loaders.registry import CURATED, Found, find, load
from govgraph.loaders.run_file import Counts, read_file
from govgraph.messages import Progress, _, joined, silent, told

_BESIDE = {"versions": "parquet", "quarantine": "jsonl"}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of each file of a load, in the order in which they were given."""

    files: tuple[Counts, ...]

    @property
    def refused(self) -> list[Counts]:
        """Files of which nothing was loaded, each with its ``problem``."""
        return [one for one in self.files if one.problem]

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {"files": [one.to_json() for one in self.files], "refused": len(self.refused)}


def load_files(
    root: Path,
    paths: Sequence[Path],
    format_: str | None = None,
    *,
    map_file: Path | None = None,
    jobs: int = 0,
    replace: bool = False,
    progress: Progress = silent,
) -> LoadReport:
    """Read files and folders into a workspace folder; each file is loaded or refused by itself.

    ``replace`` lets a file take the id of a source that came from another file.
    """
    return LoadReport(
        tuple(load_into(root, find(paths, format_, map_file), jobs, replace=replace, progress=progress))
    )


def load_into(
    root: Path, files: Sequence[Found], jobs: int = 0, *, replace: bool = False, progress: Progress = silent
) -> list[Counts]:
    """Read found files into a workspace folder.

    The outcome is the same whatever ``jobs`` (0: one for each processor). Nothing of a file is kept
    that yields less than its kind must; the others are.
    """
    inputs = Inputs(root)
    draft = root / f".load-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    others = [found for found in files if found.format != CURATED]
    try:
        names = Names(inputs, replace)
        ids = names.name_all([(found.path, found.name) for found in others])
        tasks = [
            (found, id_, draft, names.problem(id_, found.path))
            for found, id_ in zip(others, ids, strict=True)
        ]
        read = dict(zip(others, _followed(_read_all(tasks, jobs), len(tasks), progress), strict=True))
        with closing(connect()) as database:  # one for all: opening costs more than writing a small file
            counts = [read[one] if one in read else _curated(one, names, draft, database) for one in files]
        for found, one in zip(files, counts, strict=True):
            _put_into_place(inputs, draft, found, one)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return counts


def _followed(counts: Iterable[Counts], total: int, progress: Progress) -> Iterator[Counts]:
    for number, one in enumerate(counts, 1):
        progress(_("reading files"), number, total)
        yield one


def _read_all(tasks: Sequence[tuple[Found, str, Path, str]], jobs: int) -> Iterator[Counts]:
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    if workers <= 1:
        yield from map(_one, tasks)
        return
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield from pool.map(_one, tasks)
    except BrokenProcessPool as error:
        raise StoreError(_("a process that read files died; is memory short? try --jobs 1")) from error


def _curated(found: Found, names: Names, draft: Path, database: duckdb.DuckDBPyConnection) -> Counts:
    """A curated file: whole, or not at all with each of its problems."""
    loaded = load([found.path], CURATED)
    source = next(iter(loaded.statements), "")
    counts = Counts(str(found.path), source, CURATED, read=1)
    if loaded.problems:
        counts.problem = joined(problem.text for problem in loaded.problems)
    else:
        counts.problem = names.problem(source, found.path)
    if not counts.problem:
        path = draft / "loaded" / f"{source}.parquet"
        counts.statements = write_statements(loaded.statements[source], path, database)
        counts.loaded = 1
        before = names.by_path.get(str(found.path.absolute()), source)
        counts.renamed = before if before != source else ""
    return counts


def _one(task: tuple[Found, str, Path, str]) -> Counts:
    found, source, draft, problem = task
    if found.problem or problem:
        return Counts(str(found.path), source, found.format, problem=found.problem or problem)
    try:
        return read_file(found, source, draft)
    except GovgraphError as error:
        problem = error.text
        if isinstance(error, SourceError) and error.file in ("", str(found.path)):  # not in a table's map
            problem = error.message
    except Exception as error:  # a fault of a loader costs its file, and no other
        problem = _("the loader '{format}' fails on it ({name}: {error})").format(
            format=found.format, name=type(error).__name__, error=error
        )
    return Counts(str(found.path), source, found.format, problem=problem)


def _put_into_place(inputs: Inputs, draft: Path, found: Found, counts: Counts) -> None:
    """A file's statements into the workspace, or only what was set aside of it."""
    for kind, suffix in _BESIDE.items():
        name = f"{counts.source}.{suffix}"
        if (draft / kind / name).exists() and (kind == "quarantine" or not counts.problem):
            (inputs.root / kind).mkdir(exist_ok=True)
            os.replace(draft / kind / name, inputs.root / kind / name)
        elif not counts.problem:
            (inputs.root / kind / name).unlink(missing_ok=True)
    if counts.problem:
        return
    if counts.renamed:
        counts.removed = inputs.forget(counts.renamed)
    record = SourceRecord(
        counts.source, "curated" if counts.format == CURATED else "loaded", counts.format, str(found.path.absolute()),
        found.name, datetime.now(UTC).isoformat(timespec="seconds"), counts.read, counts.statements,
        dict(counts.quarantined + counts.set_aside),
    )  # fmt: skip
    counts.updated = inputs.has(counts.source) or bool(counts.renamed)
    added, removed = inputs.put(record, draft / "loaded" / f"{counts.source}.parquet")
    counts.added, counts.removed = added, counts.removed + removed


def report_lines(counts: Sequence[Counts]) -> Iterator[str]:
    """The table that ends every load, and why records were quarantined or values set aside."""
    from rich.console import Console
    from rich.table import Table

    heads = (
        _("file"),
        _("format"),
        _("read"),
        _("loaded"),
        _("duplicates"),
        _("quarantined"),
        _("statements"),
    )
    table = Table(*map(told, heads), box=None)
    total = Counter[str]()
    for one in counts:
        numbers = {"read": one.read, "loaded": one.loaded, "duplicates": one.duplicates,
                   "quarantined": sum(one.quarantined.values()), "statements": one.statements}  # fmt: skip
        if one.problem:
            numbers |= {"loaded": 0, "statements": 0}
        total.update(numbers)
        table.add_row(Path(one.file).name, one.format, *map(str, numbers.values()))
    table.add_row(
        told(_("all")),
        "",
        *(str(total[name]) for name in ("read", "loaded", "duplicates", "quarantined", "statements")),
    )
    console = Console(width=140, color_system=None)
    with console.capture() as captured:
        console.print(table)
    yield from (line.rstrip() for line in captured.get().splitlines())
    for title, kind in ((_("quarantined"), "quarantined"), (_("values set aside"), "set_aside")):
        reasons = sum((getattr(one, kind) for one in counts), Counter[str]())
        for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
            yield f"{told(title)}: {number} × {told(reason)}"
