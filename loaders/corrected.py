"""A corrected quarantine file: each line's record, as it now stands, through the loader it came from."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from govgraph.errors import SourceError
from govgraph.loaders.base import Item, MappedLoader
from govgraph.loaders.io.files import text_of

NAME = "corrected"
LEAST: Mapping[str, int] = {}
_KEYS = {"format", "source", "position", "reason", "record"}


def detect(path: Path, head: bytes) -> bool:
    """JSON lines whose first has a reason and a record."""
    try:
        first = json.loads(head.split(b"\n", 1)[0])
    except ValueError:
        return False
    return isinstance(first, dict) and first.keys() >= _KEYS


def read(path: Path, source: str, map_file: Path | None = None) -> Iterator[Item]:
    """The records that the loader of the lines' format makes of them; rows of a table need their map."""
    from govgraph.loaders.registry import MODULES, loader

    records: list[str] = []
    kinds: set[str] = set()
    for number, line in enumerate(text_of(path).splitlines(), 1):
        try:
            one = json.loads(line)
            if one.get("whole", True):
                records.append(" ".join(one["record"].splitlines()))
                kinds.add(one["format"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourceError(
                f"line {number} is no line of a quarantine file: {error}", str(path), number
            ) from error
    if len(kinds) != 1 or not kinds <= set(MODULES):
        raise SourceError(f"holds records of {len(kinds)} formats, not of one", str(path))
    with tempfile.TemporaryDirectory() as folder:
        joined = Path(folder) / path.name
        joined.write_text("\n".join(records) + "\n", "utf-8")
        module = loader(kinds.pop())
        yield from (
            cast(MappedLoader, module).read(joined, source, map_file)
            if map_file
            else module.read(joined, source)
        )
