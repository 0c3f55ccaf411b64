"""`govgraph cypher`, `sparql`, `schema` and `shell`, and questions of one's own, as users call them."""

from __future__ import annotations

import csv
import io
import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from govgraph.cli import main
from govgraph.commands.prompt import Prompt, completer, whole
from govgraph.commands.shared import Context
from govgraph.errors import QueryError
from govgraph.workspace import Workspace
from tests.bundled import govgraph

GROUPS = "MATCH (g:CorporateGroup) RETURN g.id AS id, g.name AS name"
HOLDERS = "MATCH (h:Agent)-[r:HOLDS_SHARES_IN]->(v {id: 'digital-guangdong'}) RETURN h, r, v"


def answer(workspace: Workspace, *arguments: str) -> list[dict[str, Any]]:
    result = govgraph(workspace, *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_text_file_and_standard_input_are_the_same(bundled: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "mine.cypher"
    file.write_text(GROUPS, "utf-8")
    from_text = answer(bundled, "cypher", GROUPS)
    assert {"id": "tencent", "name": "腾讯"} in from_text
    assert answer(bundled, "cypher", str(file)) == from_text
    typed = CliRunner().invoke(
        main, ["--workspace", str(bundled.root), "cypher", "-", "--format", "json"], input=GROUPS
    )
    assert json.loads(typed.stdout) == from_text
    in_sparql = "SELECT ?id ?name { ?g a gg:CorporateGroup ; gg:id ?id ; gg:name ?name }"
    assert {row["name"] for row in answer(bundled, "sparql", in_sparql.replace("gg:id ?id ; ", ""))} == {
        row["name"] for row in from_text
    }


def test_rows_are_in_one_order_and_the_limit_cuts_what_is_ordered(bundled: Workspace) -> None:
    every = answer(bundled, "cypher", GROUPS)
    assert [row["id"] for row in every] == sorted(row["id"] for row in every)
    assert answer(bundled, "cypher", GROUPS, "--limit", "3") == every[:3]
    falling = answer(bundled, "cypher", GROUPS + " ORDER BY id DESC", "--limit", "2")
    assert falling == every[:-3:-1]
    result = govgraph(bundled, "cypher", GROUPS, "--limit", "3")
    assert f"only the first 3 of {len(every)} rows are shown" in result.stderr


def test_parameters_are_values(bundled: Workspace) -> None:
    text = "MATCH (g:CorporateGroup) WHERE g.id IN $ids OR g.name = $name RETURN g.id AS id"
    given = ("--param", 'ids=["tencent", "huawei"]', "--param", "name=阿里巴巴")
    assert [row["id"] for row in answer(bundled, "cypher", text, *given)] == ["alibaba", "huawei", "tencent"]
    named = answer(
        bundled, "cypher", "RETURN $text AS a, $on AS b", "--param", "text=x", "--param", "on=neo4j"
    )
    assert named == [{"a": "x", "b": "neo4j"}], "whatever a parameter is called, it is one"
    evil = "x' OR 1=1 //"
    assert answer(bundled, "cypher", text, "--param", "ids=[]", "--param", f"name={evil}") == []
    assert govgraph(bundled, "cypher", text, "--param", "ids").exit_code == 2
    assert "$name is not given" in govgraph(bundled, "cypher", text, "--param", "ids=[]").stderr
    assert answer(bundled, "sparql", "SELECT ?g { ?g gg:name $name }", "--param", "name=腾讯") == [
        {"g": "tencent"}
    ]


def test_a_misspelt_name_is_told_and_strict_makes_it_an_error(bundled: Workspace) -> None:
    text = "MATCH (a:Awrad) RETURN a.naem AS name"
    result = govgraph(bundled, "cypher", text)
    assert result.exit_code == 0
    assert "did you mean Award?" in result.stderr
    assert "did you mean name?" in result.stderr
    strict = govgraph(bundled, "cypher", text, "--strict")
    assert (strict.exit_code, strict.stdout) == (2, "")
    assert "did you mean Award?" in strict.stderr
    assert (
        "did you mean CorporateGroup?"
        in govgraph(bundled, "sparql", "SELECT ?g { ?g a gg:CorporateGruop }").stderr
    )


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Thing {id: 'x'})",
        "MATCH (n) SET n.x = 1",
        "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
        "",
    ],
)
def test_nothing_is_written_and_no_file_read(text: str, bundled: Workspace) -> None:
    result = govgraph(bundled, "cypher", text)
    assert (result.exit_code, result.stdout) == (2, "")
    with pytest.raises(QueryError):
        bundled.cypher(text)


