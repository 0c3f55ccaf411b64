"""Walks over the graph: surroundings, shortest paths, layers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import igraph

from govgraph.graph.reader.reader import GraphReader


def reach(links: GraphReader, ids: Collection[str], types: Collection[str], *, forward: bool) -> set[str]:
    """What links of some types lead to from ``ids``; with ``forward`` off, what leads to them."""
    near, far = ("start_id", "end_id") if forward else ("end_id", "start_id")
    which = f"type IN (SELECT unnest(?)) AND {near} IN (SELECT unnest(?))"
    return set(links.ids(f"SELECT {far} FROM link WHERE {which}", [list(types), list(ids)]))


def closure(links: GraphReader, start: set[str], type_: str, *, forward: bool = False) -> set[str]:
    """Everything that links of a type lead to in any number of steps, with the start."""
    found, edge = set(start), set(start)
    while edge:
        edge = reach(links, edge, (type_,), forward=forward) - found
        found |= edge
    return found


def claimed_ends(links: GraphReader, id_: str) -> set[str]:
    """What a claim that is no fact ties to a node."""
    return set(links.ids(
        """SELECT end_id FROM claim WHERE value = '' AND end_id IS NOT NULL AND start_id = $id
           UNION SELECT start_id FROM claim WHERE value = '' AND end_id = $id""",
        {"id": id_},
    ))  # fmt: skip


def steps(links: GraphReader, ids: Collection[str], *, inferred: bool) -> list[tuple[str, str, str]]:
    """Links from ``ids`` either way, as link, near end, far end, in a stable order."""
    which = "NOT derived" if inferred else "rule IS NULL"
    return links.rows(
        f"""WITH wanted AS (SELECT unnest(?) AS id)
            SELECT id, start_id, end_id FROM link WHERE start_id IN (FROM wanted) AND {which}
            UNION SELECT id, end_id, start_id FROM link WHERE end_id IN (FROM wanted) AND {which} ORDER BY ALL""",
        [list(ids)],
    )


def surroundings(links: GraphReader, centre: str, depth: int) -> set[str]:
    """Nodes within so many links of a node, whatever way the links point."""
    found, edge = {centre}, {centre}
    for _ in range(depth):
        edge = {far for _, _, far in steps(links, edge, inferred=True)} - found
        found |= edge
        if not edge:
            break
    return found


def shortest_paths(links: GraphReader, one: str, other: str) -> tuple[set[str], set[str], int]:
    """Nodes and links of all shortest paths over stated links, and their length; nothing where none is.

    Ties that a rule found are no steps: each restates a way that is there in full.
    """
    before: dict[str, list[tuple[str, str]]] = {one: []}
    edge, length = {one}, 0
    while edge and other not in before:
        length += 1
        reached: dict[str, list[tuple[str, str]]] = {}
        for link, near, far in steps(links, edge, inferred=False):
            if far not in before:
                reached.setdefault(far, []).append((link, near))
        before |= reached
        edge = set(reached)
    if other not in before:
        return set(), set(), 0
    nodes, used, back = {other}, set(), [other]
    while back:
        for link, near in before[back.pop()]:
            used.add(link)
            if near not in nodes:
                nodes.add(near)
                back.append(near)
    return nodes, used, length


def layers(ties: Sequence[tuple[str, str]]) -> dict[str, int]:
    """For ties from owner to owned, each node's longest chain of owners; those in a ring share a layer."""
    ids = sorted({end for tie in ties for end in tie})
    place = {id_: i for i, id_ in enumerate(ids)}
    graph = igraph.Graph(len(ids), [(place[a], place[b]) for a, b in ties], directed=True)
    ring: list[int] = graph.connected_components(mode="strong").membership
    below = igraph.Graph(max(ring, default=-1) + 1, directed=True)
    below.add_edges(
        sorted({(ring[place[a]], ring[place[b]]) for a, b in ties if ring[place[a]] != ring[place[b]]})
    )
    depth = [0] * below.vcount()
    for vertex in below.topological_sorting():
        for next_ in below.successors(vertex):
            depth[next_] = max(depth[next_], depth[vertex] + 1)
    return {id_: depth[ring[place[id_]]] for id_ in ids}
