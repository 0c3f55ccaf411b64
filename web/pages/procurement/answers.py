"""What a selection of steps comes to: its rows, its facets with counts, its sums."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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
class Cell:
    """Steps of one year, method, stage, currency and kind of amount (with whether tax is in it); ``void`` ones stand in no sum."""

    year: int | None
    method: str | None
    stage: str
    currency: str
    kind: str
    void: bool
    steps: int
    known: int
    rounded: int
    amount: float | None


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

    def cells(self, selection: Selection) -> list[Cell]:
        """All that is counted and added up of a selection, in one query."""
        where, values = selection.where()
        void = ", ".join(f"'{status}'" for status in VOID)
        found = self._reader.rows(
            f"""SELECT year, method, stage, coalesce(currency, ''), CASE WHEN amount IS NULL THEN '' ELSE concat_ws(' ', kind, nullif(tax, '')) END,
                status IN ({void}),
                count(*), count(amount), count(*) FILTER ("precision" = 'rounded'), sum(amount)
                FROM {self._table} t WHERE {where} GROUP BY ALL ORDER BY ALL""",
            values,
        )
        return [Cell(*row) for row in found]


def added(cells: Sequence[Cell], by: Callable[[Cell], str]) -> list[Sum]:
    """Sums by group, never over two stages, currencies or kinds of amount, and without what came to nothing; the largest first."""
    groups: dict[tuple[str, str, str, str], list[Cell]] = {}
    for cell in cells:
        if not cell.void:
            groups.setdefault((by(cell), cell.stage, cell.currency, cell.kind), []).append(cell)
    found = []
    for key, own in groups.items():
        amounts = [cell.amount for cell in own if cell.amount is not None]
        numbers = (sum(c.steps for c in own), sum(c.known for c in own), sum(c.rounded for c in own))
        found.append(Sum(*key, *numbers, math.fsum(amounts) if amounts else None))
    return sorted(found, key=lambda s: (s.group, s.stage, -(s.amount or 0.0), s.currency, s.kind))


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
