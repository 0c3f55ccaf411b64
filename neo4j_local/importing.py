"""``neo4j-admin database import full``: run, followed, and its verdict put in a sentence."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.messages import _
from govgraph.neo4j_local.process import with_parent
from govgraph.neo4j_local.setup import environment

Progress = Callable[[str], None]

IMPORT = ("org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j")

# Bad entries are gathered in the report and then refused, all at once: the importer's own way
# is to stop at the first.
_GATHER = (
    "--verbose",
    "--skip-bad-relationships",
    "--skip-duplicate-nodes",
    "--bad-tolerance=1000",
)
_SHOWN = 5

_STAGE = re.compile(r"(?:^|iB)([A-Z][\w <>-]+?)(?: \d+/\d+)?, started \d{4}-")
_DONE = re.compile(r"\]\s*([\d.]+[KMG]?) ∆")
_COUNT = re.compile(r"^  (\d+ (?:nodes|relationships|properties))\s*$", re.M)
_PLACE = re.compile(r"\[source:(.+), position:\d+, line:(\d+)\]\s+in field: (\S+?):\d+\s")
_ORIGINAL = re.compile(r"original error: (.+)")
_CAUSE = re.compile(r"^(?:Caused by: )?(?:[\w.$]+(?:Exception|Error): )+(.+)$", re.M)


def unfinished(home: Path) -> bool:
    """Did the last import leave a database that isn't whole?"""
    return _mark(home).exists() and _database(home).exists()


def run_import(
    home: Path,
    command: Callable[[Sequence[str]], Sequence[str]],
    overwrite: bool,
    progress: Progress,
) -> str:
    """Run the import that ``command`` makes, given more options; says what was imported."""
    overwrite = overwrite or unfinished(home)
    before = _fingerprint(home)
    if before and not overwrite:
        raise StoreError(
            _("{home} holds a database already; a full import would replace it").format(home=home)
        )
    report = home / "logs/import.report"
    report.unlink(missing_ok=True)
    more = [*_GATHER, f"--report-file={report}"]
    _mark(home).touch()
    output, code = _follow(home, command([*more, "--overwrite-destination"] if overwrite else more), progress)
    bad = report.read_text("utf-8", "replace").splitlines() if report.exists() else []
    if code == 0 and not bad:
        _mark(home).unlink()
        return ", ".join(_COUNT.findall(output))
    if _fingerprint(home) == before:
        _mark(home).unlink()  # it failed before it touched anything
    raise StoreError(_verdict(home, output, bad))


def _mark(home: Path) -> Path:
    return home / "import.unfinished"


def _database(home: Path) -> Path:
    return home / "data/databases/neo4j"


def _fingerprint(home: Path) -> tuple[int, int] | None:
    """Tells whether the database's first file was replaced or written; None: there is none."""
    try:
        stat = (_database(home) / "neostore").stat()
    except FileNotFoundError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def _follow(home: Path, command: Sequence[str], progress: Progress) -> tuple[str, int]:
    """Run the importer, pass on how far it is, keep what it says in ``logs/import.log``."""
    lines: list[str] = []
    stage, said = "", time.monotonic()
    with _importer(home, command) as child:
        try:
            for line in child.stdout or ():
                lines.append(line)
                if found := _STAGE.search(line):
                    stage = f"import: {found[1].lower()}"
                    progress(stage)
                elif (found := _DONE.search(line)) and time.monotonic() - said > 1:
                    said = time.monotonic()
                    progress(f"{stage}, {found[1]}")
        except BaseException:
            child.kill()
            raise
    output = "".join(lines)
    with suppress(OSError):  # a full disk is what there may be to report
        (home / "logs/import.log").write_text(output, "utf-8")
    return output, child.returncode


def _importer(home: Path, command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        with_parent(command),
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        umask=0o077,
    )


def _verdict(home: Path, output: str, bad: Sequence[str]) -> str:
    more = _("(more in {home})").format(home=home / "logs/import.log")
    if "No space left on device" in output:
        return _("the import ran out of disk space in {home} {more}").format(home=home, more=more)
    if "OutOfMemoryError" in output:
        return _("the import ran out of memory; give it a larger heap {more}").format(more=more)
    if bad:
        first = "; ".join(bad[:_SHOWN]) + ("; …" if len(bad) > _SHOWN else "")
        entries = _("entry") if len(bad) == 1 else _("entries")
        report = home / "logs/import.report"
        return _("the import met {bad} bad {entries}: {first} (all in {report})").format(
            bad=len(bad), entries=entries, first=first, report=report
        )
    if original := _ORIGINAL.search(output):
        place = _PLACE.search(output)
        # The importer counts lines from 0, the header included.
        where = (
            _("{file}, line {line}, field {field}: ").format(
                file=place[1], line=int(place[2]) + 1, field=place[3]
            )
            if place
            else ""
        )
        return _("the import failed: {where}{original} {more}").format(
            where=where, original=original[1], more=more
        )
    causes = _CAUSE.findall(output)
    last = causes[-1] if causes else (output.strip().splitlines() or [_("it said nothing")])[-1]
    return _("the import failed: {last} {more}").format(last=last[:300], more=more)
