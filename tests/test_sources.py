"""Sources as a user handles them: load again, another file of the same name, forget, what changed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from govgraph.errors import StoreError
from govgraph.graph.inputs import slug
from govgraph.graph.statements.parquet import read_statements
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.loaders.releases import package, release

FACTS = """source: {{id: {id}, title: 示例, publisher: 示例社, published: 2024-05-01}}
entities:
  {id}-city: {{type: Government, name: {city}}}
  {id}-firm: {{type: Company, name: 示例{id}科技有限公司, founded: {founded}}}
edges:
- {{type: Shareholding, from: {id}-city, to: {id}-firm, stake: {stake}}}
"""
OLD = Path(__file__).parent / "fixtures/old-workspace.tar.gz"


def facts(path: Path, id_: str = "facts", city: str = "示例市人民政府", founded: str = "2015", stake: str = "51") -> Path:  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FACTS.format(id=id_, city=city, founded=founded, stake=stake), "utf-8")
    return path


def awards(path: Path, *numbers: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(package(*(release(number) for number in numbers))), "utf-8")
    return path


def listed(workspace: Path) -> dict[str, dict[str, Any]]:
    result = govgraph(workspace, "sources", "--format", "json")
    assert result.exit_code == 0, result.stderr
    return {row["id"]: row for row in json.loads(result.stdout)}


def changed(workspace: Path) -> list[dict[str, Any]]:
    result = govgraph(workspace, "changes", "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def ok(workspace: Path, *arguments: object) -> str:
    result = govgraph(workspace, *map(str, arguments))
    assert result.exit_code == 0, result.stderr
    return result.stdout + result.stderr


def test_the_same_file_updates_its_source_and_the_report_says_what_changed(tmp_path: Path) -> None:
    ws, file = tmp_path / "ws", awards(tmp_path / "a.json", 1, 2)
    ok(ws, "load", file)
    first = listed(ws)["a-json"]
    assert first["records"] == 2
    awards(file, 1)
    report = json.loads(ok(ws, "-q", "load", file, "--format", "json"))["files"][0]
    assert report["updated"]
    assert report["added"] == 0
    assert report["removed"] > 5
    assert listed(ws)["a-json"]["statements"] == first["statements"] - report["removed"]


def test_another_file_of_the_same_name_is_refused_with_what_it_would_replace(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    one, other = awards(tmp_path / "d1/notice.json", 1), awards(tmp_path / "d2/notice.json", 2)
    third = awards(tmp_path / "d2/third.json", 3)
    ok(ws, "load", one)
    before = listed(ws)
    result = govgraph(ws, "load", str(other), str(third))
    assert result.exit_code == 3
    assert f"{before['notice-json']['statements']} statements" in result.stderr
    assert str(one) in result.stderr
    assert "--replace" in result.stderr
    after = listed(ws)
    assert after["notice-json"] == before["notice-json"]
    assert "third-json" in after, "the other file is loaded"
    ok(ws, "load", other, "--replace")
    assert listed(ws)["notice-json"]["path"] == [str(other)]


def test_a_curated_file_does_not_take_the_place_of_a_loaded_source(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    ok(ws, "load", awards(tmp_path / "a.json", 1))
    result = govgraph(ws, "load", str(facts(tmp_path / "facts.yml", "a-json")))
    assert result.exit_code == 3
    assert "would replace source 'a-json'" in result.stderr
    assert listed(ws)["a-json"]["format"] == "ocds"
    ok(ws, "load", tmp_path / "facts.yml", "--replace")
    assert listed(ws)["a-json"]["format"] == "curated"
    assert not (ws / "loaded/a-json.parquet").exists(), "an id stands in one place"


def test_a_curated_file_with_another_id_takes_its_old_one_with_it(tmp_path: Path) -> None:
    ws, file = tmp_path / "ws", tmp_path / "facts.yml"
    ok(ws, "load", facts(file, "one"))
    ok(ws, "load", facts(file, "two"))
    assert set(listed(ws)) == {"two"}


def test_names_that_only_look_alike_as_ids_are_two_sources(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    awards(folder / "a:b.json", 1)
    awards(folder / "a_b.json", 2)
    awards(folder / "中标公告（第2批）.json", 3)
    awards(folder / "2024/a.json", 4)
    ws = tmp_path / "ws"
    ok(ws, "load", folder)
    ids = set(listed(ws))
    assert {"中标公告-第2批-json", "2024-a-json"} < ids
    assert len(ids) == 4
    ok(ws, "load", folder)
    assert set(listed(ws)) == ids, "loading again finds the same sources"
    awards(folder / "a b.json", 5)
    ok(ws, "load", folder / "a b.json")
    assert len(listed(ws)) == 5
    ok(ws, "build")
    assert (
        len(json.loads(ok(ws, "-q", "query", "run", "winner-shares", "--minimum", "1", "--format", "json")))
        > 0
    )


@pytest.mark.parametrize(
    ("name", "id_"), [("A.JSON", "a-json"), ("政府采购/公告.html", "政府采购-公告-html")]
)
def test_an_id_is_a_name_that_can_be_read(name: str, id_: str) -> None:
    assert slug(name) == id_


def test_a_long_name_keeps_its_beginning_and_is_told_apart() -> None:
    one, other = slug("采购" * 60 + "1.html"), slug("采购" * 60 + "2.html")
    assert one != other
    assert one.startswith("采购采购")
    assert len(one.encode()) < 230


def test_a_forgotten_source_is_gone_and_changes_says_so(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    ok(
        ws,
        "load",
        facts(tmp_path / "one.yml", "one"),
        facts(tmp_path / "two.yml", "two", city="示例县人民政府"),
    )
    ok(ws, "build")
    ok(ws, "forget", "two")
    ok(ws, "build")
    assert {(c["what"], c["type"], c["id"]) for c in changed(ws) if not c["start"]} == {
        ("removed", "Company", "two-firm"), ("removed", "Government", "two-city"), ("removed", "Source", "two"),
    }  # fmt: skip
    text = ok(ws, "--lang", "zh", "changes")
    assert "删除" in text
    assert "示例县人民政府 — " in text
    assert "Removed" in ok(ws, "--lang", "en", "changes")
    result = govgraph(ws, "forget", "on")
    assert result.exit_code == 3
    assert "did you mean 'one'?" in result.stderr


def test_a_corrected_value_is_one_change(tmp_path: Path) -> None:
    ws, file = tmp_path / "ws", tmp_path / "facts.yml"
    ok(ws, "load", facts(file))
    ok(ws, "build")
    ok(ws, "load", facts(file, founded="2016", stake="60"))
    ok(ws, "build")
    found = {c["id"]: c for c in changed(ws)}
    firm = found.pop("facts-firm")
    assert firm["what"] == "changed"
    assert {"property": "founded", "before": "2015-01-01", "after": "2016-01-01"} in firm["values"]
    stakes = [v for c in found.values() if c["start"] for v in c["values"] if v["property"] == "stake"]
    assert stakes == [{"property": "stake", "before": "51", "after": "60"}]


def test_the_first_build_added_everything_and_an_equal_one_changes_nothing(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    ok(ws, "load", facts(tmp_path / "facts.yml"))
    ok(ws, "build")
    added = changed(ws)
    assert {c["what"] for c in added} == {"added"}
    assert len(added) >= 4
    ok(ws, "build")
    assert changed(ws) == []
    ok(ws, "build", "--no-inference")
    ok(ws, "build")
    assert {c["what"] for c in changed(ws)} <= {"added"}


def test_status_says_where_the_workspace_stands(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    assert "govgraph build" in ok(ws, "--lang", "en", "status")
    ok(ws, "load", facts(tmp_path / "facts.yml"))
    ok(ws, "build")
    found = json.loads(ok(ws, "status", "--format", "json"))
    assert found["build"]["fresh"]
    assert found["sources"] == {"curated": 1}
    assert found["bytes"] > 1000
    ok(ws, "load", facts(tmp_path / "facts.yml", stake="49"))
    assert not json.loads(ok(ws, "status", "--format", "json"))["build"]["fresh"]


# ── an older workspace ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace of an earlier version: a curated source, a loaded one, and one whose file in loaded/ is gone."""
    with tarfile.open(OLD) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "old-workspace"


