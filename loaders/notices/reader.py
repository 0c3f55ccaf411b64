"""A paper to the notices that it is: one, but for a plan, whose rows are projects of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from govgraph.loaders.notices.blocks import Blocks, Field, Row, fields
from govgraph.loaders.notices.correction import (  # fmt: skip
    affected,
    change_below,
    deadline_in,
    ended,
    parties_in,
    title_in,
)
from govgraph.loaders.notices.facts import Facts, dated
from govgraph.loaders.notices.kinds import ending_of, foreign, heading_of, kind_of, method_of
from govgraph.loaders.notices.lots import lot_of_heading
from govgraph.loaders.notices.notice import Aside, Day, Firm, Notice, Part, Price, Said
from govgraph.loaders.notices.offers import Offers, unread
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.vocabulary import pattern
from govgraph.messages import _
from govgraph.text.dates import PartialDate, read_date
from govgraph.text.methods import find_methods
from govgraph.text.names import normalise
from govgraph.text.places import division, short_name
from govgraph.text.procedures import number_key

_WHOLE_AREA = ("市本级", "本级", "市辖区", "市直", "省本级", "区本级", "县本级", "城区", "全市", "市级", "省级")  # fmt: skip


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
    named = next((text for text in paper.headings if text), "")
    if reason := foreign(paper, heading, blocks):
        return reason
    kind = kind_of(paper, heading, blocks)
    if not kind:
        return _("an unknown kind of notice")
    notice = Notice(kind, paper.position, heading, paper.url, paper.portal, published=paper.published)
    facts = Facts(notice)
    facts.read(blocks)
    lines = [
        f"{f.label}：{f.value}" if f.key == "changed" else f.value
        for f in blocks.stream
        if isinstance(f, Field) and f.key in ("", "changed")
    ]
    _offers(notice, blocks)
    facts.procedure(named if not ending_of(named) else "")
    _told(notice, paper, lines, blocks)
    _drop_hosts(notice)
    facts.spread()
    if (
        kind == "award"
        and notice.parts
        and all(part.status for part in notice.parts)
        and not any(part.winners for part in notice.parts)
    ):
        kind = notice.kind = "failure"
    _by_kind(notice, facts, blocks, lines)
    notice.aside += unread(blocks)
    if paper.flaw:
        notice.aside.append(Aside("", paper.flaw, heading))
    plans = list(_plans(notice, blocks)) if kind in ("plan", "intention") else []
    return plans or [notice]


def _offers(notice: Notice, blocks: Blocks) -> None:
    offers = Offers(notice.kind, blocks, notice.heading)
    notice.parts = offers.parts()
    notice.aside += offers.aside
    lot = lot_of_heading(notice.heading)
    if lot and notice.kind not in ("plan", "intention") and not any(part.number for part in notice.parts):
        for part in notice.parts or [Part()]:
            part.number = lot
        notice.parts = notice.parts or [Part(lot, place="heading")]


def _drop_hosts(notice: Notice) -> None:
    """Running text that names the buyer or the agent beside a verdict does not make a bidder of it."""
    hosts = {normalise(firm.name) for firm in (*notice.buyers, *notice.agents)}
    for part in notice.parts:
        part.bids = [
            o
            for o in part.bids
            if not (o.place and not o.price and len(o.firms) == 1 and normalise(o.firms[0].name) in hosts)
        ]


def _told(notice: Notice, paper: Paper, lines: list[str], blocks: Blocks) -> None:
    """What the running text tells where no label does."""
    text = "\n".join(lines)
    everything = "\n".join(f.value for f in blocks.stream if isinstance(f, Field))
    if (
        not notice.number
        and (found := pattern("number-in-heading").search(notice.heading))
        and number_key(found[1])
    ):
        notice.number = Said(found[1], "heading")
    if not notice.number and (found := pattern("number-in-brackets").search(f"{notice.heading}\n{text}")):
        notice.number = Said(found[1].strip(), "text")
    notice.title = notice.title or title_in(lines)
    if not notice.buyers or not notice.agents:
        buyer, agent = parties_in(lines)
        if buyer and not notice.buyers:
            notice.buyers = [Firm(buyer.text, buyer.place)]
        if agent and not notice.agents:
            notice.agents = [Firm(agent.text, agent.place)]
    intends = list(pattern("intends").finditer(f"{text}\n{notice.heading}")) if not notice.buyers else []
    if intends:  # 现将 says it more exactly than a heading
        notice.buyers = [Firm(max(intends, key=lambda found: found[0].startswith("现将"))[1], "text")]
    said = find_methods(ending_of(notice.heading)) or find_methods(notice.heading)
    told = (
        {m.code: m for one in pattern("buys-by").finditer(everything) for m in find_methods(one[0])}
        if not said
        else {}
    )
    said = said or (list(told.values()) if len(told) == 1 else [])
    if not notice.method and (method := method_of(paper.url)):
        notice.method = Said(method, "address")
    elif len({m.code for m in said}) == 1 and not (notice.method and find_methods(notice.method.text)):
        notice.method = Said(said[0].words, "heading")
    notice.published = notice.published or _last_day(paper)
    if found := pattern("called-on").search(text):
        day = read_date(found[1], notice.year or None)
        if isinstance(day, PartialDate) and not notice.first_published:
            notice.first_published = Day(day.text, "text", day.printed)
    if found := pattern("count-of-bids").search(text):
        notice.bidders = notice.bidders or int(found[1] or found[2])
    notice.region = _region(paper, notice) or notice.region


def _last_day(paper: Paper) -> Day | None:
    """The date that a notice is signed with: a line of its own at its end."""
    for block in (one for one in list(reversed(paper.blocks))[:4] if isinstance(one, str)):
        found = pattern("signed-day").findall(unicodedata.normalize("NFKC", block)) if len(block) < 40 else []
        if len(found) == 1 and not re.search("[至起止前后内]", block):
            return dated(found[0], "end")
    return None


def _region(paper: Paper, notice: Notice) -> Said | None:
    """The portal's area where its code is a division of that name, else its name."""
    code, name = paper.region
    on = notice.published.text if notice.published else None
    if re.fullmatch("[0-9]{6}(?:[0-9]{3}|[0-9]{6})?", code):
        six = code[:6]
        if (
            six.endswith("01") and name in _WHOLE_AREA
        ):  # a city's own affairs, where 01 stands for no district
            six = six[:4] + "00"
        found = division(six, on)
        if found and (not name or name in _WHOLE_AREA or short_name(found.name) in name or short_name(name) in found.name):  # fmt: skip
            return Said(six, "xiaqucode")
    return Said(name, "xiaquname") if name and name not in _WHOLE_AREA else None


