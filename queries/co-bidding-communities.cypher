// title: 同场投标网络分成哪些社群 | What communities the co-bidding network forms
// theme: competition
// answers: Which firms meet each other as bidders more than they meet the rest, as communities of a network in
//   which two firms are tied by the number of contests they met in.
// why: A market that looks open may consist of circles that never meet; inside a circle firms know each other.
// excludes: Withdrawn bids. Firms of one consortium's bid do not meet in it. Who never met anybody has no row.
// references: Communities maximise modularity by the greedy method of Clauset, Newman and Moore (2004), the
//   same for every engine. Compare Lyra et al. (2021). An indicator is a question, not an accusation.
// needs: Bid.hasBidder
// innocent: 同一行业、同一地区的企业自然常投同样的标 |
//   firms of one trade and place bid for the same work
// settles: 各次报价、联系人与股权是否相关 |
//   whether prices, contacts or owners are linked
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// analysis: communities
// column community: integer | 社群 | Community
// column size: integer | 企业数 | Firms
// column firm: text | 企业 | Firm
// column inside: integer | 社群内同场 | Meetings inside
// column outside: integer | 社群外同场 | Meetings outside
// order: community, inside desc, firm

// Who bids for what: one row per bid and firm behind it. A contest is a lot, or a project whose bids name no lot.
MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(bidder:Agent)
WHERE coalesce(bid.status, '') <> 'withdrawn'
  AND ($buyer IS NULL OR EXISTS { MATCH (p)-[:HAS_BUYER]->(b:Organization) WHERE b.id IN $buyer })
OPTIONAL MATCH (bidder:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(member:Organization)
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, bid, lot, coalesce(member, bidder) AS f
WHERE NOT f:Consortium
RETURN p.id + ' ' + coalesce(lot.id, '') AS contest, bid.id AS bid, f.id AS firm, f.name AS name
