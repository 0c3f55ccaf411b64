"""A result: typed columns and rows in a total order, the same whatever engine gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govgraph.errors import QueryError

#: Column types: text, integer, number (four places), money (currency units, two places), date, boolean, list (of text).
TYPES = ("text", "integer", "number", "money", "date", "boolean", "list")


@dataclass(frozen=True, slots=True)
class Column:
    """A result column with its type and its heading in Chinese and English.

    ``codes`` names the code list whose labels a reader should see for its values.
    """

    name: str
    type: str
    label_zh: str = ""
    label_en: str = ""
    codes: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of Python values: str, int, float, bool, list of str, or None; dates as ISO text."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""

    def records(self) -> list[dict[str, Any]]:
        """Rows as dictionaries."""
        return [dict(zip((c.name for c in self.columns), row, strict=True)) for row in self.rows]


def make_table(
    columns: Sequence[Column],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    order: Sequence[str],
    note: str = "",
) -> Table:
    """Convert an engine's rows to typed columns and sort them.

    ``order`` lists column names, `name desc` for falling; remaining columns follow, so that the order
    is total. Raises QueryError where the engine's columns are not the declared ones.
    """
    declared = [c.name for c in columns]
    found = typed_rows(columns, names, rows)
    for name, falling in reversed(_order(order, declared)):
        place = declared.index(name)
        present = [row for row in found if row[place] is not None]
        absent = [row for row in found if row[place] is None]
        present.sort(key=lambda row, place=place: row[place], reverse=falling)  # type: ignore[misc]
        found = present + absent
    return Table(tuple(columns), tuple(found), note)


def typed_rows(
    columns: Sequence[Column], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[tuple[Any, ...]]:
    """Rows with the declared columns and types, in the engine's order; raises QueryError for other columns."""
    declared = [c.name for c in columns]
    if sorted(declared) != sorted(names):
        raise QueryError(f"the query returns columns {', '.join(names)} but declares {', '.join(declared)}")
    places = [list(names).index(name) for name in declared]
    convert = [(place, _CONVERT[column.type]) for place, column in zip(places, columns, strict=True)]
    return [tuple([as_type(row[place]) for place, as_type in convert]) for row in rows]


def _order(order: Sequence[str], declared: Sequence[str]) -> list[tuple[str, bool]]:
    parts = [part.split() for part in order]
    named = [(part[0], part[-1] == "desc") for part in parts]
    return named + [(name, False) for name in declared if name not in {n for n, _ in named}]


def _items(value: Any) -> list[str]:
    """Lists come as lists from Cypher, as newline-separated text from SPARQL; sorted, each once."""
    if value is None or value == "":
        return []
    items = value.split("\n") if isinstance(value, str) else value
    return sorted({str(item) for item in items if item not in (None, "")})


def _known(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What is not known stays None."""
    return lambda value: None if value is None else convert(value)


_CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "text": _known(str),
    "integer": _known(int),
    "number": _known(lambda value: round(float(value), 4)),  # engines differ in the last digits
    "money": _known(lambda value: round(float(value), 2)),
    "date": _known(lambda value: str(value)[:10]),
    "boolean": _known(lambda value: value if isinstance(value, bool) else str(value) in ("true", "1")),
    "list": _items,
}
