"""When an inferred interest in a company ended: with the last of the ways of holdings that it rests on.

A way of holdings ends with the first of them that does, an interest with its last way: one that is open, since
no source says that it ended, keeps it open. Nothing is said of its start: two ways may be years apart.
"""

from __future__ import annotations

import duckdb

from govgraph.ontology.model import Ontology

_INTEREST = "hasInterestIn"
_OPEN = "9999"  # sorts after every date

# What is held directly, until the last of the holdings ends; and the interests whose kept way has ended, with its end.
_START = """
CREATE TABLE holding AS
    SELECT start_id, end_id, max(coalesce(u.object, '{open}')) AS until
    FROM edge e LEFT JOIN chosen u ON u.subject = e.id AND u.predicate = 'until' AND u.place = 1
    WHERE e.predicate IN ({direct}) GROUP BY start_id, end_id;
CREATE TABLE interest AS
    SELECT e.id, start_id, end_id, min(u.object) AS until
    FROM edge e JOIN edge_value v ON v.subject = e.id AND v.predicate = 'premises'
    JOIN chosen u ON u.subject = v.object AND u.predicate = 'until' AND u.place = 1
    WHERE e.predicate = '{interest}' GROUP BY ALL;
"""

# A later way: over one of the holdings, and on by what its company has. What has not ended is not among the interests.
_LATER = """
CREATE OR REPLACE TABLE later AS
    SELECT i.id, max(CASE WHEN h.end_id = i.end_id THEN h.until
                          WHEN n.id IS NOT NULL THEN least(h.until, n.until)
                          WHEN o.id IS NOT NULL THEN h.until END) AS until
    FROM interest i JOIN holding h ON h.start_id = i.start_id
    LEFT JOIN interest n ON n.start_id = h.end_id AND n.end_id = i.end_id
    LEFT JOIN edge o ON o.predicate = '{interest}' AND o.start_id = h.end_id AND o.end_id = i.end_id
    GROUP BY i.id;
DELETE FROM later l USING interest i WHERE i.id = l.id AND coalesce(l.until <= i.until, true);
UPDATE interest i SET until = l.until FROM later l WHERE l.id = i.id;
"""

_FINISH = """
INSERT INTO edge_value SELECT id, 'until', until, true, 1, 1 FROM interest WHERE until < '{open}';
DROP TABLE holding; DROP TABLE interest; DROP TABLE IF EXISTS later;
"""


def end_interests(database: duckdb.DuckDBPyConnection, model: Ontology) -> None:
    """Give inferred interests their end (``until``) in the staged table ``edge_value``."""
    direct = ", ".join(f"'{p.name}'" for p in model.properties.values() if _INTEREST in p.above)
    words = {"open": _OPEN, "interest": _INTEREST, "direct": direct}
    database.execute(_START.format(**words))
    changed = "interest"
    while database.execute(f"SELECT count(*) FROM {changed}").fetchone() != (0,):
        database.execute(_LATER.format(**words))
        changed = "later"
    database.execute(_FINISH.format(**words))