def test_things_come_whole_in_every_format(bundled: Workspace) -> None:
    (first, *_rest) = answer(bundled, "cypher", HOLDERS)
    assert first["v"]["labels"][:2] == ["JointVenture", "Company"]
    assert first["r"]["type"] == "HOLDS_SHARES_IN"
    assert (first["r"]["start"], first["r"]["end"]) == (first["h"]["properties"]["id"], "digital-guangdong")
    cells = list(csv.reader(io.StringIO(govgraph(bundled, "cypher", HOLDERS, "--format", "csv").stdout)))[1]
    assert [json.loads(cell) for cell in cells] == [first["h"], first["r"], first["v"]]
    table = govgraph(bundled, "cypher", HOLDERS).stdout
    assert "tencent -[HOLDS_SHARES_IN]-> digital-guangdong" in table
    assert "sources" not in table
    shown = govgraph(
        bundled, "cypher", "RETURN 0 AS none, [] AS empty, {a: [1, 2.5]} AS map, date('2020-02-01') AS d"
    ).stdout
    assert "none" in shown, "an answer of 0 is an answer"


def test_schema_tells_what_there_is(bundled: Workspace) -> None:
    found = json.loads(govgraph(bundled, "schema", "--format", "json").stdout)
    counts = {kind["name"]: kind["count"] for kind in found["labels"]}
    assert counts["CorporateGroup"] == len(answer(bundled, "cypher", GROUPS))
    (stake,) = json.loads(govgraph(bundled, "schema", "HOLDS_SHARES_IN", "--format", "json").stdout)
    by_name = {p["name"]: p for p in stake["properties"]}
    assert (by_name["stake"]["type"], by_name["stake"]["unit"]) == ("decimal", "percent")
    assert by_name["stake"]["definition_zh"]
    assert by_name["stake"]["definition_en"]
    assert sum(count for _start, _end, count in stake["ends"]) == stake["count"]
    assert "did you mean 'HOLDS_SHARES_IN'?" in govgraph(bundled, "schema", "HOLDS_SHARE_IN").stderr
    assert "CorporateGroup → JointVenture" in govgraph(bundled, "schema", "HOLDS_SHARES_IN").stdout
    assert (
        "| `stake` | decimal | percent |"
        in govgraph(bundled, "schema", "stake", "--format", "markdown").stdout
    )


def test_every_example_query_of_the_schema_finds_something(bundled: Workspace) -> None:
    schema, wrong = bundled.schema(), []
    kinds = [*schema.labels, *schema.relationships]
    texts = {kind.query for kind in kinds} | {p.query for kind in kinds[::4] for p in kind.properties}
    for text in texts:
        table = bundled.cypher(text)
        if not table.rows or table.warnings:
            wrong.append((text, table.warnings))
    assert len(texts) > 100
    assert wrong == []


def typed(workspace: Workspace, text: str) -> tuple[str, str]:
    result = CliRunner().invoke(
        main,
        ["--workspace", str(workspace.root), "--lang", "en", "shell"],
        input=text,
        catch_exceptions=False,
    )
    assert result.exit_code == 0
    return result.stdout, result.stderr


def test_a_session_in_the_shell(bundled_copy: Workspace, tmp_path: Path) -> None:
    page, table = tmp_path / "a.html", tmp_path / "a.json"
    out, err = typed(
        bundled_copy,
        f":param id=tencent\nMATCH (g {{id: $id}})\nRETURN g.name AS name,\n  g;\n:view {page}\n:export {table}\n"
        "MATCH (n:Awrad) RETURN n;\n:schema OperatingModel\n:why 腾讯 数字广东\n:nothing\n:on nowhere\n:on sparql\n"
        "SELECT ?n { gg:none gg:name ?n }\n\nMATCH (\n:export a.doc\n",
    )
    assert "(腾讯 tencent)" in out
    assert "holds shares in" in out
    assert "OperatingModel · Operating model" in out
    assert json.loads(table.read_text("utf-8"))[0]["name"] == "腾讯"
    assert "tencent" in page.read_text("utf-8")
    for words in (
        "did you mean Award?",
        "there is no :nothing",
        "unknown engine 'nowhere'",
        "SPARQL engine refused",
    ):
        assert words in err, words


def test_lines_become_queries() -> None:
    lines = [
        "MATCH (n)\n",
        "RETURN n;\n",
        "\n",
        ":schema\n",
        "RETURN 1\n",
        "\n",
        "begun\n",
        "\x03\n",
        "RETURN 2",
    ]
    assert list(whole(lines)) == ["MATCH (n)\nRETURN n;", ":schema", "RETURN 1", "RETURN 2"]


def test_completion_knows_schema_names_and_commands(bundled: Workspace) -> None:
    words = completer(Context(bundled.root, True, "en"))

    def offered(text: str) -> list[str]:
        return [one.text for one in words.get_completions(Document(text, len(text)), CompleteEvent())]

    assert "CorporateGroup" in offered("MATCH (g:Corp")
    assert "HOLDS_SHARES_IN" in offered("MATCH (g)-[:holds")
    assert "registeredCapital" in offered("MATCH (c) RETURN c.regis")
    assert any("数字广东" in one for one in offered("MATCH (c {name: '数字广"))
    assert ":schema" in offered(":sch")


