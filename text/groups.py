"""Which of many records are one organisation, by the two grounds of ``names.compare``.

Pair by pair the rule is not yet a grouping: a record without a key may share its name with two
records whose keys differ. It then belongs to neither by itself, and goes to review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govgraph.text.keys import Key, conflict, read_key
from govgraph.text.names import joined_by_key, name_key

__all__ = ["Record", "group"]


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an organisation before it has an identity."""

    name: str | None
    key: str | None = None
    jurisdiction: str | None = None
    person: bool = False


def group(records: Sequence[Record]) -> list[tuple[int, ...]]:
    """The records' positions, grouped; no group holds two valid keys that differ.

    The order of the records does not matter for what is grouped.
    """
    keys = [read_key(record.key) for record in records]
    by_key, by_name = defaultdict(list), defaultdict(list)
    for place, (record, key) in enumerate(zip(records, keys, strict=True)):
        if record.person:
            continue
        if key and key.valid and (kind := joined_by_key(record.name)):
            by_key[str(key), kind].append(place)
        if name := name_key(record.name, record.jurisdiction):
            by_name[name].append(place)
    firm = _components(len(records), by_key.values())
    wide = _components(len(records), [*by_key.values(), *by_name.values()])
    whole = [part for part in wide if not _disputed([keys[place] for place in part])]
    settled = {place for part in whole for place in part}
    return sorted(whole + [part for part in firm if not settled.issuperset(part)])


def _components(size: int, links: Iterable[Sequence[int]]) -> list[tuple[int, ...]]:
    root = list(range(size))

    def top(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for places in links:
        for place in places[1:]:
            low, high = sorted((top(places[0]), top(place)))
            root[high] = low
    parts = defaultdict(list)
    for place in range(size):
        parts[top(place)].append(place)
    return [tuple(part) for part in parts.values()]


def _disputed(keys: Iterable[Key | None]) -> bool:
    """Whether any two of the keys differ where they can be compared."""
    known = sorted({key for key in keys if key and key.valid}, key=str)
    return any(conflict(one, two) for place, one in enumerate(known) for two in known[place + 1 :])
