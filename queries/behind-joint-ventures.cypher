// title: 谁站在合资公司背后 | Who stands behind a joint venture
// theme: ownership
// answers: Who holds shares in each joint venture, directly and through up to two companies in between,
//   and how much of the venture that comes to.
// why: The name on a contract is often that of a venture; the interest behind it belongs to its holders.
// excludes: Holdings that a source only expects or that another source denies. Where a stake on the way is
//   not known the product is left empty. Stakes reported at different times are one way with a lowest and a
//   highest product.
// references: A holder is ultimate when nobody is known to hold shares in it.
// needs: JointVenture, Agent.holdsSharesIn, Award.awardedTo
// param venture: entity list = null | 只看这些合资公司 | Only these joint ventures
// param winners: boolean = false | 只看已中标者 | Only ventures that won an award
// column venture: text | 合资公司 | Joint venture
// column awards: integer | 中标次数 | Awards
// column level: integer | 层级 | Level
// column holder: text | 持有人 | Holder
// column group: text | 所属集团 | Group
// column via: text | 经由 | Via
// column stakeMin: number | 最低比例% | Lowest %
// column stakeMax: number | 最高比例% | Highest %
// column ultimate: boolean | 最终持有人 | Ultimate
// column sources: list | 来源 | Sources
// order: awards desc, venture, level, stakeMax desc, holder

MATCH path = (h:Agent)-[:HOLDS_SHARES_IN*1..3]->(v:JointVenture)
WHERE $venture IS NULL OR v.id IN $venture

// One row per way, whenever its stakes were reported.
UNWIND relationships(path) AS holding
WITH v, h, path, collect(holding.stake) AS stakes, collect(holding.sources) AS said
WITH v, h, said, length(path) AS level,
     reduce(way = '', n IN nodes(path)[1..length(path)] | way + CASE way WHEN '' THEN '' ELSE ' › ' END + n.name) AS via,
     CASE WHEN size(stakes) = length(path) THEN reduce(share = 100.0, stake IN stakes | share * stake / 100) END AS share
UNWIND said AS origins
UNWIND origins AS source
WITH v, h, level, via, min(share) AS stakeMin, max(share) AS stakeMax, collect(DISTINCT source) AS sources

// Awards to the venture itself or to a consortium that it is in.
OPTIONAL MATCH (v)-[:MEMBER_OF_CONSORTIUM*0..1]->(winner)<-[:AWARDED_TO]-(a:Award)
WITH v, h, level, via, stakeMin, stakeMax, sources, count(DISTINCT a) AS awards
WHERE awards > 0 OR NOT $winners
OPTIONAL MATCH (h)-[:MEMBER_OF_GROUP]->(g:CorporateGroup)
WITH v, h, level, via, stakeMin, stakeMax, sources, awards, min(g.name) AS group
RETURN v.name AS venture, awards AS awards, level AS level, h.name AS holder, group AS group, via AS via,
       stakeMin AS stakeMin, stakeMax AS stakeMax, NOT EXISTS { MATCH (h)<-[:HOLDS_SHARES_IN]-() } AS ultimate,
       sources AS sources
