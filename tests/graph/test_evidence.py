"""Evidence nodes stand only where a relationship's own sources, places and modality do not tell all; nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import write
from govgraph.graph.builder.build import build
from govgraph.graph.graph import Graph
from govgraph.graph.statements.entity import Edge, Entity
from govgraph.graph.statements.statement import Statement
from govgraph.queries.library import read_query
from govgraph.queries.run import run_query
from govgraph.stores.base import Store
from govgraph.stores.embedded import EmbeddedStore, write_embedded
from govgraph.stores.rdf.store import RdfStore, write_rdf
from tests.stores.worlds import graph_of


def things(*sources: str) -> Iterator[Statement]:
    for source in sources:
        document = Entity.of("Source", source, source)
        document.add("name", f"来源{source}")
        document.add("publisherName", "虚构日报")
        yield from document.statements()
        for id_ in ("a", "b"):
            thing = Entity.of("Company", id_, source, locator="#0")
            thing.add("name", f"公司{id_}")
            yield from thing.statements()


def stake(source: str, locator: str, value: str = "", *, at: str = "", **how: str) -> Iterator[Statement]:
    """a's share in b as a source states it, its stake at the same place or ``at`` another."""
    edge = Edge.between("Shareholding", "a", "b", source, locator=locator, **how)
    if value:
        edge.add("stake", value, **({"locator": at} if at else {}))
    return edge.statements()


def rows(graph: Graph, label: str) -> list[dict[str, Any]]:
    return [
        row
        for table in graph.tables
        if label in (getattr(table, "type", ""), *getattr(table, "labels", ()))
        for batch in graph.rows(table)
        for row in batch
    ]


def evidence(graph: Graph) -> list[tuple[str, str, str]]:
    return sorted((row["predicate"], row["source"], row["modality"]) for row in rows(graph, "Evidence"))


def test_what_a_source_asserts_at_one_place_needs_none(tmp_path: Path) -> None:
    graph = graph_of([*things("s1"), *stake("s1", "#3", "30.5")], tmp_path)
    assert evidence(graph) == []
    (edge,) = rows(graph, "HOLDS_SHARES_IN")
    assert (edge["sources"], edge["locators"], edge.get("modality")) == (["s1"], ["#3"], None)
    (one, _) = sorted(rows(graph, "Company"), key=lambda row: str(row["id"]))
    assert (one["sources"], one["locators"]) == (["s1"], ["#0"])


CASES: dict[str, tuple[list[Iterator[Statement]], list[tuple[str, str, str]]]] = {
    "two sources, each at its place": ([stake("s1", "#3", "30"), stake("s2", "#4", "30")], []),
    "reported by both": ([stake("s1", "#3", "30", modality="reported"), stake("s2", "", "30", modality="reported")], []),
    "one value at a place of its own": ([stake("s1", "#3", "30", at="#5")], [("stake", "s1", "asserted")]),
    "a value that only one of two gives": ([stake("s1", "#3", "30"), stake("s2", "#4")], [("stake", "s1", "asserted")]),
    "rival values": (
        [stake("s1", "#3", "30"), stake("s2", "#4", "40")], [("stake", "s1", "asserted"), ("stake", "s2", "asserted")],
    ),
    "two modalities": (
        [stake("s1", "#3"), stake("s2", "#4", modality="reported")], [("ends", "s1", "asserted"), ("ends", "s2", "reported")],
    ),
    "somebody is quoted": ([stake("s1", "#3", quoted="发言人")], [("ends", "s1", "asserted")]),
    "a value that is written otherwise than a number prints": ([stake("s1", "#3", "30.50")], [("stake", "s1", "asserted")]),
    "somebody else only plans it": (
        [stake("s1", "#3", "30"), stake("s2", "#4", modality="planned")],
        [("ends", "s1", "asserted"), ("ends", "s2", "planned"), ("stake", "s1", "asserted")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_evidence_is_what_differs(case: str, tmp_path: Path) -> None:
    said, expected = CASES[case]
    graph = graph_of([*things("s1", "s2"), *(s for part in said for s in list(part))], tmp_path)
    assert evidence(graph) == expected


def test_no_link_of_a_made_up_market_needs_evidence(tmp_path: Path) -> None:
    graph = build(write(40, tmp_path), tmp_path / "graph")
    assert evidence(graph) == []
    assert all(row["sources"] for table in graph.tables for batch in graph.rows(table) for row in batch)


def random_statements(dice: random.Random) -> list[Statement]:
    """Shares, memberships and plain links among few things, by sources that agree more often than not."""
    sources = ("s1", "s2", "s3")
    found = list(things(*sources))
    found += [s for source in sources for s in Entity.of("CorporateGroup", "g", source).statements()]
    ways = ("asserted",) * 5 + ("reported",) * 4 + ("background", "planned", "denied")
    for _ in range(dice.randrange(2, 9)):
        source, place = dice.choice(sources), dice.choice(("", "#0", "#1", "#2"))
        how: dict[str, Any] = {"modality": dice.choice(ways), "quoted": dice.choice(("", "", "", "某人"))}
        if dice.random() < 0.3:
            company = Entity.of("Company", dice.choice("ab"), source, locator="#0")
            company.add("controls", dice.choice("ab") + "", locator=place, **how)
            found += [s for s in company.statements() if s.subject != s.object]
            continue
        kind, ends = dice.choice((("Shareholding", ("a", "b")), ("GroupMembership", ("a", "g"))))
        edge = Edge.between(kind, *ends, source, locator=place, **how)
        for key, values in (
            ("since", ("2018", "2018-05", "2018-05-01")), ("role", ("member",)),
            *((("stake", ("30", "30.5", "7.50")), ("investment", ("1000000.10",))) if kind == "Shareholding" else ()),
        ):  # fmt: skip
            if dice.random() < 0.5:
                other = {"locator": dice.choice((place, place, "#9"))} if dice.random() < 0.4 else {}
                edge.add(key, dice.choice(values), **other)
        found += list(edge.statements())
    return found


def expected_rows(said: list[Statement]) -> set[tuple[Any, ...]]:
    """Relation, property, value, modality, source and place of all that is said of ties at a, from the statements alone."""
    ends = {
        "holder": "holdsSharesIn",
        "held": "holdsSharesIn",
        "groupMember": "memberOfGroup",
        "group": "memberOfGroup",
    }
    relation = {s.subject: ends[s.predicate] for s in said if s.predicate in ends}
    found = set()
    for s in said:
        if s.subject in relation and s.datatype != "class":
            key, value = ("", None) if s.predicate in ends else (s.predicate, s.object)
            found.add(
                (relation[s.subject], key, value, s.modality, s.source, s.locator or None, s.quoted or None)
            )
        elif s.predicate == "controls":
            found.add(("controls", "", None, s.modality, s.source, s.locator or None, s.quoted or None))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_question_tells_all_that_any_source_says(seed: int, tmp_path: Path) -> None:
    said = random_statements(random.Random(seed))
    graph = graph_of(said, tmp_path)
    write_embedded(graph, tmp_path / "g.kgl")
    write_rdf(graph, tmp_path / "rdf")
    stores: tuple[Store, ...] = (EmbeddedStore(tmp_path / "g.kgl"), RdfStore(tmp_path / "rdf"))
    for store in stores:
        table = run_query(read_query("edge-evidence"), store, {"one": "a"}, lambda text: text)
        found = {
            (r["relation"], r["property"], r["value"], r["modality"], r["source"].removeprefix("来源"), r["locator"], r["quoted"])
            for r in table.records()
        }  # fmt: skip
        assert found == expected_rows(said), store.language
        store.close()
