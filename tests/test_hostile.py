"""Hostile names come through every command as text."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest

from govgraph.workspace import Workspace
from tests.bundled import govgraph, rows

NAMES = {
    "script": "<script>alert(1)</script>",
    "closing": "</script><img src=x onerror=alert(1)>",
    "quotes": "'\"`\\ OR 1=1 --",
    "cypher": "x'}) DETACH DELETE n //",
    "sparql": '" } ; DROP ALL ; #',
    "direction": "\u202eevil\u202c 腾\u200b讯",
    "formula": '=HYPERLINK("http://x")',
    "markup": "[red]not red[/red] **md** |pipe|",
    "braces": "{{7*7}} ${jndi:x} %s {0}",
    "long": "长" * 10_000,
}
PROJECT = "项目 " + NAMES["quotes"]


def hostile_file(folder: Path) -> Path:
    lines = [
        "source: {id: hostile, title: " + json.dumps("报道 " + NAMES["script"]) + ", publisher: p}",
        "entities:",
    ]
    lines += ["  shared-project: {type: Project, name: " + json.dumps(PROJECT, ensure_ascii=False) + "}"]
    for key, name in NAMES.items():
        quoted = json.dumps(name, ensure_ascii=False)
        lines.append(
            f"  hostile-{key}: {{type: CorporateGroup, name: {quoted}, alias: {quoted}, description: {quoted}}}"
        )
    lines.append("edges:")
    lines += [
        f"- {{type: Participation, from: hostile-{key}, to: shared-project, role: participant}}"
        for key in NAMES
    ]
    path = folder / "hostile.yml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("hostile")
    workspace = Workspace(folder / "ws")
    assert govgraph(workspace, "load", str(hostile_file(folder))).exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    return workspace


@pytest.mark.parametrize("engine", ["embedded", "sparql"])
def test_all_names_meet_all_others(hostile: Workspace, engine: str) -> None:
    found = rows(hostile, "co-occurring-giants", "--on", engine)
    assert len(found) == len(NAMES) * (len(NAMES) - 1) // 2
    assert {name for r in found for name in (r["a"], r["b"])} == set(NAMES.values())
    assert {name for r in found for name in r["projectNames"]} == {PROJECT}


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("engine", ["embedded", "sparql"])
def test_a_hostile_parameter_changes_nothing(hostile: Workspace, key: str, engine: str) -> None:
    found = rows(
        hostile,
        "co-occurring-giants",
        "--on",
        engine,
        "--among",
        f"hostile-{key},hostile-{'script' if key != 'script' else 'long'}",
    )
    assert len(found) == 1
    result = govgraph(
        hostile, "query", "run", "co-occurring-giants", "--on", engine, "--among", NAMES[key] + "不存在"
    )
    assert result.exit_code == 2
    assert len(rows(hostile, "co-occurring-giants", "--on", engine)) == len(NAMES) * (len(NAMES) - 1) // 2


@pytest.mark.parametrize("key", NAMES)
def test_names_are_found_and_shown(hostile: Workspace, key: str) -> None:
    result = govgraph(hostile, "why", NAMES[key])
    assert result.exit_code == 0
    assert all(c.isprintable() or c == "\n" for c in result.stdout)


def test_table_shows_no_control_character_and_no_markup(hostile: Workspace) -> None:
    text = govgraph(
        hostile, "query", "run", "co-occurring-giants", "--among", "hostile-direction,hostile-markup"
    ).stdout
    assert "\\u202e" in text
    assert "[red]" in text
    assert all(c.isprintable() or c == "\n" for c in text)


def test_csv_runs_no_formula(hostile: Workspace) -> None:
    text = govgraph(hostile, "query", "run", "co-occurring-giants", "--format", "csv").stdout
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(cells) > 100
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]


def test_exports_are_well_formed(hostile: Workspace, tmp_path: Path) -> None:
    for form in ("turtle", "nquads", "graphml", "csv", "parquet"):
        result = govgraph(hostile, "export", "--format", form, "-o", str(tmp_path / form))
        assert result.exit_code == 0, result.stderr
    texts = {node.text for node in ET.parse(tmp_path / "graphml").iter() if node.text}
    assert NAMES["script"] in texts
    for form, kind in (("turtle", ox.RdfFormat.TURTLE), ("nquads", ox.RdfFormat.N_QUADS)):
        literals = {
            q.object.value
            for q in ox.parse(path=tmp_path / form, format=kind)
            if isinstance(q.object, ox.Literal)
        }
        assert set(NAMES.values()) <= literals
    assert any((tmp_path / "csv").iterdir())


def test_the_page_holds_them_as_data(hostile: Workspace, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = govgraph(hostile, "view", "ecosystem", "-o", str(page))
    assert result.exit_code == 0, result.stderr
    text = page.read_text("utf-8")
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
