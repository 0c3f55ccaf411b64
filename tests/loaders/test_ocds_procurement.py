"""Bids that are none, bids that are counted, prices of winning bids, frameworks of lots, languages, persons."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from govgraph.loaders.base import Record, Rejected
from govgraph.loaders.ocds import _read_value, read
from govgraph.loaders.ocds.stake_claims import StakeClaims
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.queries.library import read_query
from govgraph.queries.run import run_query
from govgraph.text.methods import read_method
from govgraph.workspace import Workspace
from tests.bundled import SHARED
from tests.loaders.ocds_facts import SUPPLIERS, Read, award
from tests.loaders.ocds_facts import read as read_one
from tests.loaders.releases import Json, package, release

CASES = SHARED / "cases"
LOTS = [{"id": n, "title": f"{n}包"} for n in "12"]


def bid(number: str, supplier: Json, amount: float = 0, **more: Any) -> Json:
    value = {"value": {"amount": amount, "currency": "EUR"}} if amount else {}
    return {"id": number, "tenderers": [supplier], **value, **more}


# ── bids ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "bids", "aside"),
    [
        ("valid", ["active"], []), ("disqualified", ["disqualified"], []), ("rejected", ["disqualified"], []),
        ("invited", [], ["an invitation, no bid"]), ("pending", [], ["a bid that is pending"]),
        ("Withdrawn", [], ["a bid that was withdrawn"]), ("strange", [], ["an unknown status"]),
    ],
)  # fmt: skip
def test_what_is_a_bid(status: str, bids: list[str], aside: list[str]) -> None:
    found = read_one(
        bids={"details": [bid("b", SUPPLIERS[1], 3, status=status)]}, awards=[], contracts=[], parties=[]
    )
    assert (found.of("Bid", "status"), found.aside) == (bids, aside)


def test_a_pending_bid_that_an_award_is_for_was_a_bid() -> None:
    found = read_one(bids={"details": [bid("b", SUPPLIERS[0], 3, status="pending")]}, parties=[],
                     awards=award(relatedBids=["b"], value=None), contracts=[])  # fmt: skip
    assert (found.of("Bid", "amount"), found.of("Bid", "status")) == (["3"], [])
    assert found.of("Award", "amount") == ["3"]


COUNTS: dict[str, tuple[Json, list[str]]] = {
    "of the tender": ({"tender": {"numberOfTenderers": 4}}, ["4"]),
    "of the statistics": ({"bids": {"statistics": [{"measure": "bids", "value": 3}]}}, ["3"]),
    "valid ones, where no others are": ({"bids": {"statistics": [{"measure": "validBids", "value": 2}]}}, ["2"]),
    "all before valid ones": ({"bids": {"statistics": [{"measure": "validBids", "value": 2}, {"measure": "bids", "value": 5}]}}, ["5"]),
    "of each lot": ({"tender": {"lots": LOTS}, "bids": {"statistics": [
        {"measure": "bids", "value": n, "relatedLot": lot} for n, lot in ((1, "1"), (6, "2"))]}}, ["1", "6"]),
    "of the only lot": ({"tender": {"lots": LOTS[:1]}, "bids": {"statistics": [{"measure": "bids", "value": 1, "relatedLots": ["1"]}]}}, ["1"]),
    "requests are no bids": ({"bids": {"statistics": [{"measure": "requests", "value": 9}]}}, []),
    "a list goes before": ({"bids": {"statistics": [{"measure": "bids", "value": 3}], "details": [bid("b", SUPPLIERS[0])]}}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", COUNTS)
def test_how_many_bid(case: str) -> None:
    given, counts = COUNTS[case]
    changes = {"tender": {"procurementMethod": "open"}, "parties": [], "awards": [], "contracts": [], **given}
    assert read_one(**changes).of("CallForTenders", "bidderCount") == counts


PRICES: dict[str, tuple[list[Json], list[Json], list[str]]] = {
    "the bid that is named": ([bid("b", SUPPLIERS[1], 3)], award(value=None, relatedBids=["b"]), ["3"]),
    "the only bid of the supplier": ([bid("b", SUPPLIERS[0], 3), bid("c", SUPPLIERS[1], 2)], award(value=None), ["3"]),
    "an amount of its own": ([bid("b", SUPPLIERS[0], 3)], award(), ["5"]),
    "two bids of the supplier": ([bid("b", SUPPLIERS[0], 3), bid("c", SUPPLIERS[0], 2)], award(value=None), []),
    "two awards for one bid": ([bid("b", SUPPLIERS[0], 3)], [*award(value=None), *award(value=None, id="a2")], []),
    "a bid that was ruled out": ([bid("b", SUPPLIERS[0], 3, status="disqualified")], award(value=None), []),
    "an award that failed": ([bid("b", SUPPLIERS[0], 3)], award(value=None, status="cancelled"), []),
    "a bid without a price": ([bid("b", SUPPLIERS[0])], award(value=None), []),
}  # fmt: skip


@pytest.mark.parametrize("case", PRICES)
def test_an_award_without_a_value_takes_the_winning_bids(case: str) -> None:
    bids, awards, amounts = PRICES[case]
    found = read_one(bids={"details": bids}, awards=awards, contracts=[], parties=[])
    assert found.of("Award", "amount") == amounts
    if case == "the bid that is named":
        said = next(s for s in found.statements if s.predicate == "amount" and s.subject.startswith("award"))
        assert said.locator == "/0#/bids/details/0/value", "where the price stands"


# ── awards ────────────────────────────────────────────────────────────────────────────────


def test_winners_of_a_framework_lot_win_apart() -> None:
    frame = [{**LOTS[0], "techniques": {"hasFrameworkAgreement": True}}, LOTS[1]]
    common: Json = {"tender": {"lots": frame}, "parties": [], "contracts": []}
    apart = read_one(awards=award(suppliers=SUPPLIERS, relatedLots=["1"]), **common)
    assert apart.named("Award", "awardedTo") == sorted(s["name"] for s in SUPPLIERS)
    together = read_one(awards=award(suppliers=SUPPLIERS, relatedLots=["2"]), **common)
    assert len(together.named("Award", "awardedTo")) == 1


def test_items_of_awards_and_contracts_carry_classifications() -> None:
    one, other = ([{"classification": {"scheme": "CPV", "id": code}}] for code in ("30000000", "45000000"))
    found = read_one(awards=award(items=one), contracts=[{"id": "c", "awardID": "a1", "items": other}])
    assert found.of("Award", "categoryCode") == ["CPV:30000000"]
    assert found.of("Contract", "categoryCode") == ["CPV:45000000"]
    bare = read_one(awards=award(items=[{"classification": {"id": "30000000"}}]), contracts=[])
    assert bare.of("Award", "categoryCode") == [":30000000"], "no scheme is made up"
    lots = read_one(
        tender={"lots": LOTS, "items": [{"relatedLot": "2", **one[0]}]}, awards=[], contracts=[], parties=[]
    )
    assert (lots.of("Lot", "categoryCode"), lots.of("Project", "categoryCode")) == (["CPV:30000000"],) * 2


def test_an_award_of_an_unknown_status_is_won_by_nobody() -> None:
    found = read_one(awards=award(status="invalid"), contracts=[])
    assert found.named("Award", "awardedTo") == []
    assert "an award of an unknown status, won by nobody" in found.aside


# ── who ───────────────────────────────────────────────────────────────────────────────────


def test_names_in_languages() -> None:
    parties = [{"id": "B", "roles": ["buyer"], "name_fr": "Ville inventée", "name_en": "Invented Town"},
               {"id": "S1", "name": {"es": "Empresa Inventada", "en": "Invented Firm"}, "roles": ["supplier"]}]  # fmt: skip
    found = read_one(parties=parties, buyer={"id": "B"}, tender={"title_fr": "Une route"}, contracts=[],
                     awards=award(suppliers=[{"id": "S1"}]))  # fmt: skip
    assert found.named("Project", "hasBuyer") == ["Invented Town"]
    assert found.of("Organization", "alias") == ["Ville inventée"]
    assert found.named("Award", "awardedTo") == ["Invented Firm"]
    assert found.of("Project", "name") == ["Une route"]


def test_who_has_an_id_alone_is_kept_under_it() -> None:
    found = read_one(
        bids={"details": [bid("b", {"id": "XX-7"}), bid("c", {"id": "N/A"})]},
        awards=[],
        contracts=[],
        parties=[],
    )
    assert found.named("Bid", "hasBidder") == ["XX-7"]
    assert found.of("Vendor", "identifier") == ["party:XX-7"]
    assert found.aside == ["an organisation without name"]


SCHEMES = [
    "Cédula de Ciudadanía",
    "nit de persona natural",
    "MX-CURP",
    "CO-CC",
    "pasaporte",
    "居民身份证",
    "BR-CPF",
]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_of_persons_makes_a_person_without_number(scheme: str) -> None:
    number = "1012345678"
    party = {
        "id": number,
        "name": f"PERSONA INVENTADA {number}",
        "identifier": {"scheme": scheme, "id": number},
    }
    given = release(1, parties=[{**party, "roles": ["supplier"]}], bids={"details": [bid("b", party, 4)]},
                    awards=award(suppliers=[{"id": number, "name": party["name"]}]),
                    contracts=[{"id": "c", "awardID": "a1", "suppliers": [party]}])  # fmt: skip
    found = Read(given)
    name = "PERSONA INVENTADA …"
    assert found.of("Person", "name") == [name]
    assert [
        found.named(c, p)
        for c, p in (("Bid", "hasBidder"), ("Award", "awardedTo"), ("Contract", "signedBySupplier"))
    ] == [[name]] * 3
    assert number not in json.dumps(given) + repr(found.statements)


def test_firms_of_a_scheme_that_people_share_stay_firms() -> None:
    party = {"id": "9", "name": "虚构甲有限公司", "identifier": {"scheme": "CO-NIT", "id": "900123456"}}
    found = read_one(parties=[{**party, "roles": ["supplier"]}], awards=award(suppliers=[party]))
    assert found.named("Award", "awardedTo") == [party["name"]]
    assert found.of("Vendor", "identifier") == ["co-nit:900123456", "party:9"]


def test_a_person_is_one_node_of_a_source_and_none_across_sources(tmp_path: Path) -> None:
    party = {
        "id": "P",
        "name": "某某",
        "identifier": {"scheme": "CO-CC", "id": "1012345678"},
        "roles": ["supplier"],
    }
    for file, numbers in (("a.json", (1, 2)), ("b.json", (3,))):
        made = [release(n, parties=[party], awards=award(suppliers=[party]), contracts=[]) for n in numbers]
        (tmp_path / file).write_text(json.dumps(package(*made), ensure_ascii=False), "utf-8")
    assert not any(
        c.problem
        for c in load_into(tmp_path / "ws", find([tmp_path / "a.json", tmp_path / "b.json"]), jobs=1)
    )
    workspace = Workspace(tmp_path / "ws")
    workspace.build()
    with closing(workspace.open("embedded")) as store:
        rows = [
            *store.run("MATCH (a:Award)-[:AWARDED_TO]->(p:Person) RETURN p.id AS p, count(a) AS n", {}).rows
        ]
    assert sorted(row[1] for row in rows) == [1, 2], "one person in each file"


# ── records and methods ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("long", [False, True])
def test_of_a_record_its_compiled_release_alone_is_read(tmp_path: Path, long: bool) -> None:
    """Whether its ocid stands at the top or not, and however long it is."""
    padding = {"x_note": "n" * (5 << 20)} if long else {}
    compiled = release(1, tag=["compiled"])
    for top in ({}, {"ocid": compiled["ocid"]}):
        record = {
            "publisher": {"name": "虚构发布者"},
            "releases": [release(1)],
            **padding,
            **top,
            "compiledRelease": compiled,
        }
        path = tmp_path / "record.json"
        path.write_text(json.dumps(record), "utf-8")
        with path.open("rb") as stream:
            items = list(read(stream, "record.json", "made"))
        records = [item for item in items if isinstance(item, Record)]
        assert [one.position.rpartition("/")[2] for one in records] == ["compiledRelease"]
        assert not [item for item in items if isinstance(item, Rejected)]


METHODS = {
    "限制性招标": "limited", "限制性招標": "limited", "選擇性招標": "invited-tender", "公開招標": "open-tender", "議標": "limited",
    "公開取得報價單": "inquiry", "有限竞争性招标": "invited-tender", "公開競投": "open-tender", "局限性招標": "limited",
}  # fmt: skip


@pytest.mark.parametrize("words", METHODS)
def test_methods_of_other_laws(words: str) -> None:
    found = read_method(words)
    assert found is not None
    assert found.code == METHODS[words]


# ── the shared cases ──────────────────────────────────────────────────────────────────────

#: By file the questions, and of each row the columns that matter, worked out by hand.
RIGHT: dict[str, dict[str, list[tuple[Any, ...]]]] = {
    "loaders/invited-bid.json": {
        "single-bidder": [("Invited only",), ("One tenderer counted",)], "close-prices": [("Margin by bids only",)],
    },
    "loaders/record-no-ocid.json": {"winner-shares": [("Invented Town Council", "Invented Mills Ltd", 1, 5.0, "EUR", 100.0)]},
    "loaders/lot-framework.json": {"consortium-winners": []},
    "loaders/award-items-category.json": {"unrelated-categories": [("Invented Mills Ltd", 3, 1)]},
    "loaders/same-supplier-two-processes.json": {
        "winner-shares": [("Invented Town Council", "Invented Mills Ltd", 2, 100.0, "EUR", 100.0)]},
    "loaders/person-id.json": {"winner-shares": [
        ("Municipio Inventado", "PERSONA INVENTADA DOS", 1, 10.0), ("Municipio Inventado", "PERSONA INVENTADA UNO", 1, 10.0)]},
    "interop/vat.json": {"winner-shares": [
        ("示例市数据局", "虚构乙科技有限公司", 2, 113.1, "CNY"), ("示例市数据局", "虚构甲科技有限公司", 1, 113.0, "CNY")]},
}  # fmt: skip


#: Parameters by which a question leaves nothing out.
ALL = {"winner-shares": {"minimum": "1"}}


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("case", RIGHT)
def test_shared_cases(case: str, tmp_path: Path) -> None:
    assert not load_into(tmp_path, find([CASES / case]), jobs=1)[0].problem
    workspace = Workspace(tmp_path)
    workspace.build()
    with closing(workspace.open("embedded")) as store:
        for question, wanted in RIGHT[case].items():
            rows = run_query(read_query(question), store, ALL.get(question, {}), str).rows
            assert [row[: len(one)] for row, one in zip(rows, wanted, strict=True)] == wanted


def test_it_is_read_from_a_value() -> None:
    """A bad award costs itself, not its release."""
    items = [*_read_value("/0", release(1, awards=[7, *award()]), "made", StakeClaims())]
    assert [item.reason for item in items if isinstance(item, Rejected)] == ["of the wrong shape"]
