"""A thing among its ties, as a small drawing: what points at it on the left, what it points at on the right.

It is drawn from what the page lists anyway, in the colours and shapes of the network page, which the
style sheet turns for dark screens. Every name in it is a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

from markupsafe import Markup

from govgraph.graph.reader.presenter import Shown
from govgraph.text.chars import visible
from govgraph.views.labels import ems, plain, wrapped
from govgraph.views.style import DASHES, UNDIRECTED, class_look, edge_look
from govgraph.views.svg_shapes import put, shape
from govgraph.web.pages.entity import EntityPage, Group
from govgraph.web.pages.icons import colour

WIDTH, MIDDLE, REACH = 720.0, 360.0, 112.0
ROW, HEAD, ROWS, MOST = 25.0, 30.0, 14, 6
NARROW, SPINE = 340.0, 16.0  # on a phone: one column below the thing itself


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the drawing: a heading (no ``id``) or a name with what is known of the tie."""

    text: str
    id: str = ""
    cls: str = ""
    type: str = ""
    modality: str = "asserted"
    stake: tuple[bool, str] = (False, "")  # whether a share is known, and of when


def draw_ego(shown: EntityPage, hrefs: dict[str, str]) -> Markup:
    """The drawing as markup, empty where nothing is tied to the thing; ``hrefs`` are addresses by id."""
    left, right = _sides(shown)
    if not left and not right:
        return Markup("")
    height = max(_height(left), _height(right), 96.0) + 16
    wide, narrow = (
        _sheet(shown, "wide", WIDTH, height),
        _sheet(shown, "narrow", NARROW, _height([*left, *right]) + 52),
    )
    for rows, side in ((left, -1), (right, 1)):
        _draw(wide, rows, side, height, hrefs)
    _centre(wide, shown, height, pointed=bool(left))
    _column(narrow, shown, left, right, hrefs)
    return Markup(Tree.tostring(wide, "unicode") + Tree.tostring(narrow, "unicode"))


def _sheet(shown: EntityPage, kind: str, width: float, height: float) -> Tree.Element:
    box = f"0 0 {width:.0f} {height:.0f}"
    root = Tree.Element("svg", {"viewBox": box, "class": f"sketch {kind}", "role": "group"})
    put(root, "title").text = plain(visible(shown.presenter.name(shown.node.id)))
    return root


def _sides(shown: EntityPage) -> tuple[list[_Row], list[_Row]]:
    sides: tuple[list[_Row], list[_Row]] = ([], [])
    for group in shown.groups:
        side = 1 if group.out or group.type in UNDIRECTED else 0
        _add(sides[side], group.title, _rows(shown, group), group.type, group.others)
    for out in (False, True):
        told = [f for f in shown.claims if f.finding.object and (f.finding.subject == shown.node.id) == out]
        rows = _once(_row(shown, f, out, f.finding.modalities[0]) for f in told)
        total = max(shown.totals.claimed.get(out, 0), len(rows))
        _add(sides[int(out)], shown.presenter.t("仅为主张", "Only claimed"), rows, "", total)
    return sides


def _add(side: list[_Row], title: str, rows: Sequence[_Row], type_: str, total: int) -> None:
    """A heading and as many of its rows as there is room for, and how many of the ``total`` things are left out.

    Where there is no room for a row, the heading still says how many things there are.
    """
    if not rows:
        return
    room = min(ROWS - len(side) - 1, MOST)
    shown = rows if len(rows) == total <= room else rows[: max(0, room - 1)]
    left = total - len(shown)
    side.append(_Row(title if shown else f"{title} {total:,}", type=type_))
    side.extend(shown)
    if shown and left:
        side.append(_Row(f"… +{left:,}"))


def _rows(shown: EntityPage, group: Group) -> list[_Row]:
    # solid lines all, since broken ones stand for mere claims
    return _once(_row(shown, f, group.out, "asserted", group.type) for f in group.facts)


def _once(rows: Iterable[_Row]) -> list[_Row]:
    """Each counterpart once, with the row that says most; of shares the latest says most."""
    found: dict[str, _Row] = {}
    for row in rows:
        if row.id not in found or (row.stake, len(row.text)) > (found[row.id].stake, len(found[row.id].text)):
            found[row.id] = row
    return list(found.values())


def _row(shown: EntityPage, f: Shown, out: bool, modality: str, type_: str = "") -> _Row:
    other = f.finding.object if out else f.finding.subject
    stake = next((value for _, value in f.details if value.endswith("%")), "")
    date = next((value for name, value in f.finding.details if name in ("asOf", "since")), "")
    stake += f" ({date[:4]})" if stake and date else ""
    name = plain(visible(shown.presenter.name(other)), 30)
    most = 16.5 - ems(stake)
    while ems(name) > most:
        name = name.rstrip("…")[:-1] + "…"
    cls = shown.presenter.node(other).cls
    return _Row(f"{name} {stake}".strip(), other, cls, type_, modality, (bool(stake), date))


