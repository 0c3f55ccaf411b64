"""300 pairs of names as practice has them, half of them one organisation; written before the rules they measure."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.name_pairs import judged, read_pairs
from govgraph.graph.identity.aliases import alias_counts
from govgraph.text.names import compare, name_key, normalise, parse
from govgraph.text.places import divisions_named, short_name
from govgraph.text.successions import related, succession, successions

PAIRS = read_pairs(Path(__file__).parents[1] / "text" / "hard_pairs.tsv")


def test_there_are_300_pairs_half_of_them_the_same() -> None:
    assert Counter(row["label"] for row in PAIRS) == {"same": 150, "different": 150}
    assert all(row["kind"] and row["reason"] for row in PAIRS)


def test_none_is_merged_that_is_not_the_same_and_most_that_are() -> None:
    merged = [row for row in PAIRS if judged(row)[0] == "merge"]
    assert [(row["a"], row["b"]) for row in merged if row["label"] != "same"] == []
    assert len(merged) / 150 >= 0.8


@pytest.mark.parametrize(
    "row", [r for r in PAIRS if r["kind"] == "succession"], ids=lambda r: f"{r['a']}|{r['b']}"
)
def test_a_successor_is_known_with_its_year_and_not_merged(row: dict[str, str]) -> None:
    old, new = parse(row["a"]), parse(row["b"])
    assert succession(old, new) in ("2018", "2021", "2023")
    assert succession(new, old) == ""
    assert compare(row["a"], row["b"]).verdict == "review"


def test_nothing_else_is_a_succession() -> None:
    others = [r for r in PAIRS if r["kind"] != "succession"]
    assert [r["a"] for r in others if succession(parse(r["a"]), parse(r["b"]))] == []
    assert succession(parse("湖南省国土资源厅"), parse("湖北省自然资源厅")) == ""


def test_no_body_comes_after_itself() -> None:
    assert not [pair for pair in successions() if related(pair[1], pair[0]) and pair[::-1] in successions()]
    assert all(old != new for old, new in successions())


@pytest.mark.parametrize(
    ("alias", "name", "counts"),
    [
        ("讯飞智元", "讯飞智元信息科技有限公司", True),
        ("信通院", "中国信息通信研究院", True),
        ("数据局", "长沙市数据局", False),
        ("市数据局", "长沙市数据局", False),
        ("市一医院", "长沙市第一医院", False),
        ("政数局", "广东省政务服务数据管理局", False),
        ("大数据公司", "虚构大数据有限公司", False),
        ("供应商", "虚构大数据有限公司", False),
        ("无", "虚构大数据有限公司", False),
    ],
)
def test_which_aliases_mean_one_organisation(alias: str, name: str, counts: bool) -> None:
    assert alias_counts(alias, name) is counts


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("虚构科技有限公司(300001)", "虚构科技有限公司(300001)"),
        ("虚构科技股份有限公司(300001)", "虚构科技股份有限公司"),
        ("虚构科技有限公司(91440300MA5F0A1B2N)", "虚构科技有限公司"),
        ("虚构科技有限公司(91440300MA5F0A1B2M)", "虚构科技有限公司(91440300ma5f0a1b2m)"),
        ("长沙虚构有限公司(岳麓区)", "长沙虚构有限公司"),
        ("长沙虚构有限公司(湘潭)", "长沙虚构有限公司(湘潭)"),
        ("虚构科技有限公司(虚构科技)(盖章)", "虚构科技有限公司"),
        ("虚构科技有限公司(科技)", "虚构科技有限公司(科技)"),
        ("长沙市第一医院(简称一医院)", "长沙市第一医院(简称一医院)"),
        ("(盖章)", "(盖章)"),
    ],
)
def test_which_tails_say_nothing(name: str, bare: str) -> None:
    assert normalise(name) == bare


def test_a_place_of_a_branch_is_one_place() -> None:
    """Of all divisions of today, no two share the key of a branch unless one is called as the other's city."""
    keys: dict[str, str] = {}
    for name in (
        "吉林省",
        "吉林市",
        "长沙市",
        "长沙县",
        "恩施市",
        "恩施土家族苗族自治州",
        "岳阳市",
        "岳阳县",
        "通州区",
    ):
        (now,) = [item for item in divisions_named(name) if not item.until][:1]
        key = name_key(f"虚构工程有限公司{name}分公司")
        if key:
            assert keys.setdefault(key, now.code) == now.code
    assert name_key("虚构工程有限公司恩施分公司") not in keys
    assert name_key("虚构工程有限公司吉林分公司") is None
    assert short_name("内蒙古自治区") == "内蒙古"
