"""Precision and recall of automatic merges on labelled pairs of names.

    python -m benchmarks.name_pairs [pairs.tsv]

Any table with the columns of ``tests/text/name_pairs.tsv`` or ``hard_pairs.tsv`` can be given. A pair is compared by
the rule for two records; one that has a context (an address, or companies and groups that people have curated) goes
through the joins that a build makes. Exits with 1 when anything was merged that is not labelled ``same``: precision
has to be 1.00.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from govgraph.graph.identity.rules import find_same
from govgraph.graph.statements.entity import Entity
from govgraph.graph.statements.parquet import connect, open_ontology
from govgraph.graph.statements.statement import FIELDS
from govgraph.ontology.model import ontology
from govgraph.text.names import compare, normalise
from govgraph.text.place_finder import read_place

PAIRS = Path(__file__).parent.parent / "tests" / "text" / "name_pairs.tsv"
_CONTEXT = ("place_a", "place_b", "companies", "groups")


def main(path: Path = PAIRS) -> int:
    """Print the table of labels and verdicts, and what was merged wrongly or missed."""
    rows = read_pairs(path)
    verdicts: Counter[tuple[str, str]] = Counter()
    kinds: Counter[tuple[str, str, bool]] = Counter()
    start = time.perf_counter()
    for row in rows:
        verdict, *reasons = judged(row)
        verdicts[row["label"], verdict] += 1
        kinds[row["label"], row.get("kind") or "", verdict == "merge"] += 1
        wrong = verdict == "merge" and row["label"] != "same"
        if wrong or (row["label"] == "same" and verdict != "merge"):
            print("WRONG " if wrong else "missed", row["a"], "|", row["b"], *reasons, sep="\t")
    spent = time.perf_counter() - start
    for label, kind in sorted({(label, kind) for label, kind, _ in kinds if kind}):
        merged, apart = kinds[label, kind, True], kinds[label, kind, False]
        print(f"{label:12} {kind:14} merged {merged:4} of {merged + apart:4}")
    labels = sorted({label for label, _ in verdicts})
    for label in labels:
        counts = {name: verdicts[label, name] for name in ("merge", "review", "different")}
        print(f"{label:12}", *(f"{name} {count:4}" for name, count in counts.items()))
    merged = sum(count for (_, verdict), count in verdicts.items() if verdict == "merge")
    right = verdicts["same", "merge"]
    same = sum(count for (label, _), count in verdicts.items() if label == "same")
    precision = right / merged if merged else 1.0
    print(f"pairs {len(rows)}  precision {precision:.2f}  recall {right / max(same, 1):.2f}", end="  ")
    print(f"{1e6 * spent / max(len(rows), 1):.0f} µs a pair, first use included")
    return 0 if right == merged else 1


def read_pairs(path: Path) -> list[dict[str, str]]:
    """The pairs of a table with tabs."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(row: dict[str, str]) -> tuple[str, ...]:
    """``merge``, ``review`` or ``different``, and the reasons."""
    decision = compare(
        row["a"], row["b"], row.get("key_a"), row.get("key_b"), row.get("jurisdiction_a"), row.get("jurisdiction_b")
    )  # fmt: skip
    if any(row.get(name) for name in _CONTEXT):
        return "merge" if joined(row) else "review", *decision.reasons
    return decision.verdict, *decision.reasons


def joined(row: dict[str, str]) -> bool:
    """Whether the joins of a build make one of the pair; of a name that is curated, its own company."""
    database = connect("256MB")
    open_ontology(database, ontology())
    frame = pd.DataFrame(list(_statements(row)), columns=[*FIELDS, "curated"])
    database.register("made", frame)
    database.execute("CREATE TABLE every_statement AS FROM made")
    database.execute("CREATE VIEW read AS SELECT * EXCLUDE curated FROM every_statement WHERE NOT curated")
    find_same(database, [])
    same = dict(database.execute("SELECT id, canonical FROM same").fetchall())
    database.close()
    return same.get("a", "a") == same.get("b", "b")


def _statements(row: dict[str, str]) -> Iterator[tuple[object, ...]]:
    for side in ("a", "b"):
        made = Entity.of("Organization", side, "loaded")
        made.add("name", row[side])
        if place := row.get(f"place_{side}"):
            found = read_place(place)
            code = found.code if found else ""
            region = Entity.of("Region", f"region-{code}", "loaded")
            region.add("divisionCode", code)
            made.add("registeredIn", region.id)
            yield from ((*line, False) for line in region.rows())
        yield from ((*line, False) for line in made.rows())
    for type_, column in (("Company", "companies"), ("CorporateGroup", "groups")):
        for number, known in enumerate(filter(None, (row.get(column) or "").split(";"))):
            name, _, alias = known.partition("=")
            made = Entity.of(type_, f"{type_}-{number}", "curated")
            made.add("name", name)
            if alias and normalise(alias) != normalise(name):
                made.add("alias", alias)
            yield from ((*line, True) for line in made.rows())


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
