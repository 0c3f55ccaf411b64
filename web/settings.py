"""The limits of the service, all of which `govgraph serve` takes as options."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

MEBIBYTE = 1 << 20


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits, per query unless said otherwise; times in seconds, sizes in bytes."""

    time_limit: float = 30.0
    row_limit: int = 1_000_000
    result_limit: int = 256 * MEBIBYTE
    memory_limit: int = 1024 * MEBIBYTE
    request_limit: int = MEBIBYTE
    #: Queries that may wait for their turn, over all clients.
    queue_limit: int = 100
    #: Results on disk that are still being sent, over all clients.
    spool_limit: int = 2048 * MEBIBYTE
    #: Queries of up to `quick` seconds that run at once.
    workers: int = _cores()
    #: Having used more processor time than this, a query counts as long; more than `long`, as a runaway.
    quick: float = 0.05
    long: float = 0.5
    #: How long a client may take over its request, and over each piece of the answer.
    client_limit: float = 30.0
    #: Origins whose pages may ask (CORS); none unless told, since a private graph may be served on loopback.
    cors: tuple[str, ...] = ()
    #: Whether X-Forwarded-For names the client (behind a proxy of one's own).
    behind_proxy: bool = False
    #: Public address of the service, such as https://example.org, where it is not what the client asked for.
    public: str = ""


def settings(workers: int | None, result_limit: int, memory_limit: int, **others: Any) -> Settings:
    """Settings from the command line's options, which give sizes in MB."""
    return Settings(
        workers=workers or _cores(),
        result_limit=result_limit * MEBIBYTE,
        memory_limit=memory_limit * MEBIBYTE,
        **others,
    )
