"""Statements to graph: grouped and joined by DuckDB, one Parquet file per table of the result.

1. Every entity gets its labels, and every single-valued property one value: the one that most
   sources give, then the first by code point. Where sources differ the owner is ``disputed``.
2. Edge entities and simple links become relationships with one id each, whoever states them. Nodes and
   relationships have ``sources`` and, in parallel, ``locators``: the place in each.
3. What is no fact (planned, assessed, speculated, denied) becomes ``Claim`` nodes, and who wrote or published a
   source, ``SourceRelation`` nodes: both name their ends, so that relationships lead through facts alone.
4. Sources' words that this does not tell become ``Evidence`` nodes (see govgraph.graph.builder.evidence).
5. What rules infer (see govgraph.graph.builder.rules.infer) is marked so: a relationship on itself, a type or value
   by an ``Inference`` node.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import duckdb

from govgraph.errors import StoreError
from govgraph.graph.builder.rules.infer import infer
from govgraph.graph.builder.source_values import open_companions, write_source_values
from govgraph.graph.builder.stages import PART, stage
from govgraph.graph.builder.table_writer import TableWriter
from govgraph.graph.graph import Graph
from govgraph.graph.statements.parquet import connect, one_thread, open_ontology, row_counts
from govgraph.messages import _
from govgraph.ontology.model import Ontology, ontology

_MOST = 10_240  # MB that a build may take where less does not suffice
_LEAST = 160  # MB for DuckDB, which writes to disk beyond them
_CONTAINER = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
_FEW = 100_000  # statements for which several threads take longer than one
_PER_MB = 700  # statements that are grouped and joined in a megabyte without a disk


def build(
    paths: Sequence[Path], folder: Path, model: Ontology | None = None, *, inference: bool = True, memory: int = 0
) -> Graph:  # fmt: skip
    """Build the graph of Parquet files of statements into ``folder`` (made, must be empty).

    Without ``inference`` nothing is in it that no source states. ``memory`` is how many MB to work in, a quarter
    of the machine's where it is 0: statements for which they suffice are taken at once, more in parts and with
    the help of the disk, with the same result. Raises StoreError where even much more does not suffice.
    """
    memory = memory or default_memory()
    while True:
        try:
            return _build(paths, folder, model or ontology(), inference, memory)
        # not all that DuckDB holds can go to disk; at a commit it says so with another error
        except (duckdb.OutOfMemoryException, duckdb.TransactionException) as error:
            shutil.rmtree(folder)
            memory *= 2
            if memory > _MOST:
                raise StoreError(
                    _("the graph cannot be built in {most} MB of memory: {error}").format(
                        most=_MOST, error=error
                    )
                ) from error


def default_memory() -> int:
    """A quarter of the machine's memory in MB, or of a container's; where nobody says, what suffices with a disk."""
    found = [_MOST << 21]
    with suppress(ValueError, OSError, AttributeError):
        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for limit in _CONTAINER:
        with suppress(ValueError, OSError):  # "max" where there is none
            found.append(int(limit.read_text()))
    return max(_LEAST, min(found) // (4 << 20)) if len(found) > 1 else _LEAST


def _build(paths: Sequence[Path], folder: Path, model: Ontology, inference: bool, memory: int) -> Graph:
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / ".scratch"
    at_once = max(PART, memory * _PER_MB)
    count = sum(row_counts(paths))
    large = count > at_once
    if large:
        scratch.mkdir()
        at_once = max(PART, at_once // 4)
    file = scratch / "staged.duckdb" if large else None
    with (
        closing(connect(f"{memory}MB", scratch, file)) as database,
        one_thread(database) if count < _FEW else nullcontext(),
    ):
        open_ontology(database, model)
        open_companions(database, model)
        database.execute("CREATE TABLE direct (property VARCHAR, start_end VARCHAR, end_end VARCHAR)")
        database.executemany(
            "INSERT INTO direct VALUES (?, ?, ?)",
            [(c.direct, c.edge_from, c.edge_to) for c in model.classes.values() if c.is_edge],
        )
        stage(database, paths, at_once if large else 0)
        ended = infer(database, model, at_once) if inference else {}
        writer = TableWriter(database, folder, model, inference, at_once)
        nodes, edges = writer.nodes(), writer.edges()
        at_sources = [table for table in edges if "Source" in (table.start_label, table.end_label)]
        if at_sources:
            nodes.append(writer.source_relations(at_sources))
        walked = tuple(table for table in edges if table not in at_sources)
        graph = Graph(folder, tuple(nodes), walked, tuple(ended.items()))
        write_source_values(database, folder)
    shutil.rmtree(scratch, ignore_errors=True)
    graph.save()
    return graph
