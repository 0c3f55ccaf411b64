"""What the endpoint asks of the query engine, and what it gets: a whole answer or one of these errors."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from govgraph.errors import GovgraphError, QueryError, StoreError


class BadQuery(QueryError):  # noqa: N818 - named for what the user has, not for Python
    """The query is no SPARQL query; the text says where and what was expected."""


class Refused(QueryError):  # noqa: N818
    """The query asks for what is never done here: a call to another service."""


class Unacceptable(QueryError):  # noqa: N818
    """No format that the client accepts can hold this kind of result."""


class TooLarge(QueryError):  # noqa: N818
    """The query needs more rows, bytes or memory than it may have."""


class TimedOut(QueryError):  # noqa: N818
    """The query had no answer within the time limit."""


class Busy(QueryError):  # noqa: N818
    """The service is full; ``retry_after`` is a guess in seconds."""

    def __init__(self, message: str, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def named(name: str, text: str) -> GovgraphError:
    """The error that a worker names; StoreError for what went wrong there and is nobody's query's fault."""
    kinds: tuple[type[QueryError], ...] = (BadQuery, Refused, Unacceptable, TooLarge)
    return next((kind for kind in kinds if kind.__name__ == name), StoreError)(text)


@dataclass(frozen=True, slots=True)
class Job:
    """One query. Graph names are None where the client named no dataset.

    ``solutions`` and ``graph`` are file extensions of the formats wanted for SELECT and ASK, and for
    CONSTRUCT and DESCRIBE; None where the client accepts none. ``rows`` asks for values instead of a
    document: no more than that many, and word of whether there were more.
    """

    query: str
    solutions: str | None = "srj"
    graph: str | None = "ttl"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    gzip: bool = False
    rows: int | None = None
    base: str = "http://localhost/sparql"


@dataclass(slots=True)
class Answer:
    """A complete result: in memory (``body``) or in a file that has no name (``file``).

    ``kind`` is ``solutions``, ``boolean`` or ``graph``; ``form`` the extension of its format; ``size`` the
    bytes to send. ``close`` must be called once it is sent or given up.
    """

    kind: str
    form: str
    size: int
    body: bytes = b""
    file: int | None = None
    gzipped: bool = False
    count: int = 0
    columns: tuple[str, ...] = ()
    cut: bool = False
    released: Callable[[], None] = field(default=lambda: None)

    def close(self) -> None:
        """Let go of the file and its share of the disk."""
        if self.file is not None:
            os.close(self.file)
            self.file = None
            self.released()
