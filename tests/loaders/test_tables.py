"""Tables by a column map: contracts, awards, bids and shareholdings as analysts keep them, with their dirt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgraph.graph.statements.parquet import read_statements
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.loaders.tables.check import map_problems
from govgraph.loaders.tables.map import Column
from govgraph.loaders.tables.sheets import Cell, bare, open_table
from govgraph.loaders.tables.values import Unreadable, read_cell
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.loaders.workbook import write_workbook

CONTRACTS = """\
序号,采购人,供应商,统一社会信用代码,项目编号,项目名称,合同金额（万元）,签订日期,采购方式,备注
1,示例市数据局,虚构甲科技有限公司,91440300MA5F0A1B2N,SL-2023-001,示例市政务云一期,"1,234.5",2023/4/3,公开招标,李工13800138000
2,示例市公安局,虚构乙信息技术有限公司,,SL-2023-002,雪亮工程,80万元,2023年5月,单一来源,
,,,,,,,,,
3,示例市教育局,某公司,,SL-2023-003,智慧校园,80,2023-06-01,公开招标,
4,示例市教育局,虚构丙有限公司,91440300MA5F0A1B20,SL-2023-003,智慧校园,/,2023-06-01,公开招标,
5,示例市教育局,虚构丙有限公司,,SL-2023-004,食堂,八九十,2023-06-01,公开招标,
6,示例市教育局,虚构丙有限公司,,SL-2023-004,食堂,20,6月1日,公开招标,
2,示例市公安局,虚构乙信息技术有限公司,,SL-2023-002,雪亮工程,80万元,2023年5月,单一来源,
合 计,,,,,,1394.5,,,
注：数据截至2023年12月,,,,,,,,,
"""
MAP = """\
source: {title: 示例市合同台账, publisher: 示例市财政局, published: 2023-12}
row: Contract
columns:
  采购人: [concerns.hasBuyer.name, signedByBuyer.name]
  供应商: signedBySupplier.name
  统一社会信用代码: signedBySupplier.creditCode
  项目编号: concerns.projectNumber
  项目名称: concerns.name
  合同金额(万元): amount
  签订日期: date
  采购方式: method
ignore: [序号, 备注]
"""


def table(folder: Path, name: str, content: str, map_: str, encoding: str = "utf-8") -> Path:
    """A table with its map beside it."""
    path = folder / name
    path.write_bytes(content.encode(encoding))
    path.with_suffix(".map.yml").write_text(map_, "utf-8")
    return path


def loaded(folder: Path, *paths: Path) -> Counts:
    return load_into(folder / "ws", find(paths), jobs=1)[0]


def said(folder: Path, *predicates: str) -> list[tuple[str, str]]:
    """Locator and value of each statement of these predicates."""
    return [(s.locator, s.object) for s in statements(folder) if s.predicate in predicates]


def statements(folder: Path) -> list[Statement]:
    return list(read_statements(sorted((folder / "ws" / "loaded").glob("*.parquet"))))


def reasons(folder: Path) -> dict[str, str]:
    """Reason of each row that was set aside, by its position."""
    files = sorted((folder / "ws" / "quarantine").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return {line["position"]: line["reason"] for line in lines}


# ── CSV ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_contracts_as_worked_out_by_hand(tmp_path: Path, encoding: str) -> None:
    counts = loaded(tmp_path, table(tmp_path, "contracts.csv", CONTRACTS, MAP, encoding))
    assert (counts.format, counts.read, counts.loaded, counts.duplicates) == ("tables", 9, 3, 1)
    assert sum(counts.quarantined.values()) == 5
    assert reasons(tmp_path) == {
        "row 5": "a name that hides its bearer (供应商)",
        "row 6": "a code that cannot be, check digit (统一社会信用代码)",
        "row 7": "no amount in it (合同金额(万元))",
        "row 8": "the year is not stated (签订日期)",
        "row 10": "a row of totals",
        "row 11": "a row of which only one cell is filled",
    }
    assert sorted(said(tmp_path, "amount")) == [("row 2", "12345000"), ("row 3", "800000")]
    assert {v for _, v in said(tmp_path, "currency", "amountKind")} == {"CNY", "contract"}
    days = [s.object for s in statements(tmp_path) if s.predicate == "date" and s.locator]
    assert sorted(days) == ["2023-04-03", "2023-05", "2023-06-01"]
    assert sorted(v for _, v in said(tmp_path, "method")) == ["open-tender", "open-tender", "single-source"]
    assert said(tmp_path, "creditCode") == [("row 2", "91440300MA5F0A1B2N")]
    assert {v for _, v in said(tmp_path, "publisherName")} == {"示例市财政局"}
    assert not any("138" in s.object for s in statements(tmp_path)), "phone numbers are not read"
    graph = Workspace(tmp_path / "ws").build().graph
    counts_of = {t.labels[0]: t.count for t in graph.nodes}
    assert (counts_of["Contract"], counts_of["Project"]) == (3, 3)


@pytest.mark.parametrize(("delimiter", "name"), [("\t", "a.tsv"), (";", "a.csv"), ("|", "a.txt")])
def test_other_delimiters(tmp_path: Path, delimiter: str, name: str) -> None:
    text = f"股东名称{delimiter}公司{delimiter}比例\n虚构甲有限公司{delimiter}虚构乙有限公司{delimiter}51%\n"
    map_ = "row: Shareholding\ncolumns: {股东名称: holder.name, 公司: held.name, 比例: stake}\n"
    assert loaded(tmp_path, table(tmp_path, name, text, map_)).loaded == 1
    assert said(tmp_path, "stake") == [("row 2", "51")]


def test_shareholdings_of_persons_and_companies(tmp_path: Path) -> None:
    text = """股东,类型,公司,比例,出资(万元),日期
