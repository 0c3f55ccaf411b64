"""HTML of a notice as lines and tables: what Word and portals' editors leave, without its tags.

Cells that span rows or columns are repeated wherever they span, a table in a cell stands by itself after
the table around it, words that tags cut apart are joined, and what is not displayed is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govgraph.loaders.notices.table import Table, grid_of, span_of

__all__ = ["Page", "Table", "compact", "read_page", "tidy"]

_MOST_SIGNS = 16 << 20
_MOST_NODES = 400_000
_DEEPEST = 3_000
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
     "header", "footer", "form", "fieldset", "center", "blockquote", "pre", "hr", "tr", "caption", "legend")
)  # fmt: skip
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "title", "select", "textarea", "svg", "iframe", "object")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"\.([\w-]{1,60})\s*\{[^{}]{0,500}?display\s*:\s*none", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_TAG = re.compile(
    r"<(/?)(?!br\b|hr\b|img\b|p\b|td\b|tr\b|th\b|li\b|input\b|meta\b|link\b|col\b)[A-Za-z][^<>]*(?<!/)>"
)
_BLANKS = re.compile(r"[\s\u3000]+")
_GAP = re.compile(
    r"[\s\u3000]*(?:[\u00a0\u3000][\s\u3000]*){2,}"
)  # two wide blanks part what stands on one line
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

    def text(self) -> str:
        """All that is shown, line by line."""
        parts = []
        for block in self.blocks:
            if isinstance(block, str):
                parts.append(block)
            else:
                rows = zip(block.rows, block.own, strict=True)
                parts += [" ".join(c for c, own in zip(*row, strict=True) if own and c) for row in rows]
        return "\n".join(part for part in parts if part)


def tidy(text: str) -> str:
    """One line of printed text: invisible signs gone, blanks single, none between Chinese signs.

    Two wide blanks and more are meant: they part what stands side by side, and stay one blank.

    >>> tidy("评标\\u00a0 委员会  于2025 年")
    '评标委员会于2025 年'
    >>> tidy("招\u3000\u3000标\u3000\u3000人：某局\u3000\u3000代理机构：某公司")
    '招标人：某局 代理机构：某公司'
    """
    plain = _INVISIBLE.sub("", text)
    if "\u00a0" in plain or "\u3000" in plain:
        plain = _GAP.sub("\ue000", plain)
        plain = _SPACED.sub(lambda match: re.sub("[\ue000 ]", "", match[1]), plain)
        return _INNER.sub("", _BLANKS.sub(" ", plain).strip(" \ue000")).replace("\ue000", " ")
    return _INNER.sub("", _BLANKS.sub(" ", plain).strip())


def compact(text: str) -> str:
    """A label without any blanks and with narrow brackets, as labels are compared."""
    plain = _BLANKS.sub("", _INVISIBLE.sub("", text))
    return plain.translate(_NARROW)


_NARROW = str.maketrans("（）［］【】：％／", "()[][]:%/")


def read_page(html: str) -> Page:
    """The page that a piece of HTML shows; plain text is a page of lines."""
    if len(html) > _MOST_SIGNS:
        return Page(flaw=f"HTML of more than {_MOST_SIGNS >> 20} MiB")
    if "<" not in html:
        return Page([line for raw in html.splitlines() if (line := tidy(raw))])
    if html.count("<") > _DEEPEST and _depth(html) > _DEEPEST:
        return Page(flaw=f"HTML nested more than {_DEEPEST} deep")
    return _Walk(html).page


def _depth(html: str) -> int:
    """How deep open tags may nest at most; the parser takes the square of that in time."""
    depth = most = 0
    for tag in _TAG.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        most = max(most, depth)
    return most


@dataclass(slots=True)
class _Open:
    """A table that is being read; its cells with their spans."""

    place: int
    rows: list[list[tuple[str, int, int]]] = field(default_factory=list)


class _Walk:
    """One pass over the nodes without recursion: nesting may be of any depth."""

    def __init__(self, html: str) -> None:
        self.page = Page()
        self.tables: list[_Open] = []
        self.texts: list[list[str]] = [[]]  # the page's own, then one for each open cell
        hidden = _HIDDEN.search(html)
        self.hidden = frozenset(_HIDDEN_CLASS.findall(html)) if hidden else frozenset()
        self.hides = bool(hidden) or "hidden" in html
        tree = LexborHTMLParser(html)
        if tree.body is not None:
            self.walk(tree.body)
        while self.tables:
            self.close("table", None)
        self.flush()
        self.number()

    def walk(self, root: LexborNode) -> None:
        node: LexborNode | None = root.child
        end = root.mem_id  # nodes that are compared themselves are compared by their whole HTML
        seen = 0
        while node is not None:
            seen += 1
            if seen > _MOST_NODES:
                self.page.flaw = f"more than {_MOST_NODES} elements"
                return
            tag = node.tag or ""
            inner = self.open(tag, node)
            if inner is not None:
                node = inner
                continue
            while node is not None and node.next is None:
                node = node.parent
                if node is None or node.mem_id == end:
                    return
                self.close(node.tag or "", node)
            node = node.next if node is not None else None

    def open(self, tag: str, node: LexborNode) -> LexborNode | None:
        """Take a node; returns its first child where that is to be read next."""
        if tag == "-text":
            self.texts[-1].append(node.text(deep=False) or "")
            return None
        if tag in _SKIPPED or tag.startswith("-") or (self.hides and self.is_hidden(node)):
            return None
        if tag == "table":
            if len(self.texts) == 1:
                self.flush()
            self.texts[-1].append("\n")
            self.page.blocks.append("")
            self.tables.append(_Open(len(self.page.blocks) - 1))
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables:
            self.texts.append([])
        elif tag in _BLOCKS:
            self.texts[-1].append("\n")
        if node.child is None:
            self.close(tag, node)
        return node.child

    def is_hidden(self, node: LexborNode) -> bool:
        values = node.attributes
        if "hidden" in values or _HIDDEN.search(values.get("style") or ""):
            return True
        return bool(self.hidden) and not self.hidden.isdisjoint((values.get("class") or "").split())

    def close(self, tag: str, node: LexborNode | None) -> None:
        if tag in ("td", "th") and self.tables and len(self.texts) > 1:
            text = "\n".join(_lines(self.texts.pop()))
            values = node.attributes if node is not None else {}
            spans = span_of(values.get("colspan")), span_of(values.get("rowspan"))
            if not self.tables[-1].rows:
                self.tables[-1].rows.append([])
            self.tables[-1].rows[-1].append((text, *spans))
        elif tag == "table" and self.tables:
            self.finish(self.tables.pop())
        elif tag in _BLOCKS:
            self.texts[-1].append("\n")

    def finish(self, table: _Open) -> None:
        """Put a table into its place; one of a single column is lines."""
        rows = [row for row in table.rows if row]
        if all(len(row) == 1 for row in rows):
            self.page.blocks[table.place] = "\n".join(row[0][0] for row in rows if row[0][0])
            return
        grid, own = grid_of(rows)
        self.page.blocks[table.place] = Table(grid, own, 0)

    def flush(self) -> None:
        """End the lines before a table."""
        self.page.blocks += _lines(self.texts[0])
        self.texts[0].clear()

    def number(self) -> None:
        """Number the tables in their order, and part the lines of those with one column."""
        blocks: list[str | Table] = []
        number = 0
        for block in self.page.blocks:
            if isinstance(block, Table):
                number += 1
                blocks.append(Table(block.rows, block.own, number))
            else:
                blocks += [line for line in block.split("\n") if line]
        self.page.blocks = blocks


def _lines(parts: list[str]) -> list[str]:
    """Text nodes as lines; a line break in the HTML's own text is only a blank."""
    joined = "".join(part if part == "\n" else part.replace("\n", " ").replace("\r", " ") for part in parts)
    return [line for raw in joined.split("\n") if (line := tidy(raw))]
