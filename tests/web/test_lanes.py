"""Turns: the queue is fair, and however many runaways there are, quick queries get through."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from govgraph.web.queue import FairQueue
from govgraph.web.scheduler import LONG, QUICK, RUNAWAY, Move, Scheduler, Start, Stop, Task

SLOTS, QUANTA, LIMIT = (2, 2, 1), (0.1, 1.5), 8


def task(client: str = "a", name: str = "") -> Task:
    return Task(client, name.encode() or repr(object()).encode())


def test_clients_take_turns() -> None:
    queue: FairQueue[Task] = FairQueue()
    for client in "aaaabbc":
        queue.push(task(client))
    assert "".join(queue.pop().client for _ in range(7)) == "abcabaa"
    assert len(queue) == 0


@given(st.lists(st.sampled_from("abc"), max_size=30), st.data())
def test_a_queue_loses_nothing(clients: list[str], data: st.DataObject) -> None:
    queue: FairQueue[Task] = FairQueue()
    tasks = [task(client) for client in clients]
    for one in tasks:
        queue.push(one)
    gone = [one for one in tasks if data.draw(st.booleans())]
    for one in gone:
        queue.remove(one)
        queue.remove(one)  # a second time changes nothing
    left = [queue.pop() for _ in range(len(queue))]
    assert sorted(map(id, left + gone)) == sorted(map(id, tasks))
    for client in "abc":
        assert [t for t in left if t.client == client] == [
            t for t in tasks if t.client == client and t not in gone
        ]


def test_a_full_queue_drops_the_newest_of_who_has_most() -> None:
    lanes = Scheduler(SLOTS, QUANTA, LIMIT)
    mine = [task("greedy") for _ in range(LIMIT)]
    assert [lanes.admit(one) for one in mine] == [None] * LIMIT
    late = task("greedy")
    assert lanes.admit(late) is late
    modest = task("modest")
    assert lanes.admit(modest) is mine[-1]
    assert lanes.waiting == LIMIT


def run(lanes: Scheduler, now: float, idle: int) -> list[Start | Move | Stop]:
    steps = []
    while step := lanes.step(now, idle):
        idle += {Start: -1, Move: 0, Stop: 1}[type(step)]
        steps.append(step)
    return steps


def test_a_long_query_moves_on_where_there_is_room() -> None:
    lanes, one = Scheduler(SLOTS, QUANTA, LIMIT), task()
    lanes.admit(one)
    assert [type(step) for step in run(lanes, 0, 5)] == [Start]
    assert lanes.next_check(0) == QUANTA[0]
    assert run(lanes, 0.05, 4) == []
    assert [(type(step), step.task.lane) for step in run(lanes, 0.1, 4)] == [(Move, LONG)]
    assert [(type(step), step.task.lane) for step in run(lanes, 1.5, 4)] == [(Move, RUNAWAY)]
    assert lanes.next_check(1.5) is None


def test_a_runaway_leaves_its_place_only_when_it_is_wanted() -> None:
    lanes = Scheduler((1, 1, 1), QUANTA, LIMIT)
    runaways = [task() for _ in range(3)]
    for one in runaways:
        lanes.admit(one)
        run(lanes, 0, 5)
        run(lanes, 2, 5)  # the first goes to the last lane, the next one stays long, the third quick
    assert [one.lane for one in runaways] == [RUNAWAY, LONG, QUICK]
    assert run(lanes, 100, 2) == []  # nobody waits
    small = task()
    lanes.admit(small)
    steps = run(lanes, 100, 2)
    assert [(type(step), step.task) for step in steps[:2]] == [(Stop, runaways[2]), (Start, small)]


def test_what_a_query_did_before_is_remembered() -> None:
    lanes, first = Scheduler(SLOTS, QUANTA, LIMIT), task(name="same")
    lanes.admit(first)
    run(lanes, 0, 5)
    run(lanes, 0.5, 5)
    lanes.leave(first, 0.6)
    again = task(name="same")
    lanes.admit(again)
    assert again.lane == LONG
    run(lanes, 1, 5)
    lanes.leave(again, 1.01)  # it was quick this time
    third = task(name="same")
    lanes.admit(third)
    assert third.lane == QUICK


def test_a_client_that_left() -> None:
    lanes, quick, long, waits = Scheduler((1, 1, 1), QUANTA, LIMIT), task(), task(), task()
    lanes.admit(long)
    run(lanes, 0, 5)
    run(lanes, 1, 5)
    lanes.admit(quick)
    run(lanes, 1, 5)
    lanes.admit(waits)
    assert lanes.abandon(waits, 1.01) is False  # it had no worker
    assert lanes.waiting == 0
    assert lanes.abandon(long, 1.01) is True
    assert lanes.abandon(quick, 1.01) is False  # it may end by itself …
    assert [(type(step), step.task) for step in run(lanes, 1.2, 4)] == [(Stop, quick)]  # … and did not


def test_a_client_that_left_a_known_runaway_just_begun() -> None:
    """Nothing looks after the last lane any more: who is not stopped there runs to the time limit."""
    lanes, first = Scheduler(SLOTS, QUANTA, LIMIT), task(name="same")
    lanes.admit(first)
    for now in (0, 1, 3):
        run(lanes, now, 5)
    lanes.leave(first, 3)
    again = task(name="same")
    lanes.admit(again)
    run(lanes, 4, 5)
    assert (again.lane, again in lanes.running[RUNAWAY]) == (RUNAWAY, True)
    assert lanes.abandon(again, 4.01) is True


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.floats(0.001, 0.05), st.sampled_from([0.01, 0.3, 60.0])),
        max_size=60,
    )
)
@settings(max_examples=150, deadline=None)
def test_invariants(arrivals: list[tuple[str, float, float]]) -> None:
    """Simulated: places are never exceeded, each task ends once, a quick one within a bound."""
    lanes, now, idle, limit = Scheduler(SLOTS, QUANTA, 1000), 0.0, sum(SLOTS), 10.0
    works: dict[Task, float] = {}
    ended: Counter[Task] = Counter()
    born: dict[Task, float] = {}
    pending = list(arrivals)
    clock = 0.0
    while (pending or works) and now < 200:
        now += 0.01
        while pending and clock + pending[0][1] <= now:
            client, gap, work = pending.pop(0)
            clock += gap
            one = task(client)
            works[one], born[one] = work, now
            assert lanes.admit(one) is None
        for lane in lanes.running:
            for one in list(lane):
                if (one.since is not None and now - one.since >= works[one]) or now - born[one] > limit:
                    lanes.leave(one, now)
                    idle += 1
                    ended[one] += 1
        for queue in lanes.queues:
            for one in [w for w in works if w.since is None and queue.waiting(w.client)]:
                if now - born[one] > limit:
                    lanes.leave(one, now)
                    ended[one] += 1
        for step in run(lanes, now, idle):
            idle += {Start: -1, Move: 0, Stop: 1}[type(step)]
        for one in [w for w in works if ended[w]]:
            if works[one] == 0.01:
                assert now - born[one] < limit
            del works[one]
        assert idle >= 0
        assert all(len(tasks) <= most for tasks, most in zip(lanes.running, SLOTS, strict=True))
        assert idle + sum(len(tasks) for tasks in lanes.running) == sum(SLOTS)
    assert not works
    assert set(ended.values()) <= {1}
