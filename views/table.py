"""A picture as a table for who has no script: every line of it up to a limit, in one language."""

from __future__ import annotations

from markupsafe import Markup

from govgraph.text.chars import visible
from govgraph.views.amounts import full, short
from govgraph.views.picture import FACT_MODALITIES, Picture, PictureEdge, PictureNode
from govgraph.views.style import MODALITY_WORDS

ROWS = 1_000
_HEADS = (
    ("起点", "From"), ("关系", "Relationship"), ("终点", "To"), ("持股比例", "Share"), ("年份", "Year"),
    ("金额", "Amount"), ("可靠程度", "How known"), ("来源", "Sources"),
)  # fmt: skip
_RIGHT = (3, 4, 5)
_NAMED_SOURCES = 3


def table(picture: Picture, language: str) -> str:
    """The table as markup: facts before claims, in the order of the picture; it says how many lines it leaves out."""
    place = 0 if language == "zh" else 1
    edges = sorted(picture.edges, key=lambda edge: edge.modality not in FACT_MODALITIES)
    nodes = {node.id: node for node in picture.nodes}
    told = (
        f"没有脚本时，这里以表格列出图中的 {len(edges):,} 条连线",
        f"Without scripts, here are the {len(edges):,} lines of the network as a table",
    )[place]
    if len(edges) > ROWS:
        told += (
            f"中的前 {ROWS:,} 条；全部数据在本文件内",
            f", the first {ROWS:,} of them; this file holds all data",
        )[place]
    heads = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_class(i), head[place]) for i, head in enumerate(_HEADS)
    )
    rows = Markup("").join(_row(picture, nodes, edge, place) for edge in edges[:ROWS])
    return Markup(
        '<div class="noscript"><p>{}{}</p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(told, ("。", ".")[place], heads, rows)


def _row(picture: Picture, nodes: dict[str, PictureNode], edge: PictureEdge, place: int) -> Markup:
    term = picture.relationships.get(edge.type)
    kind = picture.relationships.get(edge.kind) if edge.kind else None
    labels = [(t.label_en if place else t.label_zh) for t in (term, kind) if t]
    cells = [
        _name(nodes[edge.start], place), " · ".join(labels) or edge.type, _name(nodes[edge.end], place),
        "" if edge.stake is None else f"{edge.stake:g}%", "" if edge.year is None else str(edge.year), _amount(edge, place),
        MODALITY_WORDS.get(edge.modality, ("来源陈述", "Stated by sources"))[place], _sources(picture, edge, place),
    ]  # fmt: skip
    drawn = Markup("").join(Markup("<td{}>{}</td>").format(_class(i), _text(c)) for i, c in enumerate(cells))
    return Markup("<tr>{}</tr>\n").format(drawn)


def _text(cell: str | Markup) -> str | Markup:
    return cell if isinstance(cell, Markup) else visible(cell[:300])


def _class(i: int) -> Markup:
    return Markup(' class="num"') if i in _RIGHT else Markup("")


def _name(node: PictureNode, place: int) -> str:
    return (place and node.english_name) or node.name


def _amount(edge: PictureEdge, place: int) -> str | Markup:
    if edge.amount is None:
        return ""
    language = ("zh", "en")[place]
    words = (short(edge.amount, edge.currency, language), full(edge.amount, edge.currency, language))
    return Markup('<span title="{1}">{0}</span>').format(*words)


def _sources(picture: Picture, edge: PictureEdge, place: int) -> str:
    """The first sources by title, and how many more there are."""
    cited = list(dict.fromkeys(f.source for f in edge.facts if f.source in picture.sources))
    titles = [picture.sources[id_].title or id_ for id_ in cited[:_NAMED_SOURCES]]
    more = [f"+{len(cited) - _NAMED_SOURCES}"] if len(cited) > _NAMED_SOURCES else []
    return ("；", "; ")[place].join([*titles, *more])