张三,自然人,虚构甲有限公司,0.6,600,2019-03-01
虚构乙集团有限公司,企业法人,虚构甲有限公司,0.4,400,2019-03-01
张三,自然人,虚构丙有限公司,1,10,2020
王五,合伙,虚构丙有限公司,0.1,10,2020
赵六,自然人,虚构丙有限公司,0.5,10,2020
"""
    map_ = """row: Shareholding
columns:
  股东: holder.name
  类型: {to: holder.type, values: {自然人: Person, 企业法人: Company}}
  公司: held.name
  比例: {to: stake, unit: 1}
  出资(万元): investment
  日期: since
constants: {interest: shareholding}
"""
    counts = loaded(tmp_path, table(tmp_path, "holders.csv", text, map_))
    assert (counts.read, counts.loaded) == (5, 3)
    assert reasons(tmp_path) == {
        "row 5": "a word that the map does not know (类型)",
        "row 6": "the holdings of one company add up to more than 100",
    }
    assert sorted(v for _, v in said(tmp_path, "stake")) == ["100", "40", "60"]
    assert sorted(v for _, v in said(tmp_path, "investment")) == ["100000", "4000000", "6000000"]
    persons = {s.subject for s in statements(tmp_path) if s.predicate == "type" and s.object == "Person"}
    assert len(persons) == 2, "a person is the same only beside the same company"
    Workspace(tmp_path / "ws").build()


def test_awards_with_a_consortium_and_bids(tmp_path: Path) -> None:
    text = """采购人,项目,中标人,中标价
示例市数据局,数据平台,虚构甲有限公司、虚构乙有限公司联合体,27.4亿元
示例市数据局,数据湖,虚构甲有限公司、虚构乙有限公司,1亿元
示例市数据局,机房,虚构甲有限公司,下浮率 5%
示例市数据局,网络,"虚构甲有限公司,虚构乙有限公司",5万元
"""
    map_ = """row: Award
columns:
  采购人: concerns.hasBuyer.name
  项目: concerns.name
  中标人: {to: awardedTo.name, split: 、}
  中标价: amount
"""
    counts = loaded(tmp_path, table(tmp_path, "awards.csv", text, map_))
    assert (counts.loaded, reasons(tmp_path)) == (
        3,
        {"row 5": "several names in one cell (split: 、 in the map) (中标人)"},
    )
    amounts = {("row 2", "2740000000"), ("row 3", "100000000"), ("row 4", "5")}
    assert set(said(tmp_path, "amount", "rate")) == amounts
    assert len([place for place, _ in said(tmp_path, "awardedTo") if place == "row 3"]) == 2, "two winners"
    assert {v for _, v in said(tmp_path, "amountPrecision")} == {"rounded"}
    types = [s.object for s in statements(tmp_path) if s.predicate == "type"]
    assert types.count("Consortium") == 1
    assert types.count("ConsortiumMembership") == 2
    text = """项目编号,采购人,投标人,报价（元）,名次,得分
A-01,示例局,虚构甲有限公司,100,1,92.5
A-01,示例局,虚构乙有限公司,90,2,88
"""
    map_ = """row: Bid
columns:
  项目编号: concerns.projectNumber
  采购人: concerns.hasBuyer.name
  投标人: hasBidder.name
  报价(元): amount
  名次: rank
  得分: score
