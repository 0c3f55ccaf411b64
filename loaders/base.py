"""What a loader is: one module that turns one file of its kind into records of entities.

A loader module has

    LEAST     the classes of which a file of its kind must yield at least so many
    detect    whether a file looks like its kind; it may read in the file, but not all of a long one
    read      the records of one file, in order: a pure function that knows nothing of stores
    merger    where records are versions of one thing: what makes one of them (may be left out)
    prepare   takes the workspace's folder, where a workspace can add words to read with (may be left out)

and stands in the registry (``govgraph.loaders.registry``) under the name of its format. A file is a binary
stream that can be wound back, and a name: its path, or whatever it is called where it is not on disk; who
reads starts at the stream's beginning and leaves it open. ``read`` yields ``Record`` for what is well
formed, ``Rejected`` for what is not, and ``About`` once for what the file says of itself. A record states
whatever it points at, or another record of the file does. Nothing else is to be done: statements,
duplicates, quarantine and the report follow from these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from govgraph.graph.identity.versions import Merger
from govgraph.graph.statements.entity import Entity
from govgraph.loaders.personal import scrub, scrub_text

_KEPT = 20_000  # characters of a rejected record that go to quarantine


@dataclass(slots=True)
class Record:
    """One well-formed record of a file: where it stands and the entities and edges that it yields.

    Two records of one file with the same ``key`` are duplicates: the second is counted, not loaded.
    ``merged`` marks one that a newer record of the file replaces, with nothing of its own to load.
    ``version`` is set where records of several files are versions of one thing (see ``Version``).
    """

    position: str
    entities: list[Entity]
    key: str = ""
    merged: bool = False
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A record as read, kept for the grouping step that merges the versions of one ``group``."""

    group: str
    moment: str
    id: str
    payload: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record, or (``whole=False``) one value of a record that is loaded without it, and why."""

    position: str
    reason: str
    record: str
    whole: bool = True

    @classmethod
    def of(cls, position: str, reason: str, record: object, *, whole: bool = True) -> Rejected:
        """A rejection of any JSON value; what is personal in it is dropped here too."""
        if isinstance(record, str):
            return cls(position, reason, scrub_text(record[:_KEPT]), whole)
        return cls(
            position, reason, json.dumps(scrub(record), ensure_ascii=False, default=str)[:_KEPT], whole
        )


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: ``name``, ``publisherName``, ``url``, ``date``, ``licence``."""

    values: Mapping[str, str] = field(default_factory=dict)


Item: TypeAlias = Record | Rejected | About


class Loader(Protocol):
    """The shape of a loader module."""

    LEAST: Mapping[str, int]

    def detect(self, stream: BinaryIO, name: str) -> bool:
        """Whether the file looks like this kind."""

    def read(self, stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
        """The records of one file, stated by ``source``."""


class MappedLoader(Loader, Protocol):
    """A loader whose files need a column map, where none lies beside them."""

    def read(self, stream: BinaryIO, name: str, source: str, map_file: Path | None = None) -> Iterator[Item]:
        """The records of one file, read by a map."""


class MergingLoader(Loader, Protocol):
    """A loader whose records are versions of things (``Record.version``)."""

    def merger(self) -> Merger:
        """A function that makes the statements of one thing of its versions; a new one for each build."""
