"""Files as streams of UTF-8, whatever they are packed or encoded in, with bounds on what they unpack to."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from govgraph.errors import SourceError

CHUNK = 1 << 20
_RATIO, _SLACK = 200, 100 << 20  # a packed file may unpack to 200 times its size, and 100 MiB at least
_UNREADABLE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def head_of(path: Path, size: int = 65_536) -> bytes:
    """The first bytes of a file, unpacked; empty where it cannot be."""
    try:
        with _open(path) as stream:
            head = stream.read(size)
    except _UNREADABLE:
        return b""
    wide = _wide(head)
    return head.decode(wide, "ignore").encode() if wide and size > 4 else head


def sha256_of(path: Path) -> str:
    """The digest of a file as it stands on disk."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def utf8_chunks(path: Path) -> Iterator[bytes]:
    """The file's text in UTF-8, piece by piece, without a byte order mark.

    Raises SourceError for what cannot be read or unpacks beyond all bounds, after all that could be read.
    """
    encoding = encoding_of(path)
    if encoding == "utf-8":
        chunks = raw_chunks(path)
        first = next(chunks, b"")
        if first := first.removeprefix(codecs.BOM_UTF8):
            yield first
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in raw_chunks(path):
        if text := decoder.decode(chunk):
            yield text.removeprefix("\ufeff").encode("utf-8", "replace")
    if rest := decoder.decode(b"", True):
        yield rest.encode()


def text_of(path: Path, limit: int = 256 << 20) -> str:
    """The whole text of a file that is small by its nature (a page, a register extract)."""
    parts: list[bytes] = []
    size = 0
    for chunk in utf8_chunks(path):
        size += len(chunk)
        if size > limit:
            raise SourceError(f"is larger than {limit >> 20} MiB", str(path))
        parts.append(chunk)
    return b"".join(parts).decode("utf-8", "replace")


def encoding_of(path: Path) -> str:
    """The encoding by its mark, else UTF-8 where it holds throughout, else by what most of the text is.

    ``utf-8-sig`` stands for UTF-8 with some bytes that are wrong: a file cut off, a field copied badly.
    """
    if wide := _wide(head_of(path, 4)):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _readable(path):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return _without_utf8(path)
    return "utf-8"


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32, by the mark or by the zeros of the first signs; "" for what is neither."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if 0 not in head[:2] or head[:2] == b"\x00\x00":
        return ""
    return "utf-16-le" if head[1] == 0 else "utf-16-be"


def _without_utf8(path: Path) -> str:
    """UTF-8 where little of it is wrong, GB 18030 where that is mostly common Chinese, else ISO-8859-1."""
    utf8 = codecs.getincrementaldecoder("utf-8")("replace")
    chinese = codecs.getincrementaldecoder("gb18030")("replace")
    good = bad = common = other = wrong = 0
    for chunk in _readable(path):
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


def _readable(path: Path) -> Iterator[bytes]:
    """The chunks of a file as far as it can be read."""
    try:
        yield from raw_chunks(path)
    except SourceError:
        return


def raw_chunks(path: Path) -> Iterator[bytes]:
    """The unpacked bytes of a file, piece by piece."""
    size = 0
    try:
        most = max(_SLACK, path.stat().st_size * _RATIO)
        with _open(path) as stream:
            while chunk := stream.read1(CHUNK):  # what there is, so that a file cut off yields all it has
                size += len(chunk)
                if size > most:
                    raise SourceError(f"unpacks to more than {_RATIO} times its size", str(path))
                yield chunk
    except _UNREADABLE as error:
        raise SourceError(
            f"cannot be read: {getattr(error, 'strerror', None) or error}", str(path)
        ) from error


def _open(path: Path) -> io.BufferedIOBase:
    """The file as a stream: unpacked where it is gzip, or a zip archive of one file."""
    with path.open("rb") as stream:
        mark = stream.read(4)
    if mark[:2] == b"\x1f\x8b":
        return gzip.open(path, "rb")
    if mark == b"PK\x03\x04":
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
            if len(inside) == 1:
                return cast(io.BufferedIOBase, archive.open(inside[0]))
    return path.open("rb")
