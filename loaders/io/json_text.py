"""A window over a long JSON text, from which values are taken one by one.

Where an object ends is told by parsing it: an object ends where it first parses, so this is exact, and it
costs one pass of orjson over the text, which a streaming parser in Python takes four times as long for.
Between two items of a list mostly stands the same text as between the two before (``},{"ocid":``), so that
is where an end is looked for first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import islice

import orjson

from govgraph.messages import _

ITEM_LIMIT = 64 << 20
_SPACE = re.compile(rb"[\s\x00]*")
_BOUNDARY = re.compile(rb"\}\s*(?:,\s*(?=\{)|(?=\])|$)")
_OBJECT_END = re.compile(rb"\}\s*(?:(?=[,\]}])|$)")
_LIST_END = re.compile(rb"\]\s*(?:(?=[,\]}])|$)")
_SCALAR = re.compile(rb'\s*("(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null)')
_JOINT = re.compile(rb'\}\s*,\s*\{\s*"[^"\\]{1,40}"\s*:')
_WORD = re.compile(rb"\s*([^\s,\]}{\[\"]+)")
_BETWEEN = re.compile(rb"\}\s*,\s*\{")
_BEHIND_ITEM = re.compile(rb'\s*(?:$|\]|,(?!\s*"(?:[^"\\]|\\.)*"\s*:))')  # and not the name of a member
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_JOINTS = 16  # places like the end before this one that are tried first
_CANDIDATES = 64  # ends that are tried before brackets are counted
_BEGINNINGS = 256  # beginnings that are tried behind what is broken
_RESUMED = 4 << 20  # bytes in which an object behind what is broken must end


class FlawError(Exception):
    """Why there is no value, and the text that stands in its place."""

    def __init__(self, reason: str, text: bytes = b"", *, lost: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.text = reason, text[:20_000].decode("utf-8", "replace")
        self.lost = lost  # where it ends is not known


class Window:
    """The part of a text that is in memory; ``at`` is where the next value starts."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.text = b""
        self.at = 0
        self.before = 0  # bytes of the file that are no longer in the window
        self.done = False
        self.joint = b""
        self.names: Set[str] = frozenset()  # those of the last item that could be read

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        chunk = next(self.chunks, None)
        if chunk is None:
            self.done = True
            return False
        self.before += self.at
        self.text = self.text[self.at :] + chunk
        self.at = 0
        return True

    def left(self) -> int:
        """How many bytes are in the window."""
        return len(self.text) - self.at

    def skip_space(self) -> bytes:
        """The next sign that is no space, empty at the end."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at : self.at + 1]
            if not self.more():
                return b""

    def find(self, pattern: re.Pattern[bytes], within: int) -> re.Match[bytes] | None:
        """A pattern at the window's place, which may need so many bytes."""
        found = pattern.match(self.text, self.at)
        while (not found or found.end() == len(self.text)) and self.left() < within and self.more():
            found = pattern.match(self.text, self.at)
        return found

    def value(self, *, listed: bool = False) -> object:
        """The value at the window's place, which moves behind it; raises FlawError where there is none."""
        sign = self.skip_space()
        value = self._to_joint() if sign == b"{" and listed and self.joint else None
        if value is None:
            value = self._container(sign, listed) if sign in (b"{", b"[") else self._scalar()
        if listed and isinstance(value, dict):
            self.names = value.keys()
        return value

    def _to_joint(self) -> object | None:
        """The object that ends where the text between items stands, which can stand inside the object too."""
        end = self.at
        for _joint in range(_JOINTS):
            end = self.text.find(self.joint, end) + 1
            if not end:
                return None
            try:
                value: object = orjson.loads(self.text[self.at : end])
            except orjson.JSONDecodeError as error:
                if "end of data" in error.msg:
                    continue
                return None  # its end lies before this place, or it is broken
            self.at = end
            return value
        return None

    def _scalar(self) -> object:
        found = self.find(_SCALAR, ITEM_LIMIT)
        if not found and not (found := _WORD.match(self.text, self.at)):
            raise self.lost(_("not JSON"))
        self.at = found.end()
        try:
            return orjson.loads(found[1])
        except orjson.JSONDecodeError as error:
            raise FlawError(_("not JSON: {error}").format(error=error), found[1]) from error

    def _container(self, sign: bytes, listed: bool) -> object:
        """An object or list: it ends where it first parses."""
        closing = b"}" if sign == b"{" else b"]"
        boundary = _LIST_END if closing == b"]" else _BOUNDARY if listed else _OBJECT_END
        seen, failures = self.at, 0
        while True:
            for found in boundary.finditer(self.text, seen):
                end = self.text.index(closing, found.start()) + 1
                try:
                    value = orjson.loads(self.text[self.at : end])
                except orjson.JSONDecodeError:
                    failures, seen = failures + 1, end
                    if failures > _CANDIDATES:
                        return self._walk()
                    continue
                joint = _JOINT.match(self.text, end - 1) if listed else None
                self.joint = joint[0] if joint else self.joint
                self.at = end
                return value
            if self.left() > ITEM_LIMIT:
                raise self.lost(
                    _("an item of more than {item_limit} MiB").format(item_limit=ITEM_LIMIT >> 20)
                )
            if not self.more():
                return self._walk()
            seen = 0

    def _walk(self) -> object:
        """The same by counting brackets: for what has many candidates, and to find where a bad item ends."""
        place, depth = self.at, 0
        while True:
            for found in _TOKEN.finditer(self.text, place):
                sign = found[0]
                depth += (sign in b"{[") - (sign in b"}]") if len(sign) == 1 else 0
                if depth == 0:
                    piece = self.text[self.at : found.end()]
                    self.at = found.end()
                    try:
                        return orjson.loads(piece)
                    except orjson.JSONDecodeError as error:
                        raise FlawError(_("not JSON: {error}").format(error=error), piece) from error
            if self.left() > ITEM_LIMIT:
                raise self.lost(
                    _("an item of more than {item_limit} MiB").format(item_limit=ITEM_LIMIT >> 20)
                )
            if not self.more():
                raise self.lost(_("not JSON: the file breaks off"))
            place, depth = self.at, 0

    def lost(self, reason: str) -> FlawError:
        """A flaw of which the end is not known; the window stays where it is."""
        return FlawError(reason, self.text[self.at : self.at + 2_000], lost=True)

    def place(self) -> int:
        """Where the window stands in the file."""
        return self.before + self.at

    def resume(self, start: int, *, lost: bool) -> bool:
        """Move to the next item of a list behind the broken one that starts at a place; False where it cannot be found.

        Brackets tell where a broken item ends only where no quote and no bracket is lost. So the next item is
        looked for in it too: an object behind another one that parses, with names like those of the last item that did.
        """
        end, first = self.at, start - self.before
        lost = lost or not _BEHIND_ITEM.match(self.text, end)
        if lost:
            self.at = first
            self.more()
            first = self.at
            end = len(self.text)
        places = [one.end() - 1 for one in islice(_BETWEEN.finditer(self.text, first + 1), _BEGINNINGS)]
        if not self.names:  # the first item is broken: of the objects behind it the longest is one too
            found = (self._object(place) for place in places)
            self.names = max(found, key=lambda one: one[1], default=(frozenset(), 0))[0]
        for place in places:
            if place < end and 2 * len(self._object(place)[0] & self.names) >= len(self.names) > 0:
                self.at = place
                return True
        self.at = end
        if lost:
            self.leave()
        return not lost

    def _object(self, start: int) -> tuple[Set[str], int]:
        """The names of the object that starts at a place, and its length; 0 where none does."""
        depth = 0
        for found in _TOKEN.finditer(self.text, start, start + _RESUMED):
            sign = found[0]
            depth += (sign in b"{[") - (sign in b"}]") if len(sign) == 1 else 0
            if depth == 0:
                try:
                    return orjson.loads(self.text[start : found.end()]).keys(), found.end() - start
                except (orjson.JSONDecodeError, AttributeError):
                    break
        return frozenset(), 0

    def leave(self) -> None:
        """Leave the rest of the file."""
        self.text, self.at = b"", 0
        while self.more():
            self.at = len(self.text)
        self.text, self.at = b"", 0
