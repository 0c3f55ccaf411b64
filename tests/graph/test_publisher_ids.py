"""Within a publisher an id is an id: parties of an OCDS publisher across its processes and files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.workspace import Workspace
from tests.bundled import SHARED, govgraph

TOWN = {"id": "B-1", "name": "Invented Town Council"}


def _release(
    number: int, buyer: dict[str, Any], supplier: dict[str, Any], value: int = 10, **more: Any
) -> dict[str, Any]:
    award = {"id": "a", "status": "active", "date": "2024-01-01T00:00:00Z", "suppliers": [supplier]}
    return {
        "ocid": f"ocds-aaa-{number}", "id": "1", "date": "2024-01-01T00:00:00Z", "tag": ["award"], "buyer": buyer,
        "tender": {"id": "t", "title": f"Road {number}", "procurementMethod": "open"},
        "awards": [{**award, "value": {"amount": value, "currency": "EUR"}}], **more,
    }  # fmt: skip


def _load(folder: Path, files: dict[str, tuple[str, list[dict[str, Any]]]]) -> Workspace:
    """Load and build files, each of a publisher (or none) and its releases."""
    workspace = Workspace(folder / "ws")
    for name, (publisher, releases) in files.items():
        package: dict[str, Any] = {"releases": releases}
        if publisher:
            package["publisher"] = {"name": publisher}
        (folder / name).write_text(json.dumps(package), "utf-8")
    assert govgraph(workspace, "load", *(str(folder / name) for name in files)).exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    return workspace


def _suppliers(workspace: Workspace) -> list[tuple[str, int]]:
    rows = workspace.open("embedded").run(
        "MATCH (v)<-[:AWARDED_TO]-(a) RETURN v.name AS name, v.id AS id, count(a) AS awards ORDER BY name, awards",
        {},
    )
    return [(row[0], row[2]) for row in rows.rows]


def _shares(workspace: Workspace) -> list[list[str]]:
    out = govgraph(workspace, "query", "run", "winner-shares", "--minimum", "1", "--format", "csv").stdout
    return [line.split(",") for line in out.splitlines()[1:]]


MILL = {"id": "XX-VAT-77001234", "name": "Invented Mills Ltd"}


def test_one_id_and_name_are_one_row(tmp_path: Path) -> None:
    workspace = _load(tmp_path, {"a.json": ("", [_release(1, TOWN, MILL, 60), _release(2, TOWN, MILL, 40)])})
    assert _shares(workspace) == [
        ["Invented Town Council", "Invented Mills Ltd", "2", "100.0", "EUR", "100.0", ""]
    ]


@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the cases are not at hand (../shared/cases)")
def test_the_case_is_one_row(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    path = SHARED / "cases" / "loaders" / "same-supplier-two-processes.json"
    assert govgraph(workspace, "load", str(path)).exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    assert [row[2:] for row in _shares(workspace)] == [["2", "100.0", "EUR", "100.0", ""]]


def test_a_publisher_spans_files_and_a_file_without_one_does_not(tmp_path: Path) -> None:
    one, two, three, four = (_release(n, TOWN, MILL) for n in range(1, 5))
    workspace = _load(
        tmp_path, {"a.json": ("Portal", [one]), "b.json": ("Portal", [two]), "c.json": ("", [three]), "d.json": ("", [four])}
    )  # fmt: skip
    assert _suppliers(workspace) == [
        ("Invented Mills Ltd", 1),
        ("Invented Mills Ltd", 1),
        ("Invented Mills Ltd", 2),
    ]


def test_two_publishers_ids_are_two(tmp_path: Path) -> None:
    one, two = (_release(n, TOWN, MILL) for n in (1, 2))
    workspace = _load(tmp_path, {"a.json": ("Portal", [one]), "b.json": ("Gate", [two])})
    assert _suppliers(workspace) == [("Invented Mills Ltd", 1), ("Invented Mills Ltd", 1)]


def test_a_reference_and_a_party_with_its_scheme_are_one(tmp_path: Path) -> None:
    id_ = "GB-COH-01234567"
    party = {
        "id": id_,
        "name": "Invented Mills",
        "identifier": {"scheme": "GB-COH", "id": "01234567"},
        "roles": ["supplier"],
    }
    one = _release(1, TOWN, {"id": id_, "name": "Invented Mills"}, parties=[party])
    two = _release(2, TOWN, {"id": id_, "name": "Invented Mills"})
    assert _suppliers(_load(tmp_path, {"a.json": ("Portal", [one, two])})) == [("Invented Mills", 2)]


def test_another_name_is_an_alias_and_one_that_contradicts_is_another(tmp_path: Path) -> None:
    """The third name shares nothing with the others: an official in the body's place, or an id used twice."""
    renamed = {"id": "7", "name": "Invented Mills (Holdings) Ltd"}
    names = [{"id": "7", "name": "Invented Mills Ltd"}, renamed]
    workspace = _load(tmp_path, {"a.json": ("Portal", [_release(n, TOWN, s) for n, s in enumerate(names)])})
    assert [awards for _, awards in _suppliers(workspace)] == [2]
    merged = govgraph(workspace, "review", "list", "--merged").stdout
    assert "Invented Mills (Holdings) Ltd" in merged
    assert "one id of one publisher: 7" in merged

    other = {"id": "7", "name": "Quick Brown Foxes Cooperative"}
    again = _load(
        tmp_path, {"a.json": ("Portal", [_release(n, TOWN, s) for n, s in enumerate([*names, other, other])])}
    )
    assert sorted(awards for _, awards in _suppliers(again)) == [1, 1, 2]
    listed = govgraph(again, "review", "list").stdout
    assert "one id of one publisher, but their names contradict each other" in listed


def test_numbers_of_a_process_are_no_ids(tmp_path: Path) -> None:
    """Supplier 1 of every process is another; nobody is asked about the pairs."""
    words = ["Acorn", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper"]
    releases = [_release(n, TOWN, {"id": "1", "name": f"{w} Imports"}) for n, w in enumerate(words)]
    workspace = _load(tmp_path, {"a.json": ("Portal", releases)})
    assert len(_suppliers(workspace)) == len(words)
    assert "one id" not in govgraph(workspace, "review", "list").stdout


def test_a_number_of_a_citizen_is_no_id(tmp_path: Path) -> None:
    persons = [
        {"id": "11010519491231002X", "name": "Some One"},
        {"id": "mx-curp-ABCD010203", "name": "Other One"},
        {"id": "N/A", "name": "Third One"},
    ]
    workspace = _load(tmp_path, {"a.json": ("Portal", [_release(n, TOWN, s) for n, s in enumerate(persons)])})
    said = read_statements(sorted((workspace.root / "loaded").glob("*.parquet")))
    assert [s.object for s in said if s.predicate == "identifier"] == ["party:B-1"] * 3
