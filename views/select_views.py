"""How each view chooses what to draw."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govgraph.errors import QueryError
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.reader import GraphReader
from govgraph.graph.statements.lexical import short
from govgraph.messages import _
from govgraph.ontology.model import ontology
from govgraph.queries.library import find_query
from govgraph.queries.run import run_query
from govgraph.queries.table import Table
from govgraph.stores.embedded import EmbeddedStore
from govgraph.stores.values import is_node, is_relationship
from govgraph.views.select_draw import Selection
from govgraph.views.select_walk import claimed_ends, closure, layers, reach, shortest_paths, surroundings

_OWNERSHIP = ("HOLDS_SHARES_IN", "MEMBER_OF_GROUP", "CONTROLS")
LARGE = 5_000  # nodes above which an ecosystem is drawn without steps
_ECOSYSTEM = ("数字政府供应商生态全图", "The smart-government vendor ecosystem")
_STEPS = ("ProcurementStep", "Lot", "Consortium", "Source")
_IN_PLACE = ("SUPPLIES_TO", "SUPPLIES_PROJECT", "SUPPLIES_IN_CONSORTIUM")
_OWNERSHIP_CLAIMS = ("holdsSharesIn", "memberOfGroup", "controls")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a view, and where it looks."""

    view: str
    arguments: Sequence[str]
    depth: int
    parameters: Mapping[str, str | Sequence[str] | None]
    links: GraphReader
    names: Names
    sources: Sequence[str] = ()

    def resolve(self, place: int = 0) -> str:
        """The id of an argument; raises QueryError where the name is unknown or nothing says more of it."""
        id_ = self.names.resolve(self.arguments[place])
        if not self.links.ids("SELECT id FROM node WHERE id = ?", [id_]):
            raise QueryError(
                _("the chosen sources say nothing of '{name}'").format(name=short(self.arguments[place]))
            )
        return id_

    def title(self, id_: str) -> tuple[str, str, str]:
        """A node's main name, its English name (the main one where it has none) and its class."""
        node = self.links.nodes([id_]).get(id_)
        return (node.title, node.name("en"), node.cls) if node else (id_, id_, "")

    def ask(self, question: str, **defaults: str) -> Table:
        """The answer of a question, saved or of a user's own file, about what the chosen sources state."""
        query = find_query(question)
        takes_source = any(p.name == "source" for p in query.parameters)
        given = {"source": list(self.sources) or None} if takes_source else {}
        store = EmbeddedStore(self.links.build.folder / "embedded.kgl")
        try:
            return run_query(query, store, {**defaults, **given, **self.parameters}, self.names.resolve)
        finally:
            store.close()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection and the words above the picture."""

    selection: Selection
    title_zh: str
    title_en: str
    note_zh: str = ""
    note_en: str = ""


def ecosystem(request: Request) -> Chosen:
    """Every node, link and claim; in a large graph without the single steps of procurement."""
    steps = request.links.ids(f"SELECT id FROM node WHERE list_has_any(labels, {list(_STEPS)})")
    total = request.links.rows("SELECT count(*) FROM node")[0][0]
    if total > LARGE and steps:
        return _actors(request, len(steps))
    return Chosen(
        Selection(request.links.ids("SELECT id FROM node")),
        *_ECOSYSTEM,
        "实线为来源陈述的事实，点线为推测、评价或计划；未与他物相连的来源不画，见证据。",
        "Solid lines are facts that sources state, dotted ones guesses, judgements or plans; sources tied to "
        "nothing are not drawn but cited as evidence.",
    )


def _actors(request: Request, steps: int) -> Chosen:
    """The ecosystem without its steps: who supplies whom and which project, as rules infer it from awards."""
    links = request.links
    return Chosen(
        Selection(
            links.ids(f"SELECT id FROM node WHERE NOT list_has_any(labels, {list(_STEPS)})"),
            links.ids(f"SELECT id FROM link WHERE NOT derived OR type IN {_IN_PLACE}"),
            derived=True,
        ),
        *_ECOSYSTEM,
        f"图太大，{steps:,} 个采购环节（投标、中标、标包等）与联合体不逐一画出，代之以按规则推断的供货关系；各企业的页面列出其环节。",
        f"The graph is large: {steps:,} steps of procurement (bids, awards, lots and the like) and consortia are not drawn one by "
        "one; what rules infer from them, who supplies whom, stands in their place. The page of each firm lists its steps.",
    )


def ego(request: Request) -> Chosen:
    """A node, what facts tie to it in so many steps, and what is only claimed of it."""
    if request.depth < 1:
        raise QueryError(_("the depth must be 1 or more, not {depth}").format(depth=request.depth))
    centre = request.resolve()
    nodes = surroundings(request.links, centre, request.depth)
    nodes |= claimed_ends(request.links, centre)
    name, english, _cls = request.title(centre)
    steps = "" if request.depth == 1 else "s"
    return Chosen(
        Selection(nodes, kept=(centre,)),
        f"{name}的周边",
        f"Around {english}",
        f"{name}在{request.depth}步之内的一切，以及只有主张把它与之相连的对象(点线)。",
        f"Everything within {request.depth} step{steps} of {english}, and what only claims tie to it (dotted).",
    )


def ownership(request: Request) -> Chosen:
    """Shares, group membership and control, in layers from the holders down."""
    listed = ", ".join(f"'{t}'" for t in _OWNERSHIP)
    claimed = ", ".join(f"'{p}'" for p in _OWNERSHIP_CLAIMS)
    found = request.links.records(f"""
        SELECT id, start_id, end_id, type = 'MEMBER_OF_GROUP' AS upward FROM link WHERE type IN ({listed}) AND NOT derived
        UNION ALL SELECT id, start_id, end_id, predicate = 'memberOfGroup' FROM claim
            WHERE value = '' AND end_id IS NOT NULL AND predicate IN ({claimed}) ORDER BY ALL""")
    ties = [(r["end_id"], r["start_id"]) if r["upward"] else (r["start_id"], r["end_id"]) for r in found]
    ids = {r["id"] for r in found}
    placed = layers(ties)
    return Chosen(
        Selection(placed, ids, ids, placed, downward=True),
        "谁站在谁背后",
        "Who stands behind whom",
        "持股、集团归属与控制关系；从左到右由所有者到所属公司，层次取最长的一条链。",
        "Shareholdings, group membership and control, from owners on the left to what they own; a layer is the "
        "longest chain that leads there.",
    )


def region(request: Request) -> Chosen:
    """A region's part of the administrative tree, and what is bought, by whom and from whom in it."""
    top, links = request.resolve(), request.links
    name, english, cls = request.title(top)
    if not ontology().is_a(cls, "Region"):
        raise QueryError(
            _("'{name}' is no region but a {cls}").format(name=short(request.arguments[0]), cls=cls)
        )
    tree = closure(links, {top}, "PART_OF")
    projects = reach(links, tree, ("IN_REGION",), forward=False)
    bodies = reach(links, tree, ("JURISDICTION", "TAKES_OVER_SYSTEMS_OF", "SERVES"), forward=False)
    buyers = reach(links, projects, ("HAS_BUYER",), forward=True)
    steps = reach(links, projects, ("CONCERNS", "LOT_OF"), forward=False)
    won = reach(links, steps, ("AWARDED_TO", "NAMES_SUPPLIER", "HAS_BIDDER"), forward=True)
    won |= reach(links, projects, ("TAKES_PART_IN",), forward=False)
    won |= reach(links, won, ("MEMBER_OF_CONSORTIUM",), forward=False)
    won |= reach(links, won, ("MEMBER_OF_GROUP",), forward=True)
    busy = projects | bodies
    used = {top} | (
        tree
        & reach(links, busy, ("IN_REGION", "JURISDICTION", "TAKES_OVER_SYSTEMS_OF", "SERVES"), forward=True)
    )
    between = tree & closure(links, used, "PART_OF", forward=True)
    return Chosen(
        Selection(between | busy | buyers | steps | won, kept=(top,)),
        f"{name}的采购人、项目与中标者",
        f"Buyers, projects and winners in {english}",
        f"{name}及其下级区划中的机构、项目、采购环节，以及投标、中标、被指名或参与的供应商及其集团；无事可画的区划略去。",
        f"Bodies, projects and procurement steps in {english} and the divisions below it, with the vendors that bid, "
        "win, are named or take part, and their groups; divisions with nothing to show are left out.",
    )


