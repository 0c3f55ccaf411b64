"""`govgraph serve`: a server process over a workspace, or over RDF files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import uvicorn

from govgraph.errors import SourceError, StoreError
from govgraph.graph.opened import Build
from govgraph.messages import _, reason_of, speaking
from govgraph.ontology.model import ID_BASE
from govgraph.stores.rdf.store import write_rdf
from govgraph.web.access import AccessLog
from govgraph.web.connection import patient_protocol
from govgraph.web.cypher import Cypher
from govgraph.web.engine import Engine
from govgraph.web.reload import Service
from govgraph.web.settings import Settings
from govgraph.web.site import Site

_PREFIX = "govgraph-serve-"
_CONNECTIONS = 1_000
_ALIASES = {"owl": "rdf", "xml": "rdf", "json": "jsonld", "nquads": "nq", "ntriples": "nt", "turtle": "ttl"}


def serve(
    current: Callable[[], Build], files: Sequence[Path], host: str, port: int, settings: Settings, *,
    base: str | None = None, language: str = "zh", quiet: bool = False, say: Callable[[str], None] = print,
) -> None:  # fmt: skip
    """Serve the build that ``current`` gives, or RDF files, until SIGINT or SIGTERM; then answer what was asked, and end.

    Raises StoreError where there is no graph or the address is taken, SourceError for a bad file.
    """
    with ExitStack() as stack:
        for number in (signal.SIGTERM, signal.SIGINT):
            stack.callback(signal.signal, number, signal.signal(number, _end))
        scratch = stack.enter_context(_scratch())
        listener = stack.enter_context(_listen(host, port))
        factory = (
            _files_site(files, scratch, settings, language)
            if files
            else _workspace_site(current, scratch, settings, base or ID_BASE, language)
        )
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        app = Service(
            factory,
            None if files else current,
            settings,
            lambda: say(f"{address}/  (SPARQL: {address}/sparql)"),
        )
        config = uvicorn.Config(
            AccessLog(app, quiet=quiet), http=patient_protocol(settings.client_limit), ws="none", lifespan="on",
            loop="asyncio", access_log=False, log_level="warning", server_header=False, limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=int(settings.time_limit + settings.client_limit) + 1,
            proxy_headers=settings.behind_proxy, forwarded_allow_ips="*" if settings.behind_proxy else None,
        )  # fmt: skip
        _allow_many_files()
        for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn drains, then raises the signal again
            signal.signal(number, lambda *_: None)
        with speaking("en"):  # what is served has a language of its own
            uvicorn.Server(config).run(sockets=[listener])
        if app.problem:
            raise StoreError(app.problem)


def _end(*_: object) -> None:
    """Until the server drains by itself, a signal ends the process by way of all clean-up."""
    raise SystemExit(0)


def _workspace_site(current: Callable[[], Build], scratch: Path, settings: Settings, base: str, language: str) -> Callable[[], Site]:  # fmt: skip
    """How to open the build that is in use by then."""

    def open_site() -> Site:
        build = current()
        store, name = build.folder / "rdf", build.name
        if base != ID_BASE:
            store = scratch / build.name
            if not store.is_dir():
                write_rdf(build.graph, store, base)
            name = hashlib.sha256(f"{build.name} {base}".encode()).hexdigest()[:16]
        built = datetime.fromtimestamp(int((build.folder / "graph.json").stat().st_mtime), UTC)
        cypher = Cypher(build.folder, scratch, settings)
        return Site(Engine(store, scratch, settings), build, base, language, name, built, cypher)

    _ = current().graph  # say at once that there is none
    return open_site


def _files_site(
    files: Sequence[Path], scratch: Path, settings: Settings, language: str
) -> Callable[[], Site]:
    """Load RDF files into a store in the scratch folder, which is memory as far as the system has some."""
    store = ox.Store(str(scratch / "store"))
    content, latest = hashlib.sha256(), 0.0
    for path in files:
        form = ox.RdfFormat.from_extension(_ALIASES.get(path.suffix[1:].lower(), path.suffix[1:].lower()))
        if form is None:
            raise SourceError(_("not RDF by its name; use .ttl, .nt, .nq, .trig, .rdf or .jsonld"), str(path))
        try:
            store.bulk_load(path=str(path), format=form, base_iri=f"file:///{path.name}")
            content.update(hashlib.sha256(path.read_bytes()).digest())
            latest = max(latest, path.stat().st_mtime)
        except SyntaxError as error:
            raise SourceError(error.msg, str(path), error.lineno or 0) from error
        except (OSError, ValueError) as error:
            raise SourceError(str(error), str(path)) from error
    store.flush()
    store.optimize()
    del store
    built, name = datetime.fromtimestamp(int(latest), UTC), content.hexdigest()[:16]
    return lambda: Site(Engine(scratch / "store", scratch, settings), None, ID_BASE, language, name, built)


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder of our own for large results; what killed servers left behind is removed."""
    place = Path(tempfile.gettempdir())
    for old in place.glob(f"{_PREFIX}*"):
        owner = old.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdecimal() and not _alive(int(owner)):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


@contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise StoreError(
            _("{host}:{port} cannot be listened on: {reason}").format(
                host=host, port=port, reason=reason_of(error)
            )
        ) from error
    with listener:
        yield listener


def _allow_many_files() -> None:
    """Let this process have as many connections as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(most, 65_536) if most != resource.RLIM_INFINITY else 65_536
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
