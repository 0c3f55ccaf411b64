"""The traps of the sources, by name: what a careless reading would have stored as a fact."""

from __future__ import annotations

import re
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
        "MATCH (c:Claim {predicate: 'takesPartIn', modality: 'speculated'}) RETURN c.subjectId AS g, c.objectId AS p",
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


def test_an_award_goes_to_whom_the_source_prints(bundled: Workspace, statements: list[Statement]) -> None:
    """A bare brand is the group, never one of its companies; several winners only side by side, without a sum."""
    groups = {s.subject for s in statements if s.predicate == "type" and s.object == "CorporateGroup"}
    printed = [s for s in statements if s.predicate in ("awardedTo", "hasBidder", "holder")]
    bare = {"腾讯", "华为", "阿里", "阿里巴巴", "浪潮", "中国移动", "中国电信", "中国联通", "联想", "紫光"}
    named = [s for s in printed if s.surface in bare]
    assert len(named) > 20
    companies = {(s.surface, s.object, s.source) for s in named if s.object not in groups}
    # the company calls itself so, or its holder, in a notice of its own
    assert companies == {("中国移动", "china-mobile-communication", "iflytek-report-2019")}
    awards = cypher(
        bundled, "MATCH (a:Award)-[:AWARDED_TO]->(w) RETURN a.id AS a, count(w) AS n, a.amount AS amount"
    )
    several = {a: amount for a, n, amount in awards if n > 1}
    in_tables = {a for a in several if a.startswith("award-")}
    assert set(several) - in_tables == {"digital-licang-award", "chongqing-gov-cloud-award"}
    assert len(in_tables) == 2  # two names side by side in a record of the hospitals' list
    assert set(several.values()) == {None}


