"""JSON values of a file one by one: documents, lines, and the items of the long lists inside packages.

A file may hold one document, one on each line, or several one after the other. What does not parse is told
with its place, and what stands behind it is read where it can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import orjson

from govgraph.loaders.io.files import utf8_chunks
from govgraph.loaders.io.json_text import FlawError, Window
from govgraph.messages import _

_WHOLE = 4 << 20  # a document up to this size is parsed at once
_RECORD = {"ocid", "compiledRelease", "versionedRelease"}  # what a record has and a package has not
_MEMBER = re.compile(rb'\s*,?\s*("(?:[^"\\]|\\.)*")\s*:\s*')


@dataclass(frozen=True, slots=True)
class Piece:
    """A value with its place: ``/3`` (document), ``/0/releases/17`` (item), or what does not parse."""

    position: str
    value: object = None
    flaw: str = ""
    text: str = ""


@dataclass(slots=True)
class Package:
    """What stands in a document beside its long lists."""

    position: str
    values: dict[str, object] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)


def read_json(stream: BinaryIO, lists: frozenset[str]) -> Iterator[Piece | Package]:
    """Documents of a file; items of the named top-level lists come one by one, then the package."""
    window = Window(utf8_chunks(stream))
    documents = _Documents(window)
    number = 0
    while sign := window.skip_space():
        if sign in b",;" and number:
            window.at += 1
            continue
        found, value = documents.next()
        position = f"/{number}"
        yield from _parsed(position, value, lists) if found else _document(window, position, sign, lists)
        number += 1


def _document(window: Window, position: str, sign: bytes, lists: frozenset[str]) -> Iterator[Piece | Package]:
    if flaw := _bad_line(window):
        yield _broken(position, flaw)
    elif sign == b"[":
        window.at += 1
        yield from _items(window, position)
    elif sign == b"{":
        yield from _members(window, position, lists)
    else:
        yield _broken(position, window.lost(_("not JSON")))
        window.leave()


class _Documents:
    """Finds documents that fill their line, or all that is left of a small file, and tries no text twice."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.tried = 0  # the place in the file up to which no document fills its line
        self.rest = True  # whether the rest of the file may be one document

    def next(self) -> tuple[bool, object]:
        """Whether there is such a document, and its value."""
        window = self.window
        if window.before + window.at >= self.tried:
            stop = self._end_of_line()
            if value := self._parsed(stop):
                return True, value[0]
            self.tried = window.before + stop
        while not window.done and window.left() < _WHOLE:
            window.more()
        if window.done and self.rest:
            if value := self._parsed(len(window.text)):
                return True, value[0]
            self.rest = False
        return False, None

    def _end_of_line(self) -> int:
        window = self.window
        stop = window.text.find(b"\n", window.at)
        while stop < 0 and window.left() < _WHOLE and window.more():
            stop = window.text.find(b"\n", window.at)
        return stop if stop >= 0 else len(window.text)

    def _parsed(self, stop: int) -> tuple[object] | None:
        window = self.window
        try:
            value = orjson.loads(window.text[window.at : stop])
        except orjson.JSONDecodeError:
            return None
        window.at = stop
        return (value,)


def _bad_line(window: Window) -> FlawError | None:
    """What is wrong with a line of JSON lines: it does not parse, and the next one does."""
    text, start = window.text, window.at
    stop = text.find(b"\n", start)
    if stop < 0:
        return None
    line = text[start:stop].strip()
    after = text.find(b"\n", stop + 1)
    following = text[stop + 1 : after if after >= 0 else len(text)].strip()
    if len(line) < 3 or line[:1] != b"{" or following[:1] != b"{" or _flaw(following):
        return None
    window.at = stop
    return FlawError(_("not JSON: {line}").format(line=_flaw(line)), line)


def _flaw(text: bytes) -> str:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return str(error)
    return ""


def _parsed(position: str, value: object, lists: frozenset[str]) -> Iterator[Piece | Package]:
    if isinstance(value, list):
        yield from (Piece(f"{position}/{n}", item) for n, item in enumerate(value))
        return
    names = (
        [n for n, item in value.items() if n in lists and isinstance(item, list)]
        if isinstance(value, dict)
        else []
    )
    if not isinstance(value, dict) or not names or value.keys() & _RECORD:
        yield Piece(position, value)  # also a record with its releases inside, which is no package
        return
    for name in names:
        yield from (Piece(f"{position}/{name}/{n}", item) for n, item in enumerate(value[name]))
    yield Package(position, {k: v for k, v in value.items() if k not in names}, names)


def _members(window: Window, position: str, lists: frozenset[str]) -> Iterator[Piece | Package]:
    """The members of a document that is too long for the window."""
    package, flawed = Package(position), False
    window.at += 1
    while (sign := window.skip_space()) not in (b"}", b""):
        found = window.find(_MEMBER, 4096)
        if not found or sign not in b'",':
            yield _broken(position, window.lost(_("not JSON")))
            window.leave()
            return
        window.at = found.end()
        name, flaw = _name(found[1])
        if name in lists and "ocid" not in package.values and window.skip_space() == b"[":
            window.at += 1
            package.lists.append(name)
            yield from _items(window, f"{position}/{name}")
            continue
        try:
            value = window.value()
            if flaw:
                raise flaw
            package.values[name] = value
        except FlawError as broken:
            flawed = True
            yield _broken(f"{position}/{name}", broken)
            if broken.lost:
                window.leave()
                return
    window.at += 1
    if package.lists or not flawed:
        yield package if package.lists else Piece(position, package.values)


def _name(printed: bytes) -> tuple[str, FlawError | None]:
    """The name of a member; or what is wrong with it, and what can be read of it."""
    try:
        return str(orjson.loads(printed)), None
    except orjson.JSONDecodeError as error:
        return printed[1:-1].decode("utf-8", "replace"), FlawError(
            _("not JSON: {error}").format(error=error), printed
        )


def _items(window: Window, position: str) -> Iterator[Piece]:
    number = 0
    while (sign := window.skip_space()) not in (b"]", b""):
        if sign == b",":
            window.at += 1
            continue
        start = window.place()
        try:
            yield Piece(f"{position}/{number}", window.value(listed=True))
        except FlawError as flaw:
            yield _broken(f"{position}/{number}", flaw)
            if not window.resume(start, lost=flaw.lost):
                return
        number += 1
    if sign == b"":
        yield Piece(position, None, _("not JSON: the file breaks off"))
    window.at += 1


def _broken(position: str, flaw: FlawError) -> Piece:
    return Piece(position, None, flaw.reason, flaw.text)
