"""The question of the giants, against answers worked out by hand from the article and the pages."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import pytest

from govgraph.workspace import Workspace
from tests.bundled import ARTICLE, govgraph, rows

GUANGDONG = "广东省“数字政府”建设项目"
DONGGUAN = "东莞市“数字政府”建设项目(2019-2021年)"
CHANGSHA = "长沙智慧城市项目"
WUHAN = "武汉市智慧城市基础平台(一期)项目建设及服务"
INVESTORS = ("中国电信", "中国移动", "中国联通", "腾讯")
EXPECTED = ("华为", "浪潮", "腾讯", "阿里巴巴")
KINDS = ("direct", "jointVenture", "partner", "expected", "competing")

Answer = dict[frozenset[str], dict[str, int]]


def pairs(found: list[dict[str, Any]]) -> Answer:
    """Pair of names → how many projects of each kind that has any."""
    return {frozenset((r["a"], r["b"])): {kind: r[kind] for kind in KINDS if r[kind]} for r in found}


def by_hand(*, expected: bool = False) -> Answer:
    """What the article alone says: paragraphs 18 to 22 and 24."""
    answer: Answer = {frozenset(pair): {"jointVenture": 1} for pair in combinations(INVESTORS, 2)}
    answer |= {frozenset((name, "华为")): {"partner": 1} for name in INVESTORS}
    answer[frozenset(("腾讯", "华为"))] = {"direct": 1, "partner": 1}
    for pair in combinations(EXPECTED, 2) if expected else ():
        answer.setdefault(frozenset(pair), {})["expected"] = 1
    return answer


@pytest.fixture(params=["embedded", "sparql", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "neo4j":
        request.getfixturevalue("neo4j_bundled")
    return str(request.param)


def test_from_the_article_alone(bundled: Workspace, engine: str) -> None:
    found = rows(bundled, "co-occurring-giants", "--on", engine, "--source", ARTICLE)
    assert pairs(found) == by_hand()
    by_pair = {frozenset((r["a"], r["b"])): r for r in found}
    assert by_pair[frozenset(("腾讯", "华为"))]["projectNames"] == sorted([GUANGDONG, CHANGSHA])
    assert by_pair[frozenset(("腾讯", "中国移动"))]["projectNames"] == [GUANGDONG]
    assert all(r["sources"] for r in found)


def test_expected_ties_only_when_asked_for(bundled: Workspace, engine: str) -> None:
    found = rows(bundled, "co-occurring-giants", "--on", engine, "--source", ARTICLE, "--expected")
    assert pairs(found) == by_hand(expected=True)
    guessed = [r for r in found if r["expected"]]
    assert len(guessed) == 6
    assert all(DONGGUAN in r["projectNames"] for r in guessed)


#: Projects whose companies of several groups hold a lot each, won side by side, or stand in one consortium.
MET = (
    ("烽火科技", "腾讯"), ("长江云通", "浪潮"), ("阿里巴巴", "中国联通"),  # Wuhan's consortia, rivals left out
    ("华为", "中国平安", "腾讯"),  # 盐田, one consortium
    ("中国电信", "中国移动", "中国联通", "华为"),  # Hunan's cloud of 2025, a lot each
    ("中国电信", "中国移动", "中国联通"),  # Dongguan's cloud, one consortium
    ("中国电信", "中国移动"),  # 厦门思明, one consortium
    ("中国电信", "中国移动"),  # 福州鼓楼, one list of candidates names both as a consortium
    ("中国移动", "中国联通"),  # 李沧, named side by side
    ("阿里巴巴", "腾讯", "华为", "紫光集团"),  # Chongqing's cloud, four winners
    ("中国电子", "联想", "华为", "浪潮"),  # desktops of June 2025, a lot each
    ("中国移动", "科大讯飞"),  # 枝江, one consortium
    ("阿里巴巴", "杭钢集团"),  # Zhejiang's data centre, both take part
)  # fmt: skip
#: Projects with a lot for which several bid: one tuple of groups a bid.
CONTESTS = (
    (("烽火科技", "腾讯"), ("长江云通", "浪潮"), ("阿里巴巴", "中国联通"), ("神州数码",)),  # Wuhan
    (("腾讯",), ("中国电信",), ("中国移动",), ("中国联通",)),  # Xiamen
    (("中国电信",), ("中国移动",), ("中国联通",)),  # 西吉, both times
    (("中国电信",), ("中国移动",), ("中国联通",)),  # 中国星网
    (("中国电信",), ("中国移动",), ("中国联通",)),  # 息烽
    (("中国电信",), ("中国移动",), ("中国联通",), ("中国广电",), ("浪潮",)),  # Tianjin's second lot
    (("中国电信",), ("中国移动",), ("中国电子",)),  # the ministry of transport
    (("中国电信",), ("中国移动",)),  # 舟山
    (("中国移动",), ("中国联通",)),  # 黄柏河
    (("中国移动",), ("中国联通",)),  # 数智夷陵
    (("中国移动", "科大讯飞"), ("中国通信服务",)),  # 枝江
    (("中国电信",), ("浪潮",)),  # 宁夏电信, first lot
    (("中国电信",), ("联想",)),  # its second
    (("阿里巴巴",), ("华为",)),  # the tax administration
    (("中国移动",), ("中国联通",)),  # Yichang's police
    (("中国移动",), ("中国联通",)),  # Guangdong's hotline
    (("中国电信",), ("中国联通",)),  # the railway of 茅坪港
    (("中国电信",), ("中国铁塔",)),  # 雪亮
)


def test_from_all_sources(bundled: Workspace, engine: str) -> None:
    answer = by_hand()
    for groups in MET:
        for pair in combinations(groups, 2):
            kinds = answer.setdefault(frozenset(pair), {})
            answer[frozenset(pair)] = kinds | {"direct": kinds.get("direct", 0) + 1}
    # Liaoyang's winners, 荣成's and those of the counties are alone or of one group
    assert pairs(rows(bundled, "co-occurring-giants", "--on", engine)) == answer


def test_rivals_stand_apart(bundled: Workspace, engine: str) -> None:
    found = pairs(rows(bundled, "co-occurring-giants", "--on", engine, "--competing"))
    rivals: Counter[frozenset[str]] = Counter()
    for bids in CONTESTS:
        rivals.update(frozenset((a, b)) for one, other in combinations(bids, 2) for a in one for b in other)
    assert {pair: kinds["competing"] for pair, kinds in found.items() if "competing" in kinds} == rivals
    # who bid together is no rival, and who offers other servers of one purchase is none
    assert found[frozenset(("烽火科技", "腾讯"))] == {"direct": 1}
    assert rivals[frozenset(("浪潮", "神州数码"))] == 1


def test_a_group_never_meets_itself(bundled: Workspace, engine: str) -> None:
    """Dongguan's winner is a consortium of two companies of Huawei."""
    found = rows(bundled, "co-occurring-giants", "--on", engine, "--expected", "--competing")
    assert all(r["a"] != r["b"] for r in found)
    won = rows(bundled, "co-occurring-giants", "--on", engine)
    assert not [r for r in won if DONGGUAN in r["projectNames"]]


