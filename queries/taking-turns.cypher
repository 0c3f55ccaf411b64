// title: 哪两家轮流中标 | Which pairs take turns at winning
// theme: red-flags
// answers: Which two firms bid against each other for one buyer again and again and win by turns.
// why: Firms that share a market out between them let each other win in turn.
// excludes: Withdrawn bids, contests without a date, contests that neither of the two won, or that both won.
// references: A turn is a contest won by the other of the two than the one before it, in order of the date
//   of award. OCP Cardinal has no such code. An indicator is a question, not an accusation.
// needs: Bid.hasBidder, Award.date, Project.hasBuyer
// innocent: 本地只有几家合格企业，中标随工作量交替 |
//   few qualified firms work there, and wins alternate as their capacity does
// settles: 各次报价与评分、两家的股权与人员 |
//   prices and scores of each contest, owners and staff of both
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

// Each contest that was decided: a lot, or a project whose awards name no lot; when it was and who won.
MATCH (b:Organization)<-[:HAS_BUYER]-(p:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(winner:Agent)
WHERE $buyer IS NULL OR b.id IN $buyer
OPTIONAL MATCH (winner:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(partner:Organization)
OPTIONAL MATCH (a)-[:FOR_LOT]->(awarded:Lot)
WITH b, p, coalesce(awarded.id, '') AS part, min(a.date) AS date, collect(DISTINCT coalesce(partner, winner).id) AS winners
WHERE date IS NOT NULL

// Who bid for it; of a consortium its members.
MATCH (p)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(bidder:Agent)
WHERE coalesce(bid.status, '') <> 'withdrawn'
OPTIONAL MATCH (bidder:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(member:Organization)
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH b, p, part, date, winners, coalesce(member, bidder) AS f, coalesce(lot.id, '') AS tendered
WHERE tendered = part AND NOT f:Consortium
RETURN DISTINCT p.id + ' ' + part AS contest, b.id AS buyerId, b.name AS buyer, date AS date, f.id AS firm, f.name AS name,
       f.id IN winners AS won
