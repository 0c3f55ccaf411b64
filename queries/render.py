"""Tables for people and machines: aligned text, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from govgraph.ontology.model import ontology
from govgraph.queries.table import Column, Table, value_text
from govgraph.stores.values import is_node, is_path, is_relationship
from govgraph.text.chars import visible

_RIGHT = ("integer", "number", "money")
_GAP = "  "
_NARROW, _NARROW_HEADING = 12, 6  # cells: nothing is folded narrower
_CONSOLE = Console()  # rich wants one to fold a text; nothing is printed on it
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
    """JSON: an array of objects, the same bytes whatever engine gave the rows.

    Those of an indicator have its caution in a field, in both languages: a row that is passed on keeps it.
    """
    beside = {"caution": " ".join(table.caution)} if table.caution else {}
    return json.dumps([record | beside for record in table.records()], ensure_ascii=False, indent=1) + "\n"


def to_markdown(table: Table) -> str:
    """A Markdown table, and below it what must be said beside the rows."""
    lines = [[column.name for column in table.columns], ["---"] * len(table.columns)]
    lines += [[_plain(v).replace("|", "\\|").replace("\n", " ") for v in row] for row in table.rows]
    beside = "".join(f"\n> {zh}\n>\n> {en}\n" for zh, en in table.remarks)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n" + beside


def to_text(table: Table, *, exact: bool = False, language: str = "zh", width: int | None = None) -> str:
    """An aligned table, Chinese counted as two cells wide; columns that hold nothing are left out.

    Where a row would be wider than ``width`` (the terminal's), its lists go below it and its texts fold.
    """
    shown = [i for i in range(len(table.columns)) if _worth_showing(table, i)]
    cells = [[_shown(row[i], table.columns[i], exact, language) for i in shown] for row in table.rows]
    columns = [table.columns[i] for i in shown]
    headings = [(c.label_zh if language == "zh" else c.label_en) or c.name for c in columns]
    width = width or shutil.get_terminal_size().columns
    below: list[int] = []
    if _total(_widths([headings, *cells])) > width:
        below = [i for i, column in enumerate(columns) if column.type == "list"]
    beside = [i for i in range(len(columns)) if i not in below]
    lines = [[line[i] for i in beside] for line in (headings, *cells)]
    right = [columns[i].type in _RIGHT for i in beside]
    # a text may fold, of a number or date only the heading
    whole = _widths(lines[1:] or lines)
    least = [min(n, _NARROW) if columns[i].type == "text" else n for i, n in zip(beside, whole, strict=True)]
    widths = _narrowed(_widths(lines), [max(n, _NARROW_HEADING) for n in least], width)
    text = _folded(lines[0], widths, right)
    for row, line in zip(cells, lines[1:], strict=True):
        text += _folded(line, widths, right)
        details = [f"{headings[i]}: {row[i]}" for i in below if row[i]]
        joined = "  ".join(details)
        text += [f"    {part}" for part in ([joined] if cell_len(joined) + 4 <= width else details) if part]
    return "\n".join(text) + "\n"


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(cell_len(cell) for cell in column) for column in zip(*lines, strict=True)]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _narrowed(widths: list[int], least: Sequence[int], width: int) -> list[int]:
    """Widths that fit together, taken from the widest columns that are wider than their ``least``."""
    widths = list(widths)
    while _total(widths) > width:
        wide = [i for i, floor in enumerate(least) if widths[i] > floor]
        if not wide:
            break
        widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _folded(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    """A row of cells as the lines that it takes; further lines hold what did not fit the first."""
    columns = [
        [part.plain.rstrip() for part in Text(cell).wrap(_CONSOLE, width)]
        if cell_len(cell) > width
        else [cell]
        for cell, width in zip(cells, widths, strict=True)
    ]
    lines = []
    for parts in zip_longest(*columns, fillvalue=""):
        gaps = [" " * (width - cell_len(part)) for part, width in zip(parts, widths, strict=True)]
        aligned = [gap + part if r else part + gap for part, gap, r in zip(parts, gaps, right, strict=True)]
        lines.append(_GAP.join(aligned).rstrip())
    return lines


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


def _worth_showing(table: Table, i: int) -> bool:
    if not table.columns[i].label_zh:  # of a query of one's own
        return True
    nothing: tuple[object, ...] = (
        (None, "") if table.columns[i].type in ("number", "money") else (None, "", 0, False, [])
    )
    return not table.rows or any(row[i] not in nothing for row in table.rows)  # a price of 0 is a price


def _cell(value: Any, column: Column, exact: bool) -> str:
    if column.type == "money" and value is not None:
        return f"{value:,.2f}" if exact else amount(value)
    if isinstance(value, list) and len(value) > _SHOWN_ITEMS and column.type == "list":
        return f"{_plain(value[:_SHOWN_ITEMS])}; … +{len(value) - _SHOWN_ITEMS}"
    return glance(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return value_text(value)


def glance(value: Any) -> str:
    """A node, relationship or path in few words; anything else as it is."""
    if is_node(value):
        own = value["properties"]
        words = [*(str(own[key]) for key in ("name", "id") if own.get(key) is not None)] or value["labels"][
            :1
        ]
        return f"({' '.join(words)})"
    if is_relationship(value):
        return f"{value['start']} -[{value['type']}]-> {value['end']}"
    if is_path(value):
        text = glance(value["nodes"][0])
        for before, link, node in zip(
            value["nodes"], value["relationships"], value["nodes"][1:], strict=False
        ):
            forward = link["start"] == before["properties"].get("id")
            text += (f" -[{link['type']}]-> " if forward else f" <-[{link['type']}]- ") + glance(node)
        return text
    if isinstance(value, list):
        return "; ".join(glance(item) for item in value)
    return _plain(value)


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