"""
    bids = table(tmp_path, "bids.csv", text, map_)
    assert loaded(tmp_path, bids).loaded == 2
    assert ("row 2", "92.5") in said(tmp_path, "score")
    assert (
        len({s.object for s in statements(tmp_path) if s.predicate == "concerns" and s.source == "bids-csv"})
        == 1
    )
    Workspace(tmp_path / "ws").build()


def test_a_project_of_one_number_and_buyer_is_one_in_two_tables(tmp_path: Path) -> None:
    map_ = "row: {row}\ncolumns: {{编号: concerns.projectNumber, 采购人: concerns.hasBuyer.name, 供应商: {to}.name}}\n"
    one = table(
        tmp_path,
        "a.csv",
        "编号,采购人,供应商\nSL〔2023〕1号,长沙市数据局,虚构甲有限公司\n",
        map_.format(row="Award", to="awardedTo"),
    )
    two = table(
        tmp_path,
        "b.csv",
        "编号,采购人,供应商\nSL[2023]1号,长沙市数据局,虚构甲有限公司\n",
        map_.format(row="Contract", to="signedBySupplier"),
    )
    load_into(tmp_path / "ws", find([one, two]), jobs=1)
    assert len({v for _, v in said(tmp_path, "concerns")}) == 1


def test_regions_are_those_of_the_date(tmp_path: Path) -> None:
    text = "项目,采购人,地区,日期\n甲项目,示例局,广东省东莞市,2023-01-01\n乙项目,示例局,朝阳区,2023-01-01\n"
    map_ = "row: Award\ncolumns: {项目: concerns.name, 采购人: concerns.hasBuyer.name, 地区: concerns.inRegion.name, 日期: date}\n"
    counts = loaded(tmp_path, table(tmp_path, "a.csv", text, map_))
    assert counts.loaded == 2
    assert dict(counts.set_aside) == {"a place that is not known, or in more than one region (地区)": 1}
    assert sorted(v for _, v in said(tmp_path, "divisionCode")) == ["440000", "441900"]
    Workspace(tmp_path / "ws").build()


# ── what must not be loaded ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("采购人,供应商,金额(元),新列", "has columns that the map does not know: '新列'"),
        ("采购人,供应商", "has no column '金额(元)' (row 1: 采购人 | 供应商)"),
        ("采购人,供应商,金额(元),供应商", "has more than one column '供应商'"),
    ],
)
def test_a_head_that_does_not_fit_is_an_error(tmp_path: Path, head: str, message: str) -> None:
    map_ = "row: Contract\ncolumns: {采购人: signedByBuyer.name, 供应商: signedBySupplier.name, 金额(元): amount}\nignore: [备注]\n"
    path = table(tmp_path, "a.csv", head + "\n甲局,虚构乙有限公司,1,2\n", map_)
    result = govgraph(tmp_path / "ws", "load", str(path))
    assert result.exit_code == 3
    assert message in result.stderr
    assert not list((tmp_path / "ws" / "loaded").glob("*.parquet"))


def test_everything_wrong_with_a_map_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.map.yml"
    path.write_text(
        """row: Contract
columns:
  采购人: [concerns.hasBuyr.name, signedByBuyer]
  金额: {to: amount, unt: 万元}
  日期: founded
  方式: {to: method, values: {公开: opn}}
  股东: {to: signedByBuyer.type, values: {人: Person}}
