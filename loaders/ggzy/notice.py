"""A portal's record and its page to a parsed notice: what kind it is, whose, which procedure, which offers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from govgraph.loaders.ggzy.facts import day_of, firms_of, method_of, name_procedure, published, region_of
from govgraph.loaders.ggzy.offers import Offers
from govgraph.loaders.ggzy.page import Said, Sheet, read_sheet
from govgraph.loaders.ggzy.wrappers import Source
from govgraph.loaders.notices.html import read_page, tidy
from govgraph.loaders.notices.notice import Day, Notice, Part, Price
from govgraph.loaders.notices.notice import Said as Words
from govgraph.text.dates import PartialDate, read_date
from govgraph.text.place_finder import find_places, read_place

#: What a notice is by its heading; the first that fits. What has an offer in it is told by the page too.
_KINDS = (
    ("correction", "更正|变更公[告示]|澄清|补遗|答疑|延期|勘误"),
    ("failure", "流标|废标|招标失败|采购失败|终止|中止|失败公[告示]|暂停|异常公[告示]|项目异常"),
    ("candidates", "候选|评标结果|评审结果|评标公示|预中标|拟中标|拟成交|开标记录|开标情况"),
    ("award", "中标|成交|中选|结果公[告示]|定标|入围"),
    ("contract", "合同"),
    ("publicity", "单一来源"),
    ("plan", "招标计划|采购意向|采购计划"),
    ("tender", "招标公告|采购公告|磋商|谈判|询价|询比|比选|遴选|竞价|资格预审|邀请|招标|采购"),
)
_CALL = re.compile(
    r"于\s*([^，,。；;]{6,20}?日)[^，,。；;]{0,60}?(?:发布|刊登)了?[^，,。；;]{0,12}?(?:招标|采购|磋商|谈判|询价)?公告"
)
_BIDS = re.compile(
    r"投标(?:单位|人|文件)共(?:计|有)?\s*([0-9]{1,3})\s*家|共(?:计|有)?\s*([0-9]{1,3})\s*家投标(?:单位|人)"
)


@dataclass(slots=True)
class Parsed:
    """A notice, and what of its page could not be used: place, reason and value of each."""

    notice: Notice
    aside: list[tuple[str, str, object]] = field(default_factory=list)


def parse_notice(source: Source) -> Parsed | str:
    """The notice of a record, or why there is none."""
    if not source.content:
        return "a notice without content"
    page = read_page(source.content)
    sheet = read_sheet(page)
    if not sheet.text:
        return page.flaw or "content that shows no text"
    heading = source.title or next(iter(page.lines), "")[:120]
    kind = kind_of(heading, source.text("categoryname", "categorytitle", "catename", "infotypename"), sheet)
    if not kind:
        return "a notice of a kind that is not read"
    offers = Offers(sheet, kind, heading)
    notice = Notice(kind, source.position, heading)
    notice.parts = offers.parts() if kind in ("candidates", "award", "contract", "failure") else []
    parsed = Parsed(notice, offers.aside)
    if page.flaw:
        parsed.aside.append(("", page.flaw, heading))
    _fill(parsed, source, sheet)
    _lacks(parsed, sheet)
    return parsed


def kind_of(heading: str, category: str, sheet: Sheet) -> str:
    """What a notice is: by its own heading, else by the portal's category, and by what its page names."""
    found = _kind(heading[-40:]) or _kind(category)
    if found == "tender" and _kind(category) not in ("", "tender"):
        found = _kind(category)
    keys = {s.key for s in sheet.stream if isinstance(s, Said)} | {
        key for row in sheet.stream if not isinstance(row, Said) for key in row
    }
    if found == "award" and "candidate" in keys and not keys & {"winner", "supplier"}:
        return "candidates"
    if not found and keys & {"winner", "candidate"}:
        return "award" if "winner" in keys else "candidates"
    return found


def _kind(text: str) -> str:
    return next((kind for kind, words in _KINDS if re.search(words, text)), "")


def _fill(parsed: Parsed, source: Source, sheet: Sheet) -> None:
    notice = parsed.notice
    name_procedure(notice, sheet)
    notice.buyers = list(firms_of(sheet, "buyer"))[:3]
    notice.agents = list(firms_of(sheet, "agent"))[:2]
    notice.published = published(source, sheet)
    year = notice.published.text[:4] if notice.published else None
    notice.decided = day_of(sheet.first("decided"), year)
    notice.deadline = day_of(sheet.first("deadline"), year)
    _place(parsed, region_of(source, sheet, notice.published))
    notice.categories = [
        Words(s.value[:40], s.place) for s in sheet.all("kind", "category") if len(s.value) < 40
    ]
    if method := method_of(sheet, notice.heading):
        notice.method = method
    if said := sheet.first("notice_number"):
        notice.notice_number = Words(tidy(said.value)[:80], said.place)
    for name in ("budget", "ceiling"):
        if said := sheet.first(name):
            setattr(notice, name, Price(said.value[:200], said.label, said.place))
    if found := _CALL.search(sheet.text):
        day = read_date(found[1], year)
        if isinstance(day, PartialDate):
            notice.first_published = Day(day.text, "text", day.printed)
    if found := _BIDS.search(sheet.text):
        notice.bidders = int(found[1] or found[2])
    _by_kind(parsed, sheet)


def _by_kind(parsed: Parsed, sheet: Sheet) -> None:
    notice = parsed.notice
    if notice.kind == "failure":
        status = "cancelled" if re.search("终止|中止|取消", notice.heading) else "unsuccessful"
        notice.parts = [part for part in notice.parts if part.number] or [Part()]
        for part in notice.parts:
            part.status, part.winners, part.bids = part.status or status, [], []
        said = sheet.first("failure")
        notice.change = Words(said.value, said.place) if said else None
    elif notice.kind == "correction":
        about = _kind(re.sub(_KINDS[0][1], "", notice.heading))
        notice.corrects = {"candidates": "", "award": "award"}.get(about, "tender")
        if notice.corrects == "award":
            notice.parts = Offers(sheet, "award", notice.heading).parts()
        said = sheet.first("changed")
        notice.change = Words(said.value, said.place) if said else None
    elif notice.kind == "publicity":
        notice.suppliers = [firm for key in ("supplier", "winner") for firm in firms_of(sheet, key)][:3]
        notice.reasons = [Words(s.value, s.place) for s in sheet.all("reason")][:5]


def _lacks(parsed: Parsed, sheet: Sheet) -> None:
    """What a notice of its kind should say and does not, or says in words that nobody reads."""
    notice = parsed.notice
    if notice.kind == "candidates" and not any(part.bids or part.status for part in notice.parts):
        parsed.aside.append(("", "a list of candidates in which none was recognised", notice.heading))
    if not notice.buyers:
        parsed.aside.append(("", "no buyer was recognised", notice.heading))
    if sheet.unknown:
        parsed.aside.append(("", "labels that are not known", sorted(sheet.unknown)))  # values may be people


def _place(parsed: Parsed, region: Words | None) -> None:
    """Keep an area that is one division on the notice's date; say of another one that it is not."""
    notice = parsed.notice
    on = notice.published.text if notice.published else None
    found = read_place(region.text, on) or next(iter(find_places(region.text, on)), None) if region else None
    if found and len(found.candidates) == 1:
        notice.region = region
    elif region:
        parsed.aside.append((region.place, "an area that is not one known division", region.text))
