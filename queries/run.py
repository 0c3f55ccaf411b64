"""Running a saved question on a store: parameters in, a typed and ordered table out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from govgraph.errors import QueryError
from govgraph.graph.statements.lexical import is_date, short
from govgraph.messages import _
from govgraph.queries.ask import cut_note, is_ordered, row_order
from govgraph.queries.library import Parameter, Query
from govgraph.queries.remarks import caution, lacks
from govgraph.queries.table import Table, free_table, make_table, typed_rows
from govgraph.stores.base import ORDERED_LIMIT, ROW_LIMIT, TIME_LIMIT, Rows, Store


def run_query(
    query: Query,
    store: Store,
    given: Mapping[str, str | Sequence[str] | None],
    resolve: Callable[[str], str],
    time_limit: float = TIME_LIMIT,
    row_limit: int = ROW_LIMIT,
) -> Table:
    """Run a question with parameters as text; ``resolve`` turns names into ids.

    Raises QueryError for an unknown parameter, a value of the wrong type or a broken limit.
    """
    parameters = bind_parameters(query, given, resolve)
    if query.analysis:
        table = _analysed(query, store, parameters, time_limit, row_limit)
    else:
        rows = store.run(query.text(store.language), parameters, time_limit, max(row_limit, ORDERED_LIMIT))
        whole = _whole(query, store.language, rows)
        table = replace(whole, rows=whole.rows[:row_limit], note=cut_note(len(whole), row_limit, rows.cut))
    # who asks for less gets less
    short = () if any(given.values()) else lacks(query, store, len(table))
    cautions = caution(query)
    return replace(table, remarks=(*cautions, *short), caution=cautions[0] if cautions else ())


def _whole(query: Query, language: str, rows: Rows) -> Table:
    """All rows in order: that of the header, of the text where the header declares no columns, else of the values."""
    if query.columns:
        return make_table(query.columns, rows.columns, rows.rows, query.order)
    in_order = language == "cypher" and is_ordered(query.cypher)
    return free_table(rows.columns, rows.rows if in_order else sorted(rows.rows, key=row_order))


def as_text(value: object) -> str | list[str] | None:
    """A parameter's value as text, as it is given on the command line."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list | tuple | set):
        return [str(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def explain_query(
    query: Query, store: Store, given: Mapping[str, str | Sequence[str] | None], resolve: Callable[[str], str]
) -> str:
    """How the engine would run a question, one step a line; the steps are the engine's own words."""
    if store.language != "cypher":
        raise QueryError(_("the SPARQL engine shows no plan; use --on embedded or --on neo4j"))
    parameters = bind_parameters(query, given, resolve)
    rows = store.run("EXPLAIN " + query.body, parameters)
    lines = ["  ".join(str(cell) for cell in row if cell is not None) for row in rows.rows]
    return "\n".join(lines) + "\n"


def _analysed(
    query: Query, store: Store, parameters: Mapping[str, Any], time_limit: float, row_limit: int
) -> Table:
    """The rows of a measure: it is taken of all that the text returns, so the row limit is its own."""
    from govgraph.queries.analysis import MEASURES, NETWORK_LIMIT

    measure = MEASURES[query.analysis]
    rows = store.run(query.text(store.language), parameters, time_limit, NETWORK_LIMIT)
    if rows.cut:
        raise QueryError(
            _("{name}: the network has more than {network_limit} rows; restrict the question").format(
                name=query.name, network_limit=NETWORK_LIMIT
            )
        )
    network = Table(measure.columns, tuple(typed_rows(measure.columns, rows.columns, rows.rows)))
    names = [column.name for column in query.columns]
    found = [[row[name] for name in names] for row in measure.take(network.records(), parameters)]
    table = make_table(query.columns, names, found, query.order)
    return replace(table, rows=table.rows[:row_limit], note=cut_note(len(table), row_limit, False))


def bind_parameters(
    query: Query, given: Mapping[str, str | Sequence[str] | None], resolve: Callable[[str], str]
) -> dict[str, Any]:
    """Values of all declared parameters: given, default or None."""
    known = {p.name for p in query.parameters}
    for name in given:
        if name not in known:
            raise QueryError(
                _("{name} has no parameter '{name2}' (it has: {known})").format(
                    name=query.name, name2=short(name), known=", ".join(sorted(known)) or _("none")
                )
            )
    return {p.name: _bind(p, given.get(p.name), resolve) for p in query.parameters}


def _bind(parameter: Parameter, given: str | Sequence[str] | None, resolve: Callable[[str], str]) -> Any:
    if given is None or (not isinstance(given, str) and not given):
        given = parameter.default
    if given is None:
        return None
    texts = [given] if isinstance(given, str) else list(given)
    if parameter.many:
        items = [
            item.strip() for text in texts for item in text.replace("，", ",").split(",") if item.strip()
        ]
        return [_convert(parameter, item, resolve) for item in items]
    if len(texts) > 1:
        raise QueryError(_("{name} takes one value").format(name=parameter.name))
    return _convert(parameter, texts[0], resolve)


def _convert(parameter: Parameter, text: str, resolve: Callable[[str], str]) -> Any:
    wrong = QueryError(
        _("{name}: '{text}' is no {type}").format(name=parameter.name, text=short(text), type=parameter.type)
    )
    match parameter.type:
        case "entity":
            return resolve(text)
        case "date":
            if not is_date(text):
                raise wrong
            return date.fromisoformat(text + "-01-01"[len(text) - 4 :])
        case "boolean":
            if text.lower() not in ("true", "false"):
                raise wrong
            return text.lower() == "true"
        case "integer" | "number":
            try:
                number = int(text) if parameter.type == "integer" else float(text)
            except ValueError as error:
                raise wrong from error
            if abs(number) >= 2**63 or math.isnan(number):  # more than an engine can hold
                raise wrong
            return number
        case _:
            return text
