"""Serving the build in use: when another comes into use, it takes over, and nobody is turned away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from govgraph.errors import GovgraphError
from govgraph.graph.opened import Build
from govgraph.web.access import log
from govgraph.web.app import application
from govgraph.web.settings import Settings
from govgraph.web.site import Site

_LOOK = 1.0  # seconds between looks for a new build


class Service:
    """An ASGI application that passes requests to the application of the site in use.

    ``open_site`` opens it; what ``current`` gives is watched for a new build; ``problem`` says why a start failed.
    """

    def __init__(
        self, open_site: Callable[[], Site], current: Callable[[], Build] | None, settings: Settings, ready: Callable[[], None]
    ) -> None:  # fmt: skip
        self._open, self._current, self._settings, self._ready = open_site, current, settings, ready
        self._app: Starlette | None = None
        self._open_apps: list[AsyncExitStack] = []
        self.problem = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or run from start to end (the lifespan)."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._use()
        except GovgraphError as error:
            self.problem = str(error)
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        self._ready()
        watch = asyncio.ensure_future(self._watch()) if self._current else None
        await receive()
        if watch:
            watch.cancel()
        for stack in self._open_apps:
            await stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _use(self) -> None:
        """Start the application of the site in use, then pass requests to it."""
        site = await asyncio.to_thread(self._open)
        app, stack = application(site, self._settings), AsyncExitStack()
        await stack.enter_async_context(app.router.lifespan_context(app))
        self._open_apps.append(stack)
        self._app = app

    async def _watch(self) -> None:
        current = self._current
        assert current is not None
        used = current()
        while True:
            await asyncio.sleep(_LOOK)
            try:
                if (found := current()) != used:
                    await self._use()
                    log(event="build", build=found.name)
                    used = found
                    asyncio.get_running_loop().call_later(self._settings.time_limit, self._close_first)
            except (GovgraphError, OSError) as error:
                log(event="error", text=f"the new build cannot be served yet: {error}")

    def _close_first(self) -> None:
        """End the application that nobody asks any more."""
        task = asyncio.ensure_future(self._open_apps.pop(0).aclose())
        task.add_done_callback(lambda done: done.exception())
