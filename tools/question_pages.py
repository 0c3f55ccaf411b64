"""A page per question and their index, as Markdown: generated from the headers and the bundled facts.

The pages in ``docs/questions`` are committed; a test compares them with what this module writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from govgraph.queries.library import THEMES, Query, query_names, read_query
from govgraph.queries.remarks import CAUTION, caution
from govgraph.queries.render import to_markdown
from govgraph.queries.run import run_query
from govgraph.queries.table import Table
from govgraph.sets import load_set
from govgraph.views.select import picture
from govgraph.views.svg import render_svg
from govgraph.workspace import Workspace

ROOT = Path(__file__).parents[1]
FOLDER = Path("docs", "questions")
_SHOWN = 10  # rows of an answer on its page
# Questions whose answer is better seen than read: the view that draws it.
_PICTURES: Mapping[str, tuple[str, ...]] = {
    "agreements-and-contracts": ("query", "agreements-and-contracts"),
    "behind-joint-ventures": ("query", "behind-joint-ventures"),
    "co-occurring-giants": ("co-occurrence",),
    "consortium-winners": ("query", "consortium-winners"),
    "operating-models": ("query", "operating-models"),
    "ventures-sharing-holders": ("query", "ventures-sharing-holders"),
}


def question_pages(workspace: Workspace) -> dict[Path, str]:
    """All pages by their path below the repository's root; the workspace holds the bundled facts."""
    queries = [read_query(name) for name in query_names()]
    store = workspace.open("embedded")
    try:
        resolve = workspace.names().resolve
        answers = {q.name: run_query(q, store, {}, resolve) for q in queries}
    finally:
        store.close()
    pages = {FOLDER / f"{q.name}.md": _page(q, answers[q.name]) for q in queries}
    drawn = {
        FOLDER / f"{name}.svg": render_svg(picture(workspace.current, view[0], view[1:]))
        for name, view in _PICTURES.items()
    }
    return {FOLDER / "README.md": _index(queries, answers), **pages, **drawn}


def write_pages(root: Path) -> list[Path]:
    """Write the pages into a checkout, take away those of questions that are gone; returns what is there."""
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        load_set(workspace)
        workspace.build()
        pages = question_pages(workspace)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for old in (*(root / FOLDER).glob("*.md"), *(root / FOLDER).glob("*.svg")):
        if FOLDER / old.name not in pages:
            old.unlink()
    for path, text in pages.items():
        (root / path).write_text(text, "utf-8", newline="\n")
    return [root / path for path in pages]


def _index(queries: list[Query], answers: Mapping[str, Table]) -> str:
    lines = [
        "# 分析者的问题 · Questions that analysts ask",
        "",
        f"{len(queries)} saved questions, each with its answer on the bundled facts, its text in Cypher and SPARQL,",
        "and what it leaves out; each is tested on a made-up world small enough to work the answer out.",
        "",
        "```sh",
        "govgraph query run co-occurring-giants --among 腾讯,华为",
        "govgraph query run never-winning --format csv",
        "govgraph query run --help",
        "```",
        "",
        "Names work wherever an id does. `--on neo4j` and `--on sparql` ask the other engines, `--exact` prints",
        "amounts in full, `--explain` the plan. For completion of questions and options in the shell put",
        '`eval "$(_GOVGRAPH_COMPLETE=bash_source govgraph)"` into `~/.bashrc` (`zsh_source` for zsh, `fish_source`',
        "for fish). Write your own after the same form ([cookbook](../cookbook.md)), check it with",
        "`govgraph query check FILE.cypher`, run it with `govgraph query run FILE.cypher`.",
        "",
        " · ".join(f"[{heading.split(' · ')[1]}](#{_anchor(heading)})" for heading in THEMES.values()),
    ]
    for theme, heading in THEMES.items():
        lines += ["", f"## {heading}", ""]
        if theme == "red-flags":
            lines += [f"**{CAUTION}** It says where to look, not what will be found.", ""]
        lines += ["| Question | 问题 | What it answers | Rows |", "| --- | --- | --- | ---: |"]
        lines += [
            f"| [{q.title_en}]({q.name}.md) | {q.title_zh} | {q.answers} | {len(answers[q.name].rows)} |"
            for q in queries
            if q.theme == theme
        ]
    return "\n".join([*lines, "", "Rows are those on the bundled facts.", *_cardinal(queries)]) + "\n"


def _anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return heading.lower().replace(" · ", "--").replace(" ", "-")


def _cardinal(queries: list[Query]) -> list[str]:
    """Which red flags of OCP's Cardinal have a question here."""
    codes = {code: q for q in queries for code in re.findall(r"\bR0\d\d\b", q.references)}
    rows = [f"| {code} | [{q.title_en}]({q.name}.md) |" for code, q in sorted(codes.items())]
    return [
        "",
        "## Codes of the Open Contracting Partnership's red flags",
        "",
        "Each page says where its definition differs from that of Cardinal.",
        "",
        "| Code | Question |",
        "| --- | --- |",
        *rows,
    ]


def _page(query: Query, answer: Table) -> str:
    parts = [
        f"# {query.title_zh} · {query.title_en}",
        query.answers,
        f"**Why it matters.** {query.why}",
        f"**What is left out.** {query.excludes}",
        f"**Definitions and references.** {query.references}",
    ]
    parts += [f"> {zh}\n>\n> {en}" for zh, en in caution(query)]
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
    if query.name in _PICTURES:
        view = " ".join(_PICTURES[query.name])
        parts += [
            f"![{query.title_en}]({query.name}.svg)",
            f"`govgraph view {view} -o {query.name}.html` makes a page of it on which every line opens its evidence.",
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
        "[All questions](README.md) · [A mistake? How facts are disputed and corrected](../corrections.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _answer(query: Query, answer: Table) -> str:
    path = next((ROOT / "tests" / "queries").rglob(f"{query.name}.expected.csv")).relative_to(ROOT)
    worked = f"[{path}](../../{path})"
    lacking = "".join(f"{zh} · {en}" for zh, en in answer.remarks[len(caution(query)) :])
    if not answer.rows:
        return (
            f"{lacking or 'No row: the bundled facts have nothing to say here.'} What the answer looks like in a made-up"
            f" world is in {worked}."
        )
    shown = to_markdown(Table(answer.columns, answer.rows[:_SHOWN])).rstrip() + (lacking and f"\n\n{lacking}")
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


if __name__ == "__main__":
    print(f"{len(write_pages(Path(__file__).parents[1]))} pages")
