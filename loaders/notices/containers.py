"""What a file is, and the papers in it: HTML, MHTML, text, fields, DOCX, PDF, portals' JSON, and archives of these."""

from __future__ import annotations

import email
import email.policy
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from govgraph.loaders.base import Rejected
from govgraph.loaders.io.files import raw_chunks, text_of
from govgraph.loaders.io.grid import Table
from govgraph.loaders.io.office import docx_blocks, pdf_blocks
from govgraph.loaders.notices.flat import mended
from govgraph.loaders.notices.pages import dated, headings, paper_of_text
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.portals import portal_of
from govgraph.loaders.notices.records import papers_in, papers_of
from govgraph.messages import _

_MOST = 32 << 20
_MEMBERS = 5_000
#: What a broken or encrypted archive may raise.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, OSError,
           EOFError, ValueError, OverflowError)  # fmt: skip
_HEADERS = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")


def papers(stream: BinaryIO, name: str) -> Iterator[Paper | Rejected]:
    """The papers of a file in their order; a zip archive's members are read one by one."""
    stream.seek(0)
    if is_json(stream.read(4096)):
        yield from papers_of(stream)
        return
    data = bytearray()
    for chunk in raw_chunks(stream):
        data += chunk
        if len(data) > _MOST:
            yield Rejected.of("", _("larger than {most} MiB").format(most=_MOST >> 20), name)
            return
    yield from papers_of(stream) if is_json(bytes(data[:4096])) else papers_of_bytes(bytes(data), name, "")


def papers_of_bytes(data: bytes, name: str, position: str, depth: int = 0) -> Iterator[Paper | Rejected]:
    """The papers of a file that is read already, by what its bytes say."""
    if data[:4] == b"PK\x03\x04":
        yield from _archive(data, name, position, depth)
    elif data[:5] == b"%PDF-":
        blocks, refused = pdf_blocks(data)
        yield _office(mended(blocks), refused, position)
    elif is_json(data[:4096]):
        yield from papers_in(position, data)
    elif b"multipart/related" in data[:4096] and _HEADERS.match(data[:4096]):
        yield _mhtml(data, name, position)
    else:
        yield paper_of_text(decode(data), name, position)


def is_json(start: bytes) -> bool:
    """Whether bytes begin as JSON does; JSON in a JSON string counts."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b'"')


def decode(data: bytes) -> str:
    """Text by its mark, else UTF-8 where it holds, else GB 18030 where that reads it."""
    return text_of(io.BytesIO(data))


def _archive(data: bytes, name: str, position: str, depth: int) -> Iterator[Paper | Rejected]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        inside = [one for one in archive.infolist() if not one.is_dir()]
    except _BROKEN as error:
        yield Rejected.of(position, _("cannot be unpacked: {error}").format(error=error), name)
        return
    files = {one.filename for one in inside}
    if "word/document.xml" in files:
        yield _office(*docx_blocks(data), position)
        return
    if "[Content_Types].xml" in files:
        yield Rejected.of(position, _("an Office file that is no Word document"), name)
        return
    for member in inside[:_MEMBERS]:
        place = f"{position}/{member.filename}" if position else member.filename
        try:
            read = archive.read(member) if member.file_size <= _MOST and depth < 2 else None
        except _BROKEN as error:
            yield Rejected.of(place, _("cannot be unpacked: {error}").format(error=error), member.filename)
            continue
        if read is None:
            yield Rejected.of(place, _("too large, or archives in archives"), member.filename)
        else:
            yield from papers_of_bytes(read, PurePosixPath(member.filename).name, place, depth + 1)
    if len(inside) > _MEMBERS:
        reason = _("an archive of more than {members} files").format(members=_MEMBERS)
        yield Rejected.of(position, reason, len(inside))


def _office(blocks: list[str | Table], refused: str, position: str) -> Paper:
    lines = [block for block in blocks if isinstance(block, str)]
    paper = Paper(position, headings(lines), blocks=blocks, refused=refused)
    return dated(paper, lines)


def _mhtml(data: bytes, name: str, position: str) -> Paper:
    """The page that a browser saved with all that belongs to it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = next((one for one in message.walk() if one.get_content_type() == "text/html"), None)
    body = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(body, bytes):
        return Paper(position, refused=_("a web archive without a page"))
    charset = part.get_content_charset()
    paper = paper_of_text(body.decode(charset, "replace") if charset else decode(body), name, position)
    url = str(message["Snapshot-Content-Location"] or part["Content-Location"] or "")
    paper.url = paper.url or (url if url.startswith("http") else "")
    paper.portal = paper.portal or portal_of(paper.url)
    return paper
