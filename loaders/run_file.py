"""One file through its loader: statements and versions to Parquet, the rest to quarantine, all counted."""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from govgraph.errors import GovgraphError, SourceError
from govgraph.graph.identity.versions import VERSION_FIELDS
from govgraph.graph.statements.entity import Entity
from govgraph.graph.statements.writer import RowWriter, StatementWriter
from govgraph.loaders.base import About, Item, MappedLoader, Record, Rejected
from govgraph.loaders.cleaning import cleaned, flaws
from govgraph.loaders.corrected import records_in
from govgraph.loaders.io.files import sha256_of
from govgraph.loaders.personal import scrub_text
from govgraph.loaders.registry import CORRECTED, Found, loader
from govgraph.messages import _, joined, reason_of, told
from govgraph.ontology.model import ontology

#: What stands behind a reason differs from record to record; a colon within brackets is part of it.
_DETAILS = re.compile(r":(?![^(]*\))")


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
    about: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    #: whether the source was there before, statements that are new and gone, the id it had
    updated: bool = False
    added: int = 0
    removed: int = 0
    renamed: str = ""

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def message(self) -> str:
        """Why nothing was loaded, a line each problem with its file; empty where something was."""
        lines = told(self.problem).splitlines()
        return "\n".join(line if line.startswith(self.file) else f"{self.file}: {line}" for line in lines)


def read_file(found: Found, source: str, folder: Path) -> Counts:
    """Read one file into ``folder``: ``loaded/``, ``versions/`` and ``quarantine/`` of its source.

    The outcome depends on the file and its name, and on what the workspace around ``folder`` adds to a loader
    (``prepare``), so that files can be read anywhere, in any order.
    Raises SourceError for a file that cannot be read at all.
    """
    with _opened(found.path) as stream:
        if found.format != CORRECTED:
            return _read_stream(stream, found, source, folder, loader(found.format).LEAST)
        format_, records = records_in(stream)
        return _read_stream(records, replace(found, format=format_), source, folder, {})


def _read_stream(
    stream: BinaryIO, found: Found, source: str, folder: Path, least: Mapping[str, int]
) -> Counts:
    if prepare := getattr(loader(found.format), "prepare", None):
        prepare(folder.parent)
    counts = Counts(str(found.path), source, found.format)
    quarantine = folder / "quarantine" / f"{source}.jsonl"
    quarantine.parent.mkdir(parents=True, exist_ok=True)
    with (
        StatementWriter(folder / "loaded" / f"{source}.parquet") as statements,
        RowWriter(folder / "versions" / f"{source}.parquet", VERSION_FIELDS) as versions,
        _quarantine(quarantine, found, source) as set_aside,
    ):
        for rejected in _take(_items(_read(stream, found, source)), counts, statements, versions):
            set_aside(rejected)
        statements.write(_source(found, source, counts.about))
        _below_least(least, counts)
        if not counts.problem:
            counts.statements = statements.close()
            if versions.rows:
                versions.close()
    return counts


@contextmanager
def _quarantine(path: Path, found: Found, source: str) -> Iterator[Callable[[Rejected], None]]:
    """Takes what is set aside, one JSON object a line; where nothing was, there is no file."""
    with path.open("w", encoding="utf-8", newline="\n") as out:

        def write(rejected: Rejected) -> None:
            line = {"format": found.format, "source": source, "file": found.name, "position": rejected.position,
                    "reason": rejected.reason, "whole": rejected.whole, "record": rejected.record}  # fmt: skip
            out.write(json.dumps(line, ensure_ascii=False) + "\n")

        yield write
    if not path.stat().st_size:
        path.unlink()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise SourceError(_("cannot be read: {reason}").format(reason=reason_of(error))) from error


def _items(items: Iterator[Item]) -> Iterator[Item]:
    """What the loader yields; a file that breaks off is what came before, and the break as a reject."""
    try:
        yield from items
    except GovgraphError as error:
        yield Rejected("", error.message if isinstance(error, SourceError) else error.text, "")
    except RecursionError:
        yield Rejected("", _("is nested too deeply"), "")


def _read(stream: BinaryIO, found: Found, source: str) -> Iterator[Item]:
    # what is raised here, at once, concerns the file; what comes later the place where it breaks off
    module = loader(found.format)
    if found.map:
        return cast(MappedLoader, module).read(stream, str(found.path), source, found.map)
    return module.read(stream, str(found.path), source)


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
    items: Iterator[Item], counts: Counts, statements: StatementWriter, versions: RowWriter
) -> Iterator[Rejected]:
    """Write records, count everything, and yield what goes to quarantine."""
    seen = _Seen()
    for item in items:
        if isinstance(item, About):
            counts.about |= {key: cleaned(key, value) for key, value in item.values.items()}
        elif isinstance(item, Rejected):
            item = replace(item, reason=scrub_text(item.reason))
            reason = _DETAILS.split(item.reason)[0]
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
            for flaw in flaws(item):
                counts.set_aside[flaw.reason] += 1
                yield flaw
            _write(item, counts, statements, versions)
    again = seen.duplicates()
    counts.loaded -= len(again)
    counts.duplicates += len(again)
    statements.leave_out(again)


def _write(record: Record, counts: Counts, statements: StatementWriter, versions: RowWriter) -> None:
    for entity in record.entities:
        for name in entity.types:
            counts.classes[name] += 1
        statements.write(entity, counts.read)
    if v := record.version:
        row = counts.format, v.group, v.moment, v.id, counts.source, record.position, v.payload
        versions.extend([row])


def _source(found: Found, source: str, about: Mapping[str, str]) -> Entity:
    """The file as a source: what it says of itself, and the digest of this version of it."""
    entity = Entity.of("Source", source, source)
    values = {"name": found.name, "publisherName": "unknown"} | {k: v for k, v in about.items() if v}
    for name, value in sorted(values.items()):
        entity.add(name, value)
    with _opened(found.path) as stream:
        entity.add("sha256", sha256_of(stream))
    return entity


def _below_least(wanted: Mapping[str, int], counts: Counts) -> None:
    lineages = {name: kind.lineage for name, kind in ontology().classes.items()}
    short = []
    for name, least in wanted.items():
        number = sum(count for made, count in counts.classes.items() if name in lineages[made])
        if number < least:
            few = _("{number} {name} (at least {least})")
            short.append(few.format(number=number, name=name, least=least))
    if short:
        why = joined(("; ", _(next(iter(counts.quarantined)))), "") if counts.quarantined else ""
        counts.problem = _("yields too little for {format}: {short}{why}").format(
            format=counts.format, short=joined(short, ", "), why=why
        )
