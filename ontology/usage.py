"""Which of the ontology's terms code, queries and data use, and which they use that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from govgraph.ontology.terms import Ontology

_FOLDERS = ("graph", "loaders", "queries", "stores", "views", "web", "text", "data")
_ENDINGS = (".py", ".cypher", ".rq", ".yml", ".js", ".tsv")
# What a query or a loader can only mean as a term: (pattern, what it is)
_MENTIONS = {
    ".cypher": ((r"[\w)]:([A-Z][A-Za-z]+)\b(?!\s*:)", "label"), (r"\[\w*:([A-Z_|]+)", "relationship")),
    ".rq": ((r"\bgg:(\w+)", "term"),),
    ".py": (
        (r"(?:Entity\.of|Edge\.between)\(\s*\"(\w+)\"", "class"),
        (r"\.add\(\s*\"(\w+)\"\s*,\s*[^)]", "property"),
    ),
}


def unused(model: Ontology, root: Path) -> list[str]:
    """Terms that nothing under ``root`` names and no axiom of a term in use leads to."""
    words = set()
    for path in _files(root):
        words |= set(re.findall(r"\w+", path.read_text("utf-8", errors="ignore")))
    types = {p.relationship_type: name for name, p in model.properties.items()}
    used = {name for name in (*model.classes, *model.properties) if name in words}
    used |= {name for type_, name in types.items() if type_ in words}
    while more := set(_implied(model, used)) - used:
        used |= more
    return sorted({*model.classes, *model.properties} - used)


def _implied(model: Ontology, used: Iterable[str]) -> Iterator[str]:
    for name in used:
        if kind := model.classes.get(name):
            yield from (*kind.lineage, *kind.required, *kind.keys, *kind.edge_keys)
            yield from filter(None, (kind.edge_from, kind.edge_to, kind.direct))
        if p := model.properties.get(name):
            yield from (*p.domain, *(p.range if p.is_link else ()), *p.above)
            yield from filter(None, (p.companion,))
    for name, p in model.properties.items():
        steps = {step.removeprefix("^") for chain in p.chains for step in chain}
        if (p.inverse and p.inverse in used) or (steps and steps <= set(used)):
            yield name


def undeclared(model: Ontology, root: Path) -> list[tuple[str, str]]:
    """Terms that a query or loader names and the ontology does not have: (file, term)."""
    types = {p.relationship_type for p in model.properties.values()}
    known = {*model.classes, *model.properties, *types}
    found = set()
    for path in _files(root, ("queries", "loaders")):
        text = path.read_text("utf-8")
        if path.suffix == ".cypher":
            text = re.sub(r"//[^\n]*|'[^']*'", "", text)
        for pattern, _ in _MENTIONS.get(path.suffix, ()):
            names = {name for hit in re.findall(pattern, text) for name in hit.split("|") if name}
            found |= {(path.relative_to(root).as_posix(), name) for name in names - known}
    return sorted(found)


def _files(root: Path, folders: Iterable[str] = _FOLDERS) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in sorted((root / folder).rglob("*")) if p.suffix in _ENDINGS and p.is_file())
