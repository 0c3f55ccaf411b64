"""Who, which, when and where: what a portal's record and page say of any notice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from govgraph.loaders.ggzy.labels import core_of
from govgraph.loaders.ggzy.page import Said, Sheet
from govgraph.loaders.ggzy.wrappers import Source
from govgraph.loaders.notices.html import tidy
from govgraph.loaders.notices.notice import Day, Firm, Notice
from govgraph.loaders.notices.notice import Said as Words
from govgraph.text.dates import PartialDate, find_dates, read_date
from govgraph.text.methods import find_methods
from govgraph.text.names import parse
from govgraph.text.places import division, short_name
from govgraph.text.procedures import project_title

_PERSON = re.compile(r"监督人|代理机构|工作人员")
_WHOLE_AREA = ("市本级", "本级", "市辖区", "市直", "省本级", "区本级", "县本级", "城区", "全市", "市级", "省级")  # fmt: skip
#: What a heading says of being published again.
AGAIN = re.compile(r"[（(]?第?[0-9二三四五六]次(?:公[示告])[)）]?|重新公[示告]|[（(]?更正[)）]?")


def name_procedure(notice: Notice, sheet: Sheet) -> None:
    """The procedure's number and name; a lot's own where the notice gives no other."""
    number, code = sheet.first("number"), sheet.first("lot_code")
    title, name = sheet.first("title"), sheet.first("lot_name")
    chosen = number or code
    if chosen:
        notice.number = Words(_number(chosen.value), chosen.place)
    alone = title if number or not name else name
    if alone and len(alone.value) < 300:
        notice.title = Words(tidy(alone.value), alone.place)
    elif notice.heading:
        notice.title = Words(project_of(notice.heading), "title")
    only = next((part for part in notice.parts), None) if len(notice.parts) == 1 else None
    if number and code and only and not only.number and number.value.strip() != code.value.strip():
        tail = code.value.strip().removeprefix(number.value.strip()).strip("-_/ ")
        only.number = str(int(tail)) if tail.isdigit() else tail or code.value.strip()
        only.name, only.place = (name.value.strip() if name else ""), code.place


def _number(text: str) -> str:
    """A number as printed, up to where the sentence around it goes on."""
    depth = 0
    for at, sign in enumerate(text := tidy(text)[:120]):
        depth += (sign in "（(〔[【") - (sign in "）)〕]】")
        if depth < 0 or (depth == 0 and sign in "，,。；;、 \n"):
            return text[:at]
    return text


def project_of(heading: str) -> str:
    """The project that a heading is about, as printed."""
    text = AGAIN.sub("", heading)
    title = project_title(text)
    for end in range(1, len(text) + 1):
        if re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:end])).removeprefix("关于") == title:
            return text[:end].removeprefix("关于").strip()
    return title


def firms_of(sheet: Sheet, key: str) -> Iterator[Firm]:
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


def published(source: Source, sheet: Sheet) -> Day | None:
    """When it was published: by the portal's own field, else as the page says."""
    printed, name = source.published
    day = read_date(int(printed) if re.fullmatch("[0-9]{10}|[0-9]{13}", printed) else printed)
    if isinstance(day, PartialDate):
        return Day(day.text, name, printed[:20])
    return day_of(sheet.first("published"), None)


def day_of(said: Said | None, year: str | None) -> Day | None:
    """The date in a labelled value; a year that it lacks is the publication's."""
    found = (
        next((d for d in find_dates(said.value, year) if isinstance(d, PartialDate)), None) if said else None
    )
    return Day(found.text, said.place, found.printed.strip()) if said and found else None


def method_of(sheet: Sheet, heading: str) -> Words | None:
    """The procurement method in the page's words, else the one that the heading names."""
    if said := sheet.first("method"):
        return Words(said.value[:100], said.place)
    found = find_methods(heading)
    return Words(found[0].words, "title") if len({m.code for m in found}) == 1 else None


def region_of(source: Source, sheet: Sheet, day: Day | None) -> Words | None:
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
