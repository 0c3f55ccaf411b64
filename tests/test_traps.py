"""The traps of the sources, by name: what a careless reading would have stored as a fact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import FACTS
from govgraph.workspace import Workspace
from tests.bundled import ARTICLE


@pytest.fixture(scope="module")
def statements(bundled: Workspace) -> list[Statement]:
    return list(read_statements(bundled.current.statement_files))


def cypher(workspace: Workspace, text: str) -> list[tuple[Any, ...]]:
    store = workspace.open("embedded")
    try:
        return list(store.run(text, {}).rows)
    finally:
        store.close()


def test_no_guess_is_an_award(bundled: Workspace) -> None:
    """Paragraph 19 expects Huawei, Tencent, Alibaba and Inspur in Dongguan."""
    guessed = cypher(
        bundled,
        "MATCH (g)<-[:CLAIM_SUBJECT]-(c:Claim {predicate: 'takesPartIn', modality: 'speculated'})-[:CLAIM_OBJECT]->(p) "
        "RETURN g.id AS g, p.id AS p",
    )
    assert {p for _, p in guessed} == {"dongguan-dg-2019"}
    assert {g for g, _ in guessed} == {"huawei", "tencent", "alibaba", "inspur"}
    for group, project in guessed:
        assert not cypher(
            bundled,
            f"MATCH (g {{id: '{group}'}})-[r:TAKES_PART_IN]->(p {{id: '{project}'}}) RETURN r.id AS id",
        )
    winners = cypher(
        bundled,
        "MATCH (:Thing {id: 'dongguan-dg-2019'})<-[:CONCERNS]-(:Award)-[:AWARDED_TO]->(w)<-[:MEMBER_OF_CONSORTIUM*0..1]-(m) "
        "RETURN DISTINCT m.id AS id",
    )
    assert not {"tencent", "alibaba", "inspur", "huawei"} & {w for (w,) in winners}


def test_an_award_goes_to_whom_the_source_prints(bundled: Workspace) -> None:
    """Once each: a consortium for its members, a brand only where a page prints no more than a brand."""
    awards = cypher(bundled, "MATCH (a:Award)-[:AWARDED_TO]->(w) RETURN a.id AS a, w.id AS w ORDER BY a")
    assert len({a for a, _ in awards}) == len(awards)
    consortia = {w for _, w in awards if w.endswith("-consortium") or "-consortium-" in w}
    assert consortia == {
        "dongguan-huawei-consortium", "liaoyang-consortium", "rongcheng-consortium",
        "wuhan-consortium-fiberhome-tencent", "yantian-consortium",
    }  # fmt: skip
    others = {w for _, w in awards} - consortia
    assert others == {
        "alibaba", "china-mobile", "china-telecom", "china-unicom", "huawei-cloud", "hunan-mobile", "iflytek",
        "jingshi-big-data", "telecom-digital-intelligence", "tencent-cloud-computing", "unicom-digital-short",
    }  # fmt: skip


def test_no_rival_is_a_partner(bundled: Workspace) -> None:
    """Wuhan's five bids: members of different bids are linked by nothing but the project."""
    partners = cypher(bundled, "MATCH (a)-[:STRATEGIC_PARTNER_OF]-(b) RETURN DISTINCT a.id AS a, b.id AS b")
    assert {pair for pair in partners if "digital-guangdong" not in pair} == set()
    tied = cypher(
        bundled,
        "MATCH (g)-[t:TIED_TO]->(p:Project {id: 'wuhan-smart-city-1'}) RETURN DISTINCT g.name AS n ORDER BY n",
    )
    assert {n for (n,) in tied} <= {"腾讯", "烽火科技"}
    assert tied


def test_no_plan_is_a_stake(bundled: Workspace) -> None:
    """The increase of 2021 was planned; 32.92, 29.92 and 16.74 are no stakes."""
    stakes = {
        s
        for (s,) in cypher(
            bundled, "MATCH ()-[r:HOLDS_SHARES_IN]->(:Thing {id: 'digital-guangdong'}) RETURN r.stake AS s"
        )
        if s
    }
    assert stakes == {49.0, 18.0, 16.5}
    planned = cypher(
        bundled,
        "MATCH (c:Claim {predicate: 'holdsSharesIn', modality: 'planned'})-[:CLAIM_OBJECT]->(:Thing {id: 'digital-guangdong'}) "
        "WHERE c.stake IS NOT NULL RETURN c.stake AS s ORDER BY s",
    )
    assert [s for (s,) in planned] == [16.74, 29.92, 32.92]