def _by_kind(notice: Notice, facts: Facts, blocks: Blocks, lines: list[str]) -> None:
    if notice.kind == "failure":
        _failure(notice, facts)
    elif notice.kind in ("correction", "clarification"):
        _correction(notice, facts, blocks, lines)
    elif notice.kind == "single-source":
        text = facts.text("why")
        notice.reasons = [Said(text, facts.places["why"])] if text else []
    elif notice.kind == "call" and not notice.deadline:
        notice.deadline = facts.deadlines[0] if facts.deadlines else deadline_in(lines, notice.year)
    elif notice.kind in ("contract", "change"):
        notice.decided = notice.signed or notice.decided


def _failure(notice: Notice, facts: Facts) -> None:
    """A lot that failed is not the whole."""
    reason = facts.text("failure")
    status = ended(notice.heading, reason)
    notice.parts = [part for part in notice.parts if part.number] or [Part(place=facts.places.get("failure", ""))]  # fmt: skip
    for part in notice.parts:
        part.status, part.winners = part.status or status, []
        part.reason = part.reason or reason[:300]
    notice.change = Said(reason, facts.places["failure"]) if reason else None


def _correction(notice: Notice, facts: Facts, blocks: Blocks, lines: list[str]) -> None:
    text = facts.text("changed") or change_below(" ".join(lines))  # old forms leave the field empty
    if text:
        notice.change = Said(text, facts.places.get("changed", "text"))
    days = {day.text for day in facts.deadlines}
    if len(days) == 1:
        notice.deadline = facts.deadlines[0]
    items = " ".join(f.value for f in fields(blocks.stream, "affected"))
    notice.corrects = affected(items, notice.heading, text)
    if notice.corrects != "award":
        for part in notice.parts:
            part.winners, part.bids, part.candidates = [], [], []


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
