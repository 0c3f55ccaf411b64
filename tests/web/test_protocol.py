"""SPARQL 1.1 Protocol and Service Description, clause by clause, against a running server."""

from __future__ import annotations

import gzip
import io
import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest

from tests.waiting import PATIENCE, until
from tests.web.server import Server

D = "http://data.example/"
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
SD = "http://www.w3.org/ns/sparql-service-description#"


def post(
    server: Server, content: Any, type_: str | None, address: str = "", **headers: str
) -> httpx.Response:
    given = headers | ({"Content-Type": type_} if type_ is not None else {})
    return server.http.post(f"/sparql{address}", content=content, headers=given)


def asked(server: Server, way: str, query: str, dataset: Iterable[tuple[str, str]] = ()) -> httpx.Response:
    """One query in each of the three ways that the protocol has (2.1.1 to 2.1.3)."""
    parameters = list(dataset)
    if way == "get":
        return server.http.get("/sparql?" + urlencode([("query", query), *parameters]))
    if way == "form":
        return post(server, urlencode([("query", query), *parameters]), FORM)
    return post(server, query.encode(), QUERY, "?" + urlencode(parameters) if parameters else "")


@pytest.mark.parametrize("way", ["get", "form", "direct"])
class TestOperation:
    """2.1: the query operation, the same in all three ways."""

    def test_ask(self, served: Server, way: str) -> None:
        answer = asked(served, way, "ASK { ?s ?p ?o }")
        assert (answer.status_code, answer.json()["boolean"]) == (200, True)

    def test_chinese_text(self, served: Server, way: str) -> None:
        answer = asked(served, way, 'SELECT ?s { GRAPH ?g { ?s ?p "一"@zh } } # 中文注释')
        assert [row["s"]["value"] for row in answer.json()["results"]["bindings"]] == [D + "one"]

    def test_no_dataset_named_is_the_stores_own(self, served: Server, way: str) -> None:
        query = (
            f"ASK {{ <{D}here> a ?t GRAPH <{D}two> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ <{D}one> ?a ?b }} }}"
        )
        assert asked(served, way, query).json()["boolean"] is True

    def test_default_graphs_are_merged(self, served: Server, way: str) -> None:
        graphs = [("default-graph-uri", D + "one"), ("default-graph-uri", D + "two")]
        query = f"ASK {{ <{D}one> a ?x . <{D}two> a ?y FILTER NOT EXISTS {{ <{D}here> ?p ?o }} }}"
        assert asked(served, way, query, graphs).json()["boolean"] is True

    def test_default_graphs_alone_leave_no_named_one(self, served: Server, way: str) -> None:
        answer = asked(served, way, "ASK { GRAPH ?g { ?s ?p ?o } }", [("default-graph-uri", D + "one")])
        assert answer.json()["boolean"] is False

    def test_named_graphs_alone_leave_the_default_graph_empty(self, served: Server, way: str) -> None:
        graphs = [("named-graph-uri", D + "one"), ("named-graph-uri", D + "two")]
        query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?a ?b ?c } } ORDER BY ?g"
        answer = asked(served, way, query, graphs).json()["results"]["bindings"]
        assert [row["g"]["value"] for row in answer] == [D + "one", D + "two"]

    def test_full_dataset(self, served: Server, way: str) -> None:
        graphs = [("default-graph-uri", D + "three"), ("named-graph-uri", D + "one")]
        query = f"ASK {{ <{D}three> a ?x GRAPH ?g {{ <{D}one> a ?y }} FILTER NOT EXISTS {{ GRAPH <{D}two> {{ ?s ?p ?o }} }} }}"
        assert asked(served, way, query, graphs).json()["boolean"] is True

    def test_the_requests_dataset_wins_over_the_querys(self, served: Server, way: str) -> None:
        """2.1.4: FROM is passed over where the request names graphs."""
        graphs = [("default-graph-uri", D + "one"), ("default-graph-uri", D + "two")]
        answer = asked(served, way, f"ASK FROM <{D}three> {{ <{D}one> a ?x . <{D}two> a ?y }}", graphs)
        assert answer.json()["boolean"] is True

    def test_bad_syntax(self, served: Server, way: str) -> None:
        answer = asked(served, way, "ASK {\n  ?s ?p }")
        assert answer.status_code == 400
        assert "line 2, column 9: unexpected '}'; expected a variable, an IRI, a literal" in answer.text

    def test_two_queries_in_one_text(self, served: Server, way: str) -> None:
        assert asked(served, way, "ASK {} ASK {}").status_code == 400

    def test_a_graph_that_is_no_iri(self, served: Server, way: str) -> None:
        answer = asked(served, way, "ASK {}", [("default-graph-uri", "no iri")])
        assert answer.status_code == 400
        assert "default-graph-uri" in answer.text

    def test_empty_query(self, served: Server, way: str) -> None:
        assert asked(served, way, "").status_code == 400


