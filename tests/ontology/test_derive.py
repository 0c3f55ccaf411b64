"""What follows from the ontology: fresh, the same each time, and complete from one declaration."""

from __future__ import annotations

import json
from pathlib import Path

import neo4j
import pytest
import rdflib

from govgraph.graph.builder.check import check
from govgraph.neo4j_local.server import Address
from govgraph.ontology.alignment import read_alignment
from govgraph.ontology.derive import derive, derived, stale
from govgraph.ontology.examples import example
from govgraph.ontology.model import FOLDER, ontology, read_ontology
from govgraph.workspace import Workspace
from tests.conftest import empty
from tests.ontology.world import GG, ID, copied, parquet, statements

ROOT = FOLDER.parent
NEW = """
gg:Drone a owl:Class ; rdfs:subClassOf gg:Platform ;
    rdfs:label "无人机"@zh, "Drone"@en ; skos:definition "飞行的平台。"@zh, "A platform that flies."@en ; skos:example "巡检无人机" .
gg:wingspan a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:domain gg:Drone ; rdfs:range xsd:decimal ;
    rdfs:label "翼展"@zh, "wingspan"@en ; skos:definition "翼展,单位为米。"@zh, "From tip to tip, in metres."@en ; skos:example "1.5" .
gg:patrols a owl:ObjectProperty ; rdfs:domain gg:Drone ; rdfs:range gg:Region ;
    rdfs:label "巡逻"@zh, "patrols"@en ; skos:definition "所巡逻的地区。"@zh, "The region that it patrols."@en ; skos:example "甲 → 乙" .
gg:flown a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:domain gg:Drone ; rdfs:range rdfs:Literal ; gg:valueType xsd:date ;
    rdfs:label "首飞"@zh, "flown"@en ; skos:definition "首飞日期。"@zh, "When it first flew."@en ; skos:example "2020-01-01" .
"""


def test_committed_files_are_fresh() -> None:
    assert stale(ROOT) == [], "run: govgraph ontology derive"


def test_same_bytes_and_nothing_to_do_twice(tmp_path: Path) -> None:
    root = copied(tmp_path)
    assert len(derive(root)) == 5
    assert derive(root) == []
    assert derived(root) == derived(ROOT)
    (root / "ontology/derived/shapes.ttl").write_text("")
    assert [path.name for path in derive(root)] == ["shapes.ttl"]


def test_one_declaration_arrives_everywhere(tmp_path: Path) -> None:
    root = copied(tmp_path / "copy", NEW)
    derive(root)
    texts = {name: (root / name).read_text("utf-8") for name in derived(root)}
    labels = json.loads(texts["ontology/derived/labels.json"])
    assert labels["labels"]["Drone"] == ["Drone", "Platform", "Thing"]
    assert labels["relationships"]["PATROLS"]["from"] == ["Drone"]
    assert "FOR ()-[r:PATROLS]-() REQUIRE r.id IS UNIQUE" in texts["ontology/derived/constraints.cypher"]
    assert "FOR (n:Drone) ON (n.flown)" in texts["ontology/derived/constraints.cypher"]
    assert "sh:targetSubjectsOf gg:wingspan" in texts["ontology/derived/shapes.ttl"]
    assert json.loads(texts["ontology/derived/context.jsonld"])["@context"]["patrols"]["@type"] == "@id"
    page = texts["docs/dictionary.html"]
    assert all(f'id="{name}"' in page for name in ("Drone", "wingspan", "patrols", "flown"))
    assert "无人机" in page
    assert "MATCH (n:Drone)" in page

    model = read_ontology([root / "ontology" / name for name in ("govgraph.ttl", "codes.ttl")])
    said = statements("""
        d type Drone
        d name 甲
        d wingspan wide | datatype=decimal
        d patrols d | datatype=entity""")  # fmt: skip
    files = parquet(tmp_path, said)
    assert {v.rule for v in check(files, model)} == {"bad-value", "range"}
    assert {v.rule for v in check(files)} == {
        "unknown-class",
        "unknown-property",
        "untyped",
        "dangling",
        "bad-value",
    }


def test_context_reads_plain_json() -> None:
    document = {
        **json.loads((FOLDER / "derived/context.jsonld").read_text("utf-8")),
        "@id": "award-1", "@type": "Award", "name": "甲", "amount": "12.50", "awardedTo": ["a", "b"],
    }  # fmt: skip
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert (ID["award-1"], GG.awardedTo, ID["b"]) in graph
    assert (ID["award-1"], GG.amount, rdflib.Literal("12.50", datatype=rdflib.XSD.decimal)) in graph
    assert (ID["award-1"], rdflib.RDF.type, GG.Award) in graph


def test_page_is_offline_and_complete() -> None:
    page = (ROOT / "docs/dictionary.html").read_text("utf-8")
    for term in (*ontology().classes.values(), *ontology().properties.values()):
        assert f'id="{term.name}"' in page
    for outside in ("<script", "<link", "src=", "@import", "url(http"):
        assert outside not in page


@pytest.mark.parametrize("engine", ["embedded", "sparql"])
def test_examples_of_the_dictionary_run(bundled: Workspace, engine: str) -> None:
    store = bundled.open(engine)
    counts = {}
    for name, kind in ontology().classes.items():
        shown = example(ontology(), kind)
        counts[name] = len(store.run(shown.cypher if engine == "embedded" else shown.sparql, {}).rows)
    store.close()
    for name in (
        "Agency",
        "Shareholding",
        "EdgeClass",
        "Claim",
        "Evidence",
        "Inference",
        "JointVenture",
        "Project",
    ):
        assert counts[name] > 0, name


def test_alignment_is_outside_the_ontology() -> None:
    assert "alignment" not in triples_of("imports")
    links = read_alignment(FOLDER / "alignment.ttl")
    assert sum(map(len, links.values())) > 100
    assert {link.relation for found in links.values() for link in found} <= {
        "subClassOf", "subPropertyOf", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "ocds", "ftm", "bods",
    }  # fmt: skip


def triples_of(name: str) -> str:
    graph = rdflib.Graph().parse(FOLDER / "govgraph.ttl")
    return " ".join(str(o) for o in graph.objects(None, rdflib.OWL[name]))


@pytest.mark.neo4j
def test_constraints_are_those_of_the_community_edition(neo4j_server: Address) -> None:
    empty(neo4j_server, bare=True)
    lines = (FOLDER / "derived/constraints.cypher").read_text("utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("//")]
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver, driver.session() as session:
        for command in [*commands, *commands]:  # twice: nothing fails when they are there
            session.run(command.rstrip(";")).consume()
        assert session.run("SHOW CONSTRAINTS YIELD name RETURN count(*) AS n").single(strict=True)[
            "n"
        ] == sum("CONSTRAINT" in command for command in commands)
        session.run("CREATE (:Thing {id: 'a'})").consume()
        with pytest.raises(neo4j.exceptions.ConstraintError):
            session.run("CREATE (:Thing {id: 'a'})").consume()
