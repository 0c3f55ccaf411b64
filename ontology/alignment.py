"""Links from our terms to other vocabularies, as alignment.ttl gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from govgraph.ontology.model import NAMESPACE

_OWN = "https://w3id.org/govgraph/alignment"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One link: how strong (``closeMatch``, ``subClassOf``, …) and to what, short and in full."""

    relation: str
    target: str
    iri: str = ""


def read_alignment(path: Path) -> Mapping[str, tuple[Link, ...]]:
    """Links by local name of our term, or by entity id."""
    parser = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    quads = list(parser)
    prefixes = sorted(((iri, name) for name, iri in parser.prefixes.items()), key=lambda p: -len(p[0]))
    found: dict[str, set[Link]] = {}
    for quad in quads:
        subject = str(getattr(quad.subject, "value", ""))
        if subject.startswith(_OWN) or not subject.startswith(NAMESPACE.rsplit("/", 1)[0]):
            continue
        relation = quad.predicate.value.rsplit("#", 1)[-1]
        if isinstance(quad.object, ox.Literal):
            link = Link(relation, quad.object.value)
        else:
            iri = str(getattr(quad.object, "value", ""))
            link = Link(relation, _short(iri, prefixes), iri)
        found.setdefault(subject.rsplit("#", 1)[-1].rsplit("/", 1)[-1], set()).add(link)
    return {name: tuple(sorted(links)) for name, links in sorted(found.items())}


def _short(iri: str, prefixes: list[tuple[str, str]]) -> str:
    return next((f"{name}:{iri.removeprefix(base)}" for base, name in prefixes if iri.startswith(base)), iri)
