// title: 哪些企业异常频繁地同场投标 | Which firms bid against each other unusually often
// theme: competition
// answers: Which two firms meet as bidders more often than chance would have it, given how often each bids.
// why: A firm that always bids along with another may be there to make a contest look like one.
// excludes: Withdrawn bids, contests with one bid only, and firms that meet in one consortium's bid.
// references: Expected is bidsA × bidsB / contests, as if each firm chose its contests by lot; the ratio is the
//   lift of association rules. Compare Wachs, Fazekas and Kertész (2020). An indicator is a question, not an accusation.
// needs: Bid.hasBidder
// innocent: 专门领域的合格企业就这几家，经常相遇是常态 |
//   few firms are qualified in the field, so that they meet often
// settles: 各次报价与名次、双方的股权 |
//   prices and ranks of each contest, and the owners of both
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param minimum: integer = 2 | 同场次数至少 | Contests met in, at least
// param ratio: number = 1.2 | 与期望之比至少 | Ratio to the expected, at least
// analysis: rivals
// column a: text | 企业 | Firm
// column b: text | 另一企业 | Other firm
// column met: integer | 同场次数 | Contests met in
// column bidsA: integer | 企业投标 | Firm's contests
// column bidsB: integer | 另一企业投标 | Other's contests
// column contests: integer | 全部竞争 | All contests
// column expected: number | 期望次数 | Expected
// column ratio: number | 比值 | Ratio
// order: ratio desc, met desc, a, b

// Who bids for what: one row per bid and firm behind it. A contest is a lot, or a project whose bids name no lot.
MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(bidder:Agent)
WHERE coalesce(bid.status, '') <> 'withdrawn'
  AND ($buyer IS NULL OR EXISTS { MATCH (p)-[:HAS_BUYER]->(b:Organization) WHERE b.id IN $buyer })
OPTIONAL MATCH (bidder:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(member:Organization)
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, bid, lot, coalesce(member, bidder) AS f
WHERE NOT f:Consortium
RETURN p.id + ' ' + coalesce(lot.id, '') AS contest, bid.id AS bid, f.id AS firm, f.name AS name
