"""The embedded engine gives the rows that Neo4j gives: of queries written by hand, of queries drawn over the real schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from govgraph.errors import QueryError
from govgraph.stores.base import Store
from govgraph.stores.cypher.parts import parts
from govgraph.stores.cypher.refused import way_round
from govgraph.stores.cypher.remarks import remarks
from govgraph.stores.cypher.vocabulary import everything
from govgraph.stores.embedded import EmbeddedStore
from govgraph.stores.values import scalar
from govgraph.workspace import Workspace
from tests.cypher.generator import queries

HERE = Path(__file__).parent
DOCS = Path(__file__).parents[2] / "docs" / "cypher.md"
SEED = 20261128
LIMIT = 50_000

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("neo4j_bundled")]


@pytest.fixture
def engines(bundled: Workspace) -> Iterator[tuple[Store, Store]]:
    """The embedded engine, and Neo4j with the same graph."""
    one, other = bundled.open("embedded"), bundled.open("neo4j")
    yield one, other
    one.close()
    other.close()


def by_hand() -> list[str]:
    """The queries of the file, one a line."""
    lines = (HERE / "by_hand.cypher").read_text("utf-8").splitlines()
    return [line.removesuffix(";") for line in lines if line and not line.startswith("//")]


def rows(store: Store, text: str) -> tuple[tuple[str, ...], Counter[str]] | QueryError:
    """Columns and rows of an answer, whatever their order; the refusal where there is none."""
    try:
        found = store.run(text, {}, 60, LIMIT)
    except QueryError as error:
        return error
    return found.columns, Counter(repr(row) for row in found.rows)


def silent_differences(engines: tuple[Store, Store], texts: list[str]) -> list[str]:
    """Texts of which the embedded engine gives other rows, or refuses what Neo4j takes, without a word about it."""
    found = []
    for text in texts:
        mine, theirs = (rows(store, text) for store in engines)
        if isinstance(theirs, QueryError) or mine == theirs:
            continue  # what Neo4j itself refuses is no query
        refused = isinstance(mine, QueryError)
        said = way_round(parts(text)) if refused else remarks(parts(text), {}, everything())
        if not said:
            found.append(f"{text}\n    {str(mine)[:300]}\n    {str(theirs)[:300]}")
    return found


def test_queries_written_by_hand(engines: tuple[Store, Store]) -> None:
    texts = by_hand()
    assert len(texts) >= 150
    mine = [rows(engines[0], text) for text in texts]
    assert [text for text, one in zip(texts, mine, strict=True) if isinstance(one, QueryError)] == []
    assert [text for text, one in zip(texts, mine, strict=True) if one != rows(engines[1], text)] == []
    assert sum(bool(one[1]) for one in mine if not isinstance(one, QueryError)) > len(texts) * 0.9


@pytest.mark.parametrize("count", [200, pytest.param(3000, marks=pytest.mark.long)])
def test_queries_drawn_at_random(bundled: Workspace, engines: tuple[Store, Store], count: int) -> None:
    texts = list(queries(bundled.graph(), SEED + count, count))
    found = silent_differences(engines, texts)
    print(f"seed {SEED + count}: {count} queries, {len(found)} silent differences")
    assert found == [], "\n".join(found[:10])


def test_a_planted_difference_is_seen(engines: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    """With texts sent as they are, a node is not found by a relationship's value: the comparison says so."""
    text = "MATCH ()-[r:HOLDS_SHARES_IN]->() MATCH (e:Evidence {about: r.id}) RETURN count(*) AS n"
    assert silent_differences(engines, [text]) == []
    monkeypatch.setattr(
        "govgraph.stores.embedded.rewritten", lambda text, parameters, embedded: (text, dict(parameters))
    )
    assert silent_differences(engines, [text])


REFUSED = re.findall(
    r"```cypher\n// refused\n(.*?)\n```\n+```cypher\n// instead\n(.*?)\n```", DOCS.read_text("utf-8"), re.S
)


@pytest.mark.parametrize(("refused", "instead"), REFUSED, ids=[refused[:50] for refused, _instead in REFUSED])
def test_what_is_refused_has_a_way_round(refused: str, instead: str, engines: tuple[Store, Store]) -> None:
    mine, theirs = (rows(store, refused) for store in engines)
    assert isinstance(mine, QueryError)
    assert way_round(parts(refused)) is not None
    assert not isinstance(theirs, QueryError)
    assert rows(engines[0], instead) == theirs == rows(engines[1], instead)


def test_the_list_is_there() -> None:
    assert len(REFUSED) >= 8


DIFFERENT = [
    ("MATCH (a:Award) WHERE a.date >= '2019-01-01' RETURN count(*) AS n", "is a date"),
    ("MATCH (n:Company {id: 'digital-guangdong'}) RETURN id(n) AS n", "own number"),
    ("MATCH (a:Award) RETURN a.id AS a, toString(a.amount) AS n", "as text"),
    ("RETURN duration.between(date('2020-01-31'), date('2021-03-01')) AS d", "duration.inMonths"),
    (
        "MATCH (c:Company {id: 'digital-guangdong'}) RETURN c {.*, type: 'x'} AS a, properties(c) AS b",
        "key type",
    ),
]


@pytest.mark.parametrize(("text", "words"), DIFFERENT)
def test_what_differs_is_said(text: str, words: str, engines: tuple[Store, Store]) -> None:
    mine, theirs = (rows(store, text) for store in engines)
    assert mine != theirs, "a remark about what is the same is noise"
    assert any(words in one for one in remarks(parts(text), {}, everything()))


def test_embedded_engine_has_all_passes_off(bundled: Workspace) -> None:
    import kglite

    from govgraph.stores import embedded

    assert [*embedded._DISABLED] == [*kglite.cypher_pass_names()]
    assert isinstance(bundled.open("embedded"), EmbeddedStore)


def test_numbers_are_the_same_whatever_the_order_of_a_sum() -> None:
    assert scalar(0.1 + 0.2) == scalar(0.3)
    assert scalar(float("inf")) is None
