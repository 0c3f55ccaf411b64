"""Shareholder tables, BODS and FollowTheMoney, in shapes and with dirt of real files; identity and review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.workspace import Workspace
from tests.bundled import govgraph

REAL = Path(__file__).parents[3] / "shared" / "data"

TREE = """\
"eid","name","type","percent","level","parent_id","actl_cntr_name"
"q1","虚构甲科技有限公司","","","0","","\\N"
"q2","虚构乙投资有限公司","E","95.00%","1","q1","\\N"
"","张三","P","5.00%","1","q1","\\N"
"","李四","P","60.00%","2","q2","\\N"
"q3","虚构丙集团有限公司","E","40.00%","2","q2","\\N"
"q3","虚构丙集团有限公司","E","40.00%","2","q2","\\N"
"q4","虚构丁有限公司","E","\\N","2","q2","\\N"
"q5","虚构戊有限公司","E","30.00%","2","q2","\\N"
"","无限售条件流通股","UE","98.50%","2","q3","\\N"
"q6","虚构己有限公司","E","10.00%","2","q9","\\N"
"""


def said(folder: Path, predicate: str) -> list[Statement]:
    return list(read_statements(sorted((folder / "loaded").glob("*.parquet")), "predicate = ?", [predicate]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_tree_of_shareholders(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "股东.csv"
    path.write_bytes(TREE.encode(encoding))
    counts = load_into(tmp_path / "ws", find([path]), jobs=1)[0]
    assert (counts.format, counts.read, counts.loaded, counts.duplicates) == ("shareholders", 10, 5, 1)
    assert dict(counts.quarantined) == {
        "no percentage": 1,
        "the company's percentages add up to more than 100": 1,
        "a class of shares, no holder": 1,
        "a parent that is no row of the file": 1,
    }
    assert sorted(s.object for s in said(tmp_path / "ws", "stake")) == ["40", "5", "60", "95"]
    assert [s.object for s in said(tmp_path / "ws", "type") if s.object == "Person"] == ["Person", "Person"]
    assert Workspace(tmp_path / "ws").build().folder.exists()


def test_plain_pairs(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("股东,公司,持股比例,持股日期\n虚构甲有限公司,虚构乙有限公司,51%,2019-03-01\n", "utf-8")
    counts = load_into(tmp_path / "ws", find([path]), jobs=1)[0]
    assert counts.loaded == 1
    assert [s.object for s in said(tmp_path / "ws", "since")] == ["2019-03-01"]


def _bods(kind: str, id_: str, details: object, **more: str) -> dict[str, object]:
    return {"statementId": f"s-{id_}-{more.get('statementDate', '')}", "recordId": id_, "recordType": kind, "recordStatus": "new",
            "recordDetails": details, "publicationDetails": {"publisher": {"name": "虚构登记处"}}, **more}  # fmt: skip


def test_bods_with_a_superseded_and_a_closed_record(tmp_path: Path) -> None:
    share = {
        "subject": "e",
        "interestedParty": "p",
        "interests": [{"type": "shareholding", "share": {"exact": 60}, "startDate": "2019-01-01"}],
    }
    statements = [
        _bods(
            "entity",
            "e",
            {"name": "Made Up Ltd", "entityType": {"type": "registeredEntity"}},
            statementDate="2020-01-01",
        ),
        _bods(
            "person",
            "p",
            {"names": [{"fullName": "Some One"}], "birthDate": "1990-01-01"},
            statementDate="2020-01-01",
        ),
        _bods("relationship", "r", share, statementDate="2020-01-01"),
        _bods("relationship", "r", share, statementDate="2021-05-01", recordStatus="closed"),
        _bods("relationship", "x", {**share, "interestedParty": "nobody"}, statementDate="2020-01-01"),
    ]
    path = tmp_path / "bods.json"
    path.write_text(json.dumps(statements), "utf-8")
    counts = load_into(tmp_path / "ws", find([path]), jobs=1)[0]
    assert (counts.format, counts.read, counts.loaded, counts.duplicates) == ("bods", 5, 3, 1)
    assert dict(counts.quarantined) == {"a relationship whose ends the file does not state": 1}
    assert [s.object for s in said(tmp_path / "ws", "until")] == ["2021-05-01"]
    assert Workspace(tmp_path / "ws").build().folder.exists()


def test_ftm(tmp_path: Path) -> None:
    rows = [
        {
            "id": "a",
            "schema": "Company",
            "caption": "Made Up",
            "properties": {"name": ["Made Up", "MADE UP"]},
        },
        {"id": "b", "schema": "Person", "properties": {"name": ["Some One"], "birthDate": ["1990-01-01"]}},
        {
            "id": "c",
            "schema": "Ownership",
            "properties": {"owner": ["b"], "asset": ["a"], "percentage": ["25.5"]},
        },
        {
            "id": "d",
            "schema": "Ownership",
            "properties": {"owner": ["b"], "asset": ["a"], "percentage": ["30"]},
        },
        {"id": "e", "schema": "Address", "properties": {"full": ["somewhere"]}},
    ]
    path = tmp_path / "a.ftm.json"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    counts = load_into(tmp_path / "ws", find([path]), jobs=1)[0]
    assert (counts.format, counts.read, counts.loaded) == ("ftm", 5, 4)
    assert [s.object for s in said(tmp_path / "ws", "stake")] == ["25.5", "30"]
    workspace = Workspace(tmp_path / "ws")
    workspace.build()
    holding = "MATCH (:Person)-[h:HOLDS_SHARES_IN]->(:Company) RETURN h.disputed AS disputed"
    assert [tuple(row) for row in workspace.open("embedded").run(holding, {}).rows] == [(True,)]


def _pairs(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("holder,held,percent,type\n" + "".join(row + "\n" for row in rows), "utf-8")
    return path


def test_equal_full_names_merge_and_a_rejection_undoes_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    one = _pairs(
        tmp_path,
        "one.csv",
        "虚构甲科技有限公司,深圳市虚构网络有限公司,50%,E",
        "张三,深圳市虚构网络有限公司,10%,P",
    )
    two = _pairs(
        tmp_path,
        "two.csv",
        "深圳市虚构网络有限责任公司,北京虚构数据有限公司,70%,E",
        "张三,北京虚构数据有限公司,10%,P",
    )
    assert govgraph(workspace, "load", str(one), str(two)).exit_code == 0

    def ids(word: str) -> set[str]:
        found = read_statements(
            workspace.current.statement_files,
            "predicate IN ('name', 'alias') AND contains(object, ?)",
            [word],
        )
        return {s.subject for s in found}

    before = {s.subject for s in said(workspace.root, "name") if "虚构网络" in s.object}
    assert len(before) == 2
    assert govgraph(workspace, "build").exit_code == 0
    assert len(ids("虚构网络")) == 1
    assert len(ids("张三")) == 2, "persons are never merged across sources"
    assert govgraph(workspace, "review", "reject", *sorted(before), "--because", "a test").exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    assert ids("虚构网络") == before


def test_what_looks_alike_is_listed_and_can_be_accepted(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    one = _pairs(tmp_path, "one.csv", "虚构甲科技有限公司,深圳市虚构网络有限公司,50%,E")
    two = _pairs(tmp_path, "two.csv", "深圳市虚构网络股份有限公司,北京虚构数据有限公司,70%,E")
    assert govgraph(workspace, "load", str(one), str(two)).exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    lines = [
        x.split("\t") for x in govgraph(workspace, "review", "list", "--format", "tsv").stdout.splitlines()
    ]
    pair = next(x for x in lines if {"深圳市虚构网络有限公司", "深圳市虚构网络股份有限公司"} == set(x[2:4]))
    assert pair[4], "a reason is given"
    assert govgraph(workspace, "review", "accept", *pair[:2], "--because", "renamed").exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    found = read_statements(
        workspace.current.statement_files, "predicate IN ('name', 'alias') AND contains(object, '虚构网络')"
    )
    assert len({s.subject for s in found}) == 1
    assert pair[0] not in govgraph(workspace, "review", "list").stdout


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")
def test_real_files(tmp_path: Path) -> None:
    counts = load_into(tmp_path / "ws", find([REAL / "ownership", REAL / "ftm"]), jobs=1)
    assert [one.problem for one in counts] == [""] * 6
    for one in counts:
        assert one.read == one.loaded + one.duplicates + sum(one.quarantined.values())
    assert Workspace(tmp_path / "ws").build().folder.exists()


def test_a_holder_is_no_more_than_is_known(tmp_path: Path) -> None:
    """A bureau that holds shares is no legal entity, 华为 without a type may be anybody."""
    rows = (
        "示例市国有资产监督管理委员会,虚构甲有限公司,50%",
        "华为,虚构甲有限公司,20%",
        "虚构甲有限公司,虚构乙有限公司,9%",
    )
    path = tmp_path / "a.csv"
    path.write_text("holder,held,percent\n" + "\n".join(rows) + "\n", "utf-8")
    load_into(tmp_path / "ws", find([path]), jobs=1)
    names = {s.subject: s.object for s in said(tmp_path / "ws", "name")}
    types = {(names[s.subject], s.object) for s in said(tmp_path / "ws", "type") if s.subject in names}
    assert types >= {
        ("示例市国有资产监督管理委员会", "Organization"),
        ("华为", "Agent"),
        ("虚构甲有限公司", "LegalEntity"),
    }
    assert ("虚构甲有限公司", "Organization") not in types
    assert Workspace(tmp_path / "ws").build().folder.exists()
