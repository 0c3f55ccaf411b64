"""A worker's rows as values, and the engine as a Store for code that waits in a thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import orjson
import pyoxigraph as ox

from govgraph.stores.base import ROW_LIMIT, TIME_LIMIT, Rows
from govgraph.stores.rdf.store import bind


def read_rows(body: bytes) -> list[tuple[Any, ...]]:
    """Rows of RDF terms (None where unbound) from a worker's lines of JSON."""
    return [tuple(map(_term, orjson.loads(line))) for line in body.splitlines()]


class PoolStore:
    """The engine as govgraph.stores.base.Store; call it from a thread that is not the event loop's."""

    language = "sparql"

    def __init__(
        self, loop: asyncio.AbstractEventLoop, rows: Callable[[str, int], Coroutine[Any, Any, Rows]]
    ) -> None:
        """``rows`` runs in ``loop``: the first rows of a query, as many as the limit says."""
        self._loop, self._rows = loop, rows

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any],
        time_limit: float = TIME_LIMIT,
        row_limit: int = ROW_LIMIT,
    ) -> Rows:
        """Run one SELECT query; the service's own time limit holds."""
        asked = self._rows(bind(text, parameters), row_limit)
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result()

    def close(self) -> None:
        """The engine stays."""


def read_file(file: int) -> bytes:
    """All bytes of an open file."""
    with os.fdopen(os.dup(file), "rb") as data:
        data.seek(0)
        return data.read()


def _term(term: list[str] | None) -> Any:
    """A term as the worker wrote it."""
    if term is None:
        return None
    kind, value, *more = term
    if kind == "literal":
        datatype, language = more
        return (
            ox.Literal(value, language=language)
            if language
            else ox.Literal(value, datatype=ox.NamedNode(datatype))
        )
    return {"iri": ox.NamedNode, "blank": ox.BlankNode}.get(kind, ox.Literal)(value)
