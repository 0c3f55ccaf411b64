"""Processes, ports and locks for the local Neo4j: nothing here knows what Neo4j is."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.messages import _

# Runs in the child before the real program: PR_SET_PDEATHSIG outlives exec, and asking for it
# there needs no code between fork and exec in a process that may have threads.
_EXEC_WITH_PARENT = """
import ctypes, os, sys
parent, program = int(sys.argv[1]), sys.argv[2:]
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 15)
    if os.getppid() != parent:
        sys.exit("the parent is gone")
os.execv(program[0], program)
"""


@dataclass(frozen=True, slots=True)
class Process:
    """A process and the mark of its birth: a recycled pid has another mark."""

    pid: int
    mark: str

    @property
    def alive(self) -> bool:
        """Is it this very process that still runs (a zombie doesn't)?"""
        return bool(self.mark) and mark_of(self.pid) == self.mark


def mark_of(pid: int) -> str:
    """What tells this process from a later one with its pid; empty when it has ended."""
    if sys.platform != "linux":
        answer = subprocess.run(
            ["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True
        ).stdout.split(maxsplit=1)
        return answer[1].strip() if len(answer) == 2 and not answer[0].startswith("Z") else ""
    try:
        # The name in parentheses may hold spaces; state is field 3, the start time field 22.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else f"{boot} {fields[19]}"


def with_parent(command: Sequence[str]) -> list[str]:
    """``command`` so that the kernel ends it when the thread that started it is gone."""
    return [sys.executable, "-I", "-S", "-c", _EXEC_WITH_PARENT, str(os.getpid()), *command]


def spawn(command: Sequence[str], *, log: Path, env: Mapping[str, str], die_with_parent: bool) -> Process:
    """Start a server in a session of its own, its output in ``log``.

    A thread of its own starts it and waits for it: the kernel's signal comes when the
    *starting thread* ends, and the caller's may end before the caller does.
    """
    born: list[Process | OSError] = []
    started = threading.Event()

    def keep() -> None:
        try:
            with log.open("ab") as output:
                child = subprocess.Popen(
                    with_parent(command) if die_with_parent else command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=env,
                    start_new_session=True,
                    umask=0o077,
                )
            born.append(Process(child.pid, mark_of(child.pid)))
        except OSError as error:
            born.append(error)
            return
        finally:
            started.set()
        child.wait()

    threading.Thread(target=keep, name="local-neo4j", daemon=True).start()
    started.wait()
    if isinstance(born[0], OSError):
        raise StoreError(
            _("{command} can't be run: {born}").format(command=command[0], born=born[0])
        ) from born[0]
    if die_with_parent:  # an ordinary end of the program, on systems without the signal too
        atexit.register(_signal, born[0], signal.SIGTERM)
    return born[0]


def end(process: Process, patience: float) -> None:
    """Ask the process to end; kill it when it hasn't after ``patience`` seconds."""
    for number, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 10.0)):
        _signal(process, number)
        until = time.monotonic() + wait
        while process.alive and time.monotonic() < until:
            time.sleep(0.05)
    if process.alive:
        raise StoreError(_("process {pid} doesn't end, not even when killed").format(pid=process.pid))


def _signal(process: Process, number: signal.Signals) -> None:
    if process.alive:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


@contextmanager
def lock(path: Path, doing: str, wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold ``path`` while ``doing``; another holder is an error, or waited for if ``wait``."""
    if sys.platform == "win32":
        raise StoreError(_("the local Neo4j runs on Linux and macOS; use a server or Docker here"))
    import fcntl

    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or _("at work here")
            if not wait:
                raise StoreError(
                    _("another process is {holder}; try again when it's done").format(holder=holder)
                ) from None
            wait(_("waiting for another process: {holder}").format(holder=holder))
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(f"{doing} (pid {os.getpid()})")
        file.flush()
        yield


def free_port() -> int:
    """A port of the loopback that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Could a server listen on this port of the loopback?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(process: Process, port: int) -> bool:
    """Does this very process listen on the port: not a stranger, who'd be told a password?"""
    if sys.platform != "linux":
        return process.alive and not is_free(port)
    links = Path(f"/proc/{process.pid}/fd").glob("*")
    return bool((sockets := _sockets(port)) and any(_target(link) in sockets for link in links))


def holder_of(port: int) -> str:
    """Who listens on a port, in words; as far as this user may know."""
    sockets = _sockets(port)
    for link in Path("/proc").glob("[0-9]*/fd/*") if sockets else ():
        if _target(link) in sockets:
            with suppress(OSError):
                name = Path(f"/proc/{link.parts[2]}/comm").read_text().strip()
                return f"{name} (pid {link.parts[2]})"
    return _("another program")


def _sockets(port: int) -> set[str]:
    """The sockets that listen on a port, as /proc names them."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{fields[9]}]")
    return found


def _target(link: Path) -> str:
    with suppress(OSError):
        return os.readlink(link)
    return ""
