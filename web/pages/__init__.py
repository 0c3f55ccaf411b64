"""Addresses of things, and pages about them, in Chinese and English; they need no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from govgraph.web.pages import refusals
from govgraph.web.pages.handlers import Handlers
from govgraph.web.pages.page import read_page
from govgraph.web.pages.services import Services
from govgraph.web.site import Site

__all__ = ["error_page", "routes"]


def error_page(site: Site, request: Request, status: int, headers: Mapping[str, str]) -> Response:
    """The page for an address or method that the router does not know, or for a fault of ours."""
    response = refusals.error_page(read_page(request, Services(site)), status, "")
    response.headers.update(headers)
    return response


def routes(site: Site) -> list[Route]:
    """All routes of pages and linked data for one site; each takes GET and HEAD."""
    at = Handlers(Services(site))
    anywhere = [
        Route("/robots.txt", at.robots),
        Route("/", at.overview),
        Route("/query", at.query, methods=["GET", "POST"]),
        Route("/corrections", at.corrections),
        Route("/ontology", at.vocabulary),
        Route("/code", at.vocabulary),
        Route("/code/{rest:path}", at.vocabulary),
        Route("/alignment", at.vocabulary),
        Route("/{name}.{form}", at.terms),
        Route("/assets/{file}", at.asset),
    ]
    if site.build is None:
        return anywhere
    return [
        Route("/procurement.{form}", at.procurement_file),  # before the vocabulary's files
        Route("/sitemap.xml", at.sitemap),
        Route("/sitemap-{number:int}.xml", at.sitemap_part),
        *anywhere,
        Route("/cypher", at.cypher, methods=["GET", "POST"]),
        Route("/search", at.search),
        Route("/sources", at.sources),
        Route("/id/{id}", at.dereference),
        Route("/procurement", at.procurement),
        Route("/page/{id}", at.entity),
        Route("/page/{id}/steps.{form}", at.steps_file),
        Route("/page/{id}/links/{type}/{way}", at.links),
        Route("/page/{id}/says", at.says),
        Route("/data/{id}.{form}", at.data),
        Route("/questions", at.questions),
        Route("/questions/{name}.{form}", at.question_file),
        Route("/questions/{name}", at.question),
        Route("/network/query/{name}", at.question_network),
        Route("/network/{view}", at.network),
        Route("/network/{view}/{one}", at.network),
        Route("/network/{view}/{one}/{other}", at.network),
        Route("/download", at.download_list),
        Route("/download/{file}", at.download),
    ]
