"""What is kept of a paper that was not read: its words, without contacts and experts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from govgraph.loaders.io.grid import Table
from govgraph.loaders.io.html import read_page
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.pieces import split
from govgraph.loaders.notices.vocabulary import key_of


def kept(paper: Paper) -> object:
    """A rejected record with its page's text, without people, in place of its HTML; of a page its lines."""
    if isinstance(paper.record, Mapping):
        values = {name: value for name, value in paper.record.items() if value not in (None, "")}
        for name, value in values.items():
            if isinstance(value, str) and ("<" in value or len(value) > 200):
                values[name] = "\n".join(_lines(read_page(value).blocks))[:15_000]
        return values
    return "\n".join([*paper.headings[:1], *_lines(paper.blocks)])[:2000]


def _lines(blocks: list[str | Table]) -> Iterator[str]:
    """The lines of blocks but those of people and contacts, and the line below such a label."""
    dropped = False
    for line in (block for block in blocks if isinstance(block, str)):
        label, colon, value = split(line)
        below, dropped = dropped, key_of(re.split("[:： ]", label)[0]) == "drop"
        if not dropped and (colon or not below):
            yield line
        dropped = dropped and not value
