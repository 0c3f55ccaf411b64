"""One bad record never costs the rest: not its file, not the other files, not the build."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.bods import read as read_bods
from govgraph.loaders.registry import detect, find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace
from tests.bundled import SHARED, govgraph
from tests.loaders.releases import Json, package, release
from tests.loaders.test_bods import COMPANY, flat, owns
from tests.loaders.workbook import write_workbook

CASES = SHARED / "cases" / "loaders"
STAKE = {"type": "shareholding", "share": {"exact": 40}}


def loaded(folder: Path, name: str, text: str | bytes, format_: str | None = None) -> Counts:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_into(folder / "ws", find([path], format_), jobs=1)[0]


def holdings(folder: Path) -> list[tuple[str, str, str]]:
    """Who holds how much of whom in what is built."""
    workspace = Workspace(folder / "ws")
    workspace.build()
    said = list(read_statements(workspace.current.statement_files))
    names = {s.subject: s.object for s in said if s.predicate == "name"}
    of = {(s.subject, s.predicate): s.object for s in said}
    edges = {s.subject for s in said if (s.predicate, s.object) == ("type", "Shareholding")}
    ends = (
        (names[of[edge, "holder"]], of.get((edge, "stake"), ""), names[of[edge, "held"]]) for edge in edges
    )
    return sorted(ends)


# ── an end without a name ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("person", "held", "reason"),
    [
        ({"missingInfoReason": "a minor"}, [("未披露持有人", "40", COMPANY["name"])], "a holder without name, kept as undisclosed"),
        ({"missingInfoReason": "noBeneficialOwners"}, [], "a relationship whose ends the file does not state"),
    ],
)  # fmt: skip
def test_bods_a_person_without_name(
    tmp_path: Path, person: Json, held: list[tuple[str, str, str]], reason: str
) -> None:
    party = flat("personStatement", "p", personType="anonymousPerson", **person)
    owned = owns("o", "e1", {"describedByPersonStatement": "p"}, STAKE)
    counts = loaded(tmp_path, "a.json", json.dumps([COMPANY, party, owned]))
    assert reason in counts.quarantined + counts.set_aside
    assert counts.read == 3 == counts.loaded + sum(counts.quarantined.values())
    assert holdings(tmp_path) == held


def test_bods_what_is_owned_without_name_goes_with_its_owners(tmp_path: Path) -> None:
    nameless = flat("entityStatement", "n", entityType="registeredEntity")
    party = flat("personStatement", "p", names=[{"fullName": "Some One"}])
    chain = [
        owns("o1", "n", {"describedByPersonStatement": "p"}, STAKE),
        owns("o2", "e1", {"describedByPersonStatement": "p"}, STAKE),
    ]
    counts = loaded(tmp_path, "a.json", json.dumps([COMPANY, nameless, party, *chain]))
    assert sum(counts.quarantined.values()) == 2
    assert holdings(tmp_path) == [("Some One", "40", COMPANY["name"])]


def test_bods_statements_that_replace_each_other_in_a_circle(tmp_path: Path) -> None:
    circle = [
        flat("personStatement", a, names=[{"fullName": "Some One"}], replacesStatements=[b])
        for a, b in ("pq", "qr", "rp")
    ]
    counts = loaded(
        tmp_path,
        "a.json",
        json.dumps([COMPANY, *circle, owns("o", "e1", {"describedByPersonStatement": "p"}, STAKE)]),
    )
    assert counts.quarantined["statements that replace each other in a circle"] == 3
    assert holdings(tmp_path) == []


def test_ftm_owners_and_projects_without_name(tmp_path: Path) -> None:
    rows: list[tuple[str, str, dict[str, list[str]]]] = [
        ("firm", "Company", {"name": ["Made Up Ltd"]}), ("hidden", "Person", {}), ("lost", "Company", {}),
        ("o1", "Ownership", {"owner": ["hidden"], "asset": ["firm"], "percentage": ["40"]}),
        ("o2", "Ownership", {"owner": ["firm"], "asset": ["lost"], "percentage": ["40"]}),
        ("d", "Directorship", {"director": ["lost"], "organization": ["firm"]}),
        ("nameless", "Contract", {"authority": ["firm"]}),
        ("award", "ContractAward", {"supplier": ["firm"], "contract": ["nameless"]}),
        ("pp", "ProjectParticipant", {"participant": ["firm"], "project": ["nameless"]}),
        ("firm", "Person", {"name": ["Another Kind"]}),
    ]  # fmt: skip
    text = "\n".join(json.dumps({"id": i, "schema": s, "properties": p}) for i, s, p in rows)
    counts = loaded(tmp_path, "a.json", text)
    assert (counts.loaded, counts.set_aside.total(), counts.quarantined.total()) == (3, 1, 7)
    assert holdings(tmp_path) == [("未披露持有人", "40", "Made Up Ltd")]


def test_ocds_owners_bidders_and_members_without_name(tmp_path: Path) -> None:
    made = release(
        1,
        bids={
            "details": [{"id": "b", "tenderers": [{"id": "?"}], "value": {"amount": 3, "currency": "CNY"}}]
        },
    )
    made["parties"][1] |= {
        "beneficialOwners": [{"id": "p"}], "shareholders": [{"shareholder": {"id": "h"}, "shareholding": 0.4}],
    }  # fmt: skip
    made["parties"].append({"id": "m", "memberOf": [{"id": made["parties"][1]["id"]}]})
    counts = loaded(tmp_path, "a.json", json.dumps(package(made), ensure_ascii=False))
    assert counts.loaded == 1
    assert counts.set_aside["a holder without name, kept as undisclosed"] == 2
    winner = made["parties"][1]["name"]
    assert holdings(tmp_path) == [("未披露持有人", "", winner), ("未披露持有人", "40", winner)]
    said = list(read_statements(Workspace(tmp_path / "ws").current.statement_files))
    bids = {s.subject for s in said if (s.predicate, s.object) == ("type", "Bid")}
    assert len(bids) == 1, "a bid is a bid, whoever makes it"
    assert not [s for s in said if s.subject in bids and s.predicate == "hasBidder"]


def test_shareholders_and_tables_without_name(tmp_path: Path) -> None:
    text = "eid,name,type,percent,parent_id\n1,虚构控股集团有限公司,,,\n2,,,40%,1\n3,虚构子公司有限公司,,50%,2\n4,虚构丁有限公司,,30%,1\n"
    counts = loaded(tmp_path, "tree.csv", text)
    assert dict(counts.quarantined) == {"a row without name": 1, "a parent that is no row of the file": 1}
    assert holdings(tmp_path) == [("虚构丁有限公司", "30", "虚构控股集团有限公司")]


def test_what_a_loader_lets_through_is_left_out_of_the_build(tmp_path: Path) -> None:
    """Two files that each are right, and contradict each other: here by hand, since identity rules see to it."""
    counts = loaded(
        tmp_path,
        "a.json",
        json.dumps([COMPANY, flat("personStatement", "p", names=[{"fullName": "Some One"}])]),
    )
    path = tmp_path / "ws" / "loaded" / f"{counts.source}.parquet"
    said = list(read_statements([path]))
    import dataclasses

    from govgraph.graph.statements.parquet import write_statements

    wrong = [dataclasses.replace(s, object="2020-02-31") if s.predicate == "founded" else s for s in said]
    assert wrong != said
    write_statements(wrong, path)
    built = govgraph(tmp_path / "ws", "build")
    assert built.exit_code == 0, built.stderr
    assert "left out: 1 records that break the ontology's rules" in built.stderr
    checked = govgraph(tmp_path / "ws", "check")
    assert checked.exit_code == 3
    assert "'2020-02-31' is no date" in checked.stderr
    names = {
        s.object
        for s in read_statements(Workspace(tmp_path / "ws").current.statement_files, "predicate = 'name'")
    }
    assert "Some One" in names
    assert COMPANY["name"] not in names


# ── whole files ────────────────────────────────────────────────────────────────────────────

DEEP = "[" * 100_000 + "]" * 100_000


def far_cell(folder: Path) -> Path:
    """A workbook of two cells, the first and the last that a sheet can have."""
    path = write_workbook(folder / "far.xlsx", {"合同": [["采购人"], ["甲"]]})
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(
                name, part.replace(b'r="A2"', b'r="XFD1048576"').replace(b'<row r="2"', b'<row r="1048576"')
            )
    return path


def test_a_list_of_files_loads_what_it_can(tmp_path: Path) -> None:
    """Each file that is refused is a line, and costs no other; a curated one too."""
    good = json.dumps(package(release(1)), ensure_ascii=False)
    files = {"good.json": good, "deep.json": DEEP, "late.json": json.dumps({"x_note": "n" * 300_000, **release(2)}),
             "unknown.txt": "what is this?", "control.json": good.replace('"uri"', '"ur\x01i"'),
             "bad.yml": "source: {id: made-up}\n", "good.yml": "source: {id: made-up-2, title: T, publisher: P}\n"}  # fmt: skip
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "gone.json").symlink_to(tmp_path / "nowhere")
    far_cell(folder).with_name("far.map.yml").write_text(
        "source: {title: T, publisher: P, published: 2023}\nrow: Contract\ncolumns:\n  采购人: signedByBuyer.name\n",
        "utf-8",
    )
    paths = [str(path) for path in sorted(folder.iterdir()) if not path.name.endswith(".map.yml")]
    result = govgraph(tmp_path / "ws", "load", *paths, str(tmp_path / "missing.json"))
    assert result.exit_code == 3
    for name, reason in {
        "deep.json": "unknown format", "unknown.txt": "unknown format", "gone.json": "does not exist", "missing.json": "does not exist",
        "far.xlsx": "its sheets are larger than memory", "bad.yml": "has no 'title'",
    }.items():  # fmt: skip
        assert any(name in line and reason in line for line in result.stderr.splitlines()), (
            name,
            result.stderr,
        )
    assert "6 of 10 files were not loaded" in result.stderr
    workspace = Workspace(tmp_path / "ws")
    assert [path.stem for path in workspace.inputs()] == [
        "made-up-2",
        "control-json",
        "good-json",
        "late-json",
    ]
    workspace.build()


@pytest.mark.parametrize("format_", ["ocds", "bods", "ftm", "notice"])
def test_brackets_in_brackets_are_one_line(tmp_path: Path, format_: str) -> None:
    counts = loaded(tmp_path, "deep.json", DEEP, format_)
    assert counts.read == 1 == counts.quarantined.total()
    assert "yields too little" in counts.problem


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"ocid": "ocds-made01-3"', '"oc\x01id": "ocds-made01-3"'),
        lambda text: text.replace('"虚构项目3"', '"虚构项目3'),
        lambda text: text.replace('"虚构项目3"', "虚构项目3"),
        lambda text: text.replace('{"id": "t", "title": "虚构项目3"', '"id": "t", "title": "虚构项目3"'),
        lambda text: text.replace('"title": "虚构项目3"', f'"title": {DEEP}'),
        lambda text: text.replace('"ocid": "ocds-made01-3"', "1..2"),
    ],
)
def test_a_broken_item_of_a_list_costs_itself(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    whole = json.dumps(package(*(release(n) for n in range(6))), ensure_ascii=False)
    text = spoil(whole)
    assert text != whole
    counts = loaded(tmp_path, "a.json", text)
    assert (counts.read, counts.loaded, counts.quarantined.total()) == (6, 5, 1)


def test_what_tells_a_format_may_stand_late(tmp_path: Path) -> None:
    note = {"x_note": "n" * 300_000}
    for name, content in {
        "ocds": json.dumps({**note, **release(1)}),
        "bods": json.dumps([{**note, **COMPANY}]),
        "ftm": json.dumps({**note, "id": "a", "schema": "Person", "properties": {"name": ["A"]}}),
    }.items():
        (tmp_path / name).write_text(content, "utf-8")
        assert detect(tmp_path / name) == name
        (tmp_path / name).write_text(content, "utf-16")
        assert detect(tmp_path / name) == name


def test_a_long_chain_of_replacements_takes_time_in_proportion(tmp_path: Path) -> None:
    """Counted in lines of the loader that run, since a clock tells of the machine."""

    def steps(length: int) -> int:
        chain = [
            flat("entityStatement", f"s{n}", name=f"A{n}", replacesStatements=[f"s{n - 1}"])
            for n in range(length)
        ]
        stream, count = BytesIO(json.dumps(chain).encode()), 0

        def trace(frame: object, event: str, _: object) -> object:
            nonlocal count
            count += event == "line"
            return trace

        before = sys.gettrace()
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            assert len(list(read_bods(stream, "a.json", "s"))) == length + 1
        finally:
            sys.settrace(before)
        return count

    assert steps(1_600) < 4.5 * steps(400)


# ── the cases that were found ──────────────────────────────────────────────────────────────


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
def test_shared_cases(tmp_path: Path) -> None:
    for name, lines in {
        "dangling-bods.json": ["1 × a holder without name, kept as undisclosed"],
        "odd-bods.json": [
            "1 × a company that holds itself",
            "1 × a least share that is above the greatest",
            "1 × a period that ends before it starts",
        ],
        "late-ocid.json": [],
        "ctrl-key.json": ["quarantined: 2 × not JSON", "1 of 1 files were not loaded"],
        "deep.json": ["1 of 1 files were not loaded"],
    }.items():
        result = govgraph(tmp_path / name, "load", str(CASES / name))
        assert result.exit_code == (3 if "1 of 1 files were not loaded" in lines else 0)
        assert all(line in result.stderr for line in lines), result.stderr
        if not result.exit_code:
            assert govgraph(tmp_path / name, "build").exit_code == 0
    result = govgraph(
        tmp_path / "far", "load", "--map", str(CASES / "t.map.yml"), str(CASES / "far-cell.xlsx")
    )
    assert result.exit_code == 3
    assert "its sheets are larger than memory" in result.stderr
