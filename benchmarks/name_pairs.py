"""Precision and recall of automatic merges on the labelled name pairs.

    python benchmarks/name_pairs.py [pairs.tsv]

Any table with the same columns can be given. Exits with 1 when anything was merged that is not
labelled ``same``: precision has to be 1.00.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path

from govgraph.text.names import compare

PAIRS = Path(__file__).parent.parent / "tests" / "text" / "name_pairs.tsv"


def main(path: Path = PAIRS) -> int:
    """Print the table of labels and verdicts, and what was merged wrongly or missed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    verdicts: Counter[tuple[str, str]] = Counter()
    start = time.perf_counter()
    for row in rows:
        decision = compare(
            row["a"], row["b"], row.get("key_a"), row.get("key_b"),
            row.get("jurisdiction_a"), row.get("jurisdiction_b"),
        )  # fmt: skip
        verdicts[row["label"], decision.verdict] += 1
        wrong = decision.verdict == "merge" and row["label"] != "same"
        if wrong or (row["label"] == "same" and decision.verdict != "merge"):
            print("WRONG " if wrong else "missed", row["a"], "|", row["b"], *decision.reasons, sep="\t")
    spent = time.perf_counter() - start
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


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
