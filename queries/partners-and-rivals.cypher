// title: 哪些联合体伙伴在别处是对手 | Which consortium partners are rivals elsewhere
// theme: competition
// answers: Which two firms were in one consortium and made separate bids in another contest.
// why: Partners know each other's prices and plans; when they meet as rivals, their bids may not be
//   independent of each other.
// excludes: Withdrawn bids. A firm's part in a consortium counts whether or not the consortium won.
// references: A contest is a lot, or a project whose bids name no lot. The members of a bidding consortium
//   bid; the consortium itself is no firm. An indicator is a question, not an accusation.
// param among: entity list = null | 只看这些企业 | Only pairs of these firms
// column a: text | 企业 | Firm
// column b: text | 另一企业 | Other firm
// column together: integer | 共同投标 | Bids together
// column against: integer | 对立投标 | Contests as rivals
// column togetherIn: list | 共同项目 | Together in
// column againstIn: list | 对立项目 | Rivals in
// order: against desc, together desc, a, b

MATCH (a:Organization)-[:MEMBER_OF_CONSORTIUM]->(c:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(b:Organization)
WHERE a.id < b.id AND ($among IS NULL OR (a.id IN $among AND b.id IN $among))
MATCH (c)<-[:HAS_BIDDER]-(bid:Bid)-[:CONCERNS]->(p:Project)
WITH a, b, count(DISTINCT bid) AS together, collect(DISTINCT p.name) AS togetherIn

// All bids of each, alone or in a consortium, with what they are for.
MATCH (a)-[:MEMBER_OF_CONSORTIUM*0..1]->(bidderA)<-[:HAS_BIDDER]-(bidA:Bid)-[:CONCERNS]->(p:Project)
WHERE coalesce(bidA.status, '') <> 'withdrawn'
OPTIONAL MATCH (bidA)-[:FOR_LOT]->(lotA:Lot)
WITH a, b, together, togetherIn, p, bidA, coalesce(lotA.id, '') AS lotA
MATCH (p)<-[:CONCERNS]-(bidB:Bid)-[:HAS_BIDDER]->(bidderB)<-[:MEMBER_OF_CONSORTIUM*0..1]-(b)
WHERE coalesce(bidB.status, '') <> 'withdrawn'
OPTIONAL MATCH (bidB)-[:FOR_LOT]->(lotB:Lot)
WITH a, b, together, togetherIn, p, lotA, bidA.id AS bidA, bidB.id AS bidB, coalesce(lotB.id, '') AS lotB
WHERE lotA = lotB AND bidA <> bidB
RETURN a.name AS a, b.name AS b, together AS together, count(DISTINCT p.id + ' ' + lotA) AS against,
       togetherIn AS togetherIn, collect(DISTINCT p.name) AS againstIn
