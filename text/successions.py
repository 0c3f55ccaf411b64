"""Bodies of the state that a reform put in another's place: which succeeded which, and in what year.

A successor is a body of its own: what the old one bought is not what the new one bought. So such names never
make a merge, they make a tie.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from govgraph.text.structure import Parsed

__all__ = ["related", "succession", "successions"]


@lru_cache(maxsize=1)
def successions() -> dict[tuple[str, str], str]:
    """The year of the reform by old and new body, both without their division; of ``successions.tsv``."""
    table = files("govgraph.text").joinpath("successions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {(old, new): year for year, old, new in rows[1:]}


def succession(old: Parsed, new: Parsed) -> str:
    """The year in which the second body took the first one's place, empty where it did not.

    >>> from govgraph.text.names import parse
    >>> succession(parse("湖南省国土资源厅"), parse("湖南省自然资源厅"))
    '2018'
    """
    if old.lack or new.lack or {old.kind, new.kind} != {"agency"} or old.division != new.division:
        return ""
    return successions().get((old.core, new.core), "")


def related(one: str, two: str) -> bool:
    """Whether bodies of these names had to do with each other in a reform: as old and new, or in one successor."""
    return not _heirs(one).isdisjoint(_heirs(two))


@lru_cache(maxsize=1_000)
def _heirs(core: str) -> frozenset[str]:
    """A body and all that came after it."""
    found, last = {core}, {core}
    while last:
        last = {new for old, new in successions() if old in last} - found
        found |= last
    return frozenset(found)
