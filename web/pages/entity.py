"""The page of one thing: its facts with their evidence, its ties, what rules infer, what is only claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govgraph.graph.reader.findings import Finding
from govgraph.graph.reader.presenter import Shown
from govgraph.graph.reader.reader import GraphReader, Link, Node, Source
from govgraph.ontology.model import ontology
from govgraph.views.style import EDGE_LOOKS
from govgraph.web.pages import counts
from govgraph.web.pages.facts import PagePresenter, by_type, heading
from govgraph.web.pages.holders import HELD, Holders, holders
from govgraph.web.pages.page import Page

SHOWN = 25  # links of one kind on an entity's page; a page of their own has the rest
INFERRED = 60
CLAIMS = 100
PAGED = 100
#: Values that come last among an entity's own: they are the names that stand in its headline already.
_LAST = ("name", "englishName", "alias")
_ORDER = {type_: place for place, type_ in enumerate(EDGE_LOOKS)}
_OF_STEPS = frozenset(
    p.relationship_type
    for p in ontology().properties.values()
    if p.is_link and any(ontology().is_a(name, "ProcurementStep") for name in p.domain)
)
# The order is that of links_of below, for every kind at once.
_FIRST = """
SELECT id, type, out FROM (
    SELECT l.id, type, start_id = $id AS out, weight, n.date, n.amount, n.degree, n.title, n.id AS far,
           list_contains($steps, type) AND end_id = $id AS dated,
           max(weight) OVER (PARTITION BY type, start_id = $id, n.id) AS top
    FROM link l LEFT JOIN node n ON n.id = CASE WHEN start_id = $id THEN end_id ELSE start_id END
    WHERE (start_id = $id OR end_id = $id) AND rule IS NULL)
QUALIFY row_number() OVER (PARTITION BY type, out ORDER BY CASE WHEN dated THEN date END DESC NULLS LAST,
    CASE WHEN dated THEN amount END DESC NULLS LAST, top DESC NULLS LAST, degree DESC, title, far, weight DESC NULLS LAST, id) <= $shown
ORDER BY type, out, row_number() OVER (PARTITION BY type, out ORDER BY CASE WHEN dated THEN date END DESC NULLS LAST,
    CASE WHEN dated THEN amount END DESC NULLS LAST, top DESC NULLS LAST, degree DESC, title, far, weight DESC NULLS LAST, id)
"""


@dataclass(frozen=True, slots=True)
class Group:
    """An entity's ties of one kind; ``total`` says how many there are, to ``others`` things, ``more`` where the rest is."""

    type: str
    out: bool
    title: str
    note: str
    total: int
    facts: tuple[Shown, ...]
    more: str = ""
    others: int = 0
    holders: Holders | None = None


@dataclass(frozen=True, slots=True)
class Inferred:
    """What a rule finds of an entity, and the facts that it rests on."""

    title: str
    rule: str
    other: str
    via: str
    undated: bool
    premises: tuple[str, ...]
    is_value: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is of what a page lists: ``inferred`` by rule, ``claims``, and things that claims tie by side."""

    inferred: dict[str, int]
    claims: int
    claimed: dict[bool, int]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """All that an entity's page shows."""

    node: Node
    values: tuple[Shown, ...]
    groups: tuple[Group, ...]
    inferred: tuple[Inferred, ...]
    claims: tuple[Shown, ...]
    cited: tuple[tuple[int, Source], ...]
    presenter: PagePresenter
    totals: Totals = Totals({}, 0, {})

    @property
    def ties(self) -> int:
        """How many ties the entity has, listed here or not."""
        return sum(group.total for group in self.groups)


def entity_page(page: Page, reader: GraphReader, node: Node) -> EntityPage:
    """Everything that an entity's page shows, with the first links of each kind."""
    presenter = PagePresenter(reader, page.language)
    listed = _first_links(reader, node.id)
    kinds = sorted(listed, key=lambda kind: (_ORDER.get(kind[0], 999), kind[0], kind[1]))
    claimed = reader.claimed(node.id, CLAIMS)
    owners = [link.id for _, _, links in listed.values() for link in links]
    found = reader.findings([*owners, *claimed, node.id])
    inferred = reader.inferred_of(node.id, INFERRED)
    presenter.learn(
        [node.id, *(end for f in found for end in (f.subject, f.object)), *(end for link in inferred for end in (link.start, link.end, link.via))]
    )  # fmt: skip
    facts = {f.id: f for f in found if not f.is_claim and f.object}
    values = tuple(presenter.tell(sorted(_values(found, node.id), key=_place)))
    groups = tuple(
        _group(page, presenter, node.id, facts, type_, out, *listed[type_, out]) for type_, out in kinds
    )
    claims = tuple(presenter.tell([f for f in found if f.is_claim]))
    totals = Totals(counts.inferred(reader, node.id), *counts.claimed(reader, node.id))
    told = tuple(_inferred(page, presenter, node.id, inferred))
    node = presenter.node(node.id)
    return EntityPage(node, values, groups, told, claims, tuple(presenter.cited()), presenter, totals)


def _first_links(reader: GraphReader, id_: str) -> dict[tuple[str, bool], tuple[int, int, list[Link]]]:
    """The first links of each kind, by type and whether the thing is the start, with the totals of links and of counterparts."""
    totals = {(type_, out): (links, others) for type_, out, links, others in counts.kinds(reader, id_)}
    first = reader.rows(_FIRST, {"id": id_, "steps": sorted(_OF_STEPS), "shown": SHOWN})
    known = reader.links(link for link, *_ in first)
    found: dict[tuple[str, bool], list[Link]] = {}
    for link, type_, out in first:
        found.setdefault((type_, out), []).append(known[link])
    return {kind: (*totals[kind], links) for kind, links in found.items()}


