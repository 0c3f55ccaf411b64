"""The data of a page as JSON: short keys, no key that comes from data, safe inside a script tag."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from govgraph.text.fold import pinyin
from govgraph.text.script import traditional
from govgraph.views.network import PictureNetwork, backbone
from govgraph.views.picture import MODALITIES, Fact, Picture, PictureEdge, PictureNode, Term
from govgraph.views.style import CLASS_LOOKS, DASHES, EDGE_LOOKS, UNDIRECTED, class_look, edge_look


def payload(picture: Picture, max_nodes: int, language: str = "") -> dict[str, Any]:
    """What the page's script reads; nodes and edges refer to each other by number.

    Without a ``language`` the page opens in the browser's.
    """
    network = PictureNetwork(picture)
    kept = backbone(picture, network.weights, max_nodes)
    classes = _ordered(CLASS_LOOKS, (n.cls for n in picture.nodes))
    types = _by_number(e.type for e in picture.edges)
    kinds = _ordered(EDGE_LOOKS, (e.kind for e in picture.edges if e.kind))
    sources = {name: i for i, name in enumerate(picture.sources)}
    return {
        "name": picture.name,
        "lang": language,
        "signs": _signs(picture),
        "title": [picture.title_zh, picture.title_en],
        "note": [picture.note_zh, picture.note_en],
        "layered": picture.is_layered(),
        "classes": [_class(name, picture.classes) for name in classes],
        "types": [_type(name, picture.relationships) for name in types],
        "kinds": [_type(name, picture.relationships) for name in kinds],
        "terms": [[name, *_term(term)] for name, term in picture.relationships.items()],
        "modalities": [[name, list(DASHES[name])] for name in MODALITIES],
        "sources": [[name, s.title, s.publisher, s.url, s.published] for name, s in picture.sources.items()],
        "nodes": [
            _node(node, drawn, classes[node.cls], node.id in kept, network, sources)
            for node, drawn in zip(picture.nodes, network.nodes, strict=True)
        ],
        "edges": [
            _edge(edge, drawn, types, kinds, sources)
            for edge, drawn in zip(picture.edges, network.edges, strict=True)
        ],
    }


def _signs(picture: Picture) -> str:
    """Traditional signs, each before its simplified form, for the signs in names: so 騰訊 finds 腾讯."""
    names = {sign for node in picture.nodes for name in (node.name, *node.aliases) for sign in name}
    return "".join(f"{sign}{into}" for sign, into in traditional(names))


def script_json(value: Any) -> str:
    """JSON that cannot end or escape from the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return clean(text)


def clean(text: str) -> str:
    """Half a surrogate pair cannot be written as UTF-8; it becomes the replacement sign."""
    return text.encode("utf-8", "replace").decode("utf-8") if not _encodable(text) else text


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _by_number(used: Iterable[str]) -> dict[str, int]:
    """Numbers for the names in use, the most frequent first."""
    counts = Counter(used)
    return {name: i for i, name in enumerate(sorted(counts, key=lambda n: (-counts[n], n)))}


def _ordered(known: Iterable[str], used: Iterable[str]) -> dict[str, int]:
    """Numbers for the names in use, in the known order, the unknown ones after them."""
    present = set(used)
    names = [name for name in known if name in present]
    names += sorted(present - set(names))
    return {name: i for i, name in enumerate(names)}


def _term(term: Term) -> list[str]:
    return [term.label_zh, term.label_en, term.definition_zh, term.definition_en]


def _class(name: str, terms: Mapping[str, Term]) -> list[str]:
    look = class_look(name)
    return [name, *_term(terms.get(name, Term(name, name))), look.light, look.dark, look.shape]


def _type(name: str, terms: Mapping[str, Term]) -> list[str | int]:
    look = edge_look(name)
    fixed = [name, *_term(terms.get(name, Term(name, name))), look.light, look.dark]
    return [*fixed, int(name not in UNDIRECTED)]


def _fact(fact: Fact, sources: dict[str, int]) -> list[str | int]:
    """A row, shortened by its empty tail; a source that is not described keeps its id."""
    row: list[str | int] = [
        fact.property,
        fact.value,
        sources.get(fact.source, fact.source),
        fact.modality,
        fact.locator,
        fact.date,
        fact.quoted,
        fact.surface if fact.surface != fact.value else "",
        fact.passage,
        fact.value_en if fact.value_en != fact.value else "",
    ]
    while row and row[-1] == "":
        row.pop()
    return row


def _node(
    node: PictureNode,
    drawn: Mapping[str, Any],
    cls: int,
    kept: bool,
    network: PictureNetwork,
    sources: dict[str, int],
) -> dict[str, Any]:
    item = {
        "id": node.id,
        "n": drawn["label"],
        "e": node.english_name,
        "l": [label for label in node.labels if label != node.cls],
        "a": list(node.aliases),
        "k": pinyin((node.name, *node.aliases)),
        "f": [_fact(fact, sources) for fact in node.facts],
        "r": node.region,
        "y": node.year,
        "m": _finite(node.amount),
        "cur": node.currency if node.currency != "CNY" else "",
        "w": round(network.weights[node.id], 2),
        "h": 0 if kept else 1,
    }
    return {"c": cls, "x": drawn["x"], "z": drawn["y"], **_without_empty(item)}


def _edge(
    edge: PictureEdge,
    drawn: Mapping[str, Any],
    types: dict[str, int],
    kinds: dict[str, int],
    sources: dict[str, int],
) -> dict[str, Any]:
    item = {
        "id": edge.id,
        "k": kinds[edge.kind] + 1 if edge.kind else 0,
        "m": edge.modality if edge.modality != "asserted" else "",
        "f": [_fact(fact, sources) for fact in edge.facts],
        "d": 1 if edge.disputed else 0,
        "y": edge.year,
        "a": _finite(edge.amount),
        "cur": edge.currency if edge.currency != "CNY" else "",
        "p": _finite(edge.stake),
        "b": drawn["bend"],
    }
    fixed = {"t": types[edge.type], "s": drawn["from"], "o": drawn["to"]}
    weight = _finite(edge.weight)
    return {**fixed, "w": 1 if weight is None else weight, **_without_empty(item)}


def _finite(number: float | None) -> float | int | None:
    if number is None or not math.isfinite(number):
        return None
    return int(number) if float(number).is_integer() else number


def _without_empty(item: dict[str, Any]) -> dict[str, Any]:
    """Drop what the page takes for granted; an amount of 0 is a statement and stays."""
    amounts = ("m", "a", "y", "p")
    return {
        key: value
        for key, value in item.items()
        if value or (key in amounts and value == 0 and isinstance(value, int | float))
    }
