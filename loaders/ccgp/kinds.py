"""What kind of notice a page is, or why it is none: by its heading, the site's section, its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govgraph.loaders.ccgp.events import Event
from govgraph.loaders.ccgp.page import Sheet

#: Words of headings, in the order in which they decide.
_WORDS = (
    ("correction", re.compile(r"更正|变更|澄清|延期|补遗|补充公告|答疑|修改")),
    ("plan", re.compile(r"采购意向|意向公[开告示]")),
    ("failure", re.compile(r"废标|流标|终止|失败|中止|暂停|未成交|撤销")),
    ("contract", re.compile(r"合同")),
    ("candidates", re.compile(r"候选")),
    ("award", re.compile(r"中标|成交|结果|入围|中选|入选|定标")),
    ("publicity", re.compile(r"单一来源")),
    ("tender", re.compile(r"招标|磋商|谈判|询价|采购公告|资格预审|邀请|征集|比选|遴选|竞价|询比|采购需求公示|采购公示|框架协议|招募|公开选取")),
)  # fmt: skip
_NO_NOTICE = re.compile(r"验收|投诉|处理决定|处罚|履约|监督检查|意见征[求询]|通知$|办法$|政策|新闻")
_ERROR = re.compile(
    r"404|页面(?:不存在|没有找到|已删除|不可用)|错误页面|Not Found|访问(?:过于)?频繁|验证码|拦截|Forbidden"
)
#: The folders of the site.
_FOLDERS = {
    "zbgg": "award", "cjgg": "award", "gkzb": "tender", "gzgg": "correction", "dylygg": "publicity", "dyly": "publicity",
    "jzxtpgg": "tender", "jzxcs": "tender", "jzxtp": "tender", "xjgg": "tender", "zgysgg": "tender", "yqzbgg": "tender",
    "fblbgg": "failure", "zzgg": "failure", "cgyx": "plan", "htgg": "contract", "yxgk": "plan",
}  # fmt: skip
_METHODS = {
    "gkzb": "公开招标", "jzxtpgg": "竞争性谈判", "jzxtp": "竞争性谈判", "jzxcs": "竞争性磋商", "xjgg": "询价", "yqzbgg": "邀请招标",
}  # fmt: skip


def folder_of(url: str) -> str:
    """The site's folder that an address lies in: zbgg, gzgg …"""
    found = re.search(r"/([a-z]{4,8})/(?:19|20)[0-9]{4}/", url)
    return found[1] if found else ""


def method_of(url: str) -> str:
    """The procurement method that the site's folder says, in words."""
    return _METHODS.get(folder_of(url), "")


def kind_of(sheet: Sheet, events: Iterable[Event]) -> str:
    """The kind of notice, empty where nothing tells it.

    The last words of a heading say what it is: 某合同管理系统中标公告 is an award. What a correction
    corrects stands before, so 更正 decides wherever it stands near the end.
    """
    for words in (sheet.kind, ending_of(sheet.heading)):
        if words and (kind := next((kind for kind, word in _WORDS if word.search(words)), "")):
            return kind
    if kind := _FOLDERS.get(folder_of(sheet.url), ""):
        return kind
    keys = {event.key for event in events} | {k for e in events for row in e.rows for k in row.keys}
    if keys & {"amount", "total"} and keys & {"supplier", "candidate"}:
        return "contract" if "contract_number" in keys else "award"
    if "affected" in keys or "corrected" in keys:
        return "correction"
    if "reason" in keys and "supplier" in keys:
        return "publicity"
    if keys & {"deadline", "opening"} and keys & {"number", "title"}:
        return "tender"
    return ""


def ending_of(heading: str) -> str:
    """The words at the end of a heading that say what it is: 竞争性磋商成交公告."""
    if found := re.search(r"[（(](?:[^（()）]{0,4}(?:更正|变更)[^（()）]{0,4})[）)]\s*$", heading):
        return found[0]
    text = re.sub(r"[（(][^（）()]{0,12}[）)]\s*$|[0-9]+$", "", re.sub(r"\s+", "", heading))
    match = re.search(
        r"(?:(?:更正|变更|澄清|延期|补遗|终止|废标|流标|中止|暂停|失败|撤销|(?:预)?中标|成交|中选|入围|结果|候选人|合同|单一来源|采购|意向|公开|招标"
        r"|竞争性|磋商|谈判|询价|资格预审|邀请|征集|比选|遴选|竞价|框架协议|补充|第?[一二三四五0-9]+次|需求|成果|电子|项目|[（()）的及、和/\-]))*"
        r"公[告示开](?:的?(?:更正|变更|补充|终止)(?:公告|说明|通知)?)?$|(?:中标|成交)(?:结果)?(?:通知书?)?$|采购意向$", text,
    )  # fmt: skip
    return match[0] if match else ""


def foreign(sheet: Sheet, events: list[Event]) -> str:
    """Why a page is no notice at all, empty where it may be one."""
    shown = " ".join(block if isinstance(block, str) else " ".join(map(" ".join, block.rows)) for block in sheet.blocks)  # fmt: skip
    if not shown.strip():
        return sheet.flaw or "an empty page"
    known = {
        event.key for event in events if event.kind == "field" and event.key not in ("drop", "published")
    }
    rows = any(event.kind == "rows" for event in events)
    if _ERROR.search(shown[:600]) and len(known) < 2:
        return "an error page, no notice"
    if (sheet.password or re.search("用户登录|请登录|登录密码|忘记密码", shown)) and len(known) < 2:
        return "a login page, no notice"
    if not known and not rows:
        dated = len(re.findall(r"(?:19|20)[0-9]{2}[-./年][0-9]{1,2}", shown))
        if sheet.links >= 10 or dated >= 5:
            return "a list of pages, no notice"
        return "no field of a notice on it"
    if _NO_NOTICE.search(sheet.heading[-14:]) and not ending_of(sheet.heading).strip("公告示"):
        return "a kind of notice that is not loaded"
    return ""
