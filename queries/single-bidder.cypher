// title: 哪些竞争性采购只有一家投标 | Which competitive tenders had one bidder
// theme: red-flags
// answers: Which contests by a competitive method drew one bid only.
// why: A tender that only one firm answers gave no competition; it may have been written for that firm.
// excludes: Single-source procurements and those whose method is not known to compete. Withdrawn bids do not
//   count; a bid that was ruled out does. Where the call says that more bids were made, that counts; where no
//   bid is listed, its count of one does, and who won alone is the bidder.
// references: OCP Cardinal R018, single bid received: one tenderer in an open or selective procedure. Ours differs
//   twice: it looks at each lot, and negotiation, consultation and inquiry compete too, for which Chinese law
//   requires several bids. An indicator is a question, not an accusation.
// needs: CallForTenders.method
// innocent: 只有一家制造商，或在用系统只有原厂能接，或采购时间紧、金额小 |
//   one maker only, an incumbent's system that nobody else can extend, or a purchase too small or urgent to draw bids
// settles: 招标文件的资格条件、购买文件者名单、公告期限 |
//   the qualifications asked for, who bought the tender file, how long the notice ran
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column method: text of method | 采购方式 | Method
// column bidder: text | 唯一投标人 | Only bidder
// column price: money | 报价 | Price
// column currency: text | 币种 | Currency
// column won: boolean | 已中标 | Won
// order: project, lot, bidder

// Lots and projects with one bid, and those whose call counts one that nobody lists.
CALL () {
    MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)
    WHERE coalesce(bid.status, '') <> 'withdrawn'
    OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
    WITH p, lot, count(DISTINCT bid) AS bids, min(bid.id) AS only
    WHERE bids = 1
    RETURN p, lot, only
  UNION
    MATCH (p:Project)<-[:CONCERNS]-(counted:CallForTenders)
    WHERE counted.bidderCount = 1
      AND NOT EXISTS { MATCH (p)<-[:CONCERNS]-(any:Bid) WHERE coalesce(any.status, '') <> 'withdrawn' }
    OPTIONAL MATCH (counted)-[:FOR_LOT]->(lot:Lot)
    RETURN p, lot, '' AS only
}
OPTIONAL MATCH (bid:Bid {id: only})-[:HAS_BIDDER]->(v:Agent)
// Who won: where no bid is listed, who won alone had made the only one.
CALL (p, lot) {
    MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
    OPTIONAL MATCH (a)-[:FOR_LOT]->(l:Lot)
    RETURN collect(DISTINCT w.id) AS winners,
           collect(DISTINCT CASE WHEN lot IS NULL OR l.id = lot.id THEN w.name END) AS here
}
MATCH (p)<-[:CONCERNS]-(notice:CallForTenders)
WHERE notice.method IN ['open-tender', 'invited-tender', 'competitive-negotiation', 'competitive-consultation', 'inquiry']
  AND coalesce(notice.bidderCount, 1) = 1
  AND (lot IS NULL OR NOT EXISTS { MATCH (notice)-[:FOR_LOT]->() } OR EXISTS { MATCH (notice)-[:FOR_LOT]->(lot) })
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, lot, only, bid, v, winners, here, notice, b
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN DISTINCT p.name AS project, lot.name AS lot, b.name AS buyer, notice.method AS method,
       CASE WHEN only <> '' THEN v.name WHEN size(here) = 1 THEN here[0] END AS bidder, bid.amount AS price,
       CASE WHEN bid.amount IS NOT NULL THEN coalesce(bid.currency, 'CNY') END AS currency,
       CASE WHEN only = '' THEN size(here) = 1 ELSE coalesce(v.id IN winners, false) END AS won
