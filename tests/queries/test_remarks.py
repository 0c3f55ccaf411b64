"""What is said beside an answer: counts of what a short one rests on, and what an indicator is not."""

from __future__ import annotations

import json
import re

import pytest

from govgraph.queries.library import query_names, read_query
from govgraph.queries.remarks import CAUTION, FEW, caution, count
from govgraph.queries.run import run_query
from govgraph.views.select import picture
from govgraph.workspace import Workspace
from tests.bundled import govgraph

NEEDS = sorted({need for name in query_names() for need in read_query(name).needs})


def test_every_question_says_what_it_rests_on() -> None:
    assert [name for name in query_names() if not read_query(name).needs] == []


def test_engines_count_alike(world: Workspace, bundled: Workspace) -> None:
    for workspace in (world, bundled):
        stores = [workspace.open(engine) for engine in ("embedded", "sparql")]
        counts = [{need: count(need, store) for need in NEEDS} for store in stores]
        assert counts[0] == counts[1]
        for store in stores:
            store.close()


def test_counts_are_those_of_the_world(world: Workspace) -> None:
    """Eight amendments, each of a contract, five with an amount: counted by hand in world.yml."""
    store = world.open("embedded")
    assert [count(need, store) for need in ("Amendment", "Amendment.amends", "Amendment.amount")] == [8, 8, 5]
    store.close()


def test_a_short_answer_says_what_it_lacks(bundled: Workspace) -> None:
    """With the bundled facts each question has five rows or says, in both languages, what there is too little of."""
    store, names = bundled.open("embedded"), bundled.names()
    for name in query_names():
        query = read_query(name)
        table = run_query(query, store, {}, names.resolve)
        lacking = table.remarks[len(caution(query)) :]
        assert bool(lacking) == (len(table) < FEW), name
        for zh, en in lacking:
            assert re.search(r"一个也没有|\d个", zh), name
            assert re.search(r"has none|: \d", en), name
            assert zh.count("。") == 1
    store.close()


def test_the_command_says_it_in_the_readers_language(bundled: Workspace) -> None:
    zh = govgraph(bundled, "--lang", "zh", "query", "run", "unrelated-categories", "--format", "json")
    assert zh.stdout == "[]\n"
    assert "此问题需要事物（品目代码），本图谱一个也没有。" in zh.stderr
    assert "指标是一个问题，不是指控。" in zh.stderr
    en = govgraph(bundled, "--lang", "en", "query", "run", "unrelated-categories")
    assert "the question needs Thing (category code), of which this graph has none." in en.stderr
    assert CAUTION in en.stderr


def test_who_asks_for_less_is_told_nothing_of_the_graph(bundled: Workspace) -> None:
    asked = govgraph(bundled, "query", "run", "co-occurring-giants", "--among", "腾讯,中国平安")
    assert "this graph" not in asked.stderr


@pytest.mark.parametrize("name", [n for n in query_names() if CAUTION in read_query(n).references])
def test_an_indicator_names_innocent_explanations(name: str) -> None:
    ((zh, en),) = caution(read_query(name))
    assert zh.startswith("指标是一个问题，不是指控。正常的解释：")
    assert "可以查清的办法：" in zh
    assert en.startswith(CAUTION)
    assert "What would settle it: " in en


def test_markdown_has_the_caution(bundled: Workspace) -> None:
    printed = govgraph(bundled, "query", "run", "close-prices", "--format", "markdown").stdout
    assert f"\n> {CAUTION}" in printed
    assert "\n> 指标是一个问题，不是指控。" in printed


def test_json_has_the_caution_in_each_row_of_an_indicator_alone(bundled: Workspace) -> None:
    printed = govgraph(bundled, "query", "run", "close-prices", "--format", "json")
    rows = json.loads(printed.stdout)
    assert len(rows) > FEW
    ((zh, en),) = caution(read_query("close-prices"))
    assert {row["caution"] for row in rows} == {f"{zh} {en}"}
    other = govgraph(bundled, "query", "run", "consortium-winners", "--format", "json")
    assert not [row for row in json.loads(other.stdout) if "caution" in row]


def test_beside_csv_the_command_says_the_caution(bundled: Workspace) -> None:
    printed = govgraph(bundled, "--lang", "en", "query", "run", "close-prices", "--format", "csv")
    assert CAUTION not in printed.stdout
    assert CAUTION in printed.stderr


def test_the_network_of_an_indicators_rows_has_the_caution(bundled: Workspace) -> None:
    drawn = picture(bundled.current, "query", ["close-prices"])
    assert "指标是一个问题，不是指控。" in drawn.note_zh
    assert CAUTION in drawn.note_en
    assert CAUTION not in picture(bundled.current, "query", ["consortium-winners"]).note_en
