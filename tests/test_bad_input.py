"""Bad curated input: each a clear message with file and line, exit code 3, and nothing half-written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from govgraph.workspace import Workspace
from tests.bundled import govgraph

GOOD = """\
source:
  id: made-up
  title: 一篇虚构的报道
  publisher: 虚构日报
  url: http://www.example.org/a
  published: 2020-03-02
entities:
  made-up-city:
    type: Region
    at: 1:0-3
    name: 虚构市
    regionLevel: prefecture
  made-up-group:
    type: CorporateGroup
    name: 虚构集团
  made-up-firm:
    type: Company
    name: 虚构公司
edges:
- {type: Shareholding, from: made-up-group, to: made-up-firm, stake: 51, at: 1:0-3, as: [虚构集团, 虚构公司]}
"""

CASES = {
    "unknown class": ("type: Company", "type: Compagny", 17, "unknown class 'Compagny'"),
    "unknown property": (
        "    regionLevel: prefecture",
        "    regionlevel: prefecture",
        12,
        "did you mean 'regionLevel'",
    ),
    "wrong datatype": ("stake: 51", "stake: 五十一", 20, "'五十一' is no plain decimal number"),
    "bad date": ("published: 2020-03-02", "published: 2020-02-30", 6, "'2020-02-30' is no date"),
    "not in the code list": (
        "regionLevel: prefecture",
        "regionLevel: big",
        12,
        "not in the code list 'region-level'",
    ),
    "dangling id": ("to: made-up-firm", "to: nobody-at-all", 20, "unknown id 'nobody-at-all'"),
    "duplicate id": (
        "  made-up-group:",
        "  made-up-city:",
        13,
        "duplicate key 'made-up-city' (first on line 8)",
    ),
    "bad id": ("  made-up-group:", "  made up group:", 13, "'made up group' is no id"),
    "bad place": ("    at: 1:0-3", "    at: 1:3-0", 10, "'1:3-0' is no place"),
    "unknown modality": ("    at: 1:0-3", "    modality: certain", 10, "unknown modality 'certain'"),
    "inferred without rule": ("    at: 1:0-3", "    modality: inferred", 9, "names no 'rule'"),
    "surface too long": ("[虚构集团, 虚构公司]", f"[{'长' * 21}, 虚构公司]", 20, "21 characters"),
    "one surface of two": ("[虚构集团, 虚构公司]", "虚构集团", 20, "both ends"),
    "an edge class as entity": ("type: Company", "type: Shareholding", 17, "is not a class of entities"),
    "a class as edge": ("{type: Shareholding", "{type: Company", 20, "is not an edge class"),
    "wrong range": ("to: made-up-firm", "to: made-up-city", 20, "is a Region, not a LegalEntity"),
    "wrong domain": (
        "    name: 虚构公司",
        "    name: 虚构公司\n    regionLevel: county",
        19,
        "has no regionLevel",
    ),
    "missing name": ("    name: 虚构集团", "    englishName: Made Up", 13, "must have name"),
    "unknown section": ("edges:", "edged:", 19, "unknown key 'edged'"),
    "no source": ("source:", "sauce:", 1, "has no section 'source'"),
    "unknown source key": ("  url:", "  uri:", 5, "unknown key 'uri'"),
    "not yaml": ("  url: http", "  url: [http", 6, "is not YAML"),
    "an alias": ("    name: 虚构集团", "    name: &x 虚构集团\n    alias: *x", 16, "YAML alias"),
    "empty value": ("    name: 虚构集团", "    name:", 15, "name: is empty"),
    "stakes over 100": (
        "edges:\n",
        "edges:\n- {type: Shareholding, from: made-up-firm-2, to: made-up-firm, stake: 60}\n",
        20,
        "unknown id 'made-up-firm-2'",
    ),
}


def write(folder: Path, text: str) -> Path:
    path = folder / "made-up.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("case", CASES)
def test_message_with_file_and_line(tmp_path: Path, case: str) -> None:
    old, new, line, message = CASES[case]
    assert GOOD.count(old) == 1, "the case must change one place"
    path = write(tmp_path, GOOD.replace(old, new))
    result = govgraph(tmp_path / "ws", "check", str(path))
    assert result.exit_code == 3
    named = [x for x in result.stderr.splitlines() if x.startswith(f"{path}:{line}: ")]
    assert any(message in x for x in named), result.stderr


def test_good_input_is_good(tmp_path: Path) -> None:
    result = govgraph(tmp_path / "ws", "check", str(write(tmp_path, GOOD)))
    assert (result.exit_code, result.stderr) == (0, "no problems\n")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "1: is empty"),
        (b"# only a comment\n", "1: is empty"),
        ("source:\n  id: a\n  title: 标题".encode("gbk"), "3: is not UTF-8"),
        (b"\x00\x01\x02", "is not YAML"),
        (b"- a\n- b\n", "1: the file must be a mapping"),
    ],
)
def test_what_is_no_curated_file(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "broken.yml"
    path.write_bytes(raw)
    result = govgraph(tmp_path / "ws", "check", str(path))
    assert result.exit_code == 3
    assert message in result.stderr


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("type: Company", "type: Compagny")
        .replace("stake: 51", "stake: x")
        .replace("prefecture", "big")
    )
    result = govgraph(tmp_path / "ws", "check", str(write(tmp_path, text)))
    assert [line for line in (12, 17, 20) if f"made-up.yml:{line}: " in result.stderr] == [12, 17, 20]


def test_a_bad_file_is_refused_alone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    good = write(tmp_path, GOOD)
    bad = tmp_path / "bad.yml"
    bad.write_text(GOOD.replace("id: made-up", "id: other").replace("stake: 51", "stake: x"), "utf-8")
    result = govgraph(workspace, "load", str(good), str(bad))
    assert result.exit_code == 3
    assert "1 of 2 files were not loaded" in result.stderr
    assert [path.stem for path in workspace.inputs()] == ["made-up"]


def test_a_bad_graph_keeps_the_old_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    assert govgraph(workspace, "load", str(write(tmp_path, GOOD))).exit_code == 0
    assert govgraph(workspace, "build").exit_code == 0
    before = workspace.current
    assert (
        govgraph(
            workspace, "load", str(write(tmp_path, GOOD.replace("to: made-up-firm", "to: nobody")))
        ).exit_code
        == 0
    )
    result = govgraph(workspace, "build")
    assert result.exit_code == 3
    assert "unknown id 'nobody'" in result.stderr
    assert workspace.current == before
    assert govgraph(workspace, "why", "虚构公司").exit_code == 0


TEXT = "虚构集团持有虚构公司51%的股份。\n"


@pytest.mark.parametrize(
    ("old", "new", "text", "message"),
    [
        ("", "", TEXT, ""),
        ("", "", TEXT + "x", "sha256"),
        ("at: 1:0-3, as", "at: 1:0-99, as", TEXT, "lie outside paragraph 1"),
        ("at: 1:0-3, as", "at: 7:0-3, as", TEXT, "has no paragraph 7"),
        ("at: 1:0-3, as", "at: 1:6-9, as", TEXT, "'虚构集团' is not printed at 1:6-9"),
    ],
)
def test_against_the_text(tmp_path: Path, old: str, new: str, text: str, message: str) -> None:
    (tmp_path / "text.txt").write_text(text, "utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    curated = GOOD.replace("  published", f"  text: text.txt\n  sha256: {digest}\n  published")
    curated = (
        curated.replace("    at: 1:0-3\n", "").replace("at: 1:0-3, as", "at: 1:0-16, as")
        if not old
        else curated.replace(old, new)
    )
    curated = curated.replace("    at: 1:0-3\n", "")
    result = govgraph(tmp_path / "ws", "check", str(write(tmp_path, curated)), "--texts", str(tmp_path))
    assert message in result.stderr
    assert result.exit_code == (3 if message else 0)


def test_a_missing_file(tmp_path: Path) -> None:
    result = govgraph(tmp_path / "ws", "load", str(tmp_path / "nowhere.yml"))
    assert result.exit_code == 3
    assert "does not exist" in result.stderr


def test_an_unknown_format(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"x")
    result = govgraph(tmp_path / "ws", "load", str(path))
    assert result.exit_code == 3
    assert "--as" in result.stderr


def test_without_a_graph_the_way_is_shown(tmp_path: Path) -> None:
    for arguments in (("why", "腾讯"), ("query", "run", "co-occurring-giants"), ("build",)):
        result = govgraph(tmp_path / "ws", *arguments)
        assert result.exit_code == 1
        assert "govgraph " in result.stderr


def test_names_that_nothing_has(bundled: Workspace) -> None:
    result = govgraph(bundled, "why", "腾迅")
    assert result.exit_code == 2
    assert "nothing here is called '腾迅'" in result.stderr
    near = govgraph(bundled, "why", "Tencnt")
    assert "tencent" in near.stderr