classes: {x: Vendor}
constants: {amountKind: nonsense, asOf: 2019-13}
header: two
ignored: []
""",
        "utf-8",
    )
    result = govgraph(tmp_path / "ws", "check", str(path))
    assert result.exit_code == 3
    lines = [
        line.removeprefix(f"{path}:").split(": ", 1)
        for line in result.stderr.splitlines()
        if "map.yml" in line
    ]
    assert [number for number, _ in lines] == ["3", "3", "4", "5", "6", "7", "8", "9", "9", "10", "11"]
    assert "did you mean hasBuyer?" in lines[0][1]
    assert "signedByBuyer.name" in lines[1][1]
    table_ = tmp_path / "a.csv"
    table_.write_text("采购人\nx\n", "utf-8")
    refused = govgraph(tmp_path / "ws", "load", str(table_))
    assert (refused.exit_code, f"{path}:3:" in refused.stderr, "10 more" in refused.stderr) == (3, True, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns: {a: name}\n", "does not say what a row is"),
        ("row: Contrakt\n", "did you mean Contract?"),
        ("row: Claim\ncolumns: {a: name}\n", "cannot be a Claim"),
        ("row: Shareholding\ncolumns: {a: holder.name}\n", "no column fills held"),
        ("row: CallForTenders\ncolumns: {a: amount}\n", "say what the amount is"),
        ("row: Contract\n", "maps no column"),
        ("- a\n", "keys with values"),
        ("row: [", "is not YAML"),
    ],
)
def test_maps_that_cannot_be(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.map.yml"
    path.write_text(text, "utf-8")
    assert any(message in str(problem) for problem in map_problems(path)), map_problems(path)


def test_a_table_without_map_says_that_it_needs_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n1,2\n", "utf-8")
    result = govgraph(tmp_path / "ws", "load", str(path))
    assert result.exit_code == 3
    assert "--map" in result.stderr


def test_a_map_of_any_name_is_given_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "x.csv").write_text("采购人,供应商,金额(元),日期\n甲局,虚构乙有限公司,7,2023\n", "utf-8")
    map_ = folder / "other.yml"
    map_.write_text(SIMPLE, "utf-8")
    assert govgraph(tmp_path / "ws", "check", str(map_)).exit_code == 0
    alone = govgraph(tmp_path / "ws", "load", str(map_))
    assert (alone.exit_code, "--map" in alone.stderr) == (3, True)
    assert govgraph(tmp_path / "ws", "load", str(folder), "--map", str(map_)).exit_code == 0
    assert [value for _, value in said(tmp_path, "amount")] == ["7"]
    assert govgraph(tmp_path / "ws", "load", str(folder), "--as", "ocds", "--map", str(map_)).exit_code == 3


def test_rows_set_aside_can_be_corrected_and_loaded(tmp_path: Path) -> None:
    path = table(tmp_path, "contracts.csv", CONTRACTS, MAP)
    workspace = Workspace(tmp_path / "ws")
    assert govgraph(workspace, "load", str(path)).exit_code == 0
    lines = (workspace.root / "quarantine" / "contracts-csv.jsonl").read_text("utf-8").splitlines()
    fixed = [line.replace("某公司", "虚构丁有限公司") for line in lines if "某公司" in line]
    again = tmp_path / "fixed.jsonl"
    again.write_text("\n".join(fixed) + "\n", "utf-8")
    result = govgraph(workspace, "load", str(again), "--map", str(path.with_suffix(".map.yml")))
    assert result.exit_code == 0, result.stderr
    assert any(s.object == "虚构丁有限公司" for s in statements(tmp_path))


def test_a_folder_of_tables_with_their_maps(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    table(folder, "a.csv", CONTRACTS, MAP)
    write_workbook(folder / "b.xlsx", {"表": [["局", "商", "额(元)"], ["甲局", "虚构乙有限公司", 5]]})
    (folder / "b.map.yml").write_text(
        "row: Contract\ncolumns: {局: signedByBuyer.name, 商: signedBySupplier.name, 额(元): amount}\n"
    )
    result = govgraph(tmp_path / "ws", "load", str(folder))
    assert result.exit_code == 0, result.stderr
    assert sorted(p.name for p in (tmp_path / "ws" / "loaded").glob("*.parquet")) == [
        "a-csv.parquet",
        "b-xlsx.parquet",
    ]


# ── Excel ─────────────────────────────────────────────────────────────────────────────────

SIMPLE = "row: Contract\ncolumns: {采购人: signedByBuyer.name, 供应商: signedBySupplier.name, 金额(元): amount, 日期: date}\n"


def test_a_workbook_with_a_title_merged_cells_serial_dates_and_formulas(tmp_path: Path) -> None:
    rows = [
        ["2023年合同台账", None, None, None],
        ["采购人", "供应商", "金额\n（元）", "日期"],
        ["甲局", "虚构乙有限公司", 1234.5600000000001, ("date", 45019)],
        ["甲局", "虚构乙有限公司", "2,000.50", 45020],
        [None, "虚构丙有限公司", ("formula", 3), "2023.4.5"],
        ["甲局", "虚构丙有限公司", ("formula", None), "2023.4.5"],
        [None, None, None, None],
        ["总计", None, 9, None],
    ]  # fmt: skip
    path = write_workbook(
        tmp_path / "a.xlsx", {"合同": rows}, merged={"合同": ["A1:D1", "A4:A5"]}, hidden_rows=[4]
    )
    path.with_suffix(".map.yml").write_text(SIMPLE, "utf-8")
    counts = loaded(tmp_path, path)
    assert (counts.read, counts.loaded) == (5, 3)
    assert reasons(tmp_path) == {
        "row 6": "a formula whose result the file does not keep (金额(元))",
        "row 8": "a row of totals",
    }
    assert sorted(said(tmp_path, "amount")) == [("row 3", "1234.56"), ("row 4", "2000.5"), ("row 5", "3")]
    days = sorted((place, day) for place, day in said(tmp_path, "date") if place)
    assert days == [("row 3", "2023-04-03"), ("row 4", "2023-04-04"), ("row 5", "2023-04-05")]


def test_a_merged_amount_counts_once(tmp_path: Path) -> None:
    rows = [
        ["采购人", "供应商", "金额(元)", "日期"],
        ["甲局", "虚构乙有限公司", 7, "2023"],
        ["甲局", "虚构丙有限公司", None, "2023"],
    ]
    path = write_workbook(tmp_path / "a.xlsx", {"合同": rows}, merged={"合同": ["C2:C3"]})
    path.with_suffix(".map.yml").write_text(SIMPLE, "utf-8")
    assert loaded(tmp_path, path).loaded == 2
    assert said(tmp_path, "amount") == [("row 2", "7")]


def test_a_head_of_two_rows(tmp_path: Path) -> None:
    rows = [
        ["采购人", "供应商", None, "金额(元)"],
        [None, "名称", "代码", None],
        ["甲局", "虚构乙有限公司", "91440300MA5F0A1B2N", 5],
    ]
    path = write_workbook(tmp_path / "a.xlsx", {"合同": rows}, merged={"合同": ["A1:A2", "B1:C1", "D1:D2"]})
    path.with_suffix(".map.yml").write_text(
        "row: Contract\nheader: 1-2\ncolumns: {采购人: signedByBuyer.name, 供应商/名称: signedBySupplier.name,"
        " 供应商/代码: signedBySupplier.creditCode, 金额(元): amount}\n",
        "utf-8",
    )
    assert loaded(tmp_path, path).loaded == 1
    assert said(tmp_path, "creditCode") == [("row 3", "91440300MA5F0A1B2N")]


def test_the_sheet_is_named_where_there_are_several(tmp_path: Path) -> None:
    rows = [["采购人", "供应商", "金额(元)", "日期"], ["甲局", "虚构乙有限公司", 7, "2023"]]
    sheets = {"说明": [["本表由示例局编制"]], "合同": rows, "旧": [["x"]], "空": []}
    path = write_workbook(tmp_path / "a.xlsx", sheets, hidden_sheets=["旧"])
    map_ = path.with_suffix(".map.yml")
    map_.write_text(SIMPLE, "utf-8")
    assert "2 sheets that hold something (说明, 合同)" in loaded(tmp_path, path).problem
    map_.write_text(SIMPLE + "sheet: 何处\n", "utf-8")
    assert "has no sheet '何处'" in loaded(tmp_path, path).problem
    map_.write_text(SIMPLE + "sheet: 合同\n", "utf-8")
    assert loaded(tmp_path, path).loaded == 1


def test_a_code_kept_as_a_number_is_no_code(tmp_path: Path) -> None:
    rows = [["供应商", "代码", "日期"], ["虚构乙有限公司", 911101087177529391, "2023"]]
    path = write_workbook(tmp_path / "a.xlsx", {"合同": rows})
    path.with_suffix(".map.yml").write_text(
        "row: Contract\ncolumns: {供应商: signedBySupplier.name, 代码: signedBySupplier.creditCode, 日期: date}\n"
    )
    counts = loaded(tmp_path, path)
    assert counts.loaded == 1
    assert sum(counts.set_aside.values()) == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"x" * 600, b""])
def test_what_is_no_workbook_is_an_error_and_no_crash(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    path.with_suffix(".map.yml").write_text(SIMPLE, "utf-8")
    assert loaded(tmp_path, path).problem


def test_a_share_of_a_workbook_may_be_a_fraction(tmp_path: Path) -> None:
    rows = [
        ["股东", "公司", "持股比例(%)"],
        ["虚构甲有限公司", "虚构乙有限公司", 0.51],
        ["虚构丙有限公司", "虚构乙有限公司", "49%"],
    ]
    path = write_workbook(tmp_path / "a.xlsx", {"股东": rows})
    map_ = path.with_suffix(".map.yml")
    text = "row: Shareholding\ncolumns: {股东: holder.name, 公司: held.name, 持股比例(%): {to: stake UNIT}}\n"
    map_.write_text(text.replace(" UNIT", ""), "utf-8")
    assert loaded(tmp_path, path).loaded == 1
    map_.write_text(text.replace(" UNIT", ", unit: 1"), "utf-8")
    assert loaded(tmp_path, path).loaded == 2
    assert sorted(v for _, v in said(tmp_path, "stake")) == ["49", "51"]


def test_a_workbook_that_unpacks_beyond_all_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govgraph.loaders.tables.archive._MOST", 1_000)
    path = write_workbook(tmp_path / "a.xlsx", {"合同": [["采购人", "供应商", "金额(元)", "日期"]]})
    path.with_suffix(".map.yml").write_text(SIMPLE, "utf-8")
    assert "unpacks to more than" in loaded(tmp_path, path).problem


def test_a_quote_that_is_not_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    rows = "".join(f"甲局,虚构{n}有限公司,{n},2023\n" for n in range(1, 300))
    text = "采购人,供应商,金额(元),日期\n" + rows.replace("虚构150", '"虚构150')
    counts = loaded(tmp_path, table(tmp_path, "a.csv", text, SIMPLE))
    assert counts.loaded == 298
    assert dict(counts.quarantined) == {"a quote that is not closed": 1}


@pytest.mark.parametrize(
    "word", ["合计", "合 计：", "总计（万元）", "小计", "本页合计", "共计金额", "Grand Total", "Subtotal:"]
)
def test_totals_are_no_rows(tmp_path: Path, word: str) -> None:
    text = f"采购人,供应商,金额(元),日期\n甲局,虚构乙有限公司,7,2023\n{word},,7,2023\n"
    assert loaded(tmp_path, table(tmp_path, "a.csv", text, SIMPLE)).loaded == 1
    assert reasons(tmp_path) == {"row 3": "a row of totals"}


def test_a_list_of_companies(tmp_path: Path) -> None:
    text = """企业名称,信用代码,注册资本(万元),成立日期,注册地,上市
