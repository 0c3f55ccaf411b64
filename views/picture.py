"""What a network page shows: plain values that a view selects and a page or an SVG draws.

Nothing here knows a store, a query or the ontology, so a picture can come from anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FACT_MODALITIES = ("asserted", "reported", "background", "inferred")
CLAIM_MODALITIES = ("planned", "assessed", "speculated", "denied")
MODALITIES = FACT_MODALITIES + CLAIM_MODALITIES


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of evidence: what a source says, where in it, and how firmly.

    ``source`` is the id of a :class:`SourceRef` of the picture; ``surface`` the words as printed
    where they differ from ``value``; ``quoted`` who says so; ``passage`` the text around it;
    ``value_en`` the value in English where it is another word.
    """

    property: str
    value: str
    source: str
    locator: str = ""
    modality: str = "asserted"
    surface: str = ""
    quoted: str = ""
    date: str = ""
    passage: str = ""
    value_en: str = ""


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A thing in the picture. ``layer`` (0 first) is for views that are drawn in layers."""

    id: str
    cls: str
    labels: tuple[str, ...]
    name: str
    english_name: str = ""
    aliases: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    region: str = ""
    year: int | None = None
    amount: float | None = None
    layer: int | None = None
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class PictureEdge:
    """A tie between two nodes; ``type`` is the relationship type, ``kind`` the kind of tie, ``stake`` a share in per cent."""

    id: str
    type: str
    start: str
    end: str
    modality: str = "asserted"
    facts: tuple[Fact, ...] = ()
    weight: float = 1.0
    disputed: bool = False
    year: int | None = None
    amount: float | None = None
    kind: str = ""
    currency: str = "CNY"
    stake: float | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """The name and meaning of a class, relationship, property or kind in both languages."""

    label_zh: str
    label_en: str
    definition_zh: str = ""
    definition_en: str = ""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source as a reader needs it cited."""

    title: str
    publisher: str = ""
    url: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A named selection of nodes and edges with the words to explain it.

    ``relationships`` also names properties of facts and kinds of tie where a label is known.
    """

    name: str
    title_zh: str
    title_en: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    classes: Mapping[str, Term] = field(default_factory=dict)
    relationships: Mapping[str, Term] = field(default_factory=dict)
    sources: Mapping[str, SourceRef] = field(default_factory=dict)
    note_zh: str = ""
    note_en: str = ""
    seed: int = 7

    def __post_init__(self) -> None:
        ids = {node.id for node in self.nodes}
        if len(ids) != len(self.nodes):
            raise ValueError(f"picture {self.name}: two nodes share an id")
        for edge in self.edges:
            if edge.start not in ids or edge.end not in ids:
                raise ValueError(f"picture {self.name}: edge {edge.id} has an end that is no node")

    def is_layered(self) -> bool:
        """Whether the view asks for layers: every node says which one it stands in."""
        return bool(self.nodes) and all(node.layer is not None for node in self.nodes)
