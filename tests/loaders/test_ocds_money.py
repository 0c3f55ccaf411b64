"""What extensions add to a value: with tax and without, ceilings and estimates; read, or told as not read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loaders.ocds_facts import award, read

NOT_READ = "an amount that is not read: {}"
VALUES: dict[str, tuple[dict[str, Any], list[list[str]], list[str]]] = {
    "marked as with tax": ({"value": {"amount": 5, "currency": "EUR", "valueAddedTaxIncluded": True}}, [["5"], ["award"], ["true"]], []),
    "marked as without": ({"value": {"amount": 5, "currency": "EUR", "valueAddedTaxIncluded": False}}, [["5"], ["award"], ["false"]], []),
    "with and without": ({"value": {"amountNet": 100, "amountGross": 113, "currency": "EUR"}},
                         [["113"], ["award"], ["true"]], ["amountNet"]),
    "only without": ({"value": {"amountNet": 100, "currency": "EUR"}}, [["100"], ["award"], ["false"]], []),
    "an amount that is the one without": ({"value": {"amount": 100, "amountNet": 100, "amountGross": 113, "currency": "EUR"}},
                                          [["100"], ["award"], ["false"]], ["amountGross"]),
    "nothing of tax": ({"value": {"amount": 5, "currency": "EUR"}}, [["5"], ["award"], []], []),
    "a ceiling": ({"value": None, "maximumValue": {"amount": 9, "currency": "EUR"}}, [["9"], ["ceiling"], []], []),
    "an estimate": ({"value": None, "estimatedValue": {"amount": 7, "currency": "EUR"}}, [["7"], ["announced"], []], []),
    "a ceiling and an estimate": ({"value": None, "maximumValue": {"amount": 9, "currency": "EUR"}, "estimatedValue": {"amount": 7}},
                                  [["9"], ["ceiling"], []], ["estimatedValue"]),
    "a sum and a ceiling": ({"value": {"amount": 5, "currency": "EUR"}, "maximumValue": {"amount": 9, "currency": "EUR"}},
                            [["5"], ["award"], []], ["maximumValue"]),
}  # fmt: skip


@pytest.mark.parametrize("case", VALUES)
def test_an_awards_amounts(case: str) -> None:
    given, wanted, unread = VALUES[case]
    found = read(awards=award(**given), contracts=[])
    said = [found.of("Award", name) for name in ("amount", "amountKind", "valueAddedTaxIncluded")]
    assert said == wanted
    assert found.aside == sorted(NOT_READ.format(name) for name in unread)


def test_amounts_of_calls_lots_bids_and_contracts() -> None:
    lots = [{"id": n, "maximumValue": {"amount": 10 * int(n), "currency": "EUR"}} for n in "12"]
    found = read(tender={"lots": lots, "estimatedValue": {"amount": 25, "currency": "EUR"}}, awards=[], parties=[],
                 bids={"details": [{"id": "b", "value": {"amountGross": 6, "currency": "EUR"}}]},
                 contracts=[{"id": "c", "value": {"amountNet": 4, "currency": "EUR"}}])  # fmt: skip
    assert (found.of("CallForTenders", "amount"), found.of("CallForTenders", "amountKind")) == (
        ["10", "20"],
        ["ceiling"] * 2,
    )
    assert (found.of("Bid", "amount"), found.of("Bid", "valueAddedTaxIncluded")) == (["6"], ["true"])
    assert (found.of("Contract", "amount"), found.of("Contract", "valueAddedTaxIncluded")) == (
        ["4"],
        ["false"],
    )
    assert found.aside == [NOT_READ.format("estimatedValue")]


def test_what_stands_where_nothing_is_read_is_told() -> None:
    techniques = {"frameworkAgreement": {"maximumValue": {"amount": 9, "currency": "EUR"}}}
    found = read(
        tender={"techniques": techniques, "lotGroups": [{"maximumValue": {"amount": 3}}]},
        awards=[],
        contracts=[],
    )
    assert found.aside == [NOT_READ.format("maximumValue")] * 2
