"""Loaded records that break the ontology's rules: they are left out of a build and told, and the rest is built.

Loaders set aside what they cannot use, each in its own file. What only shows in the whole (two files that
contradict each other, a loader's own mistake) shows here. What people wrote down is never left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from govgraph.errors import Violation
from govgraph.messages import _

LEFT_OUT = "left-out.jsonl"
#: How often a build is checked anew without what was found: a record that is left out may have held up others.
ROUNDS = 20


def place_of(violation: Violation) -> tuple[str, str]:
    """Source and position of the record that a violation is of; the position is empty where it is not known."""
    return violation.source, violation.locator.split("#")[0]


def of_records(violations: Iterable[Violation], loaded: Sequence[str]) -> list[Violation]:
    """Those violations that are of records of loaded sources."""
    known = set(loaded)
    return [one for one in violations if one.source in known and place_of(one)[1]]


def write_left_out(violations: Sequence[Violation], folder: Path) -> None:
    """Write down what a build leaves out, and why; no file where that is nothing."""
    if not violations:
        return
    with (folder / LEFT_OUT).open("w", encoding="utf-8", newline="\n") as out:
        for one in violations:
            source, position = place_of(one)
            line = {"source": source, "position": position, "subject": one.subject, "property": one.predicate,
                    "rule": one.rule, "reason": one.detail}  # fmt: skip
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def left_out_line(folder: Path) -> str:
    """How many records a build left out, empty where none."""
    text = _("left out: {count} records that break the ontology's rules; see {path}")
    return text.format(count=count, path=folder / LEFT_OUT) if (count := count_left_out(folder)) else ""


def count_left_out(folder: Path) -> int:
    """How many records a build left out."""
    path = folder / LEFT_OUT
    if not path.exists():
        return 0
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    return len({(line["source"], line["position"]) for line in lines})
