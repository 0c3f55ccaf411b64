"""Where a worker writes a result: memory, then a file without a name; counting rows and bytes on the way."""

from __future__ import annotations

import gzip
import tempfile
from typing import IO, ClassVar

INLINE = 1 << 18  # bytes that go through the socket; more goes to a file
_GZIP_LEVEL = 5


class LimitError(Exception):
    """A result outgrew a limit; the text says which."""


class Spool:
    """A file to write to that stops at a limit. ``size`` counts bytes before compression."""

    def __init__(self, compress: bool, folder: str, rows: int, size: int) -> None:
        self._spool = tempfile.SpooledTemporaryFile(max_size=INLINE, dir=folder)  # noqa: SIM115
        self._out: IO[bytes] = self._spool
        if compress:
            self._out = gzip.GzipFile("", "wb", _GZIP_LEVEL, self._spool, mtime=0)  # type: ignore[assignment]
        self._counter = RowCounter("")
        self._rows, self._limit = rows, size
        self.size, self.problem = 0, ""

    def expect(self, form: str) -> None:
        """Count rows as they stand in a format."""
        self._counter = RowCounter(form)

    @property
    def rows(self) -> int:
        """Rows written so far; 0 for formats in which they cannot be told."""
        return self._counter.rows

    def write(self, data: bytes) -> int:
        """Take some bytes; raises LimitError when a limit is passed."""
        self.size += len(data)
        self._counter.count(data)
        if self.size > self._limit:
            self.problem = f"the result is larger than {self._limit >> 20} MB; ask for less, or use LIMIT"
        elif self._counter.rows > self._rows:
            self.problem = f"the result has more than {self._rows} rows; ask for less, or use LIMIT"
        if self.problem:
            raise LimitError(self.problem)
        self._out.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def finish(self) -> tuple[int, bytes, int | None]:
        """Bytes to send, and either they themselves or the descriptor of a file that holds them."""
        if self._out is not self._spool:
            self._out.close()
        length = self._spool.tell()
        self._spool.seek(0)
        if length <= INLINE:
            return length, self._spool.read(), None
        return length, b"", self._spool.fileno()

    def close(self) -> None:
        """Let the file go; a descriptor that was passed on stays good."""
        self._spool.close()


class RowCounter:
    """Counts a SPARQL result's rows as its bytes pass, whatever stands inside literals.

    In JSON and XML the marks cannot occur inside a value, where quotes and brackets are escaped; in TSV a
    value holds no line end. A JSON row without any binding is not counted.
    """

    _MARKS: ClassVar = {"srj": (b'},{"', b'[{"'), "srx": (b"<result>",), "tsv": (b"\n",)}

    def __init__(self, form: str) -> None:
        self._marks = self._MARKS.get(form, ())
        self._is_csv = form == "csv"
        self._longest = max(map(len, self._marks), default=1)
        self._header = 1 if form in ("csv", "tsv") else 0
        self._quoted, self._tail, self._seen = False, b"", 0

    @property
    def rows(self) -> int:
        """Rows so far, without the header."""
        return max(0, self._seen - self._header)

    def count(self, data: bytes) -> None:
        """Take the next bytes."""
        if self._is_csv:
            parts = data.split(b'"')  # quotes inside a value are doubled, which changes nothing
            self._seen += sum(part.count(b"\n") for part in parts[1 if self._quoted else 0 :: 2])
            self._quoted ^= len(parts) % 2 == 0
        for mark in self._marks:  # one that spans two pieces is counted once, with the second
            self._seen += (
                (self._tail[-(len(mark) - 1) :] + data).count(mark) if len(mark) > 1 else data.count(mark)
            )
        self._tail = (self._tail + data)[-self._longest :]
