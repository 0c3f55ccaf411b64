"""Which loaded things are one, by the rules of ``govgraph.text``: organisations, regions, projects.

Organisations merge on two grounds only: equal valid keys, or equal full legal names in one jurisdiction
without differing keys. To a name that a curated source gives (an alias) the same holds; in any form it counts where
one curated organisation alone bears it (``aliases``), and a bare brand is the curated group of that name. Parties
of one publisher's id are one where their names agree (``publisher_ids``). Regions are one by their division code, projects by ocid, or by buyer and
number (``govgraph.graph.identity.project_ids``). Persons and consortia are never merged.

A merge that would join two curated entities, a pair that a person has rejected, kinds that exclude each
other, or shareholders of more than 100 per cent, is not made but listed. Nothing is lost by a merge: it is
made anew at every build from the statements as loaded and from the decisions, and so can be undone.

All joins run in DuckDB; Python sees each distinct name, key and project once, in batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb

from govgraph.graph.identity.aliases import add_alias_tokens
from govgraph.graph.identity.decisions import Decision
from govgraph.graph.identity.project_ids import project_id
from govgraph.graph.identity.publisher_ids import add_publisher_tokens
from govgraph.graph.identity.tables import derive, make
from govgraph.ontology.model import ontology
from govgraph.text.keys import read_key
from govgraph.text.names import joined_by_key, parse

_THINGS = """
CREATE TABLE thing AS
    WITH typed AS (
        SELECT subject AS id, array_agg(DISTINCT object ORDER BY object) AS types, bool_or(curated) AS curated FROM every_statement
        WHERE predicate = 'type' AND object IN (SELECT name FROM lineage WHERE ancestor IN ('Organization', 'Region', 'Project'))
        GROUP BY subject),
    combination AS (SELECT types, array_agg(DISTINCT ancestor) AS kinds
                    FROM (SELECT DISTINCT types, unnest(types) AS name FROM typed) JOIN lineage USING (name) GROUP BY types)
    SELECT id, kinds, curated FROM typed JOIN combination USING (types);
CREATE TABLE organisation AS
    SELECT id, curated, list_contains(kinds, 'CorporateGroup') AS is_group FROM thing
    WHERE list_contains(kinds, 'Organization') AND NOT list_contains(kinds, 'Consortium');
-- what an organisation is called; other names count only where somebody has read them
CREATE TABLE called AS
    SELECT DISTINCT o.id, object AS name, o.curated, is_group, predicate = 'alias' AS is_alias
    FROM every_statement s JOIN organisation o ON o.id = s.subject
    WHERE predicate = 'name' OR (predicate = 'alias' AND o.curated AND s.curated);
CREATE TABLE bears AS
    SELECT DISTINCT o.id, CASE predicate WHEN 'creditCode' THEN 'uscc:' || object ELSE object END AS text
    FROM every_statement s JOIN organisation o ON o.id = s.subject WHERE predicate IN ('creditCode', 'identifier');
"""
_REGIONS = """
CREATE TABLE region AS
    SELECT s.subject AS id, min(object) FILTER (predicate = 'divisionCode') AS code, min(object) FILTER (predicate = 'name') AS name,
           min(substr(object, 9)) FILTER (predicate = 'identifier' AND starts_with(object, 'iso3166:')) AS iso,
           bool_or(predicate = 'regionLevel' AND object = 'country') AS is_country
    FROM every_statement s JOIN thing t ON t.id = s.subject WHERE list_contains(t.kinds, 'Region') GROUP BY s.subject;
-- the jurisdiction in which an organisation is registered, where it is one
CREATE TABLE place AS
    SELECT subject AS id, min(country) AS place FROM (
        SELECT s.subject, CASE WHEN r.code IS NOT NULL OR (r.is_country AND r.name = '中国') THEN 'CN' ELSE r.iso END AS country
        FROM every_statement s JOIN region r ON r.id = s.object WHERE predicate = 'registeredIn')
    GROUP BY subject HAVING min(country) = max(country) AND count(country) = count(*);
CREATE TABLE province AS
    SELECT s.subject AS id, min(substr(r.code, 1, 2)) AS province FROM every_statement s JOIN region r ON r.id = s.object
    WHERE s.predicate = 'registeredIn' AND r.code IS NOT NULL GROUP BY s.subject HAVING min(substr(r.code, 1, 2)) = max(substr(r.code, 1, 2));
