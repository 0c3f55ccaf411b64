"""FollowTheMoney: all that the ontology can hold of its ownership and procurement schemata."""

from __future__ import annotations

import json
from pathlib import Path

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace

Row = tuple[str, str, dict[str, list[str]]]

PROCUREMENT: list[Row] = [
    ("award", "ContractAward", {"supplier": ["firm"], "contract": ["contract"], "callForTenders": ["call"], "amount": ["950000.5"],
                                "currency": ["EUR"], "date": ["2020-05-01"], "lotNumber": ["2"], "documentNumber": ["N-7"]}),
    ("poor", "ContractAward", {"supplier": ["ann"], "contract": ["contract"]}),
    ("contract", "Contract", {"title": ["Made up data centre"], "authority": ["office"], "procedureNumber": ["P-1"], "amount": ["900000"],
                              "currency": ["EUR"], "contractDate": ["2020-06-01"], "method": ["open"]}),
    ("call", "CallForTenders", {"title": ["Call for a data centre"], "authority": ["agent"], "onBehalfOf": ["office"], "pubDate": ["2020-01-01"],
                                "submitDeadline": ["2020-02-01"], "procedure": ["公开招标"], "tenderer": ["firm", "rival"]}),
    ("office", "PublicBody", {"name": ["Made Up Office"], "jurisdiction": ["gb"]}),
    ("agent", "Organization", {"name": ["Made Up Procurement Agent"]}),
    ("firm", "Company", {"name": ["Made Up Ltd", "MADE UP LIMITED"], "alias": ["MU"], "previousName": ["Make Up Ltd"], "jurisdiction": ["gb"],
                         "legalForm": ["Ltd"], "incorporationDate": ["2001-02-03"], "dissolutionDate": ["2021"]}),
    ("rival", "LegalEntity", {"name": ["Rival"]}),
    ("unknown", "LegalEntity", {"name": ["Unknown Kind"]}),
    ("ann", "Person", {"name": ["Ann Other"], "birthDate": ["1970-01-01"]}),
]  # fmt: skip
OWNERSHIP: list[Row] = [
    ("firm", "Company", {"name": ["Made Up Ltd"]}),
    ("ann", "Person", {"name": ["Ann Other"]}),
    ("unknown", "LegalEntity", {"name": ["Unknown Kind"]}),
    ("o1", "Ownership", {"owner": ["ann"], "asset": ["firm"], "percentage": ["25-50%"], "startDate": ["2018-01"], "role": ["Beneficial owner"]}),
    ("o2", "Ownership", {"owner": ["unknown"], "asset": ["firm"], "percentage": ["40 %"], "date": ["2020-01-01"]}),
    ("o3", "Ownership", {"owner": ["ann"], "asset": ["nobody"]}),
    ("d1", "Directorship", {"director": ["ann"], "organization": ["firm"], "role": ["Chair of the board"],
                            "startDate": ["2018-01-01"], "endDate": ["2019-01-01"]}),
    ("e1", "Employment", {"employee": ["ann"], "employer": ["firm"], "role": ["CFO"]}),
    ("project", "Project", {"name": ["A programme"], "projectId": ["X-9"]}),
    ("pp", "ProjectParticipant", {"participant": ["firm"], "project": ["project"], "role": ["lead"]}),
    ("addr", "Address", {"full": ["somewhere"]}),
]  # fmt: skip


