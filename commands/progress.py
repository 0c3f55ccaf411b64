"""How far a command is: a line that moves on a terminal, lines that stay in a log, nothing when quiet."""

from __future__ import annotations

import sys
from types import TracebackType

import click

from govgraph.messages import joined, told

_FEW = 20  # parts: fewer are done before one can read that they are
_TENTHS = 10


class Progress:
    """Called with what is being done, and with how much of it where that is counted."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._live = None
        if not quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
            self._live = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._live.add_task("", total=None)

    def __call__(self, text: str, done: int = 0, total: int = 0) -> None:
        shown = joined((text, f"{done}/{total}"), " ") if total else text
        if self._live is not None:
            self._live.update(self._task, description=told(shown), completed=done, total=total or None)
        elif not self._quiet and (not total or (total >= _FEW and _is_tenth(done, total))):
            click.echo(told(shown), err=True)

    def __enter__(self) -> Progress:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()


def _is_tenth(done: int, total: int) -> bool:
    return done * _TENTHS // total > (done - 1) * _TENTHS // total
