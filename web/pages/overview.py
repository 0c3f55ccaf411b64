"""What is in the graph, by kind and by source, and how fresh it is; the list of sources; the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from govgraph.ontology.model import Property, Term, ontology
from govgraph.web.pages.catalogue import Catalogue, Node, Source, make_node
from govgraph.web.pages.catalogue_make import search_text
from govgraph.web.pages.facts import by_type
from govgraph.web.pages.page import Page
from govgraph.web.pages.rendering import render
from govgraph.web.pages.services import Services

PAGED = 50
_RECENT = 8
_MIDDLE = 4  # a text this long is also looked for inside pinyin, a shorter one only at its start

_SEARCH = """
WITH hit AS (
    SELECT id, min(CASE WHEN text = $q THEN kind WHEN starts_with(text, $q) THEN 10 + kind
                        WHEN kind < 3 OR length($q) >= $middle THEN 20 + kind END) AS place
    FROM key WHERE contains(text, $q) GROUP BY id)
SELECT n.id, cls, labels, title, "englishName", alias, degree, count(*) OVER () AS total
FROM hit JOIN node n USING (id) WHERE place IS NOT NULL AND ($class = '' OR list_contains(labels, $class))
ORDER BY place, degree DESC, title, id LIMIT $limit OFFSET $offset
"""
_OF_CLASS = """
SELECT id, cls, labels, title, "englishName", alias, degree, count(*) OVER () AS total
FROM node WHERE list_contains(labels, $class) ORDER BY degree DESC, title, id LIMIT $limit OFFSET $offset
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of a class or relationship."""

    name: str
    term: Term | None
    number: int


def overview(page: Page, services: Services) -> Response:
    """The first page."""
    if services.site.workspace is None:
        return render(page, "files.html")
    catalogue = services.catalogue
    totals = catalogue.rows("""SELECT (SELECT count(*) FROM node WHERE cls <> 'Source'), (SELECT count(*) FROM link WHERE rule IS NULL),
        (SELECT count(*) FROM link WHERE rule IS NOT NULL), (SELECT count(*) FROM claim), (SELECT count(*) FROM source),
        (SELECT max(date) FROM source WHERE date <> ''), (SELECT min(date) FROM source WHERE date <> '')""")[
        0
    ]
    names = ("things", "stated", "inferred", "claims", "sources", "newest", "oldest")
    return render(
        page, "overview.html", totals=dict(zip(names, totals, strict=True)), classes=list(_classes(catalogue)),
        relations=list(_relations(catalogue)), recent=_sources(catalogue, _RECENT, 0), busiest=_busiest(catalogue),
    )  # fmt: skip


def sources(page: Page, services: Services, number: int) -> Response:
    """All sources, the latest first."""
    found = _sources(services.catalogue, PAGED * 2, (number - 1) * PAGED * 2)
    total = services.catalogue.rows("SELECT count(*) FROM source")[0][0]
    return render(
        page, "sources.html", sources=found, total=total, number=number, last=-(-total // (PAGED * 2))
    )


def search(page: Page, services: Services, text: str, cls: str, number: int) -> Response:
    """What a text may mean, by name, other name, number or pinyin; of one class if one is given."""
    hits, total = find(services.catalogue, text, cls, number)
    classes = sorted((c for c in _classes(services.catalogue)), key=lambda c: page.term(c.term))
    return render(
        page, "search.html", text=text, cls=cls, term=ontology().classes.get(cls), hits=hits, total=total,
        number=number, last=-(-total // PAGED), classes=classes,
    )  # fmt: skip


def find(catalogue: Catalogue, text: str, cls: str = "", number: int = 1) -> tuple[list[Node], int]:
    """One page of entities that a text may mean, the best first, and how many there are in all."""
    wanted = search_text(text[:200])
    values = {"class": cls, "limit": PAGED, "offset": (number - 1) * PAGED}
    if wanted:
        rows = catalogue.named_rows(_SEARCH, {**values, "q": wanted, "middle": _MIDDLE})
    elif cls and not text.strip():
        rows = catalogue.named_rows(_OF_CLASS, values)
    else:
        rows = []
    return [make_node(row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _classes(catalogue: Catalogue) -> Iterator[Count]:
    """Entities by their most specific class, the most first."""
    rows = catalogue.rows("SELECT cls, count(*) FROM node GROUP BY cls ORDER BY 2 DESC, 1")
    yield from (Count(name, ontology().classes.get(name), n) for name, n in rows)


def _relations(catalogue: Catalogue) -> Iterator[Count]:
    """Stated relationships by type, the most first."""
    rows = catalogue.rows(
        "SELECT type, count(*) FROM link WHERE rule IS NULL GROUP BY type ORDER BY 2 DESC, 1"
    )
    for type_, n in rows:
        known: Property | None = by_type(type_)
        yield Count(known.name if known else type_, known, n)


def _busiest(catalogue: Catalogue) -> list[Node]:
    """Groups and ventures with the most ties, as places to begin."""
    rows = catalogue.rows("""SELECT id, cls, labels, title, "englishName", alias, degree FROM node
        WHERE cls IN ('CorporateGroup', 'JointVenture') ORDER BY degree DESC, title, id LIMIT 12""")
    return [make_node(row) for row in rows]


def _sources(catalogue: Catalogue, limit: int, offset: int) -> list[Source]:
    rows = catalogue.rows(
        "SELECT * FROM source ORDER BY date DESC, title, id LIMIT ? OFFSET ?", [limit, offset]
    )
    return [Source(*row) for row in rows]
