"""What people read on the command line, in Chinese and in English: every command, and calls that fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from govgraph.cli import main
from govgraph.commands.help import tree
from govgraph.messages import DOMAIN, LOCALE, Message, _, catalogue, joined, speaking, told
from govgraph.ontology.model import ontology
from govgraph.queries.library import query_names, read_query
from govgraph.tools.catalogue import catalogues, msgids, read_po
from govgraph.views.select import VIEWS
from tests.bundled import govgraph
from tests.test_cli import ALL

PO = LOCALE / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"

#: Facts whose names are no words of any language.
FACTS = """source: {id: facts, title: TTL-1, publisher: PBL-1, published: 2024-05-01}
entities:
  city-1: {type: Government, name: CTY-1}
  firm-1: {type: Company, name: FRM-1, founded: 2015}
  firm-2: {type: Company, name: FRM-2}
edges:
- {type: Shareholding, from: city-1, to: firm-1, stake: 51}
- {type: Shareholding, from: firm-1, to: firm-2, stake: 60}
"""
#: Names that are the same in every language: products, formats, what stands in files.
NAMES = set((Path(__file__).parent / "fixtures" / "names-apart.txt").read_text("utf-8").split())


def named() -> set[str]:
    """What commands, options, questions and terms of the ontology are called."""
    found = set(NAMES)
    for command in tree(main):
        found |= {
            command.name or "",
            *(part for one in command.params for name in one.opts for part in name.split("-")),
        }
        found |= set(re.findall(r"[A-Za-z]+", str(getattr(command, "params", ""))))
    found |= {*VIEWS, "ttl", "nt", "nq", "percent", "float", "sha256"}
    model = ontology()
    found |= {*model.classes, *model.properties, *(p.relationship_type for p in model.properties.values())}
    for codes in model.codes.values():
        found |= {part for code in codes for part in code.split("-")}
    for name in query_names():
        query = read_query(name)
        found |= {
            *name.split("-"),
            query.theme,
            *(c.name for c in query.columns),
            *(p.name for p in query.parameters),
        }
        found |= {part for c in query.columns for part in c.type.split()}
    return found


KNOWN = named()


def english_in(text: str) -> list[str]:
    """Words of English in a Chinese text; what is quoted, paths, ids, options, examples and names are none."""
    for apart in (
        r"“[^”]*”", r"'[^'\n]*'", r"https?://\S+", r"(?:govgraph|pip) [\x20-\x7e…]*", r"例：[^\n]*", r"(?m)^\s*//.*$",
        r"\S*[/\\_]\S*", r"\b[0-9a-f]{8,}\b", r"--?[a-z][\w-]*", r"\b[A-Z][A-Z0-9_-]*\b", r"\w+(?:[-.:]\w+)+", r"\[[^\]]*\]", r"\{[^}]*\}",
    ):  # fmt: skip
        text = re.sub(apart, " ", text)
    return [
        word
        for word in re.findall(r"[A-Za-z][A-Za-z0-9]+", text)
        if word not in KNOWN and word.lower() not in KNOWN
    ]


def chinese_in(text: str) -> list[str]:
    """Chinese in an English text; a few terms are given in both, and quoted values are the user's."""
    text = re.sub(
        r"(?m)^ *Example: .*$|“[^”]*”|'[^'\n]*'|\(数字政府\)|27\.42亿|split: 、|\{自然人[^}]*\}|管运分离",
        " ",
        text,
    )
    return re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", text)


def test_the_two_detectors_see_a_foreign_word() -> None:
    assert english_in("没有 source 的文件 file") == []
    assert english_in("没有这个 bucket，请运行：govgraph load FILE") == ["bucket"]
    assert chinese_in("there is no 来源 'x'") == ["来源"]


def both(workspace: Path, *arguments: str, code: int | None = None) -> dict[str, str]:
    """What a command says in each language; the exit code is the same, and no text is in the other language."""
    said, codes = {}, set()
    for language in ("zh", "en"):
        result = govgraph(workspace, *arguments, env={"GOVGRAPH_LANG": language, "COLUMNS": "160"})
        said[language] = result.stdout + result.stderr
        codes.add(result.exit_code)
    assert len(codes) == 1
    assert code is None or codes == {code}, said
    plain = said["zh"].replace(str(workspace), "").replace(str(workspace.parent), "")
    if arguments[:2] == ("query", "show") and arguments[2] in query_names():
        plain = plain.replace(read_query(arguments[2]).body, "")
    assert english_in(plain) == [], said["zh"]
    assert chinese_in(said["en"]) == [], said["en"]
    return said


# ── the catalogue ──────────────────────────────────────────────────────────────────────────


