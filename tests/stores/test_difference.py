"""The increment between graphs, applied to a dictionary: what is sent, what is taken away, what is left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.stores.neo4j.difference import Difference, key_label
from tests.stores.database import Database
from tests.stores.worlds import HOSTILE, world


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return world(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """One stake is another, two companies and a stake are gone."""
    return world(tmp_path_factory.mktemp("later"), stake="31", extra=False, companies=HOSTILE[:4])


@pytest.fixture(scope="module")
def bare(first: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The first graph with a group that is no CorporateGroup any more and has no aliases."""
    folder = tmp_path_factory.mktemp("bare")
    for file in first.folder.iterdir():
        (folder / file.name).hardlink_to(file)
    (folder / "graph.json").unlink()
    fewer = [
        replace(t, labels=t.labels[1:], columns=tuple(c for c in t.columns if c.name != "alias"))
        if t.labels[0] == "CorporateGroup"
        else t
        for t in first.nodes
    ]
    graph = Graph(folder, tuple(fewer), first.edges)
    graph.save()
    return graph


def sent(difference: Difference, graph: Graph) -> dict[str, int]:
    """How many rows of each label or type an increment sends; what it foretells is the same."""
    found: dict[str, int] = {}
    for table in graph.tables:
        rows = [row for batch in difference.changed(table, 100) for row in batch]
        assert len(rows) == sum(difference.count(table))
        if rows:
            name = table.type if isinstance(table, EdgeTable) else table.labels[0]
            found[name] = found.get(name, 0) + len(rows)
    return found


def total(graph: Graph) -> int:
    return sum(table.count for table in graph.tables)


def left(path: Path) -> list[tuple[str, str]]:
    return duckdb.sql(f"SELECT grp, id FROM '{path}' ORDER BY ALL").fetchall()


def test_to_an_empty_database_everything_is_new(first: Graph) -> None:
    difference, database = Difference(first), Database()
    assert [difference.count(t) for t in first.tables] == [(t.count, 0) for t in first.tables]
    assert database.apply(difference, first, snapshot=True) == total(first)
    assert database == Database.of(first)
    assert difference.count_gone() == {}


def test_a_value_arrives_as_its_type(first: Graph) -> None:
    database = Database()
    database.apply(Difference(first), first, snapshot=False)
    labels, company = database.nodes["Thing", "c0"]
    assert {"Company", "LegalEntity", "Organization", "Agent", "Thing"} <= labels
    assert (company["registeredCapital"], company["listed"], company["name"]) == (
        12345678901.1,
        True,
        HOSTILE[0],
    )
    stakes = [v["stake"] for a, b, v in database.edges.values() if (a, b) == ("c0", "c1") and "stake" in v]
    assert sorted(stakes) == [30.5, 40.0]


def test_the_same_graph_again_sends_nothing_where_it_is_sure(first: Graph) -> None:
    assert sent(Difference(first, [first], sure=True), first) == {}
    unsure = Difference(first, [first])
    assert sum(sent(unsure, first).values()) == total(first), "its rows may not have arrived"
    assert all(unsure.count(t) == (0, t.count) for t in first.tables)


def test_only_what_changed_is_sent(first: Graph, later: Graph) -> None:
    difference, database = Difference(later, [first], sure=True), Database.of(first)
    assert sent(difference, later) == {"HOLDS_SHARES_IN": 1}, "one stake; who says so stands on it"
    assert difference.count_gone() == {
        "Thing": 2,
        "MEMBER_OF_GROUP": 1,
        "HOLDS_SHARES_IN": 1,
        "HAS_INTEREST_IN": 1,
    }
    assert database.apply(difference, later, snapshot=True) == 1
    assert database == Database.of(later)


def test_without_a_snapshot_nothing_is_taken_away(first: Graph, later: Graph, bare: Graph) -> None:
    for graph in (later, bare):
        database, before = Database.of(first), Database.of(first)
        database.apply(Difference(graph, [first], sure=True), graph, snapshot=False)
        for key, (labels, values) in before.nodes.items():
            assert labels <= database.nodes[key][0]
            assert values.keys() <= database.nodes[key][1].keys()
        for key, (start, end, values) in before.edges.items():
            assert database.edges[key][:2] == (start, end)
            assert values.keys() <= database.edges[key][2].keys()