虚构甲科技有限公司,91440300MA5F0A1B2N,"5,000",2019.03.01,广东省深圳市,是
虚构乙科技有限公司,,500万美元,2020年,示例省,否
张三、李四,,1,2020年,广东省,否
"""
    map_ = """row: Company
columns:
  企业名称: name
  信用代码: creditCode
  注册资本(万元): registeredCapital
  成立日期: founded
  注册地: registeredIn.name
  上市: listed
"""
    counts = loaded(tmp_path, table(tmp_path, "companies.csv", text, map_))
    assert (counts.loaded, counts.set_aside.total()) == (2, 1)
    assert reasons(tmp_path)["row 4"] == "several names in one cell (split: 、 in the map) (企业名称)"
    assert sorted(said(tmp_path, "registeredCapital")) == [("row 2", "50000000"), ("row 3", "5000000")]
    assert sorted(said(tmp_path, "currency")) == [("row 2", "CNY"), ("row 3", "USD")]
    assert sorted(v for _, v in said(tmp_path, "listed")) == ["false", "true"]
    assert ("row 2", "region-440300") in said(tmp_path, "registeredIn")
    Workspace(tmp_path / "ws").build()


# ── properties ────────────────────────────────────────────────────────────────────────────


@given(st.decimals(0, 10**12, places=4, allow_nan=False), st.sampled_from(["元", "万元", "亿元"]))
def test_an_amount_is_exact_in_every_unit(amount: object, unit: str) -> None:
    from decimal import Decimal

    number = Decimal(str(amount)) % 10_000
    found = read_cell(Cell(f"{number}"), Column("x", (), "amount", 1, unit=unit), "CNY")
    size = {"元": 1, "万元": 10**4, "亿元": 10**8}[unit]
    assert not isinstance(found, Unreadable)
    assert Decimal(found[0][1]) == number * size


@given(
    st.text(max_size=30),
    st.sampled_from(["amount", "date", "stake", "name", "creditCode", "rank", "listed", "method"]),
)
def test_no_cell_breaks_the_reader(text: str, name: str) -> None:
    found = read_cell(Cell(text), Column("x", ("held",), name, 1), "CNY")
    assert isinstance(found, Unreadable) or all(value for _, value, _ in found)


def test_a_long_file_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("甲,乙\n" + "1,2\n" * 50, "utf-8")
    with path.open("rb") as stream:
        opened = open_table(stream, ["甲", "乙"], "", None)
        assert (opened.head_row, next(opened.rows)[0], bare(" 甲 ")) == (1, 2, "甲")


# ── tables of one register ────────────────────────────────────────────────────────────────

AWARDS = """项目名称,编号,招标人,中标人,中标价(元),日期,网址
示例县智慧水务,SL-1,枝江虚构投资有限公司,虚构甲有限公司、虚构乙有限公司联合体,1200,2025-07-08,https://example.org/a1
示例路灯,SL-2,宜昌市夷陵区虚构局,虚构丙有限公司,900,2025-07-09,https://example.org/a2
示例学校,SL-3,湖北省虚构职业学院,虚构丙有限公司,800,2025-07-10,
"""
AWARD_MAP = """row: Award
scope: example-register
modality: reported
url: 网址
columns:
  项目名称: concerns.name
  编号: concerns.projectNumber
  招标人: {to: [concerns.hasBuyer.name, concerns.inRegion.name], within: 420500}
  中标人: {to: awardedTo.name, split: 、}
  中标价(元): amount
  日期: date
