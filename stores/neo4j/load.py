"""The incremental load of a built graph into Neo4j: the difference to what is there, in batches.

Constraints and indexes come first, then nodes, then relationships, then what is to go. Every batch is
one managed transaction, tried again when the server asks for it, and every statement may run twice
with the same result; so a load that was killed is completed by the next. Labels and types come from
the ontology alone, values go as parameters alone. Nothing is touched that this workspace never loaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from neo4j import Driver, ManagedTransaction, Session

from govgraph.errors import StoreError
from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.messages import _
from govgraph.neo4j_local.server import Address
from govgraph.ontology.model import ontology
from govgraph.stores.neo4j.connect import connected
from govgraph.stores.neo4j.difference import Difference, key_label
from govgraph.stores.neo4j.ledger import Ledger

BATCH = 10_000
_STALLED = 20.0  # seconds in which no index fills any further
Progress = Callable[[str], None]

# Where questions start from, besides ids.
_INDEXES = (
    ("Thing", "name"), ("Evidence", "about"), ("Claim", "about"), ("Claim", "predicate"),
    *((label, key) for label in ("Claim", "SourceRelation") for key in ("subjectId", "objectId")),
)  # fmt: skip


_SECONDS = 5.0  # between lines of progress


@dataclass(slots=True)
class Change:
    """What a load did, or would do, to one kind of node or relationship."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(slots=True)
class Report:
    """The changes by primary label or relationship type, and counts in the database around them.

    ``before`` and ``after`` count every label of the ontology, so a label counts its subclasses too.
    ``kept`` nodes are no longer stated but hold relationships of others, so they stayed.
    """

    changes: dict[str, Change] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    kept: int = 0
    left: int = 0

    def change(self, name: str) -> Change:
        """The entry of a label or type."""
        return self.changes.setdefault(name, Change())


def load(
    graph: Graph,
    address: Address,
    ledgers: Path,
    *,
    snapshot: bool = False,
    dry_run: bool = False,
    batch: int = BATCH,
    progress: Progress = lambda _: None,
) -> Report:
    """Bring a database to a built graph; ``ledgers`` is the folder that remembers loads.

    A ``snapshot`` removes what the graph no longer has; otherwise only what a database of an older form has: evidence
    that no longer needs a node, and relationships of claims and sources. With
    ``dry_run`` nothing is written anywhere. Raises StoreError; what arrived by then stays, and the next
    load completes it.
    """
    require_known(graph)
    with connected(address) as driver, driver.session(database=address.database) as session:
        loader = _Loader(graph, session, ledger_of(driver, address, ledgers), batch, progress)
        return loader.foresee(snapshot) if dry_run else loader.load(snapshot)


def ledger_of(driver: Driver, address: Address, ledgers: Path) -> Ledger:
    """The ledger of the database at an address."""
    rows = driver.execute_query("CALL db.info() YIELD id RETURN id", database_=address.database).records
    return Ledger(ledgers / str(rows[0]["id"]))


def require_known(graph: Graph) -> None:
    """Refuse labels, types and keys that do not come from the ontology: they stand in query texts."""
    model = ontology()
    words = {p.companion for p in model.properties.values()} | set(model.properties)
    words |= {"id", "start_id", "end_id", "sources", "disputed", "value", "about", "predicate", "modality"}
    words |= {"source", "locator", "surface", "quoted", "rule"}
    types = {p.relationship_type for p in model.properties.values()}
    used = {label for t in graph.nodes for label in t.labels} - set(model.classes)
    used |= {t.type for t in graph.edges} - types
    used |= {c.name for t in graph.tables for c in t.columns} - words
    if used:
        raise StoreError(
            _("the graph has labels, types or keys that the ontology lacks: {used}").format(used=sorted(used))
        )


