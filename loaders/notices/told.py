"""Who bid, won or was ruled out where only running text says it: 经评审，某公司未提供…，其投标被否决。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.notice import Firm, Offer, Price
from govgraph.loaders.notices.parts import Parts, same
from govgraph.loaders.notices.stream import Field
from govgraph.loaders.notices.table_shapes import rank_of
from govgraph.loaders.notices.vocabulary import group, pattern
from govgraph.text.names import parse


def tell(parts: Parts, fields: Sequence[Field]) -> None:
    """Add what sentences say to what tables and labels have said of the same firms, which counts first."""
    for said in fields:
        lot = said.scope.lot if not said.key and len(said.value) <= 60 else ""
        if lot and pattern("failed").match(said.value) and not parts.part(lot, said.place).winners:
            parts.failed(lot, said.scope.lot_name, said.value, said.place)
    lines = [(f"{one.label}：{one.value}" if one.key else one.value, one.place)
             for one in fields if one.key in group("PROSE")]  # fmt: skip
    kind, text = parts.notice.kind, "\n".join(line for line, _ in lines)
    known = any(part.winners or part.status for part in parts.found.values())
    if kind == "award" and not known and (told := _winner(text)):
        parts.join(parts.part("", "text"), "winner", told)
    if kind in ("candidates", "award") and len(parts.found) < 2:
        _candidates(parts, text)
    if kind in ("award", "candidates", "failure", "opening"):
        _bids(parts, fields, lines)


def _winner(text: str) -> Offer | None:
    """某公司为中标人，中标价为…, or 成交供应商为某公司."""
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


def _candidates(parts: Parts, text: str) -> None:
    """某公司为第一中标候选人: ranks of those listed; a list of its own only where no other is."""
    part = next(iter(parts.found.values()), None)
    for found in pattern("told-candidate").finditer(text) if "为第" in text else ():
        name = re.sub(r"^.*(?:推荐|确定)(?:的)?[:：]?", "", found[1])
        if not (part and part.candidates) and parse(name).kind != "company":
            continue
        part = part or parts.part("", "text")
        offer = Offer([Firm(name, "text")], place="text", rank=rank_of(f"第{found[2]}名"))
        known = same(part.candidates, offer)
        if not known and (not part.candidates or part.candidates[0].rank):
            known = parts.join(part, "candidate", offer)
        if known:
            known.rank = known.rank or offer.rank


def _bids(parts: Parts, fields: Sequence[Field], lines: Sequence[tuple[str, str]]) -> None:
    """Bids, those ruled out and those who were invited."""
    lots = [part for part in parts.found.values() if part.number]
    part = lots[0] if len(lots) == len(parts.found) == 1 else parts.part("", "text")
    everyone = [offer for one in parts.found.values() for offer in one.offers]
    for offer in _told_bids(lines):
        known = same(everyone, offer)
        if known is None:
            part.bids.append(offer)
            everyone.append(offer)
        elif offer.status and known in part.bids:
            known.status = offer.status
    for said in fields:
        denied = said.scope.about[0] if not said.key else ""
        if denied in ("loser", "rejected") and (found := pattern("name-colon").match(said.value)):
            offer = Offer([Firm(found[1], said.place)], reason=found[2][:300], place=said.place)
            parts.join(part, denied, offer)
    for line, place in lines:  # 邀请以下单位参加磋商：甲公司、乙公司。
        if invites := pattern("invites").search(line):
            for name in pattern("firm").findall(line[invites.end() :].split("。")[0]):
                offers = [one for one in read_offers(name, place) if not same(everyone, one)]
                part.invited += [firm for one in offers for firm in one.firms]


def _told_bids(lines: Sequence[tuple[str, str]]) -> Iterator[Offer]:
    """The bids of running text, each with its ``place``; those ruled out are ``rejected``."""
    for text, place in lines:
        if len(text) > 5_000 or not any(sign in text for sign in ("公司", "所", "院")):
            continue
        for sentence in re.split(r"[。\n]", text):
            if pattern("about-bids").search(sentence) and not pattern("no-bids").search(sentence):
                for name, status in _verdicts(sentence):
                    for offer in read_offers(name, place):
                        offer.status = status
                        yield offer


def _verdicts(sentence: str) -> Iterator[tuple[str, str]]:
    """A verdict is about the names before it, or, where it opens the sentence, about those behind it."""
    waiting: list[str] = []
    opening = "rejected" if pattern("opens-with-verdict").match(sentence) else ""
    for clause in pattern("clause-end").split(sentence):
        waiting += [name for part in re.split(r"、(?![^（(]*[）)])", clause) if (name := _named(part))]
        rest = pattern("firm").sub("", clause)
        fails = bool(pattern("fails").search(rest))
        if fails or (waiting and pattern("passes").search(rest)):
            yield from ((name, "rejected" if fails else "") for name in waiting)
            waiting = []
    if opening or pattern("list-of-bidders").search(sentence):
        yield from ((name, opening) for name in waiting)


def _named(part: str) -> str:
    """The firm that a part of a sentence names, without the words that lead to it; empty where none."""
    for text in (pattern("leading").sub("", part), part):
        if found := pattern("firm" if "公司" in text else "institute").search(text):
            return "" if pattern("nobody").search(found[1]) else found[1]
    return ""
