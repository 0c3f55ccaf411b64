"""A result: typed columns and rows in a total order, the same whatever engine gave them."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govgraph.errors import QueryError
from govgraph.messages import _

if TYPE_CHECKING:
    import pandas
    import pyarrow

#: Column types: text, integer, number (four places), money (currency units, two places), date, boolean, list (of text).
TYPES = ("text", "integer", "number", "money", "date", "boolean", "list")
#: The type of a column of a query of one's own that holds nodes, relationships, paths, maps, or values of several kinds.
VALUE = "value"


_SHOWN = 50  # rows in a notebook
_ARROW: Mapping[str, Callable[[Any], Any]] = {
    "integer": lambda arrow: arrow.int64(),
    "number": lambda arrow: arrow.float64(),
    "money": lambda arrow: arrow.float64(),
    "boolean": lambda arrow: arrow.bool_(),
    "list": lambda arrow: arrow.list_(arrow.string()),
} | dict.fromkeys(("text", "date", VALUE), lambda arrow: arrow.string())


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
    """Rows of Python values: str, int, float, bool, list of str, or None; dates as ISO text.

    It iterates over its rows, knows its length, and shows itself in a notebook.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    #: What must be said beside the rows, in Chinese and English.
    remarks: tuple[tuple[str, str], ...] = ()
    #: What may make the rows other than they were meant: unknown names, what engines answer differently.
    warnings: tuple[str, ...] = ()
    #: The one of them that says what an indicator is not; empty for other questions.
    caution: tuple[str, str] | tuple[()] = ()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame, a column each."""
        import pandas

        return pandas.DataFrame.from_records(self.rows, columns=[column.name for column in self.columns])

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table; needs the package pyarrow, else QueryError."""
        try:
            import pyarrow
        except ImportError as error:
            raise QueryError(_("an Arrow table needs pyarrow; run: pip install 'govgraph[arrow]'")) from error
        whole = {c.name for c in self.columns if c.type == VALUE}
        records = [
            {key: value_text(v) if key in whole and v is not None else v for key, v in record.items()}
            for record in self.records()
        ]
        return pyarrow.Table.from_pylist(
            records, schema=pyarrow.schema([(c.name, _ARROW[c.type](pyarrow)) for c in self.columns])
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: headings in both languages and the first rows."""
        heads = "".join(
            f"<th>{_cell(c.label_zh or c.name)}<br><small>{_cell(c.name)}</small></th>" for c in self.columns
        )
        rows = "".join(
            f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in self.rows[:_SHOWN]
        )
        more = f"<p>… {len(self.rows) - _SHOWN} more rows</p>" if len(self.rows) > _SHOWN else ""
        beside = "".join(
            f"<p>{_cell(text)}</p>" for text in (self.note, *map(" · ".join, self.remarks)) if text
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}{beside}"

    def records(self) -> list[dict[str, Any]]:
        """Rows as dictionaries."""
        return [dict(zip((c.name for c in self.columns), row, strict=True)) for row in self.rows]


def free_table(names: Sequence[str], rows: Iterable[Sequence[Any]], note: str = "") -> Table:
    """An engine's rows as they are, in their order; each column's type is that of its values."""
    found = tuple(tuple(row) for row in rows)
    columns = [Column(name, _type_of([row[i] for row in found])) for i, name in enumerate(names)]
    return Table(tuple(columns), found, note)


def _type_of(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {str}:
        return "text"
    if kinds <= {float, int}:
        return "number" if float in kinds else "integer"
    if kinds == {list} and all(isinstance(item, str) for value in values for item in value or ()):
        return "list"
    return "boolean" if kinds == {bool} else VALUE


def value_text(value: Any) -> str:
    """A value of a column of type ``value`` as JSON text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cell(value: Any) -> str:
    text = (
        "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else value_text(value)
    )
    return html.escape(text)


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
        raise QueryError(
            _("the query returns columns {names} but declares {declared}").format(
                names=", ".join(names), declared=", ".join(declared)
            )
        )
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
