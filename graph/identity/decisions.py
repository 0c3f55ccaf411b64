"""What people decided of organisations that look alike: a text file, one line a decision, that can be edited."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from govgraph.errors import SourceError
from govgraph.messages import _


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """What a person decided of two ids: one organisation (``accept``) or two (``reject``), and why."""

    one: str
    other: str
    verdict: str
    reason: str


def read_decisions(path: Path) -> list[Decision]:
    """The decisions of a file: ``accept|reject <tab> id <tab> id <tab> reason``, ``#`` for remarks."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) != 4 or parts[0] not in ("accept", "reject"):
            raise SourceError(
                _("is no decision (accept or reject, id, id, reason, with tabs)"), str(path), number
            )
        one, other = sorted(parts[1:3])
        found.append(Decision(one, other, parts[0], parts[3]))
    return found


def decide(path: Path, decision: Decision) -> None:
    """Write a decision; one of the same pair is replaced."""
    kept = [d for d in read_decisions(path) if (d.one, d.other) != (decision.one, decision.other)]
    lines = [f"{d.verdict}\t{d.one}\t{d.other}\t{d.reason}\n" for d in sorted([*kept, decision])]
    path.write_text("# verdict, id, id, reason; one line for each decision\n" + "".join(lines), "utf-8")
