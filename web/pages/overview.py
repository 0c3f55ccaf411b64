"""What is in the graph, by kind and by source, and how fresh it is; the list of sources; the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from govgraph.graph.reader.reader import GraphReader, Node, Source
from govgraph.ontology.model import Property, Term, ontology
from govgraph.views.record_names import with_names
from govgraph.web.pages import counts
from govgraph.web.pages.facts import by_type
from govgraph.web.pages.page import Page
from govgraph.web.pages.rendering import render
from govgraph.web.pages.services import Services

PAGED = 50
_RECENT = 8


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of a class or relationship."""

    name: str
    term: Term | None
    number: int


def overview(page: Page, services: Services) -> Response:
    """The first page."""
    if services.site.build is None:
        return render(page, "files.html")
    reader = services.reader
    totals = reader.rows("""SELECT (SELECT count(*) FROM node WHERE cls <> 'Source'), (SELECT count(*) FROM link WHERE rule IS NULL),
        (SELECT count(*) FROM link WHERE rule IS NOT NULL), (SELECT count(*) FROM claim), (SELECT count(*) FROM source),
        (SELECT max(date) FROM source WHERE date <> ''), (SELECT min(date) FROM source WHERE date <> '')""")[
        0
    ]
    busiest = _busiest(reader)
    names = ("things", "stated", "inferred", "claims", "sources", "newest", "oldest")
    return render(
        page, "overview.html", totals=dict(zip(names, totals, strict=True)), classes=list(_classes(reader)),
        relations=list(_relations(reader)), recent=_sources(reader, _RECENT, 0), busiest=busiest,
        ties=counts.ties(reader, (node.id for node in busiest)),
    )  # fmt: skip


def sources(page: Page, services: Services, number: int) -> Response:
    """All sources, the latest first."""
    found = _sources(services.reader, PAGED * 2, (number - 1) * PAGED * 2)
    total = services.reader.rows("SELECT count(*) FROM source")[0][0]
    return render(
        page, "sources.html", sources=found, total=total, number=number, last=-(-total // (PAGED * 2))
    )


def search(page: Page, services: Services, text: str, cls: str, number: int) -> Response:
    """What a text may mean, by name, other name, number or pinyin; of one class if one is given."""
    found, total = services.names.find(text, cls, PAGED, (number - 1) * PAGED)
    hits = list(with_names(services.reader, {node.id: node for node in found}, page.language).values())
    classes = sorted((c for c in _classes(services.reader)), key=lambda c: page.term(c.term))
    return render(
        page, "search.html", text=text, cls=cls, term=ontology().classes.get(cls), hits=hits, total=total,
        number=number, last=-(-total // PAGED), classes=classes, ties=counts.ties(services.reader, (n.id for n in hits)),
    )  # fmt: skip


def _classes(reader: GraphReader) -> Iterator[Count]:
    """Entities by their most specific class, the most first."""
    rows = reader.rows("SELECT cls, count(*) FROM node GROUP BY cls ORDER BY 2 DESC, 1")
    yield from (Count(name, ontology().classes.get(name), n) for name, n in rows)


def _relations(reader: GraphReader) -> Iterator[Count]:
    """Stated relationships by type, the most first."""
    rows = reader.rows("SELECT type, count(*) FROM link WHERE rule IS NULL GROUP BY type ORDER BY 2 DESC, 1")
    for type_, n in rows:
        known: Property | None = by_type(type_)
        yield Count(known.name if known else type_, known, n)


def _busiest(reader: GraphReader) -> list[Node]:
    """Groups and ventures with the most ties, as places to begin."""
    return reader.select_nodes(
        """WHERE cls IN ('CorporateGroup', 'JointVenture') ORDER BY (SELECT count(*) FROM link l WHERE rule IS NULL
           AND (l.start_id = n.id OR l.end_id = n.id)) DESC, title, id LIMIT 12"""
    )


def _sources(reader: GraphReader, limit: int, offset: int) -> list[Source]:
    return reader.select_sources("ORDER BY date DESC, title, id LIMIT ? OFFSET ?", [limit, offset])
