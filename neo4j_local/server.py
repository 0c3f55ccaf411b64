"""A local Neo4j without Docker or a system Java: fetched once, on loopback, with its own password.

    home/password      the password, readable by its owner only
    home/server.json   what runs, or ran last: process, ports, version
    home/conf  data  logs  run      Neo4j's own folders

It knows nothing of our graph: whoever loads or asks takes the ``Address`` from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.messages import _
from govgraph.neo4j_local import diagnose, process, setup
from govgraph.neo4j_local.importing import IMPORT, run_import, unfinished
from govgraph.neo4j_local.ready import wait_until_ready
from govgraph.neo4j_local.state import State, disk_use, keep_state, read_state

Progress = Callable[[str], None]

_USER = "neo4j"
_STOP_PATIENCE = 60.0  # seconds
_TRIES = 3  # when a port that was free is taken before Neo4j gets to it


def _quiet(_: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Neo4j answers and how to sign in; the password never shows."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


@dataclass(frozen=True, slots=True)
class Status:
    """What ``home`` holds and whether it is being served."""

    running: bool
    pid: int | None
    address: Address | None
    version: str
    browser: str
    data_size: int


class LocalServer:
    """The Neo4j whose data, password and logs live in ``home``."""

    def __init__(
        self,
        home: Path,
        *,
        bolt_port: int | None = None,
        browser: bool = False,
        heap: str = "512m",
        java: Path | None = None,
    ) -> None:
        self.home = home.expanduser().resolve()
        self._bolt, self._browser, self._heap, self._java = bolt_port, browser, heap, java

    def fetch(self, progress: Progress = _quiet) -> None:
        """Make sure that everything a start needs is on this machine."""
        setup.find_java(self._java)
        self._jars(progress)

    def start(self, progress: Progress = _quiet, *, die_with_parent: bool = False) -> Address:
        """Start the server, or find it running; it outlives this program unless told not to."""
        return self._start(progress, die_with_parent)[0]

    def _start(self, progress: Progress, die_with_parent: bool) -> tuple[Address, bool]:
        """The address, and whether the server is one that this call started."""
        with self._alone("starting Neo4j"):
            state = read_state(self.home)
            if state.process.alive:
                self._must_suit(state)
                progress(_("Neo4j is already running (pid {pid})").format(pid=state.pid))
                try:
                    return self._await(state, diagnose.offsets(self.home), progress), False
                except StoreError:
                    if state.process.alive:
                        raise
                    progress(_("it ended just now, so it is started anew"))
            if unfinished(self.home):
                raise StoreError(
                    _(
                        "the last full import into {home} didn't finish: import again, or delete {home2} to "
                        "start empty"
                    ).format(home=self.home, home2=self.home / "data")
                )
            return self._launch(progress, die_with_parent), True

    def stop(self) -> bool:
        """End the server and wait for it; says whether there was one."""
        if not self.home.exists():
            return False
        with self._alone("stopping Neo4j"):
            running = read_state(self.home).process
            if not running.alive:
                return False
            process.end(running, _STOP_PATIENCE)
            return True

    @contextmanager
    def running(self, progress: Progress = _quiet) -> Iterator[Address]:
        """The server for the length of a block: ended after it unless it ran before."""
        address, ours = self._start(progress, die_with_parent=True)
        try:
            yield address
        finally:
            if ours:
                self.stop()

    def status(self) -> Status:
        """What is here; asks no server, so it answers while one starts."""
        state = read_state(self.home)
        size = disk_use(self.home / "data")
        if not state.process.alive:
            return Status(False, None, None, state.version, "", size)
        browser = f"http://127.0.0.1:{state.http}/browser/" if state.http else ""
        return Status(True, state.pid, self._address(state), state.version, browser, size)

    def import_full(
        self,
        node_args: Sequence[str],
        relationship_args: Sequence[str],
        *,
        overwrite: bool = False,
        options: Sequence[str] = (),
        heap: str = "1200m",
        progress: Progress = _quiet,
    ) -> str:
        """Build the whole database from files with ``neo4j-admin database import full``.

        The arguments are what follows ``--nodes=`` and ``--relationships=``. The server must be
        stopped; a database that is there is replaced only with ``overwrite`` or when it is the
        ruin of an import that didn't finish. One bad entry is an error: the graph would lack it.
        """
        with self._alone(_("importing into Neo4j")):
            if read_state(self.home).process.alive:
                raise StoreError(_("a full import needs the server stopped; stop it first"))
            setup.need_space(self.home)
            java, jars = setup.find_java(self._java), self._jars(progress)
            setup.write_configuration(self.home, self._bolt or 7687, None)
            files = [f"--nodes={value}" for value in node_args]
            files += [f"--relationships={value}" for value in relationship_args]

            def command(more: Sequence[str]) -> list[str]:
                main = (*IMPORT, *files, *more, *options)
                return setup.java_command(self.home, "import", java, jars, heap, main)

            return run_import(self.home, command, overwrite, progress)

    @contextmanager
    def _alone(self, doing: str) -> Iterator[None]:
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.home / "logs").mkdir(exist_ok=True)
            with process.lock(self.home / "lock", doing):
                yield
        except OSError as error:
            raise StoreError(
                _("the folder {home} can't be used: {error}").format(home=self.home, error=error)
            ) from error

    def _jars(self, progress: Progress) -> tuple[Path, ...]:
        fetch = setup.extra("govgraph.neo4j_local.fetch")
        jars: tuple[Path, ...] = fetch.classpath(self._coordinates, progress)
        return jars

    @property
    def _coordinates(self) -> tuple[str, ...]:
        return setup.BROWSER if self._browser else setup.SERVER

    def _launch(self, progress: Progress, die_with_parent: bool) -> Address:
        setup.need_space(self.home)
        java, jars = setup.find_java(self._java), self._jars(progress)
        password = setup.password_of(self.home)
        if not (self.home / "data/databases/system").exists():
            setup.set_password(self.home, java, jars, password)
        main = (
            "org.neo4j.server.CommunityEntryPoint",
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
        )
        command = setup.java_command(self.home, "server", java, jars, self._heap, main)
        for again in range(_TRIES):
            http = process.free_port() if self._browser else 0
            state = State(bolt=self._port(), http=http)
            setup.write_configuration(self.home, state.bolt, http)
            progress(_("starting Neo4j on port {bolt}").format(bolt=state.bolt))
            try:
                return self._run(command, state, progress, die_with_parent)
            except diagnose.PortTakenError:
                if self._bolt or again == _TRIES - 1:
                    raise
            except diagnose.DamagedProgramError:
                setup.extra("govgraph.neo4j_local.fetch").forget(self._coordinates)
                raise
        raise AssertionError("the last try returns or raises")

    def _run(
        self, command: Sequence[str], state: State, progress: Progress, die_with_parent: bool
    ) -> Address:
        since = diagnose.offsets(self.home)
        born = process.spawn(
            command,
            log=self.home / "logs/console.log",
            env=setup.environment(self.home),
            die_with_parent=die_with_parent,
        )
        try:
            state = replace(state, pid=born.pid, mark=born.mark)
            keep_state(self.home, state)
            return self._await(state, since, progress)
        except BaseException:
            process.end(born, _STOP_PATIENCE)
            raise

    def _await(self, state: State, since: Mapping[str, int], progress: Progress) -> Address:
        address = self._address(state)
        auth = (address.user, address.password)
        version = wait_until_ready(state.process, self.home, state.bolt, auth, since, progress)
        keep_state(self.home, replace(state, version=version))
        return address

    def _address(self, state: State) -> Address:
        return Address(f"bolt://127.0.0.1:{state.bolt}", _USER, setup.password_of(self.home))

    def _port(self) -> int:
        """The port asked for; else the last one, so that an address stays good; else any."""
        if self._bolt is None:
            last = read_state(self.home).bolt
            return last if last and process.is_free(last) else process.free_port()
        if not process.is_free(self._bolt):
            raise StoreError(
                _(
                    "port {bolt} is taken by {bolt2}; ask for another port, or for none to have a free one "
                    "chosen"
                ).format(bolt=self._bolt, bolt2=process.holder_of(self._bolt))
            )
        return self._bolt

    def _must_suit(self, state: State) -> None:
        """Refuse to hand out a running server that isn't the one asked for."""
        if self._bolt not in (None, state.bolt):
            raise StoreError(
                _("Neo4j is already running, on port {bolt}; stop it first").format(bolt=state.bolt)
            )
        if self._browser and not state.http:
            raise StoreError(_("Neo4j is already running, without the Browser; stop it first"))
