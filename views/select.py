"""Views: named selections of a build's graph, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from govgraph.errors import QueryError
from govgraph.graph.opened import Build
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.passages import Texts
from govgraph.graph.reader.reader import GraphReader
from govgraph.graph.statements.lexical import short
from govgraph.messages import _
from govgraph.queries.table import Table
from govgraph.views.picture import Picture, PictureEdge, PictureNode
from govgraph.views.select_draw import Drawing, Selection
from govgraph.views.select_giants import QUESTION, co_occurrence
from govgraph.views.select_terms import class_terms, relationship_terms, source_refs
from govgraph.views.select_views import (
    Chosen,
    Request,
    ecosystem,
    ego,
    of_rows,
    ownership,
    path,
    query,
    region,
)

_GIANTS = Chosen(
    Selection(()),
    "哪些巨头在项目中相遇",
    "Which giants meet on projects",
    "线宽为共同项目数，颜色为最强的关联种类；点线为仅为推测的相遇，不计入项目数。没有相遇的集团不画。",
    "Lines are as wide as shared projects are many and coloured by the strongest kind of tie; dotted ones are only "
    "expected and not counted. Groups that meet nobody are not drawn.",
)
Given = Mapping[str, str | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class View:
    """A view's arguments, its one-line help in Chinese and English, and how it chooses what to draw."""

    arguments: tuple[str, ...]
    help_zh: str
    help_en: str
    choose: Callable[[Request], Chosen] | None = None


#: All views by name; ``choose`` is None where edges are made for the view and not taken from the graph.
VIEWS: Mapping[str, View] = {
    "ecosystem": View((), "图中的一切，包括推测与计划", "everything in the graph, guesses and plans included", ecosystem),
    "co-occurrence": View((), "哪些集团在项目中相遇", "which groups meet on projects"),
    "ownership": View((), "谁站在谁背后：持股、集团、控制", "who stands behind whom: shares, groups, control", ownership),
    "ego": View(("NAME",), "一个节点的周边", "what is around one node", ego),
    "region": View(("NAME",), "一个地区的采购人、项目、环节与中标者", "a region's buyers, projects, steps and winners", region),
    "path": View(("A", "B"), "两个节点之间的最短路径", "the shortest paths between two nodes", path),
    "query": View(("QUESTION",), "一个查询的结果所涉及的节点", "the nodes that a saved question's rows name", query),
}  # fmt: skip
_ASKING = ("query", "co-occurrence")


def picture(
    build: Build,
    view: str,
    arguments: Sequence[str],
    *,
    depth: int = 1,
    texts: Texts | None = None,
    sources: Sequence[str] = (),
    parameters: Given | None = None,
) -> Picture:
    """The picture of a view; ``parameters`` are those of the saved question behind it.

    They can stand among the arguments too, as ``name=value``. With ``sources`` only what these
    state is drawn. Raises QueryError for an unknown view, name or number of arguments, StoreError where
    there is no graph.
    """
    words, more = _split(view, arguments)
    given: Given = {**(parameters or {}), **more}
    chosen = _view(view, words, given)
    links = GraphReader(build)
    names = Names(links)
    wanted = [names.resolve(source) for source in sources]
    links = GraphReader(build, wanted) if wanted else links
    request = Request(view, words, depth, given, links, names, wanted)
    try:
        return _picture(request, chosen, texts)
    finally:
        links.close()


def rows_picture(build: Build, table: Table, texts: Texts | None = None) -> Picture:
    """The picture of what the rows of an answer name; raises QueryError where they name nothing."""
    links = GraphReader(build)
    try:
        chosen = of_rows(links, table, "cypher", "查询结果", "What was asked")
        return _drawn(links, "cypher", chosen, texts)
    finally:
        links.close()


def _drawn(links: GraphReader, name: str, chosen: Chosen, texts: Texts | None) -> Picture:
    drawing = Drawing(links, chosen.selection, texts)
    edges = drawing.edges()
    nodes = drawing.nodes(edges)
    return Picture(
        name, chosen.title_zh, chosen.title_en, nodes, edges, class_terms(nodes), relationship_terms(nodes, edges),
        source_refs(links, nodes, edges), chosen.note_zh, chosen.note_en,
    )  # fmt: skip


def _split(view: str, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Arguments, and apart from them ``parameter=value`` for a view that asks a question."""
    if view not in _ASKING:
        return list(arguments), {}
    given = dict(a.split("=", 1) for a in arguments if "=" in a)
    return [a for a in arguments if "=" not in a], given


def _view(name: str, arguments: Sequence[str], parameters: Given) -> View:
    found = VIEWS.get(name)
    if found is None:
        raise QueryError(
            _("no view is called '{name}' (there are: {views})").format(
                name=short(name), views=", ".join(VIEWS)
            )
        )
    if len(arguments) != len(found.arguments):
        usage = " ".join((name, *found.arguments, *(["[PARAMETER=VALUE]…"] if name in _ASKING else [])))
        raise QueryError(
            _("{name} takes so many arguments: {wanted}, not {given}: {usage}").format(
                name=name, wanted=len(found.arguments), given=len(arguments), usage=usage
            )
        )
    if parameters and name not in _ASKING:
        raise QueryError(_("{name} asks no question and takes no parameters").format(name=name))
    return found


def _picture(request: Request, view: View, texts: Texts | None) -> Picture:
    links = request.links
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    if view.choose is None:
        chosen = _GIANTS
        nodes, edges = co_occurrence(links, request.ask(QUESTION, expected="true"), texts)
    else:
        chosen = view.choose(request)
        drawing = Drawing(links, chosen.selection, texts)
        edges = drawing.edges()
        nodes = drawing.nodes(edges)
    note_zh, note_en = chosen.note_zh, chosen.note_en
    if request.sources:
        note_zh += f"只据来源：{'、'.join(request.title(s)[0] for s in request.sources)}。"
        note_en += f" Only from: {'; '.join(request.title(s)[1] for s in request.sources)}."
    return Picture(
        " ".join((request.view, *request.arguments)), chosen.title_zh, chosen.title_en, nodes, edges,
        class_terms(nodes), relationship_terms(nodes, edges), source_refs(links, nodes, edges), note_zh, note_en,
    )  # fmt: skip
