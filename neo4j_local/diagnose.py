"""Why a Neo4j didn't start, read from what it wrote since: a sentence instead of a stack trace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.messages import _


class PortTakenError(StoreError):
    """Somebody took the port between the look at it and the start."""


class DamagedProgramError(StoreError):
    """Neo4j's own program files aren't whole."""


_LOGS = ("logs/console.log", "logs/neo4j.log", "logs/debug.log")
_TAIL = 1 << 20  # bytes of a log worth reading

_PORT = r"Address already in use|PortBindException"
_PROGRAM = (
    r"zip END header|ZipException|NoClassDefFoundError|ClassNotFoundException"
    r"|Could not find or load main class|Error opening zip|NoSuchMethodError"
)
_REASONS = (
    (r"No space left on device|Disk quota exceeded", _("the disk is full; make room for {home}")),
    (
        r"FileLockException|StoreLock|Lock file has been locked",
        _("another Neo4j is running on the data in {home}; end it first"),
    ),
    (
        r"Could not reserve enough space|insufficient memory|OutOfMemory|Too small maximum heap",
        _("its heap doesn't fit: ask for another size, or free some memory"),
    ),
    (
        r"Permission denied|AccessDeniedException|Read-only file system",
        _("it may not write in {home}"),
    ),
    (
        r"UnsupportedClassVersion|Unrecognized option|Could not create the Java Virtual Machine",
        _("this Java can't run it"),
    ),
)
_DATABASE = re.compile(r"Failed to start DatabaseId\{\w+\[(\w+)\]\}")
_CAUSE = re.compile(r"^Caused by: (?:[\w.$]+: )+(.+)$|^Caused by: (.+)$", re.M)


def offsets(home: Path) -> dict[str, int]:
    """How long the logs are before a start, so that old errors explain nothing new."""
    return {n: (home / n).stat().st_size if (home / n).exists() else 0 for n in _LOGS}


def reason(home: Path, since: Mapping[str, int]) -> StoreError:
    """The error that says why the start failed."""
    text = "\n".join(_new(home / name, since.get(name, 0)) for name in _LOGS)
    where = _("more in {home}").format(home=home / "logs")
    if re.search(_PORT, text):
        return PortTakenError(_("its port was taken by another program while Neo4j started"))
    for pattern, sentence in _REASONS:
        if re.search(pattern, text):
            return StoreError(
                _("Neo4j didn't start: {sentence} ({where})").format(
                    sentence=sentence.format(home=home), where=where
                )
            )
    if re.search(_PROGRAM, text):
        return DamagedProgramError(
            _(
                "Neo4j didn't start: its program files are damaged; start again to have them checked and "
                "fetched ({where})"
            ).format(where=where)
        )
    causes = ["".join(groups).strip() for groups in _CAUSE.findall(text)]
    if broken := _DATABASE.search(text):
        return damaged(home, broken[1], causes[-1] if causes else "")
    errors = causes or re.findall(r"\bERROR\s+(.+)", text) or text.strip().splitlines() or [_("no word")]
    return StoreError(
        _("Neo4j didn't start: {errors} ({where})").format(errors=errors[-1][:300], where=where)
    )


def damaged(home: Path, database: str, cause: str) -> StoreError:
    """The error for a database that Neo4j itself can't open."""
    detail = f": {cause[:300].rstrip('.')}" if cause else ""
    return StoreError(
        _(
            "the data in {home} are damaged, Neo4j can't open the database {database}{detail}. Every "
            "graph can be loaded again: move or delete that folder first (more in {home2})"
        ).format(home=home / "data", database=database, detail=detail, home2=home / "logs")
    )


def _new(log: Path, start: int) -> str:
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            start = start if start <= size else 0  # the log was rotated
            file.seek(max(start, size - _TAIL))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""
