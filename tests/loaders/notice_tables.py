"""Award notices with a second table in them, as pages and as text with one cell a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from govgraph.loaders.notices.notice import Notice, Offer
from govgraph.loaders.notices.pages import paper_of_text
from govgraph.loaders.notices.reader import read_paper

FILE = Path(__file__).parent / "notices" / "second_tables.yml"
KINDS: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), yaml.BaseLoader)
WINNER: str = KINDS["winner"]
TABLES: dict[str, Mapping[str, Any]] = {table["id"]: table for table in KINDS["tables"]}
HEADING = "示例市教育局网上巡查系统设备采购项目成交公告"
FACTS = (
    "一、项目编号：SL-2025-063",
    "二、项目名称：网上巡查系统设备采购项目",
    "三、采购方式：竞争性磋商",
    "四、采购人：示例市教育局",
)
AWARD = (("序号", "中标供应商名称", "中标金额(元)"), ("1", WINNER, "450000"))
#: Where the second table stands.
PLACES = ("after", "before", "between")


def html_table(rows: Sequence[Sequence[Any]]) -> str:
    cells = [[c if isinstance(c, dict) else {"t": c} for c in row] for row in rows]
    return "<table>" + "".join(
        "<tr>" + "".join(f"<td colspan={c.get('c', 1)} rowspan={c.get('r', 1)}>{c['t']}</td>" for c in row) + "</tr>" for row in cells
    ) + "</table>"  # fmt: skip


def rows_of(table: Mapping[str, Any]) -> list[list[Any]]:
    """Head and rows of a kind of table."""
    head = table.get("columns", [])
    heads = head if head and isinstance(head[0], list) else [head] if head else []
    return [*heads, *table.get("rows", [])]


def block(table: Mapping[str, Any]) -> str:
    section = f"<p>{table['section']}</p>" if table.get("section") else ""
    if "lines" in table:
        return section + "".join(f"<p>{line}</p>" for line in table["lines"])
    return section + html_table(rows_of(table))


def page(second: str, place: str = "after", facts: Sequence[str] = FACTS, heading: str = HEADING) -> str:
    """An award notice as a page, with a second block after, before or between its sections."""
    lines = "".join(f"<p>{line}</p>" for line in facts)
    award = f"<p>五、中标情况：</p>{html_table(AWARD)}"
    parts = {
        "after": lines + award + second,
        "before": second + lines + award,
        "between": lines + second + award,
    }
    return f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1>{parts[place]}</body></html>"


def text_page(table: Mapping[str, Any]) -> str:
    """The same as text, one cell a line; only for tables without cells that span others."""
    cells = [cell for row in rows_of(table) for cell in row]
    lines = [table["section"]] if table.get("section") else []
    return "\n".join(
        [
            HEADING,
            *FACTS,
            "五、中标情况：",
            *(c for row in AWARD for c in row),
            *lines,
            *table.get("lines", cells),
        ]
    )


def flat(table: Mapping[str, Any]) -> bool:
    """Whether a table can stand as text with one cell a line."""
    head = table.get("columns", [])
    return (
        not (head and isinstance(head[0], list))
        and all(isinstance(c, str) for row in rows_of(table) for c in row)
        and (bool(head) or "lines" in table)
    )


def read(text: str) -> Notice:
    """The notice of a page or text."""
    found = read_paper(paper_of_text(text, "page.html", ""))
    assert not isinstance(found, str), found
    return found[0]


def awarded(notice: Notice) -> set[str]:
    """Everybody who is awarded anything."""
    return {firm.name for part in notice.parts for offer in part.winners for firm in offer.firms}


def roles(notice: Notice) -> Iterator[tuple[frozenset[str], str, Offer | None, str]]:
    """Who stands in the notice in which role: names, role, offer and lot."""
    for part in notice.parts:
        for role, offers in (
            ("winner", part.winners),
            ("candidate", part.candidates),
            ("supplier", part.suppliers),
        ):
            for offer in offers:
                yield frozenset(f.name for f in offer.firms), role, offer, part.number
        for offer in part.bids:
            yield frozenset(f.name for f in offer.firms), offer.status or "valid", offer, part.number
        for role, firms in (("invited", part.invited), ("subcontractor", part.subcontractors)):
            for firm in firms:
                yield frozenset((firm.name,)), role, None, part.number
