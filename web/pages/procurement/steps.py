"""Two tables of a build, made when they are first asked for: steps of procurement, and who has which part in one.

    step    one row a step: project, buyers, suppliers, method, amount, regions, bids of its contest
    part    one row a step and firm: alone, or through a consortium that it leads or is a member of

A contest is a lot, or a project whose steps name no lot. A step's method is its own, else that of the call
or publicity that it concludes, else the only one that steps of its contest name.
"""

from __future__ import annotations

from govgraph.graph.graph import EdgeTable, Graph
from govgraph.graph.reader.reader import GraphReader

#: Classes of steps in the order of a procurement.
STAGES = (
    "ProcurementPlan", "CallForTenders", "SingleSourcePublicity", "Bid", "Award", "Contract", "Amendment", "Correction",
    "ProcurementStep",
)  # fmt: skip
#: What gives a step to nobody: it is listed and in no sum.
VOID = ("cancelled", "unsuccessful", "withdrawn", "disqualified")

_EMPTY = """
CREATE OR REPLACE TABLE no_step (id VARCHAR, cls VARCHAR, date DATE, "datePrecision" VARCHAR, amount DOUBLE, currency VARCHAR,
    "amountKind" VARCHAR, "amountPrecision" VARCHAR, method VARCHAR, status VARCHAR, "bidderCount" BIGINT, "valueAddedTaxIncluded" BOOLEAN,
    sources VARCHAR[]);
CREATE OR REPLACE TABLE no_project (id VARCHAR, "coversDomain" VARCHAR[]);
CREATE OR REPLACE TABLE no_part (start_id VARCHAR, end_id VARCHAR, role VARCHAR);
"""
_ENDS = """
CREATE OR REPLACE TABLE step_end AS SELECT start_id AS step, type, end_id AS id FROM link l WHERE rule IS NULL
    AND type IN ('CONCERNS', 'FOR_LOT', 'AWARDED_TO', 'SIGNED_BY_SUPPLIER', 'NAMES_SUPPLIER', 'HAS_BIDDER', 'RESULT_OF', 'SIGNED_BY_BUYER');
CREATE OR REPLACE TABLE step_project AS SELECT e.step, e.id AS project, min(f.id) AS lot
    FROM step_end e LEFT JOIN step_end f ON f.step = e.step AND f.type = 'FOR_LOT' WHERE e.type = 'CONCERNS' GROUP BY 1, 2;
CREATE OR REPLACE TABLE bids AS
    SELECT p.project, coalesce(p.lot, '') AS lot, count(DISTINCT s.id) AS made FROM steps s JOIN step_project p ON p.step = s.id
    WHERE s.cls = 'Bid' AND coalesce(s.status, '') <> 'withdrawn' GROUP BY 1, 2;
CREATE OR REPLACE TABLE counted AS
    SELECT p.project, coalesce(p.lot, '') AS lot, max(s."bidderCount") AS said, count(DISTINCT s.method) AS methods, min(s.method) AS method
    FROM steps s JOIN step_project p ON p.step = s.id GROUP BY 1, 2;
CREATE OR REPLACE TABLE concluded AS
    SELECT e.step, min(s.method) AS method, bool_or(s.cls = 'SingleSourcePublicity') AS single
    FROM step_end e JOIN steps s ON s.id = e.id WHERE e.type = 'RESULT_OF' GROUP BY 1;
CREATE OR REPLACE TABLE region_of AS
    SELECT l.start_id AS project, list_sort(list(DISTINCT l.end_id)) AS regions FROM link l JOIN node r ON r.id = l.end_id
    WHERE l.type IN ('IN_REGION', 'LOCATED_IN') AND coalesce(r."regionLevel", '') <> 'country' GROUP BY 1;
CREATE OR REPLACE TABLE buyer_of AS
    SELECT start_id AS project, list_sort(list(DISTINCT end_id)) AS buyers FROM link l WHERE type = 'HAS_BUYER' AND rule IS NULL GROUP BY 1;
CREATE OR REPLACE TABLE supplier_of AS
    SELECT step, list_sort(list(DISTINCT id) FILTER (type <> 'SIGNED_BY_BUYER')) AS suppliers,
           list_sort(list(DISTINCT id) FILTER (type = 'SIGNED_BY_BUYER')) AS signed
    FROM step_end WHERE type IN ('AWARDED_TO', 'SIGNED_BY_SUPPLIER', 'NAMES_SUPPLIER', 'HAS_BIDDER', 'SIGNED_BY_BUYER') GROUP BY 1;
CREATE OR REPLACE TABLE part AS
    SELECT DISTINCT e.step, e.id AS firm, 'alone' AS role, '' AS through FROM step_end e
    WHERE e.type IN ('AWARDED_TO', 'SIGNED_BY_SUPPLIER', 'NAMES_SUPPLIER', 'HAS_BIDDER')
    UNION
    SELECT DISTINCT e.step, m.start_id, CASE WHEN m.role = 'leader' THEN 'lead' ELSE 'member' END, m.end_id
    FROM step_end e JOIN members m ON m.end_id = e.id WHERE e.type IN ('AWARDED_TO', 'SIGNED_BY_SUPPLIER', 'NAMES_SUPPLIER', 'HAS_BIDDER');
CREATE OR REPLACE TABLE step_member AS SELECT step, list_sort(list(DISTINCT firm)) AS members FROM part WHERE through <> '' GROUP BY 1;
CREATE OR REPLACE TABLE step AS
    SELECT s.id, s.cls AS stage, n.title, lower(concat_ws(' ', n.title, n."englishName", j.title, j."englishName")) AS words, s.date,
           CASE s."datePrecision" WHEN 'year' THEN strftime(s.date, '%Y')
               WHEN 'month' THEN strftime(s.date, '%Y-%m') ELSE strftime(s.date, '%Y-%m-%d') END AS day, year(s.date) AS year,
           p.project, p.lot, coalesce(b.buyers, u.signed, []) AS buyers, coalesce(u.suppliers, []) AS suppliers,
           list_distinct(list_concat(coalesce(u.suppliers, []), coalesce(w.members, []))) AS firms,
           coalesce(s.method, c.method, CASE WHEN k.methods = 1 THEN k.method END) AS method,
           s.amount, CASE WHEN s.amount IS NOT NULL THEN coalesce(s.currency, 'CNY') END AS currency,
           coalesce(s."amountKind", '') AS kind, coalesce(s."amountPrecision", '') AS precision,
           CASE s."valueAddedTaxIncluded" WHEN true THEN 'taxed' WHEN false THEN 'untaxed' ELSE '' END AS tax, coalesce(s.status, '') AS status,
           coalesce(r.regions, []) AS regions, coalesce(d."coversDomain", []) AS domains,
           coalesce(s.method = 'single-source' OR s.cls = 'SingleSourcePublicity' OR c.single, false) AS single,
           nullif(greatest(coalesce(i.made, 0), coalesce(k.said, 0)), 0) AS bids, coalesce(s.sources, []) AS sources
    FROM steps s JOIN node n ON n.id = s.id LEFT JOIN step_project p ON p.step = s.id LEFT JOIN node j ON j.id = p.project
    LEFT JOIN concluded c ON c.step = s.id
    LEFT JOIN bids i ON i.project = p.project AND i.lot = coalesce(p.lot, '')
    LEFT JOIN counted k ON k.project = p.project AND k.lot = coalesce(p.lot, '')
    LEFT JOIN region_of r ON r.project = p.project LEFT JOIN buyer_of b ON b.project = p.project
    LEFT JOIN supplier_of u ON u.step = s.id LEFT JOIN projects d ON d.id = p.project
    LEFT JOIN step_member w ON w.step = s.id
    QUALIFY row_number() OVER (PARTITION BY s.id ORDER BY p.project) = 1;
DROP TABLE steps; DROP TABLE members; DROP TABLE projects; DROP TABLE step_project; DROP TABLE bids; DROP TABLE counted;
DROP TABLE concluded; DROP TABLE region_of; DROP TABLE buyer_of; DROP TABLE supplier_of; DROP TABLE step_end; DROP TABLE step_member;
"""