def test_every_message_is_translated() -> None:
    known = read_po(PO.read_text("utf-8"))
    missing = {msgid: place for msgid, place in msgids().items() if not known.get(msgid)}
    assert missing == {}, "run: python -m govgraph.tools.catalogue, and translate what is empty"


def test_the_catalogue_is_what_the_code_asks_for() -> None:
    for path, content in catalogues().items():
        assert path.read_bytes() == content, f"{path} is stale; run: python -m govgraph.tools.catalogue"


def test_a_translation_has_the_values_of_its_msgid() -> None:
    for msgid, text in read_po(PO.read_text("utf-8")).items():
        if "\0" not in msgid:
            assert set(re.findall(r"\{\w+", msgid)) == set(re.findall(r"\{\w+", text)), msgid
            assert english_in(text) == [], text


def test_every_rule_of_the_checker_is_worded() -> None:
    """What the queries say is put together in SQL: each text is found again by its message."""
    from govgraph.graph.builder import check

    for name, query in check._RULES.items():
        assert any(_fits(message, query) for message in check.DETAILS), name


def _fits(message: str, query: str) -> bool:
    flat = re.sub(r"'\s*\|\|.*?\|\|\s*'", "…", query.replace("''", "’"), flags=re.S)
    parts = [part.strip(" '") for part in re.split(r"\{\w+\}", message)]
    return all(part.replace("'", "’") in flat for part in parts if part)


def test_a_message_is_english_wherever_it_is_kept() -> None:
    import pickle

    message = _("there is no source '{id}'{hint}").format(id="x", hint=_("; see: govgraph sources"))
    with speaking("zh"):
        assert json.dumps(message) == json.dumps("there is no source 'x'; see: govgraph sources")
        assert f"{message}" == message == "there is no source 'x'; see: govgraph sources"
        assert (
            told(pickle.loads(pickle.dumps(message)))
            == told(message)
            == "没有来源“x”；参见：govgraph sources"
        )
        assert told(str(message)) == told(message), "found again by what it says"
        assert told(joined((message, "y"), ": ")) == "没有来源“x”；参见：govgraph sources: y"
        assert told("FRM-1") == "FRM-1"
    assert told(message) == message
    assert isinstance(message, Message)
    assert catalogue("xx").gettext("a row") == "a row"


# ── every command ──────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built workspace, with a notice that was set aside."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "facts.yml").write_text(FACTS, "utf-8")
    assert govgraph(folder / "ws", "load", str(folder / "facts.yml")).exit_code == 0
    assert govgraph(folder / "ws", "build").exit_code == 0
    return folder / "ws"


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help(path: tuple[str, ...], small: Path) -> None:
    said = both(small, *path, "--help", code=0)
    assert said["zh"] != said["en"]


WORKING = (
    ("-h",), ("status",), ("sources",), ("changes",), ("why", "firm-1"), ("why", "city-1", "firm-1"), ("why", "city-1", "firm-2"),
    ("review", "list"), ("query", "list"), *(("query", "show", name) for name in ("co-occurring-giants", "co-bidding-communities")),
    ("query", "run", "edge-evidence", "--one", "firm-1"), ("query", "run", "winner-shares"), ("query", "check"), ("check",),
    ("build",), ("neo4j", "status"), ("neo4j", "stop"), ("review", "accept", "firm-1", "firm-2", "--because", "X"),
)  # fmt: skip


@pytest.mark.parametrize("arguments", WORKING, ids=" ".join)
def test_what_commands_say(arguments: tuple[str, ...], small: Path) -> None:
    both(small, *arguments, code=0)


def test_load_forget_and_export_speak_both_languages(tmp_path: Path) -> None:
    (tmp_path / "facts.yml").write_text(FACTS, "utf-8")
    (tmp_path / "rows.csv").write_text(
        "holder,held,percent\nFRM-1,FRM-2,60%\nFRM-3,FRM-2,x\n,FRM-2,1%\n", "utf-8"
    )
    for arguments in (
        ("load", str(tmp_path / "facts.yml"), str(tmp_path / "rows.csv")),
        ("build",),
        ("status",),
        ("sources",),
    ):
        both(tmp_path / "ws", *arguments, code=0)
    both(tmp_path / "ws", "export", "--format", "turtle", "-o", str(tmp_path / "out.ttl"), code=0)
    both(tmp_path / "ws", "view", "ego", "firm-1", "-o", str(tmp_path / "out.html"), code=0)
    for language in ("zh", "en"):
        result = govgraph(tmp_path / "ws", "forget", "rows-csv", "--lang", language)
        assert result.exit_code == 0, result.stderr
        assert ("条陈述" in result.stderr) == (language == "zh")
        govgraph(tmp_path / "ws", "load", str(tmp_path / "rows.csv"))


