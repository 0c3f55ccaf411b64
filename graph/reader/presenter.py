"""Findings as people read them: labels, names and numbered sources, for text and pages alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from govgraph.graph.reader.findings import Finding, Word, words
from govgraph.graph.reader.reader import GraphReader, Node, Source
from govgraph.ontology.model import Property, ontology


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding ready to be shown: its label, its value if it has one, label and value of each detail.

    ``lines`` are what sources say, each with the source's number in the list of those cited.
    """

    finding: Finding
    label: str
    value: str
    details: tuple[tuple[str, str], ...]
    lines: tuple[tuple[int, Word], ...]


class FactPresenter:
    """Puts findings in a language's words; numbers the sources in the order in which they are cited."""

    def __init__(self, reader: GraphReader, language: str) -> None:
        self.reader, self.language = reader, language
        self.numbers: dict[str, int] = {}
        self.nodes: dict[str, Node] = {}  # those whose names were fetched

    def t(self, zh: str, en: str) -> str:
        """The one of two wordings that is in the presenter's language."""
        return zh if self.language == "zh" else en

    def term(self, term: Any) -> str:
        """The label of a class, property or code; an empty text for None."""
        return "" if term is None else str(self.t(term.label_zh, term.label_en))

    def code(self, code_list: str, notation: str) -> str:
        """The label of a code, or the code."""
        return self.term(ontology().codes.get(code_list, {}).get(notation)) or notation

    def learn(self, ids: Iterable[str]) -> None:
        """Fetch the names of things, so that they are at hand."""
        if wanted := {id_ for id_ in ids if id_ and id_ not in self.nodes}:
            self.nodes |= self.reader.nodes(wanted)

    def node(self, id_: str) -> Node:
        """A thing; one that the graph does not have goes by its id."""
        return self.nodes.get(id_) or Node(id_, "", (), id_, "", (), 0)

    def name(self, id_: str) -> str:
        """A thing's name in the presenter's language."""
        return self.node(id_).name(self.language)

    def tell(self, findings: Sequence[Finding]) -> list[Shown]:
        """Findings in their order."""
        self.learn(end for f in findings for end in (f.subject, f.object))
        return [self._shown(finding) for finding in findings]

    def cited(self) -> list[tuple[int, Source]]:
        """The sources by their numbers."""
        known = self.reader.sources(self.numbers)
        return [(n, known.get(id_) or Source(id_, id_, "", "", "", 0)) for id_, n in self.numbers.items()]

    def value(self, property_: Property, value: str) -> str:
        """A value as people read it: the label of a code, a share in per cent."""
        return self.code(property_.code_list, value) + ("%" if property_.name == "stake" else "")

    def details(self, f: Finding) -> Sequence[tuple[str, str]]:
        """An edge's own properties, name and value, in their order."""
        return f.details

    def _shown(self, f: Finding) -> Shown:
        known = ontology().properties
        value = "" if f.object else self.value(known[f.predicate], f.value)
        details = tuple(
            (self.term(known[name]), self.value(known[name], text)) for name, text in self.details(f)
        )
        said = words(f.statements, disputed=f.conflict)
        lines = [(self.numbers.setdefault(word.source, len(self.numbers) + 1), word) for word in said]
        return Shown(f, self.term(known[f.predicate]), value, details, tuple(lines))
