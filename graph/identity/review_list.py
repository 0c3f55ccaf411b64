"""The review list of a build: pairs for a person to decide, the likely ones first, grouped by organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from govgraph.messages import _

_REMARK = "# "
#: Pairs on the list; nobody reads more, and each decision makes others needless.
LISTED = 2_000
_BLOCKS_TOLD = 20

#: What speaks most for one organisation stands first; by the first words of the reason.
_LIKELY = (
    "one id of one publisher",
    "names or keys are equal",
    "equal ",
    "the region is given differently",
    "their legal forms differ",
    "the same parts",
    "one name holds the other",
    "one name may be short",
    "their names differ in few signs",
    "an agency may have been renamed",
)


@dataclass(frozen=True, slots=True, order=True)
class MatchCandidate:
    """Two organisations that look alike, for a person to decide."""

    one: str
    other: str
    one_name: str
    other_name: str
    reasons: str

    def turned(self) -> MatchCandidate:
        """The same pair, the other one first."""
        return replace(
            self, one=self.other, other=self.one, one_name=self.other_name, other_name=self.one_name
        )


@dataclass(slots=True)
class Review:
    """What a person must decide, and what is not on the list: pairs found beyond it, pairs that were not compared
    by what their names share, and remarks on decisions."""

    doubts: list[MatchCandidate] = field(default_factory=list)
    beyond: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        """What is not on the list, in words."""
        lines = list(self.remarks)
        if self.beyond:
            lines.append(
                _("{number} more pairs look alike and are not listed, the less likely ones").format(
                    number=self.beyond
                )
            )
        told = sorted(self.left_out.items(), key=lambda item: (-item[1], item[0]))
        for shared, number in told[:_BLOCKS_TOLD]:
            lines.append(
                _("{number} more pairs share '{shared}' and were not compared").format(
                    number=number, shared=shared
                )
            )
        if rest := told[_BLOCKS_TOLD:]:
            number = sum(number for _, number in rest)
            lines.append(
                _("{number} more pairs share one of {names} other names and were not compared").format(
                    number=number, names=len(rest)
                )
            )
        return lines


def arrange(doubts: Iterable[MatchCandidate]) -> tuple[list[MatchCandidate], int]:
    """The likely pairs, those of one organisation together and it first in each; and how many are beyond the list."""
    ranked = sorted(doubts, key=lambda doubt: (_rank(doubt), doubt))
    listed = ranked[:LISTED]
    pairs = Counter(id_ for doubt in listed for id_ in (doubt.one, doubt.other))
    groups: defaultdict[str, list[MatchCandidate]] = defaultdict(list)
    for doubt in listed:  # dictionaries keep the order, so a group stands where its likeliest pair does
        head = min((-pairs[id_], id_) for id_ in (doubt.one, doubt.other))[1]
        groups[head].append(doubt if doubt.one == head else doubt.turned())
    return [doubt for group in groups.values() for doubt in group], len(ranked) - len(listed)


def _rank(doubt: MatchCandidate) -> int:
    first = (place for place, words in enumerate(_LIKELY) if doubt.reasons.startswith(words))
    return next(first, len(_LIKELY))


def write_review(path: Path, review: Review) -> None:
    """The review list as a table with tabs; what is not on it stands below, as remarks."""
    lines = ["id\tid\tname\tname\treasons", *("\t".join(astuple(doubt)) for doubt in review.doubts)]
    lines += [_REMARK + line for line in review.told()]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read_review(path: Path) -> tuple[list[MatchCandidate], list[str]]:
    """The review list of the last build, and what it says of pairs that are not on it."""
    if not path.exists():
        return [], []
    lines = path.read_text("utf-8").splitlines()[1:]
    doubts = [MatchCandidate(*line.split("\t")) for line in lines if not line.startswith(_REMARK)]
    return doubts, [line.removeprefix(_REMARK) for line in lines if line.startswith(_REMARK)]
