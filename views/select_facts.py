"""Lines of evidence for many nodes, links and claims at once: one pass over the statements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from govgraph.graph.reader.findings import Word, words
from govgraph.graph.reader.passages import Texts
from govgraph.graph.reader.reader import GraphReader
from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import FACTS, ontology
from govgraph.views.picture import MODALITIES, Fact


@dataclass(frozen=True, slots=True)
class Line:
    """One source's word on one owner, as a line of evidence; ``whole`` says it is of a link's ends."""

    fact: Fact
    whole: bool
    word: Word

    def facts(self) -> list[Fact]:
        """The line, followed by the rule it rests on where it was inferred."""
        if not self.word.rule:
            return [self.fact]
        text = f"{self.word.rule}: {self.word.premises}" if self.word.premises else self.word.rule
        f = self.fact
        return [f, Fact("rule", text, f.source, f.locator, f.modality, date=f.date)]


class Lines:
    """Evidence by owner. ``ends`` gives a link's property, start and end by its id, ``name`` both names of a thing."""

    def __init__(
        self,
        links: GraphReader,
        owners: Collection[str],
        ends: Mapping[str, tuple[str, str, str]],
        name: Callable[[str], tuple[str, str]],
        texts: Texts | None,
    ) -> None:
        self._ends, self._name, self._texts = ends, name, texts
        said: dict[str, list[Statement]] = {}
        for owner, _, s in links.statements("owner IN (SELECT unnest(?))", [list(owners)]):
            if s.predicate in ontology().properties and s.predicate not in ("textFile", "sha256"):
                said.setdefault(owner, []).append(s)
        cited = {s.source for found in said.values() for s in found}
        self._dates = {id_: source.date for id_, source in links.sources(cited).items()}
        self._lines = {id_: list(self._of(id_, found)) for id_, found in said.items()}

    def _of(self, id_: str, said: Iterable[Statement]) -> Iterable[Line]:
        """Statements on both ends of an edge at one place are one line."""
        for (whole, predicate, value), group in groupby(sorted(said, key=_order), _what):
            for word in words(group):
                yield Line(self._fact(id_, predicate, value, whole, word), whole, word)

    def _fact(self, id_: str, predicate: str, value: str, whole: bool, word: Word) -> Fact:
        if whole:
            predicate, start, end = self._ends.get(id_, (predicate, "", value))
            value, english = arrow(self._name(start) if start else ("", ""), self._name(end))
        else:
            value, english = code_words(ontology().properties[predicate].code_list, value)
        passage = " … ".join(self._texts.passages(word.source, word.locator)) if self._texts else ""
        return Fact(
            predicate, value, word.source, word.locator, word.modality, " · ".join(word.texts), word.quoted,
            self._dates.get(word.source, ""), passage, english,
        )  # fmt: skip

    def of(
        self, id_: str, *, only: Collection[str] = MODALITIES, without: Collection[str] = ()
    ) -> tuple[Fact, ...]:
        """Evidence of a thing, link or claim, of chosen modalities: some of a link's belong to the claims on it."""
        lines = [line for line in self._lines.get(id_, ()) if line.word.modality in only]
        return tuple(f for line in lines if line.word.modality not in without for f in line.facts())

    def modality(self, id_: str) -> str:
        """The firmest modality in which a link's ends are stated as a fact."""
        said = [line.fact.modality for line in self._lines.get(id_, ()) if line.whole]
        return min((m for m in said if m in FACTS), key=FACTS.index, default="asserted")


def _order(s: Statement) -> tuple[bool, bool, str, str, str, str, str, str, str, str, str]:
    """A link's ends first, then its other properties by name."""
    of_end = s.predicate in ontology().end_properties
    place = (s.source, s.locator, s.modality, s.quoted, s.surface, s.rule, s.premises)
    return (not _is_link(s), not of_end, s.predicate, s.object, *place)


def _what(s: Statement) -> tuple[bool, str, str]:
    return (True, "", "") if _is_link(s) else (False, s.predicate, s.object)


def _is_link(s: Statement) -> bool:
    return ontology().properties[s.predicate].is_link


def code_words(code_list: str, value: str) -> tuple[str, str]:
    """A code's labels in Chinese and English; any other value as it is."""
    code = ontology().codes.get(code_list, {}).get(value)
    return (code.label_zh, code.label_en) if code else (value, value)


def arrow(start: tuple[str, str], end: tuple[str, str]) -> tuple[str, str]:
    """From one thing to another, in both languages; only the latter where the first has no name."""
    return (f"{start[0]} → {end[0]}", f"{start[1]} → {end[1]}") if start[0] else end
