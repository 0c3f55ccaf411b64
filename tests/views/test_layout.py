"""Places are a function of the picture alone, and a small change moves little."""

from __future__ import annotations

import dataclasses
import random
import statistics
from types import ModuleType

import pytest

from govgraph.views.layout import layout
from govgraph.views.picture import Picture, PictureEdge


def _moved(before: Picture, after: Picture) -> float:
    """How far the median node moved, as a share of the width."""
    one, two = layout(before), layout(after)
    width = max(x for x, _ in one.values()) - min(x for x, _ in one.values())
    return statistics.median(
        ((one[n][0] - two[n][0]) ** 2 + (one[n][1] - two[n][1]) ** 2) ** 0.5 / width for n in one
    )


def _with_edge(picture: Picture, seed: int) -> Picture:
    start, end = random.Random(seed).sample([node.id for node in picture.nodes], 2)
    edge = PictureEdge("one-more", "HOLDS_SHARES_IN", start, end)
    return dataclasses.replace(picture, edges=(*picture.edges, edge))


@pytest.mark.parametrize("seed", range(12))
def test_one_more_edge_moves_the_median_node_by_less_than_a_twentieth(
    pictures: ModuleType, seed: int
) -> None:
    picture = pictures.sample()
    assert _moved(picture, _with_edge(picture, seed)) < 0.05


@pytest.mark.parametrize(("count", "seed"), [(60, 1), (120, 2), (300, 3), (300, 4), (800, 5)])
def test_stable_at_other_sizes(pictures: ModuleType, count: int, seed: int) -> None:
    picture = pictures.generated(count, seed)
    assert _moved(picture, _with_edge(picture, seed)) < 0.05


def test_the_measure_of_movement_would_notice_another_seed(pictures: ModuleType) -> None:
    picture = pictures.sample()
    assert _moved(picture, dataclasses.replace(picture, seed=picture.seed + 1)) > 0.1


def test_same_places_whatever_the_order_and_the_random_state(pictures: ModuleType) -> None:
    picture = pictures.sample()
    random.seed(99)
    state = random.getstate()
    first = layout(picture)
    assert random.getstate() == state
    turned = dataclasses.replace(picture, nodes=picture.nodes[::-1], edges=picture.edges[::-1])
    assert layout(turned) == first


def test_nodes_stand_clear_of_each_other(pictures: ModuleType) -> None:
    places = list(layout(pictures.sample()).values())
    nearest = min(
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for i, a in enumerate(places) for b in places[:i]
    )
    assert nearest > 12


def test_lone_parts_do_not_drift_away(pictures: ModuleType) -> None:
    picture = pictures.sample()
    lone = tuple(dataclasses.replace(node, id=f"lone-{node.id}") for node in picture.nodes[:8])
    places = layout(dataclasses.replace(picture, nodes=(*picture.nodes, *lone)))
    reach = max(abs(x) for node, (x, _) in places.items() if not node.startswith("lone-"))
    assert all(abs(places[node.id][0]) < 1.5 * reach for node in lone)


def test_a_layered_view_stands_in_columns(pictures: ModuleType) -> None:
    picture = pictures.ownership()
    places = layout(picture)
    columns = {layer: {places[n.id][0] for n in picture.nodes if n.layer == layer} for layer in (0, 1, 2)}
    assert all(len(xs) == 1 for xs in columns.values())
    assert columns[0] < columns[1] or max(columns[0]) < min(columns[1]) < min(columns[2])
    assert len(set(places.values())) == len(places)


def test_nothing_one_and_two_nodes(pictures: ModuleType) -> None:
    picture = pictures.sample()
    for count in (0, 1, 2):
        few = dataclasses.replace(picture, nodes=picture.nodes[:count], edges=())
        assert len(layout(few)) == count
