"""Which loader reads which file: by its looks, or by name where ``--as`` says so.

Curated files (``data/sources``, YAML) are read whole, with every problem told at once: ``load``.
All other kinds are loader modules (see ``govgraph.loaders.base``), ours and those that other packages
install (see ``govgraph.extensions``), run by ``govgraph.loaders.run``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from govgraph.errors import SourceError, UnknownName
from govgraph.extensions import Registry
from govgraph.graph.identity.versions import Merger
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.base import Loader, MergingLoader
from govgraph.loaders.corrected import is_corrected
from govgraph.loaders.curated import Curated, read_curated
from govgraph.loaders.io.files import head_of
from govgraph.messages import _, reason_of

CURATED = "curated"
#: Rejected records that come back corrected, told by their looks alone; their own format stands in them.
CORRECTED = "corrected"
#: Our loader modules, in the order in which they are asked whether a file is theirs.
_OWN = ("tables", "bods", "notice", "ocds", "ftm", "shareholders")
LOADERS: Registry[Loader] = Registry(
    "govgraph.loaders",
    _("format"),
    {name: f"govgraph.loaders.{'notices' if name == 'notice' else name}" for name in _OWN},
)
#: Names that formats had before, in workspaces and scripts.
_BEFORE = {"ccgp": "notice", "ggzy": "notice"}
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
    """A file to load: its path, its name below the folder that was given, its format.

    ``map`` is the column map that was given for it, where it is a table; ``problem`` says why it cannot be
    loaded, where its format is empty.
    """

    path: Path
    name: str
    format: str
    map: Path | None = None
    problem: str = ""


def formats() -> tuple[str, ...]:
    """The names that ``--as`` knows."""
    return (CURATED, *LOADERS.names())


def loader(name: str) -> Loader:
    """The loader module of a format; raises UnknownName."""
    return LOADERS.get(_BEFORE.get(name, name))


def merger_of(format_: str) -> Merger:
    """The merger of a format's versions; raises UnknownName, or SourceError for a format that has none."""
    module = loader(format_)
    if not hasattr(module, "merger"):
        raise SourceError(_("the format '{format}' merges no versions").format(format=format_))
    return cast(MergingLoader, module).merger()


def detect(path: Path) -> str:
    """The format of a file by its looks, empty where no loader knows it.

    Those that other packages install are asked before ours: they know a format more exactly. Raises
    SourceError where the file cannot be read, or a loader fails to look at it.
    """
    if known := _SUFFIXES.get(path.suffix.lower()):
        return known
    try:
        with path.open("rb") as stream:
            if is_corrected(stream):
                return CORRECTED
            for name in (*LOADERS.installed(), *_OWN):
                try:
                    if loader(name).detect(stream, str(path)):
                        return name
                except OSError:
                    raise
                except Exception as error:  # what a loader that is not ours may do
                    raise SourceError(
                        _("cannot be told: the loader '{name}' fails on it ({name2}: {error})").format(
                            name=name, name2=type(error).__name__, error=error
                        )
                    ) from error
    except OSError as error:
        raise SourceError(_("cannot be read: {reason}").format(reason=reason_of(error))) from error
    return ""


def find(paths: Sequence[Path], format_: str | None = None, map_file: Path | None = None) -> list[Found]:
    """The files to load, each once, with its format or the reason why it has none; folders are walked.

    ``map_file`` makes tables of them. Raises UnknownName for an unknown format, SourceError for a missing map.
    """
    format_ = _BEFORE.get(format_, format_) if format_ else None
    if map_file:
        if format_ not in (None, "tables"):
            raise SourceError(_("a map is for tables, not for {format}").format(format=format_))
        if not map_file.is_file():
            raise SourceError(_("does not exist"), str(map_file))
        tables = (one for one in find(paths, "tables") if one.problem or not one.path.samefile(map_file))
        return [replace(_as_table(one), map=map_file) for one in tables]
    if format_ and format_ not in formats():
        raise UnknownName(_("format"), format_, formats())
    found: dict[Path, Found] = {}
    for path in paths:
        for one in _find(path, format_):
            found.setdefault(one.path.absolute(), one)
    return list(found.values())


def _find(path: Path, format_: str | None) -> Iterator[Found]:
    if not path.is_dir():
        yield _found(path, path.name, format_)
        return
    inside = sorted(p for p in path.rglob("*") if not p.is_dir() and not _hidden(p, path))
    if not inside:
        yield Found(path, path.name, "", problem=_("holds no file that can be read"))
    for one in inside:
        yield _found(one, one.relative_to(path).as_posix(), format_)


def _found(path: Path, name: str, format_: str | None) -> Found:
    if not path.is_file():
        return Found(path, name, "", problem=_("is no file") if path.exists() else _("does not exist"))
    try:
        kind = format_ or detect(path)
    except SourceError as error:
        return Found(path, name, "", problem=error.message)
    if kind == CURATED and is_map(path):
        return Found(path, name, "", problem=_("is a column map; load its table with --map"))
    return Found(path, name, kind, problem="" if kind else _unknown(path))


def is_map(path: Path) -> bool:
    """Whether a file is a column map, by its name or because it says what a row and its columns are."""
    if path.name.endswith(MAP):
        return True
    try:
        with path.open("rb") as stream:
            head = b"\n" + head_of(stream)
    except OSError:
        return False
    return b"\nrow:" in head and b"\ncolumns:" in head


def _as_table(found: Found) -> Found:
    """A table, but for corrected rows of one, which come in a file of their own kind."""
    if found.problem:
        return found
    with found.path.open("rb") as stream:
        return replace(found, format=CORRECTED) if is_corrected(stream) else found


def _unknown(path: Path) -> str:
    hint = _("; a table needs a map (--map)") if path.suffix.lower() in TABLES else ""
    return _("is of an unknown format; say which with --as ({value}){hint}").format(
        value=", ".join(formats()), hint=hint
    )


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
                raise SourceError(_("holds no file that can be read"), str(path))
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise SourceError(_("does not exist"), str(path))
    return found


def load(paths: Sequence[Path], format_: str | None = None) -> Loaded:
    """Read curated files; problems are collected, not raised.

    Raises SourceError for a file that is missing or no curated file.
    """
    files = expand(paths)
    for path in files:
        if not (format_ or _SUFFIXES.get(path.suffix)):
            raise SourceError(
                _("is of an unknown format; say which with --as ({value})").format(
                    value=", ".join(formats())
                ),
                str(path),
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
                SourceError(
                    _("source '{source}' stands in another file too").format(source=file.source), str(path), 1
                )
            )
        loaded.statements.setdefault(file.source, []).extend(file.statements)
    return loaded
