"""The rows of a CSV text, one after the other: a row that is broken costs itself, whatever quotes it has."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from govgraph.errors import SourceError
from govgraph.loaders.io.files import utf8_chunks
from govgraph.messages import _

_LONGEST_LINE = 64 << 20  # characters
_LONGEST_ROW = 100  # lines
csv.field_size_limit(32 << 20)


class CsvRow(NamedTuple):
    """The line on which a row ends, and its values; or, for a row that is broken, its first line and the flaw."""

    line: int
    values: list[str]
    flaw: str = ""


class _TooLongError(Exception):
    """A row that goes on for more lines than any does."""


class _Lines:
    """Hands lines to a CSV reader, and remembers those of the row that is under way."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.row: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.row) > _LONGEST_ROW:
            raise _TooLongError
        line = next(self.lines)
        self.row.append(line)
        self.number += 1
        return line

    def back(self) -> str:
        """Take back all lines of the row but the first, which is returned."""
        first, *others = self.row
        self.lines = chain(others, self.lines)
        self.number -= len(others)
        return first


def read_rows(stream: BinaryIO, delimiter: str = ",") -> Iterator[CsvRow]:
    """The rows of a text, blank lines left out by none; what is wrong with a row is told with its first line."""
    lines = _Lines(read_lines(stream))
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.row = []
        flaw = ""
        try:
            values = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            flaw = _("a quote that is not closed")
        except csv.Error as error:
            flaw = _("cannot be read as CSV: {error}").format(error=error)
        if not flaw and len(lines.row) > 1 and sum(line.count('"') for line in lines.row) % 2:
            flaw = _("a quote that is not closed")  # it went to the end of the text
        if flaw:
            values = [lines.back().rstrip("\r\n")]
            reader = csv.reader(lines, delimiter=delimiter)
        yield CsvRow(lines.number, values, flaw)


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a text, with their ends, without holding it; raises SourceError for one that never ends."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    for chunk in utf8_chunks(stream):
        rest += decoder.decode(chunk)
        *whole, rest = re.split("(?<=\n)", rest) if "\n" in rest else [rest]
        yield from whole
        if len(rest) > _LONGEST_LINE:
            raise SourceError(
                _("has a line of more than {longest_line} million characters").format(
                    longest_line=_LONGEST_LINE >> 20
                )
            )
    if rest:
        yield rest