def path(request: Request) -> Chosen:
    """All shortest paths of stated facts between two nodes."""
    one, other = request.resolve(0), request.resolve(1)
    if one == other:
        raise QueryError(
            _("'{one}' and '{other}' are the same").format(
                one=short(request.arguments[0]), other=short(request.arguments[1])
            )
        )
    nodes, links, length = shortest_paths(request.links, one, other)
    (a, a_english, _cls), (b, b_english, _cls2) = request.title(one), request.title(other)
    if not links:
        raise QueryError(_("no path of facts leads from {a} to {b}").format(a=a, b=b))
    return Chosen(
        Selection(nodes, links, (), _columns(request.links, one, links), kept=nodes),
        f"从{a}到{b}的最短路径",
        f"Shortest paths from {a_english} to {b_english}",
        f"{length}步，列出全部最短路径；只走来源陈述的关系，不走推断与主张。",
        f"{length} step{'' if length == 1 else 's'}, all shortest paths; only over what sources state as facts, "
        "nothing inferred or merely claimed.",
    )


def _texts(value: object) -> Iterator[str]:
    """Texts in a value that may be the id or name of a node; of a whole node or relationship only its ids."""
    if isinstance(value, str) and value:
        yield value
    elif is_node(value):
        yield from _texts(value["properties"].get("id"))
    elif is_relationship(value):
        yield from (value["start"], value["end"])
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)


def _columns(reader: GraphReader, start: str, links: Collection[str]) -> dict[str, int]:
    """How many steps each thing on shortest paths is from their start: the column that it stands in."""
    ends: dict[str, set[str]] = {}
    for link in reader.links(links).values():
        ends.setdefault(link.start, set()).add(link.end)
        ends.setdefault(link.end, set()).add(link.start)
    found, edge, step = {start: 0}, {start}, 0
    while edge:
        step += 1
        edge = {far for near in edge for far in ends.get(near, ())} - set(found)
        found |= dict.fromkeys(edge, step)
    return found


def query(request: Request) -> Chosen:
    """What the rows of a question name, and how it is linked."""
    question = find_query(request.arguments[0])
    table = request.ask(request.arguments[0])
    return of_rows(request.links, table, question.name, question.title_zh, question.title_en)


def of_rows(links: GraphReader, table: Table, name: str, title_zh: str, title_en: str) -> Chosen:
    """What the rows of an answer name; raises QueryError where they name nothing."""
    texts = {text for row in table.rows for cell in row for text in _texts(cell)}
    nodes = set(links.named(texts).values())
    if not nodes:
        raise QueryError(
            _("{name} gives {rows} rows and none of their values is the id or name of a node").format(
                name=name, rows=len(table.rows)
            )
        )
    zh, en = table.caution or ("", "")
    return Chosen(
        Selection(nodes, derived=True),
        title_zh,
        title_en,
        f"查询{name}的{len(table.rows)}行所提到的节点，以及它们之间的关系。{zh}",
        f"The nodes that the {len(table.rows)} rows of {name} name, and the links between them. {en}".rstrip(),
    )
