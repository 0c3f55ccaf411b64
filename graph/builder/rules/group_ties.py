"""The named rules ``group-tie`` and ``group-bid``: which groups are tied to which projects, or bid.

A group is tied *directly* when it or a member takes part, wins, or is named as the only eligible
supplier, alone or in a consortium; by a *joint venture* when it or a member holds shares in such an
organisation; as *partner* when it or a member is a strategic partner of one. Memberships, shares and
partnerships count when they hold at the project's date; where that cannot be told the tie counts and
is ``undated``. Each way from group to project is one tie that lists its premises.

A project's date (rule ``project-date``) is that of its award, else of its call for tenders, else of its
plan. A bid ties nobody to a project: that a group bids, by itself, by a member or in a consortium, is a
relation of its own to the bid. Guesses give neither.
"""

from __future__ import annotations

import duckdb

_PROJECT_DATES = """
CREATE TABLE value_date AS
    SELECT subject, predicate, (object || substr('-01-01', 1 + greatest(0, length(object) - 4)))::DATE AS day
    FROM chosen WHERE place = 1 AND predicate IN ('date', 'since', 'until', 'asOf');
CREATE TABLE project_date AS
    SELECT project, day, premises, sources FROM (
        SELECT c.end_id AS project, d.day, [c.id] AS premises, c.sources,
               CASE WHEN list_contains(t.types, 'Award') THEN 1 WHEN list_contains(t.types, 'CallForTenders') THEN 2
                    WHEN list_contains(t.types, 'ProcurementPlan') THEN 3 END AS choice
        FROM edge c JOIN typed t ON t.id = c.start_id
        JOIN value_date d ON d.subject = c.start_id AND d.predicate = 'date'
        WHERE c.predicate = 'concerns')
    WHERE choice IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY project ORDER BY choice, day, premises) = 1;
INSERT INTO inference
    SELECT project, 'projectDate', day::VARCHAR, 'project-date', premises, sources FROM project_date;
CREATE TABLE period AS
    SELECT subject AS id, max(day) FILTER (predicate = 'since') AS since,
           max(day) FILTER (predicate = 'until') AS until, max(day) FILTER (predicate = 'asOf') AS as_of
    FROM value_date WHERE predicate <> 'date' GROUP BY subject;
"""

# Each step of the way, and where it may be left out the identity in its place (edge NULL).
_TIES = """
CREATE TABLE member AS
    SELECT start_id AS org, end_id AS grp, id AS edge FROM edge WHERE predicate = 'memberOfGroup'
    UNION ALL SELECT id, id, NULL FROM typed WHERE list_contains(types, 'CorporateGroup');
CREATE TABLE tie AS
    WITH bond AS (
        SELECT start_id AS org, end_id AS other, id AS edge, 2 AS kind FROM edge WHERE predicate = 'holdsSharesIn'
        UNION ALL SELECT start_id, end_id, id, 3 FROM edge WHERE predicate = 'strategicPartnerOf'
        UNION ALL SELECT end_id, start_id, id, 3 FROM edge WHERE predicate = 'strategicPartnerOf'
        UNION ALL SELECT DISTINCT org, org, NULL, 1 FROM member),
    joined AS (
        SELECT start_id AS org, end_id AS bidder, id AS edge FROM edge WHERE predicate = 'memberOfConsortium'
        UNION ALL SELECT DISTINCT other, other, NULL FROM bond),
    acts AS (
        SELECT start_id AS bidder, end_id AS project, id AS edge, NULL AS concerns, 'participation' AS stage
        FROM edge WHERE predicate = 'takesPartIn'
        UNION ALL
        SELECT a.end_id, c.end_id, a.id, c.id, CASE a.predicate WHEN 'awardedTo' THEN 'award' ELSE 'publicity' END
        FROM edge a JOIN edge c ON c.start_id = a.start_id AND c.predicate = 'concerns'
        WHERE a.predicate IN ('awardedTo', 'namesSupplier'))
    SELECT m.grp, a.project AS target, 'tiedTo' AS predicate, 'group-tie' AS rule,
           ['direct', 'joint-venture', 'partner'][b.kind] AS kind, a.stage, j.org AS via, d.day,
           list_filter([m.edge, b.edge, j.edge, a.edge, a.concerns], lambda x: x IS NOT NULL) AS premises,
           d.day IS NULL OR NOT (m.edge IS NULL OR coalesce(mp.since <= d.day AND greatest(mp.until, mp.as_of) >= d.day, false))
               OR NOT (b.edge IS NULL OR coalesce(bp.since <= d.day AND greatest(bp.until, bp.as_of) >= d.day, false)) AS undated
    FROM acts a JOIN joined j ON j.bidder = a.bidder JOIN bond b ON b.other = j.org JOIN member m ON m.org = b.org
    LEFT JOIN project_date d ON d.project = a.project
    LEFT JOIN period mp ON mp.id = m.edge LEFT JOIN period bp ON bp.id = b.edge
    WHERE coalesce(d.day >= mp.since, true) AND coalesce(d.day <= mp.until, true)
      AND coalesce(d.day >= bp.since, true) AND coalesce(d.day <= bp.until, true);
"""