class TestRefusals:
    """2.1.6: what the protocol does not allow, each with its own status."""

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
    def test_wrong_method(self, served: Server, method: str) -> None:
        answer = served.http.request(method, "/sparql", params={"query": "ASK {}"})
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"

    def test_two_query_parameters(self, served: Server) -> None:
        assert served.http.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status_code == 400
        assert post(served, "query=ASK%7B%7D&query=ASK%7B%7D", FORM).status_code == 400
        assert post(served, "ASK {}", QUERY, "?query=ASK%7B%7D").status_code == 400

    @pytest.mark.parametrize(
        "type_", ["text/plain", "application/json", "multipart/form-data; boundary=x", "", "no/such;;;"]
    )
    def test_wrong_media_type(self, served: Server, type_: str) -> None:
        answer = post(served, "ASK {}", type_)
        assert answer.status_code == 415
        assert QUERY in answer.text

    @pytest.mark.parametrize("body", ["query=ASK%7B%7D", "ASK {}", "update=CLEAR%20ALL", "CLEAR ALL"])
    def test_missing_media_type(self, served: Server, body: str) -> None:
        assert post(served, body.encode(), None).status_code == 415

    def test_not_utf8(self, served: Server) -> None:
        assert post(served, "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16").status_code == 415
        assert post(served, "ASK {} # é".encode("latin-1"), QUERY).status_code == 400
        assert post(served, b"query=ASK%7B%7D%23%E9", FORM).status_code == 400
        assert served.http.get("/sparql?query=ASK%7B%7D%23%E9").status_code == 400

    def test_missing_query(self, served: Server) -> None:
        assert post(served, "", FORM).status_code == 400
        assert served.http.get("/sparql?default-graph-uri=http%3A%2F%2Fx").status_code == 400

    def test_compressed_request(self, served: Server) -> None:
        assert (
            post(served, gzip.compress(b"ASK {}"), QUERY, **{"Content-Encoding": "gzip"}).status_code == 415
        )

    def test_too_large_a_request(self, served: Server) -> None:
        large = b"ASK {} #" + b"x" * (1 << 20)
        assert post(served, large, QUERY).status_code == 413
        assert post(served, iter([large]), QUERY).status_code == 413  # in pieces, without a length

    def test_a_refusal_is_a_sentence_and_no_trace(self, served: Server) -> None:
        answer = served.get("ASK {")
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert "Traceback" not in answer.text
        assert "File" not in answer.text


