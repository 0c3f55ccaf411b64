"""From requests to pages: parameters are read here, each handler answers one address."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from govgraph.errors import GovgraphError, QueryError
from govgraph.web.pages import crawlers, cypher, entity, files, overview, questions, vocabulary
from govgraph.web.pages.assets import asset
from govgraph.web.pages.ego_drawing import draw_ego
from govgraph.web.pages.linked import data, dereference
from govgraph.web.pages.negotiate import DATA
from govgraph.web.pages.network import Gallery
from govgraph.web.pages.page import Page, read_page
from govgraph.web.pages.params import (
    LONGEST,
    asked_client,
    asked_form,
    asked_id,
    asked_number,
    asked_question,
)
from govgraph.web.pages.procurement.pages import (
    procured,
    procured_file,
    procurement_file,
    procurement_page,
)
from govgraph.web.pages.query import query_page
from govgraph.web.pages.refusals import NotFoundError, error_page, failure, paged, slow
from govgraph.web.pages.rendering import not_modified, render, unchanged
from govgraph.web.pages.services import Services


class Handlers:
    """The handlers of one site."""

    def __init__(self, services: Services) -> None:
        self.services, self.gallery = services, Gallery(services)

    @paged
    def overview(self, page: Page) -> Response:
        """What is in the graph."""
        return overview.overview(page, self.services)

    @paged
    def sources(self, page: Page) -> Response:
        """All sources."""
        return overview.sources(page, self.services, asked_number(page))

    @paged
    def search(self, page: Page) -> Response:
        """What a text may mean."""
        query = page.request.query_params
        return overview.search(
            page, self.services, query.get("q", "")[:LONGEST], query.get("class", "")[:80], asked_number(page)
        )

    # ── things ──────────────────────────────────────────────────────────────────────────────

    async def dereference(self, request: Request) -> Response:
        """The address of a thing."""
        page = read_page(request, self.services)
        try:
            return await run_in_threadpool(self._dereference, page)
        except GovgraphError as error:
            return failure(page, error)

    def _dereference(self, page: Page) -> Response:
        return dereference(page, self.services, asked_id(page))

    @paged
    def entity(self, page: Page) -> Response:
        """The page of a thing, or of one tie."""
        id_, reader = str(page.request.path_params["id"]), self.services.reader
        node = reader.node(id_)
        shown = entity.entity_page(page, reader, node) if node else entity.fact_page(page, reader, id_)
        if shown is None and reader.sources([id_]):
            return RedirectResponse(page.href(f"/page/{id_}/says"), 303)
        if shown is None:
            return self._elsewhere(page)
        if node is None:
            return render(page, "fact.html", shown=shown)
        drawn = draw_ego(shown, {id_: page.href(f"/page/{id_}") for id_ in shown.presenter.nodes})
        return render(
            page, "entity.html", shown=shown, node=shown.node, drawing=drawn, base=self.services.site.base,
            procured=procured(page, self.services, node),
            source=reader.sources([id_]).get(id_),
        )  # fmt: skip

    def _elsewhere(self, page: Page) -> Response:
        """Where the page of an absorbed id or of a name is, or of what a claim or a piece of evidence is about."""
        id_, reader = str(page.request.path_params["id"]), self.services.reader
        to = reader.about(id_) or self._meant(id_)
        if to in ("", id_):
            raise NotFoundError(id_)
        rest = page.path.removeprefix(f"/page/{id_}")
        return RedirectResponse(page.href(f"/page/{to}{rest}"), 301 if id_ in reader.merged else 303)

    def _meant(self, text: str) -> str:
        """The id of the one thing that an address names; empty where it names none or several."""
        ids = self.services.names.meant(text) if len(text) <= LONGEST else []
        return ids[0] if len(ids) == 1 else ""

    @paged
    def links(self, page: Page) -> Response:
        """One kind of a thing's ties, a page at a time."""
        found, way = page.request.path_params, page.request.path_params["way"]
        node = self.services.reader.node(str(found["id"]))
        if node is None:
            return self._elsewhere(page)
        if way not in ("in", "out"):
            raise NotFoundError
        number = asked_number(page)
        shown = entity.group_page(page, self.services.reader, node, found["type"], way == "out", number)
        if not shown.groups[0].total:
            raise NotFoundError
        last = -(-shown.groups[0].total // entity.PAGED)
        return render(page, "links.html", shown=shown, node=shown.node, number=number, last=last)

    @paged
    def procurement(self, page: Page) -> Response:
        """All steps of procurement by facets."""
        return procurement_page(page, self.services)

    @paged
    def procurement_file(self, page: Page) -> Response:
        """The selected steps as CSV or JSON."""
        return procurement_file(page, self.services, _file_form(page))

    @paged
    def steps_file(self, page: Page) -> Response:
        """The selected steps of a thing as CSV or JSON."""
        node = self.services.reader.node(str(page.request.path_params["id"]))
        found = procured_file(page, self.services, node, _file_form(page)) if node else None
        if found is None:
            raise NotFoundError
        return found

    @paged
    def says(self, page: Page) -> Response:
        """What a source states and claims."""
        id_ = str(page.request.path_params["id"])
        source = self.services.reader.sources([id_]).get(id_)
        if source is None:
            return self._elsewhere(page)
        number = asked_number(page)
        told, presenter = entity.source_says(page, self.services.reader, source.id, number)
        last = -(-source.facts // entity.PAGED)
        return render(
            page, "says.html", source=source, told=told, presenter=presenter, number=number, last=last
        )

    async def data(self, request: Request) -> Response:
        """What the graph holds of a thing, as RDF."""
        page, form = read_page(request, self.services), request.path_params["form"]
        try:
            id_ = asked_id(page)
            reader = await run_in_threadpool(lambda: self.services.reader)  # made at first use
            if form in DATA and (to := reader.merged.get(id_)):
                return RedirectResponse(page.href(f"/data/{to}.{form}"), 301)
            if form not in DATA or not await run_in_threadpool(reader.knows, id_):
                raise NotFoundError(id_)
            if unchanged(page):
                return not_modified(page)
            return await data(page, self.services, id_, form, asked_client(request))
        except GovgraphError as error:
            return failure(page, error)

    @paged
    def corrections(self, page: Page) -> Response:
        """How a mistake is reported, and what becomes of it."""
        return render(page, "corrections.html")

    # ── questions ───────────────────────────────────────────────────────────────────────────

    @paged
    def questions(self, page: Page) -> Response:
        """The saved questions."""
        return questions.question_list(page)

    @slow
    def question(self, page: Page) -> Response:
        """A question's form and answer."""
        return questions.question_page(page, self.services, asked_question(page))

    @slow
    def question_file(self, page: Page) -> Response:
        """An answer as CSV or JSON."""
        return questions.question_file(page, self.services, asked_question(page), _file_form(page))

    @slow
    def question_network(self, page: Page) -> Response:
        """The network page of an answer's things."""
        query = asked_question(page)
        return self.gallery.answer(page, query.name, questions.read_given(page, query))

    @slow
    def network(self, page: Page) -> Response:
        """A network page."""
        found = page.request.path_params
        asked = [found[name] for name in ("one", "other") if name in found]
        arguments = [self._meant(text) for text in asked]
        if not all(arguments):
            raise NotFoundError
        if arguments != asked:
            return RedirectResponse(page.href("/".join(("/network", found["view"], *arguments))), 303)
        return self.gallery.show(page, found["view"], arguments)

    async def query(self, request: Request) -> Response:
        """The SPARQL form and what it gave."""
        page = read_page(request, self.services)
        given: Any = request.query_params
        if request.method == "POST":
            given = await asked_form(request)
        query, chosen = str(given.get("query", "")), str(given.get("example", ""))
        try:
            return await query_page(page, self.services, query[:100_000], chosen[:80], asked_client(request))
        except GovgraphError as error:
            return failure(page, error)

    async def cypher(self, request: Request) -> Response:
        """The Cypher form and what it gave, or the rows for a program."""
        page = read_page(request, self.services)
        asked = await cypher.read_asked(request, self.services)
        try:
            table = await cypher.answer(page, self.services, asked, asked_client(request))
            if table is not None and asked.form == "network":
                return await run_in_threadpool(self.gallery.of_rows, page, table)
            if table is not None and asked.form != "html":
                return cypher.document(table, asked.form)
            return cypher.form_page(page, asked, table, None)
        except QueryError as error:
            if asked.form in ("json", "csv"):
                raise
            return cypher.form_page(page, asked, None, error)
        except GovgraphError as error:
            return failure(page, error)

    # ── vocabulary, files ───────────────────────────────────────────────────────────────────

    @paged
    def vocabulary(self, page: Page) -> Response:
        """The address of the ontology, the code lists or the alignment."""
        return vocabulary.vocabulary(page, page.path.split("/")[1])

    @paged
    def terms(self, page: Page) -> Response:
        """The ontology, code lists or alignment as RDF."""
        found = page.request.path_params
        if found["name"] not in vocabulary.FILES or found["form"] not in DATA:
            raise NotFoundError
        return vocabulary.terms(page, found["name"], found["form"])

    @paged
    def download_list(self, page: Page) -> Response:
        """What can be downloaded."""
        return files.download_page(page, self.services)

    @slow
    def download(self, page: Page) -> Response:
        """A file of the whole graph."""
        found = files.download(page, self.services, page.request.path_params["file"])
        if found is None:
            raise NotFoundError
        return found

    @paged
    def robots(self, page: Page) -> Response:
        """What may be indexed."""
        return crawlers.robots(page)

    @paged
    def sitemap(self, page: Page) -> Response:
        """The index of everything that has a page."""
        return crawlers.sitemap(page, self.services)

    @paged
    def sitemap_part(self, page: Page) -> Response:
        """A part of it."""
        return crawlers.sitemap_part(page, self.services, int(page.request.path_params["number"]))

    async def asset(self, request: Request) -> Response:
        """The style sheet or icon."""
        return asset(request.path_params["file"]) or error_page(read_page(request, self.services), 404, "")


def _file_form(page: Page) -> str:
    """CSV or JSON, by the address; raises NotFoundError for another form."""
    form = str(page.request.path_params["form"])
    if form not in ("csv", "json"):
        raise NotFoundError
    return form
