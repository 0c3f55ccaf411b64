"""Ranks, leaders, terms and winners in sentences: what a notice really says, and what it only seems to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgraph.loaders.notices.blocks import Field
from govgraph.loaders.notices.notice import Aside, Firm, Offer, Part, Price, Said
from govgraph.loaders.notices.table_shapes import rank_of
from govgraph.loaders.notices.vocabulary import pattern
from govgraph.messages import _
from govgraph.text.names import parse

_LEADS = r"(?:联合体)?(?:牵头|主办)(?:人|单位|方|公司)?"


def settle_order(part: Part, text: str) -> list[Aside]:
    """Drop ranks where the notice says that its order means nothing, or where they contradict; says which."""
    listed = part.candidates or part.bids
    ranks = [offer.rank for offer in listed if offer.rank]
    reason = ""
    if ranks and (found := pattern("unordered").search(text)):
        reason = _("ranks, but the order is said to mean nothing: {found}").format(found=found[0])
    elif len(set(ranks)) < len(ranks):
        reason = _("one rank for several bids")
    if not reason:
        return []
    printed = [f"{offer.rank or '-'} {'、'.join(firm.name for firm in offer.firms)}" for offer in listed]
    for offer in listed:
        offer.rank = None
    return [Aside(part.place, reason, printed)]


def find_leader(offer: Offer, text: str) -> None:
    """Who leads, where it stands elsewhere on the page: 甲公司（牵头人）, 牵头人：甲公司."""
    if len(offer.firms) < 2 or offer.leader or not re.search("牵头|主办", text):
        return
    led = []
    for firm in offer.firms:
        name = re.escape(firm.name)
        if re.search(rf"{name}\s*[（(]\s*{_LEADS}\s*[)）]|{_LEADS}\s*[:：]\s*{name}", text):
            led.append(firm.name)
    if len(led) == 1:
        offer.leader = led[0]


def term(said: Field) -> Said | None:
    """The term as worded; a bare number takes the unit of its label: 履约期限(天) | 730."""
    value = " ".join(said.value.split())
    unit = re.search(r"[(（]\s*(日历天|天|日|个?月|年|工作日)\s*[)）]", said.label)
    if re.fullmatch(r"[0-9]{1,5}", value) and unit:
        return Said(value + unit[1], said.place)
    if pattern("term").search(value) and not re.match(r".{0,30}(?:详见|见招标文件|见附件)", value):
        return Said(value, said.place)
    return None


def told_winner(text: str) -> Offer | None:
    """某公司为中标人，中标价为…, or 成交供应商为某公司: a result that is told in a sentence."""
    for line in text.splitlines():
        found = pattern("told-wins").search(line) or pattern("told-won-by").search(line)
        name = re.sub(r"^.*候选(?:人|单位|供应商)", "", found[1]) if found else ""
        if not found or parse(name).kind != "company":
            continue
        if re.search("候选|预中标|拟中标|未", re.split("[，,。；]", line[: found.start() + 1])[-1]):
            continue
        price = pattern("told-price").search(line, found.end())
        return Offer([Firm(name, "text")], price=Price(price[1], "", "text") if price else None, place="text")  # fmt: skip
    return None


def told_candidates(text: str, listed: bool) -> Iterator[Offer]:
    """某公司为第一中标候选人: the order of words that labels do not catch."""
    for found in pattern("told-candidate").finditer(text) if "为第" in text else ():
        name = re.sub(r"^.*(?:推荐|确定)(?:的)?[:：]?", "", found[1])
        if listed or parse(name).kind == "company":
            yield Offer([Firm(name, "text")], place="text", rank=rank_of(f"第{found[2]}名"))