"""
BIDS = """项目,编号,投标人,报价(元),日期,网址
示例县智慧水务,SL-1,虚构乙有限公司、虚构甲有限公司联合体,1200,2025-07-01,https://example.org/b1
示例县智慧水务,SL-1,虚构丁有限公司,1100,2025-07-01,https://example.org/b1
"""
BID_MAP = """row: Bid
scope: example-register
url: 网址
columns: {项目: concerns.name, 编号: concerns.projectNumber, 投标人: {to: hasBidder.name, split: 、}, 报价(元): amount, 日期: date}
"""


def both(folder: Path, bid_map: str = BID_MAP, award_map: str = AWARD_MAP) -> Workspace:
    paths = [table(folder, "awards.csv", AWARDS, award_map), table(folder, "bids.csv", BIDS, bid_map)]
    assert [one.problem for one in load_into(folder / "ws", find(paths), jobs=1)] == ["", ""]
    workspace = Workspace(folder / "ws")
    workspace.build()
    return workspace


def ask(workspace: Workspace, text: str) -> list[tuple[object, ...]]:
    store = workspace.open("embedded")
    try:
        return list(store.run(text, {}).rows)
    finally:
        store.close()


def test_an_award_meets_the_bids_of_another_table(tmp_path: Path) -> None:
    """One project, one consortium whatever the order of its members, and the losing bid beside them."""
    found = ask(
        both(tmp_path),
        "MATCH (a:Award)-[:CONCERNS]->(p:Project)<-[:CONCERNS]-(b:Bid)-[:HAS_BIDDER]->(v) "
        "MATCH (a)-[:AWARDED_TO]->(w) RETURN p.name AS p, v.name AS v, v.id = w.id AS won ORDER BY v",
    )
    assert found == [
        ("示例县智慧水务", "虚构丁有限公司", False),
        ("示例县智慧水务", "虚构乙有限公司 / 虚构甲有限公司", True),
    ]


def test_without_a_register_tables_stay_apart(tmp_path: Path) -> None:
    plain = (
        BID_MAP.replace("scope: example-register\n", ""),
        AWARD_MAP.replace("scope: example-register\n", ""),
    )
    meet = "MATCH (:Award)-[:CONCERNS]->(p)<-[:CONCERNS]-(:Bid) RETURN p.name AS p"
    assert ask(both(tmp_path, *plain), meet) == []


def test_a_row_keeps_its_address_and_its_modality(tmp_path: Path) -> None:
    workspace = both(tmp_path)
    awards = [s for s in statements(tmp_path) if s.source == "awards-csv" and s.locator]
    assert {s.locator for s in awards} == {"https://example.org/a1", "https://example.org/a2", "row 4"}
    assert {s.modality for s in awards if s.predicate == "amount"} == {"reported"}
    assert {s.modality for s in statements(tmp_path) if s.source == "bids-csv"} == {"asserted"}
    why = govgraph(workspace, "why", "虚构丙有限公司").stdout
    assert "  https://example.org/a2  " in why
    assert "¶row 4" in why


def test_regions_are_read_from_the_names_of_buyers(tmp_path: Path) -> None:
    """A county by its short name, one behind its city, and the city for who names no county."""
    workspace = both(tmp_path)
    found = ask(workspace, "MATCH (p:Project)-[:IN_REGION]->(g) RETURN p.name AS p, g.name AS g ORDER BY p")
    assert found == [("示例县智慧水务", "枝江市"), ("示例学校", "宜昌市"), ("示例路灯", "夷陵区")]
    said_of = {(s.modality, s.rule, s.premises) for s in statements(tmp_path) if s.predicate == "inRegion"}
    assert said_of == {
        ("inferred", "region-in-name", "枝江虚构投资有限公司"),
        ("inferred", "region-in-name", "宜昌市夷陵区虚构局"),
        ("inferred", "region-in-name", "湖北省虚构职业学院"),
    }


def test_of_several_columns_the_first_that_names_a_county_tells_the_region(tmp_path: Path) -> None:
    """An office by its full name further on, a project where the buyer names none; the buyer goes before it.
    Two counties in a name are none."""
    text = (
        "项目,编号,招标人,中标人,日期\n"
        "示例平台,SL-1,宜昌市公安局伍家岗区分局,虚构甲有限公司,2025\n"
        "枝江虚构平台,SL-2,宜昌虚构投资有限公司,虚构甲有限公司,2025\n"
        "宜都虚构平台,SL-3,当阳市虚构局,虚构甲有限公司,2025\n"
        "2025年秭归县至兴山县虚构光缆,SL-4,宜昌市虚构局,虚构甲有限公司,2025\n"
    )
    map_ = (
        "row: Award\nscope: r\ncolumns:\n"
        "  招标人: {to: [concerns.hasBuyer.name, concerns.inRegion.name], within: 420500}\n"
        "  项目: {to: [concerns.name, concerns.inRegion.name], within: 420500}\n"
        "  编号: concerns.projectNumber\n  中标人: awardedTo.name\n  日期: date\n"
    )
    assert loaded(tmp_path, table(tmp_path, "a.csv", text, map_)).loaded == 4
    workspace = Workspace(tmp_path / "ws")
    workspace.build()
    found = "MATCH (p:Project)-[:IN_REGION]->(g) RETURN p.projectNumber AS p, g.name AS g ORDER BY p"
    assert ask(workspace, found) == [
        ("SL-1", "伍家岗区"), ("SL-2", "枝江市"), ("SL-3", "当阳市"), ("SL-4", "宜昌市"),
    ]  # fmt: skip


def test_without_number_and_buyer_a_project_is_its_name_in_one_notice(tmp_path: Path) -> None:
    """Bids of one notice meet; the same name in another notice, or without a register, is another project."""
    text = (
        "标题,项目,投标人,网址\n"
        "一,示例平台,虚构甲有限公司,https://example.org/1\n"
        "一,示例平台,虚构乙有限公司,https://example.org/1\n"
        "二,示例平台,虚构丙有限公司,https://example.org/2\n"
    )
    columns = "columns: {标题: name, 项目: concerns.name, 投标人: hasBidder.name}\n"
    several = "MATCH (p:Project)<-[:CONCERNS]-(b:Bid) RETURN p.id AS p, count(b) AS n ORDER BY n"
    for name, scope, bids in (("r", "scope: r\n", [1, 2]), ("s", "", [1, 1, 1])):
        folder = tmp_path / name
        folder.mkdir()
        assert (
            loaded(folder, table(folder, "b.csv", text, f"row: Bid\nurl: 网址\n{scope}{columns}")).loaded == 3
        )
        workspace = Workspace(folder / "ws")
        workspace.build()
        assert [n for _, n in ask(workspace, several)] == bids


def test_lots_are_their_projects(tmp_path: Path) -> None:
    text = "项目,编号,包,中标人,日期\n甲项目,SL-1,一包,虚构甲有限公司,2025\n甲项目,SL-1,二包,虚构甲有限公司,2025\n"
    map_ = "row: Award\nscope: r\ncolumns: {项目: concerns.name, 编号: concerns.projectNumber, 包: forLot.name, 中标人: awardedTo.name, 日期: date}\n"
    assert loaded(tmp_path, table(tmp_path, "a.csv", text, map_)).loaded == 2
    workspace = Workspace(tmp_path / "ws")
    workspace.build()
    assert ask(workspace, "MATCH (a:Award)-[:FOR_LOT]->(l)-[:LOT_OF]->(p) RETURN l.name AS l, p.name AS p ORDER BY l") == [
        ("一包", "甲项目"),
        ("二包", "甲项目"),
    ]  # fmt: skip


def test_a_packed_table(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "awards.csv.gz"
    path.write_bytes(gzip.compress(AWARDS.encode()))
    (tmp_path / "awards.map.yml").write_text(AWARD_MAP, "utf-8")
    assert loaded(tmp_path, path).loaded == 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("modality: reported", "modality: guessed", "unknown modality 'guessed'"),
        ("modality: reported", "modality: inferred", "unknown modality 'inferred'"),
        ("within: 420500", "within: 宜昌", "'宜昌' is no code of a division"),
        (
            "[concerns.hasBuyer.name, concerns.inRegion.name]",
            "concerns.hasBuyer.name",
            "only a region lies within",
        ),
    ],
)
def test_what_is_wrong_with_a_register(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "a.map.yml"
    path.write_text(AWARD_MAP.replace(old, new), "utf-8")
    assert [message in p.message for p in map_problems(path)] == [True]
