"""What a selection of steps comes to: its rows, its facets with counts, its sums, its years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from govgraph.graph.reader.reader import GraphReader, Row
from govgraph.web.pages.procurement.selection import FACETS, MANY, PAGED, UNKNOWN, Selection
from govgraph.web.pages.procurement.steps import VOID

SHOWN = 12  # values of a facet; the total says how many there are


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet and how many of the selected steps have it."""

    value: str
    number: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet's most frequent values, and how many values there are in all."""

    name: str
    values: tuple[Value, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What steps of one stage come to in one currency and kind of amount; ``known`` have an amount, ``rounded`` a rounded one."""

    group: str
    stage: str
    currency: str
    kind: str
    steps: int
    known: int
    rounded: int
    amount: float | None


class Steps:
    """Answers about the steps of one build; ``table`` is the SQL of the steps asked about."""

    def __init__(self, reader: GraphReader, table: str = "step") -> None:
        self._reader, self._table = reader, table

    def rows(self, selection: Selection, limit: int | None = PAGED) -> list[Row]:
        """The rows of a page, or all without a limit."""
        where, values = selection.where()
        cut = "" if limit is None else f" LIMIT {limit:d} OFFSET {(selection.number - 1) * limit:d}"
        return self._reader.records(
            f"SELECT t.* FROM {self._table} t WHERE {where} ORDER BY {selection.order}{cut}", values
        )

    def total(self, selection: Selection) -> int:
        """How many steps are selected."""
        where, values = selection.where()
        return int(self._reader.rows(f"SELECT count(*) FROM {self._table} t WHERE {where}", values)[0][0])

    def facet(self, selection: Selection, name: str, shown: int = SHOWN) -> Facet:
        """The values of a facet among the steps that all other choices leave; a chosen value is always among them."""
        return self.facets(selection, [name], shown)[0]

    def facets(self, selection: Selection, names: Sequence[str], shown: int = SHOWN) -> list[Facet]:
        """Several facets in one query."""
        parts, values = [], dict[str, Any]()
        for name in names:
            where, more = selection.where(but=name)
            values |= more
            sql = FACETS[name]
            value = f"coalesce({sql}, '{UNKNOWN}')"
            if name in MANY:
                value = f"unnest(CASE WHEN len({sql}) = 0 THEN ['{UNKNOWN}'] ELSE {sql} END)"
            parts.append(
                f"SELECT '{name}', value, count(*) FROM (SELECT {value} AS value FROM {self._table} t WHERE {where}) GROUP BY 2"
            )
        found: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
        for name, value, n in self._reader.rows(f"{' UNION ALL '.join(parts)} ORDER BY 1, 3 DESC, 2", values):
            found[name].append((value, n))
        return [_facet(name, found[name], selection.chosen.get(name), shown) for name in names]

    def sums(self, selection: Selection, by: str = "''") -> list[Sum]:
        """Sums by an SQL expression, never over two currencies, stages or kinds of amount, and without what came to nothing."""
        where, values = selection.where()
        void = ", ".join(f"'{status}'" for status in VOID)
        found = self._reader.rows(
            f"""SELECT coalesce({by}, '{UNKNOWN}') AS what, stage, coalesce(currency, ''), CASE WHEN amount IS NULL THEN '' ELSE kind END,
                count(*), count(amount), count(*) FILTER ("precision" = 'rounded'), sum(amount)
                FROM {self._table} t WHERE {where} AND status NOT IN ({void}) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 8 DESC NULLS LAST, 3, 4""",
            values,
        )
        return [Sum(*row) for row in found]

    def void(self, selection: Selection) -> int:
        """How many of the selected steps came to nothing and stand in no sum."""
        where, values = selection.where()
        void = ", ".join(f"'{status}'" for status in VOID)
        query = f"SELECT count(*) FROM {self._table} t WHERE {where} AND status IN ({void})"
        return int(self._reader.rows(query, values)[0][0])

    def years(self, selection: Selection) -> list[tuple[int, int]]:
        """How many of the selected steps each year has; those without a date have none."""
        where, values = selection.where()
        query = f"SELECT year, count(*) FROM {self._table} t WHERE {where} AND year IS NOT NULL GROUP BY 1 ORDER BY 1"
        return [(int(year), int(number)) for year, number in self._reader.rows(query, values)]


def _facet(name: str, found: Sequence[tuple[str, int]], own: str | None, shown: int) -> Facet:
    kept = [Value(value, n) for place, (value, n) in enumerate(found) if place < shown or value == own]
    if own and all(v.value != own for v in kept):
        kept.append(Value(own, 0))
    if name == "year":
        kept.sort(key=lambda v: v.value, reverse=True)
    return Facet(name, tuple(kept), len(found))


def ids_in(rows: list[Row]) -> set[str]:
    """Everything that rows name."""
    found: set[str] = set()
    for row in rows:
        found |= {*row["buyers"], *row["suppliers"], *row.get("via", ())}
        found |= {str(row[name]) for name in ("id", "project", "lot", "through") if row.get(name)}
    return found
