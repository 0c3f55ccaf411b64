"""The main job: the bundled facts, the question of the giants, its evidence and its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from govgraph.data import ARTICLE
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.reader import GraphReader
from govgraph.graph.statements.lexical import short
from govgraph.loaders.sets import load_set
from govgraph.queries.library import read_query
from govgraph.queries.render import to_text
from govgraph.queries.run import run_query
from govgraph.queries.table import Table
from govgraph.report import count_lines
from govgraph.workspace import Workspace

_WORDS = {
    "zh": ("仅据2019年文章", "据全部来源", "各地市场(中标至少80个)", "来源", "网络图", "看证据", "更多问题",
           "推测与竞争的关联未计入;加 --expected、--competing 可见。"),
    "en": ("From the 2019 article alone", "From all sources", "Each region's market (80 awards or more)", "Sources",
           "Network page", "See the evidence", "More questions",
           "Speculated ties and rival bids are left out; see them with --expected and --competing."),
}  # fmt: skip


_PAIR = {"article": "腾讯 华为", "curated": "腾讯 华为", "yichang": "中国移动 中国联通"}
#: What each set is asked: the place of the heading in the words above, a question and its parameters.
_ASKED: dict[str, tuple[tuple[int, str, dict[str, str]], ...]] = {
    "article": ((0, "co-occurring-giants", {}),),
    "curated": ((0, "co-occurring-giants", {"source": ARTICLE}), (1, "co-occurring-giants", {})),
    "yichang": ((1, "co-occurring-giants", {}), (2, "regional-concentration", {"minimum": "80"})),
}


def run_demo(
    workspace: Workspace, page: Path, say: Callable[[str], None], language: str, name: str = "curated"
) -> str:
    """Build the workspace from a bundled set, write the page, return the answer as text."""
    for one in load_set(workspace, name).files:
        for reason, number in (one.quarantined + one.set_aside).items():
            say(f"{Path(one.file).name}: {number} × {reason}")
    for line in count_lines(workspace.build().graph):
        say(line)
    workspace.view("co-occurrence").save(page)
    return _answer(workspace, page, language, name)


def _answer(workspace: Workspace, page: Path, language: str, name: str) -> str:
    *headings, sources, network, evidence, more, left_out = _WORDS[language]
    reader = GraphReader(workspace.current)
    store = workspace.open("embedded")
    numbers: dict[str, int] = {}
    lines: list[str] = []
    for place, asked, given in _ASKED[name]:
        query = read_query(asked)
        table = run_query(query, store, given, Names(reader).resolve)
        title = f"{query.title_zh} · {query.title_en}"
        lines += [] if title in lines else [title, ""]
        lines += [headings[place], "", to_text(_cite(table, numbers), language=language)]
    store.close()
    lines.append(sources)
    known = reader.sources(numbers)
    lines += [f"  [{number}] {short(known[id_].title, 200)}  ({id_})" for id_, number in numbers.items()]
    lines += ["", left_out, ""]
    lines += [f"{network}: {page}", f"{evidence}: govgraph why {_PAIR[name]}", f"{more}: govgraph query list"]
    return "\n".join(lines) + "\n"


def _cite(table: Table, numbers: dict[str, int]) -> Table:
    """The table with numbers in place of source ids, and without the columns that tell little here."""
    names = [column.name for column in table.columns]
    if "sources" not in names:
        return table
    place = names.index("sources")
    rows = []
    for row in table.rows:
        cited = sorted(numbers.setdefault(source, len(numbers) + 1) for source in row[place])
        rows.append((*row[:place], "".join(f"[{number}]" for number in cited), *row[place + 1 :]))
    return Table(table.columns, tuple(rows))
