"""Beneficial Ownership Data Standard 0.2, 0.3 and 0.4: entities, persons, and who has which interest in whom.

The file is read twice: first for what stands for what and which statement is the newest of its record, then
for the records, so that memory grows with the ids alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from govgraph.graph.statements.entity import Edge, Entity, entity_id
from govgraph.loaders.base import About, Item, Record, Rejected
from govgraph.loaders.bods import fields, interests
from govgraph.loaders.bods.fields import Json
from govgraph.loaders.bods.index import Index
from govgraph.loaders.io.files import head_of, holds, starts_json
from govgraph.loaders.io.json_stream import Piece, read_json
from govgraph.loaders.jurisdictions import jurisdiction
from govgraph.loaders.stakes import StakeLedger, flaw, interest_class
from govgraph.loaders.undisclosed import KEPT, undisclosed
from govgraph.messages import _
from govgraph.text.keys import read_key

LEAST: Mapping[str, int] = {"Organization": 1}
_MARK = re.compile(rb'"statementI[dD]"\s*:')


def detect(stream: BinaryIO, name: str) -> bool:
    """JSON statements with a statementID (0.2, 0.3) or statementId (0.4)."""
    return starts_json(head_of(stream)) and holds(stream, _MARK)


def read(stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
    """One record for each statement; of the statements on one record the newest counts."""
    index = Index(source)
    for piece in read_json(stream, frozenset()):
        if isinstance(piece, Piece) and isinstance(piece.value, dict):
            index.add(piece.value)
    index.settle()
    yield About(index.about)
    reader = _Reader(source, index)
    for piece in read_json(stream, frozenset()):
        if not isinstance(piece, Piece) or not isinstance(piece.value, dict):
            yield Rejected.of(
                piece.position, getattr(piece, "flaw", "") or _("no statement"), getattr(piece, "value", None)
            )
        else:
            yield from reader.read(piece.position, piece.value)


class _Reader:
    """Reads single statements, with what the index knows of the others."""

    def __init__(self, source: str, index: Index) -> None:
        self.source, self.index = source, index
        self.holdings = StakeLedger()
        self.count = 0

    def read(self, position: str, s: Json) -> Iterator[Item]:
        """The record of a statement, or why it is none."""
        self.count += 1
        kind, id_ = fields.kind(s), fields.record_id(s)
        if kind not in ("entity", "person", "relationship") or not id_:
            yield Rejected.of(position, _("no entity, person or relationship statement"), s)
        elif id_ in self.index.later and self.index.last(id_) in self.index.later:
            yield Rejected.of(position, _("statements that replace each other in a circle"), s)
        elif self.index.newest[id_].number != self.count or id_ in self.index.later:
            yield Record(position, [], merged=True)
        elif kind == "relationship":
            yield from self.relationship(position, s)
        else:
            yield from self.agent(position, s, id_)

    def agent(self, position: str, s: Json, id_: str) -> Iterator[Item]:
        type_, made_id = self.index.agent(id_)
        details = fields.details(s)
        names, why = fields.names(details), fields.unnamed(details) or fields.Unnamed("")
        if not type_:
            yield Rejected.of(
                position,
                _("an entity or person without name ({why})").format(why=why.reason)
                if why.reason
                else _("an entity or person without name"),
                s,
            )
            return
        if names:
            made = Entity.of(type_, made_id, self.source, locator=position)
            made.add("name", names[0])
        else:
            yield Rejected.of(position, KEPT, s, whole=False)
            made = undisclosed(type_, made_id, self.source, position, why.text, why.code)
        for other in names[1:]:
            made.add("alias", other)
        entities = [made]
        if type_ != "Person":
            for property_, field in (("founded", "foundingDate"), ("dissolved", "dissolutionDate")):
                if day := fields.day(details.get(field)):
                    made.add(property_, day)
            self.keys(made, details)
            if region := jurisdiction(*fields.place(details), self.source, position):
                made.add("registeredIn", region.id)
                entities.append(region)
        yield Record(position, entities, key=f"{id_}|{fields.statement_id(s)}")

    def keys(self, made: Entity, details: Json) -> None:
        identifiers = details.get("identifiers")
        for identifier in identifiers if isinstance(identifiers, list) else ():
            if isinstance(identifier, Mapping):
                key = read_key(fields.text(identifier.get("id")), fields.text(identifier.get("scheme")))
                if key and key.valid:
                    uscc = key.scheme == "uscc"
                    made.add("creditCode" if uscc else "identifier", key.value if uscc else str(key))

    def relationship(self, position: str, s: Json) -> Iterator[Item]:
        details = fields.details(s)
        party = details.get("interestedParty")
        subject = self.index.agent(fields.end(details.get("subject")))
        holder, made = self.index.agent(fields.end(party)), list[Entity]()
        why = None if fields.end(party) else fields.unnamed(party)
        if why and why.nobody:
            yield Rejected.of(
                position, _("an interested party that is not named ({why})").format(why=why.reason), s
            )
            return
        stated = details.get("interests")
        listed = [i for i in stated if isinstance(i, Mapping)] if isinstance(stated, list) else []
        if why:
            holder = "Agent", entity_id("agent", self.source, "undisclosed", fields.record_id(s))
            made.append(undisclosed(*holder, self.source, position, why.text, why.code))
            listed = listed or [{}]  # that somebody has an interest is all that is said
        if wrong := self.wrong(subject, holder, listed):
            yield Rejected.of(position, wrong, s)
            return
        edges, flaws = self.edges(position, s, subject[1], holder[1], listed)
        if not edges or (wrong := self.holdings.wrong(edges)):
            yield Rejected.of(position, wrong or flaws[0][0], s)
            return
        if why:
            yield Rejected.of(position, KEPT, s, whole=False)
        for reason, interest in flaws:
            yield Rejected.of(position, reason, interest, whole=False)
        yield Record(position, [*made, *edges], key=fields.statement_id(s))

    def edges(
        self, position: str, s: Json, subject: str, holder: str, listed: list[Json]
    ) -> tuple[list[Edge], list[tuple[str, Json]]]:
        """The interests as edges; and what is set aside of them, with the reason.

        Several rights of one sort from one time are one, with its share.
        """
        made: dict[str, Edge] = {}
        flaws: list[tuple[str, Json]] = []
        for interest in sorted(listed, key=lambda one: not interests.share(one)):
            edge = self.edge(position, s, subject, holder, interest)
            known = made.get(edge.subject())
            if known and interests.share(interest).items() - known.values().items():
                flaws.append((_("another share of the same kind at the same time"), interest))
            elif wrong := flaw(edge):
                flaws.append((wrong, interest))
            else:
                made.setdefault(edge.subject(), edge)
            if not interests.is_known(interest):
                flaws.append((_("a kind of interest that the standard does not have"), interest))
            if interests.unread(interest):
                flaws.append((interests.NO_SHARE, interest))
        return list(made.values()), flaws

    def wrong(self, subject: tuple[str, str], holder: tuple[str, str], listed: list[Json]) -> str:
        """Why a relationship cannot be stated, empty where it can."""
        if not subject[0] or not holder[0]:
            return _("a relationship whose ends the file does not state")
        if subject[0] not in ("LegalEntity", "Organization"):
            return _("a relationship in which {value} is owned").format(
                value=_("a person") if subject[0] == "Person" else _("a public body")
            )
        return "" if listed else _("a relationship without interests")

    def edge(self, position: str, s: Json, subject: str, holder: str, interest: Json) -> Edge:
        code = interests.code(interest)
        edge = Edge.between(interest_class(code), holder, subject, self.source, locator=position)
        edge.add("interest", code)
        for property_, value in interests.share(interest).items():
            edge.add(property_, value)
        stated, closed = fields.day(s.get("statementDate")), s.get("recordStatus") == "closed"
        since, until = (fields.day(interest.get(name)) for name in ("startDate", "endDate"))
        if not until and closed:
            until = stated
        for property_, day in (("since", since), ("until", until), ("asOf", "" if until else stated)):
            if day:
                edge.add(property_, day)
        return edge
