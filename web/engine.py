"""The query engine of the service: worker processes, and turns for the queries that want them.

Pages ask with `rows` (values, as the saved questions have them) or `store` (the same for code that
runs in a thread); the endpoint asks with `run` (a document in a wanted format). All raise the errors of
govgraph.web.job.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from functools import partial
from pathlib import Path
from typing import Any

from govgraph.errors import GovgraphError, StoreError
from govgraph.stores.base import ROW_LIMIT, Rows
from govgraph.stores.rdf.store import as_python
from govgraph.web.job import Answer, Busy, Job, TimedOut, named
from govgraph.web.process import Reply, Worker, death
from govgraph.web.scheduler import QUICK, Move, Scheduler, Start, Task
from govgraph.web.settings import Settings
from govgraph.web.values import PoolStore, read_file, read_rows

_NICE = (0, 0, 15)  # how far the processes of each lane let others go first
_DEADLY = 20  # deaths of workers, each after a moment, that a query survives; two where they come later
_STALLED = 5  # a query that waits for the disk ages as well, so many times slower


class Engine:
    """A pool of workers on one store. Use within one event loop: start, then ask, then stop."""

    def __init__(
        self, store: Path, spool: Path, settings: Settings, module: str = "govgraph.web.worker"
    ) -> None:  # fmt: skip
        """``module`` is what the workers run, ``store`` what it opens."""
        self.settings, self._store, self._spool, self._module = settings, store, spool, module
        slots = (settings.workers, settings.workers, 1)
        self.lanes = Scheduler(slots, (settings.quick, settings.long), settings.queue_limit, self._age)
        self._starting: set[Worker] = set()
        self._idle: list[Worker] = []
        self._busy: dict[Worker, Task] = {}
        self._failures, self._stopped, self.problem = 0, False, ""
        self._timer: asyncio.TimerHandle | None = None
        self.barriers: list[str] = []
        self.spooled = 0

    async def start(self) -> None:
        """Start the workers; returns when the first is ready, raises StoreError when none can be."""
        self.loop = asyncio.get_running_loop()
        self._ready = asyncio.Event()
        spare = self.lanes.slots[
            QUICK
        ]  # whoever takes a stopped query's place need not wait for a new process
        for _ in range(sum(self.lanes.slots) + spare):
            self._spawn()
        await self._ready.wait()
        if self.problem:
            self.stop()
            raise StoreError(self.problem)

    def stop(self) -> None:
        """Kill all workers; whoever still waits is told that the service ends."""
        self._stopped = True
        for worker in (workers := (*self._starting, *self._idle, *self._busy)):
            worker.kill()
        for worker in workers:
            worker.process.wait()
        for task in self._busy.values():
            _fail(task, Busy("the service is ending"))

    @property
    def healthy(self) -> bool:
        """Whether a worker is at hand or at work."""
        return bool(self._idle or self._busy)

    async def run(self, job: Job, client: str = "") -> Answer:
        """Run a query; raises BadQuery, Refused, Unacceptable, TooLarge, TimedOut or Busy."""
        if self.spooled > self.settings.spool_limit:
            raise Busy("too many large results are being sent; try again later", 30)
        key = hashlib.sha256(repr((job.query, job.default_graphs, job.named_graphs)).encode()).digest()
        answer: asyncio.Future[Answer] = self.loop.create_future()
        task = Task(client, key, (job, answer))
        dropped = self.lanes.admit(task)
        if dropped:
            _fail(dropped, Busy("too many queries are waiting; try again in a moment"))
        if dropped is not task:
            self._advance()
        timer = self.loop.call_later(self.settings.time_limit, self._expire, task)
        try:
            return await answer
        except asyncio.CancelledError:
            if answer.done() and not answer.cancelled() and not answer.exception():
                answer.result().close()  # it came in the very moment that nobody wanted it any more
            if self.lanes.abandon(task, time.monotonic()):
                self._kill(task)
            self._advance()
            raise
        finally:
            timer.cancel()

    async def rows(self, sparql: str, limit: int = ROW_LIMIT, client: str = "") -> Rows:
        """The first rows of a SELECT query as Python values: numbers, text, ISO dates, ids for addresses."""
        names, terms, cut = await self.terms(sparql, limit, client)
        return Rows(names, [tuple(as_python(term) for term in row) for row in terms], cut)

    async def terms(
        self, sparql: str, limit: int = ROW_LIMIT, client: str = ""
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]], bool]:
        """Column names and rows of RDF terms of a SELECT query, and whether there were more."""
        answer = await self.run(Job(sparql, rows=limit), client)
        try:
            body = answer.body if answer.file is None else read_file(answer.file)
        finally:
            answer.close()
        return (
            answer.columns,
            read_rows(body),
            answer.cut,
        )

    def store(self, client: str = "") -> PoolStore:
        """The engine as a Store, for code in another thread than the event loop's."""
        return PoolStore(self.loop, partial(self.rows, client=client))

    def _spawn(self) -> None:
        if not self._stopped:
            self._starting.add(Worker(self._store, self._spool, self.settings, self._told, self._module))

    def _told(self, worker: Worker, reply: Reply | None) -> None:
        if reply is None:
            self._died(worker)
        elif "failed" in reply.header:
            self.problem = reply.header["failed"]
        elif "ready" in reply.header:
            self._starting.discard(worker)
            self._idle.append(worker)
            self._failures, self.problem, self.barriers = 0, "", reply.header["ready"]
            self._ready.set()
        else:
            self._done(worker, reply)
        self._advance()

    def _done(self, worker: Worker, reply: Reply) -> None:
        task = self._busy[worker]
        self.lanes.leave(task, time.monotonic())
        del self._busy[worker]
        self._reply(task, reply)
        if worker.nice and not worker.be_nice(0):  # it would be slow for the next one
            worker.kill()
            self._spawn()
        else:
            worker.nice = 0
            self._idle.append(worker)

    def _reply(self, task: Task, reply: Reply) -> None:
        header, (_, answer) = reply.header, task.payload
        if "error" in header:
            _fail(task, named(header["error"], header["text"]))
            return
        found = Answer(
            header["kind"], header["form"], header["length"], reply.body, reply.file, header["gzip"],
            header.get("count", 0), tuple(header.get("columns", ())), header.get("cut", False),
        )  # fmt: skip
        if found.file is not None:
            self.spooled += found.size
            found.released = lambda: self._release(found.size)
        if answer.done():
            found.close()
        else:
            answer.set_result(found)

    def _release(self, size: int) -> None:
        self.spooled -= size

    def _died(self, worker: Worker) -> None:
        """A worker has ended by itself, by the kernel or by somebody's hand."""
        code = worker.process.returncode
        if worker in self._starting:
            self._starting.discard(worker)
            self._failures += 1
            if not self.healthy and not self._starting:
                self.problem = self.problem or f"the workers end at once (exit code {code})"
                self._ready.set()
            self.loop.call_later(min(10.0, 0.1 * 2**self._failures), self._spawn)
            return
        if worker in self._idle:
            self._idle.remove(worker)
        elif task := self._busy.pop(worker, None):
            self._lost(task, code)
        self._spawn()

    def _lost(self, task: Task, code: int) -> None:
        """A query's worker has died under it: of the query, or else the query is run once more."""
        # a worker may have been dead already when it got the query, so brief lives count for little
        task.deaths += 1 if self._age(task, time.monotonic()) < self.settings.quick else _DEADLY // 2
        error = death(code) or (
            Busy("the query's process was ended from outside") if task.deaths >= _DEADLY else None
        )
        if error:
            self.lanes.leave(task, time.monotonic())
            _fail(task, error)
        else:
            self.lanes.back(task)

    def _advance(self) -> None:
        """Do what the lanes say until they have nothing to say, and set the clock for their next word."""
        while not self._stopped and (step := self.lanes.step(time.monotonic(), len(self._idle))):
            if isinstance(step, Start):
                worker = self._idle.pop()
                self._busy[worker] = step.task
                worker.send(step.task.payload[0])
            if isinstance(step, Start | Move):
                worker, nice = self._worker(step.task), _NICE[step.task.lane]
                if worker.nice < nice and worker.be_nice(nice):
                    worker.nice = nice
            else:
                self._kill(step.task)
        if self._timer:
            self._timer.cancel()
        wait = self.lanes.next_check(time.monotonic())
        self._timer = None if wait is None or self._stopped else self.loop.call_later(wait, self._advance)

    def _age(self, task: Task, now: float) -> float:
        """How much a running query has used: processor time, so that a busy machine makes no query long."""
        wall = 0.0 if task.since is None else now - task.since
        worker = next((worker for worker, its in self._busy.items() if its is task), None)
        used, before = (worker.used(), worker.used_before) if worker else (None, None)
        return wall if used is None or before is None else max(used - before, wall / _STALLED)

    def _worker(self, task: Task) -> Worker:
        return next(worker for worker, its in self._busy.items() if its is task)

    def _kill(self, task: Task) -> None:
        worker = self._worker(task)
        del self._busy[worker]
        worker.kill()
        self._spawn()

    def _expire(self, task: Task) -> None:
        """The time limit is over for a query, wherever it is."""
        limit, now = self.settings.time_limit, time.monotonic()
        began = task.since
        runs = began is not None and task in self.lanes.running[task.lane]
        self.lanes.leave(task, now)
        if runs and began is not None:
            self._kill(task)
            text = f"the query had no answer within {limit:g} s (it ran for {now - began:.1f} s); make it simpler"
            _fail(task, TimedOut(text))
        elif task.lane == QUICK:
            _fail(task, Busy(f"the query did not get its turn within {limit:g} s"))
        else:
            text = (
                f"the query takes long, and other long ones were before it for {limit:g} s; try again later"
            )
            _fail(task, Busy(text, 30))
        self._advance()


def _fail(task: Task, error: GovgraphError) -> None:
    answer = task.payload[1]
    if not answer.done():
        answer.set_exception(error)
