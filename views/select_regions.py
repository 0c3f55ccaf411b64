"""Where things are: the region of a node as one name from the province down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from govgraph.graph.reader.reader import GraphReader

# A thing's own region, else that of the project, lot or body that it belongs to.
_REGIONS = """
WITH stated AS (FROM link WHERE rule IS NULL),
own AS (
    SELECT start_id AS id, end_id AS region FROM stated WHERE type IN ('JURISDICTION', 'IN_REGION', 'SERVES')
    UNION SELECT end_id, start_id FROM stated WHERE type = 'PROMOTES'
    UNION SELECT id, id FROM node WHERE list_contains(labels, 'Region')),
near AS (
    FROM own UNION
    SELECT start_id, region FROM stated JOIN own ON own.id = end_id
    WHERE type IN ('CONCERNS', 'LOT_OF', 'AGENCY_OF') AND start_id NOT IN (SELECT id FROM own))
SELECT id, region FROM near WHERE id IN (SELECT unnest($drawn)) ORDER BY ALL
"""


def region_names(links: GraphReader, drawn: Collection[str], label: Callable[[str], str]) -> dict[str, str]:
    """The region of the ``drawn`` nodes; none where it is in two that do not contain each other.

    A city's name follows its province's (广东省东莞市), so that a reader who asks for the province
    finds the city too; the country is left out where anything stands below it.
    """
    parents: dict[str, str] = {}
    for row in links.records(
        "SELECT start_id, min(end_id) AS parent FROM link WHERE type = 'PART_OF' AND rule IS NULL GROUP BY ALL"
    ):
        parents[row["start_id"]] = row["parent"]
    countries = set(links.ids("SELECT id FROM node WHERE regionLevel = 'country'"))
    found: dict[str, set[str]] = {}
    for row in links.records(_REGIONS, {"drawn": list(drawn)}):
        found.setdefault(row["id"], set()).add(_path(row["region"], parents, countries, label))
    return {id_: _deepest(paths) for id_, paths in found.items()}


def _path(region: str, parents: Mapping[str, str], countries: set[str], label: Callable[[str], str]) -> str:
    chain = [region]
    while (parent := parents.get(chain[-1])) and parent not in chain:
        chain.append(parent)
    below = [id_ for id_ in chain if id_ not in countries] or chain[:1]
    return "".join(label(id_) for id_ in reversed(below))


def _deepest(paths: Iterable[str]) -> str:
    longest = max(paths, key=lambda path: (len(path), path))
    return longest if all(longest.startswith(path) for path in paths) else ""
