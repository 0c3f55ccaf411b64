"""What people see of merges and likely pairs, what they decide, and what comes of it."""

from __future__ import annotations

from pathlib import Path

from govgraph.graph.identity.review_list import LISTED, MatchCandidate, arrange, read_review
from govgraph.graph.statements.parquet import read_statements
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.graph.test_identity import KEY, built, put, reviewed, stated

FIRM, SHORT = "深圳市虚构网络有限公司", "深圳市虚构网络股份有限公司"


def _two(root: Path) -> Workspace:
    return put(
        root,
        ("Company", "a1", "one", {"name": FIRM}),
        ("Company", "a2", "two", {"name": SHORT}),
        ("Project", "p1", "two", {"name": "甲", "hasBuyer": "a2"}),
    )


def _decide(workspace: Workspace, *arguments: str) -> tuple[int, str]:
    result = govgraph(workspace, "review", *arguments, "--because", "one licence", "--by", "Li")
    return result.exit_code, result.stderr


def test_names_are_taken_and_what_a_decision_changed_is_told(tmp_path: Path) -> None:
    workspace = _two(tmp_path)
    assert built(workspace) == {}
    assert _decide(workspace, "accept", FIRM, SHORT) == (0, "decided: a1 and a2\nNow run: govgraph build\n")
    assert built(workspace) == {"a2": "a1"}
    told = govgraph(workspace, "changes").stdout
    assert "a2" in told
    assert SHORT in told
    answer = govgraph(workspace, "why", "a2").stdout
    assert FIRM in answer
    shown = govgraph(workspace, "review", "list", "--merged").stdout.splitlines()
    assert shown[0] == f"{FIRM}  a1"
    assert shown[1].startswith(f"    {SHORT}  a2  accepted by Li on 20")
    assert shown[1].endswith("one licence  two a2")


def test_what_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    workspace = _two(tmp_path)
    built(workspace)
    for verdict in ("accept", "reject", "split"):
        code, told = _decide(workspace, verdict, "深圳市虚构网路有限公司", "a2")
        assert code == 2
        assert FIRM in told
    assert _decide(workspace, "accept", "a1", "a3")[0] == 2
    assert _decide(workspace, "accept", "a1", "p1")[0] == 2
    assert _decide(workspace, "accept", "a1", "a1")[0] == 2
    assert _decide(workspace, "reject", "a1", "a1")[0] == 2
    assert _decide(workspace, "split", "a1")[0] == 2
    assert not (tmp_path / "identity.tsv").exists()


def test_a_merge_is_split_and_the_history_is_kept(tmp_path: Path) -> None:
    workspace = _two(tmp_path)
    built(workspace)
    _decide(workspace, "accept", "a1", "a2")
    built(workspace)
    assert _decide(workspace, "accept", "a1", "a2")[0] == 2, "they are one already"
    assert _decide(workspace, "split", FIRM, "a2")[0] == 0
    assert built(workspace) == {}
    lines = [line.split("\t") for line in (tmp_path / "identity.tsv").read_text("utf-8").splitlines()[1:]]
    assert [line[:5] for line in lines] == [
        ["accept", "a1", "a2", "one licence", "Li"],
        ["reject", "a1", "a2", "one licence", "Li"],
    ]
    assert all(line[5].endswith("+00:00") for line in lines)


def test_a_name_under_which_a_part_was_read_is_that_part(tmp_path: Path) -> None:
    """Those of one name stay together, though the key that joined them with the other name is doubted."""
    workspace = put(
        tmp_path,
        ("Vendor", "a1", "one", {"name": FIRM, "creditCode": KEY}),
        ("Vendor", "b1", "two", {"name": SHORT, "creditCode": KEY}),
    )
    assert built(workspace) == {"b1": "a1"}
    assert _decide(workspace, "reject", FIRM, SHORT)[1].startswith("decided: a1 and b1")
    assert built(workspace) == {}
    assert ("a1", "b1") not in reviewed(workspace)


def test_one_wrong_alias_does_not_part_those_of_equal_names(tmp_path: Path) -> None:
    put(tmp_path, ("Company", "c", "facts", {"name": FIRM, "alias": "虚构网"}), curated=True)
    workspace = put(
        tmp_path,
        ("Vendor", "a1", "one", {"name": FIRM}),
        ("Vendor", "a2", "two", {"name": FIRM}),
        ("Vendor", "b1", "one", {"name": "虚构网"}),
    )
    assert built(workspace) == {"a1": "c", "a2": "c", "b1": "c"}
    assert _decide(workspace, "split", "c", "虚构网")[0] == 0
    assert built(workspace) == {"a1": "c", "a2": "c"}


