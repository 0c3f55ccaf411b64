"""Why: every source's word on a thing, or on what ties two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from govgraph.graph.opened import Build
from govgraph.graph.reader.findings import Finding
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.passages import Texts
from govgraph.graph.reader.reader import GraphReader
from govgraph.graph.statements.statement import Statement

Tie = tuple[str, str, tuple[Finding, ...]]
_OF = "$one IN (start_id, end_id)"
_BETWEEN = "((start_id = $one AND end_id = $other) OR (start_id = $other AND end_id = $one))"


@dataclass(frozen=True, slots=True)
class SharedProject:
    """A project that two groups are tied to, with each group's ties: kind and premises."""

    project: str
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``explain`` found; ``passages`` has the passages of a statement id where texts are at hand."""

    one: str
    other: str
    findings: tuple[Finding, ...]
    shared: tuple[SharedProject, ...]
    reader: GraphReader
    passages: dict[str, list[str]] = field(default_factory=dict)

    @property
    def statements(self) -> set[Statement]:
        """Every statement in the findings and in the premises of ties."""
        ties = [f for project in self.shared for *_, premises in project.ties for f in premises]
        return {s for f in (*self.findings, *ties) for s in f.statements}

    def sources(self) -> dict[str, dict[str, str]]:
        """All that is known of each source; its own word counts before that of others."""
        found: dict[str, dict[str, str]] = {}
        cited = sorted({s.source for s in self.statements})
        said = self.reader.statements("datatype <> 'class' AND subject IN (SELECT unnest(?))", [cited])
        for *_, s in sorted(said, key=lambda item: item[2].source == item[2].subject):
            found.setdefault(s.subject, {})[s.predicate] = s.object
        return dict(sorted(found.items()))


def explain(build: Build, name: str, other: str | None = None, texts: Path | None = None) -> Answer:
    """The evidence for a thing, or for what ties two, with passages where a folder of texts is given.

    Raises QueryError for unknown names, SourceError where a text is not the one pointed into.
    """
    reader = GraphReader(build)
    names = Names(reader)
    one, two = names.resolve(name), names.resolve(other) if other else ""
    shared = tuple(_shared(reader, one, two)) if two else ()
    answer = Answer(one, two, tuple(_findings(reader, one, two)), shared, reader)
    if texts:
        at_hand = Texts(texts, (s for *_, s in reader.statements("predicate IN ('textFile', 'sha256')", [])))
        answer.passages.update({s.id: at_hand.passages(s.source, s.locator) for s in answer.statements})
    return answer


def _findings(reader: GraphReader, one: str, other: str) -> list[Finding]:
    """Everything said of one thing (values, relations, claims), or that links two directly, either way."""
    ends, which = ({"one": one, "other": other}, _BETWEEN) if other else ({"one": one}, _OF)
    ties = f"SELECT id FROM link WHERE rule IS NULL AND {which} UNION SELECT about FROM claim WHERE end_id IS NOT NULL AND {which}"
    found = reader.findings([*reader.ids(ties, ends), *([] if other else [one])])
    # what is said of the thing itself comes before what others are to it, and edges come last, in order
    return sorted(found, key=lambda f: (f.is_edge, not (f.is_edge or other or f.subject == one)))


def _shared(reader: GraphReader, one: str, other: str) -> Iterator[SharedProject]:
    """Projects that two groups are both tied to, with the premises of every tie."""
    for project, ties in groupby(reader.shared_ties(one, other), key=lambda tie: tie.end):
        found = ((tie, [f for premise in tie.premises for f in reader.findings([premise])]) for tie in ties)
        yield SharedProject(project, tuple((tie.start, tie.kind, tuple(premises)) for tie, premises in found))
