"""Who bid, and whose bid was ruled out, where only running text says it: 经评审，某公司未提供…，其投标被否决。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.notice import Offer
from govgraph.loaders.notices.vocabulary import pattern

_CLAUSES = re.compile(r"[，,；;：:](?![^（(]*[）)])|(?<=公司)(?=[^、，。；（(]{0,4}(?:因|未|不|提供|投标|的|共))")  # fmt: skip
_NAME = r"(?:[\u4e00-\u9fffA-Za-z0-9·]|[（(][\u4e00-\u9fffA-Za-z0-9]{1,10}[）)]){2,36}?"
_JOINED = r"(?:[（(][^（）()]*(?:联合体|成员|牵头)[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)])?"
_FIRM = re.compile(
    rf"({_NAME}(?:有限责任公司|股份有限公司|有限公司|股份公司|集团公司|公司)(?:[\u4e00-\u9fff]{{2,12}}分公司)?{_JOINED})"
)
_BODY = re.compile(rf"({_NAME}(?:事务所|研究院|设计院|研究所|设计所|合作社|大学|学院|中心){_JOINED})")


def told_bids(lines: Sequence[tuple[str, str]]) -> Iterator[Offer]:
    """The bids of running text, each with its ``place``; those ruled out are ``rejected``."""
    for text, place in lines:
        if len(text) > 5_000 or ("公司" not in text and "所" not in text and "院" not in text):
            continue
        for sentence in re.split(r"[。\n]", text):
            if pattern("about-bids").search(sentence) and not pattern("no-bids").search(sentence):
                yield from _of_sentence(sentence, place)


def _of_sentence(sentence: str, place: str) -> Iterator[Offer]:
    """A verdict is about the names before it, or, where it opens the sentence, about those behind it."""
    waiting: list[str] = []
    opening = "rejected" if re.match(r"[^，：:]{0,6}(?:否决|无效|废标|不合格|未通过)[^，：:]{0,10}[:：]", sentence) else ""  # fmt: skip
    listed = bool(pattern("list-of-bidders").search(sentence))
    for clause in _CLAUSES.split(sentence):
        for part in re.split(r"、(?![^（(]*[）)])", clause):
            if name := _named(part):
                waiting.append(name)
        rest = _FIRM.sub("", clause)
        if pattern("fails").search(rest):
            yield from _offers(waiting, "rejected", place)
            waiting = []
        elif waiting and pattern("passes").search(rest):
            yield from _offers(waiting, "", place)
            waiting = []
    if opening or listed:
        yield from _offers(waiting, opening, place)


def _named(part: str) -> str:
    """The firm that a part of a sentence names, without the words that lead to it; empty where none."""
    for text in (pattern("leading").sub("", part), part):
        found = _FIRM.search(text) or (None if "公司" in text else _BODY.search(text))
        if found:
            return "" if pattern("nobody").search(found[1]) else found[1]
    return ""


def _offers(names: list[str], status: str, place: str) -> Iterator[Offer]:
    for name in names:
        for offer in read_offers(name, place):
            offer.status = status
            yield offer


def told_invited(lines: Sequence[tuple[str, str]]) -> Iterator[Offer]:
    """邀请以下单位参加磋商：甲公司、乙公司。"""
    for text, place in lines:
        if found := pattern("invites").search(text):
            for name in _FIRM.findall(text[found.end() :].split("。")[0]):
                yield from read_offers(name, place)
