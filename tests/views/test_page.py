"""The page as a file: self-contained, safe, the same each time, small."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import math
import re
import time
from itertools import pairwise
from types import ModuleType

import pytest

from govgraph.text.fold import pinyin
from govgraph.views.network import PictureNetwork, bends
from govgraph.views.page import render_page
from govgraph.views.picture import PictureEdge, PictureNode


def _data(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="picture-data">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def test_same_bytes_each_time(pictures: ModuleType) -> None:
    assert render_page(pictures.sample()) == render_page(pictures.sample())


def test_nothing_is_fetched_and_the_policy_names_each_script(pictures: ModuleType) -> None:
    page = render_page(pictures.sample())
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'")
    assert "unsafe" not in rules
    for text in re.findall(r"<script>(.*?)</script>", page, re.S) + re.findall(
        r"<style>(.*?)</style>", page, re.S
    ):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in rules


def test_300_nodes_stay_under_a_megabyte_and_a_half(pictures: ModuleType) -> None:
    assert len(render_page(pictures.generated(300)).encode()) < 1_500_000


def test_data_cannot_end_its_script_element(pictures: ModuleType) -> None:
    picture = pictures.sample()
    bad = dataclasses.replace(picture.nodes[0], name="</script><script>boom()</script><!--")
    page = render_page(dataclasses.replace(picture, nodes=(bad, *picture.nodes[1:])))
    assert page.count("</script>") == render_page(picture).count("</script>")
    assert _data(page)["nodes"][0]["n"] == bad.name  # type: ignore[index]


def test_half_a_surrogate_pair_can_still_be_written(pictures: ModuleType) -> None:
    picture = dataclasses.replace(pictures.sample(), title_zh="坏\ud800字", title_en="\udfff")
    assert "坏?字" in render_page(picture).encode("utf-8").decode("utf-8")


def test_amounts_that_are_no_numbers_are_left_out_and_zero_is_kept(pictures: ModuleType) -> None:
    base = pictures.sample()
    nodes = tuple(
        PictureNode(f"x{i}", "Project", (), f"项目{i}", amount=amount)
        for i, amount in enumerate((math.nan, math.inf, 0.0, 12.5))
    )
    data = _data(render_page(dataclasses.replace(base, nodes=nodes, edges=())))
    assert [node.get("m") for node in data["nodes"]] == [None, None, 0, 12.5]  # type: ignore[attr-defined]


def test_a_large_picture_opens_on_its_backbone(pictures: ModuleType) -> None:
    data = _data(render_page(pictures.generated(500), max_nodes=120))
    hidden = [node for node in data["nodes"] if node.get("h")]  # type: ignore[attr-defined]
    assert len(data["nodes"]) == 500  # type: ignore[arg-type]
    assert len(hidden) == 380
    shown = {i for i, node in enumerate(data["nodes"]) if not node.get("h")}  # type: ignore[arg-type, var-annotated]
    tied = {end for e in data["edges"] if {e["s"], e["o"]} <= shown for end in (e["s"], e["o"])}  # type: ignore[attr-defined]
    assert len(tied) > 115, "a backbone of nodes that hang on nothing says nothing"


def test_container_adds_in_constant_time(pictures: ModuleType) -> None:
    """The last thousands of edges cost about what the first did; in pyvis itself twenty times as much."""
    network = PictureNetwork(dataclasses.replace(pictures.sample(), edges=()))
    used = [time.process_time()]
    for i in range(60_000):
        network.add_edge(i % 80, (i * 7) % 80)
        if i % 20_000 == 19_999:
            used.append(time.process_time())
    first, *_, last = (end - start for start, end in pairwise(used))
    assert last < 4 * first
    assert network.num_edges() == 60_000


def test_parallel_edges_bend_apart_and_single_ones_are_straight(pictures: ModuleType) -> None:
    picture = pictures.sample()
    edges = [PictureEdge("p", "OPERATES", "g0", "g1"), PictureEdge("q", "OPERATES", "g1", "g0")]
    data = _data(render_page(dataclasses.replace(picture, edges=(*edges, picture.edges[0]))))
    bends = [edge.get("b", 0) for edge in data["edges"]]  # type: ignore[attr-defined]
    assert bends[0] == bends[1] != 0  # opposite ways, so the same sign is the other side
    assert bends[2] == 0


def test_a_picture_refuses_an_edge_to_nowhere_and_twin_nodes(pictures: ModuleType) -> None:
    picture = pictures.sample()
    with pytest.raises(ValueError, match="no node"):
        dataclasses.replace(picture, edges=(PictureEdge("e", "OPERATES", "g0", "nowhere"),))
    with pytest.raises(ValueError, match="share an id"):
        dataclasses.replace(picture, nodes=(picture.nodes[0], picture.nodes[0]), edges=())


def test_pinyin_in_full_and_by_initials() -> None:
    node = PictureNode("n", "Company", (), "重庆银行", aliases=("渝行",))
    assert pinyin((node.name, *node.aliases)) == ["chongqingyinhang", "cqyh", "yuxing", "yx"]


def test_a_tie_does_not_run_through_a_third_node(pictures: ModuleType) -> None:
    places = {"a": (0.0, 0.0), "b": (100.0, 0.0), "c": (50.0, 10.0), "d": (50.0, -10.0)}
    picture = dataclasses.replace(
        pictures.sample(),
        nodes=tuple(PictureNode(name, "Company", (), name) for name in places),
        edges=(PictureEdge("e", "OPERATES", "a", "b"), PictureEdge("f", "OPERATES", "c", "d")),
    )
    below = {name: place for name, place in places.items() if name != "d"}
    assert bends(picture, below | {"d": (500.0, 500.0)})[0] > 0  # the left of the way is up
    above = {name: place for name, place in places.items() if name != "c"}
    assert bends(picture, above | {"c": (500.0, 500.0)})[0] < 0
    assert bends(picture, {"a": (0, 0), "b": (100, 0), "c": (50, 90), "d": (50, -90)}) == [0, 0]
