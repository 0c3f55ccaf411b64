"""FollowTheMoney entities, one JSON object a line: the schemata of ownership and procurement.

Companies, public bodies, persons, ownership, posts, projects, calls, contracts and their awards become graph;
schemata that say nothing of them (addresses, sanctions, passports, families) are counted as left aside. The
file is read twice, since an edge may stand before its ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from govgraph.graph.statements.entity import Edge, Entity, entity_id
from govgraph.loaders.base import About, Item, Record, Rejected
from govgraph.loaders.ftm.index import AGENTS, PROJECTS, Index
from govgraph.loaders.ftm.values import (
    Json,
    add_amount,
    add_date,
    add_keys,
    add_stake,
    add_text,
    only,
    pairs,
    texts,
)
from govgraph.loaders.io.files import head_of, holds, starts_json
from govgraph.loaders.io.json_stream import Piece, read_json
from govgraph.loaders.jurisdictions import jurisdiction
from govgraph.loaders.stakes import StakeLedger, interest_class
from govgraph.loaders.undisclosed import KEPT, undisclosed
from govgraph.messages import _
from govgraph.ontology.model import ontology
from govgraph.text.methods import read_method

LEAST: Mapping[str, int] = {"Agent": 1}
_MARKS = tuple(re.compile(rb'"%b"\s*:' % name) for name in (b"schema", b"properties", b"id"))
#: Links that are an interest in a company: who has it, in what, and which it is.
_INTERESTS = {
    "Ownership": ("owner", "asset", "shareholding"),
    "Directorship": ("director", "organization", "board-member"),
    "Representation": ("agent", "client", "representative"),
    "UnknownLink": ("subject", "object", "unknown"),
}
_POSTS = {
    "Directorship": ("director", "organization", "director"),
    "Membership": ("member", "organization", "member"),
    "Employment": ("employee", "employer", "executive"),
}


def detect(stream: BinaryIO, name: str) -> bool:
    """JSON objects with a schema and properties."""
    return starts_json(head_of(stream)) and all(holds(stream, mark) for mark in _MARKS)


def read(stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
    """One record an entity; an edge whose ends are not in the file is rejected."""
    yield About({"publisherName": "FollowTheMoney"})
    index = Index(source)
    for piece in read_json(stream, frozenset()):
        schema, id_, properties = _parts(piece)
        if schema:
            index.add(schema, id_, properties)
    reader = _Reader(source, index)
    for piece in read_json(stream, frozenset()):
        schema, id_, properties = _parts(piece)
        if not schema:
            yield Rejected.of(
                piece.position, getattr(piece, "flaw", "") or _("no entity"), getattr(piece, "value", None)
            )
        else:
            assert isinstance(piece, Piece)
            yield from reader.read(piece, schema, id_, properties)


def _parts(piece: object) -> tuple[str, str, Json]:
    value = piece.value if isinstance(piece, Piece) else None
    if not isinstance(value, dict) or not isinstance(value.get("properties"), dict):
        return "", "", {}
    schema, id_ = value.get("schema"), value.get("id")
    return (
        schema if isinstance(schema, str) else "",
        str(id_) if isinstance(id_, (str, int)) else "",
        value["properties"],
    )


class _Reader:
    """Turns entities and edges into ours, with what the index knows of their ends."""

    def __init__(self, source: str, index: Index) -> None:
        self.source, self.index = source, index
        self.holdings = StakeLedger()
        self.position = ""
        self.edges: dict[str, Callable[[str, Json], list[Entity]]] = {
            "ContractAward": self.award, "ProjectParticipant": self.participation,
            **dict.fromkeys(_INTERESTS, self.interest), **dict.fromkeys(_POSTS, self.post),
        }  # fmt: skip

    def read(self, piece: Piece, schema: str, id_: str, p: Json) -> Iterator[Item]:
        """The record of an entity or edge, or why it is none."""
        self.position, self.schema, self.unread = piece.position, schema, ""
        if schema in AGENTS + PROJECTS and id_ and self.index.schemata.get(id_, schema) != schema:
            yield Rejected.of(piece.position, _("an id that stands for something else too"), piece.value)
            return
        if schema in AGENTS and id_ and self.index.is_undisclosed(id_):
            made, lack = (
                [undisclosed(self.index.type_of(id_), self.index.agent(id_), self.source, piece.position)],
                "",
            )
            yield Rejected.of(piece.position, KEPT, piece.value, whole=False)
        elif schema in AGENTS and id_:
            made = self.agent(id_, p, piece.value)
            lack = _("an entity without name")
        elif schema in PROJECTS and id_:
            made, lack = self.procurement(id_, p), _("an entity without name")
        elif schema in self.edges:
            made, lack = self.edges[schema](id_, p), _("an edge whose ends the file does not state")
        else:
            yield Rejected.of(
                piece.position,
                _("a schema that is left aside ({schema})").format(schema=schema[:100]),
                piece.value,
            )
            return
        if not made or (wrong := self.holdings.wrong(made)):
            yield Rejected.of(piece.position, wrong if made else lack, piece.value)
        else:
            if self.unread:
                yield Rejected.of(piece.position, self.unread, piece.value, whole=False)
            yield Record(piece.position, made, key=id_)

    def new(self, type_: str, id_: str) -> Entity:
        return Entity.of(type_, id_, self.source, locator=self.position)

    def edge(self, type_: str, start: str, end: str) -> Edge:
        return Edge.between(type_, start, end, self.source, locator=self.position)

    def organisations(self, p: Json, *fields: str) -> list[str]:
        """Our ids of the organisations that properties point at."""
        known = (id_ for id_ in texts(p, *fields) if self.index.type_of(id_) not in ("", "Person", "Agent"))
        return [self.index.agent(id_) for id_ in known]

    def suppliers(self, p: Json, field: str) -> list[str]:
        """Our ids of those who bid or won, persons among them."""
        return [self.index.agent(id_) for id_ in texts(p, field) if self.index.type_of(id_)]

    # ── entities ──────────────────────────────────────────────────────────────────────────

    def agent(self, id_: str, p: Json, value: object) -> list[Entity]:
        names = texts(p, "name")
        if not names:
            return []
        caption = only(value, "caption") if isinstance(value, Mapping) else ""
        name = caption if caption in names else names[0]
        type_ = self.index.type_of(id_)
        made = [self.new(type_, self.index.agent(id_))]
        made[0].add("name", name)
        for other in dict.fromkeys([*names, *texts(p, "alias", "previousName", "abbreviation")]):
            if other != name:
                made[0].add("alias", other)
        if type_ not in ("Person", "Agent"):
            add_keys(made[0], p)
            add_date(made[0], "founded", p, "incorporationDate")
            add_date(made[0], "dissolved", p, "dissolutionDate")
            add_text(made[0], "legalForm", p, "legalForm")
            if region := jurisdiction(only(p, "jurisdiction"), "", self.source, self.position):
                made[0].add("registeredIn", region.id)
                made.append(region)
        return made

    def procurement(self, id_: str, p: Json) -> list[Entity]:
        """A project; a contract or call is a step of one, its own where the file names no other."""
        names = texts(p, "name", "title")
        if not names:
            return []
        project = self.new("Project", self.index.project(id_))
        if project.id == entity_id("project", self.source, id_):
            project.add("name", names[0])
        add_text(project, "projectNumber", p, "projectId", "procedureNumber", "procedure_number")
        buyers = self.organisations(p, "onBehalfOf") or self.organisations(p, "authority", "customer")
        for buyer in buyers:
            project.add("hasBuyer", buyer)
        for agent in self.organisations(p, "authority"):
            if agent not in buyers:
                project.add("hasAgent", agent)
        steps = {"Contract": self.contract, "CallForTenders": self.call}
        return [project, *(steps[self.schema](id_, p, names[0], buyers) if self.schema in steps else ())]

    def step(self, type_: str, local: str, *parts: str, about: str) -> Entity:
        made = self.new(type_, entity_id(type_.lower(), self.source, local, *parts))
        made.add("concerns", self.index.project(about))
        return made

    def contract(self, id_: str, p: Json, name: str, buyers: list[str]) -> list[Entity]:
        made = self.step("Contract", id_, about=id_)
        made.add("name", name)
        add_amount(made, "contract", p)
        add_date(made, "date", p, "contractDate", "documentDate", "date")
        add_date(made, "startDate", p, "startDate")
        add_date(made, "endDate", p, "endDate")
        add_text(made, "noticeNumber", p, "noticeId", "documentNumber")
        self.method(made, p, "method", "procedure")
        for buyer in buyers:
            made.add("signedByBuyer", buyer)
        return [made]

    def call(self, id_: str, p: Json, name: str, buyers: list[str]) -> list[Entity]:
        made = self.step("CallForTenders", id_, about=id_)
        made.add("name", name)
        add_date(made, "date", p, "pubDate", "date")
        add_date(made, "deadline", p, "submitDeadline")
        self.method(made, p, "procedure")
        bids = []
        for bidder in self.suppliers(p, "tenderer"):
            bid = self.step("Bid", id_, bidder, about=id_)
            bid.add("hasBidder", bidder)
            bid.add("answersCall", made.id)
            bids.append(bid)
        return [made, *bids]

    def method(self, made: Entity, p: Json, *fields: str) -> None:
        if words := only(p, *fields):
            known = read_method(words)
            if known and known.code in ontology().codes["method"]:
                made.add("method", known.code)
            made.add("methodText", words[:200])

    # ── edges ─────────────────────────────────────────────────────────────────────────────

    def interest(self, id_: str, p: Json) -> list[Entity]:
        """Interests in companies; of an ownership the words tell whether it is a beneficial one or a nominee's."""
        holder, company, code = _INTERESTS[self.schema]
        if self.schema == "Ownership":
            words = " ".join(texts(p, "role", "ownershipType", "legalBasis")).lower()
            code = next((word for word in ("nominee", "beneficial") if word in words), code)
        found: list[Entity] = []
        for one, other in pairs(p, holder, company):
            if not self.index.type_of(one) or self.index.type_of(other) not in ("Company", "LegalEntity"):
                continue
            edge = self.edge(interest_class(code), self.index.agent(one), self.index.agent(other))
            edge.add("interest", code)
            if not add_stake(edge, p):
                self.unread = _("a percentage that is not read")
            self.period(edge, p)
            add_date(edge, "asOf", p, "date")
            found.append(edge)
        return found

    def post(self, id_: str, p: Json) -> list[Entity]:
        """A person's post; a company that sits on a board has an interest of that kind."""
        person, body, role = _POSTS[self.schema]
        found: list[Entity] = []
        for one, other in pairs(p, person, body):
            if self.index.type_of(one) != "Person" or self.index.type_of(other) in ("", "Person", "Agent"):
                continue
            edge = self.edge("Affiliation", self.index.agent(one), self.index.agent(other))
            edge.add("role", role)
            add_text(edge, "post", p, "role")
            self.period(edge, p)
            found.append(edge)
        return found or (self.interest(id_, p) if self.schema == "Directorship" else [])

    def period(self, edge: Edge, p: Json) -> None:
        """When a relation began and ended."""
        add_date(edge, "since", p, "startDate")
        add_date(edge, "until", p, "endDate")

    def participation(self, id_: str, p: Json) -> list[Entity]:
        found: list[Entity] = []
        for one, other in pairs(p, "participant", "project"):
            if self.index.type_of(one) not in ("", "Person", "Agent") and (
                project := self.index.project(other)
            ):
                edge = self.edge("Participation", self.index.agent(one), project)
                edge.add("role", "participant")
                self.period(edge, p)
                found.append(edge)
        return found

    def award(self, id_: str, p: Json) -> list[Entity]:
        contracts = [c for c in texts(p, "contract") if self.index.project(c)]
        suppliers = self.suppliers(p, "supplier")
        if not contracts or not suppliers:
            return []
        award = self.step("Award", id_, about=contracts[0])
        for supplier in suppliers:
            award.add("awardedTo", supplier)
        add_amount(award, "award", p)
        add_date(award, "date", p, "date", "startDate")
        add_text(award, "noticeNumber", p, "documentNumber")
        for call in texts(p, "callForTenders"):
            if self.index.schemata.get(call) == "CallForTenders":
                award.add("resultOf", entity_id("callfortenders", self.source, call))
        made = [award]
        if lot := only(p, "lotNumber"):
            project = self.index.project(contracts[0])
            made.append(self.new("Lot", entity_id("lot", project, lot)))
            for property_, value in (("name", lot), ("lotNumber", lot), ("lotOf", project)):
                made[-1].add(property_, value)
            award.add("forLot", made[-1].id)
        return made
