"""The full load: the local Neo4j's database made anew from import files.

It replaces a whole database, so it wants one that is empty or holds nothing but what this workspace
loaded; anything else is refused, before the server is stopped.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.graph.graph import Graph
from govgraph.messages import _
from govgraph.neo4j_local.server import Address, LocalServer
from govgraph.stores.neo4j.connect import connected
from govgraph.stores.neo4j.import_files import write_import_files
from govgraph.stores.neo4j.load import (
    Progress,
    Report,
    database_counts,
    ledger_of,
    prepare,
    require_known,
)


def load_full(
    graph: Graph, server: LocalServer, ledgers: Path, *, progress: Progress = lambda _: None
) -> Report:
    """Import a built graph into a local server's database, and start the server on it.

    Killed at any point, a rerun begins again. Raises StoreError where the database holds others' data.
    """
    require_known(graph)
    report = Report()
    nodes, begun = sum(t.count for t in graph.nodes), server.home / "full-load.begun"
    if (server.home / "data/databases/neo4j").exists() and not (server.home / "import.unfinished").exists():
        address = server.start(progress)
        report.before = _require_ours(graph, address, ledgers, _begun(begun))
    server.stop()
    _made(server.home)
    begun.write_text(str(max(nodes, _begun(begun))), "utf-8")
    folder = Path(tempfile.mkdtemp(prefix="import-", dir=_made(server.home)))
    try:
        progress(_("writing import files"))
        files = write_import_files(graph, folder)
        server.import_full(
            files.nodes, files.relationships, overwrite=True, options=files.options, progress=progress
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    address = server.start(progress)
    with connected(address) as driver, driver.session(database=address.database) as session:
        ledger = ledger_of(driver, address, ledgers)
        ledger.begin(graph)
        progress(_("constraints and indexes"))
        prepare(session, graph)
        ledger.finish(graph)
        begun.unlink()
        report.after = database_counts(session, graph)
    for table in graph.nodes:
        report.change(table.labels[0]).added += table.count
    for edges in graph.edges:
        report.change(edges.type).added += edges.count
    return report


def _begun(path: Path) -> int:
    """How many nodes a full load that broke off may have left: no ledger knows of a new database yet."""
    try:
        return int(path.read_text("utf-8"))
    except (OSError, ValueError):
        return 0


def _require_ours(graph: Graph, address: Address, ledgers: Path, begun: int) -> dict[str, int]:
    """Counts before; raises StoreError where there is more than this workspace loaded."""
    with connected(address) as driver, driver.session(database=address.database) as session:
        row = session.run("MATCH (n) RETURN count(n) AS n").single(strict=True)
        ledger = ledger_of(driver, address, ledgers)
        known = [g for g in (ledger.current, *ledger.attempts) if g is not None]
        ours = max((sum(t.count for t in g.nodes) for g in known), default=0)
        ours = max(ours, begun)
        if row["n"] > ours:
            raise StoreError(
                _(
                    "a full load replaces the whole database, which holds {row} nodes of which this "
                    "workspace loaded {ours}; load without --full, or stop Neo4j and delete its data first"
                ).format(row=row["n"], ours=ours)
            )
        return database_counts(session, graph)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("import-*"):
        shutil.rmtree(old, ignore_errors=True)
    return folder
