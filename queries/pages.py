"""A page per question and their index, as Markdown: generated from the headers and the bundled facts.

The pages in ``docs/questions`` are committed; a test compares them with what this module writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from govgraph.data import bundled_files
from govgraph.loaders.registry import load
from govgraph.queries.check import CAUTION
from govgraph.queries.library import Query, query_names, read_query
from govgraph.queries.render import to_markdown
from govgraph.queries.run import run_query
from govgraph.queries.table import Table
from govgraph.workspace import Workspace

FOLDER = Path("docs", "questions")
_SHOWN = 10  # rows of an answer on its page
#: Themes of questions in their order, in Chinese and English.
THEMES = {
    "ties": "巨头关联 · Ties of the giants",
    "ownership": "股权与模式 · Ownership and models",
    "single-source": "单一来源 · Single source",
    "competition": "竞争与联合 · Competition and alliances",
    "market": "市场结构 · Markets",
    "red-flags": "风险信号 · Red flags",
    "evidence": "证据 · Evidence",
}


def question_pages(workspace: Workspace) -> dict[Path, str]:
    """All pages by their path below the repository's root; the workspace holds the bundled facts."""
    queries = [read_query(name) for name in query_names()]
    store = workspace.open("embedded")
    try:
        answers = {q.name: run_query(q, store, {}, workspace.names().resolve) for q in queries}
    finally:
        store.close()
    pages = {FOLDER / f"{q.name}.md": _page(q, answers[q.name]) for q in queries}
    return {FOLDER / "README.md": _index(queries, answers), **pages}


def write_pages(root: Path) -> list[Path]:
    """Write the pages into a checkout, take away those of questions that are gone; returns what is there."""
    loaded = load(bundled_files())
    if loaded.problems:
        raise loaded.problems[0]
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.replace_statements(loaded.statements)
        workspace.build()
        pages = question_pages(workspace)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for old in (root / FOLDER).glob("*.md"):
        if FOLDER / old.name not in pages:
            old.unlink()
    for path, text in pages.items():
        (root / path).write_text(text, "utf-8")
    return [root / path for path in pages]


def _index(queries: list[Query], answers: Mapping[str, Table]) -> str:
    lines = [
        "# 分析者的问题 · Questions that analysts ask",
        "",
        f"{len(queries)} saved questions. Each has a page with what it answers and why it matters, its answer on",
        "the bundled facts, and its text in Cypher and SPARQL; each is tested on a made-up world small enough to",
        "work the answer out. Run one with `govgraph query run NAME`; write your own after the same form",
        "([cookbook](../cookbook.md)) and check it with `govgraph query check FILE.cypher`.",
    ]
    for theme, heading in THEMES.items():
        of_theme = [q for q in queries if q.theme == theme]
        lines += [
            "",
            f"## {heading}",
            "",
            "| Question | 问题 | Rows on the bundled facts |",
            "| --- | --- | ---: |",
        ]
        lines += [
            f"| [{q.title_en}]({q.name}.md) | {q.title_zh} | {len(answers[q.name].rows)} |" for q in of_theme
        ]
        if theme == "red-flags":
            lines += ["", f"**{CAUTION}** It says where to look, not what will be found."]
    return "\n".join(lines) + "\n"


def _page(query: Query, answer: Table) -> str:
    parts = [
        f"# {query.title_zh} · {query.title_en}",
        query.answers,
        f"**Why it matters.** {query.why}",
        f"**What is left out.** {query.excludes}",
        f"**Definitions and references.** {query.references}",
    ]
    if query.theme == "red-flags":
        parts.append("> 指标是一个问题,不是指控。· " + CAUTION)
    if query.analysis:
        parts.append(
            f"**Measure.** The text below gives a network; `{query.analysis}` in"
            " [queries/analysis.py](../../queries/analysis.py) takes the measure of it, the same for every engine."
        )
    parts += [
        "## Answer on the bundled facts",
        f"```sh\ngovgraph query run {query.name}\n```",
        _answer(query, answer),
    ]
    if query.parameters:
        parts += ["## Parameters", _parameters(query)]
    parts += ["## Columns", _columns(query)]
    parts += [
        "## Cypher",
        f"`govgraph query show {query.name} --params` prints the `:param` lines for Neo4j Browser.",
        f"```cypher\n{query.body}\n```",
        "## SPARQL",
        f"```sparql\n{query.sparql.strip()}\n```",
        "[All questions](README.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _answer(query: Query, answer: Table) -> str:
    worked = f"[tests/queries/{query.name}.expected.csv](../../tests/queries/{query.name}.expected.csv)"
    if not answer.rows:
        return (
            "No row: the bundled facts have nothing to say here. What the answer looks like in a made-up world"
            f" is in {worked}."
        )
    shown = to_markdown(Table(answer.columns, answer.rows[:_SHOWN])).rstrip()
    more = len(answer.rows) - _SHOWN
    rest = f"{more} more row{'s' if more > 1 else ''}. " if more > 0 else ""
    return f"{shown}\n\n{rest}The answer in a made-up world: {worked}."


def _parameters(query: Query) -> str:
    lines = ["| Option | Type | Default | Meaning | 含义 |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `--{p.name}` | {p.type}{' list' if p.many else ''} | {p.default if p.default is not None else '-'} |"
        f" {p.help_en} | {p.help_zh} |"
        for p in query.parameters
    ]
    return "\n".join(lines)


def _columns(query: Query) -> str:
    lines = ["| Column | Type | Heading | 列名 |", "| --- | --- | --- | --- |"]
    lines += [f"| `{c.name}` | {c.type} | {c.label_en} | {c.label_zh} |" for c in query.columns]
    return "\n".join(lines)
