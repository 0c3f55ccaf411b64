"""Loading many files: each read by itself, in parallel processes, then put into place all at once."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from govgraph.errors import SourceError, StoreError
from govgraph.loaders.base import source_id
from govgraph.loaders.registry import CURATED, Found, Loaded, find, load, loader
from govgraph.loaders.run_file import Counts, read_file
from govgraph.workspace import Workspace

KINDS = ("loaded", "versions", "quarantine")


def load_all(
    workspace: Workspace,
    paths: Sequence[Path],
    format_: str | None,
    jobs: int,
    map_file: Path | None = None,
) -> tuple[Loaded, list[Counts]]:
    """Read curated files (not yet written) and load all others; nothing where a curated one is bad."""
    files = find(paths, format_, map_file)
    curated = load([found.path for found in files if found.format == CURATED], CURATED)
    others = [found for found in files if found.format != CURATED]
    if curated.problems or not others:
        return curated, []
    with workspace.lock():
        return curated, load_into(workspace.root, others, jobs)


def load_into(root: Path, files: Sequence[Found], jobs: int = 0) -> list[Counts]:
    """Read files into a workspace folder; what a source of the same name said before is replaced.

    The outcome is the same whatever ``jobs`` (0: one for each processor). Nothing of a file is kept
    that yields less than its kind must; the others are. Raises SourceError where two files would be
    one source.
    """
    named = [(found, source_id(found.name)) for found in files]
    _no_namesakes(named)
    draft = root / f".load-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        tasks = [(found, source, draft) for found, source in named]
        workers = min(jobs or os.cpu_count() or 1, len(tasks))
        if workers > 1:
            context = multiprocessing.get_context("spawn")
            try:
                with ProcessPoolExecutor(workers, mp_context=context) as pool:
                    counts = list(pool.map(_one, tasks))
            except BrokenProcessPool as error:
                raise StoreError("a process that read files died; is memory short? try --jobs 1") from error
        else:
            counts = [_one(task) for task in tasks]
        for one in counts:
            _put_into_place(root, draft, one)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return counts


def _one(task: tuple[Found, str, Path]) -> Counts:
    found, source, draft = task
    if not found.format:
        return Counts(str(found.path), source, "", problem="is of an unknown format; nothing was read")
    module = loader(found.format)
    if hasattr(module, "prepare"):
        module.prepare(draft.parent)
    try:
        return read_file(module, found, source, draft)
    except SourceError as error:
        elsewhere = error.file not in ("", str(found.path))  # in a table's map
        return Counts(
            str(found.path), source, found.format, problem=str(error) if elsewhere else error.message
        )


def _put_into_place(root: Path, draft: Path, counts: Counts) -> None:
    for kind in KINDS:
        if counts.problem and kind != "quarantine":
            continue
        (root / kind).mkdir(parents=True, exist_ok=True)
        name = f"{counts.source}.{'jsonl' if kind == 'quarantine' else 'parquet'}"
        if (draft / kind / name).exists():
            os.replace(draft / kind / name, root / kind / name)
        else:
            (root / kind / name).unlink(missing_ok=True)


def _no_namesakes(named: Sequence[tuple[Found, str]]) -> None:
    first: dict[str, Path] = {}
    for found, source in named:
        if source in first:
            raise SourceError(
                f"would be the same source '{source}' as {first[source]}; load their common folder instead",
                str(found.path),
            )
        first[source] = found.path


def report_lines(counts: Sequence[Counts]) -> Iterator[str]:
    """The table that ends every load, and why records were quarantined or values set aside."""
    from rich.console import Console
    from rich.table import Table

    table = Table("file", "format", "read", "loaded", "duplicates", "quarantined", "statements", box=None)
    total = Counter[str]()
    for one in counts:
        numbers = {"read": one.read, "loaded": one.loaded, "duplicates": one.duplicates,
                   "quarantined": sum(one.quarantined.values()), "statements": one.statements}  # fmt: skip
        if one.problem:
            numbers |= {"loaded": 0, "statements": 0}
        total.update(numbers)
        table.add_row(Path(one.file).name, one.format, *map(str, numbers.values()))
    table.add_row(
        "all",
        "",
        *(str(total[name]) for name in ("read", "loaded", "duplicates", "quarantined", "statements")),
    )
    console = Console(width=140, color_system=None)
    with console.capture() as captured:
        console.print(table)
    yield from (line.rstrip() for line in captured.get().splitlines())
    for title, kind in (("quarantined", "quarantined"), ("values set aside", "set_aside")):
        reasons = sum((getattr(one, kind) for one in counts), Counter[str]())
        for reason, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
            yield f"{title}: {number} × {reason}"
