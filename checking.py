"""Checking curated files and workspaces: every problem as one line with its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from govgraph.data import bundled_files
from govgraph.errors import Violation
from govgraph.graph.builder.check import check
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.parquet import read_statements, write_statements
from govgraph.loaders.registry import MAP, Loaded, expand, is_map, load
from govgraph.loaders.tables.check import map_problems
from govgraph.workspace import Workspace


def check_files(files: Sequence[Path], texts: Path | None) -> list[str]:
    """Problems of curated files and column maps, each with file and line; ids of the bundled facts are known."""
    maps = [path for path in files if is_map(path)]
    maps += [inside for path in files if path.is_dir() for inside in sorted(path.rglob(f"*{MAP}"))]
    wrong = [str(problem) for path in maps for problem in map_problems(path)]
    curated = [
        path for path in files if path not in maps and (not path.is_dir() or _curated_in(path) or not maps)
    ]
    return wrong + (_check_curated(curated, texts) if curated else [])


def _curated_in(folder: Path) -> bool:
    return any(not path.name.endswith(MAP) for path in folder.rglob("*.y*ml"))


def _check_curated(files: Sequence[Path], texts: Path | None) -> list[str]:
    loaded = load(files)
    given = {path.resolve() for path in expand(files)}
    around = load([path for path in bundled_files() if path.resolve() not in given])
    own = {source for file in loaded.files if (source := file.source)}
    known = {source: said for source, said in around.statements.items() if source not in own}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.parquet"
        write_statements((s for said in (*known.values(), *loaded.statements.values()) for s in said), path)
        violations = [v for v in check([path]) if v.source in own]
    stated = [s for said in loaded.statements.values() for s in said]
    if texts:
        violations += Texts(texts, stated).check(stated)
    lines = [(str(p.file), p.line, str(p)) for p in loaded.problems] + list(_placed(violations, loaded))
    return [line for _, _, line in sorted(set(lines))]


def check_workspace(workspace: Workspace, texts: Path | None) -> list[str]:
    """Problems of a workspace's statements, each with source and place in it."""
    violations = workspace.check()
    if texts:
        paths = workspace.inputs()
        about = read_statements(paths, "predicate IN ('textFile', 'sha256')")
        violations += Texts(texts, about).check(read_statements(paths))
    return violation_lines(violations)


def violation_lines(violations: Iterable[Violation]) -> list[str]:
    """One line per violation: source, place, subject, what is wrong."""
    return [
        f"{v.source}{f' ¶{v.locator}' if v.locator else ''}: {_subject(v)}: {v.detail} [{v.rule}]"
        for v in violations
    ]


def _placed(violations: Iterable[Violation], loaded: Loaded) -> Iterator[tuple[str, int, str]]:
    for v in violations:
        file, line = loaded.place_of(v.source, v.subject, v.predicate)
        yield file, line, f"{file}:{line}: {_subject(v)}: {v.detail} [{v.rule}]"


def _subject(violation: Violation) -> str:
    return f"{violation.subject} {violation.predicate}".strip()
