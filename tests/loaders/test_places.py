"""Whatever a loader asserts stands where it says: the place is opened, and the value is found there."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.graph.statements.statement import Statement
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.ontology.model import ontology
from govgraph.workspace import Workspace
from tests.bundled import SHARED
from tests.loaders.every_loader import LOADERS, load
from tests.loaders.releases import package, release

#: What is made of what is printed (a code of words, a default), and what names only our own things.
MADE = frozenset(
    {
        "amountKind",
        "legalForm",
        "interest",
        "role",
        "procurementKind",
        "status",
        "method",
        "datePrecision",
        "regionLevel",
    }
)


def scalars(value: Any) -> Iterator[str]:
    """All texts and numbers in a JSON value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    elif value is not None:
        yield " ".join(str(value).split())


def pointed(root: Any, pointer: str) -> Any:
    """What a JSON pointer leads to."""
    for step in filter(None, pointer.split("/")):
        root = root[int(step)] if isinstance(root, list) else root[step]
    return root


def opened(name: str, text: str, locator: str) -> list[str]:
    """The texts at a place of a file."""
    if name == "ocds":
        position, _, place = locator.partition("#")
        root = [json.loads(text)]
        record = pointed(root, position.partition("/releases/")[0])  # a record says its releases' ocid
        ocid = record.get("ocid", "") if isinstance(record, dict) else ""
        return [*scalars(pointed(pointed(root, position), place)), ocid]
    if name == "ftm":
        return [*scalars(json.loads(text.splitlines()[int(locator.strip("/"))]))]
    if name == "bods":
        return [*scalars(pointed([json.loads(text)], locator))]
    if name in ("tables", "shareholders"):
        rows = [*csv.reader(StringIO(text))]
        return [*rows[0], *rows[int(locator.split()[1]) - 1]]
    plain = re.sub(r"<[^>]+>", "\n", text)
    return [line for line in plain.splitlines() if "".join(locator.split()) in "".join(line.split())]


def carried(statement: Statement, texts: list[str]) -> bool:
    """Whether the texts carry a statement's value, or the words that it was read from."""
    value = statement.surface or statement.object
    if statement.predicate in ("identifier", "creditCode", "categoryCode"):
        value = value.partition(":")[2] or value
    if statement.predicate == "currency" and statement.object == "CNY" and any("元" in one for one in texts):
        return True
    plain = "".join(value.casefold().split())
    if any(plain in "".join(one.casefold().split()) for one in texts):
        return True
    if statement.datatype == "decimal":
        return any(_equal(one, value) for one in texts)
    parts = value.split(" / ")  # a consortium without a name of its own
    return len(parts) > 1 and all(any(part in one for one in texts) for part in parts)


def _equal(one: str, other: str) -> bool:
    try:
        return abs(Decimal(one) - Decimal(other)) <= Decimal("0.000001")  # of a float six places are kept
    except InvalidOperation:
        return False


def unfounded(name: str, text: str, statements: Iterator[Statement]) -> list[Statement]:
    """The literal statements whose place does not carry them."""
    properties = ontology().properties
    wrong = []
    for s in statements:
        known = properties.get(s.predicate)
        if (
            s.subject == s.source
            or s.modality != "asserted"
            or known is None
            or known.is_link
            or s.predicate in MADE
        ):
            continue
        if (s.predicate, s.object) == ("currency", "XXX") or s.subject.startswith("region-iso"):
            continue  # that no currency is named stands nowhere; regions are made of codes
        if s.locator and not carried(s, opened(name, text, s.locator)):
            wrong.append(s)
    return wrong


@pytest.mark.parametrize("name", [name for name in LOADERS if name != "curated"])
def test_the_place_carries_the_statement(name: str, tmp_path: Path) -> None:
    load(name, tmp_path, " 其一", "9144030071526726XG")
    text = next(path for path in (tmp_path / name).iterdir() if not path.name.endswith(".map.yml")).read_text(
        "utf-8"
    )
    said = [*read_statements(sorted((tmp_path / "ws" / "loaded").glob("*.parquet")))]
    assert len(said) > 8
    assert unfounded(name, text, iter(said)) == []


def test_places_of_merged_releases(tmp_path: Path) -> None:
    """An award of a later release takes the price of a bid that an earlier one printed."""
    bids = {
        "details": [
            {
                "id": "b",
                "tenderers": [{"id": "S", "name": "虚构甲有限公司"}],
                "value": {"amount": 7, "currency": "EUR"},
            }
        ]
    }
    first = release(1, bids=bids, awards=[], contracts=[], parties=[])
    later = release(1, date="2021-01-01T00:00:00Z", parties=[], contracts=[], tender={"id": "t"},
                    awards=[{"id": "a", "relatedBids": ["b"], "suppliers": [{"id": "S", "name": "虚构甲有限公司"}]}])  # fmt: skip
    path = tmp_path / "a.json"
    path.write_text(json.dumps(package(first, later), ensure_ascii=False), "utf-8")
    assert not load_into(tmp_path / "ws", find([path]), jobs=1)[0].problem
    workspace = Workspace(tmp_path / "ws")
    workspace.build()
    said = [
        s for s in read_statements(workspace.current.statement_files) if not s.subject.startswith("a-json")
    ]
    award = [s for s in said if s.subject.startswith("award") and s.predicate == "amount"]
    assert [(s.object, s.locator) for s in award] == [("7", "/0/releases/0#/bids/details/0")]
    assert unfounded("ocds", path.read_text("utf-8"), iter(said)) == []


def test_a_wrong_place_is_seen() -> None:
    text = json.dumps(package(release(1)))
    wrong = Statement(
        "award-1", "name", "另一家", "string", "s", "/0/releases/0#/awards/0", "", "asserted", "", "", ""
    )
    assert unfounded("ocds", text, iter([wrong])) == [wrong]


REAL = SHARED / "data" / "ocds"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not at hand (../shared/data)")
def test_places_of_real_files(tmp_path: Path) -> None:
    for path in sorted(REAL.rglob("*.json")):
        try:
            text = path.read_text("utf-8")
            json.loads(text)
        except ValueError:
            continue
        counts = load_into(tmp_path / "ws", find([path]), jobs=1)[0]
        if not counts.problem:
            said = read_statements([tmp_path / "ws" / "loaded" / f"{counts.source}.parquet"])
            assert unfounded("ocds", text, said) == [], path.name
