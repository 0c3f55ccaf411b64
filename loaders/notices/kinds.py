"""What kind of notice a paper is, or why it is none: by its heading, the portal's words, its fields."""

from __future__ import annotations

import re

from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.stream import Field
from govgraph.loaders.notices.vocabulary import event_by_keys, event_of, group, of_folder, pattern, says
from govgraph.messages import _


def folder_of(url: str) -> str:
    """The site's folder that an address lies in: zbgg, gzgg …"""
    found = re.search(r"/([a-z]{4,8})/(?:19|20)[0-9]{4}/", url)
    return found[1] if found else ""


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
    something is bought, the portal's category says more, then one of the first lines, and what is labelled.
    """
    keys = {one.key for one in blocks.stream if isinstance(one, Field) and one.value}
    keys |= {key for one in blocks.stream if not isinstance(one, Field) for key in one.cells}
    filed = event_of(ending_of(paper.category) or paper.category)
    said = event_of(ending_of(heading))
    said = filed or said if said in ("", "call") else said
    lines = (line for line in paper.blocks[:12] if isinstance(line, str) and len(line) < 60)
    said = said or next(filter(None, (event_of(ending_of(line)) for line in lines)), "")
    said = said or of_folder("folder", folder_of(paper.url)) or event_by_keys(keys)
    if said == "award" and "candidate" in keys and not keys & group("OF_AWARD"):
        return "candidates"
    if said == "single-source" and "winner" in keys and not keys & {"single", "why"}:
        return "award"
    return said


def foreign(paper: Paper, heading: str, blocks: Blocks) -> str:
    """Why a paper is no notice at all, empty where it may be one."""
    rows = ((one,) if isinstance(one, str) else map(" ".join, one.rows) for one in paper.blocks)
    shown = " ".join(line for row in rows for line in row)
    if not shown.strip() and not paper.values:
        return paper.flaw or _("content that shows no text")
    known = {one.key for one in blocks.stream if isinstance(one, Field) and one.value} & group("TELLING")
    if says("error-page", shown[:600]) and len(known) < 2:
        return _("an error page, no notice")
    if (paper.password or says("login-page", shown)) and len(known) < 2:
        return _("a login page, no notice")
    if not known and all(isinstance(one, Field) for one in blocks.stream):
        if not event_of(ending_of(heading)):
            return _("no field of a notice on it")
        if paper.links >= 10 or len(re.findall(r"(?:19|20)[0-9]{2}[-./年][0-9]{1,2}", shown)) >= 5:
            return _("a list of pages, no notice")
    if says("no-notice", heading[-14:]) and not ending_of(heading).strip("公告示通知"):
        return _("a kind of notice that is not loaded")
    return ""