class TestUpdates:
    """2.2: this endpoint does none. The first seven are the update operations of the W3C's tests."""

    INSERT = "INSERT DATA { <http://x.example/s> <http://x.example/p> 1 }"

    @pytest.mark.parametrize(
        ("extra", "type_"),
        [
            ([], FORM),
            ([], "application/sparql-update"),
            ([("using-graph-uri", D + "one")], FORM),
            ([("using-graph-uri", D + "one"), ("using-graph-uri", D + "two")], FORM),
            ([("using-named-graph-uri", D + "one")], FORM),
            ([("using-graph-uri", D + "one"), ("using-named-graph-uri", D + "two")], FORM),
            ([("base", "1")], "application/sparql-update"),
        ],
    )
    def test_update(self, served: Server, extra: list[tuple[str, str]], type_: str) -> None:
        update = f"BASE <http://x.example/> {self.INSERT}" if extra[:1] == [("base", "1")] else self.INSERT
        body = urlencode([("update", update), *extra]) if type_ == FORM else update
        answer = post(served, body.encode(), type_)
        assert answer.status_code == 403
        assert "no updates" in answer.text
        assert served.get("ASK { <http://x.example/s> ?p ?o }").json()["boolean"] is False

    def test_bad_updates(self, served: Server) -> None:
        """The W3C's tests of bad updates ask for a client error, whichever."""
        assert served.http.get("/sparql", params={"update": self.INSERT}).status_code == 400
        assert (
            post(served, urlencode([("update", self.INSERT), ("update", self.INSERT)]), FORM).status_code
            == 403
        )
        assert post(served, self.INSERT, "text/plain").status_code == 415
        assert (
            post(
                served, self.INSERT.encode("utf-16"), "application/sparql-update; charset=UTF-16"
            ).status_code
            == 415
        )
        assert post(served, "update=INSERT+DATA+%7B", FORM).status_code == 403
        conflict = [
            ("update", f"INSERT {{ ?s ?p 1 }} USING <{D}one> WHERE {{ ?s ?p ?o }}"),
            ("using-graph-uri", D + "two"),
        ]
        assert post(served, urlencode(conflict), FORM).status_code == 403

    def test_update_and_query_in_one(self, served: Server) -> None:
        assert (
            post(served, urlencode([("update", self.INSERT), ("query", "ASK {}")]), FORM).status_code == 400
        )

    def test_an_update_sent_as_a_query(self, served: Server) -> None:
        for text in (
            self.INSERT,
            "CLEAR ALL",
            "LOAD <http://x.example/>",
            "DROP ALL",
            "DELETE WHERE { ?s ?p ?o }",
        ):
            assert served.get(text).status_code == 400
        assert served.get("ASK { ?s ?p ?o }").json()["boolean"] is True


SELECT, CONSTRUCT = (
    "SELECT ?s ?name { GRAPH ?g { ?s <http://xmlns.com/foaf/0.1/name> ?name } }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
)


class TestFormats:
    """2.1.5 and 2.1.6: the formats of results, and their negotiation."""

    @pytest.mark.parametrize("type_", [JSON, XML, "text/csv", "text/tab-separated-values"])
    def test_solutions_are_whole_and_the_same_in_every_format(self, served: Server, type_: str) -> None:
        answer = served.get(SELECT + " ORDER BY ?s", type_)
        assert answer.headers["content-type"].split(";")[0] == type_
        names = ["一", 'three, "quoted"\n,{}', "two"]
        if type_ == "text/csv":
            assert (
                answer.text
                == 's,name\r\nhttp://data.example/one,一\r\nhttp://data.example/three,"three, ""quoted""\n,{}"\r\nhttp://data.example/two,two\r\n'
            )
            return
        form = {JSON: "srj", XML: "srx"}.get(type_, "tsv")
        parsed = ox.parse_query_results(answer.content, ox.QueryResultsFormat.from_extension(form))
        assert [row["name"].value for row in parsed] == names  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("type_", "form"),
        [("text/turtle", "ttl"), ("application/n-triples", "nt"), ("application/rdf+xml", "rdf"),
         ("application/ld+json", "jsonld"), ("application/n-quads", "nq"), ("application/trig", "trig")],
    )  # fmt: skip
    def test_graphs(self, served: Server, type_: str, form: str) -> None:
        for query in (CONSTRUCT, f"DESCRIBE <{D}here>"):
            answer = served.get(query, type_)
            assert answer.headers["content-type"].split(";")[0] == type_
            found = {
                str(q.triple) for q in ox.parse(answer.content, format=ox.RdfFormat.from_extension(form))
            }
            assert len(found) == 2

    def test_ask(self, served: Server) -> None:
        assert ET.fromstring(served.get("ASK {}", XML).content)[1].text == "true"
        assert served.get("ASK {}", "text/csv").text == "true"

    @pytest.mark.parametrize(
        ("accept", "type_"),
        [
            ("*/*", JSON),
            ("", JSON),
            ("text/csv;q=0.5, application/sparql-results+xml", XML),
            ("text/csv, application/sparql-results+xml;q=0.5", "text/csv"),
            ("text/*;q=0.3, text/csv;q=0.1, */*;q=0.2", "text/tab-separated-values"),
            ("application/sparql-results+json;q=0, */*", XML),
            ("text/csv, */*", "text/csv"),
            ("application/json", JSON),
            ("application/xml", XML),
            ("text/html, image/png, */*;q=0.1", JSON),
            ("APPLICATION/SPARQL-RESULTS+XML; Q=1", XML),
            ("nonsense, ;;, text/csv", "text/csv"),
            ("text/turtle, text/csv;q=0.1", "text/csv"),
        ],
    )
    def test_negotiation(self, served: Server, accept: str, type_: str) -> None:
        assert served.get(SELECT, accept).headers["content-type"].split(";")[0] == type_

    @pytest.mark.parametrize("accept", ["image/png", "text/html", "text/turtle", "text/csv;q=0"])
    def test_not_acceptable(self, served: Server, accept: str) -> None:
        answer = served.get(SELECT, accept)
        assert answer.status_code == 406
        assert "CSV" in answer.text or "text/csv" in answer.text

    def test_not_acceptable_for_a_graph(self, served: Server) -> None:
        assert served.get(CONSTRUCT, "text/csv").status_code == 406

    def test_format_by_name(self, served: Server) -> None:
        for name, type_ in (("csv", "text/csv"), ("json", JSON), ("xml", XML)):
            answer = served.get(SELECT, "image/png", params={"format": name})
            assert answer.headers["content-type"].split(";")[0] == type_
        assert (
            served.get(CONSTRUCT, params={"format": "xml"}).headers["content-type"] == "application/rdf+xml"
        )
        assert (
            served.get(SELECT, "text/csv", params={"format": "pdf"})
            .headers["content-type"]
            .startswith("text/csv")
        )
        assert served.get(SELECT, params={"format": "ttl"}).status_code == 406


