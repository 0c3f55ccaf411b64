"""What a workbook's reader does not tell: how far its archive unpacks, and formulas without a result."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from typing import BinaryIO

from govgraph.errors import SourceError
from govgraph.messages import _

_MOST = 512 << 20  # bytes that all parts of a workbook may unpack to
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
#: A cell with a formula and no value: a program wrote it that does not calculate.
_NO_RESULT = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


def check_archive(stream: BinaryIO) -> None:
    """Raises SourceError for a workbook that unpacks beyond all bounds or is no archive."""
    if not zipfile.is_zipfile(stream):
        return  # the old binary form, which is not packed
    try:
        with zipfile.ZipFile(stream) as book:
            size = sum(part.file_size for part in book.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(_("cannot be read as a workbook: {error}").format(error=error)) from error
    if size > _MOST:
        raise SourceError(_("unpacks to more than {most} MiB; save it as CSV").format(most=_MOST >> 20))


def formulas_without_result(stream: BinaryIO, sheet: str) -> set[tuple[int, int]]:
    """Row and column (from 0) of the cells of a sheet whose formula's result the file does not keep."""
    if not zipfile.is_zipfile(stream):
        return set()
    with zipfile.ZipFile(stream) as book:
        names = set(book.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return set()
        targets = {
            one.get("Id", ""): one.get("Target", "")
            for one in _attributes(_RELATION, book.read("xl/_rels/workbook.xml.rels"))
        }
        for one in _attributes(_SHEET, book.read("xl/workbook.xml")):
            if unescape(one.get("name", "")) == sheet:
                target = targets.get(one.get("r:id", ""), "").removeprefix("/xl/")
                part = f"xl/{target}"
                return _places(book.read(part)) if part in names else set()
    return set()


def _attributes(tag: re.Pattern[bytes], text: bytes) -> list[dict[str, str]]:
    return [
        {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(found[0])}
        for found in tag.finditer(text)
    ]


def _places(text: bytes) -> set[tuple[int, int]]:
    return {(int(row) - 1, _column(letters)) for letters, row in _NO_RESULT.findall(text)}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
