"""The command line as a newcomer meets it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from govgraph.cli import main
from govgraph.workspace import Workspace
from tests.bundled import ARTICLE, SHARED, govgraph, rows


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


ALL = dict(commands(main))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_helps(path: tuple[str, ...], tmp_path: Path) -> None:
    result = govgraph(tmp_path, *path, "--help")
    assert result.exit_code == 0
    assert len(result.stdout) > 100
    if path[:2] != ("query", "run"):
        assert "Example: govgraph " in result.stdout


def test_the_commands_of_the_house() -> None:
    top = {path[0] for path in ALL}
    assert {"demo", "load", "build", "query", "why", "view", "check", "export"} <= top


def test_demo(demo: Path) -> None:
    printed = (demo / "stdout").read_text("utf-8")
    article, everything = printed.split("据全部来源")
    assert "仅据2019年文章" in article
    for pair in (("华为", "腾讯"), ("中国电信", "中国联通"), ("中国电信", "腾讯")):
        assert any(all(name in line for name in pair) for line in article.splitlines()), pair
    assert (
        f"另有7行: govgraph query run co-occurring-giants --source {ARTICLE}" in article
    )  # ten pairs, three shown
    assert "东莞市政务云平台建设" in everything
    assert len(printed.splitlines()) <= 40  # a screen
    assert "govgraph-demo.html" in everything
    assert (demo / "govgraph-demo.html").stat().st_size > 100_000
    assert not list((demo / "ws").glob("quarantine/*"))
    assert "govgraph why 腾讯 华为" in everything


def test_demo_of_a_city(tmp_path: Path) -> None:
    """Yichang's awards and bids: who meets whom, and the market of each county."""
    result = govgraph(
        tmp_path / "ws", "--lang", "zh", "demo", "--set", "yichang", "-o", str(tmp_path / "demo.html")
    )
    assert result.exit_code == 0, result.stderr
    assert "枝江市人工智能产业创新基地建设项目" in result.stdout
    assert {"宜都市", "枝江市"} <= {line.split(" ")[0] for line in result.stdout.splitlines()}
    assert len(result.stdout.splitlines()) <= 40
    assert "4 × several names in one cell" in result.stderr
    why = govgraph(tmp_path / "ws", "why", "讯飞智元信息科技有限公司").stdout
    assert "https://ggzy.sc.yichang.gov.cn/jyxx/" in why


def test_demo_of_the_article(tmp_path: Path) -> None:
    result = govgraph(
        tmp_path / "ws", "--lang", "zh", "demo", "--set", "article", "-o", str(tmp_path / "demo.html")
    )
    assert result.exit_code == 0, result.stderr
    assert "仅据2019年文章" in result.stdout
    assert "烽火科技" not in result.stdout


def test_chinese_lines_up(bundled: Workspace) -> None:
    """Every row's second column begins at the same cell."""
    from rich.cells import cell_len

    text = govgraph(bundled, "query", "run", "co-occurring-giants", env={"COLUMNS": "200"}).stdout
    found = rows(bundled, "co-occurring-giants")
    pairs = [(row["a"], row["b"]) for row in found]
    starts = [
        cell_len(line[: line.index(b, len(a))])
        for line in text.splitlines()
        for a, b in pairs
        if line.startswith(a + " ") and b in line[len(a) : len(a) + 12]
    ]
    assert len(starts) == len(pairs)
    assert len(set(starts)) == 1


def test_formats(bundled: Workspace) -> None:
    run = ("query", "run", "co-occurring-giants", "--among", "腾讯,华为", "--source", ARTICLE)
    record = json.loads(govgraph(bundled, *run, "--format", "json").stdout)[0]
    assert (record["a"], record["b"], record["projects"]) == ("华为", "腾讯", 2)
    assert (
        govgraph(bundled, *run, "--format", "csv")
        .stdout.splitlines()[1]
        .startswith("华为,腾讯,2,1,0,1,0,0,2,")
    )
    assert (
        govgraph(bundled, *run, "--format", "markdown")
        .stdout.splitlines()[2]
        .startswith("| 华为 | 腾讯 | 2 |")
    )


def test_english(bundled: Workspace) -> None:
    text = govgraph(
        bundled, "--lang", "en", "query", "run", "co-occurring-giants", env={"COLUMNS": "200"}
    ).stdout
    assert text.startswith("Group")
    assert "holds shares in" in govgraph(bundled, "--lang", "en", "why", "Tencent", "数字广东").stdout


