"""Beneficial Ownership Data Standard 0.2, 0.3 and 0.4: entities, persons, and who has which interest in whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from govgraph.graph.entity import Edge, Entity
from govgraph.loaders.base import About, Item, Record, Rejected, entity_id
from govgraph.loaders.holdings import Holdings
from govgraph.loaders.json_stream import Piece, read_json
from govgraph.text.keys import read_key

NAME = "bods"
LEAST: Mapping[str, int] = {"Organization": 1}
_INTERESTS = {
    "shareholding": "shareholding",
    "votingrights": "voting-rights",
    "appointmentofboard": "appointment",
    "otherinfluenceorcontrol": "control",
    "controlviacompanyrulesorarticles": "control",
    "controlbylegalframework": "control",
    "boardmember": "appointment",
    "boardchair": "appointment",
    "nominee": "control",
    "nominator": "control",
    "settlor": "control",
    "trustee": "control",
    "beneficiaryoflegalarrangement": "beneficial",
    "enjoymentandusefassets": "beneficial",
    "enjoymentanduseofassets": "beneficial",
    "righttoprofitorincomefromassets": "beneficial",
    "rightssurplusassetsondissolution": "beneficial",
    "rightstosurplusassetsondissolution": "beneficial",
}
_LEGAL = ("registeredEntity", "legalEntity")
Json = Mapping[str, Any]


def detect(path: Path, head: bytes) -> bool:
    """JSON statements with a statementID (0.2, 0.3) or statementId (0.4)."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{") and (
        b'"statementId"' in head or b'"statementID"' in head
    )


def read(path: Path, source: str) -> Iterator[Item]:
    """One record for each statement; the newest that is in force of each record counts where all are given."""
    statements: list[tuple[str, Json]] = []
    for piece in read_json(path, frozenset()):
        if not isinstance(piece, Piece) or not isinstance(piece.value, dict):
            yield Rejected.of(
                piece.position, getattr(piece, "flaw", "") or "no statement", getattr(piece, "value", None)
            )
        else:
            statements.append((piece.position, piece.value))
    yield About(_about([s for _, s in statements]))
    reader = _Reader(source, statements)
    for position, statement in statements:
        yield reader.read(position, statement)


