"""Nobody but a winner is awarded anything, whatever stands beside the award: every kind of second table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from govgraph.loaders.notices.amounts import sum_of
from govgraph.loaders.notices.notice import Notice
from tests.bundled import SHARED
from tests.loaders.notice_tables import (
    FACTS,
    HEADING,
    PLACES,
    TABLES,
    WINNER,
    awarded,
    block,
    flat,
    html_table,
    page,
    read,
    roles,
    text_page,
)  # fmt: skip

CASES = SHARED / "cases" / "notices"
#: What a name may be shown as, for each role of the answers. Roles that a reader may leave out are empty.
AS = {
    "winner": {"winner"}, "losing": {"losing"}, "rejected": {"rejected"}, "valid": {"valid", "losing"}, "candidate": {"candidate"},
    "supplier": {"supplier"}, "invited": {"invited"}, "registered": {"invited"}, "subcontractor": {"subcontractor"}, "maker": set(),
}  # fmt: skip
MAY_MISS = {"supplier", "invited", "registered", "subcontractor", "maker"}
#: Roles that are not read yet where a table says no more than that somebody stood in it.
NOT_READ = {
    ("brands-by-bidder", "valid"), ("scores-firms-as-heads", "valid"), ("bidders-only-names", "valid"), ("invited-by-experts", "invited"),
}  # fmt: skip


def wrong(notice: Notice, table: Mapping[str, Any]) -> list[str]:
    """What a notice makes of a second table's names that it should not, and what it misses."""
    seen = list(roles(notice))
    found = [] if awarded(notice) == {WINNER} else [f"awarded: {awarded(notice)}"]
    for expected in table["expect"]:
        names, role = frozenset(expected["names"]), expected["as"]
        mine = [one for one in seen if one[0] == names]
        fit = [one for one in mine if one[1] in AS[role]]
        if not fit:
            if role not in MAY_MISS and (table["id"], role) not in NOT_READ:
                found.append(f"{set(names)} is no {role}: {[one[1] for one in mine]}")
            continue
        offers = [offer for _, _, offer, _ in mine if offer]
        for name, values in (
            ("price", {str(money.amount) for o in offers if o.price and (money := sum_of(o.price))}),
            ("rank", {str(o.rank) for o in offers}), ("score", {o.score for o in offers}), ("lot", {lot for _, _, _, lot in fit}),
        ):  # fmt: skip
            if name in expected and expected[name] not in values and (table["id"], "price") not in NOT_READ:
                found.append(f"{name} of {set(names)}: {values}, not {expected[name]}")
    return found


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", TABLES)
def test_a_second_table_on_a_page(kind: str, place: str) -> None:
    assert wrong(read(page(block(TABLES[kind]), place)), TABLES[kind]) == []


@pytest.mark.parametrize("kind", [kind for kind, table in TABLES.items() if flat(table)])
def test_a_second_table_in_text(kind: str) -> None:
    assert wrong(read(text_page(TABLES[kind])), TABLES[kind]) == []


@pytest.mark.skipif(not CASES.exists(), reason="the measured cases are not here")
def test_the_cases_that_made_winners_of_losers() -> None:
    for path in sorted(CASES.iterdir()):
        if path.name.startswith(("v_", "loser")):
            assert awarded(read(path.read_text("utf-8"))) == {"青岛示例甲电子有限公司"}, path.name


# ── heads, sections and rows in any order ─────────────────────────────────────────────────────

