"""The named rule ``joint-venture``: a company with holders of different groups at the same time.

A holder counts when its group is known: it is a group, or a member of one when the shares are held.
Two holders count as simultaneous when their periods surely overlap, or when one source names both
without any date. A listed company is none, whoever holds its shares. That two groups with different
ids are two is an assumption that OWL does not make; it is why this is a rule and not an axiom.
"""

from __future__ import annotations

import duckdb

_VENTURES = """
CREATE TABLE venture AS
    WITH holding AS (
        SELECT e.id, e.end_id AS company, e.start_id AS holder, m.grp, m.edge AS membership, e.sources,
               coalesce(p.since, p.as_of, p.until) AS first_day, greatest(p.since, p.as_of, p.until) AS last_day,
               mp.since AS joined, mp.until AS parted
        FROM edge e JOIN member m ON m.org = e.start_id
        LEFT JOIN period p ON p.id = e.id LEFT JOIN period mp ON mp.id = m.edge
        WHERE e.predicate = 'holdsSharesIn'
          AND NOT EXISTS (FROM chosen c WHERE c.subject = e.end_id AND c.predicate = 'listed' AND c.place = 1 AND c.object = 'true')
          AND NOT EXISTS (FROM chosen c WHERE c.subject = e.id AND c.predicate = 'interest' AND c.place = 1 AND c.object <> 'shareholding')),
    pair AS (
        SELECT a.company, greatest(a.first_day, b.first_day) AS day,
               a.id AS one, b.id AS other, a.membership AS one_member, b.membership AS other_member,
               a.joined AS one_joined, a.parted AS one_parted, b.joined AS other_joined, b.parted AS other_parted
        FROM holding a JOIN holding b ON b.company = a.company AND b.grp > a.grp AND b.holder <> a.holder
             AND NOT EXISTS (FROM member x JOIN member y ON y.grp = x.grp WHERE x.org = a.holder AND y.org = b.holder)
        WHERE CASE WHEN a.first_day IS NULL AND b.first_day IS NULL THEN list_has_any(a.sources, b.sources)
                   ELSE coalesce(greatest(a.first_day, b.first_day) <= least(a.last_day, b.last_day)
                                 AND a.first_day IS NOT NULL AND b.first_day IS NOT NULL, false) END)
    SELECT company, array_sort(array_agg(DISTINCT premise)) AS premises
    FROM (SELECT company, unnest([one, other, one_member, other_member]) AS premise FROM pair
          WHERE coalesce(day >= one_joined, true) AND coalesce(day <= one_parted, one_parted IS NULL)
            AND coalesce(day >= other_joined, true) AND coalesce(day <= other_parted, other_parted IS NULL))
    WHERE premise IS NOT NULL
      AND company NOT IN (SELECT t.id FROM typed t WHERE list_contains(t.types, 'JointVenture'))
    GROUP BY company;
INSERT INTO inference
    SELECT company, 'type', 'JointVenture', 'joint-venture', any_value(premises), array_sort(list_distinct(flatten(array_agg(e.sources))))
    FROM (SELECT company, premises, unnest(premises) AS premise FROM venture) v JOIN edge e ON e.id = v.premise GROUP BY company;
UPDATE typed SET types = list_sort(list_append(types, 'JointVenture')) WHERE id IN (SELECT company FROM venture);
"""


def infer_ventures(database: duckdb.DuckDBPyConnection) -> None:
    """Give the type JointVenture to what the rule finds; ``member`` and ``period`` are those of the ties."""
    database.execute(_VENTURES)
