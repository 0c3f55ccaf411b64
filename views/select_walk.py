"""Walks over the graph: surroundings, shortest paths, layers."""

from __future__ import annotations

from collections.abc import Sequence

import igraph

from govgraph.views.select_links import GraphReader


def surroundings(links: GraphReader, centre: str, depth: int) -> set[str]:
    """Nodes within so many links of a node, whatever way the links point."""
    found, edge = {centre}, {centre}
    for _ in range(depth):
        edge = {far for _, _, far in links.steps(edge, inferred=True)} - found
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
        for link, near, far in links.steps(edge, inferred=False):
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
