"""The application: endpoint, descriptions and pages over one Site."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from govgraph.errors import GovgraphError
from govgraph.web import pages
from govgraph.web.describe import Void
from govgraph.web.endpoint import Endpoint, as_http, refusal
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
    middleware = [Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)]
    if settings.cors:
        middleware.insert(0, Middleware(
            CORSMiddleware, allow_origins=settings.cors, allow_methods=("GET", "HEAD", "POST"), allow_headers=("*",),
            expose_headers=("ETag", "Retry-After", "Last-Modified"),
        ))  # fmt: skip
    handlers = {HttpError: _refused, GovgraphError: _failed, HTTPException: _http}
    return Starlette(routes=routes, lifespan=lifespan, middleware=middleware, exception_handlers=handlers)  # type: ignore[arg-type]


async def _refused(_: Request, error: HttpError) -> Response:
    return refusal(error)


async def _failed(_: Request, error: GovgraphError) -> Response:
    return refusal(as_http(error))


async def _http(_: Request, error: HTTPException) -> Response:
    return refusal(HttpError(error.status_code, error.detail, **(error.headers or {})))
