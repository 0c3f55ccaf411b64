"""A portal's record and its page to a parsed notice: what kind it is, whose, which procedure, which offers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from govgraph.loaders.ggzy_json import Source
from govgraph.loaders.ggzy_labels import core_of
from govgraph.loaders.ggzy_offers import NAMES, Offers
from govgraph.loaders.ggzy_page import Said, Sheet, read_sheet
from govgraph.loaders.notice import Day, Firm, Notice, Part, Price, project_title
from govgraph.loaders.notice import Said as Words
from govgraph.loaders.notice_html import read_page, tidy
from govgraph.text.dates import PartialDate, find_dates, read_date
from govgraph.text.methods import find_methods
from govgraph.text.names import parse
from govgraph.text.place_finder import find_places, read_place
from govgraph.text.places import division, short_name

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
_PERSON = re.compile(r"监督人|代理机构|工作人员")
_WHOLE_AREA = (
    "市本级",
    "本级",
    "市辖区",
    "市直",
    "省本级",
    "区本级",
    "县本级",
    "城区",
    "全市",
    "市级",
    "省级",
)
#: What a heading says of being published again.
AGAIN = re.compile(r"[（(]?第?[0-9二三四五六]次(?:公[示告])[)）]?|重新公[示告]|[（(]?更正[)）]?")


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
    _names(notice, sheet)
    notice.buyers = list(_firms(sheet, "buyer"))[:3]
    notice.agents = list(_firms(sheet, "agent"))[:2]
    notice.published = _published(source, sheet)
    year = notice.published.text[:4] if notice.published else None
    notice.decided = _day(sheet.first("decided"), year)
    notice.deadline = _day(sheet.first("deadline"), year)
    _place(parsed, _region(source, sheet, notice.published))
    notice.categories = [
        Words(s.value[:40], s.place) for s in sheet.all("kind", "category") if len(s.value) < 40
    ]
    if method := _method(sheet, notice.heading):
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
        notice.corrects = {"candidates": "", "award": "award"}.get(
            _kind(_uncorrected(notice.heading)), "tender"
        )
        said = sheet.first("changed")
        notice.change = Words(said.value, said.place) if said else None
    elif notice.kind == "publicity":
        notice.suppliers = [firm for key in ("supplier", "winner") for firm in _firms(sheet, key)][:3]
        notice.reasons = [Words(s.value, s.place) for s in sheet.all("reason")][:5]


def _uncorrected(heading: str) -> str:
    return re.sub(_KINDS[0][1], "", heading)


def _lacks(parsed: Parsed, sheet: Sheet) -> None:
    """What a notice of its kind should say and does not, or says in words that nobody reads."""
    notice = parsed.notice
    if notice.kind == "candidates" and not any(part.bids or part.status for part in notice.parts):
        parsed.aside.append(("", "a list of candidates in which none was recognised", notice.heading))
    if not notice.buyers:
        parsed.aside.append(("", "no buyer was recognised", notice.heading))
    if sheet.unknown:
        parsed.aside.append(("", "labels that are not known", sorted(sheet.unknown)))  # values may be people


# ── who, which, when, where ───────────────────────────────────────────────────────────────────


def _names(notice: Notice, sheet: Sheet) -> None:
    """The procedure's number and name; a lot's own where the notice gives no other."""
    number, code = sheet.first("number"), sheet.first("lot_code")
    title, name = sheet.first("title"), sheet.first("lot_name")
    chosen = number or code
    if chosen:
        notice.number = Words(tidy(chosen.value)[:120], chosen.place)
    alone = title if number or not name else name
    if alone and len(alone.value) < 300:
        notice.title = Words(tidy(alone.value), alone.place)
    elif notice.heading:
        notice.title = Words(_project(notice.heading), "title")
    only = next((part for part in notice.parts), None) if len(notice.parts) == 1 else None
    if number and code and only and not only.number and number.value.strip() != code.value.strip():
        tail = code.value.strip().removeprefix(number.value.strip()).strip("-_/ ")
        only.number = str(int(tail)) if tail.isdigit() else tail or code.value.strip()
        only.name, only.place = (name.value.strip() if name else ""), code.place


def _project(heading: str) -> str:
    """The project that a heading is about, as printed."""
    text = AGAIN.sub("", heading)
    title = project_title(text)
    for end in range(1, len(text) + 1):
        if re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:end])).removeprefix("关于") == title:
            return text[:end].removeprefix("关于").strip()
    return title


def _firms(sheet: Sheet, key: str) -> Iterator[Firm]:
    """The organisations that stand behind a label; people who only signed are passed over."""
    seen = set()
    for said in sheet.all(key):
        name = tidy(said.value.split("\n")[0])
        name = re.split(r"\s*(?:联系人|联系电话|电话|地址|[（(]盖章|联系方式)", name)[0].strip(" ，,；;。")
        kind = parse(name).kind
        if kind in ("person", "short", "none") or _PERSON.search(name) or len(name) > 60 or name in seen:
            continue
        seen.add(name)
        yield Firm(name, said.place or core_of(said.label))
        if key == "buyer" and said.key == key:
            return


def _published(source: Source, sheet: Sheet) -> Day | None:
    printed, name = source.published
    day = read_date(int(printed) if re.fullmatch("[0-9]{10}|[0-9]{13}", printed) else printed)
    if isinstance(day, PartialDate):
        return Day(day.text, name, printed[:20])
    return _day(sheet.first("published"), None)


def _day(said: Said | None, year: str | None) -> Day | None:
    found = (
        next((d for d in find_dates(said.value, year) if isinstance(d, PartialDate)), None) if said else None
    )
    return Day(found.text, said.place, found.printed.strip()) if said and found else None


def _method(sheet: Sheet, heading: str) -> Words | None:
    if said := sheet.first("method"):
        return Words(said.value[:100], said.place)
    found = find_methods(heading)
    return Words(found[0].words, "title") if len({m.code for m in found}) == 1 else None


def _place(parsed: Parsed, region: Words | None) -> None:
    """Keep an area that is one division on the notice's date; say of another one that it is not."""
    notice = parsed.notice
    on = notice.published.text if notice.published else None
    found = read_place(region.text, on) or next(iter(find_places(region.text, on)), None) if region else None
    if found and len(found.candidates) == 1:
        notice.region = region
    elif region:
        parsed.aside.append((region.place, "an area that is not one known division", region.text))


def _region(source: Source, sheet: Sheet, day: Day | None) -> Words | None:
    """The portal's area where its code is a division of that name, else its name, else the works' place."""
    code, name = (
        source.text("xiaqucode", "areacode", "regioncode"),
        tidy(source.text("xiaquname", "areaname", "regionname", "infoc")),
    )
    if re.fullmatch("[0-9]{6}(?:[0-9]{3}|[0-9]{6})?", code):
        six = code[:6]
        if (
            six.endswith("01") and name in _WHOLE_AREA
        ):  # a city's own affairs, where 01 stands for no district
            six = six[:4] + "00"
        found = division(six, day.text if day else None)
        if found and (
            not name
            or name in _WHOLE_AREA
            or short_name(found.name) in name
            or short_name(name) in found.name
        ):
            return Words(six, "xiaqucode")
    if name and name not in _WHOLE_AREA:
        return Words(name, "xiaquname")
    said = sheet.first("region")
    return Words(said.value[:100], said.place) if said else None


__all__ = ["AGAIN", "NAMES", "Parsed", "kind_of", "parse_notice"]
