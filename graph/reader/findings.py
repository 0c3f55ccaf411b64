"""Why: every source's word on a node, or on what ties two nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from govgraph.graph.graph import Graph
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.parquet import connect, open_ontology, open_statements, read_statements
from govgraph.graph.statements.statement import FIELDS, Statement
from govgraph.ontology.model import FACTS, ontology

_HIDDEN = ("type", "textFile", "sha256")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact or claim with all that is said of it.

    ``subject`` and ``object`` are ids; ``value`` is set for values, ``object`` for relations.
    ``details`` are an edge's own properties; ``conflict`` says that sources give different values.
    """

    predicate: str
    subject: str
    object: str
    value: str
    statements: tuple[Statement, ...]
    details: tuple[tuple[str, str], ...] = ()
    conflict: bool = False
    is_claim: bool = False


@dataclass(frozen=True, slots=True)
class SharedProject:
    """A project that two groups are tied to, with each group's ties: kind and premises."""

    project: str
    ties: tuple[tuple[str, str, tuple[Finding, ...]], ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``explain`` found; ``names`` has id, main name and class of everything mentioned.

    ``passages`` has the passages of a statement id, ``sources`` the statements on each source.
    """

    one: str
    other: str
    findings: tuple[Finding, ...]
    shared: tuple[SharedProject, ...]
    names: Names
    passages: dict[str, list[str]]
    sources: dict[str, dict[str, str]]

    def all_findings(self) -> list[Finding]:
        """Findings and the premises of ties, each once."""
        premises = [f for project in self.shared for _, _, found in project.ties for f in found]
        return list(dict.fromkeys([*self.findings, *premises]))


def explain(
    paths: Sequence[Path], graph: Graph, names: Names, name: str, other: str | None, texts: Path | None
) -> Answer:
    """The evidence for a node, or for what ties two, with passages where a folder of texts is given.

    Raises QueryError for unknown names, SourceError where a text is not the one pointed into.
    """
    one = names.resolve(name)
    two = names.resolve(other) if other else ""
    evidence = Evidence(paths, graph)
    findings = evidence.between(one, two) if two else evidence.of(one)
    shared = evidence.shared_projects(one, two) if two else []
    answer = Answer(one, two, tuple(findings), tuple(shared), names, {}, {})
    said = {s for f in answer.all_findings() for s in f.statements}
    for s in evidence.about_sources(sorted({s.source for s in said})):
        answer.sources.setdefault(s.subject, {})[s.predicate] = s.object
    if texts:
        at_hand = Texts(texts, read_statements(paths, "predicate IN ('textFile', 'sha256')"))
        answer.passages.update({s.id: at_hand.passages(s.source, s.locator) for s in said})
    evidence.close()
    return answer


class Evidence:
    """Evidence of a workspace: its statements, and the ties of the graph built from them."""

    def __init__(self, paths: Sequence[Path], graph: Graph | None = None) -> None:
        self._database = connect()
        open_statements(self._database, paths)
        open_ontology(self._database, ontology())
        self._graph = graph

    def of(self, id_: str) -> list[Finding]:
        """Everything said of one node: values, relations and claims, in a stable order."""
        own = self._fetch("subject = ? AND predicate NOT IN ('type', 'textFile', 'sha256')", [id_])
        incoming = self._fetch(
            "object = ? AND datatype = 'entity' AND subject NOT IN (SELECT subject FROM edges)",
            [id_],
        )
        edges = self._fetch("subject IN (SELECT subject FROM edges WHERE one = ? OR other = ?)", [id_, id_])
        return gather([*own, *incoming], edges)

    def between(self, one: str, other: str) -> list[Finding]:
        """Everything said that links two nodes directly, either way."""
        links = self._fetch(
            "datatype = 'entity' AND ((subject = ? AND object = ?) OR (subject = ? AND object = ?))",
            [one, other, other, one],
        )
        edges = self._fetch(
            "subject IN (SELECT subject FROM edges WHERE (one = ? AND other = ?) OR (one = ? AND other = ?))",
            [one, other, other, one],
        )
        return gather(links, edges)

    def shared_projects(self, one: str, other: str) -> list[SharedProject]:
        """Projects that two groups are both tied to, with the premises of every tie."""
        if self._graph is None:
            return []
        scans = [self._graph.scan(t) for t in self._graph.edges if t.type == "TIED_TO"]
        if not scans:
            return []
        ties = " UNION ALL ".join(
            f'SELECT start_id, end_id, "tieKind", premises FROM {scan}' for scan in scans
        )
        rows = self._database.execute(
            f"""SELECT end_id, start_id, "tieKind", premises FROM ({ties}) t WHERE start_id IN (?, ?)
                AND (SELECT count(DISTINCT start_id) FROM ({ties}) u WHERE u.end_id = t.end_id AND start_id IN (?, ?)) = 2
                ORDER BY ALL""",
            [one, other, one, other],
        ).fetchall()
        found: dict[str, list[tuple[str, str, tuple[Finding, ...]]]] = {}
        for project, group, kind, premises in rows:
            found.setdefault(project, []).append((group, kind, tuple(self.by_id(premises))))
        return [SharedProject(project, tuple(ties)) for project, ties in found.items() if one != other]

    def by_id(self, ids: Iterable[str]) -> list[Finding]:
        """Findings for relationship ids, in the order given."""
        return [finding for id_ in ids for finding in self._one(id_)]

    def about_sources(self, ids: Sequence[str]) -> list[Statement]:
        """What is known of sources: title, publisher, address, date."""
        return (
            self._fetch(f"subject IN ({', '.join('?' * len(ids))}) AND datatype <> 'class'", list(ids))
            if ids
            else []
        )

    def _one(self, id_: str) -> list[Finding]:
        if id_.startswith("l-"):
            mine = "'l-' || left(md5(concat_ws(chr(31), predicate, subject, object)), 20) = ?"
            return gather(self._fetch(f"datatype = 'entity' AND {mine}", [id_]), [])
        return gather([], self._fetch("subject = ?", [id_]))

    def _fetch(self, where: str, values: list[str]) -> list[Statement]:
        columns = ", ".join(f'"{name}"' for name in FIELDS)
        edges = """WITH edges AS (
            SELECT subject, min(object) AS one, max(object) AS other FROM statement
            JOIN property p ON p.name = predicate AND p.is_end GROUP BY subject)"""
        rows = self._database.execute(
            f"{edges} SELECT {columns} FROM statement WHERE {where} ORDER BY {columns}", values
        ).fetchall()
        return [Statement(*row) for row in rows]

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def gather(plain: Iterable[Statement], edges: Iterable[Statement]) -> list[Finding]:
    """Facts and claims in statements on plain subjects and on edge entities, each with all that is said of it."""
    groups: dict[tuple[str, str, str, bool], list[Statement]] = {}
    plain = list(plain)
    # what anybody denies is no fact, whoever else states it
    denied = {(s.predicate, s.subject, s.object) for s in plain if s.modality == "denied"}
    for s in plain:
        if s.predicate not in _HIDDEN:
            key = (s.predicate, s.subject, s.object)
            groups.setdefault((*key, s.modality not in FACTS or key in denied), []).append(s)
    rivals: dict[tuple[str, str], set[str]] = {}
    for predicate, subject, value, is_claim in groups:
        if not is_claim and ontology().properties[predicate].single:
            rivals.setdefault((predicate, subject), set()).add(value)
    found = [
        Finding(
            predicate, subject, value if said[0].datatype == "entity" else "", "" if said[0].datatype == "entity" else value,
            tuple(said), (), len(rivals.get((predicate, subject), ())) > 1, is_claim,
        )
        for (predicate, subject, value, is_claim), said in groups.items()
    ]  # fmt: skip
    return found + _edge_findings(edges)


def _edge_findings(statements: Iterable[Statement]) -> list[Finding]:
    by_edge: dict[tuple[str, bool], list[Statement]] = {}
    values: dict[str, dict[str, str]] = {}
    statements = list(statements)
    ends_of = {end for c in ontology().classes.values() if c.is_edge for end in (c.edge_from, c.edge_to)}
    denied = {s.subject for s in statements if s.modality == "denied" and s.predicate in ends_of}
    for s in statements:
        by_edge.setdefault((s.subject, s.modality not in FACTS or s.subject in denied), []).append(s)
        values.setdefault(s.subject, {})[s.predicate] = s.object
    found = []
    for (id_, is_claim), said in by_edge.items():
        ends = values[id_]
        kind = ontology().classes[ends["type"]]
        details = sorted(
            {(s.predicate, s.object) for s in said}
            - {(p, ends.get(p, "")) for p in ("type", kind.edge_from, kind.edge_to)}
        )
        names = [name for name, _ in details]
        conflict = any(names.count(name) > 1 and ontology().properties[name].single for name in names)
        conflict |= id_ in denied and any(s.modality != "denied" for s in said if s.predicate != "type")
        shown = tuple(
            s
            for s in said
            if s.predicate != "type" and (s.predicate != kind.edge_from or s.surface or s.locator)
        )
        found.append(
            Finding(
                kind.direct,
                ends.get(kind.edge_from, ""),
                ends.get(kind.edge_to, ""),
                "",
                shown or tuple(said),
                tuple(details),
                conflict,
                is_claim,
            )
        )
    return sorted(found, key=lambda f: (f.predicate, f.subject, f.object, f.is_claim))
