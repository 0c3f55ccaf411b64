"""Workbooks as Excel writes them, made by hand: only what the tests need, and what no library would write."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

#: A cell: a text, a number, a date as ("date", serial number), a formula as ("formula", kept value or None).
Cell = str | int | float | tuple[str, object] | None

_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/>%s</Types>"""
_SHEET_TYPE = f'<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
_RELATED = f'<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def write_workbook(
    path: Path,
    sheets: dict[str, Sequence[Sequence[Cell]]],
    *,
    merged: dict[str, Sequence[str]] | None = None,
    hidden_sheets: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
) -> Path:
    """Write sheets of rows; ``merged`` has ranges (``A1:C1``) by sheet."""
    names = list(enumerate(sheets, 1))
    states = dict.fromkeys(hidden_sheets, 'state="hidden" ')
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" {states.get(name, "")}r:id="rId{n}"/>' for n, name in names
    )
    related = [_related(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in names]
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", _TYPES % "".join(_SHEET_TYPE % n for n, _ in names))
        book.writestr("_rels/.rels", _RELATED % _related("rId1", "officeDocument", "xl/workbook.xml"))
        workbook = f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>'
        book.writestr("xl/workbook.xml", workbook)
        styles = _related("rId99", "styles", "styles.xml")
        book.writestr("xl/_rels/workbook.xml.rels", _RELATED % "".join([*related, styles]))
        book.writestr("xl/styles.xml", _STYLES)
        for n, name in names:
            sheet = _sheet(sheets[name], (merged or {}).get(name, ()), hidden_rows)
            book.writestr(f"xl/worksheets/sheet{n}.xml", sheet)
    return path


def _related(id_: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id_}" Type="{_REL}/{kind}" Target="{target}"/>'


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[str], hidden: Sequence[int]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + place)}{number}", cell) for place, cell in enumerate(row))
        lines.append(f'<row r="{number}" hidden="{int(number in hidden)}">{cells}</row>')
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    merges = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>'


def _cell(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    if isinstance(cell, tuple):
        kind, value = cell
        kept = "" if value is None else f"<v>{value}</v>"
        return (
            f'<c r="{place}" s="1">{kept}</c>' if kind == "date" else f'<c r="{place}"><f>1+1</f>{kept}</c>'
        )
    return f'<c r="{place}"><v>{cell!r}</v></c>'
