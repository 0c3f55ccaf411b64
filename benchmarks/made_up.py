"""A made-up procurement market as statements: skewed like a real one, the same for the same size."""

from __future__ import annotations

from pathlib import Path

from govgraph.graph.statements.parquet import connect, copy_sorted
from govgraph.graph.statements.statement import FIELDS

_ABOUT_PER_PROJECT = 19

# {n} is the number of projects. A few buyers and vendors have most of them: ids are drawn by a power.
_MARKET = """
CREATE TABLE region AS SELECT i, 'r' || i AS id, CASE WHEN i = 0 THEN NULL WHEN i < 32 THEN 'r0' ELSE 'r' || (1 + i % 31) END AS above
    FROM range(400) t(i);
CREATE TABLE agency AS SELECT i, 'a' || i AS id, 'r' || i % 400 AS region FROM range(greatest(20, {n} // 50)) t(i);
CREATE TABLE vendor AS SELECT i, 'v' || i AS id FROM range(greatest(20, {n} // 5)) t(i);
CREATE TABLE project AS
    SELECT i, 'p' || i AS id, 'a' || floor(pow(hash(i) % 9973 / 9973.0, 3) * greatest(20, {n} // 50))::BIGINT AS buyer,
           'v' || floor(pow(hash(i * 7 + 1) % 99991 / 99991.0, 3) * greatest(20, {n} // 5))::BIGINT AS winner,
           'r' || hash(i * 3 + 2) % 400 AS region, (DATE '2015-01-01' + (hash(i) % 3600)::INTEGER)::VARCHAR AS day,
           (1000 + hash(i * 5 + 3) % 100000000)::VARCHAR AS amount
    FROM range({n}) t(i);
CREATE TABLE holding AS
    SELECT 'h' || i AS id, 'v' || floor(pow(hash(i * 11) % 9973 / 9973.0, 2) * greatest(20, {n} // 5))::BIGINT AS holder,
           'v' || hash(i * 13 + 5) % greatest(20, {n} // 5) AS held, '5' AS stake, (2005 + i % 15)::VARCHAR AS since
    FROM range({n} // 10) t(i);
CREATE TABLE fact AS
    SELECT id AS subject, 'type' AS predicate, 'Region' AS object, 'class' AS datatype FROM region
    UNION ALL SELECT id, 'name', '地区' || i, 'string' FROM region
    UNION ALL SELECT id, 'regionLevel', CASE WHEN i = 0 THEN 'country' WHEN i < 32 THEN 'province' ELSE 'prefecture' END, 'string' FROM region
    UNION ALL SELECT id, 'partOf', above, 'entity' FROM region WHERE above IS NOT NULL
    UNION ALL SELECT id, 'type', 'Agency', 'class' FROM agency
    UNION ALL SELECT id, 'name', '部门' || i, 'string' FROM agency
    UNION ALL SELECT id, 'jurisdiction', region, 'entity' FROM agency
    UNION ALL SELECT id, 'type', 'Company', 'class' FROM vendor
    UNION ALL SELECT id, 'name', '公司' || i || '有限公司', 'string' FROM vendor
    UNION ALL SELECT id, 'creditCode', 'C' || i, 'string' FROM vendor
    UNION ALL SELECT id, 'type', 'Project', 'class' FROM project
    UNION ALL SELECT id, 'name', '项目' || i, 'string' FROM project
    UNION ALL SELECT id, 'hasBuyer', buyer, 'entity' FROM project
    UNION ALL SELECT id, 'inRegion', region, 'entity' FROM project
    UNION ALL SELECT 'c' || i, 'type', 'CallForTenders', 'class' FROM project
    UNION ALL SELECT 'c' || i, 'concerns', id, 'entity' FROM project
    UNION ALL SELECT 'c' || i, 'date', day, 'date' FROM project
    UNION ALL SELECT 'c' || i, 'method', 'open-tender', 'string' FROM project
    UNION ALL SELECT 'w' || i, 'type', 'Award', 'class' FROM project
    UNION ALL SELECT 'w' || i, 'concerns', id, 'entity' FROM project
    UNION ALL SELECT 'w' || i, 'awardedTo', winner, 'entity' FROM project
    UNION ALL SELECT 'w' || i, 'resultOf', 'c' || i, 'entity' FROM project
    UNION ALL SELECT 'w' || i, 'date', day, 'date' FROM project
    UNION ALL SELECT 'w' || i, 'amount', amount, 'decimal' FROM project
    UNION ALL SELECT 'w' || i, 'currency', 'CNY', 'string' FROM project
    UNION ALL SELECT 'w' || i, 'amountKind', 'award', 'string' FROM project
    UNION ALL SELECT id, 'type', 'Shareholding', 'class' FROM holding
    UNION ALL SELECT id, 'holder', holder, 'entity' FROM holding
    UNION ALL SELECT id, 'held', held, 'entity' FROM holding
    UNION ALL SELECT id, 'stake', stake, 'decimal' FROM holding
    UNION ALL SELECT id, 'since', since, 'date' FROM holding;
"""


def write_market(path: Path, statements: int) -> int:
    """Write about so many statements to a Parquet file; returns how many they are."""
    database = connect(scratch=path.parent)
    database.execute(_MARKET.format(n=max(100, statements // _ABOUT_PER_PROJECT)))
    given = {"source": "'made-up'", "locator": "'row ' || left(md5(subject), 6)", "modality": "'asserted'"}
    columns = [
        name
        if name in ("subject", "predicate", "object", "datatype")
        else f"{given.get(name, repr(''))} AS {name}"
        for name in FIELDS
    ]
    count = copy_sorted(
        database, f"SELECT {', '.join(columns)} FROM fact", "subject, predicate, object", path
    )
    database.close()
    return count
