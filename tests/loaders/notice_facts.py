"""What a loaded source says of its notices, in the few words in which answers are worked out by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govgraph.graph.statements.parquet import read_statements

#: The words of the answers for properties of steps; links show the name or, for steps, the kind.
WORDS = {
    "amountKind": "of", "awardedTo": "winner", "hasBidder": "bidder", "namesSupplier": "names", "hasJustification": "reason",
    "periodText": "period", "forLot": "lot",
}  # fmt: skip
STEPS = (
    "CallForTenders",
    "SingleSourcePublicity",
    "Bid",
    "Award",
    "Contract",
    "Correction",
    "ProcurementPlan",
)


def facts(statements: Path) -> dict[str, Any]:
    """The project, its lots and steps, as one Parquet file of statements has them (one project)."""
    said: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s in read_statements([statements]):
        if s.object not in said[s.subject][s.predicate]:
            said[s.subject][s.predicate].append(s.object)

    def show(value: str) -> str:
        thing = said.get(value)
        if thing is None:
            return value
        kind = thing["type"][0]
        if kind == "Lot":
            return thing["lotNumber"][0]
        return kind if kind in STEPS else thing["name"][0]

    def first(thing: Mapping[str, list[str]], name: str) -> str:
        return show(thing[name][0]) if thing.get(name) else ""

    things = list(said.values())
    project = next(t for t in things if "Project" in t["type"])
    lots = [t for t in things if "Lot" in t["type"]]
    steps = []
    for thing in things:
        if kind := next((name for name in STEPS if name in thing["type"]), ""):
            steps.append(
                {"is": kind, **{WORDS.get(n, n): show(v[0]) for n, v in thing.items() if n not in ("type", "concerns")}}
            )  # fmt: skip
    roles = {
        role: sorted(first(t, "consortiumMember") for t in things if role in t.get("role", ()))
        for role in ("leader", "member")
    }
    return {
        "project": first(project, "name"), "number": first(project, "projectNumber"), "buyer": first(project, "hasBuyer"),
        "agent": first(project, "hasAgent"), "region": first(project, "inRegion"), "kind": first(project, "procurementKind"),
        "published": next((first(t, "date") for t in things if "Source" in t["type"]), ""), "steps": steps,
        "lots": {first(lot, "lotNumber"): first(lot, "name") for lot in lots},
        "failed": sorted(first(lot, "lotNumber") for lot in lots if lot.get("status") == ["unsuccessful"]),
        "leaders": roles["leader"], "members": roles["member"],
        "codes": {first(t, "name"): first(t, "creditCode") for t in things if t.get("creditCode")},
    }  # fmt: skip


def differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Where an answer worked out by hand and what was loaded differ; steps are matched in any order."""
    wrong = [
        f"{k}: {found[k]!r}, not {v!r}"
        for k, v in expected.items()
        if k not in ("steps", "aside") and found[k] != v
    ]
    rest = list(found["steps"])
    for step in expected["steps"]:
        match = next((s for s in rest if all(s.get(k, "") == v for k, v in step.items())), None)
        if match is None:
            wrong.append(f"missing {step} among {rest}")
        else:
            rest.remove(match)
    return wrong + [f"too many: {step}" for step in rest]
