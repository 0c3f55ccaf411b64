"""The curated files of ``data/sources``: YAML that people write and review.

The format is described in ``docs/curated-files.md``. Reading never stops at the first error: every
problem of a file is reported with its line, so that one round of corrections suffices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from govgraph.errors import SourceError
from govgraph.graph.statements.entity import Edge, Entity, Shared
from govgraph.graph.statements.lexical import plain_decimal, problem, short
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.cleaning import cleaned
from govgraph.loaders.io.yaml_nodes import Fields, Items, Node, Text, read_yaml
from govgraph.loaders.personal import scrub_code, scrub_text
from govgraph.messages import _, joined
from govgraph.ontology.model import FACTS, Class, Property, ontology

SURFACE_LIMIT = 20
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_PLACE = re.compile(r"[1-9]\d{0,6}:\d{1,7}-\d{1,7}")
_SOURCE_KEYS = {
    "title": "name",
    "publisher": "publisherName",
    "published": "date",
    "note": "description",
    "url": "url",
    "licence": "licence",
    "retrieved": "retrieved",
    "text": "textFile",
    "sha256": "sha256",
}
_SHARED = ("at", "modality", "quoted", "rule", "premises")
_NAMES = ("name", "englishName", "alias")


@dataclass(slots=True)
class Curated:
    """What one curated file says: statements, problems, and the line of each statement's subject."""

    path: Path
    source: str = ""
    statements: list[Statement] = field(default_factory=list)
    problems: list[SourceError] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def line_of(self, subject: str, predicate: str) -> int:
        """The line where a property of a subject stands, else the subject's own, else 0."""
        return self.lines.get((subject, predicate)) or self.lines.get((subject, "")) or 0


def read_curated(path: Path) -> Curated:
    """Read one curated file; what is wrong with it is in ``problems``."""
    reader = _Reader(Curated(path))
    try:
        reader.read(read_yaml(path))
    except SourceError as error:
        reader.result.problems.append(error)
    return reader.result


