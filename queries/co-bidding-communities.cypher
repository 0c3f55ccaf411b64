// title: 同场投标网络分成哪些社群 | What communities the co-bidding network forms
// theme: competition
// answers: Which firms meet each other as bidders more than they meet the rest, as communities of a network in
//   which two firms are tied by the number of contests they met in.
// why: A market that looks open may consist of circles that never meet; inside a circle firms know each other.
// excludes: Withdrawn bids. Firms of one consortium's bid do not meet in it. Who never met anybody has no row.
// references: Communities maximise modularity by the greedy method of Clauset, Newman and Moore (2004), the
//   same for every engine. Compare Lyra et al. (2021). An indicator is a question, not an accusation.
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// analysis: communities
// column community: integer | 社群 | Community
// column size: integer | 企业数 | Firms
// column firm: text | 企业 | Firm
// column inside: integer | 社群内同场 | Meetings inside
// column outside: integer | 社群外同场 | Meetings outside
// order: community, inside desc, firm

// Who bids for what: one row per bid and firm behind it. A contest is a lot, or a project whose bids name no lot.
MATCH (bid:Bid)-[:CONCERNS]->(p:Project)
WHERE coalesce(bid.status, '') <> 'withdrawn'
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH bid, p, lot, b
WHERE $buyer IS NULL OR b.id IN $buyer
OPTIONAL MATCH (a:Award)-[:CONCERNS]->(p)
WHERE coalesce(lot.id, '') = coalesce(head([(a)-[:FOR_LOT]->(l:Lot) | l.id]), '')
WITH bid, p, lot, b, collect(DISTINCT a) AS awards, min(a.date) AS day
MATCH (bid)-[:HAS_BIDDER]->()<-[:MEMBER_OF_CONSORTIUM*0..1]-(f:Organization)
WHERE NOT f:Consortium
RETURN p.id + ' ' + coalesce(lot.id, '') AS contest, b.name AS buyer, day AS date, bid.id AS bid, f.id AS firm, f.name AS name,
       any(a IN awards WHERE EXISTS { MATCH (a)-[:AWARDED_TO]->()<-[:MEMBER_OF_CONSORTIUM*0..1]-(f) }) AS won