"""
#: Things that share a token are one: ``firm`` ones on the ground of a key, the others on that of a name.
_TOKENS = """
CREATE TABLE token AS
    SELECT c.id, 'k|' || i.key || '|' || n.sort AS token, true AS firm
    FROM bears c JOIN key_read i USING (text) JOIN called a ON a.id = c.id AND NOT a.is_alias JOIN name_read n USING (name)
    WHERE n.sort <> '' AND i.key <> '';
-- a name that says no place is of one place, by its bearers' addresses; a tenth may be those of offices elsewhere
CREATE TABLE spread AS
    WITH one AS (SELECT n.normal, v.province, count(DISTINCT c.id) AS n FROM called c JOIN name_read n USING (name) JOIN province v ON v.id = c.id
                 WHERE NOT n.placed AND NOT n.latin GROUP BY ALL)
    SELECT normal FROM one GROUP BY normal HAVING max(n) < 0.9 * sum(n);
INSERT INTO token
    SELECT DISTINCT c.id, 'n|' || CASE WHEN p.place = 'CN' AND NOT n.latin THEN '' ELSE coalesce(p.place, '') END || '|' || n.normal
        || CASE WHEN n.normal IN (FROM spread) THEN '|' || coalesce(v.province, '') ELSE '' END, false
    FROM called c JOIN name_read n USING (name) LEFT JOIN place p ON p.id = c.id LEFT JOIN province v ON v.id = c.id
    WHERE n.is_full AND (NOT n.latin OR p.place IS NOT NULL) AND NOT (c.is_alias AND c.is_group);
-- a bare brand without a key of its own is the group that a curated source calls so
INSERT INTO token
    WITH brand AS (SELECT n.normal FROM called c JOIN name_read n USING (name) WHERE c.curated AND c.is_group
                   GROUP BY n.normal HAVING count(DISTINCT c.id) = 1)
    SELECT DISTINCT c.id, 'b|' || n.normal, false FROM called c JOIN name_read n USING (name) JOIN brand USING (normal)
    WHERE (c.curated AND c.is_group) OR (NOT c.curated AND n.bare AND c.id NOT IN (SELECT id FROM bears));
INSERT INTO token
    SELECT id, 'r|' || coalesce(code, CASE iso WHEN 'CN' THEN '中国' ELSE iso END, name), true FROM region
        WHERE code IS NOT NULL OR iso IS NOT NULL OR is_country
    UNION ALL SELECT s.subject, 'o|' || object, true FROM every_statement s WHERE predicate = 'ocid'
    UNION ALL SELECT id, 'p|' || minted, false FROM project_read;
"""
_LONE = (
    "DELETE FROM token WHERE token IN (SELECT token FROM token GROUP BY token HAVING count(DISTINCT id) = 1)"
)
_PROJECTS = """
    SELECT p.id, coalesce(min(n.object), ''), coalesce(min(name.object), ''), min(b.name)
    FROM (SELECT id FROM thing WHERE list_contains(kinds, 'Project')) p
    JOIN every_statement h ON h.subject = p.id AND h.predicate = 'hasBuyer'
    JOIN (SELECT id, min(name) AS name FROM called WHERE NOT is_alias GROUP BY id) b ON b.id = h.object
    JOIN every_statement n ON n.subject = p.id AND n.predicate = 'projectNumber'
    LEFT JOIN every_statement name ON name.subject = p.id AND name.predicate = 'name'
    GROUP BY p.id HAVING count(DISTINCT b.name) = 1"""

#: Parts that cannot be one thing, and why.
_FLAWS = """
CREATE OR REPLACE TABLE flaw AS
    WITH part_of AS (SELECT m.label, m.id, t.kinds, t.curated FROM member m JOIN thing t USING (id)
                     WHERE m.label IN (SELECT label FROM member GROUP BY label HAVING count(*) > 1)),
         every_kind AS (SELECT label, list_distinct(flatten(array_agg(kinds))) AS kinds FROM part_of GROUP BY label)
    SELECT label, 'their valid keys differ' AS why FROM part_of JOIN bears USING (id) JOIN key_read USING (text)
        GROUP BY label, scheme HAVING count(DISTINCT "value") > 1
    UNION SELECT label, 'both are curated' FROM part_of WHERE curated GROUP BY label HAVING count(*) > 1
    UNION SELECT a.label, 'a person has rejected it'
        FROM rejected r JOIN part_of a ON a.id = r.one JOIN part_of b ON b.id = r.other AND a.label = b.label
    UNION SELECT label, 'their ocids differ'
        FROM part_of p JOIN every_statement s ON s.subject = p.id WHERE s.predicate = 'ocid'
        GROUP BY label HAVING count(DISTINCT object) > 1
    UNION SELECT label, 'nothing is ' || one || ' and ' || other || ' at once'
        FROM every_kind JOIN disjoint ON list_contains(kinds, one) AND list_contains(kinds, other);
