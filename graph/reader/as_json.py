"""Evidence for machines: the same findings with every field of every statement."""

from __future__ import annotations

from typing import Any

from govgraph.graph.reader.explain import Answer
from govgraph.graph.reader.findings import Finding

_FIELDS = ("source", "locator", "surface", "modality", "quoted", "rule")


def why_json(answer: Answer) -> dict[str, Any]:
    """Plain values, ready for ``json.dumps``."""
    ties = [
        {"project": shared.project, "ties": [_tie(answer, *tie) for tie in shared.ties]}
        for shared in answer.shared
    ]
    return {
        "subjects": [id_ for id_ in (answer.one, answer.other) if id_],
        "findings": [_finding(answer, f) for f in answer.findings],
        "sharedProjects": ties,
        "sources": answer.sources(),
    }


def _tie(answer: Answer, group: str, kind: str, premises: tuple[Finding, ...]) -> dict[str, Any]:
    return {"group": group, "kind": kind, "premises": [_finding(answer, f) for f in premises]}


def _finding(answer: Answer, f: Finding) -> dict[str, Any]:
    return {
        "predicate": f.predicate,
        "subject": f.subject,
        **({"object": f.object} if f.object else {"value": f.value}),
        "details": [{"property": name, "value": value} for name, value in f.details],
        "claim": f.is_claim,
        "conflict": f.conflict,
        "statements": [
            {name: getattr(s, name) for name in _FIELDS}
            | {"value": s.object, "predicate": s.predicate, "passages": answer.passages.get(s.id, [])}
            for s in f.statements
        ],
    }