def test_a_terminal_is_read_with_history(bundled_copy: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    context = Context(bundled_copy.root, True, "en")
    prompt = Prompt(context, "embedded")

    def type_it() -> None:
        with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
            keys.send_text("RETURN 1 AS x,\r2 AS y;\r:quit\r")
            for text in whole(prompt._typed()):
                if text == ":quit":
                    break
                prompt.do(text)

    with ThreadPoolExecutor(1) as apart:  # an event loop of another test's browser runs in this one
        apart.submit(type_it).result()
    assert prompt.last is not None
    assert prompt.last.records() == [{"x": 1, "y": 2}]
    assert "RETURN 1 AS x," in (bundled_copy.root / "history").read_text("utf-8")


# ── questions of one's own ────────────────────────────────────────────────────────────────────


def test_a_question_of_one_s_own_needs_a_title_only(bundled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.cypher"
    path.write_text(f"// title: 持股 | Holders\n{HOLDERS}\n", "utf-8")
    assert answer(bundled, "query", "run", str(path)) == answer(bundled, "cypher", HOLDERS)
    page = tmp_path / "mine.html"
    result = govgraph(bundled, "view", "query", str(path), "-o", str(page))
    assert result.exit_code == 0, result.stderr
    drawn = page.read_text("utf-8")
    assert all(name in drawn for name in ("腾讯", "数字广东网络建设有限公司"))
    path.write_text("// title: 错 | Wrong\nMATCH (a:Awrad) RETURN a.id AS id\n", "utf-8")
    told = govgraph(bundled, "query", "run", str(path))
    assert told.exit_code == 0
    assert "did you mean Award?" in told.stderr
    path.write_text("// title: 写 | Write\nMATCH (a:Award) SET a.x = 1 RETURN a.id AS id\n", "utf-8")
    assert govgraph(bundled, "query", "run", str(path)).exit_code == 2


def test_the_limit_of_a_question_orders_then_cuts(bundled: Workspace) -> None:
    for name in ("co-occurring-giants", "winner-shares"):
        whole_answer = answer(bundled, "query", "run", name)
        for engine in ("embedded", "sparql"):
            assert answer(bundled, "query", "run", name, "--on", engine, "--limit", "2") == whole_answer[:2]


BIG = "99999999999999999999"


@pytest.mark.parametrize("engine", ["embedded", "sparql", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def test_a_number_of_more_than_64_bits_gives_a_sentence(
    engine: str, bundled: Workspace, request: pytest.FixtureRequest
) -> None:
    if engine == "neo4j":
        request.getfixturevalue("neo4j_bundled")
    result = govgraph(bundled, "query", "run", "never-winning", "--minimum", BIG, "--on", engine)
    assert result.exit_code == 2
    assert f"'{BIG}' is no integer" in result.stderr
    if engine != "sparql":
        free = govgraph(bundled, "cypher", "RETURN $n AS n", "--param", f"n={BIG}", "--on", engine)
        assert free.exit_code == 2
        assert "64 bits" in free.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--timeout", "nan"),
        ("--timeout", "-1"),
        ("--timeout", "1e999"),
        ("--limit", "-1"),
        ("--limit", BIG + "x"),
    ],
)
def test_limits_that_are_none_are_refused(options: tuple[str, ...], bundled: Workspace) -> None:
    assert govgraph(bundled, "cypher", GROUPS, *options).exit_code == 2
    assert govgraph(bundled, "query", "run", "never-winning", *options).exit_code == 2


def test_a_text_longer_than_a_file_s_name_is_a_text(bundled: Workspace) -> None:
    name = "数字政府" * 50
    assert (
        answer(bundled, "cypher", f"MATCH (g:CorporateGroup) WHERE g.name <> '{name}' RETURN count(g) AS n")[
            0
        ]["n"]
        > 0
    )


def hostile(dice: random.Random) -> str:
    """A text that somebody might give in the hope to break something."""
    pieces = [
        "'", '"', "\\", "`", "$", "{", "}", ")", "]", "//", "/*", "; DROP ALL", " OR 1=1", "\n", "\x00", "\u202e", "腾讯", "NaN", "1e999",
        BIG, "-" + BIG, "null", "true", "[", "[1,", '{"a":', "0x7fffffffffffffff", "９", "CALL db.labels()", "DETACH DELETE n", " ",
    ]  # fmt: skip
    return "".join(dice.choices(pieces, k=dice.randint(1, 8)))


@pytest.mark.parametrize("count", [300, pytest.param(3000, marks=pytest.mark.long)])
def test_hostile_values_and_texts_are_answered_or_refused(count: int, bundled: Workspace) -> None:
    dice, store = random.Random(count), bundled.open("embedded")
    from govgraph.commands.ask import parameters
    from govgraph.queries.ask import ask

    refused = 0
    for _ in range(count):
        value = hostile(dice)
        inside = f"MATCH (g:CorporateGroup {{id: {value} }}) RETURN g.id AS id"
        as_value = "MATCH (g:CorporateGroup) WHERE g.name = $x OR g.id = $x RETURN g.id AS id"
        for text, given in ((as_value, (f"x={value}",)), (inside, ())):
            try:
                ask(text, store, bundled.graph(), parameters(given), time_limit=2)
            except QueryError as error:
                refused += bool(str(error))
    assert 0 < refused < 2 * count
    store.close()
