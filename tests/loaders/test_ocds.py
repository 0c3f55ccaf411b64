"""OCDS: every shape of file, broken records to quarantine, amended releases merged, values right."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.loaders.releases import Json, package, release


def save(folder: Path, name: str, value: Any) -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def loaded(folder: Path, *paths: Path) -> list[Counts]:
    return load_into(folder / "ws", find(paths), jobs=1)


def values(folder: Path, predicate: str) -> list[str]:
    files = sorted((folder / "ws" / "loaded").glob("*.parquet"))
    return sorted(s.object for s in read_statements(files, "predicate = ?", [predicate]))


SHAPES: dict[str, Any] = {
    "a release package": package(release(1), release(2)),
    "a record package": {"records": [{"ocid": r["ocid"], "compiledRelease": r} for r in (release(1), release(2))]},
    "embedded releases": {"records": [{"ocid": r["ocid"], "releases": [r]} for r in (release(1), release(2))]},
    "records beside linked releases": {"records": [
        {"ocid": r["ocid"], "releases": [{"url": "http://example.org/1", "date": r["date"]}], "compiledRelease": r}
        for r in (release(1), release(2))]},
    "JSON lines": "\n".join(json.dumps(release(n)) for n in (1, 2)) + "\n",
    "packages in lines": "\n".join(json.dumps(package(release(n))) for n in (1, 2)),
    "indented and one after the other": "\n".join(json.dumps(release(n), indent=1) for n in (1, 2)),
    "a list": [release(1), release(2)],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_yields_the_same(tmp_path: Path, shape: str) -> None:
    counts = loaded(tmp_path, save(tmp_path, "a.json", SHAPES[shape]))[0]
    assert (counts.problem, counts.read, counts.loaded) == ("", 2, 2)
    assert values(tmp_path, "ocid") == ["ocds-made01-1", "ocds-made01-2"]
    assert sorted(values(tmp_path, "amount")) == [
        "1000001",
        "1000002",
        "900001.5",
        "900001.5",
        "900002.5",
        "900002.5",
    ]


BROKEN: dict[str, tuple[Any, str]] = {
    "no object": ("a string", "a release is no object"),
    "no ocid": ({"id": "1"}, "a release without ocid"),
    "an ocid that is no text": ({"ocid": 7}, "a release without ocid"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_record_is_quarantined(tmp_path: Path, case: str) -> None:
    bad, reason = BROKEN[case]
    counts = loaded(tmp_path, save(tmp_path, "a.json", package(release(1), bad, release(2))))[0]
    assert (counts.read, counts.loaded, dict(counts.quarantined)) == (3, 2, {reason: 1})
    line = json.loads((tmp_path / "ws/quarantine/a-json.jsonl").read_text("utf-8"))
    assert (line["file"], line["position"], line["reason"]) == ("a.json", "/0/releases/1", reason)


ODD: dict[str, tuple[Json, str]] = {
    "awards an object": ({"awards": release(1)["awards"][0]}, "awardedTo"),
    "suppliers under items": (
        {"awards": [{"id": "a1", "items": [{"suppliers": release(1)["awards"][0]["suppliers"]}]}]}, "awardedTo"),
    "parties in a list in a list": ({"parties": [release(1)["parties"]]}, "awardedTo"),
    "a supplier without id": ({"awards": [{"id": "a1", "suppliers": [{"name": "虚构公司"}]}]}, "awardedTo"),
    "no suppliers": ({"awards": [{"id": "a1"}]}, "hasBuyer"),
    "null everywhere": ({"awards": None, "contracts": None, "parties": None, "tender": None}, "hasBuyer"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_releases_survive(tmp_path: Path, case: str) -> None:
    changes, expected = ODD[case]
    counts = loaded(tmp_path, save(tmp_path, "a.json", package(release(1, **changes))))[0]
    assert (counts.problem, counts.loaded) == ("", 1)
    assert values(tmp_path, expected)


def test_bad_values_are_set_aside_with_a_reason(tmp_path: Path) -> None:
    odd = release(1)
    odd["tender"] |= {
        "value": {"amount": "many", "currency": "CNY"},
        "procurementMethod": "abirta",
        "procurementMethodDetails": "",
    }
    odd["awards"][0] |= {"value": {"amount": 5, "currency": "MNX"}, "date": "2020-02-31"}
    counts = loaded(tmp_path, save(tmp_path, "a.json", package(odd)))[0]
    assert sorted(counts.set_aside) == [
        "a date that cannot be", "an amount that is no number", "an unknown currency", "an unknown procurement method"]  # fmt: skip
    assert "abirta" not in values(tmp_path, "method")


def test_several_suppliers_are_a_consortium_unless_framework(tmp_path: Path) -> None:
    both = [{"name": "虚构甲有限公司"}, {"name": "虚构乙有限公司"}]
    one = release(1, awards=[{"id": "a1", "suppliers": both}])
    two = release(2, awards=[{"id": "a1", "suppliers": both}])
    two["tender"]["techniques"] = {"hasFrameworkAgreement": True}
    loaded(tmp_path, save(tmp_path, "a.json", package(one, two)))
    assert values(tmp_path, "type").count("Consortium") == 1
    assert len(values(tmp_path, "awardedTo")) == 3


def test_personal_data_is_dropped(tmp_path: Path) -> None:
    loaded(
        tmp_path,
        save(
            tmp_path, "a.json", package(release(1), {"id": "1", "contactPoint": {"telephone": "13800000000"}})
        ),
    )
    for path in (tmp_path / "ws").rglob("*.*"):
        if path.suffix == ".parquet" and path.parent.name == "versions":
            import duckdb

            text = str(duckdb.sql(f"SELECT payload FROM '{path}'").fetchall())
        else:
            text = path.read_bytes().decode("utf-8", "replace")
        assert not [word for word in ("13800000000", "a@example.org", "某人") if word in text]


def test_a_corrected_quarantine_file_loads(tmp_path: Path) -> None:
    loaded(tmp_path, save(tmp_path, "a.json", package(release(1), {**release(2), "ocid": None})))
    line = json.loads((tmp_path / "ws/quarantine/a-json.jsonl").read_text("utf-8"))
    line["record"] = line["record"].replace('"ocid": null', '"ocid": "ocds-made01-2"')
    counts = loaded(tmp_path, save(tmp_path, "fixed.jsonl", json.dumps(line) + "\n"))[0]
    assert (counts.problem, counts.loaded) == ("", 1)
    assert values(tmp_path, "ocid") == ["ocds-made01-1", "ocds-made01-2"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"releases": []}', "not json", '{"releases": [', "\x00\x01"]
)
def test_a_file_below_the_least_is_an_error(tmp_path: Path, text: str) -> None:
    result = govgraph(tmp_path / "ws", "load", "--as", "ocds", str(save(tmp_path, "a.json", text)))
    assert result.exit_code == 3
    assert "yields too little" in result.stderr


def test_output_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path, f"{number}.json", package(*(release(n) for n in range(number * 5, number * 5 + 5))))
    files = find([tmp_path])
    outcomes = []
    for jobs in (1, 3):
        root = tmp_path / f".out{jobs}"
        load_into(root, files, jobs)
        outcomes.append({p.relative_to(root): p.read_bytes() for p in sorted(root.rglob("*.parquet"))})
    assert outcomes[0] == outcomes[1]


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    odd = package(
        release(1), release(1, date="2021-01-01T00:00:00Z"), extensions=["http://example.org/e.json"]
    )
    odd["releases"][0]["$ref"] = "http://example.org/x.json"
    workspace = Workspace(tmp_path / "ws")
    assert govgraph(workspace, "load", "--jobs", "1", str(save(tmp_path, "a.json", odd))).exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
