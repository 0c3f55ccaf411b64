"""Cypher for pages and programs: worker processes that start with the first query."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from govgraph.queries.table import Table, free_table
from govgraph.web.engine import Engine
from govgraph.web.job import Job
from govgraph.web.settings import MEBIBYTE, Settings
from govgraph.web.values import read_file

_ROWS, _BYTES = 100_000, 32 * MEBIBYTE  # an answer is held in memory


class Cypher:
    """The Cypher engine of one build. Use within one event loop; ``stop`` ends it."""

    def __init__(self, build: Path, spool: Path, settings: Settings) -> None:
        self.settings = replace(
            settings,
            workers=1,
            row_limit=min(settings.row_limit, _ROWS),
            result_limit=min(settings.result_limit, _BYTES),
        )
        self._engine = Engine(build, spool, self.settings, "govgraph.web.cypher_worker")
        self._started: asyncio.Task[None] | None = None

    async def ask(self, query: str, parameters: Mapping[str, Any], rows: int, client: str = "") -> Table:
        """The first rows of a query; raises the errors of govgraph.web.job."""
        if self._started is None:
            self._started = asyncio.ensure_future(self._engine.start())
        await asyncio.shield(self._started)
        asked = json.dumps({"query": query, "parameters": dict(parameters)})
        answer = await self._engine.run(Job(asked, rows=rows), client)
        try:
            found = json.loads(answer.body if answer.file is None else read_file(answer.file))
        finally:
            answer.close()
        return replace(
            free_table(found["columns"], found["rows"], found["note"]), warnings=tuple(found["warnings"])
        )

    def stop(self) -> None:
        """Kill the workers, where there are any."""
        self._engine.stop()
