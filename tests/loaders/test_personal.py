"""Phone numbers, mail addresses and identity numbers are taken out of texts; what only looks like them stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.personal import scrub, scrub_text
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.loaders.releases import package, release

LANDLINE, MOBILE, MAIL, IDENTITY = "0769-22830000", "13800138000", "li.lei@example.org", "11010519491231002X"
TEXTS = {
    f"电话{LANDLINE}": "电话…",
    "致电010-62345678转": "致电…转",
    f"{LANDLINE}-8012，张三": "…，张三",
    f"手机：{MOBILE}。": "手机：…。",
    f"+86 {MOBILE}": "…",
    f"邮箱 {MAIL}": "邮箱 …",
    f"身份证{IDENTITY}": "身份证…",
    f"{LANDLINE}、{MOBILE}、{MAIL}": "…、…、…",
}
KEPT = [
    "项目编号2019-0769-2283",
    "统一社会信用代码91441900MA4UL4YC4X",
    "预算2742462000.55元",
    "0.769-2283",
    "2019-2021年",
    "东莞市",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_personal_goes(text: str) -> None:
    assert scrub_text(text) == TEXTS[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_so_stays(text: str) -> None:
    assert scrub_text(text) == text


def test_a_record_is_cleaned_to_its_depth() -> None:
    given = {
        "note": f"联系{LANDLINE}",
        "parts": [{"about": [f"{MAIL}", "平台"]}],
        "联系电话": "见公告",
        "projectId": "0769-22830000",
        "buyerId": IDENTITY,
    }
    assert scrub(given) == {
        "note": "联系…",
        "parts": [{"about": ["…", "平台"]}],
        "projectId": "0769-22830000",
        "buyerId": "…",
    }


def test_no_number_of_a_release_reaches_the_workspace(tmp_path: Path) -> None:
    """As a user meets it: a description with every kind of number, loaded by the command."""
    tender = {**release(1)["tender"], "title": f"平台项目 咨询{LANDLINE}或{MOBILE}，{MAIL}，{IDENTITY}"}
    file = tmp_path / "releases.json"
    file.write_text(json.dumps(package(release(1, tender=tender)), ensure_ascii=False), "utf-8")
    workspace = Workspace(tmp_path / "ws")
    done = govgraph(workspace, "load", str(file))
    assert done.exit_code == 0, done.stderr
    assert govgraph(workspace, "build").exit_code == 0
    said = " ".join(f"{s.object} {s.surface}" for s in read_statements(workspace.current.statement_files))
    assert "平台项目 咨询…或…，…，…" in said
    for number in (LANDLINE, MOBILE, MAIL, IDENTITY):
        assert number not in said
        assert not [p for p in workspace.root.rglob("*") if p.is_file() and number.encode() in p.read_bytes()]
