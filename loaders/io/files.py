"""Streams of bytes as UTF-8, whatever they are packed or encoded in, with bounds on what they unpack to.

A stream is binary and can be wound back: every function here starts at its beginning, and none closes it.
Of two readers of one stream only one can be under way.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from govgraph.errors import SourceError
from govgraph.messages import _, reason_of

CHUNK = 1 << 20
_FAR = 64 << 20  # how far is looked for what tells a format
_RATIO, _SLACK = 200, 100 << 20  # a packed file may unpack to 200 times its size, and 100 MiB at least
#: What reading raises of a packed file that is broken, encrypted, or packed in a way that is not known.
_UNREADABLE = (
    OSError, EOFError, zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile, NotImplementedError,
    RuntimeError, ValueError, OverflowError,
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def head_of(stream: BinaryIO, size: int = 65_536) -> bytes:
    """The first bytes, unpacked; empty where they cannot be."""
    try:
        with _unpacked(stream) as plain:
            head = plain.read(size)
    except _UNREADABLE:
        return b""
    wide = _wide(head)
    return head.decode(wide, "ignore").encode() if wide and size > 4 else head


def holds(stream: BinaryIO, pattern: re.Pattern[bytes]) -> bool:
    """Whether a pattern (of at most 200 bytes) stands in the text as far as one may look to tell what it is."""
    rest, size, decode = b"", 0, None
    for chunk in _readable(stream):
        if not size and (wide := _wide(chunk)):
            decode = codecs.getincrementaldecoder(wide)("ignore")
        size += len(chunk)
        text = rest + (decode.decode(chunk).encode("utf-8", "ignore") if decode else chunk)
        if pattern.search(text):
            return True
        if size > _FAR:
            return False
        rest = text[-200:]
    return False


def starts_json(head: bytes) -> bool:
    """Whether a text begins as a JSON object or list does."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def sha256_of(stream: BinaryIO) -> str:
    """The digest of the bytes as they stand, packed or not."""
    stream.seek(0)
    found = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def utf8_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The text in UTF-8, piece by piece, without a byte order mark.

    Raises SourceError for what cannot be read or unpacks beyond all bounds, after all that could be read.
    """
    encoding = encoding_of(stream)
    if encoding == "utf-8":
        chunks = raw_chunks(stream)
        first = next(chunks, b"")
        if first := first.removeprefix(codecs.BOM_UTF8):
            yield first
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in raw_chunks(stream):
        if text := decoder.decode(chunk):
            yield text.removeprefix("\ufeff").encode("utf-8", "replace")
    if rest := decoder.decode(b"", True):
        yield rest.encode()


def text_of(stream: BinaryIO, limit: int = 256 << 20) -> str:
    """The whole text of a file that is small by its nature (a page, a register extract)."""
    parts: list[bytes] = []
    size = 0
    for chunk in utf8_chunks(stream):
        size += len(chunk)
        if size > limit:
            raise SourceError(_("is larger than {limit} MiB").format(limit=limit >> 20))
        parts.append(chunk)
    return b"".join(parts).decode("utf-8", "replace")


def encoding_of(stream: BinaryIO) -> str:
    """The encoding by its mark, else UTF-8 where it holds throughout, else by what most of the text is.

    ``utf-8-sig`` stands for UTF-8 with some bytes that are wrong: a file cut off, a field copied badly.
    """
    if wide := _wide(head_of(stream, 4)):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _readable(stream):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return _without_utf8(stream)
    return "utf-8"


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32, by the mark or by the zeros of the first signs; "" for what is neither."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if 0 not in head[:2] or head[:2] == b"\x00\x00":
        return ""
    return "utf-16-le" if head[1] == 0 else "utf-16-be"


def _without_utf8(stream: BinaryIO) -> str:
    """UTF-8 where little of it is wrong, GB 18030 where that is mostly common Chinese, else ISO-8859-1."""
    utf8 = codecs.getincrementaldecoder("utf-8")("replace")
    chinese = codecs.getincrementaldecoder("gb18030")("replace")
    good = bad = common = other = wrong = 0
    for chunk in _readable(stream):
        wide = [sign for sign in utf8.decode(chunk) if sign > "\x7f"]
        bad += wide.count("\ufffd")
        good += len(wide) - wide.count("\ufffd")
        wide = [sign for sign in chinese.decode(chunk) if sign > "\x7f"]
        wrong += wide.count("\ufffd")
        common += sum("\u4e00" <= sign <= "\u9fa5" or sign in "，。：；、（）【】《》“”￥" for sign in wide)
        other += len(wide)
    if good > 2 * bad:
        return "utf-8-sig"
    return "gb18030" if other > 3 and common >= 0.8 * other and wrong <= 0.01 * other else "iso-8859-1"


def _readable(stream: BinaryIO) -> Iterator[bytes]:
    """The chunks of a file as far as it can be read."""
    try:
        yield from raw_chunks(stream)
    except SourceError:
        return


def raw_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The unpacked bytes, piece by piece."""
    size = 0
    try:
        most = max(_SLACK, stream.seek(0, os.SEEK_END) * _RATIO)
        with _unpacked(stream) as plain:
            # of what is packed as much as there is, so that a file cut off yields all that it has
            read = plain.read1 if isinstance(plain, io.BufferedIOBase) else plain.read
            while chunk := read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise SourceError(_("unpacks to more than {ratio} times its size").format(ratio=_RATIO))
                yield chunk
    except _UNREADABLE as error:
        raise SourceError(
            _("cannot be read: {reason}").format(
                reason=reason_of(error) if isinstance(error, OSError) else error
            )
        ) from error


@contextmanager
def _unpacked(stream: BinaryIO) -> Iterator[IO[bytes]]:
    """The stream itself, or what is in it where it is gzip, or a zip archive of one file."""
    stream.seek(0)
    mark = stream.read(4)
    stream.seek(0)
    if mark[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=stream) as plain:
            yield cast(IO[bytes], plain)
        return
    if mark == b"PK\x03\x04":
        with zipfile.ZipFile(stream) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
            if len(inside) == 1:
                with archive.open(inside[0]) as plain_:
                    yield plain_
                return
        stream.seek(0)
    yield stream
