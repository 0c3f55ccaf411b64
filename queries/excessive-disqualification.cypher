// title: 谁的投标被否决得特别多 | Where are very many bids ruled out
// theme: red-flags
// answers: Which buyers and agents rule out, and which bidders have ruled out, a share of bids far above that of the others.
// why: A buyer can steer awards by ruling out the rest; a bidder can feign a contest by bids that must fail.
// excludes: Withdrawn bids. Buyers and agents with fewer processes, and bidders with fewer bids, than the least number.
//   A single bid that was ruled out. Of fewer than four buyers, agents or bidders no limit is told unless you give one.
// references: OCP Cardinal R038, excessive disqualified bids: at or above the upper fence, the third quartile plus 1.5
//   interquartile ranges, of buyers, procuring entities and tenderers each by themselves; quartiles as in Cardinal. Ours
//   leaves out shares that are no higher than the third quartile, which a fence of equal shares would flag, takes a
//   bid without a status for a valid one, and counts agents where the graph has them for procuring entities.
//   An indicator is a question, not an accusation.
// needs: Bid.status, Bid.hasBidder, Project.hasBuyer
// innocent: 资格要求本来就高，或新手常漏交文件；样本小时几次就很显眼 |
//   requirements are high, newcomers forget papers, and of few bids a few stand out
// settles: 各次否决理由、同类采购的否决率 |
//   the reasons each time, and the share in purchases of the same kind
// param minimum: integer = 2 | 项目数（投标人为投标数）至少 | Processes (of bidders: bids), at least
// param fence: number = null | 上限%，不给则由数据算出 | Limit in per cent; from the data where none is given
// analysis: disqualified
// column role: text of party | 哪一方 | Side
// column party: text | 名称 | Name
// column bids: integer | 投标数 | Bids
// column disqualified: integer | 被否决 | Ruled out
// column share: number | 比例% | Share %
// column limit: number | 上限% | Limit %
// order: role, share desc, party

CALL () {
    MATCH (b:Organization)<-[:HAS_BUYER]-(p:Project)<-[:CONCERNS]-(bid:Bid)
    WHERE coalesce(bid.status, '') <> 'withdrawn'
    RETURN 'buyer' AS role, b.id AS id, b.name AS party, p.id AS process, bid.id AS made, bid.status AS status
  UNION
    MATCH (g:Organization)<-[:HAS_AGENT]-(p:Project)<-[:CONCERNS]-(bid:Bid)
    WHERE coalesce(bid.status, '') <> 'withdrawn'
    RETURN 'agent' AS role, g.id AS id, g.name AS party, p.id AS process, bid.id AS made, bid.status AS status
  UNION
    MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(v:Agent)
    WHERE coalesce(bid.status, '') <> 'withdrawn'
    OPTIONAL MATCH (v:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(m:Organization)
    WITH p, bid, coalesce(m, v) AS f
    RETURN 'bidder' AS role, f.id AS id, f.name AS party, p.id AS process, bid.id AS made, bid.status AS status
}
WITH role, id, party, count(DISTINCT made) AS bids, count(DISTINCT CASE status WHEN 'disqualified' THEN made END) AS disqualified,
     count(DISTINCT process) AS processes
RETURN role AS role, party AS party, bids AS bids, disqualified AS disqualified, processes AS processes