class TestHttp:
    """What HTTP itself asks for: HEAD, OPTIONS, validators, compression."""

    def test_head_says_what_get_would(self, served: Server) -> None:
        ask = {"params": {"query": SELECT}, "headers": {"Accept-Encoding": "identity"}}
        got, head = served.http.get("/sparql", **ask), served.http.head("/sparql", **ask)  # type: ignore[arg-type]
        assert head.content == b""
        for name in ("content-length", "content-type", "etag", "last-modified"):
            assert head.headers[name] == got.headers[name]

    def test_options(self, served: Server) -> None:
        answer = served.http.options("/sparql")
        assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")

    def test_no_cors_unless_asked_for(self, served: Server) -> None:
        assert (
            "access-control-allow-origin"
            not in served.get("ASK {}", headers={"Origin": "https://a.example"}).headers
        )

    def test_validators(self, served: Server) -> None:
        first = served.get(SELECT)
        again = served.get(SELECT, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert (
            served.get(SELECT, headers={"If-Modified-Since": first.headers["last-modified"]}).status_code
            == 304
        )
        assert (
            served.get(SELECT, headers={"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}).status_code
            == 200
        )
        assert served.get(SELECT, headers={"If-Modified-Since": "yesterday"}).status_code == 200
        others = (
            served.get(SELECT, "text/csv"),
            served.get(SELECT + " LIMIT 1"),
            served.get(SELECT, params={"default-graph-uri": D}),
        )
        assert len({first.headers["etag"], *(other.headers["etag"] for other in others)}) == 4

    @pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "struuid ( )"])
    def test_no_validator_where_the_answer_changes_by_itself(self, served: Server, function: str) -> None:
        answer = served.get(f"SELECT ({function} AS ?x) {{}}")
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"

    def test_an_error_is_not_hidden_by_a_date(self, served: Server) -> None:
        assert (
            served.get("ASK {", headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}).status_code
            == 400
        )

    def test_gzip(self, served: Server) -> None:
        query = "SELECT * { GRAPH <http://n.example/all> { ?s ?p ?o } } LIMIT 5000"
        plain = served.get(query, headers={"Accept-Encoding": "identity"})
        packed = served.get(query, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in packed.headers["vary"].lower()
        assert int(packed.headers["content-length"]) < len(plain.content) / 5
        assert packed.content == plain.content
        for refused in ("gzip;q=0", "br", "identity;q=1, *;q=0"):
            assert "content-encoding" not in served.get(query, headers={"Accept-Encoding": refused}).headers

    def test_a_mark_before_the_text_is_passed_over(self, served: Server) -> None:
        assert post(served, "\ufeffASK {}".encode(), QUERY).status_code == 200

    def test_a_relative_address_is_the_endpoints(self, served: Server) -> None:
        answer = served.get("SELECT (<x> AS ?x) {}").json()
        assert answer["results"]["bindings"][0]["x"]["value"] == f"{served.url}/x"


class TestDescription:
    """SPARQL 1.1 Service Description, and VoID."""

    @pytest.mark.parametrize(
        "accept",
        ["*/*", "text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"],
    )
    def test_returns_rdf(self, served: Server, accept: str) -> None:
        answer = served.http.get("/sparql", headers={"Accept": accept})
        assert answer.status_code == 200
        assert graph(answer)

    def test_conforms_to_the_schema(self, served: Server) -> None:
        triples = graph(served.http.get("/sparql"))
        services = {s for s, p, o in triples if o == SD + "Service"}
        assert len(services) == 1
        assert {p for s, p, _ in triples if s in services} >= {
            SD + "endpoint",
            SD + "supportedLanguage",
            SD + "resultFormat",
        }
        dataset = next(o for _, p, o in triples if p == SD + "defaultDataset")
        default = next(o for s, p, o in triples if s == dataset and p == SD + "defaultGraph")
        assert any(s == default and o == SD + "Graph" for s, _, o in triples)
        assert not [o for _, p, o in triples if p == SD + "feature" and o == SD + "BasicFederatedQuery"]

    def test_names_the_endpoint(self, served: Server) -> None:
        assert [o for _, p, o in graph(served.http.get("/sparql")) if p == SD + "endpoint"] == [served.sparql]

    def test_head_and_not_acceptable(self, served: Server) -> None:
        assert served.http.head("/sparql").status_code == 200
        assert served.http.get("/sparql", headers={"Accept": "image/png"}).status_code == 406

    def test_a_browser_is_led_to_the_form(self, served: Server) -> None:
        answer = served.http.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/query")

    def test_void_counts_the_data(self, served: Server) -> None:
        void = "http://rdfs.org/ns/void#"
        triples = graph(served.http.get("/.well-known/void"))
        here = f"{served.url}/.well-known/void#data"
        assert {o for s, p, o in triples if s == here and p == void + "sparqlEndpoint"} == {served.sparql}
        assert {o for s, p, o in triples if s == here and p == void + "triples"} == {"2"}
        assert {o for s, p, o in triples if s == "http://n.example/all" and p == void + "triples"} == {
            "80000"
        }

    def test_health(self, served: Server) -> None:
        assert served.http.get("/healthz").json()["status"] == "ok"


def graph(answer: httpx.Response) -> list[tuple[str, str, str]]:
    """Triples of a response as text."""
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"].split(";")[0])
    return [
        (q.subject.value, q.predicate.value, q.object.value)
        for q in ox.parse(io.BytesIO(answer.content), format=form)
    ]  # type: ignore[union-attr]


def test_the_log_names_no_query(served: Server) -> None:
    secret = "上访人姓名"
    # lines of requests before may still be on their way: this one comes from an address of its own
    own = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
    query = {"query": f'ASK {{ ?s ?p "{secret}" }}', "default-graph-uri": "http://secret.example/"}
    with httpx.Client(transport=httpx.HTTPTransport(local_address=own), timeout=PATIENCE) as http:
        assert http.get(served.sparql, params=query).status_code == 200
    until(lambda: served.log() and served.log()[-1]["client"] == own)
    lines = "\n".join(served.lines)
    assert secret not in lines
    assert quote(secret) not in lines
    assert json.dumps(secret) not in lines
    assert "secret.example" not in lines
    last = served.log()[-1]
    assert (last["path"], last["status"], last["client"]) == ("/sparql", 200, own)
