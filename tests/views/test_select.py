"""Views over real workspaces: the bundled facts, and a made-up source that denies, plans and goes in rings."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pytest

from govgraph.data import ARTICLE, bundled_files
from govgraph.errors import QueryError, StoreError
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.registry import load
from govgraph.queries.library import read_query
from govgraph.queries.run import run_query
from govgraph.views.picture import CLAIM_MODALITIES, FACT_MODALITIES, Picture, PictureEdge
from govgraph.views.select import VIEWS, picture
from govgraph.workspace import Workspace

# The sources that the hand-worked answers below are drawn from; the package has more.
CORE = (
    "background",
    ARTICLE,
    "cehuizhijia-dongguan-2019",
    "imarinesensors-huawei-marine-2020",
    "ma-huateng-pan-prd",
    "mwl-digital-guangdong-2017",
    "ofweek-wuhan-2020",
    "saichen-dongguan-2019",
    "smartcity-digital-guangdong-2021",
    "submarinenetworks-huawei-marine-2020",
)
ARGUMENTS = {
    "ego": ["腾讯"],
    "region": ["广东"],
    "path": ["腾讯", "东莞市"],
    "query": ["co-occurring-giants"],
}
TEXT = "环一持有环二的股份。\n环二也持有环一的股份。\n腾讯否认参与长沙项目。\n"
RING = """
source:
  id: ring-2020
  title: 环的来源
  publisher: 环报
  published: 2020-02
  text: ring.txt
  sha256: {sha256}
entities:
  ring-one: {{type: Company, at: "1:0-2", name: 环一}}
  ring-two: {{type: Company, at: "1:4-6", name: 环二, founded: {{value: 2001, modality: planned, at: "1:4-6"}}}}
  ring-leaf: {{type: Company, at: "1:4-6", name: 环叶}}
  ring-lone: {{type: Programme, at: "1:0-2", name: 无人问津}}
