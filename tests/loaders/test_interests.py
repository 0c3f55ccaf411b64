"""What kind an interest in a company is, how large, until when, and whose where nobody is named: BODS and FtM."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace
from tests.bundled import SHARED

Json = dict[str, Any]
#: The types of 0.2, 0.3 and 0.4 as their code lists have them, and what each is here.
OWNING = {
    "shareholding": "shareholding", "voting-rights": "voting-rights", "votingRights": "voting-rights",
    "appointment-of-board": "appointment", "appointmentOfBoard": "appointment",
    "influence-or-control": "control", "other-influence-or-control": "control", "otherInfluenceOrControl": "control",
    "other-influence-or-control-of-trust": "control", "controlViaCompanyRulesOrArticles": "control",
    "controlByLegalFramework": "control", "beneficiary-of-trust": "beneficiary",
    "beneficiaryOfLegalArrangement": "beneficiary", "rights-to-surplus-assets": "surplus-assets",
    "rightsToSurplusAssetsOnDissolution": "surplus-assets", "rights-to-profit-or-income": "profit-or-income",
    "rightsToProfitOrIncome": "profit-or-income", "rightToProfitOrIncomeFromAssets": "profit-or-income",
    "enjoymentAndUseOfAssets": "use-of-assets",
}  # fmt: skip
OTHER = {
    "boardMember": "board-member", "boardChair": "board-chair", "senior-managing-official": "senior-managing-official",
    "seniorManagingOfficial": "senior-managing-official", "settlor": "settlor", "settlor-of-trust": "settlor",
    "trustee": "trustee", "trustee-of-trust": "trustee", "protector": "protector", "protector-of-trust": "protector",
    "rights-granted-by-contract": "contract-rights", "rightsGrantedByContract": "contract-rights",
    "conditional-rights-granted-by-contract": "conditional-contract-rights",
    "conditionalRightsGrantedByContract": "conditional-contract-rights",
    "nominee": "nominee", "nominator": "nominator", "unpublishedInterest": "unpublished", "unknownInterest": "unknown",
    "": "unknown", "goldenShare": "unknown",
}  # fmt: skip
REASONS = {
    "subject-unable-to-confirm-or-identify-beneficial-owner": "subject-unable",
    "subjectUnableToConfirmOrIdentifyBeneficialOwner": "subject-unable",
    "interested-party-has-not-provided-information": "party-silent",
    "interestedPartyExemptFromDisclosure": "party-exempt",
    "subject-exempt-from-disclosure": "subject-exempt",
    "informationUnknownToPublisher": "unknown",
    "unknown": "unknown",
    "a minor": "other",
    "": "unstated",
}  # fmt: skip


def record(kind: str, id_: str, found: Mapping[str, Any], **more: str) -> Json:
    head = {"statementId": f"s-{id_}", "statementDate": "2024-01-01", "recordStatus": "new", **more}
    return {**head, "recordId": id_, "recordType": kind, "recordDetails": dict(found)}


def company(id_: str, name: str) -> Json:
    return record("entity", id_, {"entityType": {"type": "registeredEntity"}, "name": name})


def holds(id_: str, subject: str, party: object, *interests: Json, **more: str) -> Json:
    details = {"subject": subject, "interestedParty": party, "interests": list(interests)}
    return record("relationship", id_, details, **more)


def built(folder: Path, content: object, name: str = "a.json") -> tuple[Counts, Workspace]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / name).write_text(text, "utf-8")
    counts = load_into(folder / "ws", find([folder / name]), jobs=1)[0]
    workspace = Workspace(folder / "ws")
    workspace.build()
    return counts, workspace


def rows(workspace: Workspace, engine: str, text: str) -> list[tuple[Any, ...]]:
    store = workspace.open(engine)
    try:
        return sorted((tuple(row) for row in store.run(text, {}).rows), key=str)
    finally:
        store.close()


def test_each_type_of_interest_is_what_it_says(tmp_path: Path) -> None:
    """One company for each type; what is neither ownership nor control makes nobody an owner."""
    types = list(OWNING | OTHER)
    statements = [company("holder", "虚构控股有限公司")]
    for number, type_ in enumerate(types):
        interest = {"type": type_} if type_ else {"directOrIndirect": "unknown"}
        statements += [company(f"c{number}", f"虚构{number}号有限公司"), holds(f"r{number}", f"c{number}", "holder", interest)]  # fmt: skip
    counts, workspace = built(tmp_path, statements)
    assert counts.loaded == len(statements)
    assert dict(counts.set_aside) == {"a kind of interest that the standard does not have": 1}
    stated = "MATCH ()-[r:HOLDS_SHARES_IN|HAS_OTHER_INTEREST_IN]->(c) RETURN c.name AS company, type(r) AS way, r.interest AS interest"
    assert rows(workspace, "embedded", stated) == sorted(
        (f"虚构{types.index(type_)}号有限公司", way, code)
        for way, codes in (("HOLDS_SHARES_IN", OWNING), ("HAS_OTHER_INTEREST_IN", OTHER))
        for type_, code in codes.items()
    )
    owned = rows(workspace, "embedded", "MATCH ()-[:HAS_INTEREST_IN]->(c) RETURN c.name AS company")
    assert owned == sorted((f"虚构{types.index(type_)}号有限公司",) for type_ in OWNING)


def test_who_is_not_named_can_be_asked_for(tmp_path: Path) -> None:
    """With the reason, in Cypher and in SPARQL; that there is nobody makes no holder."""
    statements = [company("e", "虚构甲有限公司")]
    for number, reason in enumerate(REASONS):
        party = {"reason": reason, "description": "虚构说明"} if reason else {"unspecified": {}}
        statements.append(holds(f"r{number}", "e", party))
    statements.append(holds("none", "e", {"reason": "noBeneficialOwners"}))
    counts, workspace = built(tmp_path, statements)
    assert dict(counts.quarantined) == {"an interested party that is not named (noBeneficialOwners)": 1}
    assert dict(counts.set_aside) == {"a holder without name, kept as undisclosed": len(REASONS)}
    wanted = sorted((reason, "unknown") for reason in REASONS.values())
    cypher = """MATCH (h:Agent)-[r:HAS_OTHER_INTEREST_IN]->() WHERE h.undisclosedReason IS NOT NULL
        RETURN h.undisclosedReason AS reason, r.interest AS interest"""
    sparql = """PREFIX gg: <https://w3id.org/govgraph/ontology#>
        SELECT ?reason ?interest WHERE { ?h gg:undisclosedReason ?reason . ?r gg:interestedParty ?h ; gg:interest ?interest }"""
    assert rows(workspace, "embedded", cypher) == rows(workspace, "sparql", sparql) == wanted
    words = rows(
        workspace, "embedded", "MATCH (h:Agent {undisclosedReason: 'other'}) RETURN h.description AS d"
    )
    assert words == [("a minor: 虚构说明",)]


def test_bounds_periods_and_loops(tmp_path: Path) -> None:
    """What cannot be is set aside by itself: the other interest of its statement stays."""

    def interest(type_: str, since: str = "", until: str = "", **share: object) -> Json:
        return {"type": type_, "share": share, "startDate": since, "endDate": until}

    statements = [
        company("a", "虚构甲有限公司"), company("b", "虚构乙有限公司"), company("c", "虚构丙有限公司"),
        holds("loop", "a", "a", interest("shareholding", exact=5)),
        holds("bounds", "a", "b", interest("shareholding", minimum=75, maximum=25),
              interest("votingRights", exclusiveMinimum=25, exclusiveMaximum=50)),
        holds("equal", "b", "c", interest("shareholding", minimum=50, maximum=50, exclusiveMaximum=True)),
        holds("outside", "b", "c", interest("shareholding", exact=60, minimum=25, maximum=50)),
        holds("closed", "c", "a", interest("shareholding", since="2025-01-01"), recordStatus="closed"),
        holds("year", "c", "a", interest("votingRights", since="2020-05-01", until="2020", exact=150)),
        holds("twice", "c", "b", interest("shareholding", exact=10), interest("shareholding", exact=20), interest("shareholding")),
    ]  # fmt: skip
    counts, workspace = built(tmp_path, statements)
    assert dict(counts.quarantined) == {
        "a company that holds itself": 1,
        "a least share that is above the greatest": 1,
        "a share outside its own bounds": 1,
        "a period that ends before it starts": 1,
    }
    assert dict(counts.set_aside) == {
        "a least share that is above the greatest": 1,
        "a share that is no part of a hundred": 1,
        "another share of the same kind at the same time": 1,
    }
    stated = """MATCH (h)-[r:HOLDS_SHARES_IN]->(c)
        RETURN h.name AS holder, c.name AS company, r.interest AS interest, r.stake AS stake, r.stakeMin AS least,
               r.stakeMinExclusive AS more, r.stakeMax AS most, r.stakeMaxExclusive AS less, toString(r.until) AS until"""
    assert rows(workspace, "embedded", stated) == [
        ("虚构乙有限公司", "虚构丙有限公司", "shareholding", 10.0, None, None, None, None, None),
        ("虚构乙有限公司", "虚构甲有限公司", "voting-rights", None, 25.0, True, 50.0, True, None),
        ("虚构甲有限公司", "虚构丙有限公司", "voting-rights", None, None, None, None, None, "2020-01-01"),
    ]


FTM = [
    ("firm", "Company", {"name": ["Made Up Ltd"]}), ("board", "Company", {"name": ["Directors Ltd"]}),
    ("ann", "Person", {"name": ["Ann Other"]}), ("agent", "LegalEntity", {"name": ["An Agent"]}),
    ("d", "Directorship", {"director": ["board"], "organization": ["firm"], "startDate": ["2019"]}),
    ("p", "Directorship", {"director": ["ann"], "organization": ["firm"]}),
    ("r", "Representation", {"agent": ["agent"], "client": ["firm"], "endDate": ["2021-02-03"]}),
    ("u", "UnknownLink", {"subject": ["ann"], "object": ["firm"], "role": ["see file"]}),
    ("n", "Ownership", {"owner": ["agent"], "asset": ["firm"], "role": ["Nominee shareholder"],
                        "percentage": ["more than 25% but not more than 50%"]}),
    ("o", "Ownership", {"owner": ["ann"], "asset": ["firm"], "percentage": ["over 75%"]}),
    ("odd", "Ownership", {"owner": ["board"], "asset": ["firm"], "percentage": ["a good deal"]}),
    ("self", "Ownership", {"owner": ["firm"], "asset": ["firm"], "percentage": ["5"]}),
    ("back", "Ownership", {"owner": ["ann"], "asset": ["firm"], "startDate": ["2020-05"], "endDate": ["2019"]}),
]  # fmt: skip


def test_followthemoney_links_that_are_no_ownership(tmp_path: Path) -> None:
    lines = (json.dumps({"id": id_, "schema": schema, "properties": p}) for id_, schema, p in FTM)
    counts, workspace = built(tmp_path, "\n".join(lines) + "\n", "a.ftm.json")
    assert (counts.read, counts.loaded) == (13, 11)
    assert dict(counts.quarantined) == {
        "a company that holds itself": 1,
        "a period that ends before it starts": 1,
    }
    assert dict(counts.set_aside) == {"a percentage that is not read": 1}
    stated = """MATCH (h)-[r:HOLDS_SHARES_IN|HAS_OTHER_INTEREST_IN|AFFILIATED_WITH]->(c)
        RETURN h.name AS holder, type(r) AS way, coalesce(r.interest, r.role) AS kind,
               r.stakeMin AS least, r.stakeMinExclusive AS more, r.stakeMax AS most"""
    assert rows(workspace, "embedded", stated) == [
        ("An Agent", "HAS_OTHER_INTEREST_IN", "nominee", 25.0, True, 50.0),
        ("An Agent", "HAS_OTHER_INTEREST_IN", "representative", None, None, None),
        ("Ann Other", "AFFILIATED_WITH", "director", None, None, None),
        ("Ann Other", "HAS_OTHER_INTEREST_IN", "unknown", None, None, None),
        ("Ann Other", "HOLDS_SHARES_IN", "shareholding", 75.0, True, None),
        ("Directors Ltd", "HAS_OTHER_INTEREST_IN", "board-member", None, None, None),
        ("Directors Ltd", "HOLDS_SHARES_IN", "shareholding", None, None, None),
    ]


def test_an_interest_ends_with_the_holding_it_rests_on(tmp_path: Path) -> None:
    """Of a way with its first end, of several with the last; one that is open keeps the interest open."""
    made: list[tuple[str, str, Mapping[str, list[str]]]] = [
        (name, "Company", {"name": [f"Made Up {name} Ltd"]}) for name in "abcdef"
    ]
    held = {
        "ab": ["2020-05"], "bc": ["2018-01-01"], "ad": ["2019"], "dc": [], "ce": [], "bf": ["2021"], "fe": ["2022"],
    }  # fmt: skip
    made += [(pair, "Ownership", {"owner": [pair[0]], "asset": [pair[1]], "endDate": until}) for pair, until in held.items()]  # fmt: skip
    made.append(("df", "Ownership", {"owner": ["d"], "asset": ["f"]}))
    made.append(("df2", "Ownership", {"owner": ["d"], "asset": ["f"], "startDate": ["2010"], "endDate": ["2011"]}))  # fmt: skip
    lines = (json.dumps({"id": id_, "schema": schema, "properties": p}) for id_, schema, p in made)
    _, workspace = built(tmp_path, "\n".join(lines) + "\n", "a.ftm.json")
    wanted = {
        # a-b-c ended in 2018, a-d-c in 2019; a-b-f-e in May 2020, a-d-f-e in 2019
        "ab": "2020-05", "ac": "2019", "ad": "2019", "ae": "2020-05", "af": "2020-05", "bc": "2018-01-01", "be": "2021",
        "bf": "2021", "fe": "2022", "ce": "", "dc": "", "de": "", "df": "",
    }  # fmt: skip
    precise = {4: "year", 7: "month", 10: "day", 0: None}
    cypher = "MATCH (a)-[r:HAS_INTEREST_IN]->(b) RETURN a.name AS a, b.name AS b, toString(r.until) AS until, r.untilPrecision AS known"
    sparql = """PREFIX gg: <https://w3id.org/govgraph/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?a ?b (STR(?end) AS ?until) ?known WHERE { ?s rdf:predicate gg:hasInterestIn ; rdf:subject/gg:name ?a ; rdf:object/gg:name ?b
        OPTIONAL { ?s gg:until ?end ; gg:untilPrecision ?known } }"""
    expected = sorted(
        (
            f"Made Up {a} Ltd",
            f"Made Up {b} Ltd",
            (until + "-01-01"[: 10 - len(until)]) if len(until) == 4 else f"{until}-01" if len(until) == 7 else until or None,
            precise[len(until)],
        )
        for (a, b), until in wanted.items()
    )  # fmt: skip
    assert rows(workspace, "embedded", cypher) == expected
    assert rows(workspace, "sparql", sparql) == expected


@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the shared cases are not here")
def test_shared_cases(tmp_path: Path) -> None:
    """Holders declared unknown and exempt are kept, and an ended holding ends the interest."""
    interop = SHARED / "cases" / "interop"
    counts, _ = built(tmp_path, (interop / "unspecified.json").read_text("utf-8"))
    assert (counts.read, counts.loaded) == (8, 8)
    asked = """MATCH (h:Agent)-[r]->(c) WHERE h.undisclosedReason IS NOT NULL AND r.interest IS NOT NULL
        RETURN h.undisclosedReason AS why, r.interest AS interest"""
    workspace = Workspace(tmp_path / "ws")
    assert rows(workspace, "embedded", asked) == [("subject-exempt", "unknown"), ("unknown", "shareholding")]
    more = "MATCH ()-[r:HOLDS_SHARES_IN {stakeMin: 25}]->() RETURN r.stakeMinExclusive AS more"
    assert rows(workspace, "embedded", more) == [(True,)]
    (tmp_path / "ftm").mkdir()
    _, workspace = built(tmp_path / "ftm", (interop / "own.ftm.json").read_text("utf-8"), "own.ftm.json")
    ended = "MATCH ()-[r:HAS_INTEREST_IN]->() WHERE r.until IS NOT NULL RETURN toString(r.until) AS until"
    assert rows(workspace, "embedded", ended) == [("2020-05-01",)]
