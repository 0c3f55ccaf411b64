"""A graph as N-Quads of RDF 1.2, where a triple can be spoken of without being stated.

The id of a relationship, of a claim and of a piece of evidence ``rdf:reifies`` the triple that it speaks
of. So a claim points at the very triple that nobody may take for a fact, evidence at the one that it
backs, and every relationship carries its sources, as it does in Cypher. The rest is as in RDF 1.1, but
for the statement nodes of inferred links, which reifiers replace.
"""

from __future__ import annotations

from govgraph.graph.graph import EdgeTable, Graph, NodeTable
from govgraph.ontology.model import ID_BASE, NAMESPACE, Ontology
from govgraph.stores.rdf.quads import RDF, QuadWriter, concat

_SPEAKS = ("Claim", "SourceRelation", "Evidence")


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
        ]
        for named in (t for t in self.graph.nodes if t.labels[0] in ("Claim", "SourceRelation")):
            keys, where = (("about", "id"), "value = ''") if named.labels[0] == "Claim" else (("id",), "true")
            found += [
                f"""SELECT "{key}" AS id, "subjectId" AS one, "predicate", "objectId" AS other FROM {self.graph.scan(named)}
                    WHERE {where} AND "objectId" IS NOT NULL"""
                for key in keys
            ]
        none = "SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS one, NULL::VARCHAR AS predicate, NULL::VARCHAR AS other"
        union = " UNION ALL ".join(found or [none])
        return f"SELECT id, any_value(one) AS one, any_value(predicate) AS predicate, any_value(other) AS other FROM ({union}) GROUP BY id"

    def rows(self, table: NodeTable) -> str:
        """Claims, evidence and relations of sources with the triple that they speak of."""
        if table.labels[0] not in _SPEAKS:
            return super().rows(table)
        key = "about" if table.labels[0] == "Evidence" else "id"
        value = "NULL::VARCHAR AS value, " if table.labels[0] == "SourceRelation" else ""
        of_value = "''" if value else "coalesce(t.value, '')"
        return f"""(SELECT t.*, {value}r.one, r.predicate AS relation, r.other, k.datatype FROM {super().rows(table)} t
            LEFT JOIN spoken_of r ON r.id = t.{key} AND {of_value} = ''
            LEFT JOIN kind k ON k.predicate = t.predicate ORDER BY t.id)"""

    def reified(self, table: NodeTable) -> list[str]:
        """The triple that a row speaks of: a relation, or a value of what it is about."""
        if table.labels[0] not in _SPEAKS:
            return []
        relation = f"{self.node('one')} || ' <{NAMESPACE}' || relation || '> ' || {self.node('other')}"
        day = "value || substr('-01-01', 1 + greatest(0, length(value) - 4))"
        literal = f"""CASE datatype WHEN 'string' THEN lit(value) WHEN 'decimal' THEN typed(plain(value), datatype)
            WHEN 'date' THEN typed({day}, datatype) ELSE typed(value, datatype) END"""
        if table.labels[0] == "SourceRelation":
            return [_reifies(relation)]
        value = f"{self.node('about')} || ' <{NAMESPACE}' || \"predicate\" || '> ' || {literal}"
        return [_reifies(relation), f"CASE WHEN value <> '' THEN {_reifies(value)} END"]

    def once(self, table: EdgeTable, inferred: str) -> str:
        """Every relationship reifies its triple and carries what is known of it."""
        property_ = self.by_type[table.type]
        kind = self.edge_class.get(property_.name)
        above = [
            f"s || ' <{RDF}type> <{NAMESPACE}{name}>' || e" for name in (kind.lineage[1:] if kind else ())
        ]
        triple = f"a || ' <{NAMESPACE}{property_.name}> ' || b"
        return concat([*above, _reifies(triple), *self.values(table)])


def _reifies(triple: str) -> str:
    return f"s || ' <{RDF}reifies> <<( ' || {triple} || ' )>>' || e"
