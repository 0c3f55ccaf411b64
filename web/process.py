"""The server's side of a worker process: start it, give it a query, read the answer, kill it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govgraph.errors import QueryError
from govgraph.web.job import Job, TimedOut, TooLarge
from govgraph.web.settings import Settings
from govgraph.web.worker import LENGTHS

_PIECE = 1 << 18
_POLL = 0.005
_CRASHED = (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGTRAP)


@dataclass(slots=True)
class Reply:
    """What a worker sent: a header, a body, and the descriptor of a file (ours to close)."""

    header: dict[str, Any]
    body: bytes
    file: int | None


def death(code: int) -> QueryError | None:
    """What a worker's exit code says of the query that it ran; None where the query is not to blame."""
    if code in _CRASHED:
        return TooLarge("the query needs more memory than it may have, or is nested too deeply")
    return (
        TimedOut("the query took more processor time than it may have") if code == -signal.SIGXCPU else None
    )


class Worker:
    """One process. ``told`` is called with each reply, and with None when the process has ended."""

    def __init__(
        self, store: Path, spool: Path, settings: Settings, told: Callable[[Worker, Reply | None], None],
        module: str = "govgraph.web.worker",
    ) -> None:  # fmt: skip
        self._told = told
        self._buffer = bytearray()
        self._out = b""
        self._file: int | None = None
        self.nice = 0
        self.used_before: float | None = None
        self._socket, theirs = socket.socketpair()
        options = {
            "parent": os.getpid(), "socket": theirs.fileno(), "store": str(store), "spool": str(spool),
            "memory_limit": settings.memory_limit, "row_limit": settings.row_limit,
            "result_limit": settings.result_limit, "time_limit": settings.time_limit,
        }  # fmt: skip
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, json.dumps(options)],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            self._usage: int | None = os.open(f"/proc/{self.process.pid}/schedstat", os.O_RDONLY)
        except OSError:
            self._usage = None
        self._socket.setblocking(False)
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def send(self, job: Job) -> None:
        """Give the process a query; it must be idle."""
        self.used_before = self.used()
        head = json.dumps({name: getattr(job, name) for name in Job.__slots__}).encode()
        message = LENGTHS.pack(len(head), 0) + head
        self._out = message
        self._write()

    def _write(self) -> None:
        """Send what the socket takes; the rest when it takes more, for a query may be larger than its buffer."""
        if self._socket.fileno() < 0:
            return  # it died and is being reaped; whoever is told then runs the query again
        loop = asyncio.get_running_loop()
        try:
            self._out = self._out[self._socket.send(self._out) :]
        except BlockingIOError:
            pass
        except OSError:  # it died; the reader says so in a moment
            self._out = b""
        if self._out:
            loop.add_writer(self._socket, self._write)
        else:
            loop.remove_writer(self._socket)

    def be_nice(self, nice: int) -> bool:
        """How far others go first; returns whether it could be set: without rights it only ever grows."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.process.pid, nice)
        except OSError:
            return False
        return True

    def used(self) -> float | None:
        """Seconds of processor time of the thread that runs queries; None where the system does not say."""
        try:
            return int(os.pread(self._usage, 100, 0).split()[0]) / 1e9 if self._usage else None
        except (OSError, IndexError):  # it has ended
            return None

    def kill(self) -> None:
        """End the process at once, whatever it is doing; ``told`` is not called any more."""
        self.process.send_signal(signal.SIGKILL)
        self._close()
        self._reap(lambda: None)

    def _read(self) -> None:
        try:
            data, files, _, _ = socket.recv_fds(self._socket, _PIECE, 1)
        except BlockingIOError:
            return
        except OSError:
            data, files = b"", []
        for file in files:
            self._file = file
        if not data:
            self._close()
            self._reap(lambda: self._told(self, None))
            return
        self._buffer += data
        if len(self._buffer) < LENGTHS.size:
            return
        head, body = LENGTHS.unpack_from(self._buffer)
        if len(self._buffer) < LENGTHS.size + head + body:
            return
        text, rest = (
            bytes(self._buffer[LENGTHS.size : LENGTHS.size + head]),
            self._buffer[LENGTHS.size + head :],
        )
        reply = Reply(json.loads(text), bytes(rest), self._file)
        self._buffer, self._file = bytearray(), None
        self._told(self, reply)

    def _close(self) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._socket)
        loop.remove_writer(self._socket)
        self._socket.close()
        for file in (self._file, self._usage):
            if file is not None:
                os.close(file)
        self._file = self._usage = None

    def _reap(self, then: Callable[[], None]) -> None:
        """Collect the exit code, without keeping the loop waiting."""
        if self.process.poll() is None:
            asyncio.get_running_loop().call_later(_POLL, self._reap, then)
        else:
            then()
