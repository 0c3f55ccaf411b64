"""A plain form for SPARQL: prefixes, examples from the saved questions, and results as an HTML table."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.responses import Response

from govgraph.errors import QueryError
from govgraph.ontology.model import ID_BASE, NAMESPACE
from govgraph.queries.library import Query
from govgraph.stores.rdf.store import bind
from govgraph.web.job import Answer, BadQuery, Job
from govgraph.web.pages.linked import is_id
from govgraph.web.pages.page import Page
from govgraph.web.pages.questions import all_questions, asking_again, status_of
from govgraph.web.pages.rendering import render
from govgraph.web.pages.services import Services

SHOWN = 1_000  # rows in the page's table; the files have all
_TEXT = 200_000  # characters shown of a graph
_ADDRESS = 4_000  # a longer query makes no address that one could send
_START = """PREFIX gg: <{namespace}>
PREFIX id: <{base}>

SELECT ?holder ?stake ?asOf WHERE {{
  ?edge a gg:Shareholding ; gg:held id:digital-guangdong ; gg:holder ?who ; gg:stake ?stake .
  ?who gg:name ?holder .
  OPTIONAL {{ ?edge gg:asOf ?asOf }}
}} ORDER BY DESC(?stake)
"""
_SHORT = {
    NAMESPACE: "gg:", "http://www.w3.org/2001/XMLSchema#": "xsd:", "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:", "http://www.w3.org/2004/02/skos/core#": "skos:",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A cell: its text, where it leads, and a datatype or language that says more."""

    text: str
    href: str = ""
    note: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave, as a page shows it: rows, a yes or no, or the text of a graph."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term, ...], ...] = ()
    cut: bool = False
    boolean: bool | None = None
    text: str = ""


@cache
def examples() -> list[Query]:
    """Saved questions whose SPARQL can be shown."""
    return [q for q in all_questions().values() if q.sparql]


def example(name: str) -> str:
    """The text of a saved question with its defaults in place; empty where there is none."""
    found = all_questions().get(name)
    if found is None or not found.sparql:
        return ""
    given: dict[str, Any] = {}
    for p in found.parameters:
        if p.default is not None and p.type in ("integer", "number", "boolean"):
            given[p.name] = _default(p.type, p.default)
    return bind(found.sparql, given)


def _default(type_: str, text: str) -> Any:
    if type_ == "boolean":
        return text == "true"
    return int(text) if type_ == "integer" else float(text)


async def query_page(page: Page, services: Services, query: str, chosen: str, client: str) -> Response:
    """The form, and below it what the query gave or what is wrong with it."""
    result, problem = None, None
    if query.strip():
        try:
            result = await ask(page, services, query, client)
        except QueryError as error:
            problem = error
    text = query or example(chosen) or _START.format(namespace=NAMESPACE, base=services.site.base)
    address = urlencode({"query": query})
    response = render(
        page, "query.html", status_of(problem), text=text, result=result, problem=str(problem or ""), examples=examples(), chosen=chosen,
        address=address if query and len(address) < _ADDRESS else "", prefixes={"gg": NAMESPACE, "id": services.site.base},
        shown=SHOWN,
    )  # fmt: skip
    response.headers["cache-control"] = "no-store"  # a query may ask for the time of day
    del response.headers["etag"]
    return asking_again(response, problem)


async def ask(page: Page, services: Services, query: str, client: str) -> Result:
    """Run a query of any kind; raises QueryError."""
    engine = services.site.engine
    try:
        columns, rows, cut = await engine.terms(query, SHOWN, client)
    except BadQuery:  # no SELECT perhaps; if it is no query at all, this says so again
        found = await engine.run(Job(query, "srj", "ttl"), client)
        try:
            body = _body(found)
        finally:
            found.close()
        if found.kind == "boolean":
            return Result(boolean=bool(json.loads(body)["boolean"]))
        text = body[: _TEXT * 4].decode("utf-8", "replace")
        return Result(text=text[:_TEXT], cut=len(body) > len(text[:_TEXT].encode()))
    shown = tuple(tuple(_term(page, services.site.base, term) for term in row) for row in rows)
    return Result(tuple(columns), shown, cut)


def _body(answer: Answer) -> bytes:
    return answer.body if answer.file is None else os.pread(answer.file, min(answer.size, _TEXT * 4 + 1), 0)


def _term(page: Page, base: str, term: Any) -> Term:
    """An RDF term: what is ours leads to its page, what is not is text, so that no data makes a link."""
    if term is None:
        return Term("")
    if isinstance(term, ox.NamedNode):
        return _named(page, base, term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Term(term.value, note=f"@{term.language}")
        kind = _shortened(term.datatype.value)
        number = kind in ("xsd:integer", "xsd:decimal", "xsd:double", "xsd:float")
        return Term(term.value, note="" if kind == "xsd:string" or number else kind, number=number)
    return Term(str(term))


def _named(page: Page, base: str, iri: str) -> Term:
    for start in (base, ID_BASE):
        if iri.startswith(start) and is_id(iri.removeprefix(start)):
            return Term(f"id:{iri.removeprefix(start)}", page.href(f"/id/{iri.removeprefix(start)}"))
    if iri.startswith(NAMESPACE):
        return Term(_shortened(iri), page.href("/ontology") + "#" + iri.removeprefix(NAMESPACE))
    return Term(_shortened(iri))


def _shortened(iri: str) -> str:
    return next(
        (short + iri.removeprefix(base) for base, short in _SHORT.items() if iri.startswith(base)), iri
    )
