"""What the ids of a FollowTheMoney file stand for, gathered before anything is read from it."""

from __future__ import annotations

from govgraph.graph.statements.entity import entity_id
from govgraph.loaders.ftm.values import Json, only, texts

AGENTS = ("Person", "Company", "LegalEntity", "Organization", "PublicBody")
PROJECTS = ("Project", "Contract", "CallForTenders")
#: What only organisations have; a LegalEntity of this format may be a person too.
_REGISTERED = (
    "legalForm",
    "incorporationDate",
    "registrationNumber",
    "jurisdiction",
    "leiCode",
    "ogrnCode",
    "vatCode",
)
#: Properties by which an entity is an organisation, whatever its schema says.
_ORGANISED = (
    "asset",
    "supplier",
    "authority",
    "onBehalfOf",
    "customer",
    "tenderer",
    "organization",
    "employer",
    "participant",
)


class Index:
    """What the ids of a file stand for, gathered before anything is yielded."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.schemata: dict[str, str] = {}  # of what has a name, and so is stated
        self.unnamed: dict[str, str] = {}
        self.organised: set[str] = set()
        self.owned: set[str] = set()
        self.holders: set[str] = set()
        self.project_of: dict[str, str] = {}

    def add(self, schema: str, id_: str, p: Json) -> None:
        """Take note of one entity or edge."""
        if schema in AGENTS + PROJECTS and id_:
            named = texts(p, "name") if schema in AGENTS else texts(p, "name", "title")
            (self.schemata if named else self.unnamed).setdefault(id_, schema)
            if schema == "LegalEntity" and any(texts(p, field) for field in _REGISTERED):
                self.organised.add(id_)
        self.organised.update(texts(p, *_ORGANISED))
        if schema == "Ownership":
            self.owned.update(texts(p, "asset"))
            self.holders.update(texts(p, "owner"))
        if schema == "Representation":
            self.owned.update(texts(p, "client"))
        if schema == "Contract" and (project := only(p, "project")):
            self.project_of[id_] = project
        if (
            schema == "ContractAward"
            and (call := only(p, "callForTenders"))
            and (contract := only(p, "contract"))
        ):
            self.project_of.setdefault(call, contract)  # the call and what came of it are one project

    def is_undisclosed(self, id_: str) -> bool:
        """Whether this holds something, and the file gives no name for it."""
        return id_ in self.holders and id_ in self.unnamed and id_ not in self.schemata

    def type_of(self, id_: str) -> str:
        """Our class of an agent that is stated, empty where the file has none of that id."""
        schema = self.unnamed[id_] if self.is_undisclosed(id_) else self.schemata.get(id_, "")
        if schema == "LegalEntity":
            return "LegalEntity" if id_ in self.owned | self.organised else "Agent"
        return schema if schema in AGENTS else ""

    def agent(self, id_: str) -> str:
        """Our id of an agent."""
        return entity_id("agent", self.source, id_)

    def project(self, id_: str) -> str:
        """Our id of the project that a contract, call or project is about; empty where there is none."""
        if self.schemata.get(id_) not in PROJECTS:
            return ""
        seen = {id_}
        while (above := self.project_of.get(id_, "")) in self.schemata and above not in seen:
            seen.add(above)
            id_ = above
        return entity_id("project", self.source, id_)
