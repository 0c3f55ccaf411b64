"""The RDF store of a build, written when somebody first asks for it: it costs as much as all the rest of a build.

It stands in the build's folder, or elsewhere if that cannot be written, as the readers' index does. Of several
processes that ask at once one writes it and the others wait.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.graph.disk import locked
from govgraph.graph.opened import Build
from govgraph.messages import Progress, _, reason_of, silent
from govgraph.stores.rdf.store import RdfStore, write_rdf


def rdf_folder(build: Build) -> Path:
    """Where a build's RDF store stands, or would."""
    folder = build.folder / "rdf"
    if folder.is_dir() or os.access(build.folder, os.W_OK):
        return folder
    return Path(tempfile.gettempdir()) / f"govgraph-{os.getuid() if hasattr(os, 'getuid') else 0}" / f"{build.name}-rdf"  # fmt: skip


def fill_rdf(build: Build, progress: Progress = silent) -> Path:
    """The folder of a build's RDF store; where it is not there yet it is written now, and ``progress`` is told.

    Raises StoreError where it cannot be written, as when another build takes this one's place meanwhile.
    """
    folder = rdf_folder(build)
    if folder.is_dir():
        return folder
    progress(_("writing the graph for SPARQL, which nobody has asked of this build before"))
    try:
        if folder.parent != build.folder:
            folder.parent.mkdir(mode=0o700, exist_ok=True)
        with locked(folder.parent / f".{folder.name}.lock"):
            if not folder.is_dir():
                _write(build, folder)
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {reason}").format(path=folder, reason=reason_of(error))
        ) from error
    return folder


def open_rdf(build: Build) -> RdfStore:
    """A build's RDF store, open for reading."""
    return RdfStore(fill_rdf(build))


def _write(build: Build, folder: Path) -> None:
    """Write the store so that it appears whole or not at all."""
    for leftover in folder.parent.glob(f".{folder.name}-draft-*"):  # of writers that were killed
        shutil.rmtree(leftover, ignore_errors=True)
    draft = folder.with_name(f".{folder.name}-draft-{os.getpid()}")
    try:
        write_rdf(build.graph, draft)
        with suppress(FileExistsError):  # without locks another may have been faster
            os.rename(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
