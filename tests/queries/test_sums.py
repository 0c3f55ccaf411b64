"""No sum mixes currencies, amounts with tax and without, or awards and ceilings; persons win like anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.queries.library import read_query
from govgraph.queries.run import run_query
from govgraph.stores.base import Store
from govgraph.workspace import Workspace
from tests.once import once

FIRM = {"id": "F", "name": "Made Up Ltd"}
PERSON = {"id": "P", "name": "Ann Other", "identifier": {"scheme": "CO-CC", "id": "1012345678"}}
VALUES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (FIRM, {"value": {"amount": 100, "currency": "EUR"}}), (FIRM, {"value": {"amountGross": 20, "currency": "EUR"}}),
    (FIRM, {"value": {"amountNet": 50, "currency": "EUR"}}), (FIRM, {"maximumValue": {"amount": 999, "currency": "EUR"}}),
    (FIRM, {"estimatedValue": {"amount": 888, "currency": "EUR"}}), (FIRM, {"value": {"amount": 7}}),
    (FIRM, {"value": {"amount": 3, "currency": "USD"}}), (PERSON, {"value": {"amount": 80, "currency": "EUR"}}),
]  # fmt: skip


def build(folder: Path) -> None:
    """A buyer's awards, one of each kind."""
    awards = [
        {"id": str(n), "status": "active", "date": "2024-02-01", "suppliers": [who], **value}
        for n, (who, value) in enumerate(VALUES)
    ]
    path = folder / "made.json"
    path.write_text(
        json.dumps(
            {
                "ocid": "made-1",
                "date": "2024-03-01T00:00:00Z",
                "buyer": {"id": "B", "name": "Made Up Town"},
                "awards": awards,
            }
        )
    )
    assert not load_into(folder, find([path]), jobs=1)[0].problem
    path.unlink()
    Workspace(folder).build()


@pytest.fixture(scope="module", params=["embedded", "sparql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Workspace(once(tmp_path_factory, "sums", build)).open(request.param)
    yield opened
    opened.close()


def test_winner_shares(store: Store) -> None:
    rows = [row[1:] for row in run_query(read_query("winner-shares"), store, {"minimum": "1"}, str).rows]
    assert {*rows} == {
        ("Made Up Ltd", 2, 120.0, "EUR", 60.0, None), ("Ann Other", 1, 80.0, "EUR", 40.0, None),
        ("Made Up Ltd", 1, 50.0, "EUR", 100.0, True), ("Made Up Ltd", 1, 3.0, "USD", 100.0, None),
        ("Made Up Ltd", 1, 7.0, "XXX", 100.0, None),
    }  # fmt: skip


def test_single_source_share(store: Store) -> None:
    rows = run_query(read_query("single-source-share"), store, {"minimum": "0"}, str).rows
    assert {(row[2], row[3], row[6], row[7], row[10]) for row in rows} == {
        ("EUR", 5, 2, 200.0, None), ("EUR", 1, 0, 50.0, True), ("USD", 1, 0, 3.0, None), ("XXX", 1, 0, 7.0, None),
    }  # fmt: skip
