"""A worker process that answers Cypher: the embedded engine over one build, without network, files or writes.

Once it is ready it can open nothing any more: the system gives it no further file or connection, whatever a query
asks for. It talks as govgraph.web.worker does; a query is JSON, a text with its parameters.
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from govgraph.errors import QueryError
from govgraph.graph.graph import Graph
from govgraph.graph.opened import Build
from govgraph.queries.ask import ask
from govgraph.queries.table import Table
from govgraph.stores.cypher.parts import parts
from govgraph.stores.cypher.reading import only_reads
from govgraph.stores.embedded import EmbeddedStore
from govgraph.web import sandbox
from govgraph.web.worker import receive, send

#: What makes the process read all that it ever reads.
_FIRST = (
    "MATCH (n:Thing) WITH n ORDER BY n.id LIMIT 1 RETURN labels(n) AS l, keys(n) AS k, n.nothing AS x",
    "MATCH (n:Nothing RETURN",
)


def main() -> None:
    """Serve one socket until it closes; the options come as JSON in the first argument."""
    options = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sandbox.die_with_parent(options["parent"])
    channel = socket.socket(fileno=options["socket"])
    try:
        build = Build(Path(options["store"]))
        store, graph = EmbeddedStore.open(build), build.graph
        for text in _FIRST:
            with contextlib.suppress(QueryError):
                ask(text, store, graph, {})
    except Exception as error:
        send(channel, {"failed": f"{options['store']} cannot be opened ({error})"})
        return
    means = sandbox.bar_network()
    sandbox.limit_memory(options["memory_limit"])
    sandbox.bar_files()
    send(channel, {"ready": means})
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while request := receive(channel):
        sandbox.limit_processor(options["time_limit"] * 2)
        _serve(channel, store, graph, request, options)
        if (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) * 1024 > options["memory_limit"] // 4:
            return  # a fresh process takes over


def _serve(
    channel: socket.socket,
    store: EmbeddedStore,
    graph: Graph,
    request: dict[str, Any],
    options: dict[str, Any],
) -> None:
    try:
        asked = json.loads(request["query"])
        table = _answer(
            asked, store, graph, min(request["rows"], options["row_limit"]), options["time_limit"]
        )
        body = json.dumps(_document(table), ensure_ascii=False).encode()
    except _Refused as error:
        return send(channel, {"error": "Refused", "text": str(error)})
    except QueryError as error:
        return send(channel, {"error": "BadQuery", "text": str(error)})
    except RecursionError:
        return send(channel, {"error": "BadQuery", "text": "the query is nested too deeply"})
    except MemoryError:
        return send(channel, {"error": "TooLarge", "text": "the query needs more memory than it may have"})
    except UnicodeEncodeError:
        return send(channel, {"error": "BadQuery", "text": "the query has signs that are none"})
    except Exception as error:
        return send(channel, {"error": "StoreError", "text": f"{type(error).__name__}: {error}"})
    if len(body) > options["result_limit"]:
        text = f"the result has more than {options['result_limit']} bytes; ask for less, or use LIMIT"
        return send(channel, {"error": "TooLarge", "text": text})
    header = {"kind": "solutions", "form": "rows", "length": len(body), "gzip": False, "count": len(table)}
    return send(channel, header, body)


class _Refused(Exception):  # noqa: N818
    """The query would do more than read."""


def _answer(asked: dict[str, Any], store: EmbeddedStore, graph: Graph, rows: int, seconds: float) -> Table:
    try:
        only_reads(parts(asked["query"]))
    except QueryError as error:
        raise _Refused(str(error)) from error
    # the server ends what takes too long, and tells what it was; the engine's own limit is for when it cannot
    return ask(asked["query"], store, graph, asked["parameters"], time_limit=seconds * 2, row_limit=rows)


def _document(table: Table) -> dict[str, Any]:
    return {
        "columns": [column.name for column in table.columns], "rows": table.rows, "note": str(table.note),
        "warnings": [str(warning) for warning in table.warnings],
    }  # fmt: skip


if __name__ == "__main__":
    main()
