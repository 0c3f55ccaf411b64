"""From requests to pages: parameters are read here, and what goes wrong becomes a page that says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from govgraph.errors import GovgraphError, QueryError, StoreError
from govgraph.web.job import Busy
from govgraph.web.pages import entity, files, overview, questions, vocabulary
from govgraph.web.pages.assets import asset
from govgraph.web.pages.house import House
from govgraph.web.pages.linked import data, dereference, is_id
from govgraph.web.pages.negotiate import DATA
from govgraph.web.pages.network import Gallery
from govgraph.web.pages.query import query_page
from govgraph.web.pages.show import Page, not_modified, read_page, render, unchanged
from govgraph.web.pages.sketch import sketch

Handler = Callable[[Request], Awaitable[Response]]
H = TypeVar("H")
_PAGES = 100_000  # nobody turns more


class NotFoundError(GovgraphError):
    """There is nothing at this address."""


def _page(handler: Callable[[Any, Page], Response]) -> Callable[[Any, Request], Awaitable[Response]]:
    """A handler that makes a page in a thread; errors become pages, and an unchanged page is not made again."""

    @wraps(handler)
    async def handle(self: Handlers, request: Request) -> Response:
        page = read_page(request, self.house)
        if unchanged(page):
            return not_modified(page)
        try:
            return await run_in_threadpool(handler, self, page)
        except GovgraphError as error:
            return failure(page, error)

    return handle


def failure(page: Page, error: Exception) -> Response:
    """The page for what went wrong: 404, 400, 503; a message of ours, never a trace."""
    if isinstance(error, NotFoundError):
        return error_page(page, 404, "")
    if isinstance(error, QueryError):
        response = error_page(page, questions.status_of(error), str(error))
        if isinstance(error, Busy):
            response.headers["retry-after"] = str(error.retry_after)
        return response
    return error_page(page, 503, str(error) if isinstance(error, StoreError) else "")


def error_page(page: Page, status: int, detail: str) -> Response:
    """A page with the look of all others that says what is wrong."""
    return render(page, "error.html", status, code=status, detail=detail)


class Handlers:
    """The handlers of one site."""

    def __init__(self, house: House) -> None:
        self.house, self.gallery = house, Gallery(house)

    @_page
    def overview(self, page: Page) -> Response:
        return overview.overview(page, self.house)

    @_page
    def sources(self, page: Page) -> Response:
        return overview.sources(page, self.house, _number(page))

    @_page
    def search(self, page: Page) -> Response:
        query = page.request.query_params
        return overview.search(
            page, self.house, query.get("q", "")[:200], query.get("class", "")[:80], _number(page)
        )

    # ── things ──────────────────────────────────────────────────────────────────────────────

    async def dereference(self, request: Request) -> Response:
        page = read_page(request, self.house)
        try:
            return await run_in_threadpool(self._dereference, page)
        except GovgraphError as error:
            return failure(page, error)

    def _dereference(self, page: Page) -> Response:
        return dereference(page, self.house, _id(page))

    @_page
    def entity(self, page: Page) -> Response:
        id_, catalogue = _id(page), self.house.catalogue
        if moved := self._moved(page, id_):
            return moved
        node = catalogue.node(id_)
        shown = entity.entity_page(page, catalogue, node) if node else entity.fact_page(page, catalogue, id_)
        if shown is None:
            raise NotFoundError(id_)
        if node is None:
            return render(page, "fact.html", shown=shown)
        drawn = sketch(shown, {id_: page.href(f"/page/{id_}") for id_ in shown.teller.known})
        source = catalogue.sources([id_]).get(id_)
        return render(
            page,
            "entity.html",
            shown=shown,
            node=node,
            sketch=drawn,
            base=self.house.site.base,
            source=source,
        )

    def _moved(self, page: Page, id_: str) -> Response | None:
        """Where the page of a merged thing, of a claim, or of a piece of evidence is."""
        catalogue = self.house.catalogue
        to = catalogue.merged.get(id_) or catalogue.about(id_, self.house.graph)
        return (
            RedirectResponse(page.href(f"/page/{to}"), 301 if id_ in catalogue.merged else 303)
            if to
            else None
        )

    @_page
    def links(self, page: Page) -> Response:
        found, way = page.request.path_params, page.request.path_params["way"]
        node = self.house.catalogue.node(_id(page))
        if node is None or way not in ("in", "out"):
            raise NotFoundError
        number = _number(page)
        shown = entity.group_page(page, self.house.catalogue, node, found["type"], way == "out", number)
        if not shown.groups[0].total:
            raise NotFoundError
        last = -(-shown.groups[0].total // entity.PAGED)
        return render(page, "links.html", shown=shown, node=node, number=number, last=last)

    @_page
    def says(self, page: Page) -> Response:
        source = self.house.catalogue.sources([_id(page)]).get(_id(page))
        if source is None:
            raise NotFoundError
        number = _number(page)
        told, teller = entity.source_says(page, self.house.catalogue, source.id, number)
        last = -(-self.house.catalogue.spoken(source.id) // entity.PAGED)
        return render(page, "says.html", source=source, told=told, teller=teller, number=number, last=last)

    async def data(self, request: Request) -> Response:
        page, form = read_page(request, self.house), request.path_params["form"]
        try:
            id_ = _id(page)
            known = await run_in_threadpool(self._known, id_)
            if form not in DATA or not known:
                raise NotFoundError(id_)
            if unchanged(page):
                return not_modified(page)
            return await data(page, self.house, id_, form, _client(request))
        except GovgraphError as error:
            return failure(page, error)

    def _known(self, id_: str) -> bool:
        catalogue = self.house.catalogue
        return bool(
            catalogue.node(id_)
            or catalogue.links([id_])
            or catalogue.is_claimed(id_)
            or catalogue.about(id_, self.house.graph)
        )

    # ── questions ───────────────────────────────────────────────────────────────────────────

    @_page
    def questions(self, page: Page) -> Response:
        return questions.question_list(page)

    @_page
    def question(self, page: Page) -> Response:
        return questions.question_page(page, self.house, _question(page))

    @_page
    def question_file(self, page: Page) -> Response:
        form = page.request.path_params["form"]
        if form not in ("csv", "json"):
            raise NotFoundError
        return questions.question_file(page, self.house, _question(page), form)

    @_page
    def question_network(self, page: Page) -> Response:
        query = _question(page)
        return self.gallery.answer(page, query.name, questions.read_given(page, query))

    @_page
    def network(self, page: Page) -> Response:
        found = page.request.path_params
        arguments = [found[name] for name in ("one", "other") if name in found]
        if not all(self.house.catalogue.node(id_) for id_ in arguments):
            raise NotFoundError
        return self.gallery.show(page, found["view"], arguments)

    async def query(self, request: Request) -> Response:
        page = read_page(request, self.house)
        given: Any = request.query_params
        if request.method == "POST":
            given = await _form(request)
        query, chosen = str(given.get("query", "")), str(given.get("example", ""))
        try:
            return await query_page(page, self.house, query[:100_000], chosen[:80], _client(request))
        except GovgraphError as error:
            return failure(page, error)

    # ── vocabulary, files ───────────────────────────────────────────────────────────────────

    @_page
    def ontology(self, page: Page) -> Response:
        return vocabulary.vocabulary(page, "ontology")

    @_page
    def code(self, page: Page) -> Response:
        return vocabulary.vocabulary(page, "code")

    @_page
    def alignment(self, page: Page) -> Response:
        return vocabulary.vocabulary(page, "alignment")

    @_page
    def terms(self, page: Page) -> Response:
        found = page.request.path_params
        if found["name"] not in vocabulary.FILES or found["form"] not in DATA:
            raise NotFoundError
        return vocabulary.terms(page, found["name"], found["form"])

    @_page
    def download_list(self, page: Page) -> Response:
        return files.download_page(page, self.house)

    @_page
    def download(self, page: Page) -> Response:
        found = files.download(page, self.house, page.request.path_params["file"])
        if found is None:
            raise NotFoundError
        return found

    async def asset(self, request: Request) -> Response:
        return asset(request.path_params["file"]) or error_page(read_page(request, self.house), 404, "")


async def _form(request: Request) -> FormData:
    """A short form; a body of another kind counts as an empty one."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return await request.form() if kind == "application/x-www-form-urlencoded" else FormData()


def _id(page: Page) -> str:
    id_ = str(page.request.path_params["id"])
    if not is_id(id_):
        raise NotFoundError(id_)
    return id_


def _question(page: Page) -> Any:
    found = questions.all_questions().get(page.request.path_params["name"])
    if found is None:
        raise NotFoundError
    return found


def _number(page: Page) -> int:
    text = page.request.query_params.get("page", "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= _PAGES:
        raise QueryError(page.t("页码应为正整数", "a page number is a whole number from 1"))
    return int(text)


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
