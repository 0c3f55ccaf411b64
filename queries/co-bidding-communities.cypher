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
MATCH (p:Project)
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, b
WHERE $buyer IS NULL OR b.id IN $buyer
OPTIONAL MATCH (p)<-[:CONCERNS]-(a:Award)
OPTIONAL MATCH (a)-[:FOR_LOT]->(awarded:Lot)
OPTIONAL MATCH (a)-[:AWARDED_TO]->()<-[:MEMBER_OF_CONSORTIUM*0..1]-(w:Organization)
WITH p, b, collect(DISTINCT {part: coalesce(awarded.id, ''), day: a.date, winner: w.id}) AS awards
MATCH (p)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->()<-[:MEMBER_OF_CONSORTIUM*0..1]-(f:Organization)
WHERE coalesce(bid.status, '') <> 'withdrawn' AND NOT f:Consortium
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, b, bid, f, awards, coalesce(lot.id, '') AS part
WITH p, b, bid, f, part, [award IN awards WHERE award.part = part] AS awards
RETURN p.id + ' ' + part AS contest, b.name AS buyer, bid.id AS bid, f.id AS firm, f.name AS name,
       reduce(first = null, award IN awards | CASE WHEN award.day IS NULL OR award.day >= first THEN first ELSE award.day END) AS date,
       any(award IN awards WHERE award.winner = f.id) AS won
