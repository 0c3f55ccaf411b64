"""What is remembered of the last start of a local Neo4j, in ``server.json``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from govgraph.neo4j_local.process import Process
from govgraph.neo4j_local.setup import write_private


@dataclass(frozen=True, slots=True)
class State:
    """The last start: its process (dead or alive), its ports, the version that answered."""

    pid: int = 0
    mark: str = ""
    bolt: int = 0
    http: int = 0
    version: str = ""

    @property
    def process(self) -> Process:
        """The process that was started; its mark tells whether it still lives."""
        return Process(self.pid, self.mark)


def read_state(home: Path) -> State:
    """The last start; an empty one if there was none, or its file says nothing we know."""
    try:
        return State(**json.loads(_file(home).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


def keep_state(home: Path, state: State) -> None:
    """Remember a start."""
    write_private(_file(home), json.dumps(asdict(state)) + "\n")


def disk_use(folder: Path) -> int:
    """Bytes that a folder takes on the disk; files may vanish while a server runs."""
    total = 0
    for path in folder.rglob("*"):
        try:
            stat = path.stat()
        except OSError:
            continue
        total += stat.st_blocks * 512
    return total


def _file(home: Path) -> Path:
    return home / "server.json"
