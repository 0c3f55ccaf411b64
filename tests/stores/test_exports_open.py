"""Exports opened by those who read them: the importer's arguments, and GraphML in networkx."""

from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx

from govgraph.stores.exports import export
from tests.stores.worlds import HOSTILE, world


def test_importer_folder_is_complete(tmp_path: Path) -> None:
    export(world(tmp_path), "neo4j-csv", tmp_path / "import")
    lines = [line.strip('"') for line in (tmp_path / "import/import.args").read_text("utf-8").splitlines()]
    files = {line.rpartition("=")[2] for line in lines if line.startswith(("--nodes", "--relationships"))}
    assert files == {p.name for p in (tmp_path / "import").glob("*.csv")}
    (companies,) = (line for line in lines if line.startswith("--nodes=Company:"))
    assert "Organization:Agent:Thing" in companies
    with (tmp_path / "import" / companies.rpartition("=")[2]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"id:ID", "founded:date", "listed:boolean", "registeredCapital:double"} <= rows[0].keys()
    assert set(HOSTILE) <= {row["name:string"] for row in rows}


def test_the_list_delimiter_is_none_of_the_data(tmp_path: Path) -> None:
    export(world(tmp_path), "neo4j-csv", tmp_path / "import")
    text = (tmp_path / "import/import.args").read_text("utf-8")
    assert "--array-delimiter=U+001D" in text  # 001F and 001E stand in an alias
    assert "--multiline-fields=true" in text


def test_graphml_keeps_types_and_parallel_edges(tmp_path: Path) -> None:
    export(world(tmp_path), "graphml", tmp_path / "g.graphml")
    graph = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    stakes = [data["stake"] for data in graph.get_edge_data("c0", "c1").values() if "stake" in data]
    assert sorted(stakes) == [30.5, 40.0]
    assert graph.nodes["c0"]["listed"] is True
    assert graph.nodes["p"]["investment"] == 2742462000.55
