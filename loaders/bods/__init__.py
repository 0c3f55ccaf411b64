"""Beneficial Ownership Data Standard 0.2, 0.3 and 0.4: entities, persons, and who has which interest in whom.

The file is read twice: first for what stands for what and which statement is the newest of its record, then
for the records, so that memory grows with the ids alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from govgraph.graph.statements.entity import Edge, Entity, entity_id
from govgraph.loaders.base import About, Item, Record, Rejected
from govgraph.loaders.bods import fields
from govgraph.loaders.bods.fields import Json
from govgraph.loaders.io.json_stream import Piece, read_json
from govgraph.loaders.jurisdictions import jurisdiction
from govgraph.loaders.stakes import StakeLedger
from govgraph.text.keys import read_key

NAME = "bods"
LEAST: Mapping[str, int] = {"Organization": 1}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def detect(path: Path, head: bytes) -> bool:
    """JSON statements with a statementID (0.2, 0.3) or statementId (0.4)."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{") and (
        b'"statementId"' in head or b'"statementID"' in head
    )


def read(path: Path, source: str) -> Iterator[Item]:
    """One record for each statement; of the statements on one record the newest counts."""
    index = _Index(source)
    for piece in read_json(path, frozenset()):
        if isinstance(piece, Piece) and isinstance(piece.value, dict):
            index.add(piece.value)
    index.settle()
    yield About(index.about)
    reader = _Reader(source, index)
    for piece in read_json(path, frozenset()):
        if not isinstance(piece, Piece) or not isinstance(piece.value, dict):
            yield Rejected.of(
                piece.position, getattr(piece, "flaw", "") or "no statement", getattr(piece, "value", None)
            )
        else:
            yield reader.read(piece.position, piece.value)