def test_demo_in_both_languages(tmp_path: Path) -> None:
    said = {
        language: govgraph(
            tmp_path / "ws", "demo", "--set", "article", "-o", str(tmp_path / "x.html"), "--lang", language
        ).stdout
        for language in ("zh", "en")
    }
    assert "From the 2019 article alone" in said["en"]
    assert "仅据2019年文章" in said["zh"]
    assert english_in(re.sub(r"(?m)^  \[\d+\].*$", "", said["zh"])) == []


# ── calls that fail ────────────────────────────────────────────────────────────────────────

BAD_YAML = {
    "no-source": "entities: {}",
    "no-mapping": "[]",
    "empty": "",
    "broken": "a: [",
    "alias": "a: &x 1\nb: *x",
    "twice": "source: {id: a, title: T, publisher: P}\nsource: {id: b}",
    "section": "source: {id: a, title: T, publisher: P}\nsauce: {}",
    "no-title": "source: {id: a, publisher: P}",
    "no-publisher": "source: {id: a, title: T}",
    "bad-id": "source: {id: A B, title: T, publisher: P}",
    "key": "source: {id: a, title: T, publisher: P, colour: red}",
    "modality": "source: {id: a, title: T, publisher: P, modality: sure}",
    "class": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: Companie, name: X}}",
    "case": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: company, name: X}}",
    "edge-class": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: Shareholding, name: X}}",
    "property": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: Company, name: X, colour: red}}",
    "date": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: Company, name: X, founded: soon}}",
    "code": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: Project, name: X, stage: soon}}",
    "space": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: Company, name: 'X '}}",
    "place": "source: {id: a, title: T, publisher: P}\nentities: {x: {type: Company, name: X, at: here}}",
    "no-list": "source: {id: a, title: T, publisher: P}\nedges: {}",
    "no-ends": "source: {id: a, title: T, publisher: P}\nedges: [{type: Shareholding}]",
    "unknown-end": "source: {id: a, title: T, publisher: P}\nedges: [{type: Shareholding, from: x-1, to: y-1}]",
    "as": "source: {id: a, title: T, publisher: P}\nedges: [{type: Shareholding, from: x-1, to: y-1, as: [A, B, C]}]",
}
BAD_MAPS = {
    "no-row": "columns: {a: name}",
    "row": "row: Contrakt\ncolumns: {a: name}",
    "wide": "row: Thing\ncolumns: {a: name}",
    "no-columns": "row: Company\ncolumns: {}",
    "key": "row: Company\nrows: 1\ncolumns: {a: name}",
    "to": "row: Company\ncolumns: {a: {}}",
    "property": "row: Company\ncolumns: {a: nam}",
    "value": "row: Company\ncolumns: {a: name.name}",
    "unit": "row: Company\ncolumns: {a: {to: name, unit: 1}}",
    "header": "row: Company\nheader: x\ncolumns: {a: name}",
    "domain": "row: Company\ncolumns: {a: stake}",
    "link": "row: Contract\ncolumns: {a: hasBuyer}",
    "missing": "row: Shareholding\ncolumns: {a: stake}",
}
BAD_FILES = {
    "nested.json": "[" * 100_000,
    "torn.json": '{"releases": [{"ocid": "x"',
    "unknown.bin": "\x00\x01",
    "none.json": "[]",
    "bods.json": '[{"statementID": "1", "statementType": "personStatement"}]',
    "ocds.json": '{"releases": [{}, 1]}',
    "ocds2.json": '{"releases": [{"ocid": "ocds-1", "id": "1", "date": "x", "tag": ["award"]}]}',
    "links.json": '{"releases": ["http://x"], "uri": "x"}',
    "pair.csv": "holder,held,percent\nA,,5\n,B,5\nA,B,\nA,B,x%\n",
    "quote.csv": 'holder,held,percent\n"A,B,5\n',
    "other.csv": "a,b\n1,2\n",
    "book.xlsx": "no workbook",
    "page.html": "<html><body>404 Not Found</body></html>",
}
#: Commands put wrongly, things that are not there; {folder} is a folder of the test.
WRONG = (
    ("lod",),
    ("load",),
    ("load", "{folder}/no-1"),
    ("load", "{folder}/em-1"),
    ("load", "{folder}/facts.yml", "--as", "pdf"),
    ("load", "x", "--sauce"),
    ("load", "{folder}/facts.yml", "--map", "{folder}/no-1"),
    ("load", "{folder}/facts.yml", "--as", "ocds", "--map", "x"),
    ("load", "x", "--jobs", "many"),
    ("--lang", "fr", "status"),
    ("--config", "{folder}/no-1.toml", "status"),
    ("--config", "{folder}/bad.toml", "status"),
    ("--config", "{folder}/key.toml", "status"),
    ("--wait", "soon", "status"),
    ("forget", "fact"),
    ("forget", "zzz"),
    ("forget",),
    ("adopt", "x"),
    ("why", "zzz"),
    ("why",),
    ("why", "FRM"),
    ("why", "firm-1", "--texts", "{folder}/no-1"),
    ("why", "a", "b", "c"),
    ("check", "{folder}/no-1"),
    ("query", "run", "co-occuring-giants"),
    ("query", "run", "zzz"),
    ("query", "show", "zzz"),
    ("query", "run", "winner-shares", "--on", "oracle"),
    ("query", "run", "co-occurring-giants", "--from", "soon"),
    ("query", "run", "co-occurring-giants", "--sauce", "x"),
    ("query", "run", "edge-evidence", "--one", "zzz"),
    ("query", "run", "winner-shares", "--format", "xml"),
    ("query", "run", "{folder}/no-1.cypher"),
    ("query", "run", "{folder}/head.cypher"),
    ("query", "check", "{folder}/wrong.cypher"),
    ("query", "run", "winner-shares", "--limit", "few"),
    ("view", "zzz", "-o", "x.html"),
    ("view", "ego", "-o", "x.html"),
    ("view", "ego", "zzz", "-o", "x.html"),
    ("view", "ego", "firm-1"),
    ("view", "path", "firm-1", "firm-1", "-o", "x.html"),
    ("view", "region", "firm-1", "-o", "x.html"),
    ("view", "ego", "firm-1", "-o", "x.html", "--depth", "0"),
    ("export", "--format", "docx", "-o", "x"),
    ("export", "--format", "turtle"),
    ("export", "--format", "csv", "-o", "{folder}"),
    ("serve", "--rdf", "{folder}/no-1.ttl"),
    ("serve", "--rdf", "{folder}/facts.yml"),
    ("serve", "--port", "many"),
    ("serve", "--workers", "0"),
    ("neo4j", "start", "--port", "0"),
    ("neo4j", "start", "--heap", "much"),
    ("neo4j", "load"),
    ("neo4j", "stat"),
    ("review", "accept", "a"),
    ("review", "accept", "a", "b"),
    ("read", "{folder}/no-1"),
    ("read", "{folder}/page.html"),
    ("changes", "--limit", "few"),
    ("ontology",),
    ("ontology", "chek"),
    ("ontology", "check", "--root", "{folder}/facts.yml"),
)


