"""A view of a build, written to a file."""

from __future__ import annotations

from pathlib import Path

from govgraph.graph.disk import write_text
from govgraph.graph.opened import Build
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.parquet import read_statements
from govgraph.views.picture import Picture

#: Above so many nodes a page opens on a backbone.
MOST_NODES = 2_000


def at_hand(build: Build, folder: Path | None) -> Texts | None:
    """The sources' texts in a folder, to show passages from; None where none is given."""
    if folder is None:
        return None
    return Texts(folder, read_statements(build.statement_files, "predicate IN ('textFile', 'sha256')"))


def write_picture(picture: Picture, path: Path, max_nodes: int = MOST_NODES) -> None:
    """Write a picture as one page, or as a still drawing (``.svg``); the file appears whole or not at all.

    Raises StoreError where the file cannot be written.
    """
    if path.suffix.lower() == ".svg":
        from govgraph.views.svg import render_svg  # what draws is slow to import

        text = render_svg(picture, max_nodes=max_nodes)
    else:
        from govgraph.views.page import render_page

        text = render_page(picture, max_nodes)
    write_text(path, text)
