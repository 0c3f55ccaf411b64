"""A paper to the notices that it is: one, but for a plan, whose rows are projects of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.facts import Facts
from govgraph.loaders.notices.kinds import foreign, heading_of, kind_of
from govgraph.loaders.notices.notice import Aside, Firm, Notice, Part, Price, Said
from govgraph.loaders.notices.offers import Offers, drop_hosts, unread
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.stream import Row
from govgraph.loaders.notices.vocabulary import pattern, says
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
    _end(notice, facts)
    notice.aside += unread(blocks)
    if paper.flaw:
        notice.aside.append(Aside("", paper.flaw, heading))
    plans = list(_plans(notice, blocks)) if notice.is_plan else []
    return plans or [notice]


def _end(notice: Notice, facts: Facts) -> None:
    """What only some kinds of notices say."""
    ended = notice.parts and all(part.status and not part.winners for part in notice.parts)
    if notice.kind == "award" and ended:
        notice.kind = "failure"
    if notice.kind == "failure":
        _fail(notice, facts)
    elif notice.is_correction:
        _correct(notice, facts)
    elif notice.kind == "single-source":
        notice.reasons = [said for said in (facts.text("why"),) if said.text]
    elif notice.kind in ("contract", "change"):
        notice.decided = notice.signed or notice.decided


def _correct(notice: Notice, facts: Facts) -> None:
    """What was corrected and how; only the correction of a result speaks of who won."""
    said = facts.text("changed")
    if not said.text and (found := pattern("change").search(line := " ".join(facts.lines))):
        said = Said(line[found.start() :], "text")  # old forms leave the field empty
    notice.change = said if said.text else None
    if len({day.text for day in facts.deadlines}) == 1:
        notice.deadline = facts.deadlines[0]
    items = " ".join(one.value for one in facts.fields if one.key == "affected")
    notice.corrects = _affected(items, notice.heading, said.text)
    if notice.corrects != "award":
        for part in notice.parts:
            part.winners, part.bids, part.candidates = [], [], []


def _affected(items: str, heading: str, change: str) -> str:
    """What kind of step a correction is about, from its 更正事项 (ticks count where there are any), its
    heading and what it changes: ``award``, ``publicity``, ``contract`` or ``call``."""
    ticked = pattern("ticked").findall(items)
    named = " ".join(ticked) if ticked else "" if re.search("[□☐]", items) else items
    head = re.sub(r"(?:更正|变更|澄清).*$", "", re.sub(r"\s+", "", heading))
    if re.search("结果|中标|成交", named) or (not named and says("result-heading", head)):
        return "award"
    if "合同" in head[-8:]:
        return "contract"
    if "单一来源" in head[-12:] or "公示" in named:
        return "publicity"
    return "award" if not named and says("old-result", change) else "call"


def _fail(notice: Notice, facts: Facts) -> None:
    """Too few bids is ``unsuccessful``, the buyer's own end ``cancelled``; a lot that failed is not the whole."""
    said = facts.text("failure")
    few = says("too-few", f"{notice.heading} {said.text}")
    notice.parts = [part for part in notice.parts if part.number] or [Part(place=said.place)]
    for part in notice.parts:
        part.status, part.winners = part.status or ("unsuccessful" if few else "cancelled"), []
        part.reason = part.reason or said.text[:300]
    notice.change = said if said.text else None


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
