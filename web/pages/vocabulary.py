"""The ontology's own address: the data dictionary as a page, and the terms as Turtle and JSON-LD."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from govgraph.ontology.alignment import read_alignment
from govgraph.ontology.dictionary import parts
from govgraph.ontology.model import FOLDER, NAMESPACE, ontology
from govgraph.web.pages.negotiate import DATA, preferred
from govgraph.web.pages.page import Page
from govgraph.web.pages.refusals import NotFoundError
from govgraph.web.pages.rendering import page_headers, render

#: What has an address of its own, and the file that declares it.
FILES = {"ontology": "govgraph.ttl", "code": "codes.ttl", "alignment": "alignment.ttl"}
_FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}


def vocabulary(page: Page, name: str) -> Response:
    """The page, or 303 to the data, of the ontology, the code lists or the alignment."""
    form = preferred(page.request.headers.get("accept", ""))
    if not form:
        return Response("406: text/html, " + ", ".join(DATA.values()) + "\n", 406, media_type="text/plain")
    code_list = page.request.path_params.get("rest", "").split("/")[0]
    if code_list and code_list not in ontology().codes:
        raise NotFoundError
    if form != "html":
        return RedirectResponse(f"/{name}.{form}", 303, {"vary": "Accept"})
    if name != "ontology":
        place = f"#code-{code_list}" if code_list else "#codes"
        return RedirectResponse(page.href("/ontology") + place, 303, {"vary": "Accept"})
    navigation, body = _parts()
    return render(
        page, "ontology.html", navigation=navigation, body=body, about=ontology().about, namespace=NAMESPACE
    )


def terms(page: Page, name: str, form: str) -> Response:
    """The terms as data."""
    return Response(_serialised(name, form), 200, page_headers(page), DATA[form])


@cache
def _parts() -> tuple[Markup, Markup]:
    navigation, body = parts(ontology(), read_alignment(FOLDER / "alignment.ttl"))
    return Markup(navigation), Markup(body)


@cache
def _serialised(name: str, form: str) -> bytes:
    path = FOLDER / FILES[name]
    if form == "ttl":
        return path.read_bytes()
    triples = [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    return ox.serialize(triples, format=_FORMS[form]) or b""
