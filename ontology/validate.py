"""Is the ontology itself in order? What ``govgraph ontology check`` asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from govgraph.messages import _
from govgraph.ontology.alignment import read_alignment
from govgraph.ontology.derive import stale
from govgraph.ontology.model import FOLDER, NAMESPACE, read_ontology
from govgraph.ontology.reason import OwlApi, triples, unsatisfiable
from govgraph.ontology.terms import Ontology
from govgraph.ontology.usage import undeclared, unused

_ABOUT = (
    "title_zh", "title_en", "description_zh", "description_en", "creator", "created", "license",
    "versionIRI", "versionInfo", "preferredNamespacePrefix", "preferredNamespaceUri",
)  # fmt: skip
_WORDS = ("label_zh", "label_en", "definition_zh", "definition_en", "example")
_RDFS, _SKOS = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with a term or a file, and why."""

    kind: str
    subject: str
    detail: str


def check_ontology(root: Path | None = None) -> list[Problem]:
    """All problems of the ontology under ``root/ontology``, sorted; the package's own by default.

    Raises GovgraphError where Java, owlready2 or JPype is missing.
    """
    root = root or FOLDER.parent
    files = [root / "ontology" / name for name in ("govgraph.ttl", "codes.ttl")]
    try:
        model = read_ontology(files)
    except SyntaxError as error:
        return [Problem("syntax", "ontology", str(error))]
    found = [*_about(model), *_words(model), *_codes(files[1]), *_references(files[0], model)]
    found += [
        Problem("alignment", name, _("is linked but not declared")) for name in _unknown_links(root, model)
    ]
    found += _logic(files[0])
    found += [
        Problem("undeclared", name, _("named by {file}").format(file=file))
        for file, name in undeclared(model, root)
    ]
    found += [Problem("unused", name, _("no code, query or data uses it")) for name in unused(model, root)]
    if not any(p.kind in ("undeclared", "words") for p in found) and (root / "docs").is_dir():
        found += [Problem("stale", p.name, _("run: govgraph ontology derive")) for p in stale(root)]
    return sorted(set(found))


def _about(model: Ontology) -> Iterator[Problem]:
    for name in _ABOUT:
        if not model.about.get(name):
            yield Problem("about", "ontology", _("has no {name}").format(name=name.replace("_", " in ")))


def _words(model: Ontology) -> Iterator[Problem]:
    for term in (*model.classes.values(), *model.properties.values()):
        for word in _WORDS:
            if not getattr(term, word):
                yield Problem("words", term.name, _("has no {word}").format(word=word.replace("_", " in ")))


def _codes(path: Path) -> Iterator[Problem]:
    """Every code and list has its words in both languages."""
    languages: dict[tuple[str, str], set[str]] = {}
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        subject = str(getattr(quad.subject, "value", ""))
        for name in ("prefLabel", "definition"):
            has = languages.setdefault((subject, name), set())
            if quad.predicate.value == _SKOS + name and isinstance(quad.object, ox.Literal):
                has.add(quad.object.language or "")
    for (subject, name), has in languages.items():
        for language in sorted({"zh", "en"} - has):
            yield Problem(
                "words",
                subject.split("/code/")[-1],
                _("has no {name} in {language}").format(name=name, language=language),
            )


def _references(path: Path, model: Ontology) -> Iterator[Problem]:
    """Terms of ours that the file uses and does not declare, and code lists that do not exist."""
    named, declared = {}, set()
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        for term in (quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(NAMESPACE):
                named[term.value] = str(getattr(quad.subject, "value", _("an axiom")))
        if quad.predicate.value.endswith("#type") and isinstance(quad.subject, ox.NamedNode):
            declared.add(quad.subject.value)
    for iri in sorted(set(named) - declared):
        yield Problem(
            "undeclared",
            iri.rsplit("#", 1)[-1],
            _("named by {named}").format(named=named[iri].rsplit("#", 1)[-1]),
        )
    for p in model.properties.values():
        if p.code_list and p.code_list not in model.codes:
            yield Problem(
                "undeclared", p.code_list, _("no such code list; named by {name}").format(name=p.name)
            )


def _unknown_links(root: Path, model: Ontology) -> list[str]:
    path = root / "ontology" / "alignment.ttl"
    if not path.is_file():
        return []
    own = {name for name in read_alignment(path) if re.fullmatch(r"[A-Za-z]+", name)}
    text = path.read_text("utf-8")
    terms = {name for name in own if re.search(rf"^gg:{name}\b", text, re.M)}
    return sorted(terms - {*model.classes, *model.properties})


def _logic(path: Path) -> Iterator[Problem]:
    text = triples([path])
    api = OwlApi(text)
    broken = api.profile()
    yield from (Problem("profile", "ontology", detail) for detail in broken)
    if broken:
        return
    wrong = unsatisfiable(text)
    if wrong is None:
        yield Problem("contradiction", "ontology", "; ".join(api.explain()))
    for name in wrong or []:
        yield Problem(
            "unsatisfiable",
            name,
            _("nothing can be one: {reasons}").format(reasons="; ".join(api.explain(name))),
        )