def calls() -> Iterator[tuple[str, ...]]:
    """At least 60 calls that fail."""
    yield from WRONG
    yield from (("check", f"{{folder}}/yaml/{name}.yml") for name in BAD_YAML)
    yield from (("load", f"{{folder}}/yaml/{name}.yml") for name in ("broken", "class"))
    yield from (("check", f"{{folder}}/maps/{name}.map.yml") for name in BAD_MAPS)
    yield from (("load", f"{{folder}}/files/{name}") for name in BAD_FILES)


CALLS = [*calls()]


@pytest.fixture(scope="module")
def wrong(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that are wrong."""
    folder = tmp_path_factory.mktemp("wrong")
    files = {f"yaml/{name}.yml": text for name, text in BAD_YAML.items()}
    files |= {f"maps/{name}.map.yml": text for name, text in BAD_MAPS.items()}
    files |= {f"files/{name}": text for name, text in BAD_FILES.items()}
    files |= {
        "facts.yml": FACTS,
        "bad.toml": "lang = [",
        "key.toml": "quite = true",
        "page.html": BAD_FILES["page.html"],
    }
    files |= {"head.cypher": "// title: A | B\n// sauce: x\nRETURN 1", "em-1/.keep": ""}
    files["wrong.cypher"] = (
        "// title: A | B\n// answers: A.\n// why: A.\n// column a: text | A | A\nMATCH (n:Nothing) CALL x.y() RETURN n.colour"
    )
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_there_are_enough_calls() -> None:
    assert len(CALLS) >= 60


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_what_failing_calls_say(
    arguments: tuple[str, ...], wrong: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(wrong)
    for name in ("URI", "USER", "PASSWORD"):
        monkeypatch.delenv(f"NEO4J_{name}", raising=False)
    given = [one.format(folder=wrong) for one in arguments]
    said = {}
    for language in ("zh", "en"):
        result = govgraph(small, *given, env={"GOVGRAPH_LANG": language, "COLUMNS": "160"})
        assert result.exit_code in (1, 2, 3) or "files/" in str(arguments) or result.stderr, result.output
        said[language] = (result.stdout + result.stderr).replace(str(wrong), "").replace(str(small), "")
    assert said["zh"] != said["en"]
    assert english_in(said["zh"]) == [], said["zh"]
    assert chinese_in(said["en"]) == [], said["en"]
