"""What a Python user gets of a view or of evidence: it prints, saves, and shows itself in a notebook."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from govgraph.graph.opened import Build
from govgraph.graph.reader.as_json import why_json
from govgraph.graph.reader.as_text import why_text
from govgraph.graph.reader.explain import Answer
from govgraph.queries.table import Table
from govgraph.views.picture import Picture
from govgraph.views.select import picture, rows_picture
from govgraph.views.svg import render_svg
from govgraph.views.write import MOST_NODES, at_hand, write_picture

_SMALL = 150  # nodes of a picture in a notebook


@dataclass(frozen=True)
class ShownView:
    """A view of a build (see ``govgraph view``); it is drawn when it is first needed."""

    build: Build
    name: str
    arguments: tuple[str, ...] = ()
    depth: int = 1
    texts: Path | None = None
    parameters: Mapping[str, str | Sequence[str] | None] | None = None

    @cached_property
    def picture(self) -> Picture:
        """The nodes and ties that are drawn; raises QueryError for an unknown view or name."""
        return picture(
            self.build, self.name, self.arguments, depth=self.depth, texts=at_hand(self.build, self.texts),
            parameters=self.parameters,
        )  # fmt: skip

    def save(self, path: Path | str, *, max_nodes: int = MOST_NODES) -> None:
        """Write one page that opens anywhere, or a still drawing (``.svg``); whole or not at all."""
        write_picture(self.picture, Path(path), max_nodes)

    def _repr_html_(self) -> str:
        return render_svg(self.picture, max_nodes=_SMALL)


@dataclass(frozen=True)
class ShownRows(ShownView):
    """The view of what the rows of an answer name."""

    table: Table | None = None

    @cached_property
    def picture(self) -> Picture:
        """The nodes and ties that are drawn; raises QueryError where the rows name nothing."""
        return rows_picture(self.build, self.table or Table((), ()), at_hand(self.build, self.texts))


@dataclass(frozen=True)
class ShownAnswer:
    """The evidence for a thing or for what ties two; ``str`` is what ``govgraph why`` prints."""

    answer: Answer
    build: Build
    language: str = "zh"

    def __str__(self) -> str:
        return why_text(self.answer, self.language)

    def to_json(self) -> dict[str, Any]:
        """The same findings with every field of every statement."""
        return why_json(self.answer)

    def _repr_html_(self) -> str:
        """A small network of what is around, and the evidence below it."""
        ends = tuple(id_ for id_ in (self.answer.one, self.answer.other) if id_)
        drawn = ShownView(self.build, "path" if len(ends) > 1 else "ego", ends)._repr_html_()
        return f"{drawn}<pre>{html.escape(str(self))}</pre>"
