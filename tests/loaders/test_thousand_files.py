"""A folder of 1,000 files with 50 bad ones of ten kinds: 950 are loaded, 50 named, nothing is half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bundled import govgraph

#: Ten ways to be bad, each five times; the suffix tells what the file claims to be.
BAD: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "nested": (".json", lambda n: b"[" * 100_000), "torn": (".json", lambda n: b'{"releases": [{"ocid": "x'),
    "binary": (".json", lambda n: bytes(range(256))), "empty": (".json", lambda n: b""), "no list": (".json", lambda n: b"[]"),
    "no yaml": (".yml", lambda n: b"a: ["), "no source": (".yml", lambda n: b"entities: {}"),
    "no map": (".csv", lambda n: b"a,b\n1,2\n"), "no workbook": (".xlsx", lambda n: b"no workbook"),
    "no bytes of a text": (".yml", lambda n: b"\xff\xfe\x00\xd8"),
}  # fmt: skip


def folder(tmp_path: Path, good: int) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for number in range(good):
        holder = f"holder,held,percent\n甲{number}号投资有限公司,乙{number}号科技有限公司,5%\n"
        (made / f"good-{number}.csv").write_text(holder, "utf-8")
    for kind, (suffix, content) in BAD.items():
        for number in range(5):
            (made / f"bad-{kind.replace(' ', '-')}-{number}{suffix}").write_bytes(content(number))
    return made


@pytest.mark.parametrize(
    ("good", "language", "sentence"),
    [(950, "zh", "1000 个文件中有 50 个未载入"), (10, "en", "50 of 60 files were not loaded")],
)
def test_950_are_loaded_and_50_named(good: int, language: str, sentence: str, tmp_path: Path) -> None:
    files = folder(tmp_path, good)
    assert len([*files.iterdir()]) == good + 50
    workspace = tmp_path / "ws"
    result = govgraph(workspace, "load", str(files), "--lang", language, "--jobs", "1", "--format", "json")
    assert result.exit_code == 3
    assert sentence in result.stderr
    report = json.loads(result.stdout)
    bad = {Path(one["file"]).name for one in report["files"] if one["problem"]}
    assert bad == {path.name for path in files.glob("bad-*")}
    assert all(name in result.stderr for name in bad), "each is named"
    loaded = {path.name for path in (workspace / "loaded").iterdir()}
    assert len(loaded) == 2 * good, "the statements of a source and how it came, nothing else"
    assert not [*workspace.glob(".load-*")]
    assert not (workspace / "curated").exists()
