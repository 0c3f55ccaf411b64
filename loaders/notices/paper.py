"""A notice as its container holds it, before it is read: what is shown, and what the container says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from govgraph.loaders.io.grid import Table
from govgraph.loaders.notices.notice import Day


@dataclass(slots=True)
class Paper:
    """One notice of a file: ``position`` is its place there, ``blocks`` its lines and tables in order.

    ``headings`` are what may be its heading, the best first; ``category`` is what the portal files it under.
    ``values`` are a record's own fields: key, label and value. ``flaw`` says why it was not read to its end,
    ``refused`` why it cannot be read at all. ``payload`` is what makes two papers the same, word for word.
    """

    position: str = ""
    headings: list[str] = field(default_factory=list)
    category: str = ""
    url: str = ""
    portal: str = ""
    id: str = ""
    published: Day | None = None
    edited: str = ""
    region: tuple[str, str] = ("", "")
    blocks: list[str | Table] = field(default_factory=list)
    values: list[tuple[str, str, str]] = field(default_factory=list)
    flaw: str = ""
    refused: str = ""
    links: int = 0
    password: bool = False
    payload: str = ""
    record: object = None
