"""Where each node stands: seeded, stateless, and stable when the graph changes a little.

A force layout alone is not stable: from random starts one more edge can turn the whole picture
over. So the start is a *linear* problem, the mean of a node's neighbours and of a place that is
hashed from its id. Its answer moves continuously with the edges. A short, cool
Fruchterman-Reingold run then opens it up, and because igraph turns its result to its own axes,
the result is turned back to lie on the start as well as it can.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence

import igraph
import numpy as np
from numpy.typing import NDArray

from govgraph.views.layers import layered
from govgraph.views.picture import Picture, PictureNode

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

SPACING = 92.0  # world units between neighbours on average; a plain node is 6 in radius
ASPECT = 1.3  # screens are wider than high
ANCHOR = 0.8  # how strongly a node is held at its hashed place, against 1 for each edge
SWEEPS = 150
# The longer and hotter the run, the opener the picture and the less stable; small graphs, where
# one edge is a larger share, get less of it.
ROUNDS, HEAT = (80, 120), (0.0098, 0.0115)
EXACT_UP_TO = 2_500  # beyond, igraph's grid approximates far repulsion


def layout(picture: Picture) -> dict[str, tuple[float, float]]:
    """Coordinates by node id, in world units, centred on the origin."""
    if not picture.nodes:
        return {}
    if picture.is_layered():
        return layered(picture)
    order = sorted(picture.nodes, key=lambda node: node.id)
    index = {node.id: i for i, node in enumerate(order)}
    pairs = sorted({tuple(sorted((index[e.start], index[e.end]))) for e in picture.edges})
    ends = np.array([p for p in pairs if p[0] != p[1]], dtype=np.int64).reshape(-1, 2)
    places = _places(order, ends, picture.seed)
    return {
        node.id: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(order, places, strict=True)
    }


def _places(order: Sequence[PictureNode], ends: Pairs, seed: int) -> Points:
    count = len(order)
    hashed = np.array([hashed_place(node.id, seed) for node in order])
    start = _pulled(hashed, ends, count)
    if count > 2:
        start = _turned_back(_opened(start, ends, count, seed), start)
    places = _fitted(_packed(start, ends), count)
    return _apart(places, _room(ends, count))


def hashed_place(identifier: str, seed: int) -> tuple[float, float]:
    """A point of the unit disc that depends on the id and the seed alone."""
    digest = hashlib.sha256(f"{seed}:{identifier}".encode("utf-8", "surrogatepass")).digest()
    angle = int.from_bytes(digest[:8], "big") / 2**64 * math.tau
    radius = math.sqrt(int.from_bytes(digest[8:16], "big") / 2**64)
    return radius * math.cos(angle), radius * math.sin(angle)


def _pulled(hashed: Points, ends: Pairs, count: int) -> Points:
    """Each node at the mean of its neighbours and its anchor (Jacobi sweeps, no randomness)."""
    one = np.concatenate([ends[:, 0], ends[:, 1]])
    other = np.concatenate([ends[:, 1], ends[:, 0]])
    degree = np.bincount(one, minlength=count).astype(float)
    hold = ANCHOR * np.sqrt(np.maximum(degree, 1))
    places = hashed.copy()
    for _ in range(SWEEPS):
        pull = np.stack([np.bincount(one, places[other, k], count) for k in (0, 1)], axis=1)
        places = (hold[:, None] * hashed + pull) / (hold + degree)[:, None]
    return places + hashed * 0.02


def _opened(start: Points, ends: Pairs, count: int, seed: int) -> Points:
    """A cool Fruchterman-Reingold run; lone parts are tied to the middle so none drifts away."""
    spread = np.percentile(np.hypot(*(start - start.mean(0)).T), 90) or 1.0
    start = (start - start.mean(0)) * (0.6 * math.sqrt(count) / spread)
    graph = igraph.Graph(count + 1, ends.tolist())
    parts = graph.connected_components()
    largest = max(parts, key=len)
    small = sorted(set(range(count)) - set(largest))
    graph.add_edges([(node, count) for node in small])
    weights = [1.0] * len(ends) + [0.6] * len(small)
    grown = min(1.0, max(0.0, (count - 80) / 220)) if count > 40 else 1.5
    before = random.getstate()
    random.seed(seed)  # igraph takes its noise for coinciding points from here
    try:
        coords = graph.layout_fruchterman_reingold(
            seed=[*start.tolist(), [0.0, 0.0]],
            niter=round(ROUNDS[0] + grown * (ROUNDS[1] - ROUNDS[0])),
            start_temp=(HEAT[0] + grown * (HEAT[1] - HEAT[0])) * math.sqrt(count),
            weights=weights,
            grid=count > EXACT_UP_TO,
        ).coords
    finally:
        random.setstate(before)
    return np.array(coords[:count])


def _packed(places: Points, ends: Pairs) -> Points:
    """Bring lone parts in, along their own direction, until they stand beside the largest part."""
    parts = sorted(igraph.Graph(len(places), ends.tolist()).connected_components(), key=len, reverse=True)
    if len(parts) < 2:
        return places
    places = places.copy()
    main = places[parts[0]]
    middle, reach = main.mean(0), float(np.percentile(np.hypot(*(main - main.mean(0)).T), 90))
    gap = max(0.16 * reach, 1e-6)
    stood = [main]
    for part in parts[1:]:
        own = places[part] - places[part].mean(0)
        way = places[part].mean(0) - middle
        way = way / max(float(np.hypot(*way)), 1e-9)
        for step in range(8, 80):
            moved = middle + way * (reach * step / 16) + own
            if all(_clear(moved, other, gap) for other in stood):
                break
        places[part] = moved
        stood.append(moved)
    return places


def _clear(one: Points, two: Points, gap: float) -> bool:
    apart = one[:, None, :] - two[None, :, :]
    return bool((np.hypot(apart[..., 0], apart[..., 1]) > gap).all())


def _turned_back(places: Points, start: Points) -> Points:
    """Rotate and mirror the result so that it lies on the start (orthogonal Procrustes)."""
    places, start = places - places.mean(0), start - start.mean(0)
    left, _, right = np.linalg.svd(places.T @ start)
    turned: Points = places @ (left @ right)
    return turned


def _fitted(places: Points, count: int) -> Points:
    """Scale by robust measures, so that one far node does not shrink the rest; pull it in."""
    places = places - np.median(places, axis=0)
    far = np.hypot(*places.T)
    reach = float(np.percentile(far, 85)) or 1.0
    squeeze = np.where(far > 1.25 * reach, 1.25 * reach / np.maximum(far, 1e-9), 1.0)
    squeeze = squeeze**0.75
    wide = SPACING * (math.sqrt(count) + 3) / 2 / reach
    shape = np.array([math.sqrt(ASPECT), 1 / math.sqrt(ASPECT)])
    fitted: Points = places * squeeze[:, None] * wide * shape
    return fitted


def _room(ends: Pairs, count: int) -> Points:
    """The room each node needs around it: as it is drawn by degree at first, and some air."""
    degree = np.bincount(ends.ravel(), minlength=count).astype(float)
    share = (degree / max(10.0, float(degree.max(initial=0)))) ** 0.7
    wide = SPACING * (math.sqrt(count) + 3) * 1.3
    grown = min(3.6, max(0.8, 0.92 * wide / 730))  # the page draws far pictures larger
    room: Points = (4.5 + 18 * share) * grown * 1.2 + 24
    return room


def _apart(places: Points, room: Points, rounds: int = 60) -> Points:
    """Push nodes that stand in each other's room apart, a little at a time."""
    places = places.copy()
    for _ in range(rounds):
        one, two = _close_pairs(places, float(room.max()) + float(np.median(room)))
        gap = room[one] + room[two]
        away = places[one] - places[two]
        far = np.maximum(np.hypot(*away.T), 1e-6)
        short = np.maximum(gap - far, 0.0)
        if not short.any():
            break
        # The larger stays where it is, the smaller makes way.
        step = away / far[:, None] * (short * 0.7)[:, None]
        share = (room[two] / gap)[:, None]
        np.add.at(places, one, step * share)
        np.add.at(places, two, -step * (1 - share))
    return places


def _close_pairs(places: Points, gap: float) -> tuple[Pairs, Pairs]:
    """Pairs nearer than ``gap``, found by sorting on x and sweeping (no n² matrix)."""
    order = np.argsort(places[:, 0], kind="stable")
    x = places[order, 0]
    stop = np.searchsorted(x, x + gap)
    widths = stop - np.arange(len(x)) - 1
    first = np.repeat(np.arange(len(x)), widths)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(widths) - widths, widths)
    second = first + 1 + offset
    one, two = order[first], order[second]
    near = np.hypot(*(places[one] - places[two]).T) < gap
    return one[near], two[near]
