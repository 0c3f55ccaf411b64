"""The checker's answers: once each, in order, with source and place, and no false alarm about stakes."""

from __future__ import annotations

from pathlib import Path

from govgraph.graph.builder.check import check
from tests.ontology.world import parquet, statements

HOLDERS = """
    a type Company
    a name 甲
    b type Company
    b name 乙
    c type Company
    c name 丙
    s1 type Shareholding
    s1 holder a
    s1 held c
    s2 type Shareholding
    s2 holder b
    s2 held c
"""


def rules(folder: Path, extra: str) -> list[str]:
    return [v.rule for v in check(parquet(folder, statements(HOLDERS + extra)))]


def test_holders_above_a_hundred_per_cent(tmp_path: Path) -> None:
    (found,) = check(
        parquet(tmp_path, statements(HOLDERS + "s1 stake 60\ns2 stake 40.1\ns1 since 2019\ns2 since 2019"))
    )
    assert (found.rule, found.subject, found.predicate, found.source, found.locator) == (
        "sum-exceeded",
        "c",
        "stake",
        "test",
        "1:0-1",
    )
    assert "100.1" in found.detail
    assert "2019" in found.detail


def test_no_more_than_a_hundred_at_one_time(tmp_path: Path) -> None:
    assert rules(tmp_path, "s1 stake 60\ns2 stake 40\ns1 since 2019\ns2 since 2019") == []
    assert rules(tmp_path, "s1 stake 60\ns2 stake 60\ns1 since 2019\ns2 since 2020") == []
    assert rules(tmp_path, "s1 stake 33.34\ns2 stake 66.67") == []  # rounded thirds
    assert rules(tmp_path, "s1 stake 60\ns2 stake 60\ns2 interest voting-rights") == []
    assert rules(tmp_path, "s1 stake 60\ns2 stake 60 | modality=planned") == []


def test_two_sources_may_differ_but_one_may_not(tmp_path: Path) -> None:
    one, other = statements("a listed true"), statements("a listed false", source="second")
    assert check(parquet(tmp_path, statements(HOLDERS), one, other)) == []
    (found,) = check(parquet(tmp_path, statements(HOLDERS + "a listed true\na listed false")))
    assert (found.rule, found.detail) == ("several-values", "one source gives several values: false, true")


def test_the_same_statement_twice_is_one_violation(tmp_path: Path) -> None:
    wrong = statements("a colour red")
    files = parquet(tmp_path, statements(HOLDERS), wrong, wrong)
    assert [v.rule for v in check(files)] == ["unknown-property"]


def test_order(tmp_path: Path) -> None:
    found = check(parquet(tmp_path, statements(HOLDERS + "b colour red\na colour red\na listed maybe")))
    assert found == sorted(found)
    assert [(v.subject, v.rule) for v in found] == [
        ("a", "unknown-property"),
        ("a", "bad-value"),
        ("b", "unknown-property"),
    ]
