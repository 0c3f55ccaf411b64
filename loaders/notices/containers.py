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

from selectolax.lexbor import LexborHTMLParser

from govgraph.loaders.base import Rejected
from govgraph.loaders.io.files import raw_chunks
from govgraph.loaders.notices.flat import blocks_of
from govgraph.loaders.notices.html import flaw_of, read_page, tidy
from govgraph.loaders.notices.kinds import ending_of
from govgraph.loaders.notices.notice import Day
from govgraph.loaders.notices.office import docx_blocks, pdf_blocks
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.pieces import split
from govgraph.loaders.notices.portals import names, portal_of, value_fields
from govgraph.loaders.notices.vocabulary import key_of, pattern
from govgraph.loaders.notices.wrappers import papers_in, papers_of
from govgraph.messages import _
from govgraph.text.dates import PartialDate, read_date

_MOST = 32 << 20
_MEMBERS = 5_000
#: What a broken or encrypted archive may raise.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, OSError,
           EOFError, ValueError, OverflowError)  # fmt: skip
_STAMP = re.compile(r"(?<![A-Za-z0-9])t((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})_[0-9]+")
_FIELD = re.compile(r"^\s*([a-z][A-Za-z]{2,30})\s?:\s?(.*)$")
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")


def papers(stream: BinaryIO, name: str) -> Iterator[Paper | Rejected]:
    """The papers of a file in their order; a zip archive's members are read one by one."""
    stream.seek(0)
    if _is_json(stream.read(4096)):
        yield from papers_of(stream)
        return
    data = bytearray()
    for chunk in raw_chunks(stream):
        data += chunk
        if len(data) > _MOST:
            yield Rejected.of("", _("larger than {most} MiB").format(most=_MOST >> 20), name)
            return
    if _is_json(bytes(data[:4096])):
        yield from papers_of(stream)
    else:
        yield from papers_of_bytes(bytes(data), name, "")


def papers_of_bytes(data: bytes, name: str, position: str, depth: int = 0) -> Iterator[Paper | Rejected]:
    """The papers of a file that is read already, by what its bytes say."""
    if data[:4] == b"PK\x03\x04":
        yield from _archive(data, name, position, depth)
    elif data[:5] == b"%PDF-":
        yield _office(data, name, position, "pdf")
    elif _is_json(data[:4096]):
        yield from papers_in(position, data)
    elif re.match(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}", data[:4096]) and b"multipart/related" in data[:4096]:  # fmt: skip
        yield _mhtml(data, name, position)
    else:
        yield paper_of_text(decode(data), name, position)


def _is_json(start: bytes) -> bool:
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b'"')