class _Index:
    """What a file's ids stand for: each statement's record, and each record's newest statement."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.about: dict[str, str] = {}
        self.kinds: dict[str, tuple[str, str]] = {}
        self.newest: dict[str, tuple[str, int]] = {}
        self.later: dict[str, str] = {}  # a statement, and the one that replaces it
        self.owned: set[str] = set()
        self.count = 0

    def add(self, s: Json) -> None:
        """Take note of one statement."""
        self.count += 1
        self.about = self.about or fields.about(s)
        kind, id_ = fields.kind(s), fields.record_id(s)
        for old in fields.replaced(s):
            self.later[old] = id_
        if kind == "relationship":
            self.owned.add(fields.end(fields.details(s).get("subject")))
        elif kind in ("entity", "person"):
            type_ = "Person" if kind == "person" else fields.entity_class(s)
            for name in {id_, fields.statement_id(s)} - {""}:
                self.kinds[name] = (type_, id_)
        moment = (str(s.get("statementDate") or ""), self.count)
        self.newest[id_] = max(self.newest.get(id_, ("", 0)), moment)

    def settle(self) -> None:
        """Turn the local ids of entities and persons into ours; what is owned is a legal entity."""
        owned = {self.last(self.kinds.get(id_, ("", id_))[1]) for id_ in self.owned}
        for name, (type_, id_) in self.kinds.items():
            last = self.last(id_)
            if type_ == "Organization" and last in owned:
                type_ = "LegalEntity"
            self.kinds[name] = (type_, entity_id("agent", self.source, last))

    def last(self, id_: str) -> str:
        """The statement that replaces this one in the end, itself where none does."""
        seen: set[str] = set()
        while id_ in self.later and id_ not in seen:
            seen.add(id_)
            id_ = self.later[id_]
        return id_


class _Reader:
    """Reads single statements, with what the index knows of the others."""

    def __init__(self, source: str, index: _Index) -> None:
        self.source, self.index = source, index
        self.holdings = StakeLedger()
        self.count = 0

    def read(self, position: str, s: Json) -> Item:
        """The record of a statement, or why it is none."""
        self.count += 1
        kind, id_ = fields.kind(s), fields.record_id(s)
        if kind not in ("entity", "person", "relationship") or not id_:
            return Rejected.of(position, "no entity, person or relationship statement", s)
        if self.index.newest[id_][1] != self.count or id_ in self.index.later:
            return Record(position, [], merged=True)
        if kind == "relationship":
            return self.relationship(position, s)
        return self.agent(position, s, id_)

    def agent(self, position: str, s: Json, id_: str) -> Item:
        type_, made_id = self.index.kinds[id_]
        details = fields.details(s)
        names = fields.names(details)
        if not names:
            why = fields.unspecified(details)
            return Rejected.of(position, "an entity or person without name" + (f" ({why})" if why else ""), s)
        made = Entity.of(type_, made_id, self.source, locator=position)
        made.add("name", names[0])
        for other in names[1:]:
            made.add("alias", other)
        entities = [made]
        if type_ != "Person":
            for property_, field in (("founded", "foundingDate"), ("dissolved", "dissolutionDate")):
                if _DAY.fullmatch(day := str(details.get(field) or "")[:10]):
                    made.add(property_, day)
            self.keys(made, details)
            if region := jurisdiction(*fields.place(details), self.source, position):
                made.add("registeredIn", region.id)
                entities.append(region)
        return Record(position, entities, key=f"{id_}|{fields.statement_id(s)}")

    def keys(self, made: Entity, details: Json) -> None:
        identifiers = details.get("identifiers")
        for identifier in identifiers if isinstance(identifiers, list) else ():
            if isinstance(identifier, Mapping):
                key = read_key(str(identifier.get("id") or ""), str(identifier.get("scheme") or ""))
                if key and key.valid:
                    uscc = key.scheme == "uscc"
                    made.add("creditCode" if uscc else "identifier", key.value if uscc else str(key))

    def relationship(self, position: str, s: Json) -> Item:
        details = fields.details(s)
        party = details.get("interestedParty")
        subject, holder = fields.end(details.get("subject")), fields.end(party)
        if not holder and (why := fields.unspecified(party)):
            return Rejected.of(position, f"an interested party that is not named ({why})", s)
        if subject not in self.index.kinds or holder not in self.index.kinds:
            return Rejected.of(position, "a relationship whose ends the file does not state", s)
        if self.index.kinds[subject][0] not in ("LegalEntity", "Organization"):
            owned = "a person" if self.index.kinds[subject][0] == "Person" else "a public body"
            return Rejected.of(position, f"a relationship in which {owned} is owned", s)
        interests = details.get("interests")
        interests = [i for i in interests if isinstance(i, Mapping)] if isinstance(interests, list) else []
        if not interests:
            return Rejected.of(position, "a relationship without interests", s)
        edges: list[Entity] = [self.edge(position, s, subject, holder, one) for one in _distinct(interests)]
        if wrong := self.holdings.wrong(edges):
            return Rejected.of(position, wrong, s)
        return Record(position, edges, key=fields.statement_id(s))

    def edge(self, position: str, s: Json, subject: str, holder: str, interest: Json) -> Edge:
        kinds = self.index.kinds
        edge = Edge.between(
            "Shareholding", kinds[holder][1], kinds[subject][1], self.source, locator=position
        )
        edge.add("interest", fields.interest_code(interest))
        for property_, value in fields.share(interest).items():
            edge.add(property_, value)
        stated, closed = str(s.get("statementDate") or "")[:10], s.get("recordStatus") == "closed"
        since, until = (str(interest.get(name) or "")[:10] for name in ("startDate", "endDate"))
        if not until and closed:
            until = stated
        for property_, day in (("since", since), ("until", until)):
            if _PARTIAL.fullmatch(day):
                edge.add(property_, day)
        if not until and _DAY.fullmatch(stated):
            edge.add("asOf", stated)
        return edge


def _distinct(interests: list[Json]) -> list[Json]:
    """One interest of each of our codes and starts: several rights of one sort are one, with its share."""
    found: dict[tuple[str, str], Json] = {}
    for interest in interests:
        key = (fields.interest_code(interest), str(interest.get("startDate") or ""))
        if key not in found or (fields.share(interest) and not fields.share(found[key])):
            found[key] = interest
    return list(found.values())