def _height(rows: Sequence[_Row]) -> float:
    return sum(ROW if row.id or row.text.startswith("…") else HEAD for row in rows)


def _draw(root: Tree.Element, rows: Sequence[_Row], side: int, height: float, hrefs: dict[str, str]) -> None:
    x, y = MIDDLE + side * REACH, (height - _height(rows)) / 2
    anchor = "end" if side < 0 else "start"
    for row in rows:
        y += ROW if row.id or row.text.startswith("…") else HEAD
        base = y - 8
        if not row.id:
            _text(root, row.text, x + side * 14, base, anchor, "over")
            continue
        _tie(root, row, x, base - 4.5, side, height / 2)
        link = put(root, "a", href=hrefs.get(row.id, ""))
        look = class_look(row.cls)
        shape(link, look.shape, x, base - 4.5, 5.5, colour(look), "var(--paper)")
        _text(link, row.text, x + side * 14, base, anchor, "name")


def _column(
    root: Tree.Element, shown: EntityPage, left: Sequence[_Row], right: Sequence[_Row], hrefs: dict[str, str]
) -> None:
    """The same in one column: the thing on top, what is tied to it along a line below."""
    look, y = class_look(shown.node.cls), 40.0
    line = put(root, "path", fill="none", stroke="var(--soft)")
    for row in (*left, *right):
        y += ROW if row.id or row.text.startswith("…") else HEAD
        if not row.id:
            _text(root, row.text, SPINE + 16, y - 8, "start", "over")
            continue
        middle = y - 12.5
        branch = put(root, "path", d=f"M{SPINE:.1f} {middle:.1f}h22", stroke=_ink(row), fill="none")
        _dash(branch, row)
        end = middle
        link = put(root, "a", href=hrefs.get(row.id, ""))
        shape(
            link,
            class_look(row.cls).shape,
            SPINE + 28,
            middle,
            5,
            colour(class_look(row.cls)),
            "var(--paper)",
        )
        _text(link, row.text, SPINE + 42, y - 8, "start", "name")
        line.attrib["d"] = f"M{SPINE:.1f} 20V{end:.1f}"
    shape(root, look.shape, SPINE, 20, 9, colour(look), "var(--paper)")
    _text(root, plain(visible(shown.presenter.name(shown.node.id)), 22), SPINE + 18, 26, "start", "centre")


def _ink(row: _Row) -> str:
    return colour(edge_look(row.type)) if row.type else "var(--soft)"


def _dash(line: Tree.Element, row: _Row) -> None:
    line.attrib["stroke-width"] = "1.4"
    if dash := DASHES.get(row.modality):
        line.attrib["stroke-dasharray"] = " ".join(map(str, dash))


def _tie(root: Tree.Element, row: _Row, x: float, y: float, side: int, centre: float) -> None:
    near, far, half = x - side * 8, MIDDLE + side * 22, MIDDLE + side * REACH * 0.55
    way = f"M{near:.1f} {y:.1f}C{half:.1f} {y:.1f} {half:.1f} {centre:.1f} {far:.1f} {centre:.1f}"
    _dash(put(root, "path", d=way, fill="none", stroke=_ink(row)), row)
    if side > 0 and row.type not in UNDIRECTED:
        _arrow(root, near, y)


def _arrow(root: Tree.Element, x: float, y: float) -> None:
    put(
        root,
        "polygon",
        points=f"{x:.1f},{y:.1f} {x - 7:.1f},{y - 3.2:.1f} {x - 7:.1f},{y + 3.2:.1f}",
        fill="var(--soft)",
    )


def _centre(root: Tree.Element, shown: EntityPage, height: float, *, pointed: bool) -> None:
    y = height / 2
    if pointed:
        _arrow(root, MIDDLE - 16, y)
    look = class_look(shown.node.cls)
    shape(root, look.shape, MIDDLE, y, 11, colour(look), "var(--paper)")
    for number, line in enumerate(wrapped(plain(visible(shown.presenter.name(shown.node.id)), 40), 9)):
        _text(root, line, MIDDLE, y + 30 + number * 17, "middle", "centre")


def _text(root: Tree.Element, words: str, x: float, y: float, anchor: str, kind: str) -> None:
    text = put(root, "text", x=f"{x:.1f}", y=f"{y:.1f}")
    text.attrib.update({"text-anchor": anchor, "class": kind})
    text.text = plain(words, 80)
