"""What people decided of organisations that look alike: a text file, one line a decision, that can be edited.

Lines are added and never changed, so that the file is the history too: of one pair the last line holds.
"""

from __future__ import annotations

import getpass
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

from govgraph.errors import SourceError
from govgraph.messages import _

VERDICTS = ("accept", "reject")
_HEAD = "# verdict, id, id, reason, who, when; the last line of a pair holds\n"


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """What a person decided of two ids: one organisation (``accept``) or two (``reject``), and why; ``who`` and
    ``when`` (UTC, ISO 8601) are empty in lines of before November 2026 and where a hand left them out."""

    one: str
    other: str
    verdict: str
    reason: str
    who: str = ""
    when: str = ""

    def accepted(self) -> str:
        """Of an accepted pair who decided it, when and why, in words."""
        if not self.who:
            return _("accepted: {reason}").format(reason=self.reason)
        return _("accepted by {who} on {day}: {reason}").format(
            who=self.who, day=self.when[:10], reason=self.reason
        )


def read_history(path: Path) -> list[Decision]:
    """All decisions of a file in its order: ``accept|reject <tab> id <tab> id <tab> reason [<tab> who <tab> when]``."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if not 4 <= len(parts) <= 6 or parts[0] not in VERDICTS:
            raise SourceError(
                _("is no decision (accept or reject, id, id, reason, who, when, with tabs)"),
                str(path),
                number,
            )
        one, other = sorted(parts[1:3])
        found.append(Decision(one, other, parts[0], *parts[3:]))
    return found


def read_decisions(path: Path) -> list[Decision]:
    """The decisions that hold: of each pair the last one."""
    return sorted({(d.one, d.other): d for d in read_history(path)}.values())


def decide(path: Path, pairs: list[tuple[str, str]], verdict: str, reason: str, who: str = "") -> None:
    """Add a decision on each of some pairs of ids, with who makes it (the user of the system) and when."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    who, reason = (" ".join(text.split()) for text in (who or getpass.getuser(), reason))
    before = path.read_text("utf-8") if path.exists() else _HEAD
    lines = []
    for pair in pairs:
        one, other = sorted(pair)
        decision = astuple(Decision(one, other, verdict, reason, who, when))
        lines.append("\t".join((verdict, *decision[:2], *decision[3:])) + "\n")
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(before + ("" if before.endswith("\n") else "\n") + "".join(lines), "utf-8")
    draft.replace(path)
