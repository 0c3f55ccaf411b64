"""Word and PDF files as lines and tables, by the libraries that read them."""

from __future__ import annotations

import io
import logging

from govgraph.loaders.io.grid import Table, grid_of
from govgraph.loaders.io.html import tidy
from govgraph.messages import _

_PAGES = 500


def docx_blocks(data: bytes) -> tuple[list[str | Table], str]:
    """The lines and tables of a Word file, or the reason why it cannot be read."""
    import docx
    from docx.table import Table as DocxTable

    try:
        document = docx.Document(io.BytesIO(data))
        blocks: list[str | Table] = []
        number = 0
        for item in document.iter_inner_content():
            if isinstance(item, DocxTable):
                number += 1
                blocks.append(_docx_table(item, number))
            else:
                blocks += [line for raw in item.text.splitlines() if (line := tidy(raw))]
    except Exception as error:  # whatever a broken package makes the library raise
        return [], _("a Word file that cannot be read: {error}").format(error=error)
    return blocks, "" if blocks else _("a Word file without text")


def _docx_table(table: object, number: int) -> Table:
    rows, seen = [], set()
    for row in table.rows:  # type: ignore[attr-defined]
        cells = []
        for cell in row.cells:  # a merged cell is given wherever it spans
            text = "\n".join(line for raw in cell.text.splitlines() if (line := tidy(raw)))
            cells.append((text, id(cell._tc) not in seen))
            seen.add(id(cell._tc))
        rows.append(cells)
    wide = max((len(row) for row in rows), default=0)
    full = [row + [("", True)] * (wide - len(row)) for row in rows]
    return Table(tuple(tuple(t for t, _ in row) for row in full), tuple(tuple(own for _, own in row) for row in full), number)  # fmt: skip


def pdf_blocks(data: bytes) -> tuple[list[str | Table], str]:
    """The lines and tables of a PDF, in the order of its pages, or the reason why it cannot be read."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    blocks: list[str | Table] = []
    number = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages[:_PAGES]:
                top = 0.0
                found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
                for table in found:
                    blocks += _lines(page, top, table.bbox[1])
                    number += 1
                    cells = [[(tidy((cell or "").replace("\n", "")), 1, 1) for cell in row] for row in table.extract()]  # fmt: skip
                    blocks.append(Table(*grid_of(cells), number))
                    top = table.bbox[3]
                blocks += _lines(page, top, page.height)
    except Exception as error:  # whatever a broken file makes the library raise
        return [], _("a PDF that cannot be read: {error}").format(error=error)
    shown = any(isinstance(block, str) or any(map(any, block.rows)) for block in blocks)
    return (blocks, "") if shown else ([], _("a PDF without text, such as a scanned one"))


def _lines(page: object, top: float, bottom: float) -> list[str]:
    """The lines of a strip of a page."""
    if bottom - top < 2:
        return []
    text = page.crop((0, top, page.width, bottom)).extract_text() or ""  # type: ignore[attr-defined]
    return [line for raw in text.splitlines() if (line := tidy(raw))]
