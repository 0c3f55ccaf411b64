"""HTML of a notice as lines and tables: what Word and portals' editors leave, without its tags.

The parser mends the page; what it gives back is well-formed and is read in one pass. Cells that span rows
or columns are repeated wherever they span, tables that only lay out others are taken apart, words that tags
cut apart are joined, and what is not displayed is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from govgraph.loaders.notices.table import Table, grid_of, span_of
from govgraph.messages import _

__all__ = ["Page", "Table", "read_page", "tidy"]

_MOST_SIGNS = 16 << 20
_MOST_TAGS = 400_000
_DEEPEST = 3_000
_BREAKS = "p|div|br|li|ul|ol|dl|dt|dd|h[1-6]|section|article|header|footer|form|fieldset|center|blockquote|pre|hr|caption|legend"
_SKIPPED = [
    "script",
    "style",
    "noscript",
    "template",
    "select",
    "textarea",
    "svg",
    "iframe",
    "object",
    "title",
]
_BLOCK = re.compile(rf"<(/?)(table|tr|td|th|{_BREAKS})((?:\s[^>\"]*(?:\"[^\"]*\"[^>\"]*)*)?)>")
_ANY = re.compile(r"<(/?)([a-z][^\s/>]*)([^>\"]*(?:\"[^\"]*\"[^>\"]*)*)>")
_INLINE = re.compile(r"<!--.*?-->|<[/a-z?!][^>\"]*(?:\"[^\"]*\"[^>\"]*)*>", re.DOTALL)
_CELLS = frozenset(("table", "tr", "td", "th"))
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_HIDDEN = re.compile(r"(?i:display\s*:\s*none|visibility\s*:\s*hidden)")
_HIDDEN_CLASS = re.compile(r"\.([\w-]{1,60})\s*\{[^{}]{0,500}?display\s*:\s*none", re.IGNORECASE)
_HIDES = re.compile(r"\shidden(?=[\s=>\"]|$)")
_CLASS = re.compile(r'\sclass="([^"]*)"')
_SPAN = re.compile(r'(col|row)span="([^"]*)"')
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
_INNER = re.compile("(?<=[\u2e80-\u9fff，。、；：（）《》]) (?=[\u2e80-\u9fff，。、；：（）《》])")


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


def read_page(html: str, tree: LexborHTMLParser | None = None) -> Page:
    """The page that a piece of HTML shows (``tree``: as parsed before); plain text is a page of lines."""
    if "<" not in html:
        return Page([line for raw in html.splitlines() if (line := tidy(raw))])
    if flaw := flaw_of(html):
        return Page(flaw=flaw)
    hidden = frozenset(_HIDDEN_CLASS.findall(html)) if "none" in html else frozenset()
    tree = tree or LexborHTMLParser(html)
    if tree.body is None:
        return Page()
    tree.strip_tags(_SKIPPED)
    text = tree.body.html or ""
    if hidden:  # most such classes are the template's own and not used
        hidden &= {name for words in set(_CLASS.findall(text)) for name in words.split()}
    if hidden or " hidden" in text or ("style" in text and _HIDDEN.search(text)):
        text = _shown(text, hidden)
    page = Page(_Pass(text).blocks)
    if text.count("<") > _MOST_TAGS:
        page.flaw = _("more than {most_tags} elements").format(most_tags=_MOST_TAGS)
    return page


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


def _shown(html: str, classes: frozenset[str]) -> str:
    """Well-formed HTML without the elements that are not displayed."""
    parts: list[str] = []
    end, depth = 0, 0
    for tag in _ANY.finditer(html):
        if tag[2] in _VOID:
            continue
        if depth:
            depth += -1 if tag[1] else 1
            if not depth:
                end = tag.end()
        elif not tag[1] and tag[3] and _is_hidden(tag[3], classes):
            parts.append(html[end : tag.start()])
            depth = 1
    return "".join(parts) + ("" if depth else html[end:])


def _is_hidden(attributes: str, classes: frozenset[str]) -> bool:
    if _HIDDEN.search(attributes) or _HIDES.search(attributes):
        return True
    found = _CLASS.search(attributes) if classes else None
    return bool(found) and not classes.isdisjoint(found[1].split())  # type: ignore[index]


class _Box:
    """What blocks gather in: the page, or a cell; ``text`` is what has not become lines yet."""

    __slots__ = ("blocks", "spans", "text")

    def __init__(self, spans: str = "") -> None:
        self.blocks: list[str | Table] = []
        self.text: list[str] = []
        self.spans = spans

    def lines(self) -> list[str]:
        """The text since the last block as lines; a break in the HTML's own text is only a blank."""
        if not self.text:
            return []
        text = "".join(self.text)
        self.text.clear()
        return [line for raw in text.split("\n") if (line := tidy(raw))]

    def flush(self) -> None:
        self.blocks += self.lines()


class _Pass:
    """One pass over well-formed HTML."""

    def __init__(self, html: str) -> None:
        self.boxes = [_Box()]
        self.tables: list[list[list[_Box]]] = []
        self.number = 0
        pieces = _BLOCK.split(html.replace("\n", " ").replace("\r", " "))
        self.boxes[0].text.append(_plain(pieces[0]))
        for at in range(1, min(len(pieces), 4 * _MOST_TAGS), 4):
            closes, name, attributes, text = pieces[at : at + 4]
            if name in _CELLS:
                self.take(name, bool(closes), attributes)
            else:
                self.boxes[-1].text.append("\n")
            if text and not text.isspace():
                self.boxes[-1].text.append(_plain(text))
        self.boxes[0].flush()
        self.blocks = self.boxes[0].blocks

    def take(self, name: str, closes: bool, attributes: str) -> None:
        if name in ("td", "th"):
            if not closes and self.tables:
                box = _Box(attributes)
                if not self.tables[-1]:
                    self.tables[-1].append([])
                self.tables[-1][-1].append(box)
                self.boxes.append(box)
            elif closes and len(self.boxes) > 1:
                self.boxes.pop()
        elif name == "tr":
            if not closes and self.tables:
                self.tables[-1].append([])
            elif closes and self.tables and any(box.blocks for row in self.tables[-1][-1:] for box in row):
                self.lay_out()
        elif name == "table":
            if closes and self.tables:
                self.close(self.tables.pop())
            elif not closes:
                self.boxes[-1].flush()
                self.tables.append([])

    def lay_out(self) -> None:
        """A row whose cells hold tables is no row: what stands in its cells follows one another."""
        row = self.tables[-1].pop()
        self.close(self.tables[-1])
        self.tables[-1] = []
        for box in row:
            box.flush()
            self.boxes[-1].blocks += box.blocks

    def close(self, rows: list[list[_Box]]) -> None:
        """Put a table into its place; one of a single column is lines."""
        cells = [[("\n".join(box.lines()), *_spans(box.spans)) for box in row] for row in rows if row]
        if all(len(row) == 1 for row in cells):
            self.boxes[-1].blocks += [line for row in cells for line in row[0][0].split("\n") if line]
        else:
            self.number += 1
            self.boxes[-1].blocks.append(Table(*grid_of(cells), self.number))


def _spans(attributes: str) -> tuple[int, int]:
    found = dict(_SPAN.findall(attributes)) if "span" in attributes else {}
    return span_of(found.get("col")), span_of(found.get("row"))


def _plain(html: str) -> str:
    """The text between two blocks: inline tags cut words nowhere."""
    if "<" in html:
        html = _INLINE.sub("", html)
    return unescape(html) if "&" in html else html