def test_a_rounding_is_no_second_amount(statements: list[Statement]) -> None:
    """27.4亿 beside 2742462000."""
    amounts = {s.object for s in statements if s.predicate == "amount" and s.source == ARTICLE}
    assert "2742462000" in amounts
    assert not {a for a in amounts if Decimal("2.73e9") < Decimal(a) < Decimal("2.75e9")} - {"2742462000"}


def test_changshas_tender_is_not_the_earlier_project(bundled: Workspace) -> None:
    found = cypher(
        bundled,
        "MATCH (c:CallForTenders)-[:CONCERNS]->(p:Project) WHERE c.amount = 240000000.0 RETURN p.id AS id",
    )
    assert len(found) == 1
    met = cypher(
        bundled,
        "MATCH (:Thing {id: 'tencent'})-[:TAKES_PART_IN]->(p)<-[:TAKES_PART_IN]-(:Thing {id: 'huawei'}) RETURN p.id AS id",
    )
    assert met
    assert met != found


def test_who_does_what_in_changsha_is_not_said(statements: list[Statement]) -> None:
    assert not [s for s in statements if s.predicate == "domain"]
    covered = [s for s in statements if s.predicate == "coversDomain"]
    assert {s.object for s in covered if s.subject == "changsha-smart-city"} == {
        "city-brain",
        "government-cloud",
    }


def test_guangdongs_may_award_names_no_winner(bundled: Workspace) -> None:
    award = cypher(
        bundled,
        "MATCH (a:Award) WHERE a.amount = 1000000000.0 RETURN a.id AS id, a.amountPrecision AS p, a.datePrecision AS d",
    )
    assert [(p, d) for _, p, d in award] == [("rounded", "month")]
    assert not cypher(bundled, f"MATCH (:Award {{id: '{award[0][0]}'}})-[:AWARDED_TO]->(w) RETURN w.id AS id")


def test_the_publicity_is_no_award(bundled: Workspace) -> None:
    named = cypher(bundled, "MATCH (s:SingleSourcePublicity)-[:NAMES_SUPPLIER]->(v) RETURN v.id AS v")
    assert named == [("digital-guangdong",)]
    assert not cypher(
        bundled, "MATCH (:Award)-[:AWARDED_TO]->(:Thing {id: 'digital-guangdong'}) RETURN 1 AS one"
    )


def test_the_year_is_inferred_and_says_so(statements: list[Statement]) -> None:
    dates = [s for s in statements if s.source == ARTICLE and s.predicate == "date"]
    assert len(dates) >= 4
    assert {s.modality for s in dates} == {"inferred"}
    assert all(s.rule for s in dates)


def test_one_award_amount_for_a_consortium(bundled: Workspace) -> None:
    assert cypher(
        bundled,
        "MATCH (a:Award)-[:CONCERNS]->(:Thing {id: 'dongguan-dg-2019'}) RETURN a.amount AS a, a.amountText AS t",
    ) == [(2741280000.0, "2741280000")]


def test_claims_are_no_relationships_and_no_triples(bundled: Workspace, statements: list[Statement]) -> None:
    """Nothing speculated, planned, assessed or denied is a relationship, or a plain triple in any graph."""
    claimed = {
        (s.subject, s.predicate, s.object)
        for s in statements
        if s.modality not in FACTS and s.datatype == "entity" and s.predicate != "type"
    }
    firm = {(s.subject, s.predicate, s.object) for s in statements if s.modality in FACTS}
    assert len(claimed - firm) > 15
    rdf = bundled.open("sparql")
    for subject, predicate, object_ in claimed - firm:
        ask = (
            "PREFIX gg: <https://w3id.org/govgraph/ontology#> PREFIX id: <https://w3id.org/govgraph/id/> "
            f"SELECT * {{ {{ id:{subject} gg:{predicate} id:{object_} }} UNION {{ GRAPH ?g {{ id:{subject} gg:{predicate} id:{object_} }} }} }}"
        )
        assert not rdf.run(ask, {}).rows, (subject, predicate, object_)
    rdf.close()
