"""RDF: an Oxigraph store over a graph's quads (see govgraph.stores.rdf.quads) that answers SPARQL."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from threading import Thread
from traceback import clear_frames
from typing import Any

import pyoxigraph as ox

from govgraph.errors import QueryError, StoreError
from govgraph.graph.graph import Graph
from govgraph.graph.opened import Build
from govgraph.messages import _
from govgraph.ontology.model import ID_BASE, NAMESPACE
from govgraph.stores.base import ROW_LIMIT, TIME_LIMIT, Rows
from govgraph.stores.rdf.quads import open_quads

_XSD = "http://www.w3.org/2001/XMLSchema#"


def quads(graph: Graph, base: str = ID_BASE) -> Iterator[ox.Quad]:
    """The graph as RDF quads; ``base`` is put before every entity id."""
    yield from ox.parse(open_quads(graph, base), ox.RdfFormat.N_QUADS)


def write_rdf(graph: Graph, folder: Path, base: str = ID_BASE) -> None:
    """Write a built graph to an Oxigraph store in ``folder`` (made anew).

    Raises StoreError where an id can stand in no address.
    """
    shutil.rmtree(folder, ignore_errors=True)
    store = ox.Store(str(folder))
    try:
        store.bulk_load(open_quads(graph, base), ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise StoreError(_("the graph cannot be written as RDF: {error}").format(error=error)) from error
    store.flush()
    store.optimize()
    del store


# Strings, IRIs and comments are stepped over, so that a `$name` inside them stays what it is.
_TOKEN = re.compile(
    r"""("{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*)|\$(\w+)""",
    re.S,
)
LIST_MARK = "\n"


def bind(text: str, parameters: Mapping[str, Any]) -> str:
    """Put parameter values in place of ``$name``; one that is None stays an unbound variable.

    A list becomes one text in which every item stands between newlines, for
    ``CONTAINS($list, CONCAT("\\n", ?item, "\\n"))``.
    """

    def replace(match: re.Match[str]) -> str:
        name = match[2]
        if not name or parameters.get(name) is None:
            return match[0]
        return str(_term(parameters[name]))

    return _TOKEN.sub(replace, text)


def _term(value: Any) -> ox.Literal:
    if isinstance(value, bool):
        return ox.Literal(value)
    if isinstance(value, int):
        return ox.Literal(value)
    if isinstance(value, float):
        return ox.Literal(repr(value), datatype=ox.NamedNode(_XSD + "double"))
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "date"))
    if isinstance(value, list | tuple):
        return ox.Literal(LIST_MARK + "".join(f"{item}{LIST_MARK}" for item in value))
    return ox.Literal(str(value))


class RdfStore:
    """An Oxigraph store open for reading.

    The engine can't be interrupted inside a process: a query that takes too long is left to a thread
    that ends with the process at the latest. The web service has workers that are killed instead.
    """

    language = "sparql"

    @classmethod
    def open(cls, build: Build) -> RdfStore:
        """The store of a build."""
        return cls(build.folder / "rdf")

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise StoreError(_("{folder} does not exist; run: govgraph build").format(folder=folder))
        try:
            self._store = ox.Store.read_only(str(folder))
        except OSError as error:
            raise StoreError(
                _("{folder} cannot be opened ({error}); run: govgraph build").format(
                    folder=folder, error=error
                )
            ) from error

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any],
        time_limit: float = TIME_LIMIT,
        row_limit: int = ROW_LIMIT,
    ) -> Rows:
        """Run one SPARQL SELECT query; see Store.run."""
        found: Future[Rows] = Future()

        def work() -> None:
            try:
                found.set_result(self._select(bind(text, parameters), end, row_limit))
            except BaseException as error:  # whatever it is, the caller is told
                clear_frames(error.__traceback__)  # the engine's objects must go in the thread that made them
                found.set_exception(error)

        end = time.monotonic() + time_limit
        Thread(target=work, daemon=True).start()
        try:
            return found.result(time_limit)
        except TimeoutError as error:
            raise QueryError(
                _("the query took longer than {time_limit:g} s").format(time_limit=time_limit)
            ) from error

    def _select(self, query: str, end: float, row_limit: int) -> Rows:
        try:
            solutions = self._store.query(query, prefixes={"gg": NAMESPACE})
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise QueryError(_("the SPARQL engine refused the query: {error}").format(error=error)) from error
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError(_("only SELECT queries give rows"))
        names = tuple(v.value for v in solutions.variables)
        rows: list[tuple[Any, ...]] = []
        for number, solution in enumerate(solutions):
            if number % 1000 == 0 and time.monotonic() > end:
                raise TimeoutError
            if len(rows) == row_limit:
                return Rows(names, rows, True)
            rows.append(tuple(as_python(solution[i]) for i in range(len(names))))
        return Rows(names, rows)

    def close(self) -> None:
        """Let go of the store."""
        del self._store


_PARSERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "boolean": lambda text: text == "true",
}


def as_python(term: Any) -> Any:
    """A term as Python has it; addresses become ids, dates stay ISO text."""
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return _PARSERS.get(term.datatype.value.rsplit("#", 1)[-1], str)(term.value)
    return re.sub(r"^.*[/#]", "", str(term.value))
