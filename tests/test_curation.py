"""Every candidate fact has a decision, and what was accepted keeps the traps of its sources apart."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govgraph.data import bundled_files, bundled_tables
from govgraph.graph.inputs import slug as source_id
from govgraph.graph.statements.parquet import read_statements
from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import FACTS
from govgraph.workspace import Workspace
from tests.bundled import SHARED, govgraph

DATA = Path(__file__).parents[1] / "data"
DECISIONS = DATA / "curation.tsv"
STEPS = DATA / "curation-steps.tsv"
COLUMNS = ("row", "decision", "as", "file", "ids", "modality", "code", "reason")
# kept for what they contradict, or known by a number instead: see the notes at their head
WITHOUT_ADDRESS = {
    "background", "background-groups", "bjnews-smart-city-2019-09", "hubei-data-repost", "gz-metro-design-2023", "steps-groups-csv",
}  # fmt: skip


def decisions(path: Path = DECISIONS) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def statements(bundled: Workspace) -> list[Statement]:
    return list(read_statements(bundled.current.statement_files))


def cypher(workspace: Workspace, text: str) -> list[tuple[Any, ...]]:
    store = workspace.open("embedded")
    try:
        return list(store.run(text, {}).rows)
    finally:
        store.close()


# ── the decisions ──


def test_every_row_has_one_decision() -> None:
    rows = decisions()
    assert tuple(rows[0]) == COLUMNS
    assert [r["row"] for r in rows] == [f"F{n:03d}" for n in range(1, 293)]
    facts = SHARED / "sources" / "facts.tsv"
    if facts.is_file():
        wanted = [line.split("\t")[0] for line in facts.read_text("utf-8").splitlines()[1:]]
        assert [r["row"] for r in rows] == wanted


@pytest.mark.parametrize(
    ("letter", "number"), [("A", 260), ("B", 473), ("C", 284), ("H", 408), ("P", 16), ("Y", 42)]
)
def test_every_step_has_one_decision(letter: str, number: int) -> None:
    """Steps of procurement and stakes, by the list that they come from; the file is sorted, for merging.

    H: further records of hospitals, P: pages found later, Y: further notices of Yichang.
    """
    rows = decisions(STEPS)
    assert tuple(rows[0]) == COLUMNS
    ids = [r["row"] for r in rows]
    assert ids == sorted(set(ids))
    own = [id_ for id_ in ids if id_.startswith(letter)]
    assert len(own) == number
    steps = SHARED / "sources" / "steps" / f"{letter.lower()}.tsv"
    if steps.is_file():
        assert own == sorted(line.split("\t")[0] for line in steps.read_text("utf-8").splitlines()[1:])


@pytest.mark.parametrize("path", [DECISIONS, STEPS], ids=lambda path: path.stem)
def test_every_decision_says_why(path: Path) -> None:
    for row in decisions(path):
        assert row["decision"] in ("accepted", "rejected", "open"), row
        assert row["code"], row
        assert len(row["reason"]) > 5, row
        assert bool(row["as"] and row["ids"] and row["modality"]) == (row["decision"] == "accepted"), row


@pytest.mark.parametrize("path", [DECISIONS, STEPS], ids=lambda path: path.stem)
def test_what_was_accepted_is_in_the_file_that_it_names(statements: list[Statement], path: Path) -> None:
    """Each id of an accepted row is spoken of in its source, in the modality that the row gives."""
    spoken: dict[str, set[str]] = defaultdict(set)
    modalities: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        spoken[s.source] |= {s.subject, s.object}
        modalities[s.source].add(s.modality)
    for row in decisions(path):
        if row["decision"] == "accepted":
            assert not set(row["ids"].split()) - spoken[row["file"]], row
            assert row["modality"] in modalities[row["file"]], row


def test_rows_of_a_table_are_those_that_were_accepted() -> None:
    """No row of a table without a decision, and none that was refused."""
    accepted = {r["row"]: r["file"] for r in decisions(STEPS) if r["decision"] == "accepted"}
    in_tables = {}
    for table in bundled_tables():
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                in_tables |= dict.fromkeys(row.get("行", "").split(), source_id(table.name))
    assert in_tables == {row: file for row, file in accepted.items() if file.endswith("-csv")}
    assert len(in_tables) > 400


# ── the sources ──


def test_sources_say_where_they_are_from(statements: list[Statement]) -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        if s.subject == s.source:
            told[s.source].add(s.predicate)
    assert len(told) == len(bundled_files()) + len(bundled_tables())
    assert {source for source, what in told.items() if "url" not in what} == WITHOUT_ADDRESS
    # a reprint whose publisher the page does not tell says so instead
    assert all(what & {"publisherName", "description"} for what in told.values())


def test_facts_of_a_text_have_a_place(statements: list[Statement]) -> None:
    texts = {s.source for s in statements if s.predicate == "textFile"}
    placeless = [
        s
        for s in statements
        if s.source in texts and s.subject != s.source and not s.locator and s.modality != "background"
    ]
    # an edge's second end and a code follow from what stands beside them
    assert not [s for s in placeless if s.datatype in ("date", "decimal", "integer")]


def test_what_is_told_of_the_set_is_what_it_holds(bundled: Workspace) -> None:
    counts = {
        kind: cypher(bundled, text)[0][0]
        for kind, text in {
            "awards": "MATCH (n:Award) RETURN count(n) AS n",
            "bids": "MATCH (n:Bid) RETURN count(n) AS n",
            "contracts": "MATCH (n:Contract) RETURN count(n) AS n",
            "buyers": "MATCH (:Project)-[:HAS_BUYER]->(b) RETURN count(DISTINCT b) AS n",
        }.items()
    }
    told = (DATA / "LICENSE.md").read_text("utf-8")
    assert "({awards} awards, {bids} bids, {contracts} contracts, {buyers} buyers)".format(**counts) in told
    changes = (DATA.parent / "CHANGELOG.md").read_text("utf-8")
    assert "holds {awards} awards, {bids} bids and {buyers} buyers".format(**counts) in changes
    # the article, and what is background or a table of ours, are no further sources
    further = len([path for path in bundled_files() if not path.stem.startswith("background")]) - 1
    assert f"{further} further sources" in changes
    assert f"beside {further} other sources" in (DATA.parent / "docs/tour.md").read_text("utf-8")


# ── the traps ──


@dataclass(frozen=True)
class Stake:
    """A stake as some source tells it; the dates are as long as they are precise."""

    holder: str
    held: str
    stake: Decimal
    since: str = ""
    until: str = ""
    as_of: str = ""
    source: str = ""

    def holds(self, moment: str) -> bool:
        """Whether a source says so of this moment; what ends on a day is over on that day."""
        if self.until:
            return self.since <= moment < self.until
        last = max(self.as_of, self.since)
        return (self.since or last) <= moment <= last


def stakes(statements: Iterable[Statement]) -> list[Stake]:
    edges: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for s in statements:
        if s.modality in FACTS:
            edges[s.subject, s.source][s.predicate] = s.object
    return [
        Stake(
            e["holder"],
            e["held"],
            Decimal(e["stake"]),
            e.get("since", ""),
            e.get("until", ""),
            e.get("asOf", ""),
            source,
        )
        for (_, source), e in edges.items()
        if "stake" in e and "held" in e
    ]


def over_100(found: Iterable[Stake], group_of: dict[str, str]) -> list[tuple[str, str, Decimal]]:
    """Companies whose holders have more than all of it; a group and its companies count once.

    Stakes without a date are compared within their source only: when they held is not known.
    """
    by_held: dict[tuple[str, str], list[Stake]] = defaultdict(list)
    for one in found:
        by_held[one.held, "" if one.since or one.until or one.as_of else one.source].append(one)
    broken = []
    for (held, _), all_of_it in by_held.items():
        for moment in sorted({m for s in all_of_it for m in (s.since, s.until, s.as_of)}):
            families: dict[str, dict[bool, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
            for one in all_of_it:
                if one.holds(moment):
                    family = group_of.get(one.holder, one.holder)
                    families[family][family == one.holder] += one.stake
            total = sum((max(levels.values()) for levels in families.values()), Decimal(0))
            if total > Decimal("100.05"):
                broken.append((held, moment, total))
    return broken


def groups(statements: Iterable[Statement]) -> dict[str, str]:
    edges: dict[str, dict[str, str]] = defaultdict(dict)
    for s in statements:
        if s.predicate in ("groupMember", "group"):
            edges[s.subject][s.predicate] = s.object
    return {e["groupMember"]: e["group"] for e in edges.values()}


def test_nobody_holds_more_than_all_of_a_company(statements: list[Statement]) -> None:
    found = stakes(statements)
    assert len(found) > 30
    assert over_100(found, groups(statements)) == []


def test_the_sum_of_stakes_can_fail() -> None:
    """A group and its company with the same stake are one; two families with 60 each are too many."""
    of = {"company": "group"}
    same = [
        Stake("group", "venture", Decimal(60), as_of="2021"),
        Stake("company", "venture", Decimal(60), as_of="2021"),
    ]
    assert over_100(same, of) == []
    rival = Stake("other", "venture", Decimal(60), since="2020", until="2022")
    assert over_100([*same, rival], of) == [("venture", "2021", Decimal(120))]
    gone = Stake("other", "venture", Decimal(60), since="2019", until="2020")
    assert over_100([*same, gone], of) == []


def test_a_denied_agreement_is_two_claims(bundled: Workspace) -> None:
    claims = cypher(
        bundled,
        "MATCH (c:Claim {predicate: 'strategicPartnerOf', subjectId: 'alibaba'}) "
        "RETURN c.objectId AS o, c.modality AS m, c.sources AS s ORDER BY o, m",
    )
    assert [(o, m) for o, m, _ in claims] == [
        ("china-telecom", "denied"),
        ("china-telecom", "speculated"),
        ("china-telecom-corp", "denied"),
        ("china-telecom-corp", "reported"),
    ]
    assert not cypher(
        bundled, "MATCH (:Thing {id: 'alibaba'})-[r:STRATEGIC_PARTNER_OF]-(o) RETURN r.id AS id"
    )


def test_an_agreement_is_no_part_in_a_project(bundled: Workspace) -> None:
    """Nobody is tied to a project by having signed an agreement, and no agreement is a contract."""
    signed = cypher(bundled, "MATCH (c:Contract)-[r:CONCERNS]->(p) RETURN c.id AS id, r.sources AS sources")
    assert {s for _, sources in signed for s in sources} == {
        "hospital-contracts-csv", "yuncheng-zte", "cnstock-fenghuang-2017", "datauseful-changsha-county-health",
        "datauseful-changsha-tourism-2019", "datauseful-xiangjiang-health", "gaoxin-chengdu-2020", "rail-jiadu-2016",
    }  # fmt: skip
    for (agreement,) in cypher(bundled, "MATCH (a:Agreement)-[:CONCERNS]->(p) RETURN a.id AS id"):
        assert agreement == "agreement-zhengzhou-alibaba-2020"
    tied = cypher(bundled, "MATCH (g)-[:TIED_TO]->(:Thing {id: 'zhengzhou-city-brain-2'}) RETURN g.id AS id")
    assert tied == []
    parties = cypher(bundled, "MATCH (a:Agreement)-[:AGREEMENT_PARTY]->(p) RETURN a.id AS a, count(p) AS n")
    assert len(parties) > 80
    assert min(n for _, n in parties) >= 2


def test_huawei_marine_leaves_in_march_2020(bundled: Workspace) -> None:
    left = cypher(
        bundled,
        "MATCH (c)-[m:MEMBER_OF_GROUP]->(:Thing {id: 'huawei'}) WHERE m.until IS NOT NULL "
        "RETURN c.id AS c, m.until AS u ORDER BY c",
    )
    assert [(c, str(u)[:10]) for c, u in left] == [
        ("huawei-marine-hk", "2020-03-06"),
        ("huawei-marine-networks", "2020-03-06"),
    ]


def test_money_that_is_promised_is_planned(statements: list[Statement]) -> None:
    firm = {s.subject: s.object for s in statements if s.predicate == "investment" and s.modality in FACTS}
    assert sorted(firm.values(), key=int) == [
        "36249000", "161572283", "180000000", "206010000",  # 东软创投, 吐鲁番's project, 云粒智慧, 东软望海
        "700000000", "1004000000", "3000000000", "15800000000",  # 盐田, 华为海洋, two data centres
    ]  # fmt: skip
    promised = {s.object for s in statements if s.predicate == "investment" and s.modality == "planned"}
    assert {"4330000000", "4350000000", "10000000000"} <= promised


def test_disputes_are_shown(bundled: Workspace) -> None:
    """What the sources contradict each other in is in the answer, with both of them."""
    capital = govgraph(bundled, "why", "湖北数据集团有限公司").stdout
    assert "hubei-data-repost" in capital
    assert "donghu-hubei-data" in capital
    bought = govgraph(bundled, "why", "阿里巴巴", "中国联合网络通信股份有限公司").stdout
    assert "4330000000" in bought
    assert "4350000000" in bought
    disputed = cypher(bundled, "MATCH (n:Thing) WHERE n.disputed RETURN n.id AS id ORDER BY id")
    assert {"hubei-data-group", "agreement-hainan-alibaba-2018-04", "huawei-marine-hk"} <= {
        i for (i,) in disputed
    }
