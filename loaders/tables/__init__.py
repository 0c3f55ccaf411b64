"""Tables that analysts already have, CSV or Excel, by a small column map (see ``docs/tables.md``).

A row is a thing of one class, with the things that its columns lead to. It is read whole or, where a
cell of it cannot be read, set aside whole with its number and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import orjson

from govgraph.errors import SourceError
from govgraph.loaders.base import About, Item, Rejected
from govgraph.loaders.io.files import head_of, text_of
from govgraph.loaders.registry import TABLES
from govgraph.loaders.tables.check import read_map
from govgraph.loaders.tables.map import TableMap, map_beside
from govgraph.loaders.tables.rows import RowReader
from govgraph.loaders.tables.sheets import NOTHING, Cell, Table, bare, is_excel, open_table
from govgraph.messages import _

LEAST: Mapping[str, int] = {"Thing": 1}
_TOTAL = re.compile(
    r"(?:本页|本年|全年|以上|总|累|共)?(?:合计|小计|总计|共计|累计|计)(?:金额)?(?:\([^()]*\))?:?|(?:grand|sub)?-?totals?:?|sum:?"
)


def detect(stream: BinaryIO, name: str) -> bool:
    """A table beside which a map lies."""
    unpacked = name.lower().removesuffix(".gz")
    return (unpacked.endswith(TABLES) or is_excel(head_of(stream, 8))) and map_beside(Path(name)) is not None


def read(stream: BinaryIO, name: str, source: str, map_file: Path | None = None) -> Iterator[Item]:
    """One record a row; raises SourceError at once where the map or the head of the table is wrong."""
    found = map_file or map_beside(Path(name))
    if found is None:
        raise SourceError(_("has no map beside it (NAME.map.yml); give one with --map"))
    map_ = read_map(found)
    table = _corrected(stream, name) or open_table(stream, map_.heads, map_.sheet, map_.header)
    places = _places(table, map_)
    return _records(Path(name).stem, source, map_, table, places)


def _places(table: Table, map_: TableMap) -> dict[str, int]:
    """Where each mapped column stands. Every other column must be one that the map ignores."""
    keys = [bare(head) for head in table.heads]
    row = f"row {table.head_row}: {' | '.join(head for head in table.heads if head)[:200]}"
    missing = [head for head in map_.heads if bare(head) not in keys]
    if missing:
        raise SourceError(_("has no column {missing} ({row})").format(missing=_quoted(missing), row=row))
    twice = [head for head in map_.heads if keys.count(bare(head)) > 1]
    if twice:
        raise SourceError(_("has more than one column {twice} ({row})").format(twice=_quoted(twice), row=row))
    wanted = {bare(head) for head in map_.heads}
    unknown = [
        head for head, key in zip(table.heads, keys, strict=True) if key and key not in wanted | map_.ignore
    ]
    if unknown:
        raise SourceError(
            _("has columns that the map does not know: {unknown}; map or ignore them ({file})").format(
                unknown=_quoted(unknown), file=map_.file
            )
        )
    return {head: keys.index(bare(head)) for head in map_.heads}


def _quoted(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _records(
    name: str, source: str, map_: TableMap, table: Table, places: Mapping[str, int]
) -> Iterator[Item]:
    yield About({"name": name, **map_.about})
    reader = RowReader(map_, source)
    mapped, width = set(places.values()), len(table.heads)
    for number, row in table.rows:
        if len(row) == 1 and row[0].flaw:
            yield Rejected.of(f"row {number}", row[0].flaw, row[0].text)
            continue
        cells = {head: row[place] if place < len(row) else NOTHING for head, place in places.items()}
        shown = {head: cell.text for head, cell in cells.items()}
        if flaw := _no_row(row, table, mapped, width):
            yield Rejected.of(f"row {number}", flaw, shown)
        else:
            yield from reader.read(f"row {number}", cells, shown)


def _no_row(row: list[Cell], table: Table, mapped: set[int], width: int) -> str:
    """Why a row is none of the table's: totals, footnotes, cells outside of it."""
    if any(_TOTAL.fullmatch(bare(cell.text)) for cell in row):
        return _("a row of totals")
    if any(cell.text for place, cell in enumerate(row) if place >= width or not table.heads[place]):
        return _("a value in a column without head")
    filled = sum(bool(row[place].text) for place in mapped if place < len(row))
    if filled < 2 <= len(mapped):
        return _("a row of which only one cell is filled")
    if all(bare(row[place].text) == bare(table.heads[place]) for place in mapped if place < len(row)):
        return _("the head once more")
    return ""


def _corrected(stream: BinaryIO, name: str) -> Table | None:
    """Rows that were set aside before and come back corrected, one JSON object a line."""
    if not name.endswith(".jsonl"):
        return None
    rows: list[Mapping[str, str]] = []
    for number, line in enumerate(text_of(stream).splitlines(), 1):
        try:
            rows.append({str(key): str(value) for key, value in orjson.loads(line).items()})
        except (ValueError, AttributeError) as error:
            raise SourceError(
                _("line {number} is no row: {error}").format(number=number, error=error)
            ) from error
    heads = tuple(dict.fromkeys(key for row in rows for key in row))
    cells = ((number, [Cell(row.get(head, "")) for head in heads]) for number, row in enumerate(rows, 1))
    return Table(heads, 0, cells)
