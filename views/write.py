"""A view of a build, written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govgraph.graph.disk import write_text
from govgraph.graph.opened import Build
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.parquet import read_statements
from govgraph.views.page import render_page
from govgraph.views.select import picture
from govgraph.views.svg import render_svg


def write_view(
    build: Build,
    view: str,
    arguments: Sequence[str],
    path: Path,
    *,
    depth: int = 1,
    texts: Path | None = None,
    max_nodes: int = 2_000,
) -> None:
    """Write a view as one page, or as a still drawing (``.svg``); the file appears whole or not at all.

    Raises QueryError for an unknown view or name, StoreError where the file cannot be written.
    """
    at_hand = (
        Texts(texts, read_statements(build.statement_files, "predicate IN ('textFile', 'sha256')"))
        if texts
        else None
    )
    shown = picture(build, view, arguments, depth=depth, texts=at_hand)
    still = path.suffix.lower() == ".svg"
    write_text(path, render_svg(shown, max_nodes=max_nodes) if still else render_page(shown, max_nodes))
