"""Which ids became which, on what ground, and where each was read: so that every merge can be seen and undone.

In a build's folder ``merged.tsv`` has the bare ids, and ``merges.tsv`` what a person needs to judge each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govgraph.messages import _

if TYPE_CHECKING:
    import duckdb

MERGES, MERGED = "merges.tsv", "merged.tsv"

#: The strongest ground first: the first sign of a token tells its kind (``govgraph.graph.identity.rules``).
_GROUNDS = {
    "a": "{value}",
    "k": _("equal valid keys: {value}"),
    "o": _("one ocid: {value}"),
    "r": _("one division or country: {value}"),
    "i": _("one id of one publisher: {value}"),
    "n": _("equal full names in one jurisdiction"),
    "x": _("a curated alias that it alone bears"),
    "b": _("a group's curated name"),
    "p": _("one buyer and number"),
}
_QUERY = f"""
WITH part AS (SELECT id, canonical FROM same UNION SELECT canonical, canonical FROM same),
ground AS (SELECT id, token FROM token UNION ALL SELECT unnest([one, other]), 'a|' || said FROM accepted),
shared AS (SELECT token, canonical FROM ground JOIN part USING (id) GROUP BY ALL HAVING count(DISTINCT id) > 1),
reason AS (SELECT s.id, arg_min(g.token, (strpos('{"".join(_GROUNDS)}', g.token[1]), g.token)) AS token
           FROM same s JOIN ground g USING (id) JOIN shared USING (token, canonical) GROUP BY s.id),
named AS (SELECT subject AS id, min(object) AS name, min((source, locator)) AS place FROM every_statement
          WHERE predicate = 'name' AND subject IN (SELECT id FROM part) GROUP BY subject)
SELECT s.canonical, coalesce(c.name, ''), s.id, coalesce(n.name, ''), coalesce(r.token, ''), n.place
FROM same s LEFT JOIN reason r ON r.id = s.id LEFT JOIN named n ON n.id = s.id LEFT JOIN named c ON c.id = s.canonical ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """An id that became another one: both with their names, on what ground, and where it was read."""

    canonical: str
    canonical_name: str
    id: str
    name: str
    reason: str
    source: str
    locator: str


def write_merges(database: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the merges of the tables of ``govgraph.graph.identity.rules``, those of one organisation together."""
    cursor = database.cursor().execute(_QUERY)
    with path.open("w", encoding="utf-8") as out:
        while rows := cursor.fetchmany(10_000):
            for canonical, canonical_name, id_, name, token, place in rows:
                source, locator = place.values() if isinstance(place, dict) else place or ("", "")
                merge = Merge(canonical, canonical_name, id_, name, _in_words(token), source, locator)
                out.write("\t".join(" ".join(text.split()) for text in astuple(merge)) + "\n")


def write_merged(path: Path, pairs: list[tuple[str, str]]) -> None:
    """Write down which ids became which, so that an address which somebody noted still leads somewhere."""
    path.write_text("".join(f"{id_}\t{canonical}\n" for id_, canonical in pairs), "utf-8")


def read_merged(path: Path) -> dict[str, str]:
    """Ids that were merged into another, and that other; empty where nothing was."""
    if not path.exists():
        return {}
    return dict(line.split("\t") for line in path.read_text("utf-8").splitlines())


def read_merges(path: Path) -> Iterator[Merge]:
    """The merges of a build, in the order of what they became; none where it was made before they were told."""
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield Merge(*line.rstrip("\n").split("\t"))


def _in_words(token: str) -> str:
    kind, _sign, value = token.partition("|")
    if kind == "k":
        value = value.rpartition("|")[0]
    if kind == "i":
        value = value.split("|")[2]
    return _GROUNDS.get(kind, _("by others of the same names or keys")).format(value=value)
