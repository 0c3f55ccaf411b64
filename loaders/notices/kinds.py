"""What kind of notice a paper is, or why it is none: by its heading, the portal's words, its fields."""

from __future__ import annotations

import re

from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.stream import Field, fields
from govgraph.loaders.notices.vocabulary import (
    event_by_keys,
    event_of,
    folder_event,
    folder_method,
    group,
    pattern,
    says,
)
from govgraph.messages import _


def folder_of(url: str) -> str:
    """The site's folder that an address lies in: zbgg, gzgg …"""
    found = re.search(r"/([a-z]{4,8})/(?:19|20)[0-9]{4}/", url)
    return found[1] if found else ""


def method_of(url: str) -> str:
    """The procurement method that the site's folder says, in words."""
    return folder_method(folder_of(url))


def ending_of(heading: str) -> str:
    """The words at the end of a heading that say what it is: 竞争性磋商成交公告."""
    text = re.sub(r"\s+", "", heading)
    if found := pattern("ending-again").search(text):
        return found[0]
    for _step in range(2):
        if match := pattern("ending").search(text):
            return match[0]
        text = pattern("bracket-at-end").sub("", text)
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
    said = said or _titled(paper, blocks) or folder_event(folder_of(paper.url)) or event_by_keys(keys)
    if said == "award" and "candidate" in keys and not keys & {"winner", "supplier", "amount", "bidder", "total"}:  # fmt: skip
        return "candidates"
    if said == "single-source" and "winner" in keys and "single" not in keys and "why" not in keys:
        return "award"
    return said


def _titled(paper: Paper, blocks: Blocks) -> str:
    """The kind that one of the first lines says, where the heading does not: 某项目 / 评标结果公示."""
    lines = [block for block in paper.blocks[:12] if isinstance(block, str)]
    return next((kind for line in lines if len(line) < 60 and (kind := event_of(ending_of(line)))), "")


def foreign(paper: Paper, heading: str, blocks: Blocks) -> str:
    """Why a paper is no notice at all, empty where it may be one."""
    shown = " ".join(block if isinstance(block, str) else " ".join(map(" ".join, block.rows)) for block in paper.blocks)  # fmt: skip
    if not shown.strip() and not paper.values:
        return paper.flaw or _("content that shows no text")
    known = {item.key for item in fields(blocks.stream, *group("TELLING")) if item.value}
    rows = any(not isinstance(item, Field) for item in blocks.stream)
    if says("error-page", shown[:600]) and len(known) < 2:
        return _("an error page, no notice")
    if (paper.password or says("login-page", shown)) and len(known) < 2:
        return _("a login page, no notice")
    if not known and not rows and not event_of(ending_of(heading)):
        return _("no field of a notice on it")
    if not known and not rows:
        dated = len(re.findall(r"(?:19|20)[0-9]{2}[-./年][0-9]{1,2}", shown))
        if paper.links >= 10 or dated >= 5:
            return _("a list of pages, no notice")
    if says("no-notice", heading[-14:]) and not ending_of(heading).strip("公告示通知"):
        return _("a kind of notice that is not loaded")
    return ""
