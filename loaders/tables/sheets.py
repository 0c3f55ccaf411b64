"""The rows of a table file, CSV or Excel, as texts under the heads of their columns."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import orjson

from govgraph.errors import SourceError
from govgraph.loaders.io.csv_rows import read_lines, read_rows
from govgraph.loaders.io.files import head_of
from govgraph.loaders.tables.archive import check_archive, formulas_without_result
from govgraph.messages import _

_DELIMITERS = ",\t;|，"
_LOOKED_AT = 20  # rows in which the head is looked for
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MOST_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: its text, whether a spreadsheet keeps it as a number, and what is wrong with it."""

    text: str
    number: bool = False
    flaw: str = ""


NOTHING = Cell("")


@dataclass(frozen=True, slots=True)
class Table:
    """Heads from left to right (empty where a column has none), their row, and the rows below it.

    Rows are numbered from 1 as a spreadsheet shows them; empty rows are left out.
    """

    heads: tuple[str, ...]
    head_row: int
    rows: Iterator[tuple[int, list[Cell]]]


def is_excel(head: bytes) -> bool:
    """Whether a file's first bytes are those of an Excel (or OpenDocument) workbook."""
    return head.startswith(_EXCEL)


def bare(head: str) -> str:
    """A head for comparison: no blanks or line breaks, one width, one case.

    >>> bare("合同金额\\n（万元）")
    '合同金额(万元)'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", head)).casefold()


def open_table(
    stream: BinaryIO, wanted: Collection[str], sheet: str, header: tuple[int, int] | None
) -> Table:
    """The table of a file whose head has the ``wanted`` columns; ``header`` gives its rows where stated.

    Raises SourceError where the file, its sheet or its head cannot be found.
    """
    if is_excel(head_of(stream, 8)):
        return _headed(_sheet_rows(stream, sheet), wanted, header)
    if sheet:
        raise SourceError(_("has no sheet '{sheet}': it is no workbook").format(sheet=sheet))
    first = list(islice(read_lines(stream), 200))
    delimiter = max(_DELIMITERS, key=lambda sign: _fits(first, sign, wanted))
    return _headed(_csv_rows(stream, delimiter), wanted, header)


def _fits(lines: Sequence[str], delimiter: str, wanted: Collection[str]) -> int:
    """How many wanted columns the best of the first rows has, read with this delimiter."""
    rows = islice(csv.reader(lines, delimiter=delimiter), _LOOKED_AT)
    keys = {bare(name) for name in wanted}
    return max((len(keys & {bare(text) for text in row}) for row in _quietly(rows)), default=0)


def _quietly(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error:
        return


def _headed(rows: Iterable[list[Cell]], wanted: Collection[str], header: tuple[int, int] | None) -> Table:
    """Find the head, and number what follows it."""
    numbered = enumerate(rows, 1)
    if header:
        first = list(islice(numbered, header[1]))
        lines = [row for number, row in first if number >= header[0]]
        return Table(_joined(lines), header[1], _filled(numbered))
    first = [(number, row) for number, row in islice(numbered, _LOOKED_AT) if any(c.text for c in row)]
    if not first:
        raise SourceError(_("holds no rows"))
    keys = {bare(name) for name in wanted}
    best = max(first, key=lambda item: (len(keys & {bare(c.text) for c in item[1]}), -item[0]))
    rest = ((number, row) for number, row in first if number > best[0])
    return Table(_joined([best[1]]), best[0], _filled(chain(rest, numbered)))


def _filled(rows: Iterable[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    return ((number, row) for number, row in rows if any(cell.text for cell in row))


def _joined(lines: Sequence[list[Cell]]) -> tuple[str, ...]:
    """The heads of a head of several rows: 供应商 over 名称 is 供应商/名称."""
    width = max((len(line) for line in lines), default=0)
    heads = []
    for place in range(width):
        parts = [line[place].text for line in lines if place < len(line) and line[place].text]
        heads.append("/".join(dict.fromkeys(" ".join(part.split()) for part in parts)))
    return tuple(heads)


# ── CSV ───────────────────────────────────────────────────────────────────────────────────


def _csv_rows(stream: BinaryIO, delimiter: str) -> Iterator[list[Cell]]:
    for row in read_rows(stream, delimiter):
        if row.flaw:
            yield [Cell(_clean(row.values[0]), flaw=row.flaw)]
        else:
            yield [Cell(_clean(text)) if text else NOTHING for text in row.values]


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip().strip("﻿")


# ── Excel ─────────────────────────────────────────────────────────────────────────────────


def _sheet_rows(stream: BinaryIO, name: str) -> list[list[Cell]]:
    """The rows of one sheet, the only one where none is named."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_archive(stream)
    name = _sheet(stream, name)
    stream.seek(0)
    try:
        with CalamineWorkbook.from_filelike(stream) as book:
            sheet = book.get_sheet_by_name(name)
            rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            merged = sheet.merged_cell_ranges or []
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(_("cannot be read as a workbook: {error}").format(error=error)) from error
    for down, right in formulas_without_result(stream, name):
        if down < len(rows) and right < len(rows[down]):
            rows[down][right] = Cell("=", flaw=_("a formula whose result the file does not keep"))
    _spread(rows, merged)
    return rows


def _spread(rows: list[list[Cell]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Put the text of merged cells into each of them. A number stays where it is, or it would count twice."""
    for (top, left), (bottom, right) in merged:
        if bottom >= len(rows) or left >= len(rows[top]):
            continue
        cell = rows[top][left]
        if cell.number or right - left + 1 >= len(rows[top]):  # a title over the whole table is no cell of it
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [cell] * len(row[left : right + 1])


def _sheet(stream: BinaryIO, name: str) -> str:
    """The sheet of that name, or the one visible sheet that holds anything; it can be held in memory."""
    stream.seek(0)
    probe = [sys.executable, "-P", str(Path(__file__).with_name("probe.py")), name]
    answer = subprocess.run(probe, input=stream.read(), capture_output=True, check=False).stdout
    if not answer:
        raise SourceError(
            _("cannot be read as a workbook: its sheets are larger than memory; save it as CSV")
        )
    found = orjson.loads(answer)
    if "error" in found:
        raise SourceError(_("cannot be read as a workbook: {found}").format(found=found["error"]))
    if name and name not in found["sheets"]:
        raise SourceError(
            _("has no sheet '{name}' ({found})").format(name=name, found=", ".join(found["sheets"]))
        )
    filled = {one: height * width for one, height, width in found["filled"]}
    if not name and len(filled) != 1:
        raise SourceError(
            _(
                "has {filled} sheets that hold something ({filled2}); say which in the map (sheet: NAME)"
            ).format(filled=len(filled), filled2=", ".join(filled))
        )
    name = name or next(iter(filled))
    if filled.get(name, 0) > _MOST_CELLS:
        raise SourceError(
            _("has more than {most_cells} cells; save it as CSV").format(most_cells=_MOST_CELLS)
        )
    return name


def _cell(value: object) -> Cell:
    """A spreadsheet's value as text: numbers with the digits that Excel shows, days as ISO dates."""
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, (int, float)):
        return Cell(_digits(float(value)), number=True)
    if isinstance(value, datetime):
        return Cell(value.isoformat(" ") if (value.hour or value.minute) else value.date().isoformat())
    if isinstance(value, (date, timedelta)):
        return Cell(str(value))
    return Cell(_clean(str(value))) if value else NOTHING


def _digits(value: float) -> str:
    """Fifteen significant digits, as Excel keeps them: 1234.56 and not 1234.5599999999999."""
    from decimal import Decimal

    return f"{Decimal(f'{value:.15g}'):f}"
