"""Tables for people and machines: aligned text, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Sequence
from typing import Any

from rich.cells import cell_len

from govgraph.ontology.model import ontology
from govgraph.queries.table import Column, Table

_RIGHT = ("integer", "number", "money")
_SHOWN_ITEMS = 2  # of a list in a table on a terminal; the other forms have all


def render(table: Table, form: str, *, exact: bool = False, language: str = "zh") -> str:
    """A table as ``table``, ``csv``, ``json`` or ``markdown``; only the first shortens amounts."""
    return _FORMS[form](table) if form in _FORMS else to_text(table, exact=exact, language=language)


def to_csv(table: Table) -> str:
    """CSV with a header; lists are joined by `; `. Cells that a spreadsheet would run are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue()


def to_json(table: Table) -> str:
    """JSON: an array of objects, the same bytes whatever engine gave the rows."""
    return json.dumps(table.records(), ensure_ascii=False, indent=1) + "\n"


def to_markdown(table: Table) -> str:
    """A Markdown table."""
    lines = [[column.name for column in table.columns], ["---"] * len(table.columns)]
    lines += [[_plain(v).replace("|", "\\|").replace("\n", " ") for v in row] for row in table.rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def to_text(table: Table, *, exact: bool = False, language: str = "zh", width: int | None = None) -> str:
    """An aligned table, Chinese counted as two cells wide; columns that hold nothing are left out.

    Where a row would be wider than ``width`` (the terminal's), its lists go below it.
    """
    shown = [i for i, column in enumerate(table.columns) if _worth_showing(table, i, column)]
    cells = [[_shown(row[i], table.columns[i], exact, language) for i in shown] for row in table.rows]
    columns = [table.columns[i] for i in shown]
    headings = [(c.label_zh if language == "zh" else c.label_en) or c.name for c in columns]
    width = width or shutil.get_terminal_size().columns
    below: list[int] = []
    if _width([headings, *cells]) > width:
        below = [i for i, column in enumerate(columns) if column.type == "list"]
    beside = [i for i in range(len(columns)) if i not in below]
    widths = [max(cell_len(line[i]) for line in [headings, *cells]) for i in beside]
    lines = [_line([headings[i] for i in beside], widths, columns, beside)]
    for row in cells:
        lines.append(_line([row[i] for i in beside], widths, columns, beside))
        details = [f"{headings[i]}: {row[i]}" for i in below if row[i]]
        joined = "  ".join(details)
        lines += [f"    {text}" for text in ([joined] if cell_len(joined) + 4 <= width else details) if text]
    return "\n".join(lines) + "\n"


def _line(
    cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column], places: Sequence[int]
) -> str:
    parts = []
    for cell, width, place in zip(cells, widths, places, strict=True):
        gap = " " * (width - cell_len(cell))
        parts.append(gap + cell if columns[place].type in _RIGHT else cell + gap)
    return "  ".join(parts).rstrip()


def _width(lines: Sequence[Sequence[str]]) -> int:
    return sum(max(cell_len(cell) for cell in column) + 2 for column in zip(*lines, strict=True)) - 2


def _shown(value: Any, column: Column, exact: bool, language: str) -> str:
    """A cell as people read it: short amounts, labels of codes, lists cut short, nothing that plays tricks."""
    if column.codes:
        codes = ontology().codes[column.codes]
        items = [
            (codes[item].label_zh if language == "zh" else codes[item].label_en) if item in codes else item
            for item in (value if isinstance(value, list) else [value])
            if item is not None
        ]
        return "; ".join(items)
    if isinstance(value, bool) and language == "zh":
        return "是" if value else "否"
    return visible(_cell(value, column, exact))


def amount(value: float) -> str:
    """An amount in currency units as people write it: 27.42亿, 4936万, 820."""
    for unit, name in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= unit:
            return f"{value / unit:.2f}".rstrip("0").rstrip(".") + name
    return f"{value:.2f}".rstrip("0").rstrip(".")


def visible(text: str) -> str:
    """Control characters and text direction marks shown as codes, so that no name can play tricks."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _worth_showing(table: Table, i: int, column: Column) -> bool:
    if column.type in ("integer", "boolean", "list") and table.rows:
        return any(row[i] for row in table.rows)
    return True


def _cell(value: Any, column: Column, exact: bool) -> str:
    if column.type == "money" and value is not None:
        return f"{value:,.2f}" if exact else amount(value)
    if isinstance(value, list) and len(value) > _SHOWN_ITEMS:
        return f"{_plain(value[:_SHOWN_ITEMS])}; … +{len(value) - _SHOWN_ITEMS}"
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    return str(value)


def _csv_cell(value: Any) -> str:
    text = _plain(value) if not isinstance(value, bool) else str(value).lower()
    return (
        "'" + text if isinstance(value, str | list) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
    )


_FORMS: dict[str, Callable[[Table], str]] = {
    "csv": to_csv,
    "json": to_json,
    "markdown": to_markdown,
}
