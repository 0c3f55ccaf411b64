"""A ccgp page, as HTML, plain text or a list of fields, to what stands on it in order.

The site's pages have a summary table (公告概要) and a body in the words of the province or agent; both
become lines and tables here. The publication date is the document's own: its 公告时间, its meta tag, its
address or file name, in that order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govgraph.loaders.notices.html import Table, read_page, tidy
from govgraph.loaders.notices.notice import Day
from govgraph.text.dates import PartialDate, find_dates, read_date

_MAIN = (
    ".vF_deail_maincontent", ".vF_detail_maincontent", ".vT_deail_maincontent", ".vF_detail_main", ".vT_detail_main",
)  # fmt: skip
_CHROME = ".vF_detail_relcontent, .footer, .copyright_bl, .vT_detail_relcontent, nav, footer, .vT_menu, .mianbao, .crumb"
_ADDRESS = re.compile(r"https?://[\w.-]*ccgp[\w.-]*/[\w./?=&%-]+")
_STAMP = re.compile(r"(?<![A-Za-z0-9])t((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})_[0-9]+")
_FIELD = re.compile(r"^\s*([a-z][A-Za-z]{2,30})\s?:\s?(.*)$")
_PUBLISHED = re.compile(r"[0-9年月日:：时分秒./\- ]{8,24}|(?:发布|公告)(?:时间|日期).{0,40}")
_SITE = re.compile(r"[_\-|–]+\s*(?:中国政府采购网|政府采购).*$")
#: What the fields of a record are called on the page that it was taken from.
_FIELDS = {
    "procurementname": "项目名称",
    "projectname": "项目名称",
    "title": "标题",
    "administrativeregion": "行政区域",
    "region": "行政区域",
    "announcementtype": "公告类型",
    "noticetype": "公告类型",
    "procurementcompany": "采购单位",
    "purchaser": "采购单位",
    "buyer": "采购单位",
    "agencyname": "代理机构名称",
    "agency": "代理机构名称",
    "firstnoticedate": "首次公告日期",
    "correctiondate": "更正日期",
    "createtime": "公告时间",
    "publishtime": "公告时间",
    "publishdate": "公告时间",
    "item": "品目",
    "projectnumber": "项目编号",
    "projectcode": "项目编号",
    "winningcompany": "中标供应商名称",
    "winner": "中标供应商名称",
    "supplier": "中标供应商名称",
    "winningamount": "中标金额",
    "bidamount": "中标金额",
    "totalamount": "总中标金额",
    "budget": "预算金额",
    "biddate": "中标日期",
    "winningdate": "中标日期",
    "purchasemethod": "采购方式",
    "deadline": "投标截止时间",
    "website": "",
    "url": "",
    "content": "",
}


@dataclass(slots=True)
class Sheet:
    """What a page says: its heading, dates and address, and lines and tables in order."""

    heading: str = ""
    kind: str = ""
    url: str = ""
    published: Day | None = None
    blocks: list[str | Table] = field(default_factory=list)
    flaw: str = ""
    links: int = 0
    password: bool = False


def read_sheet(text: str, path: Path) -> Sheet:
    """The sheet of a page's text; the file's name helps where the page itself gives no date."""
    html = bool(re.search(r"<(?:html|body|div|table|p|td)\b", text[:200_000], re.IGNORECASE))
    sheet = _from_html(text) if html else _from_text(text)
    found = _ADDRESS.search(text[:4000]) if not sheet.url else None
    sheet.url = sheet.url or (found[0] if found else "")
    if not sheet.published:
        sheet.published = _stamped(sheet.url, "address") or _stamped(path.name, "file name")
    return sheet


def _stamped(name: str, place: str) -> Day | None:
    found = _STAMP.search(name)
    day = read_date("".join(found.groups())) if found else None
    return Day(day.text, place, found[0]) if found and isinstance(day, PartialDate) else None


def dated(text: str, place: str, context: str | None = None) -> Day | None:
    """The first whole or partial date in a text; a year taken from the context is said in the place."""
    found = next((d for d in find_dates(text, context) if isinstance(d, PartialDate)), None)
    if not found:
        lone = read_date(text.strip(), context)
        found = lone if isinstance(lone, PartialDate) else None
    if not found:
        return None
    return Day(found.text, f"{place} (year: publication)" if found.year_inferred else place, found.printed.strip())  # fmt: skip


# ── HTML ──────────────────────────────────────────────────────────────────────────────────────


def _from_html(text: str) -> Sheet:
    tree = LexborHTMLParser(text)
    sheet = Sheet()
    meta = {n.attributes.get("name") or n.attributes.get("property") or "": n.attributes.get("content") or "" for n in tree.css("meta")}  # fmt: skip
    title = tree.css_first("title")
    heading = tree.css_first("h2.tc") or tree.css_first("h1") or tree.css_first("h2")
    named = tidy(heading.text()) if heading else ""
    sheet.heading = meta.get("ArticleTitle", "").strip() or named or (tidy(title.text()) if title else "")
    sheet.heading = _SITE.sub("", tidy(sheet.heading))
    time = tree.css_first("#pubTime")
    sheet.published = (dated(time.text(), "pubTime") if time else None) or dated(meta.get("PubDate", ""), "meta PubDate")  # fmt: skip
    canonical = tree.css_first("link[rel=canonical]")
    sheet.url = (canonical.attributes.get("href") or "") if canonical else ""
    sheet.links = len(tree.css("a"))
    sheet.password = tree.css_first("input[type=password]") is not None
    main = next((node for css in _MAIN if (node := tree.css_first(css))), None) or tree.body
    if main is None:
        return sheet
    for node in main.css(_CHROME):
        node.decompose()
    page = read_page(_inline(main))
    sheet.blocks, sheet.flaw = list(page.blocks), page.flaw
    return sheet


_TAG = re.compile(r"<(/?)(table|tbody|thead|tfoot|tr|td|th)\b[^>]*>")


def _inline(main: LexborNode) -> str:
    """The node's HTML with tables that only lay out others turned into blocks, so that order is kept."""
    html = main.html or ""
    if main.css_first("table table") is None:
        return html
    layout: set[int] = set()  # tables that hold others
    tags: list[tuple[int, re.Match[str]]] = []
    stack: list[int] = []
    for count, tag in enumerate(_TAG.finditer(html)):
        if tag[2] == "table" and not tag[1]:
            layout.update(stack)
            stack.append(count)
        if stack:
            tags.append((stack[-1], tag))
        if tag[2] == "table" and tag[1] and stack:
            stack.pop()
    parts, end = [], 0
    for table, tag in tags:
        if table in layout:
            block = tag[2] in ("td", "th", "tr", "table")
            parts += [html[end : tag.start()], f"<{tag[1]}div>" if block else ""]
            end = tag.end()
    return "".join(parts) + html[end:]


