// title: 谁经常投标却从不中标 | Which firms bid often and never win
// theme: red-flags
// answers: Which firms bid in many decided contests and won none of them.
// why: A firm that keeps bidding at its own cost and never wins may be lending its bid to others.
// excludes: Withdrawn bids, and contests without a known award: where nobody won, nobody lost. A firm that wins
//   anything, alone or in a consortium, has no row. Only the contests in the graph count: a firm without a
//   win here may well have won elsewhere.
// references: OCP Cardinal R025, excessive unsuccessful bids: of those who bid most (upper quartile) whose ratio of
//   won to valid bids is a low outlier. Ours asks for a ratio of nought from a number of contests that you choose,
//   and counts members of consortia, whom Cardinal leaves out. An indicator is a question, not an accusation.
// needs: Bid.hasBidder, Award.awardedTo
// innocent: 企业刚进入市场，或在别处中标而本图谱没有 |
//   the firm is new to the market, or wins elsewhere, where this graph has nothing
// settles: 企业在其他地区的中标、各次评分 |
//   its awards elsewhere, and its scores
// param minimum: integer = 3 | 投标次数至少 | Contests, at least
// column firm: text | 企业 | Firm
// column contests: integer | 投标次数 | Contests
// column buyers: integer | 采购人数 | Buyers
// column last: date | 最近一次 | Last contest
// column lostTo: list | 输给 | Lost to
// order: contests desc, firm

// Firms that bid, alone or in a consortium, and never won.
MATCH (f:Agent)
WHERE NOT f:Consortium
  AND EXISTS { MATCH (f)-[:MEMBER_OF_CONSORTIUM*0..1]->()<-[:HAS_BIDDER]-(:Bid) }
  AND NOT EXISTS { MATCH (f)-[:MEMBER_OF_CONSORTIUM*0..1]->()<-[:AWARDED_TO]-(:Award) }
MATCH (f)-[:MEMBER_OF_CONSORTIUM*0..1]->()<-[:HAS_BIDDER]-(bid:Bid)-[:CONCERNS]->(p:Project)
WHERE coalesce(bid.status, '') <> 'withdrawn'
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH DISTINCT f, p, coalesce(lot.id, '') AS part

// What was awarded in the contest: a lot, or a project whose bids name no lot.
MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
OPTIONAL MATCH (a)-[:FOR_LOT]->(awarded:Lot)
WITH f, p, part, a, w, coalesce(awarded.id, '') AS decided
WHERE decided = part
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH f, count(DISTINCT p.id + ' ' + part) AS contests, count(DISTINCT b) AS buyers, max(a.date) AS last, collect(DISTINCT w.name) AS lostTo
WHERE contests >= $minimum
RETURN f.name AS firm, contests AS contests, buyers AS buyers, last AS last, lostTo AS lostTo
