"""What goes wrong becomes a page that says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from govgraph.errors import GovgraphError, QueryError, StoreError
from govgraph.messages import speaking
from govgraph.web.pages.page import Page, read_page
from govgraph.web.pages.questions import asking_again, status_of
from govgraph.web.pages.rendering import not_modified, render, unchanged
from govgraph.web.pages.services import Services


class NotFoundError(GovgraphError):
    """There is nothing at this address."""


Handler = Callable[[Any, Page], Response]


def paged(handler: Handler) -> Callable[[Any, Request], Awaitable[Response]]:
    """A handler that makes a page in a thread; errors become pages, and an unchanged page is not made again."""
    return _threaded(handler, lambda services: None)


def slow(handler: Handler) -> Callable[[Any, Request], Awaitable[Response]]:
    """The same for what may take seconds: in threads of its own, so that other pages need not wait for it."""
    return _threaded(handler, Services.slow_threads)


def _threaded(
    handler: Handler, threads: Callable[[Services], CapacityLimiter | None]
) -> Callable[[Any, Request], Awaitable[Response]]:
    @wraps(handler)
    async def handle(self: Any, request: Request) -> Response:
        page = read_page(request, self.services)
        if unchanged(page):
            return not_modified(page)
        try:
            return await run_sync(handler, self, page, limiter=threads(self.services))
        except GovgraphError as error:
            return failure(page, error)

    return handle


def failure(page: Page, error: Exception) -> Response:
    """The page for what went wrong: 404, 400, 503; a message of ours, never a trace."""
    if isinstance(error, NotFoundError):
        return error_page(page, 404, "")
    with speaking(page.language):
        text = str(error)
    if isinstance(error, QueryError):
        return asking_again(error_page(page, status_of(error), text), error)
    return error_page(page, 503, text if isinstance(error, StoreError) else "")


def error_page(page: Page, status: int, detail: str) -> Response:
    """A page with the look of all others that says what is wrong."""
    return render(page, "error.html", status, code=status, detail=detail)
