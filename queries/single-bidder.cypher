// title: 哪些竞争性采购只有一家投标 | Which competitive tenders had one bidder
// theme: red-flags
// answers: Which contests by a competitive method drew one bid only.
// why: A tender that only one firm answers gave no competition; it may have been written for that firm.
// excludes: Single-source procurements and those whose method is not known to compete. Withdrawn bids do not
//   count; a bid that was ruled out does. Where the call says that more bids were made, that counts.
// references: OCP Cardinal R018, single bid received: one tenderer in an open or selective procedure. Ours differs
//   twice: it looks at each lot, and negotiation, consultation and inquiry compete too, for which Chinese law
//   requires several bids. An indicator is a question, not an accusation.
// needs: CallForTenders.method, Bid.hasBidder
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

MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)
WHERE coalesce(bid.status, '') <> 'withdrawn'
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, lot, count(DISTINCT bid) AS bids, min(bid.id) AS only
WHERE bids = 1
MATCH (p)<-[:CONCERNS]-(bid:Bid {id: only})-[:HAS_BIDDER]->(v:Organization)
MATCH (p)<-[:CONCERNS]-(notice:CallForTenders)
WHERE notice.method IN ['open-tender', 'invited-tender', 'competitive-negotiation', 'competitive-consultation', 'inquiry']
  AND coalesce(notice.bidderCount, 1) = 1
  AND (lot IS NULL OR NOT EXISTS { MATCH (notice)-[:FOR_LOT]->() } OR EXISTS { MATCH (notice)-[:FOR_LOT]->(lot) })
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, lot, bid, v, notice, b
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN DISTINCT p.name AS project, lot.name AS lot, b.name AS buyer, notice.method AS method, v.name AS bidder, bid.amount AS price,
       CASE WHEN bid.amount IS NOT NULL THEN coalesce(bid.currency, 'CNY') END AS currency,
       EXISTS { MATCH (p)<-[:CONCERNS]-(:Award)-[:AWARDED_TO]->(v) } AS won
