"""Notices in whatever the portals' services answer: records in lists, in wrappers, in JSON within JSON.

The site software (Epoint, 政采云, freecms …) gives a record its own set of names and each of its services
another wrapper: ``{"result": {"records": […]}}``, ``{"custom": "{\\"infodata\\": […]}"}``, plain lists, one record a
line. So a record is told by its own fields, wherever it stands; how deep is looked is bounded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import orjson

from govgraph.loaders.base import Rejected
from govgraph.loaders.io.html import read_page, tidy
from govgraph.loaders.io.json_stream import Package, read_json
from govgraph.loaders.notices.flat import blocks_of
from govgraph.loaders.notices.notice import Day
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.portals import names, portal_of, value_fields
from govgraph.messages import _
from govgraph.text.dates import PartialDate, read_date

_DEEPEST = 12  # objects and lists around a record
_STRINGS = 3  # JSON in a string in JSON in a string
_LONGEST = 64 << 20  # characters of a string that is read as JSON
#: Long lists that are read item by item.
LISTS = frozenset(("records", "rows", "data", "infodata", "list", "items", "table", "Table", "InfoList", "infolist"))  # fmt: skip
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Source:
    """One record of a portal: its fields by their names in small letters, and its place in the file."""

    position: str
    values: Mapping[str, object]

    def all(self, kind: str) -> Iterator[tuple[str, str]]:
        """All fields of a kind that say something, the most telling first: name and text."""
        for name in names(kind):
            value = self.values.get(name)
            if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip() not in ("", "None"):  # fmt: skip
                yield name, str(value).strip()

    def text(self, kind: str) -> str:
        """The first field of a kind that says something, as text."""
        return next((value for _, value in self.all(kind)), "")

    @property
    def title(self) -> str:
        """The title; of a short and a full one the full one, without the marks of a search result."""
        titles = (tidy(html.unescape(_TAG.sub("", text))) for _, text in self.all("title"))
        found = [title for title in titles if title]
        if not found and self.text("category"):
            return self.text("named") and self.text("named") + self.text("category")
        return next((one for one in found if not one.endswith(("...", "…"))), "") or next(iter(found), "")

    def paper(self) -> Paper:
        """The record as a paper, its content read."""
        content, url = self.text("content"), self.text("url")
        date_name, printed = next(self.all("date"), ("", ""))
        paper = Paper(self.position, headings=[self.title], category=self.text("category"), id=self.text("id"),
                      region=(self.text("areacode"), tidy(self.text("area"))), edited=self.text("edited"),
                      payload="\x1f".join((self.title, printed[:10], content)), record=dict(self.values))  # fmt: skip
        paper.url = url if re.match(r"https?://\S{4,500}$", url) else ""
        paper.portal = portal_of(paper.url) or self.text("origin")
        day = read_date(int(printed) if re.fullmatch("[0-9]{10}|[0-9]{13}", printed) else printed)
        paper.published = Day(day.text, date_name, printed[:20]) if isinstance(day, PartialDate) else None
        paper.values = list(self.labelled())
        if "<" not in content:
            paper.blocks = blocks_of(content.splitlines())
        else:
            page = read_page(content)
            paper.blocks, paper.flaw = page.blocks, page.flaw
        if not paper.blocks and (paper.flaw or len(paper.values) < 2):
            empty = _("content that shows no text") if content else _("a notice without content")
            paper.refused = paper.flaw or empty
        return paper

    def labelled(self) -> Iterator[tuple[str, str, str]]:
        """The fields that stand for labels: key, label and value."""
        for name, value in self.values.items():
            key, label = value_fields().get(name, ("", ""))
            if key in ("", "published") or not isinstance(value, (str, int, float)):
                continue
            text = str(value).strip() if not isinstance(value, bool) else ""
            if text not in ("", "None", "null", "0") and len(text) < 2000:
                bare = key in ("amount", "budget", "ceiling") and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text)
                yield key, label, text + "元" if bare else text


def papers_of(stream: BinaryIO) -> Iterator[Paper | Rejected]:
    """All records of a JSON file in order; what is no record and holds none is rejected."""
    for piece in read_json(stream, LISTS):
        if isinstance(piece, Package):
            continue
        if piece.flaw:
            yield Rejected.of(piece.position, piece.flaw, piece.text)
            continue
        found = False
        for one in _search(piece.position, piece.value, 0, 0):
            found = True
            yield one
        if not found:
            yield Rejected.of(piece.position, _("holds no notice"), piece.value)


def papers_in(position: str, data: bytes) -> Iterator[Paper | Rejected]:
    """All records of a JSON text that is small enough to be read at once."""
    yield from _parsed(position, data, 0, 0)


def _search(position: str, value: object, depth: int, strings: int) -> Iterator[Paper | Rejected]:
    if depth > _DEEPEST:
        if isinstance(value, (dict, list)) and value:
            yield Rejected.of(position, _("nested more than {deepest} deep").format(deepest=_DEEPEST), "")
    elif isinstance(value, str):
        if value[:200].lstrip()[:1] in ("{", "[") and strings < _STRINGS and len(value) <= _LONGEST:
            yield from _parsed(position, value, depth + 1, strings + 1)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _search(f"{position}/{number}", item, depth + 1, strings)
    elif isinstance(value, dict):
        fields = {str(name).lower().replace("_", ""): item for name, item in value.items()}
        if _is_record(fields):
            yield Source(position, fields).paper()
            return
        for name, item in value.items():
            yield from _search(f"{position}/{name}", item, depth + 1, strings)


def _parsed(position: str, text: str | bytes, depth: int, strings: int) -> Iterator[Paper | Rejected]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        shown = text if isinstance(text, str) else text[:2000].decode("utf-8", "replace")
        yield Rejected.of(position, f"not JSON: {error}", shown)
        return
    yield from _search(position, value, depth, strings)


def _is_record(fields: Mapping[str, object]) -> bool:
    """Whether an object is a notice: it has a title, and a content or what only notices have."""
    titled, content = (any(isinstance(fields.get(name), str) and fields[name] for name in names(kind))
                       for kind in ("title", "content"))  # fmt: skip
    own = sum(name in fields for name in names("own"))
    said = sum(name in fields for name in value_fields())
    return (titled and (content or own >= 2)) or (content and own >= 2) or own >= 4 or said >= 4
