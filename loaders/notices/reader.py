"""A paper to the notices that it is: one, but for a plan, whose rows are projects of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.correction import correct, fail
from govgraph.loaders.notices.facts import Facts
from govgraph.loaders.notices.kinds import foreign, heading_of, kind_of
from govgraph.loaders.notices.notice import Aside, Firm, Notice, Price, Said
from govgraph.loaders.notices.offers import Offers, drop_hosts, unread
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.stream import Row
from govgraph.messages import _


def read_paper(paper: Paper) -> list[Notice] | str:
    """The notices of a paper, or why it holds none."""
    if paper.refused:
        return paper.refused
    blocks = Blocks()
    for key, label, value in paper.values:
        blocks.labelled(key, label, value, label, True)
    blocks.waiting = None
    blocks.read(paper.blocks)
    heading = heading_of(paper)
    if reason := foreign(paper, heading, blocks):
        return reason
    kind = kind_of(paper, heading, blocks)
    if not kind:
        return _("an unknown kind of notice")
    notice = Notice(kind, paper.position, heading, paper.url, paper.portal, published=paper.published)
    facts = Facts(notice, paper, blocks)
    facts.read()
    Offers(notice, blocks).read()
    facts.settle()
    drop_hosts(notice)
    _end(notice, facts, blocks)
    notice.aside += unread(blocks)
    if paper.flaw:
        notice.aside.append(Aside("", paper.flaw, heading))
    plans = list(_plans(notice, blocks)) if notice.is_plan else []
    return plans or [notice]


def _end(notice: Notice, facts: Facts, blocks: Blocks) -> None:
    """What only some kinds of notices say."""
    ended = notice.parts and all(part.status and not part.winners for part in notice.parts)
    if notice.kind == "award" and ended:
        notice.kind = "failure"
    if notice.kind == "failure":
        fail(notice, facts)
    elif notice.is_correction:
        correct(notice, facts, blocks)
    elif notice.kind == "single-source":
        notice.reasons = [said for said in (facts.text("why"),) if said.text]
    elif notice.kind in ("contract", "change"):
        notice.decided = notice.signed or notice.decided


def _plans(page: Notice, blocks: Blocks) -> Iterator[Notice]:
    """The rows of a plan: each is a project of its own."""
    for row in blocks.stream:
        if not isinstance(row, Row) or not {"title", "budget"} <= row.cells.keys():
            continue
        row.seen.used = True
        cell, budget = row.cells["title"], row.cells["budget"]
        buyers = [Firm(row.cells["buyer"].value, row.seen.place)] if "buyer" in row.cells else page.buyers
        yield replace(page, position=f"{page.position}#{cell.place.split(' / ')[0]}".lstrip("#"), heading=f"{cell.value}采购意向",
                      title=Said(cell.value, cell.place), buyers=buyers, agents=[], parts=[], aside=[],
                      budget=Price(budget.value, budget.label, budget.place), number=None)  # fmt: skip