def test_usage_errors_exit_2(bundled: Workspace) -> None:
    for arguments in (
        ("query", "run", "no-such-question"),
        ("query", "run", "co-occurring-giants", "--sauce", "x"),
        ("query", "run", "co-occurring-giants", "--from", "soon"),
        ("view", "no-such-view", "-o", "x.html"),
        ("no-such-command",),
    ):
        result = govgraph(bundled, *arguments)
        assert result.exit_code == 2, arguments
        assert result.stderr


def test_quiet_says_nothing_but_results(tmp_path: Path, bundled: Workspace) -> None:
    result = govgraph(bundled, "-q", "export", "--format", "turtle", "-o", str(tmp_path / "g.ttl"))
    assert (result.stdout, result.stderr) == ("", "")


def test_why_as_json(bundled: Workspace) -> None:
    answer = json.loads(govgraph(bundled, "why", "腾讯", "数字广东", "--format", "json").stdout)
    stakes = [d["value"] for f in answer["findings"] for d in f["details"] if d["property"] == "stake"]
    assert stakes == ["49"]
    assert all(f["statements"] for f in answer["findings"])


def test_ambiguous_names_list_the_candidates(tmp_path: Path) -> None:
    path = tmp_path / "two.yml"
    path.write_text(
        "source: {id: two, title: t, publisher: p}\nentities:\n"
        "  one-bureau: {type: Agency, name: 甲市数据局, alias: 数据局}\n  other-bureau: {type: Agency, name: 乙市数据局, alias: 数据局}\n",
        "utf-8",
    )
    assert govgraph(tmp_path / "ws", "load", str(path)).exit_code == 0
    assert govgraph(tmp_path / "ws", "build").exit_code == 0
    result = govgraph(tmp_path / "ws", "why", "数据局")
    assert result.exit_code == 2
    assert "one-bureau  甲市数据局" in result.stderr
    assert "other-bureau  乙市数据局" in result.stderr
    assert govgraph(tmp_path / "ws", "why", "甲市数据局").exit_code == 0


def test_help_is_fast() -> None:
    """Heavy engines are imported only by the commands that need them."""
    code = "import sys, govgraph.cli; print([m for m in ('duckdb', 'kglite', 'pandas', 'igraph', 'rdflib') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.skipif(
    not (SHARED / "sources").is_dir(), reason="the sources' texts are not at hand (../shared/sources)"
)
def test_every_fact_stands_in_its_passage(bundled: Workspace) -> None:
    result = govgraph(bundled, "check", "--texts", str(SHARED / "sources"))
    assert (result.exit_code, result.stderr) == (0, "no problems\n")
    text = govgraph(bundled, "why", "腾讯", "数字广东", "--texts", str(SHARED / "sources")).stdout
    assert text.count("│") >= 3


def test_a_passage_is_printed_and_none_from_outside_the_folder(tmp_path: Path) -> None:
    """The same on a text of our own: one source whose text is in the folder, one that names a text beside it."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for path, text in (
        (texts / "in.txt", "示例市日报\n虚构甲公司持有虚构乙公司。"),
        (tmp_path / "out.txt", "秘密"),
    ):
        path.write_text(text, "utf-8")
    sha256 = {
        name: hashlib.sha256((texts / name).read_bytes()).hexdigest() for name in ("in.txt", "../out.txt")
    }
    for number, (name, digest) in enumerate(sha256.items()):
        place = "2:0-5" if number == 0 else "1:0-2"
        facts = f"""\
source: {{id: made-up-{number}, title: 报道, publisher: 示例市日报, published: 2020-03-02, text: {name}, sha256: {digest}, modality: reported}}
entities:
  firm-{number}: {{type: Company, at: "{place}", name: 虚构{"甲乙"[number]}公司}}
"""
        (tmp_path / f"{number}.yml").write_text(facts, "utf-8")
    workspace = tmp_path / "ws"
    for command in (["load", str(tmp_path / "0.yml"), str(tmp_path / "1.yml")], ["build"]):
        assert govgraph(workspace, *command).exit_code == 0
    result = govgraph(workspace, "check", "--texts", str(texts))
    assert (result.exit_code, result.stderr) == (0, "no problems\n")
    inside = govgraph(workspace, "why", "虚构甲公司", "--texts", str(texts)).stdout
    assert "│ 虚构甲公司" in inside
    outside = govgraph(workspace, "why", "虚构乙公司", "--texts", str(texts)).stdout
    assert "虚构乙公司" in outside
    assert "秘密" not in outside
