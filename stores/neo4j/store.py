"""Neo4j as a store to ask: read transactions with limits, over the official driver."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any

from neo4j import READ_ACCESS, Query, Session
from neo4j.exceptions import ClientError, Neo4jError, TransientError

from govgraph.errors import QueryError
from govgraph.graph.opened import Build
from govgraph.messages import Message, _
from govgraph.neo4j_local.server import Address
from govgraph.stores.base import ROW_LIMIT, TIME_LIMIT, Rows, cypher_parameters
from govgraph.stores.cypher.rewrite import rewritten
from govgraph.stores.neo4j.connect import connected, explained, find_address
from govgraph.stores.neo4j.load import ledger_of
from govgraph.stores.values import neo4j_rows


class Neo4jStore:
    """A Neo4j open for reading; ``neo4j://`` addresses are routed by the driver."""

    language = "cypher"
    #: What must be said of the database, once after the load that it is of.
    notice: Message | None = None

    def __init__(self, address: Address) -> None:
        self._address = address
        self._open = ExitStack()
        self._driver = self._open.enter_context(connected(address))

    @classmethod
    def open(cls, build: Build) -> Neo4jStore:
        """The Neo4j of the environment, or the running local one of the build's workspace."""
        store = cls(find_address(build.workspace))
        if left := ledger_of(store._driver, store._address, build.workspace / "loads").untold():
            store.notice = _(
                "this Neo4j still holds {left} facts that no source states any more; remove them with: govgraph neo4j load --snapshot"
            ).format(left=left)
        return store

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any],
        time_limit: float = TIME_LIMIT,
        row_limit: int = ROW_LIMIT,
    ) -> Rows:
        """Run one Cypher query in a read transaction; see Store.run.

        The server itself ends the query at its time limit and refuses to write.
        """
        session = self._driver.session(
            database=self._address.database,
            default_access_mode=READ_ACCESS,
            fetch_size=min(row_limit + 1, 1000),
        )
        with explained(self._address), session:
            try:
                sent, given = rewritten(text, cypher_parameters(parameters), embedded=False)
                result = session.run(Query(sent, timeout=time_limit), given)
                columns = tuple(result.keys())
                rows = [record.values() for record in islice(result, row_limit)]
                cut = result.peek() is not None
                result.consume()
                return Rows(columns, neo4j_rows(rows, partial(_ids, session)), cut)
            except Neo4jError as error:
                raise _query_error(error, time_limit) from error

    def names(self) -> set[str]:
        """Labels, relationship types and property keys that the database knows, whoever put them there."""
        text = (
            "CALL db.labels() YIELD label RETURN label AS name UNION CALL db.relationshipTypes() YIELD relationshipType "
            "RETURN relationshipType AS name UNION CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey AS name"
        )
        return {str(name) for (name,) in self.run(text, {}).rows}

    def close(self) -> None:
        """Close all connections."""
        self._open.close()


def _ids(session: Session, elements: Collection[str]) -> dict[str, str]:
    """Ids of nodes by Neo4j's own."""
    rows = session.run(
        "UNWIND $elements AS element MATCH (n) WHERE elementId(n) = element AND n.id IS NOT NULL RETURN element, n.id AS id",
        elements=list(elements),
    )
    return {row["element"]: str(row["id"]) for row in rows}


def _query_error(error: Neo4jError, time_limit: float) -> Exception:
    """A question's fault as QueryError; what is the server's fault stays as it is."""
    code = error.code or ""
    if "TransactionTimedOut" in code or "Transaction.Terminated" in code:
        return QueryError(_("the query took longer than {time_limit:g} s").format(time_limit=time_limit))
    if isinstance(error, TransientError) or not isinstance(error, ClientError) or ".Security." in code:
        return error
    if "AccessMode" in code:
        return QueryError(_("a query may only read"))
    return QueryError(_("Neo4j refused the query: {message}").format(message=error.message))
