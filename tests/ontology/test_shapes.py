"""The derived shapes and the checker find the same: on every kind of planted defect, and on none."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from govgraph.graph.builder.check import check
from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import FOLDER, ID_BASE
from govgraph.stores.rdf.store import quads
from govgraph.workspace import Workspace
from tests.ontology.world import apart, parquet, raw_rdf, statements

SOUND = """
    north type Region
    north name 北省
    north regionLevel province
    north divisionCode 990000
    city type Region
    city name 北市
    city regionLevel prefecture
    city divisionCode 990100
    city partOf north
    office type Agency
    office name 北市数据局
    alpha type Company
    alpha name 甲公司
    alpha creditCode A1
    beta type Company
    beta name 乙公司
    plan type Project
    plan name 北市项目
    plan inRegion city
    plan hasBuyer office
    award type Award
    award concerns plan
    award awardedTo alpha
    award amount 12.50
    award date 2020-01-02
    contract type Contract
    contract signedByBuyer office
    contract signedBySupplier alpha
    share type Shareholding
    share holder alpha
    share held beta
    share stake 60
    share since 2020-01-01
"""

# One defect each: what is added (and what is left out), the rule that the checker names, on which subject.
DEFECTS = {
    "unknown-class": ("ufo type Spaceship\nufo name 船", "", "ufo"),
    "unknown-property": ("alpha colour red", "", "alpha"),
    "unknown-modality": ("beta alias 乙 | modality=shouted", "", "beta"),
    "inferred-without-rule": ("beta alias 乙 | modality=inferred", "", "beta"),
    "wrong-datatype": ("beta registeredCapital 5 | datatype=string", "", "beta"),
    "bad-value": ("beta registeredCapital lots", "", "beta"),
    "unknown-code": ("award method lottery", "", "award"),
    "untyped": ("ghost name 无名", "", "ghost"),
    "dangling": ("plan delivers nowhere", "", "plan"),
    "domain": ("city stake 5", "", "city"),
    "range": ("plan hasBuyer city", "", "plan"),
    "disjoint": ("city type Agency", "", "city"),
    "missing": ("", "alpha name 甲公司", "alpha"),
    "half-edge": ("", "share holder alpha", "share"),
    "several-values": ("award amount 13", "", "award"),
    "sum-exceeded": (
        "other type Shareholding\nother holder office\nother held beta\nother stake 41\nother since 2020-01-01", "", "beta",
    ),
    "key-clash": ("beta creditCode A1", "", "beta"),
    "not-stored": ("alpha winsAward award", "", "alpha"),
    "points-at-itself": ("city partOf city", "", "city"),
    "both-ways": ("north partOf city", "", "north"),
    "disjoint-properties": ("contract signedBySupplier office", "", "contract"),
}  # fmt: skip


def by_shapes(data: rdflib.Graph) -> set[str]:
    """Ids of what the shapes find wrong."""
    shapes = rdflib.Graph().parse(FOLDER / "derived/shapes.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none")
    return {str(node).removeprefix(ID_BASE) for node in report.objects(None, rdflib.SH.focusNode)}


@pytest.fixture(scope="module")
def worlds() -> dict[str, list[Statement]]:
    """A world a rule, sound but for one defect, and one without any."""
    found = {"sound": apart(statements(SOUND), "sound")}
    for rule, (added, left_out, _) in DEFECTS.items():
        assert left_out in SOUND
        text = (SOUND.replace(left_out, "") if left_out else SOUND) + added
        found[rule] = apart(statements(text), rule)
    return found


@pytest.fixture(scope="module")
def shaped(worlds: dict[str, list[Statement]]) -> set[str]:
    """What the shapes find wrong in all worlds; evidence stands for the subject it is about."""
    said = [s for world in worlds.values() for s in world]
    subjects = {s.id: s.subject for s in said}
    return {subjects.get(node, node) for node in by_shapes(raw_rdf(said))}


def test_every_rule_of_the_checker_is_planted() -> None:
    from govgraph.graph.builder import check as module

    assert set(module._RULES) == set(DEFECTS)


def test_sound_data(tmp_path: Path, worlds: dict[str, list[Statement]], shaped: set[str]) -> None:
    assert check(parquet(tmp_path, worlds["sound"])) == []
    assert not [node for node in shaped if node.startswith("sound--")]


@pytest.mark.parametrize("rule", DEFECTS)
def test_both_find(tmp_path: Path, rule: str, worlds: dict[str, list[Statement]], shaped: set[str]) -> None:
    subject = f"{rule}--{DEFECTS[rule][2]}"
    found = check(parquet(tmp_path, worlds[rule]))
    hit = [v for v in found if v.rule == rule]
    assert subject in {v.subject for v in hit}, found
    assert all(v.source == "test" and v.locator == "1:0-1" and v.detail for v in hit)
    # the shapes find the same subjects, neither fewer nor others
    mine = {node for node in shaped if node.startswith(f"{rule}--")}
    assert mine == {v.subject for v in found}


@pytest.mark.parametrize("facts", ["world", pytest.param("bundled", marks=pytest.mark.long)])
def test_the_published_graph_has_its_own_shapes(facts: str, request: pytest.FixtureRequest) -> None:
    workspace: Workspace = request.getfixturevalue(facts)
    data = rdflib.Graph()
    found = list(quads(workspace.graph()))
    facts = {quad.subject for quad in found if isinstance(quad.graph_name, ox.DefaultGraph)}
    # each source's graph has its own word on a disputed value, and its own place: one each in the facts, claims and evidence
    typed = {q.subject for q in found if q.predicate.value.endswith("#type")}
    evidence = {q.subject for q in found if getattr(q.object, "value", "").endswith("#Evidence")}
    published = [
        q
        for q in found
        if isinstance(q.graph_name, ox.DefaultGraph)
        or (
            q.subject in typed - facts
            and (q.subject in evidence or not q.predicate.value.endswith("#locator"))
        )
    ]
    lines = "".join(f"{quad.triple} .\n" for quad in published)
    data.parse(data=lines, format="nt")
    assert len(data) > 1000
    assert by_shapes(data) == set()