def test_old_lines_hold_and_those_on_nothing_are_told(tmp_path: Path) -> None:
    workspace = _two(tmp_path)
    (tmp_path / "identity.tsv").write_text("accept\ta1\ta2\tone licence\nreject\ta1\tgone\tno\n", "utf-8")
    assert built(workspace) == {"a2": "a1"}
    told = govgraph(workspace, "review", "list").stderr
    assert told == "identity.tsv: to reject a1 and gone changes nothing, no source states gone\n"


def test_the_likely_pairs_stand_first_and_one_organisations_together(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        ("Company", "z", "one", {"name": "虚构数据"}),
        ("Company", "y", "one", {"name": "虚构数据有限公司"}),
        ("Company", "x", "one", {"name": "虚构数据股份有限公司"}),
        ("Company", "w", "one", {"name": "虚构数据集团有限公司"}),
    )
    built(workspace)
    out = govgraph(workspace, "review", "list").stdout.splitlines()
    assert next(line for line in out if not line.startswith(" ")).endswith(("  y", "  w", "  x"))
    assert "their legal forms differ" in out[1]
    assert "a brand or group is no company" in out[-1]
    assert (
        govgraph(workspace, "review", "list", "--limit", "1").stderr == "5 more pairs; --limit 0 shows all\n"
    )
    rows = govgraph(workspace, "review", "list", "--format", "tsv").stdout.splitlines()
    assert {len(row.split("\t")) for row in rows} == {5}


def test_the_list_is_bounded_and_says_how_many_more() -> None:
    doubts = [
        MatchCandidate(f"a{n:05}", f"b{n:05}", "x", "y", "a brand or group is no company")
        for n in range(LISTED)
    ]
    likely = MatchCandidate("z1", "z2", "x", "y", "names or keys are equal, but their valid keys differ")
    listed, beyond = arrange([*doubts, likely])
    assert (listed[0], len(listed), beyond) == (likely, LISTED, 1)


def test_a_market_of_like_names_makes_a_short_list(tmp_path: Path) -> None:
    """400 firms in 40 families of ten: each pair within a family looks alike; the file says what it leaves out."""
    firms = [
        ("Vendor", f"v{n}", "one", {"name": f"虚构{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n // 10:02}号网络有限公司"}) for n in range(400)
    ]  # fmt: skip
    workspace = put(tmp_path, *firms)
    built(workspace)
    doubts, _ = read_review(workspace.current.folder / "review.tsv")
    assert len(doubts) <= LISTED
    assert (workspace.current.folder / "review.tsv").stat().st_size < 1_000_000


def test_a_reform_ties_the_new_body_to_the_old_one(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        ("Agency", "old", "one", {"name": "湖南省国土资源厅"}),
        ("Agency", "new", "two", {"name": "湖南省自然资源厅"}),
        ("Agency", "else", "two", {"name": "湖北省自然资源厅"}),
    )
    assert built(workspace) == {}
    assert stated(workspace, "successorOf") == [("new", "old")]
    (said,) = read_statements(workspace.current.statement_files, "predicate = ?", ["successorOf"])
    assert (said.modality, said.rule, said.source) == ("inferred", "institutional-reform-2018", "two")
    assert said.premises == "湖南省国土资源厅 → 湖南省自然资源厅 (2018)"
    assert ("new", "old") not in reviewed(workspace)
    table = workspace.open("embedded").run(
        "MATCH (a)-[:SUCCESSOR_OF]->(b) RETURN a.name AS a, b.name AS b", {}
    )
    assert [tuple(row) for row in table.rows] == [("湖南省自然资源厅", "湖南省国土资源厅")]


def test_equal_names_without_a_place_are_one_in_one_province(tmp_path: Path) -> None:
    def firm(
        id_: str, source: str, name: str, code: str, place: str
    ) -> list[tuple[str, str, str, dict[str, str]]]:
        region = {"name": place, "regionLevel": "prefecture", "divisionCode": code}
        return [
            ("Vendor", id_, source, {"name": name, "registeredIn": f"region-{code}"}),
            ("Region", f"region-{code}", source, region),
        ]

    workspace = put(
        tmp_path,
        *firm("a1", "one", "虚构测绘有限公司", "430100", "长沙市"),
        *firm("a2", "two", "虚构测绘有限责任公司", "430200", "株洲市"),
        *firm("a3", "three", "虚构测绘有限公司", "420100", "武汉市"),
        ("Vendor", "a4", "four", {"name": "虚构测绘有限公司"}),
    )
    assert built(workspace) == {"a2": "a1"}
    assert set(reviewed(workspace)) >= {("a1", "a3"), ("a1", "a4")}
