"""What every store can do, so that one test suite runs against all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from govgraph.errors import QueryError
from govgraph.messages import _

#: A query's default limits: seconds, and rows before the rest is cut (which is then said).
TIME_LIMIT = 30.0
ROW_LIMIT = 100_000
#: Rows that are put in order at the most; where an engine has more, those that it gave first are.
ORDERED_LIMIT = 1_000_000


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
    """Parameters as every Cypher engine takes them: dates as ISO text, for ``date($from)``.

    Raises QueryError for what an engine cannot hold: a whole number of more than 64 bits, a text that is none.
    """
    return {name: _cypher_value(name, value) for name, value in parameters.items()}


def _cypher_value(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_cypher_value(name, item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _cypher_value(name, item) for key, item in value.items()}
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise QueryError(_("{name}: a whole number has 64 bits at the most").format(name=name))
    if isinstance(value, str) and not is_text(value):
        raise QueryError(_("{name}: the text has signs that are none").format(name=name))
    return value


def is_text(value: str) -> bool:
    """Whether a text can be written down: halves of signs cannot."""
    return value.isprintable() or not any("\ud800" <= sign <= "\udfff" for sign in value)
