"""中国政府采购网 (ccgp): one notice a file, as the page in HTML, its text, or a record of its fields.

Tender, correction, single-source, award, failure and contract notices of the site's templates since 2013,
and plans with a project in each row. Contacts and evaluation experts are dropped by their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from govgraph.loaders.base import About, Item, Rejected
from govgraph.loaders.ccgp.events import Event, Events
from govgraph.loaders.ccgp.kinds import ending_of, foreign, kind_of, method_of
from govgraph.loaders.ccgp.notice import NoticeReader
from govgraph.loaders.ccgp.page import Sheet, read_sheet
from govgraph.loaders.io.files import head_of, text_of
from govgraph.loaders.notices.entities import NoticeEntities
from govgraph.loaders.notices.notice import Firm, Notice, Price, Said
from govgraph.text.methods import find_methods

LEAST: Mapping[str, int] = {"Project": 1}
_MOST = 32 << 20
_SITE = ("ccgp", "中国政府采购网", "公告概要", "vF_detail", "vT_detail")
_LABELS = re.compile(
    r"(?:(?:采购|招标)?项目(?:编号|名称)|(?:采购单位|采购人|(?:采购)?代理机构|(?:中标|成交)?供应商)(?:名称|全称)?"
    r"|(?:总?(?:中标|成交)|预算)金额|(?:中标|成交)日期|采购方式)\s*(?:</[a-z]+>\s*)*[:：]"
)


def detect(stream: BinaryIO, name: str) -> bool:
    """HTML or text, no data format, with the site's marks or the labels of a notice."""
    head = head_of(stream)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"[") or b"\x00" in start[:200] or start[:2] == b"PK":
        return False
    for encoding in ("utf-8", "gb18030"):
        text = head.decode(encoding, "ignore")
        labels = {match[0] for match in _LABELS.finditer(text)}
        marked = any(mark in text for mark in _SITE[1:]) or ("ccgp" in text and labels) or len(labels) >= 3
        if marked and re.search("公告|公示|采购|中标", text):
            return True
    return False


def read(stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
    """The notice of a page, or the reason why it holds none."""
    text = text_of(stream, _MOST)
    sheet = read_sheet(text, Path(name))
    events = Events().read(sheet.blocks)
    reason = foreign(sheet, events)
    if sheet.flaw and not reason:
        yield Rejected.of("", sheet.flaw, sheet.heading, whole=False)
    kind = "" if reason else kind_of(sheet, events)
    if not kind:
        yield About(_about(sheet, text))
        yield Rejected.of("", reason or "an unknown kind of notice", _shown(sheet, events))
        return
    entities = NoticeEntities(source)
    notices = list(_notices(sheet, kind, events))
    sheet.published = notices[0].published
    yield About(_about(sheet, text))
    for notice in notices:
        yield from entities.items(notice)


def _notices(sheet: Sheet, kind: str, events: list[Event]) -> Iterator[Notice]:
    notice = NoticeReader(sheet, kind).read(events)
    said = find_methods(ending_of(sheet.heading))
    if not notice.method and (method := method_of(sheet.url)):
        notice.method = Said(method, "address")
    elif not notice.method and len(said) == 1:
        notice.method = Said(said[0].words, "heading")
    plans = list(_plans(notice, events)) if kind == "plan" else []
    yield from plans or [notice]


def _plans(page: Notice, events: list[Event]) -> Iterator[Notice]:
    """The rows of a plan: each is a project of its own."""
    for row in (
        row for event in events for row in event.rows if "title" in row.keys and "budget" in row.keys
    ):
        values = {key: value.strip() for key, (value, _) in row.values.items()}
        if not values.get("title"):
            continue
        buyers = [Firm(values["buyer"], row.place)] if values.get("buyer") else page.buyers
        budget = Price(values.get("budget", ""), row.values["budget"][1], row.place)
        yield Notice("plan", row.place, f"{values['title']}采购意向", Said(values["title"]), published=page.published, buyers=buyers,
                     agents=[], region=page.region, budget=budget)  # fmt: skip


def _about(sheet: Sheet, text: str) -> dict[str, str]:
    """What the page says of itself."""
    site = "ccgp.gov.cn" in sheet.url or "中国政府采购网" in text
    about = {"name": sheet.heading[:200], "url": sheet.url, "publisherName": "中国政府采购网" if site else ""}
    return about | ({"date": sheet.published.text} if sheet.published else {})


def _shown(sheet: Sheet, events: list[Event]) -> str:
    """What a rejected page says, without contacts and experts."""
    lines, dropped = [sheet.heading], False
    for event in events:
        dropped = event.key == "drop" or (dropped and event.kind == "line")
        if not dropped and event.kind != "rows":
            lines.append(f"{event.head}：{event.value}" if event.kind == "field" else event.value)
    return "\n".join(line for line in lines if line)[:2000]
