"""Views: named selections of a workspace's graph, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from govgraph.errors import QueryError
from govgraph.graph.lexical import short
from govgraph.graph.names import Names
from govgraph.graph.texts import Texts
from govgraph.views.picture import Picture, PictureEdge, PictureNode
from govgraph.views.select_draw import Drawing, Selection
from govgraph.views.select_giants import co_occurrence
from govgraph.views.select_links import Links
from govgraph.views.select_terms import class_terms, relationship_terms, source_refs
from govgraph.views.select_views import Chosen, Request, ecosystem, ego, ownership, path, query, region
from govgraph.workspace import Workspace

_GIANTS = Chosen(
    Selection(()),
    "哪些巨头在项目中相遇",
    "Which giants meet on projects",
    "线宽为共同项目数,颜色为最强的关联种类;点线为仅为推测的相遇,不计入项目数。没有相遇的集团不画。",
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
    "ecosystem": View((), "图中的一切,包括推测与计划", "everything in the graph, guesses and plans included", ecosystem),
    "co-occurrence": View((), "哪些集团在项目中相遇", "which groups meet on projects"),
    "ownership": View((), "谁站在谁背后:持股、集团、控制", "who stands behind whom: shares, groups, control", ownership),
    "ego": View(("NAME",), "一个节点的周边", "what is around one node", ego),
    "region": View(("NAME",), "一个地区的采购人、项目、环节与中标者", "a region's buyers, projects, steps and winners", region),
    "path": View(("A", "B"), "两个节点之间的最短路径", "the shortest paths between two nodes", path),
    "query": View(("QUESTION",), "一个查询的结果所涉及的节点", "the nodes that a saved question's rows name", query),
}  # fmt: skip


def picture(
    workspace: Workspace,
    view: str,
    arguments: Sequence[str],
    *,
    depth: int = 1,
    texts: Texts | None = None,
    sources: Sequence[str] = (),
    parameters: Given | None = None,
) -> Picture:
    """The picture of a view; ``parameters`` are those of the saved question behind it.

    With ``sources`` only what these state is drawn. Raises QueryError for an unknown view, name or
    number of arguments, StoreError where there is no graph.
    """
    chosen = _view(view, arguments, parameters)
    names = workspace.names()
    wanted = [names.resolve(source) for source in sources]
    links = Links(workspace, wanted)
    try:
        return _picture(
            workspace,
            links,
            names,
            Request(view, arguments, depth, parameters or {}, links, names, workspace, wanted),
            chosen,
            texts,
        )
    finally:
        links.close()


def _view(name: str, arguments: Sequence[str], parameters: Given | None) -> View:
    found = VIEWS.get(name)
    if found is None:
        raise QueryError(f"no view is called '{short(name)}' (there are: {', '.join(VIEWS)})")
    if len(arguments) != len(found.arguments):
        usage = " ".join((name, *found.arguments))
        raise QueryError(
            f"{name} takes {len(found.arguments) or 'no'} arguments, not {len(arguments)}: {usage}"
        )
    if parameters and name not in ("query", "co-occurrence"):
        raise QueryError(f"{name} asks no question and takes no parameters")
    return found


def _picture(
    workspace: Workspace, links: Links, names: Names, request: Request, view: View, texts: Texts | None
) -> Picture:
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    if view.choose is None:
        chosen = _GIANTS
        given = {**({"source": request.sources} if request.sources else {}), **request.parameters}
        store = workspace.open("embedded")
        try:
            nodes, edges = co_occurrence(links, names, store, given, texts)
        finally:
            store.close()
    else:
        chosen = view.choose(request)
        drawing = Drawing(links, names, chosen.selection, texts)
        edges = drawing.edges()
        nodes = drawing.nodes(edges)
    return Picture(
        " ".join((request.view, *request.arguments)), chosen.title_zh, chosen.title_en, nodes, edges, class_terms(nodes),
        relationship_terms(nodes, edges), source_refs(links, nodes, edges), chosen.note_zh, chosen.note_en,
    )  # fmt: skip
