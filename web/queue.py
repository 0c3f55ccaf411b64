"""A queue that is fair to clients: they take turns, however many requests each of them has waiting."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, Protocol, TypeVar


class HasClient(Protocol):
    """Anything that a client waits for."""

    client: str


T = TypeVar("T", bound=HasClient)


class FairQueue(Generic[T]):
    """First come, first served within a client; clients in turn."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[T]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def push(self, item: T) -> None:
        """Add an item at the end of its client's line."""
        self._waiting.setdefault(item.client, deque()).append(item)
        self._count += 1

    def pop(self) -> T:
        """The next item; its client goes to the back."""
        client, line = next(iter(self._waiting.items()))
        item = line.popleft()
        self._count -= 1
        del self._waiting[client]
        if line:
            self._waiting[client] = line
        return item

    def remove(self, item: T) -> None:
        """Take out an item that gave up; nothing happens where it is not here."""
        line = self._waiting.get(item.client, deque())
        if item not in line:
            return
        line.remove(item)
        self._count -= 1
        if not line:
            del self._waiting[item.client]

    def waiting(self, client: str) -> int:
        """How many items a client has here."""
        return len(self._waiting.get(client, ()))

    def last_of_longest(self) -> T | None:
        """The newest item of the client that has most, to be dropped for somebody who has fewer."""
        lines = self._waiting.values()
        return max(lines, key=len)[-1] if lines else None
