"""Who bid, and whose bid was ruled out, where only running text says it: 经评审，某公司未提供…，其投标被否决。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.notice import Offer

_CLAUSES = re.compile(r"[，,；;：:](?![^（(]*[）)])|(?<=公司)(?=[^、，。；（(]{0,4}(?:因|未|不|提供|投标|的|共))")  # fmt: skip
_LEADING = re.compile(
    r"^.*?(?:分别(?:是|为)|其中|经.{0,8}评审|其余.{0,8}(?:供应商|单位|投标人)|以下(?:单位|供应商)[^：]*|[一二三四五六七八九十0-9]+[、.．]|[（(][0-9一二三四五]+[）)]|供应商|投标人)"
)
_NAME = r"(?:[\u4e00-\u9fffA-Za-z0-9·]|[（(][\u4e00-\u9fffA-Za-z0-9]{1,10}[）)]){2,36}?"
_JOINED = r"(?:[（(][^（）()]*(?:联合体|成员|牵头)[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)])?"
_FIRM = re.compile(
    rf"({_NAME}(?:有限责任公司|股份有限公司|有限公司|股份公司|集团公司|公司)(?:[\u4e00-\u9fff]{{2,12}}分公司)?{_JOINED})"
)
_BODY = re.compile(rf"({_NAME}(?:事务所|研究院|设计院|研究所|设计所|合作社|大学|学院|中心){_JOINED})")
_NOBODY = re.compile(r"^(?:以上|上述|该|其余|其他|所有|各|本|两|[0-9]+家|[一二三四五六七八九十]家)|[0-9]家")
_FAILS = re.compile(r"不通过|未通过|不合格|不予通过|予?以?否决|被?否决|无效|不符合|不满足|拒收|未实质性响应|废标")  # fmt: skip
_PASSES = re.compile(r"合格|通过|符合(?:招标|采购|磋商|要求)|有效")
_ABOUT = re.compile(r"评审|评标|投标(?:人|单位|文件|报价)|响应(?:文件|供应商)|否决|供应商|审查|无效|开标")
_LIST = re.compile(
    r"(?:投标|响应|参加|参与|递交)[^。]{0,16}(?:单位|人|供应商)[^。]{0,12}(?:分别(?:是|为)|[:：]|为)"
)
_NOT_BIDS = re.compile(
    r"受[^，。]{2,40}委托|招标代理|代理机构|监督|联系|地址|账户|开户|招标人(?!代表)|采购人(?!代表)"
)
_INVITES = re.compile(r"邀请(?:了)?(?:以下|下列|如下)?[^。：:]{0,16}[:：]?|随机抽取[^。：:]{0,16}[:：]")


def told_bids(lines: Sequence[tuple[str, str]]) -> Iterator[Offer]:
    """The bids of running text, each with its ``place``; those ruled out are ``rejected``."""
    for text, place in lines:
        if len(text) > 5_000 or ("公司" not in text and "所" not in text and "院" not in text):
            continue
        for sentence in re.split(r"[。\n]", text):
            if _ABOUT.search(sentence) and not _NOT_BIDS.search(sentence):
                yield from _of_sentence(sentence, place)


def _of_sentence(sentence: str, place: str) -> Iterator[Offer]:
    """A verdict is about the names before it, or, where it opens the sentence, about those behind it."""
    waiting: list[str] = []
    opening = "rejected" if re.match(r"[^，：:]{0,6}(?:否决|无效|废标|不合格|未通过)[^，：:]{0,10}[:：]", sentence) else ""  # fmt: skip
    listed = bool(_LIST.search(sentence))
    for clause in _CLAUSES.split(sentence):
        for part in re.split(r"、(?![^（(]*[）)])", clause):
            if name := _named(part):
                waiting.append(name)
        rest = _FIRM.sub("", clause)
        if _FAILS.search(rest):
            yield from _offers(waiting, "rejected", place)
            waiting = []
        elif waiting and _PASSES.search(rest):
            yield from _offers(waiting, "", place)
            waiting = []
    if opening or listed:
        yield from _offers(waiting, opening, place)


def _named(part: str) -> str:
    """The firm that a part of a sentence names, without the words that lead to it; empty where none."""
    for text in (_LEADING.sub("", part), part):
        found = _FIRM.search(text) or (None if "公司" in text else _BODY.search(text))
        if found:
            return "" if _NOBODY.search(found[1]) else found[1]
    return ""


def _offers(names: list[str], status: str, place: str) -> Iterator[Offer]:
    for name in names:
        for offer in read_offers(name, place):
            offer.status = status
            yield offer


def told_invited(lines: Sequence[tuple[str, str]]) -> Iterator[Offer]:
    """邀请以下单位参加磋商：甲公司、乙公司。"""
    for text, place in lines:
        if found := _INVITES.search(text):
            for name in _FIRM.findall(text[found.end() :].split("。")[0]):
                yield from read_offers(name, place)
