"""What the service says of itself: the SPARQL 1.1 Service Description and a VoID description of the data."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from govgraph.errors import QueryError
from govgraph.ontology.model import NAMESPACE
from govgraph.web.negotiate import GRAPHS, choose, media_type
from govgraph.web.protocol import HttpError, origin
from govgraph.web.settings import Settings
from govgraph.web.site import Site

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_TERMS = "http://purl.org/dc/terms/"
_FORMATS = "http://www.w3.org/ns/formats/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PREFIXES = {"sd": _SD, "void": _VOID, "dcterms": _TERMS, "formats": _FORMATS, "xsd": _XSD, "gg": NAMESPACE}
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG",
)  # fmt: skip

#: Distinct classes with their members, and properties with their triples, in the default graph.
_CLASSES = "SELECT ?of (COUNT(?s) AS ?n) { ?s a ?of } GROUP BY ?of ORDER BY ?of"
_PROPERTIES = "SELECT ?of (COUNT(*) AS ?n) { ?s ?of ?o } GROUP BY ?of ORDER BY ?of"
_GRAPHS = "SELECT ?of (COUNT(*) AS ?n) { GRAPH ?of { ?s ?p ?o } } GROUP BY ?of ORDER BY ?of"
_MOST_PARTS = 10_000

_Value = ox.NamedNode | ox.BlankNode | ox.Literal


def service_description(request: Request, site: Site, settings: Settings) -> Response:
    """The endpoint as sd:Service: what it speaks, what it gives, which data are behind it."""
    here = origin(request, settings)
    service, data, default = ox.NamedNode(f"{here}/sparql"), _dataset(here), ox.BlankNode("default")
    triples = [
        _triple(service, _TYPE, _sd("Service")),
        _triple(service, _sd("endpoint"), service),
        _triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        *(_triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _RESULTS),
        _triple(service, _sd("defaultDataset"), data),
        _triple(data, _TYPE, _sd("Dataset")),
        _triple(data, _sd("defaultGraph"), default),
        _triple(default, _TYPE, _sd("Graph")),
    ]
    return _response(request, triples, site)


class Void:
    """`/.well-known/void`: the data in figures, counted once for a build."""

    def __init__(self, site: Site, settings: Settings) -> None:
        self._site, self._settings = site, settings
        self._counted: dict[str, list[tuple[ox.NamedNode, int]]] = {}
        self._counting = asyncio.Lock()

    async def respond(self, request: Request) -> Response:
        """The description; without figures where counting takes longer than a query may."""
        async with self._counting:
            for query in (_CLASSES, _PROPERTIES, _GRAPHS):
                if query not in self._counted:
                    self._counted[query] = await self._count(query)
        return _response(request, self._triples(origin(request, self._settings)), self._site)

    async def _count(self, query: str) -> list[tuple[ox.NamedNode, int]]:
        try:
            _, rows, cut = await self._site.engine.terms(query, _MOST_PARTS, "void")
        except QueryError:
            return []
        return [] if cut else [(of, int(n.value)) for of, n in rows if isinstance(of, ox.NamedNode)]

    def _triples(self, here: str) -> Iterator[ox.Triple]:
        data = _dataset(here)
        yield _triple(data, _TYPE, _void("Dataset"))
        yield _triple(data, _void("sparqlEndpoint"), ox.NamedNode(f"{here}/sparql"))
        yield _triple(data, _void("uriSpace"), ox.Literal(self._site.base))
        yield _triple(data, _void("vocabulary"), ox.NamedNode(NAMESPACE))
        built = ox.Literal(self._site.built.isoformat(), datatype=ox.NamedNode(_XSD + "dateTime"))
        yield _triple(data, ox.NamedNode(_TERMS + "modified"), built)
        parts = self._counted[_PROPERTIES]
        if parts:
            yield _triple(data, _void("triples"), _number(sum(n for _, n in parts)))
            yield _triple(data, _void("properties"), _number(len(parts)))
            yield _triple(data, _void("classes"), _number(len(self._counted[_CLASSES])))
        yield from _parts(data, "classPartition", "class", "entities", self._counted[_CLASSES])
        yield from _parts(data, "propertyPartition", "property", "triples", parts)
        for graph, count in self._counted[_GRAPHS]:
            yield _triple(data, _void("subset"), graph)
            yield _triple(graph, _TYPE, _void("Dataset"))
            yield _triple(graph, _void("triples"), _number(count))


def _parts(
    data: ox.NamedNode, link: str, key: str, unit: str, counted: list[tuple[ox.NamedNode, int]]
) -> Iterator[ox.Triple]:
    for number, (of, count) in enumerate(counted):
        part = ox.BlankNode(f"{key}{number}")
        yield _triple(data, _void(link), part)
        yield _triple(part, _void(key), of)
        yield _triple(part, _void(unit), _number(count))


def _response(request: Request, triples: Iterable[ox.Triple], site: Site) -> Response:
    form = choose(request.headers.get("accept"), GRAPHS)
    if form is None:
        raise HttpError(406, f"descriptions come as {', '.join(types[0] for types in GRAPHS.values())}")
    format_ = ox.RdfFormat.from_extension(form)
    assert format_ is not None
    body = ox.serialize(triples, format=format_, prefixes=_PREFIXES)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache", "ETag": f'W/"{site.fingerprint}-{form}"'}
    return Response(body, headers=headers | {"Content-Type": media_type(form)})


def _dataset(here: str) -> ox.NamedNode:
    return ox.NamedNode(f"{here}/.well-known/void#data")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)


def _number(value: int) -> ox.Literal:
    return ox.Literal(value)


def _triple(subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode, value: _Value) -> ox.Triple:
    return ox.Triple(subject, predicate, value)
