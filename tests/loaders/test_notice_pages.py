"""Notices of the government procurement site: from the files to answers, real pages, broken and hostile ones."""

from __future__ import annotations

import json
import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders import notices
from govgraph.loaders.base import Record, Rejected
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace
from tests.bundled import SHARED, govgraph, rows
from tests.loaders.notice_facts import differences, facts

PAGES = Path(__file__).parent / "notices" / "pages"
REAL = SHARED / "data" / "ccgp"
ANSWERS = yaml.load((PAGES / "answers.yml").read_text("utf-8"), yaml.BaseLoader)
REAL_ANSWERS = yaml.load((PAGES / "real.yml").read_text("utf-8"), yaml.BaseLoader)
FILES = sorted(path for path in PAGES.iterdir() if path.suffix in (".html", ".txt"))
#: People of the made-up pages, and of the real ones: experts and contacts.
PEOPLE = (
    "王评审", "钱评审", "孙评审", "张三", "李四", "赵六", "13800001111", "13900002222", "22334455",
    "陈志国", "黄圣凤", "2851243", "刘守强",
)  # fmt: skip


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, Counts]]:
    """All made-up pages, loaded and built; tests only read it."""
    workspace = Workspace(tmp_path_factory.mktemp("notice"))
    counts = load_into(workspace.root, find(FILES), jobs=1)
    assert [one.problem for one in counts if one.problem] == []
    workspace.build()
    return workspace, {Path(one.file).name: one for one in counts}


def save(folder: Path, text: str | bytes, name: str = "t20210305_1.html") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load_one(folder: Path, text: str | bytes, name: str = "t20210305_1.html") -> Counts:
    return load_into(folder / "ws", find([save(folder, text, name)], "notice"), jobs=1)[0]


def page(*lines: str, heading: str = "示例市某项目中标公告") -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><meta name='ArticleTitle' content='{heading}'></head><body><div class='vF_detail_content'>{body}</div></body></html>"


def said(folder: Path, predicate: str) -> list[str]:
    return [
        s.object
        for s in read_statements(
            sorted((folder / "ws" / "loaded").glob("*.parquet")), "predicate = ?", [predicate]
        )
    ]


# ── as a user does ────────────────────────────────────────────────────────────────────────────


