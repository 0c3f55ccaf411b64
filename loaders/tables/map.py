"""The column map of a table: which column fills which property, checked against the ontology.

``docs/tables.md`` explains the format. A row is a thing of one class; a path leads from it over links to
a property (``concerns.hasBuyer.name``), and each step of it is one entity of the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from govgraph.loaders.registry import MAP
from govgraph.loaders.tables.paths import Path_

MONEY = frozenset({"amount", "investment", "registeredCapital"})
PERCENT = frozenset({"stake", "stakeMin", "stakeMax", "rate"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column and one property that it fills; ``values`` says what its words mean.

    ``unit_of_head``: the unit is the head's, and not the map's. ``within``: the code of the division in
    which the regions lie that are read from the beginnings of names.
    """

    head: str
    owner: Path_
    property: str
    line: int
    unit: str = ""
    format: str = ""
    split: str = ""
    scheme: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    unit_of_head: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True)
class TableMap:
    """A map that was found to be sound. ``classes`` has the class of each entity of a row.

    ``url`` is the column with each row's own address, ``scope`` the register that this and other tables
    come from, ``modality`` that of all statements.
    """

    file: str
    row: str
    columns: tuple[Column, ...]
    classes: Mapping[Path_, str]
    constants: tuple[tuple[Path_, str, str], ...]
    ignore: frozenset[str]
    about: Mapping[str, str]
    sheet: str = ""
    header: tuple[int, int] | None = None
    url: str = ""
    scope: str = ""
    modality: str = "asserted"

    @property
    def heads(self) -> list[str]:
        """The heads of the mapped columns, each once."""
        named = (column.head for column in self.columns)
        return list(dict.fromkeys((*named, *([self.url] if self.url else ()))))


def map_beside(path: Path) -> Path | None:
    """The map that lies beside a table: ``NAME.map.yml`` beside ``NAME.csv``."""
    beside = path.with_name(path.name.split(".")[0] + MAP) if "." in path.name else None  # of NAME.csv.gz
    for candidate in (path.with_suffix(MAP), path.with_name(path.name + MAP), beside):
        if candidate and candidate.is_file() and candidate != path:
            return candidate
    return None
