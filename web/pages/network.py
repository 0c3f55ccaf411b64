"""The full network pages: one self-contained file each, made when asked for, the last ones kept."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from starlette.responses import Response

from govgraph.errors import QueryError
from govgraph.queries.table import Table
from govgraph.views.page import render_page
from govgraph.views.select import picture, rows_picture
from govgraph.web.pages.page import Page
from govgraph.web.pages.rendering import page_headers
from govgraph.web.pages.services import Services

KEPT = 24  # pages of some 600 kB
MOST_NODES = 600  # above it a page opens on a backbone
#: Views by name, with how many things they are about.
VIEWS = {"ecosystem": 0, "co-occurrence": 0, "ownership": 0, "ego": 1, "region": 1, "path": 2}


class Gallery:
    """Network pages of one site, the last ones in memory; one is made at a time."""

    def __init__(self, services: Services) -> None:
        self._house, self._lock = services, Lock()
        self._kept: OrderedDict[tuple[str, ...], str] = OrderedDict()

    def show(self, page: Page, view: str, arguments: list[str]) -> Response:
        """A view's page; raises QueryError for an unknown view or thing."""
        if VIEWS.get(view) != len(arguments):
            raise QueryError("there is no such view")
        return self._respond(page, (view, *arguments), {})

    def answer(self, page: Page, question: str, given: dict[str, str]) -> Response:
        """The page of what a question's rows name."""
        key = ("query", question, *(f"{name}={value}" for name, value in sorted(given.items())))
        return self._respond(page, key, given)

    def of_rows(self, page: Page, table: Table) -> Response:
        """The page of what the rows of an answer name; raises QueryError where they name nothing."""
        with self._house.workshop():
            return self._sent(page, render_page(rows_picture(self._house.build, table), MOST_NODES))

    def _respond(self, page: Page, key: tuple[str, ...], given: dict[str, str]) -> Response:
        return self._sent(page, self._text((*key, page.language), given))

    def _sent(self, page: Page, text: str) -> Response:
        headers = {
            **page_headers(page),
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
        }
        # its own policy stands in the page: only the scripts and the style that are in it
        return Response(text, 200, headers, "text/html; charset=utf-8")

    def _text(self, key: tuple[str, ...], given: dict[str, str]) -> str:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._house.workshop():
            view, *arguments, language = key
            words = arguments[:1] if view == "query" else arguments
            drawn = picture(self._house.build, view, words, parameters=given)
            text = render_page(drawn, MOST_NODES, language)
        with self._lock:
            self._kept[key] = text
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return text