def test_a_lost_label_and_a_lost_key_are_taken_away(first: Graph, bare: Graph) -> None:
    difference, database = Difference(bare, [first], sure=True), Database.of(first)
    (table,) = (t for t in bare.nodes if any(row["id"] == "g" for batch in bare.rows(t) for row in batch))
    assert list(difference.lost_labels(table, 10)) == [("CorporateGroup", ["g"])]
    (rows,) = difference.changed(table, 10)
    assert [(row["id"], row["gone"]) for row in rows] == [("g", ["alias"])]
    database.apply(difference, bare, snapshot=True)
    assert database == Database.of(bare)


def half(graph: Graph, difference: Difference, database: Database) -> None:
    """A load that broke off: of every table the first row arrived."""
    for table in graph.tables:
        for row, *_ in difference.changed(table, 1_000):
            ends = {key: row[key] for key in ("start_id", "end_id") if key in row}
            database._put(table, row["id"], {**ends, **row["values"]}, row["gone"])


@pytest.fixture(params=["first, then a part of later", "a part of first, then a part of later"])
def broken(request: pytest.FixtureRequest, first: Graph, later: Graph) -> tuple[Database, list[Graph], bool]:
    """A database after a load that broke off, the graphs it may hold, and whether the first is whole."""
    whole = request.param.startswith("first")
    database = Database.of(first) if whole else Database()
    if not whole:
        half(first, Difference(first), database)
    half(later, Difference(later, [first], sure=whole), database)
    return database, [first, later], whole


@pytest.mark.parametrize("to", ["first", "later", "bare"])
def test_after_a_load_that_broke_off_all_that_may_differ_is_sent(
    broken: tuple[Database, list[Graph], bool], to: str, request: pytest.FixtureRequest
) -> None:
    database, old, whole = broken
    graph = request.getfixturevalue(to)
    sent = database.apply(Difference(graph, old, sure=whole), graph, snapshot=True)
    assert database == Database.of(graph)
    assert sent == total(graph) or whole


def test_what_was_left_in_place_goes_with_a_later_snapshot(
    first: Graph, later: Graph, tmp_path: Path
) -> None:
    database, kept = Database.of(first), tmp_path / "它的 left.parquet"
    delta = Difference(later, [first], sure=True)
    database.apply(delta, later, snapshot=False)
    delta.keep_gone(kept)
    assert {(":Thing", "gone"), (":Thing", "c4")} <= set(left(kept))
    assert len(left(kept)) == sum(delta.count_gone().values())
    # the graph of that load is complete now; what it left is known by the file alone
    next_ = Difference(later, [later], sure=True, left=kept)
    assert next_.count_gone() == delta.count_gone()
    assert database.apply(next_, later, snapshot=True) == 0
    assert database == Database.of(later)


def test_what_was_left_and_is_stated_again_is_sent_again(first: Graph, later: Graph, tmp_path: Path) -> None:
    kept = tmp_path / "left.parquet"
    Difference(later, [first], sure=True).keep_gone(kept)
    again = Difference(first, [later], sure=True, left=kept)
    assert "Thing" not in again.count_gone()
    companies = [
        row["id"] for t in first.nodes if t.labels[0] == "Company" for b in again.changed(t, 9) for row in b
    ]
    assert sorted(companies) == ["c4", "gone"]


def test_of_the_gone_only_what_others_hold_is_kept(first: Graph, later: Graph, tmp_path: Path) -> None:
    difference, kept = Difference(later, [first], sure=True), tmp_path / "left.parquet"
    difference.keep_gone(kept, [("Thing", "gone"), ("Thing", "c0"), ("Claim", "gone")])
    assert left(kept) == [(":Thing", "gone")]
    difference.keep_gone(kept, [])
    assert left(kept) == []


def test_gone_ids_come_in_batches_of_one_kind(first: Graph, later: Graph) -> None:
    difference = Difference(later, [first], sure=True)
    for kind, groups in (
        (NodeTable, {key_label(t.labels) for t in first.nodes}),
        (EdgeTable, {t.type for t in first.edges}),
    ):
        found = list(difference.gone(kind, 1))
        assert found
        assert {name for name, _ in found} <= groups
        assert all(len(ids) == 1 for _, ids in found)
        sums = {name: sum(n == name for n, _ in found) for name, _ in found}
        assert sums.items() <= difference.count_gone().items()
