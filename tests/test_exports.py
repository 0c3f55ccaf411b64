"""Exports of the bundled graph, read back by other libraries."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import igraph
import pyoxigraph as ox
from rdflib import Graph, Namespace, URIRef

from govgraph.workspace import Workspace
from tests.bundled import govgraph

GG = Namespace("https://w3id.org/govgraph/ontology#")
ID = "https://w3id.org/govgraph/id/"


def exported(workspace: Workspace, form: str, path: Path) -> Path:
    result = govgraph(workspace, "export", "--format", form, "-o", str(path))
    assert result.exit_code == 0, result.stderr
    return path


def test_turtle_in_rdflib(bundled: Workspace, tmp_path: Path) -> None:
    graph = Graph().parse(exported(bundled, "turtle", tmp_path / "g.ttl"), format="turtle")
    plans = {(str(s), o.toPython()) for s, o in graph.subject_objects(GG.amount)}
    assert any(amount == Decimal("2742462000") for _, amount in plans)
    assert (URIRef(ID + "tencent"), GG.holdsSharesIn, URIRef(ID + "digital-guangdong")) in graph
    assert not list(graph.subjects(None, GG.Claim))


def test_nquads_have_a_graph_per_source(bundled: Workspace, tmp_path: Path) -> None:
    quads = list(ox.parse(path=exported(bundled, "nquads", tmp_path / "g.nq"), format=ox.RdfFormat.N_QUADS))
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    assert ID + "bjnews-smart-city-2019-09" in graphs
    claims = {q.graph_name for q in quads if getattr(q.object, "value", "") == GG.Claim.toPython()}
    assert claims
    assert ox.DefaultGraph() not in claims


def test_graphml_in_igraph(bundled: Workspace, tmp_path: Path) -> None:
    graph = igraph.Graph.Read_GraphML(str(exported(bundled, "graphml", tmp_path / "g.graphml")))
    counts = bundled.graph()
    assert graph.vcount() == sum(t.count for t in counts.nodes)
    assert graph.ecount() == sum(t.count for t in counts.edges)
    stakes = [s for s in graph.es["stake"] if s == s]
    assert 49.0 in stakes


def test_csv_has_all_rows(bundled: Workspace, tmp_path: Path) -> None:
    folder = exported(bundled, "csv", tmp_path / "csv")
    found = 0
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as handle:
            found += sum(1 for _ in csv.DictReader(handle))
    graph = bundled.graph()
    assert found == sum(t.count for t in (*graph.nodes, *graph.edges))


def test_an_export_never_overwrites_a_folder(bundled: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    result = govgraph(bundled, "export", "--format", "csv", "-o", str(tmp_path / "mine"))
    assert result.exit_code == 1
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "x"
