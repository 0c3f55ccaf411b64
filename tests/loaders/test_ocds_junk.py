"""Whatever stands where in a release: nothing breaks the load, and nothing that is loaded breaks the graph."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from govgraph.graph.builder.check import check
from govgraph.graph.identity.resolve import resolve_workspace
from govgraph.loaders.registry import merger_of
from tests.loaders.ocds_facts import SUPPLIERS
from tests.loaders.releases import Json, package, release
from tests.loaders.test_ocds import loaded, save

_JUNK: list[Any] = [
    None, "", " ", "x", "虚构", 0, -1, 7, 1.5, 1e400, True, [], {}, [[]], [None], ["x"], [{}], {"id": 5}, {"name": "y"}, "2020-02-30",
    {"amount": "x"}, {"$oid": "1"}, {"id": "S1", "name": "另一家"}, [{"id": "1"}, {"id": "1"}], "\x00", "a" * 3000, {"name": {"zh": "z"}},
]  # fmt: skip


def full(number: int) -> Json:
    """A release that says all that the loader reads."""
    party = {"id": "S1", "name": "虚构甲有限公司", "roles": ["supplier", "tenderer"], "memberOf": [{"id": "B1"}],
             "beneficialOwners": [{"id": "p", "name": "某某"}], "shareholders": [{"shareholder": dict(SUPPLIERS[1]), "shareholding": 0.4}],
             "identifier": {"scheme": "XX-A", "id": "90001"}, "details": {"scale": "sme"}}  # fmt: skip
    made = release(number, planning={"budget": {"amount": {"amount": 9, "currency": "CNY"}}},
                   bids={"details": [{"id": "b", "tenderers": [dict(s) for s in SUPPLIERS], "value": {"amount": 3, "currency": "CNY"}}]})  # fmt: skip
    made["parties"].append(party)
    made["tender"]["items"] = [{"classification": {"scheme": "CPV", "id": "72000000", "description": "IT"}}]
    made["tender"]["procuringEntity"] = {"id": "C", "name": "虚构采购中心"}
    made["awards"].append(
        {
            "id": "a2",
            "suppliers": [dict(s) for s in SUPPLIERS],
            "relatedBids": ["b"],
            "amendments": [{"date": "2020"}],
        }
    )
    return made


def spoil(value: Any, chance: random.Random) -> Any:
    """The value with something else in some place."""
    if chance.random() < 0.03:
        return chance.choice(_JUNK)
    if isinstance(value, dict):
        return {key: spoil(item, chance) for key, item in value.items()}
    return [spoil(item, chance) for item in value] if isinstance(value, list) else value


def test_spoilt_releases_never_break_the_load_or_the_graph(tmp_path: Path) -> None:
    chance = random.Random(65)
    spoilt = [spoil(full(number % 250), chance) for number in range(400)]  # some are versions of others
    whole = [full(number) for number in range(900, 903)]
    counts = loaded(tmp_path, save(tmp_path, "a.json", package(*whole, *spoilt)))[0]
    assert counts.problem == ""
    assert counts.read == 403 == counts.loaded + counts.duplicates + sum(counts.quarantined.values())
    assert counts.loaded > 300
    resolve_workspace(tmp_path / "ws", tmp_path / "build", merger_of)
    assert check(sorted((tmp_path / "build/resolved").glob("*.parquet"))) == []
