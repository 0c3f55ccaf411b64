"""Statements of one file's notices: places, what was said before, and what is set aside."""

from __future__ import annotations

from govgraph.graph.statements.entity import Edge, Entity
from govgraph.loaders.base import Rejected
from govgraph.loaders.notices.notice import Said
from govgraph.loaders.personal import scrub_text
from govgraph.messages import _
from govgraph.ontology.model import ontology

_SURFACE = 20  # characters of the source that a statement quotes, at most
_LONGEST = 300  # characters of a reason, change or term that are kept


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

    def new(self, type_: str, id_: str, place: str = "") -> Entity:
        """An entity of the record, also where an earlier one spoke of it."""
        self.made.append(Entity.of(type_, id_, self.source, locator=self.at(place)))
        return self.made[-1]

    def link(self, entity: Entity, property_: str, id_: str, said: Said) -> None:
        """Tie an entity to another by words of the notice; nothing where there is no other."""
        if id_:
            entity.add(property_, id_, locator=self.at(said.place), surface=said.text[:_SURFACE])

    def edge(self, type_: str, from_: str, to: str, role: str, said: Said) -> None:
        """A relationship between two entities, with a role where there is one."""
        edge = Edge.between(type_, from_, to, self.source, locator=self.at(said.place), surface=said.text[:_SURFACE])  # fmt: skip
        if role:
            edge.add("role", role)
        self.made.append(edge)

    def say(self, entity: Entity, property_: str, said: Said | None, printed: str = "") -> None:
        """State a value, if there is one. Another one for a single-valued property is an alias, or set aside."""
        if not said or not said.text:
            return
        if ontology().properties[property_].single:
            value = hash(said.text)
            same = self._known.setdefault(hash((entity.id, property_)), value) == value
            if not same and property_ != "name":
                reason = _("another {property} than before in the file").format(property=property_)
                self.set_aside(said.place, reason, said.text)
                return
            property_ = property_ if same else "alias"
        surface = (printed or said.text)[:_SURFACE]
        entity.add(property_, said.text, locator=self.at(said.place), surface=surface)

    def state(self, entity: Entity, place: str, printed: str = "", **values: str) -> None:
        """State the values of several properties that stand at one place."""
        for property_, text in values.items():
            self.say(entity, property_, Said(text, place), printed)

    def text(self, entity: Entity, property_: str, said: Said | None) -> None:
        """State words at length, without people's contacts and numbers."""
        if said and (text := scrub_text(said.text).strip()):
            self.say(entity, property_, Said(text[:_LONGEST], said.place))

    def set_aside(self, place: str, reason: str, value: object) -> None:
        """Leave out one value of the record, and say why."""
        self.rejected.append(Rejected.of(self.at(place), reason, value, whole=False))
