"""Beneficial Ownership Data Standard 0.2, 0.3 and 0.4: entities, persons, and who has which interest in whom.

The file is read twice: first for what stands for what and which statement is the newest of its record, then
for the records, so that memory grows with the ids alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from govgraph.graph.statements.entity import Edge, Entity, entity_id
from govgraph.loaders.base import About, Item, Record, Rejected
from govgraph.loaders.bods import fields
from govgraph.loaders.bods.fields import Json
from govgraph.loaders.io.files import head_of, holds, starts_json
from govgraph.loaders.io.json_stream import Piece, read_json
from govgraph.loaders.jurisdictions import jurisdiction
from govgraph.loaders.stakes import StakeLedger
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
    index = _Index(source)
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


class _Newest(NamedTuple):
    """The newest statement of a record: its date and number, and what it states."""

    date: str = ""
    number: int = 0
    type: str = ""  # of an agent; empty for anything else
    named: bool = False
    nobody: bool = False


class _Index:
    """What a file's ids stand for: each statement's record, and each record's newest statement."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.about: dict[str, str] = {}
        self.records: dict[str, str] = {}  # by the ids of records and of their statements
        self.newest: dict[str, _Newest] = {}
        self.later: dict[str, str] = {}  # a record, and the one that replaces it
        self.owned: set[str] = set()
        self.holders: set[str] = set()
        self.count = 0

    def add(self, s: Json) -> None:
        """Take note of one statement."""
        self.count += 1
        self.about = self.about or fields.about(s)
        kind, id_ = fields.kind(s), fields.record_id(s)
        for old in fields.replaced(s):
            if old != id_:
                self.later[old] = id_
        type_ = ""
        if kind == "relationship":
            self.owned.add(fields.end(fields.details(s).get("subject")))
            self.holders.add(fields.end(fields.details(s).get("interestedParty")))
        elif kind in ("entity", "person"):
            type_ = "Person" if kind == "person" else fields.entity_class(s)
            for name in {id_, fields.statement_id(s)} - {""}:
                self.records[name] = id_
        details = fields.details(s)
        named, nobody = bool(fields.names(details)), fields.is_nobody(fields.unspecified(details))
        found = _Newest(fields.text(s.get("statementDate")), self.count, type_, named, nobody)
        self.newest[id_] = max(self.newest.get(id_, _Newest()), found)

    def settle(self) -> None:
        """Turn the ends of relationships into records; what is owned is a legal entity."""
        self.owned = {self.record(id_) for id_ in self.owned}
        self.holders = {self.record(id_) for id_ in self.holders}

    def record(self, id_: str) -> str:
        """The record that an id means in the end."""
        return self.last(self.records.get(id_, id_))

    def agent(self, id_: str) -> tuple[str, str]:
        """Class and id of the agent that an id means; both empty where the file states none."""
        record = self.record(id_)
        found = self.newest.get(record, _Newest())
        if (
            record in self.later
            or not found.type
            or not (found.named or (record in self.holders and not found.nobody))
        ):
            return "", ""
        owned = found.type == "Organization" and record in self.owned
        return "LegalEntity" if owned else found.type, entity_id("agent", self.source, record)

    def last(self, id_: str) -> str:
        """The record that replaces this one in the end, itself where none does; of a circle any."""
        passed: set[str] = set()
        while id_ in self.later and id_ not in passed:
            passed.add(id_)
            id_ = self.later[id_]
        for one in passed - {id_}:
            self.later[one] = id_  # a long chain is walked once
        return id_


class _Reader:
    """Reads single statements, with what the index knows of the others."""

    def __init__(self, source: str, index: _Index) -> None:
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
        names, why = fields.names(details), fields.unspecified(details)
        if not type_:
            yield Rejected.of(
                position,
                f"an entity or person without name ({why})" if why else _("an entity or person without name"),
                s,
            )
            return
        if names:
            made = Entity.of(type_, made_id, self.source, locator=position)
            made.add("name", names[0])
        else:
            yield Rejected.of(position, KEPT, s, whole=False)
            made = undisclosed(type_, made_id, self.source, position, why)
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
        why = "" if fields.end(party) else fields.unspecified(party)
        if why and not fields.is_somebody(why):
            yield Rejected.of(position, _("an interested party that is not named ({why})").format(why=why), s)
            return
        if why:
            holder = "Agent", entity_id("agent", self.source, "undisclosed", fields.record_id(s))
            made.append(undisclosed(*holder, self.source, position, why))
        interests = details.get("interests")
        interests = [i for i in interests if isinstance(i, Mapping)] if isinstance(interests, list) else []
        if wrong := self.wrong(subject, holder, interests):
            yield Rejected.of(position, wrong, s)
            return
        made += [self.edge(position, s, subject[1], holder[1], one) for one in _distinct(interests)]
        if wrong := self.holdings.wrong(made):
            yield Rejected.of(position, wrong, s)
            return
        if len(made) > len(_distinct(interests)):
            yield Rejected.of(position, KEPT, s, whole=False)
        yield Record(position, made, key=fields.statement_id(s))

    def wrong(self, subject: tuple[str, str], holder: tuple[str, str], interests: list[Json]) -> str:
        """Why a relationship cannot be stated, empty where it can."""
        if not subject[0] or not holder[0]:
            return _("a relationship whose ends the file does not state")
        if subject[0] not in ("LegalEntity", "Organization"):
            return _("a relationship in which {value} is owned").format(
                value=_("a person") if subject[0] == "Person" else _("a public body")
            )
        return "" if interests else _("a relationship without interests")

    def edge(self, position: str, s: Json, subject: str, holder: str, interest: Json) -> Edge:
        edge = Edge.between("Shareholding", holder, subject, self.source, locator=position)
        edge.add("interest", fields.interest_code(interest))
        for property_, value in fields.share(interest).items():
            edge.add(property_, value)
        stated, closed = fields.day(s.get("statementDate")), s.get("recordStatus") == "closed"
        since, until = (fields.day(interest.get(name)) for name in ("startDate", "endDate"))
        if not until and closed:
            until = stated
        for property_, day in (("since", since), ("until", until), ("asOf", "" if until else stated)):
            if day:
                edge.add(property_, day)
        return edge


def _distinct(interests: list[Json]) -> list[Json]:
    """One interest of each of our codes and starts: several rights of one sort are one, with its share."""
    found: dict[tuple[str, str], Json] = {}
    for interest in interests:
        key = (fields.interest_code(interest), fields.day(interest.get("startDate")))
        if key not in found or (fields.share(interest) and not fields.share(found[key])):
            found[key] = interest
    return list(found.values())
