"""One file through its loader: statements and versions to Parquet, the rest to quarantine, all counted."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np

from govgraph.errors import SourceError
from govgraph.graph.statements.entity import Entity
from govgraph.graph.statements.writer import RowWriter, StatementWriter
from govgraph.loaders.base import About, Item, Loader, MappedLoader, Record, Rejected
from govgraph.loaders.io.files import sha256_of
from govgraph.loaders.registry import Found
from govgraph.ontology.model import ontology

VERSION_FIELDS = ("group", "moment", "id", "source", "position", "payload")


@dataclass(slots=True)
class Counts:
    """What became of one file: records by outcome, values set aside, reasons, entities by class."""

    file: str
    source: str
    format: str
    read: int = 0
    loaded: int = 0
    duplicates: int = 0
    statements: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    problem: str = ""


def read_file(loader: Loader, found: Found, source: str, folder: Path) -> Counts:
    """Read one file into ``folder``: ``loaded/``, ``versions/`` and ``quarantine/`` of its source.

    The outcome depends on the file and its name alone, so that files can be read anywhere, in any order.
    """
    counts = Counts(str(found.path), source, found.format)
    quarantine = folder / "quarantine" / f"{source}.jsonl"
    quarantine.parent.mkdir(parents=True, exist_ok=True)
    with (
        StatementWriter(folder / "loaded" / f"{source}.parquet") as statements,
        RowWriter(folder / "versions" / f"{source}.parquet", VERSION_FIELDS) as versions,
        quarantine.open("w", encoding="utf-8", newline="\n") as rejects,
    ):
        for rejected in _take(_items(loader, found, source), found, counts, statements, versions):
            line = {"format": found.format, "source": source, "file": found.name, "position": rejected.position,
                    "reason": rejected.reason, "whole": rejected.whole, "record": rejected.record}  # fmt: skip
            rejects.write(json.dumps(line, ensure_ascii=False) + "\n")
        _below_least(loader, counts)
        if not counts.problem:
            counts.statements = statements.close()
            if versions.rows:
                versions.close()
    if not counts.quarantined and not counts.set_aside:
        quarantine.unlink()
    return counts


def _items(loader: Loader, found: Found, source: str) -> Iterator[Item]:
    """What the loader yields; a file that breaks off is what came before, and the break as a reject."""
    # what is raised at once concerns the file, what comes later the place where it breaks off
    items = _read(loader, found, source)
    try:
        yield from items
    except SourceError as error:
        yield Rejected("", error.message, "")
    except RecursionError:
        yield Rejected("", "is nested too deeply", "")


def _read(loader: Loader, found: Found, source: str) -> Iterator[Item]:
    if found.map:
        return cast(MappedLoader, loader).read(found.path, source, found.map)
    return loader.read(found.path, source)


class _Seen:
    """Which records of a file are duplicates of earlier ones: 16 bytes for each record, whatever its size."""

    def __init__(self) -> None:
        self.keys, self.records = array("q"), array("q")

    def note(self, key: str, record: int) -> None:
        self.keys.append(hash(key))
        self.records.append(record)

    def duplicates(self) -> list[int]:
        """The records whose key an earlier one has too."""
        keys = np.frombuffer(self.keys, dtype=np.int64)
        _, first = np.unique(keys, return_index=True)  # the first place of each key
        again = np.ones(len(keys), dtype=bool)
        again[first] = False
        return [self.records[int(place)] for place in np.flatnonzero(again)]


def _take(
    items: Iterator[Item], found: Found, counts: Counts, statements: StatementWriter, versions: RowWriter
) -> Iterator[Rejected]:
    """Write records, count everything, and yield what goes to quarantine."""
    about: dict[str, str] = {}
    seen = _Seen()
    for item in items:
        if isinstance(item, About):
            about |= item.values
        elif isinstance(item, Rejected):
            reason = item.reason.split(":")[0]
            (counts.quarantined if item.whole else counts.set_aside)[reason] += 1
            counts.read += item.whole
            yield item
        else:
            counts.read += 1
            if item.merged:
                counts.duplicates += 1
                continue
            if item.key:
                seen.note(item.key, counts.read)
            counts.loaded += 1
            _write(item, counts, statements, versions)
    again = seen.duplicates()
    counts.loaded -= len(again)
    counts.duplicates += len(again)
    statements.leave_out(again)
    statements.write(_source(found, counts.source, about))


def _write(record: Record, counts: Counts, statements: StatementWriter, versions: RowWriter) -> None:
    for entity in record.entities:
        for name in entity.types:
            counts.classes[name] += 1
        statements.write(entity, counts.read)
    if v := record.version:
        versions.extend([(v.group, v.moment, v.id, counts.source, record.position, v.payload)])


def _source(found: Found, source: str, about: dict[str, str]) -> Entity:
    """The file as a source: what it says of itself, and the digest of this version of it."""
    entity = Entity.of("Source", source, source)
    values = {"name": found.name, "publisherName": "unknown"} | {k: v for k, v in about.items() if v}
    for name, value in sorted(values.items()):
        entity.add(name, value)
    entity.add("sha256", sha256_of(found.path))
    return entity


def _below_least(loader: Loader, counts: Counts) -> None:
    lineages = {name: kind.lineage for name, kind in ontology().classes.items()}
    short = []
    for name, least in loader.LEAST.items():
        number = sum(count for made, count in counts.classes.items() if name in lineages[made])
        if number < least:
            short.append(f"{number} {name} (at least {least})")
    if short:
        why = f"; {next(iter(counts.quarantined))}" if counts.quarantined else ""
        counts.problem = f"yields too little for {loader.NAME}: {', '.join(short)}{why}"
