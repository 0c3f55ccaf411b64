"""From chosen ids to the nodes and edges of a picture, with everything that is said of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

from govgraph.graph.reader.passages import Texts
from govgraph.graph.reader.reader import GraphReader, Row
from govgraph.ontology.model import FACTS, ontology
from govgraph.views.picture import CLAIM_MODALITIES, Fact, PictureEdge, PictureNode
from govgraph.views.record_names import record_names
from govgraph.views.select_facts import Lines, arrow, code_words
from govgraph.views.select_regions import region_names

_BACKWARDS = ontology().properties["hasGroupMember"].relationship_type
#: What ties a group to a project, the closest first; what only a guess or rivalry ties comes after.
TIE_KINDS = ("direct", "joint-venture", "partner")

# A link's year is its own, else that of the step or document it starts from; a tie's is its project's.
_LINK_ROWS = """
SELECT l.*, year(coalesce(l.since, l."asOf", s.date, CASE WHEN rule IS NOT NULL THEN coalesce(e."projectDate", e.date) END)) AS year,
       CASE WHEN l.type IN ('AWARDED_TO', 'HAS_BIDDER') THEN s.amount END AS amount, s.currency
FROM link l JOIN node s ON s.id = start_id JOIN node e ON e.id = end_id
WHERE start_id IN (SELECT unnest($drawn)) AND end_id IN (SELECT unnest($drawn)) ORDER BY derived, l.id
"""
_CLAIM_ROWS = """
SELECT id, about, predicate, modality, start_id, end_id FROM claim
WHERE value = '' AND start_id IN (SELECT unnest($drawn)) AND end_id IN (SELECT unnest($drawn)) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a view draws: nodes, and of the links and claims between them all or the named ones.

    What follows from axioms is drawn only if it is wanted, and where nothing else ties its ends.
    Sources that nothing in the picture is tied to are not drawn unless they are ``kept``: the
    evidence cites them anyway. ``downward`` draws membership of a group from the group to its members.
    """

    nodes: Collection[str]
    links: Collection[str] | None = None
    claims: Collection[str] | None = None
    layers: Mapping[str, int] = field(default_factory=dict)
    kept: Collection[str] = ()
    derived: bool = False
    downward: bool = False


class Drawing:
    """The nodes and edges of a selection; everything is fetched once, in order of id."""

    def __init__(self, links: GraphReader, selection: Selection, texts: Texts | None) -> None:
        self._selection = selection
        wanted = {"drawn": list(selection.nodes)}
        self._nodes = links.records(
            "SELECT * FROM node WHERE id IN (SELECT unnest($drawn)) ORDER BY id", wanted
        )
        drawn = {"drawn": [row["id"] for row in self._nodes]}
        self._links = self._link_rows(links.records(_LINK_ROWS, drawn))
        self._claims = [r for r in links.records(_CLAIM_ROWS, drawn) if _chosen(r["id"], selection.claims)]
        self._names = self._all_names(links, drawn["drawn"])
        self._regions = region_names(links, drawn["drawn"], self.label)
        owners = {row["id"] for row in (*self._nodes, *self._links)}
        which = "WHERE about IN (SELECT unnest($drawn)) ORDER BY id"
        inferences = links.records(f"SELECT * FROM inference {which}", drawn)
        owners |= {premise for row in (*self._links, *inferences) for premise in row["premises"] or ()}
        self._inferences = {id_: list(rows) for id_, rows in groupby(sorted(inferences, key=_about), _about)}
        owners |= {row["about"] for row in self._claims}
        self._ends = {
            link.id: (_property(link.type), link.start, link.end) for link in links.links(owners).values()
        }
        self._ends |= {c["about"]: (c["predicate"], c["start_id"], c["end_id"]) for c in self._claims}
        self._lines = Lines(links, owners, self._ends, self.names, texts)

    def _link_rows(self, rows: Iterable[Row]) -> list[Row]:
        rows = [r for r in rows if _chosen(r["id"], self._selection.links)]
        tied = {frozenset((r["start_id"], r["end_id"])) for r in rows if not r["derived"]}
        wanted = self._selection.derived
        return [
            r
            for r in rows
            if not r["derived"] or (wanted and frozenset((r["start_id"], r["end_id"])) not in tied)
        ]

    @staticmethod
    def _all_names(links: GraphReader, drawn: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The main and the English name of everything; records without a name are called by what is known of them."""
        rows = links.rows('SELECT id, title, coalesce("englishName", title) FROM built.node')
        return {id_: (title, english) for id_, title, english in rows} | record_names(links, drawn)

    def names(self, id_: str) -> tuple[str, str]:
        """The main name and the English name of anything in the graph, else its id."""
        return self._names.get(id_, (id_, id_))

    def label(self, id_: str) -> str:
        """The main name of anything in the graph, else its id."""
        return self.names(id_)[0]

    def edges(self) -> tuple[PictureEdge, ...]:
        """Links, then claims, each in order of id."""
        claimed: dict[str, set[str]] = {}
        for row in self._claims:
            claimed.setdefault(row["about"], set()).add(row["modality"])
        stated = [
            self._link(row, claimed.get(row["id"], set())) for row in self._links if row["rule"] is None
        ]
        found = sorted([*stated, *self._tie_edges()], key=lambda edge: edge.id)
        edges = (*found, *self._claim_edges(claimed))
        return tuple(map(_downward, edges)) if self._selection.downward else edges

    def nodes(self, edges: Iterable[PictureEdge]) -> tuple[PictureNode, ...]:
        """Nodes in order of id."""
        tied = {end for edge in edges for end in (edge.start, edge.end)} | set(self._selection.kept)
        drawn = [r for r in self._nodes if r["id"] in tied or "Source" not in r["labels"]]
        return tuple(self._node(row) for row in drawn)

    def tie_facts(self, row: Row) -> tuple[Fact, ...]:
        """What a rule found and what it rests on: one line for the rule, then every premise's lines."""
        coded = (("tie", row["tieKind"]), ("stage", row["stage"]))
        words = [code_words(list_, value) for list_, value in coded if value]
        words += [self.names(row["via"])] if row["via"] else []
        value, english = arrow(self.names(row["start_id"]), self.names(row["end_id"]))
        if words:
            value += f": {', '.join(zh for zh, _ in words)}"
            english += f": {', '.join(en for _, en in words)}"
        rule = f"rule:{row['rule']}"
        found = [Fact(_property(row["type"]), value, rule, modality="inferred", value_en=english)]
        if row["undated"]:
            found.append(Fact("undated", "true", rule, modality="inferred"))
        return (*found, *self._premise_facts(row))

    def _premise_facts(self, row: Row) -> list[Fact]:
        return [f for id_ in row["premises"] or () for f in self._lines.of(id_, without=CLAIM_MODALITIES)]

    def _inferred_facts(self, id_: str) -> list[Fact]:
        """What a rule found a node to be, such as a joint venture, and from what."""
        found: list[Fact] = []
        for row in self._inferences.get(id_, ()):
            cls = ontology().classes.get(row["value"]) if row["predicate"] == "type" else None
            property_ = row["predicate"] if row["predicate"] in ontology().properties else "rule"
            words, english = (cls.label_zh, cls.label_en) if cls else (row["value"], row["value"])
            found += [
                Fact(property_, words, f"rule:{row['rule']}", modality="inferred", value_en=english),
                *self._premise_facts(row),
            ]
        return found

    def claim_facts(self, about: str, modality: str) -> tuple[Fact, ...]:
        """What is said of a claim in one modality."""
        return self._lines.of(about, only=(modality,))

    @property
    def link_rows(self) -> list[Row]:
        """The rows of the links between the nodes."""
        return self._links

    @property
    def claim_rows(self) -> list[Row]:
        """The rows of the claims between the nodes."""
        return self._claims

    def _node(self, row: Row) -> PictureNode:
        day = row["date"] or row["founded"] or row["launched"] or row["projectDate"]
        return PictureNode(
            row["id"], row["labels"][0], tuple(row["labels"]), *self._node_names(row),
            tuple(sorted(row["alias"] or ())), (*self._lines.of(row["id"]), *self._inferred_facts(row["id"])), self._regions.get(row["id"], ""),
            day.year if day else None, row["amount"], self._selection.layers.get(row["id"]), row["currency"] or "CNY",
        )  # fmt: skip

    def _node_names(self, row: Row) -> tuple[str, str]:
        name, english = self.names(row["id"])
        return name, english if english != name else ""

    def _link(self, row: Row, claimed: set[str]) -> PictureEdge:
        facts = self._lines.of(row["id"], without=claimed)
        stake = next((float(f.value) for f in facts if f.property == "stake"), None)
        return PictureEdge(
            row["id"], row["type"], row["start_id"], row["end_id"], self._lines.modality(row["id"]), facts,
            disputed=bool(row["disputed"]), year=row["year"], amount=row["amount"], currency=row["currency"] or "CNY", stake=stake,
        )  # fmt: skip

    def _tie_edges(self) -> list[PictureEdge]:
        """What rules found between two nodes is one edge: the strongest kind, every way in its evidence."""
        groups: dict[tuple[str, str, str], list[Row]] = {}
        for row in self._links:
            if row["rule"] is not None:
                groups.setdefault((row["type"], row["start_id"], row["end_id"]), []).append(row)
        found = []
        for (type_, start, end), rows in groups.items():
            rows.sort(key=lambda row: (tie_rank(row), row["id"]))
            facts = dict.fromkeys(fact for row in rows for fact in self.tie_facts(row))
            kind, disputed = rows[0]["tieKind"] or "", any(row["disputed"] for row in rows)
            found.append(
                PictureEdge(
                    rows[0]["id"], type_, start, end, "inferred", tuple(facts), disputed=disputed,
                    year=rows[0]["year"], kind=kind,
                )
            )  # fmt: skip
        return found

    def _claim_edges(self, claimed: Mapping[str, set[str]]) -> list[PictureEdge]:
        """One edge a claim; what somebody denies is one edge with both sides' words, drawn as denied."""
        found = []
        for row in self._claims:
            modality, contested = row["modality"], bool(claimed[row["about"]] & set(FACTS))
            if modality in FACTS and "denied" in claimed[row["about"]]:
                continue
            words = (modality, *FACTS) if contested and modality == "denied" else (modality,)
            property_, start, end = self._ends[row["about"]]
            found.append(
                PictureEdge(
                    row["id"], ontology().properties[property_].relationship_type, start, end,
                    "denied" if modality in FACTS else modality, self._lines.of(row["about"], only=words), disputed=contested,
                )
            )  # fmt: skip
        return found


def _downward(edge: PictureEdge) -> PictureEdge:
    """Membership of a group, read the other way round, so that all lines lead from owner to owned."""
    if edge.type != "MEMBER_OF_GROUP":
        return edge
    return replace(edge, type=_BACKWARDS, start=edge.end, end=edge.start)


def tie_rank(row: Row) -> int:
    """How close a tie is: 0 for the closest kind."""
    return TIE_KINDS.index(row["tieKind"]) if row["tieKind"] in TIE_KINDS else len(TIE_KINDS)


@cache
def _properties() -> dict[str, str]:
    return {p.relationship_type: p.name for p in ontology().properties.values()}


def _property(type_: str) -> str:
    return _properties().get(type_, type_)


def _about(row: Row) -> str:
    return str(row["about"])


def _chosen(id_: str, wanted: Collection[str] | None) -> bool:
    return wanted is None or id_ in wanted
