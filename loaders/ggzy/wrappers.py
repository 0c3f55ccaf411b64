"""Notices in whatever the portals' services answer: records in lists, in wrappers, in JSON within JSON.

The site software (Epoint) gives a record one set of names and each of its services another wrapper:
``{"result": {"records": […]}}``, ``{"custom": "{\\"infodata\\": […]}"}``, plain lists, one record a line. So a
record is told by its own fields, wherever it stands; how deep is looked is bounded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import orjson

from govgraph.loaders.base import Rejected
from govgraph.loaders.io.json_stream import Package, Piece, read_json
from govgraph.loaders.notices.html import tidy

_DEEPEST = 12  # objects and lists around a record
_STRINGS = 3  # JSON in a string in JSON in a string
_LONGEST = 64 << 20  # characters of a string that is read as JSON
#: Long lists that are read item by item.
LISTS = frozenset(("records", "rows", "data", "infodata", "list", "items", "table", "Table", "InfoList", "infolist"))  # fmt: skip
_CONTENT = (
    "infocontent", "infocontenthtml", "noticecontent", "contenthtml", "htmlcontent", "detailcontent", "bulletincontent", "content",
)  # fmt: skip
_TITLES = (
    "customtitle",
    "title",
    "infotitle",
    "noticetitle",
    "bulletinname",
    "announcementtitle",
    "titlenew",
)
_DATES = (
    "infodate", "webdate", "pubinwebdate", "publishdate", "publishtime", "noticesendtime", "releasetime", "startdate", "createtime",
)  # fmt: skip
_OWN = frozenset(
    (*_CONTENT[:-1], "infoid", "infodate", "categorynum", "xiaqucode", "infourl", "linkurl", "webdate")
)
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Source:
    """One record of a portal: its fields by their names in small letters, and its place in the file."""

    position: str
    values: Mapping[str, object]

    def text(self, *names: str) -> str:
        """The first of the named fields that says something, as text."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        return ""

    @property
    def title(self) -> str:
        """The title; of a short and a full one the full one, without the marks of a search result."""
        found = [tidy(html.unescape(_TAG.sub("", self.text(name)))) for name in _TITLES]
        whole = [title for title in found if title and not title.endswith(("...", "…"))]
        return (whole or [title for title in found if title] or [""])[0]

    @property
    def content(self) -> str:
        """The page's HTML, or its text where the service gives only that."""
        for name in _CONTENT:
            value = self.values.get(name)
            if isinstance(value, str) and value.strip():
                return value
        return ""

    @property
    def published(self) -> tuple[str, str]:
        """When the portal published it, as printed, and the name of the field."""
        return next(((self.text(name), name) for name in _DATES if self.text(name)), ("", ""))

    def payload(self) -> str:
        """What makes two records the same notice, word for word."""
        return "\x1f".join((self.title, self.published[0][:10], self.content))


def sources(stream: BinaryIO) -> Iterator[Source | Rejected]:
    """All records of a file in order; what is no record and holds none is rejected."""
    for piece in read_json(stream, LISTS):
        if isinstance(piece, Package):
            continue
        if piece.flaw:
            yield Rejected.of(piece.position, piece.flaw, piece.text)
            continue
        yield from _of_piece(piece)


def _of_piece(piece: Piece) -> Iterator[Source | Rejected]:
    found = list(_search(piece.position, piece.value, 0, 0))
    if not found:
        yield Rejected.of(piece.position, "holds no notice", piece.value)
    yield from found


def _search(position: str, value: object, depth: int, strings: int) -> Iterator[Source | Rejected]:
    if depth > _DEEPEST:
        if isinstance(value, (dict, list)) and value:
            yield Rejected.of(position, f"nested more than {_DEEPEST} deep", "")
        return
    if isinstance(value, str):
        yield from _search_string(position, value, depth, strings)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _search(f"{position}/{number}", item, depth + 1, strings)
    elif isinstance(value, dict):
        fields = {str(name).lower().replace("_", ""): item for name, item in value.items()}
        if _is_record(fields):
            yield Source(position, fields)
            return
        for name, item in value.items():
            if isinstance(item, (dict, list, str)):
                yield from _search(f"{position}/{name}", item, depth + 1, strings)


def _search_string(position: str, text: str, depth: int, strings: int) -> Iterator[Source | Rejected]:
    start = text[:200].lstrip()[:1]
    if start not in ("{", "[") or strings >= _STRINGS or len(text) > _LONGEST:
        return
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        yield Rejected.of(position, f"not JSON: {error}", text)
        return
    yield from _search(position, value, depth + 1, strings + 1)


def _is_record(fields: Mapping[str, object]) -> bool:
    """Whether an object is a notice: it has a title, and a content or what only notices have."""
    titled = any(isinstance(fields.get(name), str) and fields[name] for name in _TITLES)
    content = any(isinstance(fields.get(name), str) and fields[name] for name in _CONTENT)
    own = sum(name in fields for name in _OWN)
    return (titled and (content or own >= 2)) or (content and own >= 2) or own >= 4