# ── plain text and fields ─────────────────────────────────────────────────────────────────────


def _from_text(text: str) -> Sheet:
    lines = [line for raw in text.splitlines() if (line := raw.strip("\ufeff \t\r\u3000"))]
    if sum(bool(_FIELD.match(line)) for line in lines[:12]) >= min(4, len(lines)) and len(lines) >= 4:
        return _from_fields(lines)
    sheet = Sheet(blocks=[*lines])
    # a page in one line begins with its heading
    opening = [(1, lines[0].split()[0])] if lines else []
    for number, line in [*opening, *enumerate(lines[:8], 1)]:
        if not sheet.heading and re.search("公[告示](?:[(（].{1,8}[)）])?$", line):
            sheet.heading = tidy(line)
        if not sheet.published and _PUBLISHED.fullmatch(line):
            sheet.published = dated(line, f"line {number}")
    return sheet


def _from_fields(lines: list[str]) -> Sheet:
    """A record of named fields, one a line; ``content`` is the page's text."""
    sheet = Sheet()
    first: list[str] = []
    body: list[str] = []
    values: dict[str, str] = {}
    for line in lines:
        found = _FIELD.match(line)
        if not found:
            body.append(line)
            continue
        name, value = found[1].lower(), found[2].strip()
        values[name] = value
        if name == "content":
            body.append(value)
        elif label := _FIELDS.get(name, ""):
            first.append(f"{label}：{value}")
    # a scraper's deadline that is the first notice's own date is none
    if values.get("deadline") and values.get("deadline") == values.get("firstnoticedate"):
        first = [line for line in first if not line.startswith("投标截止时间")]
    sheet.url = values.get("website") or values.get("url") or ""
    sheet.kind = values.get("announcementtype") or values.get("noticetype") or ""
    named = values.get("procurementname") or values.get("projectname") or ""
    sheet.heading = values.get("title") or (f"{named}{sheet.kind}" if named and sheet.kind else "")
    sheet.published = _stamped(sheet.url, "website")
    sheet.blocks = [*first, *body]
    return sheet