edges:
- {{type: Shareholding, from: ring-one, to: ring-two, at: "1:0-9", as: [环一, 环二], stake: {{value: 51, at: "1:0-9"}}}}
- {{type: Shareholding, from: ring-two, to: ring-one, at: "2:0-10", as: [环二, 环一]}}
- {{type: Shareholding, from: ring-two, to: ring-leaf, at: "2:0-10"}}
- {{type: Participation, from: tencent, to: changsha-smart-city, role: participant, at: "3:0-10", modality: denied}}
- {{type: Participation, from: ring-one, to: changsha-smart-city, role: participant, at: "3:0-10", modality: speculated}}
- {{type: Participation, from: tencent, to: dongguan-dg-2019, role: participant, at: "3:0-10", modality: denied}}
"""


def _built(root: Path, files: list[Path]) -> Workspace:
    loaded = load(files)
    assert loaded.problems == []
    workspace = Workspace(root)
    workspace.replace_statements(loaded.statements)
    workspace.build()
    return workspace


def _core() -> list[Path]:
    return [path for path in bundled_files() if path.stem in CORE]


@cache
def _drawn(workspace: Workspace, view: str, *arguments: str) -> Picture:
    """A view without any options, drawn once for all that look at it."""
    return picture(workspace.current, view, arguments)


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return _built(tmp_path_factory.mktemp("core"), _core())


@pytest.fixture(scope="module")
def ringed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("ringed")
    (folder / "ring.txt").write_text(TEXT, "utf-8")
    file = folder / "ring-2020.yml"
    file.write_text(RING.format(sha256=hashlib.sha256(TEXT.encode()).hexdigest()), "utf-8")
    return _built(folder, [*_core(), file])


def _between(found: Picture, one: str, other: str) -> list[PictureEdge]:
    return [e for e in found.edges if {e.start, e.end} == {one, other}]


def _ids(found: Picture) -> set[str]:
    return {node.id for node in found.nodes}


@pytest.mark.parametrize(
    ("where", "view"),
    [
        ("bundled", "ecosystem"),
        *(("ringed", view) for view in VIEWS),
        *(pytest.param("bundled", view, marks=pytest.mark.long) for view in VIEWS if view != "ecosystem"),
    ],
)
def test_every_view_is_whole_and_the_same_twice(
    view: str, where: str, request: pytest.FixtureRequest
) -> None:
    workspace = request.getfixturevalue(where)
    found = _drawn(workspace, view, *ARGUMENTS.get(view, []))
    assert found.nodes
    assert {end for e in found.edges for end in (e.start, e.end)} <= _ids(found)
    assert len({e.id for e in found.edges}) == len(found.edges)
    for item in (*found.nodes, *found.edges):
        for fact in item.facts:
            assert fact.source in found.sources or fact.source.startswith("rule:")
            assert fact.property in found.relationships
    assert {n.cls for n in found.nodes} <= set(found.classes)
    assert {e.type for e in found.edges} | {e.kind for e in found.edges if e.kind} <= set(found.relationships)
    assert all(e.facts for e in found.edges)
    assert found.title_zh
    assert found.title_en
    assert found.note_zh
    assert found.note_en
    if where == "ringed":
        assert picture(workspace.current, view, ARGUMENTS.get(view, [])) == found


def test_giants_meet_as_the_saved_question_counts(bundled: Workspace) -> None:
    found = _drawn(bundled, "co-occurrence")
    store = bundled.open("embedded")
    table = run_query(read_query("co-occurring-giants"), store, {"expected": "true"}, bundled.names().resolve)
    store.close()
    name = {n.id: n.name for n in found.nodes}
    drawn: dict[frozenset[str], dict[bool, float]] = {}
    for edge in found.edges:
        pair = drawn.setdefault(frozenset((name[edge.start], name[edge.end])), {})
        assert edge.modality in FACT_MODALITIES or edge.kind == "expected"
        pair[edge.kind == "expected"] = edge.weight
    counted: dict[frozenset[str], dict[bool, float]] = {}
    for row in table.records():
        pair = counted.setdefault(frozenset((row["a"], row["b"])), {})
        firm = row["direct"] + row["jointVenture"] + row["partner"]
        pair.update({guess: n for guess, n in ((False, firm), (True, row["expected"])) if n})
    assert drawn == counted
    assert {n.cls for n in found.nodes} == {"CorporateGroup"}


def test_tencent_and_huawei_meet_twice_and_once_more_only_as_a_guess(core: Workspace) -> None:
    found = _drawn(core, "co-occurrence")
    firm, guess = sorted(_between(found, "tencent", "huawei"), key=lambda e: e.kind == "expected")
    assert (firm.kind, firm.weight, firm.modality) == ("direct", 2.0, "inferred")
    assert (guess.kind, guess.weight, guess.modality) == ("expected", 1.0, "speculated")
    shared = [f.value for f in firm.facts if f.property == "sharedProject"]
    assert shared == ["长沙智慧城市项目: 直接", "广东省“数字政府”建设项目: 战略合作"]
    assert not [f for f in firm.facts if f.modality in CLAIM_MODALITIES]
    kinds = [name for name in found.relationships if name in {e.kind for e in found.edges}]
    assert kinds == ["direct", "joint-venture", "partner", "expected"]
    said = [f for f in firm.facts if f.property == "takesPartIn" and f.source == ARTICLE]
    assert [(f.value, f.locator, f.surface) for f in said] == [
        ("华为 → 长沙智慧城市项目", "20:3-38", "华为 · 长沙的智慧城市项目"),
        ("腾讯 → 长沙智慧城市项目", "20:3-38", "腾讯 · 长沙的智慧城市项目"),
    ]
    stake = next(f for f in firm.facts if f.property == "stake" and f.source.startswith("mwl"))
    assert (stake.value, stake.surface, stake.modality, stake.date) == (
        "49", "49 per cent", "reported", "2017-11-08",
    )  # fmt: skip


def test_giants_take_parameters_and_sources(core: Workspace) -> None:
    pair = _drawn(core, "co-occurrence", "among=腾讯,华为", "expected=false")
    assert [(e.start, e.end, e.kind) for e in pair.edges] == [("huawei", "tencent", "direct")]
    rivals = picture(core.current, "co-occurrence", [], parameters={"competing": "true"})
    (met,) = _between(rivals, "fiberhome", "inspur")
    assert (met.kind, met.modality) == ("competing", "inferred")
    article = picture(core.current, "co-occurrence", [], sources=[ARTICLE])
    assert "fiberhome" not in _ids(article)
    assert set(article.sources) == {ARTICLE}
    assert "只据来源" in article.note_zh


def test_the_ecosystem_draws_things_and_no_evidence(core: Workspace) -> None:
    found = _drawn(core, "ecosystem")
    node = {n.id: n for n in found.nodes}
    assert not {"Evidence", "Claim"} & {n.cls for n in found.nodes}
    assert "mwl-digital-guangdong-2017" not in node
    assert ARTICLE in node
    award = node["dongguan-award-2019-09-17"]
    assert (award.amount, award.year, award.region) == (2741280000.0, 2019, "广东省东莞市")
    assert node["digital-guangdong"].cls == "JointVenture"
    assert node["digital-guangdong"].year == 2017
    assert "数字广东" in node["digital-guangdong"].aliases
    assert node["tencent"].english_name == "Tencent"
    (won,) = [e for e in found.edges if e.type == "AWARDED_TO" and e.start == award.id]
    assert (won.year, won.amount, won.modality) == (2019, 2741280000.0, "reported")
    (tied,) = _between(found, "tencent", "guangdong-digital-government-project")
    assert (tied.type, tied.kind, tied.modality) == ("TIED_TO", "joint-venture", "inferred")
    assert found.classes["JointVenture"].label_zh == "合资公司"
    assert found.sources["mwl-digital-guangdong-2017"].published == "2017-11-08"


def test_what_axioms_restate_is_not_drawn_and_what_rules_find_names_its_premises(core: Workspace) -> None:
    graph = core.graph()
    rows = [row for t in graph.edges if t.type == "WITHIN" for batch in graph.rows(t) for row in batch]
    assert ("dongguan", "china") in {(row["start_id"], row["end_id"]) for row in rows}
    found = _drawn(core, "ecosystem")
    assert _between(found, "dongguan", "china") == []
    (tie,) = _between(found, "huawei", "guangdong-digital-government-project")
    assert [(f.property, f.value.split(":")[0], f.source) for f in tie.facts] == [
        ("tiedTo", "华为 → 广东省“数字政府”建设项目", "rule:group-tie"),
        ("undated", "true", "rule:group-tie"),
        ("strategicPartnerOf", "华为 → 数字广东网络建设有限公司", ARTICLE),
        ("concerns", "广东省“数字政府”建设项目单一来源公示 → 广东省“数字政府”建设项目", ARTICLE),
        ("namesSupplier", "广东省“数字政府”建设项目单一来源公示 → 数字广东网络建设有限公司", ARTICLE),
    ]


def test_guesses_and_plans_are_never_drawn_as_facts(core: Workspace) -> None:
    found = _drawn(core, "ecosystem")
    told = {(e.type, e.modality) for e in _between(found, "tencent", "dongguan-dg-2019")}
    assert told == {("TAKES_PART_IN", "speculated"), ("COORDINATES_WITH", "assessed")}
    planned = _between(found, "cec-cloud", "digital-guangdong")
    assert [e.modality for e in planned] == ["planned"]
    for edge in found.edges:
        first = edge.facts[0].modality
        assert (edge.modality in FACT_MODALITIES) == (first in FACT_MODALITIES)


def test_what_somebody_denies_is_drawn_as_denied_with_both_words(ringed: Workspace) -> None:
    for view, arguments in (("ecosystem", []), ("ego", ["腾讯"])):
        found = _drawn(ringed, view, *arguments)
        edges = _between(found, "tencent", "changsha-smart-city")
        assert [(e.type, e.modality, e.disputed) for e in edges] == [("TAKES_PART_IN", "denied", True)]
        said = {f.source: f.modality for f in edges[0].facts if f.property == "takesPartIn"}
        assert said == {ARTICLE: "asserted", "ring-2020": "denied"}
        told = _between(found, "tencent", "dongguan-dg-2019")
        both = {e.modality for e in told if e.type == "TAKES_PART_IN"}
        assert both == {"speculated", "denied"}
    one = picture(ringed.current, "ecosystem", [], sources=[ARTICLE])
    (edge,) = _between(one, "tencent", "changsha-smart-city")
    assert edge.modality == "denied"
    giants = _drawn(ringed, "co-occurrence")
    assert [e.weight for e in _between(giants, "tencent", "huawei") if e.kind != "expected"] == [1.0]


def test_a_claimed_value_stands_on_its_node_with_its_modality(ringed: Workspace) -> None:
    node = next(n for n in _drawn(ringed, "ego", "环二").nodes if n.id == "ring-two")
    assert [(f.value, f.modality) for f in node.facts if f.property == "founded"] == [("2001", "planned")]
    assert node.year is None


def test_ownership_stands_in_layers_and_rings_end(core: Workspace, ringed: Workspace) -> None:
    layer = {n.id: n.layer for n in _drawn(core, "ownership").nodes}
    assert layer["tencent"] == 0
    assert layer["tencent"] < layer["tencent-chantou"] < layer["digital-guangdong"]
    assert layer["huawei"] < layer["huawei-investment"] < layer["hengtong"] < layer["huawei-marine-hk"]
    assert layer["huawei-marine-hk"] < layer["huawei-marine-networks"]
    found = _drawn(ringed, "ownership")
    assert found.is_layered()
    ring = {n.id: n.layer for n in found.nodes if n.id.startswith("ring-")}
    assert ring == {"ring-one": 0, "ring-two": 0, "ring-leaf": 1}


def test_an_ego_grows_with_its_depth(core: Workspace) -> None:
    near = _ids(_drawn(core, "ego", "腾讯"))
    far = _ids(picture(core.current, "ego", ["Tencent"], depth=2))
    assert {"tencent", "digital-guangdong", "changsha-smart-city", "tencent-chantou"} <= near
    assert "dongguan-dg-2019" in near
    assert "changsha" not in near
    assert near | {"changsha", "china-unicom", "yueshengshi"} <= far
    assert "dongguan" not in far


def test_a_region_takes_in_what_lies_below_it(core: Workspace) -> None:
    found = _ids(_drawn(core, "region", "广东"))
    assert {"guangdong", "dongguan", "dongguan-dg-2019", "dongguan-government-service-data"} <= found
    assert {
        "dongguan-award-2019-09-17",
        "dongguan-huawei-consortium",
        "huawei-technologies",
        "huawei",
    } <= found
    assert {"guangdong-single-source", "digital-guangdong"} <= found
    assert not {"changsha", "wuhan-smart-city-1", "beijing", "china"} & found
    city = _ids(_drawn(core, "region", "东莞"))
    assert "dongguan-dg-2019" in city
    assert not {"guangdong", "guangdong-order-2019-05"} & city


def test_the_shortest_paths_go_over_stated_facts(core: Workspace) -> None:
    found = _drawn(core, "path", "腾讯", "东莞市")
    assert _ids(found) == {"tencent", "digital-guangdong", "guangdong", "dongguan"}
    assert {e.type for e in found.edges} == {
        "HOLDS_SHARES_IN",
        "STRATEGIC_PARTNER_OF",
        "TAKES_OVER_SYSTEMS_OF",
        "PART_OF",
    }
    assert all(e.modality in FACT_MODALITIES and e.modality != "inferred" for e in found.edges)
    back = _drawn(core, "path", "东莞市", "腾讯")
    assert (_ids(back), back.edges) == (_ids(found), found.edges)
    columns = {node.id: node.layer for node in found.nodes}
    assert columns == {"tencent": 0, "digital-guangdong": 1, "guangdong": 2, "dongguan": 3}, (
        "ends left and right"
    )
    assert {node.id: 3 - node.layer for node in back.nodes if node.layer is not None} == columns


def test_a_question_is_drawn_by_what_its_rows_name(core: Workspace) -> None:
    found = _drawn(core, "query", "co-occurring-giants", "among=腾讯,华为")
    assert _ids(found) == {
        "tencent",
        "huawei",
        "changsha-smart-city",
        "guangdong-digital-government-project",
    }
    assert len(_between(found, "huawei", "changsha-smart-city")) == 2
    with pytest.raises(QueryError, match=r"gives 0 rows and none"):
        _drawn(core, "query", "co-occurring-giants", "among=数字广东")


@pytest.mark.parametrize(
    ("view", "arguments", "message"),
    [
        ("everything", [], "no view is called 'everything'"),
        ("ego", ["查无此人公司"], "nothing here is called"),
        ("ego", [], "ego takes so many arguments: 1"),
        ("ecosystem", ["腾讯"], "ecosystem takes so many arguments: 0"),
        ("region", ["腾讯"], "is no region but a CorporateGroup"),
        ("path", ["腾讯", "Tencent"], "are the same"),
        ("path", ["腾讯", "background"], "no path of facts"),
        ("query", ["no-such-question"], "no question is called"),
        ("query", ["co-occurring-giants", "nope=1"], "has no parameter 'nope'"),
    ],
)
def test_what_cannot_be_drawn_is_said(core: Workspace, view: str, arguments: list[str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        picture(core.current, view, arguments)


def test_a_depth_below_one_and_a_missing_graph_are_errors(core: Workspace, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="depth must be 1 or more"):
        picture(core.current, "ego", ["腾讯"], depth=0)
    with pytest.raises(QueryError, match="takes no parameters"):
        picture(core.current, "ego", ["腾讯"], parameters={"expected": "true"})
    with pytest.raises(QueryError, match="say nothing of"):
        picture(core.current, "ego", ["烽火科技"], sources=[ARTICLE])
    with pytest.raises(StoreError, match="no graph in"):
        picture(Workspace(tmp_path).current, "ecosystem", [])


def test_passages_come_only_with_the_texts(ringed: Workspace) -> None:
    def passages(texts: Texts | None) -> set[str]:
        found = picture(ringed.current, "ownership", [], texts=texts)
        return {f.passage for e in _between(found, "ring-one", "ring-two") for f in e.facts}

    pointers = read_statements(ringed.current.statement_files, "predicate IN ('textFile', 'sha256')")
    assert passages(None) == {""}
    assert passages(Texts(ringed.root, pointers)) == {"环一持有环二的股份", "环二也持有环一的股份"}


def test_a_view_without_any_nodes_is_an_empty_picture(tmp_path: Path) -> None:
    files = [path for path in bundled_files() if path.stem == "background"]
    loaded = load(files)
    workspace = Workspace(tmp_path)
    regions = {"china", "guangdong", "dongguan"}
    kept = [s for s in loaded.statements["background"] if s.subject in regions | {"background"}]
    kept = [s for s in kept if s.datatype != "entity" or s.object in regions]
    workspace.replace_statements({"background": kept})
    workspace.build()
    assert picture(workspace.current, "ownership", []).nodes == ()
    assert picture(workspace.current, "co-occurrence", []).nodes == ()
    assert _ids(picture(workspace.current, "ecosystem", [])) == regions
