"""What a correction is about and changes, and how a procedure ended."""

from __future__ import annotations

import re

from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.facts import Facts
from govgraph.loaders.notices.notice import Notice, Part, Said
from govgraph.loaders.notices.stream import fields
from govgraph.loaders.notices.vocabulary import pattern


def correct(notice: Notice, facts: Facts, blocks: Blocks) -> None:
    """What was corrected and how; only the correction of a result speaks of who won."""
    said = facts.text("changed")
    if not said.text and (found := pattern("change").search(line := " ".join(facts.lines))):
        said = Said(line[found.start() :], "text")  # old forms leave the field empty
    notice.change = said if said.text else None
    if len({day.text for day in facts.deadlines}) == 1:
        notice.deadline = facts.deadlines[0]
    items = " ".join(one.value for one in fields(blocks.stream, "affected"))
    notice.corrects = affected(items, notice.heading, said.text)
    if notice.corrects != "award":
        for part in notice.parts:
            part.winners, part.bids, part.candidates = [], [], []


def affected(items: str, heading: str, change: str) -> str:
    """What kind of step a correction is about, from its 更正事项 (ticks count where there are any), its
    heading and what it changes: ``award``, ``publicity``, ``contract`` or ``call``."""
    ticked = pattern("ticked").findall(items)
    named = " ".join(ticked) if ticked else "" if re.search("[□☐]", items) else items
    head = re.sub(r"(?:更正|变更|澄清).*$", "", re.sub(r"\s+", "", heading))
    if re.search("结果|中标|成交", named) or (not named and pattern("result-heading").search(head)):
        return "award"
    if "合同" in head[-8:]:
        return "contract"
    if "单一来源" in head[-12:] or "公示" in named:
        return "publicity"
    return "award" if not named and pattern("old-result").search(change) else "call"


def fail(notice: Notice, facts: Facts) -> None:
    """Too few bids is ``unsuccessful``, the buyer's own end ``cancelled``; a lot that failed is not the whole."""
    said = facts.text("failure")
    few = pattern("too-few").search(f"{notice.heading} {said.text}")
    notice.parts = [part for part in notice.parts if part.number] or [Part(place=said.place)]
    for part in notice.parts:
        part.status, part.winners = part.status or ("unsuccessful" if few else "cancelled"), []
        part.reason = part.reason or said.text[:300]
    notice.change = said if said.text else None
