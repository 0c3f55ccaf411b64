"""Which loader reads which files: formats by name, and the format of a file by its looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from govgraph.errors import SourceError
from govgraph.graph.statement import Statement
from govgraph.loaders.curated import Curated, read_curated


@dataclass(slots=True)
class Loaded:
    """What a set of files says: statements by source, problems, and where each subject stands."""

    statements: dict[str, list[Statement]] = field(default_factory=dict)
    problems: list[SourceError] = field(default_factory=list)
    files: list[Curated] = field(default_factory=list)

    def place_of(self, source: str, subject: str, predicate: str) -> tuple[str, int]:
        """File and line of a subject's property, ("", 0) where it is not from a file read here."""
        for file in self.files:
            if file.source == source:
                return str(file.path), file.line_of(subject, predicate)
        return "", 0


def _load_curated(paths: Iterable[Path]) -> Loaded:
    loaded = Loaded()
    for path in paths:
        file = read_curated(path)
        loaded.files.append(file)
        loaded.problems += file.problems
        if not file.source:
            continue
        if file.source in loaded.statements:
            loaded.problems.append(
                SourceError(f"source '{file.source}' stands in another file too", str(path), 1)
            )
        loaded.statements.setdefault(file.source, []).extend(file.statements)
    return loaded


#: Loaders by format name; a format is one module in this folder.
FORMATS: dict[str, Callable[[Iterable[Path]], Loaded]] = {"curated": _load_curated}
_SUFFIXES = {".yml": "curated", ".yaml": "curated"}


def expand(paths: Sequence[Path]) -> list[Path]:
    """Files as given, folders as the readable files in them; raises SourceError for a missing one."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix in _SUFFIXES)
            if not inside:
                raise SourceError("holds no file that can be read", str(path))
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise SourceError("does not exist", str(path))
    return found


def load(paths: Sequence[Path], format_: str | None = None) -> Loaded:
    """Read files, each by the loader of its format; problems are collected, not raised.

    Raises SourceError for a file that is missing or of a format that cannot be told.
    """
    files = expand(paths)
    kinds = {format_ or _SUFFIXES.get(path.suffix, "") for path in files}
    for path in files:
        if not (format_ or _SUFFIXES.get(path.suffix)):
            raise SourceError(
                f"is of an unknown format; say which with --as ({', '.join(FORMATS)})", str(path)
            )
    loaded = Loaded()
    for kind in sorted(kinds):
        part = FORMATS[kind]([path for path in files if (format_ or _SUFFIXES.get(path.suffix)) == kind])
        loaded.statements |= part.statements
        loaded.problems += part.problems
        loaded.files += part.files
    return loaded
