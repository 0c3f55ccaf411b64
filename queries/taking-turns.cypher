// title: 哪两家轮流中标 | Which pairs take turns at winning
// theme: red-flags
// answers: Which two firms bid against each other for one buyer again and again and win by turns.
// why: Firms that share a market out between them let each other win in turn.
// excludes: Withdrawn bids, contests without a date, contests that neither of the two won, or that both won.
// references: A turn is a contest won by the other of the two than the one before it, in order of the date
//   of award. OCP Cardinal has no such code. An indicator is a question, not an accusation.
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param minimum: integer = 3 | 竞争次数至少 | Contests, at least
// param share: number = 60 | 轮换比例至少% | Turns in per cent, at least
// analysis: turns
// column buyer: text | 采购人 | Buyer
// column a: text | 企业 | Firm
// column b: text | 另一企业 | Other firm
// column contests: integer | 竞争次数 | Contests
// column winsA: integer | 企业中标 | Firm's wins
// column winsB: integer | 另一企业中标 | Other's wins
// column turns: integer | 轮换次数 | Turns
// column share: number | 轮换比例% | Turns %
// order: share desc, contests desc, buyer, a, b

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
