"""Releases of one process, in one file or several, become one by the standard's rules."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from govgraph.graph.identity.merges import read_merged
from govgraph.graph.identity.resolve import resolve_workspace
from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.ocds.merging_rules import rules_of
from govgraph.loaders.registry import merger_of
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.loaders.releases import Json, package, release
from tests.loaders.test_ocds import loaded, save


def test_amended_releases_merge_across_files(tmp_path: Path) -> None:
    later = {"ocid": "ocds-made01-1", "id": "2", "date": "2020-05-01T00:00:00Z", "tag": ["awardUpdate"],
             "tender": {"title": "虚构项目1(更正)"}, "awards": [{"id": "a1", "value": {"amount": 880000}}]}  # fmt: skip
    first, second = (
        save(tmp_path, "one.json", package(release(1))),
        save(tmp_path, "two.json", package(later)),
    )
    for order in ((first, second), (second, first)):
        workspace = Workspace(tmp_path / f"ws-{order[0].stem}")
        for path in order:
            assert govgraph(workspace, "load", str(path)).exit_code == 0
        assert govgraph(workspace, "build").exit_code == 0
        said = list(
            read_statements(workspace.current.statement_files, "predicate IN ('amount', 'name', 'awardedTo')")
        )
        assert {(s.object, s.source) for s in said if s.object in ("880000", "900001.5")} == {
            ("880000", "two-json"), ("900001.5", "one-json")}  # fmt: skip
        awards = [s for s in said if s.subject.startswith("award-") and s.predicate == "amount"]
        assert [s.object for s in awards] == ["880000"], "the later release replaces the amount"
        assert "虚构项目1" not in {s.object for s in said}
        assert [s.source for s in said if s.predicate == "awardedTo"] == ["one-json"]


def merged(folder: Path, *releases: Json) -> list[str]:
    """The facts of the compiled release, as names of winners and amounts of awards."""
    loaded(folder, save(folder, "a.json", package(*releases)))
    build = Path(mkdtemp(dir=folder))
    resolve_workspace(folder / "ws", build, merger_of)
    said = list(read_statements([build / "resolved/a-json.parquet"]))
    names = {s.subject: s.object for s in said if s.predicate == "name"}
    awards = {s.subject for s in said if (s.predicate, s.object) == ("type", "Award")}
    return sorted(
        names.get(s.object, s.object)
        for s in said
        if s.subject in awards and s.predicate in ("awardedTo", "amount")
    )


def stage(number: int, date: str, award: Json, **changes: Any) -> Json:
    return {"ocid": "x-1", "id": str(number), "date": date, "awards": [{"id": "a", **award}], **changes}


A, B = {"id": "1", "name": "虚构甲有限公司"}, {"id": "2", "name": "虚构乙有限公司"}
PARTIES = {"parties": [A, B]}
MERGES: dict[str, tuple[list[Json], list[str]]] = {
    "a later value replaces": ([stage(1, "2020-01-01", {"value": {"amount": 1}}), stage(2, "2020-01-02", {"value": {"amount": 2}})], ["2"]),
    "whatever stands first": ([stage(2, "2020-01-02", {"value": {"amount": 2}}), stage(1, "2020-01-01", {"value": {"amount": 1}})], ["2"]),
    "later by the clock, not by the letters": (
        [stage(1, "2020-01-01T01:00:00+09:00", {"value": {"amount": 1}}), stage(2, "2019-12-31T20:00:00Z", {"value": {"amount": 2}})], ["2"]),
    "null takes away": ([stage(1, "2020-01-01", {"value": {"amount": 1}}), stage(2, "2020-01-02", {"value": {"amount": None}})], []),
    "suppliers of 1.1 are merged by id": (
        [stage(1, "2020-01-01", {"suppliers": [A]}, **PARTIES), stage(2, "2020-01-02", {"suppliers": [A, B]}, **PARTIES)],
        ["虚构乙有限公司 / 虚构甲有限公司"]),
    "suppliers of 1.0 are replaced": (
        [stage(1, "2020-01-01", {"suppliers": [{"name": A["name"]}]}), stage(2, "2020-01-02", {"suppliers": [{"name": B["name"]}]})],
        [B["name"]]),
    "a text here, an object there": (
        [stage(1, "2020-01-01", {"value": {"amount": 1}, "status": "active"}), stage(2, "2020-01-02", {"value": {"amount": 2}, "status": {"x": 1}})],
        ["2"]),
    "a list here, an object there": (
        [stage(1, "2020-01-01", {"value": {"amount": 1}}), {**stage(2, "2020-01-02", {}), "awards": {"id": "a", "value": {"amount": 2}}}],
        ["2"]),
}  # fmt: skip


@pytest.mark.parametrize("case", MERGES)
def test_releases_merge_by_the_standard(tmp_path: Path, case: str) -> None:
    releases, facts = MERGES[case]
    assert merged(tmp_path, *releases) == facts


def test_what_cannot_be_merged_is_left_out_and_told_and_can_be_corrected(tmp_path: Path) -> None:
    odd = [stage(1, "2020-01-01", {"id": "b"}), stage(2, "2020-01-02", {"id": ["b"]})]
    workspace = Workspace(tmp_path / "ws")
    path = save(tmp_path, "a.json", package(*odd, release(1)))
    assert govgraph(workspace, "load", "--jobs", "1", str(path)).exit_code == 0
    built = govgraph(workspace, "build")
    assert built.exit_code == 0
    assert "left out: 1 processes" in built.stderr
    said = list(read_statements(workspace.current.statement_files, "predicate = 'ocid'"))
    assert [s.object for s in said] == ["ocds-made01-1"], "the rest goes on"
    told = (workspace.current.folder / "unmerged.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["position"] for line in told] == ["/0/releases/0", "/0/releases/1"]
    (tmp_path / "fixed.jsonl").write_text("\n".join(told).replace('[\\"b\\"]', '\\"b\\"'), "utf-8")
    assert loaded(tmp_path, tmp_path / "fixed.jsonl")[0].loaded == 2


def test_rules_of_the_two_versions() -> None:
    """Facts of the published schemas: what is omitted, which lists are whole, and in which version."""
    one, two = rules_of([{}]), rules_of([{"parties": []}, {}])
    assert {path[0] for path, rule in two.items() if rule == "omitWhenMerged"} == {"id", "date", "tag"}
    whole = {"/".join(path) for path, rule in two.items() if rule == "wholeListMerge"}
    assert {"parties/roles", "parties/additionalIdentifiers", "awards/amendments/changes", "contracts/items/additionalClassifications",
            "tender/submissionMethod", "relatedProcesses/relationship"} <= whole  # fmt: skip
    assert not whole & {
        "awards",
        "awards/suppliers",
        "tender/tenderers",
        "tender/lots",
        "bids/details",
        "parties",
    }
    assert {"/".join(path) for path in one.keys() - two.keys()} == {"awards/suppliers", "tender/tenderers"}


def test_every_entity_comes_out_or_is_merged(tmp_path: Path) -> None:
    """Three processes in two files have one supplier, stated once for each: two of the three ids are merged."""
    later = {**release(1, date="2020-05-01T00:00:00Z"), "tender": {"title": "虚构项目1(更正)"}}
    one = save(tmp_path, "one.json", package(release(1), release(12), later))
    loaded(tmp_path, one, save(tmp_path, "two.json", package(release(23))))
    resolve_workspace(tmp_path / "ws", tmp_path / "build", merger_of)
    before = {s.subject for s in read_statements(sorted((tmp_path / "ws/loaded").glob("*.parquet")))}
    after = {s.subject for s in read_statements(sorted((tmp_path / "build/resolved").glob("*.parquet")))}
    one_supplier = read_merged(tmp_path / "build/merged.tsv")
    assert len(one_supplier) == 2
    assert before - after == set(one_supplier)
    assert set(one_supplier.values()) <= after
