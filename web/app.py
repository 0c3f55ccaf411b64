"""The application: endpoint, descriptions and pages over one Site."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from govgraph.errors import GovgraphError
from govgraph.web import pages
from govgraph.web.describe import Void
from govgraph.web.endpoint import Endpoint, as_http, refusal
from govgraph.web.negotiate import prefers_html, takes_gzip
from govgraph.web.protocol import HttpError
from govgraph.web.settings import Settings
from govgraph.web.site import Site


def application(site: Site, settings: Settings) -> Starlette:
    """The service for one site; its engine starts and stops with it."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await site.engine.start()
        try:
            yield
        finally:
            site.engine.stop()
            if site.cypher:
                site.cypher.stop()

    async def health(_: Request) -> Response:
        engine, good = site.engine, site.engine.healthy
        state = {
            "status": "ok" if good else "failing",
            "build": site.fingerprint,
            "waiting": engine.lanes.waiting,
        }
        return JSONResponse(state, 200 if good else 503, {"Cache-Control": "no-store"})

    routes: list[BaseRoute] = [
        Route("/sparql", Endpoint(site, settings)),
        Route("/healthz", health),
        Route("/.well-known/void", Void(site, settings).respond),
        *pages.routes(site),
    ]
    middleware = [Middleware(_Gzip, minimum_size=1000, compresslevel=5)]
    if settings.cors:
        middleware.insert(0, Middleware(
            CORSMiddleware, allow_origins=settings.cors, allow_methods=("GET", "HEAD", "POST"), allow_headers=("*",),
            expose_headers=("ETag", "Retry-After", "Last-Modified"),
        ))  # fmt: skip

    async def http(request: Request, error: HTTPException) -> Response:
        """What the router refuses: a page for a browser, a line of text for a program."""
        if prefers_html(request.headers.get("accept")):
            return pages.error_page(site, request, error.status_code, error.headers or {})
        return refusal(HttpError(error.status_code, error.detail, **(error.headers or {})))

    async def broken(request: Request, _: Exception) -> Response:
        """A fault of ours; the log has it."""
        if prefers_html(request.headers.get("accept")):
            return pages.error_page(site, request, 500, {})
        return refusal(HttpError(500, "something went wrong here; it is in the log"))

    handlers = {HttpError: _refused, GovgraphError: _failed, HTTPException: http, Exception: broken}
    return Starlette(routes=routes, lifespan=lifespan, middleware=middleware, exception_handlers=handlers)  # type: ignore[arg-type]


class _Gzip(GZipMiddleware):
    """Compresses pages for clients that take it; the endpoint's workers compress their results themselves."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        accepted = Headers(scope=scope).get("accept-encoding", "") if scope["type"] == "http" else ""
        compress = takes_gzip(accepted) and scope["path"] != "/sparql"
        await (super().__call__ if compress else self.app)(scope, receive, send)


async def _refused(_: Request, error: HttpError) -> Response:
    return refusal(error)


async def _failed(_: Request, error: GovgraphError) -> Response:
    return refusal(as_http(error))
