"""Checking curated files and workspaces: every problem with its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govgraph.data import bundled_files
from govgraph.errors import SourceError, Violation
from govgraph.graph.builder.check import check
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.parquet import read_statements, write_statements
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.registry import MAP, Loaded, is_map, load
from govgraph.loaders.tables.check import map_problems
from govgraph.messages import Message, _, joined, told
from govgraph.workspace import Workspace


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """What is wrong and where: file and line (0 where not known), else source and place in it.

    What is wrong with a file itself has no source, subject or rule.
    """

    file: str
    line: int
    source: str
    locator: str
    subject: str
    property: str
    detail: str
    rule: str

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self)

    def line_of_text(self) -> Message:
        """The same in one line."""
        if self.line or not self.source:
            place = f"{self.file}:{self.line}" if self.line else self.file
        else:
            place = f"{self.source} ¶{self.locator}" if self.locator else self.source
        parts = [part for part in (place, f"{self.subject} {self.property}".strip()) if part]
        detail = joined((told(self.detail), f"[{self.rule}]"), " ") if self.rule else self.detail
        return joined((*parts, detail), ": ")


def how_many(count: int) -> Message:
    """That there are so many problems."""
    return (_("{count} problems") if count != 1 else _("{count} problem")).format(count=count)


def check_files(files: Sequence[Path], texts: Path | None) -> list[Flaw]:
    """Problems of curated files and column maps, each with file and line; ids of the bundled facts are known."""
    maps = [path for path in files if is_map(path)]
    maps += [inside for path in files if path.is_dir() for inside in sorted(path.rglob(f"*{MAP}"))]
    wrong = [_of_file(problem) for path in maps for problem in map_problems(path)]
    curated = [
        path for path in files if path not in maps and (not path.is_dir() or _curated_in(path) or not maps)
    ]
    return wrong + (_check_curated(curated, texts) if curated else [])


def _curated_in(folder: Path) -> bool:
    return any(not path.name.endswith(MAP) for path in folder.rglob("*.y*ml"))


def _check_curated(files: Sequence[Path], texts: Path | None) -> list[Flaw]:
    loaded = load(files)
    wrong = map(_of_file, loaded.problems)
    if not loaded.statements:
        return sorted({*wrong})
    own = {source for file in loaded.files if (source := file.source)}
    known = {source: said for source, said in _bundled().items() if source not in own}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.parquet"
        write_statements((s for said in (*known.values(), *loaded.statements.values()) for s in said), path)
        violations = [v for v in check([path]) if v.source in own]
    stated = [s for said in loaded.statements.values() for s in said]
    if texts:
        violations += Texts(texts, stated).check(stated)
    return sorted({*wrong, *_placed(violations, loaded)})


@cache
def _bundled() -> Mapping[str, Sequence[Statement]]:
    """What the bundled sources state; reading them takes longer than checking a file against them."""
    return load(bundled_files()).statements


def check_workspace(workspace: Workspace, texts: Path | None) -> list[Flaw]:
    """Problems of a workspace's statements, each with source and place in it, and the file it came from."""
    violations = workspace.check()
    if texts:
        paths = workspace.inputs()
        about = read_statements(paths, "predicate IN ('textFile', 'sha256')")
        violations += Texts(texts, about).check(read_statements(paths))
    files = {one.id: one.path for one in workspace.sources()} if violations else {}
    return [_flaw(v, files.get(v.source, "")) for v in violations]


def violation_lines(violations: Iterable[Violation]) -> list[Message]:
    """One line per violation: source, place, subject, what is wrong."""
    return [_flaw(v).line_of_text() for v in violations]


def _flaw(v: Violation, file: str = "", line: int = 0) -> Flaw:
    return Flaw(file, line, v.source, v.locator, v.subject, v.predicate, v.detail, v.rule)


def _of_file(problem: SourceError) -> Flaw:
    return Flaw(problem.file, problem.line, "", "", "", "", problem.message, "")


def _placed(violations: Iterable[Violation], loaded: Loaded) -> Iterator[Flaw]:
    for v in violations:
        yield _flaw(v, *loaded.place_of(v.source, v.subject, v.predicate))