def decode(data: bytes) -> str:
    """Text by its mark, else UTF-8 where it holds, else GB 18030 where that reads it, else UTF-8 with gaps."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if data[:2].count(0) == 1:
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        mended, chinese = data.decode("utf-8", "replace"), data.decode("gb18030", "replace")
    good = sum(sign > "\x7f" for sign in mended) - mended.count("\ufffd")
    return mended if good > 2 * mended.count("\ufffd") else chinese


# ── archives and office files ─────────────────────────────────────────────────────────────────


def _archive(data: bytes, name: str, position: str, depth: int) -> Iterator[Paper | Rejected]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        inside = [one for one in archive.infolist() if not one.is_dir()]
    except _BROKEN as error:
        yield Rejected.of(position, _("cannot be unpacked: {error}").format(error=error), name)
        return
    files = {one.filename for one in inside}
    if "word/document.xml" in files:
        yield _office(data, name, position, "docx")
        return
    if "[Content_Types].xml" in files:
        yield Rejected.of(position, _("an Office file that is no Word document"), name)
        return
    for member in inside[:_MEMBERS]:
        place = f"{position}/{member.filename}" if position else member.filename
        if member.file_size > _MOST or depth > 1:
            yield Rejected.of(place, _("too large, or archives in archives"), member.filename)
            continue
        try:
            read = archive.read(member)
        except _BROKEN as error:
            yield Rejected.of(place, _("cannot be unpacked: {error}").format(error=error), member.filename)
            continue
        yield from papers_of_bytes(read, PurePosixPath(member.filename).name, place, depth + 1)
    if len(inside) > _MEMBERS:
        yield Rejected.of(
            position, _("an archive of more than {members} files").format(members=_MEMBERS), len(inside)
        )


def _office(data: bytes, name: str, position: str, kind: str) -> Paper:
    paper = Paper(position, name)
    blocks, reason = (pdf_blocks if kind == "pdf" else docx_blocks)(data)
    paper.refused, paper.blocks = reason, blocks
    lines = [block for block in blocks if isinstance(block, str)]
    paper.headings = _headings(lines)
    return _dated(paper, lines)


def _mhtml(data: bytes, name: str, position: str) -> Paper:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            charset = part.get_content_charset()
            html = body.decode(charset, "replace") if charset and isinstance(body, bytes) else decode(bytes(body or b""))  # fmt: skip
            paper = paper_of_text(html, name, position)
            url = str(message["Snapshot-Content-Location"] or part["Content-Location"] or "")
            paper.url = paper.url or (url if url.startswith("http") else "")
            paper.portal = paper.portal or portal_of(paper.url)
            return paper
    return Paper(position, name, refused=_("a web archive without a page"))


# ── HTML ──────────────────────────────────────────────────────────────────────────────────────


def paper_of_text(text: str, name: str, position: str) -> Paper:
    """The paper of a page's HTML, or of text; the file's name helps where it gives no date itself."""
    html = bool(re.search(r"<(?:html|body|div|table|p|td)\b", text[:200_000], re.IGNORECASE))
    paper = _from_html(text) if html else _from_text(text)
    paper.name, paper.position = name, position
    if not paper.published:
        paper.published = _stamped(paper.url, "address") or _stamped(name, "file name")
    return paper


def _stamped(name: str, place: str) -> Day | None:
    found = _STAMP.search(name)
    day = read_date("".join(found.groups())) if found else None
    return Day(day.text, place, found[0]) if found and isinstance(day, PartialDate) else None


def _from_html(text: str) -> Paper:
    paper = Paper()
    if flaw := flaw_of(text):
        return Paper(flaw=flaw, refused=flaw)
    tree = LexborHTMLParser(text)
    meta = {n.attributes.get("name") or n.attributes.get("property") or "": n.attributes.get("content") or "" for n in tree.css("meta")}  # fmt: skip
    title = tree.css_first("title")
    printed = tidy(title.text()) if title else ""
    heads = [tidy(node.text()) for css in ("h2.tc", "h1", "h2", "h3", "h4") if (node := tree.css_first(css))]
    paper.headings = [pattern("site-name").sub("", tidy(one)) for one in (meta.get("ArticleTitle", ""), *heads, printed) if one.strip()]  # fmt: skip
    time = tree.css_first("#pubTime")
    paper.published = (Day.first(time.text(), "pubTime") if time else None) or Day.first(meta.get("PubDate", ""), "meta PubDate")  # fmt: skip
    canonical = tree.css_first("link[rel=canonical]")
    saved = _SAVED.search(text[:2000])
    paper.url = (
        ((canonical.attributes.get("href") or "") if canonical else "")
        or meta.get("og:url", "")
        or (saved[1] if saved else "")
    )
    origin = tree.css_first("#platformName")
    paper.portal = portal_of(paper.url, printed) or meta.get("SiteName", "") or (tidy(origin.text()) if origin else "")  # fmt: skip
    paper.links = len(tree.css("a"))
    paper.password = tree.css_first("input[type=password]") is not None
    main = next((node for css in names("main") if (node := tree.css_first(css))), None)
    top = main or tree.root
    for node in top.css(", ".join(names("chrome"))) if top else ():
        node.decompose()
    page = read_page((main.html if main else tree.html) or "")
    paper.blocks, paper.flaw = page.blocks, page.flaw
    lines = page.lines[:10]
    paper.headings += _headings(lines)
    return _dated(paper, lines) if not paper.published else paper


def _headings(lines: list[str]) -> list[str]:
    """The first lines that may be a heading: short, and told by their last words where one is."""
    short = [line for line in lines[:8] if 4 < len(line) < 120 and not re.search("[。：:]", line)]
    return [line for line in short if ending_of(line)] + short[:1]


# ── plain text and fields ─────────────────────────────────────────────────────────────────────


def _from_text(text: str) -> Paper:
    lines = [line for raw in text.splitlines() if (line := raw.strip("\ufeff \t\r\u3000"))]
    if sum(bool(_FIELD.match(line)) for line in lines[:12]) >= min(4, len(lines)) and len(lines) >= 4:
        return _from_fields(lines)
    paper = Paper(blocks=blocks_of(lines))
    paper.headings = [tidy(line) for line in _first_headings(lines)]
    return _dated(paper, lines[:10])


def _first_headings(lines: list[str]) -> Iterator[str]:
    if lines and len(re.findall("[:：]", lines[0])) > 1:  # a page in one line begins with its heading
        yield lines[0].split()[0]
    for line in [one for one in lines[:8] if not pattern("origin-line").match(one)]:
        label, colon, value = split(line)
        if (
            len(line) < 160
            and not pattern("published-line").fullmatch(line)
            and not (colon and value and key_of(label))
        ):
            yield line


def _dated(paper: Paper, lines: list[str]) -> Paper:
    """Take the date of publication and the origin that stand in lines of their own at the top."""
    if (
        not paper.published
        and lines
        and (found := pattern("dated-heading").match(lines[0]))
        and ending_of(found[1])
    ):
        paper.published = Day.first(found[2], "line 1")  # a page in one line: the date follows its heading
    for number, line in enumerate(lines[:10], 1):
        if found := pattern("origin-line").match(line):
            paper.url = paper.url or (found[1] if found[1].startswith("http") else "")
            paper.portal = paper.portal or portal_of(paper.url) or ("" if "//" in found[1] else found[1])
        if not paper.published and pattern("published-line").fullmatch(line):
            paper.published = Day.first(line, f"line {number}")
    return paper


def _from_fields(lines: list[str]) -> Paper:
    """A record of named fields, one a line; ``content`` is the page's text."""
    paper, body = Paper(), []
    values: dict[str, str] = {}
    for line in lines:
        if found := _FIELD.match(line):
            values[found[1].lower()] = found[2].strip()
        else:
            body.append(line)
    if values.get("deadline") and values.get("deadline") == values.get("firstnoticedate"):
        del values["deadline"]  # a scraper's deadline that is the first notice's own date is none
    known = value_fields()
    paper.values = [(*known[name], value) for name, value in values.items() if name in known and value]
    paper.url = values.get("website") or values.get("url") or ""
    paper.portal = portal_of(paper.url)
    paper.category = values.get("announcementtype") or values.get("noticetype") or ""
    named = values.get("procurementname") or values.get("projectname") or ""
    paper.headings = [values.get("title") or (f"{named}{paper.category}" if named and paper.category else "")]
    paper.published = _stamped(paper.url, "website")
    paper.blocks = blocks_of([line for line in (values.get("content", ""), *body) if line])
    return paper
