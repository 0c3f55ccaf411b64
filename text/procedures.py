"""What tells one procurement procedure from another: its number and its title, in one form each."""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = str.maketrans("〔【[{（〕】]}）", "((((()))))")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─", "-"))
_BESIDE = re.compile(
    r"\([^()]*(?:计划|备案|预算|原)[^()]*\)|[,，;；、\s]*(?:采购计划|计划|备案)(?:编|文)?号.*$"
)
_METHOD = "公开招标|邀请招标|竞争性谈判|竞争性磋商|询价|单一来源|框架协议|比选|竞价|公开招投标"
_KIND_WORDS = re.compile(
    rf"(?:(?:{_METHOD})(?:采购)?|(?:中标|成交|采购|招标|评标|评审|定标|入围|磋商|谈判|比选|遴选|询比)?(?:候选人|结果)|中标\(成交\)|成交\(中标\)|中标|成交"
    r"|更正|变更|澄清|延期|补遗|终止|中止|暂停|废标|流标|失败|资格预审|采购意向|意向|合同|验收|预|中标\(成交\)结果|电子|线上"
    r"|项目采购|采购|招标)?(?:公告|公示|通知书?)$"
)
_ENDING = re.compile(
    rf"(?:(?:{_METHOD})(?:采购)?|中标\(成交\)|(?:中标|成交|结果|招标|采购|更正)?公[告示]|中标|成交|结果|更正|变更|终止|废标|流标|候选人|采购意向|的|-|:)$"
)
_ROUND = re.compile(r"(?:\((?:第?[0-9一二三四五六七八九十]+次?)\)|[0-9]+)$")


def project_title(heading: str) -> str:
    """A notice's heading without what says of it that it is a notice: 某项目中标公告 is about 某项目.

    >>> project_title("关于示例市数据平台采购项目的竞争性磋商公告")
    '示例市数据平台采购项目'
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).removeprefix("关于")
    found = _KIND_WORDS.search(text)
    if found and not found.start():
        return ""
    round_ = _ROUND.search(text) if not found else None
    if round_ and (found := _KIND_WORDS.search(text[: round_.start()])):
        text = text[: round_.start()]
        if not found.start():
            return ""
    if not found or not text[: found.start()]:
        return text
    text = text[: found.start()]
    while (ending := _ENDING.search(text)) and text[: ending.start()]:
        text = text[: ending.start()]
    return text


def title_key(title: str) -> str:
    """A project's title for comparison: no signs, no notice words, no 采购 or 项目 at the end."""
    text = re.sub(r"[\W_]+", "", project_title(title).casefold())
    return re.sub(r"(?:采购|项目)+$", "", text) or text


def number_key(number: str) -> str:
    """A project's number for comparison, empty where it is no number: 无, /, 详见附件.

    >>> number_key("政采〔2019〕001号（采购计划编号：2019-7）"), number_key("无")
    ('政采(2019)001号', '')
    """
    text = unicodedata.normalize("NFKC", number).translate(_BRACKETS).translate(_DASHES)
    text = re.sub(r"\s+", "", _BESIDE.sub("", text)).strip("-/.,:;").upper()
    digits = sum(sign.isdigit() for sign in text)
    return text if digits >= 2 and len(text) >= 4 and len(text) <= 80 else ""
