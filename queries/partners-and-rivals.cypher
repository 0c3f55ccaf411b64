// title: 哪些联合体伙伴在别处是对手 | Which consortium partners are rivals elsewhere
// theme: competition
// answers: Which two firms were in one consortium and made separate bids in another contest.
// why: Partners know each other's prices and plans; when they meet as rivals, their bids may not be
//   independent of each other.
// excludes: Withdrawn bids. A firm's part in a consortium counts whether or not the consortium won.
// references: A contest is a lot, or a project whose bids name no lot. The members of a bidding consortium
//   bid; the consortium itself is no firm. An indicator is a question, not an accusation.
// needs: Consortium, Bid.hasBidder
// innocent: 大项目需要联合，别处各自投标属正常竞争 |
//   a large project needs partners, and bidding alone elsewhere is competition
// settles: 联合体协议、两家在同一标的报价 |
//   the consortium agreement, and both prices where they were rivals
// param among: entity list = null | 只看这些企业 | Only pairs of these firms
// column a: text | 企业 | Firm
// column b: text | 另一企业 | Other firm
// column together: integer | 共同投标 | Bids together
// column against: integer | 对立投标 | Contests as rivals
// column togetherIn: list | 共同项目 | Together in
// column againstIn: list | 对立项目 | Rivals in
// order: against desc, together desc, a, b

CALL () {
    // What two firms bid for in one consortium.
    MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(c:Consortium)
    MATCH (c)<-[:MEMBER_OF_CONSORTIUM]-(a:Organization), (c)<-[:MEMBER_OF_CONSORTIUM]-(b:Organization)
    WHERE a.id < b.id AND ($among IS NULL OR a.id IN $among AND b.id IN $among)
    RETURN a, b, bid.id AS bid, null AS contest, p.name AS project
  UNION ALL
    // All bids of firms that were ever in a consortium, made alone or in one, by the contest that they are for.
    MATCH (f:Organization)-[:MEMBER_OF_CONSORTIUM]->(:Consortium)
    WITH DISTINCT f
    WHERE $among IS NULL OR f.id IN $among
    MATCH (f)-[:MEMBER_OF_CONSORTIUM*0..1]->()<-[:HAS_BIDDER]-(bid:Bid)-[:CONCERNS]->(p:Project)
    WHERE coalesce(bid.status, '') <> 'withdrawn'
    OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
    WITH p, coalesce(lot.id, '') AS part, collect({firm: f, bid: bid.id}) AS bids
    WHERE size(bids) > 1

    // Which two of them made different bids in one contest.
    UNWIND bids AS one
    UNWIND [bid IN bids WHERE bid.firm.id > one.firm.id AND bid.bid <> one.bid] AS other
    RETURN one.firm AS a, other.firm AS b, null AS bid, p.id + ' ' + part AS contest, p.name AS project
}
WITH a, b, count(DISTINCT bid) AS together, count(DISTINCT contest) AS against,
     collect(DISTINCT CASE WHEN bid IS NOT NULL THEN project END) AS togetherIn,
     collect(DISTINCT CASE WHEN contest IS NOT NULL THEN project END) AS againstIn
WHERE together > 0 AND against > 0
RETURN a.name AS a, b.name AS b, together AS together, against AS against, togetherIn AS togetherIn, againstIn AS againstIn
