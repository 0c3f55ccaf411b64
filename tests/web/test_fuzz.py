"""Malformed requests and queries by the hundred, and by the thousand with `-m long`: never a 500."""

from __future__ import annotations

import random
import re
import socket
from collections import Counter
from urllib.parse import quote

import pytest

from tests.waiting import PATIENCE
from tests.web.server import Server

WORDS = [
    *re.findall(r"\S+", """
        SELECT ASK CONSTRUCT DESCRIBE WHERE { } ( ) [ ] . ; , * ?s ?p ?o $x <http://a/b> <> <rel> a:b : _:b 'x' "y" \'\'\'z\'\'\'
        @en ^^ 1 -2.5 1e9 true FILTER OPTIONAL UNION MINUS GRAPH SERVICE SILENT BIND VALUES UNDEF AS GROUP BY HAVING ORDER
        LIMIT OFFSET PREFIX BASE FROM NAMED EXISTS NOT IN COUNT( SUM( REGEX( REPLACE( IRI( NOW() UUID() BNODE() CONCAT(
        SUBSTR( STRLANG( / | ^ + ! = != < > <= && || # ' INSERT DELETE LOAD CLEAR << >> 99999999999999999999 中文
    """),
    "\n", "\\", "\\u0041", "\x00", "\U0001f600", '"', " ",
]  # fmt: skip
SEEDS = [
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o > 3) } GROUP BY ?s ORDER BY DESC(?n) LIMIT 10",
    "PREFIX a: <http://a/> CONSTRUCT { ?s a:p [ a:q (1 2 3) ] } WHERE { GRAPH ?g { ?s a:p+/^a:q|!a:r ?o } }",
    "ASK FROM <http://data.example/one> { ?s ?p \"x\\u00e9\"@zh-Hans . OPTIONAL { ?s ?q '''a\nb''' } }",
    "DESCRIBE ?s { VALUES (?s ?o) { (<http://a> UNDEF) } MINUS { ?s a ?o } } OFFSET 2",
    "SELECT * { { SELECT (REPLACE(STR(?o), '(a+)+', '$1') AS ?x) { ?s ?p ?o } } UNION { BIND(1/0 AS ?y) } }",
]
HEADERS = {
    "Accept": ["*/*", "text/csv", "image/*", "a/b;q=9", ",,,;;", "text/turtle;q=0.000", "é", "*", "text/html", "x" * 3000],
    "Content-Type": ["application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "multipart/form-data",
                     "application/sparql-query; charset=x", ";;", "é/é", "text/plain"],
    "Accept-Encoding": ["gzip", "gzip;q=x", "*;q=0", ", ,", "br"],
    "If-None-Match": ["*", '"x"', 'W/"', "é"],
    "If-Modified-Since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Foo 99999", "Thu, 01 Jan 1970 00:00:00 -0000", "0"],
    "Host": ["x", "[::1", "[::1]:99999999", "a b", "", "é", "a/b?c#d", "127.0.0.1:http", "x" * 300],
    "Content-Encoding": ["gzip", "identity", "x"],
    "Transfer-Encoding": ["chunked", "x"],
    "Content-Length": ["0", "5", "-1", "x", "99999999999999999999"],
    "Origin": ["null", "http://x", "é"],
    "Range": ["bytes=0-1", "x"],
    "Expect": ["100-continue", "x"],
    "X-Forwarded-For": ["é", "1.2.3.4, x"],
    "Connection": ["close", "keep-alive", "Upgrade"],
    "Upgrade": ["websocket", "h2c"],
}  # fmt: skip


def mangled(chance: random.Random) -> str:
    """A query of random words, or a good one with some characters or words changed."""
    if chance.random() < 0.4:
        return " ".join(chance.choices(WORDS, k=chance.randrange(1, 25)))
    text = chance.choice(SEEDS)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text) + 1)
        text = (
            text[:at]
            + chance.choice([chance.choice(WORDS), chr(chance.randrange(1, 0x3000)), ""])
            + text[at + chance.randrange(4) :]
        )
    return text


def message(chance: random.Random) -> bytes:
    """A request, more or less."""
    query = mangled(chance)
    name = chance.choice(
        ["query", "query", "query", "update", "Query", "default-graph-uri", "named-graph-uri", "format", ""]
    )
    value = quote(query) if chance.random() < 0.9 else query.replace(" ", "+")
    target = chance.choice(
        [
            "/sparql",
            "/sparql",
            "/sparql/",
            "/sparql//",
            "/.well-known/void",
            "/healthz",
            "/../sparql",
            "*",
            "http://x/sparql",
        ]
    )
    method = chance.choice(["GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "get", "CONNECT", "\x01"])
    headers = [f"{key}: {chance.choice(values)}" for key, values in HEADERS.items() if chance.random() < 0.25]
    body = b""
    if method == "POST":
        body = chance.choice(
            [query.encode("utf-8", "replace"), f"{name}={value}".encode(), chance.randbytes(40), b""]
        )
        headers += [f"Content-Length: {len(body)}", f"Content-Type: {chance.choice(HEADERS['Content-Type'])}"]
    elif chance.random() < 0.9:
        target += f"?{name}={value}" + chance.choice(
            ["", f"&{name}={value}", "&format=csv", "&%zz=%ff", "&" * 50, "&default-graph-uri=x"]
        )
    if chance.random() < 0.7:
        headers.append("Host: x")
    head = (
        f"{method} {target} HTTP/1.{chance.choice('0119')}\r\n"
        + "".join(f"{h}\r\n" for h in headers)
        + "\r\n"
    )
    data = head.encode("utf-8", "replace") + body
    if chance.random() < 0.1:
        at = chance.randrange(len(data))
        data = data[:at] + chance.randbytes(3) + data[at + 2 :]
    return data


def status(server: Server, data: bytes) -> int:
    """The status of the answer to some bytes; 0 where there was none."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), PATIENCE) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        try:
            answer = connection.recv(200)
        except ConnectionResetError:
            return 0
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


def fuzz(server: Server, seed: int, count: int) -> Counter[int]:
    chance, found = random.Random(seed), Counter[int]()
    for _ in range(count):
        data = message(chance)
        answered = status(server, data)
        assert answered != 500, data
        found[answered] += 1
    for _ in range(count):
        query = mangled(chance)
        answer = server.get(query, chance.choice(["text/csv", "*/*", "text/turtle"]))
        assert answer.status_code in (200, 400, 403, 406, 422, 503), (query, answer.status_code, answer.text)
        assert (answer.status_code != 503) or answer.headers["x-problem"] in ("Busy", "TimedOut"), query
        found[answer.status_code] += 1
    assert not [line for line in server.log() if line["event"] == "error"]
    assert server.get("ASK { ?s ?p ?o }").json()["boolean"] is True
    return found


def test_no_500(hasty: Server) -> None:
    found = fuzz(hasty, 1, 250)
    assert {200, 400, 405, 406, 415} <= set(found), found  # it reached more than the door


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_no_500_by_the_thousand(hasty: Server, seed: int) -> None:
    print(fuzz(hasty, seed, 1000))
