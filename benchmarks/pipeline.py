"""From file to answer, step by step: python -m benchmarks.pipeline 2000 20000 [--folder DIR] [--only load,resolve,…]

Made-up OCDS releases (``benchmarks.releases``) are loaded, resolved, checked, made a graph and written to each store; then a
first question is asked: which two suppliers won lots of the same process, how often. Every step is a process of its own:
CPU seconds of it and of those that it waited for, and peak memory. Beside them stand, in the same run, what the engines
take alone on ready rows, the parser alone, and DuckDB that answers the same question from the same JSON; the rows are
compared.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import orjson

from benchmarks.releases import write_releases

_PAIRS = """MATCH (p:Project)<-[:CONCERNS]-(x:Award)-[:AWARDED_TO]->(a:Organization) MATCH (p)<-[:CONCERNS]-(y:Award)-[:AWARDED_TO]->(b:Organization)
WHERE a.name < b.name RETURN a.name AS a, b.name AS b, count(DISTINCT p.id) AS projects ORDER BY projects DESC, a, b"""
_SPARQL = """PREFIX gg: <https://w3id.org/govgraph/ontology#>
SELECT ?a ?b (COUNT(DISTINCT ?p) AS ?projects) WHERE { ?x a gg:Award ; gg:concerns ?p ; gg:awardedTo/gg:name ?a .
?y gg:concerns ?p ; a gg:Award ; gg:awardedTo/gg:name ?b . FILTER (?a < ?b) } GROUP BY ?a ?b ORDER BY DESC(?projects) ?a ?b"""
_DUCKDB = """WITH won AS (SELECT DISTINCT ocid, s.name AS name FROM (SELECT ocid, unnest(awards) AS a FROM read_json('{file}')),
    unnest(a.suppliers) t(s))
SELECT x.name, y.name, count(*) FROM won x JOIN won y USING (ocid) WHERE x.name < y.name GROUP BY ALL ORDER BY 3 DESC, 1, 2"""


def parse(folder: Path) -> None:
    """Parse each line and do nothing with it."""
    with (folder / "releases.jsonl").open("rb") as lines:
        for line in lines:
            orjson.loads(line)


def duckdb_answer(folder: Path) -> None:
    """The pairs, from the JSON."""
    rows = duckdb.sql(_DUCKDB.format(file=folder / "releases.jsonl")).fetchall()
    (folder / "duckdb.json").write_text(json.dumps(rows))


def load(folder: Path) -> None:
    """JSON to statements."""
    from govgraph.loaders.registry import find
    from govgraph.loaders.run import load_into

    shutil.rmtree(folder / "workspace", ignore_errors=True)
    load_into(folder / "workspace", find([folder / "releases.jsonl"]))


def resolve(folder: Path) -> None:
    """Who is who, with the pairs to review."""
    from govgraph.graph.identity.resolve import resolve_workspace
    from govgraph.loaders.registry import merger_of

    shutil.rmtree(folder / "build", ignore_errors=True)
    (folder / "build").mkdir()
    resolve_workspace(folder / "workspace", folder / "build", merger_of)


def check(folder: Path) -> None:
    """The ontology's rules."""
    from govgraph.graph.builder.check import check
    from govgraph.graph.opened import Build

    loaded = [path.stem for path in (folder / "workspace" / "loaded").glob("*.parquet")]
    assert not check(Build(folder / "build").statement_files, loaded=loaded)


def graph(folder: Path) -> None:
    """Statements to tables."""
    from benchmarks.stores import graph_step
    from govgraph.graph.opened import Build

    (folder / "statements").unlink(missing_ok=True)
    (folder / "statements").symlink_to(Build(folder / "build").folder / "resolved")
    graph_step(folder)


def _of_stores(name: str) -> Callable[[Path], None]:
    def step(folder: Path) -> None:
        from benchmarks import stores

        getattr(stores, name)(folder)

    step.__doc__ = name
    return step


def first_question(folder: Path) -> None:
    """The pairs, from the embedded engine."""
    from govgraph.stores.embedded import EmbeddedStore

    with closing(EmbeddedStore(folder / "embedded.kgl")) as store:
        rows = store.run(_PAIRS, {}).rows
    assert [list(row) for row in rows] == json.loads((folder / "duckdb.json").read_text()), "the rows differ"


def first_sparql(folder: Path) -> None:
    """The pairs, from the RDF store."""
    from govgraph.stores.rdf.store import RdfStore

    with closing(RdfStore(folder / "rdf")) as store:
        rows = store.run(_SPARQL, {}, 120).rows
    assert [list(row) for row in rows] == json.loads((folder / "duckdb.json").read_text()), "the rows differ"


STEPS: dict[str, Callable[[Path], None]] = {
    "parse (floor)": parse, "DuckDB's answer (floor)": duckdb_answer,
    "load": load, "resolve": resolve, "check": check, "graph": graph,
    "embedded": _of_stores("embedded_step"), "embedded (floor)": _of_stores("embedded_floor"), "question": first_question,
    "rdf": _of_stores("rdf_step"), "rdf (floor)": _of_stores("rdf_floor"), "question by SPARQL": first_sparql,
    "neo4j files": _of_stores("files_step"),
}  # fmt: skip
#: What stands between a file and its answer on the embedded engine.
ANSWER = ("load", "resolve", "check", "graph", "embedded", "question")


def measure(step: str, folder: Path) -> tuple[float, float]:
    """CPU seconds and peak MB of a step in its own process."""
    command = [sys.executable, "-m", "benchmarks.pipeline", "--step", step, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    if done.returncode:
        raise SystemExit(f"{step}: {done.stderr.strip().splitlines()[-1]}")
    said = dict(
        line.split() for line in done.stdout.splitlines() if line.startswith(("seconds", "cpu", "peak"))
    )
    return float(said.get("seconds", said["cpu"])), float(said["peak"])


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """All steps at every size, or one of them for that."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", default=",".join(STEPS))
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        from benchmarks.stores import _peak

        before = _cpu()
        STEPS[given.step](given.folder)
        print(f"cpu {_cpu() - before}\npeak {_peak()}")
        return
    wanted = [name for name in STEPS if name in given.only.split(",")]
    for size in given.sizes or [2_000, 20_000]:
        folder = (given.folder or Path(tempfile.mkdtemp())) / str(size)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "releases.jsonl").exists():
            write_releases(folder / "releases.jsonl", size)
        print(f"\n{size} releases\n\n| step | CPU s | peak MB |\n|---|--:|--:|")
        spent: dict[str, float] = {}
        for step in wanted:
            spent[step], peak = measure(step, folder)
            print(f"| {step} | {spent[step]:.2f} | {peak:.0f} |", flush=True)
        if set(ANSWER) <= spent.keys():
            print(f"| file to answer, embedded | {sum(spent[step] for step in ANSWER):.2f} | |")


if __name__ == "__main__":
    main()
