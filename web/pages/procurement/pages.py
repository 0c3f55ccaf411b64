"""The part of a thing's page that tells of its procurement, the page of all steps, and files of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from govgraph.graph.reader.reader import GraphReader, Node
from govgraph.queries.render import to_csv, to_json
from govgraph.web.pages.page import Page
from govgraph.web.pages.procurement import parties
from govgraph.web.pages.procurement.answers import Steps
from govgraph.web.pages.procurement.parties import Beside, Side
from govgraph.web.pages.procurement.selection import FACETS, Selection, meaning, read_selection
from govgraph.web.pages.procurement.shown import Asked, show
from govgraph.web.pages.procurement.steps import STAGES
from govgraph.web.pages.procurement.tables import as_table
from govgraph.web.pages.rendering import render
from govgraph.web.pages.services import Services

#: Facets on the page of a thing, by its side; the page of all steps has every one.
_FACETS = {
    "won": ("stage", "year", "method", "buyer", "region"),
    "bought": ("stage", "year", "method", "vendor", "single"),
    "here": ("stage", "year", "method", "buyer", "vendor"),
    "project": ("stage", "year"),
}
_ON_A_PAGE = 20  # rows, since the page of a thing tells more
#: The stage that a side opens on, the first that it has.
_FIRST = {
    "won": ("Award", "Contract", "SingleSourcePublicity", "Bid"),
    "bought": ("Award", "Contract", "CallForTenders"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """Who stands beside a thing: a heading, the first with numbers, and how many there are."""

    title: str
    unit: str
    beside: tuple[tuple[Node, str], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Procured:
    """A thing's part in procurement: its sides, the one that is shown, and who stands around."""

    sides: tuple[tuple[Side, str, str], ...]  # each with its heading and its name in the address
    side: Side
    asked: Asked
    around: tuple[Around, ...]
    companies: tuple[Node, ...]  # of a group, those whose steps are added up


def procured(page: Page, services: Services, node: Node) -> Procured | None:
    """What a thing won, bought or saw procured; None where it has no part. Raises QueryError for a wrong selection."""
    found = parties.sides(services.steps, node)
    if not found:
        return None
    side, selection = _chosen(page, services, found)
    steps = Steps(services.steps, side.table)
    asked = show(page, services, steps, selection, page.path, _FACETS[side.name], side.name, _ON_A_PAGE)
    default = found[0].name
    named = tuple((s, _side_name(page, s.name), "" if s.name == default else s.name) for s in found)
    firms = list(map(str, side.values.get("firms", [])))  # type: ignore[call-overload]
    companies = services.reader.nodes(firms[1:]) if side.name == "won" else {}
    return Procured(
        named, side, asked, tuple(_around(page, services, side, node.id)), tuple(companies.values())
    )


def procured_file(page: Page, services: Services, node: Node, form: str) -> Response | None:
    """The selected steps of a thing as CSV or JSON; None where it has no part in any."""
    found = parties.sides(services.steps, node)
    if not found:
        return None
    side, selection = _chosen(page, services, found)
    return _file(services, Steps(services.steps, side.table), selection, form, f"{node.id}-{side.name}")


def procurement_page(page: Page, services: Services) -> Response:
    """All steps by facets."""
    selection = meaning(read_selection(page), services.names)
    asked = show(page, services, Steps(services.steps), selection, page.path, tuple(FACETS), "")
    return render(page, "procurement.html", asked=asked)


def procurement_file(page: Page, services: Services, form: str) -> Response:
    """The selection of all steps as CSV or JSON."""
    selection = meaning(read_selection(page), services.names)
    return _file(services, Steps(services.steps), selection, form, "procurement")


def _file(services: Services, steps: Steps, selection: Selection, form: str, name: str) -> Response:
    table = as_table(services, steps, selection)
    text, kind = (to_csv(table), "text/csv") if form == "csv" else (to_json(table), "application/json")
    headers = {
        "content-disposition": f'inline; filename="{name}.{form}"',
        "x-content-type-options": "nosniff",
    }
    return Response(text, 200, headers, f"{kind}; charset=utf-8")


def _chosen(page: Page, services: Services, found: Sequence[Side]) -> tuple[Side, Selection]:
    """The side and the selection that an address asks for; a side opens on the stage that says most."""
    wanted = page.request.query_params.get("side", "")
    side = next((s for s in found if s.name == wanted), found[0])
    selection = meaning(read_selection(page, side.within, **side.values), services.names)
    carried = {"side": side.name} if side.name != found[0].name else {}
    given = selection.chosen.get("stage", "")
    chosen = {name: value for name, value in selection.chosen.items() if name != "stage" or value in STAGES}
    opens = ""
    if side.name in _FIRST:
        there = Steps(services.steps, side.table).facet(replace(selection, chosen={}), "stage").values
        opens = next((stage for stage in _FIRST[side.name] if stage in {v.value for v in there}), "")
        chosen |= {"stage": opens} if opens and not given else {}
    return side, replace(selection, chosen=chosen, carried=carried, opens=opens)


def _side_name(page: Page, name: str) -> str:
    zh, en = {"won": ("作为供应商", "As a vendor"), "bought": ("作为采购人", "As a buyer"), "here": ("此地的采购", "Procurement here"),
              "project": ("项目的采购环节", "Steps of the project")}[name]  # fmt: skip
    return page.t(zh, en)


def _around(page: Page, services: Services, side: Side, id_: str) -> list[Around]:
    t, reader = page.t, services.steps
    asked: list[tuple[str, str, Callable[[GraphReader], tuple[list[Beside], int]]]] = []
    if side.name == "won":
        firms = list(map(str, side.values["firms"]))  # type: ignore[call-overload]
        asked = [
            (
                t("联合体伙伴", "Consortium partners"),
                t("按同在联合体的环节数", "by steps in one consortium"),
                lambda r: parties.partners(r, firms),
            ),
            (
                t("投标对手", "Rivals"),
                t("按同场投标次数", "by contests met in"),
                lambda r: parties.rivals(r, firms),
            ),
            (
                t("主要股东", "Main owners"),
                t("最近已知的持股比例；不同年份不相加", "latest known shares; years are never added up"),
                lambda r: parties.owners(r, firms),
            ),
        ]
    if side.name == "bought":
        asked = [
            (
                t("中标最多的供应商", "Vendors with most awards"),
                t("按中标数", "by awards"),
                lambda r: parties.suppliers(r, id_),
            ),
            (t("代理机构", "Agents"), t("按项目数", "by projects"), lambda r: parties.agents(r, id_)),
        ]
    found = []
    for title, unit, ask in asked:
        beside, total = ask(reader)
        nodes = services.reader.nodes(b.id for b in beside)
        if total:
            found.append(
                Around(
                    title,
                    unit,
                    tuple((nodes[b.id], b.words or _number(b.number)) for b in beside if b.id in nodes),
                    total,
                )
            )
    return found


def _number(value: int) -> str:
    return f"{value:,}" if value else ""
