"""Files that were read before and have not changed: what became of them then still holds, and they are not read again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from govgraph.graph.code import code_digest
from govgraph.graph.inputs import Inputs, SourceRecord
from govgraph.loaders.io.files import sha256_of
from govgraph.loaders.registry import CORRECTED, CURATED, LOADERS, Found
from govgraph.loaders.run_file import Counts
from govgraph.loaders.tables.map import map_beside

_KEPT = ("read", "loaded", "duplicates", "statements", "quarantined", "set_aside", "classes", "about")
_COUNTERS = ("quarantined", "set_aside", "classes")


def digest_of(found: Found, root: Path) -> str:
    """A digest of all that decides what is read of a file: itself, its column map, the words of the workspace, and our
    code. Empty where that is not known: a file that cannot be read, a loader of another package."""
    if found.problem or not (found.format in (CURATED, CORRECTED) or found.format in LOADERS.own):
        return ""
    content = hashlib.sha256(f"{code_digest()} {found.format} {found.name}".encode("utf-8", "surrogatepass"))
    try:
        for path in _read_for(found, root):
            with path.open("rb") as stream:
                content.update(f"\n{path.name} {sha256_of(stream)}".encode("utf-8", "surrogatepass"))
    except OSError:
        return ""
    return content.hexdigest()


def _read_for(found: Found, root: Path) -> Iterator[Path]:
    yield found.path
    if map_ := found.map or map_beside(found.path):
        yield map_
    # what a workspace adds to a loader stands in such files (``prepare``)
    yield from sorted(path for path in root.glob("*.tsv") if path.name != "identity.tsv")


def kept(counts: Counts) -> dict[str, Any]:
    """What to remember of a file that was read."""
    values = ((name, getattr(counts, name)) for name in _KEPT)
    return {name: dict(value) if isinstance(value, dict) else value for name, value in values}


def remembered(found: Found, record: SourceRecord | None, digest: str, inputs: Inputs) -> Counts | None:
    """What became of a file when it was read, where it has not changed and its statements are there."""
    if record is None or not digest or record.digest != digest or not record.counts:
        return None
    if record.path != str(found.path.absolute()) or not inputs.has(record.id):
        return None
    counts = Counts(str(found.path), record.id, found.format, unchanged=True, updated=True)
    known = {one.name for one in fields(Counts)}
    for name, value in record.counts.items():
        if name in known:
            setattr(counts, name, Counter(value) if name in _COUNTERS else value)
    return counts
