"""A graph as N-Quads of RDF 1.2, where a triple can be spoken of without being stated.

The id of a relationship, of a claim and of a piece of evidence ``rdf:reifies`` the triple that it speaks
of. So a claim points at the very triple that nobody may take for a fact, evidence at the one that it
backs, and every relationship carries its sources, as it does in Cypher. The rest is as in RDF 1.1, but
for the statement nodes of inferred links, which reifiers replace.
"""

from __future__ import annotations

from collections.abc import Sequence

from govgraph.graph.graph import Column, EdgeTable, Graph, NodeTable
from govgraph.ontology.model import ID_BASE, NAMESPACE, Ontology
from govgraph.stores.rdf.quads import RDF, QuadWriter, concat, values_of


class TripleTermWriter(QuadWriter):
    """As ``QuadWriter``, with triple terms."""

    def __init__(self, graph: Graph, base: str = ID_BASE, model: Ontology | None = None) -> None:
        super().__init__(graph, base, model)
        self.database.execute("CREATE TABLE kind (predicate VARCHAR, datatype VARCHAR)")
        kinds = [(p.name, p.datatype) for p in self.model.properties.values() if not p.is_link]
        self.database.executemany("INSERT INTO kind VALUES (?, ?)", kinds)
        self.database.execute(f"CREATE VIEW spoken_of AS {self._relations()}")

    def _relations(self) -> str:
        """SQL: which triple the id of a relationship, or of one that is only claimed, stands for."""
        found = [
            f"SELECT id, start_id AS one, '{self.by_type[t.type].name}' AS predicate, end_id AS other FROM {self.graph.scan(t)}"
            for t in self.graph.edges
            if not t.type.startswith("CLAIM_")
        ]
        for claims in (t for t in self.graph.nodes if t.labels[0] == "Claim"):
            ends = f"""SELECT c.id, c.about, s.start_id AS claim, s.end_id AS one, c.predicate, o.end_id AS other
                FROM {self.graph.scan(claims)} c JOIN ({self._ends("CLAIM_SUBJECT")}) s ON s.start_id = c.id
                JOIN ({self._ends("CLAIM_OBJECT")}) o ON o.start_id = c.id WHERE c.value = ''"""
            found += [f"SELECT {key} AS id, one, predicate, other FROM ({ends})" for key in ("about", "id")]
        none = "SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS one, NULL::VARCHAR AS predicate, NULL::VARCHAR AS other"
        union = " UNION ALL ".join(found or [none])
        return f"SELECT id, any_value(one) AS one, any_value(predicate) AS predicate, any_value(other) AS other FROM ({union}) GROUP BY id"

    def _ends(self, type_: str) -> str:
        scans = [
            f"SELECT start_id, end_id FROM {self.graph.scan(t)}" for t in self.graph.edges if t.type == type_
        ]
        return " UNION ALL ".join(scans) or "SELECT NULL::VARCHAR AS start_id, NULL::VARCHAR AS end_id"

    def rows(self, table: NodeTable) -> str:
        """Claims and evidence with the triple that they speak of."""
        if table.labels[0] not in ("Claim", "Evidence"):
            return super().rows(table)
        key = "id" if table.labels[0] == "Claim" else "about"
        return f"""(SELECT t.*, r.one, r.predicate AS relation, r.other, k.datatype FROM {super().rows(table)} t
            LEFT JOIN spoken_of r ON r.id = t.{key} AND coalesce(t.value, '') = '' LEFT JOIN kind k ON k.predicate = t.predicate ORDER BY t.id)"""

    def reified(self, table: NodeTable) -> list[str]:
        """The triple of a claim or of evidence: a relation, or a value of what it is about."""
        if table.labels[0] not in ("Claim", "Evidence"):
            return []
        relation = f"{self.node('one')} || ' <{NAMESPACE}' || relation || '> ' || {self.node('other')}"
        day = "value || substr('-01-01', 1 + greatest(0, length(value) - 4))"
        literal = f"""CASE datatype WHEN 'string' THEN lit(value) WHEN 'decimal' THEN typed(plain(value), datatype)
            WHEN 'date' THEN typed({day}, datatype) ELSE typed(value, datatype) END"""
        value = f"{self.node('about')} || ' <{NAMESPACE}' || \"predicate\" || '> ' || {literal}"
        return [_reifies(relation), f"CASE WHEN value <> '' THEN {_reifies(value)} END"]

    def once(self, table: EdgeTable, own: Sequence[Column], inferred: str, is_class: bool) -> str:
        """Every relationship reifies its triple and carries what is known of it."""
        if table.type.startswith("CLAIM_"):
            return "''"
        triple = f"a || ' <{NAMESPACE}{self.by_type[table.type].name}> ' || b"
        return concat([_reifies(triple), *values_of(own)])


def _reifies(triple: str) -> str:
    return f"s || ' <{RDF}reifies> <<( ' || {triple} || ' )>>' || e"