def loaded(folder: Path, rows: list[Row]) -> Counts:
    path = folder / "a.ftm.json"
    lines = [
        json.dumps({"id": id_, "schema": schema, "properties": p}, ensure_ascii=False)
        for id_, schema, p in rows
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return load_into(folder / "ws", find([path]), jobs=1)[0]


def facts(folder: Path) -> dict[str, dict[str, list[str]]]:
    """What is said, by class and name (or class alone): property to values, links shown by name."""
    rows = list(read_statements(sorted((folder / "ws" / "loaded").glob("*.parquet")), "subject <> source"))
    names = {s.subject: s.object for s in rows if s.predicate == "name"}
    types = {s.subject: s.object for s in rows if s.predicate == "type"}
    found: dict[str, dict[str, list[str]]] = {}
    for s in rows:
        if s.predicate not in ("type", "name"):
            key = f"{types[s.subject]} {names.get(s.subject, '')}".strip()
            found.setdefault(key, {}).setdefault(s.predicate, []).append(names.get(s.object, s.object))
    return {key: {p: sorted(set(v)) for p, v in values.items()} for key, values in found.items()}


def test_procurement_as_worked_out_by_hand(tmp_path: Path) -> None:
    counts = loaded(tmp_path, PROCUREMENT)
    assert (counts.read, counts.loaded) == (10, 10)
    found = facts(tmp_path)
    project = found["Project Made up data centre"]
    assert project == {
        "projectNumber": ["P-1"],
        "hasBuyer": ["Made Up Office"],
        "hasAgent": ["Made Up Procurement Agent"],
    }
    about = {"concerns": ["Made up data centre"]}
    assert found["Award"] == about | {
        "awardedTo": ["Ann Other", "Made Up Ltd"], "amount": ["950000.5"], "amountKind": ["award"], "currency": ["EUR"], "date": ["2020-05-01"],
        "noticeNumber": ["N-7"], "resultOf": ["Call for a data centre"], "forLot": ["2"],
    }  # fmt: skip
    assert found["Contract Made up data centre"] == about | {
        "amount": ["900000"], "amountKind": ["contract"], "currency": ["EUR"], "date": ["2020-06-01"], "methodText": ["open"],
        "signedByBuyer": ["Made Up Office"],
    }  # fmt: skip
    assert found["CallForTenders Call for a data centre"] == about | {
        "date": ["2020-01-01"], "deadline": ["2020-02-01"], "method": ["open-tender"], "methodText": ["公开招标"],
    }  # fmt: skip
    assert found["Bid"]["hasBidder"] == ["Made Up Ltd", "Rival"]
    assert found["Company Made Up Ltd"] == {
        "alias": ["MADE UP LIMITED", "MU", "Make Up Ltd"], "founded": ["2001-02-03"], "dissolved": ["2021"], "legalForm": ["Ltd"],
        "registeredIn": ["GB"],
    }  # fmt: skip
    Workspace(tmp_path / "ws").build()


def test_ownership_as_worked_out_by_hand(tmp_path: Path) -> None:
    counts = loaded(tmp_path, OWNERSHIP)
    assert (counts.read, counts.loaded) == (11, 9)
    assert dict(counts.quarantined) == {
        "an edge whose ends the file does not state": 1,
        "a schema that is left aside (Address)": 1,
    }
    rows = list(read_statements(sorted((tmp_path / "ws" / "loaded").glob("*.parquet"))))
    types = {s.subject: s.object for s in rows if s.predicate == "type"}
    edges: dict[str, dict[str, str]] = {}
    for s in rows:
        if s.subject.startswith("e-") and s.predicate not in ("type", "holder", "held"):
            edges.setdefault(s.subject, {"is": types[s.subject]})[s.predicate] = s.object
    shares = sorted((e for e in edges.values() if e["is"] == "Shareholding"), key=lambda e: e["interest"])
    assert shares == [
        {
            "is": "Shareholding",
            "interest": "beneficial",
            "stakeMin": "25",
            "stakeMax": "50",
            "since": "2018-01",
        },
        {"is": "Shareholding", "interest": "shareholding", "stake": "40", "asOf": "2020-01-01"},
    ]
    posts = {(e["role"], e["post"], e.get("until", "")) for e in edges.values() if e["is"] == "Affiliation"}
    assert posts == {("director", "Chair of the board", "2019-01-01"), ("executive", "CFO", "")}
    assert sum(e["is"] == "Participation" for e in edges.values()) == 1
    assert sorted(types.values()).count("Agent") == 1, "a legal entity of this format may be a person"
    Workspace(tmp_path / "ws").build()


def test_two_dates_are_two_opinions_and_none_is_taken(tmp_path: Path) -> None:
    once = {"name": ["Once Ltd"], "incorporationDate": ["2013-06-06"], "dissolutionDate": ["2019-08-02"]}
    twice = {"name": ["Twice Ltd"], "incorporationDate": ["2013-06-06", "2014-01-01"]}
    loaded(tmp_path, [("a", "Company", once), ("b", "Company", twice)])
    found = facts(tmp_path)
    assert found["Company Once Ltd"] == {"founded": ["2013-06-06"], "dissolved": ["2019-08-02"]}
    assert "founded" not in found.get("Company Twice Ltd", {})
