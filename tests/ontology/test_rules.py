"""Inference: the derived rules agree with HermiT, joint ventures are found by their rule, all stores say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from govgraph.graph.builder.build import build
from govgraph.graph.graph import Graph
from govgraph.ontology.axioms import Rule, derive_rules
from govgraph.ontology.model import FOLDER, ID_BASE, NAMESPACE, ontology
from govgraph.ontology.reason import OwlApi, triples
from govgraph.stores.embedded import EmbeddedStore, write_embedded
from govgraph.stores.rdf.store import RdfStore, write_rdf
from tests.ontology.world import built, links, parquet, statements

MARKET = """
    country type Region
    province type Region
    city type Region
    province partOf country
    city partOf province
    office type Agency
    government type Government
    desk type Organization
    office agencyOf government
    desk unitOf office
    top type Company
    middle type Company
    firm type Company
    friend type Company
    team type Consortium
    s1 type Shareholding
    s1 holder top
    s1 held middle
    s2 type Shareholding
    s2 holder middle
    s2 held firm
    friend controls top
    m1 type ConsortiumMembership
    m1 consortiumMember friend
    m1 consortium team
    p1 type StrategicPartnership
    p1 partner firm
    p1 partnerOf friend
    works type Project
    works inRegion city
    works hasBuyer office
    more type Project
    award type Award
    award concerns works
    award awardedTo firm
    other type Award
    other concerns more
    other awardedTo team
    app type Platform
    portal type Platform
    cloud type Platform
    app componentOf portal
    portal componentOf cloud
    app interfacesWith portal
"""


def test_rules_come_from_the_axioms() -> None:
    rules = {rule.name for rule in derive_rules(ontology())}
    assert {
        "within <- partOf", "within <- within within", "cooperatesWith <- ^cooperatesWith",
        "suppliesProject <- ^awardedTo concerns", "suppliesThroughHolding <- hasInterestIn suppliesProject",
        "locatedIn <- locatedIn within",
    } <= rules  # fmt: skip
    assert not any("holder" in rule for rule in rules)
    assert Rule("partOf", ("^hasPart",)) not in derive_rules(ontology())


def test_the_same_as_hermit(tmp_path: Path) -> None:
    graph = built(tmp_path, statements(MARKET))
    mine = links(graph)
    said = statements(MARKET)
    turtle = "".join(
        f"<{ID_BASE}{s.subject}> a <{NAMESPACE}{s.object}> .\n"
        if s.predicate == "type"
        else f"<{ID_BASE}{s.subject}> <{NAMESPACE}{s.predicate}> <{ID_BASE}{s.object}> .\n"
        for s in said
    )
    hermit = OwlApi(triples([FOLDER / "govgraph.ttl"], turtle))
    subjects = sorted({s.subject for s in said})
    ends = ontology().end_properties
    compared = 0
    for name, p in ontology().properties.items():
        if not p.is_link or name in ends or name in ("tiedTo", "standsBehindBid") or not p.stored:
            continue
        theirs = hermit.values(subjects, name)
        assert {(a, b) for a, type_, b in mine if type_ == p.relationship_type} == theirs, name
        compared += len(theirs)
    assert compared > 40


def test_inferred_links_name_rule_and_stated_premises(tmp_path: Path) -> None:
    graph = built(tmp_path, statements(MARKET))
    stated, found = set(), []
    for table in graph.edges:
        for batch in graph.rows(table):
            for row in batch:
                if row.get("rule") is None:
                    stated.add(row["id"])
                else:
                    found.append(row)
    assert len(found) > 20
    for row in found:
        assert row["modality"] == "inferred"
        assert row["premises"]
        assert set(row["premises"]) <= stated
        assert row["sources"] == ["test"]


def test_without_inference_only_what_is_stated(tmp_path: Path) -> None:
    assert links(built(tmp_path, statements(MARKET), inference=False), inferred=True) == set()
    (tmp_path / "with").mkdir()
    found = links(built(tmp_path / "with", statements(MARKET)), inferred=False)
    assert found == links(build(parquet(tmp_path, statements(MARKET)), tmp_path / "bare", inference=False))


def test_what_a_source_denies_is_not_inferred(tmp_path: Path) -> None:
    said = [*statements(MARKET), *statements("firm suppliesTo office", modality="denied")]
    found = links(built(tmp_path, said))
    assert ("firm", "SUPPLIES_TO", "office") not in found
    assert ("firm", "SUPPLIES_PROJECT", "works") in found


def test_guesses_are_no_premises(tmp_path: Path) -> None:
    text = MARKET.replace("award awardedTo firm", "award awardedTo firm | modality=speculated")
    assert ("firm", "SUPPLIES_PROJECT", "works") not in links(built(tmp_path, statements(text)))


def test_all_stores_mark_the_same_inferences(tmp_path: Path) -> None:
    graph = built(tmp_path, statements(VENTURE.format(one="", other="")))
    write_embedded(graph, tmp_path / "g.kgl")
    write_rdf(graph, tmp_path / "rdf")
    embedded, rdf = EmbeddedStore(tmp_path / "g.kgl"), RdfStore(tmp_path / "rdf")
    cypher = embedded.run(
        "MATCH (a)-[r:HAS_INTEREST_IN]->(b) WHERE r.modality = 'inferred'"
        " RETURN a.id AS a, b.id AS b, r.rule AS rule, r.premises AS premises ORDER BY a, b", {},
    )  # fmt: skip
    sparql = rdf.run(
        """PREFIX gg: <https://w3id.org/govgraph/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?a ?b ?rule ?premise WHERE { ?s rdf:subject ?a ; rdf:object ?b ; rdf:predicate gg:hasInterestIn ;
            gg:modality "inferred" ; gg:rule ?rule ; gg:premises ?premise . ?a gg:hasInterestIn ?b } ORDER BY ?a ?b""", {},
    )  # fmt: skip
    assert [(a, b, rule, premises[0]) for a, b, rule, premises in cypher.rows] == list(sparql.rows)
    assert len(cypher.rows) == 2
    kinds = "MATCH (i:Inference {about: 'jv'}) MATCH (c:JointVenture {id: 'jv'}) RETURN i.value AS value, i.rule AS rule"
    assert list(embedded.run(kinds, {}).rows) == [("JointVenture", "joint-venture")]
    asked = """PREFIX gg: <https://w3id.org/govgraph/ontology#>
        SELECT ?value ?rule WHERE { ?i a gg:Inference ; gg:about "jv" ; gg:value ?value ; gg:rule ?rule . ?c a gg:JointVenture }"""
    assert list(rdf.run(asked, {}).rows) == [("JointVenture", "joint-venture")]


VENTURE = """
    g1 type CorporateGroup
    g2 type CorporateGroup
    c1 type Company
    c2 type Company
    jv type Company
    m1 type GroupMembership
    m1 groupMember c1
    m1 group g1
    m2 type GroupMembership
    m2 groupMember c2
    m2 group g2
    h1 type Shareholding
    h1 holder c1
    h1 held jv
    {one}
    h2 type Shareholding
    h2 holder c2
    h2 held jv
    {other}
