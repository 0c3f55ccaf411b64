"""HTML as lines and tables: what Word and portals' editors leave, without its tags.

The parser mends the page, whose tree is walked once. Cells that span rows
or columns are repeated wherever they span, tables that only lay out others are taken apart, words that tags
cut apart are joined, and what is not displayed is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govgraph.loaders.io.grid import Table, grid_of, span_of
from govgraph.messages import _

__all__ = ["Page", "Table", "read_page", "tidy"]

_MOST_SIGNS = 16 << 20
_MOST_NODES = 800_000
_DEEPEST = 3_000
_BREAKS = frozenset((
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header",
    "footer", "form", "fieldset", "center", "blockquote", "pre", "hr", "caption", "legend",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_TOLD = _BREAKS | _CELLS | {"table", "tr"}
_BREAK = "\x00"  # a block ends; a line of the HTML's own text is only a blank
_SKIPPED = frozenset((
    "-comment", "script", "style", "noscript", "template", "select", "textarea", "svg", "iframe", "object", "title",
))  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"\.([\w-]{1,60})\s*\{[^{}]{0,500}?display\s*:\s*none", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_TAG = re.compile(
    r"<(/?)(?!br\b|hr\b|img\b|p\b|td\b|tr\b|th\b|li\b|input\b|meta\b|link\b|col\b)[A-Za-z][^<>]*(?<!/)>"
)
_BLANKS = re.compile(r"[\s\u3000]+")
#: Two wide blanks part what stands on one line.
_GAP = re.compile(r"[\s\u3000]*(?:[\u00a0\u3000][\s\u3000]*){2,}")
_SPACED = re.compile(
    "(?<![\u2e80-\u9fff])((?:[\u2e80-\u9fff]\ue000 ?){1,5}[\u2e80-\u9fff])(?=[\\s\ue000]*[:：])"
)
_INNER = re.compile(
    "(?<=[\u2e80-\u9fff，。、；：（）《》]) (?![\u4e00-\u9fff（）]{5,14}[:：])(?=[\u2e80-\u9fff，。、；：（）《》])"
)


@dataclass(slots=True)
class Page:
    """What a page shows: ``blocks`` in its order; ``flaw`` says why it was not read to its end."""

    blocks: list[str | Table] = field(default_factory=list)
    flaw: str = ""

    @property
    def tables(self) -> list[Table]:
        """The tables that have more than one column."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def lines(self) -> list[str]:
        """The lines outside tables (those of tables with one column are lines too)."""
        return [block for block in self.blocks if isinstance(block, str)]


def tidy(text: str) -> str:
    """One line of printed text: invisible signs gone, blanks single, none between Chinese signs.

    Two wide blanks and more are meant: they part what stands side by side, and stay one blank.

    >>> tidy("评标\\u00a0 委员会  于2025 年")
    '评标委员会于2025 年'
    >>> tidy("招\u3000\u3000标\u3000\u3000人：某局\u3000\u3000代理机构：某公司")
    '招标人：某局 代理机构：某公司'
    """
    if text.isprintable():  # no blank but the common one
        text = text.strip()
        if " " not in text and "\u00ad" not in text:
            return text
    plain = _INVISIBLE.sub("", text)
    if "\u00a0" in plain or "\u3000" in plain:
        plain = _GAP.sub("\ue000", plain)
        plain = _SPACED.sub(lambda match: re.sub("[\ue000 ]", "", match[1]), plain)
        return _INNER.sub("", _BLANKS.sub(" ", plain).strip(" \ue000")).replace("\ue000", " ")
    return _INNER.sub("", _BLANKS.sub(" ", plain).strip())


def read_page(html: str, main: LexborNode | None = None) -> Page:
    """The page that a piece of HTML shows, or the part ``main`` of it; plain text is a page of lines."""
    if "<" not in html:
        return Page([line for raw in html.splitlines() if (line := tidy(raw))])
    if flaw := flaw_of(html):
        return Page(flaw=flaw)
    body = main or LexborHTMLParser(html).body
    return _Pass(html).page(body) if body else Page()


def flaw_of(html: str) -> str:
    """Why a piece of HTML is not read at all, empty where it is."""
    if len(html) > _MOST_SIGNS:
        return _("HTML of more than {most_signs} MiB").format(most_signs=_MOST_SIGNS >> 20)
    if html.count("<") > _DEEPEST and _depth(html) > _DEEPEST:
        return _("HTML nested more than {deepest} deep").format(deepest=_DEEPEST)
    return ""


