"""SPARQL 1.1 Protocol: from an HTTP request to a query with its dataset, or to the status that refuses it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request

from govgraph.web.negotiate import NAMED
from govgraph.web.settings import Settings

METHODS = "GET, HEAD, POST, OPTIONS"
_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
POSTED = f"{_QUERY}, {_FORM}"
_UPDATE_NAMES = ("update", "using-graph-uri", "using-named-graph-uri")
_PROTOCOL_NAMES = ("query", "default-graph-uri", "named-graph-uri", "format", *_UPDATE_NAMES)
_MANY_PARAMETERS = 2_000
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class HttpError(Exception):
    """A request that gets no answer: a status, a text for a person, headers."""

    def __init__(self, status: int, text: str, **headers: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def origin(request: Request, settings: Settings) -> str:
    """Scheme, host and port of the service, as the operator or else the client names them."""
    host = request.headers.get("host", "")
    if settings.public or not _HOST.fullmatch(host):
        return settings.public.rstrip("/") or "http://localhost"
    return f"{request.scope['scheme']}://{host}"


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as it was asked; ``query`` is None where nothing was asked (a service description).

    ``format`` is what the parameter of that name asks for: an extension for solutions and one for graphs.
    """

    query: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: tuple[str | None, str | None] | None = None


@dataclass(slots=True)
class _Parameters:
    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, text: bytes, where: str) -> None:
        try:
            pairs = parse_qsl(
                text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MANY_PARAMETERS
            )
        except UnicodeDecodeError as error:
            raise HttpError(400, f"{where} is not in UTF-8") from error
        except ValueError as error:
            raise HttpError(400, f"{where} has too many parameters") from error
        for name, value in pairs:
            if name in _PROTOCOL_NAMES:
                self.values.setdefault(name, []).append(value)

    def one(self, name: str) -> str | None:
        values = self.values.get(name, [])
        if len(values) > 1:
            raise HttpError(400, f"the parameter {name} is given {len(values)} times, and may be given once")
        return values[0] if values else None


async def read_operation(request: Request, settings: Settings) -> Operation:
    """What a request to the endpoint asks for; raises HttpError for what the protocol does not allow."""
    parameters = _Parameters()
    parameters.add(request.scope["query_string"], "the address")
    direct = None
    if request.method == "POST":
        direct = await _posted(request, parameters, settings)
    elif "update" in parameters.values:
        raise HttpError(400, "an update may only be sent by POST, and is not done here")
    if any(name in parameters.values for name in _UPDATE_NAMES):
        if "query" in parameters.values or direct is not None:
            raise HttpError(400, "a request is either a query or an update, not both")
        raise HttpError(403, "this endpoint only answers queries; it does no updates")
    query = _query(parameters, direct, request.method)
    default, named = (_graphs(parameters, f"{kind}-graph-uri") for kind in ("default", "named"))
    given = default or named
    return Operation(query, default if given else None, named if given else None, _format(parameters))


def _format(parameters: _Parameters) -> tuple[str | None, str | None] | None:
    """The first format that is known by its name; clients send other words too, beside their headers."""
    names = (name.lower() for name in parameters.values.get("format", ()))
    return next((NAMED[name] for name in names if name in NAMED), None)


def _query(parameters: _Parameters, direct: str | None, method: str) -> str | None:
    query = parameters.one("query")
    if direct is not None and query is not None:
        raise HttpError(400, "the query stands both in the body and in the address")
    query = direct if query is None else query
    if query is None and (method == "POST" or parameters.values):
        raise HttpError(400, "the parameter query is missing")
    return query


def _graphs(parameters: _Parameters, name: str) -> tuple[str, ...]:
    graphs = tuple(dict.fromkeys(parameters.values.get(name, ())))
    for graph in graphs:
        try:
            ox.NamedNode(graph)
        except ValueError as error:
            raise HttpError(400, f"{name}: '{graph[:200]}' is no absolute IRI ({error})") from error
    return graphs


async def _posted(request: Request, parameters: _Parameters, settings: Settings) -> str | None:
    """A directly posted query's text; a form's fields go to the parameters."""
    type_, _, rest = request.headers.get("content-type", "").partition(";")
    kind, options = type_.strip().lower(), rest.lower().replace(" ", "").replace('"', "")
    if "charset=" in options and not {"charset=utf-8", "charset=utf8"} & set(options.split(";")):
        raise HttpError(415, "queries are read in UTF-8 only")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HttpError(415, "compressed requests are not read", accept_encoding="identity")
    if kind == _UPDATE:
        raise HttpError(403, "this endpoint only answers queries; it does no updates")
    if kind not in (_FORM, _QUERY):
        given = f"'{kind[:100]}'" if kind else "none"
        raise HttpError(415, f"Content-Type must be {_QUERY} or {_FORM}; it is {given}", accept_post=POSTED)
    body = await read_body(request, settings)
    if kind == _FORM:
        parameters.add(body, "the form")
        return None
    try:
        return body.decode("utf-8-sig")  # some editors put a mark before the text
    except UnicodeDecodeError as error:
        raise HttpError(400, "the query is not in UTF-8") from error


async def read_body(request: Request, settings: Settings) -> bytes:
    """The request's body, within limits of size and time."""
    too_large = HttpError(413, f"a request may have {settings.request_limit} bytes", connection="close")
    if (length := request.headers.get("content-length", "0")).isdecimal() and int(
        length
    ) > settings.request_limit:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(settings.client_limit):
            async for piece in request.stream():
                body += piece
                if len(body) > settings.request_limit:
                    raise too_large
    except TimeoutError as error:
        raise HttpError(408, "the request took too long to arrive", connection="close") from error
    except ClientDisconnect as error:
        raise HttpError(400, "the request broke off") from error
    return bytes(body)
