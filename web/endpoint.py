"""`/sparql`: an HTTP request in, a complete result or an honest status out."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from govgraph.errors import GovgraphError, StoreError
from govgraph.web.describe import service_description
from govgraph.web.job import Answer, BadQuery, Busy, Job, Refused, TimedOut, TooLarge, Unacceptable
from govgraph.web.negotiate import GRAPHS, SOLUTIONS, choose, media_type, prefers_html, takes_gzip
from govgraph.web.protocol import METHODS, POSTED, HttpError, Operation, origin, read_operation
from govgraph.web.settings import Settings
from govgraph.web.site import Site

_PIECE = 1 << 18
#: Functions whose value differs from call to call: a result with one is not to be kept.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(|\\u", re.I)
_STATUS: dict[type[GovgraphError], int] = {
    BadQuery: 400, Refused: 403, Unacceptable: 406, TooLarge: 422, TimedOut: 503, Busy: 503, StoreError: 503,
}  # fmt: skip


class Endpoint:
    """An ASGI application for the one address of the SPARQL endpoint."""

    def __init__(self, site: Site, settings: Settings) -> None:
        self._site, self._settings = site, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except HttpError as error:
            response = refusal(error)
        except GovgraphError as error:
            response = refusal(as_http(error))
        request.state.kind = response.headers.get("x-problem", "")
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS, "Accept-Post": POSTED})
        if request.method not in METHODS.split(", "):
            raise HttpError(405, f"{request.method} has no meaning here; use GET or POST", allow=METHODS)
        operation = await read_operation(request, self._settings)
        if operation.query is None:
            if prefers_html(request.headers.get("accept")):
                return Response(status_code=303, headers={"Location": "/query", "Vary": "Accept"})
            return service_description(request, self._site, self._settings)
        job = self._job(request, operation)
        request.state.query = hashlib.sha256(operation.query.encode("utf-8", "surrogatepass")).hexdigest()[
            :12
        ]
        headers = self._headers(job)
        if headers.get("ETag") and headers["ETag"] in _tags(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        answer = await self._run(request, job)
        request.state.rows = answer.count
        if self._unchanged(request):
            answer.close()
            return Response(status_code=304, headers=headers)
        return AnswerResponse(answer, headers)

    def _job(self, request: Request, operation: Operation) -> Job:
        """The job for the engine; 406 where no format would do for any kind of result."""
        solutions, graph = (choose(request.headers.get("accept"), formats) for formats in (SOLUTIONS, GRAPHS))
        if operation.format is not None:
            solutions, graph = operation.format
        if not solutions and not graph:
            types = ", ".join(types[0] for types in (*SOLUTIONS.values(), *GRAPHS.values()))
            raise HttpError(406, f"results come as {types}")
        return Job(
            operation.query or "", solutions, graph, operation.default_graphs, operation.named_graphs,
            takes_gzip(request.headers.get("accept-encoding", "")), base=f"{origin(request, self._settings)}/sparql",
        )  # fmt: skip

    def _headers(self, job: Job) -> dict[str, str]:
        """Headers of a good answer: what it depends on, and how to ask whether it still holds."""
        headers = {"Vary": "Accept, Accept-Encoding"}
        if _CHANGING.search(job.query):
            return headers | {"Cache-Control": "no-store"}
        what = repr((self._site.fingerprint, job))
        tag = hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        date = format_datetime(self._site.built, usegmt=True)
        return headers | {"Cache-Control": "no-cache", "ETag": f'W/"{tag}"', "Last-Modified": date}

    def _unchanged(self, request: Request) -> bool:
        since = request.headers.get("if-modified-since")
        if not since or "if-none-match" in request.headers:
            return False
        try:
            return parsedate_to_datetime(since) >= self._site.built
        except (ValueError, TypeError):
            return False

    async def _run(self, request: Request, job: Job) -> Answer:
        """Run the query, or give it up when the client goes away."""
        client = request.client.host if request.client else ""
        running = asyncio.ensure_future(self._site.engine.run(job, client))
        gone = asyncio.ensure_future(_gone(request.receive))
        try:
            await asyncio.wait((running, gone), return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
            raise HttpError(400, "the client went away")
        finally:
            gone.cancel()
            if not running.done():
                running.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _tags(header: str) -> list[str]:
    return [f"W/{tag.strip().removeprefix('W/')}" for tag in header.split(",")]


class AnswerResponse(Response):
    """A complete result from memory or file; it is let go of however the sending ends."""

    def __init__(self, answer: Answer, headers: dict[str, str]) -> None:
        self._answer = answer
        own = {"Content-Length": str(answer.size), "Content-Type": media_type(answer.form)}
        if answer.gzipped:
            own["Content-Encoding"] = "gzip"
        super().__init__(None, headers=headers | own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send headers and, unless it is a HEAD request, the body."""
        answer = self._answer
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            if answer.file is None or scope["method"] == "HEAD":
                body = b"" if scope["method"] == "HEAD" else answer.body
                await send({"type": "http.response.body", "body": body})
                return
            gone = asyncio.ensure_future(_gone(receive))
            for offset in range(0, answer.size, _PIECE):
                piece = os.pread(answer.file, _PIECE, offset)  # just written, so it comes from memory
                more = offset + _PIECE < answer.size
                await send({"type": "http.response.body", "body": piece, "more_body": more})
                if gone.done():
                    break
            gone.cancel()
        finally:
            answer.close()


def as_http(error: GovgraphError) -> HttpError:
    """One of the engine's errors as a status."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
    headers = {"x_problem": type(error).__name__}
    if isinstance(error, Busy):
        headers["retry_after"] = str(error.retry_after)
    text = "the query could not be run just now" if isinstance(error, StoreError) else str(error)
    return HttpError(status, text, **headers)


def refusal(error: HttpError) -> Response:
    """A status with its reason as plain text."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **error.headers}
    return Response(f"{error.text}\n", error.status, headers, "text/plain; charset=utf-8")