def prepare(session: Session, graph: Graph) -> None:
    """Constraints and indexes, in place before the first row."""
    labels = sorted({key_label(t.labels) for t in graph.nodes} | {"Thing"})
    for label in labels:
        session.run(
            f"CREATE CONSTRAINT govgraph_{label}_id IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE"
        ).consume()
    for type_ in sorted({t.type for t in graph.edges}):
        session.run(
            f"CREATE CONSTRAINT govgraph_{type_}_id IF NOT EXISTS FOR ()-[r:`{type_}`]-() REQUIRE r.id IS UNIQUE"
        ).consume()
    for label, key in _INDEXES:
        session.run(
            f"CREATE INDEX govgraph_{label}_{key} IF NOT EXISTS FOR (n:`{label}`) ON (n.`{key}`)"
        ).consume()
    _await_indexes(session)


def _await_indexes(session: Session) -> None:
    """Wait while indexes fill; on a full disk a server never says that they don't."""
    seen, since = -1.0, time.monotonic()
    while True:
        rows = session.run(
            "SHOW INDEXES YIELD name, state, populationPercent AS done WHERE name STARTS WITH 'govgraph_' RETURN *"
        ).data()
        waiting = [row for row in rows if row["state"] != "ONLINE"]
        if not waiting:
            return
        failed = [row["name"] for row in waiting if row["state"] == "FAILED"]
        filled = sum(row["done"] for row in rows)
        if filled > seen:
            seen, since = filled, time.monotonic()
        if failed or time.monotonic() - since > _STALLED:
            name = (failed or [waiting[0]["name"]])[0]
            raise StoreError(
                _(
                    "Neo4j does not fill the index {name}: has it disk space left? More is in its own log"
                ).format(name=name)
            )
        time.sleep(0.1)


def expected_counts(graph: Graph) -> dict[str, int]:
    """Nodes per label (a label counts its subclasses) and relationships per type of a built graph."""
    found: dict[str, int] = {}
    for table in graph.nodes:
        for label in table.labels:
            found[label] = found.get(label, 0) + table.count
    for edge in graph.edges:
        found[edge.type] = found.get(edge.type, 0) + edge.count
    return dict(sorted(found.items()))


def database_counts(session: Session, graph: Graph) -> dict[str, int]:
    """The same counts as they are in the database, from its count store."""
    labels = sorted({label for t in graph.nodes for label in t.labels})
    parts = [f"MATCH (n:`{label}`) RETURN '{label}' AS name, count(n) AS n" for label in labels]
    parts += [
        f"MATCH ()-[r:`{t}`]->() RETURN '{t}' AS name, count(r) AS n"
        for t in sorted({e.type for e in graph.edges})
    ]
    if not parts:
        return {}
    rows = session.run(" UNION ALL ".join(parts)).data()
    return dict(sorted((row["name"], row["n"]) for row in rows))


