"""A selection of steps as a page shows it: rows in the reader's words, facets, sums, charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from govgraph.graph.reader.reader import Node, Row, Source
from govgraph.ontology.model import ontology
from govgraph.views.record_names import with_names
from govgraph.web.pages.facts import money
from govgraph.web.pages.page import Page
from govgraph.web.pages.procurement.answers import Facet, Steps, Sum, added, ids_in
from govgraph.web.pages.procurement.parties import role
from govgraph.web.pages.procurement.selection import PAGED, UNKNOWN, Selection
from govgraph.web.pages.procurement.yearly import kind_words, yearly
from govgraph.web.pages.services import Services

_NAMED = 3  # parties in a cell; the step's page has all


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    id: str
    day: str
    stage: str
    title: Node
    project: Node | None
    parties: tuple[Node, ...]
    more: int
    method: str
    amount: Markup
    kind: str
    status: str
    role: str
    through: tuple[Node, ...]
    bids: int | None
    source: Source | None
    sources: int


@dataclass(frozen=True, slots=True)
class Summed:
    """The sums of one group, and how many steps it has."""

    label: str
    query: dict[str, str | int]
    steps: int
    sums: tuple[tuple[str, Markup, str], ...]  # what is added up, the sum, how much of the group it covers


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet's value with its count; ``query`` chooses it or lets it go."""

    label: str
    number: int
    query: dict[str, str | int]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a page shows of a selection. ``path`` is its address without the query string."""

    path: str
    selection: Selection
    lines: tuple[Line, ...]
    total: int
    last: int
    void: int
    facets: tuple[tuple[str, tuple[Choice, ...], int], ...]
    by_year: tuple[Summed, ...]
    by_method: tuple[Summed, ...]
    whole: Summed
    charts: tuple[tuple[str, Markup], ...]
    party: str  # heading of the column of parties
    has_roles: bool
    choices: tuple[tuple[str, str], ...] = field(default=())  # what is chosen: facet and label


def show(
    page: Page,
    services: Services,
    steps: Steps,
    selection: Selection,
    path: str,
    facets: Sequence[str],
    side: str,
    paged: int = PAGED,
) -> Asked:
    """What a page shows; ``side`` says whose parties stand in the table: ``bought`` has suppliers, ``won`` buyers, others both."""
    words = _Words(page, services, selection)
    rows, cells = steps.rows(selection, paged), steps.cells(selection)
    total, void = sum(cell.steps for cell in cells), sum(cell.steps for cell in cells if cell.void)
    found = steps.facets(selection, facets)
    words.learn(
        {
            *ids_in(rows),
            *(v.value for f in found if f.name in ("buyer", "vendor", "region") for v in f.values),
        }
    )
    words.learn(selection.chosen[name] for name in ("buyer", "vendor", "region") if name in selection.chosen)
    sources = services.reader.sources({row["sources"][0] for row in rows if row["sources"]})
    by_year = words.summed(added(cells, lambda c: UNKNOWN if c.year is None else str(c.year)), "year")
    by_method = words.summed(added(cells, lambda c: c.method or UNKNOWN), "method")
    whole = words.summed(added(cells, lambda c: ""), "")
    free = replace(
        selection, chosen={name: value for name, value in selection.chosen.items() if name != "year"}
    )
    of_all_years = steps.cells(free) if "year" in selection.chosen else cells
    party = {"won": page.t("采购人", "Buyer"), "bought": page.t("供应商", "Vendor")}.get(
        side, page.t("采购人 / 供应商", "Buyer / vendor")
    )
    return Asked(
        path, selection, tuple(words.line(row, sources, side) for row in rows), total, max(1, -(-total // paged)), void,
        tuple((words.facet_name(f.name), tuple(words.choices(f)), f.total) for f in found if f.values),
        tuple(sorted(by_year, key=lambda s: s.label, reverse=True)), by_method,
        whole[0] if whole else Summed("", {}, 0, ()), yearly(page, selection, of_all_years, path), party, any("rank" in row for row in rows),
        tuple((words.facet_name(name), words.value(name, value)) for name, value in selection.chosen.items()),
    )  # fmt: skip


class _Words:
    """Names and labels in the page's language."""

    def __init__(self, page: Page, services: Services, selection: Selection) -> None:
        self.page, self.services, self.selection = page, services, selection
        self._nodes: dict[str, Node] = {}

    def learn(self, ids: Iterable[str]) -> None:
        wanted = [id_ for id_ in ids if id_ and id_ not in self._nodes]
        reader = self.services.reader
        self._nodes |= with_names(reader, reader.nodes(wanted), self.page.language)

    def node(self, id_: str) -> Node:
        return self._nodes.get(id_) or Node(id_, "", (), id_, "", (), 0)

    def facet_name(self, name: str) -> str:
        zh, en = {
            "stage": ("环节", "Stage"), "year": ("年份", "Year"), "region": ("地区", "Region"), "buyer": ("采购人", "Buyer"),
            "vendor": ("供应商", "Vendor"), "method": ("采购方式", "Method"), "domain": ("领域", "Domain"),
            "single": ("单一来源", "Single source"), "bids": ("已知投标数", "Known bids"),
        }[name]  # fmt: skip
        return self.page.t(zh, en)

    def value(self, facet: str, value: str) -> str:
        """A facet's value as people read it."""
        if value == UNKNOWN:
            return self.page.t("未知", "not known")
        if facet == "stage":
            return self.page.term(ontology().classes.get(value)) or value
        if facet in ("method", "domain"):
            return self.page.code(facet, value)
        if facet == "single":
            return self.page.t("是", "yes") if value == "yes" else self.page.t("否或未知", "no or not known")
        return self.page.named(self.node(value)) if facet in ("buyer", "vendor", "region") else value

    def choices(self, facet: Facet) -> list[Choice]:
        own = self.selection.chosen.get(facet.name)
        return [
            Choice(
                self.value(facet.name, v.value),
                v.number,
                self.selection.toggled(facet.name, v.value),
                v.value == own,
            )
            for v in facet.values
        ]

    def summed(self, sums: Sequence[Sum], by: str) -> tuple[Summed, ...]:
        """Sums by group; each says what is added up and for how many steps an amount is known."""
        groups: dict[str, list[Sum]] = {}
        for item in sums:
            groups.setdefault(item.group, []).append(item)
        several = len({item.stage for item in sums}) > 1
        found = []
        for value, items in groups.items():
            label = self.value(by, value) if by else ""
            query = self.selection.toggled(by, value) if by else {}
            told = tuple(self._sum(item, several) for item in items if item.amount is not None)
            found.append(Summed(label, query, sum(item.steps for item in items), told))
        return tuple(sorted(found, key=lambda s: -s.steps))

    def _sum(self, item: Sum, several: bool) -> tuple[str, Markup, str]:
        kind = kind_words(self.page, item.kind)
        what = f"{self.value('stage', item.stage)} · {kind}" if several else kind
        cover = self.page.t(f"{item.known:,} 项有金额", f"{item.known:,} with an amount")
        if item.rounded:
            cover += self.page.t(f"，其中 {item.rounded:,} 项为约数", f", {item.rounded:,} of them rounded")
        return what, money(item.amount or 0.0, item.currency, self.page.language), cover

    def line(self, row: Row, sources: dict[str, Source], side: str) -> Line:
        ids = {"won": row["buyers"], "bought": row["suppliers"]}.get(
            side, [*row["buyers"], *row["suppliers"]]
        )
        amount = Markup("")
        if row["amount"] is not None:
            amount = money(row["amount"], row["currency"], self.page.language)
            amount = (
                Markup("{} {}").format(self.page.t("约", "about"), amount)
                if row["precision"] == "rounded"
                else amount
            )
        own = self.selection.values.get("firms", [])
        through = [row["through"]] if row.get("through") else []
        if "via" in row and len(own) > 1:
            through += [firm for firm in row["via"] if firm != own[0]]
        return Line(
            row["id"], row["day"] or "", self.value("stage", row["stage"]), self.node(row["id"]),
            self.node(row["project"]) if row["project"] else None, tuple(self.node(id_) for id_ in ids[:_NAMED]), max(0, len(ids) - _NAMED),
            self.page.code("method", row["method"]) if row["method"] else "", amount,
            kind_words(self.page, f"{row['kind']} {row['tax']}".strip()) if row["kind"] or row["tax"] else "",
            self.page.code("status", row["status"]) if row["status"] else "", self._role(row), tuple(map(self.node, through[:_NAMED])), row["bids"],
            sources.get(row["sources"][0]) if row["sources"] else None, len(row["sources"]),
        )  # fmt: skip

    def _role(self, row: Row) -> str:
        if "rank" not in row:
            return ""
        zh, en = {
            "alone": ("单独", "alone"),
            "lead": ("联合体牵头", "lead"),
            "member": ("联合体成员", "member"),
        }[role(row["rank"])]
        return self.page.t(zh, en)
