"""The recipes of docs/endpoint.md, run as they stand there, against the bundled graph."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.web.server import Server, running

PAGE = (Path(__file__).parents[2] / "docs" / "endpoint.md").read_text("utf-8")
RECIPES = dict(re.findall(r"\*\*([^*]+)\*\*(?:(?!\*\*).)*?```(?:python|sh)\n(.*?)```", PAGE, re.S))
QUERY = re.search(r"```sparql\n(.*?)```", PAGE, re.S)[1]  # type: ignore[index]
#: Who holds 数字广东, by hand from the bundled facts: data/sources/bjnews-smart-city-2019-09.yml and the register.
VENTURE, HOLDER = "数字广东网络建设有限公司", "腾讯"


def run(name: str, server: Server) -> dict[str, Any]:
    """A Python recipe's variables, with the address of the test's server in it."""
    world: dict[str, Any] = {"query": QUERY}
    exec(RECIPES[name].replace("http://127.0.0.1:8000", server.url), world)
    return world


def test_every_recipe_has_a_test() -> None:
    assert set(RECIPES) == {
        "curl",
        "pandas",
        "SPARQLWrapper",
        "rdflib",
        "The standard library alone",
        "From another store",
    }


@pytest.fixture(scope="module")
def expected(service: Server) -> list[tuple[str, ...]]:
    """The rows by our own plain client; the venture is among them."""
    rows = service.values(QUERY)
    assert any(row[:2] == (VENTURE, HOLDER) for row in rows), rows
    return rows


def test_curl(service: Server, expected: list[tuple[str, ...]], tmp_path: Path) -> None:
    (tmp_path / "ventures.rq").write_text(QUERY, "utf-8")
    command = RECIPES["curl"].replace("http://127.0.0.1:8000", service.url)
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True)
    assert [tuple(row) for row in csv.reader(io.StringIO(done.stdout.decode()))][1:] == expected


def test_pandas(service: Server, expected: list[tuple[str, ...]]) -> None:
    table = run("pandas", service)["table"]
    assert list(table.columns) == ["venture", "holder", "stake"]
    assert list(zip(table.venture, table.holder, strict=True)) == [row[:2] for row in expected]
    assert table.stake.sum() == pytest.approx(sum(float(row[2]) for row in expected if row[2]))


@pytest.mark.parametrize("name", ["SPARQLWrapper", "The standard library alone"])
def test_json_clients(service: Server, expected: list[tuple[str, ...]], name: str) -> None:
    rows = run(name, service)["rows"]
    names = ("venture", "holder", "stake")
    assert [tuple(row[n]["value"] if n in row else "" for n in names) for row in rows] == expected


def test_sparqlwrapper_in_all_its_ways(service: Server) -> None:
    from SPARQLWrapper import (
        CSV,
        GET,
        JSON,
        JSONLD,
        POST,
        POSTDIRECTLY,
        RDFXML,
        TSV,
        TURTLE,
        URLENCODED,
        XML,
        SPARQLWrapper,
    )

    for method, way in ((GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)):
        endpoint = SPARQLWrapper(service.sparql)
        endpoint.setMethod(method)
        endpoint.setRequestMethod(way)
        for form in (JSON, XML, CSV, TSV):
            endpoint.setReturnFormat(form)
            endpoint.setQuery("SELECT ?s { ?s ?p ?o } LIMIT 3")
            assert endpoint.query().convert()
        for form in (TURTLE, RDFXML, JSONLD):
            endpoint.setReturnFormat(form)
            endpoint.setQuery("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3")
            assert endpoint.query().convert()


def test_rdflib(service: Server, expected: list[tuple[str, ...]]) -> None:
    rows = run("rdflib", service)["rows"]
    assert [tuple("" if term is None else str(term) for term in row) for row in rows] == expected


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_as_a_graph(service: Server, method: str) -> None:
    from rdflib import Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(service.sparql, method=method))
    kind = URIRef("https://w3id.org/govgraph/ontology#JointVenture")
    ventures = set(graph.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind))
    assert len(ventures) == int(
        service.values(f"SELECT (COUNT(DISTINCT ?v) AS ?n) {{ ?v a <{kind}> }}")[0][0]
    )
    assert ventures


def test_federated_query(service: Server) -> None:
    rows = run("From another store", service)["rows"]
    assert VENTURE in {row["venture"].value for row in rows}
    assert {row["me"].value for row in rows} == {"http://my.example/tencent"}


def test_every_saved_question_gives_the_rows_of_the_command_line(service: Server, bundled: Any) -> None:
    """A question's SPARQL text, with nothing bound, is a query that any client can send as it is."""
    from govgraph.queries.library import query_names, read_query
    from govgraph.stores.rdf.store import bind

    store = bundled.open("sparql")
    for name in query_names():
        text = bind(read_query(name).text("sparql"), {})
        answer = service.http.post(
            "/sparql",
            content=text,
            headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        assert answer.status_code == 200, (name, answer.text)
        rows = store.run(text, {})
        assert len(list(csv.reader(io.StringIO(answer.text)))) == len(rows.rows) + 1, name
    store.close()


def test_options_for_the_open_network(bundled: Any) -> None:
    options = (
        "--cors",
        "https://page.example",
        "--behind-proxy",
        "--public",
        "https://graph.example",
        "--base",
        "https://graph.example/id/",
    )
    with running("--workspace", bundled.root, "serve", "--port", "0", "--workers", "1", *options) as server:
        answer = server.get(
            "SELECT * { ?s ?p ?o } LIMIT 1",
            headers={"Origin": "https://page.example", "X-Forwarded-For": "203.0.113.9"},
        )
        assert answer.headers["access-control-allow-origin"] == "https://page.example"
        asked = {
            "Origin": "https://page.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        assert (
            server.http.options("/sparql", headers=asked).headers["access-control-allow-origin"]
            == "https://page.example"
        )
        other = server.get("ASK {}", headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
        assert "<https://graph.example/sparql> a sd:Service" in server.http.get("/sparql").text
        assert server.get("ASK { ?s a ?t FILTER(STRSTARTS(STR(?s), 'https://graph.example/id/')) }").json()[
            "boolean"
        ]
        assert not server.get(
            "ASK { ?s a ?t FILTER(STRSTARTS(STR(?s), 'https://w3id.org/govgraph/id/')) }"
        ).json()["boolean"]
        assert {line["client"] for line in server.log() if line["status"] == 200} >= {"203.0.113.9"}
