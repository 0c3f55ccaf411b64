"""Addresses of things: ``/id/ID`` leads to a page or to data, whichever the client asks for."""

from __future__ import annotations

import os
import re

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from govgraph.ontology.model import NAMESPACE
from govgraph.web.job import Job
from govgraph.web.pages.negotiate import DATA, preferred
from govgraph.web.pages.page import Page
from govgraph.web.pages.rendering import page_headers
from govgraph.web.pages.services import Services

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,199}")
#: Nodes of evidence and claims stand in their sources' graphs only.
_IN_SOURCES = ("v-", "c-")

# Everything stated and inferred of a thing: its values, its links either way, and the edges, claims and facts
# about sources at it.
_ABOUT = """PREFIX gg: <{namespace}>
CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> . ?e ?ep ?ev }} WHERE {{
  {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} UNION {{ ?e a gg:EdgeClass ; ?end <{iri}> ; ?ep ?ev }}
  UNION {{ ?e gg:subjectId|gg:objectId "{id}" ; ?ep ?ev }}
  UNION {{ GRAPH ?g {{ ?e gg:subjectId|gg:objectId "{id}" ; a gg:Claim ; ?ep ?ev }} }}{more}
}}"""
_OWN = "\n  UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }}"


def is_id(text: str) -> bool:
    """Whether a text has the form of an id, so that it can stand in an address."""
    return bool(_ID.fullmatch(text))


def dereference(page: Page, services: Services, id_: str) -> Response:
    """303 to the page or the data of a thing, 301 to the id that it was merged into."""
    if id_ in services.reader.merged:
        return _moved(page.request, f"/id/{services.reader.merged[id_]}", 301)
    form = preferred(page.request.headers.get("accept", ""))
    if not form:
        return Response("406: text/html, " + ", ".join(DATA.values()) + "\n", 406, media_type="text/plain")
    target = f"/page/{id_}" if form == "html" else f"/data/{id_}.{form}"
    return _moved(page.request, target, 303)


def _moved(request: Request, path: str, status: int) -> Response:
    query = URL(path).include_query_params(**request.query_params)
    return RedirectResponse(str(query), status, {"vary": "Accept", "cache-control": "no-cache"})


async def data(page: Page, services: Services, id_: str, form: str, client: str) -> Response:
    """What the graph holds of a thing."""
    iri = services.site.base + id_
    more = _OWN.format(iri=iri) if id_.startswith(_IN_SOURCES) else ""
    query = _ABOUT.format(iri=iri, id=id_, namespace=NAMESPACE, more=more)
    found = await services.site.engine.run(Job(query, solutions=None, graph=form), client)
    try:
        body = found.body if found.file is None else _read(found.file, found.size)
    finally:
        found.close()
    headers = {**page_headers(page), "link": f'<{page.origin}/page/{id_}>; rel="alternate"; type="text/html"'}
    return Response(body, 200, {**headers, "x-content-type-options": "nosniff"}, DATA[form])


def _read(file: int, size: int) -> bytes:
    return os.pread(file, size, 0)
