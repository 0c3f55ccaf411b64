"""The saved questions: their list by theme, a form for each, and the answer as table, CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.responses import Response

from govgraph.errors import GovgraphError, QueryError
from govgraph.graph.reader.reader import Node
from govgraph.messages import speaking
from govgraph.ontology.model import ontology
from govgraph.queries.library import THEMES, Parameter, Query, query_names, read_query
from govgraph.queries.remarks import CAUTION, caution
from govgraph.queries.render import to_csv, to_json
from govgraph.queries.run import run_query
from govgraph.queries.table import Column, Table
from govgraph.queries.texts import in_language
from govgraph.text.chars import visible
from govgraph.views.record_names import with_names
from govgraph.web.endpoint import as_http
from govgraph.web.job import Busy
from govgraph.web.pages.facts import money
from govgraph.web.pages.page import Page
from govgraph.web.pages.rendering import render
from govgraph.web.pages.services import Services

SHOWN = 500  # rows in the page's table; the files have all
LONGEST = 2_000  # characters of a parameter
_NAMED = ("text", "list")
_FOLDED = 60  # characters of a list above which it is folded


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an answer: texts, each with the address of the thing that it names, if it names one."""

    parts: tuple[tuple[str, str], ...]
    number: bool

    @property
    def folded(self) -> bool:
        """Whether a reader opens it to see its many or long texts."""
        return len(self.parts) > 1 and sum(len(text) for text, _ in self.parts) > _FOLDED


@cache
def all_questions() -> dict[str, Query]:
    """The saved questions by name; they ship with the software."""
    return {name: read_query(name) for name in query_names()}


def question_list(page: Page) -> Response:
    """All questions by theme."""
    themes = [
        (key, words.split(" · "), [q for q in all_questions().values() if q.theme == key])
        for key, words in THEMES.items()
    ]
    return render(page, "questions.html", themes=themes, caution=CAUTION)


def question_page(page: Page, services: Services, query: Query) -> Response:
    """A question's form and, once it is sent or where nothing need be given, the answer."""
    given = read_given(page, query)
    table, problem = None, None
    try:
        table = answer(page, services, query, given)
    except QueryError as error:
        problem = error
    with speaking(page.language):
        told = str(problem or "")
    rows = list(_cells(page, services, table)) if table else []
    columns = _columns(table) if table else []
    cautions = caution(query)
    network = page.href(f"/network/query/{query.name}", **_plain(given)) if table and table.rows else ""
    response = render(
        page, "question.html", status_of(problem), query=in_language(query, page.language), given=given, table=table, columns=columns, rows=rows,
        problem=told, network=network, plain=_plain(given), all=SHOWN, cautions=cautions,
        lacking=table.remarks[len(cautions) :] if table is not None else (),
    )  # fmt: skip
    return asking_again(response, problem)


def question_file(page: Page, services: Services, query: Query, form: str) -> Response:
    """The whole answer as CSV or JSON, the same bytes as on the command line."""
    table = answer(page, services, query, read_given(page, query))
    text = to_csv(table) if form == "csv" else to_json(table)
    kind = "text/csv" if form == "csv" else "application/json"
    headers = {"content-disposition": f'inline; filename="{query.name}.{form}"'}
    return Response(text, 200, headers, f"{kind}; charset=utf-8")


def read_given(page: Page, query: Query) -> dict[str, str]:
    """What the form gives for each parameter; raises QueryError for one that the question does not have.

    Fields left empty are not given. A list's items come with commas or as several values.
    """
    found: dict[str, str] = {}
    known = {p.name: p for p in query.parameters}
    for name, value in page.request.query_params.multi_items():
        if name in ("lang", "page"):
            continue
        if name not in known:
            raise QueryError(f"{query.name} has no parameter '{visible(name[:60])}'")
        if len(value) > LONGEST:
            raise QueryError(f"{name}: no more than {LONGEST} characters")
        if value.strip():
            found[name] = f"{found[name]}, {value}" if name in found and known[name].many else value.strip()
    return found


def answer(page: Page, services: Services, query: Query, given: dict[str, str]) -> Table:
    """Run a question in the service's pool, under its limits."""
    client = page.request.client.host if page.request.client else ""
    store = services.site.engine.store(client)
    return run_query(query, store, given, services.names.resolve, services.site.engine.settings.time_limit)


def status_of(error: GovgraphError | None) -> int:
    """The HTTP status of what went wrong with a query, the endpoint's own; 200 where nothing did."""
    return as_http(error).status if error else 200


def asking_again(response: Response, error: Exception | None) -> Response:
    """Tell a client that was turned away when to come back."""
    if isinstance(error, Busy):
        response.headers["retry-after"] = str(error.retry_after)
    return response


def _plain(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value}


def _columns(table: Table) -> list[tuple[int, Column]]:
    """The columns that hold something, as on the command line."""
    return [
        (i, column)
        for i, column in enumerate(table.columns)
        if column.type not in ("integer", "boolean", "list") or any(row[i] for row in table.rows)
    ]


def _cells(page: Page, services: Services, table: Table) -> Iterator[list[Cell]]:
    """Rows as a reader sees them: names are links, codes have labels, amounts are short."""
    shown, columns = table.rows[:SHOWN], _columns(table)
    texts = {text for row in shown for i, column in columns for text in _texts(row[i], column)}
    ids = services.reader.named(texts)
    nodes = with_names(services.reader, services.reader.nodes(ids.values()), page.language)
    named = {text: nodes[id_] for text, id_ in ids.items()}
    names = [column.name for column in table.columns]
    for row in shown:
        currency = str(row[names.index("currency")] or "CNY") if "currency" in names else "CNY"
        yield [_cell(page, row[i], column, named, currency) for i, column in columns]


def _texts(value: Any, column: Column) -> list[str]:
    if column.type not in _NAMED or column.codes or value is None:
        return []
    return value if isinstance(value, list) else [str(value)]


def _cell(page: Page, value: Any, column: Column, named: dict[str, Node], currency: str) -> Cell:
    number = column.type in ("integer", "number", "money", "date")
    if value is None:
        return Cell((), number)
    items = value if isinstance(value, list) else [value]
    codes = ontology().codes.get(column.codes, {})
    parts = []
    for item in items:
        text = str(item)
        node = named.get(text)
        link = page.href(f"/page/{node.id}") if node else ""
        if node:  # people read names, not ids, and in their own language where there are two
            text = page.named(node)
        if item in codes:
            text = page.term(codes[item])
        elif column.type == "money":
            text = money(item, currency, page.language)
        elif isinstance(item, bool):
            text = page.t("是", "yes") if item else page.t("否", "no")
        parts.append((text, link))
    return Cell(tuple(parts), number)


def kind_of(parameter: Parameter) -> str:
    """How a form asks for a parameter."""
    return "checkbox" if parameter.type == "boolean" and parameter.default == "false" else "text"