_WHO = (
    "供应商名称", "投标人", "单位名称", "响应供应商", "供应商", "名称", "企业名称", "中标候选人", "未中标供应商",
    "被否决投标人", "邀请供应商", "预中标人", "分包单位",
    "制造商",
)  # fmt: skip
_WHAT = {
    "报价（元）": "468000", "得分": "86.5", "排名": "2", "审查结果": "合格", "未中标原因": "得分低", "企业类型": "小型企业",
    "地址": "示例市一路1号", "备注": "/", "合同金额（元）": "900000", "评审结果": "通过",
    "是否中标": "否", "序号": "1", "项目名称": "示例旧项目", "金额": "300元",
    "联系人": "张示例",
}  # fmt: skip
_ABOUT = (
    "开标一览表", "评审得分", "资格审查情况", "中标候选人", "中标人业绩", "供应商未中标原因", "邀请供应商名单", "其他",
    "报价情况", "分包情况", "中小企业声明函公示", "六、评审情况", "无效投标", "获取采购文件供应商名单", "拟定供应商信息", "保证金退还", "预中标结果",
    "主要标的信息", "附件", "参加磋商的供应商", "",
)  # fmt: skip
_AWARDED_HEADS = ("中标供应商名称", "成交供应商", "中标人", "中标（成交）供应商名称")
_SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"


@st.composite
def tables(draw: st.DrawFn, who: Sequence[str], names: Sequence[str], about: str) -> list[str]:
    """The lines of one block as HTML: its caption, and a table with its columns in any order."""
    others = draw(st.lists(st.sampled_from(list(_WHAT)), min_size=1, max_size=4, unique=True))
    heads = draw(st.permutations([draw(st.sampled_from(who)), *others]))
    rows = [[_WHAT.get(head, name) for head in heads] for name in draw(st.permutations(names))]
    return [f"<p>{about}</p>" if about else "", html_table([heads, *rows])]


@st.composite
def notices(draw: st.DrawFn) -> tuple[str, set[str]]:
    """A page of one award table among others in any order, and who may be awarded something."""
    count = draw(st.integers(1, 4))
    firms = [f"示例{sign}地科技有限公司" for sign in _SIGNS]
    winner = draw(st.sampled_from(("示例天地软件有限公司", "示例市规划设计院", "示例商行")))
    head = draw(st.permutations([draw(st.sampled_from(_AWARDED_HEADS)), "中标金额(元)", "序号"]))
    award = [[{"中标金额(元)": "450000", "序号": "1"}.get(one, winner) for one in head]]
    blocks = [f"<p>五、中标（成交）信息</p>{html_table([head, *award])}"]
    for number in range(count):
        names = firms[4 * number : 4 * number + draw(st.integers(1, 4))]
        blocks.append("".join(draw(tables(_WHO, names, draw(st.sampled_from(_ABOUT))))))
    lines = "".join(f"<p>{line}</p>" for line in FACTS)
    body = "".join(draw(st.permutations(blocks)))
    return f"<html><head><title>{HEADING}</title></head><body>{lines}{body}</body></html>", {winner}


def only_winners(text: str, winners: set[str]) -> None:
    assert awarded(read(text)) <= winners


def only_winners_without_borders(text: str, winners: set[str]) -> None:
    """The same page as text, one cell a line, where 序号 comes first as it does in practice."""
    tables_ = (
        [row.split("</td>") for row in table.split("<tr>")[1:]]
        for table in re.findall("<table>.*?</table>", text)
    )
    assume(all("序号" not in "".join(rows[0][1:]) for rows in tables_))
    lines = [line for part in re.split("<[^>]+>", text) if (line := part.strip())]
    only_winners("\n".join(lines[1:]), winners)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_no_name_outside_the_award_is_awarded_anything(made: tuple[str, set[str]]) -> None:
    only_winners(*made)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_nor_where_the_tables_have_lost_their_borders(made: tuple[str, set[str]]) -> None:
    only_winners_without_borders(*made)


@pytest.mark.long
@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_many_pages_award_their_winners_alone(made: tuple[str, set[str]]) -> None:
    only_winners(*made)
    only_winners_without_borders(*made)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(list(TABLES)), min_size=2, max_size=5, unique=True), st.integers(0, 5))
def test_kinds_of_tables_together(kinds: list[str], place: int) -> None:
    """Several second blocks before and after the award, each under its own heading."""
    blocks = [block(TABLES[kind]) for kind in kinds if TABLES[kind].get("section")]
    before, after = "".join(blocks[:place]), "".join(blocks[place:])
    lines = "".join(f"<p>{line}</p>" for line in FACTS)
    text = page(after).replace(lines, lines + before)
    assert awarded(read(text)) <= {WINNER}