def test_among(bundled: Workspace, engine: str) -> None:
    found = rows(bundled, "co-occurring-giants", "--on", engine, "--among", "Tencent,华为,中国移动")
    assert {frozenset((r["a"], r["b"])) for r in found} == {
        frozenset(p) for p in combinations(("腾讯", "华为", "中国移动"), 2)
    }


@pytest.mark.parametrize(
    ("limits", "wuhan", "undated"),
    [
        (("--from", "2020-10-10"), True, 3),
        (("--from", "2020-10-11"), False, 3),
        (("--until", "2020-10-09"), False, 4),
        (("--until", "2020-11"), True, 4),
    ],
)
def test_dates_limit_what_is_dated(
    bundled: Workspace, engine: str, limits: tuple[str, ...], wuhan: bool, undated: int
) -> None:
    """Wuhan was awarded on 2020-10-10; projects without a date stay, and the row says so."""
    found = rows(bundled, "co-occurring-giants", "--on", engine, *limits)
    assert any(WUHAN in r["projectNames"] for r in found) is wuhan
    # Changsha, Guangdong's project and Yantian's award have no date; since when its winners are the groups'
    # companies is not known of Chongqing's, awarded in 2019
    assert [r["undated"] for r in found if CHANGSHA in r["projectNames"]] == [undated]


def test_a_tie_needs_all_its_evidence(bundled: Workspace, engine: str) -> None:
    """The page with the stakes alone ties nobody: that the venture was asked stands elsewhere."""
    assert (
        rows(bundled, "co-occurring-giants", "--on", engine, "--source", "mwl-digital-guangdong-2017") == []
    )
    both = f"mwl-digital-guangdong-2017,{ARTICLE}"
    assert pairs(rows(bundled, "co-occurring-giants", "--on", engine, "--source", both)) == by_hand()


@pytest.mark.neo4j
@pytest.mark.usefixtures("neo4j_bundled")
def test_engines_give_the_same_bytes(bundled: Workspace) -> None:
    for options in ((), ("--expected",), ("--competing",), ("--source", ARTICLE), ("--from", "2020")):
        outputs = {
            engine: govgraph(
                bundled, "query", "run", "co-occurring-giants", "--format", "json", "--on", engine, *options
            ).stdout
            for engine in ("embedded", "sparql", "neo4j")
        }
        assert outputs["embedded"] == outputs["sparql"] == outputs["neo4j"]
        assert len(outputs["embedded"]) > 500


def test_why_names_the_passages(bundled: Workspace) -> None:
    text = govgraph(bundled, "why", "腾讯", "华为").stdout
    assert "长沙智慧城市项目" in text
    assert "¶20:3-38" in text
    assert "¶18:48-75" in text
    assert "bjnews-smart-city-2019-09" in text
