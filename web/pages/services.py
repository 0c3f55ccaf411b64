"""What pages keep of one site while it is served: the reader of its build, turns for what is slow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Generic, TypeVar

from anyio import CapacityLimiter

from govgraph.errors import StoreError
from govgraph.graph.opened import Build
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.reader import GraphReader
from govgraph.web.job import Busy
from govgraph.web.pages.procurement.steps import make_steps
from govgraph.web.site import Site

T = TypeVar("T")
_MEMORY = "512MB"  # of the reader's database
_WAITING, _PATIENCE = 4, 20.0  # who may wait for a large page or file, and how long in seconds


class _Once(Generic[T]):
    """A value that the first thread makes while others wait; a failure is tried again by the next."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock, self._value = make, Lock(), None

    def __call__(self) -> T:
        with self._lock:
            if self._value is None:
                self._value = self._make()  # type: ignore[assignment]  # None stands for not yet made
            return self._value  # type: ignore[return-value]


class Services:
    """One site's services for pages, each made at first use and kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._reader = _Once(lambda: GraphReader(self.build, memory=_MEMORY))
        self._steps = _Once(self._with_steps)
        self._slow: CapacityLimiter | None = None
        self._waiting, self._workshop = BoundedSemaphore(_WAITING), Lock()

    def _with_steps(self) -> GraphReader:
        make_steps(self.reader)
        return self.reader

    def slow_threads(self) -> CapacityLimiter:
        """Threads for what may take seconds; raises Busy where all are taken."""
        if self._slow is None:
            settings = self.site.engine.settings
            self._slow = CapacityLimiter(settings.queue_limit + settings.workers)
        if self._slow.available_tokens < 1:
            raise Busy("too many questions are waiting; try again in a moment")
        return self._slow

    @contextmanager
    def workshop(self) -> Iterator[None]:
        """Where large files and network pages are made, one at a time; raises Busy where many wait."""
        if not self._waiting.acquire(blocking=False):
            raise Busy("too many large pages and files are being made; try again in a moment", 10)
        try:
            if not self._workshop.acquire(timeout=_PATIENCE):
                raise Busy("large pages and files are being made; try again in a moment", 30)
            try:
                yield
            finally:
                self._workshop.release()
        finally:
            self._waiting.release()

    @property
    def build(self) -> Build:
        """The build; raises StoreError where RDF files are served."""
        if self.site.build is None:
            raise StoreError("RDF files are served here, no workspace")
        return self.site.build

    @property
    def reader(self) -> GraphReader:
        """The build's reader; raises StoreError where it cannot be opened."""
        return self._reader()

    @property
    def steps(self) -> GraphReader:
        """The build's reader with its tables of procurement (govgraph.web.pages.procurement.steps)."""
        return self._steps()

    @property
    def names(self) -> Names:
        """All names, to find and to resolve what people type."""
        return Names(self.reader)