class _Reader:
    """Knows which ids stand for what, so that a relationship finds its ends."""

    def __init__(self, source: str, statements: list[tuple[str, Json]]) -> None:
        self.source = source
        self.kinds: dict[str, tuple[str, str]] = {}
        newest: dict[str, str] = {}
        for _, s in statements:
            kind, id_ = _kind(s), _id(s)
            if kind in ("entity", "person") and id_:
                type_ = (
                    "Person"
                    if kind == "person"
                    else "LegalEntity"
                    if _entity_type(s) in _LEGAL
                    else "Organization"
                )
                if type_ == "Organization" and self._owned(id_, statements):
                    type_ = "LegalEntity"  # what shares are held in
                for name in {id_, str(s.get("statementID") or s.get("statementId") or id_)}:
                    self.kinds[name] = (type_, entity_id("agent", source, id_))
            newest[id_] = max(newest.get(id_, ""), str(s.get("statementDate") or ""))
        self.newest = newest
        self.holdings = Holdings()

    def _owned(self, id_: str, statements: list[tuple[str, Json]]) -> bool:
        return any(
            _kind(s) == "relationship" and _end(_details(s).get("subject")) == id_ for _, s in statements
        )

    def read(self, position: str, s: Json) -> Item:
        kind, id_ = _kind(s), _id(s)
        if kind not in ("entity", "person", "relationship") or not id_:
            return Rejected.of(position, "no entity, person or relationship statement", s)
        if str(s.get("statementDate") or "") < self.newest[id_]:
            return Record(position, [], merged=True)
        if kind == "relationship":
            return self.relationship(position, s)
        return self.agent(position, s, id_)

    def agent(self, position: str, s: Json, id_: str) -> Item:
        type_, made_id = self.kinds[id_]
        details = _details(s)
        name = _name(details)
        if not name:
            return Rejected.of(position, "an entity or person without name", s)
        made = Entity.of(type_, made_id, self.source, locator=position)
        made.add("name", name)
        founded = str(details.get("foundingDate") or "")[:10]
        if type_ != "Person":
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", founded):
                made.add("founded", founded)
            for identifier in details.get("identifiers") or ():
                key = read_key(str(identifier.get("id") or ""), str(identifier.get("scheme") or ""))
                if key and key.valid:
                    made.add(
                        *(("creditCode", key.value) if key.scheme == "uscc" else ("identifier", str(key)))
                    )
        return Record(position, [made], key=f"{id_}|{s.get('statementID') or s.get('statementId')}")

    def relationship(self, position: str, s: Json) -> Item:
        details = _details(s)
        subject, party = _end(details.get("subject")), _end(details.get("interestedParty"))
        if subject not in self.kinds or party not in self.kinds:
            return Rejected.of(position, "a relationship whose ends the file does not state", s)
        if self.kinds[subject][0] == "Person":
            return Rejected.of(position, "a relationship in which a person is owned", s)
        interests = [i for i in details.get("interests") or () if isinstance(i, Mapping)]
        if not interests:
            return Rejected.of(position, "a relationship without interests", s)
        edges: list[Entity] = [self.edge(position, s, subject, party, interest) for interest in interests]
        if wrong := self.holdings.wrong(edges):
            return Rejected.of(position, wrong, s)
        return Record(position, edges, key=str(s.get("statementID") or s.get("statementId")))

    def edge(self, position: str, s: Json, subject: str, party: str, interest: Json) -> Edge:
        edge = Edge.between(
            "Shareholding", self.kinds[party][1], self.kinds[subject][1], self.source, locator=position
        )
        kind = _INTERESTS.get(re.sub(r"[^a-z]", "", str(interest.get("type") or "").lower()), "control")
        edge.add("interest", kind)
        share = interest.get("share")
        share = share if isinstance(share, Mapping) else {}
        bounds = {"stake": "exact", "stakeMin": "minimum", "stakeMax": "maximum"}
        for property_, field in bounds.items():
            if value := _percent(share.get(field)):
                edge.add(property_, value)
        for property_, field in (("since", "startDate"), ("until", "endDate")):
            day = str(interest.get(field) or "")[:10]
            if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", day):
                edge.add(property_, day)
            elif field == "endDate" and s.get("recordStatus") == "closed" and s.get("statementDate"):
                edge.add("until", str(s["statementDate"])[:10])
        asof = str(s.get("statementDate") or "")[:10]
        if s.get("recordStatus") != "closed" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", asof):
            edge.add("asOf", asof)
        return edge


def _kind(s: Json) -> str:
    kind = str(s.get("recordType") or s.get("statementType") or "")
    return {
        "entityStatement": "entity",
        "personStatement": "person",
        "ownershipOrControlStatement": "relationship",
    }.get(kind, kind)


def _id(s: Json) -> str:
    return str(s.get("recordId") or s.get("statementID") or s.get("statementId") or "")


def _details(s: Json) -> Json:
    details = s.get("recordDetails")
    return details if isinstance(details, Mapping) else s


def _end(value: object) -> str:
    """The id at one end of a relationship: a text, or (before 0.4) an object that describes it."""
    if isinstance(value, Mapping):
        return str(next((v for k, v in value.items() if k.startswith("describedBy") and v), ""))
    return str(value or "")


def _entity_type(s: Json) -> str:
    kind = _details(s).get("entityType")
    return str(kind.get("type") if isinstance(kind, Mapping) else kind or "")


def _name(details: Json) -> str:
    names = details.get("names")
    first = names[0] if isinstance(names, list) and names and isinstance(names[0], Mapping) else {}
    return " ".join(str(details.get("name") or first.get("fullName") or "").split())


def _percent(value: object) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    return (
        f"{number.normalize():f}"
        if value is not None and not isinstance(value, bool) and number.is_finite() and 0 <= number <= 100
        else ""
    )


def _about(statements: list[Json]) -> dict[str, str]:
    for s in statements:
        details = s.get("publicationDetails")
        if isinstance(details, Mapping):
            publisher = details.get("publisher")
            name = publisher.get("name") if isinstance(publisher, Mapping) else ""
            return {"publisherName": str(name or ""), "licence": str(details.get("license") or ""),
                    "date": str(details.get("publicationDate") or "")[:10]}  # fmt: skip
    return {}
