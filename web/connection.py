"""Connections that come to nothing: clients that never finish asking, or never take their answer."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def patient_protocol(seconds: float) -> type[H11Protocol]:
    """uvicorn's HTTP protocol that ends a connection on which a client keeps it waiting so long.

    uvicorn itself waits for ever for the head of a request and for a reader. A request's body has the
    same limit in govgraph.web.protocol.
    """

    class PatientProtocol(H11Protocol):
        _clock: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            # asyncio does this only for sockets that name their protocol, which accepted ones do not; without
            # it an answer's body waits for the acknowledgement of its head, up to 40 ms
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:  # the head is complete
                self._stop()
            elif self._clock is None:
                self._wait()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._wait()

        def resume_writing(self) -> None:
            super().resume_writing()
            self._stop()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self._stop()

        def _wait(self) -> None:
            self._stop()
            self._clock = self.loop.call_later(seconds, self.transport.abort)

        def _stop(self) -> None:
            if self._clock:
                self._clock.cancel()
                self._clock = None

    return PatientProtocol
