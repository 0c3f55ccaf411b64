"""A plain form for Cypher, and the same address for programs: rows as a table, JSON, CSV or a network page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from govgraph.errors import QueryError
from govgraph.queries.render import glance, to_csv
from govgraph.queries.table import Table
from govgraph.stores.values import is_node
from govgraph.web.job import BadQuery
from govgraph.web.negotiate import prefers_html
from govgraph.web.pages.page import Page
from govgraph.web.pages.questions import asking_again, status_of
from govgraph.web.pages.rendering import render
from govgraph.web.pages.services import Services
from govgraph.web.protocol import HttpError, read_body

SHOWN = 1_000  # rows in the page's table; JSON and CSV have all
_ADDRESS = 4_000  # a longer query makes no address that one could send
_FORMS = ("html", "json", "csv", "network")

#: Where to begin: Chinese title, English title, text.
EXAMPLES = (
    ("每个集团持股的合资公司", "Each group's joint ventures",
     "MATCH (g:CorporateGroup)-[:HOLDS_SHARES_IN]->(v:JointVenture)\nWITH g, v ORDER BY v.id\n"
     "RETURN g.name AS holder, collect(DISTINCT v.name) AS ventures, count(DISTINCT v) AS n\nORDER BY n DESC, holder"),
    ("每个采购人的前三大中标", "Each buyer's three largest awards",
     "MATCH (b:Organization)<-[:HAS_BUYER]-(:Project) WITH DISTINCT b\nCALL (b) {\n"
     "  MATCH (b)<-[:HAS_BUYER]-(:Project)<-[:CONCERNS]-(a:Award) WHERE a.amount IS NOT NULL\n"
     "  RETURN a.name AS award, a.amount AS amount ORDER BY amount DESC, a.id LIMIT 3\n}\n"
     "RETURN b.name AS buyer, award, amount ORDER BY buyer, amount DESC, award"),
    ("按集团与年份合计中标金额", "Awards by group and year",
     "MATCH (a:Award)-[:AWARDED_TO]->()-[:MEMBER_OF_GROUP*0..1]->(g:CorporateGroup)\n"
     "WHERE a.amount IS NOT NULL AND a.date IS NOT NULL\n"
     "RETURN g.name AS winner, a.date.year AS year, sum(a.amount) AS total, count(*) AS awards\nORDER BY winner, year"),
    ("两家企业之间的最短事实路径", "The shortest factual tie of two firms",
     "MATCH (a {id: $one}), (b {id: $other})\nMATCH p = allShortestPaths((a)-[*1..4]-(b))\nRETURN p"),
)  # fmt: skip
_GIVEN = '{"one": "tencent", "other": "huawei"}'


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: a query, its parameters (their text too, for the form), a form of the answer."""

    query: str = ""
    parameters: Mapping[str, Any] | None = None
    text: str = ""
    form: str = "html"
    example: int | None = None


async def read_asked(request: Request, services: Services) -> Asked:
    """What a request asks; raises HttpError where it cannot be read."""
    given: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        body = await read_body(request, services.site.engine.settings)
        given |= _posted(request.headers.get("content-type", "").partition(";")[0].strip().lower(), body)
    text = given.get("parameters", "")
    parameters = given["given"] if "given" in given else _parameters(text)
    by_name = given.get("format", "")
    form = by_name if by_name in _FORMS else _accepted(request.headers.get("accept", ""))
    number = str(given.get("example", ""))
    chosen = int(number) if number.isdecimal() and int(number[:3]) < len(EXAMPLES) else None
    return Asked(str(given.get("query", "")), parameters, str(text), form, chosen)


def _posted(kind: str, body: bytes) -> dict[str, Any]:
    try:
        text = body.decode("utf-8-sig")
        if kind == "application/json":
            found = json.loads(text)
            if not isinstance(found, dict) or not isinstance(found.get("query"), str):
                raise HttpError(400, 'the body should read {"query": "…", "parameters": {…}}')
            parameters = found.get("parameters") or {}
            if not isinstance(parameters, dict):
                raise HttpError(400, "parameters should be an object")
            return {"query": found["query"], "given": parameters} | (
                {"format": found["format"]} if isinstance(found.get("format"), str) else {}
            )
        if kind == "application/x-www-form-urlencoded":
            return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100))
        if kind in ("text/plain", "application/cypher"):
            return {"query": text}
    except (ValueError, RecursionError) as error:
        raise HttpError(400, f"the body cannot be read: {error}") from error
    raise HttpError(
        415, "Content-Type must be application/json, text/plain or application/x-www-form-urlencoded"
    )


def _parameters(text: str) -> Mapping[str, Any] | None:
    """Parameters as JSON; None where the text is none."""
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _accepted(accept: str) -> str:
    if prefers_html(accept):
        return "html"
    return "csv" if "text/csv" in accept else "json"


async def answer(page: Page, services: Services, asked: Asked, client: str) -> Table | None:
    """The rows; None where nothing was asked. Raises QueryError."""
    if not asked.query.strip():
        return None
    if asked.parameters is None:
        raise BadQuery('the parameters should be JSON: {"name": "value"}')
    if services.site.cypher is None:
        raise QueryError("RDF files are served here, no workspace")
    rows = SHOWN if asked.form == "html" else services.site.cypher.settings.row_limit
    return await services.site.cypher.ask(asked.query, asked.parameters, rows, client)


def document(table: Table, form: str) -> Response:
    """The rows for a program."""
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    if form == "csv":
        return Response(to_csv(table), 200, headers, "text/csv; charset=utf-8")
    found = {
        "columns": [column.name for column in table.columns], "rows": table.rows, "note": table.note, "warnings": table.warnings,
    }  # fmt: skip
    return JSONResponse(found, 200, headers)


def form_page(page: Page, asked: Asked, table: Table | None, problem: QueryError | None) -> Response:
    """The form, and below it the rows or what is wrong."""
    example = EXAMPLES[asked.example or 0]
    text = asked.query or example[2]
    given = asked.text or (_GIVEN if "$one" in text and not asked.query else "")
    address = urlencode({"query": asked.query, **({"parameters": asked.text} if asked.text else {})})
    response = render(
        page, "cypher.html", status_of(problem), text=text, given=given, problem=str(problem or ""), examples=EXAMPLES,
        chosen=asked.example, address=address if asked.query and len(address) < _ADDRESS else "", table=table,
        rows=[[_cell(page, value) for value in row] for row in table.rows] if table else [],
    )  # fmt: skip
    response.headers["cache-control"] = "no-store"
    if "etag" in response.headers:
        del response.headers["etag"]
    return asking_again(response, problem)


def _cell(page: Page, value: Any) -> tuple[str, str, bool]:
    """A cell's text, where it leads, and whether it is a number."""
    id_ = value["properties"].get("id") if is_node(value) else None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return glance(value), page.href(f"/page/{id_}") if id_ and "Thing" in value["labels"] else "", number
