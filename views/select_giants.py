"""Which groups meet on projects, as a picture: the saved question's pairs, each with its evidence.

Who meets whom, how often and how firmly is what the question answers; the graph then says on which
ways each group comes to a project. Guesses are an edge of their own beside a pair's facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from govgraph.graph.reader.passages import Texts
from govgraph.graph.reader.reader import GraphReader, Row
from govgraph.queries.table import Table
from govgraph.views.picture import Fact, PictureEdge, PictureNode
from govgraph.views.select_draw import TIE_KINDS, Drawing, Selection, tie_rank
from govgraph.views.select_facts import code_words
from govgraph.views.select_terms import CO_OCCURS, SHARED

QUESTION = "co-occurring-giants"
_EXPECTED, _COMPETING = "expected", "competing"
_COLUMNS = {"direct": "direct", "joint-venture": "jointVenture", "partner": "partner"}


def co_occurrence(
    links: GraphReader, table: Table, texts: Texts | None
) -> tuple[tuple[PictureNode, ...], tuple[PictureEdge, ...]]:
    """Groups that meet by the question's answer, and one edge for each pair: its facts, and apart from them what is expected."""
    wanted = "list_has_any(labels, ['CorporateGroup', 'Project', 'Bid'])"
    drawing = Drawing(links, Selection(links.ids(f"SELECT id FROM node WHERE {wanted}")), texts)
    groups = links.ids("SELECT id FROM node WHERE list_contains(labels, 'CorporateGroup')")
    meetings = _Meetings(drawing)
    by_name: dict[str, list[str]] = {}
    for id_ in sorted(groups):
        by_name.setdefault(drawing.label(id_), []).append(id_)
    edges: dict[str, PictureEdge] = {}
    for row in table.records():
        for one, other in product(by_name.get(row["a"], ()), by_name.get(row["b"], ())):
            if one != other:
                pair = (min(one, other), max(one, other))
                edges |= {edge.id: edge for edge in meetings.edges(pair, row)}
    found = tuple(edges[id_] for id_ in sorted(edges))
    tied = {end for edge in found for end in (edge.start, edge.end)}
    return tuple(node for node in drawing.nodes(found) if node.id in tied), found


class _Meetings:
    """On which projects two groups meet, and by which ways each comes to them."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._ties: dict[tuple[str, str], list[Row]] = {}
        self._bids: dict[tuple[str, str], list[Row]] = {}
        self._claims: dict[tuple[str, str], list[Row]] = {}
        self._year: dict[str, int] = {}
        bid_of = {r["start_id"]: r["end_id"] for r in drawing.link_rows if r["type"] == "CONCERNS"}
        for row in drawing.link_rows:
            if row["type"] == "TIED_TO":
                self._ties.setdefault((row["start_id"], row["end_id"]), []).append(row)
                if row["year"]:
                    self._year[row["end_id"]] = row["year"]
            elif row["type"] == "STANDS_BEHIND_BID" and row["end_id"] in bid_of:
                self._bids.setdefault((row["start_id"], bid_of[row["end_id"]]), []).append(row)
        for row in drawing.claim_rows:
            if row["predicate"] == "takesPartIn" and row["modality"] == "speculated":
                self._claims.setdefault((row["start_id"], row["end_id"]), []).append(row)
        self._projects = sorted({p for _, p in (*self._ties, *self._bids, *self._claims)})

    def edges(self, pair: tuple[str, str], row: Row) -> list[PictureEdge]:
        """The pair's edges: facts by their strongest kind, expected meetings, rival bids where asked for."""
        named = set(row["projectNames"])
        kinds = {p: self._kind(pair, p) for p in self._projects if self._drawing.label(p) in named}
        firm = {p: kind for p, kind in kinds.items() if kind in TIE_KINDS}
        weight = sum(row[column] for column in _COLUMNS.values())
        found = []
        if weight and firm:
            found.append(self._edge(pair, min(firm.values(), key=TIE_KINDS.index), "inferred", firm, weight))
        for kind, modality in ((_EXPECTED, "speculated"), (_COMPETING, "inferred")):
            projects = {p: kind for p, found_kind in kinds.items() if found_kind == kind}
            if row[kind] and projects:
                found.append(self._edge(pair, kind, modality, projects, row[kind]))
        return found

    def _kind(self, pair: tuple[str, str], project: str) -> str:
        """A pair's kind of meeting: bidders of one bid meet directly, others by the weaker of their ties."""
        best = [self._best(group, project) for group in pair]
        bids = [{row["end_id"] for row in self._bids.get((group, project), ())} for group in pair]
        if bids[0] & bids[1] or best == [0, 0]:
            return TIE_KINDS[0]
        if max(best) < len(TIE_KINDS):
            return TIE_KINDS[max(best)]
        guessed = [
            best[i] < len(TIE_KINDS) or (group, project) in self._claims for i, group in enumerate(pair)
        ]
        return _EXPECTED if all(guessed) else _COMPETING if bids[0] and bids[1] else ""

    def _best(self, group: str, project: str) -> int:
        return min(map(tie_rank, self._ties.get((group, project), ())), default=len(TIE_KINDS))

    def _edge(
        self, pair: tuple[str, str], kind: str, modality: str, projects: Mapping[str, str], weight: float
    ) -> PictureEdge:
        apart = {_EXPECTED: ":expected", _COMPETING: ":competing"}.get(kind, "")
        facts = [fact for p, how in projects.items() for fact in self._facts(pair, p, how)]
        years = [self._year[p] for p in projects if p in self._year]
        return PictureEdge(
            f"meet:{pair[0]}:{pair[1]}{apart}", CO_OCCURS, *pair, modality, tuple(dict.fromkeys(facts)), float(weight),
            year=max(years, default=None), kind=kind,
        )  # fmt: skip

    def _facts(self, pair: tuple[str, str], project: str, kind: str) -> list[Fact]:
        """One line for the project, then each group's strongest ties to it with their premises."""
        modality = "speculated" if kind == _EXPECTED else "inferred"
        words, english = (
            f"{name}: {word}"
            for name, word in zip(self._drawing.names(project), code_words("tie", kind), strict=True)
        )
        found = [Fact(SHARED, words, f"rule:{QUESTION}", modality=modality, value_en=english)]
        for group in pair:
            best = self._best(group, project)
            ties = [r for r in self._ties.get((group, project), ()) if tie_rank(r) == best]
            bids = self._bids.get((group, project), []) if kind == _COMPETING or not ties else []
            claims = self._claims.get((group, project), []) if not ties and kind == _EXPECTED else []
            found += [fact for row in (*ties, *bids) for fact in self._drawing.tie_facts(row)]
            found += [f for row in claims for f in self._drawing.claim_facts(row["about"], row["modality"])]
        return found
