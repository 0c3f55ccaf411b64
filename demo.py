"""The main job: the bundled facts, the question of the giants, its evidence and its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from govgraph.data import ARTICLE
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.reader import GraphReader
from govgraph.messages import told
from govgraph.queries.library import read_query
from govgraph.queries.render import to_text
from govgraph.queries.run import run_query
from govgraph.queries.table import Table
from govgraph.report import count_lines
from govgraph.sets import load_set
from govgraph.workspace import Workspace

_WORDS = {
    "zh": ("仅据2019年文章", "据全部来源", "各地市场(中标至少80个)", "… 另有{}行: govgraph query run {}",
           "推测与竞争的关联未计入;加 --expected、--competing 可见。", "网络图", "看证据", "更多问题"),
    "en": ("From the 2019 article alone", "From all sources", "Each region's market (80 awards or more)",
           "… {} more rows: govgraph query run {}",
           "Speculated ties and rival bids are left out; see them with --expected and --competing.",
           "Network page", "See the evidence", "More questions"),
}  # fmt: skip


_PAIR = {"article": "腾讯 华为", "curated": "腾讯 华为", "yichang": "中国移动 科大讯飞"}
#: What each set is asked: the place of the heading in the words above, a question, its parameters, rows to show.
_ASKED: dict[str, tuple[tuple[int, str, dict[str, str], int], ...]] = {
    "article": ((0, "co-occurring-giants", {}, 10),),
    "curated": ((0, "co-occurring-giants", {"source": ARTICLE}, 3), (1, "co-occurring-giants", {}, 5)),
    "yichang": ((1, "co-occurring-giants", {}, 5), (2, "regional-concentration", {"minimum": "80"}, 3)),
}
_LEFT_OUT = ("stages",)  # columns that tell little on a first screen


def run_demo(
    workspace: Workspace, page: Path, say: Callable[[str], None], language: str, name: str = "curated"
) -> str:
    """Build the workspace from a bundled set, write the page, return the answer as text."""
    for one in load_set(workspace, name).files:
        for reason, number in (one.quarantined + one.set_aside).items():
            say(f"{Path(one.file).name}: {number} × {told(reason)}")
    for line in count_lines(workspace.build().graph):
        say(line)
    workspace.view("co-occurrence").save(page)
    return _answer(workspace, page, language, name)


def _answer(workspace: Workspace, page: Path, language: str, name: str) -> str:
    *headings, more, left_out, network, evidence, others = _WORDS[language]
    names = Names(GraphReader(workspace.current))
    store = workspace.open("embedded")
    lines: list[str] = []
    for place, asked, given, number in _ASKED[name]:
        query = read_query(asked)
        table = run_query(query, store, given, names.resolve)
        title = query.title_zh if language == "zh" else query.title_en
        lines += [] if title in lines else [title, ""]
        lines += [headings[place], "", to_text(_first(table, number), language=language).rstrip()]
        options = "".join(f" --{key} {value}" for key, value in given.items())
        rest = len(table.rows) - number
        lines += [more.format(rest, asked + options), ""] if rest > 0 else [""]
    store.close()
    lines += [left_out, ""]
    lines += [
        f"{network}: {page}",
        f"{evidence}: govgraph why {_PAIR[name]}",
        f"{others}: govgraph query list",
    ]
    return "\n".join(lines) + "\n"


def _first(table: Table, number: int) -> Table:
    """The first rows, with the number of sources in place of their ids."""
    kept = [i for i, column in enumerate(table.columns) if column.name not in _LEFT_OUT]
    columns = tuple(
        replace(table.columns[i], type="integer") if table.columns[i].name == "sources" else table.columns[i]
        for i in kept
    )
    rows = tuple(
        tuple(len(row[i]) if table.columns[i].name == "sources" else row[i] for i in kept)
        for row in table.rows[:number]
    )
    return Table(columns, rows)