class _Reader:
    def __init__(self, result: Curated) -> None:
        self.result = result
        self.model = ontology()
        self.modality = "asserted"

    def read(self, root: Node) -> None:
        sections = self.fields(root, _("the file"), root.line)
        self.only(sections, ("source", "entities", "edges"), _("a section is"))
        if "source" not in sections:
            raise SourceError(_("has no section 'source'"), str(self.result.path), root.line)
        self.read_source(sections["source"][1])
        if not self.result.source:
            return
        if "entities" in sections:
            for id_, (line, node) in self.fields(sections["entities"][1], _("'entities'"), root.line).items():
                self.read_entity(id_, line, node)
        if "edges" in sections:
            self.read_edges(sections["edges"][1])

    # ── the three sections ────────────────────────────────────────────────────────────────

    def read_source(self, node: Node) -> None:
        keys = self.fields(node, _("'source'"), node.line)
        self.only(keys, ("id", "modality", *_SOURCE_KEYS), _("a key of a source is"))
        id_ = self.text(keys, "id", node.line)
        self.modality = self.modality_of(keys, "asserted")
        if not self.good_id(id_, node.line):
            return
        self.result.source = id_
        entity = Entity.of("Source", id_, id_)
        if "title" not in keys:
            self.report(_("the source has no 'title'"), node.line)
        if not keys.keys() & {"publisher", "note"}:
            self.report(_("the source has neither a 'publisher' nor a 'note' that says why"), node.line)
        for key, (line, value) in keys.items():
            if key in _SOURCE_KEYS:
                self.add_values(entity, _SOURCE_KEYS[key], value, line)
        self.result.lines[id_, ""] = node.line
        self.result.statements += entity.statements()

    def read_entity(self, id_: str, line: int, node: Node) -> None:
        keys = self.fields(node, _("entity '{id}'").format(id=short(id_)), line)
        if not self.good_id(id_, line) or not keys:
            return
        types = tuple(name for name, at in self.types(keys) if self.good_class(name, at, edge=False))
        entity = Entity(types, id_, self.shared(keys, self.base()))
        entity.state_types()
        self.result.lines[id_, ""] = line
        for key, (key_line, value) in keys.items():
            if key not in ("type", *_SHARED):
                self.add_values(entity, key, value, key_line)
                self.result.lines[id_, key] = key_line
        self.result.statements += entity.statements()

    def read_edges(self, node: Node) -> None:
        if not isinstance(node, Items):
            self.report(_("'edges' must be a list"), node.line)
            return
        for item in node.items:
            keys = self.fields(item, _("an edge"), item.line)
            kind = self.text(keys, "type", item.line)
            ends = [self.text(keys, end, item.line) for end in ("from", "to")]
            if self.good_class(kind, item.line, edge=True) and all(self.good_id(e, item.line) for e in ends):
                self.read_edge(self.model.classes[kind], ends, keys, item.line)

    def read_edge(self, kind: Class, ends: list[str], keys: dict[str, tuple[int, Node]], line: int) -> None:
        edge = Edge((kind.name,), "", self.shared(keys, self.base()))
        edge.add_type(kind.name)
        surfaces = self.surfaces(keys, line)
        for property_, end, surface in zip((kind.edge_from, kind.edge_to), ends, surfaces, strict=True):
            edge.add(property_, end, surface=surface)
        for key, (key_line, value) in keys.items():
            if key not in ("type", "from", "to", "as", *_SHARED):
                self.add_values(edge, key, value, key_line)
        stated = list(edge.statements())
        self.result.lines.setdefault((stated[0].subject, ""), line)
        self.result.statements += stated

    # ── values ────────────────────────────────────────────────────────────────────────────

    def add_values(self, entity: Entity, name: str, node: Node, line: int) -> None:
        known = self.model.properties.get(name)
        if known is None or name == "id":
            self.report(
                _("unknown property '{name}'{hint}").format(
                    name=short(name), hint=self.nearest(name, self.model.properties)
                ),
                line,
            )
            return
        if name in _NAMES and entity.base.modality not in FACTS:
            # what a thing is called is no claim, even where all that is said of it is one
            entity = replace(entity, base=entity.base._replace(modality=self.modality))
        for item in node.items if isinstance(node, Items) else (node,):
            self.add_value(entity, known, item)

    def add_value(self, entity: Entity, known: Property, node: Node) -> None:
        override: dict[str, str] = {}
        value = node.value if isinstance(node, Text) else ""
        if isinstance(node, Fields):
            self.only(node.items, ("value", "as", *_SHARED), _("beside a value stands"))
            value = self.text(node.items, "value", node.line)
            shared = self.shared(node.items, entity.base)
            override = {
                key: getattr(shared, key) for key in ("locator", "modality", "quoted", "rule", "premises")
            }
            if shared.modality == "background" and "at" not in node.items:
                override["locator"] = ""  # common knowledge stands nowhere in the text
            override["surface"] = self.surface(self.text(node.items, "as", node.line, ""), node.line)
        wrong = problem(known.datatype, value)
        if not wrong and known.code_list and value not in self.model.codes[known.code_list]:
            codes = ", ".join(self.model.codes[known.code_list])
            wrong = _("'{value}' is not in the code list '{code_list}' ({codes})").format(
                value=short(value), code_list=known.code_list, codes=codes
            )
        if not wrong and known.datatype == "string" and value != value.strip():
            wrong = _("'{value}' begins or ends with a space").format(value=short(value))
        if (
            known.datatype == "string" and cleaned(known.name, value) != value
        ):  # the number itself stays out of the message
            wrong = _("holds a phone number, a mail address or the number of a person")
        if wrong:
            self.report(joined((known.name, wrong), ": "), node.line)
            return
        value = plain_decimal(value) if known.datatype in ("decimal", "integer") else value
        if (
            known.name in _NAMES
            and len(value) <= SURFACE_LIMIT
            and override.get("locator", entity.base.locator)
        ):
            override.setdefault("surface", value)  # a name is printed as it is, unless `as` says otherwise
            override["surface"] = override["surface"] or value
        override.setdefault("modality", entity.base.modality)
        entity.add(known.name, value, **override)

    def base(self) -> Shared:
        """What all statements of this file's entity or edge share unless it says otherwise."""
        return Shared(self.result.source, modality=self.modality)

    def shared(self, keys: Mapping[str, tuple[int, Node]], base: Shared) -> Shared:
        """The base of an entity's or value's statements with what its own keys say."""
        line = next((line for line, _ in keys.values()), 0)
        locator = self.places(keys["at"][1]) if "at" in keys else base.locator
        modality = self.modality_of(keys, base.modality)
        words = {k: self.text(keys, k, line, getattr(base, k)) for k in ("quoted", "rule", "premises")}
        if modality == "inferred" and not words["rule"]:
            self.report(_("an inferred value names no 'rule'"), line)
        return base._replace(locator=locator, modality=modality, **words)

    def places(self, node: Node) -> str:
        items = node.items if isinstance(node, Items) else (node,)
        places = [item.value if isinstance(item, Text) else "" for item in items]
        for place, item in zip(places, items, strict=True):
            if not _PLACE.fullmatch(place) or not _ordered(place):
                self.report(
                    _("'{place}' is no place (paragraph:start-end)").format(place=short(place)), item.line
                )
        return ",".join(places)

    def surfaces(self, keys: Mapping[str, tuple[int, Node]], line: int) -> list[str]:
        """What the source prints for an edge's two ends."""
        node = keys["as"][1] if "as" in keys else Items((), line)
        items = node.items if isinstance(node, Items) else (node,)
        texts = [item.value if isinstance(item, Text) else "" for item in items]
        if len(texts) not in (0, 2):
            self.report(_("'as' of an edge names what is printed for both ends: as: [one, other]"), node.line)
        return [self.surface(text, node.line) for text in (*texts, "", "")[:2]]

    def surface(self, text: str, line: int) -> str:
        if cleaned("", text) != text:
            self.report(_("holds a phone number, a mail address or the number of a person"), line)
        if len(text) > SURFACE_LIMIT:
            self.report(
                _("'as' has {text} characters, at most {surface_limit} are kept").format(
                    text=len(text), surface_limit=SURFACE_LIMIT
                ),
                line,
            )
        return text

    # ── small checks ──────────────────────────────────────────────────────────────────────

    def types(self, keys: Mapping[str, tuple[int, Node]]) -> Iterator[tuple[str, int]]:
        if "type" not in keys:
            return
        node = keys["type"][1]
        for item in node.items if isinstance(node, Items) else (node,):
            yield (item.value if isinstance(item, Text) else ""), item.line

    def good_class(self, name: str, line: int, *, edge: bool) -> bool:
        if name not in self.model.classes:
            self.report(
                _("unknown class '{name}'{hint}").format(
                    name=short(name), hint=self.nearest(name, self.model.classes)
                ),
                line,
            )
        elif self.model.classes[name].is_edge != edge:
            wanted = _("an edge class") if edge else _("a class of entities")
            self.report(_("'{name}' is not {wanted}").format(name=name, wanted=wanted), line)
        else:
            return True
        return False

    def good_id(self, id_: str, line: int) -> bool:
        if _ID.fullmatch(id_) and scrub_code(id_) == id_:
            return True
        self.report(_("'{id}' is no id (a-z, 0-9 and -)").format(id=short(id_)), line)
        return False

    def modality_of(self, keys: Mapping[str, tuple[int, Node]], default: str) -> str:
        line = keys["modality"][0] if "modality" in keys else 0
        modality = self.text(keys, "modality", line, default)
        if modality in self.model.codes["modality"]:
            return modality
        self.report(
            _("unknown modality '{modality}' ({codes})").format(
                modality=short(modality), codes=", ".join(self.model.codes["modality"])
            ),
            line,
        )
        return default

    def nearest(self, name: str, known: Mapping[str, object]) -> str:
        same = [k for k in known if k.lower() == name.lower()]
        return _(", did you mean '{same}'?").format(same=same[0]) if same else ""

    def fields(self, node: Node, what: str, line: int) -> dict[str, tuple[int, Node]]:
        if isinstance(node, Fields):
            return node.items
        self.report(_("{what} must be a mapping").format(what=what), line)
        return {}

    def text(
        self, keys: Mapping[str, tuple[int, Node]], key: str, line: int, default: str | None = None
    ) -> str:
        if key not in keys:
            if default is None:
                self.report(_("'{key}' is missing").format(key=key), line)
            return default or ""
        node = keys[key][1]
        if not isinstance(node, Text) or not node.value:
            self.report(_("'{key}' must be one text").format(key=key), node.line)
            return ""
        return node.value

    def only(self, keys: Mapping[str, tuple[int, Node]], allowed: tuple[str, ...], what: str) -> None:
        for key, (line, _node) in keys.items():
            if key not in allowed:
                self.report(
                    _("unknown key '{key}': {what} one of {allowed}").format(
                        key=short(key), what=what, allowed=", ".join(allowed)
                    ),
                    line,
                )

    def report(self, message: str, line: int) -> None:
        self.result.problems.append(SourceError(scrub_text(message), str(self.result.path), line))


def _ordered(place: str) -> bool:
    start, end = place.split(":")[1].split("-")
    return int(start) < int(end)