class _Loader:
    def __init__(
        self, graph: Graph, session: Session, ledger: Ledger, batch: int, progress: Progress
    ) -> None:
        self.graph, self.session, self.ledger = graph, session, ledger
        self.batch, self.progress, self._told = batch, progress, time.monotonic()
        self.report = Report(before=database_counts(session, graph))
        current, attempts = ledger.current, ledger.attempts
        sure = current is not None and self._still_there(current)
        old = [*([current] if current else []), *attempts]
        self.difference = Difference(graph, old, sure=sure, left=ledger.left)

    def foresee(self, snapshot: bool) -> Report:
        """What a load would do."""
        for table in self.graph.tables:
            self._note(table)
        for name, count in self.difference.count_gone(retired=None if snapshot else True).items():
            self.report.change(name).removed += count
        self.report.left = 0 if snapshot else self._left()
        return self.report

    def load(self, snapshot: bool) -> Report:
        """Write everything; see ``load``."""
        self.ledger.begin(self.graph)
        self.progress(_("constraints and indexes"))
        prepare(self.session, self.graph)
        for table in self.graph.nodes:
            self._nodes(table, snapshot)
        keys = {t.labels[0]: key_label(t.labels) for t in self.graph.nodes}
        for edges in self.graph.edges:
            self._edges(edges, keys, snapshot)
        stays = self._remove(snapshot)
        self.report.kept = len(stays) if snapshot else 0
        self.report.left = 0 if snapshot else self._left()
        self._remember(stays if snapshot else None)
        self.difference.close()
        self.report.after = database_counts(self.session, self.graph)
        return self.report

    def _still_there(self, current: Graph) -> bool:
        """Whether the database has at least what the last load left; if not, all is sent again."""
        have, expected = database_counts(self.session, current), expected_counts(current)
        missing = [name for name, count in expected.items() if have.get(name, 0) < count]
        if missing:
            self.progress(
                _("something was removed since the last load ({missing}); loading all again").format(
                    missing=", ".join(missing[:3])
                )
            )
        return not missing

    def _note(self, table: NodeTable | EdgeTable) -> int:
        added, changed = self.difference.count(table)
        change = self.report.change(table.type if isinstance(table, EdgeTable) else table.labels[0])
        change.added += added
        change.changed += changed
        return added + changed

    def _nodes(self, table: NodeTable, snapshot: bool) -> None:
        if not (count := self._note(table)):
            return
        label = key_label(table.labels)
        more = "".join(f":`{name}`" for name in table.labels if name != label)
        query = f"UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET n += row.values"
        self._write(
            query + (f" SET n{more}" if more else ""), self._rows(table, snapshot), count, table.labels[0]
        )
        if snapshot:
            for lost, ids in self.difference.lost_labels(table, self.batch):
                self._run(f"UNWIND $rows AS id MATCH (n:`{label}` {{id: id}}) REMOVE n:`{lost}`", ids)

    def _edges(self, table: EdgeTable, keys: Mapping[str, str], snapshot: bool) -> None:
        if not (count := self._note(table)):
            return
        query = f"""UNWIND $rows AS row
            MATCH (a:`{keys[table.start_label]}` {{id: row.start_id}}) MATCH (b:`{keys[table.end_label]}` {{id: row.end_id}})
            MERGE (a)-[r:`{table.type}` {{id: row.id}}]->(b) SET r += row.values"""
        self._write(query, self._rows(table, snapshot), count, table.type)

    def _rows(self, table: NodeTable | EdgeTable, snapshot: bool) -> Iterator[list[dict[str, Any]]]:
        for rows in self.difference.changed(table, self.batch):
            for row in rows:
                gone = row.pop("gone")
                if snapshot and gone:
                    row["values"].update(dict.fromkeys(gone))  # a null removes its key
            yield rows

    def _write(self, query: str, batches: Iterator[list[dict[str, Any]]], count: int, name: str) -> None:
        done = 0
        for rows in batches:
            self._run(query, rows)
            done += len(rows)
            if time.monotonic() - self._told > _SECONDS:
                self._told = time.monotonic()
                self.progress(f"{name}: {done} of {count}")

    def _run(self, query: str, rows: Sequence[Any]) -> list[Any]:
        def work(transaction: ManagedTransaction) -> list[Any]:
            return transaction.run(query, rows=rows).values()

        return self.session.execute_write(work)

    def _left(self) -> int:
        return sum(self.difference.count_gone(retired=False).values())

    def _remove(self, snapshot: bool) -> list[tuple[str, str]]:
        """Remove what is no longer stated, or without a snapshot what the graph no longer has the form of.

        Returns the nodes that others' relationships hold.
        """
        for type_, ids in self.difference.gone(EdgeTable, self.batch, retired=not snapshot):
            self._run(f"UNWIND $rows AS id MATCH ()-[r:`{type_}` {{id: id}}]->() DELETE r", ids)
            self.report.change(type_).removed += len(ids)
        stays: list[tuple[str, str]] = []
        for label, ids in self.difference.gone(NodeTable, self.batch, retired=not snapshot):
            held = self._run(
                f"UNWIND $rows AS id MATCH (n:`{label}` {{id: id}}) WHERE (n)--() RETURN id", ids
            )
            self._run(f"UNWIND $rows AS id MATCH (n:`{label}` {{id: id}}) WHERE NOT (n)--() DELETE n", ids)
            stays += [(label, id_) for (id_,) in held]
            self.report.change(label).removed += len(ids) - len(held)
        return stays

    def _remember(self, stays: Sequence[tuple[str, str]] | None) -> None:
        """Note what stays behind, then that the load is complete."""
        draft = self.ledger.left.with_suffix(".draft")
        self.difference.keep_gone(draft, stays)
        draft.replace(self.ledger.left)
        self.ledger.finish(self.graph)
