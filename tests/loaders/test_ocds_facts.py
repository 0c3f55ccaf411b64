"""What a release says becomes what the graph says: who, what, how much, when, and how firmly."""

from __future__ import annotations

from typing import Any

import pytest

from govgraph.graph.builder.check import check
from govgraph.graph.statements.entity import Entity
from govgraph.graph.statements.parquet import write_statements
from govgraph.loaders.base import Record
from govgraph.loaders.ocds import _read_value
from govgraph.loaders.ocds.stake_claims import StakeClaims
from tests.loaders.ocds_facts import SUPPLIERS, Read, award, read
from tests.loaders.releases import Json, release


def test_a_buyer_of_1_0_needs_no_parties() -> None:
    found = read(
        parties=None, buyer={"name": "虚构市财政局", "identifier": {"scheme": "XX-A", "id": "90123"}}
    )
    assert found.named("Project", "hasBuyer") == ["虚构市财政局"]
    assert "xx-a:90123" in found.of("Organization", "identifier")
    assert read(parties=None, buyer="虚构市财政局").named("Project", "hasBuyer") == ["虚构市财政局"]


def test_who_runs_the_procurement_is_the_agent_unless_it_buys() -> None:
    tender = {"procuringEntity": {"id": "C", "name": "虚构采购中心"}}
    assert read(tender=tender, parties=[]).named("Project", "hasAgent") == ["虚构采购中心"]
    alone = read(tender=tender, parties=[], buyer=None)
    assert (alone.named("Project", "hasBuyer"), alone.of("Project", "hasAgent")) == (["虚构采购中心"], [])
    official = read(tender={"procuringEntity": {"id": "B1", "name": "王某"}})
    assert official.of("Project", "hasAgent") == []
    assert official.aside == ["a procuring entity that is not among the parties"]


def test_an_id_that_stands_for_two_names_lends_no_identifier() -> None:
    parties = [
        {
            "id": "7",
            "name": "虚构市政府",
            "roles": ["buyer"],
            "identifier": {"scheme": "XX-A", "id": "9000123"},
        }
    ]
    found = read(
        parties=parties,
        buyer={"id": "7", "name": "虚构市政府"},
        awards=award(suppliers=[{"id": "7", "name": "另一家公司"}]),
    )
    assert found.named("Award", "awardedTo") == ["另一家公司"]
    assert found.of("Vendor", "identifier") == ["party:7"]
    assert found.of("Organization", "identifier") == ["party:7", "xx-a:9000123"]


def test_an_award_that_failed_is_no_win() -> None:
    for status, modality in (
        ("active", "asserted"),
        ("pending", "planned"),
        ("cancelled", "denied"),
        ("unsuccessful", "denied"),
    ):
        found = read(awards=award(status=status), contracts=[])
        assert found.named("Award", "awardedTo", modality) == ["虚构甲有限公司"], status
        assert found.of("Award", "amount") == ["5"]


SEVERAL: dict[str, tuple[Json, bool]] = {
    "an award with two suppliers": ({"contracts": []}, True),
    "a framework": ({"contracts": [], "tender": {"techniques": {"hasFrameworkAgreement": True}}}, False),
    "a contract for each": ({"contracts": [{"id": n, "awardID": "a1"} for n in "12"]}, False),
    "contracts that name one each": ({"contracts": [{"id": "1", "awardID": "a1", "suppliers": SUPPLIERS[:1]}]}, False),
    "a contract that names both": ({"contracts": [{"id": "1", "awardID": "a1", "suppliers": SUPPLIERS}]}, True),
    "suppliers of items": ({"contracts": [], "awards": [{"id": "a1", "items": [{"suppliers": [s]} for s in SUPPLIERS]}]}, False),
}  # fmt: skip


