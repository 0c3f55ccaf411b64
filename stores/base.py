"""What every store can do, so that one test suite runs against all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

#: A query's default limits: seconds, and rows before the rest is cut (which is then said).
TIME_LIMIT = 30.0
ROW_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Rows:
    """What an engine returned: column names, rows in its order, and whether the row limit bit."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    cut: bool = False


class Store(Protocol):
    """A store open for questions. ``language`` is ``cypher`` or ``sparql``."""

    language: str

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any],
        time_limit: float = TIME_LIMIT,
        row_limit: int = ROW_LIMIT,
    ) -> Rows:
        """Run one read-only query; raises QueryError for a bad query or a broken time limit."""

    def close(self) -> None:
        """Let go of files and connections."""


def cypher_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as every Cypher engine takes them: dates as ISO text, for ``date($from)``."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in parameters.items()
    }
