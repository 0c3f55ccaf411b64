"""A selection of steps as a table for files: ids and main names, codes as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govgraph.graph.reader.reader import Row
from govgraph.queries.table import Column, Table
from govgraph.web.pages.procurement.answers import Steps, ids_in
from govgraph.web.pages.procurement.parties import role
from govgraph.web.pages.procurement.selection import Selection
from govgraph.web.pages.services import Services

_FILE = (
    ("id", "text"), ("stage", "text"), ("date", "text"), ("project", "text"), ("projectName", "text"), ("lot", "text"), ("buyers", "list"),
    ("buyerNames", "list"), ("suppliers", "list"), ("supplierNames", "list"), ("method", "text"), ("amount", "money"), ("currency", "text"),
    ("amountKind", "text"), ("amountPrecision", "text"), ("status", "text"), ("role", "text"), ("through", "text"), ("singleSource", "boolean"),
    ("knownBids", "integer"), ("sources", "list"),
)  # fmt: skip


def as_table(services: Services, steps: Steps, selection: Selection) -> Table:
    """All selected steps for files, by ids and main names; codes as they are."""
    rows = steps.rows(selection, None)
    names = {id_: node.title for id_, node in services.reader.nodes(ids_in(rows)).items()}
    return Table(
        tuple(Column(name, type_) for name, type_ in _FILE), tuple(_file_row(row, names) for row in rows)
    )


def _file_row(row: Row, names: dict[str, str]) -> tuple[Any, ...]:
    def named(ids: Sequence[str]) -> list[str]:
        return [names.get(id_, id_) for id_ in ids]

    rank = row.get("rank")
    return (
        row["id"], row["stage"], row["day"], row["project"], names.get(row["project"] or ""), row["lot"], list(row["buyers"]), named(row["buyers"]),
        list(row["suppliers"]), named(row["suppliers"]), row["method"], row["amount"], row["currency"], row["kind"] or None,
        row["precision"] or None, row["status"] or None, None if rank is None else role(rank), row.get("through") or None, row["single"], row["bids"],
        list(row["sources"]),
    )  # fmt: skip
