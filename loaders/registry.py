"""Which loader reads which file: by its looks, or by name where ``--as`` says so.

Curated files (``data/sources``, YAML) are read whole, with every problem told at once: ``load``.
All other kinds are loader modules (see ``govgraph.loaders.base``), run by ``govgraph.loaders.run``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import cast

from govgraph.errors import SourceError
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.base import Loader
from govgraph.loaders.curated import Curated, read_curated
from govgraph.loaders.io.files import head_of

CURATED = "curated"
#: Loader modules in this folder, in the order in which they are asked whether a file is theirs.
MODULES = ("corrected", "tables", "bods", "notice", "ocds", "ftm", "shareholders")
#: Formats whose module is called otherwise, and the names that two of them had before.
_FOLDERS = {"notice": "notices", "ccgp": "notices", "ggzy": "notices"}
_SUFFIXES = {".yml": CURATED, ".yaml": CURATED}
#: How the name of a table's column map ends, and how those of tables do.
MAP = ".map.yml"
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")


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


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A file to load: its path, its name below the folder that was given, its format ("" unknown).

    ``map`` is the column map that was given for it, where it is a table.
    """

    path: Path
    name: str
    format: str
    map: Path | None = None


def formats() -> tuple[str, ...]:
    """The names that ``--as`` knows."""
    return (CURATED, *(module for module in MODULES if module != "corrected"))


def loader(name: str) -> Loader:
    """The loader module of a format."""
    return cast(Loader, import_module(f"govgraph.loaders.{_FOLDERS.get(name, name)}"))


def detect(path: Path) -> str:
    """The format of a file by its looks, empty where no loader knows it."""
    if known := _SUFFIXES.get(path.suffix.lower()):
        return known
    head = head_of(path)
    return next((name for name in MODULES if loader(name).detect(path, head)), "")


def find(paths: Sequence[Path], format_: str | None = None, map_file: Path | None = None) -> list[Found]:
    """The files to load, each with its format; folders are walked. ``map_file`` makes tables of them.

    Raises SourceError for a file that is missing, or given by name and of no format that is known.
    """
    if map_file:
        if format_ not in (None, "tables"):
            raise SourceError(f"a map is for tables, not for {format_}")
        if not map_file.is_file():
            raise SourceError("does not exist", str(map_file))
        tables = [one for one in find(paths, "tables") if not one.path.samefile(map_file)]
        return [replace(one, map=map_file) for one in _as_tables(tables)]
    format_ = "notice" if format_ in _FOLDERS else format_
    if format_ and format_ not in formats():
        raise SourceError(f"unknown format '{format_}' (known: {', '.join(formats())})")
    found: list[Found] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            if not inside:
                raise SourceError("holds no file that can be read", str(path))
            found += [Found(p, p.relative_to(path).as_posix(), format_ or detect(p)) for p in inside]
        elif path.is_file():
            kind = format_ or detect(path)
            if kind == CURATED and is_map(path):
                raise SourceError("is a column map; load its table with --map", str(path))
            if not kind:
                raise SourceError(_unknown(path), str(path))
            found.append(Found(path, path.name, kind))
        else:
            raise SourceError("does not exist", str(path))
    return found


def is_map(path: Path) -> bool:
    """Whether a file is a column map, by its name or because it says what a row and its columns are."""
    head = b"\n" + head_of(path) if path.is_file() else b""
    return path.name.endswith(MAP) or (b"\nrow:" in head and b"\ncolumns:" in head)


def _as_tables(found: Iterable[Found]) -> list[Found]:
    """Tables, but for corrected rows of one, which come in a file of their own kind."""
    corrected = loader("corrected")
    return [
        replace(one, format="corrected") if corrected.detect(one.path, head_of(one.path)) else one
        for one in found
    ]


def _unknown(path: Path) -> str:
    hint = "; a table needs a map (--map)" if path.suffix.lower() in TABLES else ""
    return f"is of an unknown format; say which with --as ({', '.join(formats())}){hint}"


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts) or path.name.endswith(MAP)


def expand(paths: Sequence[Path]) -> list[Path]:
    """Curated files as given, folders as those in them; raises SourceError for a missing one."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.suffix in _SUFFIXES and p.is_file() and not p.name.endswith(MAP)
            )
            if not inside:
                raise SourceError("holds no file that can be read", str(path))
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise SourceError("does not exist", str(path))
    return found


def load(paths: Sequence[Path], format_: str | None = None) -> Loaded:
    """Read curated files; problems are collected, not raised.

    Raises SourceError for a file that is missing or no curated file.
    """
    files = expand(paths)
    for path in files:
        if not (format_ or _SUFFIXES.get(path.suffix)):
            raise SourceError(
                f"is of an unknown format; say which with --as ({', '.join(formats())})", str(path)
            )
    return _load_curated(files)


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
