"""Small graphs for the tests of stores, and a look into a Neo4j."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from neo4j import GraphDatabase

from govgraph.graph.builder.build import build
from govgraph.graph.graph import Graph
from govgraph.graph.statements.entity import Edge, Entity
from govgraph.graph.statements.parquet import write_statements
from govgraph.graph.statements.statement import Statement
from govgraph.neo4j_local.server import Address

HOSTILE = (
    "x'}) DETACH DELETE n //",
    "`]->() MATCH (n) DETACH DELETE n",
    "$rows 云\n第二行\r\t\"quoted\", 'single' \\ back",
    "\u202edlrow\x1f\x1e;,|",
    "=cmd|' /C calc'!A0",
)


def world(
    folder: Path, *, stake: str = "30.5", extra: bool = True, companies: tuple[str, ...] = HOSTILE
) -> Graph:
    """A group, its companies, two stakes between the same two, a project with money and dates."""
    said: list[Statement] = []

    def thing(type_: str, id_: str, **values: str | tuple[str, ...]) -> None:
        entity = Entity.of(type_, id_, "s1", locator="1")
        for key, value in values.items():
            for item in (value,) if isinstance(value, str) else value:
                entity.add(key, item)
        said.extend(entity.statements())

    def edge(type_: str, start: str, end: str, **values: str) -> None:
        entity = Edge.between(type_, start, end, "s1", locator="2")
        for key, value in values.items():
            entity.add(key, value)
        said.extend(entity.statements())

    thing("Source", "s1", name="来源", publisherName="虚构日报")
    thing("CorporateGroup", "g", name="虚构集团", alias=HOSTILE)
    for number, name in enumerate(companies):
        thing(
            "Company",
            f"c{number}",
            name=name,
            listed="true",
            founded="1999-05",
            registeredCapital="12345678901.1",
        )
        edge("GroupMembership", f"c{number}", "g")
    edge("Shareholding", "c0", "c1", stake=stake, since="2018")
    edge("Shareholding", "c0", "c1", stake="40", since="2020-02-29")
    thing("Project", "p", name="项目", investment="2742462000.55")
    if extra:
        thing("Company", "gone", name="将离开", founded="2001")
        edge("Shareholding", "gone", "c1", stake="5")
    return graph_of(said, folder)


def graph_of(said: Iterable[Statement], folder: Path) -> Graph:
    """The graph built of statements."""
    write_statements(said, folder / "said.parquet")
    return build([folder / "said.parquet"], folder / "graph")


def cypher(address: Address, text: str, **parameters: Any) -> list[dict[str, Any]]:
    """Rows of a query."""
    with (
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session(database=address.database) as session,
    ):
        return session.run(text, parameters).data()


def everything(address: Address, where: str = "true") -> list[str]:
    """All nodes and relationships with all they have, as sorted text."""
    nodes = cypher(address, f"MATCH (n) WHERE {where} RETURN labels(n) AS labels, properties(n) AS values")
    edges = cypher(
        address,
        "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS values",
    )
    texts = [f"{sorted(n['labels'])} {sorted(n['values'].items(), key=str)}" for n in nodes]
    texts += [f"{e['type']} {e['start']} {e['end']} {sorted(e['values'].items(), key=str)}" for e in edges]
    return sorted(texts)
