"""A corrected quarantine file: its lines' records, as they now stand, for the loader that they came from."""

from __future__ import annotations

import io
from typing import BinaryIO

import orjson

from govgraph.errors import SourceError
from govgraph.loaders.io.files import head_of, text_of
from govgraph.messages import _

_KEYS = {"format", "source", "position", "reason", "record"}


def is_corrected(stream: BinaryIO) -> bool:
    """Whether these are JSON lines of which the first has a reason and a record."""
    try:
        first = orjson.loads(head_of(stream).split(b"\n", 1)[0])
    except ValueError:
        return False
    return isinstance(first, dict) and first.keys() >= _KEYS


def records_in(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """The format of the records, and the records themselves, one a line; values set aside are left out.

    Raises SourceError for what is no line of a quarantine file, and for records of several formats.
    """
    records: list[str] = []
    formats: set[str] = set()
    for number, line in enumerate(text_of(stream).splitlines(), 1):
        try:
            one = orjson.loads(line)
            if one.get("whole", True):
                records.append(" ".join(one["record"].splitlines()))
                formats.add(str(one["format"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourceError(
                _("line {number} is no line of a quarantine file: {error}").format(number=number, error=error)
            ) from error
    if len(formats) != 1:
        raise SourceError(_("holds records of {formats} formats, not of one").format(formats=len(formats)))
    return formats.pop(), io.BytesIO(("\n".join(records) + "\n").encode())