@pytest.mark.parametrize("case", SEVERAL)
def test_several_suppliers(case: str) -> None:
    changes, together = SEVERAL[case]
    found = read(**{"awards": award(suppliers=SUPPLIERS), "parties": [], **changes})
    apart = sorted(s["name"] for s in SUPPLIERS)
    assert found.named("Award", "awardedTo") == ([" / ".join(apart)] if together else apart)
    assert len(found.of("ConsortiumMembership", "consortiumMember")) == 2 * together
    assert len(found.of("Award", "amount")) <= 1, "an award's value stands once"


def test_a_supplier_with_members_is_a_consortium() -> None:
    parties = [{"id": "U", "name": "虚构联合体", "roles": ["supplier"]},
               *({**s, "memberOf": [{"id": "U", "name": "虚构联合体"}]} for s in SUPPLIERS)]  # fmt: skip
    found = read(parties=parties, awards=award(suppliers=[{"id": "U", "name": "虚构联合体"}]))
    assert found.named("Award", "awardedTo") == ["虚构联合体"]
    assert found.named("ConsortiumMembership", "consortiumMember") == sorted(s["name"] for s in SUPPLIERS)


def test_lots_bids_and_their_values() -> None:
    lots = [{"id": n, "title": f"{n}包", "value": {"amount": 10 * int(n), "currency": "CNY"}} for n in "12"]
    bids = {"details": [
        {"id": "b1", "status": "valid", "tenderers": SUPPLIERS[:1], "value": {"amount": 9, "currency": "CNY"}, "relatedLots": ["1"]},
        {"id": "b2", "status": "disqualified", "tenderers": SUPPLIERS, "relatedLots": "2"}]}  # fmt: skip
    found = read(tender={"title": "两包", "lots": lots, "value": {"amount": 30, "currency": "CNY"}}, bids=bids, parties=[],
                 awards=award(relatedLots=["1"], relatedBids=["b1"]))  # fmt: skip
    assert found.of("CallForTenders", "amount") == ["10", "20"], "a call for each lot, and no total beside it"
    assert found.of("CallForTenders", "amountText") == ["30"]
    assert found.of("Bid", "status") == ["active", "disqualified"]
    assert found.named("Bid", "hasBidder") == ["虚构乙有限公司 / 虚构甲有限公司", "虚构甲有限公司"]
    assert found.named("Bid", "forLot") == ["1包", "2包"]
    assert found.named("Award", "forLot") == ["1包"]
    assert len(found.of("Award", "awardsBid")) == 1
    odd = read(awards=award(relatedLots=["9"]), contracts=[])
    assert odd.aside == ["an unknown lot"]


def test_those_who_bid_have_bids_even_without_details() -> None:
    found = read(tender={"tenderers": SUPPLIERS, "numberOfTenderers": 2}, parties=[])
    assert found.named("Bid", "hasBidder") == sorted(s["name"] for s in SUPPLIERS)
    assert found.of("CallForTenders", "bidderCount") == ["2"]


def test_changes_of_contracts_are_amendments_others_corrections() -> None:
    change = [{"id": "m1", "date": "2020-06-01", "rationale": "增加工作量"}, {}]
    found = read(tender={"title": "x", "amendments": change}, awards=award(amendment=change[0]),
                 contracts=[{"id": "c1", "awardID": "a1", "amendments": change}])  # fmt: skip
    assert found.of("Amendment", "date") == ["2020-06-01"]
    assert found.of("Correction", "description") == ["增加工作量"] * 2


