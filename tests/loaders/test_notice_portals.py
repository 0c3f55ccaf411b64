"""Notices of transaction centres: from the files to answers, real notices, other portals' shapes, bad input."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders import notices as reader
from govgraph.loaders.base import Record, Rejected
from govgraph.loaders.io.html import Table, read_page
from govgraph.loaders.registry import detect, find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace
from tests.bundled import SHARED, govgraph, rows
from tests.loaders.portal_pages import AGAIN, ALL, AWARD, RANKED, UNRANKED, WRAPPED, Json, pairs, record
from tests.loaders.portal_shapes import SHAPES

FOLDER = Path(__file__).parent / "notices" / "portal"
REAL = SHARED / "data" / "ggzy"
STEPS = ("Award", "Bid", "CallForTenders", "Contract", "Correction", "SingleSourcePublicity")
#: People and numbers of the made-up notices: managers, signers, experts, contacts.
PEOPLE = (
    "张三丰", "赵六七", "钱八九", "王五四", "孙一一", "冯一", "陈二", "吴先生", "13900000000", "0717-4000001", "李0",
)  # fmt: skip


def save(folder: Path, value: Any, name: str = "notices.json") -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def load_one(folder: Path, value: Any, name: str = "notices.json") -> Counts:
    return load_into(folder / "ws", find([save(folder, value, name)], "notice"), jobs=1)[0]


def steps(records: Iterable[Record]) -> Iterator[dict[str, str]]:
    """What the records say, a step a row, in the columns of the answers."""
    for one in records:
        said: defaultdict[str, dict[str, str]] = defaultdict(dict)
        members: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for entity in one.entities:
            values = entity.values()
            if "consortium" in values:
                members[values["consortium"]][values["consortiumMember"]] = values.get("role", "")
            said[entity.id or str(len(said))] |= values
        notice = next((t["identifier"][5:] for t in said.values() if t["type"] == "Document"), "")
        project = next((t for t in said.values() if t["type"] == "Project"), {})
        base = {"notice": notice, "number": project.get("projectNumber", "")}
        for role, link in (("buyer", "hasBuyer"), ("agent", "hasAgent"), ("region", "inRegion")):
            base[role] = said[project[link]]["name"] if link in project else ""
        for thing in list(said.values()):
            if thing["type"] not in STEPS:
                continue
            who = thing.get("awardedTo") or thing.get("hasBidder") or thing.get("signedBySupplier") or ""
            joint = members.get(who, {})
            names = sorted(said[id_]["name"] for id_ in joint or ([who] if who else []))
            leads = [said[id_]["name"] for id_, role in joint.items() if role == "leader"]
            yield base | {
                "date": thing.get("date", ""), "is": thing["type"], "rank": thing.get("rank", ""), "who": "+".join(names),
                "lot": said[thing["forLot"]]["lotNumber"] if "forLot" in thing else "", "leader": "".join(leads),
                "amount": thing.get("amount", ""), "rate": f"{thing.get('rate', '')} {thing.get('rateText', '')}".strip(),
                "score": thing.get("score", ""), "period": thing.get("periodText", ""),
            }  # fmt: skip


def fits(found: dict[str, str], expected: dict[str, str]) -> bool:
    """Whether a step is as expected; ``*`` stands for what was not looked at, or for the rest of the words."""
    return all(
        found[name].startswith(value[:-1]) if value.endswith("*") else found[name] == value
        for name, value in expected.items()
    )


def answers(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def records(path: Path) -> list[Record]:
    return [
        item for item in reader.read(BytesIO(path.read_bytes()), str(path), "s") if isinstance(item, Record)
    ]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    """All made-up notices in one file, loaded and built by command, and what the load told; only read."""
    folder = tmp_path_factory.mktemp("notice")
    done = govgraph(folder / "ws", "load", str(save(folder, ALL)))
    assert done.exit_code == 0, done.stderr
    assert govgraph(folder / "ws", "build").exit_code == 0
    return Workspace(folder / "ws"), done.stderr


# ── as a user does ────────────────────────────────────────────────────────────────────────────


def test_load_build_ask(told: tuple[Workspace, str]) -> None:
    workspace, said = told
    # 15 notices; the second publication of one list replaces the first
    assert said.split("\n")[1].split()[:6] == ["notices.json", "notice", "15", "14", "1", "0"], said
    won = {
        (r["winner"], r["amount"])
        for r in rows(workspace, "winner-shares", "--minimum", "1")
        if r["buyer"] == "虚城市教育局"
    }
    assert won == {("虚城安保有限公司", 885000), ("假山保安服务有限公司", 912500)}
    joint = {tuple(sorted(r["members"])): r["leaders"] for r in rows(workspace, "consortium-winners")}
    assert joint == {("假山市政设计院有限责任公司", "虚省甲乙建设集团有限公司"): []}, "nobody is said to lead"
    # candidates of lists are bidders, never winners
    assert not [
        r
        for r in rows(workspace, "winner-shares", "--minimum", "1")
        if r["buyer"] == "虚城市高新产业投资有限公司"
    ]
    assert "虚城安保有限公司" in govgraph(workspace, "why", "虚城安保有限公司").stdout


def test_answers_worked_out_by_hand(tmp_path: Path) -> None:
    found = list(steps(records(save(tmp_path, ALL))))
    expected = answers("answers.csv")
    assert [e for e in expected if not any(fits(f, e) for f in found)] == []
    assert len(found) == len(expected), [f for f in found if not any(fits(f, e) for e in expected)]


def test_what_is_set_aside_is_said(told: tuple[Workspace, str]) -> None:
    prefix = "values set aside: "
    aside = [
        line.removeprefix(prefix).split(" × ") for line in told[1].splitlines() if line.startswith(prefix)
    ]
    assert {reason: int(number) for number, reason in aside} == {
        "a term that states no time": 1,  # 详见招标文件
        "an unreadable amount": 2,  # a sum and a rate; 58.90 under 元/%
        "an implausible amount": 1,  # 64363000000000 in 万元
        "ranks, but the order is said to mean nothing": 1,
        "an area that is not one known division": 1,
        "no name of an organisation": 1,  # a third candidate called A
        "a social credit code that is none": 1,
        "a table that gave nothing": 4,  # past works
        "a result that a newer notice of the file gives differently; both are loaded": 1,
    }


@pytest.mark.skipif(not REAL.exists(), reason="the real notices are not here")
def test_real_notices(tmp_path: Path) -> None:
    files = sorted(REAL.glob("*.json"))
    found = [step for path in files for step in steps(records(path))]
    expected = answers("real.csv")
    assert [e for e in expected if not any(fits(f, e) for f in found)] == []
    known = {e["notice"] for e in expected}
    extra = [
        f
        for f in found
        if f["notice"] in known
        and f["is"] != "CallForTenders"
        and not any(fits(f, e) for e in expected)
        and (f["is"] != "Bid" or f["amount"] or f["rank"])  # running text names further bidders
    ]
    assert extra == []
    # each notice of 190 awards has its winner, each of 65 lists its two to seven bidders, one is published anew
    assert Counter(f["is"] for f in found)["Award"] == 190
    counts = load_into(tmp_path, find(files), jobs=1)
    assert [(c.format, c.problem, c.read, c.loaded, c.duplicates) for c in counts] == [
        ("notice", "", 190, 190, 0),
        ("notice", "", 65, 64, 1),
    ]
    signed = [word for path in files for word in printed_people(path.read_text("utf-8"))]
    assert len(signed) > 10
    assert people_in(tmp_path, signed) == []
    assert Workspace(tmp_path).build().folder.exists()
    for path, one in zip(files, counts, strict=True):
        assert_nothing_is_lost(path, one, tmp_path)


# ── nothing lost, nobody named ────────────────────────────────────────────────────────────────


def assert_nothing_is_lost(path: Path, one: Counts, root: Path) -> None:
    """Records read are loaded, merged or quarantined; entities made are the subjects that are stated."""
    items = list(reader.read(BytesIO(path.read_bytes()), str(path), one.source))
    made = [item for item in items if isinstance(item, Record)]
    whole = [item for item in items if isinstance(item, Rejected) and item.whole]
    assert one.read == one.loaded + one.duplicates + sum(one.quarantined.values()) == len(made) + len(whole)
    subjects = {s.subject for record in made for entity in record.entities for s in entity.statements()}
    assert subjects | {one.source} == {
        s.subject for s in read_statements([root / "loaded" / f"{one.source}.parquet"])
    }


def test_nothing_is_lost(tmp_path: Path) -> None:
    path = save(tmp_path, [*ALL, {"title": "x", "infoid": "1", "infodate": ""}, 7, AWARD])
    one = load_into(tmp_path / "ws", find([path]), jobs=1)[0]
    assert dict(one.quarantined) == {"a notice without content": 1, "holds no notice": 1}
    assert (one.read, one.loaded, one.duplicates) == (18, 14, 2)
    assert_nothing_is_lost(path, one, tmp_path / "ws")


def printed_people(text: str) -> list[str]:
    """Mobile numbers in a file of notices, and names behind the labels of people."""
    plain = re.sub(r"<[^>]+>|&nbsp;|\\[nrt]|\s", "", text)
    names = re.findall(
        r"(?:工作人员|联系人|招标人)[:：]?(?!的)([\u4e00-\u9fff]{3})(?=[,，;；。电0-9])", plain
    )
    return names + re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", plain)


def people_in(root: Path, people: Iterable[str] = PEOPLE) -> list[str]:
    texts = [str(s) for s in read_statements(sorted((root / "loaded").glob("*.parquet")))]
    texts += [path.read_text("utf-8") for path in (root / "quarantine").glob("*.jsonl")]
    return [word for word in people if any(word in text for text in texts)]


def test_people_are_dropped(told: tuple[Workspace, str], tmp_path: Path) -> None:
    assert people_in(told[0].root) == []
    unread = record(
        "x",
        "某通知",
        "<p>评标专家：冯一、陈二</p><p>联系人：吴先生 13900000000</p>" * 3,
        categoryname="通知公告",
    )
    assert dict(load_one(tmp_path, [unread, AWARD]).quarantined) == {"no field of a notice on it": 1}
    assert people_in(tmp_path / "ws") == []


def test_documents_places_and_printed_words(told: tuple[Workspace, str]) -> None:
    path = next((told[0].root / "loaded").glob("*.parquet"))
    said = list(read_statements([path]))
    assert {s.object for s in said if s.predicate == "url"} == {"https://ggzy.example.org/n/p-001.html"}
    assert {s.object for s in said if s.predicate == "identifier"} >= {"ggzy:a-001", "ggzy:c-001"}
    assert {(s.locator, s.surface) for s in said if s.predicate == "amount" and s.object == "115204500"} == {
        ("/0/7#表1行3 / 投标报价（万元）", "11,520.45")
    }
    assert ("91.25", "912500") in {(s.surface, s.object) for s in said if s.predicate == "amount"}
    assert {s.object for s in said if s.predicate == "deadline"} == {"2024-05-20"}
    ends = {(s.object) for s in said if s.predicate == "status"}
    assert ends == {"unsuccessful"}  # the lot and the call that nobody won


# ── wrappers and detection ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("shape", WRAPPED)
def test_every_wrapper_yields_the_same(tmp_path: Path, shape: str) -> None:
    path = save(tmp_path, WRAPPED[shape])
    assert detect(path) == "notice"
    plain = list(steps(records(save(tmp_path, [AWARD, RANKED], "plain.json"))))
    found = list(steps(records(path)))
    assert found == (plain if shape != "one record" else plain[:1])


def test_the_newest_publication_counts_in_any_order(tmp_path: Path) -> None:
    for number, order in enumerate(([UNRANKED, AGAIN], [AGAIN, UNRANKED])):
        found = list(steps(records(save(tmp_path, order, f"{number}.json"))))
        assert {f["date"] for f in found if f["is"] == "Bid"} == {"2025-06-20"}
        assert [f["rate"][:2] for f in found if f["rate"]] == ["48"]


# ── tables of any kind ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_other_portals(tmp_path: Path, shape: str) -> None:
    heading, page, expected = SHAPES[shape]
    notice = record("s", heading, f"<p>项目编号：XC-2024-99</p>{page}", categoryname="")
    found = steps(records(save(tmp_path, [notice])))
    words = ("is", "lot", "rank", "who", "amount", "rate", "period")
    assert sorted(tuple(f[w] for w in words) for f in found) == sorted(expected)


def test_what_notices_say_of_each_other(tmp_path: Path) -> None:
    """A number of its own, where a winner is registered, the bid that won, the call that is corrected."""
    numbers = "<p>项目编号：XC-2024-99</p><p>公告编号：GG-2024-7</p><p>招标人：虚城市水务局</p>"
    award = numbers + SHAPES["all who bid beside the winner"][1] + "<p>注册地址：广东省东莞市南城街道1号</p>"
    notices = [
        record(
            "1",
            "某市泵站工程中标结果公告",
            award.replace("<p>投标情况", "<p>注册地址：广东省东莞市南城街道1号</p><p>投标情况"),
        ),
        record(
            "2",
            "某市泵站工程招标更正公告",
            numbers.replace("GG-2024-7", "GG-2024-3") + "<p>更正内容：投标截止时间延至2024年6月1日</p>",
        ),
    ]
    said = {e.id: e.values() for one in records(save(tmp_path, notices)) for e in one.entities}
    kinds = {id_: values["type"] for id_, values in said.items()}
    award_of = next(v for v in said.values() if v["type"] == "Award")
    assert kinds[award_of["awardsBid"]] == "Bid"
    assert said[award_of["awardsBid"]]["hasBidder"] == award_of["awardedTo"]
    assert (award_of["noticeNumber"], said[said[award_of["awardedTo"]]["registeredIn"]]["name"]) == (
        "GG-2024-7",
        "东莞市",
    )
    correction = next(v for v in said.values() if v["type"] == "Correction")
    assert (correction["noticeNumber"], kinds[correction["corrects"]]) == ("GG-2024-3", "CallForTenders")


def test_one_price_for_several_winners_is_nobodys(tmp_path: Path) -> None:
    heading, page, _ = SHAPES["several winners and one price"]
    assert dict(load_one(tmp_path, [record("s", heading, page)]).set_aside) == {
        "one price for several winners": 1
    }


def test_tables_with_spans_nested_and_hidden() -> None:
    html = (
        "<style>.h{display:none}</style><p>一<b>二</b> 三<br>四</p><p class='h'>隐</p><p style='display:none'>藏</p>"
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr>"
        "<tr><td>丙<table><tr><td>内1</td><td>内2</td></tr></table></td><td>丁</td></tr></table>"
        "<table><tr><td>只有一列</td></tr></table><p>末"
    )
    page = read_page(html)
    # a row whose cell holds a table is taken apart: what stands in its cells follows one another
    assert page.lines == ["一二三", "四", "丙", "丁", "只有一列", "末"]
    outer, inner = page.tables
    assert (outer.rows, inner.rows) == ((("甲", "乙", "乙"),), (("内1", "内2"),))
    assert outer.own == ((True, True, False),)


@pytest.mark.parametrize(
    ("winner", "names", "leader"),
    [
        ("甲省建设有限公司、乙省设计院有限公司联合体", 2, ""),
        ("甲省建设有限公司（牵头人）、乙省设计院有限公司（成员）", 2, "甲省建设有限公司"),
        ("（联合体牵头人）甲省建设有限公司；（联合体成员）乙省设计院有限公司", 2, "甲省建设有限公司"),
        ("牵头人：甲省建设有限公司 成员：乙省设计院有限公司", 2, "甲省建设有限公司"),
        ("甲省建设有限公司与乙省设计院有限公司组成的联合体", 2, ""),
        ("甲省建设有限公司（联合体成员：乙省设计院有限公司、丙省勘察有限公司）", 3, ""),
        ("甲省科学研究院（甲省评估中心）", 1, ""),
        ("林木国际工程咨询（中国）有限公司", 1, ""),
    ],
)
def test_consortia(tmp_path: Path, winner: str, names: int, leader: str) -> None:
    notice = record(
        "w",
        "虚城市某工程中标结果公告",
        pairs(
            ("招标人:", "虚城市水务局"),
            ("标段(包)编号:", "XC-2025-01"),
            ("中标人:", winner),
            ("中标价(元):", "100"),
        ),
    )
    found = [f for f in steps(records(save(tmp_path, [notice]))) if f["is"] == "Award"]
    assert [(len(f["who"].split("+")), f["leader"]) for f in found] == [(names, leader)]


def test_a_list_in_words_is_bids_in_no_order(tmp_path: Path) -> None:
    words = "<p>标段编号：XC-2025-02</p><p>招标人：虚城市水务局</p>"
    words += "<p>中标候选人（排名不分先后）：甲省建设有限公司、乙省路桥有限公司、丙省市政有限公司</p>"
    found = list(steps(records(save(tmp_path, [record("n", "虚城市某工程中标候选人公示", words)]))))
    assert [(f["is"], f["rank"], f["who"]) for f in found] == [
        ("Bid", "", "甲省建设有限公司"), ("Bid", "", "乙省路桥有限公司"), ("Bid", "", "丙省市政有限公司"),
    ]  # fmt: skip


def test_past_works_of_a_bidder_are_no_bids(tmp_path: Path) -> None:
    found = list(steps(records(save(tmp_path, [RANKED]))))
    assert not [f for f in found if "外来建工" in f["who"] or f["amount"] == "197813500"]


# ── bad input ─────────────────────────────────────────────────────────────────────────────────

BAD: dict[str, tuple[str, dict[str, int]]] = {
    "cut off": (json.dumps([AWARD, RANKED], ensure_ascii=False)[:-3000], {"not JSON": 1}),
    "a page that says nothing": (json.dumps([AWARD, record("e", "空中标公告", "<div><script>x</script></div>")]), {"content that shows no text": 1}),
    "no content": (json.dumps([AWARD, record("e", "缺中标公告", "")]), {"a notice without content": 1}),
    "null and numbers": (json.dumps([AWARD, None, 3, [], {"a": 1}]), {"holds no notice": 4}),
    "bad JSON in JSON": (json.dumps([AWARD]) + "\n" + json.dumps({"custom": '{"infodata": [{"infocontent": '}), {"not JSON": 1}),
    "a page of 50 MB": (json.dumps([AWARD, record("e", "大中标公告", "<td>" + "x" * 50_000_000)]), {"HTML of more than 16 MiB": 1}),
    "nested elements": (json.dumps([AWARD, record("e", "深中标公告", "<div>" * 100_000 + "x")]), {"HTML nested more than 3000 deep": 1}),
    "nested lists": (json.dumps([AWARD]) + "\n" + "[" * 100 + json.dumps(AWARD) + "]" * 100, {"nested more than 12 deep": 1}),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_quarantined(tmp_path: Path, kind: str) -> None:
    text, reasons = BAD[kind]
    one = load_one(tmp_path, text)
    assert dict(one.quarantined) == reasons
    assert (one.problem, one.loaded, one.read) == ("", 1, 1 + sum(reasons.values()))


def test_broken_html_yields_what_is_there(tmp_path: Path) -> None:
    broken = AWARD["infocontent"].replace("</td>", "").replace("</tr>", "").replace("</table>", "")
    found = list(steps(records(save(tmp_path, [{**AWARD, "infocontent": broken}]))))
    assert [(f["amount"], f["buyer"]) for f in found] == [("20797381.58", "虚城市河滨建设投资有限公司")]


def test_nothing_of_the_kind_is_an_error(tmp_path: Path) -> None:
    one = load_one(tmp_path, [record("e", "空", "")])
    assert one.problem.startswith("yields too little for notice: 0 Project")


def test_what_was_quarantined_can_be_corrected(tmp_path: Path) -> None:
    load_one(tmp_path, [AWARD, {**RANKED, "infocontent": ""}])
    path = next((tmp_path / "ws" / "quarantine").glob("*.jsonl"))
    line = json.loads(path.read_text("utf-8"))
    fixed: Json = {**json.loads(line["record"]), "infocontent": RANKED["infocontent"]}
    corrected = save(tmp_path, json.dumps({**line, "record": json.dumps(fixed)}) + "\n", "fixed.jsonl")
    assert load_into(tmp_path / "ws", find([corrected]), jobs=1)[0].loaded == 1


_CELLS = st.sampled_from(
    ["招标人", "中标人", "第一名", "名次", "甲公司", "", "12.5", "标段", "流标", "联合体", "、", "中标价(元)", "中标候选人名称", "\n"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(_CELLS, max_size=6), max_size=6),
    st.sampled_from(["中标公告", "中标候选人公示", "流标公告", "更正公告", "合同公告"]),
)
def test_any_table_is_read(tmp_path: Path, table: list[list[str]], kind: str) -> None:
    html = "<table>" + "".join("<tr>" + "".join(f"<td>{c}" for c in row) for row in table)
    path = save(tmp_path, [record("h", f"某工程{kind}", html)])
    items = list(reader.read(BytesIO(path.read_bytes()), str(path), "s"))
    assert len([i for i in items if isinstance(i, Record) or (isinstance(i, Rejected) and i.whole)]) == 1
    assert all(
        len(row) == len(t.rows[0]) for t in read_page(html).tables for row in t.rows if isinstance(t, Table)
    )
