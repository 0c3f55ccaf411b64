"""A query of one's own, in Cypher or SPARQL: checked, run, and its rows in an order that is the same on all engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from govgraph.errors import QueryError
from govgraph.graph.graph import Graph
from govgraph.messages import Message, _, joined
from govgraph.queries.table import Table, free_table
from govgraph.stores.base import ORDERED_LIMIT, ROW_LIMIT, TIME_LIMIT, Store
from govgraph.stores.cypher.parts import Parts, parts
from govgraph.stores.cypher.reading import only_reads
from govgraph.stores.cypher.remarks import remarks
from govgraph.stores.cypher.terms import missing_parameters, unknown_terms
from govgraph.stores.cypher.vocabulary import Vocabulary, vocabulary
from govgraph.stores.rdf.terms import unknown_sparql_terms
from govgraph.stores.values import order


def ask(
    text: str, store: Store, graph: Graph, parameters: Mapping[str, Any], *, time_limit: float = TIME_LIMIT,
    row_limit: int = ROW_LIMIT, strict: bool = False,
) -> Table:  # fmt: skip
    """The rows of a Cypher or SPARQL text, whichever the store speaks.

    Names that the graph does not have, and what engines answer differently, are told as the table's ``warnings``;
    with ``strict`` they are a QueryError. So is a text that would write, and a parameter that is missing.
    """
    if store.language == "sparql":
        warnings = [*unknown_sparql_terms(text, parameters)]
        return _answer(store, text, parameters, warnings, time_limit, row_limit, strict, in_order=True)
    warnings = cypher_warnings(text, store, graph, parameters)
    missing_parameters(parts(text), parameters)
    return _answer(
        store, text, parameters, warnings, time_limit, row_limit, strict, in_order=is_ordered(text)
    )


def cypher_warnings(text: str, store: Store, graph: Graph, parameters: Mapping[str, Any]) -> list[str]:
    """What may make the rows of a Cypher text other than they were meant; raises QueryError for one that would write."""
    found = parts(text)
    only_reads(found)
    known = _known(found, parameters, vocabulary(graph), store)
    return [*unknown_terms(found, parameters, known), *remarks(found, parameters, known)]


def _answer(
    store: Store, text: str, parameters: Mapping[str, Any], warnings: list[str], time_limit: float, row_limit: int,
    strict: bool, *, in_order: bool,
) -> Table:  # fmt: skip
    if strict and warnings:
        raise QueryError(joined(warnings))
    limit = row_limit if in_order else max(row_limit, ORDERED_LIMIT)
    rows = store.run(text, parameters, time_limit, limit)
    found = list(rows.rows)
    if not in_order:
        found.sort(key=row_order)
    return replace(
        free_table(rows.columns, found[:row_limit], cut_note(len(found), row_limit, rows.cut)),
        warnings=tuple(warnings),
    )


def row_order(row: Sequence[Any]) -> list[Any]:
    """A key that sorts rows of all kinds of values."""
    return [order(value) for value in row]


def cut_note(count: int, row_limit: int, cut: bool) -> Message | str:
    """What is said of rows that are not shown, of so many that an engine gave; ``cut`` means that it had more."""
    if count > row_limit and not cut:
        return _("only the first {row_limit} of {count} rows are shown").format(
            row_limit=row_limit, count=count
        )
    if cut:
        return _("only the first {row_limit} rows that the engine gave are shown").format(
            row_limit=min(row_limit, count)
        )
    return ""


def is_ordered(text: str) -> bool:
    """Whether a Cypher text puts its rows in order itself: the last ORDER BY stands after the last RETURN, outside brackets."""
    found = parts(text)
    outside = [token for token, inside in zip(found.tokens, found.inside, strict=True) if inside < 0]
    words = [token.text.upper() for token in outside if token.is_word("RETURN", "ORDER", "UNION")]
    return words[-2:] == ["RETURN", "ORDER"] and "UNION" not in words


def _known(found: Parts, parameters: Mapping[str, Any], known: Vocabulary, store: Store) -> Vocabulary:
    """The graph's vocabulary; with what else a shared Neo4j holds, where the text names something unknown."""
    more = getattr(store, "names", None)
    if more is None or not any(unknown_terms(found, parameters, known)):
        return known
    return replace(known, more=frozenset(more()))
