"""What kind of notice a paper is, or why it is none: by its heading, the portal's words, its fields."""

from __future__ import annotations

import re

from govgraph.loaders.notices.blocks import Blocks, Field, fields
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.vocabulary import event_of, folder_event
from govgraph.messages import _

_METHODS = {
    "gkzb": "公开招标", "jzxtpgg": "竞争性谈判", "jzxtp": "竞争性谈判", "jzxcs": "竞争性磋商", "xjgg": "询价", "yqzbgg": "邀请招标",
}  # fmt: skip
_NO_NOTICE = re.compile(r"投诉|处理决定|处罚|监督检查|通知$|办法$|政策|新闻")
_ERROR = re.compile(
    r"404|页面(?:不存在|没有找到|已删除|不可用)|错误页面|Not Found|访问(?:过于)?频繁|验证码|拦截|Forbidden"
)
_ENDING = re.compile(
    r"(?:(?:更正|变更|澄清|延期|补遗|答疑|勘误|终止|废标|流标|中止|暂停|失败|异常|撤销|(?:预|拟)?中标|成交|中选|入围|结果|候选人|评标|评审|定标|合同|验收|开标|唱标"
    r"|单一来源|采购|意向|公开|招标|计划|通知|竞争性|磋商|谈判|询价|询比|资格预审|邀请|征集|比选|遴选|竞价|框架协议|补充|第?[一二三四五0-9]+次|需求|成果|电子|项目|人|记录|情况|交易|信息|工程|[（()）的及、和/\-])*)"
    r"(?:公[告示开](?:的?(?:更正|变更|补充|终止|澄清)(?:公告|说明|通知)?)?|通知书?|记录|答疑(?:文件)?[一二三四五六七八九十0-9]*|澄清(?:文件)?|意向|合同|公告书|采购)$"
)
_BRACKETS = re.compile(r"[（(][^（）()]{0,12}[）)]\s*$|[0-9]+$")
_AGAIN = re.compile(r"[（(](?:[^（()）]{0,4}(?:更正|变更|澄清)[^（()）]{0,4})[）)]\s*$")


def folder_of(url: str) -> str:
    """The site's folder that an address lies in: zbgg, gzgg …"""
    found = re.search(r"/([a-z]{4,8})/(?:19|20)[0-9]{4}/", url)
    return found[1] if found else ""


def method_of(url: str) -> str:
    """The procurement method that the site's folder says, in words."""
    return _METHODS.get(folder_of(url), "")


def ending_of(heading: str) -> str:
    """The words at the end of a heading that say what it is: 竞争性磋商成交公告."""
    text = re.sub(r"\s+", "", heading)
    if found := _AGAIN.search(text):
        return found[0]
    for _step in range(2):
        if match := _ENDING.search(text):
            return match[0]
        text = _BRACKETS.sub("", text)
    return ""


def heading_of(paper: Paper) -> str:
    """The heading: the first of those that may be it which says what the notice is, else the first."""
    named = [text for text in paper.headings if text]
    return next((text for text in named if event_of(ending_of(text))), named[0] if named else "")


def kind_of(paper: Paper, heading: str, blocks: Blocks) -> str:
    """The kind of notice, empty where nothing tells it.

    The last words of a heading say what it is: 某合同管理系统中标公告 is an award. Where they only say that
    something is bought, the portal's category says more, and what the notice names.
    """
    keys = {item.key for item in blocks.stream if isinstance(item, Field) and item.value}
    keys |= {key for item in blocks.stream if not isinstance(item, Field) for key in item.cells}
    said = event_of(ending_of(heading)) or event_of(ending_of(paper.category) or paper.category)
    if said == "call" and (filed := event_of(ending_of(paper.category) or paper.category)):
        said = filed
    said = said or _titled(paper, blocks) or folder_event(folder_of(paper.url)) or _by_keys(keys)
    if said == "award" and "candidate" in keys and not keys & {"winner", "supplier", "amount", "bidder", "total"}:  # fmt: skip
        return "candidates"
    if said == "single-source" and "winner" in keys and "single" not in keys and "why" not in keys:
        return "award"
    return said


def _titled(paper: Paper, blocks: Blocks) -> str:
    """The kind that one of the first lines says, where the heading does not: 某项目 / 评标结果公示."""
    lines = [block for block in paper.blocks[:12] if isinstance(block, str)]
    return next((kind for line in lines if len(line) < 60 and (kind := event_of(ending_of(line)))), "")


def _by_keys(keys: set[str]) -> str:
    if "contract_number" in keys and keys & {"party_b", "supplier", "winner"}:
        return "contract"
    if "signed" in keys and keys & {"supplier", "winner", "party_b"}:
        return "contract"
    if (keys & {"amount", "total"} and keys & {"winner", "supplier", "candidate"}) or "winner" in keys:
        return "award"
    if "candidate" in keys:
        return "candidates"
    if "affected" in keys or "corrected" in keys:
        return "correction"
    if "why" in keys and keys & {"supplier", "single"}:
        return "single-source"
    if keys & {"deadline", "opening"} and keys & {"number", "title"}:
        return "call"
    return "award" if {"amount", "decided"} <= keys else ""


def foreign(paper: Paper, heading: str, blocks: Blocks) -> str:
    """Why a paper is no notice at all, empty where it may be one."""
    shown = " ".join(block if isinstance(block, str) else " ".join(map(" ".join, block.rows)) for block in paper.blocks)  # fmt: skip
    if not shown.strip() and not paper.values:
        return paper.flaw or _("content that shows no text")
    known = {item.key for item in fields(blocks.stream, *_TELLING) if item.value}
    rows = any(not isinstance(item, Field) for item in blocks.stream)
    if _ERROR.search(shown[:600]) and len(known) < 2:
        return _("an error page, no notice")
    if (paper.password or re.search("用户登录|请登录|登录密码|忘记密码", shown)) and len(known) < 2:
        return _("a login page, no notice")
    if not known and not rows and not event_of(ending_of(heading)):
        return _("no field of a notice on it")
    if not known and not rows:
        dated = len(re.findall(r"(?:19|20)[0-9]{2}[-./年][0-9]{1,2}", shown))
        if paper.links >= 10 or dated >= 5:
            return _("a list of pages, no notice")
    if _NO_NOTICE.search(heading[-14:]) and not ending_of(heading).strip("公告示通知"):
        return _("a kind of notice that is not loaded")
    return ""


_TELLING = ("number", "title", "buyer", "agent", "winner", "supplier", "candidate", "bidder", "amount", "budget", "deadline",
            "method", "contract_number", "single", "decided", "first", "affected", "changed", "party_b", "why", "name")  # fmt: skip
