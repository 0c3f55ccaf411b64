"""Beneficial ownership statements of the versions 0.2, 0.3 and 0.4, each in its own shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govgraph.graph.statements.parquet import read_statements
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace

Json = dict[str, Any]


def loaded(folder: Path, statements: list[Json], name: str = "bods.json") -> Counts:
    path = folder / name
    path.write_text(json.dumps(statements, ensure_ascii=False), "utf-8")
    return load_into(folder / "ws", find([path]), jobs=1)[0]


def said(folder: Path, predicate: str) -> list[Statement]:
    return list(
        read_statements(sorted((folder / "ws" / "loaded").glob("*.parquet")), "predicate = ?", [predicate])
    )


def edges(folder: Path) -> list[dict[str, str]]:
    """Each holding with the names of its ends."""
    names = {s.subject: s.object for s in said(folder, "name")}
    found: dict[str, dict[str, str]] = {}
    for predicate in (
        "holder",
        "held",
        "interest",
        "stake",
        "stakeMin",
        "stakeMax",
        "since",
        "until",
        "asOf",
        "stakeMinExclusive",
        "stakeMaxExclusive",
        "interestedParty",
        "interestSubject",
    ):
        for s in said(folder, predicate):
            key = {"interestedParty": "holder", "interestSubject": "held"}.get(predicate, predicate)
            found.setdefault(s.subject, {})[key] = names.get(s.object, s.object)
    return sorted(found.values(), key=lambda edge: (edge["holder"], edge["interest"], edge.get("since", "")))


def flat(type_: str, id_: str, **more: object) -> Json:
    """A statement before 0.4: all fields on one level."""
    publication = {
        "publicationDate": "2020-06-01",
        "bodsVersion": "0.2",
        "publisher": {"name": "虚构登记处"},
        "license": "CC0",
    }
    return {
        "statementID": id_,
        "statementType": type_,
        "statementDate": "2020-05-01",
        "publicationDetails": publication,
        **more,
    }


def owns(id_: str, subject: str, party: Json, *interests: Json, **more: object) -> Json:
    ends = {"subject": {"describedByEntityStatement": subject}, "interestedParty": party}
    return flat("ownershipOrControlStatement", id_, **ends, interests=list(interests), **more)


COMPANY = flat(
    "entityStatement", "e1", entityType="registeredEntity", name="Made Up Widgets Limited", alternateNames=["Widgets"],
    incorporatedInJurisdiction={"name": "United Kingdom", "code": "GB"}, foundingDate="2010-11-18",
    identifiers=[{"scheme": "GB-COH", "id": "07444723"}],
)  # fmt: skip


def test_version_0_2(tmp_path: Path) -> None:
    statements = [
        COMPANY,
        flat("personStatement", "p1", personType="knownPerson", birthDate="1970-01", names=[{"type": "individual", "fullName": "Some  One"}]),
        flat("personStatement", "p2", personType="anonymousPerson", missingInfoReason="a minor"),
        flat("entityStatement", "e2", entityType="stateBody", name="Ministry of Made Up Affairs"),
        owns("o1", "e1", {"describedByPersonStatement": "p1"},
             {"type": "shareholding", "interestLevel": "direct", "startDate": "2016-04-06",
              "share": {"minimum": 25, "maximum": 50, "exclusiveMinimum": True, "exclusiveMaximum": False}},
             {"type": "voting-rights", "interestLevel": "direct", "share": {"exact": 40}},
             {"type": "rights-to-profit-or-income"}),
        owns("o2", "e1", {"describedByEntityStatement": "e2"}, {"type": "other-influence-or-control", "details": "golden share"}),
        owns("o3", "e1", {"unspecified": {"reason": "no-beneficial-owners", "description": "none"}}, {"type": "shareholding"}),
        owns("o4", "e2", {"describedByPersonStatement": "p1"}, {"type": "shareholding"}),
    ]  # fmt: skip
    counts = loaded(tmp_path, statements)
    assert (counts.format, counts.read, counts.loaded, counts.duplicates) == ("bods", 8, 5, 0)
    assert dict(counts.quarantined) == {
        "an entity or person without name (a minor)": 1,
        "an interested party that is not named (no-beneficial-owners)": 1,
        "a relationship in which a public body is owned": 1,
    }
    person = {"holder": "Some One", "held": "Made Up Widgets Limited"}
    assert edges(tmp_path) == [
        {"holder": "Ministry of Made Up Affairs", "held": "Made Up Widgets Limited", "interest": "control", "asOf": "2020-05-01"},
        {**person, "interest": "profit-or-income", "asOf": "2020-05-01"},
        {**person, "interest": "shareholding", "stakeMin": "25", "stakeMinExclusive": "true", "stakeMax": "50",
         "since": "2016-04-06", "asOf": "2020-05-01"},
        {**person, "interest": "voting-rights", "stake": "40", "asOf": "2020-05-01"},
    ]  # fmt: skip
    assert sorted(s.object for s in said(tmp_path, "alias")) == ["United Kingdom", "Widgets"]
    assert {s.object for s in said(tmp_path, "identifier")} == {"gb-coh:07444723", "iso3166:GB"}
    assert [s.object for s in said(tmp_path, "publisherName")] == ["虚构登记处"]
    assert not any(
        "1970" in s.object for s in read_statements(sorted((tmp_path / "ws" / "loaded").glob("*.parquet")))
    )
    Workspace(tmp_path / "ws").build()


def test_version_0_3_with_statements_that_replace_others(tmp_path: Path) -> None:
    """The company got a new statement, the holding too; who still points at the old ones means the new."""
    party = {"describedByPersonStatement": "p1"}
    shares = {"type": "shareholding", "share": {"exact": 100}}
    statements = [
        flat("entityStatement", "e1", entityType="registeredEntity", name="Old Name Ltd", jurisdiction={"name": "Ireland", "code": "IE"}),
        flat("entityStatement", "e1b", entityType="registeredEntity", name="New Name Ltd", replacesStatements=["e1"], statementDate="2021-01-01"),
        flat("personStatement", "p1", personType="knownPerson", names=[{"fullName": "Some One"}], isComponent=False),
        flat("entityStatement", "t", entityType="arrangement", name="A Family Trust", isComponent=True),
        owns("o1", "e1", party, {**shares, "directOrIndirect": "indirect", "beneficialOwnershipOrControl": True},
             isComponent=False, componentStatementIDs=["t", "o2", "o3"]),
        owns("o2", "e1b", {"describedByEntityStatement": "t"}, {**shares, "directOrIndirect": "direct"}, isComponent=True),
        owns("o3", "t", party, {"type": "trustee", "startDate": "2019-01-01", "endDate": "2020-03-01"}, isComponent=True),
        owns("o4", "e1", party, {"type": "boardMember", "startDate": "2018-01-01"}),
        owns("o5", "e1b", party, {"type": "boardMember", "startDate": "2018-01-01", "endDate": "2020-12-31"},
             {"type": "boardChair", "startDate": "2018-01-01"}, replacesStatements=["o4"], statementDate="2021-01-01"),
    ]  # fmt: skip
    counts = loaded(tmp_path, statements)
    assert (counts.read, counts.loaded, counts.duplicates) == (9, 7, 2), counts.quarantined
    company = {"held": "New Name Ltd"}
    assert edges(tmp_path) == [
        {**company, "holder": "A Family Trust", "interest": "shareholding", "stake": "100", "asOf": "2020-05-01"},
        {**company, "holder": "Some One", "interest": "beneficial", "stake": "100", "asOf": "2020-05-01"},
        {**company, "holder": "Some One", "interest": "board-chair", "since": "2018-01-01", "asOf": "2021-01-01"},
        {**company, "holder": "Some One", "interest": "board-member", "since": "2018-01-01", "until": "2020-12-31"},
        {"held": "A Family Trust", "holder": "Some One", "interest": "trustee", "since": "2019-01-01", "until": "2020-03-01"},
    ]  # fmt: skip
    Workspace(tmp_path / "ws").build()


def test_version_0_4_bounds_and_parties_without_a_name(tmp_path: Path) -> None:
    def record(type_: str, id_: str, found: Json) -> Json:
        head = {"statementId": f"s-{id_}", "statementDate": "2024-01-01", "recordStatus": "new"}
        return {**head, "recordId": id_, "recordType": type_, "recordDetails": found}

    interest = {
        "type": "votingRights",
        "directOrIndirect": "direct",
        "share": {"exclusiveMinimum": 25, "maximum": 50},
    }
    statements = [
        record("entity", "e", {"entityType": {"type": "registeredEntity"}, "name": "Made Up SA", "jurisdiction": {"code": "US-DE"}}),
        record("person", "p", {"personType": "knownPerson", "names": [{"fullName": "Some One"}, {"fullName": "S. One"}]}),
        record("relationship", "r", {"subject": "e", "interestedParty": "p", "interests": [interest]}),
        record("relationship", "x", {"subject": "e", "interestedParty": {"reason": "subjectExemptFromDisclosure"}, "interests": [interest]}),
        record("relationship", "y", {"subject": {"reason": "unknown"}, "interestedParty": "p", "interests": [interest]}),
    ]  # fmt: skip
    counts = loaded(tmp_path, statements)
    assert counts.loaded == 4
    assert list(counts.quarantined) == ["a relationship whose ends the file does not state"]
    share = {"interest": "voting-rights", "stakeMin": "25", "stakeMinExclusive": "true", "stakeMax": "50"}
    assert edges(tmp_path) == [
        {"holder": holder, "held": "Made Up SA", **share, "asOf": "2024-01-01"}
        for holder in ("Some One", "未披露持有人")
    ]
    assert [s.object for s in said(tmp_path, "undisclosedReason")] == ["subject-exempt"]
    assert [s.object for s in said(tmp_path, "registeredIn")] == ["region-iso-us-de"]
    Workspace(tmp_path / "ws").build()


def test_version_0_4_shares_held_jointly_and_a_nomination(tmp_path: Path) -> None:
    """What an arrangement holds is its own; a nominee, a nominator and a seat on a board are no control."""

    def record(type_: str, id_: str, **found: object) -> Json:
        head = {"statementId": f"s-{id_}", "statementDate": "2024-01-01", "recordStatus": "new"}
        return {**head, "recordId": id_, "recordType": type_, "recordDetails": found}

    def holds(id_: str, subject: str, party: str, type_: str, **more: object) -> Json:
        interest = {"type": type_, "startDate": "2023-05-01", **more}
        return record("relationship", id_, subject=subject, interestedParty=party, interests=[interest])

    statements = [
        record("entity", "firm", entityType={"type": "registeredEntity"}, name="Made Up SA"),
        record("entity", "both", entityType={"type": "arrangement"}, name="Joint holding"),
        record("entity", "seat", entityType={"type": "arrangement", "subtype": "nomination"}, name="A nomination", isComponent=True),
        record("person", "p", personType="knownPerson", names=[{"fullName": "Some One"}]),
        record("person", "q", personType="knownPerson", names=[{"fullName": "An Other"}]),
        holds("r1", "firm", "both", "shareholding", share={"exact": 100}),
        holds("r2", "both", "p", "shareholding", share={"exact": 50}),
        holds("r3", "both", "q", "shareholding", share={"exact": 50}),
        holds("r4", "seat", "p", "nominator"),
        holds("r5", "seat", "q", "nominee"),
        holds("r6", "firm", "seat", "boardMember"),
    ]  # fmt: skip
    assert loaded(tmp_path, statements).loaded == len(statements)
    found = [(e["holder"], e["held"], e["interest"], e.get("stake", "")) for e in edges(tmp_path)]
    assert sorted(found) == [
        ("A nomination", "Made Up SA", "board-member", ""),
        ("An Other", "A nomination", "nominee", ""),
        ("An Other", "Joint holding", "shareholding", "50"),
        ("Joint holding", "Made Up SA", "shareholding", "100"),
        ("Some One", "A nomination", "nominator", ""),
        ("Some One", "Joint holding", "shareholding", "50"),
    ]
    assert {e["since"] for e in edges(tmp_path)} == {"2023-05-01"}
    Workspace(tmp_path / "ws").build()


def test_companies_of_one_jurisdiction_in_two_registers_are_one(tmp_path: Path) -> None:
    loaded(tmp_path, [COMPANY], "one.json")
    other = COMPANY | {"name": "MADE UP WIDGETS LTD", "identifiers": []}
    loaded(tmp_path, [other], "two.json")
    loaded(
        tmp_path, [other | {"incorporatedInJurisdiction": {"code": "IE", "name": "Ireland"}}], "three.json"
    )
    workspace = Workspace(tmp_path / "ws")
    workspace.build()
    merged = (workspace.current.folder / "merged.tsv").read_text("utf-8").split("\n")
    assert len([line for line in merged if line]) == 1
