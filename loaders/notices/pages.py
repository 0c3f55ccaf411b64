"""A page of HTML, or a text, as a paper: its heading, date, address and portal, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govgraph.loaders.io.grid import Table
from govgraph.loaders.io.html import flaw_of, read_page, tidy
from govgraph.loaders.notices.flat import blocks_of
from govgraph.loaders.notices.kinds import ending_of
from govgraph.loaders.notices.notice import Day
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.pieces import split
from govgraph.loaders.notices.portals import names, portal_of
from govgraph.loaders.notices.records import Source
from govgraph.loaders.notices.vocabulary import fits, key_of, pattern

_STAMP = re.compile(r"(?<![A-Za-z0-9])t((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})_[0-9]+")
_FIELD = re.compile(r"^\s*([a-z][A-Za-z]{2,30})\s?:\s?(.*)$")
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")
_TELLING = "title, h1, h2, h3, h4, #pubTime, #platformName, link[rel=canonical]"
_HTML = re.compile(r"<(?:html|body|div|table|p|td)\b", re.IGNORECASE)


def paper_of_text(text: str, name: str, position: str) -> Paper:
    """The paper of a page's HTML, or of text; the file's name helps where it gives no date itself."""
    paper = _from_html(text) if _HTML.search(text, 0, 200_000) else _from_text(text)
    paper.position = position
    for stamped, place in ((paper.url, "address"), (name, "file name")):
        if not paper.published and (found := _STAMP.search(stamped)):
            day = Day.first("-".join(found.groups()), place)
            paper.published = Day(day.text, place, found[0]) if day else None
    return paper


def _from_html(text: str) -> Paper:
    if flaw := flaw_of(text):
        return Paper(flaw=flaw, refused=flaw)
    tree = LexborHTMLParser(text)

    nodes: dict[str, LexborNode] = {}
    for node in tree.css(_TELLING):
        id_ = node.attributes.get("id") or ""
        nodes.setdefault(id_ if id_ in ("pubTime", "platformName") else node.tag or "", node)
    meta = {one.get("name") or one.get("property") or "": one.get("content") or ""
            for one in (node.attributes for node in tree.css("meta"))}  # fmt: skip
    shown = {name: tidy(node.text()) for name, node in nodes.items()}
    title = shown.get("title", "")
    heads = (meta.get("ArticleTitle", ""), *(shown.get(name, "") for name in ("h1", "h2", "h3", "h4")), title)
    paper = Paper(headings=[pattern("site-name").sub("", tidy(one)) for one in heads if one.strip()])
    days = Day.first(shown.get("pubTime", ""), "pubTime"), Day.first(meta.get("PubDate", ""), "meta PubDate")
    paper.published = days[0] or days[1]
    saved = _SAVED.search(text, 0, 2000)
    canonical = nodes["link"].attributes.get("href") if "link" in nodes else ""
    paper.url = canonical or meta.get("og:url", "") or (saved[1] if saved else "")
    paper.portal = portal_of(paper.url, title) or meta.get("SiteName", "") or shown.get("platformName", "")
    paper.links = text.count("<a ")
    paper.password = "password" in text and tree.css_first("input[type=password]") is not None
    main = tree.css_first(", ".join(names("main"))) or tree.body
    for node in main.css(", ".join(names("chrome"))) if main else ():
        node.decompose()
    page = read_page(text, main)
    paper.blocks, paper.flaw = page.blocks, page.flaw
    paper.headings += headings(page.lines)
    return paper if paper.published else dated(paper, page.lines)


def headings(lines: list[str]) -> list[str]:
    """The first lines that may be a heading: short, and told by their last words where one is."""
    short = [line for line in lines[:8] if 4 < len(line) < 120 and not re.search("[。：:]", line)]
    return [line for line in short if ending_of(line)] + short[:1]


def _from_text(text: str) -> Paper:
    lines = [line for raw in text.splitlines() if (line := raw.strip("\ufeff \t\r\u3000"))]
    if len(lines) >= 4 and sum(bool(_FIELD.match(line)) for line in lines[:12]) >= 4:
        return _from_fields(lines)
    paper = Paper(blocks=blocks_of(lines))
    if lines and len(re.findall("[:：]", lines[0])) > 1:  # a page in one line begins with its heading
        paper.headings.append(tidy(lines[0].split()[0]))
    for line in lines[:8]:
        label, _colon, value = split(line)
        apart = fits("published-line", line) or pattern("origin-line").match(line)
        if len(line) < 160 and not apart and not (value and key_of(label)):
            paper.headings.append(tidy(line))
    return dated(paper, lines)


def dated(paper: Paper, lines: list[str]) -> Paper:
    """Take the date of publication and the origin that stand in lines of their own at the top."""
    headed = pattern("dated-heading").match(lines[0]) if lines else None
    if headed and not paper.published and ending_of(headed[1]):
        paper.published = Day.first(headed[2], "line 1")  # a page in one line: the date follows its heading
    for number, line in enumerate(lines[:10], 1):
        if found := pattern("origin-line").match(line):
            paper.url = paper.url or (found[1] if found[1].startswith("http") else "")
            paper.portal = paper.portal or portal_of(paper.url) or ("" if "//" in found[1] else found[1])
        if not paper.published and fits("published-line", line):
            paper.published = Day.first(line, f"line {number}")
    return paper


def _from_fields(lines: list[str]) -> Paper:
    """A record of named fields, one a line, as a portal's JSON has them; other lines belong to its content."""
    values: dict[str, str] = {}
    body = []
    for line in lines:
        if found := _FIELD.match(line):
            values[found[1].lower()] = found[2].strip()
        else:
            body.append(line)
    if values.get("deadline") and values.get("deadline") == values.get("firstnoticedate"):
        del values["deadline"]  # a scraper's deadline that is the first notice's own date is none
    values["content"] = "\n".join((values.get("content", ""), *body)).strip()
    paper = Source("", values).paper()
    paper.record = None
    return paper


def kept(paper: Paper) -> object:
    """A rejected record with its page's text, without people, in place of its HTML; of a page its lines."""
    if isinstance(paper.record, Mapping):
        values = {name: value for name, value in paper.record.items() if value not in (None, "")}
        for name, value in values.items():
            if isinstance(value, str) and ("<" in value or len(value) > 200):
                values[name] = "\n".join(_kept(read_page(value).blocks))[:15_000]
        return values
    return "\n".join([*paper.headings[:1], *_kept(paper.blocks)])[:2000]


def _kept(blocks: list[str | Table]) -> Iterator[str]:
    """The lines of blocks but those of people and contacts, and the line below such a label."""
    dropped = False
    for line in (block for block in blocks if isinstance(block, str)):
        label, colon, value = split(line)
        below, dropped = dropped, key_of(re.split("[:： ]", label)[0]) == "drop"
        if not dropped and (colon or not below):
            yield line
        dropped = dropped and not value