def group_page(page: Page, reader: GraphReader, node: Node, type_: str, out: bool, number: int) -> EntityPage:
    """One kind of an entity's links, a page at a time."""
    presenter = PagePresenter(reader, page.language)
    links = links_of(reader, node.id, type_, out, PAGED, (number - 1) * PAGED)
    total, others = next(
        ((n, far) for t, o, n, far in counts.kinds(reader, node.id) if (t, o) == (type_, out)), (0, 0)
    )
    found = reader.findings([link.id for link in links])
    facts = {f.id: f for f in found if not f.is_claim and f.object}
    group = _group(page, presenter, node.id, facts, type_, out, total, others, links)
    presenter.learn([node.id])
    return EntityPage(presenter.node(node.id), (), (group,), (), (), tuple(presenter.cited()), presenter)


def links_of(reader: GraphReader, id_: str, type_: str, out: bool, limit: int, offset: int = 0) -> list[Link]:
    """Stated links of one kind: to steps of procurement the latest first, to others as the reader has them."""
    if type_ not in _OF_STEPS or out:
        return reader.links_of(id_, type_, out, limit, offset)
    ids = reader.ids(
        """SELECT l.id FROM link l JOIN node n ON n.id = start_id WHERE end_id = ? AND type = ? AND rule IS NULL
           ORDER BY n.date DESC NULLS LAST, n.amount DESC NULLS LAST, n.title, l.id LIMIT ? OFFSET ?""",
        [id_, type_, limit, offset],
    )
    known = reader.links(ids)
    return [known[link] for link in ids]


def fact_page(page: Page, reader: GraphReader, id_: str) -> EntityPage | None:
    """A relationship or claim by its id, or None: its facts, and what is claimed or denied of it."""
    presenter = PagePresenter(reader, page.language)
    found = [f for f in reader.findings([id_]) if f.object]
    links = reader.links([id_]).values()
    if not found and not links:
        return None
    shown = presenter.tell(found)
    facts = tuple(f for f in shown if not f.finding.is_claim)
    inferred = tuple(_line(page, presenter, "", link) for link in links if link.rule)
    start, end = (found[0].subject, found[0].object) if found else _ends(links)
    presenter.learn([start, end])
    title = f"{presenter.name(start)} → {presenter.name(end)}"
    group = Group("", True, shown[0].label if shown else inferred[0].title, "", len(facts), facts)
    claims = tuple(f for f in shown if f.finding.is_claim)
    node = Node(id_, "", (), title, "", (start, end), 0)
    return EntityPage(node, (), (group,), inferred, claims, tuple(presenter.cited()), presenter)


def source_says(
    page: Page, reader: GraphReader, source: str, number: int
) -> tuple[list[Shown], PagePresenter]:
    """What a source states and claims, a page at a time, with its own words only."""
    presenter = PagePresenter(reader, page.language)
    owners = reader.said_by(source, PAGED, (number - 1) * PAGED)
    found = [f for f in reader.findings(owners) if any(s.source == source for s in f.statements)]
    found.sort(key=lambda f: (not f.object, f.predicate in _LAST, f.subject, f.predicate, f.object, f.value))
    return presenter.tell([f.only(source) for f in found]), presenter


def _ends(links: object) -> tuple[str, str]:
    link = next(iter(links))  # type: ignore[call-overload]
    return link.start, link.end


def _values(found: Sequence[Finding], id_: str) -> list[Finding]:
    return [f for f in found if not f.object and not f.is_claim and f.subject == id_]


def _place(f: Finding) -> tuple[bool, int, str, str]:
    return (
        f.predicate in _LAST,
        _LAST.index(f.predicate) if f.predicate in _LAST else 0,
        f.predicate,
        f.value,
    )


def _group(
    page: Page, presenter: PagePresenter, id_: str, facts: dict[str, Finding], type_: str, out: bool, total: int, others: int,
    links: Sequence[Link],
) -> Group:  # fmt: skip
    title, note = heading(page, type_, out)
    found = [facts[link.id] for link in links if link.id in facts]
    shown = presenter.tell(found)
    more = page.href(f"/page/{id_}/links/{type_}/{'out' if out else 'in'}") if total > len(links) else ""
    table = holders(presenter.reader, found) if type_ == HELD and not out and not more else None
    if table:
        presenter.learn(row.id for row in table.rows)
    return Group(type_, out, title, note, total, tuple(shown), more, others, table)


def _inferred(page: Page, presenter: PagePresenter, id_: str, links: Sequence[Link]) -> list[Inferred]:
    found = [_line(page, presenter, id_, link) for link in links]
    for predicate, value, rule, premises in presenter.reader.inferences(id_):
        known = ontology().properties.get(predicate)
        cls = ontology().classes.get(value)
        label = page.t("类型", "Type") if predicate == "type" else page.term(known)
        found.insert(
            0, Inferred(f"{label}: {page.term(cls) if cls else value}", rule, "", "", False, premises, True)
        )
    return found


def _line(page: Page, presenter: PagePresenter, id_: str, link: Link) -> Inferred:
    out = link.start == id_ or not id_
    title, note = heading(page, link.type, out)
    kind = ontology().codes["tie"].get(link.kind)
    words = f"{title}（{page.term(kind)}）" if kind else title
    known = by_type(link.type)
    words += f" ({note})" if note and known and not known.symmetric else ""
    return Inferred(words, link.rule, link.end if out else link.start, link.via, link.undated, link.premises)


__all__ = ["EntityPage", "Group", "Inferred", "entity_page", "fact_page", "group_page", "source_says"]
