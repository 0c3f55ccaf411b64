"""Findings: facts and claims, each with every source's word on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import FACTS, ontology

Said = tuple[str, bool, Statement]  # the fact that it is about, whether that is an edge entity, the statement
_HIDDEN = ("type", "textFile", "sha256")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact or claim with all that is said of it.

    ``id`` is that of the relationship; of a value, the id of what has it. ``subject`` and ``object`` are ids;
    ``value`` is set for values, ``object`` for relations.
    ``details`` are an edge's own properties; ``conflict`` says that sources give different values.
    """

    id: str
    predicate: str
    subject: str
    object: str
    value: str
    statements: tuple[Statement, ...]
    details: tuple[tuple[str, str], ...] = ()
    conflict: bool = False
    is_claim: bool = False

    @property
    def is_edge(self) -> bool:
        """Whether the relationship is an edge entity, which has an id and properties of its own."""
        return bool(self.object) and self.id == self.statements[0].subject

    @property
    def modalities(self) -> tuple[str, ...]:
        """How firmly it is said, in the order of the statements."""
        return tuple(dict.fromkeys(s.modality for s in self.statements))

    def only(self, source: str) -> Finding:
        """The same with one source's words alone."""
        return replace(self, statements=tuple(s for s in self.statements if s.source == source))


@dataclass(frozen=True, slots=True)
class Word:
    """What a source says in one place and one firmness.

    ``printed`` has each text that stands there, and the value that it stands for where sources differ.
    """

    source: str
    locator: str
    modality: str
    quoted: str
    rule: str
    premises: str
    printed: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """What is printed, with its value where sources differ."""
        return [f"{text} = {value}" if value else text for text, value in self.printed if text]


def words(statements: Iterable[Statement], *, disputed: bool = False) -> list[Word]:
    """One word for each source, place and firmness, with all that is printed there."""
    printed: dict[tuple[str, str, str, str, str, str], dict[tuple[str, str], None]] = {}
    for s in statements:
        texts = printed.setdefault((s.source, s.locator, s.modality, s.quoted, s.rule, s.premises), {})
        value = s.object if disputed and s.datatype not in ("entity", "class") else ""
        if s.surface or value:
            texts[s.surface, value] = None
    return [Word(*place, tuple(texts)) for place, texts in printed.items()]


def gather(said: Sequence[Said]) -> list[Finding]:
    """Facts and claims in statements (each with its owner, and whether that is an edge entity), with all that is said of each."""
    groups: dict[tuple[str, str, str, str, bool], list[Statement]] = {}
    plain = [(owner, s) for owner, of_edge, s in said if not of_edge and s.predicate not in _HIDDEN]
    # what anybody denies is no fact, whoever else states it
    denied = {(s.predicate, s.subject, s.object) for _, s in plain if s.modality == "denied"}
    for owner, s in plain:
        key = (s.predicate, s.subject, s.object)
        groups.setdefault((owner, *key, s.modality not in FACTS or key in denied), []).append(s)
    rivals: dict[tuple[str, str], set[str]] = {}
    for _, predicate, subject, value, is_claim in groups:
        if not is_claim and ontology().properties[predicate].single:
            rivals.setdefault((predicate, subject), set()).add(value)
    found = []
    for (owner, predicate, subject, value, is_claim), told in groups.items():
        ends = (value, "") if told[0].datatype == "entity" else ("", value)
        conflict = len(rivals.get((predicate, subject), ())) > 1
        found.append(Finding(owner, predicate, subject, *ends, tuple(told), (), conflict, is_claim))
    return found + _edge_findings([s for _, of_edge, s in said if of_edge])


def _edge_findings(statements: list[Statement]) -> list[Finding]:
    by_edge: dict[tuple[str, bool], list[Statement]] = {}
    values: dict[str, dict[str, str]] = {}
    ends_of = {end for c in ontology().classes.values() if c.is_edge for end in (c.edge_from, c.edge_to)}
    denied = {s.subject for s in statements if s.modality == "denied" and s.predicate in ends_of}
    for s in statements:
        by_edge.setdefault((s.subject, s.modality not in FACTS or s.subject in denied), []).append(s)
        values.setdefault(s.subject, {})[s.predicate] = s.object
    found = [
        _edge_finding(values[id_], said, id_ in denied, is_claim) for (id_, is_claim), said in by_edge.items()
    ]
    return sorted(found, key=lambda f: (f.predicate, f.subject, f.object, f.is_claim))


def _edge_finding(values: dict[str, str], said: list[Statement], denied: bool, is_claim: bool) -> Finding:
    kind = ontology().classes[values["type"]]
    own = {(p, values.get(p, "")) for p in ("type", kind.edge_from, kind.edge_to)}
    details = sorted({(s.predicate, s.object) for s in said} - own)
    names = [name for name, _ in details]
    conflict = any(names.count(name) > 1 and ontology().properties[name].single for name in names)
    told = [s for s in said if s.predicate != "type"]
    conflict |= denied and any(s.modality != "denied" for s in told)
    shown = [s for s in told if s.predicate != kind.edge_from or s.surface or s.locator]
    ends = (values.get(kind.edge_from, ""), values.get(kind.edge_to, ""), "")
    return Finding(
        said[0].subject, kind.direct, *ends, tuple(shown or said), tuple(details), conflict, is_claim
    )
