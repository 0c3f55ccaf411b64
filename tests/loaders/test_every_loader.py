"""What holds for every loader: nothing personal and no control sign passes, and every record is accounted for."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.run import report_lines
from govgraph.loaders.run_file import Counts
from govgraph.messages import told
from govgraph.text.chars import CONTROL
from govgraph.text.keys import read_key
from govgraph.text.person_numbers import is_credit_code
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.loaders.every_loader import LOADERS, RECORDS, load

PROVINCES = ("11", "13", "21", "31", "36", "41", "44", "51", "61", "65", "81")


def citizen(dice: random.Random) -> str:
    """A made-up identity number; its check sign by the standard's weights."""
    while True:
        born = date(1930, 1, 1) + timedelta(days=dice.randrange(30_000))
        digits = f"{dice.choice(PROVINCES)}{dice.randrange(10_000):04}{born:%Y%m%d}{dice.randrange(1_000):03}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        sign = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
        if not is_credit_code(digits + sign):
            return digits + sign


def personal(seed: int) -> list[str]:
    """An identity number, phone numbers and a mail address."""
    dice = random.Random(seed)
    mobile = f"1{dice.choice('3456789')}{dice.randrange(10**9):09}"
    landline = f"0{dice.randrange(10, 999)}-{dice.randrange(2, 9)}{dice.randrange(10**6, 10**7)}"
    return [citizen(dice), mobile, landline, f"a{dice.randrange(10**6)}.b@made-up{seed}.example.org"]


def written(folder: Path, counts: Counts) -> Iterator[str]:
    """Everything that a load leaves and says, as text."""
    for path in sorted((folder / "ws").rglob("*.parquet")):
        yield from (str(row) for row in pq.read_table(path).to_pylist())
    for path in sorted((folder / "ws" / "quarantine").glob("*")):
        yield path.read_text("utf-8")
    yield json.dumps(counts.to_json(), ensure_ascii=False, default=str)
    yield from (told(line) for line in report_lines([counts]))
    yield counts.message()


@pytest.mark.parametrize("name", LOADERS)
def test_nothing_personal_passes(name: str, tmp_path: Path) -> None:
    for seed in range(4):
        folder, numbers = tmp_path / str(seed), personal(seed)
        counts = load(name, folder, "；".join(["", *numbers, "等"]), numbers[0])
        assert counts.read or counts.problem
        said = "\n".join(written(folder, counts))
        assert [n for n in numbers if n in said] == []
        if name == "curated":
            assert "holds a phone number" in counts.message()
        else:
            assert counts.loaded, "a test of nothing"


def test_nothing_personal_is_built_or_exported(tmp_path: Path) -> None:
    numbers = personal(99)
    for name in LOADERS:
        load(name, tmp_path, "；".join(["", *numbers, "等"]), numbers[0])
    workspace = Workspace(tmp_path / "ws")
    workspace.build()
    for form in ("csv", "nquads", "graphml"):
        done = govgraph(workspace, "export", "--format", form, "--output", str(tmp_path / f"out-{form}"))
        assert done.exit_code == 0, done.stderr
    found = []
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.parent.name not in LOADERS:
            text = (
                " ".join(map(str, pq.read_table(path).to_pylist())).encode()
                if path.suffix == ".parquet"
                else path.read_bytes()
            )
            found += [(path.name, n) for n in numbers if n.encode() in text]
    assert found == []


def test_a_number_that_passes_would_be_seen(tmp_path: Path) -> None:
    """The fault planted: one that is no person's passes, and is found."""
    counts = load("ocds", tmp_path, number="914403007152672600"[:17] + "G")
    assert any("91440300715267260" in text for text in written(tmp_path, counts))


def test_a_credit_code_that_is_an_identity_number_too_is_kept() -> None:
    dice = random.Random(5)
    for _ in range(2_000):
        digits = f"51{dice.randrange(10_000):04}{1930 + dice.randrange(90)}1017{dice.randrange(1_000):03}"
        for sign in "0123456789X":
            if is_credit_code(digits + sign):
                key = read_key(digits + sign, "CN-USCC")
                assert key is not None
                assert (key.valid, key.value) == (True, digits + sign)
    for other in ("36", "44", "13"):  # no department, or no class of one
        assert not is_credit_code(f"{other}0102190001010017") or other == "13"


SIGNS = "\x01\x0b\x1f\x7f\x9b\ufffe"


@pytest.mark.parametrize("name", LOADERS)
def test_no_control_sign_passes(name: str, tmp_path: Path) -> None:
    counts = load(name, tmp_path, SIGNS)
    said = [*read_statements(sorted((tmp_path / "ws" / "loaded").glob("*.parquet")))]
    assert [s for s in said if CONTROL.search(f"{s.object}{s.surface}{s.locator}")] == []
    if name == "curated":
        assert counts.problem
        return
    assert said
    for path in (tmp_path / "ws" / "quarantine").glob("*"):
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert not [line for line in lines if CONTROL.search(line["reason"])]


def test_what_was_taken_out_is_told(tmp_path: Path) -> None:
    counts = load("bods", tmp_path, "\x01")
    assert counts.set_aside["control signs, taken out"] >= 2
    lines = [
        json.loads(line)
        for line in (tmp_path / "ws" / "quarantine" / f"{counts.source}.jsonl").read_text().splitlines()
    ]
    assert {"name": "Made Up Ltd"} in [
        json.loads(line["record"]) for line in lines if line["reason"].startswith("control")
    ]


@pytest.mark.parametrize("name", LOADERS)
def test_every_record_is_accounted_for(name: str, tmp_path: Path) -> None:
    """Read is loaded, merged and set aside, and is what stands in the raw file."""
    counts = load(name, tmp_path)
    raw = (tmp_path / name / next(iter(LOADERS[name]("", "")))).read_text("utf-8")
    assert counts.read == RECORDS[name](raw)
    assert counts.read == counts.loaded + counts.duplicates + counts.quarantined.total()
    lines = [p.read_text("utf-8").splitlines() for p in (tmp_path / "ws" / "quarantine").glob("*")]
    told_of = [json.loads(line) for some in lines for line in some]
    assert sum(line["whole"] for line in told_of) == counts.quarantined.total()
    assert sum(not line["whole"] for line in told_of) == counts.set_aside.total()
