"""The still drawing: well-formed, same as the page in what it shows, labels clear of each other."""

from __future__ import annotations

import dataclasses
from types import ModuleType
from xml.etree import ElementTree as Tree

import pytest

from govgraph.views.labels import Item, ems, place, plain, wrapped
from govgraph.views.picture import PictureEdge, Term
from govgraph.views.svg import render_svg

NS = "{http://www.w3.org/2000/svg}"


def _texts(svg: str) -> list[str]:
    return [text.text or "" for text in Tree.fromstring(svg).iter(f"{NS}text")]


def test_well_formed_and_the_same_each_time(pictures: ModuleType) -> None:
    svg = render_svg(pictures.sample())
    assert svg == render_svg(pictures.sample())
    assert Tree.fromstring(svg).tag == f"{NS}svg"
    assert "云泽省数字政府的建设者" in _texts(svg)


def test_claims_are_left_out_unless_asked_for_and_then_dotted(pictures: ModuleType) -> None:
    facts, both = render_svg(pictures.cooccurrence()), render_svg(pictures.cooccurrence(), claims=True)
    assert "stroke-dasharray" not in facts
    assert 'stroke-dasharray="2 4"' in both
    assert "推测" in _texts(both)


def test_english_and_dark(pictures: ModuleType) -> None:
    svg = render_svg(pictures.ownership(), english=True, dark=True)
    assert "Who stands behind whom" in _texts(svg)
    assert "holds shares in" in _texts(svg)
    assert "#14171b" in svg


def test_hidden_nodes_are_counted(pictures: ModuleType) -> None:
    svg = render_svg(pictures.generated(300), max_nodes=50)
    assert any("另有 250 个节点未画出" in text or "未画出" in text for text in _texts(svg))


def test_hostile_text_is_text(pictures: ModuleType) -> None:
    picture = pictures.sample()
    bad = "</text><script>boom()</script>&\x00\x07\u202e\ud800]]>"
    nodes = tuple(dataclasses.replace(n, name=bad) for n in picture.nodes)
    svg = render_svg(dataclasses.replace(picture, nodes=nodes, title_zh=bad, note_zh=bad))
    root = Tree.fromstring(svg.encode("utf-8"))
    assert not [e for e in root.iter() if e.tag.endswith("script")]


@pytest.mark.parametrize("view", ["sample", "cooccurrence", "ownership"])
def test_labels_do_not_overlap(pictures: ModuleType, view: str) -> None:
    root = Tree.fromstring(render_svg(getattr(pictures, view)()))
    boxes: list[tuple[float, float, float, float, str]] = []
    for text in root.iter(f"{NS}text"):
        if text.get("paint-order") != "stroke":
            continue
        size, x, y = float(text.get("font-size", 0)), float(text.get("x", 0)), float(text.get("y", 0))
        wide = ems(text.text or "") * size
        left = x - {"middle": wide / 2, "start": 0, "end": wide}[text.get("text-anchor", "start")]
        boxes.append((left, y - size * 0.75, left + wide, y + size * 0.2, text.text or ""))
    assert len(boxes) > 5
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (a, b)


def test_the_important_label_gets_the_place() -> None:
    one, two = (Item(100, 100, 5, (name,), 12, False) for name in ("甲公司", "乙公司"))
    blocked = [Item(x, y, 5, ("占",), 12, False) for x in (60, 140) for y in (80, 120)]
    placed = place([one, two, *blocked], [], 300, 300)
    assert placed[0].item is one


def test_names_are_wrapped_and_cut() -> None:
    assert wrapped("数字云泽网络建设有限公司", 10) == ["数字云泽网络", "建设有限公司"]
    assert wrapped("华为海洋网络(香港)有限公司", 9) == ["华为海洋网络(香港)", "有限公司"]
    assert wrapped("长" * 60, 10)[1].endswith("…")
    assert plain("a\u202eb\x00c") == "abc"
    assert len(plain("字" * 10_000, 48)) == 48


def test_a_long_legend_makes_the_sheet_higher(pictures: ModuleType) -> None:
    terms = {f"KIND_{i}": Term(f"关系种类之第{i}号", f"kind number {i}") for i in range(60)}
    edges = tuple(PictureEdge(f"e{i}", f"KIND_{i}", "g0", "g1") for i in range(60))
    picture = dataclasses.replace(pictures.sample(), edges=edges, relationships=terms)
    root = Tree.fromstring(render_svg(picture))
    height = float(root.get("height", 0))
    assert height > 1000
    lowest = max(float(text.get("y", 0)) for text in root.iter(f"{NS}text"))
    words = {text.text: float(text.get("y", 0)) for text in root.iter(f"{NS}text")}
    assert lowest < height
    assert words["关系种类之第59号"] < lowest
