"""Which form of a thing a client wants, by its Accept header: the page, or data in one of several forms."""

from __future__ import annotations

from govgraph.web.negotiate import choose

#: Forms of data: extension, media type.
DATA = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
_OFFERS = {"html": ("text/html", "application/xhtml+xml"), **{form: (kind,) for form, kind in DATA.items()}}


def preferred(accept: str) -> str:
    """``html`` or a form of data; empty where none will do. Who takes anything gets the page."""
    return choose(accept or "*/*", _OFFERS) or ""
