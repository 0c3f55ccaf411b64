"""Names: one form for one name, and no merge that is not certain."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgraph.text.names import compare, name_key, normalise, parse
from govgraph.text.script import simplified

with (Path(__file__).parent / "name_pairs.tsv").open(encoding="utf-8", newline="") as file:
    PAIRS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

NAMES = sorted({row[side] for row in PAIRS for side in ("a", "b")})
PIECES = (
    *[
        "中国",
        "移动",
        "通信",
        "集团",
        "广东",
        "广西",
        "深圳市",
        "北京市",
        "朝阳区",
        "腾讯",
        "騰訊",
        "雲",
        "云",
        "華為",
        "华为",
        "科技",
        "技术",
        "数字",
        "（北京）",
        "(上海)",
    ],
    *[
        "有限公司",
        "有限責任公司",
        "有限责任公司",
        "股份有限公司",
        "分公司",
        "人民",
        "法院",
        "第一",
        "第二",
        "医院",
        "大学",
        "局",
        "联合体",
        "某",
        "王",
        "伟",
    ],
    *[
        "【深圳】",
        "·",
        "&",
        "and",
        "Co.,",
        "Ltd.",
        "LIMITED",
        "S.A.",
        "Ａ",
        "１",
        "、",
        "X",
        "乾",
        "昇",
        "鍾",
        "鐘",
        "。",
        "...",
        "(",
        "）",
        "-",
        "—",
        "“",
        "”",
    ],
    *("\u200b", "\u3000", "\u202e", " "),
)
MADE = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
ANY_NAME = st.one_of(st.sampled_from(NAMES), MADE, st.text(max_size=40))
KEYS = ["", "91440300MA5F0A1B2N", "91440300708461136T", "91440300708461136X", "CO-NIT:899999061", "x"]
PLACES = ["", "CN", "HK", "中国"]


def _verdict(row: dict[str, str], turned: bool = False) -> tuple[str, tuple[str, ...]]:
    one, two = ("b", "a") if turned else ("a", "b")
    decision = compare(
        row[one],
        row[two],
        row[f"key_{one}"],
        row[f"key_{two}"],
        row[f"jurisdiction_{one}"],
        row[f"jurisdiction_{two}"],
    )
    return decision.verdict, decision.reasons


def test_the_labelled_pairs_are_many_and_of_all_three_sorts() -> None:
    labels = [row["label"] for row in PAIRS]
    assert len(PAIRS) >= 150
    assert min(labels.count(label) for label in ("same", "different", "confusable")) >= 50


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: f"{row['a']}|{row['b']}|{row['note']}")
def test_no_pair_is_merged_that_is_not_the_same(row: dict[str, str]) -> None:
    verdict, reasons = _verdict(row)
    assert verdict != "merge" or row["label"] == "same", reasons
    assert verdict != "different" or row["label"] == "different", reasons
    assert reasons
    assert _verdict(row, turned=True) == (verdict, reasons)


def test_enough_of_the_same_are_merged() -> None:
    same = [_verdict(row)[0] for row in PAIRS if row["label"] == "same"]
    assert same.count("merge") / len(same) >= 0.8


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("騰訊雲計算（北京）有限責任公司", "腾讯云计算(北京)有限公司"),
        ("　华为 技术\u200b有限公司。", "华为技术有限公司"),
        ("ＴＣＬ科技集团股份有限公司", "tcl科技集团股份有限公司"),
        ("Huawei Technologies Co., Ltd.", "huawei technologies co ltd"),
        ("AT&amp;T Services, Inc.", "at&t services inc"),
        ("Alpha Beta S.A.S.", "alpha beta sas"),
        ("北京乾元科技有限公司", "北京乾元科技有限公司"),
        ("北京华信科技有限公司...", "北京华信科技有限公司..."),
        ("A·B•C‧D", "a·b·c·d"),
        (None, ""),
        ("", ""),
        ("\u202e\u200f\x00", ""),
    ],
)
def test_one_form(name: str | None, normal: str) -> None:
    assert normalise(name) == normal


def test_traditional_signs_are_folded_only_where_nothing_is_lost() -> None:
    assert simplified("臺灣積體電路製造") == "台湾积体电路制造"
    assert simplified("發展復興") == "发展复兴"
    assert len({simplified(sign) for sign in "鐘鍾"}) == 2
    assert simplified("乾昇甯") == "乾昇甯"


@pytest.mark.parametrize(
    ("name", "region", "core", "form", "branch", "kind"),
    [
        ("腾讯云计算（北京）有限责任公司", ("北京",), "腾讯云计算", "有限公司", "", "company"),
        ("数字广东网络建设有限公司", (), "数字广东网络建设", "有限公司", "", "company"),
        ("中国移动通信集团广东有限公司", ("中国", "广东"), "移动通信集团", "有限公司", "", "company"),
        ("中国电信股份有限公司长沙分公司", ("中国",), "电信", "股份有限公司", "长沙分公司", "company"),
        ("北京市朝阳区人民法院", ("北京市朝阳区",), "人民法院", "", "", "agency"),
        ("广东省政务服务数据管理局", ("广东省",), "政务服务数据管理局", "", "", "agency"),
        ("云上贵州大数据(集团)有限公司", (), "云上贵州大数据", "(集团)有限公司", "", "company"),
        ("阿里巴巴集团", (), "阿里巴巴", "集团", "", "group"),
        ("腾讯", (), "腾讯", "", "", "brand"),
        ("Siemens AG", (), "siemens", "ag", "", "company"),
    ],
)
def test_the_parts_of_a_name(
    name: str, region: tuple[str, ...], core: str, form: str, branch: str, kind: str
) -> None:
    parsed = parse(name)
    assert (parsed.region, parsed.core, parsed.form, parsed.branch, parsed.kind) == (
        region,
        core,
        form,
        branch,
        kind,
    )


def test_reasons_say_what_stands_in_the_way() -> None:
    assert compare("朝阳区人民法院", "朝阳区人民法院").reasons == (
        "equal names, but 朝阳区 is in more than one place",
    )
    assert "check digit" in compare("某", "某", "91440300MA5F0A1B20").reasons[-1]
    assert compare("张三", "张三", persons=True).verdict == "review"
    key = "91440300MA5F0A1B2N"
    assert compare("甲乙丙科技", "其他名称有限公司", key, key).verdict == "review"
    assert compare("北京甲有限公司", "北京乙有限公司", key, key).verdict == "merge"
    assert compare("北京甲有限公司", "北京甲有限公司", key, key, persons=True).verdict == "review"


@given(ANY_NAME)
def test_normalising_twice_changes_nothing(name: str) -> None:
    once = normalise(name)
    assert normalise(once) == once


def test_likeness_is_the_same_both_ways_round() -> None:
    one, two = "数智云数数云有限公司", "数数智数有限公司"  # the matcher alone gives 0.6 and 0.4
    assert compare(one, two) == compare(two, one)


@given(ANY_NAME, ANY_NAME, *[st.sampled_from(KEYS)] * 2, *[st.sampled_from(PLACES)] * 2)
def test_it_does_not_matter_which_comes_first(a: str, b: str, ka: str, kb: str, ja: str, jb: str) -> None:
    assert compare(a, b, ka, kb, ja, jb) == compare(b, a, kb, ka, jb, ja)


@given(ANY_NAME, ANY_NAME, st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_without_keys_a_merge_is_an_equal_name_key(a: str, b: str, ja: str, jb: str) -> None:
    """So merging by name is an equivalence, and a join on the key finds the same pairs."""
    merged = compare(a, b, jurisdiction_a=ja, jurisdiction_b=jb).verdict == "merge"
    keys = name_key(a, ja), name_key(b, jb)
    assert merged == (keys[0] is not None and keys[0] == keys[1])
    assert not merged or parse(a).whole == parse(b).whole


@given(ANY_NAME)
def test_how_a_name_is_written_decides_nothing(name: str) -> None:
    """A name key survives what scanners and typists do to brackets, width and blanks."""
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name)
    assert normalise(wide) == normalise(name)


@pytest.mark.parametrize(
    "name", ["王" * 10_000, "a " * 5_000, "有限公司" * 2_500, "(" * 10_000, "&amp;" * 2_000]
)
def test_a_whole_report_in_a_name_field_is_no_name(name: str) -> None:
    assert name_key(name, "CN") is None
    assert compare(name, name).verdict == "review"
