"""Lines of evidence for many nodes, links and claims at once: one pass over the statements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from govgraph.graph.reader.passages import Texts
from govgraph.ontology.model import FACTS, ontology
from govgraph.views.picture import Fact
from govgraph.views.select_links import GraphReader, Row

# A link has the id that the build gives it; an edge entity's statements are about the edge itself.
_LINES = """
WITH edge_entity AS (SELECT DISTINCT subject FROM said JOIN class ON class.name = object WHERE predicate = 'type' AND class.is_edge)
SELECT * FROM (
    SELECT CASE WHEN p.datatype = 'entity' AND subject NOT IN (FROM edge_entity)
                THEN 'l-' || left(md5(concat_ws(chr(31), predicate, subject, object)), 20) ELSE subject END AS owner,
           predicate, object, p.datatype = 'entity' AS is_link, p.is_end, p.code_list,
           source, locator, surface, modality, quoted, rule, premises
    FROM said s JOIN property p ON p.name = s.predicate WHERE predicate NOT IN ('textFile', 'sha256'))
WHERE owner IN (SELECT id FROM owner) ORDER BY owner, is_end DESC, predicate, object, source, locator, modality, quoted, surface, rule, premises
"""


@dataclass(slots=True)
class Line:
    """One source's word on one owner, as a line of evidence; ``whole`` says it is of a link's ends."""

    fact: Fact
    whole: bool
    rule: str = ""
    premises: str = ""
    surfaces: list[str] = field(default_factory=list)

    def facts(self) -> list[Fact]:
        """The line, followed by the rule it rests on where it was inferred."""
        printed = " · ".join(dict.fromkeys(s for s in self.surfaces if s))
        f = self.fact
        found = [
            Fact(f.property, f.value, f.source, f.locator, f.modality, printed, f.quoted, f.date, f.passage)
        ]
        if self.rule:
            words = f"{self.rule}: {self.premises}" if self.premises else self.rule
            found.append(Fact("rule", words, f.source, f.locator, f.modality, date=f.date))
        return found


class Lines:
    """Evidence by owner. ``ends`` gives a link's property, start and end by its id."""

    def __init__(
        self,
        links: GraphReader,
        owners: Collection[str],
        ends: Mapping[str, tuple[str, str, str]],
        name: Callable[[str], str],
        texts: Texts | None,
    ) -> None:
        links.table("owner", owners)
        self._ends, self._name, self._texts = ends, name, texts
        self._dates = {
            row["subject"]: row["day"]
            for row in links.rows(
                "SELECT subject, min(object) AS day FROM statement WHERE predicate = 'date' AND source = subject GROUP BY ALL"
            )
        }
        self._lines: dict[str, dict[tuple[str, ...], Line]] = {}
        for row in links.rows(_LINES):
            self._add(row)

    def _add(self, row: Row) -> None:
        """Statements on both ends of an edge at one place are one line."""
        owner = row["owner"]
        whole = row["is_link"]
        place = (row["source"], row["locator"], row["modality"], row["quoted"], row["rule"], row["premises"])
        key = ("", *place) if whole else (row["predicate"], row["object"], *place)
        line = self._lines.setdefault(owner, {}).get(key)
        if line is None:
            line = self._lines[owner][key] = Line(self._fact(row), whole, row["rule"], row["premises"])
        line.surfaces.append(row["surface"])

    def _fact(self, row: Row) -> Fact:
        if row["is_link"]:
            property_, start, end = self._ends.get(row["owner"], (row["predicate"], "", row["object"]))
            value = f"{self._name(start)} → {self._name(end)}" if start else self._name(end)
        else:
            property_, value = row["predicate"], code_words(row["code_list"], row["object"])
        source, locator = row["source"], row["locator"]
        passage = " … ".join(self._texts.passages(source, locator)) if self._texts else ""
        return Fact(
            property_, value, source, locator, row["modality"], quoted=row["quoted"],
            date=self._dates.get(source, ""), passage=passage,
        )  # fmt: skip

    def of_node(self, id_: str) -> tuple[Fact, ...]:
        """All values that are given for a node, whatever their modality."""
        return tuple(f for line in self._lines.get(id_, {}).values() for f in line.facts())

    def of_link(self, id_: str, claimed: Collection[str] = ()) -> tuple[Fact, ...]:
        """Evidence of a link; lines of the ``claimed`` modalities belong to its claims."""
        lines = [line for line in self._lines.get(id_, {}).values() if line.fact.modality not in claimed]
        return tuple(f for line in lines for f in line.facts())

    def of_claim(self, about: str, modalities: Collection[str]) -> tuple[Fact, ...]:
        """Evidence of a claim on a link: lines of its modalities."""
        lines = [line for line in self._lines.get(about, {}).values() if line.fact.modality in modalities]
        return tuple(f for line in lines for f in line.facts())

    def modality(self, id_: str) -> str:
        """The firmest modality in which a link's ends are stated as a fact."""
        said = [line.fact.modality for line in self._lines.get(id_, {}).values() if line.whole]
        return min((m for m in said if m in FACTS), key=FACTS.index, default="asserted")


def code_words(code_list: str, value: str) -> str:
    """A code as readers of both languages know it; any other value as it is."""
    code = ontology().codes.get(code_list, {}).get(value)
    return f"{code.label_zh} · {code.label_en}" if code else value
