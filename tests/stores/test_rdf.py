"""A source's named graph holds what that source says, and nothing that is no fact."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from govgraph.graph.statements.entity import Edge, Entity, link_id
from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import ID_BASE, NAMESPACE
from govgraph.stores.rdf.on_demand import fill_rdf
from govgraph.stores.rdf.store import quads
from govgraph.workspace import Workspace
from tests.stores.worlds import graph_of
from tests.waiting import PATIENCE

XSD = "http://www.w3.org/2001/XMLSchema#"


def said_by(all_quads: list[ox.Quad], source: str) -> set[tuple[str, str, str]]:
    """Subject, predicate and value of a source's graph, by local names; evidence and claims left out."""
    graph = ox.NamedNode(ID_BASE + source)
    own = [q for q in all_quads if q.graph_name == graph]
    nodes = {
        q.subject
        for q in own
        if getattr(q.object, "value", "") in (NAMESPACE + "Evidence", NAMESPACE + "Claim")
    }
    return {
        (q.subject.value.rpartition("/")[2], q.predicate.value.rpartition("#")[2], q.object.value.removeprefix(ID_BASE))
        for q in own
        if q.subject not in nodes
    }  # fmt: skip


def two_sources() -> list[Statement]:
    said: list[Statement] = []
    for source, money, day in (("s1", "100.50", "1999"), ("s2", "99", "1999-05-01")):
        document = Entity.of("Source", source, source)
        document.add("name", source)
        document.add("publisherName", "虚构日报")
        company = Entity.of("Company", "c", source)
        company.add("name", f"公司 {source}")
        company.add("registeredCapital", money)
        company.add("founded", day)
        said += [*document.statements(), *company.statements()]
    rumour = Edge.between("Shareholding", "c", "d", "s2", modality="speculated")
    rumour.add("stake", "51")
    return [*said, *Entity.of("Company", "d", "s2").statements(), *rumour.statements()]


def test_values_that_differ_stand_each_in_its_own_graph(tmp_path: Path) -> None:
    found = list(quads(graph_of(two_sources(), tmp_path)))
    one, two = said_by(found, "s1"), said_by(found, "s2")
    assert ("c", "registeredCapital", "100.5") in one
    assert ("c", "registeredCapital", "99") in two
    assert ("c", "founded", "1999-01-01") in one
    assert ("c", "founded", "1999-05-01") in two
    assert ("c", "name", "公司 s1") in one - two
    assert ("d", "type", NAMESPACE + "Company") in two
    assert not any(subject == "d" for subject, _, _ in one)
    money = next(q.object for q in found if getattr(q.object, "value", "") == "100.5")
    assert money.datatype.value == XSD + "decimal"


def test_a_guess_is_a_plain_triple_nowhere(tmp_path: Path) -> None:
    found = list(quads(graph_of(two_sources(), tmp_path)))
    assert not [q for q in found if q.predicate.value == NAMESPACE + "holdsSharesIn"]
    stakes = [q.subject for q in found if q.predicate.value == NAMESPACE + "stake"]
    claims = {q.subject for q in found if getattr(q.object, "value", "") == NAMESPACE + "Claim"}
    assert stakes
    assert claims.issuperset(stakes)


def test_every_fact_of_a_source_is_in_the_default_graph_or_disputed(bundled: Workspace) -> None:
    found = list(quads(bundled.graph()))
    default = {(q.subject, q.predicate) for q in found if q.graph_name == ox.DefaultGraph()}
    said = [q for q in found if q.graph_name != ox.DefaultGraph()]
    nodes = {
        q.subject
        for q in said
        if getattr(q.object, "value", "") in (NAMESPACE + "Evidence", NAMESPACE + "Claim")
    }
    own = {NAMESPACE + "locator", NAMESPACE + "modality"}  # where and how firmly it is said, which is no fact
    strange = {
        (q.subject, q.predicate) for q in said if q.subject not in nodes and q.predicate.value not in own
    } - default
    assert not strange, list(map(str, strange))[:5]
    assert sum(q.subject not in nodes for q in said) > 1000


def test_a_query_that_gives_no_row_for_hours_ends_at_its_limit(bundled: Workspace) -> None:
    """In a process of its own, with which the engine's thread ends too."""
    program = """if True:
        import sys
        from pathlib import Path
        from govgraph.errors import QueryError
        from govgraph.stores.rdf.store import RdfStore
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER(STR(?x) < STR(?z)) }"
        try:
            RdfStore(Path(sys.argv[1])).run(endless, {}, time_limit=0.5)
        except QueryError as error:
            print(error)
    """
    command = [sys.executable, "-c", program, str(fill_rdf(bundled.current))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stdout) == (0, "the query took longer than 0.5 s\n"), done.stderr


def test_nothing_is_said_twice(bundled: Workspace) -> None:
    """No id beside the address, no `disputed false`, one label a thing, no text of a decimal; the union is not the default."""
    found = list(quads(bundled.graph()))
    names = {q.predicate.value.rpartition("#")[2] for q in found}
    assert not {"id", "locators", "amountText", "investmentText"} & names
    assert {q.object.value for q in found if q.predicate.value == NAMESPACE + "disputed"} == {"true"}
    labels = [(q.subject, q.graph_name) for q in found if q.predicate.value.endswith("#label")]
    assert labels
    assert len(labels) == len(set(labels))
    assert {graph for _, graph in labels} == {ox.DefaultGraph()}
    store = bundled.open("sparql")
    asked = f"SELECT ?name {{ <{ID_BASE}tencent> <{NAMESPACE}name> ?name }}"
    assert store.run(asked, {}).rows == [("腾讯",)]
    store.close()


def test_a_sources_graph_has_its_places(tmp_path: Path) -> None:
    """A thing's and an edge's place stand on it, a link's on its id where it is another than its thing's."""
    document = Entity.of("Source", "s", "s")
    document.add("name", "s")
    document.add("publisherName", "虚构日报")
    region = Entity.of("Region", "r", "s", locator="#1")
    region.add("name", "某地")
    region.add("regionLevel", "county")
    agency = Entity.of("Agency", "a", "s", locator="#2")
    agency.add("name", "某局")
    agency.add("jurisdiction", "r")
    unit = Entity.of("Agency", "u", "s", locator="#3")
    unit.add("name", "某处")
    unit.add("jurisdiction", "r", locator="#4")
    said = [s for e in (document, region, agency, unit) for s in e.statements()]
    found = said_by(list(quads(graph_of(said, tmp_path))), "s")
    assert {(s, o) for s, p, o in found if p == "locator"} == {
        ("r", "#1"), ("a", "#2"), ("u", "#3"), (link_id("jurisdiction", "u", "r"), "#4"),
    }  # fmt: skip
