"""Which query runs when. A pure state machine: it decides, govgraph.web.engine acts.

How long a query will take can't be known before it runs. So every query starts in the quick lane, and
one that runs on is moved to the lane for long ones and then to that for runaways, if there is room;
if there is none and somebody waits for its place, it is stopped and begun anew in the slower lane when
its turn comes. The slowest lane has room for one, so that however many runaways there are, they hold
one worker. What a query did before is remembered, so that the same text starts where it ended.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from govgraph.web.queue import FairQueue

QUICK, LONG, RUNAWAY = 0, 1, 2
_REMEMBERED = 2_000
_CLOSE = 0.05  # seconds; to look more often costs more than it brings


@dataclass(eq=False, slots=True)
class Task:
    """One query on its way. ``since`` is when it began to run (None: it waits)."""

    client: str
    key: bytes
    payload: Any = None
    lane: int = QUICK
    since: float | None = None
    abandoned: bool = False
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """Run a waiting task, in its lane, on an idle worker."""

    task: Task


@dataclass(frozen=True, slots=True)
class Move:
    """A running task is in a slower lane from now on."""

    task: Task


@dataclass(frozen=True, slots=True)
class Stop:
    """Kill a running task's worker; the task waits again (or is dropped, where its client has gone)."""

    task: Task


def _by_the_clock(task: Task, now: float) -> float:
    return 0.0 if task.since is None else now - task.since


class Scheduler:
    """Queues and running tasks of three lanes with ``slots`` places each and ``quanta`` seconds of stay.

    ``age`` tells how much of its stay a running task has used at a time; by the clock where it is left out.
    """

    def __init__(
        self,
        slots: tuple[int, int, int],
        quanta: tuple[float, float],
        queue_limit: int,
        age: Callable[[Task, float], float] | None = None,
    ) -> None:
        self.slots, self._quanta, self._queue_limit = slots, (*quanta, float("inf")), queue_limit
        self.queues: tuple[FairQueue[Task], ...] = (FairQueue(), FairQueue(), FairQueue())
        self.running: tuple[dict[Task, None], ...] = ({}, {}, {})
        self._age = age or _by_the_clock
        self._memory: OrderedDict[bytes, int] = OrderedDict()

    @property
    def waiting(self) -> int:
        """Tasks that wait, in all lanes."""
        return sum(len(queue) for queue in self.queues)

    def admit(self, task: Task) -> Task | None:
        """Queue a task. Returns the one that has to go for it where the queue is full: itself, or
        the newest of the client that has more than this one."""
        task.lane = self._memory.get(task.key, QUICK)
        dropped = None
        if self.waiting >= self._queue_limit:
            own = sum(queue.waiting(task.client) for queue in self.queues)
            lasts = [last for queue in self.queues if (last := queue.last_of_longest())]
            dropped = max(
                lasts, key=lambda last: sum(q.waiting(last.client) for q in self.queues), default=task
            )
            if sum(queue.waiting(dropped.client) for queue in self.queues) <= own + 1:
                return task
            self.leave(dropped, 0.0)
        self.queues[task.lane].push(task)
        return dropped

    def leave(self, task: Task, now: float) -> None:
        """A task is done or given up, whether it waits, runs or is gone already."""
        if task.since is None:
            self.queues[task.lane].remove(task)
        elif task in self.running[task.lane]:
            took = self._age(task, now)
            del self.running[task.lane][task]
            self._remember(task, next(lane for lane, most in enumerate(self._quanta) if took < most))

    def abandon(self, task: Task, now: float) -> bool:
        """The client has gone. A quick query may end by itself, which is cheaper than a new worker;
        returns whether the task's worker is to be killed."""
        task.abandoned = True
        if task in self.running[QUICK] and self._age(task, now) < self._quanta[QUICK]:
            return False
        runs = task.since is not None and task in self.running[task.lane]
        self.leave(task, now)
        return runs

    def back(self, task: Task) -> None:
        """A running task waits again: its worker died."""
        self.running[task.lane].pop(task, None)
        task.since = None
        if not task.abandoned:
            self.queues[task.lane].push(task)

    def step(self, now: float, idle: int) -> Start | Move | Stop | None:
        """The next thing to do with ``idle`` workers at hand, already noted here; None when all is well."""
        for lane in (QUICK, LONG, RUNAWAY):
            if idle and self.queues[lane] and len(self.running[lane]) < self.slots[lane]:
                task = self.queues[lane].pop()
                task.since = now
                self.running[lane][task] = None
                return Start(task)
        for lane in (LONG, QUICK):
            for task in self.running[lane]:
                if self._age(task, now) < self._quanta[lane]:
                    continue
                if moved := self._overdue(task, lane, now):
                    return moved
        return None

    def _overdue(self, task: Task, lane: int, now: float) -> Move | Stop | None:
        if task.abandoned:
            self.leave(task, now)
            return Stop(task)
        if len(self.running[lane + 1]) < self.slots[lane + 1] and not self.queues[lane + 1]:
            del self.running[lane][task]
            task.lane = lane + 1
            self.running[lane + 1][task] = None
            return Move(task)
        if self.queues[lane]:
            del self.running[lane][task]
            task.lane, task.since = lane + 1, None
            self._remember(task, lane + 1)
            self.queues[lane + 1].push(task)
            return Stop(task)
        return None

    def next_check(self, now: float) -> float | None:
        """Seconds until a running task outstays its lane."""
        left = [
            self._quanta[lane] - self._age(task, now) for lane in (QUICK, LONG) for task in self.running[lane]
        ]
        due = [seconds for seconds in left if seconds > 0]
        return max(min(due), _CLOSE) if due else None

    def _remember(self, task: Task, lane: int) -> None:
        self._memory[task.key] = lane
        self._memory.move_to_end(task.key)
        if len(self._memory) > _REMEMBERED:
            self._memory.popitem(last=False)