def test_an_older_workspace_is_carried_over_by_the_first_command(old: Path) -> None:
    result = govgraph(old, "sources", "--format", "json")
    assert result.exit_code == 0
    assert "gone-json" in result.stderr
    assert "govgraph adopt" in result.stderr
    assert {row["id"]: row["format"] for row in json.loads(result.stdout)}.keys() == {
        "old-facts",
        "awards-json",
    }
    assert sorted(p.name for p in (old / "curated").iterdir()) == ["old-facts.parquet"]
    assert not (old / "statements").exists()
    ok(old, "build")
    said = {s.source for s in read_statements(Workspace(old).current.statement_files)}
    assert said == {"old-facts", "awards-json"}, "an orphan is never taken for curated"
    assert "gone-json" in ok(old, "status")


def test_an_orphan_is_adopted_or_forgotten_by_one_command(old: Path, tmp_path: Path) -> None:
    ok(old, "adopt", "gone-json")
    assert "gone-json" in listed(old)
    ok(old, "forget", "gone-json")
    assert "gone-json" not in listed(old)
    assert Workspace(old).orphans() == []


# ── any order of doings ────────────────────────────────────────────────────────────────────────


def state(workspace: Workspace) -> dict[str, Any]:
    """The graph as plain Python: every row of every table, but what tells of evidence."""
    graph = workspace.graph()
    found: dict[str, Any] = {}
    for table in graph.tables:
        if getattr(table, "labels", ("",))[0] in ("Evidence", "Inference"):
            continue
        kind = getattr(table, "type", "") or table.labels[0]
        for rows in graph.rows(table):
            for row in rows:
                found[row["id"]] = (kind, {k: v for k, v in row.items() if v is not None and k != "id"})
    return found