"""
_SUMS = """
INSERT INTO flaw
    WITH share AS (
        SELECT s.subject, s.source, max(object) FILTER (predicate = 'held') AS held, max(object) FILTER (predicate = 'holder') AS holder,
               max(try_cast(object AS DECIMAL(18, 6))) FILTER (predicate = 'stake') AS stake,
               max(object) FILTER (predicate = 'interest') AS interest,
               coalesce(max(object) FILTER (predicate = 'asOf'), max(object) FILTER (predicate = 'since')) AS moment
        FROM read s WHERE predicate IN ('held', 'holder', 'stake', 'interest', 'asOf', 'since') AND starts_with(subject, 'e-') GROUP BY ALL),
    one AS (
        SELECT h.label, share.source, coalesce(o.label, holder) AS holder, interest, moment, max(stake) AS stake
        FROM share JOIN member h ON h.id = held LEFT JOIN member o ON o.id = holder WHERE stake IS NOT NULL GROUP BY ALL)
    SELECT DISTINCT label, 'their shareholders would hold more than 100 per cent' FROM one
    WHERE label IN (SELECT label FROM member GROUP BY label HAVING count(*) > 1)
    GROUP BY label, source, interest, moment HAVING sum(stake) > 100.05;
"""


def find_same(database: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]) -> None:
    """Make ``same`` (id, canonical) and ``kept_apart`` (label, id, why) from ``every_statement`` and ``read``."""
    database.execute(_THINGS)
    database.execute(_REGIONS)
    _read_names(database)
    _read_keys(database)
    _read_projects(database)
    known = list(decisions)
    make(database, "rejected", ("one", "other"), ((d.one, d.other) for d in known if d.verdict == "reject"))
    accepted = ((d.one, d.other, d.accepted()) for d in known if d.verdict == "accept")
    make(database, "accepted", ("one", "other", "said"), accepted)
    make(database, "disjoint", ("one", "other"), ontology().disjoint)
    database.execute("CREATE TABLE kept_apart (label VARCHAR, id VARCHAR, why VARCHAR)")
    database.execute(_TOKENS)
    add_alias_tokens(database)
    add_publisher_tokens(database)
    database.execute(_LONE)
    _join(database)


def _join(database: duckdb.DuckDBPyConnection) -> None:
    """Firm parts, wider ones where nothing speaks against them, then what people accepted."""
    _components(database, "SELECT id, token FROM token WHERE firm")
    database.execute("CREATE TABLE firm AS FROM member")
    _components(database, "SELECT id, token FROM token")
    database.execute(_FLAWS)
    database.execute(_SUMS)
    keep = "INSERT INTO kept_apart SELECT label, id, why FROM member JOIN flaw USING (label)"
    database.execute(keep)
    database.execute(
        """CREATE TABLE grown AS SELECT id, 'w|' || label AS token FROM member WHERE label NOT IN (SELECT label FROM flaw)"""
    )
    # of a part that cannot be one, those of equal names may still be, and last those of equal keys
    database.execute("CREATE TABLE broken AS SELECT id FROM member WHERE label IN (SELECT label FROM flaw)")
    _components(
        database, "SELECT id, token FROM token WHERE (firm OR token[1] = 'n') AND id IN (FROM broken)"
    )
    database.execute(_FLAWS)
    database.execute(_SUMS)
    database.execute(keep)
    database.execute(
        """INSERT INTO grown SELECT id, 'w|' || label FROM member WHERE label NOT IN (SELECT label FROM flaw)"""
    )
    database.execute("""INSERT INTO grown
        SELECT f.id, 'f|' || f.label FROM firm f JOIN member m USING (id) WHERE m.label IN (SELECT label FROM flaw)
        UNION ALL SELECT f.id, 'f|' || f.label FROM firm f WHERE f.id IN (FROM broken) AND f.id NOT IN (SELECT id FROM member)
        UNION ALL SELECT unnest([one, other]), 'a|' || one || '|' || other FROM accepted""")
    _components(database, "SELECT id, token FROM grown")
    database.execute(_FLAWS)
    database.execute(_SUMS)
    # whoever accepts a pair has seen its keys
    database.execute("""DELETE FROM flaw WHERE why IN ('their valid keys differ', 'their ocids differ')
        AND label IN (SELECT label FROM member JOIN accepted ON id = "one")""")
    database.execute(keep)
    database.execute("""CREATE TABLE same AS
        WITH chosen AS (SELECT label, coalesce(min(id) FILTER (t.curated), min(id)) AS canonical FROM member JOIN thing t USING (id)
                        WHERE label NOT IN (SELECT label FROM flaw) GROUP BY label)
        SELECT id, canonical FROM member JOIN thing t USING (id) JOIN chosen USING (label) WHERE id <> canonical""")


def _components(database: duckdb.DuckDBPyConnection, tokens: str) -> None:
    """Make ``member`` (id, label): ids that share a token, at however many removes, share a label."""
    database.execute(f"CREATE OR REPLACE TABLE link AS SELECT DISTINCT id, token FROM ({tokens})")
    database.execute("CREATE OR REPLACE TABLE member AS SELECT DISTINCT id, id AS label FROM link")
    while True:
        database.execute("""CREATE OR REPLACE TABLE next AS
            WITH lowest AS (SELECT token, min(label) AS label FROM link JOIN member USING (id) GROUP BY token)
            SELECT link.id, min(lowest.label) AS label FROM link JOIN lowest USING (token) GROUP BY link.id""")
        changed = database.execute(
            "SELECT count(*) FROM next JOIN member USING (id) WHERE next.label <> member.label"
        )
        row = changed.fetchone()
        database.execute("CREATE OR REPLACE TABLE member AS FROM next")
        if not row or not row[0]:
            return


# ── what Python reads, each distinct value once ───────────────────────────────────────────────


def _read_names(database: duckdb.DuckDBPyConnection) -> None:
    def read(name: str) -> Iterator[tuple[object, ...]]:
        parsed = parse(name)
        bare = parsed.kind in ("brand", "short", "group", "place", "unclear")
        yield (
            name,
            parsed.whole,
            not parsed.lack,
            parsed.latin,
            joined_by_key(name),
            parsed.core or parsed.name,
            bare,
            bool(set(parsed.region) - {"中国"}),
        )

    derive(database, "SELECT DISTINCT name FROM called", "name_read",
            ("name", "normal", "is_full", "latin", "sort", "core", "bare", "placed"), lambda row: read(row[0]))  # fmt: skip


def _read_keys(database: duckdb.DuckDBPyConnection) -> None:
    def read(text: str) -> Iterator[tuple[object, ...]]:
        key = read_key(text)
        if key and key.valid:
            yield text, str(key), key.scheme, key.value
            if key.scheme == "uscc":  # an organisation code stands inside it, and may differ from another
                yield text, "", "cn-org", key.value[8:17]

    derive(
        database,
        "SELECT DISTINCT text FROM bears",
        "key_read",
        ("text", "key", "scheme", "value"),
        lambda row: read(row[0]),
    )
    database.execute("DELETE FROM bears WHERE text NOT IN (SELECT text FROM key_read)")


def _read_projects(database: duckdb.DuckDBPyConnection) -> None:
    def read(id_: str, number: str, title: str, buyer: str) -> Iterator[tuple[object, ...]]:
        yield id_, project_id(buyer, number, title, "", id_)

    derive(database, _PROJECTS, "project_read", ("id", "minted"), lambda row: read(*row))
