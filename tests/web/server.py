"""A real `govgraph serve` process for tests, and what it said."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.waiting import PATIENCE


class Server:
    """A running server; ``url`` is its address, ``http`` a client of its own."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-m", "govgraph.cli", *map(str, arguments)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self.lines: list[str] = []
        self._up = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        self._up.wait(PATIENCE)
        found = re.search(r"http://\S+?(?=/ )", "\n".join(self.lines))
        if not found:
            self.process.kill()
            raise RuntimeError("no server:\n" + "\n".join(self.lines))
        self.url = found[0]
        self.sparql = f"{self.url}/sparql"
        self.http = httpx.Client(base_url=self.url, timeout=PATIENCE)

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))
            if "SPARQL:" in line:
                self._up.set()
        self._up.set()

    def get(self, query: str, accept: str = "application/sparql-results+json", **more: Any) -> httpx.Response:
        """Ask by GET."""
        headers = {"Accept": accept, **more.pop("headers", {})}
        return self.http.get(
            "/sparql", params={"query": query, **more.pop("params", {})}, headers=headers, **more
        )

    def values(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT query as text."""
        answer = self.get(query)
        assert answer.status_code == 200, answer.text
        content = answer.json()
        names = content["head"]["vars"]
        return [
            tuple(row[n]["value"] if n in row else "" for n in names)
            for row in content["results"]["bindings"]
        ]

    def log(self) -> list[dict[str, Any]]:
        """The access log so far."""
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    def workers(self) -> list[int]:
        """The ids of its worker processes."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in path.read_text().split()]

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        self.http.close()
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


@contextmanager
def running(*arguments: str | Path) -> Iterator[Server]:
    """A server that ends with the block."""
    server = Server(*arguments)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            try:
                server.stop()
            except subprocess.TimeoutExpired:
                server.process.kill()
                raise
