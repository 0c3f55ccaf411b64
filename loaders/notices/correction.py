"""What is told only in running text: what a correction is about, deadlines, a project's name, an end's cause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govgraph.loaders.notices.notice import Day, Said
from govgraph.loaders.notices.vocabulary import pattern
from govgraph.text.dates import DateRange, PartialDate, find_dates, read_date

#: 受某局委托，某代理公司…
_CHARGED = re.compile(
    r"(?:^|[，。\s])接?受\s*(?P<b>[^，。；：:\s]{4,40}?)\s*的?委托\s*[，,]\s*(?P<a>[^，。；：:\s]{4,30}?(?:公司|中心|机构|院))"
)


def affected(field: str, heading: str, text: str) -> str:
    """What kind of step a correction is about, from its 更正事项 (ticks count where there are any), its
    heading and what it changes: ``award``, ``publicity``, ``contract`` or ``call``."""
    ticked = pattern("ticked").findall(field)
    words = " ".join(ticked) if ticked else "" if re.search("[□☐]", field) else field
    head = re.sub(r"(?:更正|变更|澄清).*$", "", re.sub(r"\s+", "", heading))
    if re.search("结果|中标|成交", words) or (not words and pattern("result-heading").search(head)):
        return "award"
    if "合同" in head[-8:]:
        return "contract"
    if "单一来源" in head[-12:] or "公示" in words:
        return "publicity"
    return "award" if not words and pattern("old-result").search(text) else "call"


def new_deadline(label: str, value: str, place: str, year: str) -> Day | None:
    """The deadline after a correction: of a field that says both, what stands after 更正为."""
    after = pattern("changed-to").split(value)
    if len(after) == 1 and label.startswith("原"):
        return None
    found = next((d for d in find_dates(after[-1], year or None) if isinstance(d, PartialDate)), None)
    if not found:
        lone = read_date(after[-1].strip(), year or None)
        found = lone if isinstance(lone, PartialDate) else None
    return Day(found.text, place, found.printed.strip()) if found else None


def change_below(text: str) -> str:
    """The change that an old form writes anywhere below its empty field."""
    found = pattern("change").search(text)
    return text[found.start() :] if found else ""


def end_of(value: str, place: str, year: str) -> Day | None:
    """The last day of a period of publicity: of a range, or of two dates."""
    found = find_dates(value, year or None)
    ends = [
        d.end if isinstance(d, DateRange) else d
        for d in found
        if not isinstance(d, PartialDate) or len(found) > 1
    ]
    last = next((end for end in reversed(ends) if isinstance(end, PartialDate)), None)
    return Day(last.text, place, last.printed) if last else None


def ended(heading: str, reason: str) -> str:
    """Too few bids is ``unsuccessful``; the buyer's own end is ``cancelled``."""
    return "unsuccessful" if pattern("too-few").search(f"{heading} {reason}") else "cancelled"


def title_in(lines: Sequence[str]) -> Said | None:
    """The project that a running text names: 受某局委托，就某项目（项目编号：X）进行公开招标."""
    for line in lines:
        if found := re.search(r"[就对]\s*([^，。；就对]{4,80}?)\s*(?:[（(]|进行|组织|采用|$)", line):
            return Said(re.sub("^“(.*)”(?=项目$|$)", r"\1", found[1]), "text")
    return None


def parties_in(lines: Sequence[str]) -> tuple[Said | None, Said | None]:
    """Buyer and agent of a running text: 某代理公司受某局委托 …"""
    for line in lines:
        found = re.search(
            r"(?:^|[，。\s])([^，。；：:\s]{4,40}?)\s*(?:接?受)\s*([^，。；：:\s]{4,40}?)\s*的?委托", line
        ) or _CHARGED.search(line)
        if found:
            buyer, agent = (found["b"], found["a"]) if "b" in found.groupdict() else (found[2], found[1])
            return Said(buyer, "text"), Said(re.split(r"[0-9]日\s*", agent)[-1], "text")
    return None, None


def deadline_in(lines: Sequence[str], year: str) -> Day | None:
    """The deadline of a running text: 并于某日某时前提交投标文件."""
    for line in lines:
        found = re.search(
            r"于\s*([^，。；]{8,40}?)\s*(?:[（(]北京时间[）)])?\s*前\s*(?:提交|递交|将|送达|上传)", line
        )
        day = next((d for d in find_dates(found[1], year or None) if isinstance(d, PartialDate)), None) if found else None  # fmt: skip
        if day:
            return Day(day.text, "text", day.printed.strip())
    return None
