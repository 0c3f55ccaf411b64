// title: 哪些巨头在项目中相遇 | Which giants meet on projects
// theme: ties
// answers: Which two corporate groups are tied to the same project, on how many, and how firmly.
// why: A group that wins little may still stand behind the winner, as shareholder or as partner.
//   Who meets whom shows where rivals are partners, and which names a buyer really chooses between.
// excludes: Speculated ties and rival bids, unless asked for. Losing bids tie nobody but the members
//   of one consortium to each other. A group never pairs with itself.
// references: Ties are ranked 1 direct, 2 joint venture, 3 partner, 4 expected, 5 competing. A group's
//   tie to a project is its strongest, a pair's kind is the weaker of its two.
// needs: Organization.memberOfGroup, Award.awardedTo, Bid.hasBidder
// param among: entity list = null | 只看这些集团 | Only pairs of these groups
// param source: entity list = null | 只用这些来源的证据 | Only evidence from these sources
// param from: date = null | 项目日期不早于 | Projects of this date or later
// param until: date = null | 项目日期不晚于 | Projects of this date or earlier
// param expected: boolean = false | 包括仅为推测的关联 | Include ties that are only speculated
// param competing: boolean = false | 包括同一标的的竞争投标 | Include rival bids for the same lot
// column a: text | 集团 | Group
// column b: text | 另一集团 | Other group
// column projects: integer | 项目数 | Projects
// column direct: integer | 直接 | Direct
// column jointVenture: integer | 合资 | Joint venture
// column partner: integer | 战略合作 | Partner
// column expected: integer | 预期 | Expected
// column competing: integer | 竞争 | Competing
// column undated: integer | 日期不明 | Date unknown
// column stages: list of stage | 阶段 | Stages
// column projectNames: list | 项目 | Project names
// column sources: list | 来源 | Sources
// order: projects desc, direct desc, jointVenture desc, partner desc, a, b

// What ties a group to a project, as kind 1 direct, 2 joint venture, 3 partner (TIED_TO relationships, with
// the sources of their premises), 4 expected (claims), 5 bidding (with the bid and its lot).
CALL () {
    MATCH (g:CorporateGroup)-[t:TIED_TO]->(p:Project)
    WHERE $source IS NULL OR all(backing IN t.premiseSources WHERE any(s IN split(backing, ' ') WHERE s IN $source))
    RETURN p, g.id AS id, g.name AS name, '' AS bid, '' AS lot, t.undated AS undated, t.sources AS sources,
           t.stage AS stage, CASE t.tieKind WHEN 'direct' THEN 1 WHEN 'joint-venture' THEN 2 ELSE 3 END AS kind
  UNION
    MATCH (c:Claim {predicate: 'takesPartIn', modality: 'speculated'})
    WHERE $expected AND ($source IS NULL OR any(s IN c.sources WHERE s IN $source))
    WITH c, c.subjectId AS one, c.objectId AS other
    MATCH (g:CorporateGroup {id: one})
    MATCH (p:Project {id: other})
    RETURN p, g.id AS id, g.name AS name, '' AS bid, '' AS lot, p.projectDate IS NULL AS undated, c.sources AS sources,
           '' AS stage, 4 AS kind
  UNION
    MATCH (g:CorporateGroup)-[t:STANDS_BEHIND_BID]->(b:Bid)-[:CONCERNS]->(p:Project)
    WHERE $source IS NULL OR all(backing IN t.premiseSources WHERE any(s IN split(backing, ' ') WHERE s IN $source))
    OPTIONAL MATCH (b)-[:FOR_LOT]->(l:Lot)
    RETURN p, g.id AS id, g.name AS name, b.id AS bid, coalesce(l.id, '') AS lot, t.undated AS undated, t.sources AS sources,
           t.stage AS stage, 5 AS kind
}
WITH p, collect({id: id, name: name, bid: bid, lot: lot, undated: undated, sources: sources, stage: stage, kind: kind}) AS ties
WHERE size(ties) > 1
  AND (p.projectDate IS NULL OR (($from IS NULL OR p.projectDate >= date($from)) AND ($until IS NULL OR p.projectDate <= date($until))))

// Every two of them. A bid meets only bids: in the same one as partners, in another for its lot as rivals.
UNWIND ties AS one
UNWIND ties AS other
WITH p, one, other, CASE
    WHEN one.bid = '' AND other.bid = '' THEN CASE WHEN one.kind >= other.kind THEN one.kind ELSE other.kind END
    WHEN one.bid = '' OR other.bid = '' THEN null
    WHEN one.bid = other.bid THEN 1
    WHEN one.lot = other.lot THEN 5 END AS kind
WHERE one.id < other.id AND kind IS NOT NULL AND (kind < 5 OR $competing)
  AND ($among IS NULL OR (one.id IN $among AND other.id IN $among))

// The pair's strongest kind on the project; an odd score says that a date it depends on is unknown.
UNWIND one.sources + other.sources AS source
WITH one.id AS idA, other.id AS idB, one.name AS a, other.name AS b, p, collect(DISTINCT source) AS sources,
     collect(DISTINCT one.stage) + collect(DISTINCT other.stage) AS stages,
     min(kind * 2 + CASE WHEN one.undated OR other.undated THEN 1 ELSE 0 END) AS score
UNWIND sources AS source
UNWIND stages AS stage
RETURN a AS a, b AS b, count(DISTINCT p.id) AS projects,
       count(DISTINCT CASE WHEN score IN [2, 3] THEN p.id END) AS direct,
       count(DISTINCT CASE WHEN score IN [4, 5] THEN p.id END) AS jointVenture,
       count(DISTINCT CASE WHEN score IN [6, 7] THEN p.id END) AS partner,
       count(DISTINCT CASE WHEN score IN [8, 9] THEN p.id END) AS expected,
       count(DISTINCT CASE WHEN score IN [10, 11] THEN p.id END) AS competing,
       count(DISTINCT CASE WHEN score % 2 = 1 THEN p.id END) AS undated,
       collect(DISTINCT stage) AS stages, collect(DISTINCT p.name) AS projectNames, collect(DISTINCT source) AS sources