"""


def is_venture(graph: Graph) -> bool:
    return any("JointVenture" in table.labels for table in graph.nodes)


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        ("", "", True),
        ("h1 since 2018", "h2 since 2018", True),
        ("h1 since 2015\nh1 until 2019", "h2 since 2018", True),
        ("h1 since 2015\nh1 until 2017", "h2 since 2018", False),
        ("h1 since 2015", "h2 since 2018", False),  # nobody says that the first was still there
        ("h1 since 2015\nh1 asOf 2020", "h2 since 2018", True),
        ("h1 since 2018", "", False),
        ("jv listed true", "", False),
        ("m2 until 2010\nh1 since 2018", "h2 since 2018", False),
        ("h1 interest voting-rights", "", False),
    ],
)
def test_joint_ventures(tmp_path: Path, one: str, other: str, holds: bool) -> None:
    assert is_venture(built(tmp_path, statements(VENTURE.format(one=one, other=other)))) is holds


@pytest.mark.parametrize(
    "change",
    [
        ("m2 group g2", "m2 group g1"),  # two members of one group
        (
            "m2 type GroupMembership\n    m2 groupMember c2\n    m2 group g2\n",
            "",
        ),  # a holder of unknown group
        ("h2 holder c2", "h2 holder c1"),
    ],
)
def test_no_joint_ventures(tmp_path: Path, change: tuple[str, str]) -> None:
    text = VENTURE.format(one="", other="")
    assert change[0] in text
    assert not is_venture(built(tmp_path, statements(text.replace(*change))))


def test_two_sources_without_dates_are_no_joint_venture(tmp_path: Path) -> None:
    lines = [line for line in VENTURE.format(one="", other="").splitlines() if line.strip()]
    one = [line for line in lines if not line.strip().startswith("h2")]
    other = [line for line in lines if line.strip().startswith("h2")]
    files = parquet(tmp_path, statements("\n".join(one)), statements("\n".join(other), source="second"))
    assert not is_venture(build(files, tmp_path / "graph"))