def test_owners_and_shareholders_become_edges_without_identity_numbers() -> None:
    party = {"id": "S1", "name": "虚构甲有限公司", "roles": ["supplier"],
             "beneficialOwners": [{"id": "p", "name": "某某", "identifier": {"scheme": "CHN-IDCARD", "id": "A1234567"}}],
             "shareholders": [{"id": "1", "shareholder": SUPPLIERS[1], "shareholding": 0.6}]}  # fmt: skip
    found = read(parties=[party], awards=award())
    assert found.of("Shareholding", "stake") == ["60"]
    assert found.of("Shareholding", "interest") == ["beneficial", "shareholding"]
    assert found.named("Shareholding", "holder") == ["某某", "虚构乙有限公司"]
    assert found.of("Person", "identifier") == []
    record = next(
        i
        for i in _read_value("/0", release(1, parties=[party]), "made", StakeClaims())
        if isinstance(i, Record)
    )
    assert record.version is not None
    assert "A1234567" not in record.version.payload
    percent = {**party, "shareholders": [{"id": "1", "shareholder": SUPPLIERS[1], "shareholding": 60}]}
    assert read(parties=[percent], awards=award()).of("Shareholding", "stake") == ["60"]


def test_stakes_that_contradict_each_other_are_set_aside() -> None:
    owned = StakeClaims()
    said = [owned.judge("C", holder, "shareholding", "2020-01-01", stake) for holder, stake in
            (("A", "60"), ("A", "60"), ("A", "50"), ("B", "50"), ("B", "40"))]  # fmt: skip
    assert said == [
        "",
        "known",
        "another stake of one holder at one time",
        "the holdings of one company add up to more than 100",
        "",
    ]


def test_a_natural_person_is_no_vendor() -> None:
    person = {"id": "S1", "name": "某某", "roles": ["supplier"], "details": {"scale": "selfEmployed"}}
    found = read(parties=[person], awards=award(suppliers=[{"id": "S1", "name": "某某"}]))
    assert "某某" in found.of("Person", "name")
    assert "某某" not in found.of("Vendor", "name")


def test_digits_of_ids_and_amounts_are_no_phone_numbers() -> None:
    supplier = {
        "id": "PE-RUC-15345678901",
        "name": "虚构甲有限公司",
        "identifier": {"scheme": "PE-RUC", "id": "15345678901"},
    }
    found = Read(release(1, ocid="ocds-made01-13812345678", parties=[{**supplier, "roles": ["supplier"]}],
                         tender={"title": "电话13812345678"}, awards=award(suppliers=[supplier], value={"amount": "13812345678"})))  # fmt: skip
    assert found.of("Project", "ocid") == ["ocds-made01-13812345678"]
    assert found.of("Vendor", "identifier") == ["pe-ruc:15345678901"]
    assert found.of("Award", "amount") == ["13812345678"]
    assert found.of("Project", "name") == ["电话…"]


def test_all_of_it_is_in_the_model(tmp_path: Any) -> None:
    """Nothing that a release can say breaks the whole graph."""
    lots = [{"id": "1", "value": {"amount": 3, "currency": "CNY"}}]
    party = {"id": "S1", "name": "虚构甲有限公司", "roles": ["supplier", "tenderer"], "beneficialOwners": [{"name": "某某"}],
             "shareholders": [{"shareholder": SUPPLIERS[1], "shareholding": 1}]}  # fmt: skip
    agent = {"id": "C", "name": "虚构采购中心", "roles": ["procuringEntity"]}
    odd = release(1, parties=[party, agent], planning={"budget": {"amount": {"amount": 9}}}, bids={"details": [{"tenderers": SUPPLIERS}]},
                  awards=[*award(suppliers=SUPPLIERS, amendments=[{"date": "2020"}]), *award(id="a2", status="cancelled")],
                  tender={"lots": lots, "items": [{"classification": {"scheme": "CPV", "id": "72000000", "description": "IT"}}]})  # fmt: skip
    found = Read(odd)
    source = Entity.of("Source", "made", "made")
    for name in ("name", "publisherName"):
        source.add(name, "x")
    write_statements([*found.statements, *source.statements()], tmp_path / "made.parquet")
    assert check([tmp_path / "made.parquet"]) == []
    assert {"ProcurementPlan", "Lot", "Bid", "Award", "Contract", "Amendment", "Correction", "Consortium", "Person", "LegalEntity",
            "ProcurementAgent"} <= {s.object for s in found.statements if s.predicate == "type"}  # fmt: skip
