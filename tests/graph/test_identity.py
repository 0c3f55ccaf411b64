"""Who is one and who is not, from loaded files to the built graph; conflicts never fail a build."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from govgraph.graph.identity.candidates import find_candidates
from govgraph.graph.identity.review_list import read_review
from govgraph.graph.identity.rules import find_same
from govgraph.graph.statements.entity import Entity
from govgraph.graph.statements.parquet import connect, open_ontology, read_statements, write_statements
from govgraph.graph.statements.statement import FIELDS, Statement
from govgraph.ontology.model import ontology
from govgraph.text.groups import Record, group
from govgraph.workspace import Workspace
from tests.bundled import govgraph

KEY, OTHER, THIRD = "91440300MA5F0A1B2N", "91440300708461136T", "91330106MA27KKKKK8"

#: A loaded organisation: class, id, source, and its values.
Said = tuple[str, str, str, dict[str, str]]


def put(root: Path, *things: Said, curated: bool = False) -> Workspace:
    """Write statements as loaders (or curated files) leave them in a workspace."""
    by_source: dict[str, list[Statement]] = {}
    for type_, id_, source, values in things:
        made = Entity.of(type_, id_, source, locator=id_)
        for name, value in values.items():
            for one in value.split("|"):
                made.add(name, one)
        by_source.setdefault(source, []).extend(made.statements())
    for source, statements in by_source.items():
        about = Entity.of("Source", source, source)
        about.add("name", source)
        about.add("publisherName", source)
        folder = root / ("curated" if curated else "loaded")
        write_statements([*statements, *about.statements()], folder / f"{source}.parquet")
    return Workspace(root)


def built(workspace: Workspace) -> dict[str, str]:
    """Build, and say what each id became."""
    result = govgraph(workspace, "build")
    assert result.exit_code == 0, result.stderr
    merged = workspace.current.folder / "merged.tsv"
    return dict(line.split("\t") for line in merged.read_text("utf-8").splitlines())


def reviewed(workspace: Workspace) -> dict[tuple[str, str], str]:
    found = read_review(workspace.current.folder / "review.tsv")[0]
    return {(min(d.one, d.other), max(d.one, d.other)): d.reasons for d in found}


def stated(workspace: Workspace, predicate: str) -> list[tuple[str, str]]:
    found = read_statements(workspace.current.statement_files, "predicate = ?", [predicate])
    return [(s.subject, s.object) for s in found if s.subject != s.source]


def test_equal_names_and_equal_keys_merge_and_what_differs_does_not(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        ("Vendor", "a1", "one", {"name": "深圳市虚构网络有限公司", "creditCode": KEY}),
        ("LegalEntity", "a2", "two", {"name": "深圳市虚构网络有限责任公司"}),
        ("Organization", "a3", "three", {"name": "深圳市虚构网络股份有限公司", "creditCode": KEY}),
        ("Organization", "b1", "one", {"name": "广州虚构数据有限公司", "creditCode": OTHER}),
        ("Organization", "b2", "two", {"name": "广州虚构数据有限公司", "creditCode": THIRD}),
        ("Person", "p1", "one", {"name": "张三"}),
        ("Person", "p2", "two", {"name": "张三"}),
        ("Vendor", "s1", "one", {"name": "张三"}),
        ("Vendor", "s2", "two", {"name": "张三"}),
    )
    assert built(workspace) == {"a2": "a1", "a3": "a1"}
    assert "their valid keys differ" in reviewed(workspace)["b1", "b2"]
    assert ("p1", "p2") not in reviewed(workspace)
    told = f"{len(reviewed(workspace))} pairs of organisations look alike; run: govgraph review list"
    assert told in govgraph(workspace, "build").stderr
    assert ("s1", "s2") in reviewed(workspace), "a supplier who may be a person is for a person to decide"


def test_a_contradiction_within_a_source_is_a_dispute(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        ("Company", "a1", "one", {"name": "深圳市虚构网络有限公司", "founded": "2001-01-01"}),
        ("Company", "a2", "one", {"name": "深圳市虚构网络有限公司", "founded": "2005"}),
    )
    assert built(workspace) == {"a2": "a1"}
    table = workspace.open("embedded").run("MATCH (c:Company) RETURN c.disputed AS disputed, c.id AS id", {})
    assert [tuple(row) for row in table.rows] == [(True, "a1")]
    told = workspace.open("embedded").run(
        "MATCH (e:Evidence {about: 'a1', predicate: 'founded'}) RETURN e.value AS v ORDER BY v", {}
    )
    assert [row[0] for row in told.rows] == ["2001-01-01", "2005"]


def test_kinds_that_exclude_each_other_keep_apart(tmp_path: Path) -> None:
    put(
        tmp_path,
        ("Agency", "bureau", "facts", {"name": "示例市国有资产监督管理委员会", "alias": "示例市国资委"}),
        curated=True,
    )
    workspace = put(
        tmp_path,
        ("LegalEntity", "a1", "one", {"name": "示例市国有资产监督管理委员会"}),
        ("Organization", "a2", "two", {"name": "示例市国有资产监督管理委员会"}),
    )
    name = "长沙市国有资产监督管理委员会"
    put(tmp_path, ("Agency", "office", "more", {"name": name}), curated=True)
    workspace = put(
        tmp_path,
        ("LegalEntity", "c1", "three", {"name": name}),
        ("Organization", "d1", "four", {"name": "长沙市数据局"}),
    )
    assert built(workspace) == {}
    assert any("LegalEntity and PublicBody" in why for why in reviewed(workspace).values())


def test_one_code_on_two_that_are_not_one_is_no_key(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        ("Vendor", "a1", "one", {"name": "深圳市虚构网络有限公司", "creditCode": KEY}),
        ("Vendor", "a2", "two", {"name": "深圳市虚构网络有限公司东莞分公司", "creditCode": KEY}),
        ("Vendor", "a3", "three", {"name": "虚构网络", "creditCode": KEY}),
    )
    assert built(workspace) == {}
    assert stated(workspace, "creditCode") == [("a1", KEY)]
    assert sorted(stated(workspace, "identifier")) == [("a2", f"uscc:{KEY}"), ("a3", f"uscc:{KEY}")]
    assert set(reviewed(workspace)) >= {("a1", "a2"), ("a1", "a3")}


def test_holders_of_more_than_all_shares_keep_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "holder,held,percent,type\n张三,深圳市虚构网络有限公司,60%,P\n李四,深圳市虚构网络有限责任公司,70%,P\n",
        "utf-8",
    )
    workspace = Workspace(tmp_path / "ws")
    assert govgraph(workspace, "load", str(path)).exit_code == 0
    assert built(workspace) == {}
    assert ["more than 100 per cent" in why for why in reviewed(workspace).values()] == [True]


def _registered(id_: str, source: str, name: str, place: str) -> list[Said]:
    values = {"name": place, "regionLevel": "country", "identifier": f"iso3166:{place}"}
    return [
        ("Company", id_, source, {"name": name, "registeredIn": f"region-{place}"}),
        ("Region", f"region-{place}", source, values),
    ]


def test_latin_names_merge_within_a_jurisdiction_only(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        *_registered("a1", "one", "Made Up Holdings Ltd", "GB"),
        *_registered("a2", "two", "MADE UP HOLDINGS LIMITED", "GB"),
        *_registered("a3", "three", "Made Up Holdings Ltd", "IE"),
        ("Company", "a4", "four", {"name": "Made Up Holdings Ltd"}),
    )
    assert built(workspace) == {"a2": "a1"}
    assert set(reviewed(workspace)) >= {("a1", "a3"), ("a1", "a4")}


def test_a_bare_brand_is_the_group_and_a_company_never_is(tmp_path: Path) -> None:
    put(
        tmp_path,
        ("CorporateGroup", "tencent", "facts", {"name": "腾讯", "alias": "Tencent|腾讯集团"}),
        ("Company", "tencent-cloud", "facts", {"name": "腾讯云计算(北京)有限责任公司", "alias": "腾讯云"}),
        (
            "Agency",
            "bureau",
            "facts",
            {"name": "广东省政务服务数据管理局", "alias": "广东省政务服务和数据管理局|政务服务数据管理局"},
        ),
        curated=True,
    )
    workspace = put(
        tmp_path,
        ("Vendor", "a1", "one", {"name": "騰訊"}),
        ("Vendor", "a2", "one", {"name": "腾讯集团"}),
        ("Vendor", "a3", "one", {"name": "腾讯云"}),
        ("Vendor", "a4", "one", {"name": "腾讯科技(深圳)有限公司"}),
        ("Vendor", "a5", "one", {"name": "腾讯云计算（北京）有限公司"}),
        ("Vendor", "a6", "one", {"name": "腾讯", "creditCode": KEY}),
        ("Organization", "b1", "one", {"name": "广东省政务服务和数据管理局"}),
        ("Organization", "b2", "one", {"name": "政务服务数据管理局"}),
    )
    assert built(workspace) == {
        "a1": "tencent",
        "a2": "tencent",
        "a3": "tencent-cloud",
        "a5": "tencent-cloud",
        "b1": "bureau",
    }


def test_regions_are_one_by_their_code(tmp_path: Path) -> None:
    put(
        tmp_path,
        (
            "Region",
            "dongguan",
            "facts",
            {"name": "东莞市", "regionLevel": "prefecture", "divisionCode": "441900"},
        ),
        curated=True,
    )
    region = {"name": "东莞市", "regionLevel": "prefecture", "divisionCode": "441900"}
    workspace = put(
        tmp_path,
        ("Region", "region-441900", "one", region),
        ("Project", "p", "one", {"name": "x", "inRegion": "region-441900"}),
    )
    assert built(workspace) == {"region-441900": "dongguan"}
    assert stated(workspace, "inRegion") == [("p", "dongguan")]


def test_projects_meet_by_buyer_and_number_but_not_two_processes(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        ("Organization", "o1", "one", {"name": "长沙市数据资源管理局"}),
        ("Organization", "o2", "two", {"name": "长沙市数据资源管理局"}),
        (
            "Project",
            "p1",
            "one",
            {"name": "甲", "projectNumber": "CS〔2023〕01号", "hasBuyer": "o1", "ocid": "ocds-1"},
        ),
        ("Project", "p2", "two", {"name": "乙", "projectNumber": "CS[2023]01号", "hasBuyer": "o2"}),
        (
            "Project",
            "p3",
            "two",
            {"name": "丙", "projectNumber": "CS[2023]02号", "hasBuyer": "o2", "ocid": "ocds-2"},
        ),
        (
            "Project",
            "p4",
            "one",
            {"name": "丙", "projectNumber": "CS[2023]02号", "hasBuyer": "o1", "ocid": "ocds-3"},
        ),
    )
    assert built(workspace) == {"o2": "o1", "p2": "p1"}


def test_an_accepted_pair_merges_even_with_two_codes(tmp_path: Path) -> None:
    workspace = put(
        tmp_path,
        ("Company", "a1", "one", {"name": "深圳市虚构网络有限公司", "creditCode": KEY}),
        ("Company", "a2", "two", {"name": "深圳市虚构网络有限公司", "creditCode": OTHER}),
    )
    assert built(workspace) == {}
    assert govgraph(workspace, "review", "accept", "a1", "a2", "--because", "a new code").exit_code == 0
    assert built(workspace) == {"a2": "a1"}


def test_what_is_not_compared_is_counted(tmp_path: Path) -> None:
    names = [f"{region}虚构网络有限公司" for region in _regions()]
    workspace = put(tmp_path, *(("Company", f"a{n}", "one", {"name": name}) for n, name in enumerate(names)))
    built(workspace)
    result = govgraph(workspace, "review", "list")
    pairs = len(names) * (len(names) - 1) // 2
    assert pairs > 1_000
    assert result.stderr.splitlines() == [
        f"{pairs - 1_000} more pairs share '虚构网络' and were not compared"
    ]


def _regions() -> list[str]:
    path = Path(__file__).parents[2] / "text" / "divisions.tsv"
    rows = list(csv.reader(path.open(encoding="utf-8"), delimiter="\t"))
    return sorted({field for row in rows for field in row if field.endswith("市") and len(field) == 3})[:60]


def test_check_sees_what_was_loaded_and_not_yet_built(tmp_path: Path) -> None:
    workspace = put(
        tmp_path, ("Company", "a1", "one", {"name": "深圳市虚构网络有限公司", "registeredIn": "nowhere"})
    )
    result = govgraph(workspace, "check")
    assert (result.exit_code, "points at unknown id 'nowhere'" in result.stderr) == (3, True)


# ── the joins do what the rule for pairs says ─────────────────────────────────────────────

NAMES = [
    "北京华信科技有限公司",
    "北京華信科技有限責任公司",
    "广州华信科技有限公司",
    "华信",
    "某公司",
    "北京市朝阳区人民法院",
]
RECORDS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["", "", KEY, OTHER, OTHER[:-1] + "0", "cn-org:MA5F0A1B2", "cn-org:708461136"])),
    min_size=1, max_size=7,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(RECORDS)
def test_the_same_groups_as_in_plain_python(records: list[tuple[str, str]]) -> None:
    things: list[Statement] = []
    for number, (name, key) in enumerate(records):
        made = Entity.of("Vendor", f"o{number}", "s")
        made.add("name", name)
        if key:
            made.add("identifier" if ":" in key else "creditCode", key)
        things += made.statements()
    database = connect("256MB")
    open_ontology(database, ontology())
    database.execute(
        f"CREATE TABLE every_statement ({', '.join(f'{n} VARCHAR' for n in FIELDS)}, curated BOOLEAN)"
    )
    for s in things:
        database.execute(
            f"INSERT INTO every_statement VALUES ({', '.join('?' * len(FIELDS))}, false)",
            [getattr(s, n) for n in FIELDS],
        )
    database.execute("CREATE VIEW read AS SELECT * EXCLUDE curated FROM every_statement")
    find_same(database, [])
    same = dict(database.execute("FROM same").fetchall())
    find_candidates(database, [])
    expected = group(
        [Record(name, f"uscc:{key}" if key and ":" not in key else key or None) for name, key in records]
    )
    found: dict[str, list[int]] = {}
    for number in range(len(records)):
        found.setdefault(same.get(f"o{number}", f"o{number}"), []).append(number)
    assert sorted(map(tuple, found.values())) == expected


def test_nothing_is_lost_between_loading_and_building(tmp_path: Path) -> None:
    """What was loaded is in the graph or stands among the merged; every statement still has its source and place."""
    things = [
        *_registered("a1", "one", "Made Up Holdings Ltd", "GB"),
        *_registered("a2", "two", "MADE UP HOLDINGS LIMITED", "GB"),
        ("Vendor", "v1", "one", {"name": "深圳市虚构网络有限公司", "creditCode": KEY, "alias": "虚构网络"}),
        ("Vendor", "v2", "two", {"name": "深圳市虚构网络有限责任公司", "creditCode": KEY}),
        ("Vendor", "v3", "two", {"name": "深圳市虚构网络有限公司东莞分公司", "creditCode": KEY}),
        ("Project", "p1", "one", {"name": "甲", "hasBuyer": "v1"}),
        ("Person", "x1", "one", {"name": "张三"}),
        ("Person", "x2", "two", {"name": "张三"}),
    ]
    workspace = put(tmp_path, *things)
    merged = built(workspace)
    loaded = list(read_statements(sorted((tmp_path / "loaded").glob("*.parquet"))))
    final = list(read_statements(workspace.current.statement_files))
    assert {s.subject for s in loaded} - merged.keys() == {s.subject for s in final}
    assert {(s.source, s.locator) for s in loaded} == {(s.source, s.locator) for s in final}
    kept = {(s.source, s.locator, s.object.removeprefix("uscc:")) for s in final}
    turned = {(s.source, s.locator, merged.get(s.object, s.object).removeprefix("uscc:")) for s in loaded}
    assert turned == kept, "every value is still stated, a merged entity's names as aliases"