def make_steps(reader: GraphReader) -> None:
    """Make the tables ``step`` and ``part`` in the reader's own database."""
    graph = reader.build.graph
    nodes = [t for t in graph.nodes if "ProcurementStep" in t.labels]
    members = [t for t in graph.edges if t.type == "MEMBER_OF_CONSORTIUM"]
    projects = [t for t in graph.nodes if "Project" in t.labels]
    reader.rows(_EMPTY)
    # a step of two classes (a notice that is a publicity) stands in one table with both labels
    steps = [f"SELECT *, '{t.labels[0]}' AS cls FROM {graph.scan(t)}" for t in nodes]
    _gather(reader, "steps", "no_step", steps)
    _gather(reader, "members", "no_part", [_scan(graph, t) for t in members])
    _gather(reader, "projects", "no_project", [f"FROM {graph.scan(t)}" for t in projects])
    for part in _ENDS.split(";"):
        if part.strip():
            reader.rows(part)


def _scan(graph: Graph, table: EdgeTable) -> str:
    return f"FROM {graph.scan(table)}"


def _gather(reader: GraphReader, name: str, like: str, parts: list[str]) -> None:
    """One table of several that may lack columns; what ``like`` does not name is left away."""
    columns = ", ".join(f'"{row[0]}"' for row in reader.rows(f"DESCRIBE {like}"))
    union = " UNION ALL BY NAME ".join([f"FROM {like}", *parts])
    reader.rows(f"CREATE OR REPLACE TABLE {name} AS SELECT {columns} FROM ({union})")
