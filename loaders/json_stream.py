"""JSON values of a file one by one: documents, lines, and the items of the long lists inside packages.

Between two items of a list of objects stands ``} , { "``. Whether such a place is a boundary is told by
parsing what stands before it: an object ends where it first parses, so this is exact, and it costs one
pass of orjson over the text, which a streaming parser in Python takes four times as long for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from govgraph.loaders.files import utf8_chunks

_ITEM_LIMIT = 64 << 20
_SPACE = re.compile(rb"[\s\x00]*")
_MEMBER = re.compile(rb'\s*,?\s*("(?:[^"\\]|\\.)*")\s*:\s*')
_BOUNDARY = re.compile(rb"\}\s*(?:,\s*(?=\{)|(?=\])|$)")
_OBJECT_END = re.compile(rb"\}\s*(?:(?=[,\]}])|$)")
_LIST_END = re.compile(rb"\]\s*(?:(?=[,\]}])|$)")
_SCALAR = re.compile(rb'\s*("(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null)')


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


def read_json(path: Path, lists: frozenset[str]) -> Iterator[Piece | Package]:
    """Documents of a file; items of the named top-level lists come one by one, then the package."""
    return _Reader(path, lists).documents()


class _Reader:
    """A window over the file's text; ``at`` is where the next value starts."""

    def __init__(self, path: Path, lists: frozenset[str]) -> None:
        self.chunks = utf8_chunks(path)
        self.lists = lists
        self.text = b""
        self.at = 0
        self.done = False

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        chunk = next(self.chunks, None)
        if chunk is None:
            self.done = True
            return False
        self.text = self.text[self.at :] + chunk
        self.at = 0
        return True

    def skip_space(self) -> bytes:
        """The next sign that is no space, empty at the end."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at : self.at + 1]
            if not self.more():
                return b""

    def documents(self) -> Iterator[Piece | Package]:
        number = 0
        while sign := self.skip_space():
            if sign in b",;" and number:
                self.at += 1
                continue
            yield from self.document(f"/{number}", sign)
            number += 1

    def document(self, position: str, sign: bytes) -> Iterator[Piece | Package]:
        whole = self.line_or_file()
        if whole is not None:
            yield from self.parsed(position, whole)
        elif sign == b"[":
            self.at += 1
            yield from self.items(position)
        elif sign == b"{":
            yield from self.members(position)
        else:
            yield self.broken(position, "not JSON")

    def line_or_file(self) -> object | None:
        """The document where it fills its line, or all that is left of a small file; else None."""
        while b"\n" not in self.text[self.at :] and len(self.text) - self.at < 4 << 20:
            if not self.more():
                break
        stop = self.text.find(b"\n", self.at)
        for end in (stop if stop >= 0 else len(self.text), len(self.text) if self.small() else -1):
            if end > self.at:
                try:
                    value = orjson.loads(self.text[self.at : end])
                except orjson.JSONDecodeError:
                    continue
                self.at = end
                return _Null if value is None else value
        return None

    def small(self) -> bool:
        while not self.done and len(self.text) - self.at < 4 << 20:
            self.more()
        return self.done

    def parsed(self, position: str, value: object) -> Iterator[Piece | Package]:
        if isinstance(value, list):
            yield from (Piece(f"{position}/{n}", item) for n, item in enumerate(value))
        elif isinstance(value, dict) and any(isinstance(value.get(name), list) for name in self.lists):
            names = [n for n in value if n in self.lists and isinstance(value[n], list)]
            if "ocid" in value:  # a record with its releases inside is one value, no package
                yield Piece(position, value)
                return
            for name in names:
                yield from (Piece(f"{position}/{name}/{n}", item) for n, item in enumerate(value[name]))
            yield Package(position, {k: v for k, v in value.items() if k not in names}, names)
        else:
            yield Piece(position, None if value is _Null else value)

    def members(self, position: str) -> Iterator[Piece | Package]:
        """The members of a document that is too long for the window."""
        package = Package(position)
        self.at += 1
        while (sign := self.skip_space()) not in (b"}", b""):
            found = _MEMBER.match(self.text, self.at)
            while not found and len(self.text) - self.at < 4096 and self.more():
                found = _MEMBER.match(self.text, self.at)
            if not found or sign not in b'",':
                yield self.broken(position, "not JSON")
                return
            name = str(orjson.loads(found[1]))
            self.at = found.end()
            if name in self.lists and self.skip_space() == b"[":
                self.at += 1
                package.lists.append(name)
                yield from self.items(f"{position}/{name}")
            else:
                value = self.value()
                if isinstance(value, Piece):
                    yield Piece(f"{position}/{name}", None, value.flaw, value.text)
                    return
                package.values[name] = value
        self.at += 1
        if package.lists:
            yield package
        else:
            yield Piece(position, package.values)

    def items(self, position: str) -> Iterator[Piece]:
        number = 0
        while (sign := self.skip_space()) not in (b"]", b""):
            if sign == b",":
                self.at += 1
                continue
            value = self.value(listed=True)
            if isinstance(value, Piece):
                yield Piece(f"{position}/{number}", None, value.flaw, value.text)
                if not self.text:  # nothing is left after what could not be read
                    return
            else:
                yield Piece(f"{position}/{number}", value)
            number += 1
        if sign == b"":
            yield Piece(position, None, "not JSON: the file breaks off", "")
        self.at += 1

    def value(self, *, listed: bool = False) -> object:
        """One value at ``at``; a Piece where there is none."""
        if self.skip_space() in (b"{", b"["):
            return self.container(listed)
        found = _SCALAR.match(self.text, self.at)
        while (
            (not found or found.end() == len(self.text))
            and len(self.text) - self.at < _ITEM_LIMIT
            and self.more()
        ):
            found = _SCALAR.match(self.text, self.at)
        if not found:
            return self.broken("", "not JSON")
        try:
            value = orjson.loads(found[1])
        except orjson.JSONDecodeError as error:
            return self.broken("", f"not JSON: {error}")
        self.at = found.end()
        return value

    def container(self, listed: bool) -> object:
        """An object or list: it ends where it first parses."""
        closing = b"}" if self.text[self.at : self.at + 1] == b"{" else b"]"
        boundary = _LIST_END if closing == b"]" else _BOUNDARY if listed else _OBJECT_END
        start, failures = self.at, 0
        seen = start
        while True:
            for found in boundary.finditer(self.text, seen):
                end = self.text.index(closing, found.start()) + 1
                try:
                    value = orjson.loads(self.text[start:end])
                except orjson.JSONDecodeError:
                    failures += 1
                    seen = end
                    if failures > 64:
                        return self.walk(start)
                    continue
                self.at = end
                return value
            grown = len(self.text) - start
            if grown > _ITEM_LIMIT:
                return self.broken("", f"an item of more than {_ITEM_LIMIT >> 20} MiB")
            self.at = start
            if not self.more():
                return self.walk(self.at)
            start = seen = 0

    def walk(self, start: int) -> object:
        """The same by counting brackets: for what has many candidates, and to find where a bad item ends."""
        depth = 0
        self.at = start
        place = start
        token = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]')
        while True:
            for found in token.finditer(self.text, place):
                sign = found[0]
                depth += (sign in b"{[") - (sign in b"}]") if len(sign) == 1 else 0
                if depth == 0:
                    piece = self.text[self.at : found.end()]
                    self.at = found.end()
                    try:
                        return orjson.loads(piece)
                    except orjson.JSONDecodeError as error:
                        return Piece(
                            "", None, f"not JSON: {error}", piece[:20_000].decode("utf-8", "replace")
                        )
            if len(self.text) - self.at > _ITEM_LIMIT:
                return self.broken("", f"an item of more than {_ITEM_LIMIT >> 20} MiB")
            if not self.more():
                return self.broken("", "not JSON: the file breaks off")
            place, depth = self.at, 0

    def broken(self, position: str, flaw: str) -> Piece:
        """What cannot be read on from here: the rest of the file is left."""
        text = self.text[self.at : self.at + 2_000].decode("utf-8", "replace")
        self.text, self.at = b"", 0
        while self.more():
            self.at = len(self.text)
        self.text, self.at = b"", 0
        return Piece(position, None, flaw, text)


class _Null:
    """Stands for a document that is null."""
