"""Files as streams of UTF-8, whatever they are packed or encoded in, with bounds on what they unpack to."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from govgraph.errors import SourceError

CHUNK = 1 << 20
_RATIO, _SLACK = 200, 100 << 20  # a packed file may unpack to 200 times its size, and 100 MiB at least
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
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
    except (OSError, EOFError, zlib.error):
        return b""
    wide = next((name for mark, name in _BOMS[1:] if head.startswith(mark)), "")
    return head.decode(wide, "ignore").encode() if wide and size > 4 else head


def sha256_of(path: Path) -> str:
    """The digest of a file as it stands on disk."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def utf8_chunks(path: Path) -> Iterator[bytes]:
    """The file's text in UTF-8, piece by piece, without a byte order mark.

    Raises SourceError for what cannot be read or unpacks beyond all bounds.
    """
    encoding = encoding_of(path)
    decoder = codecs.getincrementaldecoder(encoding)("strict") if encoding != "utf-8" else None
    first = True
    for chunk in raw_chunks(path):
        if decoder:
            chunk = decoder.decode(chunk).encode("utf-8", "surrogatepass")
        if first and chunk.startswith(codecs.BOM_UTF8):
            chunk = chunk[3:]
        first = first and not chunk
        if chunk:
            yield chunk
    rest = decoder.decode(b"", True).encode() if decoder else b""
    if rest:
        yield rest


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
    """The encoding by its mark, else UTF-8 where it holds throughout, else GB 18030, else ISO-8859-1."""
    head = head_of(path, 4)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in raw_chunks(path):
        if not _decodes(decoder, chunk)[0]:
            return _without_utf8(path)
    return "utf-8" if _decodes(decoder, b"", final=True)[0] else _without_utf8(path)


def _without_utf8(path: Path) -> str:
    """GB 18030 where the whole file is that and most of what is not ASCII is common Chinese."""
    decoder = codecs.getincrementaldecoder("gb18030")()
    chinese = other = 0
    for chunk in raw_chunks(path):
        good, text = _decodes(decoder, chunk)
        if not good:
            return "iso-8859-1"
        wide = [sign for sign in text if sign > "\x7f"]
        chinese += sum("\u4e00" <= sign <= "\u9fa5" or sign in "，。：；、（）【】《》“”￥" for sign in wide)
        other += len(wide)
    return "gb18030" if other and chinese >= 0.8 * other and other > 3 else "iso-8859-1"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> tuple[bool, str]:
    try:
        return True, decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False, ""


def raw_chunks(path: Path) -> Iterator[bytes]:
    """The unpacked bytes of a file, piece by piece."""
    size = 0
    try:
        most = max(_SLACK, path.stat().st_size * _RATIO)
        with _open(path) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise SourceError(f"unpacks to more than {_RATIO} times its size", str(path))
                yield chunk
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"cannot be read: {getattr(error, 'strerror', None) or error}", str(path)
        ) from error


def _open(path: Path) -> BinaryIO | io.BufferedIOBase:
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")