def test_load_build_ask(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    some = [path for path in FILES if re.match("award_[lt]|tender|joint|single_source_t", path.name)]
    done = govgraph(workspace, "load", "--jobs", "1", *map(str, some))
    assert done.exit_code == 0, done.stderr
    assert "values set aside: 1 × a ceiling beside a budget" in done.stderr
    assert govgraph(workspace, "build").exit_code == 0
    shares = {
        (r["winner"], r["amount"])
        for r in rows(workspace, "winner-shares", "--minimum", "1")
        if r["buyer"] == "东莞市示例数据管理局"
    }
    # one buyer in all pages: 1234.56万 and 200万 to one firm, the joint bid counted once
    assert shares == {
        ("甲地云计算股份有限公司", 14345600), ("乙地软件（示例）有限公司", 1005000),
        ("己地集成有限公司、庚地设计院有限公司联合体", 10000000),
    }  # fmt: skip
    joint = rows(workspace, "consortium-winners")
    assert [(r["leaders"], sorted(r["members"])) for r in joint] == [
        (["己地集成有限公司"], ["己地集成有限公司", "庚地设计院有限公司"])
    ]
    reasons = rows(workspace, "single-source-reasons")
    assert [(r["supplier"], r["reason"][:10]) for r in reasons] == [
        ("戊地数智城市有限公司", "平台由该公司独家开发")
    ]
    why = govgraph(workspace, "why", "己地集成有限公司", "己地集成有限公司、庚地设计院有限公司联合体")
    assert "包A / 供应商名称" in why.stdout
    assert "示例市智慧交通总承包项目中标结果公告" in why.stdout


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_worked_out_by_hand(name: str, loaded: tuple[Workspace, dict[str, Counts]]) -> None:
    workspace, counts = loaded
    one = counts[name]
    assert differences(ANSWERS[name], facts(workspace.root / "loaded" / f"{one.source}.parquet")) == []
    assert dict(one.set_aside) == {k: int(v) for k, v in ANSWERS[name].get("aside", {}).items()}


@pytest.mark.skipif(not REAL.exists(), reason="the real pages are not here")
def test_real_pages(tmp_path: Path) -> None:
    counts = load_into(tmp_path, find([REAL]), jobs=1)
    assert {Path(one.file).name for one in counts} == set(REAL_ANSWERS)
    for one in counts:
        expected = REAL_ANSWERS[Path(one.file).name]
        assert (one.format, one.problem) == ("notice", "")
        assert differences(expected, facts(tmp_path / "loaded" / f"{one.source}.parquet")) == [], one.file
        assert dict(one.set_aside) == {k: int(v) for k, v in expected.get("aside", {}).items()}
    assert not people_in(tmp_path)
    assert Workspace(tmp_path).build().folder.exists()


def test_notices_of_one_procedure_meet(loaded: tuple[Workspace, dict[str, Counts]]) -> None:
    workspace, _ = loaded
    found = list(
        read_statements(
            workspace.current.statement_files,
            "predicate IN ('projectNumber', 'corrects', 'concerns', 'type')",
        )
    )
    kinds = {s.subject: s.object for s in found if s.predicate == "type"}
    projects = {s.subject for s in found if s.predicate == "projectNumber" and s.object == "SL-2021-007"}
    assert len(projects) == 1
    steps = Counter(
        kinds[s] for s in {s.subject for s in found if s.predicate == "concerns" and s.object in projects}
    )
    assert steps == {"CallForTenders": 3, "Award": 2, "Correction": 2, "Contract": 1}
    awarded = {
        s.subject
        for s in read_statements(
            workspace.current.statement_files, "predicate = 'amountKind' AND object = 'award'"
        )
    }
    corrected = {s.object for s in found if s.predicate == "corrects"}
    assert {kinds[id_] for id_ in corrected} == {"CallForTenders", "Award"}
    assert len(corrected & awarded) == 1, (
        "the award that the result notice states is the one that is corrected"
    )


def test_a_plan_is_a_project_a_row(loaded: tuple[Workspace, dict[str, Counts]]) -> None:
    workspace, counts = loaded
    one = counts["plan_t20230110_700001.html"]
    assert (one.read, one.loaded) == (2, 2)
    path = workspace.root / "loaded" / f"{one.source}.parquet"
    amounts = sorted((s.object, s.surface) for s in read_statements([path], "predicate = 'amount'"))
    assert amounts == [("1205000", "120.5"), ("8600000", "860.00")]


def test_locators_and_printed_words(loaded: tuple[Workspace, dict[str, Counts]]) -> None:
    workspace, counts = loaded
    path = workspace.root / "loaded" / f"{counts['award_table_t20220908_300001.html'].source}.parquet"
    places = {
        (s.object, s.locator, s.surface) for s in read_statements([path], "predicate IN ('amount', 'rate')")
    }
    assert places == {
        ("688000", "表1行2 / 中标（成交）金额(元)", "最终报价:688000.00(元)"),
        ("95.5", "表1行3 / 中标（成交）金额(元)", "最终报价:95.5(%)"),
    }


def people_in(root: Path) -> list[str]:
    """Names and numbers of people in anything that a load has written."""
    texts = [str(s) for s in read_statements(sorted((root / "loaded").glob("*.parquet")))]
    texts += [path.read_text("utf-8") for path in (root / "quarantine").glob("*.jsonl")]
    return [word for word in PEOPLE if any(word in text for text in texts)]


def test_a_corrected_quarantine_file_loads(tmp_path: Path) -> None:
    lines = (
        "项目编号：SL-2021-777",
        "采购人：东莞市示例局",
        "结果：甲地科技有限公司",
        "成交日期：2021年6月29日",
    )
    load_one(tmp_path, page(*lines, heading="示例市某项目情况说明"))
    line = json.loads(next((tmp_path / "ws/quarantine").glob("*.jsonl")).read_text("utf-8"))
    line["record"] = line["record"].replace("情况说明", "中标公告").replace("结果：", "中标供应商：")
    fixed = save(tmp_path, json.dumps(line, ensure_ascii=False) + "\n", "fixed.jsonl")
    counts = load_into(tmp_path / "ws", find([fixed]), jobs=1)[0]
    assert (counts.problem, counts.loaded) == ("", 1)
    assert said(tmp_path, "projectNumber") == ["SL-2021-777"]
    assert "2021-06-29" in said(tmp_path, "date")


def test_a_rejected_page_names_nobody(tmp_path: Path) -> None:
    lines = (
        "项目编号：SL-2021-777",
        "评审专家名单：",
        "王评审、钱评审",
        "联系人：张三 13800001111",
        "采购需求：平台",
    )
    load_one(tmp_path, page(*lines, heading="示例市某项目情况说明"))
    shown = next((tmp_path / "ws/quarantine").glob("*.jsonl")).read_text("utf-8")
    assert "平台" in shown
    assert not [word for word in PEOPLE if word in shown]


def test_people_are_dropped(loaded: tuple[Workspace, dict[str, Counts]]) -> None:
    assert people_in(loaded[0].root) == []


def test_nothing_is_lost(loaded: tuple[Workspace, dict[str, Counts]]) -> None:
    """Records read are loaded, duplicate or quarantined; entities made are the subjects that are stated."""
    workspace, counts = loaded
    for path in FILES:
        one = counts[path.name]
        items = list(notices.read(BytesIO(path.read_bytes()), str(path), one.source))
        records = [item for item in items if isinstance(item, Record)]
        whole = [item for item in items if isinstance(item, Rejected) and item.whole]
        assert (
            one.read
            == one.loaded + one.duplicates + sum(one.quarantined.values())
            == len(records) + len(whole)
        )
        made = {s.subject for record in records for entity in record.entities for s in entity.statements()}
        stated = {s.subject for s in read_statements([workspace.root / "loaded" / f"{one.source}.parquet"])}
        assert made | {one.source} == stated


# ── encodings, foreign pages, what is missing ─────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_encodings_say_the_same(tmp_path: Path, encoding: str) -> None:
    text = (PAGES / "award_lots_t20210305_200001.html").read_text("utf-8")
    found = []
    for number, content in enumerate((text.encode(), text.encode(encoding))):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert find([save(folder, content)])[0].format == "notice"
        load_one(folder, content)
        found.append(
            [
                s
                for s in read_statements(sorted((folder / "ws/loaded").glob("*.parquet")))
                if s.predicate != "sha256"
            ]
        )
    assert found[0] == found[1]


FOREIGN = {
    "content that shows no text": "",
    "content that shows no text ": "<html><body></body></html>",
    "a login page, no notice": "<html><title>中国政府采购网</title><body>用户登录 <input type='password'> 忘记密码</body></html>",
    "an error page, no notice": "<html><title>错误页面！中国政府采购网</title><body>404 页面不存在</body></html>",
    "a list of pages, no notice": "<html><title>中标公告_中国政府采购网</title><body>" + "".join(
        f"<li><a href='/{n}'>某项目{n}中标公告</a> 2021-03-0{n % 9 + 1}</li>" for n in range(20)) + "</body></html>",
    "HTML nested more than 3000 deep": "<html><body>" + "<div>" * 20_000 + "项目编号：SL-2021-9",
    "no field of a notice on it": "<html><title>中国政府采购网</title><body><p>关于我们的公告</p></body></html>",
    "an unknown kind of notice": page("项目编号：SL-2021-777", "项目名称：示例市某项目", heading="示例市某项目情况说明"),
    "neither project name nor number": page("采购单位：东莞市示例局", "中标金额：100万元", "中标供应商：甲地科技有限公司", heading="中标公告"),
}  # fmt: skip


@pytest.mark.parametrize("reason", FOREIGN)
def test_foreign_pages_are_rejected_with_the_reason(tmp_path: Path, reason: str) -> None:
    result = govgraph(tmp_path / "ws", "load", "--as", "ccgp", str(save(tmp_path, FOREIGN[reason])))
    assert result.exit_code == 3
    assert f"yields too little for notice: 0 Project (at least 1); {reason.strip()}" in " ".join(
        result.stderr.split()
    )
    line = json.loads(next((tmp_path / "ws/quarantine").glob("*.jsonl")).read_text("utf-8"))
    assert (line["reason"], line["whole"]) == (reason.strip(), True)


START = ("项目编号：SL-2021-9", "采购单位：东莞市示例局")
SAID: dict[str, tuple[tuple[str, ...], str, list[str]]] = {
    "a price where no award's price is named": (("成交供应商名称：甲地科技有限公司", "最终报价：100万元"), "amount", ["1000000"]),
    "the method of the heading": (("成交供应商名称：甲地科技有限公司",), "methodText", ["竞争性谈判"]),
    "a number in the project's name": (("项目名称：示例平台（项目编号：SL-2021-9）",), "projectNumber", ["SL-2021-9"]),
    "a district that begins with 和": (("采购人：天津市公安局和平分局",), "name", ["天津市公安局和平分局"]),
    "an offer of nought that is said": (("供应商名称：甲地科技有限公司", "中标金额：0元"), "amount", ["0"]),
    "a buyer in running text": (("示例招标有限公司受东莞市示例局的委托，就示例平台进行采购。",), "name", ["东莞市示例局"]),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_what_is_said_in_other_ways(tmp_path: Path, case: str) -> None:
    lines, property_, values = SAID[case]
    number = () if "项目编号" in lines[0] else ("项目编号：SL-2021-8",)
    load_one(tmp_path, page(*number, *lines, heading="示例平台竞争性谈判成交公告"))
    assert set(values) <= set(said(tmp_path, property_)), said(tmp_path, property_)


@pytest.mark.parametrize(("remark", "ranks"), [("", {"1", "2"}), ("（排名不分先后）", set())])
def test_candidates_in_no_order_have_no_rank(tmp_path: Path, remark: str, ranks: set[str]) -> None:
    names = ("第一中标候选人：甲地科技有限公司", "第二中标候选人：乙地科技有限公司")
    load_one(tmp_path, page(*START, f"候选人名单{remark}", *names, heading="示例平台中标候选人公示"))
    assert set(said(tmp_path, "rank")) == ranks


ASIDE = {
    "an implausible amount": ("中标供应商：甲地科技有限公司", "中标金额：49364300万元"),
    "a rate, range or unit price where a sum should be": ("中标供应商：甲地科技有限公司", "中标金额：6400元/吨"),
    "an unreadable amount": ("中标供应商：甲地科技有限公司", "中标金额：100万元 200万元"),
    "an award that names no winner": ("中标结果如下", "中标金额：100万元"),
    "a name that is hidden or a role": ("中标供应商：某某公司", "中标金额：100万元"),
    "a lot without winner": ("第1包", "中标供应商：甲地科技有限公司", "中标金额：100万元", "第2包", "中标供应商："),
    "a total that is not the sum of the awards": ("总中标金额：300万元", "第1包", "中标供应商：甲地科技有限公司", "中标金额：100万元", "第2包",
                                                  "中标供应商：乙地科技有限公司", "中标金额：100万元"),
    "a total that is not split among the winners": ("总中标金额：300万元", "中标供应商：甲地科技有限公司、乙地科技有限公司"),
}  # fmt: skip


@pytest.mark.parametrize("reason", ASIDE)
def test_what_cannot_be_used_is_set_aside_and_the_rest_loaded(tmp_path: Path, reason: str) -> None:
    one = load_one(tmp_path, page(*START, *ASIDE[reason]))
    assert (one.problem, one.loaded) == ("", 1)
    assert one.set_aside[reason] == 1, one.set_aside
    assert said(tmp_path, "projectNumber") == ["SL-2021-9"]


def test_an_amount_is_not_read_without_a_unit(tmp_path: Path) -> None:
    load_one(tmp_path, page(*START, "中标供应商：甲地科技有限公司", "中标金额：1000"))
    assert said(tmp_path, "amount") == []


def test_a_year_is_never_guessed(tmp_path: Path) -> None:
    lines = (*START, "成交日期：6月29日", "中标供应商：甲地科技有限公司")
    load_one(tmp_path, page(*lines), "page.html")
    assert said(tmp_path, "date") == []
    other = tmp_path / "other"
    other.mkdir()
    load_one(other, page(*lines), "t20180702_1.html")
    dates = [
        (s.object, s.locator)
        for s in read_statements(sorted((other / "ws/loaded").glob("*.parquet")), "predicate = 'date'")
    ]
    assert sorted(dates) == [("2018-06-29", "成交日期 (year: publication)"), ("2018-07-02", "")]


def test_a_registered_address_places_a_firm(tmp_path: Path) -> None:
    load_one(
        tmp_path,
        page(*START, "中标供应商：甲地科技有限公司", "注册地址：广东省东莞市一路1号", "中标金额：100万元"),
    )
    assert said(tmp_path, "registeredIn") == ["region-441900"]
    assert said(tmp_path, "legalForm") == ["有限责任公司"]


# ── hostile and broken pages ──────────────────────────────────────────────────────────────────

HOSTILE = {
    "scripts and markup in names": page(
        *START, "中标供应商：<b onclick='x()'>甲地</b>科技<script>alert(1)</script>有限公司", "中标金额：&#49;00万元"
    ),
    "tables in tables": "<html><body>" + "<table><tr><td>" * 400 + "".join(
        f"<p>{line}</p>" for line in (*START, "中标供应商：甲地科技有限公司", "中标金额：100万元")) + "</td></tr></table>" * 400,
    "spans beyond all bounds": page(*START, "中标供应商：甲地科技有限公司", "中标金额：100万元")
    + "<table><tr><td colspan=999999 rowspan=999999>供应商名称</td><td>中标金额</td></tr></table>",
    "control and direction signs": page(*START, "中标供应商：\u202e甲地\x00科技\u200b有限公司", "中标金额：１００万元"),
    "no end": page(*START, "中标供应商：甲地科技有限公司", "中标金额：100万元")[:-20],
    "very long lines": page(
        *START, "中标供应商：甲地科技有限公司", "中标金额：100万元", "说明：" + "项目：" * 40_000, "（" * 50_000
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_pages(tmp_path: Path, case: str) -> None:
    one = load_one(tmp_path, HOSTILE[case])
    assert (one.problem, one.loaded) == ("", 1)
    vendors = {
        s.object
        for s in read_statements(sorted((tmp_path / "ws/loaded").glob("*.parquet")), "predicate = 'name'")
    }
    assert "甲地科技有限公司" in vendors
    assert said(tmp_path, "amount") == ["1000000"]
    assert not [value for value in vendors if re.search("[<>\x00\u202e]|alert", value)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_pages_never_crash(data: st.DataObject, tmp_path: Path) -> None:
    """Pieces cut out, doubled and swapped: still a record or a reject, and no two values from one source."""
    text = data.draw(st.sampled_from(FILES)).read_bytes().decode("utf-8", "replace")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        stop = data.draw(st.integers(start, min(len(text), start + 400)))
        piece = data.draw(
            st.sampled_from(
                [
                    "",
                    text[start:stop] * 2,
                    "<td>",
                    "供应商名称：",
                    "第2包",
                    "\x00",
                    "（",
                    "99999999999999万元",
                ]
            )
        )
        text = text[:start] + piece + text[stop:]
    path = save(tmp_path, text)
    items = list(notices.read(BytesIO(path.read_bytes()), str(path), "s"))
    assert any(isinstance(item, (Record, Rejected)) for item in items)
    values: dict[tuple[str, str], set[str]] = {}
    for item in items:
        for entity in item.entities if isinstance(item, Record) else []:
            for s in entity.statements():
                if is_single(s.predicate) and not s.subject.startswith("e-"):
                    values.setdefault((s.subject, s.predicate), set()).add(s.object)
    assert not {key: found for key, found in values.items() if len(found) > 1}


def is_single(predicate: str) -> bool:
    from govgraph.ontology.model import ontology

    return predicate != "type" and ontology().properties[predicate].single