def difference(new: dict[str, Any], old: dict[str, Any]) -> set[tuple[str, str]]:
    changes = {("added", id_) for id_ in new.keys() - old.keys()}
    changes |= {("removed", id_) for id_ in old.keys() - new.keys()}
    return changes | {("changed", id_) for id_ in new.keys() & old.keys() if new[id_] != old[id_]}


@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)]
)
def test_after_any_order_the_graph_is_what_should_be_there(tmp_path: Path, seed: int) -> None:
    """Loads, replacements, forgettings, builds and kills at random against a model of what should be there."""
    chance, ws = random.Random(seed), tmp_path / "ws"
    should: dict[str, Path] = {}
    before: dict[str, Any] = {}
    for step in range(14):
        doing = chance.choice(["load", "load", "update", "replace", "forget", "kill"])
        name = f"s{chance.randrange(4)}"
        if doing in ("load", "update"):
            path = should.get(name) or tmp_path / f"{step}/{name}.yml"
            facts(path, name, founded=str(2000 + chance.randrange(3)), stake=str(chance.randrange(10, 60)))
            ok(ws, "load", path)
            should[name] = path
        elif doing == "replace":
            path = facts(tmp_path / f"{step}/{name}.yml", name, city=f"第{step}市人民政府")
            result = govgraph(ws, "load", str(path))
            assert (result.exit_code == 3) == (name in should)
            ok(ws, "load", path, "--replace")
            should[name] = path
        elif doing == "forget" and name in should:
            ok(ws, "forget", name)
            del should[name]
        elif doing == "kill" and should:
            kill_while_loading(ws, chance.choice(list(should.values())), chance.random() / 2)
        if should and step % 4 == 3:
            ok(ws, "build")
            new = state(Workspace(ws))
            told = changed(ws)
            if before != new:
                assert {(c["what"], c["id"]) for c in told} == difference(new, before)
            before = new
    fresh = tmp_path / "fresh"
    ok(fresh, "load", *should.values())
    ok(fresh, "build")
    ok(ws, "build")
    assert state(Workspace(ws)) == state(Workspace(fresh))


def kill_while_loading(workspace: Path, file: Path, after: float) -> None:
    """Load a file in another process and kill it at some point."""
    command = [sys.executable, "-m", "govgraph.cli", "--workspace", str(workspace), "load", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def test_wait_waits_for_the_other_writer(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    ok(ws, "load", facts(tmp_path / "facts.yml"))
    with Workspace(ws).lock():
        with pytest.raises(StoreError, match="--wait"), Workspace(ws).lock():
            pass
        command = [
            sys.executable,
            "-m",
            "govgraph.cli",
            "--workspace",
            str(ws),
            "--wait",
            "60",
            "forget",
            "facts",
        ]
        waiting = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)
    assert waiting.wait() == 0
    assert listed(ws) == {}
