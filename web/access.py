"""The access log: one JSON object a line, on standard error."""

from __future__ import annotations

import json
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def log(**what: Any) -> None:
    """Write one event."""
    stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
    print(json.dumps({"time": stamp, **what}, ensure_ascii=False), file=sys.stderr, flush=True)


class AccessLog:
    """Writes a line for each request. Addresses are logged without their parameters, and queries only as
    a digest that shows equal ones: what somebody asks about whom is nobody else's business."""

    def __init__(self, app: ASGIApp, *, quiet: bool = False) -> None:
        self._app, self._quiet = app, quiet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, size = time.perf_counter(), 0, 0

        async def noted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            log(event="error", path=scope["path"], trace=traceback.format_exc())
            if not status:
                await PlainTextResponse("something went wrong here; it is in the log\n", 500)(
                    scope, receive, noted
                )
        finally:
            if not self._quiet:
                self._line(scope, status, size, time.perf_counter() - began)

    def _line(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        state = scope.get("state", {})
        more = {name: state[name] for name in ("query", "rows", "kind") if state.get(name)}
        client = scope["client"][0] if scope.get("client") else ""
        log(
            event="request", client=client, method=scope["method"], path=scope["path"], status=status, bytes=size,
            ms=round(seconds * 1000, 1), **more,
        )  # fmt: skip