def test_a_consortium_wins_for_its_members(bundled: Workspace) -> None:
    """Once each: a consortium for its members, a brand only where a page prints no more than a brand."""
    winners = cypher(
        bundled, "MATCH (a:Award)-[:AWARDED_TO]->(w) RETURN a.id AS a, w.id AS w, labels(w) AS l ORDER BY a"
    )
    # those of tables have ids of hashes
    curated = [(w, labels) for a, w, labels in winners if not re.fullmatch("award-[0-9a-f]{20}", a)]
    assert {w for w, labels in curated if "Consortium" in labels} == {
        "baoan-hospital-consortium", "dongguan-cloud-consortium", "dongguan-huawei-consortium",
        "guiyang-huawei-consortium", "huati-lamps-consortium", "liaoyang-consortium", "rongcheng-consortium",
        "shensi-jinan-consortium", "suzhou-compute-consortium", "turpan-consortium",
        "wuhan-consortium-fiberhome-tencent", "xiamen-siming-consortium", "yantian-consortium",
    }  # fmt: skip
    assert {w for w, labels in curated if "CorporateGroup" in labels} == {
        "alibaba", "china-mobile", "china-telecom", "china-unicom", "huawei", "iflytek",
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
        "MATCH (c:Claim {predicate: 'holdsSharesIn', modality: 'planned', objectId: 'digital-guangdong'}) "
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
    named = cypher(
        bundled,
        "MATCH (s:SingleSourcePublicity)-[:NAMES_SUPPLIER]->(v) RETURN s.id AS s, v.id AS v, v.name AS n",
    )
    assert [v for s, v, _ in named if s == "guangdong-single-source"] == ["digital-guangdong"]
    assert len(named) == 13  # of the article, of five curated notices, and of seven in the table
    won = cypher(
        bundled,
        "MATCH (s:SingleSourcePublicity)-[:NAMES_SUPPLIER]->(v), (s)-[:CONCERNS]->(p)<-[:CONCERNS]-(:Award)-[:AWARDED_TO]->(v) "
        "RETURN DISTINCT v.name AS n ORDER BY n",
    )
    # by notices of award of their own
    assert won == [
        ("山东新骏耀信息科技有限公司",),
        ("山东瑞济智能科技有限公司",),
        ("济南德健信息技术有限公司",),
    ]
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


def test_the_authors_judgement_is_no_fact(bundled: Workspace) -> None:
    """What marks Zhejiang and Jiangsu, what Dongguan will need, whom its winner must work with."""
    models = cypher(bundled, "MATCH (r:Region)-[:FOLLOWS_MODEL]->(m) RETURN r.id AS r, m.id AS m")
    assert models == [("guangdong", "government-enterprise-separation")]
    judged = cypher(
        bundled,
        "MATCH (c:Claim {modality: 'assessed'}) RETURN c.subjectId AS s, c.predicate AS p, c.objectId AS o",
    )
    assert {
        ("zhejiang", "followsModel", "optimised-user-experience"),
        ("jiangsu", "followsModel", "smart-city-building"),
        ("china", "followsModel", "single-operator"),
        ("dongguan-dg-2019", "coordinatesWith", "tencent"),
    } <= set(judged)
    needed = {o for s, p, o in judged if (s, p) == ("dongguan-dg-2019", "requiresCapability")}
    assert {"video", "internet", "big-data", "internet-of-things", "spatiotemporal-platform"} <= needed
    assert not cypher(
        bundled, "MATCH (:Thing {id: 'dongguan-dg-2019'})-[:REQUIRES_CAPABILITY]->(c) RETURN c.id AS c"
    )


def test_opinions_are_claims(bundled: Workspace) -> None:
    """Paragraphs 2, 15 and 26 of the article."""
    told = cypher(
        bundled,
        "MATCH (c:Claim {predicate: 'opinion', subjectId: 'china'}) RETURN c.value AS v, c.modality AS m",
    )
    assert len(told) == 4
    assert {m for _, m in told} == {"assessed"}


# ── steps of procurement and stakes ──


def test_a_candidate_is_no_winner(bundled: Workspace) -> None:
    """Lists of candidates, however the page calls them, are bids."""
    lists = {
        "cmcc-cloud-servers-7", "cmcc-pc-servers-2022-2", "fuzhou-gulou-content-1", "ningxia-telecom-llm",
        "shaoyang-traffic-1", "starnet-compute",
    }  # fmt: skip
    bids = cypher(bundled, "MATCH (b:Bid)-[:CONCERNS]->(p) RETURN DISTINCT p.id AS p")
    assert lists <= {p for (p,) in bids}
    awarded = {p for (p,) in cypher(bundled, "MATCH (a:Award)-[:CONCERNS]->(p) RETURN DISTINCT p.id AS p")}
    assert not lists & awarded
    # the first candidate did not fit, so the second won
    winners = cypher(
        bundled, "MATCH (:Award {id: 'national-transport-award'})-[:AWARDED_TO]->(w) RETURN w.id AS id"
    )
    assert winners == [("china-system",)]


def test_a_pre_award_is_no_award(bundled: Workspace, statements: list[Statement]) -> None:
    awards = {s.subject for s in statements if s.predicate == "type" and s.object == "Award"}
    assert not [s for s in statements if s.subject in awards and "预中标" in f"{s.surface}{s.object}"]
    assert not cypher(
        bundled, "MATCH (a:Award)-[:CONCERNS]->(:Thing {id: 'smart-jinnan-1'}) RETURN a.id AS id"
    )
    firm = cypher(
        bundled,
        "MATCH (a:Award)-[:CONCERNS]->(:Thing {id: 'digital-jinan-sensing'}) RETURN toString(a.date) AS d",
    )
    assert [str(d)[:10] for (d,) in firm] == [("2023-10-16")]


def test_total_investment_is_no_amount(statements: list[Statement]) -> None:
    """总投资, 总规模, 整体实施估算: what is put in, never a budget, a price or a contract."""
    invested = {
        "161572283", "2009719300", "300000000", "200000000", "2000000000", "3000000000", "15800000000", "700000000",
    }  # fmt: skip
    assert invested <= {s.object for s in statements if s.predicate == "investment"}
    amounts = {s.object for s in statements if s.predicate == "amount"}
    assert not amounts & (invested | {"3979000000", "60000000000", "75000000", "809000000"})


def test_an_incumbent_is_no_sole_supplier(bundled: Workspace) -> None:
    named = cypher(
        bundled, "MATCH (s:SingleSourcePublicity)-[:NAMES_SUPPLIER]->(v) RETURN s.id AS s, v.id AS v"
    )
    silent = cypher(
        bundled, "MATCH (s:SingleSourcePublicity) WHERE NOT (s)-[:NAMES_SUPPLIER]->() RETURN s.id AS s"
    )
    assert {
        "bailang-lot-1-publicity", "bailang-lot-2-publicity", "guangdong-eproc-publicity", "sichuan-cloud-step",
        "sichuan-cloud-step-1", "sichuan-cloud-step-2", "sichuan-cloud-step-3", "sichuan-cloud-step-4",
    } <= {s for (s,) in silent}  # fmt: skip
    assert not {v for _, v in named} & {
        "mobile-shigatse", "telecom-shigatse", "china-telecom-sichuan", "china-mobile-sichuan",
        "unicom-digital-sichuan", "inspur-software-group",
    }  # fmt: skip


def test_the_size_of_a_framework_is_no_award(bundled: Workspace) -> None:
    """What all chosen ones share, and what a purchase may cost, is nobody's award."""
    for amount in (50_000_000.0, 650_000_000.0, 1_410_000_000.0, 37_840_000.0, 503_000_000.0):
        assert not cypher(bundled, f"MATCH (a:Award) WHERE a.amount = {amount} RETURN a.id AS id"), amount


def test_the_first_named_member_is_no_leader(statements: list[Statement]) -> None:
    """A leader is who the page calls so."""
    leaders = [s for s in statements if s.predicate == "role" and s.object == "leader"]
    assert len(leaders) >= 5
    assert all("牵头" in s.surface for s in leaders)


def test_a_year_that_is_not_printed_is_inferred(statements: list[Statement]) -> None:
    """A day or month without a year gets one by a named rule only, or no date is kept."""
    kinds = ("date", "founded", "since", "until", "asOf", "deadline")
    dated = [s for s in statements if s.predicate in kinds and s.subject != s.source and s.surface]
    assert len(dated) > 150
    yearless = [s for s in dated if not re.search(r"(19|20)\d\d|二[〇○O零]", s.surface)]
    assert [s for s in yearless if s.modality in FACTS and not s.rule] == []
    # no page date and no year beside them: Shantou's days, Fang county's, Ma'anshan's, the tax administration's
    undated = {
        "shantou-egov-lines-award-1", "shantou-egov-lines-award-2", "fangxian-hall-award",
        "maanshan-digital-urban-award", "sat-public-cloud-award",
    }  # fmt: skip
    assert not [s for s in statements if s.subject in undated and s.predicate == "date"]


def test_a_stake_is_direct_and_of_one_holder(statements: list[Statement]) -> None:
    """Through a subsidiary, together with others, or the part that is sold: no stake of that holder."""
    stakes = {(s.source, s.object) for s in statements if s.predicate == "stake"}
    for source, stake in [
        ("zqrb-hualu-2023", "33.94"), ("qianxin-2025", "23.10"), ("qianxin-2025", "17.80"), ("stcn-chenan-2020", "100.00"),
        ("cnstock-wanda-2020", "18.21"), ("cnstock-wanda-2020", "24.15"), ("guoyuan-iflytek-2020", "49.66"),
    ]:  # fmt: skip
        assert (source, stake) not in stakes
    assert ("zqrb-hualu-2023", "66.78") in stakes


def test_an_annulled_award_has_no_winner(bundled: Workspace) -> None:
    """废标, 放弃中标, 更换中标商: the first winner is a claim that was taken back, and supplies nothing."""
    annulled = cypher(
        bundled, "MATCH (a:Award) WHERE a.status IN ['cancelled', 'withdrawn'] RETURN a.id AS id ORDER BY id"
    )
    assert [a for (a,) in annulled] == [
        "guizhou-egov-network-award-1", "masked-ministry-award", "shantou-egov-lines-award-1", "xiji-award-1",
    ]  # fmt: skip
    for (award,) in annulled:
        assert not cypher(bundled, f"MATCH (:Award {{id: '{award}'}})-[:AWARDED_TO]->(w) RETURN w.id AS id")
        assert cypher(
            bundled,
            f"MATCH (c:Claim {{predicate: 'awardedTo', modality: 'denied', subjectId: '{award}'}}) RETURN c.id AS id",
        )
    tied = cypher(
        bundled,
        "MATCH (g)-[t:TIED_TO {tieKind: 'direct'}]->(:Thing {id: 'shantou-egov-lines'}) RETURN g.id AS id",
    )
    assert tied == [("china-mobile",)]


def test_a_name_in_many_lists_of_candidates_is_no_winner(bundled: Workspace) -> None:
    """Who stands in eleven lists of candidates and won none of them has bids and no award."""
    bids = cypher(
        bundled,
        "MATCH (v {name: '湖北集防科技有限公司'})-[:MEMBER_OF_CONSORTIUM*0..1]->()<-[:HAS_BIDDER]-(b:Bid) RETURN b.id AS b",
    )
    assert len(set(bids)) == 11
    assert not cypher(
        bundled,
        "MATCH (v {name: '湖北集防科技有限公司'})-[:MEMBER_OF_CONSORTIUM*0..1]->()<-[:AWARDED_TO]-(a) RETURN a.id AS a",
    )


def test_a_pre_award_is_a_bid(bundled: Workspace) -> None:
    """预中标 and 拟中标 are bids; who did not come first in one has lost."""
    for project in ("dafang-tourism-platform", "guangdong-primary-care-system", "bengbu-smart-schools", "huaian-smart-city-ppp"):  # fmt: skip
        steps = cypher(
            bundled,
            f"MATCH (s)-[:CONCERNS]->(:Project {{id: '{project}'}}) RETURN labels(s) AS l, s.status AS s",
        )
        assert len(steps) == 1
        assert "Bid" in steps[0][0]
        assert (steps[0][1] == "unsuccessful") == (project == "huaian-smart-city-ppp")


def test_a_total_investment_that_is_promised_is_planned(statements: list[Statement]) -> None:
    totals = {"199050000", "398383500", "461000000", "2009719300", "161572283"}
    assert not totals & {s.object for s in statements if s.predicate == "amount"}
    stated = {s.object: s.modality for s in statements if s.predicate == "investment" and s.object in totals}
    assert stated == {
        "199050000": "planned", "398383500": "planned", "2009719300": "planned",
        "161572283": "reported",  # 吐鲁番's, said of a project that was awarded
    }  # fmt: skip


def test_a_joint_bid_has_one_price(bundled: Workspace) -> None:
    """Two rows of one award to two members: one award, one amount, and nobody leads whom no notice calls leader."""
    found = cypher(
        bundled,
        "MATCH (:Project {projectNumber: 'CYA020005-202509-01'})<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(c:Consortium)"
        "<-[m:MEMBER_OF_CONSORTIUM]-(v) RETURN a.amount AS a, v.name AS v, m.role AS r ORDER BY v",
    )
    assert found == [
        (12450713.24, "武汉卓翌科技有限公司", None),
        (12450713.24, "湖北惠喜建设工程有限公司", None),
    ]


def test_the_order_of_candidates_is_no_rank(bundled: Workspace) -> None:
    """Two notices of Yichang print 第一名, and a listed firm calls itself the first candidate."""
    ranked = cypher(
        bundled,
        "MATCH (b:Bid)-[:HAS_BIDDER]->(v) WHERE b.rank IS NOT NULL RETURN b.rank AS r, v.name AS v, b.id AS i ORDER BY r, v",
    )
    assert [(r, v) for r, v, i in ranked if i.startswith(("bid-", "guangdong-"))] == [
        (1, "中国电信股份有限公司宜昌分公司 / 湖北省港润大数据产业发展有限公司"),
        (1, "中国联合网络通信有限公司广东省分公司"),
        (1, "宜都市辰星数码科技有限公司"),
        (1, "蓝盾信息安全技术有限公司"),
        (2, "湖北博骏信息工程有限公司"),
        (2, "硬石科技（武汉）有限公司"),
        (3, "湖北永立中安科技有限公司"),
        (3, "湖北浩洋网络技术有限公司"),
    ]


def test_a_second_notice_repeats_the_first(bundled: Workspace) -> None:
    """三峡农商银行's candidates and award were published twice."""
    steps = cypher(
        bundled,
        "MATCH (s)-[:CONCERNS]->(:Project {projectNumber: 'YCA010250-202502-01'}) RETURN s.date AS d, s.amount AS a ORDER BY d, a",
    )
    assert [(str(d)[:10], a) for d, a in steps] == [
        ("2025-12-29", 10120686.78),
        ("2025-12-29", 10147316.82),
        ("2025-12-29", 10205478.89),
        ("2026-01-26", 10205478.89),
    ]


def test_a_rate_is_no_amount(bundled: Workspace) -> None:
    """下浮率4.50% is what the winner takes off."""
    found = cypher(
        bundled,
        "MATCH (:Project {projectNumber: 'WJA010005-202501-01'})<-[:CONCERNS]-(a:Award) RETURN a.amount AS a, a.rateText AS r",
    )
    assert found == [(None, "下浮率4.50%")]


def test_two_names_in_one_record_are_no_consortium(bundled: Workspace) -> None:
    found = cypher(
        bundled,
        "MATCH (a:Award)-[:AWARDED_TO]->(:Thing {name: '深圳市龙华数据有限公司'}) MATCH (a)-[:AWARDED_TO]->(w) "
        "RETURN a.amount AS a, labels(w) AS l, w.name AS n ORDER BY n",
    )
    assert [(a, n) for a, _, n in found] == [
        (None, "深圳市恒邦伟业科技有限公司"),
        (None, "深圳市龙华数据有限公司"),
    ]
    assert not any("Consortium" in labels for _, labels, _ in found)


def test_a_budget_of_the_whole_is_none_of_a_lot(statements: list[Statement]) -> None:
    """117701809 stands in three notices of one hospital, with three different sets of lots."""
    assert not [s for s in statements if s.predicate == "amount" and s.object in ("117701809", "917176")]


def test_a_contract_under_two_names_names_no_supplier(bundled: Workspace) -> None:
    contract = cypher(bundled, "MATCH (c:Contract) WHERE c.amount = 259763160.0 RETURN c.id AS c")
    assert len(contract) == 1
    assert not cypher(bundled, f"MATCH (:Contract {{id: '{contract[0][0]}'}})-[:SIGNED_BY_SUPPLIER]->(v) RETURN v.id AS v")  # fmt: skip
