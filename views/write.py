"""A view of a workspace, written to a file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.graph.reader.passages import Texts
from govgraph.graph.statements.parquet import read_statements
from govgraph.views.page import render_page
from govgraph.views.select import picture
from govgraph.views.svg import render_svg
from govgraph.workspace import Workspace


def write_view(
    workspace: Workspace,
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
        Texts(
            texts, read_statements(workspace.current.statement_files, "predicate IN ('textFile', 'sha256')")
        )
        if texts
        else None
    )
    shown = picture(workspace, view, arguments, depth=depth, texts=at_hand)
    still = path.suffix.lower() == ".svg"
    write_text(path, render_svg(shown, max_nodes=max_nodes) if still else render_page(shown, max_nodes))


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text so that a reader never sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.write_text(text, "utf-8", newline="\n")
        os.replace(draft, path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
