"""The main job: the bundled facts, the question of the giants, its evidence and its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from govgraph.data import ARTICLE, bundled_files
from govgraph.errors import SourceError
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.reader import GraphReader
from govgraph.graph.statements.lexical import short
from govgraph.messages import _, told
from govgraph.queries.library import read_query
from govgraph.queries.render import to_text
from govgraph.queries.run import run_query
from govgraph.queries.table import Table
from govgraph.report import count_lines
from govgraph.workspace import Workspace


def run_demo(workspace: Workspace, page: Path, say: Callable[[str], None], language: str) -> str:
    """Build the workspace from the bundled facts, write the page, return the answer as text."""
    report = workspace.load(*bundled_files(), replace=True)
    for refused in report.refused:
        raise SourceError(refused.problem, refused.file)
    for line in count_lines(workspace.build().graph):
        say(line)
    workspace.view("co-occurrence").save(page)
    return _answer(workspace, page, language)


def _answer(workspace: Workspace, page: Path, language: str) -> str:
    query = read_query("co-occurring-giants")
    reader = GraphReader(workspace.current)
    store = workspace.open("embedded")
    tables = [run_query(query, store, given, Names(reader).resolve) for given in ({"source": ARTICLE}, {})]
    store.close()
    headings = (_("From the 2019 article alone"), _("From all sources"))
    numbers: dict[str, int] = {}
    lines = [query.title_zh if language == "zh" else query.title_en, ""]
    for heading, table in zip(headings, tables, strict=True):
        lines += [told(heading), "", to_text(_cite(table, numbers), language=language)]
    lines.append(told(_("Sources")))
    known = reader.sources(numbers)
    lines += [f"  [{number}] {short(known[id_].title, 200)}  ({id_})" for id_, number in numbers.items()]
    lines += [
        "",
        told(_("Speculated ties and rival bids are left out; see them with --expected and --competing.")),
        "",
        told(_("Network page: {page}").format(page=page)),
        told(_("See the evidence: {command}").format(command="govgraph why 腾讯 华为")),
        told(_("More questions: {command}").format(command="govgraph query list")),
    ]
    return "\n".join(lines) + "\n"


def _cite(table: Table, numbers: dict[str, int]) -> Table:
    """The table with numbers in place of source ids, and without the columns that tell little here."""
    place = [column.name for column in table.columns].index("sources")
    rows = []
    for row in table.rows:
        cited = sorted(numbers.setdefault(source, len(numbers) + 1) for source in row[place])
        rows.append((*row[:place], "".join(f"[{number}]" for number in cited), *row[place + 1 :]))
    return Table(table.columns, tuple(rows))