_BIDS = """
INSERT INTO tie
    WITH joined AS (
        SELECT start_id AS org, end_id AS bidder, id AS edge FROM edge WHERE predicate = 'memberOfConsortium'
        UNION ALL SELECT DISTINCT org, org, NULL FROM member)
    SELECT m.grp, a.start_id, 'standsBehindBid', 'group-bid', NULL, 'bid', j.org, d.day,
           list_filter([m.edge, j.edge, a.id], lambda x: x IS NOT NULL),
           d.day IS NULL OR NOT (m.edge IS NULL OR coalesce(mp.since <= d.day AND greatest(mp.until, mp.as_of) >= d.day, false))
    FROM edge a JOIN joined j ON j.bidder = a.end_id JOIN member m ON m.org = j.org
    LEFT JOIN edge c ON c.start_id = a.start_id AND c.predicate = 'concerns'
    LEFT JOIN project_date d ON d.project = c.end_id LEFT JOIN period mp ON mp.id = m.edge
    WHERE a.predicate = 'hasBidder' AND coalesce(d.day >= mp.since, true) AND coalesce(d.day <= mp.until, true);
"""

_INSERT = """
CREATE TABLE tie_edge AS
    SELECT 't-' || left(md5(concat_ws(chr(31), predicate, grp, target, kind, array_to_string(premises, ' '))), 20) AS id, t.* FROM tie t;
CREATE TABLE backed AS
    SELECT p.id, premise, e.sources FROM (SELECT id, unnest(premises) AS premise FROM tie_edge) p JOIN edge e ON e.id = p.premise;
INSERT INTO edge
    SELECT t.id, t.predicate, t.grp, t.target, s.sources, NULL, false
    FROM tie_edge t JOIN (SELECT id, array_sort(list_distinct(flatten(array_agg(sources)))) AS sources FROM backed GROUP BY id) s ON s.id = t.id;
INSERT INTO chosen SELECT project, 'projectDate', day::VARCHAR, true, 1, 1 FROM project_date;
INSERT INTO edge_value
    SELECT id, 'tieKind', kind, true, 1, 1 FROM tie_edge WHERE kind IS NOT NULL
    UNION ALL SELECT id, 'stage', stage, true, 1, 1 FROM tie_edge
    UNION ALL SELECT id, 'via', via, true, 1, 1 FROM tie_edge
    UNION ALL SELECT id, 'undated', undated::VARCHAR, true, 1, 1 FROM tie_edge
    UNION ALL SELECT id, 'rule', rule, true, 1, 1 FROM tie_edge
    UNION ALL SELECT id, 'modality', 'inferred', true, 1, 1 FROM tie_edge
    UNION ALL SELECT id, 'premises', unnest(premises), false, 1, 1 FROM tie_edge
    UNION ALL SELECT id, 'premiseSources', premise || ' ' || array_to_string(sources, ' '), false, 1, 1 FROM backed;
"""


def infer_ties(database: duckdb.DuckDBPyConnection) -> None:
    """Add the ties to the staged tables ``edge``, ``edge_value`` and ``inference``, project dates to ``chosen``."""
    database.execute(_PROJECT_DATES)
    database.execute(_TIES)
    database.execute(_BIDS)
    database.execute(_INSERT)
