"""Facts and claims as a reader sees them: what is said, and beneath it who says so, where and how firmly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from govgraph.graph.reader.findings import Finding
from govgraph.graph.statements.entity import link_id
from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import Property, ontology
from govgraph.queries.render import amount
from govgraph.web.pages.catalogue import Catalogue, Node, Source
from govgraph.web.pages.page import Page

_MONEY = ("amount", "investment", "registeredCapital")
_PER_CENT = ("stake", "stakeMin", "stakeMax", "rate")


@dataclass(frozen=True, slots=True)
class Line:
    """One source's word: its number in the page's list, the place, and the characters printed there."""

    number: int
    source: str
    locator: str
    modality: str
    firmness: str
    printed: tuple[str, ...]
    quoted: str
    rule: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact or claim ready for a page: ``subject`` and ``object`` are entities, or ``value`` is a text."""

    id: str
    label: str
    property: str
    subject: str
    object: str
    value: str
    details: tuple[tuple[str, str], ...]
    disputed: bool
    is_claim: bool
    modalities: tuple[str, ...]
    lines: tuple[Line, ...]


class FactPresenter:
    """Turns findings into what a page shows; numbers the sources in the order in which they are cited."""

    def __init__(self, page: Page, catalogue: Catalogue) -> None:
        self.page, self.catalogue = page, catalogue
        self.numbers: dict[str, int] = {}
        self._nodes: dict[str, Node] = {}

    def learn(self, ids: Iterable[str]) -> None:
        """Fetch the names of entities, so that they are at hand."""
        self._nodes |= self.catalogue.nodes(id_ for id_ in ids if id_ and id_ not in self._nodes)

    @property
    def known(self) -> list[str]:
        """Ids of the entities whose names were fetched."""
        return list(self._nodes)

    def node(self, id_: str) -> Node:
        """An entity; one that the graph does not have goes by its id."""
        return self._nodes.get(id_) or Node(id_, "", (), id_, "", (), 0)

    def name(self, id_: str) -> str:
        """An entity's name in the page's language."""
        node = self.node(id_)
        return node.english or node.title if self.page.language == "en" else node.title

    def tell(self, findings: Sequence[Finding]) -> list[Shown]:
        """Findings in their order."""
        self.learn(end for f in findings for end in (f.subject, f.object))
        return [self._shown(finding) for finding in findings]

    def cited(self) -> list[tuple[int, Source]]:
        """The sources by their numbers."""
        known = self.catalogue.sources(self.numbers)
        return [
            (n, known.get(id_) or Source(id_, id_, "", "", "", 0))
            for id_, n in sorted(self.numbers.items(), key=lambda item: item[1])
        ]

    def value(self, property_: Property, value: str) -> str:
        """A value as people read it: the label of a code, an amount in 亿 or 万, per cent."""
        code = ontology().codes.get(property_.code_list, {}).get(value)
        if code:
            return self.page.term(code)
        if property_.name in _MONEY:
            return money(value, self.page.language)
        if property_.datatype == "boolean":
            return self.page.t("是", "yes") if value == "true" else self.page.t("否", "no")
        return f"{value}%" if property_.name in _PER_CENT else value

    def _shown(self, f: Finding) -> Shown:
        known = ontology().properties[f.predicate]
        modalities = tuple(dict.fromkeys(s.modality for s in f.statements))
        details = tuple(
            (self.page.term(ontology().properties[name]), self.value(ontology().properties[name], value))
            for name, value in sorted(f.details, key=lambda d: (d[0] not in _PER_CENT, d[0]))
        )
        return Shown(
            finding_id(f), self.page.term(known), f.predicate, f.subject, f.object,
            "" if f.object else self.value(known, f.value), details, f.conflict, f.is_claim, modalities,
            tuple(self._lines(f)),
        )  # fmt: skip

    def _lines(self, f: Finding) -> Iterable[Line]:
        """One line for each source, place and firmness, with all that is printed there."""
        printed: dict[tuple[str, str, str, str, str], dict[str, None]] = {}
        for s in f.statements:
            words = printed.setdefault((s.source, s.locator, s.modality, s.quoted, s.rule), {})
            if text := _printed(s, f.conflict):
                words[text] = None
        for (source, locator, modality, quoted, rule), words in printed.items():
            number = self.numbers.setdefault(source, len(self.numbers) + 1)
            firmness = self.page.term(ontology().codes["modality"].get(modality)) or modality
            yield Line(number, source, locator, modality, firmness, tuple(words), quoted, rule)


def _printed(s: Statement, disputed: bool) -> str:
    """What a source prints; where sources differ, beside the value that it stands for."""
    return (
        f"{s.surface} = {s.object}"
        if s.surface and disputed and s.datatype not in ("entity", "class")
        else s.surface
    )


def finding_id(f: Finding) -> str:
    """The id of a relationship; of a value, the id of what has it."""
    subject = f.statements[0].subject
    is_edge = ontology().edge_class(f.predicate) is not None and subject != f.subject
    if not f.object or is_edge:
        return subject
    return link_id(f.predicate, f.subject, f.object)


def money(text: str, language: str) -> str:
    """An amount in currency units, exact where it is short: 27.42亿, 2.742 billion."""
    try:
        value = float(text)
    except ValueError:
        return text
    if language == "zh":
        return amount(value)
    for unit, name in ((1e9, " billion"), (1e6, " million")):
        if abs(value) >= unit:
            return f"{value / unit:.3f}".rstrip("0").rstrip(".") + name
    return f"{value:,.2f}".removesuffix(".00")


def heading(page: Page, type_: str, out: bool) -> tuple[str, str]:
    """The heading over an entity's links of one kind, and a word on which way they point."""
    p = by_type(type_)
    if p is None:
        return type_, ""
    if out or p.symmetric:
        return page.term(p), ""
    inverse = next((q for q in ontology().properties.values() if q.inverse == p.name and not q.stored), None)
    return (page.term(inverse), "") if inverse else (page.term(p), page.t("由对方指向此处", "pointing here"))


@cache
def by_type(type_: str) -> Property | None:
    """The property behind a relationship type."""
    return next(
        (p for p in ontology().properties.values() if p.is_link and p.relationship_type == type_), None
    )
