"""A database that an older version loaded takes the new form with its next load."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from neo4j import GraphDatabase

from govgraph.graph.graph import Column, EdgeTable, NodeTable
from govgraph.neo4j_local.server import Address
from govgraph.stores.neo4j.load import ledger_of, load
from tests.stores.worlds import cypher, everything, world

pytestmark = pytest.mark.neo4j


def test_a_database_of_an_older_version_is_carried_over(neo4j_empty: Address, tmp_path: Path) -> None:
    """Relationships of claims and sources, and evidence that needs no node, go with the next load, a delta too."""
    graph = world(tmp_path / "now")
    load(graph, neo4j_empty, tmp_path / "loads")
    wanted = everything(neo4j_empty)
    # what a load of the same facts by an older version would have left, in the ledger and in the database
    older = tmp_path / "older"
    shutil.copytree(graph.folder, older)
    text = tuple(Column(name, "text") for name in ("id", "start_id", "end_id"))
    edges = [EdgeTable("CLAIM_SUBJECT", "Company", "Company", text, "claim-subject.parquet", 1)]
    edges.append(EdgeTable("PUBLISHED_BY", "Source", "Company", text, "published.parquet", 1))
    evidence = NodeTable(
        ("Evidence",), (Column("id", "text"), Column("about", "text")), "evidence.parquet", 1
    )
    for file, row in (
        ("claim-subject.parquet", "'c-1-s' AS id, 'c0' AS start_id, 'c1' AS end_id"),
        ("published.parquet", "'l-1' AS id, 's1' AS start_id, 'c1' AS end_id"),
        ("evidence.parquet", "'v-1' AS id, 'l-1' AS about"),
    ):
        duckdb.connect().execute(f"COPY (SELECT {row}) TO '{older / file}' (FORMAT parquet)")
    former = replace(graph, folder=older, nodes=(*graph.nodes, evidence), edges=(*graph.edges, *edges))
    former.save()
    with GraphDatabase.driver(neo4j_empty.uri, auth=(neo4j_empty.user, neo4j_empty.password)) as driver:
        ledger = ledger_of(driver, neo4j_empty, tmp_path / "loads")
        ledger.begin(former)
        ledger.finish(former)
    cypher(
        neo4j_empty,
        """MATCH (a:Thing {id: 'c0'}), (b:Thing {id: 'c1'}), (s:Source {id: 's1'})
           CREATE (a)-[:CLAIM_SUBJECT {id: 'c-1-s'}]->(b), (s)-[:PUBLISHED_BY {id: 'l-1'}]->(b), (:Evidence {id: 'v-1', about: 'l-1'}),
                  (a)-[:MINE]->(s)""",
    )
    foreseen = load(graph, neo4j_empty, tmp_path / "loads", dry_run=True)
    report = load(graph, neo4j_empty, tmp_path / "loads")
    removed = {"CLAIM_SUBJECT": 1, "PUBLISHED_BY": 1, "Evidence": 1}
    for done in (foreseen, report):
        assert {name: change.removed for name, change in done.changes.items() if change.removed} == removed
        assert done.left == 0
    left = everything(neo4j_empty)
    assert [line for line in left if not line.startswith("MINE")] == wanted
    assert len(left) == len(wanted) + 1  # somebody's own relationship stays
