"""Tables for people and machines: aligned text, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from govgraph.queries.table import Column, Table
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable


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
    """An aligned table, Chinese counted as two cells wide; columns that hold nothing are left out."""
    shown = [i for i, column in enumerate(table.columns) if _worth_showing(table, i, column)]
    view = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for i in shown:
        column = table.columns[i]
        right = column.type in ("integer", "number", "money")
        heading = (column.label_zh if language == "zh" else column.label_en) or column.name
        view.add_column(escape(heading), justify="right" if right else "left", overflow="fold")
    for row in table.rows:
        view.add_row(*(escape(visible(_cell(row[i], table.columns[i], exact))) for i in shown))
    console = Console(file=io.StringIO(), width=width or Console().width, highlight=False)
    console.print(view)
    text = "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())  # type: ignore[attr-defined]
    return text + "\n"


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
