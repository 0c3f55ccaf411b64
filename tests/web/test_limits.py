"""Limits of the service: each with an honest status, and never half an answer."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.waiting import PATIENCE, until
from tests.web.conftest import NUMBERS, ROW_LIMIT, TIME_LIMIT
from tests.web.server import Server

G = "GRAPH <http://n.example/all>"
#: Pairs of everything with everything: hours of work.
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {G} {{ ?a ?b ?c . ?d ?e ?f }} }} #"
SMALL = f"SELECT ?n {{ {G} {{ <http://n.example/%d> <http://n.example/label> ?n }} }}"


@pytest.mark.parametrize("form", ["srj", "srx", "csv", "tsv"])
def test_too_many_rows(served: Server, form: str) -> None:
    query = f"SELECT ?s {{ {G} {{ ?s <http://n.example/next> ?o }} }}"
    answer = served.get(query, params={"format": form})
    assert answer.status_code == 422
    assert f"more than {ROW_LIMIT} rows" in answer.text
    assert served.get(f"{query} LIMIT {ROW_LIMIT}", params={"format": form}).status_code == 200


def test_as_many_rows_as_allowed(served: Server) -> None:
    answer = served.get(
        f"SELECT ?s {{ {G} {{ ?s <http://n.example/next> ?o }} }} LIMIT {ROW_LIMIT}", "text/csv"
    )
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == ROW_LIMIT + 1


def test_too_many_triples(served: Server) -> None:
    for form in ("ttl", "nt", "rdf", "jsonld"):
        answer = served.get(f"CONSTRUCT {{ ?s <x> 1 }} {{ {G} {{ ?s ?p ?o }} }}", params={"format": form})
        assert answer.status_code == 422, form


def test_too_many_bytes(served: Server) -> None:
    query = (
        f'SELECT ?x {{ {G} {{ ?s ?p ?o }} BIND(REPLACE(STR(?o), "^", "{"x" * 1000}") AS ?x) }} LIMIT 10000'
    )
    answer = served.get(query)
    assert (answer.status_code, answer.text) == (
        422,
        "the result is larger than 8 MB; ask for less, or use LIMIT\n",
    )
    packed = served.get(query, headers={"Accept-Encoding": "gzip"})
    assert packed.status_code == 422  # what counts is what the client has to unpack


def test_a_runaway_is_ended_on_time(hasty: Server) -> None:
    """That it is answered at all is the end of hours of work; it is not ended before its time."""
    began = time.monotonic()
    answer = hasty.get(RUNAWAY + "alone")
    took = time.monotonic() - began
    assert answer.status_code == 503
    assert f"no answer within {TIME_LIMIT} s" in answer.text
    assert answer.headers["x-problem"] == "TimedOut"
    assert took >= TIME_LIMIT - 0.1
    assert hasty.values(SMALL % 7) == [("number 7",)]


def test_too_much_memory(served: Server) -> None:
    query = f"SELECT * {{ {G} {{ ?a <http://n.example/next> ?b . ?c <http://n.example/label> ?d }} }} ORDER BY ?d ?a"
    answer = served.get(query)
    assert answer.status_code == 422
    assert "memory" in answer.text
    assert served.values(SMALL % 8) == [("number 8",)]


@pytest.mark.parametrize(("open_", "close"), [("{", "}"), ("{ OPTIONAL {", "}}"), ("{ FILTER(" + "(", "))}")])
def test_nested_beyond_all_measure(served: Server, open_: str, close: str) -> None:
    query = f"ASK {open_ * 30_000} {close * 30_000}"
    answer = served.http.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code in (400, 422)
    assert served.values(SMALL % 9) == [("number 9",)]


def test_runaways_hold_one_worker_and_small_queries_pass(hasty: Server) -> None:
    """Eight runaways at once, one small query after another beside them: all of those are answered."""
    with ThreadPoolExecutor(8) as pool:
        runaways = [pool.submit(hasty.get, f"{RUNAWAY}crowd {n}") for n in range(8)]
        until(lambda: hasty.http.get("/healthz").json()["waiting"] or all(r.done() for r in runaways))
        for number in range(25):
            assert hasty.values(SMALL % number) == [(f"number {number}",)]
        ends = Counter(future.result().status_code for future in runaways)
    assert ends == {503: 8}


def test_a_full_queue_says_when_to_come_back(hasty: Server) -> None:
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda n: hasty.get(f"{RUNAWAY}queue {n}"), range(30)))
    assert {answer.status_code for answer in answers} == {503}
    full = [answer for answer in answers if answer.headers["x-problem"] == "Busy"]
    assert full
    assert all(int(answer.headers["retry-after"]) > 0 for answer in full)
    until(lambda: hasty.http.get("/healthz").json()["waiting"] == 0)
    assert hasty.values(SMALL % 1) == [("number 1",)]


def test_fifty_clients_get_right_answers(served: Server) -> None:
    """No answer is another's, whoever asks at the same time; what is turned away is turned away honestly."""
    wrong: list[str] = []

    def ask(client: int) -> int:
        turned = 0
        with httpx.Client(timeout=PATIENCE) as http:
            for n in range(20):
                number = (client * 997 + n * 31) % NUMBERS
                answer = http.get(served.sparql, params={"query": SMALL % number, "format": "csv"})
                if answer.status_code == 503:
                    turned += 1
                elif answer.text != f"n\r\nnumber {number}\r\n":
                    wrong.append(answer.text)
        return turned

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(ask, range(50)))
    assert wrong == []


def test_memory_and_files_do_not_grow(served: Server) -> None:
    """Descriptors after many large results are as many as before."""

    def descriptors() -> int:
        return len(list(Path(f"/proc/{served.process.pid}/fd").iterdir()))

    def large() -> None:
        assert served.get(f"SELECT ?s {{ {G} {{ ?s ?p ?o }} }} LIMIT 20000").status_code in (200, 503)

    large()
    before = descriptors()
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: large(), range(20)))
    until(lambda: descriptors() <= before + 22)  # the client's own connections may stay open
