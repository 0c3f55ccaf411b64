"""A worker process: one store open for reading, one query at a time, no network.

It is started by govgraph.web.process and talks with it over a socket: each message is two lengths, a
JSON header and a body; a large result goes as the descriptor of a file. It imports little, so that a
killed one is replaced within some tens of milliseconds.
"""

from __future__ import annotations

import json
import re
import signal
import socket
import struct
import sys
from itertools import islice
from typing import Any

import pyoxigraph as ox

from govgraph.web import sandbox
from govgraph.web.safety import calls_service, syntax_error
from govgraph.web.spool import Spool

LENGTHS = struct.Struct("!II")
_PREFIX = re.compile(r"(?i)\bPREFIX\s+([\w-]*):\s*<([^<>\s]+)>")


def main() -> None:
    """Serve one socket until it closes; the options come as JSON in the first argument."""
    options = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when we end
    sandbox.die_with_parent(options["parent"])
    means = sandbox.bar_network()
    channel = socket.socket(fileno=options["socket"])
    try:
        store = ox.Store.read_only(options["store"])
        bool(store.query("ASK { ?s ?p ?o }"))  # opens what is opened late
    except OSError as error:
        send(channel, {"failed": f"{options['store']} cannot be opened ({error})"})
        return
    sandbox.limit_memory(options["memory_limit"])
    send(channel, {"ready": means})
    base = sandbox.resident()
    while request := receive(channel):
        sandbox.limit_processor(options["time_limit"] * 2)
        _serve(channel, store, request, options)
        if sandbox.resident() - base > options["memory_limit"] // 4:
            return  # a fresh process takes over; this one would keep what a large query made it take


def _serve(channel: socket.socket, store: ox.Store, request: dict[str, Any], options: dict[str, Any]) -> None:
    request["row_limit"] = options["row_limit"]
    sink = Spool(request["gzip"], options["spool"], options["row_limit"], options["result_limit"])
    try:
        header = _run(store, request, sink)
        length, body, file = sink.finish()
        header |= {"length": length, "gzip": request["gzip"]}
        send(channel, header, body, file)
    except BaseException as error:  # a panic of the engine is no Exception
        send(channel, _problem(error, request["query"], sink))
    finally:
        sink.close()


def _problem(error: BaseException, query: str, sink: Spool) -> dict[str, Any]:
    """An exception as (kind of error, text fit for a client)."""
    if sink.problem:
        return {"error": "TooLarge", "text": sink.problem}
    match error:
        case SyntaxError():
            return {"error": "BadQuery", "text": syntax_error(query, str(error))}
        case MemoryError():
            return {"error": "TooLarge", "text": "the query needs more memory than it may have"}
        case _Wrong():
            return {"error": error.kind, "text": str(error)}
        case RuntimeError() | ValueError():
            return {"error": "BadQuery", "text": str(error)}
    if not isinstance(error, Exception):
        return {"error": "TooLarge", "text": "the engine cannot run this query"}
    return {"error": "StoreError", "text": f"{type(error).__name__}: {error}"}


class _Wrong(Exception):  # noqa: N818
    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def _run(store: ox.Store, request: dict[str, Any], sink: Spool) -> dict[str, Any]:
    query = request["query"]
    if calls_service(query):
        raise _Wrong("Refused", "queries that call other services (SERVICE) are not run here")
    default, named = request["default_graphs"], request["named_graphs"]
    result = store.query(
        query,
        base_iri=request["base"],
        default_graph=None if default is None else [ox.NamedNode(name) for name in default],
        named_graphs=None if named is None else [ox.NamedNode(name) for name in named],
    )
    if request["rows"] is not None:
        return _values(result, request["rows"], sink)
    if isinstance(result, ox.QueryTriples):
        return _graph(result, request, sink)
    kind = "boolean" if isinstance(result, ox.QueryBoolean) else "solutions"
    form = request["solutions"]
    if form is None:
        raise _Wrong("Unacceptable", f"the result is {kind}, which comes as JSON, XML, CSV or TSV")
    sink.expect(form if kind == "solutions" else "")
    result.serialize(sink, ox.QueryResultsFormat.from_extension(form))  # type: ignore[arg-type]  # a writer
    return {"kind": kind, "form": form, "count": sink.rows}


def _graph(result: ox.QueryTriples, request: dict[str, Any], sink: Spool) -> dict[str, Any]:
    form, limit = request["graph"], request["row_limit"]
    if form is None:
        raise _Wrong(
            "Unacceptable", "the result is a graph, which comes as Turtle, N-Triples, RDF/XML or JSON-LD"
        )
    triples = islice(result, limit)
    format_ = ox.RdfFormat.from_extension(form)
    ox.serialize(triples, sink, format_, prefixes=_prefixes(request["query"]))  # type: ignore[arg-type]
    if next(result, None) is not None:
        raise _Wrong("TooLarge", f"the result has more than {limit} triples; ask for less, or use LIMIT")
    return {"kind": "graph", "form": form}


def _prefixes(query: str) -> dict[str, str]:
    """The query's own prefixes, for a result that reads like it; none where there may be any doubt."""
    found = {}
    for name, iri in _PREFIX.findall(query):
        try:
            found[name] = ox.NamedNode(iri).value
        except ValueError:
            return {}
    return found


def _values(result: Any, most: int, sink: Spool) -> dict[str, Any]:
    """Rows as values for our own pages: the first ones, and whether there were more."""
    if not isinstance(result, ox.QuerySolutions):
        raise _Wrong("BadQuery", "only SELECT queries give rows")
    names = [variable.value for variable in result.variables]
    count = 0
    for solution in islice(result, most):
        row = [_term(solution[i]) for i in range(len(names))]
        sink.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        count += 1
    cut = next(result, None) is not None
    return {"kind": "solutions", "form": "rows", "count": count, "columns": names, "cut": cut}


def _term(term: Any) -> list[str] | None:
    """A term as JSON: kind, value, and a literal's datatype and language."""
    match term:
        case None:
            return None
        case ox.NamedNode():
            return ["iri", term.value]
        case ox.Literal():
            return ["literal", term.value, term.datatype.value, term.language or ""]
        case ox.BlankNode():
            return ["blank", term.value]
    return ["triple", str(term)]


def receive(channel: socket.socket) -> dict[str, Any] | None:
    """The next request; None when the server is gone."""
    lengths = _exactly(channel, LENGTHS.size)
    if not lengths:
        return None
    found: dict[str, Any] = json.loads(_exactly(channel, sum(LENGTHS.unpack(lengths))))
    return found


def _exactly(channel: socket.socket, length: int) -> bytes:
    """So many bytes; none when the other end is gone."""
    parts = bytearray()
    while len(parts) < length:
        part = channel.recv(length - len(parts))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def send(channel: socket.socket, header: dict[str, Any], body: bytes = b"", file: int | None = None) -> None:
    """Send a reply: a header, a body, the descriptor of a file."""
    head = json.dumps(header).encode()
    message = LENGTHS.pack(len(head), len(body)) + head + body
    sent = socket.send_fds(channel, [message], [] if file is None else [file])
    channel.sendall(message[sent:])


if __name__ == "__main__":
    main()
