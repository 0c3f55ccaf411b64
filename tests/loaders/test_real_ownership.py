"""Real ownership files against facts that were read out of them by hand; persons stand as "a person"."""

from __future__ import annotations

from pathlib import Path

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from tests.bundled import SHARED

OWNERSHIP, FTM = SHARED / "data" / "ownership", SHARED / "data" / "ftm"
pytestmark = pytest.mark.skipif(not OWNERSHIP.exists(), reason="the real files are not here")

#: Holder, held, stake; the register's first tree.
CSV_HOLDINGS = {
    ("海南嘉水贸易有限责任公司", "宁波则立贸易有限公司", "100"),
    ("恒力投资（大连）有限公司", "恒力石化（大连）有限公司", "100"),
    ("恒力石化股份有限公司", "恒力投资（大连）有限公司", "100"),
    ("恒力集团有限公司", "恒力石化股份有限公司", "29.84"),
    ("恒能投资（大连）有限公司", "恒力石化股份有限公司", "21.29"),
    ("德诚利国际集团有限公司", "恒力石化股份有限公司", "10.41"),
    ("香港中央结算有限公司", "恒力石化股份有限公司", "3.07"),
    ("a person", "海南嘉水贸易有限责任公司", "95"),
    ("a person", "海南嘉水贸易有限责任公司", "5"),
    ("a person", "恒力石化股份有限公司", "11.24"),
}
_ENDS = {"interestedParty": "holder", "interestSubject": "held"}
_EDGE = ("holder", "held", "interest", "stake", "since", "until", "asOf")


def holdings(folder: Path, path: Path) -> tuple[Counts, list[dict[str, str]]]:
    """Counts of one file and its holdings, with the names of the ends."""
    counts = load_into(folder, find([path]), jobs=1)[0]
    rows = list(read_statements(sorted((folder / "loaded").glob("*.parquet"))))
    persons = {s.subject for s in rows if s.predicate == "type" and s.object == "Person"}
    names = {s.subject: s.object for s in rows if s.predicate == "name"} | dict.fromkeys(persons, "a person")
    found: dict[str, dict[str, str]] = {}
    for s in rows:
        if (key := _ENDS.get(s.predicate, s.predicate)) in _EDGE:
            found.setdefault(s.subject, {})[key] = names.get(s.object, s.object)
    edges = [edge for edge in found.values() if "holder" in edge]
    return counts, sorted(edges, key=lambda edge: [edge.get(name, "") for name in _EDGE])


def test_the_tree_of_shareholders(tmp_path: Path) -> None:
    counts, edges = holdings(tmp_path, OWNERSHIP / "三层股权穿透输出数据.csv")
    assert counts.read == 117
    assert {(e["holder"], e["held"], e["stake"]) for e in edges} >= CSV_HOLDINGS


def test_a_company_that_changed_hands(tmp_path: Path) -> None:
    """Fermcat: two held half each from 2019; one sold to a third in 2021, who sold to the first in 2022."""
    counts, edges = holdings(tmp_path, OWNERSHIP / "bods" / "fermcat.json")
    assert (counts.read, counts.quarantined.total()) == (23, 0)
    shares = [
        {k: v for k, v in e.items() if k not in ("holder", "held", "interest")}
        for e in edges
        if e["interest"] == "shareholding"
    ]
    assert sorted(shares, key=str) == [
        {"stake": "100", "since": "2019-09-11", "asOf": "2022-01-21"},
        {"stake": "50", "since": "2019-09-11", "until": "2021-04-03"},
        {"stake": "50", "since": "2021-04-03", "until": "2022-01-21"},
    ]
    assert len({e["held"] for e in edges}) == 1


def test_shares_held_jointly(tmp_path: Path) -> None:
    _, edges = holdings(tmp_path, OWNERSHIP / "bods" / "joint-ownership.json")
    shares = {"interest": "shareholding", "since": "2018-01-01", "asOf": "2018-01-05"}
    assert edges == [
        {"holder": "Joint shareholding", "held": "CHRINON LTD", "stake": "100", **shares},
        {"holder": "a person", "held": "Joint shareholding", "stake": "50", **shares},
        {"holder": "a person", "held": "Joint shareholding", "stake": "50", **shares},
    ]


def test_a_nomination(tmp_path: Path) -> None:
    """One nominates, another is nominee; that the first sways the company, whose board they fill, is stated apart."""
    _, edges = holdings(tmp_path, OWNERSHIP / "bods" / "nomination.json")
    assert [(e["holder"], e["held"], e["interest"], e["since"]) for e in edges] == [
        ("Perez-Rivero nomination", "Los Corazones de Plata", "board-member", "2023-04-30"),
        ("a person", "Los Corazones de Plata", "control", "2023-04-30"),
        ("a person", "Perez-Rivero nomination", "nominator", "2023-04-30"),
        ("a person", "Perez-Rivero nomination", "nominee", "2023-04-30"),
    ]


def test_followthemoney(tmp_path: Path) -> None:
    counts, edges = holdings(tmp_path, FTM / "yente-zala.entities.ftm.json")
    assert (counts.read, counts.loaded) == (91, 34)
    assert dict(counts.quarantined) == {
        "a schema that is left aside (Sanction)": 41,
        "a schema that is left aside (Address)": 11,
        "a schema that is left aside (Family)": 4,
        "a schema that is left aside (Passport)": 1,
    }
    company = [e for e in edges if e["held"] == "LLC CST"]
    assert {
        "holder": "JSC Kalashnikov Concern",
        "held": "LLC CST",
        "interest": "shareholding",
        "stake": "49",
        "since": "2016-03-29",
    } in company
    bought = {"stake": "2", "since": "2019-05-24", "until": "2023-12-21"}
    assert any(bought.items() <= e.items() and "ТрансКомплектХолдинг" in e["holder"] for e in company)
    rows = list(read_statements(sorted((tmp_path / "loaded").glob("*.parquet"))))
    once = next(s.subject for s in rows if s.object == "ru-inn:5920040846")
    assert {(s.predicate, s.object) for s in rows if s.subject == once} >= {
        ("founded", "2013-06-06"),
        ("dissolved", "2019-08-02"),
    }
    twice = next(s.subject for s in rows if s.object == "ru-inn:1835045074")
    assert not [s for s in rows if s.subject == twice and s.predicate == "founded"], (
        "two dates are two opinions"
    )
