"""Statements of one file's notices: places, what was said before, and what is set aside."""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.base import Rejected
from govgraph.loaders.notices.notice import Said
from govgraph.messages import _
from govgraph.ontology.model import ontology

_SURFACE = 20  # characters of the source that a statement quotes, at most


class Writer:
    """Makes entities for a record and sees to it that one source contradicts itself nowhere."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = ""
        self.made: list[Entity] = []
        self.rejected: list[Rejected] = []
        self._known: dict[int, int] = {}  # hashes: the values of a whole file would not fit into memory

    def begin(self, position: str) -> None:
        """Start a record."""
        self.position, self.made, self.rejected = position, [], []

    def at(self, place: str) -> str:
        """The locator: the record's place in the file, then the place in the record."""
        return f"{self.position}#{place}" if place and self.position else place or self.position

    def new(self, type_: str, id_: str, place: str) -> Entity:
        """An entity of the record, also where an earlier one spoke of it."""
        made = Entity.of(type_, id_, self.source, locator=self.at(place))
        self.made.append(made)
        return made

    def say(self, entity: Entity, property_: str, said: Said, printed: str = "") -> None:
        """State a value. Another one for a single-valued property is an alias, or set aside."""
        shown = {"locator": self.at(said.place), "surface": (printed or said.text)[:_SURFACE]}
        if ontology().properties[property_].single:
            value = hash(said.text)
            same = self._known.setdefault(hash((entity.id, property_)), value) == value
            if not same and property_ != "name":
                self.set_aside(
                    said.place,
                    _("another {property} than before in the file").format(property=property_),
                    said.text,
                )
                return
            if not same:
                property_ = "alias"
        entity.add(property_, said.text, **shown)

    def set_aside(self, place: str, reason: str, value: object) -> None:
        """Leave out one value of the record, and say why."""
        self.rejected.append(Rejected.of(self.at(place), reason, value, whole=False))