def _depth(html: str) -> int:
    """How deep open tags may nest at most; the parser takes the square of that in time."""
    depth = most = 0
    for tag in _TAG.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        most = max(most, depth)
    return most


class _Box:
    """What blocks gather in: the page, or a cell; ``text`` is what has not become lines yet."""

    __slots__ = ("blocks", "spans", "text")

    def __init__(self, cell: LexborNode | None = None) -> None:
        self.blocks: list[str | Table] = []
        self.text: list[str] = []
        spans = cell.attributes if cell else {}
        self.spans = (span_of(spans.get("colspan")), span_of(spans.get("rowspan"))) if spans else (1, 1)

    def lines(self) -> list[str]:
        """The text since the last block as lines; a break in the HTML's own text is only a blank."""
        if not self.text:
            return []
        text = "".join(self.text)
        self.text.clear()
        return [line for raw in text.split(_BREAK) if raw and (line := tidy(raw))]

    def flush(self) -> None:
        self.blocks += self.lines()


class _Pass:
    """One walk over the elements of a page, without recursion, which deep pages would exhaust."""

    def __init__(self, html: str) -> None:
        self.boxes = [_Box()]
        self.tables: list[list[list[_Box]]] = []
        self.number = 0
        self.spans = "span=" in html
        self.hides = "hidden" in html or ("display" in html and "none" in html)
        self.hidden = frozenset(_HIDDEN_CLASS.findall(html)) if "none" in html else frozenset()

    def page(self, body: LexborNode) -> Page:
        """What the body shows."""
        page, open_, count = Page(), list[tuple[str, LexborNode | None]](), 0
        node: LexborNode | None = body.first_child
        while (node is not None or open_) and count < _MOST_NODES:
            if node is None:
                tag, node = open_.pop()
                if tag in _TOLD:
                    self.close(tag)
                continue
            count += 1
            tag, following = node.tag or "", node.next
            if tag == "-text":
                self.boxes[-1].text.append(node.text_content or "")
            elif tag not in _SKIPPED and not (self.hides and self.is_hidden(node)):
                if tag in _TOLD:
                    self.open(tag, node)
                open_.append((tag, following))
                following = node.first_child
            node = following
        if count == _MOST_NODES:
            page.flaw = _("more than {most_tags} elements").format(most_tags=_MOST_NODES)
        self.boxes[0].flush()
        page.blocks = self.boxes[0].blocks
        return page

    def is_hidden(self, node: LexborNode) -> bool:
        """Whether an element is not displayed, by its own attributes or its class."""
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return True
        return bool(self.hidden) and not self.hidden.isdisjoint((attributes.get("class") or "").split())

    def open(self, tag: str, node: LexborNode) -> None:
        if tag in _BREAKS:
            self.boxes[-1].text.append(_BREAK)
        elif tag == "table":
            self.boxes[-1].flush()
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in _CELLS and self.tables:
            box = _Box(node if self.spans else None)
            if not self.tables[-1]:
                self.tables[-1].append([])
            self.tables[-1][-1].append(box)
            self.boxes.append(box)

    def close(self, tag: str) -> None:
        if tag in _BREAKS:
            self.boxes[-1].text.append(_BREAK)
        elif tag == "table":
            self.put(self.tables.pop())
        elif tag in _CELLS and len(self.boxes) > 1:
            self.boxes.pop()
        elif tag == "tr" and self.tables and any(box.blocks for row in self.tables[-1][-1:] for box in row):
            row = self.tables[-1].pop()  # cells that hold tables: what stands in them follows one another
            self.put(self.tables[-1])
            self.tables[-1] = []
            for box in row:
                box.flush()
                self.boxes[-1].blocks += box.blocks

    def put(self, rows: list[list[_Box]]) -> None:
        """Put a table into its place; one of a single column is lines."""
        cells = [[("\n".join(box.lines()), *box.spans) for box in row] for row in rows if row]
        if all(len(row) == 1 for row in cells):
            self.boxes[-1].blocks += [line for row in cells for line in row[0][0].split("\n") if line]
        else:
            self.number += 1
            self.boxes[-1].blocks.append(Table(*grid_of(cells), self.number))
