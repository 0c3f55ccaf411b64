"""The application: endpoint, descriptions and pages over one Site."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from govgraph.web import pages
from govgraph.web.settings import Settings
from govgraph.web.site import Site


def application(site: Site, settings: Settings) -> Starlette:
    """The service for one site; its engine starts and stops with it."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await site.engine.start()
        yield
        site.engine.stop()

    routes = getattr(pages, "routes", lambda _: [])(site)
    return Starlette(routes=routes, lifespan=lifespan)
