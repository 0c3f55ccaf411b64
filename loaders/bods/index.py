"""What the ids of a file stand for, gathered before anything is read from it."""

from __future__ import annotations

from typing import NamedTuple

from govgraph.graph.statements.entity import entity_id
from govgraph.loaders.bods import fields
from govgraph.loaders.bods.fields import Json


class _Newest(NamedTuple):
    """The newest statement of a record: its date and number, and what it states."""

    date: str = ""
    number: int = 0
    type: str = ""  # of an agent; empty for anything else
    named: bool = False
    nobody: bool = False


class Index:
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
        why = fields.unnamed(details)
        named, nobody = bool(fields.names(details)), bool(why and why.nobody)
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
