"""Content negotiation: which format a client gets, by its Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Formats of SELECT and ASK results: extension to media types, our own choice first.
SOLUTIONS: Mapping[str, tuple[str, ...]] = {
    "srj": ("application/sparql-results+json", "application/json"),
    "srx": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
#: Formats of graphs.
GRAPHS: Mapping[str, tuple[str, ...]] = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples",),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "jsonld": ("application/ld+json", "application/json"),
    "nq": ("application/n-quads",),
    "trig": ("application/trig",),
}
#: What the parameter ``format`` may say, for clients that can set no header: a format of each kind.
NAMED: Mapping[str, tuple[str | None, str | None]] = {
    "json": ("srj", "jsonld"), "srj": ("srj", None), "jsonld": (None, "jsonld"), "json-ld": (None, "jsonld"),
    "xml": ("srx", "rdf"), "srx": ("srx", None), "rdf": (None, "rdf"), "rdf+xml": (None, "rdf"),
    "csv": ("csv", None), "tsv": ("tsv", None), "ttl": (None, "ttl"), "turtle": (None, "ttl"),
    "nt": (None, "nt"), "n-triples": (None, "nt"), "nq": (None, "nq"), "n-quads": (None, "nq"), "trig": (None, "trig"),
}  # fmt: skip

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^,]*)?)$")
_EXACT = 2
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.I)


def media_type(form: str) -> str:
    """The Content-Type of a format."""
    name = (SOLUTIONS.get(form) or GRAPHS[form])[0]
    return f"{name}; charset=utf-8" if name.startswith("text/") else name


def ranges(accept: str) -> list[tuple[str, float]]:
    """An Accept header's media ranges with their qualities; what is malformed is passed over."""
    found = []
    for part in accept.split(","):
        if match := _RANGE.match(part):
            quality = _QUALITY.search(match[2])
            found.append((match[1].lower(), float(quality[1]) if quality else 1.0))
    return found


def choose(accept: str | None, formats: Mapping[str, tuple[str, ...]]) -> str | None:
    """The best of some formats (extension to media types), or None where the client takes none.

    Of equal qualities the one that is named more exactly wins, then what comes first in the header,
    then our own order.
    """
    wanted = ranges(accept or "")
    if not wanted:
        return next(iter(formats))
    ranked = []
    for order, (form, types) in enumerate(formats.items()):
        for type_ in types:
            exactness, quality, place = _best(type_, wanted)
            # a type that we do not send, such as application/json, has to be asked for by its name
            if quality > 0 and (type_ == types[0] or exactness == _EXACT):
                ranked.append((-quality, -exactness, place, order, form))
    return min(ranked)[-1] if ranked else None


def _best(type_: str, wanted: list[tuple[str, float]]) -> tuple[int, float, int]:
    """How exactly, how much and how early a media type is asked for: the most exact range decides."""
    ranges_ = ("*/*", f"{type_.split('/')[0]}/*", type_)
    fits = [
        (ranges_.index(name), -place, quality)
        for place, (name, quality) in enumerate(wanted)
        if name in ranges_
    ]
    exactness, place, quality = max(fits, default=(0, 0, 0.0))
    return exactness, quality, -place


def prefers_html(accept: str | None) -> bool:
    """Whether a client is a browser rather than a program that reads RDF."""
    html = ("text/html", "application/xhtml+xml")
    named = any(name in html for name, _ in ranges(accept or ""))
    return named and choose(accept, {"html": html, **GRAPHS}) == "html"


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip (RFC 9110, 12.5.3)."""
    quality = {"gzip": -1.0, "*": -1.0}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        if name.strip() in quality:
            match = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", parameters)
            quality[name.strip()] = float(match[1]) if match else 1.0
    return quality["gzip"] > 0 or (quality["gzip"] < 0 and quality["*"] > 0)
