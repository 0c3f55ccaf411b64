"""The ontology is in order, faults in it are found and explained, and its files load elsewhere."""

from __future__ import annotations

from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib

from govgraph.ontology.model import FOLDER, NAMESPACE, ontology
from govgraph.ontology.reason import OwlApi, smallest, triples
from govgraph.ontology.validate import Problem, check_ontology
from tests.ontology.world import copied

WORDS = 'rdfs:label "甲"@zh, "a"@en ; skos:definition "甲。"@zh, "A."@en ; skos:example "a" .'


def faults(root: Path) -> list[Problem]:
    """Problems of a copy, but for terms that only the package's code uses."""
    return [p for p in check_ontology(root) if p.kind != "unused"]


def test_in_order() -> None:
    assert check_ontology() == []


@pytest.mark.parametrize(
    ("extra", "kind", "subject", "said"),
    [
        ("<https://w3id.org/govgraph/id/x> a gg:Vendor, gg:Region .", "contradiction", "ontology",
         ["x is a Vendor", "x is a Region", "every Vendor is a Organization", "nothing is two of these"]),
        (f"gg:Zone a owl:Class ; rdfs:subClassOf gg:Company, gg:Region ; {WORDS}", "unsatisfiable", "Zone",
         ["every Zone is a Region", "every Zone is a Company", "nothing is two of these"]),
        ("gg:JointVenture rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gg:hasInterestIn ;"
         " owl:maxCardinality \"1\"^^xsd:nonNegativeInteger ] .", "profile", "ontology", ["hasInterestIn"]),
        ("gg:hasInterestIn a owl:FunctionalProperty .", "profile", "ontology", ["hasInterestIn"]),
        ("gg:broken", "syntax", "ontology", []),
    ],
)  # fmt: skip
def test_planted_faults(tmp_path: Path, extra: str, kind: str, subject: str, said: list[str]) -> None:
    found = [p for p in faults(copied(tmp_path, "\n" + extra)) if p.kind == kind and p.subject == subject]
    assert found
    for words in said:
        assert any(words in p.detail for p in found), found


def test_planted_faults_of_words_and_names(tmp_path: Path) -> None:
    """What no reasoner is needed for, all in one copy."""
    extra = (
        f"gg:near a owl:ObjectProperty ; rdfs:range gg:Nowhere ; {WORDS}\n"
        f"gg:shade a owl:DatatypeProperty ; rdfs:range xsd:string ; gg:codeList code:shades ; {WORDS}\n"
        'gg:Mute a owl:Class ; rdfs:label "哑"@zh .'
    )
    found = [(p.kind, p.subject, p.detail) for p in faults(copied(tmp_path, "\n" + extra))]
    for kind, subject, said in (
        ("undeclared", "Nowhere", "near"),
        ("undeclared", "shades", "shade"),
        ("words", "Mute", "has no definition in en"),
    ):
        assert any(one[:2] == (kind, subject) and said in one[2] for one in found), found


def test_missing_title_is_found(tmp_path: Path) -> None:
    root = copied(tmp_path, drop=', "Ontology of the smart-government vendor ecosystem"@en')
    assert faults(root) == [Problem("about", "ontology", "has no title in en")]


def test_unused_and_undeclared_terms_are_found(tmp_path: Path) -> None:
    root = copied(tmp_path, f"\ngg:Dust a owl:Class ; {WORDS}\n")
    (root / "queries").mkdir()
    (root / "queries" / "a.cypher").write_text(
        "MATCH (a:Companny)-[r:HOLDS_SHARES]->(b:Company) RETURN a.name AS a\n"
    )
    (root / "queries" / "a.rq").write_text("SELECT ?a WHERE { ?a gg:holds ?b }\n")
    found = {(p.kind, p.subject) for p in check_ontology(root)}
    assert {
        ("unused", "Dust"),
        ("undeclared", "Companny"),
        ("undeclared", "HOLDS_SHARES"),
        ("undeclared", "holds"),
    } <= found
    assert ("unused", "Company") not in found


def test_files_load_elsewhere() -> None:
    files = sorted(FOLDER.glob("*.ttl"))
    assert len(files) == 3
    for path in files:
        assert len(rdflib.Graph().parse(path)) == sum(
            1 for _ in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        )
    world = owlready2.World()
    path = FOLDER / "govgraph.ttl"
    loaded = world.get_ontology(NAMESPACE)
    loaded.load(fileobj=__import__("io").BytesIO(triples([path]).encode()))
    assert {c.name for c in world.classes()} == set(ontology().classes)
    assert {p.name for p in world.properties() if p.iri.startswith(NAMESPACE)} >= set(ontology().properties)


def test_owl_api_sees_title_version_licence_creator_prefix() -> None:
    api = OwlApi(triples([FOLDER / "govgraph.ttl"]))
    said = {str(a.getProperty().getIRI().getFragment()) for a in api.ontology.getAnnotations()}
    assert {"title", "versionInfo", "license", "creator", "preferredNamespacePrefix"} <= said
    assert str(api.ontology.getOntologyID().getVersionIRI()).endswith("0.2.0")


def test_smallest_part() -> None:
    assert sorted(smallest(range(100), lambda part: {7, 50, 93} <= set(part))) == [7, 50, 93]
